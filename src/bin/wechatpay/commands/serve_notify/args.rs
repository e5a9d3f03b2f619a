//! The options of `serve-notify`.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use wechatpay::protocol::amount::Fen;
use wechatpay::receiver::{Expectation, Limits, Share, Target};
use wechatpay::serving::Awaited;

use crate::args;
use crate::commands::partner::SubMerchantApp;
use crate::commands::store::StoreArgs;
use crate::error::ValueError;
use crate::text;
use crate::ui::LogFormat;

/// Where notifications are received unless an option or systemd says otherwise.
pub(super) const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// A notification is verified, decrypted and stored on disk before it is acknowledged with 204.
/// Whatever does not verify is refused, so that WeChat Pay sends it again.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_LISTEN, value_parser = args::listen)]
    pub(super) listen: SocketAddr,
    #[arg(long, help_heading = "server", value_name = "ADDRESS", value_parser = args::listen)]
    pub(super) admin_listen: Option<SocketAddr>,
    #[arg(long, value_name = "PATH", default_value = "/notify", value_parser = path)]
    pub(super) path: String,
    #[command(flatten)]
    pub(super) store: StoreArgs,
    #[arg(long, conflicts_with = "store")]
    pub(super) no_store: bool,
    #[arg(long, value_name = "D", default_value = "90d", value_parser = args::duration_with_unit)]
    pub(super) keep: Duration,
    #[arg(long, value_name = "[PATTERN=]URL")]
    pub(super) forward_to: Vec<Target>,
    #[arg(long, help_heading = "forward", value_name = "N", default_value = "300", value_parser = args::within::<u32>(1, u64::MAX))]
    pub(super) forward_attempts: u32,
    #[arg(
        long,
        help_heading = "forward",
        value_name = "WHEN",
        default_value = "after-store"
    )]
    pub(super) ack: Ack,
    #[arg(long, help_heading = "forward", value_name = "CMD", value_parser = args::filled)]
    pub(super) exec: Option<String>,
    #[arg(
        long,
        help_heading = "server",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub(super) tls_cert: Option<PathBuf>,
    #[arg(
        long,
        help_heading = "server",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub(super) tls_key: Option<PathBuf>,
    #[arg(long, help_heading = "server", value_name = "CIDR", value_parser = network)]
    pub(super) allow_ip: Vec<IpNet>,
    #[arg(long, help_heading = "server", value_name = "SIZE", default_value = "256KiB", value_parser = args::size)]
    pub(super) body_limit: usize,
    #[arg(long, help_heading = "server", value_name = "N", default_value = "1024", value_parser = args::within::<u32>(1, u64::MAX))]
    pub(super) max_connections: u32,
    #[arg(long, help_heading = "server", value_name = "N", value_parser = args::within::<u32>(1, u64::MAX))]
    pub(super) max_connections_per_ip: Option<u32>,
    #[arg(
        long,
        help_heading = "server",
        value_name = "N",
        default_value = "1000"
    )]
    pub(super) rate_limit: u32,
    #[arg(
        long,
        help_heading = "server",
        value_name = "FILE",
        conflicts_with = "no_store"
    )]
    pub(super) relay_token_file: Option<PathBuf>,
    #[arg(long, help_heading = "checkout")]
    pub(super) checkout_api: bool,
    #[command(flatten)]
    pub(crate) partner: SubMerchantApp,
    #[arg(
        long,
        help_heading = "checkout",
        value_name = "FEN",
        requires = "checkout_api"
    )]
    pub(super) max_total: Option<Fen>,
    #[arg(long, help_heading = "checkout", value_name = "NAME", requires = "checkout_api", value_parser = host)]
    pub(super) checkout_host: Vec<String>,
    #[arg(
        long,
        help_heading = "server",
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub(super) log_format: LogFormat,
    #[arg(long, help_heading = "stop", conflicts_with = "max_events")]
    pub(super) once: bool,
    #[arg(long, help_heading = "stop", value_name = "N", value_parser = args::within::<u64>(1, u64::MAX))]
    pub(super) max_events: Option<u64>,
    #[arg(long = "for", help_heading = "stop", value_name = "D", value_parser = args::duration)]
    pub(super) duration: Option<Duration>,
    #[arg(long, help_heading = "stop", value_name = "EVENT")]
    pub(super) expect: Option<Expectation>,
}

/// When a notification is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Ack {
    AfterStore,
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

    pub(super) fn limits(&self) -> Limits {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let share = Share {
            total: size(self.max_connections),
            each: self.max_connections_per_ip.map(size),
        };
        let rate = NonZeroU32::new(self.rate_limit);
        Limits::new(self.body_limit, share, self.allow_ip.clone(), rate)
    }
}

/// Paths that have another meaning.
const RESERVED_PATHS: [&str; 4] = [
    "/healthz",
    "/metrics",
    "/wechat/getOpenid",
    "/wechat/createOrder",
];

fn path(text: &str) -> Result<String, ValueError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    if RESERVED_PATHS.contains(&text) {
        return Err(text!("usage-reason-path-taken", value = text).into());
    }
    if text.starts_with('/') && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(text!("usage-reason-path", value = text).into())
    }
}

fn host(text: &str) -> Result<String, ValueError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    if !text.is_empty() && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(text!("usage-reason-host", value = text).into())
    }
}

/// Reads an address or a network; IPv4 written as IPv6 is IPv4.
fn network(text: &str) -> Result<IpNet, ValueError> {
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
        .map_err(|_| text!("usage-reason-network", value = text).into())
}
