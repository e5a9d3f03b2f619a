//! A refund as responses and notifications have it.

use serde_json::{Value, json};

use super::record::Record;
use super::refund::Refund;
use crate::protocol::json::find;
use crate::protocol::refund::{
    NoticeAmount, NoticePayee, Refund as Told, RefundNotice, RefundStatus, RefundedAmount,
};

/// Where the payer gets the money, in words.
const ACCOUNT: &str = "支付用户零钱";

impl Refund {
    pub(super) fn amount(&self, order: &Record) -> i64 {
        self.amount.unwrap_or_else(|| order.total())
    }

    fn success_time(&self, status: &RefundStatus) -> Option<String> {
        (*status == RefundStatus::Success).then(|| self.ended_at.unwrap_or(self.at).to_rfc3339())
    }

    fn asked(&self, path: &str) -> Option<&Value> {
        find(self.body.as_ref()?, path)
    }

    /// Returns the refund as the three calls tell it; nothing of an order that is not paid.
    pub(super) fn told(&self, order: &Record) -> Option<Told> {
        let (total, refund) = (order.total(), self.amount(order));
        let account = self.asked("funds_account").and_then(Value::as_str);
        Some(Told {
            refund_id: self.refund_id.clone(),
            out_refund_no: self.out_refund_no.clone(),
            transaction_id: order.payment.as_ref()?.transaction_id.clone(),
            out_trade_no: order.out_trade_no.clone(),
            channel: "ORIGINAL".to_owned(),
            user_received_account: ACCOUNT.to_owned(),
            success_time: self.success_time(&self.status),
            create_time: self.at.to_rfc3339(),
            status: self.status.clone(),
            funds_account: Some(account.unwrap_or("AVAILABLE").to_owned()),
            amount: RefundedAmount {
                total,
                refund,
                from: Some(
                    self.asked("amount.from")
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

    /// Returns the refund as a notification about this status tells it.
    pub(super) fn notice(&self, order: &Record, status: RefundStatus) -> Option<RefundNotice> {
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
        let (total, refund) = (order.total(), self.amount(order));
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
            user_received_account: ACCOUNT.to_owned(),
        })
    }
}
