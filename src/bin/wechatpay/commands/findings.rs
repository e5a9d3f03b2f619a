//! How a diagnosis is shown: the result, the signed lines with what differs marked, and what to do.

use std::path::{Path, PathBuf};

use serde::ser::{Serialize, SerializeStruct, Serializer};
use wechatpay::diagnose::{
    Argument, Cause, ComparedLine, Diagnosis, Finding, Party, Proof, Sentence, SignedLine,
    VisibleLine, compare, shortened,
};
use wechatpay::explain::{Checker, ExactStrings, Explanation, FileProblem};
use wechatpay::profile::Inputs;
use wechatpay::sandbox::SignatureCheck;

use crate::context::Context;
use crate::error::{CliError, Kind, by_variant};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Arg, Lang, Page, Text, Tone};

/// Longer lines are shown around what differs.
const WIDTH: usize = 100;

/// The same under a line of a log.
const BRIEF_WIDTH: usize = 48;
const MAX_BRIEF_LINES: usize = 2;

/// Returns what checks with the keys of the profile.
pub(super) fn checker<'c>(
    context: &'c Context,
    inputs: &'c Inputs,
) -> Result<Checker<'c>, CliError> {
    Ok(Checker::new(context.profile()?, inputs))
}

/// Says what is odd about a file.
fn file_problem(problem: &FileProblem) -> Text {
    let certificate = |party: Party, path: &Path| match party {
        Party::Merchant => text!("finding-merchant-certificate", path),
        Party::Platform => text!("finding-platform-certificate", path),
    };
    by_variant!(problem: FileProblem {
        Expired { party, path, at } => {
            let certificate = certificate(*party, path);
            text!("finding-file-expired", certificate, date = at.to_rfc3339())
        },
        NotYetValid { party, path, from } => {
            let certificate = certificate(*party, path);
            text!("finding-file-not-yet-valid", certificate, date = from.to_rfc3339())
        },
        PublicKeyOfOtherMerchant { id, mchid } => text!("finding-public-key-of-other", id, mchid),
    })
}

impl From<&Sentence> for Text {
    fn from(sentence: &Sentence) -> Self {
        let args = sentence.arguments().map(|(name, value)| {
            let arg = match value {
                Argument::Value(value) => Arg::from(value),
                Argument::Sentence(sentence) => Arg::from(Self::from(sentence)),
            };
            (name.to_owned(), arg)
        });
        Self::of_id(sentence.id(), args.collect())
    }
}

/// Returns a sentence in a language; English needs no catalogue.
fn in_language(sentence: &Sentence, lang: Lang) -> String {
    if lang == Lang::En {
        return sentence.to_string();
    }
    Text::from(sentence).show(lang)
}

/// What is wrong with a signature, as JSON or on a page, in one language.
pub(super) struct Findings {
    findings: Vec<Finding>,
    searched: Searched,
    lang: Lang,
    expected: Vec<VisibleLine>,
    signed: Option<Vec<VisibleLine>>,
    /// The signed message was received from WeChat Pay, so that it is not what is expected.
    is_received: bool,
    strings: Option<ExactStrings>,
}

/// Where the exact strings are written.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct SaveStrings {
    #[arg(long, value_name = "DIR")]
    save_strings: Option<PathBuf>,
}

impl SaveStrings {
    /// Takes an option of another command.
    pub(super) fn to(save_strings: Option<PathBuf>) -> Self {
        Self { save_strings }
    }
}

/// What the findings rest on.
#[derive(Default, serde::Serialize)]
struct Searched {
    candidates: u64,
    cut_short: bool,
}

/// A finding in one language.
#[derive(serde::Serialize)]
struct Object {
    cause: Cause,
    proof: Proof,
    message: String,
    fix: String,
}

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let objects: Vec<Object> = self
            .findings
            .iter()
            .map(|finding| Object {
                cause: finding.cause,
                proof: finding.proof,
                message: in_language(&finding.message, self.lang),
                fix: in_language(&finding.fix, self.lang),
            })
            .collect();
        let mut object = serializer.serialize_struct("Findings", 3)?;
        object.serialize_field("findings", &objects)?;
        object.serialize_field("searched", &self.searched)?;
        match &self.strings {
            Some(strings) => object.serialize_field("strings", strings)?,
            None => object.skip_field("strings")?,
        }
        object.end()
    }
}

impl Findings {
    /// Shows an explanation in the language that people read, and warns of the files that it was
    /// made with.
    pub(super) fn new(explanation: Explanation, context: &Context) -> Self {
        let lang = context.output.lang;
        for problem in &explanation.file_problems {
            context.output.warn(file_problem(problem));
        }
        let strings = ExactStrings::of(&explanation.diagnosis);
        let Diagnosis {
            findings,
            searched,
            cut_short,
            expected,
            signed,
            ..
        } = explanation.diagnosis;
        Self {
            findings,
            searched: Searched {
                candidates: searched,
                cut_short,
            },
            lang,
            expected: visible(&expected),
            signed: signed.as_deref().map(visible),
            is_received: false,
            strings,
        }
    }

    /// Shows what the sandbox found out about a request.
    pub(super) fn of_check(check: &SignatureCheck, lang: Lang) -> Self {
        Self {
            findings: check.findings.clone(),
            searched: Searched {
                candidates: check.searched,
                cut_short: check.cut_short,
            },
            lang,
            expected: check.expected.clone(),
            signed: check.signed.clone(),
            is_received: false,
            strings: None,
        }
    }

    /// Shows the same about a message that was received from WeChat Pay.
    pub(super) fn received(explanation: Explanation, context: &Context) -> Self {
        Self {
            is_received: true,
            ..Self::new(explanation, context)
        }
    }

    /// Writes the exact strings to files, if that is wanted; what an earlier run knew is removed.
    pub(super) fn save(&self, wanted: &SaveStrings, context: &Context) -> Result<(), CliError> {
        let Some(folder) = &wanted.save_strings else {
            return Ok(());
        };
        let Some(strings) = &self.strings else {
            context.output.warn(text!("finding-no-strings"));
            return Ok(());
        };
        let name = if self.is_received {
            "received.txt"
        } else {
            "expected.txt"
        };
        let names = strings.save(folder, name)?.join(", ");
        let note = text!("finding-strings-saved", names, folder);
        context.output.note(note);
        Ok(())
    }

    /// Tells whether there is nothing wrong.
    pub(super) fn is_valid(&self) -> bool {
        self.findings.is_empty()
    }

    /// Returns the result in a word, for JSON.
    pub(super) fn verdict(&self) -> &'static str {
        if self.is_valid() { "valid" } else { "invalid" }
    }

    /// Returns how the command ends.
    pub(super) fn status(&self) -> ExitStatus {
        if self.is_valid() {
            ExitStatus::Success
        } else {
            ExitStatus::Failed(Kind::Verification)
        }
    }

    /// Shows what was found and the messages side by side.
    pub(super) fn render(&self, page: &mut Page) {
        match &self.signed {
            Some(signed) if *signed != self.expected => {
                let ours = if self.is_received {
                    text!("finding-received")
                } else {
                    text!("finding-expected")
                };
                show_compared(&self.expected, signed, &ours, page);
            }
            Some(_) => {}
            None if self.is_valid() || self.expected.is_empty() => {}
            None => {
                page.toned(Tone::Bold, text!("finding-should-be-signed"));
                for line in &self.expected {
                    let text = shortened(line, WIDTH);
                    page.line(format!("  {:>10}  {text}", line.label));
                }
            }
        }
        self.list(page);
        let count = self.searched.candidates;
        if count > 1 && self.signed.is_none() {
            let tried = if self.searched.cut_short {
                text!("finding-tried-until-time-was-up", count)
            } else {
                text!("finding-tried", count)
            };
            page.toned(Tone::Dim, tried);
        }
    }

    /// Shows the same in a few lines, under a line of a log.
    pub(super) fn brief(&self, page: &mut Page) {
        for (place, finding) in self.findings.iter().enumerate() {
            let message = in_language(&finding.message, self.lang);
            let cause = finding.cause.name();
            page.toned(Tone::Bad, text!("finding-brief", cause, message));
            let next = self.findings.get(place + 1);
            if next.is_none_or(|next| next.fix != finding.fix) {
                let fix = text!("finding-fix", fix = Text::from(&finding.fix));
                page.hanging(4, None, &format!("    {}", fix.show(page.lang)));
            }
        }
        if let Some(signed) = &self.signed {
            show_differing(&self.expected, signed, page);
        }
    }

    /// Shows the findings: what, how certain, and what to do.
    fn list(&self, page: &mut Page) {
        for (place, finding) in self.findings.iter().enumerate() {
            let cause = finding.cause.name();
            let title = match finding.proof {
                Proof::Verified => text!("finding-proved", cause),
                Proof::Inferred => text!("finding-inferred", cause),
            };
            page.toned(Tone::Bold, title);
            let message = in_language(&finding.message, self.lang);
            page.hanging(2, None, &format!("  {message}"));
            // One fix for several causes is shown once, after the last of them.
            let next = self.findings.get(place + 1);
            if next.is_none_or(|next| next.fix != finding.fix) {
                let fix = text!("finding-fix", fix = Text::from(&finding.fix));
                page.hanging(2, None, &format!("  {}", fix.show(page.lang)));
            }
        }
    }
}

/// Shows each line as expected and as signed, one under the other, and marks where they part.
fn show_compared(expected: &[VisibleLine], signed: &[VisibleLine], ours: &Text, page: &mut Page) {
    page.toned(Tone::Bold, text!("finding-compared"));
    let Some(lines) = compare(expected, signed, WIDTH) else {
        // Lines that do not belong together are shown one block after the other.
        let [ours, theirs] = [ours, &text!("finding-signed")].map(|text| text.show(page.lang));
        for (lines, tone, whose) in [(expected, Tone::Good, &ours), (signed, Tone::Bad, &theirs)] {
            for line in lines {
                let text = shortened(line, WIDTH);
                page.toned(tone, format!("  {:>10}  {text}  ← {whose}", line.label));
            }
        }
        return;
    };
    for line in lines {
        show_line(&line, "", ours, page);
    }
}

/// Shows only what differs, under a line of a log.
fn show_differing(expected: &[VisibleLine], signed: &[VisibleLine], page: &mut Page) {
    let lines = compare(expected, signed, BRIEF_WIDTH).unwrap_or_default();
    let differing = lines.iter().filter(|line| line.signed.is_some());
    for line in differing.take(MAX_BRIEF_LINES) {
        show_line(line, "  ", &text!("finding-expected"), page);
    }
}

fn show_line(line: &ComparedLine, indent: &str, ours: &Text, page: &mut Page) {
    let (label, expected) = (&line.label, &line.expected);
    let Some(signed) = &line.signed else {
        page.line(format!("{indent}  {label:>10}  {expected}"));
        return;
    };
    let [ours, theirs] = [ours, &text!("finding-signed")].map(|text| text.show(page.lang));
    page.toned(
        Tone::Good,
        format!("{indent}  {label:>10}  {expected}  ← {ours}"),
    );
    page.toned(
        Tone::Bad,
        format!("{indent}  {label:>10}  {}  ← {theirs}", signed.text),
    );
    let mark = " ".repeat(signed.column) + "^";
    page.toned(Tone::Bad, format!("{indent}  {:>10}  {mark}", ""));
}

fn visible(lines: &[SignedLine]) -> Vec<VisibleLine> {
    lines.iter().map(VisibleLine::from).collect()
}
