//! Orders and refunds as WeChat Pay's responses and notifications have them.

use serde_json::{Map, Value, json};

use crate::protocol::event_type::EventType;
use crate::protocol::refund::{
    NoticeAmount, NoticePayee, Refund as RefundAnswer, RefundNotice, RefundStatus, RefundedAmount,
};
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::refund::Refund;

/// Where the payer receives a refund.
const USER_RECEIVED_ACCOUNT: &str = "支付用户零钱";

impl Order {
    /// Returns the order as a query returns it. What only a payment brings is not
    /// there before; `promotion_detail` is, though empty.
    pub(crate) fn transaction(&self) -> Value {
        let mut fields = match &self.payment {
            Some(payment) => self.paid(payment, &self.state),
            None => self.unpaid(),
        };
        fields.insert("promotion_detail".to_owned(), json!([]));
        let mut fields = Value::Object(fields);
        fields.sort_all_objects();
        fields
    }

    fn unpaid(&self) -> Map<String, Value> {
        let mut fields = self.identities();
        let device = self.text("scene_info.device_id").unwrap_or_default();
        fields.extend(members([
            ("out_trade_no", json!(self.out_trade_no)),
            ("trade_state", json!(self.state)),
            ("trade_state_desc", json!(self.state.describe())),
            (
                "amount",
                json!({ "total": self.total(), "payer_currency": "CNY" }),
            ),
            ("scene_info", json!({ "device_id": device })),
        ]));
        fields
    }

    /// Returns a paid order as the notification about it has it, in WeChat Pay's order of keys.
    fn paid(&self, payment: &Payment, state: &TradeState) -> Map<String, Value> {
        let mut fields = self.identities();
        let total = self.total();
        fields.extend(members([
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
        fields
            .extend(device.map(|device| ("scene_info".to_owned(), json!({ "device_id": device }))));
        fields
    }

    /// Returns the plaintext of a notification about the order or one of its refunds; `None` if it
    /// has no such refund.
    pub(crate) fn plaintext(&self, event: EventType, refund: Option<&Refund>) -> Option<Value> {
        if event == EventType::TransactionSuccess {
            let paid = self.paid(self.payment.as_ref()?, &TradeState::Success);
            return Some(Value::Object(paid));
        }
        Some(json!(refund?.notice(self, event.refund_status()?)?))
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
    pub(crate) fn payer_openid(&self) -> String {
        let payer = self.payer();
        let names = ["openid", "sp_openid", "sub_openid"];
        names
            .iter()
            .find_map(|name| payer[*name].as_str())
            .unwrap_or_default()
            .to_owned()
    }

    /// Returns the payer; only JSAPI orders name one, the others have one of the sandbox's.
    fn payer(&self) -> Value {
        let openid = json!("oSandboxPayer000000000000000");
        match self.body.get("payer") {
            Some(payer) => {
                let mut payer = payer.clone();
                payer.sort_all_objects();
                payer
            }
            None if self.is_partner() => json!({ "sp_openid": openid }),
            None => json!({ "openid": openid }),
        }
    }
}

fn members<'n>(members: impl IntoIterator<Item = (&'n str, Value)>) -> Map<String, Value> {
    let owned = |(name, value): (&str, Value)| (name.to_owned(), value);
    members.into_iter().map(owned).collect()
}

impl Refund {
    /// Returns the refund as the three calls return it; `None` if the order is not paid.
    pub(crate) fn answer(&self, order: &Order) -> Option<RefundAnswer> {
        let (total, refund) = (order.total(), self.amount(order.total()));
        let account = self.requested("funds_account").and_then(Value::as_str);
        Some(RefundAnswer {
            refund_id: self.refund_id.clone(),
            out_refund_no: self.out_refund_no.clone(),
            transaction_id: order.payment.as_ref()?.transaction_id.clone(),
            out_trade_no: order.out_trade_no.clone(),
            channel: "ORIGINAL".to_owned(),
            user_received_account: USER_RECEIVED_ACCOUNT.to_owned(),
            success_time: self.success_time(&self.status),
            create_time: self.at.to_rfc3339(),
            status: self.status.clone(),
            funds_account: Some(account.unwrap_or("AVAILABLE").to_owned()),
            amount: RefundedAmount {
                total,
                refund,
                from: Some(
                    self.requested("amount.from")
                        .cloned()
                        .unwrap_or_else(|| json!([])),
                ),
                payer_total: total,
                payer_refund: refund,
                settlement_refund: refund,
                settlement_total: total,
                discount_refund: 0,
                currency: "CNY".to_owned(),
            },
            promotion_detail: Some(json!([])),
        })
    }

    /// Returns the refund as a notification about this status has it.
    pub(crate) fn notice(&self, order: &Order, status: RefundStatus) -> Option<RefundNotice> {
        let number = |name: &str| order.text(name).and_then(|text| text.parse().ok());
        let payee = match number("sub_mchid") {
            Some(sub_mchid) => NoticePayee::Partner {
                sp_mchid: number("sp_mchid")?,
                sub_mchid,
            },
            None => NoticePayee::Direct {
                mchid: number("mchid")?,
            },
        };
        let (total, refund) = (order.total(), self.amount(order.total()));
        Some(RefundNotice {
            payee,
            out_trade_no: order.out_trade_no.clone(),
            transaction_id: order.payment.as_ref()?.transaction_id.clone(),
            out_refund_no: self.out_refund_no.clone(),
            refund_id: self.refund_id.clone(),
            success_time: self.success_time(&status),
            refund_status: status,
            amount: NoticeAmount {
                total,
                refund,
                payer_total: total,
                payer_refund: refund,
            },
            user_received_account: USER_RECEIVED_ACCOUNT.to_owned(),
        })
    }
}
