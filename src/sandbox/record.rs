//! What the ledger keeps: orders and the notifications about them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::refund::{self, Refund};
use crate::protocol::event_type::EventType;
use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId, SerialNo, TransactionId};
use crate::protocol::json::find;
use crate::protocol::order::TradeType;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;

/// How long a prepay_id lives.
const PREPAY_LIFE: i64 = 7200;

/// One order, as it was placed and as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) out_trade_no: OutTradeNo,
    pub(super) trade_type: TradeType,
    /// The first request's body, which every repetition must equal.
    pub(super) body: Value,
    pub(super) prepay_id: PrepayId,
    pub(super) prepaid_at: Timestamp,
    /// In milliseconds.
    pub(super) ordered_at: i64,
    pub(super) state: TradeState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) payment: Option<Payment>,
    /// In the order in which they were accepted.
    #[serde(
        default,
        alias = "refund",
        deserialize_with = "refund::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(super) refunds: Vec<Refund>,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) named_key: Option<SerialNo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) transaction_id: TransactionId,
    pub(super) at: Timestamp,
}

impl Record {
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        find(&self.body, path)?.as_str()
    }

    pub(super) fn is_partner(&self) -> bool {
        self.body.get("sp_mchid").is_some()
    }

    pub(super) fn total(&self) -> i64 {
        find(&self.body, "amount.total")
            .and_then(Value::as_i64)
            .unwrap_or_default()
    }

    pub(super) fn notify_url(&self) -> &str {
        self.text("notify_url").unwrap_or_default()
    }

    /// Returns what has not been given back and is not on its way.
    pub(super) fn remaining(&self) -> i64 {
        let taken = self.refunds.iter().filter(|refund| refund.takes());
        let taken = taken.map(|refund| refund.amount(self));
        taken.fold(self.total(), i64::saturating_sub)
    }

    /// Tells whether payment and refunds are there exactly where the state says so.
    pub(super) fn is_consistent(&self) -> bool {
        let (paid, refunded) = match self.state {
            TradeState::NotPay | TradeState::Closed => (false, false),
            TradeState::Success => (true, false),
            TradeState::Refund => (true, true),
            _ => return false,
        };
        self.payment.is_some() == paid
            && self.refunds.is_empty() != refunded
            && self.remaining() >= 0
    }

    pub(super) fn prepay_expired(&self, now: Timestamp) -> bool {
        now.0 >= self.prepaid_at.0.saturating_add(PREPAY_LIFE)
    }

    /// Tells whether the last moment to pay has passed.
    pub(super) fn expired(&self, now: Timestamp) -> bool {
        self.text("time_expire")
            .and_then(|text| Timestamp::from_rfc3339(text).ok())
            .is_some_and(|last| last < now)
    }

    /// Returns the order as the answer to a query tells it. What only a payment brings is not
    /// there before; `promotion_detail` is, though empty.
    pub(super) fn transaction(&self) -> Value {
        let mut told = match &self.payment {
            Some(payment) => self.paid(payment, &self.state),
            None => self.unpaid(),
        };
        told.insert("promotion_detail".to_owned(), json!([]));
        let mut told = Value::Object(told);
        told.sort_all_objects();
        told
    }

    fn unpaid(&self) -> Map<String, Value> {
        let mut told = self.identities();
        let device = self.text("scene_info.device_id").unwrap_or_default();
        told.extend(members([
            ("out_trade_no", json!(self.out_trade_no)),
            ("trade_state", json!(self.state)),
            ("trade_state_desc", json!(self.state.describe())),
            (
                "amount",
                json!({ "total": self.total(), "payer_currency": "CNY" }),
            ),
            ("scene_info", json!({ "device_id": device })),
        ]));
        told
    }

    /// Returns a paid order as the notification about it tells it, in WeChat Pay's order of keys.
    fn paid(&self, payment: &Payment, state: &TradeState) -> Map<String, Value> {
        let mut told = self.identities();
        let total = self.total();
        told.extend(members([
            ("out_trade_no", json!(self.out_trade_no)),
            ("transaction_id", json!(payment.transaction_id)),
            ("trade_type", json!(self.trade_type.wire())),
            ("trade_state", json!(state)),
            ("trade_state_desc", json!(state.describe())),
            ("bank_type", json!("OTHERS")),
            ("attach", json!(self.text("attach").unwrap_or_default())),
            ("success_time", json!(payment.at.to_rfc3339())),
            ("payer", self.payer()),
            (
                "amount",
                json!({
                    "total": total,
                    "payer_total": total,
                    "currency": "CNY",
                    "payer_currency": "CNY",
                }),
            ),
        ]));
        let device = self.text("scene_info.device_id");
        told.extend(device.map(|device| ("scene_info".to_owned(), json!({ "device_id": device }))));
        told
    }

    /// Returns what a notification tells of the order, or of one of its refunds; nothing where it
    /// has no such refund.
    pub(super) fn told(&self, event: EventType, refund: Option<&Refund>) -> Option<Value> {
        let status = match event {
            EventType::TransactionSuccess => {
                let paid = self.paid(self.payment.as_ref()?, &TradeState::Success);
                return Some(Value::Object(paid));
            }
            EventType::RefundSuccess => RefundStatus::Success,
            EventType::RefundAbnormal => RefundStatus::Abnormal,
            EventType::RefundClosed => RefundStatus::Closed,
            EventType::SecurityEcho => return None,
        };
        Some(json!(refund?.notice(self, status)?))
    }

    /// Returns the numbers that the order was placed with, a direct merchant's or a partner's.
    fn identities(&self) -> Map<String, Value> {
        let names = [
            "mchid",
            "appid",
            "sp_mchid",
            "sub_mchid",
            "sp_appid",
            "sub_appid",
        ];
        let present = names.into_iter();
        members(present.filter_map(|name| Some((name, json!(self.text(name)?)))))
    }

    /// Returns the payer under the App ID that the order was placed with.
    pub(super) fn payer_openid(&self) -> String {
        let payer = self.payer();
        let names = ["openid", "sp_openid", "sub_openid"];
        let mut found = names.iter().filter_map(|name| payer[*name].as_str());
        found.next().unwrap_or_default().to_owned()
    }

    /// Only JSAPI orders name their payer; somebody scanned the code of the others.
    fn payer(&self) -> Value {
        let somebody = json!("oSandboxPayer000000000000000");
        match self.body.get("payer") {
            Some(payer) => {
                let mut payer = payer.clone();
                payer.sort_all_objects();
                payer
            }
            None if self.is_partner() => json!({ "sp_openid": somebody }),
            None => json!({ "openid": somebody }),
        }
    }
}

fn members<'n>(members: impl IntoIterator<Item = (&'n str, Value)>) -> Map<String, Value> {
    let owned = |(name, value): (&str, Value)| (name.to_owned(), value);
    members.into_iter().map(owned).collect()
}

/// What a notification tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Paid,
    Refunded,
    RefundAbnormal,
    RefundClosed,
}

/// A notification on its way, until it is acknowledged or given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) out_trade_no: OutTradeNo,
    /// Which refund it is about; of old, an order had one at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) out_refund_no: Option<OutRefundNo>,
    pub(super) kind: Kind,
    pub(super) created_at: Timestamp,
    #[serde(default)]
    pub(super) attempts: u32,
    #[serde(default)]
    pub(super) acknowledged: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<String>,
    /// When it is due, in milliseconds; none once it came to an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next_at: Option<i64>,
    /// Until when somebody is delivering it, in milliseconds.
    #[serde(default)]
    pub(super) busy_until: i64,
}

impl Kind {
    pub(super) fn event(self) -> EventType {
        match self {
            Self::Paid => EventType::TransactionSuccess,
            Self::Refunded => EventType::RefundSuccess,
            Self::RefundAbnormal => EventType::RefundAbnormal,
            Self::RefundClosed => EventType::RefundClosed,
        }
    }
}

impl Delivery {
    /// Finds the refund that it is about.
    pub(super) fn refund<'r>(&self, order: &'r Record) -> Option<&'r Refund> {
        if self.kind == Kind::Paid {
            return None;
        }
        let about = |refund: &&Refund| match &self.out_refund_no {
            Some(number) => refund.out_refund_no == *number,
            None => true,
        };
        order.refunds.iter().find(about)
    }

    /// Returns the key that the request for what it is about named.
    pub(super) fn named_key<'r>(&self, order: &'r Record) -> Option<&'r SerialNo> {
        let refund = self.refund(order);
        refund
            .and_then(|refund| refund.named_key.as_ref())
            .or(order.named_key.as_ref())
    }

    /// Returns where it goes: nowhere where a refund names no place.
    pub(super) fn notify_url<'r>(&self, order: &'r Record) -> Option<&'r str> {
        match self.refund(order).and_then(|refund| refund.body.as_ref()) {
            Some(body) => body.get("notify_url").and_then(Value::as_str),
            None => Some(order.notify_url()),
        }
    }
}
