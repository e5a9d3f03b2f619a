//! Paying an order, as the payer would; and how an order and its notification stand.

use std::time::Duration;

use crate::ambient;
use crate::protocol::id::OutTradeNo;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::{AttemptReport, DeliveryReport, SubOrderReport};
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::ledger::combined::Combination;
use crate::sandbox::ledger::delivery::{Content, Delivery, Kind};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::log::attempt::AttemptKind;
use crate::sandbox::notifier::attempt::{attempt, claim, new_delivery, new_notice};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;
use crate::sandbox::store::combinations::{self, Placed};
use crate::sandbox::store::ledger::{self, Ledger};
use crate::sandbox::store::transaction::{ReadTransaction, WriteTransaction};

/// Pays an order and posts the notification once. A paid order is only reported.
pub(crate) async fn pay(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    if let Some(id) = mark_paid(sandbox, None, out_trade_no)? {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Posts an order's last notification again, now, unless it was acknowledged or another
/// process is just posting it.
pub(crate) async fn retry_once(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    let latest = sandbox.database.read(|tx| {
        let Some(placed) = Placed::find(tx, out_trade_no)? else {
            return Ok(None);
        };
        let latest = latest(tx, &placed, out_trade_no)?;
        Ok::<_, PayError>(latest.map(|delivery| delivery.id))
    })?;
    if let Some(id) = latest
        && claim(sandbox, &id)?
    {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Reports the state of an order and of its last notification; of an order that was placed together
/// with others, the notification about all of them.
pub(crate) fn report(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    let now = ambient::millis();
    let (mut report, id) = sandbox.database.read(|tx| {
        let placed = Placed::find(tx, out_trade_no)?;
        let placed = placed.ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
        let order = placed.order(out_trade_no);
        let order = order.ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
        let delivery = latest(tx, &placed, out_trade_no)?
            .ok_or_else(|| PayError::NotPaid(out_trade_no.clone()))?;
        let refund = delivery.refund(order);
        let pause = |at: i64| Duration::from_millis(u64::try_from(at - now).unwrap_or(0));
        let report = DeliveryReport {
            out_trade_no: out_trade_no.clone(),
            sub_orders: placed.sub_order_reports(),
            transaction_id: order
                .payment
                .as_ref()
                .filter(|_| order.out_trade_no == *out_trade_no)
                .map(|paid| paid.transaction_id.clone()),
            trade_state: order.state.clone(),
            out_refund_no: refund.map(|refund| refund.out_refund_no.clone()),
            refund_status: refund.map(|refund| refund.status.clone()),
            notify_url: delivery
                .notify_url(Some(order))
                .unwrap_or_default()
                .to_owned(),
            attempts: delivery.attempts,
            acknowledged: delivery.acknowledged,
            last_outcome: delivery.outcome.clone(),
            last_attempt: None,
            next_attempt_in: delivery.next_at.map(pause),
        };
        Ok::<_, PayError>((report, delivery.id))
    })?;
    let last = sandbox.database.read(|tx| attempts::last(tx, &id))?;
    report.last_attempt = last.as_ref().map(AttemptReport::from);
    Ok(report)
}

/// Returns the last notification about an order, or about the combination that has it.
fn latest(
    tx: &ReadTransaction<'_>,
    placed: &Placed,
    number: &OutTradeNo,
) -> Result<Option<Delivery>, SandboxError> {
    let ledger = Ledger::new(tx);
    let own = match placed.order(number) {
        Some(order) => ledger.latest(order)?,
        None => None,
    };
    match (own, placed) {
        (Some(own), _) => Ok(Some(own)),
        (None, Placed::Order(_)) => Ok(None),
        (None, Placed::Combined(combination)) => {
            let combined = &combination.combined;
            ledger.latest_about(combined.mchid(), combined.combine_out_trade_no.as_str())
        }
    }
}

impl Placed {
    /// Returns the order of this number, else the first.
    fn order(&self, number: &OutTradeNo) -> Option<&Order> {
        match self {
            Self::Order(order) => Some(order),
            Self::Combined(combination) => {
                let mut orders = combination.orders.iter();
                let named = orders.find(|order| order.out_trade_no == *number);
                named.or_else(|| combination.orders.first())
            }
        }
    }

    fn sub_order_reports(&self) -> Vec<SubOrderReport> {
        match self {
            Self::Order(_) => Vec::new(),
            Self::Combined(combination) => combination
                .orders
                .iter()
                .map(|order| SubOrderReport {
                    mchid: order.mchid().to_owned(),
                    out_trade_no: order.out_trade_no.clone(),
                    transaction_id: order
                        .payment
                        .as_ref()
                        .map(|payment| payment.transaction_id.clone()),
                    trade_state: order.state.clone(),
                })
                .collect(),
        }
    }

    fn orders(&self) -> &[Order] {
        match self {
            Self::Order(order) => std::slice::from_ref(order),
            Self::Combined(combination) => &combination.orders,
        }
    }
}

/// Closes an unpaid order, and those that were placed together with it; a closed one stays closed.
pub(crate) fn close(sandbox: &Sandbox, out_trade_no: &OutTradeNo) -> Result<(), PayError> {
    change_all(sandbox, out_trade_no, Order::close)
}

/// Ends the time to pay of an unpaid order, and of those that were placed together with it.
pub(crate) fn expire(sandbox: &Sandbox, out_trade_no: &OutTradeNo) -> Result<(), PayError> {
    change_all(sandbox, out_trade_no, |order| order.expire(ambient::now()))
}

fn change_all(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    change: impl Fn(&Order) -> Result<Option<Entry>, OrderError>,
) -> Result<(), PayError> {
    let wrong = PayError::of(out_trade_no);
    sandbox.database.write(|tx| {
        let placed = Placed::find(tx, out_trade_no)?;
        let placed = placed.ok_or_else(|| wrong(OrderError::Unknown))?;
        for order in placed.orders() {
            if let Some(entry) = change(order).map_err(&wrong)? {
                ledger::apply(tx, entry)?;
            }
        }
        Ok(())
    })
}

/// Pays an order in the ledger, of this merchant or of the one that has it, and those that were
/// placed together with it; returns the notification, which is then this caller's to post, unless
/// the order was paid before.
pub(crate) fn mark_paid(
    sandbox: &Sandbox,
    mchid: Option<&str>,
    out_trade_no: &OutTradeNo,
) -> Result<Option<String>, PayError> {
    let wrong = PayError::of(out_trade_no);
    sandbox.database.write(|tx| {
        let placed = match mchid {
            Some(mchid) => match Ledger::new(tx).order_of(mchid, out_trade_no)? {
                Some(order) => Some(Placed::of(tx, order)?),
                None => None,
            },
            None => Placed::find(tx, out_trade_no)?,
        };
        match placed.ok_or_else(|| wrong(OrderError::Unknown))? {
            Placed::Order(order) => pay_order(tx, &order).map_err(|why| why.of(&wrong)),
            Placed::Combined(all) => pay_all(tx, &all).map_err(|why| why.of(&wrong)),
        }
    })
}

/// Why nothing was paid.
enum NotPaid {
    Refused(OrderError),
    Storage(SandboxError),
}

impl NotPaid {
    fn of(self, wrong: impl Fn(OrderError) -> PayError) -> PayError {
        match self {
            Self::Refused(why) => wrong(why),
            Self::Storage(why) => why.into(),
        }
    }
}

impl From<OrderError> for NotPaid {
    fn from(why: OrderError) -> Self {
        Self::Refused(why)
    }
}

impl From<SandboxError> for NotPaid {
    fn from(why: SandboxError) -> Self {
        Self::Storage(why)
    }
}

fn payment(at: Timestamp) -> Payment {
    Payment {
        transaction_id: numbers::transaction_id(),
        at,
    }
}

fn pay_order(tx: &WriteTransaction<'_>, order: &Order) -> Result<Option<String>, NotPaid> {
    let subject = Subject::order(&order.out_trade_no);
    let delivery = new_delivery(order.mchid(), subject, Kind::Paid);
    let id = delivery.id.clone();
    let Some(paid) = order.pay(payment(delivery.created_at), delivery)? else {
        return Ok(None);
    };
    ledger::apply(tx, paid)?;
    Ok(Some(id))
}

fn pay_all(tx: &WriteTransaction<'_>, all: &Combination) -> Result<Option<String>, NotPaid> {
    let now = ambient::now();
    let Some(paid) = all.pay(|| payment(now))? else {
        return Ok(None);
    };
    let combined = &paid.combined;
    let content = Content {
        notify_url: combined.notify_url().to_owned(),
        named_key: combined.named_key.clone(),
        plaintext: paid.plaintext(),
    };
    let subject = Subject::Combined {
        combine_out_trade_no: combined.combine_out_trade_no.clone(),
    };
    let notice = new_notice(combined.mchid(), subject, Kind::CombinedPaid, content);
    combinations::put(tx, &paid)?;
    ledger::enqueue(tx, &notice)?;
    Ok(Some(notice.id))
}
