//! What is told of a signature: causes, how certain they are, and what to do.

use serde::Serialize;

use super::Cause;
use super::inquiry::{Inquiry, Maker, Verdict};
use super::puzzle::{Puzzle, SignedLine};
use super::search::Limits;

mod texts;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which cause.
    pub cause: Cause,
    /// How certain.
    pub proof: Proof,
    /// What was found, in a sentence.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl Finding {
    /// A finding that is proved.
    pub fn verified(cause: Cause, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            cause,
            proof: Proof::Verified,
            message: message.into(),
            fix: fix.into(),
        }
    }

    /// A cause with which the signature verifies.
    pub(super) fn searched(
        cause: Cause,
        place: Place,
        expected: &[SignedLine],
        signed: &[SignedLine],
    ) -> Self {
        let message = texts::message(cause, place, expected, signed);
        Self::verified(cause, message, texts::fix(cause, place))
    }

    /// A finding that fits.
    pub fn inferred(cause: Cause, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            proof: Proof::Inferred,
            ..Self::verified(cause, message, fix)
        }
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

/// Findings, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Most certain first; none where the signature is right.
    pub findings: Vec<Finding>,
    /// Whether it is known who signed; more keys may tell where it is not.
    pub signer_known: bool,
    /// How many messages were tried.
    pub searched: u64,
    /// Whether the search ended before everything was tried.
    pub cut_short: bool,
    /// The message as it should be.
    pub expected: Vec<SignedLine>,
    /// The message that the signature covers, where that is known.
    pub signed: Option<Vec<SignedLine>>,
}

impl Diagnosis {
    /// A diagnosis that needed no search.
    #[must_use]
    pub fn plain(findings: Vec<Finding>) -> Self {
        Self {
            findings,
            signer_known: true,
            searched: 0,
            cut_short: false,
            expected: Vec::new(),
            signed: None,
        }
    }

    /// Asks who made the signature and over what, and puts it into words; `key` says what it
    /// means that somebody else made it.
    pub(super) fn of(
        place: Place,
        inquiry: &Inquiry<'_>,
        puzzle: &mut Puzzle,
        limits: &Limits<'_>,
        key: impl Fn(&Maker<'_>) -> Option<Finding>,
    ) -> Self {
        let verdict = inquiry.answer(puzzle, limits);
        let expected = puzzle.expected();
        let mut findings = Vec::new();
        findings.extend(key(&verdict.maker).filter(|_| verdict.says_who()));
        findings.extend(damage(&verdict));
        findings.extend(verdict.scheme.as_ref().map(|(cause, what)| {
            let fix = texts::fix(*cause, place);
            if verdict.solution.is_some() {
                Finding::verified(*cause, what, fix)
            } else {
                Finding::inferred(*cause, what, fix)
            }
        }));
        let made = !matches!(verdict.maker, Maker::Nobody);
        match &verdict.solution {
            Some(solution) => {
                let found = |cause: &Cause| Finding::searched(*cause, place, &expected, &solution.lines);
                findings.extend(solution.causes.iter().map(found));
            }
            None if made => findings.push(Finding::inferred(
                Cause::UnknownMessage,
                format!(
                    "the signature was made over other bytes than these; {} messages that common mistakes lead to were ruled out",
                    verdict.searched
                ),
                texts::fix(Cause::UnknownMessage, place),
            )),
            None => {}
        }
        Self {
            findings,
            signer_known: made,
            searched: verdict.searched,
            cut_short: verdict.cut_short,
            expected,
            signed: verdict.solution.map(|solution| solution.lines),
        }
    }

    /// Tells whether there is nothing to find fault with.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Verdict<'_> {
    /// Whether it makes sense to speak of keys: a text that cannot be read was made by none.
    fn says_who(&self) -> bool {
        match self.maker {
            Maker::Nobody => self.damage.is_some() && self.scheme.is_none(),
            Maker::Expected | Maker::Other(_) | Maker::Secret => true,
        }
    }
}

fn damage(verdict: &Verdict<'_>) -> Option<Finding> {
    const FIX: &str = "hand the signature on as one line of standard base64: no line breaks, no URL decoding, no second encoding";
    let read = !matches!(verdict.maker, Maker::Nobody);
    match &verdict.damage {
        None => Some(Finding::verified(
            Cause::SignatureEncoding,
            "the signature is not standard base64, nor anything that base64 turns into on the way",
            FIX,
        )),
        Some(damage) if damage.is_empty() => None,
        Some(damage) => {
            let message = format!("the signature's text is damaged: {}", damage.join(", "));
            Some(if read {
                Finding::verified(Cause::SignatureEncoding, message, FIX)
            } else {
                Finding::inferred(Cause::SignatureEncoding, message, FIX)
            })
        }
    }
}
