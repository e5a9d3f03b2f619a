//! The responses to control calls, as server and client have them.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::protocol::id::{OutRefundNo, OutTradeNo, SerialNo, TransactionId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::transaction::TradeState;
use crate::sandbox::faults::ActiveFault;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::transfer::TransferState;
use crate::sandbox::log::attempt::DeliveryAttempt;

/// How much of the body of a response is reported.
const MAX_BODY_CHARS: usize = 2000;

/// 平台证书 as a merchant who downloads them sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CertificatesListed {
    /// The one that signs.
    pub newest: SerialNo,
    /// All of them, the newest last.
    pub listed: Vec<SerialNo>,
}

/// What opens the page once.
#[derive(Serialize, Deserialize)]
pub(crate) struct PageTicket {
    pub(crate) ticket: String,
}

/// The state of a transfer, and of its notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransferReport {
    /// The merchant's number.
    pub out_bill_no: String,
    /// WeChat Pay's number.
    pub transfer_bill_no: String,
    /// The state.
    pub state: TransferState,
    /// Where the notification goes; empty if it goes nowhere.
    pub notify_url: String,
    /// Whether a response of 2xx came.
    pub acknowledged: bool,
    /// What came of the attempt; its text as JSON, null if there was none yet.
    pub last_outcome: Option<PostOutcome>,
}

/// A complaint that was made, and its notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ComplaintReport {
    /// WeChat Pay's number.
    pub complaint_id: String,
    /// Where the notification goes; empty if the merchant has named no address.
    pub notify_url: String,
    /// Whether a response of 2xx came.
    pub acknowledged: bool,
    /// What came of the attempt; its text as JSON, null if there was none yet.
    pub last_outcome: Option<PostOutcome>,
}

/// The faults of a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FaultsReport {
    /// Those that are set.
    pub active: Vec<ActiveFault>,
    /// Those that can be set.
    pub known: Vec<KnownFault>,
}

/// A fault that can be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KnownFault {
    /// Its name; that of a status or a delay is an example.
    pub name: String,
    /// Whether the call takes effect nevertheless, and only its response is lost or wrong.
    pub takes_effect: bool,
}

/// The state of an order and of its last notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeliveryReport {
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// The orders that were placed and paid together, if it is one of them or their number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_orders: Vec<SubOrderReport>,
    /// WeChat Pay's number.
    pub transaction_id: Option<TransactionId>,
    /// `SUCCESS` or `REFUND`.
    pub trade_state: TradeState,
    /// The refund that the last notification is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_refund_no: Option<OutRefundNo>,
    /// The state of that refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_status: Option<RefundStatus>,
    /// Where the notification goes; empty if it goes nowhere.
    pub notify_url: String,
    /// How many times it was posted.
    pub attempts: u32,
    /// Whether a response of 2xx came.
    pub acknowledged: bool,
    /// What came of the last attempt; its text as JSON.
    #[serde(default)]
    pub last_outcome: Option<PostOutcome>,
    /// How the last attempt went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_attempt: Option<AttemptReport>,
    /// When it is posted again, by a sandbox that stays up or by [`Sandbox::retry_once`](crate::sandbox::Sandbox::retry_once); in
    /// seconds as JSON.
    #[serde(serialize_with = "write_seconds", deserialize_with = "read_seconds")]
    pub next_attempt_in: Option<Duration>,
}

/// One of several orders that were placed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubOrderReport {
    /// The merchant that is paid; as a partner, the service provider.
    pub mchid: String,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// WeChat Pay's number, once it is paid.
    pub transaction_id: Option<TransactionId>,
    /// The state.
    pub trade_state: TradeState,
}

/// One attempt to deliver a notification, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttemptReport {
    /// The beginning of what the receiver responded, if it is text.
    pub response_body: Option<String>,
    /// How long the receiver took.
    #[serde(
        rename = "seconds",
        serialize_with = "write_duration",
        deserialize_with = "read_duration"
    )]
    pub elapsed: Duration,
    /// The key that signed it, which `Wechatpay-Serial` named.
    pub signed_by: SerialNo,
    /// The file of that key's certificate or public key.
    pub verify_with: PathBuf,
}

impl From<&DeliveryAttempt> for AttemptReport {
    fn from(attempt: &DeliveryAttempt) -> Self {
        let response = attempt.response.as_ref();
        let text = response.and_then(|response| response.body.text());
        Self {
            response_body: text.map(|text| text.chars().take(MAX_BODY_CHARS).collect()),
            elapsed: attempt.elapsed,
            signed_by: attempt.signed_by.clone(),
            verify_with: attempt.verify_with.clone(),
        }
    }
}

fn write_duration<S: Serializer>(elapsed: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    elapsed.as_secs_f64().serialize(serializer)
}

fn read_duration<'de, D: Deserializer<'de>>(source: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(source)?;
    Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
}

#[expect(clippy::ref_option, reason = "serde hands fields over like this")]
fn write_seconds<S: Serializer>(
    pause: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pause.map(|pause| pause.as_secs_f64()).serialize(serializer)
}

fn read_seconds<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Duration>, D::Error> {
    let seconds = Option::<f64>::deserialize(source)?;
    seconds
        .map(|seconds| Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom))
        .transpose()
}

impl DeliveryReport {
    /// Returns what came of the last attempt, in words; empty if there was none yet.
    #[must_use]
    pub fn outcome_text(&self) -> String {
        self.last_outcome
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    }
}
