//! `refund create --batch`: a refund for each line.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::refund;

use super::fields::{self, Fields, parsed, wrong};
use super::lost::Lost;
use super::results::State;
use super::{Errand, Made, Prepared, Work};
use crate::args;
use crate::commands::order_body::Given;
use crate::commands::refund::{CreateArgs, Desk, Draft, Ended, Fate, Trouble};
use crate::commands::refund::{has_notify_url, payee};
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
        desk: Desk::open(context, args.new_refund)?,
    };
    super::run(&refunds, &args.batch, context, client).await
}

struct Refunds<'a> {
    defaults: CreateArgs,
    context: &'a Context,
    desk: Arc<Desk>,
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
        let payee = payee(self.context.profile()?, args.sub_mchid.as_ref())?;
        let mut draft = Draft::of(&args, &number, payee, self.context)?;
        if unique.is_none() {
            draft = draft.of_line(made.batch());
        }
        if *draft.number() != number {
            return Err(Failure::config(
                "--set must not give all lines the same out_refund_no",
            ));
        }
        Ok(Prepared {
            errand: Refund {
                draft: Arc::new(draft),
                desk: Arc::clone(&self.desk),
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
    draft: Arc<Draft>,
    desk: Arc<Desk>,
}

impl Errand for Refund {
    fn number(&self) -> (&'static str, &str) {
        ("out_refund_no", self.draft.number().as_str())
    }

    fn sent(&self) -> (String, Cow<'_, [u8]>) {
        // The body names no direct merchant.
        let target = format!("{} {}", self.draft.signer(), refund::PATH);
        (target, self.draft.text().into())
    }

    fn order(&self) -> Option<String> {
        Some(self.draft.order())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, Lost> {
        let begun = self.desk.begin(&client, &self.draft).await;
        let begun = begun.map_err(not_sent)?;
        let found = self.desk.send(&client, &begun).await.map_err(lost)?;
        // Without its result, the line is sent again with its own number.
        self.desk.accepted(&begun, &found.object).await;
        if let Err(failure) = self.desk.check_given(&begun, &found) {
            return Err(Lost::Line(State::Failed, failure));
        }
        let mut told = found.object;
        told.insert("request_id".to_owned(), found.request_id.into());
        Ok(told)
    }
}

fn not_sent(trouble: Trouble) -> Lost {
    let line = |state, kind, mut failure: Failure| {
        failure.kind = kind;
        Lost::Line(state, failure)
    };
    match trouble {
        Trouble::Asking(error) => Lost::of(error, false),
        // WeChat Pay, which told the total, would refuse it.
        Trouble::Order(failure) => line(State::Failed, Kind::Api, failure),
        Trouble::Clash(failure) => line(State::Pending, Kind::Condition, failure),
        // It is not sent a day later, either, unless that is asked for.
        Trouble::Repeated(failure) => line(State::Failed, Kind::Condition, failure),
        Trouble::Book(failure) => Lost::Broken(failure),
    }
}

fn lost(ended: Ended) -> Lost {
    let state = match ended.fate {
        Fate::Refused => State::Failed,
        Fate::Nothing | Fate::Short => State::Pending,
        Fate::Unknown => State::Unknown,
    };
    match ended.limited {
        Some(limit) => Lost::Limited {
            retry_after: limit.retry_after,
            state,
            failure: ended.failure,
        },
        None => Lost::Line(state, ended.failure),
    }
}
