//! `create-order`: creates a prepay order.

use std::cell::Cell;

use serde_json::Map;
use wechatpay::ambient;
use wechatpay::client::{Client, Until};
use wechatpay::error::Error;
use wechatpay::orders::{self, Expiry, Placed, PreparedOrder};
use wechatpay::protocol::id::{IdError, OutTradeNo};
use wechatpay::protocol::order::{Prepaid, TradeType};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState, Transaction};

use super::batch::{self};
pub(crate) use super::order_args::Args;
use super::order_body;
use super::order_report::{Ended, Report};
use super::outcome::{self, Outcome};
use super::waiting::{unmet, wait};
use super::{dry_run, qr};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.is_given(&args.wait)? {
        return batch::create_orders(args, context).await;
    }
    if args.qr && args.trade_type != TradeType::Native {
        return Err(CliError::usage("--qr goes with --trade-type native"));
    }
    context.ensure_local().await?;
    let mut prepared = order_body::build(args, context.profile()?, context)?;
    let awaited = match args.wait.wait {
        Some(_) => Some(awaited(prepared.out_trade_no.as_deref())?),
        None => None,
    };
    let client = context.client().await?;
    if context.is_dry() {
        return dry_run::show(&client.sign(&prepared.prepay), context);
    }
    if prepared.needs_payer_appid() {
        prepared.payer_appid = Some(context.profile()?.appid()?);
    }
    let order = Order {
        outcome: prepared
            .out_trade_no
            .as_deref()
            .map(|number| outcome(number, &again(number, args, &prepared), context)),
        prepared,
        awaited,
        draws: args.qr,
        exists: Cell::new(false),
    };
    context.output.expects(&order.specimen(&client)?)?;
    let is_generated = args.out_trade_no.is_none() && args.body.is_none();
    if let Some(number) = order.number().filter(|_| is_generated) {
        announce(number, context);
    }
    let placing = place(&order, &client, args, context);
    outcome::guarded(context, placing, |code| order.interrupted(code, context)).await
}

fn awaited(number: Option<&str>) -> Result<OutTradeNo, CliError> {
    number
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| CliError::usage("--wait needs an out_trade_no in the body"))
}

/// An order on its way.
struct Order {
    prepared: PreparedOrder,
    /// The number of an order whose payment is waited for.
    awaited: Option<OutTradeNo>,
    /// Whether the code is drawn.
    draws: bool,
    outcome: Option<Outcome>,
    /// Whether WeChat Pay has said that it made the order.
    exists: Cell<bool>,
}

impl Order {
    fn number(&self) -> Option<&str> {
        self.prepared.out_trade_no.as_deref()
    }

    fn failed(&self, error: Error) -> CliError {
        match &self.outcome {
            Some(outcome) => outcome.of(error),
            None => CliError::from(error),
        }
    }

    /// The failure to report an order that was made.
    fn unreported(&self, failure: CliError) -> CliError {
        outcome::untold(
            failure,
            ("the order was made", "订单已创建"),
            self.outcome.as_ref(),
        )
    }

    /// Returns a report with every field that this order's can have.
    fn specimen(&self, client: &Client) -> Result<Report, CliError> {
        let unusable = |error: IdError| CliError::internal("no specimen").with_source(error);
        let prepaid = match self.prepared.prepay.trade_type {
            TradeType::Jsapi | TradeType::App => {
                Prepaid::PrepayId("wx0".parse().map_err(unusable)?)
            }
            TradeType::Native => Prepaid::CodeUrl(String::new()),
            TradeType::H5 => Prepaid::H5Url(String::new()),
        };
        let waits = self.awaited.is_some();
        Ok(Report {
            out_trade_no: self.prepared.out_trade_no.clone(),
            pay_params: self.prepared.pay_params(client, &prepaid),
            prepaid,
            expires_at: ambient::now().to_rfc3339(),
            trade_state: waits.then_some(TradeState::Success),
            order: waits.then(Map::new),
            request_id: None,
            qr: self.draws.then(String::new),
        })
    }

    fn report(&self, placed: Placed, qr: Option<String>) -> Report {
        Report {
            out_trade_no: self.prepared.out_trade_no.clone(),
            prepaid: placed.prepaid,
            expires_at: placed.expires_at.to_rfc3339(),
            pay_params: placed.pay_params,
            trade_state: None,
            order: None,
            request_id: placed.request_id,
            qr,
        }
    }

    fn interrupted(&self, code: ExitStatus, context: &Context) -> CliError {
        let Some(outcome) = &self.outcome else {
            return outcome::ended(code, "while the order was being made");
        };
        if !self.exists.get() {
            return outcome.interrupted(code, "while the order was being made");
        }
        let failure = outcome::ended(code, "while the order was being waited for");
        still_payable(failure, self.number().unwrap_or_default(), context)
    }
}

async fn place(
    order: &Order,
    client: &Client,
    args: &Args,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let placed = orders::place(client, &order.prepared)
        .await
        .map_err(|error| order.failed(error))?;
    order.exists.set(true);
    let unreported = |failure| order.unreported(failure);
    let code = match &placed.prepaid {
        Prepaid::CodeUrl(url) if args.qr => Some(qr::draw(url).map_err(unreported)?),
        Prepaid::PrepayId(_) | Prepaid::CodeUrl(_) | Prepaid::H5Url(_) => None,
    };
    let for_people = !context.output.json && context.output.get.is_none();
    let mut report = order.report(placed, code);
    let Some(number) = &order.awaited else {
        return context
            .output
            .show(&report)
            .map(|()| ExitStatus::Success)
            .map_err(unreported);
    };
    // The payer needs it first; a program gets one object, in the end.
    if for_people {
        context.output.show(&report).map_err(unreported)?;
    } else if let Some(code) = &report.qr {
        context.output.note_lines(code);
    }
    let query = QueryOrder {
        number: OrderNumber::OutTradeNo(number.clone()),
        payee: order.prepared.prepay.payee.clone(),
        appid: order.prepared.appid.clone(),
    };
    let paid = wait_for_payment(client, number, &query, args, context).await?;
    if for_people {
        return context
            .output
            .show(&Ended(paid))
            .map(|()| ExitStatus::Success)
            .map_err(unreported);
    }
    report.trade_state = Some(paid.trade_state);
    report.order = Some(paid.object);
    context
        .output
        .show(&report)
        .map(|()| ExitStatus::Success)
        .map_err(unreported)
}

/// A number that was made here is told before the request leaves, so that the order can be
/// asked for whatever happens next. In JSON, stderr is for the error object, which tells it,
/// unless more is asked for.
fn announce(number: &str, context: &Context) {
    let text = format!("out_trade_no {number}");
    if context.output.json {
        context.output.trace(1, text);
    } else {
        context.output.tell(text);
    }
}

/// Waits until the order is paid, or can no longer be.
async fn wait_for_payment(
    client: &Client,
    number: &OutTradeNo,
    query: &QueryOrder,
    args: &Args,
    context: &Context,
) -> Result<Transaction, CliError> {
    let until = Until::FINAL;
    let failure = match wait(client, query, &args.wait, &until, &context.output).await {
        Ok(result) if result.answer.value.trade_state.is_final() => {
            return Ok(result.answer.value);
        }
        Ok(result) => unmet(&result, &[]),
        Err(error) => CliError::from(error),
    };
    Err(still_payable(failure, number.as_str(), context))
}

/// Says of an order that was made how to go on waiting for it.
fn still_payable(failure: CliError, number: &str, context: &Context) -> CliError {
    let again = context.command_line(&["query", "--out-trade-no", number, "--wait"]);
    let mut failure = failure.with_help(Text::pair(
        format!("the order exists and may still be paid: run `{again}`"),
        format!("订单已创建，仍可支付：运行 `{again}`"),
    ));
    failure.add_cause(format!("out_trade_no {number}"));
    failure
}

/// What an order may have become, where its number is known.
fn outcome(number: &str, again: &str, context: &Context) -> Outcome {
    Outcome {
        number: format!("out_trade_no {number}"),
        may: ("the order may exist", "订单可能已创建"),
        not: "no order was made by this command",
        ask: context.command_line(&["query", "--out-trade-no", number]),
        or: match again {
            "" => (
                "repeat the same command: it makes no second order".to_owned(),
                "重试同一命令，不会重复下单".to_owned(),
            ),
            again => (
                format!("repeat the same command with{again}: it makes no second order"),
                format!("以{again} 重试同一命令，不会重复下单"),
            ),
        },
    }
}

/// What the same command needs to send the same order again: a generated number, and the moment
/// that a relative expiry came to.
fn again(number: &str, args: &Args, prepared: &PreparedOrder) -> String {
    if args.body.is_some() {
        return String::new();
    }
    let number = format!(" --out-trade-no {}", args::shell_word(number));
    let until = match args.time_expire {
        Some(Expiry::After(_)) => prepared.time_expire.as_deref(),
        Some(Expiry::At(_)) | None => None,
    };
    let until = until.map(|until| format!(" --time-expire {}", args::shell_word(until)));
    number + &until.unwrap_or_default()
}
