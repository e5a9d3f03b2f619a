//! The requests whose signature was refused, stored so that the cause can be found afterwards.
//!
//! The response of a server explains little; the sandbox has the bytes, the header and the key.
//! The newest are stored in one file of the data folder, which only its owner can read and which
//! contains no key and no secret.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::store::files;

const FILE: &str = "refused.jsonl";
const LOCK: &str = "refused.lock";

/// A file that has grown to this is cut to its newest half.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Longer values of `Authorization` are cut.
const MAX_AUTHORIZATION_CHARS: usize = 8 * 1024;

/// How much of what should have been signed is stored: as much as a call may have.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A request that the sandbox refused with `SIGN_ERROR`, as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefusedRequest {
    /// When it was received.
    pub at: Timestamp,
    /// The `Request-ID` of the refusal.
    pub request_id: String,
    /// The method.
    pub method: String,
    /// Path and query as they were on the request line.
    pub url: String,
    /// The value of `Authorization`; empty if there was none.
    pub authorization: String,
    /// The bytes that belong into the last line of what is signed: of an upload, the meta part.
    #[serde(with = "base64_text")]
    pub body: Vec<u8>,
    /// How many there were; more than are stored if they were too many.
    pub body_bytes: usize,
    /// The refusal's `code`.
    pub code: String,
    /// The refusal's `message`.
    pub message: String,
    /// The refusal's `detail`, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<serde_json::Value>,
}

mod base64_text {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(D::Error::custom)
    }
}

impl RefusedRequest {
    /// Tells whether all that should have been signed is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.body.len() == self.body_bytes
    }

    /// Reads what the sandbox of a data folder has stored, the newest first; nothing if it refused
    /// nothing. Lines that cannot be read are passed over.
    ///
    /// # Errors
    /// Returns an error if the file is there and cannot be read.
    pub fn list(data: &Path) -> Result<Vec<Self>, SandboxError> {
        let path = data.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(why) => return Err(SandboxError::read(&path)(why)),
        };
        let lines = bytes.split(|byte| *byte == b'\n').rev();
        Ok(lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect())
    }

    /// Adds it to the file, cut to what is stored, and removes the oldest if there are too many.
    pub(crate) fn record(mut self, data: &Path) -> Result<(), SandboxError> {
        if let Some((end, _)) = self
            .authorization
            .char_indices()
            .nth(MAX_AUTHORIZATION_CHARS)
        {
            self.authorization.truncate(end);
        }
        self.body.truncate(MAX_BODY_BYTES);
        let path = data.join(FILE);
        let lock = files::lock(&data.join(LOCK))?;
        lock.lock().map_err(SandboxError::write(&path))?;
        let mut line = serde_json::to_vec(&self).expect("texts and numbers serialise");
        line.push(b'\n');
        let append = || -> io::Result<u64> {
            let mut file = files::private().append(true).create(true).open(&path)?;
            file.write_all(&line)?;
            Ok(file.metadata()?.len())
        };
        if append().map_err(SandboxError::write(&path))? > MAX_FILE_BYTES {
            let bytes = files::read(&path)?;
            files::replace(&path, newest_half(&bytes))?;
        }
        Ok(())
    }
}

/// Cuts a file of lines to those of its second half.
fn newest_half(bytes: &[u8]) -> &[u8] {
    let half = &bytes[bytes.len() / 2..];
    let end_of_line = half.iter().position(|byte| *byte == b'\n');
    end_of_line.map_or(&[], |at| &half[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(number: usize) -> RefusedRequest {
        RefusedRequest {
            at: Timestamp(1_700_000_000),
            request_id: format!("08{number:038X}-268443699"),
            method: "POST".to_owned(),
            url: "/v3/pay/transactions/jsapi".to_owned(),
            authorization: "WECHATPAY2-SHA256-RSA2048 …".to_owned(),
            body: vec![0xff; 48 * 1024],
            body_bytes: 48 * 1024,
            code: "SIGN_ERROR".to_owned(),
            message: "错误的签名，验签失败".to_owned(),
            detail: None,
        }
    }

    #[test]
    fn the_newest_are_stored_in_bounded_space() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(RefusedRequest::list(data.path()).unwrap(), []);
        for number in 0..60 {
            refused(number).record(data.path()).unwrap();
            let length = fs::metadata(data.path().join(FILE)).unwrap().len();
            assert!(length <= MAX_FILE_BYTES, "{length}");
        }
        let stored = RefusedRequest::list(data.path()).unwrap();
        assert!(stored.len() >= 7, "{}", stored.len());
        for (ago, one) in stored.into_iter().enumerate() {
            assert_eq!(one, refused(59 - ago));
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_them() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        refused(1).record(data.path()).unwrap();
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o077, 0);
    }
}
