//! Name, connection and TLS of a host, and its clock; nothing of the merchant's is sent.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use url::{Host, Url};
use wechatpay::ambient;
use wechatpay::error::Error;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::transport::{BODY_LIMIT, Request, Transport, resolve};

use super::checks::{Checks, told};
use crate::diagnostic::Failure;
use crate::lang::Lang;

/// Beyond this the clock is worth a look, in seconds.
const ASKEW: u64 = 60;
/// From this on WeChat Pay refuses what is signed, in seconds.
const REFUSED: u64 = 300;

/// The names of a host's three checks.
pub(super) type Names = [&'static str; 3];

pub(super) const API: Names = ["api-dns", "api-connect", "api-tls"];
pub(super) const BACKUP: Names = ["backup-dns", "backup-connect", "backup-tls"];
pub(super) const LOGIN: Names = ["login-dns", "login-connect", "login-tls"];

/// How a host is looked at.
pub(super) struct Way<'w> {
    pub(super) transport: &'w Transport,
    pub(super) connect_timeout: Duration,
    pub(super) lang: Lang,
}

/// What was found about a host.
pub(super) struct Found {
    pub(super) checks: Checks,
    /// None where nothing was asked.
    pub(super) clock: Option<Clock>,
}

impl Found {
    /// Tells whether the host can be reached.
    pub(super) fn is_sound(&self) -> bool {
        !self.checks.any_failed()
    }
}

/// An answer's clock, where it tells one, and this one's.
pub(super) type Clock = (Option<Timestamp>, Timestamp);

/// Looks a name up, connects, and asks for `/`, which any server answers somehow.
pub(super) async fn look(way: Way<'_>, names: Names, plain_too: bool) -> Found {
    let mut found = Found {
        checks: Checks::new(way.lang),
        clock: None,
    };
    let [dns, connect, tls] = names;
    let Ok(url) = Url::parse(way.transport.base().as_str()) else {
        return found;
    };
    reach(&way, &url, [dns, connect], &mut found.checks).await;
    if let Some(failed) = found.checks.failed_of(&[dns, connect]) {
        found.checks.skip_for(tls, failed);
        return found;
    }
    let plain = url.scheme() == "http";
    let unencrypted = way.lang.pick("plain http on this machine", "本机明文 http");
    if plain && !plain_too {
        found.checks.skip(tls, unencrypted);
        return found;
    }
    let began = Instant::now();
    match ask(way.transport).await {
        Ok(clock) => {
            if plain {
                found.checks.skip(tls, unencrypted);
            } else {
                found.checks.ok(tls, took(&url_host(&url), began, way.lang));
            }
            found.clock = Some(clock);
        }
        Err(failure) => found
            .checks
            .fail(tls, told(&failure), unanswered(plain, way.lang)),
    }
    found
}

/// Says what to look at where a host takes connections and does not answer.
fn unanswered(plain: bool, lang: Lang) -> &'static str {
    if plain {
        lang.pick(
            "check that base_url is WeChat Pay or a sandbox, and the proxy between",
            "检查 base_url 是否为微信支付或沙箱，以及途中的代理",
        )
    } else {
        lang.pick(
            "check --ca-file and the system's root certificates (DigiCert Global Root G2), --proxy, and whether something on the way opens TLS",
            "检查 --ca-file 与系统根证书（DigiCert Global Root G2）、--proxy，以及途中是否有解密 TLS 的设备",
        )
    }
}

async fn reach(way: &Way<'_>, url: &Url, [dns, connect]: [&'static str; 2], checks: &mut Checks) {
    let lang = way.lang;
    // A proxy resolves names and connects by itself.
    if way.transport.proxy().is_some() {
        let text = lang.pick("left to the proxy", "由代理完成");
        checks.skip(dns, text);
        checks.skip(connect, text);
        return;
    }
    let host = url_host(url);
    let began = Instant::now();
    let looked = resolve(&host, url.port_or_known_default().unwrap_or(443));
    let addresses = match timeout(way.connect_timeout, looked).await {
        Ok(Ok(addresses)) => preferred(addresses.into_iter()),
        Ok(Err(error)) => {
            unresolved(&host, &error.to_string(), dns, checks);
            return checks.skip_for(connect, dns);
        }
        Err(_) => {
            let late = lang.pick("no answer in time", "超时");
            unresolved(&host, late, dns, checks);
            return checks.skip_for(connect, dns);
        }
    };
    checks.ok(dns, took(&host, began, lang));
    let began = Instant::now();
    match timeout(way.connect_timeout, any(&addresses)).await {
        Ok(Ok(address)) => checks.ok(connect, took(&address.to_string(), began, lang)),
        Ok(Err(error)) => unconnected(&host, &error.to_string(), connect, checks),
        Err(_) => {
            let late = lang.pick("no answer in time", "超时");
            unconnected(&host, late, connect, checks);
        }
    }
}

fn unresolved(host: &str, why: &str, name: &'static str, checks: &mut Checks) {
    let (message, fix) = checks.lang.pick(
        (
            format!("the name {host} cannot be resolved: {why}"),
            "check this machine's name servers, or give --proxy",
        ),
        (
            format!("无法解析域名 {host}：{why}"),
            "检查本机 DNS 设置，或使用 --proxy",
        ),
    );
    checks.fail(name, message, fix);
}

fn unconnected(host: &str, why: &str, name: &'static str, checks: &mut Checks) {
    let (message, fix) = checks.lang.pick(
        (
            format!("cannot connect to {host}: {why}"),
            "let this machine connect there (firewall, security group), or give --proxy; check base_url and mp_base_url",
        ),
        (
            format!("无法连接 {host}：{why}"),
            "放行到该主机的连接（防火墙、安全组），或使用 --proxy；检查 base_url 与 mp_base_url",
        ),
    );
    checks.fail(name, message, fix);
}

/// IPv4 first: where IPv6 leads nowhere, it does so slowly.
fn preferred(addresses: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut all: Vec<SocketAddr> = addresses.collect();
    all.sort_by_key(SocketAddr::is_ipv6);
    all
}

async fn any(addresses: &[SocketAddr]) -> std::io::Result<SocketAddr> {
    let mut last = std::io::ErrorKind::NotFound.into();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(_) => return Ok(*address),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn ask(transport: &Transport) -> Result<Clock, Failure> {
    let request = Request {
        method: "GET",
        target: "/".to_owned(),
        headers: vec![("Accept".into(), "application/json".to_owned())],
        body: Vec::new(),
    };
    let sent = transport.send(&request, BODY_LIMIT).await;
    let response = sent.map_err(|error| Failure::from(Error::from(error)))?;
    Ok((response.date(), ambient::now()))
}

fn url_host(url: &Url) -> String {
    match url.host() {
        Some(Host::Ipv6(address)) => address.to_string(),
        Some(host) => host.to_string(),
        None => String::new(),
    }
}

fn took(what: &str, began: Instant, lang: Lang) -> String {
    let millis = began.elapsed().as_millis();
    lang.pick(
        format!("{what} in {millis} ms"),
        format!("{what}，{millis} 毫秒"),
    )
}

/// Compares this clock with the server's.
pub(super) fn clock(asked: Option<Clock>, checks: &mut Checks) {
    const NAME: &str = "clock";
    let lang = checks.lang;
    let Some((date, now)) = asked else {
        let failed = checks.failed_of(&API).unwrap_or("base-url");
        return checks.skip_for(NAME, failed);
    };
    let Some(date) = date else {
        let text = lang.pick("the answer has no Date", "应答没有 Date 头");
        return checks.skip(NAME, text);
    };
    let (behind, apart) = (date.0 - now.0, date.0.abs_diff(now.0));
    let message = match behind {
        0 => lang.pick("exact to the second".to_owned(), "精确到秒".to_owned()),
        1.. => lang.pick(
            format!("{apart} s behind the server's"),
            format!("比服务器慢 {apart} 秒"),
        ),
        _ => lang.pick(
            format!("{apart} s ahead of the server's"),
            format!("比服务器快 {apart} 秒"),
        ),
    };
    let fix = lang.pick(
        "set this machine's clock by NTP: WeChat Pay refuses what is signed five minutes off",
        "请用 NTP 校准本机时间：签名时间相差五分钟即被拒绝",
    );
    if apart >= REFUSED {
        checks.fail(NAME, message, fix);
    } else if apart > ASKEW {
        checks.warn(NAME, message, fix);
    } else {
        checks.ok(NAME, message);
    }
}
