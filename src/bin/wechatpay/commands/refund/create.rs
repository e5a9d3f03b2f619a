//! `refund create`: gives a payment back, once, whatever happens on the way.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::refund::{CreateRefund, RefundStatus};

use super::attempt::{Attempt, Course};
use super::body::{self, Known};
use super::book::Book;
use super::outcome::{Ended, judge, send};
use super::{payee, words};
use crate::args;
use crate::commands::{dry_run, order_body, outcome, query};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render};

/// What is refunded, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The merchant's number for the order
    #[arg(long, value_name = "N", required_unless_present_any = ["transaction_id", "body"])]
    pub(super) out_trade_no: Option<OutTradeNo>,
    /// WeChat Pay's number for the payment
    #[arg(long, value_name = "T", conflicts_with = "out_trade_no")]
    pub(super) transaction_id: Option<TransactionId>,
    /// How much to give back, in fen
    #[arg(long, value_name = "FEN", required_unless_present_any = ["refund_yuan", "body"])]
    pub(super) refund: Option<Fen>,
    /// How much to give back, in yuan, at most two decimal places
    #[arg(long, value_name = "12.34", value_parser = args::yuan, conflicts_with = "refund")]
    pub(super) refund_yuan: Option<Fen>,
    /// What the order came to, in fen [default: as a query of the order says]
    #[arg(long, value_name = "FEN")]
    pub(super) total: Option<Fen>,
    /// The merchant's number for the refund; a new number refunds again [default: the
    /// unfinished refund's of this order, else a new one]
    #[arg(long, value_name = "N")]
    out_refund_no: Option<OutRefundNo>,
    /// Shown to the payer
    #[arg(long, value_name = "T")]
    pub(super) reason: Option<String>,
    /// Where the notification goes [default: the profile's]
    #[arg(long, value_name = "U")]
    pub(super) notify_url: Option<String>,
    /// Which account pays for it
    #[arg(long, value_name = "A", value_parser = ["AVAILABLE", "UNSETTLED"])]
    pub(super) funds_account: Option<String>,
    /// goods_detail, as a JSON array
    #[arg(long, value_name = "FILE")]
    pub(super) goods_detail: Option<PathBuf>,
    /// The sub-merchant who took the payment [default: the profile's]
    #[arg(long, value_name = "M")]
    sub_mchid: Option<Mchid>,
    /// Send this body byte for byte
    #[arg(long, value_name = "FILE|-", conflicts_with_all = [
        "out_trade_no", "transaction_id", "refund", "refund_yuan", "total", "out_refund_no", "reason", "notify_url",
        "funds_account", "goods_detail", "sub_mchid", "set", "set_json",
    ])]
    body: Option<PathBuf>,
    /// Set a field of the body to a text
    #[arg(long, value_name = "a.b=TEXT", value_parser = args::assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Set a field of the body to a JSON value
    #[arg(long, value_name = "a.b=JSON", value_parser = args::assignment)]
    pub(super) set_json: Vec<(String, String)>,
    /// Forget this order's unfinished refunds, and refund beside them: the payer may get the
    /// money twice
    #[arg(long)]
    new_refund: bool,
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
    let client = context.client().await?;
    let book = Book::open(context)?;
    let prepared = prepare(args, &client, &book, context).await?;
    if context.is_dry() {
        let (attempt, _) = decide(prepared, &book, args, context)?;
        let refund = CreateRefund { body: attempt.body };
        return dry_run::show(&client.sign(&refund), context);
    }
    let held = book.hold()?;
    let (attempt, resumed) = decide(prepared, &book, args, context)?;
    if !resumed {
        book.remember(&attempt)?;
        if args.new_refund {
            forget_others(&attempt, &book)?;
        }
    }
    drop(held);
    announce(&attempt, resumed, context);
    let unknown = words::outcome(&attempt, context);
    let sending = async {
        let sent = send(&client, &attempt).await;
        let sent = sent.map_err(|lost| judge(lost, resumed, &unknown));
        if !matches!(&sent, Err(Ended { known: false, .. }))
            && let Err(failure) = book.forget(&attempt)
        {
            context.output.warn(failure.message);
        }
        sent.map_err(|ended| ended.failure)
    };
    let doing = "while the refund was being asked for";
    let interrupted = |code| unknown.interrupted(code, doing);
    let found = outcome::guarded(context, sending, interrupted).await?;
    let next = (found.state == RefundStatus::Processing)
        .then(|| format!("{} --wait", words::query_line(&attempt, context)));
    context.output.show(&Report {
        refund: found.object,
        request_id: found.request_id,
        next,
    })?;
    Ok(0)
}

/// An attempt that is ready, and whether its number was made for it.
struct Prepared {
    attempt: Attempt,
    made: bool,
}

async fn prepare(
    args: &Args,
    client: &Client,
    book: &Book,
    context: &Context,
) -> Result<Prepared, Failure> {
    let payee = payee(context.profile()?, args.sub_mchid.as_ref())?;
    if let Some(path) = &args.body {
        let attempt = Attempt::read(args::file(path)?, &payee)?;
        return Ok(Prepared {
            attempt,
            made: false,
        });
    }
    let mut known = Known::of(args);
    let by_number = known.out_trade_no.is_some();
    let unfinished = book.unfinished(&payee)?;
    let unclear = unfinished.iter().any(|other| other.may_be_of(by_number));
    if !context.is_dry() && (known.total.is_none() || unclear) {
        known.complete(client, payee.clone()).await?;
    }
    let new: OutRefundNo = order_body::new_number()?;
    let number = args.out_refund_no.as_ref().unwrap_or(&new);
    let body = body::build(args, &known, number, &payee, context)?;
    let has_notify_url = json::parse(&body).is_ok_and(|body| body.get("notify_url").is_some());
    if !has_notify_url && !context.output.json {
        context.output.warn(context.output.lang.pick(
            "no notify_url: WeChat Pay will post a notice of v2, if at all; set it in the profile or with --notify-url",
            "未设置 notify_url：微信支付至多发送 v2 格式的通知；请在配置中设置，或使用 --notify-url",
        ));
    }
    let attempt = Attempt::read(body, &payee)?;
    let made = attempt.out_refund_no == new;
    Ok(Prepared {
        attempt: Attempt {
            out_trade_no: known.out_trade_no.or(attempt.out_trade_no),
            transaction_id: known.transaction_id.or(attempt.transaction_id),
            ..attempt
        },
        made,
    })
}

/// Returns what is to be sent, and whether it was sent before.
fn decide(
    prepared: Prepared,
    book: &Book,
    args: &Args,
    context: &Context,
) -> Result<(Attempt, bool), Failure> {
    let Prepared { attempt, made } = prepared;
    if args.new_refund {
        return Ok((attempt, false));
    }
    let unfinished = book.unfinished(&attempt.payee())?;
    match attempt.course(&unfinished, made, args.body.is_some()) {
        Ok(Course::New) => Ok((attempt, false)),
        Ok(Course::Resume(earlier)) => Ok((*earlier, true)),
        Err(clash) => Err(words::clash(&clash, context)),
    }
}

fn forget_others(attempt: &Attempt, book: &Book) -> Result<(), Failure> {
    for other in book.unfinished(&attempt.payee())? {
        if other.same_order(attempt) && other.out_refund_no != attempt.out_refund_no {
            book.forget(&other)?;
        }
    }
    Ok(())
}

/// The number is told before the request leaves, so that the refund can be asked for whatever
/// happens next. In JSON, every error tells it.
fn announce(attempt: &Attempt, resumed: bool, context: &Context) {
    if context.output.json {
        return;
    }
    let number = &attempt.out_refund_no;
    if resumed {
        let since = attempt.began_at.to_rfc3339();
        context.output.note(context.output.lang.pick(
            format!("out_refund_no {number}: resuming the refund of {since}, with its parameters"),
            format!("out_refund_no {number}：以首次的参数继续 {since} 的退款"),
        ));
    } else {
        context.output.note(format!("out_refund_no {number}"));
    }
}
