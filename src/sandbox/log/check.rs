//! What is known about a refused signature: what was signed, and where it differs from what had to
//! be.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::diagnose::{Cause, Diagnosis, Finding, Proof, VisibleLine};

/// What was found out about the signature of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignatureCheck {
    /// Why it was refused, most certain first.
    pub findings: Vec<Finding>,
    /// The message that should have been signed.
    pub expected: Vec<VisibleLine>,
    /// The message that was signed, if that is known.
    pub signed: Option<Vec<VisibleLine>>,
    /// The number of messages that were tried.
    pub searched: u64,
    /// Whether the search ended before everything was tried.
    pub cut_short: bool,
}

impl SignatureCheck {
    /// Leaves what is proved, if the search was cut short; none if that is nothing.
    pub(crate) fn certain(mut self) -> Option<Self> {
        if self.cut_short {
            self.findings
                .retain(|finding| finding.proof == Proof::Verified);
        }
        (!self.findings.is_empty()).then_some(self)
    }
}

/// A finding with its sentences in English.
#[derive(Serialize)]
struct English {
    cause: Cause,
    proof: Proof,
    message: String,
    fix: String,
}

/// Writes the fields of a check into the object around it; empty ones if there is none.
#[expect(clippy::ref_option, reason = "serde passes fields like this")]
pub(crate) fn flat<S: Serializer>(
    check: &Option<SignatureCheck>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let check = check.as_ref();
    let findings: Vec<English> = check
        .into_iter()
        .flat_map(|check| &check.findings)
        .map(|finding| English {
            cause: finding.cause,
            proof: finding.proof,
            message: finding.message.to_string(),
            fix: finding.fix.to_string(),
        })
        .collect();
    let mut object = serializer.serialize_struct("SignatureCheck", 3)?;
    object.serialize_field("findings", &findings)?;
    object.serialize_field("expected", &check.map(|check| &check.expected))?;
    object.serialize_field("signed", &check.map(|check| &check.signed))?;
    object.end()
}

impl From<&Diagnosis> for SignatureCheck {
    fn from(diagnosis: &Diagnosis) -> Self {
        let visible = |lines: &Vec<_>| lines.iter().map(VisibleLine::from).collect();
        Self {
            findings: diagnosis.findings.clone(),
            expected: visible(&diagnosis.expected),
            signed: diagnosis.signed.as_ref().map(visible),
            searched: diagnosis.searched,
            cut_short: diagnosis.cut_short,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Subject;

    #[test]
    fn what_is_proved_is_said_even_if_the_search_was_cut_short() {
        let text = |cause: Cause| cause.fix(Subject::Request);
        let [cause, other] = [Cause::SerialMismatch, Cause::UnknownMessage];
        let proved = Finding::verified(cause, text(cause), text(cause));
        let supposed = Finding::inferred(other, text(other), text(other));
        let check = |findings: &[&Finding], cut_short| {
            let mut diagnosis = Diagnosis::without_search(Vec::new());
            diagnosis.findings = findings.iter().map(|finding| (*finding).clone()).collect();
            diagnosis.cut_short = cut_short;
            SignatureCheck::from(&diagnosis).certain()
        };
        let left = check(&[&proved, &supposed], true).unwrap();
        assert_eq!(left.findings, std::slice::from_ref(&proved));
        assert!(check(&[&supposed], true).is_none());
        assert_eq!(
            check(&[&proved, &supposed], false).unwrap().findings.len(),
            2
        );
    }
}
