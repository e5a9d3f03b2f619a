//! Calls of API v3: sign, send, verify.

use std::borrow::Cow;
use std::time::Duration;

use tokio::sync::OnceCell;

use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::{ApiError, Refusal};
use crate::protocol::authorization::Authorization;
use crate::protocol::call::{Call, JSON};
use crate::protocol::certificate::{Bootstrap, PlatformCertificate};
use crate::protocol::certificates::Certificates;
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keys::{Keyring, SigningKey};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signature_message::SignatureMessage;
use crate::protocol::signed::{FRESH, SERIAL, SIGNATURE, SignedBody, Verified, VerifyError};
use crate::transport::{BODY_LIMIT, BaseUrl, Request, Response, Transport, TransportError};

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

/// A signed request, and what was signed.
#[derive(Debug)]
pub struct Signed {
    /// What is sent.
    pub request: Request,
    /// Scheme, host and port it goes to.
    pub base: String,
    /// The header that signs it.
    pub authorization: Authorization,
    /// What is signed instead of the body, where that is not the body.
    pub signed_part: Option<Vec<u8>>,
}

impl Signed {
    /// Returns the message that was signed.
    #[must_use]
    pub fn message(&self) -> SignatureMessage<'_> {
        let body = self.signed_part.as_ref().unwrap_or(&self.request.body);
        self.authorization
            .message(self.request.method, &self.request.target, body)
    }

    /// Returns the whole URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.base, self.request.target)
    }
}

/// A verified answer.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status: 200, 202 or 204.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Verified,
    /// `Request-ID`.
    pub request_id: Option<String>,
    /// Which key signed it.
    pub signed_by: String,
}

/// Signs, sends and verifies for one merchant.
pub struct Client {
    transport: Transport,
    merchant: Merchant,
    refreshed: OnceCell<Keyring>,
    retries: u32,
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
            transport,
            merchant,
            refreshed: OnceCell::new(),
            retries,
            language,
            observer,
        }
    }

    /// Returns who calls.
    #[must_use]
    pub fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// Returns where calls go.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        self.transport.base()
    }

    /// Signs a call without sending it; each time with a new moment and nonce.
    #[must_use]
    pub fn sign(&self, call: impl Into<Call>) -> Signed {
        self.sign_call(&call.into())
    }

    fn sign_call(&self, call: &Call) -> Signed {
        let Merchant {
            mchid,
            key,
            public_key_id,
            ..
        } = &self.merchant;
        let method = call.method.as_str();
        let authorization = Authorization::sign(
            key,
            mchid,
            &ambient::stamp(),
            method,
            &call.target,
            call.signed(),
        );
        let mut headers = vec![
            ("Authorization".into(), authorization.to_string()),
            ("Accept".into(), JSON.to_owned()),
            ("Accept-Language".into(), self.language.to_owned()),
        ];
        if !call.body.is_empty() {
            headers.push(("Content-Type".into(), call.content_type.clone()));
        }
        let serial = call.serial.as_ref().or(public_key_id.as_ref());
        headers.extend(serial.map(|serial| (SERIAL.into(), serial.to_string())));
        for (name, value) in &call.headers {
            headers.retain(|(own, _): &(Cow<'_, str>, _)| !own.eq_ignore_ascii_case(name));
            headers.push((name.clone().into(), value.clone()));
        }
        let request = Request {
            method,
            target: call.target.clone(),
            headers,
            body: call.body.clone(),
        };
        Signed {
            request,
            base: self.transport.base().as_str().to_owned(),
            authorization,
            signed_part: call.signed_part.clone(),
        }
    }

    /// Signs, sends and verifies; repeats where that is safe and might help.
    ///
    /// # Errors
    /// Says whether WeChat Pay refused, did not answer, or was not the one who answered.
    pub async fn call(&self, call: impl Into<Call>) -> Result<Answer, Error> {
        let call = call.into();
        let mut repeated = Repeated::default();
        loop {
            let failure = match self.send(&call).await {
                Ok(response) => match self.answer(&response).await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => (error, retry_after(&response)),
                },
                Err(failure) => failure,
            };
            self.pause(&call, failure, &mut repeated).await?;
        }
    }

    /// Signs and sends, and takes an answer that nobody signed, as a few are by design; the
    /// signature of one that is signed is verified all the same.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_unsigned(&self, call: impl Into<Call>) -> Result<Response, Error> {
        let call = call.into();
        let mut repeated = Repeated::default();
        loop {
            let failure = match self.send(&call).await {
                Ok(response) if response.header(SIGNATURE).is_none() => return Ok(response),
                Ok(response) => match self.answer(&response).await {
                    Ok(_) => return Ok(response),
                    Err(error) => (error, retry_after(&response)),
                },
                Err(failure) => failure,
            };
            self.pause(&call, failure, &mut repeated).await?;
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
            headers: response.header_texts(),
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
        let call = Call::from(&Certificates);
        let mut repeated = Repeated::default();
        loop {
            let failure = match self.send(&call).await {
                Ok(response) => match bootstrap(&response, trusted, key) {
                    Ok(bootstrap) => return Ok((bootstrap, response.request_id())),
                    Err(error) => (error, retry_after(&response)),
                },
                Err(failure) => failure,
            };
            self.pause(&call, failure, &mut repeated).await?;
        }
    }

    /// Waits until a failed request may be sent again, or gives the failure back.
    async fn pause(
        &self,
        call: &Call,
        (error, asked): (Error, Option<Duration>),
        repeated: &mut Repeated,
    ) -> Result<(), Error> {
        let pause = if is_probe(&error) && call.repeatable && !repeated.after_probe {
            repeated.after_probe = true;
            Duration::ZERO
        } else if repeated.times < self.retries && may_repeat(call, &error) {
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

    async fn send(&self, call: &Call) -> Result<Response, (Error, Option<Duration>)> {
        let signed = self.sign_call(call);
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let response = self
            .transport
            .send(&signed.request, BODY_LIMIT)
            .await
            .map_err(|error| (error.into(), None))?;
        (self.observer)(&Step::Answered {
            response: &response,
            elapsed: began.elapsed(),
        });
        match response.status {
            200..=299 => Ok(response),
            status @ 300..=399 => Err((
                Error::Redirect {
                    host: self.transport.base().host(),
                    status,
                },
                None,
            )),
            status => {
                let mut error = ApiError::read(status, &response.body, response.request_id());
                error.headers = response.header_texts();
                error.clock_behind = response.date().map(|date| date.0 - ambient::now().0);
                Err((Error::Api(error), retry_after(&response)))
            }
        }
    }

    /// Verifies with the keys at hand, and where the serial is of none of them, with the
    /// platform certificates as they are now.
    async fn verify(&self, signed: SignedBody) -> Result<Verified, VerifyError> {
        let now = ambient::now();
        let find = |serial: &SerialNo| self.merchant.keyring.find(serial);
        let Err(VerifyError::UnknownSerial(serial)) = signed.check(now, Some(FRESH), find) else {
            return signed.verify(&self.merchant.keyring, now, Some(FRESH));
        };
        let of_certificate = serial
            .parse::<SerialNo>()
            .is_ok_and(|serial| !serial.is_public_key_id());
        let Some(key) = self.merchant.apiv3_key.as_ref().filter(|_| of_certificate) else {
            return Err(VerifyError::UnknownSerial(serial));
        };
        let fetched = self
            .refreshed
            .get_or_try_init(|| self.fetch_keys(key))
            .await;
        match fetched {
            Ok(keyring) => signed.verify(keyring, now, Some(FRESH)),
            Err(_) => Err(VerifyError::UnknownSerial(serial)),
        }
    }

    async fn fetch_keys(&self, key: &ApiV3Key) -> Result<Keyring, Error> {
        let (bootstrap, _) = Box::pin(self.certificates(&self.merchant.keyring, key)).await?;
        let mut keyring = Keyring::default();
        for certificate in &bootstrap.certificates {
            let key = certificate
                .verifying_key()
                .map_err(|source| Error::Certificates {
                    source,
                    request_id: None,
                })?;
            keyring.add(key);
        }
        Ok(keyring)
    }
}

/// How often a request was sent again.
#[derive(Debug, Default)]
struct Repeated {
    times: u32,
    after_probe: bool,
}

fn bootstrap(response: &Response, trusted: &Keyring, key: &ApiV3Key) -> Result<Bootstrap, Error> {
    let signed = signed_body(response).map_err(|source| Error::Untrusted {
        source,
        request_id: response.request_id(),
    })?;
    PlatformCertificate::bootstrap(signed, trusted, key, ambient::now()).map_err(|source| {
        Error::Certificates {
            source,
            request_id: response.request_id(),
        }
    })
}

fn signed_body(response: &Response) -> Result<SignedBody, VerifyError> {
    SignedBody::from_parts(|name| response.header(name), response.body.clone())
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
fn may_repeat(call: &Call, error: &Error) -> bool {
    match error {
        Error::Transport(TransportError::Unreachable { .. }) => true,
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. }) => {
            call.repeatable
        }
        Error::Api(refused) => call.repeatable && refused.refusal() == Refusal::Unavailable,
        Error::Transport(TransportError::TooLarge { .. })
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => false,
    }
}

/// Returns how long the other side asks to wait, up to a minute.
fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.header("Retry-After")?.parse().ok()?;
    Some(Duration::from_secs(seconds.min(60)))
}
