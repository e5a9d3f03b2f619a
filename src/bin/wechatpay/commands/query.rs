//! `query`: looks an order up, and can wait until it is paid.

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::{PollResult, Until};
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState, Transaction};

use super::batch::{self, BatchArgs};
use super::described;
use super::dry_run;
use super::partner::SubMerchant;
use super::waiting::{WaitArgs, asking_failed, expected, wait};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Output, Page, Render, Text};

/// An order that was never paid has only the merchant's number.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(
        value_name = "NUMBER",
        required_unless_present_any = ["out_trade_no", "transaction_id", "batch"],
        conflicts_with_all = ["out_trade_no", "transaction_id", "batch"]
    )]
    number: Option<OutTradeNo>,
    #[arg(long, value_name = "NO", conflicts_with_all = ["transaction_id", "batch"])]
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
    pub(crate) batch: BatchArgs,
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
        described::show(&self.order, page);
    }
}

/// What the number of an order may be.
struct Readings {
    likely: OrderNumber,
    /// What it is if there is no such order.
    other: Option<OrderNumber>,
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        let of_batch = &["query-batch", "query-line"];
        self.batch.schemas(&["query"], of_batch)
    }

    /// Reads a number without a name as a transaction_id if it has the form of one: those are
    /// WeChat Pay's, though a merchant's own number may look the same.
    fn readings(&self) -> Result<Readings, CliError> {
        let named = match (&self.out_trade_no, &self.transaction_id) {
            (Some(number), _) => Some(OrderNumber::OutTradeNo(number.clone())),
            (None, Some(number)) => Some(OrderNumber::TransactionId(number.clone())),
            (None, None) => None,
        };
        let (likely, other) = match (named, &self.number) {
            (Some(named), _) => (named, None),
            (None, Some(number)) => {
                let own = OrderNumber::OutTradeNo(number.clone());
                match TransactionId::of_usual_form(number.as_str()) {
                    Some(id) => (OrderNumber::TransactionId(id), Some(own)),
                    None => (own, None),
                }
            }
            (None, None) => return Err(CliError::usage(text!("order-number-missing"))),
        };
        Ok(Readings { likely, other })
    }
}

/// Returns a report with every field that one can have.
fn specimen() -> Report {
    let fields = "appid mchid sp_appid sp_mchid sub_appid sub_mchid out_trade_no transaction_id \
                  trade_type trade_state trade_state_desc bank_type attach success_time \
                  payer.openid payer.sp_openid payer.sub_openid amount.total amount.payer_total \
                  amount.currency amount.payer_currency scene_info.device_id promotion_detail.";
    Report {
        order: described::specimen(fields),
        request_id: None,
    }
}

fn is_not_found(result: &Result<PollResult<Transaction>, Error>) -> bool {
    matches!(result, Err(Error::Api(refused)) if refused.refusal() == Refusal::NotFound)
}

/// In JSON, stderr is for the error object.
fn note(output: &Output, text: Text) {
    if !output.json {
        output.note(text);
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.is_given(&args.wait)? {
        return batch::query_orders(&args.batch, context).await;
    }
    let readings = args.readings()?;
    let client = context.client().await?;
    let profile = context.profile()?;
    let query = |number| -> Result<QueryOrder, CliError> {
        Ok(QueryOrder {
            number,
            payee: profile.payee()?,
            appid: profile.appid().ok(),
        })
    };
    if context.is_dry() {
        let query = query(readings.likely)?;
        return dry_run::show(&client.sign(&query), context);
    }
    context.output.expects(&specimen())?;
    let until = Until {
        expect: &args.expect,
        fail_on: &args.fail_on,
    };
    let output = &context.output;
    let likely = query(readings.likely)?;
    let mut result = wait(&client, &likely, &args.wait, &until, output).await;
    match (readings.other, is_not_found(&result)) {
        (Some(other), true) => {
            result = wait(&client, &query(other)?, &args.wait, &until, output).await;
            if is_not_found(&result) {
                return result.map(|_| ExitStatus::Success).map_err(|error| {
                    asking_failed(error).with_cause(text!("order-neither-number"))
                });
            }
            note(output, text!("order-found-as-out-trade-no"));
        }
        (Some(_), false) => note(output, text!("order-queried-as-transaction-id")),
        (None, _) => (),
    }
    let result = result.map_err(asking_failed)?;
    let answer = expected(result, &until, &args.wait, &text!("wait-order"))?;
    context.output.show(&Report {
        order: answer.value.object,
        request_id: answer.request_id,
    })
}
