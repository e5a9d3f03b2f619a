//! Steps of a call, for logs.

use std::time::Duration;

use super::signed::Signed;
use crate::error::Error;
use crate::protocol::id::SerialNo;
use crate::transport::Response;

/// A step of a call, which a [`Client`](super::Client) reports to its observer.
#[derive(Debug)]
pub enum Step<'a> {
    /// A request is about to be sent.
    Sending {
        /// The request.
        request: &'a Signed,
    },
    /// A response arrived; it is not verified yet.
    Answered {
        /// The host that responded.
        host: &'a str,
        /// The response.
        response: &'a Response,
        /// How long it took.
        elapsed: Duration,
    },
    /// A response is valid, but signed with another kind of key than the request asked for.
    OtherKey {
        /// The public key id that the request named.
        asked: &'a SerialNo,
        /// The certificate that signed.
        signed_by: &'a str,
    },
    /// The request is sent again after a pause.
    Repeating {
        /// Why the last attempt failed.
        reason: &'a Error,
        /// How long the pause is.
        pause: Duration,
    },
}

/// Receives each [`Step`].
pub type Observer = Box<dyn Fn(&Step<'_>) + Send + Sync>;
