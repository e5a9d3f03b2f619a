//! Calls of API v3: sign, send, verify.

mod hosts;
mod retry;
mod signed;
mod trust;

use std::time::Duration;

use tokio::sync::OnceCell;

use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::ApiError;
use crate::protocol::authorization::Authorization;
use crate::protocol::certificate::Bootstrap;
use crate::protocol::certificates::Certificates;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::error_code::Api;
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keys::{Keyring, SigningKey};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{SERIAL, Verified};
use crate::transport::{BODY_LIMIT, BaseUrl, Request, Response, Transport, TransportError};

pub use signed::Signed;

use hosts::Hosts;
use retry::Attempts;
use trust::{bootstrap, signed_body};

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

/// A verified answer.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status, 200 or 204.
    pub status: u16,
    /// The body.
    pub body: Verified,
    /// `Request-ID`.
    pub request_id: Option<String>,
    /// Which key signed it.
    pub signed_by: String,
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
        }
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

    /// Signs a call without sending it; each time with a new moment and nonce.
    #[must_use]
    pub fn sign<E: Endpoint>(&self, endpoint: &E) -> Signed {
        self.sign_for(self.hosts.primary().base(), endpoint)
    }

    /// The signature covers no host, but a request is signed anew for each attempt.
    fn sign_for<E: Endpoint>(&self, base: &BaseUrl, endpoint: &E) -> Signed {
        let (target, body) = (endpoint.target(), endpoint.body().into_owned());
        let Merchant {
            mchid,
            key,
            public_key_id,
            ..
        } = &self.merchant;
        let authorization =
            Authorization::sign(key, mchid, &ambient::stamp(), E::METHOD, &target, &body);
        let mut headers = vec![
            ("Authorization", authorization.to_string()),
            ("Accept", "application/json".to_owned()),
            ("Accept-Language", self.language.to_owned()),
        ];
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        let named = endpoint.sealed_for().or(public_key_id.as_ref());
        headers.extend(named.map(|id| (SERIAL, id.to_string())));
        let request = Request {
            method: E::METHOD,
            target,
            headers,
            body,
        };
        Signed {
            request,
            base: base.as_str().to_owned(),
            authorization,
        }
    }

    /// Signs, sends and verifies; repeats where that is safe and might help.
    ///
    /// # Errors
    /// Says whether WeChat Pay refused, did not answer, or was not the one who answered.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<Answer, Error> {
        self.call_within(endpoint, self.deadline).await
    }

    /// Does as [`Client::call`], in the time that is left to the caller where that is shorter
    /// than a call's own.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_within<E: Endpoint>(
        &self,
        endpoint: &E,
        within: Duration,
    ) -> Result<Answer, Error> {
        let mut attempts = Attempts::of::<E>(within.min(self.deadline));
        loop {
            let failure = match self.send(endpoint, &mut attempts).await {
                Ok(response) => match self.answer(&response).await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            self.pause(failure, &mut attempts).await?;
        }
    }

    async fn answer(&self, response: &Response) -> Result<Answer, Error> {
        let untrusted = |source| Error::Untrusted {
            source,
            request_id: response.request_id(),
        };
        let signed = signed_body(response).map_err(untrusted)?;
        let signed_by = signed.serial.clone();
        let body = self.verify(signed).await.map_err(untrusted)?;
        Ok(Answer {
            status: response.status,
            body,
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
        let mut attempts = Attempts::of::<Certificates>(self.deadline);
        loop {
            let failure = match self.send(&Certificates, &mut attempts).await {
                Ok(response) => match bootstrap(&response, trusted, key) {
                    Ok(bootstrap) => return Ok((bootstrap, response.request_id())),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            self.pause(failure, &mut attempts).await?;
        }
    }

    /// Sends once, and returns what answers with a success; nothing of it is verified.
    async fn send<E: Endpoint>(
        &self,
        endpoint: &E,
        attempts: &mut Attempts,
    ) -> Result<Response, Error> {
        let transport = self.hosts.choose();
        let signed = self.sign_for(transport.base(), endpoint);
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let sent = transport.send_within(&signed.request, BODY_LIMIT, attempts.left());
        let response = match sent.await {
            Ok(response) => response,
            Err(error) => {
                let answered = matches!(error, TransportError::TooLarge { .. });
                attempts.turn(!answered && self.hosts.failed(transport));
                return Err(error.into());
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
            200 | 201 | 204 => Ok(response),
            status @ 300..=399 => Err(Error::Redirect { host, status }),
            status => {
                let now = ambient::now();
                let mut error = ApiError::read(status, &response.body, response.request_id());
                error.api = Api::of(E::METHOD, &signed.request.target);
                error.clock_behind = response.date().map(|date| date.0 - now.0);
                error.retry_after = response.retry_after(now);
                Err(Error::Api(error))
            }
        }
    }
}
