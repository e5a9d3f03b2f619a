//! Retries: whether a failed request is sent again, and after which pause.

use std::time::Duration;

use tokio::time::Instant;

use crate::ambient;
use crate::backoff::Backoff;
use crate::error::Error;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::{Call, Method};
use crate::protocol::error_code;
use crate::protocol::id::SerialNo;
use crate::transport::TransportError;

/// The pauses between attempts, unless the other side asks for longer ones.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(16));

/// What is added to the pause that the other side asks for, so that not all come back at once.
const MAX_RETRY_AFTER_JITTER: Duration = Duration::from_millis(250);

/// What must be left of the time for another attempt.
pub(super) const MIN_ATTEMPT: Duration = Duration::from_millis(100);

/// The attempts of one call.
#[derive(Debug)]
pub(super) struct Attempts {
    /// Whether WeChat Pay recognises a repetition.
    repeatable: bool,
    /// Whether the call creates or changes something.
    changes: bool,
    until: Instant,
    times: u32,
    after_probe: bool,
    /// Whether a request that had not left went to the other host.
    moved: bool,
    /// Whether the next attempt goes to another host than the last.
    elsewhere: bool,
    unknown: Option<Error>,
    /// The key that the response is to be signed with.
    asks: Option<SerialNo>,
    /// Whether fields of the request are encrypted with that key, so that it cannot be another.
    encrypted: bool,
}

impl Attempts {
    pub(super) fn of(call: &Call, asks: Option<&SerialNo>, within: Duration) -> Self {
        let now = Instant::now();
        Self {
            repeatable: call.repeatable,
            changes: call.method != Method::GET,
            // The clock does not reach that far: a day is as good.
            until: now
                .checked_add(within)
                .unwrap_or(now + Duration::from_secs(86_400)),
            times: 0,
            after_probe: false,
            moved: false,
            elsewhere: false,
            unknown: None,
            asks: call.serial.as_ref().or(asks).cloned(),
            encrypted: call.serial.is_some(),
        }
    }

    /// Returns the serial of the key that the response is to be signed with.
    pub(super) fn asks(&self) -> Option<&SerialNo> {
        self.asks.as_ref()
    }

    /// Stops asking for a key if WeChat Pay does not know the certificate: it was replaced, and
    /// the new one can be fetched. Tells whether that is the case; the request was refused before
    /// anything was done.
    fn asks_no_more(&mut self, error: &Error) -> bool {
        let certificate = self.asks().is_some_and(|asked| !asked.is_public_key_id());
        let free = certificate && !self.encrypted;
        let stale = free && matches!(error, Error::Api(refused) if refuses_serial(refused));
        if stale {
            self.asks = None;
        }
        stale
    }

    /// Returns how long the call may still take.
    pub(super) fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    /// Sets whether the next attempt goes to another host.
    pub(super) fn turn(&mut self, elsewhere: bool) {
        self.elsewhere = elsewhere;
    }

    /// Returns the pause before the next attempt; none after the last attempt.
    pub(super) fn next(&mut self, error: &Error, retries: u32) -> Option<Duration> {
        let elsewhere = std::mem::take(&mut self.elsewhere);
        if self.asks_no_more(error) {
            return Some(Duration::ZERO);
        }
        if error.is_probe() && self.repeatable && !self.after_probe {
            self.after_probe = true;
            return Some(Duration::ZERO);
        }
        // A request that did not leave is not a retry on another host.
        if elsewhere && never_left(error) && !self.moved {
            self.moved = true;
            return Some(Duration::ZERO);
        }
        if self.times >= retries || !self.may_repeat(error) {
            return None;
        }
        self.times += 1;
        Some(match retry_after(error) {
            Some(pause) => pause.saturating_add(ambient::jitter(MAX_RETRY_AFTER_JITTER)),
            None if elsewhere => Duration::ZERO,
            None => BACKOFF.delay(self.times),
        })
    }

    /// A request that never left may always be sent again; one that may have arrived only if
    /// WeChat Pay recognises the repetition.
    fn may_repeat(&self, error: &Error) -> bool {
        match error {
            Error::Transport(TransportError::Unreachable { .. }) => true,
            Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. }) => {
                self.repeatable
            }
            Error::Api(refused) => self.repeatable && refused.may_repeat(),
            Error::Transport(TransportError::TooLarge { .. })
            | Error::Redirect { .. }
            | Error::Untrusted { .. }
            | Error::Certificates { .. }
            | Error::Answer { .. }
            | Error::AfterUnknown { .. }
            | Error::Login(_) => false,
        }
    }

    /// Keeps an attempt whose outcome is unknown: a later response does not settle it.
    pub(super) fn remember(&mut self, error: Error) {
        if self.changes && error.outcome_unknown() {
            self.unknown = Some(error);
        }
    }

    pub(super) fn end(&mut self, last: Error) -> Error {
        match self.unknown.take() {
            Some(earlier) if !last.outcome_unknown() => Error::AfterUnknown {
                last: last.into(),
                earlier: earlier.into(),
            },
            Some(_) | None => last,
        }
    }
}

pub(super) fn never_left(error: &Error) -> bool {
    matches!(error, Error::Transport(TransportError::Unreachable { .. }))
}

/// Returns the pause that the other side asks for.
fn retry_after(error: &Error) -> Option<Duration> {
    match error {
        Error::Api(refused) => refused.retry_after,
        Error::Transport(_)
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::AfterUnknown { .. }
        | Error::Login(_) => None,
    }
}

fn refuses_serial(refused: &ApiError) -> bool {
    let (code, message) = (refused.code.as_deref(), refused.message.as_deref());
    code.zip(message)
        .is_some_and(|(code, message)| error_code::refuses_key(code, message))
}
