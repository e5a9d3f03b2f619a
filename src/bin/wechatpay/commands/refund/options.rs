//! From the options of `refund` to what the library takes.

use std::path::PathBuf;

use wechatpay::notify_url::NotifyUrl;
use wechatpay::profile::{Profile, ProfileError};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{IdError, Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::transaction::OrderNumber;
use wechatpay::refunds::{PendingRefundStore, RefundDraft, RefundNumber, RefundService};
use wechatpay::sandbox::Identity;

use crate::args;
use crate::commands::batch::BatchArgs;
use crate::commands::{order_args, order_body};
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Text;

/// What is refunded, and how.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CreateArgs {
    /// The merchant's number for the order
    #[arg(long, value_name = "N", conflicts_with = "batch", required_unless_present_any = ["transaction_id", "body", "batch"])]
    pub(crate) out_trade_no: Option<OutTradeNo>,
    /// WeChat Pay's number for the payment
    #[arg(long, value_name = "T", conflicts_with_all = ["out_trade_no", "batch"])]
    pub(crate) transaction_id: Option<TransactionId>,
    /// How much to give back, in fen
    #[arg(long, value_name = "FEN", required_unless_present_any = ["refund_yuan", "body", "batch"])]
    pub(crate) refund: Option<Fen>,
    /// How much to give back, in yuan, at most two decimal places
    #[arg(long, value_name = "12.34", value_parser = args::yuan, conflicts_with = "refund")]
    pub(crate) refund_yuan: Option<Fen>,
    /// What the order came to, in fen [default: as a query of the order says]
    #[arg(long, value_name = "FEN")]
    pub(crate) total: Option<Fen>,
    /// The merchant's number for the refund; a new number refunds again [default: the
    /// unfinished refund's of this order, else a new one]
    #[arg(long, value_name = "N", conflicts_with = "batch")]
    pub(crate) out_refund_no: Option<OutRefundNo>,
    /// Shown to the payer
    #[arg(long, value_name = "T")]
    pub(crate) reason: Option<String>,
    /// Where the notification goes [default: the profile's]
    #[arg(long, value_name = "U")]
    pub(crate) notify_url: Option<String>,
    /// Which account pays for it
    #[arg(long, value_name = "A", value_parser = ["AVAILABLE", "UNSETTLED"])]
    pub(crate) funds_account: Option<String>,
    /// goods_detail, as a JSON array
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) goods_detail: Option<order_args::Given>,
    /// The sub-merchant who took the payment [default: the profile's]
    #[arg(long, value_name = "M")]
    pub(crate) sub_mchid: Option<Mchid>,
    /// Send this body byte for byte
    #[arg(long, value_name = "FILE|-", conflicts_with_all = [
        "out_trade_no", "transaction_id", "refund", "refund_yuan", "total", "out_refund_no", "reason", "notify_url",
        "funds_account", "goods_detail", "sub_mchid", "set", "set_json", "batch",
    ])]
    pub(crate) body: Option<PathBuf>,
    /// Set a field of the body to a text
    #[arg(long, value_name = "a.b=TEXT", value_parser = args::assignment)]
    pub(crate) set: Vec<(String, String)>,
    /// Set a field of the body to a JSON value
    #[arg(long, value_name = "a.b=JSON", value_parser = args::assignment)]
    pub(crate) set_json: Vec<(String, String)>,
    /// Refund again: beside this order's unfinished refunds, which are forgotten, and beside one
    /// of the same amount that was accepted within a day; the payer may get the money twice
    #[arg(long)]
    pub(crate) new_refund: bool,
    #[command(flatten)]
    pub(crate) batch: BatchArgs,
}

/// Opens the record of refunds in the data folder; the sandbox has its own.
pub(crate) fn service(context: &Context, new_refund: bool) -> Result<RefundService, CliError> {
    let folder = if context.global.sandbox {
        context.sandbox_data()?
    } else {
        dirs::data_dir()
            .ok_or_else(|| {
                CliError::config("no data folder is known to record refunds in").with_help(
                    Text::pair(
                        "set HOME or XDG_DATA_HOME to a folder that is kept",
                        "请将 HOME 或 XDG_DATA_HOME 设为会保留的目录",
                    ),
                )
            })?
            .join("wechatpay")
    };
    let payee = context.profile()?.payee()?;
    let store = PendingRefundStore::new(folder.join("refunds"));
    Ok(RefundService::new(store)
        .with_second_refund(new_refund)
        .with_sandbox(Identity::is_made_up(payee.signer())))
}

/// Returns who took the payment: the profile's payee, or the service provider's sub-merchant
/// that was named.
pub(super) fn payee(profile: &Profile, named: Option<&Mchid>) -> Result<Payee, CliError> {
    let payee = profile.payee()?;
    Ok(match (named, payee) {
        (None, payee) => payee,
        (Some(sub_mchid), Payee::Direct { mchid: sp_mchid } | Payee::Partner { sp_mchid, .. }) => {
            Payee::Partner {
                sp_mchid,
                sub_mchid: sub_mchid.clone(),
                sub_appid: None,
            }
        }
    })
}

/// Returns the refund that the options describe.
pub(crate) fn draft(args: &CreateArgs, context: &Context) -> Result<RefundDraft, CliError> {
    let payee = payee(context.profile()?, args.sub_mchid.as_ref())?;
    let refund = args
        .refund
        .or(args.refund_yuan)
        .ok_or_else(|| CliError::usage("--refund FEN or --refund-yuan 12.34 is needed"))?;
    let order = match (&args.transaction_id, &args.out_trade_no) {
        (Some(id), _) => OrderNumber::TransactionId(id.clone()),
        (None, Some(number)) => OrderNumber::OutTradeNo(number.clone()),
        (None, None) => {
            return Err(CliError::usage(
                "--out-trade-no or --transaction-id is needed",
            ));
        }
    };
    let mut draft = RefundDraft::new(payee, order, refund);
    draft.total = args.total;
    draft.number = match &args.out_refund_no {
        Some(number) => RefundNumber::Chosen(number.clone()),
        None if args.new_refund => RefundNumber::Random,
        None => RefundNumber::OfTheDay,
    };
    draft.reason.clone_from(&args.reason);
    draft.notify_url = notify_url(args, context)?;
    draft.funds_account = args
        .funds_account
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|error: IdError| CliError::usage(error.to_string()))?;
    draft.goods_detail = args
        .goods_detail
        .as_ref()
        .map(order_args::Given::value)
        .transpose()?;
    draft.overrides = order_body::overrides(&args.set, &args.set_json)?;
    Ok(draft)
}

/// Without one, WeChat Pay posts a notice of v2 to the console's URL, if there is one at all.
fn notify_url(args: &CreateArgs, context: &Context) -> Result<Option<NotifyUrl>, CliError> {
    if args.notify_url.is_none() && !has_notify_url(context)? {
        return Ok(None);
    }
    let profile = context.profile()?;
    order_body::notify_url(args.notify_url.as_deref(), profile, context).map(Some)
}

/// Tells whether the profile says where notifications go.
pub(crate) fn has_notify_url(context: &Context) -> Result<bool, CliError> {
    let url = context.profile()?.notify_url();
    Ok(!matches!(url, Err(ProfileError::Missing { .. })))
}
