//! Headers as they were received, and as they are stored.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

/// Headers of a connection, which do not belong to the notification.
const HOP_BY_HOP: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers of a notification with the exact bytes of their values: each byte is stored as the
/// character of its number (Latin-1), so that none is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawHeaders(Vec<(String, String)>);

impl RawHeaders {
    /// Returns names and values, in the order in which they were received.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the bytes of a value, as they were received.
    pub fn bytes(value: &str) -> impl Iterator<Item = u8> {
        // Each character is the number of a byte.
        value.chars().filter_map(|c| u8::try_from(c).ok())
    }

    /// Replaces all headers whose name begins with `prefix`, in lower case, by others.
    pub fn replace<'h>(
        &mut self,
        prefix: &str,
        others: impl IntoIterator<Item = (&'h str, &'h str)>,
    ) {
        self.0
            .retain(|(name, _)| !name.to_ascii_lowercase().starts_with(prefix));
        self.0.extend(
            others
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
    }
}

/// Leaves out the headers of the connection.
impl From<&HeaderMap> for RawHeaders {
    fn from(map: &HeaderMap) -> Self {
        let text = |value: &HeaderValue| match value.to_str() {
            Ok(text) => text.to_owned(),
            Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
        };
        Self(
            map.iter()
                .filter(|(name, _)| !HOP_BY_HOP.contains(&name.as_str()))
                .map(|(name, value)| (name.as_str().to_owned(), text(value)))
                .collect(),
        )
    }
}

/// Leaves out what is not a header.
impl From<&RawHeaders> for HeaderMap {
    fn from(headers: &RawHeaders) -> Self {
        let mut map = Self::new();
        for (name, value) in headers.iter() {
            let bytes: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(c).ok()).collect();
            let value = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
            if let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), value) {
                map.append(name, value);
            }
        }
        map
    }
}

impl FromIterator<(String, String)> for RawHeaders {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(headers: I) -> Self {
        Self(headers.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_value_is_stored_and_sent_again() {
        let mut received = HeaderMap::new();
        let bytes: Vec<u8> = (0x20..=0xff).filter(|byte| *byte != 0x7f).collect();
        received.append("x-odd", HeaderValue::from_bytes(&bytes).unwrap());
        received.append("x-odd", HeaderValue::from_static("twice"));
        let stored = serde_json::to_string(&RawHeaders::from(&received)).unwrap();
        let read: RawHeaders = serde_json::from_str(&stored).unwrap();
        assert_eq!(HeaderMap::from(&read), received);
    }

    #[test]
    fn headers_of_the_connection_are_not_stored() {
        let mut received = HeaderMap::new();
        received.append("host", HeaderValue::from_static("shop.example"));
        received.append("wechatpay-nonce", HeaderValue::from_static("n"));
        let stored = serde_json::to_string(&RawHeaders::from(&received)).unwrap();
        assert_eq!(stored, r#"[["wechatpay-nonce","n"]]"#);
    }
}
