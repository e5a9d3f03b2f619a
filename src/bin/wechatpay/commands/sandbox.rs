//! `sandbox`: a local WeChat Pay that stays up, and what happens on it.

mod args;
mod child;
mod complain;
mod delivery;
mod descendants;
mod event_lines;
mod example;
mod fault;
mod merchants;
mod orders;
mod printing;
mod refusal;
mod requests;
mod run;
mod serve;
mod transfer;
mod trust;

use std::path::Path;

use serde::Serialize;
use wechatpay::protocol::id::SerialNo;
use wechatpay::sandbox::{CertificatesListed, Options, Sandbox};

pub(crate) use self::args::Args;
use self::args::{Action, Refund};
use self::delivery::deliver;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Output, Page, Render, Tone};

impl Render for CertificatesListed {
    const SCHEMA: &'static str = "sandbox-rotate";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Good, text!("sandbox-signs", serial_no = &self.newest));
        let is_old = |serial_no: &&SerialNo| **serial_no != self.newest;
        for serial_no in self.listed.iter().filter(is_old) {
            page.line(text!("sandbox-still-listed", serial_no));
        }
    }
}

#[derive(Serialize)]
struct Done {
    done: Change,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Reset,
    Import,
}

impl Render for Done {
    const SCHEMA: &'static str = "sandbox-done";

    fn render(&self, page: &mut Page) {
        page.line(match self.done {
            Change::Reset => text!("sandbox-reset-done"),
            Change::Import => text!("sandbox-import-done"),
        });
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.use_sandbox_data(args.data.clone());
    let Some(action) = &args.action else {
        return serve::serve(args, context).await;
    };
    let data = context.sandbox_data()?;
    let open = || Sandbox::open(&data, Options::default());
    match action {
        Action::Pay(order) => {
            let sandbox = sandbox_handle::start(&data, false).await?;
            let first = sandbox.pay(&order.out_trade_no).await;
            deliver(&sandbox, first, order, context).await
        }
        Action::Refund(Refund { order, status }) => {
            let sandbox = sandbox_handle::start(&data, false).await?;
            let first = sandbox.refund(&order.out_trade_no, status).await;
            deliver(&sandbox, first, order, context).await
        }
        Action::Run(run) => {
            let options = run.options(args.options(&data)?);
            run::run(run, &data, options, &args.fault, context).await
        }
        Action::Trust(trust) => trust::run(trust, &data, context),
        Action::AddMerchant(args) => merchants::add(args, &data, context),
        Action::Merchants => merchants::list(&data, context),
        Action::Orders(args) => orders::run(args, &data, context),
        Action::Example(args) => example::run(args, context),
        Action::Transfer(args) => transfer::run(args, &data, context).await,
        Action::Complain(args) => complain::run(args, &data, context).await,
        Action::Requests(args) => requests::run(args, &data, context).await,
        Action::Rotate { pause } => {
            tokio::time::sleep(pause.unwrap_or_default()).await;
            let sandbox = sandbox_handle::start(&data, false).await?;
            context.output.show(&sandbox.rotate().await?)
        }
        Action::Fault(args) => fault::run(args, &data, context).await,
        Action::Reset => reset(&data, context),
        Action::Export => {
            Output::raw(&open()?.export()?)?;
            Ok(ExitStatus::Success)
        }
        Action::Import { file } => {
            let bytes = crate::args::file(file)?;
            Sandbox::check_import(&bytes)?;
            context.confirm(text!("sandbox-confirm-import"))?;
            open()?.import(&bytes)?;
            let done = Change::Import;
            context.output.show(&Done { done })
        }
    }
}

fn reset(data: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    context.confirm(text!("sandbox-confirm-reset"))?;
    for path in Sandbox::reset_folder(data)? {
        context.output.warn(text!("sandbox-moved-aside", path));
    }
    let done = Change::Reset;
    context.output.show(&Done { done })
}
