//! What the ledger keeps: orders and the notifications about them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::protocol::id::{OutTradeNo, PrepayId, TransactionId};
use crate::protocol::json::find;
use crate::protocol::order::TradeType;
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refund: Option<Refund>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) transaction_id: TransactionId,
    pub(super) at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) refund_id: String,
    pub(super) out_refund_no: String,
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

    /// Tells whether payment and refund are there exactly where the state says so.
    pub(super) fn is_consistent(&self) -> bool {
        let (paid, refunded) = match self.state {
            TradeState::NotPay | TradeState::Closed => (false, false),
            TradeState::Success => (true, false),
            TradeState::Refund => (true, true),
            _ => return false,
        };
        self.payment.is_some() == paid && self.refund.is_some() == refunded
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

    /// Returns the refund as its notification tells it.
    pub(super) fn refunded(&self) -> Value {
        let mut told = self.identities(&["mchid", "sp_mchid", "sub_mchid"]);
        let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
        if let Some(payment) = &self.payment {
            tell("transaction_id", json!(payment.transaction_id));
        }
        tell("out_trade_no", json!(self.out_trade_no));
        if let Some(refund) = &self.refund {
            tell("refund_id", json!(refund.refund_id));
            tell("out_refund_no", json!(refund.out_refund_no));
            tell("refund_status", json!("SUCCESS"));
            tell("success_time", json!(refund.at.to_rfc3339()));
        }
        tell("user_received_account", json!("支付用户零钱"));
        let total = self.total();
        tell(
            "amount",
            json!({"total": total, "refund": total, "payer_total": total, "payer_refund": total}),
        );
        Value::Object(told)
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
}

/// A notification on its way, until it is acknowledged or given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) out_trade_no: OutTradeNo,
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
