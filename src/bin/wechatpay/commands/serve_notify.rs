//! `serve-notify`: receives notifications.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use wechatpay::inbox::{FileInbox, Inbox, InboxError, MemoryInbox, Record};
use wechatpay::receiver::{Arrival, Judge, Receiver, serve};

use crate::args;
use crate::context::{self, Context};
use crate::diagnostic::Failure;
use crate::output::{Page, Render};

/// A notification is verified, decrypted and stored on disk before it is acknowledged with 204.
/// Whatever does not verify is refused, so that WeChat Pay sends it again.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Listen here; port 0 picks one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The path of the notify_url
    #[arg(long, value_name = "PATH", default_value = "/notify", value_parser = path)]
    path: String,
    /// Keep notifications in this file [default: one for each merchant in the user's data folder]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Keep nothing; for trying things out
    #[arg(long, conflicts_with = "store")]
    no_store: bool,
    /// Accept connections from these addresses only
    #[arg(long, value_name = "CIDR", value_parser = network)]
    allow_ip: Vec<ipnet::IpNet>,
    /// The largest body to read
    #[arg(long, value_name = "SIZE", default_value = "256KiB", value_parser = args::size)]
    body_limit: usize,
    /// End after the first notification
    #[arg(long, conflicts_with = "max_events")]
    once: bool,
    /// End after this many notifications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_events: Option<u64>,
    /// End after this long
    #[arg(long = "for", value_name = "D", value_parser = args::duration)]
    duration: Option<Duration>,
    /// End when this arrives, and exit 8 if it has not: EVENT[,out_trade_no=N]
    #[arg(long, value_name = "EVENT")]
    expect: Option<Expectation>,
}

fn path(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    if text.starts_with('/') && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(format!("'{text}' is not a path such as /notify"))
    }
}

fn network(text: &str) -> Result<ipnet::IpNet, String> {
    text.parse()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from))
        .map_err(|_| format!("'{text}' is not an address or network such as 101.226.103.0/25"))
}

/// What is waited for.
#[derive(Debug, Clone)]
struct Expectation {
    event_type: String,
    out_trade_no: Option<String>,
}

impl FromStr for Expectation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (event_type, rest) = text
            .split_once(',')
            .map_or((text, None), |(event, rest)| (event, Some(rest)));
        let out_trade_no = match rest {
            None => None,
            Some(rest) => Some(
                rest.strip_prefix("out_trade_no=")
                    .filter(|number| !number.is_empty())
                    .ok_or_else(|| format!("'{rest}' is not out_trade_no=NUMBER"))?
                    .to_owned(),
            ),
        };
        if event_type.is_empty() {
            return Err("an event is needed, such as TRANSACTION.SUCCESS".to_owned());
        }
        Ok(Self {
            event_type: event_type.to_owned(),
            out_trade_no,
        })
    }
}

impl Expectation {
    fn is_met_by(&self, record: &Record) -> bool {
        let number = record.resource.get("out_trade_no").and_then(Value::as_str);
        record.event_type == self.event_type
            && self
                .out_trade_no
                .as_deref()
                .is_none_or(|expected| number == Some(expected))
    }
}

/// The first line, which tells scripts where to send.
#[derive(Serialize)]
struct Listening {
    listening: String,
}

impl Render for Listening {
    const SCHEMA: &'static str = "serve-notify";

    fn render(&self, _page: &mut Page) {}
}

/// One line an event.
#[derive(Serialize)]
struct EventLine<'a> {
    id: &'a str,
    event_type: &'a str,
    received_at: String,
    resource: &'a Value,
}

impl Render for EventLine<'_> {
    const SCHEMA: &'static str = "event";

    fn render(&self, page: &mut Page) {
        let field = |name: &str| {
            self.resource
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or("-")
        };
        let total = self
            .resource
            .pointer("/amount/total")
            .map(Value::to_string)
            .unwrap_or_default();
        page.line(format!(
            "{} {} {} {} {total} fen ({})",
            self.received_at,
            self.event_type,
            field("out_trade_no"),
            field("transaction_id"),
            self.id
        ));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    // The sandbox must exist for its built-in profile, and delivers what is pending.
    context.ensure_local().await?;
    let judge = judge(context)?;
    let inbox = open_store(args, context)?;
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        Failure::config(format!("cannot listen on {}", args.listen)).because(&error)
    })?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::internal("no address").because(&error))?;
    let url = format!("http://{address}{}", args.path);
    if context.output.json {
        context.output.show_line(&Listening {
            listening: url.clone(),
        })?;
    }
    context.output.note(format!(
        "{} {url}",
        context.output.lang.pick("listening on", "监听")
    ));
    let (arrivals, mut inbound) = mpsc::unbounded_channel();
    let receiver = Receiver {
        judge,
        inbox,
        path: args.path.clone(),
        body_limit: args.body_limit,
        allowed: args.allow_ip.clone(),
        arrivals,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, receiver, async {
        // A dropped sender is a stop, too.
        let _ = stopped.await;
    }));
    let mut tally = Tally {
        seen: 0,
        met: args.expect.is_none(),
    };
    let (ended, mut code) = until_end(args, &mut inbound, &mut tally, context).await;
    // Whatever has begun is finished, stored, answered and told.
    drop(stop);
    let finished = tokio::time::timeout(Duration::from_secs(10), server).await;
    while let Ok(arrival) = inbound.try_recv() {
        tell(&arrival, args, &mut tally, context)?;
    }
    ended?;
    if let Ok(Ok(Err(error))) = finished {
        return Err(Failure::internal("the server failed").because(&error));
    }
    if !tally.met && code == 0 {
        return Err(Failure::condition("the expected event did not arrive"));
    }
    if tally.met && args.expect.is_some() {
        code = 0;
    }
    Ok(code)
}

fn judge(context: &Context) -> Result<Judge, Failure> {
    let profile = context.profile()?;
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key());
    }
    Ok(Judge {
        keyring,
        apiv3_key: profile.apiv3_key()?,
        mchid: profile.mchid()?,
    })
}

fn open_store(args: &Args, context: &Context) -> Result<Box<dyn Inbox>, Failure> {
    if args.no_store {
        return Ok(Box::new(MemoryInbox::default()));
    }
    let path = match &args.store {
        Some(path) if path.to_string_lossy().contains("://") => {
            return Err(Failure::config(
                "this version keeps notifications in a file; --store takes a path",
            ));
        }
        Some(path) => path.clone(),
        None => default_store(context)?,
    };
    let inbox = FileInbox::open(&path).map_err(|error| store_failure(&error))?;
    context.output.trace(1, format!("store {}", path.display()));
    Ok(Box::new(inbox))
}

fn default_store(context: &Context) -> Result<PathBuf, Failure> {
    if let Some(local) = context.local() {
        return Ok(local.data().join("inbox.jsonl"));
    }
    let folder = dirs::data_dir()
        .ok_or_else(|| Failure::config("no data folder is known; give --store FILE"))?;
    Ok(folder.join(format!(
        "wechatpay/inbox-{}.jsonl",
        context.profile()?.mchid()?
    )))
}

fn store_failure(error: &InboxError) -> Failure {
    let failure = Failure::config(error.to_string());
    match std::error::Error::source(error) {
        Some(source) => failure.because(source),
        None => failure,
    }
}

/// What has been seen so far.
struct Tally {
    seen: u64,
    met: bool,
}

/// Tells arrivals until an end comes: enough of them, the expected one, the time, or a signal.
async fn until_end(
    args: &Args,
    inbound: &mut mpsc::UnboundedReceiver<Arrival>,
    tally: &mut Tally,
    context: &Context,
) -> (Result<(), Failure>, u8) {
    let limit = if args.once { Some(1) } else { args.max_events };
    let time = async {
        match args.duration {
            Some(duration) => tokio::time::sleep(duration).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(time);
    let signal = context::interrupted();
    tokio::pin!(signal);
    loop {
        tokio::select! {
            arrival = inbound.recv() => {
                let Some(arrival) = arrival else { return (Ok(()), 0) };
                if let Err(failure) = tell(&arrival, args, tally, context) {
                    return (Err(failure), 0);
                }
                let enough = limit.is_some_and(|limit| tally.seen >= limit);
                if enough || (args.expect.is_some() && tally.met) {
                    return (Ok(()), 0);
                }
            }
            () = &mut time => return (Ok(()), 0),
            code = &mut signal => return (Ok(()), code),
        }
    }
}

fn tell(
    arrival: &Arrival,
    args: &Args,
    tally: &mut Tally,
    context: &Context,
) -> Result<(), Failure> {
    match arrival {
        Arrival::Event(record) => {
            tally.seen += 1;
            tally.met |= args
                .expect
                .as_ref()
                .is_some_and(|expected| expected.is_met_by(record));
            context.output.show_line(&EventLine {
                id: &record.id,
                event_type: &record.event_type,
                received_at: record.received_at.to_rfc3339(),
                resource: &record.resource,
            })?;
        }
        Arrival::Duplicate(record) => context.output.note(format!(
            "{} {}",
            context.output.lang.pick("seen before:", "重复通知："),
            record.id
        )),
        Arrival::Rejected(rejection) => context.output.warn(with_sources(rejection)),
        Arrival::Unkept(error) => context.output.warn(with_sources(error)),
    }
    Ok(())
}

fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
