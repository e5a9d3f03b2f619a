//! The server while it runs: its end, its reloads, and what goes on beside it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::{oneshot, watch};
use wechatpay::inbox::Inbox;
use wechatpay::receiver::{Forwarder, Receiver, Tls, serve};

use super::args::Args;
use super::keys::{self, Shared, Source};
use super::tell::{Telling, with_sources};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::Level;
use crate::signals;
use crate::signals::Hangups;

/// How long what has begun may take at the end.
const DRAIN: Duration = Duration::from_secs(10);

/// How long what has no time left may take to end.
const ENDING: Duration = Duration::from_secs(3);

/// How long whoever reads what is told may take at the end.
const TELLING: Duration = Duration::from_secs(5);

/// How often old notifications are looked for.
const PRUNE: Duration = Duration::from_secs(3600);

/// The server and everything that runs beside it.
pub(super) struct Running {
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    end_forwarding: watch::Sender<bool>,
    forwarding: tokio::task::JoinHandle<()>,
    background: Vec<tokio::task::JoinHandle<()>>,
    reloads: Arc<Receiver>,
}

impl Running {
    pub(super) fn start(
        listener: TcpListener,
        receiver: Arc<Receiver>,
        tls: Option<Tls>,
        forwarder: Arc<Forwarder>,
        inbox: &Arc<dyn Inbox>,
        args: &Args,
        context: &Context,
    ) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (end_forwarding, end) = watch::channel(false);
        let mut background = vec![tokio::spawn(prune(Arc::clone(inbox), args.keep))];
        if let Some(tls) = tls.clone() {
            let output = context.output.clone();
            background.push(tokio::spawn(tls.follow(move |read| match read {
                Ok(()) => output.log(
                    Level::Info,
                    output.lang.pick("certificate read again", "已重新加载证书"),
                    json!({"event": "tls-reloaded"}),
                ),
                Err(error) => output.log(
                    Level::Warning,
                    with_sources(&error),
                    json!({"event": "tls-not-reloaded"}),
                ),
            })));
        }
        let reloads = Arc::clone(&receiver);
        let server = tokio::spawn(serve(listener, receiver, tls, async {
            // A dropped sender is a stop, too.
            let _ = stopped.await;
        }));
        Self {
            stop,
            server,
            end_forwarding,
            forwarding: tokio::spawn(forwarder.run(end)),
            background,
            reloads,
        }
    }

    /// Tells arrivals until an end comes, then finishes, stores, answers and tells whatever has
    /// begun; what is not done then is told through `over`.
    pub(super) async fn until_end(
        self,
        args: &Args,
        mut telling: Telling,
        over: watch::Sender<bool>,
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
            () = reload(source, &self.reloads, hangups, context) => Ok(0),
            failed = &mut server => Err(match failed {
                Ok(Err(error)) => Failure::internal("the server failed").because(&error),
                Ok(Ok(())) | Err(_) => Failure::internal("the server ended"),
            }),
        };
        drop(self.stop);
        let drained = async {
            // One that failed has told so, and one that has ended needs no waiting.
            if !server.is_finished() {
                let _ = tokio::time::timeout(DRAIN, &mut server).await;
            }
            self.end_forwarding.send_replace(true);
            if tokio::time::timeout(DRAIN, &mut forwarding).await.is_err() {
                over.send_replace(true);
                let _ = tokio::time::timeout(ENDING, &mut forwarding).await;
            }
            for task in self.background {
                task.abort();
            }
            let code = ended?;
            // Where nobody reads what is told, it is in the inbox all the same.
            let met = tokio::time::timeout(TELLING, telling.end()).await;
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
                self.end_forwarding.send_replace(true);
                over.send_replace(true);
                let _ = tokio::time::timeout(ENDING, &mut forwarding).await;
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
async fn reload(source: &Shared, receiver: &Receiver, mut signals: Hangups, context: &Context) {
    loop {
        signals.next().await;
        let read = context
            .fresh_profile()
            .and_then(|profile| Ok((keys::keys(&profile)?, Source::read(context, profile)?)));
        match read {
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
                let why = failure.text();
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

async fn prune(inbox: Arc<dyn Inbox>, keep: Duration) {
    loop {
        // What fails now is tried again later.
        while inbox.prune(keep).await.is_ok_and(|gone| gone > 0) {}
        tokio::time::sleep(PRUNE).await;
    }
}
