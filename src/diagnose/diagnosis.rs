//! What is found out about one signature, in the order in which it is reported.

use super::cause::{Cause, Subject};
use super::finding::Finding;
use super::message_search::{MessageSearch, SignedLine, Solution};
use super::search::Limits;
use super::sentence::{Sentence, sentence};
use super::signature_analysis::{Outcome, SignatureAnalysis, Signer};

/// Findings, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// Most certain first; empty if the signature is right.
    pub findings: Vec<Finding>,
    /// Whether the signer is known; if not, more keys may help.
    pub signer_known: bool,
    /// The number of messages that were tried.
    pub searched: u64,
    /// Whether the search ended before everything was tried.
    pub cut_short: bool,
    /// The message that should have been signed.
    pub expected: Vec<SignedLine>,
    /// The message that the signature covers, if that is known.
    pub signed: Option<Vec<SignedLine>>,
}

impl Diagnosis {
    /// A diagnosis that needed no search.
    #[must_use]
    pub fn without_search(findings: Vec<Finding>) -> Self {
        Self {
            findings,
            signer_known: true,
            searched: 0,
            cut_short: false,
            expected: Vec::new(),
            signed: None,
        }
    }

    /// Finds who made the signature over which message, and reports it; `key` reports the
    /// signer, unless it is the expected one.
    pub(super) fn of(
        subject: Subject,
        analysis: &SignatureAnalysis<'_>,
        search: &mut MessageSearch<'_>,
        limits: &Limits<'_>,
        key: impl Fn(&Signer<'_>) -> Option<Finding>,
    ) -> Self {
        let outcome = analysis.run(search, limits);
        let expected = search.expected();
        let mut findings = Vec::new();
        findings.extend(key(&outcome.signer).filter(|_| outcome.names_signer()));
        findings.extend(damage(&outcome, subject));
        findings.extend(
            outcome
                .length
                .into_iter()
                .flat_map(|length| length.findings(subject)),
        );
        findings.extend(outcome.scheme.as_ref().map(|(cause, what)| {
            let fix = cause.fix(subject);
            // A length is compared, not searched.
            if outcome.solution.is_some() || outcome.is_version_2 {
                Finding::verified(*cause, what.clone(), fix)
            } else {
                Finding::inferred(*cause, what.clone(), fix)
            }
        }));
        let is_signer_known = !matches!(outcome.signer, Signer::Unknown);
        match &outcome.solution {
            Some(solution) => {
                let found = |cause: &Cause| Finding::searched(*cause, subject, &expected, &solution.lines);
                findings.extend(causes_there(subject, solution, &expected).iter().map(found));
            }
            None if is_signer_known => findings.push(Finding::inferred(
                Cause::UnknownMessage,
                sentence!("finding-unknown-message-searched", "the signature was made over other bytes than these; {searched} messages that common mistakes lead to were ruled out", searched = outcome.searched),
                Cause::UnknownMessage.fix(subject),
            )),
            None if outcome.is_version_2 && subject == Subject::PayParams => {
                findings.push(Finding::supposed(Cause::V2Signature, subject));
            }
            None => {}
        }
        Self {
            findings,
            signer_known: is_signer_known,
            searched: outcome.searched,
            cut_short: outcome.cut_short,
            expected,
            signed: outcome.solution.map(|solution| solution.lines),
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Outcome<'_> {
    /// Whether the signer is worth reporting: an unreadable text has none.
    fn names_signer(&self) -> bool {
        match self.signer {
            Signer::Unknown => {
                self.damage.is_some() && self.scheme.is_none() && self.length.is_none()
            }
            Signer::Expected | Signer::Other(_) | Signer::Apiv3Key => true,
        }
    }
}

/// Names the causes as they are for this subject: WeChat Pay ends what it signs rightly, so that a
/// line feed more or less at the end of a notification is the body's.
fn causes_there(subject: Subject, solution: &Solution, expected: &[SignedLine]) -> Vec<Cause> {
    let mut causes = Vec::new();
    let body_ends = || {
        let body = solution.lines.last();
        body.is_some_and(|body| body.bytes.ends_with(b"\n"))
    };
    let lines_end = |cause: Cause| {
        cause == Cause::ExtraFinalNewline || (cause == Cause::MissingFinalNewline && body_ends())
    };
    let has_no_body = expected.last().is_some_and(|body| body.bytes.is_empty());
    for cause in &solution.causes {
        let cause = match subject {
            Subject::Notification if lines_end(*cause) => Cause::BodyNewline,
            Subject::Request if *cause == Cause::BodyNewline && has_no_body => {
                Cause::ExtraFinalNewline
            }
            Subject::Notification | Subject::PayParams | Subject::Request => *cause,
        };
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    for cause in same_bytes(subject, &solution.lines, expected) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    causes
}

/// Other mistakes that lead to the very bytes that were signed. In a request a line feed at the
/// end may be the body's or the message's: nothing tells which.
fn same_bytes(subject: Subject, signed: &[SignedLine], expected: &[SignedLine]) -> Vec<Cause> {
    let (Subject::Request, Some(body)) = (subject, expected.last()) else {
        return Vec::new();
    };
    let bytes = |lines: &[SignedLine]| {
        let parts = lines
            .iter()
            .flat_map(|line| [&*line.bytes, line.end.as_bytes()]);
        parts.collect::<Vec<_>>().concat()
    };
    let (signed, expected) = (bytes(signed), bytes(expected));
    if body.bytes.is_empty() {
        Vec::new()
    } else if signed.strip_suffix(b"\n") == Some(&expected) {
        vec![Cause::BodyNewline, Cause::ExtraFinalNewline]
    } else if expected.strip_suffix(b"\n") == Some(&signed) && body.bytes.ends_with(b"\n") {
        vec![Cause::BodyNewline, Cause::MissingFinalNewline]
    } else {
        Vec::new()
    }
}

fn damage(outcome: &Outcome<'_>, subject: Subject) -> Option<Finding> {
    let fix = Cause::SignatureEncoding.fix(subject);
    let read = !matches!(outcome.signer, Signer::Unknown);
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
