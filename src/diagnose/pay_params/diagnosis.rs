//! Whether the client will accept its parameters, and why not.

use super::claim::Claim;
use super::context::PayParamsContext;
use super::messages::{HIDDEN_KEY, SIGN_TYPE};
use super::package::{Form, Package};
use super::values;
use crate::diagnose::signature_analysis::{Party, SignatureAnalysis, Signer};
use crate::diagnose::{Cause, Diagnosis, Finding, Limits, Proof, Subject, sentence};

impl Claim {
    /// Returns what is wrong; nothing if the client will accept these parameters.
    #[must_use]
    pub fn diagnose(&self, context: &PayParamsContext<'_>, limits: &Limits<'_>) -> Diagnosis {
        let signature = self.signature.text();
        let analysis = SignatureAnalysis {
            signature: &signature,
            expected: Some(context.merchant),
            candidate_keys: &context.candidate_keys,
            apiv3_key: context.apiv3_key,
        };
        let package = self.package();
        let mut search = self.message_search(context, &package);
        let mut diagnosis = Diagnosis::of(
            Subject::PayParams,
            &analysis,
            &mut search,
            limits,
            signer_finding,
        );
        self.name_app_string(&package, &mut diagnosis);
        name_json(&mut diagnosis);
        name_fifth_line(&mut diagnosis);
        hide_keys(&mut diagnosis);
        let mut facts = values::package(&package, &self.fourth.name, fourth_line(&diagnosis));
        facts.extend(self.values(context));
        // A fact about a value says more than the search, which compares with the right value.
        let replaced: Vec<Cause> = facts
            .iter()
            .map(|fact| fact.cause)
            .filter(|cause| {
                package.form.cause() == Some(*cause) || *cause == Cause::TimestampMilliseconds
            })
            .collect();
        diagnosis
            .findings
            .retain(|finding| !replaced.contains(&finding.cause));
        facts.retain(|fact| {
            let several = matches!(fact.cause, Cause::FieldMissing | Cause::UnusableValue);
            several
                || diagnosis
                    .findings
                    .iter()
                    .all(|found| found.cause != fact.cause)
        });
        diagnosis.findings.extend(facts);
        diagnosis
            .findings
            .sort_by_key(|finding| finding.proof != Proof::Verified);
        diagnosis
    }

    pub(super) fn package(&self) -> Package {
        Package::read(&self.fourth.text(), self.is_app)
    }

    /// The bare id in the fourth line, and nothing else wrong, is the whole APP string: the same
    /// bytes as without the prefix.
    fn name_app_string(&self, package: &Package, diagnosis: &mut Diagnosis) {
        let Some(signed) = &diagnosis.signed else {
            return;
        };
        let same = signed.len() == 4
            && signed
                .iter()
                .zip(&diagnosis.expected)
                .take(3)
                .all(|(one, two)| one == two)
            && signed[3].end == "\n";
        if same
            && !self.is_app
            && package.form == Form::Right
            && let Some(at) = diagnosis
                .findings
                .iter()
                .position(|finding| finding.cause == Cause::MissingPrepayPrefix)
        {
            let whole = Finding::searched(
                Cause::WrongClientString,
                Subject::PayParams,
                &diagnosis.expected,
                signed,
            );
            diagnosis.findings.insert(at + 1, whole);
        }
    }
}

/// A fifth line with `signType`.
fn name_fifth_line(diagnosis: &mut Diagnosis) {
    let fifth = diagnosis
        .signed
        .as_deref()
        .and_then(|lines| lines.iter().find(|line| line.label == SIGN_TYPE));
    let finding = diagnosis
        .findings
        .iter_mut()
        .find(|finding| finding.cause == Cause::SignedAsRequest);
    if let (Some(line), Some(finding)) = (fifth, finding) {
        *finding = Finding::fact(
            Cause::SignedAsRequest,
            Subject::PayParams,
            sentence!(
                "finding-five-lines",
                "five lines were signed, as for a request: {value} after package",
                value = String::from_utf8_lossy(&line.bytes)
            ),
        );
    }
}

/// A JSON text in place of the lines has a message and a fix of its own.
fn name_json(diagnosis: &mut Diagnosis) {
    let is_json = diagnosis
        .signed
        .as_deref()
        .is_some_and(|lines| matches!(lines, [line] if line.bytes.starts_with(b"{")));
    let separator = diagnosis
        .findings
        .iter_mut()
        .find(|finding| finding.cause == Cause::WrongSeparator);
    if let Some(finding) = separator.filter(|_| is_json) {
        *finding = Finding::verified(
            Cause::WrongSeparator,
            sentence!(
                "finding-json-was-signed",
                "a JSON text was signed, not four lines"
            ),
            Cause::V2Signature.fix(Subject::PayParams),
        );
    }
}

/// A string with an API key at its end is shown without the key.
fn hide_keys(diagnosis: &mut Diagnosis) {
    const NAME: &[u8] = b"&key=";
    for line in diagnosis.signed.iter_mut().flatten() {
        let mut names = line.bytes.windows(NAME.len());
        if let Some(at) = names.rposition(|window| window == NAME) {
            line.bytes.truncate(at + NAME.len());
            line.end = HIDDEN_KEY;
        }
    }
}

/// The fourth line that was signed, if that is known.
fn fourth_line(diagnosis: &Diagnosis) -> Option<&[u8]> {
    // A signature over what is expected has no other lines to show.
    let lines = diagnosis.signed.as_ref()?;
    let line = lines
        .iter()
        .find(|line| matches!(line.label, "package" | "prepayid"))?;
    Some(&line.bytes)
}

fn signer_finding(signer: &Signer<'_>) -> Option<Finding> {
    match signer {
        Signer::Expected | Signer::Apiv3Key => None,
        Signer::Other(candidate) if candidate.party == Party::Platform => Some(Finding::fact(
            Cause::PlatformAndMerchantSwapped,
            Subject::PayParams,
            sentence!(
                "finding-platform-key-signed-pay-params",
                "WeChat Pay's key {serial} made this signature ({owner})",
                serial = candidate.key.serial_no();
                owner: candidate.owner
            ),
        )),
        Signer::Other(candidate) => Some(Finding::fact(
            Cause::OtherKnownKey,
            Subject::PayParams,
            sentence!(
                "finding-other-key",
                "another key made this signature: {owner}";
                owner: candidate.owner
            ),
        )),
        Signer::Unknown => Some(Finding::supposed(Cause::WrongKey, Subject::PayParams)),
    }
}
