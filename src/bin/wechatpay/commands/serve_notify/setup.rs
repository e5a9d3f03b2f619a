//! From options and profile to a server that can be started.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use arc_swap::ArcSwap;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use wechatpay::inbox::{Inbox, MemoryInbox, SqliteInbox};
use wechatpay::profile::Profile;
use wechatpay::receiver::{
    AllowedHosts, Checkout, EventReceiver, ExecForward, ExecLine, ExecOutput, ExecStream,
    Forwarder, HttpForward, Limits, Listeners, Parts, Receiver, Renewal, Route, Target, Tls,
    TlsError, VerifierState, event_channel,
};
use wechatpay::transport::is_loopback;

use super::args::{Ack, Args};
use super::checkout;
use super::keys::{self, Shared, Source};
use crate::commands::store::{self, Purpose};
use crate::context::Context;
use crate::environment;
use crate::error::CliError;
use crate::shutdown::Stages;
use crate::ui::Text;
use crate::ui::{Level, LogFormat, Output};

/// Everything that a server runs with.
pub(super) struct Prepared {
    /// The `notify_url` as it is reached here.
    pub(super) url: String,
    /// The URL of the listener for `/healthz` and `/metrics`.
    pub(super) admin_url: Option<String>,
    pub(super) listeners: Listeners,
    pub(super) receiver: Arc<Receiver>,
    pub(super) forwarder: Arc<Forwarder>,
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) inbound: EventReceiver,
    pub(super) stages: Stages,
    pub(super) source: Shared,
}

/// Reads the profile and its keys on another thread: a secret's command or a pipe in the place of
/// a file may block, and signals must be handled meanwhile.
async fn read_apart(
    args: &Args,
    context: &mut Context,
) -> Result<(VerifierState, Source), CliError> {
    let (apart, with_checkout) = (context.clone(), args.checkout_api);
    let reading = tokio::task::spawn_blocking(move || {
        let profile = apart.profile()?.clone();
        let keys = keys::keys(&profile)?;
        let mut source = Source::read(&apart, profile, with_checkout)?;
        // What would fail at the first order fails now.
        source.checkout = source.checkout.transpose()?.map(Ok);
        Ok::<_, CliError>((apart, keys, source))
    });
    let read = reading.await;
    let (apart, keys, source) =
        read.map_err(|error| CliError::internal("reading failed").with_source(error))??;
    // The profile is read once.
    *context = apart;
    Ok((keys, source))
}

pub(super) async fn prepare(args: &Args, context: &mut Context) -> Result<Prepared, CliError> {
    let (keys, source) = read_apart(args, context).await?;
    let source: Shared = Arc::new(ArcSwap::from_pointee(source));
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::open(certificate, key).await?),
        _ => None,
    };
    let public = listener(args)?;
    let admin = args
        .admin_listen
        .map(|address| bind(address, "--admin-listen"));
    let listeners = Listeners {
        public,
        admin: admin.transpose()?,
        tls,
    };
    let address = address_of(&listeners.public)?;
    let admin = listeners.admin.as_ref().map(address_of).transpose()?;
    let scheme = if listeners.tls.is_some() {
        "https"
    } else {
        "http"
    };
    let inbox = open_store(args, context).await?;
    let stages = Stages::default();
    let targets = targets(args, &source, &stages.cut_deliveries, context)?;
    let (sender, inbound) = event_channel();
    let forwarder = Forwarder::new(
        Arc::clone(&inbox),
        targets,
        args.forward_attempts,
        sender.clone(),
    );
    let checkout: Option<Box<dyn Checkout>> = if args.checkout_api {
        let own_url = format!("{scheme}://{}{}", reachable(address), args.path);
        let hosts = AllowedHosts {
            address: address.ip(),
            named: args.checkout_host.clone(),
        };
        let checkout = checkout(args, &source, &own_url, hosts, context).await?;
        Some(Box::new(checkout))
    } else {
        None
    };
    let renew = keys::renew(Arc::clone(&source), context.output.clone());
    let receiver = Receiver::new(Parts {
        keys,
        renewal: Some(Renewal::new(renew)),
        inbox: Arc::clone(&inbox),
        forwarder: Arc::clone(&forwarder),
        forward_first: args.ack == Ack::AfterForward,
        path: args.path.clone(),
        limits: Limits::new(
            args.body_limit,
            args.share(),
            args.allow_ip.clone(),
            args.rate(),
        ),
        checkout,
        events: sender,
    });
    Ok(Prepared {
        url: format!("{scheme}://{address}{}", args.path),
        admin_url: admin.map(|address| format!("http://{address}/")),
        listeners,
        receiver: Arc::new(receiver),
        forwarder,
        inbox,
        inbound,
        stages,
        source,
    })
}

/// Takes the socket that systemd hands over, or binds one.
fn listener(args: &Args) -> Result<TcpListener, CliError> {
    let unusable = |error: std::io::Error| {
        CliError::config("the socket that was handed over cannot be used").with_source(error)
    };
    let mut handed = listenfd::ListenFd::from_env();
    if let Some(listener) = handed.take_tcp_listener(0).map_err(unusable)? {
        // Connections to the others would wait for ever.
        if handed.len() > 1 {
            return Err(
                CliError::config("more than one socket was handed over").with_help(Text::pair(
                    "one ListenStream in the socket unit is enough: [::]:8080 takes IPv4, too",
                    "socket 单元中只写一个 ListenStream：[::]:8080 同时接受 IPv4",
                )),
            );
        }
        return Ok(listener);
    }
    bind(args.listen, "--listen")
}

fn bind(address: SocketAddr, option: &str) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).map_err(|error| {
        CliError::config(format!("cannot listen on {address}"))
            .in_chinese(format!("无法监听 {address}"))
            .with_source(error)
            .with_help(Text::pair(
                format!("choose another address with {option}; port 0 picks a free one"),
                format!("用 {option} 另选地址；端口 0 表示自动选择"),
            ))
    })
}

fn address_of(listener: &TcpListener) -> Result<SocketAddr, CliError> {
    let address = listener.local_addr();
    address.map_err(|error| CliError::internal("no address").with_source(error))
}

async fn open_store(args: &Args, context: &Context) -> Result<Arc<dyn Inbox>, CliError> {
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

fn targets(
    args: &Args,
    source: &Shared,
    cut: &CancellationToken,
    context: &Context,
) -> Result<Vec<Route>, CliError> {
    let mut targets: Vec<Route> = Vec::new();
    for target in &args.forward_to {
        let http = context.http_to(target.name())?;
        targets.push((target.clone(), Arc::new(HttpForward::new(http))));
    }
    if let Some(command) = &args.exec {
        let source = Arc::clone(source);
        let exec = ExecForward::new(
            command.clone(),
            move || secret_variables(&source.load().profile),
            exec_output(&context.output),
            cut.clone(),
        );
        targets.push((Target::named(ExecForward::TARGET), Arc::new(exec)));
    }
    Ok(targets)
}

/// Returns the environment variables that hold secrets of ours.
fn secret_variables(profile: &Profile) -> Vec<OsString> {
    let named = profile.secret_variables().into_iter().map(OsString::from);
    let own = std::env::vars_os().filter(|(name, value)| {
        environment::is_secret(&name.to_string_lossy(), &value.to_string_lossy())
    });
    named.chain(own.map(|(name, _)| name)).collect()
}

/// Has what a program prints logged if the log is JSON.
fn exec_output(output: &Output) -> ExecOutput {
    match output.log_format {
        LogFormat::Text => ExecOutput::Stderr,
        LogFormat::Json => {
            let output = output.clone();
            ExecOutput::Lines(Arc::new(move |line: ExecLine<'_>| {
                let stream = match line.stream {
                    ExecStream::Stdout => "stdout",
                    ExecStream::Stderr => "stderr",
                };
                let fields = json!({"event": "exec", "stream": stream, "id": line.id});
                output.log(Level::Info, line.text, fields);
            }))
        }
    }
}

async fn checkout(
    args: &Args,
    source: &Shared,
    own_url: &str,
    names: AllowedHosts,
    context: &mut Context,
) -> Result<checkout::Backend, CliError> {
    let login = context.login_transport().await?;
    let current = source.load_full();
    let profile = &current.profile;
    // What would fail at the first order fails now.
    context.signing_key(profile)?;
    profile.payee()?;
    let on_sandbox = context.global.sandbox || is_loopback(&profile.base_url()?);
    if !on_sandbox {
        profile.notify_url()?;
    }
    Ok(checkout::Backend {
        source: Arc::clone(source),
        login,
        own_url: on_sandbox.then(|| own_url.to_owned()),
        is_open: !args.listen.ip().to_canonical().is_loopback(),
        names,
        sub_appid: args.partner.sub_appid.clone(),
        max_total: args.max_total,
        output: context.output.clone(),
    })
}

/// Returns an address that leads here from this machine; nobody can send to "any address".
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip().to_canonical() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

impl From<TlsError> for CliError {
    fn from(error: TlsError) -> Self {
        let failure = Self::config(error.to_string());
        let failure = match std::error::Error::source(&error) {
            Some(source) => failure.with_causes_of(source),
            None => failure,
        };
        let (zh, help_en, help_zh) = match &error {
            TlsError::Read { path, .. } => (
                format!("无法读取 {}", path.display()),
                "check the paths of --tls-cert and --tls-key",
                "检查 --tls-cert 与 --tls-key 的路径",
            ),
            TlsError::Slow { certificate, key } => (
                format!(
                    "{} 与 {} 未能及时读完",
                    certificate.display(),
                    key.display()
                ),
                "give regular files: a pipe ends only when its writer does",
                "请使用普通文件：管道要等写入方结束才算读完",
            ),
            TlsError::NotFile { path } => (
                format!("{} 不再是普通文件", path.display()),
                "put a regular file there; the old certificate is served until then",
                "请放回普通文件；在此之前继续使用旧证书",
            ),
            TlsError::Content { path, .. } => (
                format!("{} 中没有所需的 PEM", path.display()),
                "--tls-cert takes certificates in PEM, --tls-key a key in PEM without a password",
                "--tls-cert 需要 PEM 证书，--tls-key 需要无密码的 PEM 私钥",
            ),
            TlsError::Pair { path, .. } => (
                format!("{} 与其私钥无法使用", path.display()),
                "the key must belong to the first certificate of the file",
                "私钥必须与文件中的第一张证书对应",
            ),
        };
        failure
            .in_chinese(zh)
            .with_help(Text::pair(help_en, help_zh))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_is_told_an_address_that_it_can_send_to() {
        for (bound, told) in [
            ("0.0.0.0:81", "127.0.0.1:81"),
            ("[::]:81", "[::1]:81"),
            ("[::ffff:127.0.0.1]:81", "127.0.0.1:81"),
            ("[::ffff:0.0.0.0]:81", "127.0.0.1:81"),
            ("127.0.0.2:81", "127.0.0.2:81"),
        ] {
            assert_eq!(reachable(bound.parse().unwrap()).to_string(), told);
        }
    }
}
