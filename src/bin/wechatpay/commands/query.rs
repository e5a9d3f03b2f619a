//! `query`: looks an order up, and can wait until it is paid.

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::Until;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};

use super::batch::{self, BatchArgs};
use super::dry_run;
use super::partner::SubMerchant;
use super::waiting::{WaitArgs, asking_failed, expected, wait};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render};

/// An order that was never paid has only the merchant's number.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(
        long,
        value_name = "NO",
        required_unless_present_any = ["transaction_id", "batch"],
        conflicts_with_all = ["transaction_id", "batch"]
    )]
    out_trade_no: Option<OutTradeNo>,
    #[arg(long, value_name = "NO", conflicts_with = "batch")]
    transaction_id: Option<TransactionId>,
    #[command(flatten)]
    pub(crate) partner: SubMerchant,
    #[command(flatten)]
    wait: WaitArgs,
    #[arg(
        long,
        value_name = "STATE",
        value_delimiter = ',',
        value_parser = args::parsed::<TradeState>,
        conflicts_with = "batch"
    )]
    expect: Vec<TradeState>,
    #[arg(
        long,
        value_name = "STATE",
        value_delimiter = ',',
        value_parser = args::parsed::<TradeState>,
        conflicts_with = "batch"
    )]
    fail_on: Vec<TradeState>,
    #[command(flatten)]
    batch: BatchArgs,
}

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    order: Map<String, Value>,
    request_id: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "query";

    fn render(&self, page: &mut Page) {
        page.fields(json::flatten(&self.order));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.is_given(&args.wait)? {
        return batch::query_orders(&args.batch, context).await;
    }
    let client = context.client().await?;
    let number = match (&args.out_trade_no, &args.transaction_id) {
        (Some(number), _) => OrderNumber::OutTradeNo(number.clone()),
        (None, Some(number)) => OrderNumber::TransactionId(number.clone()),
        (None, None) => {
            return Err(CliError::usage(text!("order-number-missing")));
        }
    };
    let profile = context.profile()?;
    let query = QueryOrder {
        number,
        payee: profile.payee()?,
        appid: profile.appid().ok(),
    };
    if context.is_dry() {
        return dry_run::show(&client.sign(&query), context);
    }
    let until = Until {
        expect: &args.expect,
        fail_on: &args.fail_on,
    };
    let result = wait(&client, &query, &args.wait, &until, &context.output)
        .await
        .map_err(asking_failed)?;
    let answer = expected(result, &until, &args.wait, &text!("wait-order"))?;
    context.output.show(&Report {
        order: answer.value.object,
        request_id: answer.request_id,
    })?;
    Ok(ExitStatus::Success)
}
