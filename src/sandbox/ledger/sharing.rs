//! 分账: sharing the money of a payment, and taking shares back.
//!
//! Names as on <https://pay.weixin.qq.com/docs/merchant/products/profit-sharing/apilist.html>. No
//! more is ever shared than was paid and not refunded, and no more taken back than was shared; what
//! is taken back goes to the merchant and is not shared again.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::protocol::stamp::Timestamp;

/// How many sharings one payment may have.
const MAX_ORDERS: usize = 50;

/// 分账接收方.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Receiver {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sub_mchid: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) account: String,
    pub(crate) relation_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) custom_relation: Option<String>,
}

/// 分账单: one request that shared, or that released the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SharingOrder {
    pub(crate) out_order_no: String,
    pub(crate) order_id: String,
    pub(crate) transaction_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sub_mchid: Option<String>,
    /// The first request without sealed names.
    pub(crate) body: Value,
    pub(crate) shares: Vec<Share>,
    /// Whether the payment cannot be shared any more.
    pub(crate) is_last: bool,
    /// In milliseconds.
    pub(crate) created_at: i64,
    /// When it is finished, in milliseconds.
    pub(crate) finished_at: i64,
}

/// What one receiver gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) account: String,
    /// In fen.
    pub(crate) amount: i64,
    pub(crate) description: String,
    pub(crate) detail_id: String,
    /// What was taken back, in fen.
    #[serde(default)]
    pub(crate) returned: i64,
    /// Whether it is the rest that the merchant gets.
    #[serde(default)]
    pub(crate) is_rest: bool,
}

/// 回退单: a share, or a part of it, that was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SharingReturn {
    pub(crate) out_return_no: String,
    pub(crate) return_id: String,
    pub(crate) order_id: String,
    pub(crate) out_order_no: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sub_mchid: Option<String>,
    pub(crate) return_mchid: String,
    /// In fen.
    pub(crate) amount: i64,
    pub(crate) description: String,
    pub(crate) created_at: Timestamp,
}

/// Why a payment is not shared, or a share not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SharingError {
    /// The rest was released already.
    Released,
    /// There is less than is to be shared.
    NotEnough,
    /// It was shared too often.
    TooMany,
    /// The sharing is not finished.
    Unfinished,
    /// The merchant got no share of this sharing.
    NoShare,
    /// Less was shared than is to be taken back.
    TooMuch,
}

impl Receiver {
    /// Returns what distinguishes a receiver of a merchant from all others.
    pub(crate) fn key_of(sub_mchid: Option<&str>, kind: &str, account: &str) -> String {
        format!("{}/{kind}/{account}", sub_mchid.unwrap_or_default())
    }
}

/// Returns the fen of a payment that can be shared, after these sharings: `remaining` is what was
/// not refunded.
pub(crate) fn unsplit(remaining: i64, orders: &[SharingOrder]) -> i64 {
    if orders.iter().any(|order| order.is_last) {
        return 0;
    }
    let shares = orders.iter().flat_map(|order| &order.shares);
    let shared = shares.fold(0, |sum: i64, share| sum.saturating_add(share.amount));
    remaining.saturating_sub(shared).max(0)
}

/// Checks that a sharing may follow these, and adds the rest to it if it is the last: the share
/// that `rest` makes of an amount above zero.
pub(crate) fn share(
    mut new: SharingOrder,
    remaining: i64,
    orders: &[SharingOrder],
    rest: impl FnOnce(i64) -> Share,
) -> Result<SharingOrder, SharingError> {
    if orders.iter().any(|order| order.is_last) {
        return Err(SharingError::Released);
    }
    if orders.len() >= MAX_ORDERS {
        return Err(SharingError::TooMany);
    }
    let wanted = new.shares.iter();
    let wanted = wanted.fold(0, |sum: i64, share| sum.saturating_add(share.amount));
    let left = unsplit(remaining, orders)
        .checked_sub(wanted)
        .filter(|left| *left >= 0)
        .ok_or(SharingError::NotEnough)?;
    if new.is_last && left > 0 {
        new.shares.push(rest(left));
    }
    Ok(new)
}

impl SharingOrder {
    pub(crate) fn is_finished(&self, now: i64) -> bool {
        self.finished_at <= now
    }

    /// Takes back a part of what a merchant got.
    pub(crate) fn take_back(
        &mut self,
        mchid: &str,
        amount: i64,
        now: i64,
    ) -> Result<(), SharingError> {
        if !self.is_finished(now) {
            return Err(SharingError::Unfinished);
        }
        let mut shares = self.shares.iter_mut();
        let share = shares
            .find(|share| share.kind == "MERCHANT_ID" && share.account == mchid && !share.is_rest)
            .ok_or(SharingError::NoShare)?;
        let returned = share.returned.saturating_add(amount);
        if returned > share.amount {
            return Err(SharingError::TooMuch);
        }
        share.returned = returned;
        Ok(())
    }

    /// Returns the response to the request and to a query.
    pub(crate) fn answer(&self, now: i64) -> Value {
        let is_finished = self.is_finished(now);
        let receivers = self.shares.iter().map(|share| {
            let mut receiver = json!({
                "type": share.kind,
                "account": share.account,
                "amount": share.amount,
                "description": share.description,
                "detail_id": share.detail_id,
                "result": if is_finished { "SUCCESS" } else { "PENDING" },
                "create_time": Timestamp::from_millis(self.created_at).to_rfc3339(),
            });
            if is_finished {
                let finished = Timestamp::from_millis(self.finished_at);
                receiver["finish_time"] = json!(finished.to_rfc3339());
            }
            receiver
        });
        let mut answer = json!({
            "transaction_id": self.transaction_id,
            "out_order_no": self.out_order_no,
            "order_id": self.order_id,
            "state": if is_finished { "FINISHED" } else { "PROCESSING" },
            "receivers": receivers.collect::<Vec<_>>(),
        });
        add_sub_mchid(&mut answer, self.sub_mchid.as_deref());
        answer
    }
}

impl SharingReturn {
    /// Tells whether another request is a repetition of the first.
    pub(crate) fn is_repeated_by(&self, other: &Self) -> bool {
        let named = |it: &Self| {
            (
                it.order_id.clone(),
                it.return_mchid.clone(),
                it.amount,
                it.sub_mchid.clone(),
            )
        };
        named(self) == named(other)
    }

    /// Returns the response to the request and to a query.
    pub(crate) fn answer(&self) -> Value {
        let mut answer = json!({
            "order_id": self.order_id,
            "out_order_no": self.out_order_no,
            "out_return_no": self.out_return_no,
            "return_id": self.return_id,
            "return_mchid": self.return_mchid,
            "amount": self.amount,
            "description": self.description,
            "result": "SUCCESS",
            "create_time": self.created_at.to_rfc3339(),
            "finish_time": self.created_at.to_rfc3339(),
        });
        add_sub_mchid(&mut answer, self.sub_mchid.as_deref());
        answer
    }
}

/// A partner's responses name the sub-merchant.
pub(crate) fn add_sub_mchid(answer: &mut Value, sub_mchid: Option<&str>) {
    if let Some(sub_mchid) = sub_mchid {
        answer["sub_mchid"] = json!(sub_mchid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(account: &str, amount: i64) -> Share {
        Share {
            kind: "MERCHANT_ID".to_owned(),
            account: account.to_owned(),
            amount,
            description: "d".to_owned(),
            detail_id: "1".to_owned(),
            returned: 0,
            is_rest: account == "own",
        }
    }

    fn order(number: usize, amounts: &[i64], is_last: bool) -> SharingOrder {
        SharingOrder {
            out_order_no: number.to_string(),
            order_id: number.to_string(),
            transaction_id: "t".to_owned(),
            sub_mchid: None,
            body: json!({}),
            shares: amounts.iter().map(|amount| one("other", *amount)).collect(),
            is_last,
            created_at: 0,
            finished_at: 10,
        }
    }

    fn rest(amount: i64) -> Share {
        one("own", amount)
    }

    #[test]
    fn no_more_is_shared_than_was_paid_and_the_rest_is_released_once() {
        let mut orders = vec![share(order(1, &[30, 20], false), 100, &[], rest).unwrap()];
        assert_eq!(unsplit(100, &orders), 50);
        // A refund takes from what can be shared.
        assert_eq!(unsplit(70, &orders), 20);
        assert_eq!(unsplit(10, &orders), 0);
        let too_much = share(order(2, &[51], false), 100, &orders, rest);
        assert_eq!(too_much, Err(SharingError::NotEnough));
        let overflow = share(order(2, &[i64::MAX, i64::MAX], false), 100, &orders, rest);
        assert_eq!(overflow, Err(SharingError::NotEnough));
        orders.push(share(order(2, &[10], true), 100, &orders, rest).unwrap());
        assert_eq!(unsplit(100, &orders), 0);
        let shares = orders.iter().flat_map(|order| &order.shares);
        assert_eq!(shares.map(|share| share.amount).sum::<i64>(), 100);
        let late = share(order(3, &[], true), 100, &orders, rest);
        assert_eq!(late, Err(SharingError::Released));
    }

    #[test]
    fn the_last_sharing_may_leave_no_rest() {
        let whole = share(order(1, &[100], true), 100, &[], rest).unwrap();
        assert_eq!(whole.shares.len(), 1);
        let nothing = share(order(1, &[], true), 100, &[], rest).unwrap();
        assert_eq!(nothing.shares[0].amount, 100);
    }

    #[test]
    fn a_payment_is_shared_fifty_times_at_most() {
        let orders: Vec<_> = (0..50).map(|number| order(number, &[1], false)).collect();
        let more = share(order(51, &[1], false), 100, &orders, rest);
        assert_eq!(more, Err(SharingError::TooMany));
    }

    #[test]
    fn no_more_is_taken_back_than_was_shared() {
        let mut order = share(order(1, &[30], true), 100, &[], rest).unwrap();
        let early = order.take_back("other", 1, 9);
        assert_eq!(early, Err(SharingError::Unfinished));
        order.take_back("other", 20, 10).unwrap();
        assert_eq!(order.take_back("other", 11, 10), Err(SharingError::TooMuch));
        order.take_back("other", 10, 10).unwrap();
        assert_eq!(order.take_back("other", 1, 10), Err(SharingError::TooMuch));
        assert_eq!(order.take_back("own", 1, 10), Err(SharingError::NoShare));
    }
}
