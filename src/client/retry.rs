//! When a failed request is sent again, and after which pause.

use std::time::Duration;

use super::{Client, Step};
use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::Refusal;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::signed::VerifyError;
use crate::transport::{Response, TransportError};

/// How often a request was sent again.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    times: u32,
    after_probe: bool,
}

impl Client {
    /// Waits until a failed request may be sent again, or gives the failure back.
    pub(super) async fn pause<E: Endpoint>(
        &self,
        (error, asked): (Error, Option<Duration>),
        repeated: &mut Repeated,
    ) -> Result<(), Error> {
        let pause = if is_probe(&error) && !repeated.after_probe {
            repeated.after_probe = true;
            Duration::ZERO
        } else if repeated.times < self.retries && may_repeat::<E>(&error) {
            repeated.times += 1;
            let longest = Duration::from_millis(500) * 2_u32.pow(repeated.times.min(5));
            asked.unwrap_or_else(|| ambient::jitter(longest))
        } else {
            return Err(error);
        };
        (self.observer)(&Step::Repeating {
            reason: &error,
            pause,
        });
        tokio::time::sleep(pause).await;
        Ok(())
    }
}

fn is_probe(error: &Error) -> bool {
    use crate::protocol::certificate::CertificateError;
    matches!(
        error,
        Error::Untrusted {
            source: VerifyError::Probe,
            ..
        } | Error::Certificates {
            source: CertificateError::Signature(VerifyError::Probe),
            ..
        }
    )
}

/// A request that never left may always be sent again; one that may have arrived only where
/// WeChat Pay recognises the repetition.
fn may_repeat<E: Endpoint>(error: &Error) -> bool {
    match error {
        Error::Transport(TransportError::Unreachable { .. }) => true,
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. }) => {
            E::REPEATABLE
        }
        Error::Api(refused) => E::REPEATABLE && refused.refusal() == Refusal::Unavailable,
        Error::Transport(TransportError::TooLarge { .. })
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => false,
    }
}

/// Returns how long the other side asks to wait, up to a minute.
pub(super) fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.header("Retry-After")?.parse().ok()?;
    Some(Duration::from_secs(seconds.min(60)))
}
