//! One merchant's calls: sign, send, verify, and retry if that is safe.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{OnceCell, watch};

use super::answered::{Answered, AnyAnswer, BootstrapAnswer, RawAnswer};
use super::hosts::Hosts;
use super::merchant::Merchant;
use super::retry::{Attempts, MIN_ATTEMPT};
use super::signed::Signed;
use super::step::{Observer, Step};
use super::trust::{bootstrap, check_refusal, is_certificate, other_key, signed_body};
use crate::ambient;
use crate::error::Error;
use crate::profile::{Profile, ProfileError};
use crate::protocol::api_error::ApiError;
use crate::protocol::authorization::Authorization;
use crate::protocol::call::{Call, Header, JSON, Method};
use crate::protocol::certificate::Certificates;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::error_code::Api;
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{MAX_AGE, SERIAL, SIGNATURE, SignedBody, Verified, VerifyError};
use crate::transport::{
    BODY_LIMIT, BaseUrl, BaseUrlError, Request, Response, Transport, TransportError,
    TransportOptions, TransportSetupError,
};

/// How long a call may take by default: all attempts, all pauses.
pub const DEADLINE: Duration = Duration::from_secs(60);

const RETRIES: u32 = 2;

/// Why a profile gives no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// A field or a key of the profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The base URL cannot be used.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    /// HTTP or TLS cannot be set up.
    #[error(transparent)]
    Transport(#[from] TransportSetupError),
}

/// Signs, sends and verifies for one merchant.
pub struct Client {
    pub(super) hosts: Hosts,
    merchant: Merchant,
    refreshed: OnceCell<Keyring>,
    retries: u32,
    deadline: Duration,
    language: &'static str,
    pub(super) observer: Observer,
    /// Whether no more attempts are made.
    ending: watch::Sender<bool>,
    /// Whether [`Step::OtherKey`] was reported; once is enough.
    other_key_reported: AtomicBool,
}

impl Client {
    /// Makes a client that repeats a request up to twice if that is safe, and asks for messages in
    /// English.
    #[must_use]
    pub fn new(transport: Transport, merchant: Merchant) -> Self {
        Self {
            hosts: Hosts::new(transport),
            merchant,
            refreshed: OnceCell::new(),
            retries: RETRIES,
            deadline: DEADLINE,
            language: "en",
            observer: Box::new(|_| {}),
            ending: watch::Sender::new(false),
            other_key_reported: AtomicBool::new(false),
        }
    }

    /// Makes a client of a profile: its keys, its host, and the host to fall back to.
    ///
    /// # Errors
    /// Returns an error if a number or a key of the profile is missing or unusable, or its base
    /// URL is neither WeChat Pay's nor this machine's.
    pub fn from_profile(profile: &Profile) -> Result<Self, SetupError> {
        let options = TransportOptions::default();
        let merchant = Merchant::from_profile(profile, ambient::now())?;
        let base = BaseUrl::parse(profile.base_url()?.as_str(), false)?;
        let transport = Transport::new(base, &options)?;
        let backup = match profile.backup_base_url()? {
            Some(url) => Some(transport.beside(BaseUrl::parse(url.as_str(), false)?, &options)?),
            None => None,
        };
        Ok(Self::new(transport, merchant).with_backup(backup))
    }

    /// Repeats a request up to `retries` times if that is safe.
    #[must_use]
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Asks for messages in this language (`zh-CN`, `en`).
    #[must_use]
    pub fn with_language(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// Reports each step to an observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = observer;
        self
    }

    /// Returns the merchant who calls.
    #[must_use]
    pub fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// Falls back to another host while the first is unreachable; never because of its response.
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

    /// Returns the serial of the key that responses are to be signed with.
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

    /// Signs and sends a call of any API, and accepts a response without a signature, as a few
    /// are by design; a signature that there is must be valid.
    ///
    /// # Errors
    /// Returns the errors of [`Client::call`], but for those of decoding.
    pub async fn call_unsigned(&self, call: impl Into<Call>) -> Result<AnyAnswer, Error> {
        let call = call.into();
        let mut attempts = Attempts::of(&call, self.asks(), self.deadline);
        loop {
            let outcome = match self.send(&call, &mut attempts).await {
                Ok(response) if response.header(SIGNATURE).is_none() => {
                    Ok(AnyAnswer::unsigned(response))
                }
                Ok(response) => {
                    let answer = self.answer(&response, attempts.asks()).await;
                    answer.map(AnyAnswer::from)
                }
                Err(error) => Err(error),
            };
            if let Some(answer) = self.settle(outcome, &mut attempts).await? {
                return Ok(answer);
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
            && !self.other_key_reported.swap(true, Ordering::Relaxed)
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
    /// Returns the errors of [`Client::call`], and an error if a certificate is not valid.
    pub async fn certificates(
        &self,
        trusted: &Keyring,
        key: &ApiV3Key,
    ) -> Result<BootstrapAnswer, Error> {
        let call = Call::from(&Certificates);
        let mut attempts = Attempts::of(&call, self.asks(), self.deadline);
        loop {
            let outcome = match self.send(&call, &mut attempts).await {
                Ok(response) => {
                    bootstrap(&response, trusted, key).map(|bootstrap| BootstrapAnswer {
                        bootstrap,
                        request_id: response.request_id(),
                    })
                }
                Err(error) => Err(error),
            };
            if let Some(certificates) = self.settle(outcome, &mut attempts).await? {
                return Ok(certificates);
            }
        }
    }

    /// Sends once, and returns a successful response; nothing of it is verified.
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
            _ => Err(self.refused(&response, call)),
        }
    }

    /// Returns the refusal that a response is, unless its signature is a wrong one.
    pub(super) fn refused(&self, response: &Response, call: &Call) -> Error {
        match check_refusal(response, &self.merchant.keyring) {
            Ok(()) => Error::Api(refusal(response, call)),
            Err(untrusted) => untrusted,
        }
    }

    /// Signs a call without sending it; each time with a new moment and nonce.
    #[must_use]
    pub fn sign(&self, call: impl Into<Call>) -> Signed {
        let call = call.into();
        let asks = call.serial.as_ref().or(self.asks());
        self.sign_for(self.hosts.primary().base(), &call, asks)
    }

    /// The signature covers no host, but each attempt has its own moment and nonce. `asks` names
    /// the key that the response is to be signed with.
    pub(super) fn sign_for(&self, base: &BaseUrl, call: &Call, asks: Option<&SerialNo>) -> Signed {
        let Merchant { mchid, key, .. } = &self.merchant;
        let (method, target) = (call.method.as_str(), call.target.clone());
        let stamp = ambient::stamp();
        let authorization = Authorization::sign(key, mchid, &stamp, method, &target, call.signed());
        let mut headers = vec![
            ("Authorization".into(), authorization.to_string()),
            ("Accept".into(), JSON.to_owned()),
            ("Accept-Language".into(), self.language.to_owned()),
        ];
        if !call.body.is_empty() {
            headers.push(("Content-Type".into(), call.content_type.clone()));
        }
        headers.extend(asks.map(|serial| (SERIAL.into(), serial.to_string())));
        for Header { name, value } in &call.headers {
            headers.retain(|(own, _): &(Cow<'_, str>, _)| !own.eq_ignore_ascii_case(name));
            headers.push((name.clone().into(), value.clone()));
        }
        Signed {
            request: Request {
                method,
                target,
                headers,
                body: call.body.clone(),
            },
            base: base.as_str().to_owned(),
            authorization,
            signed_part: call.signed_part.clone(),
        }
    }

    /// Verifies with the available keys, and if none of them has the serial, with the platform
    /// certificates as they are now.
    pub(super) async fn verify(
        &self,
        signed: SignedBody,
        asked: Option<&SerialNo>,
    ) -> Result<Verified, VerifyError> {
        let now = ambient::now();
        let find = |serial: &SerialNo| self.merchant.keyring.find(serial);
        let Err(VerifyError::UnknownSerial(serial)) = signed.check(now, Some(MAX_AGE), find) else {
            return signed.verify(&self.merchant.keyring, now, Some(MAX_AGE));
        };
        let unknown = || match other_key(asked, &serial) {
            Some(asked) => VerifyError::OtherKey {
                asked: asked.clone(),
                serial: serial.clone(),
            },
            None => VerifyError::UnknownSerial(serial.clone()),
        };
        let Some(key) = self
            .merchant
            .apiv3_key
            .as_ref()
            .filter(|_| is_certificate(&serial))
        else {
            return Err(unknown());
        };
        let fetched = self
            .refreshed
            .get_or_try_init(|| self.fetch_keys(key))
            .await;
        match fetched {
            Ok(keyring) => signed.verify(keyring, now, Some(MAX_AGE)).map_err(|error| {
                if matches!(error, VerifyError::UnknownSerial(_)) {
                    unknown()
                } else {
                    error
                }
            }),
            Err(_) => Err(unknown()),
        }
    }

    async fn fetch_keys(&self, key: &ApiV3Key) -> Result<Keyring, Error> {
        let listed = Box::pin(self.certificates(&self.merchant.keyring, key)).await?;
        let mut keyring = Keyring::default();
        for certificate in &listed.bootstrap.certificates {
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

    /// Returns the outcome of an attempt; none after a pause, if there is another attempt.
    pub(super) async fn settle<T>(
        &self,
        outcome: Result<T, Error>,
        attempts: &mut Attempts,
    ) -> Result<Option<T>, Error> {
        let error = match outcome {
            Ok(done) => return Ok(Some(done)),
            Err(error) => error,
        };
        let pause = attempts
            .next(&error, self.retries)
            .filter(|pause| pause.saturating_add(MIN_ATTEMPT) <= attempts.left());
        let Some(pause) = pause else {
            return Err(attempts.end(error));
        };
        (self.observer)(&Step::Repeating {
            reason: &error,
            pause,
        });
        tokio::select! {
            biased;
            () = self.ended() => Err(attempts.end(error)),
            () = tokio::time::sleep(pause) => {
                attempts.remember(error);
                Ok(None)
            }
        }
    }

    /// Makes no more retries: calls end with the attempts that are under way.
    pub fn repeat_no_more(&self) {
        self.ending.send_replace(true);
    }

    async fn ended(&self) {
        let mut ending = self.ending.subscribe();
        // The sender is this client's, so there is an answer.
        let _ = ending.wait_for(|ending| *ending).await;
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
