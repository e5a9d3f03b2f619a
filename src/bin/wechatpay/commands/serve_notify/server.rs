//! The server while it runs: its start, its end, its reloads, and what runs beside it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinError;
use tokio::time::Instant;
use wechatpay::inbox::{DeliveryState, Inbox};
use wechatpay::receiver::{ExecForward, Receiver, Relay, Target, Tls, TlsError};
use wechatpay::serving::{Ended, Running, SHUTDOWN_TIMEOUT, SharedSource};

use super::args::{Ack, Args};
use super::live::{self, LiveView};
use super::log_lines::{LogLine, in_one_line};
use super::print::{Listening, Printer};
use super::setup::{self, Loaded, Prepared};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::shutdown::{self, Hangups};
use crate::text;
use crate::ui::{Level, Output, count};

/// WeChat Pay repeats a notification for a day; a clock may be off.
const MIN_SAFE_KEEP: Duration = Duration::from_secs(2 * 86_400);

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.output.log_format = args.log_format;
    let _flushed = context.output.queue_log();
    context.output.trace_servers();
    if args.ack == Ack::AfterForward && args.forward_to.is_empty() && args.exec.is_none() {
        return Err(CliError::usage(text!("receive-ack-without-target")));
    }
    // The sandbox must exist for its built-in profile, and delivers what is pending.
    context.ensure_local().await?;
    let prepared = setup::prepare(args, context).await?;
    // A reader of the announcement may ask for a reload at once, which must not end the process.
    let hangups = Hangups::new();
    announce(args, &prepared, context)?;
    warn_of_stray_deliveries(args, &*prepared.server.inbox, context).await;
    serve(prepared, args, context, hangups).await
}

fn announce(args: &Args, prepared: &Prepared, context: &Context) -> Result<(), CliError> {
    let (url, admin, output) = (&prepared.url, &prepared.admin_url, &context.output);
    if output.json {
        output.show_line(&Listening {
            listening: url.clone(),
            admin: admin.clone(),
            relay: prepared.relay_url.clone(),
        })?;
    }
    LogLine::new(Level::Info, "listening", text!("receive-listening", url))
        .with("url", &**url)
        .with("version", env!("CARGO_PKG_VERSION"))
        .write(output);
    if let Some(url) = admin {
        let text = text!("receive-admin-listening", url);
        LogLine::new(Level::Info, "admin-listening", text)
            .with("url", &**url)
            .write(output);
    }
    if let Some(relay) = &prepared.relay_url {
        LogLine::new(Level::Info, "relay", text!("receive-relay", url = relay))
            .with("url", &**relay)
            .write(output);
    }
    if args.keep < MIN_SAFE_KEEP && !args.no_store {
        output.warn(text!("receive-short-keep"));
    }
    Ok(())
}

/// Warns of deliveries to former targets, which would wait for ever.
async fn warn_of_stray_deliveries(args: &Args, inbox: &dyn Inbox, context: &Context) {
    for queued in inbox.queue().await.unwrap_or_default() {
        let is_target = args
            .forward_to
            .iter()
            .any(|known| known.name() == queued.target)
            || (args.exec.is_some() && queued.target == ExecForward::TARGET);
        if queued.state == DeliveryState::Pending && !is_target {
            context.output.warn(text!(
                "receive-stray-deliveries",
                count = count(queued.count),
                target = Target::shown(&queued.target)
            ));
        }
    }
}

/// Serves until an end comes, then finishes what was started: requests, deliveries, lines.
async fn serve(
    prepared: Prepared,
    args: &Args,
    context: &Context,
    hangups: Hangups,
) -> Result<ExitStatus, CliError> {
    let Prepared {
        server: parts,
        inbound,
        source,
        relay,
        ..
    } = prepared;
    let reloads = Reloads {
        args,
        context,
        receiver: Arc::clone(&parts.receiver),
        relay,
        source,
    };
    let output = &context.output;
    let (inbox, stages) = (Arc::clone(&parts.inbox), parts.stages.clone());
    let mut live = LiveView::start(args, &parts.forwarder, context);
    let last = live.as_ref().map(LiveView::last);
    let printing = Printer::start(output.clone(), last, args.awaited(), inbound, inbox, stages);
    let tls = parts.listeners.tls.clone();
    let follow = tls.map(|tls| follow_certificate(tls, output.clone()));
    // Who has an answer may ask for the end at once.
    let mut signals = context.signals();
    let mut server = Running::start(parts, printing, follow);
    let ended = tokio::select! {
        ended = server.ended() => match ended {
            Ended::Done => Ok(ExitStatus::Success),
            Ended::Printer(ended) => printed(ended).map(|_| ExitStatus::Success),
            Ended::Server(error) => Err(server_ended(error)),
        },
        () = shutdown::elapsed(args.duration) => Ok(ExitStatus::Success),
        signal = signals.next() => Ok(ExitStatus::Failed(signal)),
        () = reloads.run(hangups) => Ok(ExitStatus::Success),
        () = live::quit(live.as_mut()) => Ok(ExitStatus::Success),
    };
    drop(live);
    let requested_at = Instant::now();
    let status = match &ended {
        Ok(status) => *status,
        Err(failure) => ExitStatus::Failed(failure.kind),
    };
    shutdown::exit_after(SHUTDOWN_TIMEOUT, status);
    tokio::select! {
        outcome = finish(&mut server, ended, requested_at, args) => {
            server.close(requested_at).await;
            outcome
        }
        signal = signals.next() => {
            server.cut(requested_at).await;
            Ok(ExitStatus::Failed(signal))
        }
    }
}

fn server_ended(error: Option<io::Error>) -> CliError {
    let failure = CliError::internal(text!("receive-server-ended"));
    match error {
        Some(error) => failure.with_source(error),
        None => failure,
    }
}

type Server = Running<Result<bool, CliError>>;

async fn finish(
    server: &mut Server,
    ended: Result<ExitStatus, CliError>,
    requested_at: Instant,
    args: &Args,
) -> Result<ExitStatus, CliError> {
    server.drain(requested_at).await;
    let status = ended?;
    let is_met = match server.stop_printing(requested_at).await {
        Some(ended) => printed(ended)?,
        None => false,
    };
    match &args.expect {
        Some(_) if is_met => Ok(ExitStatus::Success),
        Some(_) if status == ExitStatus::Success => {
            Err(CliError::condition(text!("receive-expected-event-missing")))
        }
        Some(_) | None => Ok(status),
    }
}

fn printed(ended: Result<Result<bool, CliError>, JoinError>) -> Result<bool, CliError> {
    ended.map_err(|error| CliError::internal(text!("receive-printer-failed")).with_source(error))?
}

async fn follow_certificate(tls: Tls, output: Output) {
    let report = |read: Result<(), TlsError>| {
        let line = match read {
            Ok(()) => {
                let text = text!("receive-certificate-reloaded");
                LogLine::new(Level::Info, "tls-reloaded", text)
            }
            Err(error) => {
                let failure = CliError::from(error);
                let text = in_one_line(&failure, output.lang);
                LogLine::new(Level::Warning, "tls-not-reloaded", text)
                    .with("hint", failure.help(output.lang))
            }
        };
        line.write(&output);
    };
    tls.follow(report).await;
}

/// Reads the profile and the keys again at each SIGHUP; what cannot be used changes nothing.
struct Reloads<'s> {
    args: &'s Args,
    context: &'s Context,
    receiver: Arc<Receiver>,
    relay: Option<Arc<Relay>>,
    source: SharedSource,
}

impl Reloads<'_> {
    async fn run(&self, mut hangups: Hangups) {
        let output = &self.context.output;
        loop {
            hangups.next().await;
            let line = match setup::read_again(self.args, self.context).await {
                Ok(Loaded {
                    keys,
                    source,
                    relay_token,
                }) => {
                    self.source.store(source);
                    self.receiver.reload(keys);
                    if let (Some(relay), Some(token)) = (&self.relay, relay_token) {
                        relay.replace_token(token);
                    }
                    LogLine::new(Level::Info, "reloaded", text!("receive-reloaded"))
                }
                Err(failure) => {
                    let why = in_one_line(&failure, output.lang);
                    let text = text!("receive-not-reloaded", why);
                    LogLine::new(Level::Error, "not-reloaded", text)
                }
            };
            line.write(output);
        }
    }
}
