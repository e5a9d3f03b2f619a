//! Why a client cannot be made, or a request has no usable response.

use std::time::Duration;

use super::obstacle::{Interruption, Obstacle, ProxyObstacle};

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum TransportSetupError {
    /// The CA file holds no certificate.
    #[error("the CA file holds no PEM certificate")]
    CaFile(#[source] Option<reqwest::Error>),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] reqwest::Error),
}

/// Why a request has no usable response.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// No connection: the request did not leave.
    #[error("{}", unreachable(host, backup.as_deref(), source))]
    Unreachable {
        /// The host that it was sent to.
        host: String,
        /// The other host that was tried, and not reached either.
        backup: Option<String>,
        /// What is in the way.
        source: Obstacle,
    },
    /// No head of a response arrived in time.
    #[error("no complete answer from {host} in {} ms", waited.as_millis())]
    Timeout {
        /// The host that did not respond.
        host: String,
        /// How long it had.
        waited: Duration,
    },
    /// The connection broke; the request may have arrived.
    #[error("no complete answer from {host}")]
    NoAnswer {
        /// The host that did not respond.
        host: String,
        /// How the connection ended.
        source: Interruption,
    },
    /// The answer is larger than any of WeChat Pay's.
    #[error("the answer from {host} is larger than {limit} bytes")]
    TooLarge {
        /// The host that did not respond.
        host: String,
        /// The maximum, in bytes.
        limit: usize,
    },
}

fn unreachable(host: &str, backup: Option<&str>, why: &Obstacle) -> String {
    let nor = |to: &str| {
        let backup = backup.map(|backup| format!(" (nor {to}the backup {backup})"));
        backup.unwrap_or_default()
    };
    match why {
        Obstacle::Name => format!("cannot resolve {host}{}", nor("")),
        Obstacle::Proxy { proxy, why } => match why {
            ProxyObstacle::Away(_) => format!("cannot connect to the proxy {proxy}"),
            ProxyObstacle::Login(_) => format!("the proxy {proxy} wants a login"),
            ProxyObstacle::NotAProxy => format!("the proxy {proxy} does not work as a proxy"),
            ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => {
                format!("the proxy {proxy} refused the connection")
            }
        },
        Obstacle::Refused
        | Obstacle::NoRoute
        | Obstacle::TooSlow(_)
        | Obstacle::Closed
        | Obstacle::UnknownIssuer
        | Obstacle::Expired
        | Obstacle::NotYetValid
        | Obstacle::OtherName
        | Obstacle::Certificate(_)
        | Obstacle::NotTls
        | Obstacle::Tls(_)
        | Obstacle::Other(_) => format!("cannot connect to {host}{}", nor("to ")),
    }
}
