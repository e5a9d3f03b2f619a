//! 签名串: what is signed, as labelled lines.
//!
//! The bytes are made in one place, [`SignatureMessage::to_bytes`]; whatever explains a
//! signature shows the same lines that were signed.

use std::borrow::Cow;

use super::id::{Appid, PrepayId};
use super::stamp::{Nonce, Stamp, Timestamp};

/// One line of a message, without its line feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The line's name in WeChat Pay's documentation, such as `timestamp`.
    pub label: &'static str,
    /// The bytes that are signed.
    pub value: Cow<'a, [u8]>,
}

/// 签名串, the lines that a signature covers, in order; each ends in a line feed, the last too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureMessage<'a>(Vec<Line<'a>>);

fn line<'a>(label: &'static str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Line<'a> {
    Line {
        label,
        value: Cow::Borrowed(value.as_ref()),
    }
}

fn number(label: &'static str, value: Timestamp) -> Line<'static> {
    Line {
        label,
        value: Cow::Owned(value.to_string().into_bytes()),
    }
}

impl<'a> SignatureMessage<'a> {
    /// The five lines of a request; `target` is the path and query as they are sent.
    #[must_use]
    pub fn request(
        method: &'a str,
        target: &'a str,
        timestamp: Timestamp,
        nonce: &'a str,
        body: &'a [u8],
    ) -> Self {
        Self(vec![
            line("method", method),
            line("url", target),
            number("timestamp", timestamp),
            line("nonce_str", nonce),
            line("body", body),
        ])
    }

    /// The three lines of a response or a notification; the header texts as received.
    #[must_use]
    pub fn response(timestamp: &'a str, nonce: &'a str, body: &'a [u8]) -> Self {
        Self(vec![
            line("timestamp", timestamp),
            line("nonce", nonce),
            line("body", body),
        ])
    }

    /// The four lines of a paySign; the last is `prepay_id=…`, or in APP payment the bare id.
    #[must_use]
    pub fn pay(appid: &'a Appid, timestamp: Timestamp, nonce: &'a Nonce, package: &'a str) -> Self {
        Self(vec![
            line("appId", appid.as_str()),
            number("timeStamp", timestamp),
            line("nonceStr", nonce.as_str()),
            line("package", package),
        ])
    }

    /// The four lines of an APP payment's `sign`.
    #[must_use]
    pub fn pay_app(appid: &'a Appid, stamp: &'a Stamp, prepay_id: &'a PrepayId) -> Self {
        Self(vec![
            line("appid", appid.as_str()),
            number("timestamp", stamp.timestamp),
            line("noncestr", stamp.nonce.as_str()),
            line("prepayid", prepay_id.as_str()),
        ])
    }

    /// The four lines of a paySign, from texts that were passed to a client.
    #[must_use]
    pub fn pay_as_given(
        appid: &'a str,
        timestamp: &'a str,
        nonce: &'a str,
        package: &'a str,
    ) -> Self {
        Self(vec![
            line("appId", appid),
            line("timeStamp", timestamp),
            line("nonceStr", nonce),
            line("package", package),
        ])
    }

    /// Returns the lines in signing order.
    #[must_use]
    pub fn lines(&self) -> &[Line<'a>] {
        &self.0
    }

    /// Returns the exact bytes that are signed: every line, the last too, and its line feed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = self.0.iter().map(|line| line.value.len() + 1).sum();
        let mut bytes = Vec::with_capacity(length);
        for line in &self.0 {
            bytes.extend_from_slice(&line.value);
            bytes.push(b'\n');
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_without_a_body_ends_in_two_line_feeds() {
        let message = SignatureMessage::request("GET", "/v3/certificates", Timestamp(1), "n", b"");
        assert_eq!(message.to_bytes(), b"GET\n/v3/certificates\n1\nn\n\n");
    }

    #[test]
    fn a_body_that_ends_in_a_line_feed_gets_another() {
        let message = SignatureMessage::response("1", "n", b"{}\n");
        assert_eq!(message.to_bytes(), b"1\nn\n{}\n\n");
    }
}
