//! `sandbox complain`: what a payer who complains does.

use std::path::Path;

use wechatpay::protocol::id::OutTradeNo;
use wechatpay::sandbox::ComplaintReport;

use super::event_lines;
use crate::commands::rows::fields;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Page, Render};

/// Which order, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    out_trade_no: OutTradeNo,
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "商家未按约定提供商品或服务"
    )]
    detail: String,
}

pub(crate) async fn run(
    args: &Args,
    data: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let sandbox = sandbox_handle::start(data, false).await?;
    let report = sandbox.complain(&args.out_trade_no, &args.detail).await?;
    context.output.show(&report)
}

impl Render for ComplaintReport {
    const SCHEMA: &'static str = "sandbox-complaint";

    fn render(&self, page: &mut Page) {
        fields!(page, {
            "complaint_id" => self.complaint_id.clone(),
            "notify_url" => self.notify_url.clone(),
        });
        let not_posted = text!("sandbox-complaint-no-address");
        let last = self.last_outcome.as_ref();
        event_lines::acknowledgement(self.acknowledged, last, not_posted, page);
    }
}
