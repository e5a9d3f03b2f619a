//! The options of a refund, and the refund that they describe.

use std::path::PathBuf;

use wechatpay::notify_url::NotifyUrl;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{IdError, Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::refund::FundsAccount;
use wechatpay::protocol::transaction::OrderNumber;
use wechatpay::refunds::{
    PendingRefundStore, PreparedRefund, RefundDraft, RefundNumber, RefundService,
};

use crate::args;
use crate::commands::batch::BatchArgs;
use crate::commands::body_options::{self, FieldOptions, JsonFile};
use crate::context::Context;
use crate::error::CliError;
use crate::text;

/// What is refunded, and how.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CreateArgs {
    #[arg(long, value_name = "N", conflicts_with = "batch", required_unless_present_any = ["transaction_id", "body", "batch"])]
    pub(crate) out_trade_no: Option<OutTradeNo>,
    #[arg(long, value_name = "T", conflicts_with_all = ["out_trade_no", "batch"])]
    pub(crate) transaction_id: Option<TransactionId>,
    #[arg(long, help_heading = "amount", value_name = "FEN", required_unless_present_any = ["refund_yuan", "body", "batch"])]
    pub(crate) refund: Option<Fen>,
    #[arg(long, help_heading = "amount", value_name = "12.34", value_parser = args::yuan, conflicts_with = "refund")]
    pub(crate) refund_yuan: Option<Fen>,
    #[arg(long, help_heading = "amount", value_name = "FEN")]
    pub(crate) total: Option<Fen>,
    #[arg(long, value_name = "N", conflicts_with = "batch")]
    pub(crate) out_refund_no: Option<OutRefundNo>,
    #[arg(long, value_name = "T")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "U", value_parser = args::url_text)]
    pub(crate) notify_url: Option<String>,
    #[arg(long, help_heading = "body", value_name = "A", value_parser = ["AVAILABLE", "UNSETTLED"])]
    pub(crate) funds_account: Option<String>,
    #[arg(long, help_heading = "body", value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) goods_detail: Option<JsonFile>,
    #[arg(long, help_heading = "partner", value_name = "M")]
    pub(crate) sub_mchid: Option<Mchid>,
    #[arg(long, help_heading = "body", value_name = "FILE|-", conflicts_with_all = [
        "out_trade_no", "transaction_id", "refund", "refund_yuan", "total", "out_refund_no", "reason", "notify_url",
        "funds_account", "goods_detail", "sub_mchid", "set", "set_json", "batch",
    ])]
    pub(crate) body: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: FieldOptions,
    #[arg(long)]
    pub(crate) new_refund: bool,
    #[command(flatten)]
    pub(crate) batch: BatchArgs,
}

impl CreateArgs {
    /// Returns the refund to send: the bytes of `--body` as they are, or the options' refund.
    pub(super) fn prepare(&self, context: &Context) -> Result<PreparedRefund, CliError> {
        let Some(path) = &self.body else {
            return Ok(self.draft(context)?.prepare()?);
        };
        let payee = payee(self.sub_mchid.as_ref(), context)?;
        Ok(PreparedRefund::exact(args::filled_file(path)?, payee)?)
    }

    pub(crate) fn funds_account(&self) -> Result<Option<FundsAccount>, CliError> {
        let account = self.funds_account.as_deref().map(str::parse);
        account
            .transpose()
            .map_err(|error: IdError| CliError::usage(error.to_string()))
    }

    /// Returns the refund that the options describe.
    fn draft(&self, context: &Context) -> Result<RefundDraft, CliError> {
        let payee = payee(self.sub_mchid.as_ref(), context)?;
        let refund = self
            .refund
            .or(self.refund_yuan)
            .ok_or_else(|| CliError::usage(text!("refund-amount-missing")))?;
        let order = match (&self.transaction_id, &self.out_trade_no) {
            (Some(id), _) => OrderNumber::TransactionId(id.clone()),
            (None, Some(number)) => OrderNumber::OutTradeNo(number.clone()),
            (None, None) => return Err(CliError::usage(text!("order-number-missing"))),
        };
        let mut draft = RefundDraft::new(payee, order, refund);
        draft.total = self.total;
        draft.number = match &self.out_refund_no {
            Some(number) => RefundNumber::Chosen(number.clone()),
            None if self.new_refund => RefundNumber::Random,
            None => RefundNumber::OfTheDay,
        };
        draft.reason.clone_from(&self.reason);
        draft.notify_url = notify_url(self.notify_url.as_deref(), context)?;
        draft.funds_account = self.funds_account()?;
        draft.goods_detail = self
            .goods_detail
            .as_ref()
            .map(JsonFile::value)
            .transpose()?;
        draft.overrides = self.fields.overrides();
        Ok(draft)
    }
}

/// Returns where the notification goes, if the option or the profile says so.
pub(crate) fn notify_url(
    option: Option<&str>,
    context: &Context,
) -> Result<Option<NotifyUrl>, CliError> {
    if option.is_none() && !has_notify_url(context)? {
        return Ok(None);
    }
    body_options::notify_url(option, context).map(Some)
}

/// Tells whether the profile says where notifications go. Without a URL, WeChat Pay posts a notice
/// of v2 to the merchant console's, if there is one.
pub(crate) fn has_notify_url(context: &Context) -> Result<bool, CliError> {
    let url = context.profile()?.notify_url();
    Ok(!matches!(url, Err(ProfileError::Missing { .. })))
}

/// Returns who took the payment: the profile's payee, or the service provider's sub-merchant
/// that is named.
pub(crate) fn payee(sub_mchid: Option<&Mchid>, context: &Context) -> Result<Payee, CliError> {
    let payee = context.profile()?.payee()?;
    Ok(match sub_mchid {
        Some(sub_mchid) => payee.for_sub_merchant(sub_mchid.clone()),
        None => payee,
    })
}

/// Opens the record of refunds in the data folder; the sandbox has its own.
pub(crate) fn service(context: &Context, new_refund: bool) -> Result<RefundService, CliError> {
    let folder = if context.global.sandbox {
        context.sandbox_data()?
    } else {
        dirs::data_dir()
            .ok_or_else(|| CliError::config(text!("refund-no-data-folder")))?
            .join("wechatpay")
    };
    let payee = context.profile()?.payee()?;
    let store = PendingRefundStore::new(folder.join("refunds"));
    Ok(RefundService::new(store)
        .with_second_refund(new_refund)
        .with_sandbox(payee.signer().is_of_sandbox()))
}
