//! `sandbox orders`: the orders of a sandbox, whether it runs or not.

use std::path::Path;

use serde::Serialize;
use wechatpay::protocol::transaction::TradeState;
use wechatpay::sandbox::{DEFAULT_LIMIT, Options, OrderFilter, OrderSummary, Sandbox};

use crate::args;
use crate::commands::described;
use crate::context::Context;
use crate::error::CliError;
use crate::text;
use crate::ui::{Cell, Page, Render, Tone};

/// Which orders.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT, value_parser = args::within::<usize>(1, u64::MAX))]
    limit: usize,
    #[arg(long, value_name = "STATE", value_parser = args::parsed::<TradeState>)]
    state: Option<TradeState>,
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
}

#[derive(Serialize)]
struct Report {
    orders: Vec<OrderSummary>,
}

impl Render for Report {
    const SCHEMA: &'static str = "sandbox-orders";

    fn render(&self, page: &mut Page) {
        if self.orders.is_empty() {
            page.line(text!("sandbox-no-orders"));
            return;
        }
        let header = [
            text!("sandbox-order-placed"),
            "out_trade_no".into(),
            text!("sandbox-order-amount"),
            "trade_state".into(),
            text!("sandbox-order-notified"),
            text!("sandbox-order-description"),
        ];
        // As in a log, the newest is last.
        let rows = self.orders.iter().rev().map(|order| {
            vec![
                described::time(&order.created_at.to_rfc3339(), page).into(),
                order.out_trade_no.to_string().into(),
                order.total.to_string().into(),
                described::state(&order.trade_state.to_string()),
                match order.notified {
                    Some(true) => Cell::toned(
                        Some(Tone::Good),
                        page.show(&text!("sandbox-order-acknowledged")),
                    ),
                    Some(false) => Cell::toned(
                        Some(Tone::Bad),
                        page.show(&text!("sandbox-order-not-acknowledged")),
                    ),
                    None => "-".into(),
                },
                order.description.clone().into(),
            ]
        });
        let rows: Vec<_> = rows.collect();
        page.table(&header, rows);
    }
}

pub(super) fn run(args: &Args, data: &Path, context: &Context) -> Result<(), CliError> {
    let mut filter = OrderFilter::default();
    filter.limit = args.limit;
    filter.state.clone_from(&args.state);
    filter.number.clone_from(&args.number);
    let orders = Sandbox::open(data, Options::default())?.list_orders(&filter)?;
    context.output.show(&Report { orders })
}
