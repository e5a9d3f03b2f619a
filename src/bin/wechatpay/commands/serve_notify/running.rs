//! The server while it runs: its end, its reloads, and what goes on beside it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use wechatpay::inbox::Inbox;
use wechatpay::receiver::{Forwarder, Keys, Listeners, Receiver, serve};

use super::args::Args;
use super::keys::{self, Shared, Source};
use super::tell::Telling;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::lang::Lang;
use crate::output::Level;
use crate::signals;
use crate::signals::Hangups;

/// When each part has ended, counted from the request to end. The supervisor of a container kills
/// after ten seconds.
mod by {
    use std::time::Duration;

    /// No further deliveries are begun, if requests under way last so long.
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

/// How long reading the profile and its keys may take at a SIGHUP.
const RELOAD_TIMEOUT: Duration = Duration::from_secs(60);

/// How often old notifications are looked for.
const PRUNE: Duration = Duration::from_secs(3600);

/// The server and everything that runs beside it.
pub(super) struct Running {
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    end_forwarding: CancellationToken,
    forwarding: tokio::task::JoinHandle<()>,
    background: Vec<tokio::task::JoinHandle<()>>,
    reloads: Arc<Receiver>,
}

impl Running {
    pub(super) fn start(
        listeners: Listeners,
        receiver: Arc<Receiver>,
        forwarder: Arc<Forwarder>,
        inbox: &Arc<dyn Inbox>,
        args: &Args,
        context: &Context,
    ) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let end_forwarding = CancellationToken::new();
        let mut background = vec![tokio::spawn(prune(Arc::clone(inbox), args.keep))];
        if let Some(tls) = listeners.tls.clone() {
            let output = context.output.clone();
            background.push(tokio::spawn(tls.follow(move |read| match read {
                Ok(()) => output.log(
                    Level::Info,
                    output.lang.pick("certificate read again", "已重新加载证书"),
                    json!({"event": "tls-reloaded"}),
                ),
                Err(error) => {
                    let failure = Failure::from(error);
                    let fields =
                        json!({"event": "tls-not-reloaded", "hint": failure.help(output.lang)});
                    output.log(Level::Warning, in_one_line(&failure, output.lang), fields);
                }
            })));
        }
        let reloads = Arc::clone(&receiver);
        let server = tokio::spawn(serve(listeners, receiver, async {
            // A dropped sender is a stop, too.
            let _ = stopped.await;
        }));
        Self {
            stop,
            server,
            forwarding: tokio::spawn(forwarder.run(end_forwarding.clone())),
            end_forwarding,
            background,
            reloads,
        }
    }

    /// Tells arrivals until an end comes, then finishes, stores, answers and tells whatever has
    /// begun; what is not done then is told through `cut`.
    pub(super) async fn until_end(
        self,
        args: &Args,
        mut telling: Telling,
        cut: CancellationToken,
        hangups: Hangups,
        source: &Shared,
        context: &Context,
    ) -> Result<u8, Failure> {
        let (mut server, mut forwarding) = (self.server, self.forwarding);
        let signals = context.take_signals();
        let ended = tokio::select! {
            ended = telling.enough() => ended.map(|()| 0),
            () = after(args.duration) => Ok(0),
            code = signals => Ok(code),
            () = reload(args, source, &self.reloads, hangups, context) => Ok(0),
            failed = &mut server => Err(match failed {
                Ok(Err(error)) => Failure::internal("the server failed").because(&error),
                Ok(Ok(())) | Err(_) => Failure::internal("the server ended"),
            }),
        };
        let asked = Instant::now();
        let planned = match &ended {
            Ok(code) => *code,
            Err(failure) => failure.kind.exit_code(),
        };
        signals::end_process(by::PROCESS, planned);
        drop(self.stop);
        let drained = async {
            // One that failed has told so, and one that has ended needs no waiting.
            let is_served = server.is_finished()
                || timeout_at(asked + by::DELIVERIES_BEGUN, &mut server)
                    .await
                    .is_ok();
            self.end_forwarding.cancel();
            if !is_served {
                let _ = timeout_at(asked + by::RESPONSES, &mut server).await;
            }
            if timeout_at(asked + by::DELIVERIES, &mut forwarding)
                .await
                .is_err()
            {
                cut.cancel();
                let _ = timeout_at(asked + by::CUT, &mut forwarding).await;
            }
            for task in self.background {
                task.abort();
            }
            let code = ended?;
            // Where nobody reads what is told, it is in the inbox all the same.
            let met = timeout_at(asked + by::PRINTED, telling.end()).await;
            let met = met.unwrap_or(Ok(false))?;
            match &args.expect {
                Some(_) if met => Ok(0),
                Some(_) if code == 0 => {
                    let failure = Failure::condition("the expected event did not arrive");
                    Err(failure.with_help(
                        "look at what did with `wechatpay events list`, and wait longer with --for",
                        "用 `wechatpay events list` 查看已收到的通知，或用 --for 等待更久",
                    ))
                }
                Some(_) | None => Ok(code),
            }
        };
        tokio::select! {
            outcome = drained => outcome,
            // A second signal is for those who cannot wait.
            code = signals::interrupted() => {
                self.end_forwarding.cancel();
                cut.cancel();
                let soon = Instant::now() + by::SECOND_SIGNAL;
                if !forwarding.is_finished() {
                    let _ = timeout_at(soon.min(asked + by::CUT), &mut forwarding).await;
                }
                Ok(code)
            }
        }
    }
}

async fn after(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

/// Reads the profile and the keys again at each SIGHUP; what cannot be used changes nothing.
async fn reload(
    args: &Args,
    source: &Shared,
    receiver: &Receiver,
    mut signals: Hangups,
    context: &Context,
) {
    loop {
        signals.next().await;
        match read(args, context).await {
            Ok((keys, fresh)) => {
                source.store(Arc::new(fresh));
                receiver.reload(keys);
                let text = context
                    .output
                    .lang
                    .pick("profile and keys read again", "已重新加载配置与密钥");
                context
                    .output
                    .log(Level::Info, text, json!({"event": "reloaded"}));
            }
            Err(failure) => {
                let why = in_one_line(&failure, context.output.lang);
                let text = context.output.lang.pick(
                    format!("the profile cannot be used, so the old one stays: {why}"),
                    format!("新配置不可用，继续使用旧配置：{why}"),
                );
                context
                    .output
                    .log(Level::Error, text, json!({"event": "not-reloaded"}));
            }
        }
    }
}

/// Reads on a thread of its own: a secret's command may wait for a person, and a pipe for ever.
async fn read(args: &Args, context: &Context) -> Result<(Keys, Source), Failure> {
    let (apart, with_checkout) = (context.clone(), args.checkout_api);
    let reading = tokio::task::spawn_blocking(move || {
        let profile = apart.fresh_profile()?;
        let keys = keys::keys(&profile)?;
        Ok((keys, Source::read(&apart, profile, with_checkout)?))
    });
    match tokio::time::timeout(RELOAD_TIMEOUT, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => Err(Failure::internal("reading failed").because(&error)),
        Err(_) => {
            let seconds = RELOAD_TIMEOUT.as_secs();
            let late = Failure::config(format!("it was not read within {seconds} s"));
            Err(late
                .in_chinese(format!("{seconds} 秒内未能读完"))
                .with_help(
                    "does a secret's command wait for input, or is a file a pipe?",
                    "是否有取密钥的命令在等待输入，或某个文件是管道？",
                ))
        }
    }
}

/// Returns what went wrong, why and what to do, for the log.
fn in_one_line(failure: &Failure, lang: Lang) -> String {
    let causes = failure.causes(lang).map(String::as_str);
    let why: Vec<&str> = std::iter::once(failure.message(lang))
        .chain(causes)
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
        tokio::time::sleep(PRUNE).await;
    }
}
