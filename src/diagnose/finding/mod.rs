//! What is reported about a signature: causes, how certain they are, and what to do.

use serde::Serialize;

use super::Cause;
use super::inquiry::{Inquiry, Maker, Outcome};
use super::puzzle::{Puzzle, SignedLine};
use super::search::Limits;
pub use text::Text;
pub(super) use text::text;

mod text;
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The cause.
    pub cause: Cause,
    /// How certain it is.
    pub proof: Proof,
    /// What was found, in a sentence.
    pub message: Text,
    /// What to do.
    pub fix: Text,
}

impl Finding {
    /// A finding that is proved.
    #[must_use]
    pub fn verified(cause: Cause, message: Text, fix: Text) -> Self {
        Self {
            cause,
            proof: Proof::Verified,
            message,
            fix,
        }
    }

    /// A finding that fits.
    #[must_use]
    pub fn inferred(cause: Cause, message: Text, fix: Text) -> Self {
        Self {
            proof: Proof::Inferred,
            ..Self::verified(cause, message, fix)
        }
    }

    /// A fact that was compared, with the cause's own fix.
    #[must_use]
    pub fn fact(cause: Cause, place: Place, message: Text) -> Self {
        Self::verified(cause, message, texts::fix(cause, place))
    }

    /// The same finding with another fix.
    #[must_use]
    pub fn with_fix(self, fix: Text) -> Self {
        Self { fix, ..self }
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
        let whole = outcome.cut.is_none();
        findings.extend(key(&outcome.maker).filter(|_| whole && outcome.says_who()));
        findings.extend(damage(&outcome, place));
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
                findings.extend(solution.causes.iter().map(found));
            }
            None if made => findings.push(Finding::inferred(
                Cause::UnknownMessage,
                text!(
                    "the signature was made over other bytes than these; {searched} messages that common mistakes lead to were ruled out",
                    "签名的内容与此不同；已排除 {searched} 种常见错误产生的签名串",
                    searched = outcome.searched,
                ),
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
            Maker::Nobody => self.damage.is_some() && self.scheme.is_none(),
            Maker::Expected | Maker::Other(_) | Maker::Secret => true,
        }
    }
}

fn damage(outcome: &Outcome<'_>, place: Place) -> Option<Finding> {
    let fix = texts::fix(Cause::SignatureEncoding, place);
    let read = !matches!(outcome.maker, Maker::Nobody);
    if let Some(cut) = outcome.cut.filter(|_| !read && outcome.scheme.is_none()) {
        let message = text!(
            "the signature has {bytes} bytes, and {needed} are needed ({length} characters of base64)",
            "签名只有 {bytes} 字节，应为 {needed} 字节（Base64 为 {length} 个字符）",
            bytes = cut.bytes,
            needed = cut.needed,
            length = cut.needed.div_ceil(3) * 4,
        );
        return Some(Finding::fact(Cause::SignatureTruncated, place, message));
    }
    match &outcome.damage {
        None => Some(Finding::verified(
            Cause::SignatureEncoding,
            text!(
                "the signature is not standard base64, nor anything that base64 turns into on the way",
                "签名不是标准 Base64，也不是 Base64 在传递中会变成的任何形式"
            ),
            fix,
        )),
        Some(damage) if damage.is_empty() => None,
        Some(damage) => {
            let list: Vec<Text> = damage.iter().map(|damage| damage.text()).collect();
            let list = Text::joined(&list);
            let message = text!(
                "the signature's text is damaged: {list}",
                "签名文本已损坏：{list}";
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
