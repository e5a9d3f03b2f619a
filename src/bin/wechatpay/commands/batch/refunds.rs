//! `refund create --batch`: a refund for each line.

use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::batch::{
    Command, Defaults, Job, JobError, JobNumber, LineState, ParsedRow, Row, RowProblem, SentRequest,
};
use wechatpay::client::Client;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::refund;

use super::failure::{self, Texts};
use super::run::{self, CommandTexts};
use crate::args;
use crate::commands::order_body::Given;
use crate::commands::refund::{CreateArgs, Desk, Draft, Ended, Fate, Trouble};
use crate::commands::refund::{has_notify_url, payee};
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};

/// Refunds the payments of a file.
pub(crate) async fn run(args: &CreateArgs, context: &mut Context) -> Result<u8, Failure> {
    let client = context.client().await?;
    let mut defaults = args.clone();
    if let Some(given) = &args.goods_detail {
        defaults.goods_detail = Some(Given::Value(given.value()?));
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
        desk: Desk::open(context, args.new_refund)?,
    };
    run::run(&refunds, &args.batch, context, client).await
}

struct Refunds<'a> {
    defaults: CreateArgs,
    context: &'a Context,
    desk: Arc<Desk>,
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
        let mut draft = self
            .draft(&args, &number)
            .map_err(|failure| failure::of_row(&failure, Self::FIELDS))?;
        if unique.is_none() {
            draft = draft.of_line(defaults.batch());
        }
        if *draft.number() != number {
            let problem = "--set must not give all lines the same out_refund_no";
            return Err(RowProblem::Command(problem.to_owned()));
        }
        Ok(ParsedRow {
            job: Refund {
                draft: Arc::new(draft),
                desk: Arc::clone(&self.desk),
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
    fn draft(&self, args: &CreateArgs, number: &OutRefundNo) -> Result<Draft, Failure> {
        let payee = payee(self.context.profile()?, args.sub_mchid.as_ref())?;
        Draft::of(args, number, payee, self.context)
    }

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
            row.array("goods_detail")?.map(Given::Value),
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
    draft: Arc<Draft>,
    desk: Arc<Desk>,
}

impl Job for Refund {
    type Failure = Failure;

    fn number(&self) -> JobNumber<'_> {
        JobNumber {
            name: "out_refund_no",
            value: self.draft.number().as_str(),
        }
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            // The body does not name a direct merchant.
            target: format!("{} {}", self.draft.signer(), refund::PATH),
            body: self.draft.text().into(),
        }
    }

    fn order(&self) -> Option<String> {
        Some(self.draft.order())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<Failure>> {
        let begun = self
            .desk
            .begin(&client, &self.draft)
            .await
            .map_err(not_sent)?;
        let found = self
            .desk
            .send(&client, &begun)
            .await
            .map_err(not_accepted)?;
        // Without its result, the line is sent again with its own number.
        self.desk.accepted(&begun, &found.object).await;
        if let Err(failure) = self.desk.check_given(&begun, &found) {
            return Err(JobError::Row {
                state: LineState::Failed,
                failure,
            });
        }
        let mut fields = found.object;
        fields.insert("request_id".to_owned(), found.request_id.into());
        Ok(fields)
    }
}

fn not_sent(trouble: Trouble) -> JobError<Failure> {
    let row = |state, kind, mut failure: Failure| {
        failure.kind = kind;
        JobError::Row { state, failure }
    };
    match trouble {
        Trouble::Asking(error) => JobError::of_call(error, false),
        // WeChat Pay, which told the total, would refuse it.
        Trouble::Order(failure) => row(LineState::Failed, Kind::Api, failure),
        Trouble::Clash(failure) => row(LineState::Pending, Kind::Condition, failure),
        // It is not sent a day later, either, unless that is asked for.
        Trouble::Repeated(failure) => row(LineState::Failed, Kind::Condition, failure),
        Trouble::Book(failure) => JobError::Fatal(failure),
    }
}

fn not_accepted(ended: Ended) -> JobError<Failure> {
    let state = match ended.fate {
        Fate::Refused => LineState::Failed,
        Fate::Nothing | Fate::Short => LineState::Pending,
        Fate::Unknown => LineState::Unknown,
    };
    let failure = ended.failure;
    match ended.limited {
        Some(limit) => JobError::RateLimited {
            retry_after: limit.retry_after,
            state,
            failure,
        },
        None => JobError::Row { state, failure },
    }
}
