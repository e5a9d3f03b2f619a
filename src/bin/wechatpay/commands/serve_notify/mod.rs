//! `serve-notify`: receives notifications, keeps them, and passes them on.

mod args;
mod checkout;
mod exec;
mod keys;
mod tell;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use serde_json::json;
use tokio::sync::{oneshot, watch};
use wechatpay::inbox::{Inbox, MemoryInbox, SqliteInbox};
use wechatpay::receiver::{
    Forwarder, HttpCarrier, Inbound, Limits, Parts, Receiver, Renewal, Route, Target, Tls,
    arrivals, serve,
};
use wechatpay::transport::is_loopback;

pub(crate) use args::Args;

use super::store::{self, Purpose};
use crate::context::{self, Context};
use crate::diagnostic::Failure;
use crate::output::Level;
use keys::{Shared, Source};
use tell::{Listening, Teller, with_sources};

/// How long an answer waits for the targets with `--ack after-forward`; WeChat Pay waits for 5
/// seconds.
const FORWARD_FIRST: Duration = Duration::from_millis(4500);

/// How long what has begun may take at the end.
const DRAIN: Duration = Duration::from_secs(10);

/// How often old notifications are looked for.
const PRUNE: Duration = Duration::from_secs(3600);

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    context.output.log_format = args.log_format;
    if args.ack == args::Ack::AfterForward && args.forward_to.is_empty() && args.exec.is_none() {
        return Err(Failure::usage(
            "--ack after-forward needs --forward-to or --exec",
        ));
    }
    args.partner.lay_over(context);
    // The sandbox must exist for its built-in profile, and delivers what is pending.
    context.ensure_local().await?;
    let profile = context.profile()?.clone();
    let keys = keys::keys(&profile)?;
    let source: Shared = Arc::new(ArcSwap::from_pointee(Source::read(context, profile)));
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::open(certificate, key)?),
        _ => None,
    };
    let listener = listener(args)?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::internal("no address").because(&error))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{address}{}", args.path);
    let inbox = open_store(args, context).await?;
    let forwarder = Forwarder::new(
        Arc::clone(&inbox),
        targets(args, context)?,
        args.forward_attempts,
    );
    let (sender, inbound) = arrivals();
    let mut receiver = Receiver::new(Parts {
        keys,
        inbox: Arc::clone(&inbox),
        forwarder: Arc::clone(&forwarder),
        path: args.path.clone(),
        limits: Limits::new(
            args.body_limit,
            usize::try_from(args.max_connections).unwrap_or(usize::MAX),
            args.allow_ip.clone(),
            args.rate(),
        ),
        arrivals: sender,
    });
    let renew = keys::renew(Arc::clone(&source), context.output.clone());
    receiver.renewal = Some(Renewal::new(renew));
    receiver.forward_first = (args.ack == args::Ack::AfterForward).then_some(FORWARD_FIRST);
    if args.checkout_api {
        receiver.checkout = Some(Box::new(checkout(args, &source, &url, context).await?));
    }
    announce(args, &url, context)?;
    warn_of_strays(args, &*inbox, context).await;
    let server = Running::start(
        listener,
        Arc::new(receiver),
        tls,
        forwarder,
        &inbox,
        args,
        context,
    );
    server
        .until_end(args, inbound, &*inbox, &source, context)
        .await
}

/// Takes the socket that systemd hands over, or binds one.
fn listener(args: &Args) -> Result<TcpListener, Failure> {
    let unusable = |error: std::io::Error| {
        Failure::config("the socket that was handed over cannot be used").because(&error)
    };
    let handed = listenfd::ListenFd::from_env().take_tcp_listener(0);
    if let Some(listener) = handed.map_err(unusable)? {
        return Ok(listener);
    }
    TcpListener::bind(args.listen).map_err(|error| {
        Failure::config(format!("cannot listen on {}", args.listen))
            .because(&error)
            .with_help(
                "choose another address with --listen; port 0 picks a free one",
                "用 --listen 另选地址；端口 0 表示自动选择",
            )
    })
}

async fn open_store(args: &Args, context: &Context) -> Result<Arc<dyn Inbox>, Failure> {
    let forwards = !args.forward_to.is_empty() || args.exec.is_some();
    match (args.no_store, forwards) {
        (false, _) => store::open(&args.store, Purpose::Serve, context).await,
        (true, false) => Ok(Arc::new(MemoryInbox::default())),
        (true, true) => {
            let inbox = SqliteInbox::in_memory().map_err(|error| store::failure(&error))?;
            Ok(Arc::new(inbox))
        }
    }
}

fn targets(args: &Args, context: &Context) -> Result<Vec<Route>, Failure> {
    let mut targets: Vec<Route> = Vec::new();
    for target in &args.forward_to {
        let http = context.http_to(target.name())?;
        targets.push((target.clone(), Arc::new(HttpCarrier::new(http))));
    }
    if let Some(command) = &args.exec {
        let carrier = exec::ExecCarrier(command.clone());
        targets.push((Target::named(exec::NAME), Arc::new(carrier)));
    }
    Ok(targets)
}

async fn checkout(
    args: &Args,
    source: &Shared,
    url: &str,
    context: &mut Context,
) -> Result<checkout::Backend, Failure> {
    let login = context.login_transport().await?;
    let current = source.load_full();
    let profile = &current.profile;
    // What would fail at the first order fails now.
    profile.app_secret()?;
    profile.signing_key()?;
    profile.payee()?;
    let on_sandbox = context.global.sandbox || is_loopback(&profile.base_url()?);
    let notify_url = if on_sandbox {
        url.to_owned()
    } else {
        profile.notify_url()?.to_owned()
    };
    Ok(checkout::Backend {
        source: Arc::clone(source),
        login,
        sub_appid: args.partner.sub_appid.clone(),
        notify_url,
        max_total: args.max_total,
        output: context.output.clone(),
    })
}

fn announce(args: &Args, url: &str, context: &Context) -> Result<(), Failure> {
    let listening = url.to_owned();
    if context.output.json {
        context.output.show_line(&Listening { listening })?;
    }
    let text = context.output.lang.pick("listening on", "监听");
    let fields = json!({"event": "listening", "url": url, "version": env!("CARGO_PKG_VERSION")});
    context
        .output
        .log(Level::Info, format!("{text} {url}"), fields);
    if args.keep < Duration::from_secs(2 * 86_400) && !args.no_store {
        context.output.warn(context.output.lang.pick(
            "--keep is shorter than two days: WeChat Pay repeats for a day, and what is forgotten is processed again",
            "--keep 少于两天：微信支付会重发一天，被遗忘的通知会被再次处理",
        ));
    }
    Ok(())
}

/// Deliveries to targets that are none any more would wait for ever without a word.
async fn warn_of_strays(args: &Args, inbox: &dyn Inbox, context: &Context) {
    for (target, state, number) in inbox.queue().await.unwrap_or_default() {
        let known = args.forward_to.iter().any(|known| known.name() == target)
            || (args.exec.is_some() && target == exec::NAME);
        if state == "pending" && !known {
            let shown = without_query(&target);
            context.output.warn(context.output.lang.pick(
                format!("{number} notifications wait for {shown}, which is no target now"),
                format!("有 {number} 条通知等待转发至 {shown}，但它现在不是目标"),
            ));
        }
    }
}

/// A query may hold a token.
pub(crate) fn without_query(target: &str) -> &str {
    target.split('?').next().unwrap_or(target)
}

/// The server and everything that runs beside it.
struct Running {
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    end_forwarding: watch::Sender<bool>,
    forwarding: tokio::task::JoinHandle<()>,
    background: Vec<tokio::task::JoinHandle<()>>,
    reloads: Arc<Receiver>,
}

impl Running {
    fn start(
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
    /// begun.
    async fn until_end(
        self,
        args: &Args,
        mut inbound: Inbound,
        inbox: &dyn Inbox,
        source: &Shared,
        context: &Context,
    ) -> Result<u8, Failure> {
        let mut teller = Teller::new(args);
        let mut server = self.server;
        let signals = context.take_signals();
        let ended = tokio::select! {
            ended = tell_all(args, &mut inbound, inbox, &mut teller, context) => ended.map(|()| 0),
            code = signals => Ok(code),
            () = reload(source, &self.reloads, context) => Ok(0),
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
            let _ = tokio::time::timeout(DRAIN, self.forwarding).await;
        };
        tokio::select! {
            () = drained => {}
            // A second signal is for those who cannot wait.
            code = context::interrupted() => return Ok(code),
        }
        for task in self.background {
            task.abort();
        }
        let code = ended?;
        while !inbound.is_empty() {
            let Some(arrival) = inbound.next(inbox).await else {
                break;
            };
            teller.tell(&arrival, context)?;
        }
        teller.tell_untold(context);
        match &args.expect {
            Some(_) if teller.is_met() => Ok(0),
            Some(_) if code == 0 => Err(Failure::condition("the expected event did not arrive")),
            Some(_) | None => Ok(code),
        }
    }
}

/// Tells arrivals until there were enough of them, the expected one came, or the time is over.
async fn tell_all(
    args: &Args,
    inbound: &mut Inbound,
    inbox: &dyn Inbox,
    teller: &mut Teller<'_>,
    context: &Context,
) -> Result<(), Failure> {
    let time = async {
        match args.duration {
            Some(duration) => tokio::time::sleep(duration).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(time);
    loop {
        tokio::select! {
            arrival = inbound.next(inbox) => {
                let Some(arrival) = arrival else { return Ok(()) };
                teller.tell(&arrival, context)?;
                if teller.has_enough() {
                    return Ok(());
                }
            }
            () = tokio::time::sleep(Duration::from_secs(1)) => teller.tell_untold(context),
            () = &mut time => return Ok(()),
        }
    }
}

/// Reads the profile and the keys again at each SIGHUP; what cannot be used changes nothing.
async fn reload(source: &Shared, receiver: &Receiver, context: &Context) {
    let mut signals = context::Hangups::new();
    loop {
        signals.next().await;
        let read = context
            .fresh_profile()
            .and_then(|profile| Ok((keys::keys(&profile)?, Source::read(context, profile))));
        match read {
            Ok((keys, fresh)) => {
                receiver.keys.store(Arc::new(keys));
                source.store(Arc::new(fresh));
                let text = context
                    .output
                    .lang
                    .pick("profile and keys read again", "已重新加载配置与密钥");
                context
                    .output
                    .log(Level::Info, text, json!({"event": "reloaded"}));
            }
            Err(failure) => {
                let text = context.output.lang.pick(
                    format!(
                        "the profile cannot be used, so the old one stays: {}",
                        failure.message
                    ),
                    format!("新配置不可用，继续使用旧配置：{}", failure.message),
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

impl From<wechatpay::receiver::TlsError> for Failure {
    fn from(error: wechatpay::receiver::TlsError) -> Self {
        let failure = Self::config(error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}
