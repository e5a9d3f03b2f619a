//! Refusals and their reasons, for the log: the response does not disclose them.

use std::borrow::Cow;
use std::io;

use super::verifier::Rejection;
use crate::protocol::signed::VerifyError;

/// How much of a remote text the log shows.
const MAX_SHOWN_CHARS: usize = 200;

/// Why a request or a connection was refused.
#[derive(Debug)]
pub enum Refused {
    /// The server does not listen for this path.
    Path {
        /// The method.
        method: String,
        /// The path without its query, which may hold a token.
        path: String,
        /// The path of the `notify_url`.
        notify_path: String,
        /// Whether it is a notification at another path than this server's, and not a stranger's
        /// request.
        is_notification: bool,
    },
    /// The path takes another method.
    Method {
        /// The method.
        method: String,
        /// The path.
        path: String,
    },
    /// `Limits::allowed` does not have the address.
    Address,
    /// The body is larger than this, in bytes.
    BodyTooLarge(usize),
    /// The body did not arrive in time.
    BodyTooSlow,
    /// The body ended early, or its framing is wrong.
    BodyBroken,
    /// The address sent more than this many requests within a second.
    TooManyRequests(u32),
    /// The address has this many requests without a response.
    UnfinishedOfAddress(usize),
    /// All addresses together have this many requests without a response.
    Unfinished(usize),
    /// The address has this many connections.
    ConnectionsOfAddress(usize),
    /// All addresses together have this many connections.
    Connections(usize),
    /// The system gives no connection, as when too many files are open.
    NotAccepted(io::Error),
    /// Its head is not HTTP, or too large; the status of the response.
    Head(String),
    /// A notification of API v2, which is XML and not signed in headers.
    ApiV2,
    /// Not a notification for this merchant.
    Notification(Rejection),
    /// A request to the checkout API that is not for it.
    Checkout(String),
    /// A request to the relay without its token.
    RelayToken,
    /// The relay has this many listeners.
    Listeners(usize),
    /// TLS on the plain port.
    TlsOnPlainPort,
    /// Plain HTTP on the TLS port.
    PlainOnTlsPort,
    /// The TLS handshake failed, for this reason.
    Handshake(String),
}

impl Refused {
    /// Returns whether every server refuses such things now and then: a stranger's request for
    /// another path, or one of WeChat Pay's probes.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        matches!(
            self,
            Self::Path {
                is_notification: false,
                ..
            } | Self::Notification(Rejection::Untrusted(VerifyError::Probe))
        )
    }

    /// Returns the name of the kind; the log counts each kind apart.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Path {
                is_notification: true,
                ..
            } => "wrong-path",
            Self::Path {
                is_notification: false,
                ..
            } => "unknown-path",
            Self::Method { .. } => "wrong-method",
            Self::Address => "address-not-allowed",
            Self::BodyTooLarge(_) => "body-too-large",
            Self::BodyTooSlow => "body-too-slow",
            Self::BodyBroken => "body-broken",
            Self::TooManyRequests(_) => "rate-limit",
            Self::UnfinishedOfAddress(_) => "requests-of-address",
            Self::Unfinished(_) => "requests",
            Self::ConnectionsOfAddress(_) => "connections-of-address",
            Self::Connections(_) => "connections",
            Self::NotAccepted(_) => "not-accepted",
            Self::Head(_) => "bad-request",
            Self::ApiV2 => "api-v2",
            Self::Notification(rejection) => rejection.kind(),
            Self::Checkout(_) => "checkout",
            Self::RelayToken => "relay-token",
            Self::Listeners(_) => "listeners",
            Self::TlsOnPlainPort => "tls-on-plain-port",
            Self::PlainOnTlsPort => "plain-on-tls-port",
            Self::Handshake(_) => "tls-handshake",
        }
    }
}

/// Returns as much of a remote text as the log shows.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns whether a path was probably meant to be `notify_path`: a proxy has added or dropped a
/// slash or a prefix, or the case differs.
pub(super) fn is_near(path: &str, notify_path: &str) -> bool {
    let (path, notify_path) = (essence(path), essence(notify_path));
    !path.is_empty()
        && !notify_path.is_empty()
        && (path.ends_with(&*notify_path) || notify_path.ends_with(&*path))
}

fn essence(path: &str) -> Cow<'_, str> {
    let trimmed = path.trim_matches('/');
    if trimmed.contains("//") || trimmed.contains(|c: char| c.is_ascii_uppercase()) {
        let parts = trimmed.split('/').filter(|part| !part.is_empty());
        parts
            .map(str::to_ascii_lowercase)
            .collect::<Vec<_>>()
            .join("/")
            .into()
    } else {
        trimmed.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_a_proxy_changed_is_distinguished_from_a_strangers() {
        for near in [
            "/notify/",
            "/Notify",
            "//notify",
            "/pay/notify",
            "/notify//",
        ] {
            assert!(is_near(near, "/notify"), "{near}");
        }
        for other in ["/", "/.env", "/wp-login.php", "/notification"] {
            assert!(!is_near(other, "/notify"), "{other}");
        }
        assert!(is_near("/notify", "/pay/notify"), "a prefix was stripped");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shown("支付"), "支付");
        let long = shown(&"付".repeat(500));
        assert_eq!(long.chars().count(), MAX_SHOWN_CHARS + 1);
    }
}
