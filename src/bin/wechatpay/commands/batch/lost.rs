//! What a line comes to that is not done.

use std::time::Duration;

use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::transport::TransportError;

use super::results::State;
use crate::diagnostic::Failure;

/// Why there is nothing to tell of a line.
pub(super) enum Lost {
    /// It came to this.
    Line(State, Failure),
    /// It was one too many, and comes to this unless it does better later.
    Limited {
        /// How long WeChat Pay asks to be left alone.
        retry_after: Option<Duration>,
        state: State,
        failure: Failure,
    },
    /// This end does not work: no more lines are begun.
    Broken(Failure),
}

impl Lost {
    /// Reads the error of a call; where nothing is changed, there is nothing unknown.
    pub(super) fn of(error: Error, changes: bool) -> Self {
        let state = state(&error, changes);
        match &error {
            Error::Api(refused) if refused.status == 429 => Self::Limited {
                retry_after: refused.retry_after,
                state,
                failure: error.into(),
            },
            _ => Self::Line(state, error.into()),
        }
    }
}

fn state(error: &Error, changes: bool) -> State {
    let unknown = if changes {
        State::Unknown
    } else {
        State::Pending
    };
    match error {
        Error::Transport(TransportError::Unreachable { .. }) => State::Pending,
        Error::Api(refused) if refused.outcome_unknown() => unknown,
        Error::Api(refused) => match refused.refusal() {
            // The signature is the merchant's, not the line's.
            _ if matches!(refused.status, 401 | 429) => State::Pending,
            Refusal::Refused | Refusal::NotFound => State::Failed,
            // A limit, which says that it was not done.
            Refusal::Unavailable => State::Pending,
        },
        Error::Transport(_)
        | Error::AfterUnknown { .. }
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => unknown,
    }
}
