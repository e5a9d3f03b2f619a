//! `serve-notify`: receives notifications, stores them, and forwards them.

mod args;
mod checkout;
mod keys;
mod log_lines;
mod print;
mod refusal;
mod server;
mod setup;

use std::time::Duration;

use serde_json::json;
use wechatpay::inbox::{DeliveryState, Inbox};
use wechatpay::receiver::{ExecForward, Target};

pub(crate) use args::Args;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::shutdown::Hangups;
use crate::ui::Level;
use print::Listening;
use server::Server;
use setup::Prepared;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.output.log_format = args.log_format;
    let _flushed = context.output.queue_log();
    if args.ack == args::Ack::AfterForward && args.forward_to.is_empty() && args.exec.is_none() {
        return Err(CliError::usage(
            "--ack after-forward needs --forward-to or --exec",
        ));
    }
    // The sandbox must exist for its built-in profile, and delivers what is pending.
    context.ensure_local().await?;
    let prepared = setup::prepare(args, context).await?;
    // A reader of the announcement may ask for a reload at once, which must not end the process.
    let hangups = Hangups::new();
    announce(args, &prepared, context)?;
    warn_of_strays(args, &*prepared.inbox, context).await;
    Server::start(prepared, args, context).run(hangups).await
}

fn announce(args: &Args, prepared: &Prepared, context: &Context) -> Result<(), CliError> {
    let (url, admin) = (&prepared.url, &prepared.admin_url);
    if context.output.json {
        context.output.show_line(&Listening {
            listening: url.clone(),
            admin: admin.clone(),
        })?;
    }
    let text = context.output.lang.pick("listening on", "监听");
    let fields = json!({"event": "listening", "url": url, "version": env!("CARGO_PKG_VERSION")});
    context
        .output
        .log(Level::Info, format!("{text} {url}"), fields);
    if let Some(admin) = admin {
        let text = context
            .output
            .lang
            .pick("/healthz and /metrics on", "/healthz 与 /metrics 位于");
        let fields = json!({"event": "admin-listening", "url": admin});
        context
            .output
            .log(Level::Info, format!("{text} {admin}"), fields);
    }
    if args.keep < Duration::from_secs(2 * 86_400) && !args.no_store {
        context.output.warn(context.output.lang.pick(
            "--keep is shorter than two days: WeChat Pay repeats for a day, and what is forgotten is processed again",
            "--keep 少于两天：微信支付会重发一天，被遗忘的通知会被再次处理",
        ));
    }
    Ok(())
}

/// Deliveries to former targets would wait for ever unnoticed.
async fn warn_of_strays(args: &Args, inbox: &dyn Inbox, context: &Context) {
    for queued in inbox.queue().await.unwrap_or_default() {
        let (target, number) = (&queued.target, queued.count);
        let known = args.forward_to.iter().any(|known| known.name() == target)
            || (args.exec.is_some() && target == ExecForward::TARGET);
        if queued.state == DeliveryState::Pending && !known {
            let shown = Target::shown(target);
            context.output.warn(context.output.lang.pick(
                format!("{number} notifications wait for {shown}, which is no target now"),
                format!("有 {number} 条通知等待转发至 {shown}，但它现在不是目标"),
            ));
        }
    }
}
