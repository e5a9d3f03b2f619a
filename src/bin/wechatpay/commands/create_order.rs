//! `create-order`: creates a prepay order, and can wait until it is paid.

pub(in crate::commands) mod args;

use std::cell::Cell;

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::client::{Client, Until};
use wechatpay::orders::{self, Expiry, PreparedOrder};
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::order::{Prepaid, TradeType};
use wechatpay::protocol::pay_params::PayParams;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState, Transaction};
use wechatpay::shell;

pub(crate) use self::args::Args;
use super::batch;
use super::described;
use super::dry_run;
use super::outcome::{self, UncertainOutcome};
use super::rows::fields;
use super::waiting::{unmet, wait};
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// What the payer pays with, and how waiting for the payment ended.
#[derive(Serialize)]
struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    out_trade_no: Option<String>,
    #[serde(flatten)]
    prepaid: Prepaid,
    expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_params: Option<PayParams>,
    /// The state in which waiting ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    trade_state: Option<TradeState>,
    /// The order as it was when waiting ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<Map<String, Value>>,
    request_id: Option<String>,
    /// The code to scan, drawn with block characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "create-order";

    fn render(&self, page: &mut Page) {
        fields!(page, {
            "out_trade_no" => self.out_trade_no.clone().unwrap_or_default(),
            self.prepaid.name() => self.prepaid.as_str(),
            "expires_at" => described::time(&self.expires_at, page),
            "request_id" => self.request_id.clone(),
        });
        if let Some(params) = self
            .pay_params
            .as_ref()
            .and_then(|params| serde_json::to_string_pretty(params).ok())
        {
            page.line(text!("order-pay-params"));
            page.lines(params);
        }
        if let Some(qr) = &self.qr {
            page.lines(qr);
        }
    }
}

/// The state in which waiting ended, for a person who has read the rest of the report.
#[derive(Serialize)]
struct PaymentReport {
    trade_state: TradeState,
}

impl Render for PaymentReport {
    const SCHEMA: &'static str = "create-order-wait";

    fn render(&self, page: &mut Page) {
        let tone = if self.trade_state == TradeState::Success {
            Tone::Good
        } else {
            Tone::Bad
        };
        page.toned(tone, format!("trade_state {}", self.trade_state));
    }
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        let of_batch = &["create-order-batch", "create-order-line"];
        self.batch
            .schemas(&["create-order", "create-order-wait"], of_batch)
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.batch.is_given(&args.wait)? {
        return batch::create_orders(args, context).await;
    }
    if args.qr && args.trade_type != TradeType::Native {
        return Err(CliError::usage(text!("order-qr-not-native")));
    }
    context.ensure_local().await?;
    let mut prepared = args.prepare(context)?;
    let awaited = match args.wait.wait {
        Some(_) => Some(awaited_number(&prepared)?),
        None => None,
    };
    let client = context.client().await?;
    if context.is_dry() {
        return dry_run::show(&client.sign(&prepared.prepay), context);
    }
    if prepared.needs_payer_appid() {
        prepared.payer_appid = Some(context.profile()?.appid()?);
    }
    let order = Submission {
        args,
        context,
        client: &client,
        outcome: uncertain_outcome(&prepared, args, context),
        prepared,
        awaited,
        exists: Cell::new(false),
    };
    context.output.expects(&order.specimen())?;
    if args.out_trade_no.is_none() && args.body.is_none() {
        order.announce();
    }
    outcome::guarded(context, order.place(), |signal| order.interrupted(signal)).await
}

fn awaited_number(order: &PreparedOrder) -> Result<OutTradeNo, CliError> {
    order
        .out_trade_no
        .as_deref()
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| CliError::usage(text!("order-wait-without-number")))
}

/// An order on its way.
struct Submission<'a> {
    args: &'a Args,
    context: &'a Context,
    client: &'a Client,
    prepared: PreparedOrder,
    /// The number of an order whose payment is waited for.
    awaited: Option<OutTradeNo>,
    /// None if the order's number is not known.
    outcome: Option<UncertainOutcome>,
    /// Whether WeChat Pay has confirmed the order.
    exists: Cell<bool>,
}

impl Submission<'_> {
    /// Shows a generated number before the request leaves, so that the order can be queried
    /// whatever happens next. In JSON, stderr is for the error object, which has it, too.
    fn announce(&self) {
        let Some(number) = &self.prepared.out_trade_no else {
            return;
        };
        let output = &self.context.output;
        let line = format!("out_trade_no {number}");
        if output.json {
            output.trace(1, line);
        } else {
            output.tell(line);
        }
    }

    /// Returns a report with every field that this order's can have.
    fn specimen(&self) -> Report {
        let prepaid = match self.prepared.prepay.trade_type {
            TradeType::Jsapi | TradeType::App => {
                Prepaid::PrepayId("wx0".parse().expect("letters and a digit are a prepay_id"))
            }
            TradeType::Native => Prepaid::CodeUrl(String::new()),
            TradeType::H5 => Prepaid::H5Url(String::new()),
        };
        let is_awaited = self.awaited.is_some();
        Report {
            pay_params: self.prepared.pay_params(self.client, &prepaid),
            trade_state: is_awaited.then_some(TradeState::Success),
            order: is_awaited.then(Map::new),
            qr: self.args.qr.then(String::new),
            ..self.report(prepaid, ambient::now())
        }
    }

    fn report(&self, prepaid: Prepaid, expires_at: Timestamp) -> Report {
        Report {
            out_trade_no: self.prepared.out_trade_no.clone(),
            prepaid,
            expires_at: expires_at.to_rfc3339(),
            pay_params: None,
            trade_state: None,
            order: None,
            request_id: None,
            qr: None,
        }
    }

    async fn place(&self) -> Result<ExitStatus, CliError> {
        let placed =
            orders::place(self.client, &self.prepared)
                .await
                .map_err(|error| match &self.outcome {
                    Some(outcome) => outcome.failed(error),
                    None => error.into(),
                })?;
        self.exists.set(true);
        let mut report = Report {
            pay_params: placed.pay_params,
            request_id: placed.request_id,
            ..self.report(placed.prepaid, placed.expires_at)
        };
        if let Prepaid::CodeUrl(url) = &report.prepaid
            && self.args.qr
        {
            report.qr = Some(draw_qr(url).map_err(|failure| self.unreported(failure))?);
        }
        let Some(number) = &self.awaited else {
            return self.show(&report);
        };
        let output = &self.context.output;
        // The payer needs it first; a program gets one object, at the end.
        let is_for_people = !output.json && output.get.is_none();
        if is_for_people {
            self.show(&report)?;
        } else if let Some(code) = &report.qr {
            output.note_lines(code);
        }
        let Transaction {
            trade_state,
            object,
            ..
        } = self.wait_for_payment(number).await?;
        if is_for_people {
            return self.show(&PaymentReport { trade_state });
        }
        report.trade_state = Some(trade_state);
        report.order = Some(object);
        self.show(&report)
    }

    fn show(&self, report: &impl Render) -> Result<ExitStatus, CliError> {
        let shown = self.context.output.show(report);
        shown.map_err(|failure| self.unreported(failure))
    }

    fn unreported(&self, failure: CliError) -> CliError {
        outcome::unreported(failure, &text!("order-was-made"), self.outcome.as_ref())
    }

    /// Waits until the order is paid, or cannot be paid any more.
    async fn wait_for_payment(&self, number: &OutTradeNo) -> Result<Transaction, CliError> {
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(number.clone()),
            payee: self.prepared.prepay.payee.clone(),
            appid: self.prepared.appid.clone(),
        };
        let (wait_args, output) = (&self.args.wait, &self.context.output);
        let failure = match wait(self.client, &query, wait_args, &Until::FINAL, output).await {
            Ok(result) if result.answer.value.trade_state.is_final() => {
                return Ok(result.answer.value);
            }
            Ok(result) => unmet(&result, &[], &text!("wait-order")),
            Err(error) => error.into(),
        };
        Err(self.still_payable(failure, number.as_str()))
    }

    fn interrupted(&self, signal: Kind) -> CliError {
        match (&self.outcome, &self.prepared.out_trade_no) {
            (_, Some(number)) if self.exists.get() => {
                let doing = text!("order-awaiting-payment");
                self.still_payable(outcome::interrupted(signal, &doing), number)
            }
            (Some(outcome), _) => outcome.interrupted(signal, &text!("order-placing")),
            (None, _) => outcome::interrupted(signal, &text!("order-placing")),
        }
    }

    /// Says how to go on waiting for the payment of an order that exists.
    fn still_payable(&self, failure: CliError, number: &str) -> CliError {
        let query = ["query", "--out-trade-no", number, "--wait"];
        let command = self.context.command_line(&query);
        failure
            .with_cause(format!("out_trade_no {number}"))
            .with_help(text!("order-still-payable", command))
    }
}

fn uncertain_outcome(
    order: &PreparedOrder,
    args: &Args,
    context: &Context,
) -> Option<UncertainOutcome> {
    let number = order.out_trade_no.as_deref()?;
    // What the same command needs to send the same order again: a generated number, and the
    // moment that a relative expiry came to.
    let mut options = format!("--out-trade-no {}", shell::word(number));
    if let (Some(Expiry::After(_)), Some(until)) = (&args.time_expire, &order.time_expire) {
        options.extend([" --time-expire ", &shell::word(until)]);
    }
    Some(UncertainOutcome {
        number: format!("out_trade_no {number}"),
        possible: text!("order-may-exist"),
        certain: text!("order-not-made"),
        check_with: context.command_line(&["query", "--out-trade-no", number]),
        alternative: match args.body {
            Some(_) => text!("order-repeat"),
            None => text!("order-repeat-with", options),
        },
    })
}

/// Draws a QR code that a phone reads off a terminal, with the quiet zone that cameras need.
fn draw_qr(link: &str) -> Result<String, CliError> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M)
        .map_err(|error| CliError::internal(text!("order-qr-too-long")).with_source(error))?;
    // On the usual dark terminal, light modules are the ones that are drawn.
    Ok(code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build())
}
