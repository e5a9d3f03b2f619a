//! `refund create --batch`: a refund for each line.

use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::batch::{
    Command, Defaults, Job, JobError, JobNumber, LineState, ParsedRow, Row, RowProblem, SentRequest,
};
use wechatpay::client::Client;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::field::FieldOverride;
use wechatpay::protocol::id::{IdError, OutRefundNo};
use wechatpay::protocol::refund::{self, RefundInfo};
use wechatpay::refunds::{
    PrepareError, PreparedRefund, RefundDraft, RefundError, RefundNumber, RefundOutcome,
    RefundService, Submission,
};

use super::errors::of_row;
use super::run::{self, CommandTexts};
use crate::commands::body_options::JsonFile;
use crate::commands::live::Purpose;
use crate::commands::refund::{self as command, CreateArgs, RefundMessages};
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
    let refunds = Refunds {
        goods_detail: args
            .goods_detail
            .as_ref()
            .map(JsonFile::value)
            .transpose()?,
        overrides: args.fields.overrides(),
        options: args,
        context,
        service: command::service(context, args.new_refund)?,
        messages: Arc::new(RefundMessages::new(context)),
    };
    run::run(&refunds, &args.batch, args.yes, context, client).await
}

/// What a row does not give, from the options and the profile.
struct Refunds<'a> {
    goods_detail: Option<Value>,
    overrides: Vec<FieldOverride>,
    options: &'a CreateArgs,
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
        let mut draft = self.draft(row)?;
        // A line's number is its own, and gives way to no unfinished refund's.
        let given = row.parsed::<OutRefundNo>("out_refund_no")?;
        let unique = given.clone().map(String::from);
        let number = match &given {
            Some(number) => number.clone(),
            None => OutRefundNo::from_str(&defaults.number).map_err(RowProblem::of)?,
        };
        draft.number = given.map_or_else(
            || RefundNumber::OfBatch {
                number: number.clone(),
                prefix: defaults.batch().to_owned(),
            },
            RefundNumber::Chosen,
        );
        let refund = draft.prepare().map_err(RowProblem::of)?;
        if *refund.number() != number {
            return Err(of_row(CliError::usage(text!("batch-set-out-refund-no"))));
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
    const PURPOSE: Option<Purpose> = Some(Purpose::Refund);

    fn once() -> Text {
        text!("batch-once-refund")
    }
}

impl Refunds<'_> {
    /// Returns the refund that a row describes; the options apply to values that it does not give.
    fn draft(&self, row: &Row) -> Result<RefundDraft, RowProblem> {
        let options = self.options;
        let order = row.order_number()?;
        let refund = row
            .amount("refund", "refund_yuan")?
            .or(options.refund)
            .or(options.refund_yuan)
            .ok_or(RowProblem::MissingOneOf("refund", "refund_yuan"))?;
        let sub_mchid = row.parsed("sub_mchid")?;
        let sub_mchid = sub_mchid.as_ref().or(options.sub_mchid.as_ref());
        let payee = command::payee(sub_mchid, self.context).map_err(of_row)?;
        let notify_url = row.text("notify_url")?;
        let notify_url = notify_url.as_deref().or(options.notify_url.as_deref());
        let mut draft = RefundDraft::new(payee, order, refund);
        draft.notify_url = command::notify_url(notify_url, self.context).map_err(of_row)?;
        draft.total = row.parsed("total")?.or(options.total);
        draft.reason = row.text("reason")?.or_else(|| options.reason.clone());
        draft.funds_account = row
            .one_of("funds_account", &["AVAILABLE", "UNSETTLED"])?
            .or_else(|| options.funds_account.clone())
            .map(|account| account.parse())
            .transpose()
            .map_err(|error: IdError| RowProblem::of(error))?;
        draft.goods_detail = row
            .array("goods_detail")?
            .or_else(|| self.goods_detail.clone());
        draft.overrides.clone_from(&self.overrides);
        Ok(draft)
    }
}

/// One refund.
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

    fn amount(&self) -> Option<Fen> {
        self.refund.amount()
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
