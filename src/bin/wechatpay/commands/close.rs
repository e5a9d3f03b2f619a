//! `close`: closes an unpaid order.

use serde::Serialize;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::transaction::CloseOrder;

use super::dry_run;
use super::outcome::{self, Outcome};
use super::partner::SubMerchant;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render, Tone};

/// Which order.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The merchant's number for the order
    #[arg(value_name = "OUT_TRADE_NO", required_unless_present = "out_trade_no")]
    number: Option<OutTradeNo>,
    /// The same, as an option
    #[arg(long, value_name = "NO", conflicts_with = "number")]
    out_trade_no: Option<OutTradeNo>,
    #[command(flatten)]
    pub(crate) partner: SubMerchant,
}

#[derive(Serialize)]
struct Report {
    out_trade_no: OutTradeNo,
    closed: bool,
    request_id: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "close";

    fn render(&self, page: &mut Page) {
        let text = page.pick("closed", "已关闭");
        page.toned(Tone::Good, format!("{} {text}", self.out_trade_no));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let Some(out_trade_no) = args.number.clone().or_else(|| args.out_trade_no.clone()) else {
        return Err(CliError::usage("an out_trade_no is needed"));
    };
    let client = context.client().await?;
    let close = CloseOrder::new(out_trade_no.clone(), context.profile()?.payee()?);
    if context.is_dry() {
        return dry_run::show(&client.sign(&close), context);
    }
    let report = |request_id| Report {
        out_trade_no: out_trade_no.clone(),
        closed: true,
        request_id,
    };
    context.output.expects(&report(None))?;
    let number = out_trade_no.as_str();
    let outcome = Outcome {
        number: format!("out_trade_no {number}"),
        may: ("the order may be closed", "订单可能已关闭"),
        not: "nothing was closed by this command",
        ask: context.command_line(&["query", "--out-trade-no", number]),
        or: (
            "repeat the same command: closing twice is safe".to_owned(),
            "重试同一命令，可安全重复".to_owned(),
        ),
    };
    let closing = async {
        let answer = client.call(&close).await;
        answer.map_err(|error| outcome.of(error))
    };
    let doing = "while the order was being closed";
    let answer =
        outcome::guarded(context, closing, |code| outcome.interrupted(code, doing)).await?;
    let shown = context.output.show(&report(answer.request_id));
    let done = ("the order was closed", "订单已关闭");
    shown.map_err(|failure| outcome::untold(failure, done, Some(&outcome)))?;
    Ok(ExitStatus::Success)
}
