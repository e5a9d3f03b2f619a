//! What is reported about a signature: causes, how certain they are, and what to do.

use serde::Serialize;

use super::Cause;
use super::puzzle::SignedLine;
pub(crate) use sentence::sentence;
pub use sentence::{Argument, Sentence};

mod sentence;
pub(super) mod texts;

/// How certain a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The signature verifies once the cause is assumed, or the fact was compared.
    Verified,
    /// It fits, and is not proved.
    Inferred,
}

/// One cause, how certain it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The cause.
    pub cause: Cause,
    /// How certain it is.
    pub proof: Proof,
    /// What was found, in a sentence.
    pub message: Sentence,
    /// What to do.
    pub fix: Sentence,
}

impl Finding {
    /// A finding that is proved.
    #[must_use]
    pub fn verified(cause: Cause, message: Sentence, fix: Sentence) -> Self {
        Self {
            cause,
            proof: Proof::Verified,
            message,
            fix,
        }
    }

    /// A finding that fits.
    #[must_use]
    pub fn inferred(cause: Cause, message: Sentence, fix: Sentence) -> Self {
        Self {
            proof: Proof::Inferred,
            ..Self::verified(cause, message, fix)
        }
    }

    /// A fact that was compared, with the cause's own fix.
    #[must_use]
    pub fn fact(cause: Cause, place: Place, message: Sentence) -> Self {
        Self::verified(cause, message, texts::fix(cause, place))
    }

    /// The same finding with another fix.
    #[must_use]
    pub fn with_fix(self, fix: Sentence) -> Self {
        Self { fix, ..self }
    }

    /// A suspicion with the cause's own fix.
    pub(super) fn suspicion(cause: Cause, place: Place, message: Sentence) -> Self {
        Self::inferred(cause, message, texts::fix(cause, place))
    }

    /// A cause that fits and is not proved, in its own words.
    pub(super) fn supposed(cause: Cause, place: Place) -> Self {
        Self::inferred(cause, cause.meaning(place), texts::fix(cause, place))
    }

    /// A cause with which the signature verifies.
    pub(super) fn searched(
        cause: Cause,
        place: Place,
        expected: &[SignedLine],
        signed: &[SignedLine],
    ) -> Self {
        Self::fact(cause, place, texts::message(cause, place, expected, signed))
    }
}

/// Where a signature stands, since that decides what a cause means there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In what a payer's client was given.
    PayParams,
    /// On a notification or an answer.
    Notification,
    /// On a request.
    Request,
}
