//! Asks before real money moves.

use wechatpay::batch::Plan;
use wechatpay::profile::{BASE_URL, Profile};
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::transaction::OrderNumber;
use wechatpay::refunds::PreparedRefund;

use crate::context::Context;
use crate::error::CliError;
use crate::text;
use crate::ui::{Text, count};

/// What a command does with the money of a live profile.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Order,
    Refund,
}

/// Tells whether a person is asked: on a terminal, about a live profile. Scripts never are.
pub(crate) fn is_asked(context: &Context) -> Result<bool, CliError> {
    Ok(!context.global.yes
        && !context.is_dry()
        && context.may_ask()
        && context.profile()?.is_live())
}

/// Asks whether to send a refund, if a person is asked at all.
pub(crate) fn confirm_refund(refund: &PreparedRefund, context: &Context) -> Result<(), CliError> {
    if !is_asked(context)? {
        return Ok(());
    }
    let merchant = merchant(context.profile()?, refund.payee());
    let number = match refund.order() {
        Some(OrderNumber::OutTradeNo(number)) => number.to_string(),
        Some(OrderNumber::TransactionId(id)) => id.to_string(),
        None => String::new(),
    };
    let facts = match refund.amount() {
        Some(yuan) => text!("live-refund", number, yuan, fen = yuan.get(), merchant),
        None => text!("live-refund-as-it-is", number, merchant),
    };
    context.confirm_live(&facts)
}

/// Asks whether to send the lines of a batch.
pub(crate) fn confirm_lines(
    plan: &Plan,
    purpose: Purpose,
    context: &Context,
) -> Result<(), CliError> {
    let profile = context.profile()?;
    let merchant = merchant(profile, &profile.payee()?);
    let (lines, settled) = (count(plan.lines), plan.settled);
    let (yuan, fen) = (plan.sum, plan.sum.get());
    let facts = match (purpose, settled) {
        (Purpose::Order, 0) => text!("live-orders", lines, yuan, fen, merchant),
        (Purpose::Refund, 0) => text!("live-refunds", lines, yuan, fen, merchant),
        (Purpose::Order, settled) => {
            text!("live-orders-left", lines, yuan, fen, merchant, settled)
        }
        (Purpose::Refund, settled) => {
            text!("live-refunds-left", lines, yuan, fen, merchant, settled)
        }
    };
    context.confirm_live(&facts)
}

/// Describes whose money it is, and where requests go unless that is WeChat Pay's own host.
fn merchant(profile: &Profile, payee: &Payee) -> Text {
    let (mchid, name) = (payee.signer(), profile.name());
    let mchid = match payee.sub_mchid() {
        Some(sub_mchid) => format!("{mchid} (sub_mchid {sub_mchid})"),
        None => mchid.to_string(),
    };
    match profile.base_url() {
        Ok(url) if url.as_str().trim_end_matches('/') != BASE_URL => {
            text!("live-merchant-at", mchid, profile = name, url)
        }
        Ok(_) | Err(_) => text!("live-merchant", mchid, profile = name),
    }
}
