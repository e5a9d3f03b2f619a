//! Headers and body of a request or a response, as they were on the wire.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// Longer values of headers are cut.
const MAX_VALUE_BYTES: usize = 8 * 1024;

/// Headers and body, as they were on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct RecordedMessage {
    /// In the order in which they were sent, as far as that is known.
    pub headers: Vec<RecordedHeader>,
    /// The body.
    pub body: RecordedBody,
}

/// One header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordedHeader {
    /// Its name.
    pub name: String,
    /// Its value; of a very long one the beginning.
    pub value: String,
}

/// A body, of which a long one is cut. As JSON, its bytes are `text`, or `base64` if they are not
/// UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordedBody {
    /// Its beginning, or all of it.
    pub bytes: Vec<u8>,
    /// How many bytes it had.
    pub length: usize,
}

impl RecordedMessage {
    pub(crate) fn new(headers: Vec<RecordedHeader>, body: RecordedBody) -> Self {
        Self { headers, body }
    }

    /// Returns the first header of a name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |header: &&RecordedHeader| header.name.eq_ignore_ascii_case(name);
        Some(self.headers.iter().find(named)?.value.as_str())
    }

    /// Returns all headers of a name, joined by commas; empty if there is none.
    #[must_use]
    pub fn joined(&self, name: &str) -> String {
        let named = |header: &&RecordedHeader| header.name.eq_ignore_ascii_case(name);
        let values = self.headers.iter().filter(named);
        let values: Vec<&str> = values.map(|header| header.value.as_str()).collect();
        values.join(", ")
    }
}

impl RecordedHeader {
    pub(crate) fn new(name: &str, value: &[u8]) -> Self {
        let value = &value[..value.len().min(MAX_VALUE_BYTES)];
        Self {
            name: name.to_owned(),
            value: String::from_utf8_lossy(value).into_owned(),
        }
    }

    pub(crate) fn list(headers: &HeaderMap) -> Vec<Self> {
        headers
            .iter()
            .map(|(name, value)| Self::new(name.as_str(), value.as_bytes()))
            .collect()
    }
}

/// Headers as they pass by, in one piece of memory. A copy of a map would share the buffer that the
/// connection reads into, which then could not be used again.
#[derive(Debug, Default)]
pub(crate) struct CopiedHeaders {
    /// Each as `name:value` and a line feed, which is in neither.
    lines: Vec<u8>,
}

impl CopiedHeaders {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let length = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
        let lengths = headers.iter().map(|header| length(header) + 2);
        let mut lines = Vec::with_capacity(lengths.sum());
        for (name, value) in headers {
            lines.extend_from_slice(name.as_str().as_bytes());
            lines.push(b':');
            lines.extend_from_slice(value.as_bytes());
            lines.push(b'\n');
        }
        Self { lines }
    }

    /// Returns how many bytes of memory they take.
    pub(crate) fn bytes(&self) -> usize {
        self.lines.len()
    }

    pub(crate) fn list(&self) -> Vec<RecordedHeader> {
        let lines = self.lines.split(|byte| *byte == b'\n');
        let header = |line: &[u8]| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = std::str::from_utf8(&line[..colon]).ok()?;
            Some(RecordedHeader::new(name, &line[colon + 1..]))
        };
        lines.filter_map(header).collect()
    }
}

impl RecordedBody {
    /// Keeps at most `limit` bytes.
    pub(crate) fn cut(bytes: &[u8], limit: usize) -> Self {
        Self {
            bytes: bytes[..bytes.len().min(limit)].to_vec(),
            length: bytes.len(),
        }
    }

    /// Adds a part of a body, and keeps at most `limit` bytes of all.
    pub(crate) fn push(&mut self, part: &[u8], limit: usize) {
        let room = limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&part[..part.len().min(room)]);
        self.length = self.length.saturating_add(part.len());
    }

    /// Tells whether all of it is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bytes.len() == self.length
    }

    /// Returns what is there as text, if it is UTF-8; a character that was cut is left out.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Some(text),
            Err(why) if why.error_len().is_none() && !self.is_complete() => {
                std::str::from_utf8(&self.bytes[..why.valid_up_to()]).ok()
            }
            Err(_) => None,
        }
    }
}

impl Serialize for RecordedBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Body", 3)?;
        object.serialize_field("bytes", &self.length)?;
        object.serialize_field("truncated", &!self.is_complete())?;
        match self.text() {
            Some(text) => object.serialize_field("text", text)?,
            None => object.serialize_field("base64", &STANDARD.encode(&self.bytes))?,
        }
        object.end()
    }
}

/// Writes a moment in milliseconds as RFC 3339, in China's time zone.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(crate) fn moment<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*millis))
}

#[expect(clippy::ref_option, reason = "serde passes fields like this")]
pub(crate) fn optional_moment<S: Serializer>(
    millis: &Option<i64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    millis.map(rfc3339).serialize(serializer)
}

/// Writes a duration in milliseconds.
pub(crate) fn milliseconds<S: Serializer>(
    elapsed: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(elapsed.div_duration_f64(Duration::from_millis(1)))
}

/// Returns a moment in milliseconds as RFC 3339, in China's time zone.
pub(crate) fn rfc3339(millis: i64) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    jiff::Timestamp::from_millisecond(millis).map_or_else(
        |_| millis.to_string(),
        |moment| {
            let moment = moment.to_zoned_datetime(zone);
            moment.strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string()
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_is_text_if_it_can_be_and_says_what_was_cut() {
        let shown = |bytes: &[u8], limit| json!(RecordedBody::cut(bytes, limit));
        let whole = json!({"bytes": 6, "truncated": false, "text": "咖啡"});
        assert_eq!(shown("咖啡".as_bytes(), 6), whole);
        let cut = json!({"bytes": 6, "truncated": true, "text": "咖"});
        assert_eq!(shown("咖啡".as_bytes(), 5), cut);
        let other = json!({"bytes": 2, "truncated": false, "base64": "//4="});
        assert_eq!(shown(&[0xff, 0xfe], 9), other);
        let mut body = RecordedBody::default();
        body.push(b"abc", 4);
        body.push(b"def", 4);
        assert_eq!((body.bytes.as_slice(), body.length), (&b"abcd"[..], 6));
    }

    #[test]
    fn headers_that_were_copied_are_listed_as_they_were() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("host", "h:80"), ("x", ""), ("x", "a: b"), ("y", "\u{e9}")] {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        let copied = CopiedHeaders::of(&headers);
        assert_eq!(copied.list(), RecordedHeader::list(&headers));
        assert_eq!(copied.list().len(), 4);
        assert!(CopiedHeaders::default().list().is_empty());
    }

    #[test]
    fn a_moment_has_milliseconds_and_an_offset() {
        assert_eq!(rfc3339(1_700_000_000_042), "2023-11-15T06:13:20.042+08:00");
    }
}
