//! `close`: closes an unpaid order.

use serde::Serialize;
use wechatpay::error::Error;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::protocol::transaction::CloseOrder;

use super::dry_run;
use super::outcome::{self, UncertainOutcome};
use super::partner::SubMerchant;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// Which order.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "OUT_TRADE_NO", required_unless_present = "out_trade_no")]
    number: Option<OutTradeNo>,
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
        let number = &self.out_trade_no;
        page.toned(Tone::Good, text!("order-closed", number));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let Some(out_trade_no) = args.number.clone().or_else(|| args.out_trade_no.clone()) else {
        return Err(CliError::usage(text!("order-close-number-missing")));
    };
    let client = context.client().await?;
    let close = CloseOrder::new(out_trade_no.clone(), context.profile()?.payee()?);
    if context.is_dry() {
        return dry_run::show(&client.sign(&close), context);
    }
    let number = out_trade_no.as_str();
    let outcome = UncertainOutcome {
        number: format!("out_trade_no {number}"),
        possible: text!("order-may-be-closed"),
        certain: text!("order-not-closed"),
        check_with: context.command_line(&["query", "--out-trade-no", number]),
        alternative: text!("order-close-again"),
    };
    let closing = async {
        let answer = client.call(&close).await;
        answer.map_err(|error| {
            let is_refused = matches!(error, Error::Api(_));
            let failure = outcome.failed(error);
            match TransactionId::of_usual_form(number) {
                Some(_) if is_refused => {
                    failure.with_more_help(text!("order-close-not-transaction-id"))
                }
                Some(_) | None => failure,
            }
        })
    };
    let interrupted = |status| outcome.interrupted(status, &text!("order-closing"));
    let answer = outcome::guarded(context, closing, interrupted).await?;
    let shown = context.output.show(&Report {
        out_trade_no: out_trade_no.clone(),
        closed: true,
        request_id: answer.request_id,
    });
    shown
        .map_err(|failure| outcome::unreported(failure, &text!("order-was-closed"), Some(&outcome)))
}
