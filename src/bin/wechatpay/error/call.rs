//! Errors of calls in words: the kind, the causes that matter, and what to do.

use serde_json::Value;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::{ApiError, Refusal};
use wechatpay::protocol::certificate::{CertificateError, ChainError};
use wechatpay::protocol::error_code::{self, Advice};
use wechatpay::protocol::resource::OpenError;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::transport::{
    BaseUrlError, Interruption, Obstacle, ProxyObstacle, TransportError, TransportSetupError,
};

use super::{CliError, Kind, by_variant, keys};
use crate::text;
use crate::ui::Text;

/// A clock that differs by more is named as a cause: five minutes explain a refusal, and a minute
/// is on the way there.
const CLOCK_WARNING_SECS: i64 = 60;

/// The status of a request that is accepted, and not finished.
const ACCEPTED: u16 = 202;

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::of_call(&error).keep_source(error)
    }
}

impl CliError {
    pub(crate) fn of_call(error: &Error) -> Self {
        let failure = Self::new(kind(error), message(error))
            .with_request_id(error.request_id().map(str::to_owned));
        match error {
            Error::Api(refused) => failure.explain_api(refused),
            Error::Login(refused) => {
                let answer = error_code::CodeQuery::Errcode(refused.errcode).look_up();
                failure.with_code(answer.code).advised(answer.advice)
            }
            Error::Transport(error) => failure.explain_transport(error),
            Error::Untrusted { source, .. } => failure
                .with_cause(unverified(source))
                .with_help(unverified_help(source)),
            Error::Certificates { source, .. } => failure.explain_certificates(source),
            Error::Redirect { .. } | Error::Answer { .. } => failure,
            Error::AfterUnknown { last, earlier } => {
                let failure =
                    Self::of_call(last).with_cause(text!("call-earlier", error = message(earlier)));
                if failure.kind == Kind::Api {
                    failure
                } else {
                    failure.may_have_arrived()
                }
            }
        }
    }

    fn explain_api(mut self, refused: &ApiError) -> Self {
        self.http_status = Some(refused.status);
        self.code.clone_from(&refused.code);
        let field = refused
            .detail
            .as_ref()
            .and_then(|detail| detail.get("field"))
            .and_then(Value::as_str);
        self.causes
            .extend(field.map(|field| text!("call-field", field)));
        if let Some(behind) = refused.clock_behind {
            let seconds = behind.abs();
            if behind > CLOCK_WARNING_SECS {
                self.add_cause(text!("call-clock-behind", seconds));
            } else if seconds > CLOCK_WARNING_SECS {
                self.add_cause(text!("call-clock-ahead", seconds));
            }
        }
        if let Some(pause) = refused.retry_after.filter(|pause| !pause.is_zero()) {
            self.add_cause(text!("call-retry-after", seconds = pause.as_secs()));
        }
        if refused.is_anonymous() {
            return self.may_have_arrived();
        }
        if refused.is_of_a_gateway() {
            return self.with_help(text!("call-help-gateway"));
        }
        let (code, message) = (refused.code.as_deref(), refused.message.as_deref());
        let by_message = code
            .zip(message)
            .and_then(|(code, message)| error_code::by_message(code, message));
        self.advised(by_message.unwrap_or(refused.advice()))
    }

    fn explain_transport(self, error: &TransportError) -> Self {
        match error {
            TransportError::Unreachable { source, .. } => {
                let failure = if *source == Obstacle::Name {
                    self // The message says it already.
                } else {
                    self.with_cause(obstacle(source))
                };
                failure
                    .with_help(obstacle_help(source))
                    .with_more_help(text!("call-help-nothing-sent"))
            }
            TransportError::NoAnswer { source, .. } => {
                self.with_cause(interruption(*source)).may_have_arrived()
            }
            TransportError::Timeout { .. } | TransportError::TooLarge { .. } => {
                self.may_have_arrived()
            }
        }
    }

    fn explain_certificates(mut self, error: &CertificateError) -> Self {
        self.causes.extend(certificate_causes(error));
        match error {
            CertificateError::Sealed {
                source: OpenError::Tag,
                ..
            } => self.with_help(text!("certs-help-apiv3-key")),
            // The response is the very list that such a certificate would be in.
            CertificateError::Signature(VerifyError::UnknownSerial(serial))
                if !is_public_key_id(serial) =>
            {
                self.with_help(text!("certs-help-unknown-signer"))
            }
            CertificateError::Signature(source) => self.with_help(unverified_help(source)),
            CertificateError::None => self.public_key_mode(),
            CertificateError::Merchant { .. }
            | CertificateError::Shape(_)
            | CertificateError::Sealed { .. }
            | CertificateError::Key { .. }
            | CertificateError::Serial { .. }
            | CertificateError::Validity { .. }
            | CertificateError::Expired(_)
            | CertificateError::Chain { .. } => self.with_help(text!("certs-help-not-written")),
        }
    }

    /// Adds that a request without a response may have been carried out.
    pub(crate) fn in_doubt(self) -> Self {
        self.with_cause(text!("call-in-doubt")).may_have_arrived()
    }

    fn may_have_arrived(self) -> Self {
        self.with_help(text!("call-help-may-have-arrived"))
    }

    pub(crate) fn advised(self, advice: &Advice) -> Self {
        self.with_help(Text::of_each(|lang| advice.text(lang).fix.to_owned()))
    }

    /// Says what a merchant without platform certificates has to do.
    pub(crate) fn public_key_mode(self) -> Self {
        self.with_help(text!("certs-help-public-key-mode"))
    }
}

fn kind(error: &Error) -> Kind {
    /// WeChat is busy, or a login code was exchanged too often in a minute.
    const UNAVAILABLE_ERRCODES: [i64; 2] = [-1, 45011];
    match error {
        Error::Transport(_) | Error::Redirect { .. } => Kind::Network,
        Error::Api(refused) => match refused.refusal() {
            Refusal::Refused => Kind::Api,
            Refusal::NotFound => Kind::NotFound,
            Refusal::Unavailable => Kind::Unavailable,
        },
        Error::Certificates {
            source: CertificateError::None,
            ..
        } => Kind::NotFound,
        Error::Untrusted { .. } | Error::Certificates { .. } => Kind::Verification,
        Error::Answer { .. } => Kind::Unavailable,
        Error::AfterUnknown { last, .. } => kind(last),
        Error::Login(refused) if UNAVAILABLE_ERRCODES.contains(&refused.errcode) => {
            Kind::Unavailable
        }
        Error::Login(_) => Kind::Api,
    }
}

/// Returns what became of a call.
pub(crate) fn message(error: &Error) -> Text {
    match error {
        Error::Transport(error) => transport(error),
        Error::Api(refused) => refusal(refused),
        Error::Redirect { host, status } => text!("call-redirect", host, status),
        Error::Untrusted { .. } => text!("call-untrusted"),
        Error::Certificates { .. } => text!("certs-untrusted"),
        Error::Answer { what, .. } => text!("call-unreadable", what),
        Error::AfterUnknown { last, .. } => message(last),
        Error::Login(refused) => text!(
            "call-login-refused",
            errmsg = &refused.errmsg,
            errcode = refused.errcode,
        ),
    }
}

/// Returns what was answered; a response without a code may be anyone's.
fn refusal(refused: &ApiError) -> Text {
    let status = refused.status;
    let message = refused.message.as_deref();
    let message = message
        .filter(|message| !message.trim().is_empty())
        .map(Text::verbatim);
    match (refused.given_code(), message) {
        (Some(code), message) => text!(
            "call-refused",
            status,
            code,
            message = message.unwrap_or_else(|| text!("call-no-message")),
        ),
        (None, _) if status == ACCEPTED => text!("call-accepted", status),
        (None, Some(message)) => text!("call-anonymous-message", status, message),
        (None, None) => text!("call-anonymous", status),
    }
}

fn transport(error: &TransportError) -> Text {
    by_variant!(error: TransportError {
        Unreachable { host, backup, source } => unreachable(host, backup.as_deref(), source),
        Timeout { host, waited } => text!("call-timeout", host, millis = waited.as_millis()),
        NoAnswer { host,.. } => text!("call-incomplete", host),
        TooLarge { host, limit } => text!("call-too-large", host, limit),
    })
}

fn unreachable(host: &str, backup: Option<&str>, source: &Obstacle) -> Text {
    if let Obstacle::Proxy { proxy, why } = source {
        return match why {
            ProxyObstacle::Away(_) => text!("call-proxy-unconnected", proxy),
            ProxyObstacle::Login(_) => text!("call-proxy-login", proxy),
            ProxyObstacle::NotAProxy => text!("call-proxy-unusable", proxy),
            ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => {
                text!("call-proxy-refused", proxy)
            }
        };
    }
    match (backup, *source == Obstacle::Name) {
        (Some(backup), true) => text!("call-both-unresolved", host, backup),
        (Some(backup), false) => text!("call-both-unconnected", host, backup),
        (None, true) => text!("call-unresolved", host),
        (None, false) => text!("call-unconnected", host),
    }
}

/// Returns why no connection could be made.
pub(crate) fn obstacle(obstacle: &Obstacle) -> Text {
    match obstacle {
        Obstacle::Name => text!("call-obstacle-name"),
        Obstacle::Refused => text!("call-obstacle-refused"),
        Obstacle::NoRoute => text!("call-obstacle-no-route"),
        Obstacle::TooSlow(waited) => text!("call-obstacle-slow", millis = waited.as_millis()),
        Obstacle::Closed => text!("call-obstacle-closed"),
        Obstacle::UnknownIssuer => text!("call-obstacle-issuer"),
        Obstacle::Expired => text!("call-obstacle-expired"),
        Obstacle::NotYetValid => text!("call-obstacle-not-yet-valid"),
        Obstacle::OtherName => text!("call-obstacle-other-name"),
        Obstacle::Certificate(reason) => text!("call-obstacle-certificate", reason),
        Obstacle::NotTls => text!("call-obstacle-not-tls"),
        Obstacle::Tls(reason) => text!("call-obstacle-tls", reason),
        Obstacle::Proxy { why, .. } => match why {
            ProxyObstacle::Away(why) => self::obstacle(why),
            ProxyObstacle::Status(status) | ProxyObstacle::Login(Some(status)) => {
                text!("call-obstacle-proxy-status", status)
            }
            ProxyObstacle::Login(None) => text!("call-obstacle-proxy-login"),
            ProxyObstacle::NotAProxy => text!("call-obstacle-not-a-proxy"),
            ProxyObstacle::Refused(reason) => Text::verbatim(reason),
        },
        Obstacle::Other(reason) => Text::verbatim(reason),
    }
}

fn obstacle_help(obstacle: &Obstacle) -> Text {
    match obstacle {
        Obstacle::Name => text!("call-help-name"),
        Obstacle::Refused | Obstacle::Closed => text!("call-help-listening"),
        Obstacle::NoRoute | Obstacle::TooSlow(_) => text!("call-help-route"),
        Obstacle::UnknownIssuer => text!("call-help-issuer"),
        Obstacle::Expired | Obstacle::NotYetValid => text!("call-help-validity"),
        Obstacle::OtherName => text!("call-help-host-name"),
        Obstacle::Certificate(_) | Obstacle::Tls(_) => text!("call-help-tls"),
        Obstacle::NotTls => text!("call-help-port"),
        Obstacle::Proxy { why, .. } => match why {
            ProxyObstacle::Away(why) if matches!(**why, Obstacle::NotTls) => {
                text!("call-help-proxy-scheme")
            }
            ProxyObstacle::Away(_) => text!("call-help-proxy-address"),
            ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => text!("call-help-proxy-allow"),
            ProxyObstacle::Login(None) => text!("call-help-socks-login"),
            ProxyObstacle::Login(Some(_)) => text!("call-help-proxy-login"),
            ProxyObstacle::NotAProxy => text!("call-help-proxy-port"),
        },
        Obstacle::Other(_) => text!("call-help-network"),
    }
}

/// Returns why a response did not come whole.
pub(crate) fn interruption(source: Interruption) -> Text {
    match source {
        Interruption::NotHttp => text!("call-not-http"),
        Interruption::Reset => text!("call-reset"),
        Interruption::Closed => text!("call-closed"),
        Interruption::TooSlow(waited) => text!("call-too-slow", millis = waited.as_millis()),
        Interruption::Stalled(waited) => text!("call-stalled", millis = waited.as_millis()),
    }
}

fn is_public_key_id(serial: &str) -> bool {
    serial.starts_with(wechatpay::protocol::id::PUBLIC_KEY_ID)
}

/// Returns why a response is not verified.
fn unverified(error: &VerifyError) -> Text {
    match error {
        VerifyError::MissingHeaders(names) => {
            text!("call-missing-headers", names = Text::list(names))
        }
        VerifyError::SignatureType(kind) => text!("call-signature-type", kind),
        VerifyError::Timestamp(timestamp) => text!("call-timestamp", timestamp),
        VerifyError::Stale { seconds } if *seconds < 0 => {
            text!("call-signed-ahead", seconds = seconds.abs())
        }
        VerifyError::Stale { seconds } => text!("call-signed-ago", seconds),
        VerifyError::Probe => text!("call-probe"),
        VerifyError::UnknownSerial(serial) => text!("call-unknown-serial", serial),
        VerifyError::OtherKey { asked, serial } => text!("call-other-key", asked, serial),
        VerifyError::Encoding => text!("call-signature-encoding"),
        VerifyError::Mismatch { serial } => text!("call-signature-mismatch", serial),
    }
}

fn unverified_help(error: &VerifyError) -> Text {
    match error {
        VerifyError::MissingHeaders(_) => text!("call-help-missing-headers"),
        VerifyError::UnknownSerial(serial) if is_public_key_id(serial) => {
            text!("call-help-public-key")
        }
        VerifyError::UnknownSerial(_) => text!("call-help-download-certs"),
        VerifyError::OtherKey { .. } => text!("call-help-other-key"),
        VerifyError::Stale { .. } => text!("call-help-clock"),
        VerifyError::Probe => text!("call-help-probe"),
        VerifyError::SignatureType(_)
        | VerifyError::Timestamp(_)
        | VerifyError::Encoding
        | VerifyError::Mismatch { .. } => text!("call-help-forged"),
    }
}

/// Returns why downloaded certificates are not trusted, outermost first.
fn certificate_causes(error: &CertificateError) -> Vec<Text> {
    by_variant!(error: CertificateError {
        Shape(error) => vec![text!("certs-shape"), Text::verbatim(error.to_string())],
        None => vec![text!("certs-none-listed")],
        Sealed { serial_no, source } => {
            let cause = match source {
                OpenError::Algorithm(algorithm) => text!("certs-sealed-algorithm", algorithm),
                OpenError::Nonce(length) => text!("certs-sealed-nonce", length),
                OpenError::Ciphertext(reason) => text!("certs-sealed-ciphertext", reason),
                OpenError::Tag => text!("certs-sealed-tag"),
            };
            vec![text!("certs-sealed", serial_no), cause]
        },
        Key { serial_no, source } => {
            vec![text!("certs-not-a-certificate", serial_no), keys::problem(source)]
        },
        Serial { named, actual } => vec![text!("certs-serial", named, actual)],
        Validity { serial_no, field, named, actual } => {
            vec![text!("certs-validity", serial_no, field, named, actual)]
        },
        Expired(serial_no) => vec![text!("certs-signer-expired", serial_no)],
        Merchant { serial_no, subject } => vec![text!("certs-merchant", serial_no, subject)],
        Chain { serial_no, source } => vec![text!("certs-chain", serial_no), chain(source)],
        Signature(source) => vec![text!("certs-not-signed"), unverified(source)],
    })
}

fn chain(error: &ChainError) -> Text {
    match error {
        ChainError::NoIssuer { issuer } => text!("certs-chain-no-issuer", issuer),
        ChainError::NotValid { subject, from, to } => {
            text!("certs-chain-not-valid", subject, from, to)
        }
        ChainError::NotAuthority(subject) => text!("certs-chain-not-authority", subject),
        ChainError::TooDeep(subject) => text!("certs-chain-too-deep", subject),
        ChainError::Signature(subject) => text!("certs-chain-signature", subject),
        ChainError::TooLong => text!("certs-chain-too-long"),
    }
}

impl From<TransportSetupError> for CliError {
    fn from(error: TransportSetupError) -> Self {
        Self::config(match error {
            TransportSetupError::CaFile(_) => text!("call-ca-certificates"),
            TransportSetupError::Tls(_) => text!("call-tls-setup"),
        })
        .keep_source(error)
    }
}

impl From<BaseUrlError> for CliError {
    fn from(error: BaseUrlError) -> Self {
        Self::config(match &error {
            BaseUrlError::Foreign(host) => text!("call-foreign-host", host),
            BaseUrlError::Plain(url) => text!("call-plain-http", url),
            BaseUrlError::Shape(url) => text!("call-base-url", url),
        })
        .keep_source(error)
    }
}
