//! `jscode2session`, which is not API v3: no signature, status 200 always, JSON as text/plain.

use std::fmt::Write;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::ambient;
use crate::protocol::code2session::{Session, SessionError};
use crate::protocol::error_code::errcodes;
use crate::protocol::id::Openid;
use crate::sandbox::api::path::parameter;
use crate::sandbox::api::response::{empty, typed};
use crate::sandbox::error::SandboxError;
use crate::sandbox::identity::Identity;
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::state::Sandbox;

/// What a code that makes an error begins with; the errcode follows.
const ERROR: &str = "error-";

/// Exchanges a login code. Any code names a user, the same one each time, but is good for one
/// exchange; `error-40029` and the like make the error that they name.
pub(crate) async fn code2session(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Response {
    if request.method() != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let uri = request.uri();
    let target = uri.path_and_query().map_or("", PathAndQuery::as_str);
    match session(&sandbox, target) {
        Ok(session) => respond(&json!(session)),
        Err(Errcode(errcode)) => error(errcode),
    }
}

/// Returns the response of a refused exchange.
pub(crate) fn error(errcode: i64) -> Response {
    let meaning = errcodes().find(|known| known.errcode == errcode);
    let words = meaning.map_or("invalid grant_type", |known| known.errmsg);
    respond(&json!(SessionError {
        errcode,
        errmsg: format!("{words}, rid: {}", rid(ambient::bytes())),
    }))
}

fn respond(answer: &Value) -> Response {
    typed(
        StatusCode::OK,
        "text/plain",
        answer.to_string().into_bytes(),
    )
}

fn session(sandbox: &Sandbox, target: &str) -> Result<Session, Errcode> {
    let required = |name, errcode| parameter(target, name).ok_or(Errcode(errcode));
    let appid = required("appid", 41002)?;
    let secret = required("secret", 41004)?;
    let code = required("js_code", 41008)?;
    if parameter(target, "grant_type").as_deref() != Some("authorization_code") {
        return Err(Errcode(40002));
    }
    let merchants = sandbox.merchants.all()?;
    let has_app = |merchant: &&Arc<Identity>| {
        [merchant.appid(), merchant.sub_appid()]
            .iter()
            .any(|known| known.as_str() == appid)
    };
    let merchant = merchants.iter().find(has_app).ok_or(Errcode(40013))?;
    if secret != **merchant.app_secret() {
        return Err(Errcode(40125));
    }
    if let Some(errcode) = requested_error(&code) {
        return Err(Errcode(errcode));
    }
    let openid = openid(&appid, &code);
    let used = openid.to_string();
    sandbox.journal.write(|ledger| {
        if ledger.code_is_used(&used)? {
            return Err(Errcode(40163));
        }
        Ok((Some(Entry::CodeUsed { code: used }), ()))
    })?;
    let key = digest(&SHA256, format!("session\n{appid}\n{code}").as_bytes());
    Ok(Session {
        openid,
        session_key: STANDARD.encode(&key.as_ref()[..16]),
        unionid: None,
    })
}

/// What went wrong, as a number; -1 is the sandbox's own failure.
struct Errcode(i64);

impl From<SandboxError> for Errcode {
    fn from(_: SandboxError) -> Self {
        Self(-1)
    }
}

fn requested_error(code: &str) -> Option<i64> {
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
        assert_eq!(requested_error("error-40029"), Some(40029));
        assert_eq!(requested_error("error--1"), Some(-1));
        for code in ["error-1", "error-", "error-x", "40029", "0a1B2c"] {
            assert_eq!(requested_error(code), None, "{code}");
        }
    }
}
