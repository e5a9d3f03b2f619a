//! The token of a data folder, which the page and the control calls ask for.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};

use crate::ambient;
use crate::sandbox::error::SandboxError;
use crate::sandbox::store::files;

const FILE: &str = "access-token";

/// How many letters and digits a token has: 190 bits.
const TOKEN_CHARS: usize = 32;

/// What opens the page and the control calls of a sandbox. Only the owner of the data folder can
/// read it; it stays the same from run to run, so that an open page survives a restart.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessToken(String);

impl AccessToken {
    /// Reads the token of a data folder, and generates it first if there is none.
    pub(crate) fn open(data: &Path) -> Result<Self, SandboxError> {
        let path = data.join(FILE);
        let lock = files::lock(&data.join("access-token.lock"))?;
        lock.lock().map_err(SandboxError::write(&path))?;
        match fs::read_to_string(&path) {
            Ok(text) if is_token(text.trim_end()) => return Ok(Self(text.trim_end().to_owned())),
            // One that was cut short or edited opens nothing and is replaced.
            Ok(_) => {}
            Err(why)
                if matches!(
                    why.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::InvalidData
                ) => {}
            Err(why) => return Err(SandboxError::read(&path)(why)),
        }
        let token = Self(ambient::letters(TOKEN_CHARS));
        files::replace(&path, format!("{}\n", token.0).as_bytes())?;
        Ok(token)
    }

    /// Tells whether a caller's text is the token, in a time that does not depend on where it
    /// differs.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), text.as_bytes()).is_ok()
    }

    /// Returns the token, to send or to show it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

fn is_token(text: &str) -> bool {
    text.len() == TOKEN_CHARS && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl Eq for AccessToken {}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_keeps_its_token_and_another_folder_has_another() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let token = AccessToken::open(one.path()).unwrap();
        assert_eq!(AccessToken::open(one.path()).unwrap(), token);
        assert_ne!(AccessToken::open(two.path()).unwrap(), token);
        assert!(!format!("{token:?}").contains(token.reveal()));
        for wrong in ["", "x", &token.reveal()[1..]] {
            assert!(!token.matches(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_damaged_token_is_replaced() {
        let data = tempfile::tempdir().unwrap();
        for damaged in [&b"short"[..], b"", b"\xff\xfe"] {
            fs::write(data.path().join(FILE), damaged).unwrap();
            let token = AccessToken::open(data.path()).unwrap();
            assert_eq!(token.reveal().len(), TOKEN_CHARS);
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        AccessToken::open(data.path()).unwrap();
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o077, 0);
    }
}
