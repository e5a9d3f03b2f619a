//! What the ledger keeps: orders and the notifications about them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::refund::{self, Refund};
use crate::protocol::event_type::EventType;
use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId, TransactionId};
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

    /// Returns the order as a query and a notification tell it.
    pub(super) fn transaction(&self, state: &TradeState) -> Value {
        let payment = self.payment.as_ref();
        let mut told = self.identities(&[
            "appid",
            "mchid",
            "sp_appid",
            "sp_mchid",
            "sub_appid",
            "sub_mchid",
        ]);
        let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
        tell("out_trade_no", json!(self.out_trade_no));
        if let Some(payment) = payment {
            tell("transaction_id", json!(payment.transaction_id));
            tell("trade_type", json!(self.trade_type.wire()));
        }
        tell("trade_state", json!(state));
        tell("trade_state_desc", json!(state.describe()));
        if let Some(payment) = payment {
            tell("bank_type", json!("OTHERS"));
            if let Some(attach) = self.text("attach") {
                tell("attach", json!(attach));
            }
            tell("success_time", json!(payment.at.to_rfc3339()));
            tell("payer", self.payer());
        }
        let mut amount = json!({ "total": self.total() });
        if payment.is_some() {
            amount["payer_total"] = json!(self.total());
        }
        amount["currency"] = json!("CNY");
        if payment.is_some() {
            amount["payer_currency"] = json!("CNY");
        }
        tell("amount", amount);
        if let Some(device) = self.text("scene_info.device_id") {
            tell("scene_info", json!({ "device_id": device }));
        }
        tell("promotion_detail", json!([]));
        Value::Object(told)
    }

    /// Returns what a notification tells of the order, or of one of its refunds; nothing where it
    /// has no such refund.
    pub(super) fn told(&self, event: EventType, refund: Option<&Refund>) -> Option<Value> {
        let status = match event {
            EventType::TransactionSuccess => return Some(self.transaction(&TradeState::Success)),
            EventType::RefundSuccess => RefundStatus::Success,
            EventType::RefundAbnormal => RefundStatus::Abnormal,
            EventType::RefundClosed => RefundStatus::Closed,
            EventType::SecurityEcho => return None,
        };
        Some(json!(refund?.notice(self, status)?))
    }

    fn identities(&self, names: &[&str]) -> Map<String, Value> {
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), json!(self.text(name)?))))
            .collect()
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
            Some(payer) => payer.clone(),
            None if self.is_partner() => json!({ "sp_openid": somebody }),
            None => json!({ "openid": somebody }),
        }
    }
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

    /// Returns where it goes: nowhere where a refund names no place.
    pub(super) fn notify_url<'r>(&self, order: &'r Record) -> Option<&'r str> {
        match self.refund(order).and_then(|refund| refund.body.as_ref()) {
            Some(body) => body.get("notify_url").and_then(Value::as_str),
            None => Some(order.notify_url()),
        }
    }
}
