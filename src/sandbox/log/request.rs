//! One request that the sandbox received, and its response.

use std::time::Duration;

use serde::Serialize;

use crate::diagnose::{SignedLine, VisibleLine};
use crate::protocol::authorization::Fields;
use crate::sandbox::log::check::{SignatureCheck, flat};
use crate::sandbox::log::message::{RecordedMessage, milliseconds, moment, rfc3339};
use crate::sandbox::log::numbers::NamedNumber;

/// The line of a request in a list: all but the bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RequestSummary {
    /// Its number in this data folder, counted from 1; 0 if it could not be stored.
    pub id: i64,
    /// When it came, in milliseconds since 1970; as JSON, RFC 3339.
    #[serde(serialize_with = "moment")]
    pub at: i64,
    /// How long the response took.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub elapsed: Duration,
    /// The method.
    pub method: String,
    /// Path and query as they were on the request line; a secret in them is replaced.
    pub url: String,
    /// The number that it is about.
    pub number: Option<NamedNumber>,
    /// The merchant's number of the order that it is about.
    pub out_trade_no: Option<String>,
    /// The merchant that `Authorization` names.
    pub mchid: Option<String>,
    /// The certificate that `Authorization` names.
    pub serial_no: Option<String>,
    /// The status of the response.
    pub status: u16,
    /// WeChat Pay's code, if it was refused.
    pub code: Option<String>,
    /// WeChat Pay's message, if it was refused.
    pub message: Option<String>,
    /// Why the sandbox itself failed, such as a full disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The `Request-ID` of the response.
    pub request_id: Option<String>,
    /// The faults that were set and befell it.
    pub faults: Vec<String>,
    /// Why its signature was refused; none if it was not, or that was not looked for yet.
    #[serde(flatten, serialize_with = "flat")]
    pub check: Option<SignatureCheck>,
}

/// One request that the sandbox received, and its response.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RequestRecord {
    /// All but the bytes.
    #[serde(flatten)]
    pub summary: RequestSummary,
    /// What was received.
    pub request: RecordedMessage,
    /// What an upload signs: its `meta` part. Other requests sign their body.
    #[serde(skip)]
    pub signed_part: Option<Vec<u8>>,
    /// What was answered.
    pub response: RecordedMessage,
}

impl RequestSummary {
    /// Returns when it came, as RFC 3339 in China's time zone.
    #[must_use]
    pub fn received_at(&self) -> String {
        rfc3339(self.at)
    }

    /// Tells whether it was refused because of its signature or the header that has it.
    #[must_use]
    pub fn is_signature_refused(&self) -> bool {
        self.status == 401
    }
}

impl RequestRecord {
    /// Returns the message that its signature must cover, line by line; none if it has no
    /// `Authorization` that can be read, or the bytes were not kept as a whole.
    #[must_use]
    pub fn signed_message(&self) -> Option<Vec<VisibleLine>> {
        let authorization = self.request.joined("authorization");
        let fields = Fields::read(&authorization).ok()?;
        let line = |label, bytes: &[u8]| {
            VisibleLine::from(&SignedLine {
                label,
                bytes: bytes.to_vec(),
                end: "\n",
            })
        };
        Some(vec![
            line("method", self.summary.method.as_bytes()),
            line("url", self.summary.url.as_bytes()),
            line("timestamp", fields.timestamp.as_bytes()),
            line("nonce_str", fields.nonce_str.as_bytes()),
            line("body", self.signed_body()?),
        ])
    }

    /// Returns the bytes of the last line of what must be signed; none if they were not kept as a
    /// whole.
    #[must_use]
    pub fn signed_body(&self) -> Option<&[u8]> {
        match &self.signed_part {
            Some(part) => Some(part),
            None if self.request.body.is_complete() => Some(&self.request.body.bytes),
            None => None,
        }
    }
}
