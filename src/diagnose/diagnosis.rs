//! What is found out about one signature, and in which order it is said.

use super::Cause;
use super::finding::{Finding, Place, Sentence, sentence, texts};
use super::inquiry::{Inquiry, Maker, Outcome};
use super::puzzle::{Puzzle, SignedLine, Solution};
use super::search::Limits;

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
    /// The message that the signature covers, if that is known.
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
        puzzle: &mut Puzzle<'_>,
        limits: &Limits<'_>,
        key: impl Fn(&Maker<'_>) -> Option<Finding>,
    ) -> Self {
        let outcome = inquiry.investigate(puzzle, limits);
        let expected = puzzle.expected();
        let mut findings = Vec::new();
        findings.extend(key(&outcome.maker).filter(|_| outcome.says_who()));
        findings.extend(damage(&outcome, place));
        findings.extend(
            outcome
                .length
                .into_iter()
                .flat_map(|length| length.findings(place)),
        );
        findings.extend(outcome.scheme.as_ref().map(|(cause, what)| {
            let fix = texts::fix(*cause, place);
            // A length is compared, not searched.
            if outcome.solution.is_some() || outcome.is_version_2 {
                Finding::verified(*cause, what.clone(), fix)
            } else {
                Finding::inferred(*cause, what.clone(), fix)
            }
        }));
        let made = !matches!(outcome.maker, Maker::Nobody);
        match &outcome.solution {
            Some(solution) => {
                let found = |cause: &Cause| Finding::searched(*cause, place, &expected, &solution.lines);
                findings.extend(causes_there(place, solution).iter().map(found));
            }
            None if made => findings.push(Finding::inferred(
                Cause::UnknownMessage,
                sentence!("finding-unknown-message-searched", "the signature was made over other bytes than these; {searched} messages that common mistakes lead to were ruled out", searched = outcome.searched),
                texts::fix(Cause::UnknownMessage, place),
            )),
            None if outcome.is_version_2 && place == Place::PayParams => {
                findings.push(Finding::supposed(Cause::V2Signature, place));
            }
            None => {}
        }
        Self {
            findings,
            signer_known: made,
            searched: outcome.searched,
            cut_short: outcome.cut_short,
            expected,
            signed: outcome.solution.map(|solution| solution.lines),
        }
    }

    /// Tells whether there is nothing to find fault with.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Outcome<'_> {
    /// Whether it makes sense to speak of keys: a text that cannot be read was made by none.
    fn says_who(&self) -> bool {
        match self.maker {
            Maker::Nobody => {
                self.damage.is_some() && self.scheme.is_none() && self.length.is_none()
            }
            Maker::Expected | Maker::Other(_) | Maker::Secret => true,
        }
    }
}

/// Names the causes as they are in this place: WeChat Pay ends what it signs rightly, so that a
/// line feed more or less at the end of a notification is the body's.
fn causes_there(place: Place, solution: &Solution) -> Vec<Cause> {
    let mut causes = Vec::new();
    let body_ends = || {
        let body = solution.lines.last();
        body.is_some_and(|body| body.bytes.ends_with(b"\n"))
    };
    let lines_end = |cause: Cause| {
        cause == Cause::ExtraFinalNewline || (cause == Cause::MissingFinalNewline && body_ends())
    };
    for cause in &solution.causes {
        let cause = match place {
            Place::Notification if lines_end(*cause) => Cause::BodyNewline,
            Place::Notification | Place::PayParams | Place::Request => *cause,
        };
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    causes
}

fn damage(outcome: &Outcome<'_>, place: Place) -> Option<Finding> {
    let fix = texts::fix(Cause::SignatureEncoding, place);
    let read = !matches!(outcome.maker, Maker::Nobody);
    if outcome.length.is_some() {
        return None;
    }
    match &outcome.damage {
        None => Some(Finding::verified(
            Cause::SignatureEncoding,
            sentence!(
                "finding-signature-not-base64",
                "the signature is not standard base64, nor anything that base64 turns into on the way"
            ),
            fix,
        )),
        Some(damage) => {
            let list = Sentence::joined(damage.iter().map(|damage| damage.text()))?;
            let message = sentence!(
                "finding-signature-damaged",
                "the signature's text is damaged: {list}";
                list: list
            );
            Some(if read {
                Finding::verified(Cause::SignatureEncoding, message, fix)
            } else {
                Finding::inferred(Cause::SignatureEncoding, message, fix)
            })
        }
    }
}
