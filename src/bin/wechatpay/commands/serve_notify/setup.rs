//! From options and profile to a server that can be started.

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use wechatpay::inbox::{Inbox, MemoryInbox, SqliteInbox};
use wechatpay::loopback::{is_loopback, is_loopback_address, reachable};
use wechatpay::profile::{Field, FileRole, Profile, read_secret};
use wechatpay::receiver::{
    AllowedHosts, EventReceiver, EventSender, ExecForward, ExecOutput, Forwarder, Listeners, Parts,
    PemContent, RELAY_PATH_END, Receiver, Relay, RelayToken, RelayTokenError, Route, Target, Tls,
    TlsError, VerifierState, event_channel,
};
use wechatpay::serving::{
    self, KeysError, MerchantCheckout, ServerParts, SharedSource, Source, Stages, app_secret,
    verifier_state,
};
use wechatpay::shell;

use super::args::{Ack, Args, DEFAULT_LISTEN};
use super::file_limit;
use crate::commands::store::{self, Purpose};
use crate::context::Context;
use crate::environment;
use crate::error::{CliError, by_variant, failures};
use crate::text;
use crate::ui::LogFormat;

/// How long a reload may take: a secret's command may wait for input.
const RELOAD_TIMEOUT: Duration = Duration::from_secs(60);

/// Everything that a server runs with.
pub(super) struct Prepared {
    /// The `notify_url` as it is reached here.
    pub(super) url: String,
    /// The URL of the listener for `/healthz` and `/metrics`.
    pub(super) admin_url: Option<String>,
    pub(super) server: ServerParts,
    pub(super) inbound: EventReceiver,
    pub(super) source: SharedSource,
    /// Where listeners connect, if they may.
    pub(super) relay_url: Option<String>,
    pub(super) relay: Option<Arc<Relay>>,
}

/// What a server reads when it starts, and again at a reload.
pub(super) struct Loaded {
    pub(super) keys: VerifierState,
    pub(super) source: Source,
    pub(super) relay_token: Option<RelayToken>,
}

/// Reads what a server needs of a profile. A secret's command, or a pipe in the place of a file, may
/// block meanwhile.
fn load(
    context: &Context,
    profile: Profile,
    with_checkout: bool,
    relay_token_file: Option<&Path>,
) -> Result<Loaded, CliError> {
    let keys = verifier_state(&profile).map_err(|error| match error {
        KeysError::Profile(error) => error.into(),
        KeysError::Missing => Context::no_platform_key(&profile),
    })?;
    // Receiving needs no private key; one that is named must be usable, or new certificates could
    // not be fetched one day.
    let client = match profile.origin(Field::PrivateKey) {
        Some(_) => Some(context.client_of(&profile)?),
        None => None,
    };
    profile.certificate()?;
    let app_secret = with_checkout.then(|| app_secret(&profile).map_err(Arc::new));
    Ok(Loaded {
        keys,
        source: Source {
            profile,
            client,
            app_secret,
        },
        relay_token: relay_token_file
            .map(|path| relay_token(path, context))
            .transpose()?,
    })
}

fn relay_token(path: &Path, context: &Context) -> Result<RelayToken, CliError> {
    let role = FileRole::Named("--relay-token-file");
    let bytes = read_secret(&context.inputs(), role, path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| RelayTokenError::Characters);
    text.and_then(str::parse)
        .map_err(|error| CliError::of_token(error, path))
}

/// Reads on another thread, since signals must be handled meanwhile.
fn start_reading(
    args: &Args,
    context: &Context,
    profile: fn(&Context) -> Result<Profile, CliError>,
) -> JoinHandle<Result<(Context, Loaded), CliError>> {
    let (apart, with_checkout) = (context.clone(), args.checkout_api);
    let token = args.relay_token_file.clone();
    spawn_blocking(move || {
        let loaded = load(&apart, profile(&apart)?, with_checkout, token.as_deref())?;
        Ok((apart, loaded))
    })
}

/// Reads the profile for the first time.
async fn read(args: &Args, context: &mut Context) -> Result<Loaded, CliError> {
    let reading = start_reading(args, context, |context| context.profile().cloned());
    let (apart, mut loaded) = reading.await.map_err(interrupted)??;
    // The profile is read once.
    *context = apart;
    // What would fail at the first order fails now.
    if let Some(Err(error)) = loaded.source.app_secret.take_if(|read| read.is_err())
        && let Some(error) = Arc::into_inner(error)
    {
        return Err(error.into());
    }
    Ok(loaded)
}

/// Reads the profile as it is now.
pub(super) async fn read_again(args: &Args, context: &Context) -> Result<Loaded, CliError> {
    let reading = start_reading(args, context, Context::fresh_profile);
    match timeout(RELOAD_TIMEOUT, reading).await {
        Ok(read) => Ok(read.map_err(interrupted)??.1),
        Err(_) => Err(CliError::config(text!(
            "receive-reload-slow",
            seconds = RELOAD_TIMEOUT.as_secs()
        ))),
    }
}

fn interrupted(error: JoinError) -> CliError {
    CliError::internal(text!("receive-interrupted")).with_source(error)
}

pub(super) async fn prepare(args: &Args, context: &mut Context) -> Result<Prepared, CliError> {
    file_limit::raise(args.max_connections);
    let Loaded {
        keys,
        source,
        relay_token,
    } = read(args, context).await?;
    let source = SharedSource::new(source);
    let listeners = listeners(args, context).await?;
    let scheme = scheme(&listeners);
    let address = address_of(&listeners.public)?;
    let admin = listeners.admin.as_ref().map(address_of).transpose()?;
    let inbox = open_store(args, context).await?;
    let stages = Stages::default();
    let routes = routes(args, &source, &stages.cut_deliveries, context)?;
    let (events, inbound) = event_channel();
    let forwarder = Forwarder::new(
        Arc::clone(&inbox),
        routes,
        args.forward_attempts,
        events.clone(),
    );
    let mut parts = Parts::new(
        keys,
        Arc::clone(&inbox),
        Arc::clone(&forwarder),
        args.limits(),
        events.clone(),
    );
    parts.renewal = Some(serving::renewal(source.clone()));
    parts.forward_first = args.ack == Ack::AfterForward;
    parts.path.clone_from(&args.path);
    let relay =
        relay_token.map(|token| Arc::new(Relay::new(Arc::clone(&inbox), token, events.clone())));
    parts.relay.clone_from(&relay);
    if args.checkout_api {
        let own_url = format!("{scheme}://{}{}", reachable(address), args.path);
        let ip = address.ip();
        let checkout = checkout(args, &source, own_url, ip, events, context).await?;
        parts.checkout = Some(Box::new(checkout));
    }
    let url = format!("{scheme}://{address}{}", args.path);
    let relay_url = format!("{}{RELAY_PATH_END}", url.trim_end_matches('/'));
    Ok(Prepared {
        relay_url: relay.as_ref().map(|_| relay_url),
        relay,
        url,
        admin_url: admin.map(|address| format!("http://{address}/")),
        server: ServerParts {
            listeners,
            receiver: Arc::new(Receiver::new(parts)),
            forwarder,
            inbox,
            keep: args.keep,
            stages,
        },
        inbound,
        source,
    })
}

fn scheme(listeners: &Listeners) -> &'static str {
    match &listeners.tls {
        Some(_) => "https",
        None => "http",
    }
}

/// Binds what the options name.
async fn listeners(args: &Args, context: &Context) -> Result<Listeners, CliError> {
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::open(certificate, key).await?),
        (_, _) => None,
    };
    let admin = args.admin_listen;
    let admin = admin.map(|address| bind(address, "--admin-listen"));
    Ok(Listeners {
        public: listener(args, context)?,
        admin: admin.transpose()?,
        tls,
    })
}

/// Uses the socket that systemd hands over, or binds one.
fn listener(args: &Args, context: &Context) -> Result<TcpListener, CliError> {
    let mut handed = listenfd::ListenFd::from_env();
    let listener = handed
        .take_tcp_listener(0)
        .map_err(|error| CliError::config(text!("receive-socket-unusable")).with_source(error))?;
    match listener {
        // Connections to the others would wait for ever.
        Some(_) if handed.len() > 1 => Err(CliError::config(text!("receive-several-sockets"))),
        Some(listener) => {
            let bound = address_of(&listener)?;
            let is_typed = args.listen.to_string() != DEFAULT_LISTEN;
            if is_typed && args.listen != bound {
                let typed = args.listen;
                context
                    .output
                    .warn(text!("receive-socket-first", bound, typed));
            }
            Ok(listener)
        }
        None => bind(args.listen, "--listen"),
    }
}

fn bind(address: SocketAddr, option: &str) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).map_err(|error| {
        CliError::config(text!("receive-cannot-listen", address, option)).with_source(error)
    })
}

fn address_of(listener: &TcpListener) -> Result<SocketAddr, CliError> {
    listener
        .local_addr()
        .map_err(|error| CliError::internal(text!("receive-no-address")).with_source(error))
}

async fn open_store(args: &Args, context: &Context) -> Result<Arc<dyn Inbox>, CliError> {
    let forwards = !args.forward_to.is_empty() || args.exec.is_some();
    match (args.no_store, forwards) {
        (false, _) => store::open(&args.store, Purpose::Serve, context).await,
        (true, false) => Ok(Arc::new(MemoryInbox::default())),
        (true, true) => Ok(Arc::new(SqliteInbox::in_memory()?)),
    }
}

fn routes(
    args: &Args,
    source: &SharedSource,
    cut: &CancellationToken,
    context: &Context,
) -> Result<Vec<Route>, CliError> {
    let mut routes = context.routes_to(&args.forward_to)?;
    if let Some(command) = &args.exec {
        let source = source.clone();
        let exec = ExecForward::new(
            command.clone(),
            move || secret_variables(&source.load().profile),
            match args.log_format {
                LogFormat::Text => ExecOutput::Stderr,
                LogFormat::Json => ExecOutput::Tracing,
            },
            cut.clone(),
        );
        routes.push(Route {
            target: Target::named(ExecForward::TARGET),
            transport: Arc::new(exec),
        });
    }
    Ok(routes)
}

/// Returns the environment variables that hold secrets of ours.
fn secret_variables(profile: &Profile) -> Vec<OsString> {
    let named = profile.secret_variables().into_iter().map(OsString::from);
    named.chain(environment::secrets()).collect()
}

async fn checkout(
    args: &Args,
    source: &SharedSource,
    own_url: String,
    address: IpAddr,
    events: EventSender,
    context: &mut Context,
) -> Result<MerchantCheckout, CliError> {
    let login = context.login_transport().await?;
    let current = source.load();
    let profile = &current.profile;
    // What would fail at the first order fails now.
    context.signing_key(profile)?;
    profile.payee()?;
    let on_sandbox = context.global.sandbox || is_loopback(&profile.base_url()?);
    if !on_sandbox {
        profile.notify_url()?;
    }
    Ok(MerchantCheckout {
        source: source.clone(),
        login,
        own_url: on_sandbox.then_some(own_url),
        serves_others: !is_loopback_address(args.listen.ip()),
        hosts: AllowedHosts {
            address,
            named: args.checkout_host.clone(),
        },
        sub_appid: args.partner.sub_appid.clone(),
        max_total: args.max_total,
        events,
    })
}

impl CliError {
    /// The failure of a token's file.
    pub(crate) fn of_token(error: RelayTokenError, path: &Path) -> Self {
        let min = RelayToken::MIN_CHARS;
        let file = shell::word(&path.display().to_string());
        Self::config(by_variant!(error: RelayTokenError {
            Short { found } => text!("receive-token-short", path, found, min, file),
            Long => text!("receive-token-long", path, max = RelayToken::MAX_CHARS, file),
            Characters => text!("receive-token-characters", path, file),
        }))
    }
}

failures!(error: TlsError {
    Read { path, source } => Self::config(text!("receive-tls-read", path)).with_source(source),
    Slow { certificate, key, seconds } => {
        Self::config(text!("receive-tls-slow", certificate, key, seconds))
    },
    NotFile { path } => Self::config(text!("receive-tls-not-file", path)),
    Content { path, what: PemContent::Certificate } => {
        Self::config(text!("receive-tls-no-certificate", path))
    },
    Content { path, what: PemContent::PrivateKey } => {
        Self::config(text!("receive-tls-no-key", path))
    },
    Pair { path, source } => Self::config(text!("receive-tls-pair", path)).with_source(source),
});
