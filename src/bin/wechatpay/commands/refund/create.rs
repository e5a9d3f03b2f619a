//! `refund create`: gives a payment back, once, whatever happens on the way.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::refund::{CreateRefund, RefundStatus};

use super::body::Draft;
use super::desk::{Begun, Desk};
use super::payee;
use crate::args;
use crate::commands::batch::{self, BatchArgs};
use crate::commands::{dry_run, order_body, outcome, query};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render};

/// What is refunded, and how.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
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
    pub(crate) goods_detail: Option<order_body::Given>,
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

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    refund: Map<String, Value>,
    request_id: Option<String>,
    /// The command that sees it succeed, where it has not yet.
    #[serde(skip)]
    next: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "refund-create";

    fn render(&self, page: &mut Page) {
        query::show_object(&self.refund, page);
        if let Some(next) = &self.next {
            page.line(page.pick(
                format!("accepted, not given back yet: `{next}`"),
                format!("已受理，尚未到账：`{next}`"),
            ));
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    if args.batch.batch.is_some() {
        return batch::create_refunds(args, context).await;
    }
    let client = context.client().await?;
    let desk = Desk::open(context, args.new_refund)?;
    let draft = draft(args, context)?;
    if context.is_dry() {
        let begun = desk.look(&draft)?;
        let refund = CreateRefund {
            out_refund_no: begun.attempt.out_refund_no.clone(),
            payee: begun.attempt.payee(),
            body: begun.attempt.body,
        };
        return dry_run::show(&client.sign(&refund), context);
    }
    context.output.expects(&specimen())?;
    let begun = desk.begin(&client, &draft).await?;
    announce(&begun, context);
    let ask = desk.words.query_line(&begun.attempt);
    let sending = async {
        let sent = desk.send(&client, &begun).await;
        sent.map_err(|ended| ended.failure)
    };
    let doing = "while the refund was being asked for";
    let interrupted = |code| desk.outcome_now(&begun).interrupted(code, doing);
    let found = outcome::guarded(context, sending, interrupted).await?;
    if let Err(failure) = desk.check_given(&begun, &found) {
        desk.accepted(&begun, &found.object).await;
        return Err(failure);
    }
    let next = (found.state == RefundStatus::Processing).then(|| format!("{ask} --wait"));
    let shown = context.output.show(&Report {
        refund: found.object.clone(),
        request_id: found.request_id,
        next,
    });
    let done = ("the refund was accepted", "退款已受理");
    shown.map_err(|failure| outcome::untold(failure, done, Some(&desk.outcome_now(&begun))))?;
    desk.accepted(&begun, &found.object).await;
    Ok(0)
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

fn draft(args: &Args, context: &Context) -> Result<Draft, Failure> {
    let payee = payee(context.profile()?, args.sub_mchid.as_ref())?;
    if let Some(path) = &args.body {
        return Draft::exact(args::file(path)?, payee);
    }
    let mut draft = Draft::of(args, &order_body::new_number()?, payee, context)?;
    if !args.new_refund {
        draft = draft.with_number_of_the_day()?;
    }
    if !draft.has_notify_url() && !context.output.json {
        context.output.warn(context.output.lang.pick(
            "no notify_url: WeChat Pay will post a notice of v2, if at all; set it in the profile or with --notify-url",
            "未设置 notify_url：微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url",
        ));
    }
    Ok(draft)
}

/// The number is told before the request leaves, so that the refund can be asked for whatever
/// happens next. In JSON, every error tells it.
fn announce(begun: &Begun, context: &Context) {
    if context.output.json {
        return;
    }
    let Begun {
        attempt, resumed, ..
    } = begun;
    let number = &attempt.out_refund_no;
    if *resumed {
        let since = attempt.began_at.to_rfc3339();
        context.output.note(context.output.lang.pick(
            format!("out_refund_no {number}: resuming the refund of {since}, with its parameters"),
            format!("out_refund_no {number}：以首次的参数继续 {since} 的退款"),
        ));
    } else {
        context.output.note(format!("out_refund_no {number}"));
    }
}
