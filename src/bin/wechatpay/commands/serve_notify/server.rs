//! The server while it runs: its end, its reloads, and what runs beside it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout_at};
use wechatpay::inbox::Inbox;
use wechatpay::receiver::{Receiver, Tls, VerifierState, serve};

use super::args::Args;
use super::keys::{self, Shared, Source};
use super::print::{EventPrinter, PrinterHandle};
use super::setup::Prepared;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::shutdown::{self, Hangups, Stages};
use crate::ui::Lang;
use crate::ui::Text;
use crate::ui::{Level, Output};

/// When each part has ended, counted from the request to end. The supervisor of a container kills
/// after ten seconds.
mod by {
    use std::time::Duration;

    /// No further deliveries are started, if requests under way last that long.
    pub(super) const DELIVERIES_BEGUN: Duration = Duration::from_millis(2500);
    /// Requests have their response, which takes 4.5 seconds at the most.
    pub(super) const RESPONSES: Duration = Duration::from_millis(5500);
    /// Deliveries have ended by themselves, which takes 5 seconds at the most over HTTP.
    pub(super) const DELIVERIES: Duration = Duration::from_secs(8);
    /// What was cut has ended, too.
    pub(super) const CUT: Duration = Duration::from_millis(9200);
    /// After a second signal, what was cut has ended this long after it.
    pub(super) const SECOND_SIGNAL: Duration = Duration::from_millis(1200);
    /// Everything is printed.
    pub(super) const PRINTED: Duration = Duration::from_millis(9500);
    /// The process has ended, even if a thread of it hangs.
    pub(super) const PROCESS: Duration = Duration::from_millis(9700);
}

/// A secret's command may wait for input.
const RELOAD_TIMEOUT: Duration = Duration::from_secs(60);

const PRUNE_INTERVAL: Duration = Duration::from_secs(3600);

/// A server and everything that runs beside it.
pub(super) struct Server<'s> {
    args: &'s Args,
    context: &'s Context,
    reloads: Reloads<'s>,
    stages: Stages,
    serving: JoinHandle<std::io::Result<()>>,
    forwarding: JoinHandle<()>,
    printing: PrinterHandle,
    /// What ends with the server, whatever it does.
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
            code = signals.next() => Ok(code),
            failed = &mut self.serving => Err(match failed {
                Ok(Err(error)) => CliError::internal("the server failed").with_source(error),
                Ok(Ok(())) | Err(_) => CliError::internal("the server ended"),
            }),
            () = self.reloads.run(hangups) => Ok(ExitStatus::Success),
        };
        let requested_at = Instant::now();
        let code = match &ended {
            Ok(code) => *code,
            Err(failure) => failure.kind.exit_status(),
        };
        shutdown::exit_after(by::PROCESS, code);
        tokio::select! {
            outcome = self.finish(ended, requested_at) => outcome,
            code = signals.next() => {
                self.cut(requested_at).await;
                Ok(code)
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
            || timeout_at(requested_at + by::DELIVERIES_BEGUN, &mut self.serving)
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
        // What is not printed because the reader does not read is in the inbox all the same.
        let is_met = match timeout_at(requested_at + by::PRINTED, &mut self.printing).await {
            Ok(ended) => printed(ended)?,
            Err(_) => false,
        };
        match &self.args.expect {
            Some(_) if is_met => Ok(ExitStatus::Success),
            Some(_) if code == ExitStatus::Success => {
                let failure = CliError::condition("the expected event did not arrive");
                Err(failure.with_help(Text::pair(
                    "run `wechatpay events list` to see what arrived, or wait longer with --for",
                    "用 `wechatpay events list` 查看已收到的通知，或用 --for 等待更久",
                )))
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

fn printed(
    ended: Result<Result<bool, CliError>, tokio::task::JoinError>,
) -> Result<bool, CliError> {
    ended.map_err(|error| CliError::internal("event printer failed").with_source(error))?
}

async fn follow_certificate(tls: Tls, output: Output) {
    let reload = move |read| match read {
        Ok(()) => output.log(
            Level::Info,
            output.lang.pick("certificate read again", "已重新加载证书"),
            json!({"event": "tls-reloaded"}),
        ),
        Err(error) => {
            let failure = CliError::from(error);
            let fields = json!({"event": "tls-not-reloaded", "hint": failure.help(output.lang)});
            output.log(Level::Warning, in_one_line(&failure, output.lang), fields);
        }
    };
    tls.follow(reload).await;
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
    source: Shared,
}

impl Reloads<'_> {
    async fn run(&self, mut hangups: Hangups) {
        let output = &self.context.output;
        loop {
            hangups.next().await;
            match read(self.args, self.context).await {
                Ok((keys, fresh)) => {
                    self.source.store(Arc::new(fresh));
                    self.receiver.reload(keys);
                    let text = output
                        .lang
                        .pick("profile and keys read again", "已重新加载配置与密钥");
                    output.log(Level::Info, text, json!({"event": "reloaded"}));
                }
                Err(failure) => {
                    let why = in_one_line(&failure, output.lang);
                    let text = output.lang.pick(
                        format!("reload failed, keeping the previous configuration: {why}"),
                        format!("新配置不可用，继续使用旧配置：{why}"),
                    );
                    output.log(Level::Error, text, json!({"event": "not-reloaded"}));
                }
            }
        }
    }
}

/// Reads on another thread: a secret's command may wait for a person, and a pipe for ever.
async fn read(args: &Args, context: &Context) -> Result<(VerifierState, Source), CliError> {
    let (apart, with_checkout) = (context.clone(), args.checkout_api);
    let reading = tokio::task::spawn_blocking(move || {
        let profile = apart.fresh_profile()?;
        let keys = keys::keys(&profile)?;
        Ok((keys, Source::read(&apart, profile, with_checkout)?))
    });
    match tokio::time::timeout(RELOAD_TIMEOUT, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => Err(CliError::internal("reading failed").with_source(error)),
        Err(_) => {
            let seconds = RELOAD_TIMEOUT.as_secs();
            let late = CliError::config(format!("it was not read within {seconds} s"));
            Err(late
                .in_chinese(format!("{seconds} 秒内未能读完"))
                .with_help(Text::pair(
                    "does a secret's command wait for input, or is a file a pipe?",
                    "是否有取密钥的命令在等待输入，或某个文件是管道？",
                )))
        }
    }
}

/// Returns message, causes and help, for the log.
fn in_one_line(failure: &CliError, lang: Lang) -> String {
    let why: Vec<String> = std::iter::once(failure.message(lang))
        .chain(failure.causes(lang))
        .collect();
    let help = failure.help(lang).map_or_else(String::new, |help| {
        format!("{}{help}", lang.pick("; help: ", "；帮助："))
    });
    format!("{}{help}", why.join(lang.pick(": ", "：")))
}

async fn prune(inbox: Arc<dyn Inbox>, keep: Duration) {
    loop {
        // What fails now is tried again later.
        while inbox.prune(keep).await.is_ok_and(|gone| gone > 0) {}
        tokio::time::sleep(PRUNE_INTERVAL).await;
    }
}
