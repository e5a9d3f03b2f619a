//! `refund`: refunds payments, once each, whatever happens on the way, and looks refunds up.

pub(super) mod args;
pub(super) mod messages;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::Until;
use wechatpay::protocol::id::{Mchid, OutRefundNo};
use wechatpay::protocol::refund::{QueryRefund, RefundInfo, RefundStatus};
use wechatpay::refunds::Submission;

use self::args::{CreateArgs, payee, service};
use self::messages::RefundMessages;
use super::waiting::{WaitArgs, asking_failed, expected, wait};
use super::{batch, described, dry_run, live, outcome};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render};

/// A refund is accepted first and completed later: `create` sends it, `query --wait` sees it
/// succeed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Create(Box<CreateArgs>),
    Query(QueryArgs),
}

/// A refund to the balance takes minutes, one to a bank card up to three working days.
#[derive(Debug, clap::Args)]
struct QueryArgs {
    #[arg(long, value_name = "N")]
    out_refund_no: OutRefundNo,
    #[arg(long, help_heading = "partner", value_name = "M")]
    sub_mchid: Option<Mchid>,
    #[command(flatten)]
    wait: WaitArgs,
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = crate::args::parsed::<RefundStatus>)]
    expect: Vec<RefundStatus>,
}

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct CreateReport {
    #[serde(flatten)]
    refund: Map<String, Value>,
    request_id: Option<String>,
    /// The command that waits for the refund, if it has not succeeded yet.
    #[serde(skip)]
    wait: Option<String>,
}

impl Render for CreateReport {
    const SCHEMA: &'static str = "refund-create";

    fn render(&self, page: &mut Page) {
        described::show(&self.refund, page);
        if let Some(command) = &self.wait {
            page.line(text!("refund-wait", command));
        }
    }
}

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct QueryReport {
    #[serde(flatten)]
    refund: Map<String, Value>,
    request_id: Option<String>,
    #[serde(skip)]
    status: RefundStatus,
}

impl Render for QueryReport {
    const SCHEMA: &'static str = "refund-query";

    fn render(&self, page: &mut Page) {
        described::show(&self.refund, page);
        if self.status == RefundStatus::Abnormal {
            page.line(text!("refund-not-arrived"));
        }
    }
}

impl Args {
    /// Tells whether refunds are created for the lines of a file.
    pub(crate) fn is_batch(&self) -> bool {
        match &self.action {
            Action::Create(args) => args.batch.has_file(),
            Action::Query(_) => false,
        }
    }

    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match &self.action {
            Action::Create(args) => {
                let of_batch = &["refund-create-batch", "refund-create-line"];
                args.batch.schemas(&["refund-create"], of_batch)
            }
            Action::Query(_) => &["refund-query"],
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.action {
        Action::Create(args) => Box::pin(create(args, context)).await,
        Action::Query(args) => query(args, context).await,
    }
}

async fn create(args: &CreateArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.is_file_given()? {
        return batch::create_refunds(args, context).await;
    }
    let client = context.client().await?;
    let service = service(context, args.new_refund)?;
    let messages = RefundMessages::new(context);
    let refund = args.prepare(context)?;
    if !refund.has_notify_url() && !context.output.json {
        context.output.warn(text!("refund-no-notify-url"));
    }
    if context.is_dry() {
        let submission = service
            .preview(&refund)
            .map_err(|error| messages.not_prepared(error))?;
        return dry_run::show(&client.sign(&submission.refund().call()), context);
    }
    context.output.expects(&specimen())?;
    live::confirm_refund(&refund, context)?;
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
    let interrupted = |status| outcome_now().interrupted(status, &text!("refund-sending"));
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
    context
        .output
        .show(&CreateReport {
            refund: object.clone(),
            request_id: response.request_id.clone(),
            wait: is_processing.then(|| format!("{query} --wait")),
        })
        .map_err(|failure| {
            let fact = text!("refund-was-accepted");
            outcome::unreported(failure, &fact, Some(&outcome_now()))
        })?;
    confirm.await;
    Ok(ExitStatus::Success)
}

/// The fields that a refund can have.
const FIELDS: &str = "refund_id out_refund_no transaction_id out_trade_no channel \
                      user_received_account success_time create_time status funds_account \
                      amount.total amount.refund amount.from. amount.payer_total \
                      amount.payer_refund amount.settlement_refund amount.settlement_total \
                      amount.discount_refund amount.currency amount.refund_fee promotion_detail.";

/// Returns a report with every field that one can have.
fn specimen() -> CreateReport {
    CreateReport {
        refund: described::specimen(FIELDS),
        request_id: None,
        wait: None,
    }
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
        context.output.note(text!("refund-resumed", number, since));
    } else {
        context.output.note(format!("out_refund_no {number}"));
    }
}

async fn query(args: &QueryArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    let query = QueryRefund {
        out_refund_no: args.out_refund_no.clone(),
        payee: payee(args.sub_mchid.as_ref(), context)?,
        created_with: None,
    };
    if context.is_dry() {
        return dry_run::show(&client.sign(&query), context);
    }
    context.output.expects(&QueryReport {
        refund: described::specimen(FIELDS),
        request_id: None,
        status: RefundStatus::Success,
    })?;
    let until = Until {
        expect: &args.expect,
        fail_on: &[],
    };
    let result = wait(&client, &query, &args.wait, &until, &context.output)
        .await
        .map_err(asking_failed)?;
    settle(&query, &result.answer.value, context);
    let answer = expected(result, &until, &args.wait, &text!("wait-refund"))?;
    context.output.show(&QueryReport {
        refund: answer.value.object,
        request_id: answer.request_id,
        status: answer.value.status,
    })
}

/// Ends the record of a refund that WeChat Pay knows: it was accepted. If the record cannot be
/// used, `refund create` will say so.
fn settle(query: &QueryRefund, refund: &RefundInfo, context: &Context) {
    let Ok(service) = service(context, false) else {
        return;
    };
    if let Err(error) = service.resolve(query, &refund.status, &refund.object) {
        let output = &context.output;
        output.trace(1, CliError::from(error).message(output.lang));
    }
}
