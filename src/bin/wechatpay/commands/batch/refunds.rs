//! `refund create --batch`: a refund for each line.

use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::batch::{
    Command, Defaults, Job, JobError, JobNumber, LineState, ParsedRow, Row, RowProblem, SentRequest,
};
use wechatpay::client::Client;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::refund::{self, RefundInfo};
use wechatpay::refunds::{
    PrepareError, PreparedRefund, RefundError, RefundNumber, RefundOutcome, RefundService,
    Submission,
};

use super::failure::{self, Texts};
use super::report::CommandTexts;
use super::run;
use crate::args;
use crate::commands::body_options::JsonInput;
use crate::commands::refund::{self as command, CreateArgs, RefundMessages, has_notify_url};
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;

/// Refunds the payments of a file.
pub(crate) async fn run(args: &CreateArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    let mut defaults = args.clone();
    if let Some(input) = &mut defaults.goods_detail {
        *input = JsonInput::Value(input.value()?);
    }
    if args.notify_url.is_none() && !has_notify_url(context)? && !context.output.json {
        context.output.warn(context.output.lang.pick(
            "no notify_url: for lines that give none, WeChat Pay will post a notice of v2, if at all; set it in the profile or with --notify-url",
            "未设置 notify_url：对未给出该字段的行，微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url",
        ));
    }
    let refunds = Refunds {
        defaults,
        context,
        service: command::service(context, args.new_refund)?,
        messages: Arc::new(RefundMessages::new(context)),
    };
    run::run(&refunds, &args.batch, context, client).await
}

struct Refunds<'a> {
    defaults: CreateArgs,
    context: &'a Context,
    service: RefundService,
    messages: Arc<RefundMessages>,
}

impl Command for Refunds<'_> {
    const NAME: &'static str = "refund-create-batch";
    const LINE_SCHEMA: &'static str = "refund-create-line";
    const CHANGES: bool = true;
    const SETTLES_DOUBT: bool = true;
    const FIELDS: &'static [&'static str] = &[
        "out_trade_no",
        "transaction_id",
        "out_refund_no",
        "refund_yuan",
        "refund",
        "total",
        "reason",
        "notify_url",
        "funds_account",
        "goods_detail",
        "sub_mchid",
    ];

    type Job = Refund;

    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<Refund>, RowProblem> {
        row.exclusive("out_trade_no", "transaction_id")?;
        row.exclusive("refund", "refund_yuan")?;
        let mut args = self.with_row(row)?;
        if args.out_trade_no.is_none() && args.transaction_id.is_none() {
            return Err(RowProblem::Missing("out_trade_no or transaction_id"));
        }
        if args.refund.is_none() && args.refund_yuan.is_none() {
            return Err(RowProblem::Missing("refund or refund_yuan"));
        }
        let unique = args.out_refund_no.clone().map(String::from);
        let number = match &args.out_refund_no {
            Some(number) => number.clone(),
            None => OutRefundNo::from_str(&defaults.number)
                .map_err(|error| RowProblem::Command(error.to_string()))?,
        };
        // A line's number is its own, and gives way to no unfinished refund's.
        args.out_refund_no = Some(number.clone());
        let mut draft = args
            .draft(self.context)
            .map_err(|failure| failure::of_row(&failure))?;
        if unique.is_none() {
            draft.number = RefundNumber::OfBatch {
                number: number.clone(),
                prefix: defaults.batch().to_owned(),
            };
        }
        let refund = draft
            .prepare()
            .map_err(|error| RowProblem::Command(error.to_string()))?;
        if *refund.number() != number {
            let problem = "--set must not give all lines the same out_refund_no";
            return Err(RowProblem::Command(problem.to_owned()));
        }
        Ok(ParsedRow {
            job: Refund {
                refund: Arc::new(refund),
                service: self.service.clone(),
                messages: Arc::clone(&self.messages),
            },
            unique,
            relative: false,
        })
    }
}

impl CommandTexts for Refunds<'_> {
    const ONCE: Texts = ("no line is refunded twice", "不会重复退款");
}

impl Refunds<'_> {
    /// Returns the options, with the values of a row in their place.
    fn with_row(&self, row: &Row) -> Result<CreateArgs, RowProblem> {
        let mut args = self.defaults.clone();
        replace(&mut args.out_trade_no, row.parsed("out_trade_no")?);
        replace(&mut args.transaction_id, row.parsed("transaction_id")?);
        replace(&mut args.out_refund_no, row.parsed("out_refund_no")?);
        if let Some(refund) = row.parsed("refund")? {
            (args.refund, args.refund_yuan) = (Some(refund), None);
        }
        if let Some(yuan) = row.parsed_by("refund_yuan", args::yuan)? {
            (args.refund, args.refund_yuan) = (None, Some(yuan));
        }
        replace(&mut args.total, row.parsed("total")?);
        replace(&mut args.reason, row.text("reason")?);
        replace(&mut args.notify_url, row.text("notify_url")?);
        let accounts = ["AVAILABLE", "UNSETTLED"];
        let account = row.one_of(
            "funds_account",
            &accounts,
            "AVAILABLE or UNSETTLED is needed",
        )?;
        replace(&mut args.funds_account, account);
        replace(
            &mut args.goods_detail,
            row.array("goods_detail")?.map(JsonInput::Value),
        );
        replace(&mut args.sub_mchid, row.parsed("sub_mchid")?);
        Ok(args)
    }
}

/// Replaces what the options give, if a row gives a value.
fn replace<T>(option: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *option = value;
    }
}

/// A refund on its way.
#[derive(Clone)]
struct Refund {
    refund: Arc<PreparedRefund>,
    service: RefundService,
    messages: Arc<RefundMessages>,
}

impl Job for Refund {
    type Failure = CliError;

    fn number(&self) -> JobNumber<'_> {
        JobNumber {
            name: "out_refund_no",
            value: self.refund.number().as_str(),
        }
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            // The body does not name a direct merchant.
            target: format!("{} {}", self.refund.payee().signer(), refund::PATH),
            body: self.refund.body().into(),
        }
    }

    fn order(&self) -> Option<String> {
        Some(self.refund.order_key())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<CliError>> {
        let Self {
            refund,
            service,
            messages,
        } = self;
        let submission = service
            .prepare(&client, &refund)
            .await
            .map_err(|error| not_prepared(error, &messages))?;
        let response = service
            .submit(&client, &submission)
            .await
            .map_err(|error| not_accepted(error, &submission, &messages))?;
        // Without its result, the line is sent again with its own number.
        if let Err(error) = service.confirm(&submission, &response).await {
            messages.warn(error);
        }
        let RefundInfo { status, object, .. } = response.value;
        if status.is_unsuccessful() {
            return Err(JobError::Row {
                state: LineState::Failed,
                failure: messages.came_to_nothing(&submission, &status),
            });
        }
        let mut fields = object;
        fields.insert("request_id".to_owned(), response.request_id.into());
        Ok(fields)
    }
}

fn not_prepared(error: PrepareError, messages: &RefundMessages) -> JobError<CliError> {
    let (state, kind) = match error {
        PrepareError::Lookup(error) => return JobError::of_call(error, false),
        PrepareError::Store(error) => return JobError::Fatal(error.into()),
        // WeChat Pay, which knows the total, would refuse it.
        PrepareError::Draft(_) => (LineState::Failed, Kind::Api),
        PrepareError::DifferentParameters(_) | PrepareError::Unfinished(_) => {
            (LineState::Pending, Kind::Condition)
        }
        // It is not sent a day later, either, unless that is asked for.
        PrepareError::Accepted(_) => (LineState::Failed, Kind::Condition),
    };
    let mut failure = messages.not_prepared(error);
    failure.kind = kind;
    JobError::Row { state, failure }
}

fn not_accepted(
    error: RefundError,
    submission: &Submission,
    messages: &RefundMessages,
) -> JobError<CliError> {
    let state = match error.outcome {
        RefundOutcome::Refused => LineState::Failed,
        RefundOutcome::NotSent | RefundOutcome::InsufficientBalance => LineState::Pending,
        RefundOutcome::Unknown => LineState::Unknown,
    };
    let limit = error.rate_limit();
    let failure = messages.not_accepted(error, submission);
    match limit {
        Some(limit) => JobError::RateLimited {
            retry_after: limit.retry_after,
            state,
            failure,
        },
        None => JobError::Row { state, failure },
    }
}
