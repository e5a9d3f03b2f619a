//! The string that a user's code signed, compared with the one that has to be signed.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::claim::Claim;
use super::context::PayParamsContext;
use super::package::{Form, PREFIX, Package};
use crate::diagnose::message_search::{FixedMessage, SignedLine};
use crate::diagnose::opened::Opened;
use crate::diagnose::stamp_lines::MAX_ZONE_HOURS;
use crate::diagnose::{Cause, Diagnosis, signature_text};

/// How a string compares with the one that had to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// Whether the signature covers the string, but for a last line feed that a file adds or
    /// loses.
    pub is_signed: bool,
    /// The first byte that differs; `None` if the strings are equal.
    pub parting: Option<FirstDifference>,
}

/// The first difference of two strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirstDifference {
    /// Bytes before it.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The byte in that line, from 1.
    pub column: usize,
    /// The byte that has to be signed; `None` at the end.
    pub expected: Option<u8>,
    /// The byte in the string; `None` at the end.
    pub found: Option<u8>,
}

/// As a document, with bytes in hexadecimal.
impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parting = self.parting;
        let hex = |byte: u8| format!("{byte:02x}");
        let expected = parting.and_then(|parting| parting.expected).map(hex);
        let found = parting.and_then(|parting| parting.found).map(hex);
        let mut object = serializer.serialize_struct("Comparison", 7)?;
        object.serialize_field("signed", &self.is_signed)?;
        object.serialize_field("equal", &parting.is_none())?;
        object.serialize_field("offset", &parting.map(|parting| parting.offset))?;
        object.serialize_field("line", &parting.map(|parting| parting.line))?;
        object.serialize_field("column", &parting.map(|parting| parting.column))?;
        object.serialize_field("expected_byte", &expected)?;
        object.serialize_field("found_byte", &found)?;
        object.end()
    }
}

impl Claim {
    /// Compares the string that the user's code signed with the one that has to be signed.
    #[must_use]
    pub fn compare(
        &self,
        context: &PayParamsContext<'_>,
        diagnosis: &Diagnosis,
    ) -> Option<Comparison> {
        let string = self.signed_string.as_ref()?;
        let signature = signature_text::read(&self.signature.text());
        let candidate_keys = context.candidate_keys.iter().map(|candidate| candidate.key);
        let keys = candidate_keys.chain([context.merchant]);
        let opened = signature.and_then(|reading| {
            let mut opened = keys.filter_map(|key| Opened::open(key, &reading.signature));
            opened.find_map(|opened| match opened {
                Opened::Digest(hash, digest) => Some((hash, digest)),
                Opened::Bare(_) | Opened::Pss(_) => None,
            })
        });
        let signed = opened
            .and_then(|(hash, digest)| variants(string).find(|one| hash.digest(one) == digest));
        Some(Comparison {
            is_signed: signed.is_some(),
            parting: parting(
                &bytes(&diagnosis.expected),
                signed.as_deref().unwrap_or(string),
            ),
        })
    }
}

fn bytes(lines: &[SignedLine]) -> Vec<u8> {
    let parts = lines
        .iter()
        .map(|line| [&line.bytes, line.end.as_bytes()].concat());
    parts.collect::<Vec<_>>().concat()
}

/// The string as it is, and with one line feed more or less at its end.
fn variants(string: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let shorter = string.strip_suffix(b"\r\n").or(string.strip_suffix(b"\n"));
    let longer = [string, b"\n"].concat();
    [string.to_vec(), longer]
        .into_iter()
        .chain(shorter.map(<[u8]>::to_vec))
}

fn parting(expected: &[u8], string: &[u8]) -> Option<FirstDifference> {
    if expected == string {
        return None;
    }
    let same = expected.iter().zip(string).take_while(|(a, b)| a == b);
    let offset = same.count();
    let before = &expected[..offset];
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    Some(FirstDifference {
        offset,
        line: before.split(|byte| *byte == b'\n').count(),
        column: offset - line_start + 1,
        expected: expected.get(offset).copied(),
        found: string.get(offset).copied(),
    })
}

/// The messages that a string may be the text of, each with its mistakes.
pub(super) fn fixed_messages(
    string: &[u8],
    expected: &[SignedLine],
    labels: &[&'static str; 4],
) -> Vec<FixedMessage> {
    let whole = |message: Vec<u8>| {
        let (lines, mut causes) = read(&message, expected, labels);
        if causes.is_empty() {
            causes.push(Cause::UnknownMessage);
        }
        FixedMessage {
            lines,
            causes,
            keyed: false,
        }
    };
    let expected = bytes(expected);
    variants(string)
        .filter(|message| *message != expected)
        .map(whole)
        .collect()
}

/// Splits a message into lines, and names what differs from the expected ones.
fn read(
    message: &[u8],
    expected: &[SignedLine],
    labels: &[&'static str; 4],
) -> (Vec<SignedLine>, Vec<Cause>) {
    let text = String::from_utf8_lossy(message);
    let mut causes = Vec::new();
    let literal = !text.contains('\n') && text.contains("\\n");
    let windows = text.contains("\r\n");
    let end = match (literal, windows) {
        (true, _) => "\\n",
        (false, true) => "\r\n",
        (false, false) => "\n",
    };
    if literal {
        causes.push(Cause::LiteralBackslashN);
    } else if windows {
        causes.push(Cause::Crlf);
    }
    let mut values: Vec<&str> = text.split(end).collect();
    let ended = values.last() == Some(&"");
    if ended {
        values.pop();
    }
    let count = values.len();
    let lines: Vec<SignedLine> = values
        .iter()
        .enumerate()
        .map(|(place, value)| SignedLine {
            label: if count == 4 { labels[place] } else { "string" },
            bytes: value.as_bytes().to_vec(),
            end: if place + 1 < count || ended { end } else { "" },
        })
        .collect();
    causes.extend(match values.as_slice() {
        [one, two, three, four] => four_lines([one, two, three, four], expected),
        [one] if one.contains('=') && one.contains('&') => vec![Cause::V2Signature],
        [first, ..] if matches!(*first, "GET" | "POST") => vec![Cause::SignedAsRequest],
        [_, _, _, _, ""] => vec![Cause::ExtraFinalNewline],
        [_] => vec![Cause::WrongSeparator],
        [_, _] | [_, _, _] => vec![Cause::FieldMissing],
        [] | [_, ..] => vec![Cause::WrongClientString],
    });
    if !ended && count > 1 {
        causes.push(Cause::MissingFinalNewline);
    }
    (lines, causes)
}

fn four_lines(signed: [&str; 4], expected: &[SignedLine]) -> Vec<Cause> {
    let right: Vec<String> = expected
        .iter()
        .map(|line| String::from_utf8_lossy(&line.bytes).into_owned())
        .collect();
    let [appid, timestamp, nonce, package] = right.as_slice() else {
        return Vec::new();
    };
    let mut sorted = [signed.map(str::to_owned).to_vec(), right.clone()];
    for lines in &mut sorted {
        lines.sort_unstable();
    }
    if sorted[0] == sorted[1] && signed[..] != right[..] {
        return vec![Cause::FieldsOutOfOrder];
    }
    let mut causes = Vec::new();
    if signed[0] != appid {
        causes.push(Cause::WrongAppid);
    }
    if signed[1] != timestamp {
        causes.push(timestamp_cause(signed[1], timestamp));
    }
    if signed[2] != nonce {
        causes.push(if signed[2].eq_ignore_ascii_case(nonce) {
            Cause::NonceCase
        } else {
            Cause::NonceMismatch
        });
    }
    if signed[3] != package {
        causes.push(package_cause(signed[3], package));
    }
    causes
}

fn timestamp_cause(signed: &str, given: &str) -> Cause {
    let numbers = (signed.parse::<i64>(), given.parse::<i64>());
    let (Ok(one), Ok(two)) = numbers else {
        return Cause::TimestampMismatch;
    };
    let offset = one.abs_diff(two);
    if one.abs_diff(two.saturating_mul(1000)) < 1000 {
        Cause::TimestampMilliseconds
    } else if offset % 3600 == 0 && offset <= MAX_ZONE_HOURS.unsigned_abs() * 3600 {
        Cause::TimestampTimezone
    } else {
        Cause::TimestampMismatch
    }
}

fn package_cause(signed: &str, right: &str) -> Cause {
    let is_app = !right.starts_with(PREFIX);
    let package = Package::read(signed, is_app);
    match package.form {
        Form::Bare => Cause::MissingPrepayPrefix,
        Form::Prefixed if is_app => Cause::WrongClientString,
        Form::Prefixed => Cause::ExtraPrepayPrefix,
        Form::Encoded => Cause::PackageEncoded,
        Form::Altered | Form::Unusable => Cause::UnusableValue,
        Form::Right => Cause::PackageChangedAfterSigning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_strings_part_at_the_first_byte_that_differs() {
        let at = parting(b"wx1\n17\nn\n", b"wx1\n18\nn\n").unwrap();
        assert_eq!((at.offset, at.line, at.column), (5, 2, 2));
        assert_eq!((at.expected, at.found), (Some(b'7'), Some(b'8')));
        let end = parting(b"a\nb\n", b"a\nb").unwrap();
        assert_eq!((end.line, end.column), (2, 2));
        assert_eq!((end.expected, end.found), (Some(b'\n'), None));
        assert_eq!(parting(b"a", b"a"), None);
    }
}
