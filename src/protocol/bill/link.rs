//! Where a bill's file is, what its bytes must hash to, and the call that fetches it.

use std::fmt::{self, Write};

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use serde::{Deserialize, Serialize};
use url::{Position, Url};

use crate::protocol::answer::AnswerError;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::json;

/// The path of 下载账单.
pub const FILE_PATH: &str = "/v3/billdownload/file";

/// The only hash that is known.
const SHA1: &str = "SHA1";

/// The response to a request for a bill; the link is valid for five minutes.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BillLink {
    /// 哈希类型, `SHA1`.
    pub hash_type: String,
    /// 哈希值 of the uncompressed file, in hexadecimal.
    pub hash_value: String,
    /// 账单下载地址, which holds a token.
    pub download_url: String,
}

impl fmt::Debug for BillLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BillLink")
            .field("hash_type", &self.hash_type)
            .field("hash_value", &self.hash_value)
            .finish_non_exhaustive()
    }
}

/// Why a link cannot be used; no message contains the token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The response has other members.
    #[error("it is not an object of hash_type, hash_value and download_url")]
    Shape,
    /// The file could not be checked.
    #[error("hash_type {0:?} is not SHA1")]
    HashType(String),
    /// The file could not be checked.
    #[error("hash_value is not 40 hexadecimal digits")]
    HashValue,
    /// No request can be made of it.
    #[error("download_url is not an http URL without credentials")]
    Url,
}

impl BillLink {
    /// Makes the link to a file: the sandbox's half of [`BillLink::read`].
    #[must_use]
    pub fn new(text: &[u8], download_url: String) -> Self {
        let mut digest = BillDigest::default();
        digest.update(text);
        Self {
            hash_type: SHA1.to_owned(),
            hash_value: digest.finish(),
            download_url,
        }
    }

    /// Reads the body of a response.
    ///
    /// # Errors
    /// Returns an error if the file could not be fetched or not be checked.
    pub fn read(body: &[u8]) -> Result<Self, LinkError> {
        let value = json::parse(body).map_err(|_| LinkError::Shape)?;
        let link: Self = serde_json::from_value(value).map_err(|_| LinkError::Shape)?;
        if !link.hash_type.eq_ignore_ascii_case(SHA1) {
            return Err(LinkError::HashType(link.hash_type));
        }
        let hash = link.hash_value.as_bytes();
        if hash.len() != 40 || !hash.iter().all(u8::is_ascii_hexdigit) {
            return Err(LinkError::HashValue);
        }
        Ok(link)
    }

    pub(super) fn decode(body: &[u8]) -> Result<Self, AnswerError> {
        Self::read(body).map_err(|error| AnswerError::Unusable(error.into()))
    }

    /// Whether a digest is the promised one.
    #[must_use]
    pub fn promises(&self, digest: &str) -> bool {
        self.hash_value.eq_ignore_ascii_case(digest)
    }

    /// Takes the URL apart.
    ///
    /// # Errors
    /// Returns an error if it is not such a URL.
    pub fn place(&self) -> Result<BillPlace, LinkError> {
        let url = Url::parse(&self.download_url).map_err(|_| LinkError::Url)?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || !url.has_host() || !matches!(url.scheme(), "http" | "https") {
            return Err(LinkError::Url);
        }
        let origin = url[..Position::BeforePath].to_owned();
        let target = url[Position::BeforePath..Position::AfterQuery].to_owned();
        Ok(BillPlace {
            origin,
            file: BillFile { target },
        })
    }
}

/// Where the file of a bill is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillPlace {
    /// Scheme, host and port.
    pub origin: String,
    /// The call to make there.
    pub file: BillFile,
}

/// `GET /v3/billdownload/file?token=…`; the response is the file, and is not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillFile {
    target: String,
}

impl Endpoint for BillFile {
    type Answer = Vec<u8>;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        self.target.clone()
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<u8>, AnswerError> {
        Ok(body.to_owned())
    }
}

/// The SHA-1 of a file, taken in piece by piece.
#[derive(Clone)]
pub struct BillDigest(Context);

impl Default for BillDigest {
    fn default() -> Self {
        Self(Context::new(&SHA1_FOR_LEGACY_USE_ONLY))
    }
}

impl fmt::Debug for BillDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BillDigest").finish_non_exhaustive()
    }
}

impl BillDigest {
    /// Takes more bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest in hexadecimal.
    #[must_use]
    pub fn finish(self) -> String {
        let mut hex = String::with_capacity(40);
        for byte in self.0.finish().as_ref() {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(url: &str) -> BillLink {
        BillLink::new(b"abc", url.to_owned())
    }

    #[test]
    fn what_one_side_promises_the_other_reads() {
        let made = link("https://api.mch.weixin.qq.com/v3/billdownload/file?token=t");
        let read = BillLink::read(&serde_json::to_vec(&made).unwrap()).unwrap();
        assert!(read.promises("A9993E364706816ABA3E25717850C26C9CD0D89D"));
        assert!(!read.promises("a9993e364706816aba3e25717850c26c9cd0d89e"));
        for (body, error) in [
            ("{}", LinkError::Shape),
            (
                r#"{"hash_type":"MD5","hash_value":"","download_url":""}"#,
                LinkError::HashType("MD5".to_owned()),
            ),
            (
                r#"{"hash_type":"SHA1","hash_value":"12","download_url":""}"#,
                LinkError::HashValue,
            ),
        ] {
            assert_eq!(BillLink::read(body.as_bytes()).unwrap_err(), error);
        }
    }

    #[test]
    fn path_and_query_are_signed_unchanged() {
        let BillPlace { origin, file } =
            link("https://host:8443/v3/billdownload/file?token=a%2Fb+c&tartype=gzip#x")
                .place()
                .unwrap();
        assert_eq!(origin, "https://host:8443");
        assert_eq!(
            file.target(),
            "/v3/billdownload/file?token=a%2Fb+c&tartype=gzip"
        );
        for url in ["", "/v3", "ftp://h/x", "https://u:p@h/x", "https://u@h/x"] {
            assert_eq!(link(url).place(), Err(LinkError::Url), "{url}");
        }
    }
}
