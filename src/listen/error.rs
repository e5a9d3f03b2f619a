//! Why a relay cannot be used.

use crate::inbox::InboxError;
use crate::receiver::{RelayMessageError, ServerEventTooLarge};
use crate::transport::{Obstacle, TransportError};

use super::state::StateError;

/// Why a relay cannot be used, or not now.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// There is no connection, or it broke.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The server ended the stream, as it does when it ends itself.
    #[error("the server ended the stream")]
    Ended,
    /// The token is not the server's.
    #[error("the server does not accept the token")]
    Token,
    /// The server has no relay at this path: it is of an earlier version, or was started without one.
    #[error("there is no relay at {url} (HTTP {status})")]
    NoRelay {
        /// The URL of the relay.
        url: String,
        /// 404 or 405.
        status: u16,
    },
    /// Something else answers there, such as a web page.
    #[error("{url} is not a relay: it sent {kind}")]
    NotRelay {
        /// The URL of the relay.
        url: String,
        /// The type of what was sent.
        kind: String,
    },
    /// The response is a redirect, which is not followed with a token.
    #[error("{url} redirects to {location}")]
    Redirect {
        /// The URL of the relay.
        url: String,
        /// Where to, without a query.
        location: String,
    },
    /// The server refused for another reason.
    #[error("the server answered HTTP {status}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the server says.
        message: String,
    },
    /// What came is not what a relay sends.
    #[error("the stream cannot be read")]
    Message(#[from] RelayMessageError),
    /// What came does not end.
    #[error("the stream cannot be read")]
    TooLarge(#[from] ServerEventTooLarge),
    /// The notifications cannot be stored here.
    #[error(transparent)]
    Store(#[from] InboxError),
    /// The position cannot be stored here.
    #[error(transparent)]
    State(#[from] StateError),
}

impl ListenError {
    /// Returns whether trying again is useless until someone changes something.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Token
            | Self::NoRelay { .. }
            | Self::NotRelay { .. }
            | Self::Redirect { .. }
            | Self::Refused {
                status: 400 | 403, ..
            } => true,
            Self::Transport(TransportError::Unreachable { source, .. }) => match source {
                Obstacle::UnknownIssuer
                | Obstacle::Expired
                | Obstacle::NotYetValid
                | Obstacle::OtherName
                | Obstacle::Certificate(_)
                | Obstacle::NotTls => true,
                Obstacle::Name
                | Obstacle::Refused
                | Obstacle::NoRoute
                | Obstacle::TooSlow(_)
                | Obstacle::Closed
                | Obstacle::Tls(_)
                | Obstacle::Proxy { .. }
                | Obstacle::Other(_) => false,
            },
            Self::Transport(
                TransportError::Timeout { .. }
                | TransportError::NoAnswer { .. }
                | TransportError::TooLarge { .. },
            )
            | Self::Refused { .. }
            | Self::Ended
            | Self::Message(_)
            | Self::TooLarge(_)
            | Self::Store(_)
            | Self::State(_) => false,
        }
    }

    /// Returns whether trying again is useless even if the server was reached before, and may be
    /// about to start.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Token)
    }
}
