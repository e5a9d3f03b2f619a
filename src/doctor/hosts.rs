//! Name, connection and TLS of a host, and its clock; nothing of the merchant's is sent.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::check::CheckId;
use super::evidence::{Evidence, HostState, SkipReason};
use super::outcome::{Outcomes, Status};
use super::profile::Hosts;
use crate::ambient;
use crate::error::Error;
use crate::loopback::is_loopback;
use crate::protocol::stamp::Timestamp;
use crate::transport::{BODY_LIMIT, Request, Transport, resolve};

/// A clock that differs by more is warned of.
const CLOCK_WARNING_SECS: u64 = 60;
/// From this difference on WeChat Pay refuses signatures.
const CLOCK_REFUSED_SECS: u64 = 300;

/// The three checks of a host.
#[derive(Clone, Copy)]
struct HostChecks {
    dns: CheckId,
    connect: CheckId,
    tls: CheckId,
}

impl HostChecks {
    const API: Self = Self {
        dns: CheckId::ApiDns,
        connect: CheckId::ApiConnect,
        tls: CheckId::ApiTls,
    };
    const BACKUP: Self = Self {
        dns: CheckId::BackupDns,
        connect: CheckId::BackupConnect,
        tls: CheckId::BackupTls,
    };
    const LOGIN: Self = Self {
        dns: CheckId::LoginDns,
        connect: CheckId::LoginConnect,
        tls: CheckId::LoginTls,
    };

    fn skip(self, reason: SkipReason, outcomes: &mut Outcomes) {
        for id in [self.dns, self.connect, self.tls] {
            outcomes.skip(id, reason);
        }
    }
}

/// A response's `Date`, and the local time around it.
#[derive(Debug, Clone, Copy)]
struct Clock {
    /// None if the response has none.
    date: Option<Timestamp>,
    /// When the request was sent.
    sent: Timestamp,
    /// When the response had come.
    received: Timestamp,
}

impl Clock {
    /// By how many seconds the local clock is at least behind the server's, which set the date at
    /// some moment between the two; negative if it is ahead.
    fn behind(&self) -> Option<i64> {
        let date = self.date?.0;
        Some(date - date.clamp(self.sent.0, self.received.0.max(self.sent.0)))
    }
}

/// What was found about a host.
struct HostReport {
    outcomes: Outcomes,
    /// Set if the host responded.
    clock: Option<Clock>,
}

impl HostReport {
    fn is_reachable(&self) -> bool {
        !self.outcomes.any_failed()
    }
}

/// How a host is probed, if there is one.
struct Probe<'p> {
    transport: &'p Option<Transport>,
    checks: HostChecks,
    connect_timeout: Duration,
    /// Whether a request is also sent over plain http.
    plain_too: bool,
}

/// Which host signed calls go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Primary,
    Backup,
}

/// Probes all hosts at once, and the clock; returns which of them can be called.
pub(super) async fn probe_all(
    hosts: &Hosts,
    connect_timeout: Duration,
    outcomes: &mut Outcomes,
) -> Option<Route> {
    let probe = |transport, checks, plain_too| Probe {
        transport,
        checks,
        connect_timeout,
        plain_too,
    };
    let base = |transport: &Option<Transport>| transport.as_ref().map(|one| one.base().clone());
    let same = hosts.api.is_some() && base(&hosts.api) == base(&hosts.login);
    let login = if same { &None } else { &hosts.login };
    let (mut api, mut backup, login) = tokio::join!(
        probe(&hosts.api, HostChecks::API, true).run(),
        probe(&hosts.backup, HostChecks::BACKUP, true).run(),
        probe(login, HostChecks::LOGIN, false).run(),
    );
    let reachable =
        |report: &Option<HostReport>| report.as_ref().is_some_and(HostReport::is_reachable);
    let (route, clock) = if reachable(&api) {
        // The backup is not needed now.
        if let Some(report) = &mut backup {
            report.outcomes.soften();
        }
        (Some(Route::Primary), &mut api)
    } else if reachable(&backup) {
        (Some(Route::Backup), &mut backup)
    } else {
        (None, &mut api)
    };
    let clock = route.and(clock.as_mut()).and_then(|report| report.clock);
    let has_urls = outcomes.status(CheckId::BaseUrl) == Some(Status::Ok);
    let no_backup = has_urls.then_some(SkipReason::NoBackupHost);
    let same_host = same.then_some(SkipReason::SameHost);
    let reports = [
        (api, HostChecks::API, None),
        (backup, HostChecks::BACKUP, no_backup),
        (login, HostChecks::LOGIN, same_host),
    ];
    let probed = add_reports(reports, outcomes);
    if route.is_none() {
        collapse(&probed, outcomes);
    }
    check_clock(clock, outcomes);
    route
}

/// Adds what was found, or why a host was not probed; returns the hosts that were.
fn add_reports(
    reports: [(Option<HostReport>, HostChecks, Option<SkipReason>); 3],
    outcomes: &mut Outcomes,
) -> Vec<HostChecks> {
    let mut probed = Vec::new();
    for (report, checks, reason) in reports {
        if let Some(report) = report {
            outcomes.append(report.outcomes);
            probed.push(checks);
        } else {
            let reason = reason.unwrap_or(SkipReason::Failed(CheckId::BaseUrl));
            checks.skip(reason, outcomes);
        }
    }
    probed
}

/// Makes one fault of what keeps all hosts away: no network, no DNS, no proxy.
fn collapse(probed: &[HostChecks], outcomes: &mut Outcomes) {
    for step in [
        |checks: HostChecks| checks.dns,
        |checks: HostChecks| checks.connect,
        |checks: HostChecks| checks.tls,
    ] {
        let mut steps: Vec<_> = probed.iter().map(|checks| step(*checks)).collect();
        outcomes.collapse(&steps);
        // The login host is another service, and may be up.
        steps.retain(|id| *id != step(HostChecks::LOGIN));
        outcomes.collapse(&steps);
    }
}

impl Probe<'_> {
    /// Resolves the name, connects, and requests `/`, to which any server responds somehow.
    async fn run(self) -> Option<HostReport> {
        let transport = self.transport.as_ref()?;
        let mut report = HostReport {
            outcomes: Outcomes::default(),
            clock: None,
        };
        let outcomes = &mut report.outcomes;
        let url = Url::parse(transport.base().as_str()).ok()?;
        self.reach(transport, &url, outcomes).await;
        let tls = self.checks.tls;
        if let Some(blocker) = outcomes.blocker(tls) {
            outcomes.skip(tls, SkipReason::Failed(blocker));
            return Some(report);
        }
        let plain = url.scheme() == "http";
        if plain && !self.plain_too {
            outcomes.skip(tls, SkipReason::PlainHttp);
            return Some(report);
        }
        let started = Instant::now();
        match request_root(transport).await {
            Ok(clock) => {
                if plain {
                    outcomes.skip(tls, SkipReason::PlainHttp);
                } else {
                    outcomes.ok(tls, passed(host_of(&url), started));
                }
                report.clock = Some(clock);
            }
            Err(source) => outcomes.fail(tls, HostState::NoResponse { plain, source }),
        }
        Some(report)
    }

    async fn reach(&self, transport: &Transport, url: &Url, outcomes: &mut Outcomes) {
        let HostChecks { dns, connect, .. } = self.checks;
        // A proxy resolves names and connects by itself.
        if transport.proxy().is_some() {
            outcomes.skip(dns, SkipReason::Proxy);
            outcomes.skip(connect, SkipReason::Proxy);
            return;
        }
        let host = host_of(url);
        let started = Instant::now();
        let port = url.port_or_known_default().unwrap_or(443);
        let addresses = match in_time(self.connect_timeout, resolve(&host, port)).await {
            Ok(addresses) => prefer_ipv4(addresses),
            Err(source) => {
                let hosts = vec![host];
                outcomes.fail(dns, HostState::Unresolved { hosts, source });
                outcomes.skip(connect, SkipReason::Failed(dns));
                return;
            }
        };
        outcomes.ok(dns, passed(host.clone(), started));
        let started = Instant::now();
        match in_time(self.connect_timeout, connect_any(&addresses)).await {
            Ok(address) => outcomes.ok(connect, passed(address.to_string(), started)),
            Err(source) => outcomes.fail(
                connect,
                if is_loopback(url) {
                    HostState::Unconnected {
                        hosts: vec![format!("{host}:{port}")],
                        local_port: Some(port),
                        source,
                    }
                } else {
                    HostState::Unconnected {
                        hosts: vec![host],
                        local_port: None,
                        source,
                    }
                },
            ),
        }
    }
}

/// Waits for a result; an error without a source came too late.
async fn in_time<T>(
    limit: Duration,
    result: impl Future<Output = io::Result<T>>,
) -> Result<T, Option<io::Error>> {
    match timeout(limit, result).await {
        Ok(result) => result.map_err(Some),
        Err(_) => Err(None),
    }
}

/// IPv4 first: if IPv6 leads nowhere, it does so slowly.
fn prefer_ipv4(mut addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    addresses.sort_by_key(SocketAddr::is_ipv6);
    addresses
}

async fn connect_any(addresses: &[SocketAddr]) -> io::Result<SocketAddr> {
    let mut last = io::ErrorKind::NotFound.into();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(_) => return Ok(*address),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn request_root(transport: &Transport) -> Result<Clock, Error> {
    let request = Request {
        method: "GET",
        target: "/".to_owned(),
        headers: vec![("Accept".into(), "application/json".to_owned())],
        body: Vec::new(),
    };
    let sent = ambient::now();
    let response = transport.send(&request, BODY_LIMIT).await?;
    Ok(Clock {
        date: response.date(),
        sent,
        received: ambient::now(),
    })
}

fn host_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Ipv6(address)) => address.to_string(),
        Some(host) => host.to_string(),
        None => String::new(),
    }
}

fn passed(peer: String, started: Instant) -> HostState {
    HostState::Passed {
        peer,
        elapsed: started.elapsed(),
    }
}

/// Compares the local clock with the server's.
fn check_clock(clock: Option<Clock>, outcomes: &mut Outcomes) {
    const ID: CheckId = CheckId::Clock;
    match clock {
        None => {
            let blocker = outcomes.blocker(ID).unwrap_or(CheckId::BaseUrl);
            outcomes.skip(ID, SkipReason::Failed(blocker));
        }
        Some(clock) => {
            let Some(behind) = clock.behind() else {
                return outcomes.skip(ID, SkipReason::NoDate);
            };
            let status = match behind.unsigned_abs() {
                CLOCK_REFUSED_SECS.. => Status::Failed,
                apart if apart > CLOCK_WARNING_SECS => Status::Warning,
                _ => Status::Ok,
            };
            outcomes.add(ID, status, Evidence::ClockBehind(behind));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock_status(seconds_behind: i64) -> Option<Status> {
        let mut outcomes = Outcomes::default();
        let now = ambient::now();
        let clock = Clock {
            date: Some(Timestamp(now.0 + seconds_behind)),
            sent: now,
            received: now,
        };
        check_clock(Some(clock), &mut outcomes);
        outcomes.status(CheckId::Clock)
    }

    #[test]
    fn a_second_that_passes_while_the_answer_comes_is_no_fault_of_the_clock() {
        for (date, behind) in [(998, -2), (1000, 0), (1002, 0), (1003, 0), (1004, 1)] {
            let clock = Clock {
                date: Some(Timestamp(date)),
                sent: Timestamp(1000),
                received: Timestamp(1003),
            };
            assert_eq!(clock.behind(), Some(behind), "{date}");
        }
    }

    #[test]
    fn a_clock_that_is_five_minutes_off_fails() {
        for (behind, status) in [
            (0, Status::Ok),
            (60, Status::Ok),
            (-61, Status::Warning),
            (299, Status::Warning),
            (300, Status::Failed),
            (-300, Status::Failed),
        ] {
            assert_eq!(clock_status(behind), Some(status), "{behind}");
        }
    }
}
