//! The server while it runs: its start, its end, its reloads, and what runs beside it.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, timeout_at};
use wechatpay::inbox::{DeliveryState, Inbox};
use wechatpay::receiver::{ExecForward, Receiver, Target, Tls, TlsError, serve};
use wechatpay::serving::SharedSource;

use super::args::{Ack, Args};
use super::log_lines::{LogLine, in_one_line};
use super::print::{EventPrinter, Listening, PrinterHandle};
use super::setup::{self, Prepared};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::shutdown::{self, Hangups, Stages};
use crate::text;
use crate::ui::{Level, Output, count};

/// By when each part has ended, counted from the request to end. The supervisor of a container kills
/// after ten seconds.
mod by {
    use std::time::Duration;

    /// No further deliveries are started, if requests under way last that long.
    pub(super) const LAST_DELIVERY: Duration = Duration::from_millis(2500);
    /// Requests have their response, which takes 4.5 seconds at the most.
    pub(super) const RESPONSES: Duration = Duration::from_millis(5500);
    /// Deliveries have ended by themselves, which takes 5 seconds at the most over HTTP.
    pub(super) const DELIVERIES: Duration = Duration::from_secs(8);
    /// Deliveries that were cut have ended, too.
    pub(super) const CUT: Duration = Duration::from_millis(9200);
    /// After a second signal, deliveries that were cut have ended this long after it.
    pub(super) const SECOND_SIGNAL: Duration = Duration::from_millis(1200);
    /// Everything is printed.
    pub(super) const PRINTED: Duration = Duration::from_millis(9500);
    /// The process has ended, even if a thread of it hangs.
    pub(super) const PROCESS: Duration = Duration::from_millis(9700);
}

const PRUNE_INTERVAL: Duration = Duration::from_secs(3600);

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
    warn_of_stray_deliveries(args, &*prepared.inbox, context).await;
    Server::start(prepared, args, context).run(hangups).await
}

fn announce(args: &Args, prepared: &Prepared, context: &Context) -> Result<(), CliError> {
    let (url, admin, output) = (&prepared.url, &prepared.admin_url, &context.output);
    if output.json {
        output.show_line(&Listening {
            listening: url.clone(),
            admin: admin.clone(),
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

/// A server and everything that runs beside it.
pub(super) struct Server<'s> {
    args: &'s Args,
    context: &'s Context,
    reloads: Reloads<'s>,
    stages: Stages,
    serving: JoinHandle<std::io::Result<()>>,
    forwarding: JoinHandle<()>,
    printing: PrinterHandle,
    /// Tasks that end with the server, whatever they do.
    background: JoinSet<()>,
}

impl<'s> Server<'s> {
    pub(super) fn start(prepared: Prepared, args: &'s Args, context: &'s Context) -> Self {
        let Prepared {
            listeners,
            receiver,
            forwarder,
            inbox,
            inbound,
            stages,
            source,
            url: _,
            admin_url: _,
        } = prepared;
        let mut background = JoinSet::new();
        background.spawn(prune(Arc::clone(&inbox), args.keep));
        if let Some(tls) = listeners.tls.clone() {
            background.spawn(follow_certificate(tls, context.output.clone()));
        }
        let stop_accepting = stages.stop_accepting.clone().cancelled_owned();
        let printer = EventPrinter::new(args, context.output.clone());
        Self {
            args,
            context,
            reloads: Reloads {
                args,
                context,
                receiver: Arc::clone(&receiver),
                source,
            },
            serving: tokio::spawn(serve(listeners, receiver, stop_accepting)),
            forwarding: tokio::spawn(forwarder.run(stages.stop_forwarding.clone())),
            printing: printer.start(inbound, inbox, stages.clone()),
            stages,
            background,
        }
    }

    /// Serves until an end comes, then finishes what was started: requests, deliveries, lines.
    pub(super) async fn run(mut self, hangups: Hangups) -> Result<ExitStatus, CliError> {
        let mut signals = self.context.signals();
        let ended = tokio::select! {
            () = self.stages.done.cancelled() => Ok(ExitStatus::Success),
            failed = &mut self.printing => printed(failed).map(|_| ExitStatus::Success),
            () = elapsed(self.args.duration) => Ok(ExitStatus::Success),
            signal = signals.next() => Ok(ExitStatus::Failed(signal)),
            failed = &mut self.serving => Err(match failed {
                Ok(Err(error)) => CliError::internal(text!("receive-server-ended")).with_source(error),
                Ok(Ok(())) | Err(_) => CliError::internal(text!("receive-server-ended")),
            }),
            () = self.reloads.run(hangups) => Ok(ExitStatus::Success),
        };
        let requested_at = Instant::now();
        let code = match &ended {
            Ok(code) => *code,
            Err(failure) => ExitStatus::Failed(failure.kind),
        };
        shutdown::exit_after(by::PROCESS, code);
        tokio::select! {
            outcome = self.finish(ended, requested_at) => outcome,
            signal = signals.next() => {
                self.cut(requested_at).await;
                Ok(ExitStatus::Failed(signal))
            }
        }
    }

    /// Ends one stage after the other, each by its time.
    async fn finish(
        &mut self,
        ended: Result<ExitStatus, CliError>,
        requested_at: Instant,
    ) -> Result<ExitStatus, CliError> {
        self.stages.stop_accepting.cancel();
        let is_served = self.serving.is_finished()
            || timeout_at(requested_at + by::LAST_DELIVERY, &mut self.serving)
                .await
                .is_ok();
        self.stages.stop_forwarding.cancel();
        if !is_served {
            let _ = timeout_at(requested_at + by::RESPONSES, &mut self.serving).await;
        }
        let forwarded = timeout_at(requested_at + by::DELIVERIES, &mut self.forwarding).await;
        if forwarded.is_err() {
            self.stages.cut_deliveries.cancel();
            let _ = timeout_at(requested_at + by::CUT, &mut self.forwarding).await;
        }
        self.background.abort_all();
        let code = ended?;
        self.stages.stop_printing.cancel();
        // Events that a slow reader keeps from being printed are in the inbox all the same.
        let is_met = match timeout_at(requested_at + by::PRINTED, &mut self.printing).await {
            Ok(ended) => printed(ended)?,
            Err(_) => false,
        };
        match &self.args.expect {
            Some(_) if is_met => Ok(ExitStatus::Success),
            Some(_) if code == ExitStatus::Success => {
                Err(CliError::condition(text!("receive-expected-event-missing")))
            }
            Some(_) | None => Ok(code),
        }
    }

    /// Gives up deliveries at once: a second signal comes from someone who cannot wait.
    async fn cut(&mut self, requested_at: Instant) {
        self.stages.stop_forwarding.cancel();
        self.stages.cut_deliveries.cancel();
        let by = (Instant::now() + by::SECOND_SIGNAL).min(requested_at + by::CUT);
        if !self.forwarding.is_finished() {
            let _ = timeout_at(by, &mut self.forwarding).await;
        }
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

async fn elapsed(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

/// Reads the profile and the keys again at each SIGHUP; what cannot be used changes nothing.
struct Reloads<'s> {
    args: &'s Args,
    context: &'s Context,
    receiver: Arc<Receiver>,
    source: SharedSource,
}

impl Reloads<'_> {
    async fn run(&self, mut hangups: Hangups) {
        let output = &self.context.output;
        loop {
            hangups.next().await;
            let line = match setup::read_again(self.args, self.context).await {
                Ok((keys, fresh)) => {
                    self.source.store(fresh);
                    self.receiver.reload(keys);
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

async fn prune(inbox: Arc<dyn Inbox>, keep: Duration) {
    loop {
        // A failure is tried again later.
        while inbox.prune(keep).await.is_ok_and(|gone| gone > 0) {}
        tokio::time::sleep(PRUNE_INTERVAL).await;
    }
}
