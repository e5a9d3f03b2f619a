//! One attempt to deliver a notification, and the notification that it is part of.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::id::SerialNo;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::log::message::{RecordedMessage, milliseconds, moment, optional_moment};

/// Why a notification was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptKind {
    /// WeChat Pay's schedule says so.
    Scheduled,
    /// It was posted again on request.
    Resent,
    /// It was acknowledged, and comes once more.
    Duplicate,
    /// 探测流量: the signature is wrong on purpose, and the receiver must refuse it.
    Probe,
}

/// One attempt to deliver a notification.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeliveryAttempt {
    /// Its number in this data folder, counted from 1.
    pub id: i64,
    /// When it began, in milliseconds since 1970; as JSON, RFC 3339.
    #[serde(serialize_with = "moment")]
    pub at: i64,
    /// How long the receiver took.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub elapsed: Duration,
    /// The `id` of the notification.
    pub notification_id: String,
    /// Its `event_type`.
    pub event_type: String,
    /// What it is about; as JSON, its numbers.
    #[serde(flatten)]
    pub subject: Subject,
    /// Why it was posted.
    pub kind: AttemptKind,
    /// Which attempt of the schedule it was, counted from 1.
    pub attempt: u32,
    /// Where it was posted.
    pub url: String,
    /// What came of it.
    pub outcome: PostOutcome,
    /// Whether the receiver responded with a status of 2xx.
    pub acknowledged: bool,
    /// The key that signed it, which `Wechatpay-Serial` names.
    pub signed_by: SerialNo,
    /// The file of that key's certificate or public key.
    pub verify_with: PathBuf,
    /// When it is posted again, in milliseconds since 1970; as JSON, RFC 3339.
    #[serde(serialize_with = "optional_moment")]
    pub next_attempt_at: Option<i64>,
    /// What was posted.
    pub request: RecordedMessage,
    /// What the resource says, decrypted.
    pub resource: Option<Value>,
    /// What the receiver responded.
    pub response: Option<RecordedMessage>,
}

/// A notification, and how far its delivery has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeliverySummary {
    /// The `id` of the notification.
    pub notification_id: String,
    /// Its `event_type`.
    pub event_type: String,
    /// What it is about; as JSON, its numbers.
    #[serde(flatten)]
    pub subject: Subject,
    /// Where it goes; none if it is about a refund without a `notify_url`.
    pub notify_url: Option<String>,
    /// When what it is about happened, in milliseconds since 1970; as JSON, RFC 3339.
    #[serde(serialize_with = "moment")]
    pub created_at: i64,
    /// How many attempts of the schedule were made.
    pub attempts: u32,
    /// Whether a response of 2xx came.
    pub acknowledged: bool,
    /// What came of the last attempt.
    pub last_outcome: Option<PostOutcome>,
    /// When it is posted again, in milliseconds since 1970; as JSON, RFC 3339.
    #[serde(serialize_with = "optional_moment")]
    pub next_attempt_at: Option<i64>,
}

/// A notification with all attempts to deliver it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Delivery {
    /// The notification.
    #[serde(flatten)]
    pub summary: DeliverySummary,
    /// The attempts, the first first.
    pub log: Vec<DeliveryAttempt>,
}
