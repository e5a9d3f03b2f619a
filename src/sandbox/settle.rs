//! How refunds end: those that were asked for once their time has come, or when the merchant's
//! console says so.

use super::Sandbox;
use super::error::{PayError, SandboxError};
use super::ledger::Impossible;
use super::pay::{PaidReport, Unpayable, new_delivery};
use super::record::{Delivery, Kind, Record};
use super::refund::Refund;
use crate::ambient;
use crate::protocol::id::{OutRefundNo, OutTradeNo, RefundId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;

/// What stands in the place of an answer where a refund was asked for without a notify_url.
const NOWHERE: &str = "not posted: the refund names no notify_url, and WeChat Pay would send a notice of v2 to the URL in its console";

impl Sandbox {
    /// Lets every refund end whose time has come; who stays up posts the notifications.
    pub(super) fn settle(&self) -> Result<(), SandboxError> {
        let now = ambient::millis();
        for number in self.journal.look(|ledger| ledger.ending(now))? {
            self.journal.write(|ledger| {
                let entry = ledger.refund(&number).and_then(|(order, refund)| {
                    let status = refund.due(now)?;
                    let delivery = due(about(order, Some(refund), &number, status), now);
                    ledger.end_refund(&number, status, delivery.created_at, delivery)
                });
                Ok::<_, SandboxError>((entry, ()))
            })?;
        }
        Ok(())
    }

    /// Lets the refunds of an order end like this that have not ended, or gives back what
    /// remains of it where there are none, and posts each notification once. Where nothing
    /// remains either, the order is only reported.
    ///
    /// # Errors
    /// Says why the order cannot be refunded.
    pub async fn refund(
        &self,
        out_trade_no: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<PaidReport, PayError> {
        let open = self
            .journal
            .look(|ledger| ledger.open_refunds(out_trade_no, status))?;
        let mut deliveries = Vec::new();
        for number in &open {
            deliveries.extend(self.end(number, status)?);
        }
        if open.is_empty() {
            deliveries.extend(self.refund_rest(out_trade_no, status)?);
        }
        for id in deliveries {
            self.attempt(&id).await?;
        }
        self.report(out_trade_no)
    }

    /// Lets a refund end like this; returns the notification, which is then this caller's to
    /// post.
    fn end(
        &self,
        number: &OutRefundNo,
        status: &RefundStatus,
    ) -> Result<Option<String>, SandboxError> {
        self.journal.write(|ledger| {
            let ended = ledger.refund(number).and_then(|(order, refund)| {
                let delivery = about(order, Some(refund), number, status);
                let id = delivery.id.clone();
                let entry = ledger.end_refund(number, status, delivery.created_at, delivery)?;
                Some((entry, id))
            });
            Ok::<_, SandboxError>(ended.unzip())
        })
    }

    fn refund_rest(
        &self,
        out_trade_no: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<Option<String>, PayError> {
        let refund = mint_refund(ambient::millis(), status.clone());
        let happened = self.journal.write(|ledger| {
            let order = ledger.order(out_trade_no).ok_or(Impossible::Unknown)?;
            let delivery = about(order, None, &refund.out_refund_no, status);
            let id = delivery.id.clone();
            let entry = ledger.refund_rest(refund, delivery)?;
            let id = entry.is_some().then_some(id);
            Ok::<_, Unpayable>((entry, id))
        });
        happened.map_err(|why| why.of(out_trade_no))
    }
}

/// A notification about a refund's end, whose maker is about to post it. One about a refund
/// without a notify_url has ended before it began.
fn about(
    order: &Record,
    refund: Option<&Refund>,
    number: &OutRefundNo,
    status: &RefundStatus,
) -> Delivery {
    let kind = match status {
        RefundStatus::Abnormal => Kind::RefundAbnormal,
        RefundStatus::Closed => Kind::RefundClosed,
        RefundStatus::Success | RefundStatus::Processing | RefundStatus::Other(_) => Kind::Refunded,
    };
    let delivery = Delivery {
        out_refund_no: Some(number.clone()),
        ..new_delivery(&order.out_trade_no, kind)
    };
    let body = refund.and_then(|refund| refund.body.as_ref());
    if body.is_some_and(|body| body.get("notify_url").is_none()) {
        return Delivery {
            outcome: Some(NOWHERE.to_owned()),
            next_at: None,
            busy_until: 0,
            ..delivery
        };
    }
    delivery
}

/// Leaves a notification that is to be posted to who stays up.
fn due(delivery: Delivery, now: i64) -> Delivery {
    Delivery {
        next_at: delivery.next_at.map(|_| now),
        busy_until: 0,
        ..delivery
    }
}

/// Makes the refund of what remains of an order, as the merchant's console does.
pub(super) fn mint_refund(moment: i64, status: RefundStatus) -> Refund {
    Refund {
        refund_id: mint_refund_id(),
        out_refund_no: mint_out_refund_no(),
        at: Timestamp(moment / 1000),
        asked_at: moment,
        amount: None,
        body: None,
        status,
        ended_at: None,
        pending: None,
        named_key: None,
    }
}

/// Mints 微信支付退款单号, which begins with a word so that it is no real one.
pub(super) fn mint_refund_id() -> RefundId {
    format!("SANDBOX{}", ambient::digits(21))
        .parse()
        .expect("letters and digits make a refund_id")
}

fn mint_out_refund_no() -> OutRefundNo {
    format!("SANDBOXREFUND{}", ambient::digits(15))
        .parse()
        .expect("letters and digits make an out_refund_no")
}
