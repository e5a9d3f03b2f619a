//! `sandbox`: a local WeChat Pay that stays up, and what happens on it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::net::TcpListener;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{CertificatesListed, DeliveryReport, Mode, Options, PostOutcome, Running};

use super::sandbox_profile;
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::sandbox_handle::{self, DEFAULT_LISTEN, SandboxHandle};
use crate::ui::Text;
use crate::ui::{Output, Page, Render, Tone};

/// No account and no network: a made-up merchant, its keys and a platform key are made once in
/// the data folder. Every command with --sandbox uses the sandbox that runs there.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Listen here; port 0 picks one
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_LISTEN)]
    listen: SocketAddr,
    /// Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Pay each order after this long
    #[arg(long, value_name = "D", value_parser = args::duration)]
    auto_pay: Option<Duration>,
    /// Let the notification schedule run this many times faster
    #[arg(long, value_name = "X", default_value = "1", value_parser = scale)]
    time_scale: f64,
    /// Sign with the platform certificate, the WeChat Pay public key, or as the request asks
    #[arg(
        long,
        value_name = "certificate|public-key|both",
        default_value = "both"
    )]
    mode: Mode,
    /// Save the profile to use as a TOML file, with its key files beside it
    #[arg(long, value_name = "FILE")]
    write_profile: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Pay an order and deliver its notification
    Pay(Order),
    /// Let a paid order's refunds end, or refund what remains of it, and deliver the notification
    ///
    /// A refund that was asked for ends by itself a second later: with SUCCESS, or as its reason
    /// says, one of sandbox:ABNORMAL, sandbox:CLOSED and sandbox:PROCESSING, which stays until this
    /// command ends it. Other reasons are answered with an error: sandbox:NOT_ENOUGH and
    /// sandbox:USER_ACCOUNT_ABNORMAL each time, sandbox:FREQUENCY_LIMITED and sandbox:SYSTEM_ERROR
    /// only the first time, although the refund was accepted. Without a running sandbox, refunds
    /// end when they are asked for the next time, and this command delivers the notification.
    Refund(Refund),
    /// Make another platform certificate, which signs from now on; the old one stays listed
    Rotate,
    /// Forget all orders; the identity stays
    Reset {
        /// Ask nothing
        #[arg(long)]
        yes: bool,
    },
    /// Print all orders as JSON
    Export,
    /// Replace all orders by exported ones
    Import {
        /// What export printed; - for stdin
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        /// Ask nothing
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Order {
    /// The merchant's number for the order
    out_trade_no: OutTradeNo,
    /// Deliver at most this often where no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=16))]
    attempts: u32,
}

/// Which refund, and its end.
#[derive(Debug, clap::Args)]
struct Refund {
    #[command(flatten)]
    order: Order,
    /// How the refund ends: SUCCESS, ABNORMAL or CLOSED
    #[arg(long, value_name = "STATUS", default_value = "SUCCESS", value_parser = end)]
    status: RefundStatus,
}

fn end(text: &str) -> Result<RefundStatus, String> {
    let status: RefundStatus = text.parse().map_err(|error| format!("{error}"))?;
    if status.is_final() {
        Ok(status)
    } else {
        Err(format!("{status} is no end: SUCCESS, ABNORMAL or CLOSED"))
    }
}

fn scale(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|scale: &f64| scale.is_finite() && *scale > 0.0)
        .ok_or_else(|| format!("'{text}' is not a number above 0"))
}

#[derive(Serialize)]
struct Up {
    listening: String,
    data: PathBuf,
    profile: sandbox_profile::Shown,
}

impl Render for Up {
    const SCHEMA: &'static str = "sandbox";

    fn render(&self, page: &mut Page) {
        page.toned(
            Tone::Bold,
            format!("{} {}", page.pick("sandbox on", "沙箱监听"), self.listening),
        );
        page.line(format!(
            "{} {}",
            page.pick("data in", "数据目录"),
            self.data.display()
        ));
        page.line(page.pick(
            "commands with --sandbox use it; for your own code, this profile:",
            "带 --sandbox 的命令会使用它；自己的代码可用以下配置：",
        ));
        page.lines(self.profile.to_toml());
    }
}

#[derive(Serialize)]
struct Paid {
    #[serde(flatten)]
    delivery: DeliveryReport,
}

impl Render for Paid {
    const SCHEMA: &'static str = "sandbox-delivery";

    fn render(&self, page: &mut Page) {
        let DeliveryReport {
            out_trade_no,
            transaction_id,
            trade_state,
            out_refund_no,
            refund_status,
            notify_url,
            attempts,
            acknowledged,
            ..
        } = &self.delivery;
        let mut rows = vec![
            ("out_trade_no", out_trade_no.to_string()),
            ("trade_state", trade_state.to_string()),
            (
                "transaction_id",
                transaction_id
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
        ];
        let number = out_refund_no.as_ref().map(ToString::to_string);
        rows.extend(number.map(|number| ("out_refund_no", number)));
        let status = refund_status.as_ref().map(ToString::to_string);
        rows.extend(status.map(|status| ("refund_status", status)));
        rows.push(("notify_url", notify_url.clone()));
        let answer = page.pick("answer", "应答");
        let outcome = self.delivery.outcome_text();
        rows.push((answer, format!("{outcome} ({attempts})")));
        page.fields(rows);
        if *acknowledged {
            page.toned(
                Tone::Good,
                page.pick("the notification was acknowledged", "通知已被确认"),
            );
        } else {
            page.toned(
                Tone::Bad,
                page.pick("the notification was not acknowledged", "通知未被确认"),
            );
        }
    }
}

#[derive(Serialize)]
struct Rotated {
    #[serde(flatten)]
    listed: CertificatesListed,
}

impl Render for Rotated {
    const SCHEMA: &'static str = "sandbox-rotate";

    fn render(&self, page: &mut Page) {
        let CertificatesListed { newest, listed, .. } = &self.listed;
        page.toned(
            Tone::Good,
            format!("{newest} {}", page.pick("signs from now on", "开始签名")),
        );
        for serial_no in listed.iter().filter(|serial_no| *serial_no != newest) {
            let text = page.pick("is still listed", "仍在列表中");
            page.line(format!("{serial_no} {text}"));
        }
    }
}

#[derive(Serialize)]
struct Done {
    done: &'static str,
}

impl Render for Done {
    const SCHEMA: &'static str = "sandbox-done";

    fn render(&self, page: &mut Page) {
        page.line(self.done);
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.use_sandbox_data(args.data.clone());
    match &args.action {
        None => return serve(args, context).await,
        Some(Action::Pay(order)) => {
            let sandbox = SandboxHandle::start(context.sandbox_data()?, false).await?;
            let first = sandbox.pay(&order.out_trade_no).await?;
            deliver(&sandbox, first, order.attempts, context).await?;
        }
        Some(Action::Refund(Refund { order, status })) => {
            let sandbox = SandboxHandle::start(context.sandbox_data()?, false).await?;
            let first = sandbox.refund(&order.out_trade_no, status).await?;
            deliver(&sandbox, first, order.attempts, context).await?;
        }
        Some(Action::Rotate) => {
            let sandbox = SandboxHandle::start(context.sandbox_data()?, false).await?;
            let listed = sandbox.rotate().await?;
            context.output.show(&Rotated { listed })?;
        }
        Some(Action::Reset { yes }) => {
            context.confirm(
                *yes,
                context.output.lang.pick(
                    "Forget all orders of the sandbox?",
                    "清除沙箱中的所有订单？",
                ),
            )?;
            sandbox_handle::open(&context.sandbox_data()?, Options::default())?.reset()?;
            context.output.show(&Done { done: "reset" })?;
        }
        Some(Action::Export) => {
            let exported =
                sandbox_handle::open(&context.sandbox_data()?, Options::default())?.export()?;
            Output::raw(&exported)?;
        }
        Some(Action::Import { file, yes }) => {
            let bytes = args::file(file)?;
            context.confirm(
                *yes,
                context.output.lang.pick(
                    "Replace all orders of the sandbox?",
                    "替换沙箱中的所有订单？",
                ),
            )?;
            sandbox_handle::open(&context.sandbox_data()?, Options::default())?.import(&bytes)?;
            context.output.show(&Done { done: "import" })?;
        }
    }
    Ok(ExitStatus::Success)
}

/// Repeats a delivery on WeChat Pay's schedule, unless a running sandbox does that; if nothing
/// listens at all, repeating at once would not help.
async fn deliver(
    handle: &SandboxHandle,
    first: DeliveryReport,
    attempts: u32,
    context: &Context,
) -> Result<(), CliError> {
    let mut delivery = first;
    while let Some(sandbox) = handle.embedded()
        && let Some(pause) = delivery.next_attempt_in
        && !delivery.acknowledged
        && delivery.attempts < attempts
        && may_recover(delivery.last_outcome.as_ref())
    {
        let outcome = delivery.outcome_text();
        context
            .output
            .note(format!("{outcome}: {:.0} s", pause.as_secs_f64()));
        tokio::time::sleep(pause).await;
        delivery = sandbox.retry_once(&delivery.out_trade_no).await?;
    }
    if !delivery.acknowledged {
        let outcome = delivery.outcome_text();
        let url = &delivery.notify_url;
        if url.is_empty() {
            context.output.warn(outcome);
        } else {
            context.output.warn(context.output.lang.pick(
                format!("{url}: {outcome}; a running `wechatpay sandbox` repeats it on WeChat Pay's schedule"),
                format!("{url}：{outcome}；运行中的 `wechatpay sandbox` 会按微信支付的频率重发"),
            ));
        }
    }
    context.output.show(&Paid { delivery })
}

/// Tells whether another attempt soon after may be answered.
fn may_recover(outcome: Option<&PostOutcome>) -> bool {
    match outcome {
        Some(PostOutcome::ConnectionRefused(_) | PostOutcome::NotPosted) => false,
        Some(PostOutcome::Status(_) | PostOutcome::NoResponse(_)) | None => true,
    }
}

async fn serve(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let data = context.sandbox_data()?;
    let options = Options {
        mode: args.mode,
        auto_pay: args.auto_pay,
        time_scale: args.time_scale,
    };
    let sandbox = sandbox_handle::open(&data, options)?;
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        CliError::config(format!("cannot listen on {}", args.listen))
            .with_source(error)
            .with_help(Text::pair(
                "choose another address with --listen; port 0 picks a free one",
                "用 --listen 另选地址；端口 0 表示自动选择",
            ))
    })?;
    let address = listener
        .local_addr()
        .map_err(|error| CliError::internal("no address").with_source(error))?;
    let listening = format!("http://{address}");
    // Other commands on this machine come in through loopback, as the control paths demand.
    let url = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
        _ => listening.clone(),
    };
    let Some(claim) = Running::claim(&data, &url, args.mode)? else {
        let other = Running::find(&data)
            .map(|running| running.url)
            .unwrap_or_default();
        return Err(CliError::config(format!(
            "a sandbox runs on {} already: {other}",
            data.display()
        ))
        .with_help(Text::pair(
            "use that one, or another folder with --data",
            "使用已运行的沙箱，或用 --data 指定其他目录",
        )));
    };
    let profile = sandbox_profile::Shown::new(&sandbox, &data, &url, args.mode);
    if let Some(file) = &args.write_profile {
        profile.save(file, sandbox.identity())?;
        context.output.note(format!(
            "{} {}",
            context.output.lang.pick("profile written to", "配置已写入"),
            file.display()
        ));
    }
    let deliveries = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(sandbox.serve(listener, async {
        // A dropped sender is a stop, too.
        let _ = stopped.await;
    }));
    context.output.show(&Up {
        listening,
        data,
        profile,
    })?;
    let code = context.take_signals().await;
    drop(stop);
    deliveries.abort();
    // Connections that clients keep open must not hold the end up.
    let _ = tokio::time::timeout(Duration::from_secs(2), server).await;
    drop(claim);
    Ok(code)
}
