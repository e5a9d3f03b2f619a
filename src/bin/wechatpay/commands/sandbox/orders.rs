//! `sandbox orders`: the orders of a sandbox, whether it runs or not.

use std::path::Path;

use serde::Serialize;
use wechatpay::protocol::transaction::TradeState;
use wechatpay::sandbox::{DEFAULT_LIMIT, Options, OrderFilter, OrderSummary, Sandbox};

use crate::args;
use crate::commands::described;
use crate::commands::rows::table;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
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
        let acknowledged = page.show(&text!("sandbox-order-acknowledged"));
        let not_acknowledged = page.show(&text!("sandbox-order-not-acknowledged"));
        let notified = |state| match state {
            Some(true) => Cell::toned(Some(Tone::Good), &*acknowledged),
            Some(false) => Cell::toned(Some(Tone::Bad), &*not_acknowledged),
            None => "-".into(),
        };
        // As in a log, the newest is last.
        table!(page, order in self.orders.iter().rev() => {
            text!("sandbox-order-placed") => described::time(&order.created_at.to_rfc3339(), page),
            "out_trade_no" => order.out_trade_no.as_str(),
            text!("sandbox-order-amount") => order.total.to_string(),
            "trade_state" => described::state(&order.trade_state.to_string()),
            text!("sandbox-order-notified") => notified(order.notified),
            text!("sandbox-order-description") => order.description.clone(),
        });
    }
}

pub(super) fn run(args: &Args, data: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    let mut filter = OrderFilter::default();
    filter.limit = args.limit;
    filter.state.clone_from(&args.state);
    filter.number.clone_from(&args.number);
    let orders = Sandbox::open(data, Options::default())?.list_orders(&filter)?;
    context.output.show(&Report { orders })
}
