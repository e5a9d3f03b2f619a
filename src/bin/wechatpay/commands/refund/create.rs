//! `refund create`: refunds a payment, once, whatever happens on the way.

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::protocol::refund::{RefundInfo, RefundStatus};
use wechatpay::refunds::{PreparedRefund, Submission};

use super::failure::RefundMessages;
use super::options::{self, CreateArgs};
use crate::args;
use crate::commands::{batch, dry_run, outcome, query};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render};

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    refund: Map<String, Value>,
    request_id: Option<String>,
    /// The command that sees it succeed, if it has not yet.
    #[serde(skip)]
    next: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "refund-create";

    fn render(&self, page: &mut Page) {
        query::show_object(&self.refund, page);
        if let Some(next) = &self.next {
            page.line(page.pick(
                format!("accepted; to wait for completion run `{next}`"),
                format!("已受理；等待退款完成请运行 `{next}`"),
            ));
        }
    }
}

pub(crate) async fn run(args: &CreateArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.batch.is_some() {
        return batch::create_refunds(args, context).await;
    }
    let client = context.client().await?;
    let service = options::service(context, args.new_refund)?;
    let messages = RefundMessages::new(context);
    let refund = prepared(args, context)?;
    if context.is_dry() {
        let submission = service
            .preview(&refund)
            .map_err(|error| messages.not_prepared(error))?;
        return dry_run::show(&client.sign(&submission.refund().call()), context);
    }
    context.output.expects(&specimen())?;
    let submission = service
        .prepare(&client, &refund)
        .await
        .map_err(|error| messages.not_prepared(error))?;
    announce(&submission, context);
    let outcome_now = || messages.outcome(&submission, service.abandon(&submission));
    let sending = async {
        service
            .submit(&client, &submission)
            .await
            .map_err(|error| messages.not_accepted(error, &submission))
    };
    let interrupted = |code| outcome_now().interrupted(code, "while the refund was being sent");
    let response = outcome::guarded(context, sending, interrupted).await?;
    let confirm = async {
        if let Err(error) = service.confirm(&submission, &response).await {
            messages.warn(error);
        }
    };
    let RefundInfo { status, object, .. } = &response.value;
    if status.is_unsuccessful() {
        confirm.await;
        return Err(messages.came_to_nothing(&submission, status));
    }
    let query = messages.query_line(submission.refund());
    let is_processing = *status == RefundStatus::Processing;
    let shown = context.output.show(&Report {
        refund: object.clone(),
        request_id: response.request_id.clone(),
        next: is_processing.then(|| format!("{query} --wait")),
    });
    let done = ("the refund was accepted", "退款已受理");
    shown.map_err(|failure| outcome::untold(failure, done, Some(&outcome_now())))?;
    confirm.await;
    Ok(ExitStatus::Success)
}

/// A report with every field that one can have.
fn specimen() -> Report {
    let texts = [
        "refund_id",
        "out_refund_no",
        "transaction_id",
        "out_trade_no",
        "channel",
        "user_received_account",
        "success_time",
        "create_time",
        "status",
        "funds_account",
    ];
    let texts = texts.map(|name| (name.to_owned(), Value::Null));
    let open = ["amount", "promotion_detail"];
    let open = open.map(|name| (name.to_owned(), Value::Object(Map::new())));
    Report {
        refund: texts.into_iter().chain(open).collect(),
        request_id: None,
        next: None,
    }
}

fn prepared(args: &CreateArgs, context: &Context) -> Result<PreparedRefund, CliError> {
    if let Some(path) = &args.body {
        let payee = options::payee(context.profile()?, args.sub_mchid.as_ref())?;
        return Ok(PreparedRefund::exact(args::file(path)?, payee)?);
    }
    let refund = options::draft(args, context)?.prepare()?;
    if !refund.has_notify_url() && !context.output.json {
        context.output.warn(context.output.lang.pick(
            "no notify_url: WeChat Pay will post a notice of v2, if at all; set it in the profile or with --notify-url",
            "未设置 notify_url：微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url",
        ));
    }
    Ok(refund)
}

/// Shows the number before the request leaves, so that the refund can be looked up whatever
/// happens next. In JSON, every error has it.
fn announce(submission: &Submission, context: &Context) {
    if context.output.json {
        return;
    }
    let refund = submission.refund();
    let number = &refund.out_refund_no;
    if submission.is_resumed() {
        let since = refund.began_at.to_rfc3339();
        context.output.note(context.output.lang.pick(
            format!("out_refund_no {number}: resuming the refund of {since}, with its parameters"),
            format!("out_refund_no {number}：以首次的参数继续 {since} 的退款"),
        ));
    } else {
        context.output.note(format!("out_refund_no {number}"));
    }
}
