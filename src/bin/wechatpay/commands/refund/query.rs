//! `refund query`: looks a refund up, and can wait until it has ended.

use crate::ui::Lang;
use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::client::Until;
use wechatpay::protocol::id::{Mchid, OutRefundNo};
use wechatpay::protocol::refund::{QueryRefund, RefundInfo, RefundStatus};

use super::options::{self, payee};
use crate::args;
use crate::commands::dry_run;
use crate::commands::query::show_object;
use crate::commands::waiting::{WaitArgs, asking_failed, expected, wait};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render};

/// A refund to the balance takes minutes, one to a bank card up to three working days.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The merchant's number for the refund
    #[arg(long, value_name = "N")]
    out_refund_no: OutRefundNo,
    /// The sub-merchant who took the payment [default: the profile's]
    #[arg(long, value_name = "M")]
    sub_mchid: Option<Mchid>,
    #[command(flatten)]
    wait: WaitArgs,
    /// Exit 8 unless the refund has one of these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = args::parsed::<RefundStatus>)]
    expect: Vec<RefundStatus>,
}

/// WeChat Pay's object as it is, and the request's id.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    refund: Map<String, Value>,
    request_id: Option<String>,
    #[serde(skip)]
    status: RefundStatus,
}

impl Render for Report {
    const SCHEMA: &'static str = "refund-query";

    fn render(&self, page: &mut Page) {
        show_object(&self.refund, page);
        if self.status == RefundStatus::Abnormal {
            page.line(page.pick(
                "it could not arrive: send it another way, in the merchant console or with apply-abnormal-refund",
                "退款无法到账：请在商户平台处理，或调用「发起异常退款」",
            ));
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    let payee = payee(context.profile()?, args.sub_mchid.as_ref())?;
    let query = QueryRefund {
        out_refund_no: args.out_refund_no.clone(),
        payee,
    };
    if context.is_dry() {
        return dry_run::show(&client.sign(&query), context);
    }
    let until = Until {
        expect: &args.expect,
        fail_on: &[],
    };
    let result = wait(&client, &query, &args.wait, &until, &context.output)
        .await
        .map_err(asking_failed)?;
    settle(&query, &result.answer.value, context);
    let answer = expected(result, &until, &args.wait)?;
    context.output.show(&Report {
        refund: answer.value.object,
        request_id: answer.request_id,
        status: answer.value.status,
    })?;
    Ok(ExitStatus::Success)
}

/// A refund that WeChat Pay knows was accepted, so it is unfinished no more. If the record cannot
/// be used, `refund create` will say so.
fn settle(query: &QueryRefund, refund: &RefundInfo, context: &Context) {
    let Ok(service) = options::service(context, false) else {
        return;
    };
    if let Err(error) = service.resolve(query, &refund.status, &refund.object) {
        context
            .output
            .trace(1, CliError::from(error).message(Lang::En));
    }
}
