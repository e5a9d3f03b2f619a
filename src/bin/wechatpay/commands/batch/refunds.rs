//! `refund create --batch`: a refund for each line.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::refund::{self, RefundInfo};
use wechatpay::refunds::{
    PrepareError, PreparedRefund, RefundError, RefundNumber, RefundOutcome, RefundService,
    Submission,
};

use super::fields::{self, Fields, parsed, wrong};
use super::lost::Lost;
use super::results::State;
use super::{Errand, Made, Prepared, Work};
use crate::args;
use crate::commands::order_body::Given;
use crate::commands::refund::{self as command, CreateArgs, RefundMessages, has_notify_url};
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};

/// Gives back the payments of a file.
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
        service: command::service(context, args.new_refund)?,
        messages: Arc::new(RefundMessages::new(context)),
    };
    super::run(&refunds, &args.batch, context, client).await
}

struct Refunds<'a> {
    defaults: CreateArgs,
    context: &'a Context,
    service: RefundService,
    messages: Arc<RefundMessages>,
}

impl Work for Refunds<'_> {
    const NAME: &'static str = "refund-create-batch";
    const LINE: &'static str = "refund-create-line";
    const CHANGES: bool = true;
    const SETTLES_DOUBT: bool = true;
    const ONCE: (&'static str, &'static str) = ("no line is refunded twice", "不会重复退款");
    const SAME: &'static str = "the same refund";
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

    type Errand = Refund;

    fn read(&self, fields: &Fields, made: &Made) -> Result<Prepared<Refund>, Failure> {
        fields.either("out_trade_no", "transaction_id")?;
        fields.either("refund", "refund_yuan")?;
        let mut args = self.defaults.clone();
        for (name, value) in fields.iter() {
            set(&mut args, name, value)?;
        }
        if args.out_trade_no.is_none() && args.transaction_id.is_none() {
            return Err(Failure::config("out_trade_no or transaction_id is missing"));
        }
        if args.refund.is_none() && args.refund_yuan.is_none() {
            return Err(Failure::config("refund or refund_yuan is missing"));
        }
        let unique = args.out_refund_no.clone().map(String::from);
        let number: OutRefundNo = match &args.out_refund_no {
            Some(number) => number.clone(),
            None => parsed("out_refund_no", &made.number.as_str().into())?,
        };
        // A line's number is its own, and gives way to no unfinished refund's.
        args.out_refund_no = Some(number.clone());
        let mut draft = command::draft(&args, self.context)?;
        if unique.is_none() {
            draft.number = RefundNumber::OfBatch {
                number: number.clone(),
                prefix: made.batch().to_owned(),
            };
        }
        let refund = draft.prepare()?;
        if *refund.number() != number {
            return Err(Failure::config(
                "--set must not give all lines the same out_refund_no",
            ));
        }
        Ok(Prepared {
            errand: Refund {
                refund: Arc::new(refund),
                service: self.service.clone(),
                messages: Arc::clone(&self.messages),
            },
            unique,
            relative: false,
        })
    }
}

/// Puts what a line says in the place of what the options say.
fn set(args: &mut CreateArgs, name: &str, value: &Value) -> Result<(), Failure> {
    match name {
        "out_trade_no" => args.out_trade_no = Some(parsed(name, value)?),
        "transaction_id" => args.transaction_id = Some(parsed(name, value)?),
        "out_refund_no" => args.out_refund_no = Some(parsed(name, value)?),
        "refund" => (args.refund, args.refund_yuan) = (Some(parsed(name, value)?), None),
        "refund_yuan" => {
            let yuan = args::yuan(&fields::text(name, value)?);
            let yuan = yuan.map_err(|why| wrong(name, why))?;
            (args.refund, args.refund_yuan) = (None, Some(yuan));
        }
        "total" => args.total = Some(parsed(name, value)?),
        "reason" => args.reason = Some(fields::text(name, value)?),
        "notify_url" => args.notify_url = Some(fields::text(name, value)?),
        "funds_account" => {
            let account = fields::text(name, value)?;
            if !["AVAILABLE", "UNSETTLED"].contains(&&*account) {
                return Err(wrong(name, "AVAILABLE or UNSETTLED is needed"));
            }
            args.funds_account = Some(account);
        }
        "goods_detail" => args.goods_detail = Some(Given::Value(fields::array(name, value)?)),
        "sub_mchid" => args.sub_mchid = Some(parsed(name, value)?),
        _ => {
            return Err(Failure::internal(format!("nobody reads the field {name}")));
        }
    }
    Ok(())
}

/// A refund on its way.
#[derive(Clone)]
struct Refund {
    refund: Arc<PreparedRefund>,
    service: RefundService,
    messages: Arc<RefundMessages>,
}

impl Errand for Refund {
    fn number(&self) -> (&'static str, &str) {
        ("out_refund_no", self.refund.number().as_str())
    }

    fn sent(&self) -> (String, Cow<'_, [u8]>) {
        // The body names no direct merchant.
        let target = format!("{} {}", self.refund.payee().signer(), refund::PATH);
        (target, self.refund.body().into())
    }

    fn order(&self) -> Option<String> {
        Some(self.refund.order_key())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, Lost> {
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
            let failure = messages.came_to_nothing(&submission, &status);
            return Err(Lost::Line(State::Failed, failure));
        }
        let mut result = object;
        result.insert("request_id".to_owned(), response.request_id.into());
        Ok(result)
    }
}

fn not_prepared(error: PrepareError, messages: &RefundMessages) -> Lost {
    let (state, kind) = match error {
        PrepareError::Lookup(error) => return Lost::of(error, false),
        PrepareError::Store(error) => return Lost::Broken(error.into()),
        // WeChat Pay, which knows the total, would refuse it.
        PrepareError::Draft(_) => (State::Failed, Kind::Api),
        PrepareError::DifferentParameters(_) | PrepareError::Unfinished(_) => {
            (State::Pending, Kind::Condition)
        }
        // It is not sent a day later, either, unless that is asked for.
        PrepareError::Accepted(_) => (State::Failed, Kind::Condition),
    };
    let mut failure = messages.not_prepared(error);
    failure.kind = kind;
    Lost::Line(state, failure)
}

fn not_accepted(error: RefundError, submission: &Submission, messages: &RefundMessages) -> Lost {
    let state = match error.outcome {
        RefundOutcome::Refused => State::Failed,
        RefundOutcome::NotSent | RefundOutcome::InsufficientBalance => State::Pending,
        RefundOutcome::Unknown => State::Unknown,
    };
    let limit = error.rate_limit();
    let failure = messages.not_accepted(error, submission);
    match limit {
        Some(limit) => Lost::Limited {
            retry_after: limit.retry_after,
            state,
            failure,
        },
        None => Lost::Line(state, failure),
    }
}
