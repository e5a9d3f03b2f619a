//! `sandbox transfer`: what the user of a transfer does.

use std::path::Path;

use wechatpay::sandbox::{TransferEnd, TransferReport};

use super::event_lines;
use crate::commands::rows::fields;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Page, Render};

/// Which transfer, and its end.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    out_bill_no: String,
    #[arg(long)]
    fail: bool,
}

pub(crate) async fn run(
    args: &Args,
    data: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let sandbox = sandbox_handle::start(data, false).await?;
    let end = if args.fail {
        TransferEnd::Failed
    } else {
        TransferEnd::Confirmed
    };
    let report = sandbox.end_transfer(&args.out_bill_no, end).await?;
    context.output.show(&report)
}

impl Render for TransferReport {
    const SCHEMA: &'static str = "sandbox-transfer";

    fn render(&self, page: &mut Page) {
        fields!(page, {
            "out_bill_no" => self.out_bill_no.clone(),
            "transfer_bill_no" => self.transfer_bill_no.clone(),
            "state" => self.state.as_str(),
            "notify_url" => self.notify_url.clone(),
        });
        let not_posted = text!("sandbox-transfer-no-notify-url");
        let last = self.last_outcome.as_ref();
        event_lines::acknowledgement(self.acknowledged, last, not_posted, page);
    }
}
