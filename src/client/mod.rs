//! Calls of API v3: sign, send, verify.

mod download;
mod hosts;
mod retry;
mod signed;
mod trust;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{OnceCell, watch};

use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::{Call, Method};
use crate::protocol::certificate::Bootstrap;
use crate::protocol::certificates::Certificates;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::error_code::Api;
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keys::{Keyring, SigningKey};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{SIGNATURE, Verified};
use crate::transport::{BODY_LIMIT, Response, Transport, TransportError};

pub use download::Download;
pub use signed::Signed;

use hosts::Hosts;
use retry::Attempts;
use trust::{bootstrap, other_key, signed_body};

/// How long a call takes at most, unless it is told otherwise: all attempts, all pauses.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// Who calls, and what its answers are verified with.
#[derive(Debug)]
pub struct Merchant {
    /// Who signs.
    pub mchid: Mchid,
    /// With what.
    pub key: SigningKey,
    /// What answers are verified with.
    pub keyring: Keyring,
    /// Sent with every request in public-key mode, so that the answer is signed with that key.
    pub public_key_id: Option<SerialNo>,
    /// Sent instead where there is none: the newest certificate at hand, so that the answer is
    /// signed with what can be verified.
    pub platform_serial: Option<SerialNo>,
    /// Opens platform certificates, where an answer is signed with one that is not at hand.
    pub apiv3_key: Option<ApiV3Key>,
}

/// What a [`Client`] tells while it works; for people who want to see the wire.
#[derive(Debug)]
pub enum Step<'a> {
    /// A request is about to be sent.
    Sending {
        /// The request.
        request: &'a Signed,
    },
    /// An answer arrived; it is not verified yet.
    Answered {
        /// Who answered.
        host: &'a str,
        /// The answer.
        response: &'a Response,
        /// How long it took.
        elapsed: Duration,
    },
    /// An answer is genuine, but signed with another kind of key than the request asked for.
    OtherKey {
        /// The public key id that the request named.
        asked: &'a SerialNo,
        /// The certificate that signed.
        signed_by: &'a str,
    },
    /// The request is sent again after a pause.
    Repeating {
        /// Why.
        reason: &'a Error,
        /// After how long.
        pause: Duration,
    },
}

/// Hears each [`Step`].
pub type Observer = Box<dyn Fn(&Step<'_>) + Send + Sync>;

/// A verified response: what it says, and the bytes that were verified.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answered<A> {
    /// What the response says.
    pub value: A,
    /// The body, byte for byte as it was signed.
    pub raw: Verified,
    /// The HTTP status, such as 200 or 204.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// `Request-ID`.
    pub request_id: Option<String>,
    /// The serial number of the key that signed the response.
    pub signed_by: String,
}

/// A verified response whose body is for the caller to read.
pub type RawAnswer = Answered<()>;

impl RawAnswer {
    fn decode<E: Endpoint>(self, endpoint: &E) -> Result<Answered<E::Answer>, Error> {
        let value = endpoint
            .decode(self.raw.body())
            .map_err(|error| Error::Answer {
                what: error.to_string(),
                request_id: self.request_id.clone(),
            })?;
        Ok(Answered {
            value,
            raw: self.raw,
            status: self.status,
            headers: self.headers,
            request_id: self.request_id,
            signed_by: self.signed_by,
        })
    }
}

/// Signs, sends and verifies for one merchant.
pub struct Client {
    hosts: Hosts,
    merchant: Merchant,
    refreshed: OnceCell<Keyring>,
    retries: u32,
    deadline: Duration,
    language: &'static str,
    observer: Observer,
    /// Whether no attempt is to follow another any more.
    ending: watch::Sender<bool>,
    /// Whether [`Step::OtherKey`] was told; once is enough.
    other_key_told: AtomicBool,
}

impl Client {
    /// Makes a client that repeats a request up to `retries` times where that is safe, and asks
    /// for messages in `language` (`zh-CN`, `en`).
    #[must_use]
    pub fn new(
        transport: Transport,
        merchant: Merchant,
        retries: u32,
        language: &'static str,
        observer: Observer,
    ) -> Self {
        Self {
            hosts: Hosts::new(transport),
            merchant,
            refreshed: OnceCell::new(),
            retries,
            deadline: DEADLINE,
            language,
            observer,
            ending: watch::Sender::new(false),
            other_key_told: AtomicBool::new(false),
        }
    }

    /// Returns who calls.
    #[must_use]
    pub fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// Asks another host while the first cannot be reached; never because of what that answers.
    #[must_use]
    pub fn with_backup(mut self, backup: Option<Transport>) -> Self {
        if let Some(backup) = backup {
            self.hosts.set_backup(backup);
        }
        self
    }

    /// Ends each call after this long, with all its attempts and pauses.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Asks for answers that are signed with this certificate's key, unless there is a public
    /// key id.
    #[must_use]
    pub fn with_platform_serial(mut self, serial_no: Option<SerialNo>) -> Self {
        self.merchant.platform_serial = serial_no;
        self
    }

    /// Returns which key answers are to be signed with.
    pub(super) fn asks(&self) -> Option<&SerialNo> {
        let Merchant {
            public_key_id,
            platform_serial,
            ..
        } = &self.merchant;
        public_key_id.as_ref().or(platform_serial.as_ref())
    }

    /// Signs, sends, verifies and decodes one call; retries if that is safe and may help.
    ///
    /// # Errors
    /// Says whether WeChat Pay refused, did not answer, or was not the one who answered; and
    /// [`Error::Answer`] if the verified response is not an answer to this call.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<Answered<E::Answer>, Error> {
        self.call_within(endpoint, self.deadline).await
    }

    /// Calls as [`Client::call`] does, and takes no longer than `within`, if that is less than
    /// the client's own deadline.
    ///
    /// # Errors
    /// Returns the errors of [`Client::call`].
    pub async fn call_within<E: Endpoint>(
        &self,
        endpoint: &E,
        within: Duration,
    ) -> Result<Answered<E::Answer>, Error> {
        self.call_raw_within(endpoint.into(), within)
            .await?
            .decode(endpoint)
    }

    /// Signs, sends and verifies a call of any API, and leaves the body to the caller.
    ///
    /// # Errors
    /// Returns the errors of [`Client::call`], but for those of decoding.
    pub async fn call_raw(&self, call: Call) -> Result<RawAnswer, Error> {
        self.call_raw_within(call, self.deadline).await
    }

    async fn call_raw_within(&self, call: Call, within: Duration) -> Result<RawAnswer, Error> {
        let mut attempts = Attempts::of(&call, self.asks(), within.min(self.deadline));
        loop {
            let outcome = match self.send(&call, &mut attempts).await {
                Ok(response) => self.answer(&response, attempts.asks()).await,
                Err(error) => Err(error),
            };
            if let Some(answer) = self.settle(outcome, &mut attempts).await? {
                return Ok(answer);
            }
        }
    }

    /// Signs and sends, and takes an answer that nobody signed, as a few are by design; the
    /// signature of one that is signed is verified all the same.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_unsigned(&self, call: impl Into<Call>) -> Result<Response, Error> {
        let call = call.into();
        let mut attempts = Attempts::of(&call, self.asks(), self.deadline);
        loop {
            let outcome = match self.send(&call, &mut attempts).await {
                Ok(response) if response.header(SIGNATURE).is_none() => Ok(response),
                Ok(response) => {
                    let answer = self.answer(&response, attempts.asks()).await;
                    answer.map(|_| response)
                }
                Err(error) => Err(error),
            };
            if let Some(response) = self.settle(outcome, &mut attempts).await? {
                return Ok(response);
            }
        }
    }

    async fn answer(
        &self,
        response: &Response,
        asked: Option<&SerialNo>,
    ) -> Result<RawAnswer, Error> {
        let untrusted = |source| Error::Untrusted {
            source,
            request_id: response.request_id(),
        };
        let signed = signed_body(response).map_err(untrusted)?;
        let signed_by = signed.serial.clone();
        let raw = self.verify(signed, asked).await.map_err(untrusted)?;
        if let Some(asked) = other_key(asked, &signed_by)
            && !self.other_key_told.swap(true, Ordering::Relaxed)
        {
            let signed_by = &signed_by;
            (self.observer)(&Step::OtherKey { asked, signed_by });
        }
        Ok(Answered {
            value: (),
            raw,
            status: response.status,
            headers: response.header_texts(),
            request_id: response.request_id(),
            signed_by,
        })
    }

    /// Downloads the platform certificates; `trusted` are the keys that were trusted before.
    ///
    /// # Errors
    /// As [`Client::call`], and where anything about a certificate does not hold.
    pub async fn certificates(
        &self,
        trusted: &Keyring,
        key: &ApiV3Key,
    ) -> Result<(Bootstrap, Option<String>), Error> {
        let call = Call::from(&Certificates);
        let mut attempts = Attempts::of(&call, self.asks(), self.deadline);
        loop {
            let outcome = match self.send(&call, &mut attempts).await {
                Ok(response) => bootstrap(&response, trusted, key)
                    .map(|bootstrap| (bootstrap, response.request_id())),
                Err(error) => Err(error),
            };
            if let Some(certificates) = self.settle(outcome, &mut attempts).await? {
                return Ok(certificates);
            }
        }
    }

    /// Sends once, and returns what answers with a success; nothing of it is verified.
    async fn send(&self, call: &Call, attempts: &mut Attempts) -> Result<Response, Error> {
        let transport = self.hosts.choose();
        let signed = self.sign_for(transport.base(), call, attempts.asks());
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let sent = transport.send_within(&signed.request, BODY_LIMIT, attempts.left());
        let response = match sent.await {
            Ok(response) => response,
            Err(error) => {
                let answered = matches!(error, TransportError::TooLarge { .. });
                attempts.turn(!answered && self.hosts.failed(transport));
                return Err(self.hosts.named(error, transport).into());
            }
        };
        self.hosts.answered(transport);
        let host = transport.base().host();
        (self.observer)(&Step::Answered {
            host: &host,
            response: &response,
            elapsed: began.elapsed(),
        });
        match response.status {
            202 if call.takes_accepted => Ok(response),
            200 | 201 | 204 => Ok(response),
            status @ 300..=399 => Err(Error::Redirect { host, status }),
            _ => Err(Error::Api(refusal(&response, call))),
        }
    }
}

fn refusal(response: &Response, call: &Call) -> ApiError {
    let now = ambient::now();
    let mut refused = ApiError::read(response.status, &response.body, response.request_id());
    refused.api = Api::of(call.method.as_str(), &call.target);
    refused.changes = call.method != Method::GET;
    refused.headers = response.header_texts();
    refused.clock_behind = response.date().map(|date| date.0 - now.0);
    refused.retry_after = response.retry_after(now);
    refused
}
