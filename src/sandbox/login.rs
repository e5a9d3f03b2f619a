//! `jscode2session`, which is not API v3: no signature, status 200 always, JSON as text/plain.

use std::fmt::Write;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::ledger::Entry;
use super::route::parameter;
use super::{Sandbox, SandboxError};
use crate::ambient;
use crate::protocol::code2session::{Session, SessionError};
use crate::protocol::error_code::errcodes;
use crate::protocol::id::Openid;

/// What a code that makes an error begins with; the errcode follows.
const ERROR: &str = "error-";

impl Sandbox {
    /// Exchanges a login code. Any code names a user, the same one each time, but is good for
    /// one exchange; `error-40029` and the like make the error that they name.
    pub(super) fn exchange(&self, target: &str) -> Value {
        match self.session(target) {
            Ok(session) => json!(session),
            Err(errcode) => {
                let meaning = errcodes().find(|known| known.errcode == errcode);
                let words = meaning.map_or("invalid grant_type", |known| known.errmsg);
                let id: [u8; 12] = ambient::bytes();
                json!(SessionError {
                    errcode,
                    errmsg: format!("{words}, rid: {}", rid(id)),
                })
            }
        }
    }

    fn session(&self, target: &str) -> Result<Session, i64> {
        let appid = parameter(target, "appid").ok_or(41002_i64)?;
        let secret = parameter(target, "secret").ok_or(41004_i64)?;
        let code = parameter(target, "js_code").ok_or(41008_i64)?;
        if parameter(target, "grant_type").as_deref() != Some("authorization_code") {
            return Err(40002);
        }
        let own = [self.identity.appid(), self.identity.sub_appid()];
        if !own.iter().any(|known| known.as_str() == appid) {
            return Err(40013);
        }
        if secret != **self.identity.app_secret() {
            return Err(40125);
        }
        if let Some(errcode) = asked_error(&code) {
            return Err(errcode);
        }
        let openid = openid(&appid, &code);
        let mark = openid.to_string();
        self.journal.write(|ledger| {
            if ledger.code_is_used(&mark) {
                return Err(Errcode(40163));
            }
            Ok((Some(Entry::CodeUsed { code: mark }), ()))
        })?;
        let key = digest(&SHA256, format!("session\n{appid}\n{code}").as_bytes());
        Ok(Session {
            openid,
            session_key: STANDARD.encode(&key.as_ref()[..16]),
            unionid: None,
        })
    }
}

struct Errcode(i64);

impl From<SandboxError> for Errcode {
    fn from(_: SandboxError) -> Self {
        Self(-1)
    }
}

impl From<Errcode> for i64 {
    fn from(errcode: Errcode) -> i64 {
        errcode.0
    }
}

fn asked_error(code: &str) -> Option<i64> {
    let errcode: i64 = code.strip_prefix(ERROR)?.parse().ok()?;
    let known = errcodes().any(|meaning| meaning.errcode == errcode);
    known.then_some(errcode)
}

fn openid(appid: &str, code: &str) -> Openid {
    let hash = digest(&SHA256, format!("{appid}\n{code}").as_bytes());
    let text = URL_SAFE_NO_PAD.encode(&hash.as_ref()[..15]);
    format!("oSandbox{text}")
        .parse()
        .expect("base64 makes an openid")
}

fn rid(bytes: [u8; 12]) -> String {
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        let dash = if at == 4 || at == 8 { "-" } else { "" };
        // Writing to a string does not fail.
        let _ = write!(text, "{dash}{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_the_same_user_each_time_and_another_under_another_app() {
        let one = openid("wx1", "code");
        assert_eq!(one, openid("wx1", "code"));
        assert_ne!(one, openid("wx2", "code"));
        assert_eq!(one.as_str().len(), 28);
    }

    #[test]
    fn a_fixed_set_of_codes_makes_each_error() {
        assert_eq!(asked_error("error-40029"), Some(40029));
        assert_eq!(asked_error("error--1"), Some(-1));
        for code in ["error-1", "error-", "error-x", "40029", "0a1B2c"] {
            assert_eq!(asked_error(code), None, "{code}");
        }
    }
}
