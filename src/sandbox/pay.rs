//! What the payer would do: pay; and what came of it, and of a refund.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::Sandbox;
use super::error::{PayError, SandboxError};
use super::ledger::Impossible;
use super::notifier::LEASE;
use super::orders::mint_transaction_id;
use super::record::{Delivery, Kind, Payment};
use crate::ambient;
use crate::protocol::id::{OutRefundNo, OutTradeNo, TransactionId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;

/// How an order stands, and how far its last notification has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaidReport {
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// WeChat Pay's number.
    pub transaction_id: Option<TransactionId>,
    /// `SUCCESS` or `REFUND`.
    pub trade_state: TradeState,
    /// The refund that the last notification is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_refund_no: Option<OutRefundNo>,
    /// How that refund stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_status: Option<RefundStatus>,
    /// Where the notification goes; empty where it goes nowhere.
    pub notify_url: String,
    /// How often it was posted.
    pub attempts: u32,
    /// Whether an answer of 2xx came.
    pub acknowledged: bool,
    /// What came of the last attempt: a status such as `204`, or why there was none.
    pub last_outcome: Option<String>,
    /// When it is posted again, by a sandbox that stays up or by [`Sandbox::retry_once`]; in
    /// seconds as JSON.
    #[serde(serialize_with = "seconds")]
    pub next_attempt_in: Option<Duration>,
}

#[expect(clippy::ref_option, reason = "serde hands fields over like this")]
fn seconds<S: Serializer>(pause: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    pause.map(|pause| pause.as_secs_f64()).serialize(serializer)
}

impl Sandbox {
    /// Pays an order and posts the notification once. A paid order is only reported.
    ///
    /// # Errors
    /// Says why the order cannot be paid.
    pub async fn pay(&self, out_trade_no: &OutTradeNo) -> Result<PaidReport, PayError> {
        if let Some(id) = self.mark_paid(out_trade_no)? {
            self.attempt(&id).await?;
        }
        self.report(out_trade_no)
    }

    /// Posts an order's last notification again, now, unless it was acknowledged or somebody is
    /// just posting it.
    ///
    /// # Errors
    /// Fails where there is no such order, or it is not paid.
    pub async fn retry_once(&self, out_trade_no: &OutTradeNo) -> Result<PaidReport, PayError> {
        let latest = |ledger: &super::ledger::Ledger| {
            ledger
                .latest(out_trade_no)
                .map(|delivery| delivery.id.clone())
        };
        if let Some(id) = self.journal.look(latest)?
            && self.claim(&id)?
        {
            self.attempt(&id).await?;
        }
        self.report(out_trade_no)
    }

    /// Tells how an order stands and how far its last notification has come.
    ///
    /// # Errors
    /// Fails where there is no such order, or it is not paid.
    pub fn report(&self, out_trade_no: &OutTradeNo) -> Result<PaidReport, PayError> {
        let now = ambient::millis();
        self.journal.look(|ledger| {
            let order = ledger
                .order(out_trade_no)
                .ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
            let delivery = ledger
                .latest(out_trade_no)
                .ok_or_else(|| PayError::NotPaid(out_trade_no.clone()))?;
            let refund = delivery.refund(order);
            let pause = |at: i64| Duration::from_millis(u64::try_from(at - now).unwrap_or(0));
            Ok(PaidReport {
                out_trade_no: out_trade_no.clone(),
                transaction_id: order
                    .payment
                    .as_ref()
                    .map(|paid| paid.transaction_id.clone()),
                trade_state: order.state.clone(),
                out_refund_no: refund.map(|refund| refund.out_refund_no.clone()),
                refund_status: refund.map(|refund| refund.status.clone()),
                notify_url: delivery.notify_url(order).unwrap_or_default().to_owned(),
                attempts: delivery.attempts,
                acknowledged: delivery.acknowledged,
                last_outcome: delivery.outcome.clone(),
                next_attempt_in: delivery.next_at.map(pause),
            })
        })?
    }

    /// Pays an order in the ledger; returns the notification, which is then this caller's to
    /// post, unless the order was paid before.
    pub(super) fn mark_paid(&self, out_trade_no: &OutTradeNo) -> Result<Option<String>, PayError> {
        let delivery = new_delivery(out_trade_no, Kind::Paid);
        let payment = Payment {
            transaction_id: mint_transaction_id(),
            at: delivery.created_at,
        };
        let id = delivery.id.clone();
        let happened = self.journal.write(|ledger| {
            let entry = ledger.pay(payment, delivery).map_err(Unpayable::from)?;
            let id = entry.is_some().then_some(id);
            Ok::<_, Unpayable>((entry, id))
        });
        happened.map_err(|why| why.of(out_trade_no))
    }
}

/// A notification that its maker is about to post.
pub(super) fn new_delivery(out_trade_no: &OutTradeNo, kind: Kind) -> Delivery {
    let now = ambient::millis();
    let until = now.saturating_add(LEASE);
    Delivery {
        id: notification_id(),
        out_trade_no: out_trade_no.clone(),
        out_refund_no: None,
        kind,
        created_at: Timestamp(now / 1000),
        attempts: 0,
        acknowledged: false,
        outcome: None,
        next_at: Some(until),
        busy_until: until,
    }
}

/// 36 characters, as WeChat Pay's have.
pub(super) fn notification_id() -> String {
    let hex: String = ambient::bytes::<16>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// A [`PayError`] that does not know its order yet.
pub(super) enum Unpayable {
    Impossible(Impossible),
    Storage(SandboxError),
}

impl From<Impossible> for Unpayable {
    fn from(why: Impossible) -> Self {
        Self::Impossible(why)
    }
}

impl From<SandboxError> for Unpayable {
    fn from(why: SandboxError) -> Self {
        Self::Storage(why)
    }
}

impl Unpayable {
    pub(super) fn of(self, number: &OutTradeNo) -> PayError {
        let number = number.clone();
        match self {
            Self::Storage(why) => PayError::Storage(why),
            Self::Impossible(Impossible::Unknown) => PayError::Unknown(number),
            Self::Impossible(Impossible::Expired) => PayError::Expired(number),
            Self::Impossible(Impossible::Closed | Impossible::Paid | Impossible::Different) => {
                PayError::Closed(number)
            }
            Self::Impossible(Impossible::NotPaid) => PayError::NotPaid(number),
        }
    }
}
