//! Requesting a bill and fetching its file, again if the link expires or the transfer breaks off.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::error::BillsError;
use super::request::BillRequest;
use super::verifier::{Destination, FileFormat, VerifiedBill, Verifier};
use crate::backoff::Backoff;
use crate::client::{Answered, Client, DEADLINE};
use crate::error::Error;
use crate::protocol::api_error::Refusal;
use crate::protocol::bill::{BillLink, BillPlace};
use crate::transport::{BaseUrl, Transport, TransportOptions};

/// How long a bill may take by default: links, file and pauses.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(3600);

/// The pauses between transfers, unless WeChat Pay asks for longer ones.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(16));

/// What must be left of the time for another attempt.
const MIN_ATTEMPT: Duration = Duration::from_millis(100);

/// The host that links name, whatever host was called.
const PRIMARY_HOST: &str = "api.mch.weixin.qq.com";

/// How a bill is downloaded.
#[derive(Debug)]
pub struct DownloadOptions {
    /// Where the bytes are kept.
    pub destination: Destination,
    /// As what they are kept.
    pub format: FileFormat,
    /// How long everything may take; an hour if it is not set.
    pub deadline: Option<Duration>,
    /// How often a transfer is repeated.
    pub retries: u32,
    /// How a host is connected to that is not the client's own.
    pub transport: TransportOptions,
    /// Whether a link may lead to a host that is not WeChat's.
    pub allow_foreign_host: bool,
}

impl DownloadOptions {
    /// Keeps the bill as text, and repeats a transfer up to twice.
    #[must_use]
    pub fn new(destination: Destination) -> Self {
        Self {
            destination,
            format: FileFormat::Text,
            deadline: None,
            retries: 2,
            transport: TransportOptions::default(),
            allow_foreign_host: false,
        }
    }
}

/// What happens during a download.
#[derive(Debug)]
pub enum Progress<'a> {
    /// The file begins to arrive; its length is in bytes, if it is known.
    Started {
        /// The announced length.
        length: Option<u64>,
    },
    /// So many more bytes arrived.
    Received {
        /// How many.
        bytes: usize,
    },
    /// The transfer failed, and is going to be repeated with a new link.
    Retrying {
        /// Why it failed.
        reason: &'a Error,
    },
}

/// Whether a new link may help.
enum FetchError {
    Transient(Error),
    Permanent(BillsError),
}

impl From<BillsError> for FetchError {
    fn from(error: BillsError) -> Self {
        Self::Permanent(error)
    }
}

impl FetchError {
    fn of(error: Error) -> Self {
        let is_transient = match &error {
            Error::Transport(_) => true,
            Error::Api(_) => is_expired(&error) || is_unavailable(&error),
            Error::AfterUnknown { .. }
            | Error::Redirect { .. }
            | Error::Untrusted { .. }
            | Error::Certificates { .. }
            | Error::Answer { .. }
            | Error::Login(_) => false,
        };
        if is_transient {
            Self::Transient(error)
        } else {
            Self::Permanent(BillsError::Download(error))
        }
    }
}

/// Downloads a bill. On success it is on disk and verified, but not in its place yet.
///
/// # Errors
/// Returns an error if there is no such bill, if it does not arrive in time, or if its hash is not
/// the promised one.
pub async fn download(
    client: &Client,
    request: &BillRequest,
    options: &DownloadOptions,
    progress: impl Fn(Progress<'_>),
) -> Result<VerifiedBill, BillsError> {
    let deadline = options.deadline.unwrap_or(DEFAULT_DEADLINE);
    let started = Instant::now();
    let left = || deadline.saturating_sub(started.elapsed());
    let mut retries = 0;
    loop {
        // Before anything is sent: what cannot be kept need not be fetched.
        let verifier = Verifier::new(&options.destination, options.format)?;
        let Answered {
            value: link,
            request_id,
            ..
        } = client
            .call_within(request, left())
            .await
            .map_err(BillsError::Request)?;
        let fetched = timeout(left(), fetch(client, &link, verifier, options, &progress))
            .await
            .unwrap_or_else(|_| Err(BillsError::Deadline { deadline }.into()));
        let reason = match fetched {
            Ok(verifier) => return verifier.finish(link, request_id),
            Err(FetchError::Permanent(error)) => return Err(error),
            Err(FetchError::Transient(reason)) => reason,
        };
        let pause = pause(&reason, retries);
        // A pause that is longer than a call may take is of no use.
        let fits = pause.saturating_add(MIN_ATTEMPT) <= left().min(DEADLINE);
        if retries == options.retries || !fits {
            return Err(BillsError::Download(reason));
        }
        retries += 1;
        progress(Progress::Retrying { reason: &reason });
        tokio::time::sleep(pause).await;
    }
}

/// An expired link is replaced at once; everything else is given time, and as much as WeChat Pay
/// asks for.
fn pause(reason: &Error, retries: u32) -> Duration {
    if is_expired(reason) {
        return Duration::ZERO;
    }
    let backoff = BACKOFF.delay(retries + 1);
    let requested = reason.api().and_then(|refused| refused.retry_after);
    backoff.max(requested.unwrap_or_default())
}

async fn fetch(
    client: &Client,
    link: &BillLink,
    mut verifier: Verifier,
    options: &DownloadOptions,
    progress: &impl Fn(Progress<'_>),
) -> Result<Verifier, FetchError> {
    let BillPlace { origin, file } = link.place().map_err(|error| {
        BillsError::Download(Error::Answer {
            what: error.to_string(),
            request_id: None,
        })
    })?;
    let other_host = other_host(&origin, client, options)?;
    let mut incoming = client
        .download(&file, other_host.as_ref())
        .await
        .map_err(FetchError::of)?;
    progress(Progress::Started {
        length: incoming.length(),
    });
    while let Some(bytes) = incoming.chunk().await.map_err(FetchError::of)? {
        verifier.update(&bytes)?;
        progress(Progress::Received { bytes: bytes.len() });
    }
    Ok(verifier)
}

/// Returns the host of a link, unless it is the client's own. A link always names WeChat Pay's
/// primary host; if calls go to its backup, to a gateway or to a sandbox, the file is there.
fn other_host(
    origin: &str,
    client: &Client,
    options: &DownloadOptions,
) -> Result<Option<Transport>, BillsError> {
    let named = BaseUrl::parse(origin, options.allow_foreign_host)?;
    let own = client.base();
    let is_own =
        named == *own || named.is_wechat() && (!own.is_wechat() || named.host() == PRIMARY_HOST);
    if is_own {
        return Ok(None);
    }
    Ok(Some(Transport::new(named, &options.transport)?))
}

/// WeChat Pay answers so to a link that is older than five minutes.
fn is_expired(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.is("INVALID_REQUEST"))
}

fn is_unavailable(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.refusal() == Refusal::Unavailable)
}
