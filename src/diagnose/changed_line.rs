//! The line of a message that a cause changed, shown as it was signed and as it is expected.

use super::cause::{Cause, Subject};
use super::message_search::SignedLine;
use super::sentence::{Sentence, sentence};

/// Returns what a cause found by search means, with the line that differs, if there is one.
pub(super) fn message(
    cause: Cause,
    subject: Subject,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Sentence {
    let what = cause.meaning(subject);
    match changed_line(cause, expected, signed) {
        Some((expected, signed)) => sentence!(
            "finding-changed-line",
            "{what}: signed '{signed}', expected '{expected}'",
            signed = signed,
            expected = expected;
            what: what
        ),
        None => what,
    }
}

/// The one line that a cause is about, if showing it helps.
fn changed_line(
    cause: Cause,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Option<(String, String)> {
    let labels = cause.line_labels();
    let find = |lines: &[SignedLine]| {
        let line = lines.iter().find(|line| labels.contains(&line.label))?;
        let text = String::from_utf8_lossy(&line.bytes);
        (text.len() <= 300).then(|| text.escape_debug().to_string())
    };
    let pair = (find(expected)?, find(signed)?);
    (pair.0 != pair.1).then_some(pair)
}
