//! `query`: asks for an order, and can wait until it is paid.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::client::{Answer, Client};
use wechatpay::error::Error;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};

use super::dry_run;
use crate::args;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render};

/// An order that was never paid has only the merchant's number.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The merchant's number for the order
    #[arg(
        long,
        value_name = "NO",
        required_unless_present = "transaction_id",
        conflicts_with = "transaction_id"
    )]
    out_trade_no: Option<OutTradeNo>,
    /// WeChat Pay's number for the payment
    #[arg(long, value_name = "NO")]
    transaction_id: Option<TransactionId>,
    #[command(flatten)]
    wait: WaitArgs,
    /// Exit 8 unless the order is in one of these states
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = args::parsed::<TradeState>)]
    expect: Vec<TradeState>,
    /// Stop with exit 8 as soon as the order is in one of these states
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = args::parsed::<TradeState>)]
    fail_on: Vec<TradeState>,
}

/// How long an order is waited for, and how often it is asked for.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WaitArgs {
    /// Ask again until the state is final, for at most this long
    #[arg(long, value_name = "D", num_args = 0..=1, require_equals = true, default_missing_value = "5m", value_parser = args::duration)]
    pub(crate) wait: Option<Duration>,
    /// Pause this long at first; the pauses grow
    #[arg(long, value_name = "D", default_value = "2s", value_parser = args::duration)]
    pub(crate) interval: Duration,
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
        show_object(&self.order, page);
    }
}

/// Shows the values of an object by their paths.
pub(crate) fn show_object(object: &Map<String, Value>, page: &mut Page) {
    let mut rows = Vec::new();
    flatten("", &Value::Object(object.clone()), &mut rows);
    page.fields(
        rows.iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    );
}

fn flatten(path: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                flatten(&path, inner, rows);
            }
        }
        Value::String(text) => rows.push((path.to_owned(), text.clone())),
        other => rows.push((path.to_owned(), other.to_string())),
    }
}

/// An order as WeChat Pay describes it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) order: Map<String, Value>,
    pub(crate) state: TradeState,
    pub(crate) request_id: Option<String>,
}

/// Asks once.
pub(crate) async fn ask(client: &Client, query: &QueryOrder) -> Result<Found, Failure> {
    let answer = client.call(query).await?;
    let (order, state) = read_object(&answer, "trade_state")?;
    Ok(Found {
        order,
        state: state.into(),
        request_id: answer.request_id,
    })
}

/// Reads an answer that is an object, and the text of the field that says how things stand.
pub(crate) fn read_object(
    answer: &Answer,
    state: &str,
) -> Result<(Map<String, Value>, String), Error> {
    let unreadable = |what: String| Error::Answer {
        what,
        request_id: answer.request_id.clone(),
    };
    let object = match json::parse(answer.body.body()) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err(unreadable("it is not an object".to_owned())),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let found = object.get(state).and_then(Value::as_str).map(str::to_owned);
    match found {
        Some(found) => Ok((object, found)),
        None => Err(unreadable(format!("it has no {state}"))),
    }
}

/// Asks until the state is one of `until`, or final where that is empty, or in `fail_on`; the
/// pauses grow up to half a minute.
pub(crate) async fn wait(
    client: &Client,
    query: &QueryOrder,
    patience: &WaitArgs,
    until: &[TradeState],
    fail_on: &[TradeState],
) -> Result<Found, Failure> {
    let arrived = |found: &Found| {
        until.contains(&found.state) || found.state.is_final() || fail_on.contains(&found.state)
    };
    poll(patience, async || ask(client, query).await, arrived).await
}

/// Asks again and again until what is found is enough, for as long as the patience lasts.
pub(crate) async fn poll<T>(
    patience: &WaitArgs,
    ask: impl AsyncFn() -> Result<T, Failure>,
    enough: impl Fn(&T) -> bool,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::now() + patience.wait.unwrap_or_default();
    let mut pause = patience.interval.max(Duration::from_millis(10));
    loop {
        let found = ask().await?;
        let left = deadline.saturating_duration_since(tokio::time::Instant::now());
        if enough(&found) || left.is_zero() {
            return Ok(found);
        }
        tokio::time::sleep(ambient::jitter(pause).min(left)).await;
        pause = (pause * 3 / 2).min(Duration::from_secs(30));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    let client = context.client().await?;
    let number = match (&args.out_trade_no, &args.transaction_id) {
        (Some(number), _) => OrderNumber::OutTradeNo(number.clone()),
        (None, Some(number)) => OrderNumber::TransactionId(number.clone()),
        (None, None) => {
            return Err(Failure::usage(
                "--out-trade-no or --transaction-id is needed",
            ));
        }
    };
    let payee: Payee = context.profile()?.payee()?;
    let query = QueryOrder { number, payee };
    if context.is_dry() {
        return dry_run::show(&client.sign(&query), context);
    }
    let found = match args.wait.wait {
        Some(_) => wait(&client, &query, &args.wait, &args.expect, &args.fail_on).await?,
        None => ask(&client, &query).await?,
    };
    let failed = args.fail_on.contains(&found.state);
    let unexpected = match args.expect.as_slice() {
        [] => args.wait.wait.is_some() && !found.state.is_final(),
        expected => !expected.contains(&found.state),
    };
    if failed || unexpected {
        return Err(unmet(&found.state, &args.expect));
    }
    context.output.show(&Report {
        order: found.order,
        request_id: found.request_id,
    })?;
    Ok(0)
}

/// The failure of a wait that ended in another state.
pub(crate) fn unmet(state: &TradeState, expected: &[TradeState]) -> Failure {
    let wanted = match expected {
        [] => "a final state".to_owned(),
        states => states
            .iter()
            .map(TradeState::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
    };
    Failure::condition(format!("the order is {state}, not {wanted}")).with_code(state.as_str())
}
