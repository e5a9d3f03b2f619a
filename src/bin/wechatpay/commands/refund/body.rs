//! From options to the bytes of a refund.

use std::time::Duration;

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::refund::{RefundAmount, RefundRequest};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};

use super::create::Args;
use crate::commands::order_body;
use crate::commands::waiting::{Found, ask, asking_failed};
use crate::context::Context;
use crate::diagnostic::Failure;

/// The order that is refunded, as far as it is known.
pub(super) struct Known {
    pub(super) out_trade_no: Option<OutTradeNo>,
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) total: Option<Fen>,
}

impl Known {
    pub(super) fn of(args: &Args) -> Self {
        Self {
            out_trade_no: args.out_trade_no.clone(),
            transaction_id: args.transaction_id.clone(),
            total: args.total,
        }
    }

    /// Asks WeChat Pay for what is not known: the other number, and the total.
    pub(super) async fn complete(&mut self, client: &Client, payee: Payee) -> Result<(), Failure> {
        let number = match (&self.out_trade_no, &self.transaction_id) {
            (_, Some(id)) => OrderNumber::TransactionId(id.clone()),
            (Some(number), None) => OrderNumber::OutTradeNo(number.clone()),
            (None, None) => return Ok(()),
        };
        let query = QueryOrder { number, payee };
        let found: Found<TradeState> = ask(client, &query, Duration::MAX)
            .await
            .map_err(asking_failed)?;
        let order = serde_json::Value::Object(found.object);
        let text = |name: &str| order.get(name).and_then(serde_json::Value::as_str);
        self.out_trade_no = text("out_trade_no").and_then(|text| text.parse().ok());
        self.transaction_id = text("transaction_id").and_then(|text| text.parse().ok());
        if self.total.is_none() {
            let total = json::find(&order, "amount.total").map(ToString::to_string);
            let total = total.and_then(|text| text.parse().ok());
            let what = "the order has no amount.total".to_owned();
            self.total = Some(total.ok_or(Error::Answer {
                what,
                request_id: found.request_id,
            })?);
        }
        Ok(())
    }
}

/// Returns the bytes to send.
pub(super) fn build(
    args: &Args,
    known: &Known,
    number: &OutRefundNo,
    payee: &Payee,
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let needed = || Failure::usage("--refund FEN or --refund-yuan 12.34 is needed");
    let refund = args.refund.or(args.refund_yuan).ok_or_else(needed)?;
    let total = known
        .total
        .ok_or_else(|| Failure::usage("--total FEN is needed: --dry-run and --curl ask nobody"))?;
    if refund > total {
        return Err(Failure::usage(format!(
            "a refund of {refund} is more than the order's {total}"
        )));
    }
    let within = |option: &str, text: &Option<String>, longest: usize| {
        let text = text.clone();
        text.map(|text| order_body::within(option, text, longest))
            .transpose()
    };
    let request = RefundRequest {
        sub_mchid: match payee {
            Payee::Direct { .. } => None,
            Payee::Partner { sub_mchid, .. } => Some(sub_mchid.clone()),
        },
        transaction_id: args.transaction_id.clone(),
        out_trade_no: args.out_trade_no.clone(),
        out_refund_no: number.clone(),
        reason: within("--reason", &args.reason, 80)?,
        notify_url: notify_url(args, context)?,
        funds_account: args.funds_account.clone(),
        amount: RefundAmount {
            refund,
            from: None,
            total,
            currency: "CNY".to_owned(),
        },
        goods_detail: args
            .goods_detail
            .as_deref()
            .map(order_body::json_file)
            .transpose()?,
    };
    let mut value = serde_json::to_value(&request).map_err(|error| {
        Failure::internal("the refund cannot be written as JSON").because(&error)
    })?;
    order_body::assign(&mut value, &args.set, &args.set_json)?;
    Ok(value.to_string().into_bytes())
}

/// Without one, WeChat Pay posts a notice of v2 to the console's URL, if there is one at all.
fn notify_url(args: &Args, context: &Context) -> Result<Option<String>, Failure> {
    let profile = context.profile()?;
    let given = args.notify_url.as_deref();
    if given.is_none() && matches!(profile.notify_url(), Err(ProfileError::Missing { .. })) {
        return Ok(None);
    }
    order_body::notify_url(given, profile, context).map(Some)
}
