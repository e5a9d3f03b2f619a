//! What a client reports while it works.

use std::time::Duration;

use super::signed::Signed;
use crate::error::Error;
use crate::protocol::id::SerialNo;
use crate::transport::Response;

/// What a [`Client`](super::Client) tells while it works; for people who want to see the wire.
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
