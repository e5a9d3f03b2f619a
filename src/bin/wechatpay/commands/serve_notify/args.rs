//! The options of `serve-notify`.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use wechatpay::protocol::amount::Fen;
use wechatpay::receiver::{Expectation, Share, Target};
use wechatpay::serving::Awaited;

use crate::args;
use crate::commands::partner::SubMerchantApp;
use crate::commands::store::StoreArgs;
use crate::ui::LogFormat;

/// A notification is verified, decrypted and stored on disk before it is acknowledged with 204.
/// Whatever does not verify is refused, so that WeChat Pay sends it again.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// Listen here: 8080, :8080 or localhost:8080 for this machine alone, 0.0.0.0:8080 for all; port 0 picks one. A socket handed over by systemd comes first
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = args::listen)]
    pub(super) listen: SocketAddr,
    /// Serve GET /healthz and /metrics here, and only here [default: on --listen, under --allow-ip]
    #[arg(long, value_name = "ADDRESS", value_parser = args::listen)]
    pub(super) admin_listen: Option<SocketAddr>,
    /// The path of the notify_url
    #[arg(long, value_name = "PATH", default_value = "/notify", value_parser = path)]
    pub(super) path: String,
    #[command(flatten)]
    pub(super) store: StoreArgs,
    /// Keep nothing; for trying things out
    #[arg(long, conflicts_with = "store")]
    pub(super) no_store: bool,
    /// Forget notifications that came so long before the newest and have arrived everywhere
    #[arg(long, value_name = "D", default_value = "90d", value_parser = args::duration)]
    pub(super) keep: Duration,
    /// Pass notifications on: a port, /path, host:port/path or a URL; TRANSACTION.*=URL for some
    #[arg(long, value_name = "[PATTERN=]URL")]
    pub(super) forward_to: Vec<Target>,
    /// Give a notification up after a target refused it this often
    #[arg(long, value_name = "N", default_value = "300", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) forward_attempts: u32,
    /// When WeChat Pay is told that a notification has arrived
    #[arg(long, value_name = "WHEN", default_value = "after-store")]
    pub(super) ack: Ack,
    /// Run this through the shell for each event, which it reads as JSON from its stdin, with WECHATPAY_EVENT_ID and WECHATPAY_EVENT_TYPE and without our secrets in its environment
    #[arg(long, value_name = "CMD")]
    pub(super) exec: Option<String>,
    /// Serve https with this certificate chain; it is read again when it changes
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,
    /// The certificate's private key
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,
    /// Accept requests from these addresses only; behind a reverse proxy that is the proxy's address
    #[arg(long, value_name = "CIDR", value_parser = network)]
    pub(super) allow_ip: Vec<IpNet>,
    /// The largest body to read
    #[arg(long, value_name = "SIZE", default_value = "256KiB", value_parser = args::size)]
    pub(super) body_limit: usize,
    /// How many connections may be open at once, and as many requests without a response
    #[arg(long, value_name = "N", default_value = "1024", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_connections: u32,
    /// How many of them one address may have [default: an eighth, at least 16; seven eighths for this machine and private networks, where a reverse proxy such as nginx connects from]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_connections_per_ip: Option<u32>,
    /// How many requests a second each address but this machine's may send; 0 for any number
    #[arg(long, value_name = "N", default_value = "1000")]
    pub(super) rate_limit: u32,
    /// Add the back end of a Mini Program: POST /wechat/getOpenid and /wechat/createOrder
    #[arg(long)]
    pub(super) checkout_api: bool,
    #[command(flatten)]
    pub(crate) partner: SubMerchantApp,
    /// The largest order that the checkout API places, in fen
    #[arg(long, value_name = "FEN", requires = "checkout_api")]
    pub(super) max_total: Option<Fen>,
    /// Another name of this machine under which the checkout API is called, such as a tunnel's
    #[arg(long, value_name = "NAME", requires = "checkout_api", value_parser = host)]
    pub(super) checkout_host: Vec<String>,
    /// How notes and warnings are written on stderr
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) log_format: LogFormat,
    /// End after the first notification
    #[arg(long, conflicts_with = "max_events")]
    pub(super) once: bool,
    /// End after this many notifications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_events: Option<u64>,
    /// End after this long
    #[arg(long = "for", value_name = "D", value_parser = args::duration)]
    pub(super) duration: Option<Duration>,
    /// End when this arrives, and exit 8 if it has not: EVENT[,out_trade_no=N], where EVENT may be a pattern such as REFUND.*
    #[arg(long, value_name = "EVENT")]
    pub(super) expect: Option<Expectation>,
}

/// When a notification is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Ack {
    /// Once it is on disk.
    AfterStore,
    /// Once every target has taken it, too.
    AfterForward,
}

impl Args {
    /// Returns what the server waits for.
    pub(super) fn awaited(&self) -> Awaited {
        Awaited {
            notifications: if self.once { Some(1) } else { self.max_events },
            event: self.expect.clone(),
        }
    }

    pub(super) fn rate(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.rate_limit)
    }

    pub(super) fn share(&self) -> Share {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Share {
            total: size(self.max_connections),
            each: self.max_connections_per_ip.map(size),
        }
    }
}

/// Paths that have another meaning.
const RESERVED_PATHS: [&str; 4] = [
    "/healthz",
    "/metrics",
    "/wechat/getOpenid",
    "/wechat/createOrder",
];

fn path(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    if RESERVED_PATHS.contains(&text) {
        return Err(format!("{text} is taken: choose another path"));
    }
    if text.starts_with('/') && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(format!("'{text}' is not a path such as /notify"))
    }
}

fn host(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    if !text.is_empty() && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(format!("'{text}' is not a name such as dev.example.com"))
    }
}

/// Reads an address or a network; IPv4 written as IPv6 is IPv4.
fn network(text: &str) -> Result<IpNet, String> {
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map(|net| match (net, net.addr().to_canonical()) {
            (IpNet::V6(_), IpAddr::V4(v4)) => net
                .prefix_len()
                .checked_sub(96)
                .and_then(|prefix| IpNet::new(v4.into(), prefix).ok())
                .unwrap_or(net),
            _ => net,
        })
        .map_err(|_| format!("'{text}' is not an address or network such as 101.226.103.0/25"))
}
