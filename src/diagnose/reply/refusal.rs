//! The parts of a refusal, and of the request that was refused.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

/// How many characters of the body the server shows.
const SHOWN_BODY_CHARS: usize = 8;

/// 401 `SIGN_ERROR`, as far as it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// `code`, such as `SIGN_ERROR`.
    pub code: Option<String>,
    /// `message`, in the language of the request.
    pub message: Option<String>,
    /// What the server checked the signature against; older gateways do not say.
    pub received: Option<Received>,
}

/// `sign_information`: the message that the server built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// As the server saw it.
    pub method: String,
    /// Path and query as the server saw them.
    pub url: String,
    /// The server's message, its body cut to the first characters.
    pub shown: String,
    /// The length of the whole message, in bytes.
    pub length: usize,
}

/// The two lines of the server's message that make each request unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedStamp<'r> {
    /// The line of `timestamp`, in whatever form it was sent.
    pub timestamp: &'r str,
    /// The line of `nonce_str`.
    pub nonce: &'r str,
}

/// What was sent, as far as the user knows.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The method.
    pub method: Option<String>,
    /// The URL, whole or the target alone.
    pub url: Option<String>,
    /// The raw body.
    pub body: Option<Vec<u8>>,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
}

impl Reply {
    /// Finds the parts of a reply, at whatever depth they are nested.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let text = |name: &str| find(value, name, 0)?.as_str().map(str::to_owned);
        let received = find(value, "sign_information", 0).and_then(|inside| {
            let text = |name: &str| inside.get(name)?.as_str().map(str::to_owned);
            let length = inside.get("sign_message_length")?;
            let length = length.as_u64().or_else(|| length.as_str()?.parse().ok())?;
            Some(Received {
                method: text("method")?,
                url: text("url")?,
                shown: text("truncated_sign_message")?,
                length: usize::try_from(length).ok()?,
            })
        });
        Self {
            code: text("code"),
            message: text("message"),
            received,
        }
    }
}

/// Finds a key at any depth that a response may have.
fn find<'v>(value: &'v Value, name: &str, depth: usize) -> Option<&'v Value> {
    if depth > 8 {
        return None;
    }
    let object = value.as_object()?;
    object.get(name).or_else(|| {
        object
            .values()
            .find_map(|inner| find(inner, name, depth + 1))
    })
}

/// As a document, with the server's message taken apart.
impl Serialize for Received {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stamp = self.stamp();
        let mut object = serializer.serialize_struct("Received", 7)?;
        object.serialize_field("method", &self.method)?;
        object.serialize_field("url", &self.url)?;
        object.serialize_field("timestamp", &stamp.map(|stamp| stamp.timestamp))?;
        object.serialize_field("nonce_str", &stamp.map(|stamp| stamp.nonce))?;
        object.serialize_field("body_begins", &self.body_head())?;
        object.serialize_field("body_bytes", &self.body_length())?;
        object.serialize_field("message_bytes", &self.length)?;
        object.end()
    }
}

impl Received {
    /// Timestamp and nonce as the server read them.
    #[must_use]
    pub fn stamp(&self) -> Option<ReceivedStamp<'_>> {
        let rest = self.after_url()?;
        let (timestamp, rest) = rest.split_once('\n')?;
        let (nonce, _) = rest.split_once('\n')?;
        Some(ReceivedStamp { timestamp, nonce })
    }

    /// The first characters of the body.
    #[must_use]
    pub fn body_head(&self) -> Option<&str> {
        let rest = self.after_url()?;
        let rest = rest.splitn(3, '\n').nth(2)?;
        Some(rest.strip_suffix('\n').unwrap_or(rest))
    }

    /// How many bytes of body the server received; `None` if the message is not as the server
    /// wrote it, such as one in which a person hid the nonce.
    #[must_use]
    pub fn body_length(&self) -> Option<usize> {
        let head = self.body_head()?;
        let frame = self.shown.len().checked_sub(head.len())?;
        let length = self.length.checked_sub(frame)?;
        // A body that is shorter than what is shown of one is shown whole.
        let is_whole = head.chars().count() < SHOWN_BODY_CHARS;
        (!is_whole || length == head.len()).then_some(length)
    }

    fn after_url(&self) -> Option<&str> {
        let rest = self.shown.strip_prefix(&self.method)?.strip_prefix('\n')?;
        rest.strip_prefix(&self.url)?.strip_prefix('\n')
    }
}
