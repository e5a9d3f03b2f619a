//! What is reported about a signature: causes, how certain they are, and what to do.

use serde::{Deserialize, Serialize};

use super::cause::{Cause, Subject};
use super::changed_line;
use super::message_search::SignedLine;
use super::sentence::Sentence;

/// How certain a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The signature verifies once the cause is assumed, or the fact was compared.
    Verified,
    /// It fits the evidence, but is not proved.
    Inferred,
}

/// One cause, how certain it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn fact(cause: Cause, subject: Subject, message: Sentence) -> Self {
        Self::verified(cause, message, cause.fix(subject))
    }

    /// The same finding with another fix.
    #[must_use]
    pub fn with_fix(self, fix: Sentence) -> Self {
        Self { fix, ..self }
    }

    /// A suspicion with the cause's own fix.
    pub(super) fn suspicion(cause: Cause, subject: Subject, message: Sentence) -> Self {
        Self::inferred(cause, message, cause.fix(subject))
    }

    /// A cause that fits and is not proved, in its own words.
    pub(super) fn supposed(cause: Cause, subject: Subject) -> Self {
        Self::inferred(cause, cause.meaning(subject), cause.fix(subject))
    }

    /// A cause with which the signature verifies.
    pub(super) fn searched(
        cause: Cause,
        subject: Subject,
        expected: &[SignedLine],
        signed: &[SignedLine],
    ) -> Self {
        Self::fact(
            cause,
            subject,
            changed_line::message(cause, subject, expected, signed),
        )
    }
}
