//! `refund create --batch`: a refund for each line.

use std::sync::Arc;

use wechatpay::batch::{RefundDefaults, RefundFailures, Refunds};
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::refunds::{PrepareError, RefundError, StoreError, Submission};

use super::errors::of_row;
use super::run::{self, CommandTexts};
use crate::commands::body_options::JsonFile;
use crate::commands::live::Purpose;
use crate::commands::refund::args::{self as command, CreateArgs};
use crate::commands::refund::messages::RefundMessages;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::Text;

/// Refunds the payments of a file.
pub(crate) async fn run(args: &CreateArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    if args.notify_url.is_none() && !command::has_notify_url(context)? && !context.output.json {
        context.output.warn(text!("batch-no-notify-url"));
    }
    let goods_detail = args.goods_detail.as_ref().map(JsonFile::value);
    let refunds = Refunds {
        payee: context.profile()?.payee()?,
        defaults: RefundDefaults {
            refund: args.refund.or(args.refund_yuan),
            total: args.total,
            reason: args.reason.clone(),
            funds_account: args.funds_account()?,
            goods_detail: goods_detail.transpose()?,
            sub_mchid: args.sub_mchid.clone(),
            overrides: args.fields.overrides(),
        },
        notify_url: &|given| {
            let given = given.or(args.notify_url.as_deref());
            command::notify_url(given, context).map_err(of_row)
        },
        service: command::service(context, args.new_refund)?,
        failures: Arc::new(RefundMessages::new(context)),
    };
    run::run(&refunds, &args.batch, context, client).await
}

impl CommandTexts for Refunds<'_, RefundMessages> {
    const PURPOSE: Option<Purpose> = Some(Purpose::Refund);

    fn once() -> Text {
        text!("batch-once-refund")
    }
}

impl RefundFailures for RefundMessages {
    type Failure = CliError;

    fn not_prepared(&self, error: PrepareError) -> CliError {
        let kind = match error {
            // WeChat Pay, which knows the total, would refuse it.
            PrepareError::Draft(_) => Some(Kind::Api),
            PrepareError::DifferentParameters(_)
            | PrepareError::Unfinished(_)
            | PrepareError::Accepted(_) => Some(Kind::Condition),
            PrepareError::Lookup(_) | PrepareError::Store(_) => None,
        };
        let mut failure = Self::not_prepared(self, error);
        failure.kind = kind.unwrap_or(failure.kind);
        failure
    }

    fn not_accepted(&self, error: RefundError, submission: &Submission) -> CliError {
        Self::not_accepted(self, error, submission)
    }

    fn came_to_nothing(&self, submission: &Submission, status: &RefundStatus) -> CliError {
        Self::came_to_nothing(self, submission, status)
    }

    fn warn(&self, error: StoreError) {
        Self::warn(self, error);
    }
}
