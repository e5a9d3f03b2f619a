//! The `Authorization` header as it was written, read leniently.

use crate::diagnose::serial_text;
use crate::diagnose::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::authorization::{Authorization, SCHEME};

/// The five values, whatever the grammar around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) mchid: String,
    pub(super) nonce_str: String,
    pub(super) signature: String,
    pub(super) timestamp: String,
    pub(super) serial_no: String,
}

/// Common misspellings of each name.
const NAMES: [(&str, &[&str]); 5] = [
    ("mchid", &["mch_id", "merchant_id", "mchId", "sp_mchid"]),
    ("nonce_str", &["nonceStr", "noncestr", "nonce"]),
    ("signature", &["sign", "paySign", "Signature"]),
    ("timestamp", &["timeStamp", "time_stamp", "time"]),
    (
        "serial_no",
        &[
            "serialNo",
            "serial",
            "serialno",
            "cert_serial",
            "serial_number",
        ],
    ),
];

/// Invisible characters that get in by copying from a page.
const INVISIBLE: [char; 4] = ['\u{200b}', '\u{feff}', '\u{a0}', '\u{2060}'];

/// Longer headers are cut: a server would not take them either.
const MAX_BYTES: usize = 64 * 1024;

/// Reads a header and names what breaks its grammar. The values are as written.
pub(super) fn read(text: &str) -> (Header, Option<Finding>) {
    let mut faults = Vec::new();
    let mut cut = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let mut header = lenient(&text[..cut], &mut faults);
    if text.trim().is_empty() {
        faults = vec![sentence!(
            "finding-header-none",
            "there is no Authorization header, or it is empty"
        )];
    }
    match text.parse::<Authorization>() {
        Ok(strict) => {
            header.nonce_str = strict.nonce_str;
            header.signature = strict.signature;
        }
        // If each pair is well-formed, a value is not.
        Err(error)
            if faults.is_empty()
                && serial_text::fault("serial_no", &header.serial_no).is_none()
                && header.clone().unswap().is_none() =>
        {
            faults.push(sentence!(
                "finding-header-value-malformed",
                "{why}",
                why = error
            ));
        }
        Err(_) => {}
    }
    if is_typeset(text) {
        return (header, Some(typographic_quotes()));
    }
    let finding = Sentence::joined(faults)
        .map(|faults| Finding::fact(Cause::AuthorizationMalformed, Subject::Request, faults));
    (header, finding)
}

/// Whether nothing but typographic quotes breaks the grammar: an editor or a chat may have put
/// them into a copy.
fn is_typeset(text: &str) -> bool {
    let straight = text.replace(['“', '”'], "\"");
    straight != text && !text.contains('"') && straight.parse::<Authorization>().is_ok()
}

fn typographic_quotes() -> Finding {
    Finding::suspicion(
        Cause::AuthorizationMalformed,
        Subject::Request,
        sentence!(
            "finding-header-typographic",
            "its quotes are typographic (“…”): WeChat Pay refuses it if it was sent so, and not if only this copy went through an editor or a chat"
        ),
    )
}

fn lenient(text: &str, faults: &mut Vec<Sentence>) -> Header {
    let mut note = |what: Sentence| {
        if !faults.contains(&what) {
            faults.push(what);
        }
    };
    let mut rest = text.trim();
    if rest.len() != text.len() {
        note(sentence!(
            "finding-header-spaces-around",
            "spaces or line breaks are around it"
        ));
    }
    if let Some((name, value)) = rest
        .split_once(':')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("authorization"))
    {
        if name.trim() != name {
            note(sentence!(
                "finding-header-name-space",
                "a space is in the header's name"
            ));
        }
        rest = value.trim();
    }
    if let Some(odd) = rest.chars().find(|c| !c.is_ascii() || c.is_control()) {
        note(sentence!(
            "finding-header-odd-character",
            "it has a character that no header may have: {odd}",
            odd = odd.escape_unicode()
        ));
    }
    rest = scheme(rest, &mut note);
    let mut header = Header::default();
    let given = pairs(rest, &mut header, &mut note);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut unswapped = header.clone();
    let swapped = unswapped.unswap().is_some();
    for (name, value) in [("mchid", &header.mchid), ("timestamp", &header.timestamp)] {
        let elsewhere = swapped && *value != unswapped_value(&unswapped, name);
        if !digits(value) && !elsewhere {
            note(sentence!(
                "finding-header-not-digits",
                "{name} is '{value}', which is not digits alone",
                value = short(value),
                name = name
            ));
        }
    }
    for (name, _) in NAMES {
        if !given.contains(&name) {
            note(sentence!(
                "finding-header-field-missing",
                "{name} is missing",
                name = name
            ));
        }
    }
    header
}

/// Fills the header from its pairs, and returns the names that were there.
fn pairs(rest: &str, header: &mut Header, note: &mut impl FnMut(Sentence)) -> Vec<&'static str> {
    let mut given = Vec::new();
    for pair in split(in_braces(rest).unwrap_or(rest), note) {
        let Some((name, value)) = pair.split_once(['=', ':', '＝']) else {
            if !pair.trim().is_empty() {
                note(sentence!(
                    "finding-header-not-a-pair",
                    "'{pair}' is not key=\"value\"",
                    pair = short(&pair)
                ));
            }
            continue;
        };
        if name.trim() != name || value.trim() != value {
            note(sentence!(
                "finding-header-separator-spaces",
                "spaces are around a comma or '='"
            ));
        }
        let bare: String = name
            .trim()
            .chars()
            .filter(|c| !"\"'{".contains(*c) && !INVISIBLE.contains(c))
            .collect();
        let known = NAMES
            .iter()
            .find(|(right, wrong)| *right == bare || wrong.contains(&bare.as_str()));
        let Some((right, _)) = known else {
            note(sentence!(
                "finding-header-unknown-field",
                "'{name}' is not one of mchid, nonce_str, signature, timestamp, serial_no",
                name = short(&bare)
            ));
            continue;
        };
        if *right != bare || bare != name.trim() {
            note(sentence!(
                "finding-header-field-case",
                "'{name}' must be written {right}",
                name = short(name.trim()),
                right = right
            ));
        }
        let value: String = unquoted(value.trim(), right, note)
            .chars()
            .filter(|c| !INVISIBLE.contains(c))
            .collect();
        if given.contains(right) {
            note(sentence!(
                "finding-header-field-twice",
                "{right} is there twice",
                right = right
            ));
            continue;
        }
        given.push(*right);
        *header.field(right) = value;
    }
    given
}

/// Returns what is inside the braces of an object, as JSON has them.
fn in_braces(text: &str) -> Option<&str> {
    text.trim().strip_prefix('{')?.trim_end().strip_suffix('}')
}

/// Takes the scheme off, if there is one.
fn scheme<'t>(text: &'t str, note: &mut impl FnMut(Sentence)) -> &'t str {
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    if first == SCHEME {
        if !rest.starts_with(' ') || rest[1..].starts_with(char::is_whitespace) {
            note(one_space());
        }
        return rest.trim_start();
    }
    if let Some(rest) = first
        .get(..SCHEME.len())
        .filter(|start| start.eq_ignore_ascii_case(SCHEME))
    {
        let wrong_case = rest != SCHEME;
        note(if wrong_case {
            not_the_scheme(rest)
        } else {
            one_space()
        });
        return text[SCHEME.len()..].trim_start_matches([' ', '\t', ',', ':']);
    }
    if first.contains(['=', ',']) {
        note(sentence!(
            "finding-header-no-scheme",
            "the scheme {scheme} is missing",
            scheme = SCHEME
        ));
        return text;
    }
    note(not_the_scheme(&short(first)));
    rest.trim_start()
}

fn not_the_scheme(other: &str) -> Sentence {
    sentence!(
        "finding-header-other-scheme",
        "the scheme is '{other}', not {scheme}",
        other = other,
        scheme = SCHEME
    )
}

fn one_space() -> Sentence {
    sentence!(
        "finding-header-scheme-space",
        "one space must follow the scheme"
    )
}

/// Splits at commas, and at what is used instead: semicolons, ampersands, or a space before the
/// name of a field. A quoted value stays whole.
fn split(text: &str, note: &mut impl FnMut(Sentence)) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in text.char_indices() {
        let is_after_value = parts.last().is_some_and(|part| part.contains(['=', ':']));
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') if matches!(before, '=' | ':') => quote = Some(c),
            (None, ',' | '\n') => {
                parts.push(String::new());
                continue;
            }
            (None, ';' | '，' | '&') => {
                note(not_a_comma(c));
                parts.push(String::new());
                continue;
            }
            (None, ' ' | '\t') if is_after_value && begins_with_name(&text[at + 1..]) => {
                note(not_a_comma(' '));
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// Whether a text begins with the name of a field and an equals sign.
fn begins_with_name(text: &str) -> bool {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let is_known = NAMES
        .iter()
        .any(|(right, wrong)| *right == name || wrong.contains(&name));
    is_known && rest.trim_start().starts_with(['=', ':', '＝'])
}

fn not_a_comma(separator: char) -> Sentence {
    sentence!(
        "finding-header-separator",
        "'{separator}' is between two fields, not a comma",
        separator = separator
    )
}

fn unquoted(value: &str, name: &str, note: &mut impl FnMut(Sentence)) -> String {
    const ODD: [char; 8] = ['\'', '`', '“', '”', '‘', '’', '＂', '\\'];
    if let Some(inner) = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        if inner.is_empty() {
            note(sentence!(
                "finding-field-empty",
                "{name} is empty",
                name = name
            ));
        }
        // A serial number is reported by itself, whatever is wrong with it.
        if name == "serial_no" {
            return inner.to_owned();
        }
        if inner.contains(char::is_whitespace) {
            note(sentence!(
                "finding-header-value-spaces",
                "spaces are in the value of {name}",
                name = name
            ));
        }
        return inner.trim().trim_matches(['"', '\\']).to_owned();
    }
    note(sentence!(
        "finding-header-quotes",
        "the value of {name} is not in straight double quotes",
        name = name
    ));
    value
        .trim_matches(|c| c == '"' || ODD.contains(&c))
        .to_owned()
}

fn unswapped_value(header: &Header, name: &str) -> String {
    header.clone().field(name).clone()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

impl Header {
    /// Puts timestamp, nonce and signature into their own places; returns the names of those
    /// that were in another's.
    pub(super) fn unswap(&mut self) -> Option<[&'static str; 2]> {
        let is_mchid = |text: &str| {
            (8..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_serial =
            |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_mchid(&self.serial_no) && is_serial(&self.mchid) {
            std::mem::swap(&mut self.serial_no, &mut self.mchid);
            return Some(["mchid", "serial_no"]);
        }
        let seconds = |text: &str| text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit());
        if seconds(&self.timestamp) {
            let signature = |text: &str| text.len() >= 300;
            if signature(&self.nonce_str) && !signature(&self.signature) {
                std::mem::swap(&mut self.nonce_str, &mut self.signature);
                return Some(["nonce_str", "signature"]);
            }
            return None;
        }
        if seconds(&self.nonce_str) {
            std::mem::swap(&mut self.timestamp, &mut self.nonce_str);
            return Some(["timestamp", "nonce_str"]);
        }
        if seconds(&self.signature) {
            std::mem::swap(&mut self.timestamp, &mut self.signature);
            return Some(["timestamp", "signature"]);
        }
        None
    }

    fn field(&mut self, name: &str) -> &mut String {
        match name {
            "mchid" => &mut self.mchid,
            "nonce_str" => &mut self.nonce_str,
            "signature" => &mut self.signature,
            "timestamp" => &mut self.timestamp,
            _ => &mut self.serial_no,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Proof;

    const GOOD: &str = r#"WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="593BEC0C",signature="AA+/",timestamp="1554208460",serial_no="5157F09E""#;

    #[test]
    fn the_values_are_found_whatever_the_grammar() {
        let (right, finding) = read(GOOD);
        assert_eq!(finding, None);
        for (from, to) in [
            ("RSA2048 ", "RSA2048"),
            ("RSA2048 ", "RSA2048  "),
            ("RSA2048 ", "RSA2048\t"),
            ("WECHATPAY2", "wechatpay2"),
            ("WECHATPAY2-SHA256-RSA2048 ", ""),
            ("WECHATPAY2-SHA256-RSA2048", "Bearer"),
            (",", ", "),
            ("=\"", " = \""),
            ("\"", "'"),
            ("\"", ""),
            ("nonce_str", "nonceStr"),
            ("serial_no", "serialNo"),
            ("signature", "sign"),
            ("WECHAT", "Authorization: WECHAT"),
            (",", ",\n"),
            (",", ";"),
            (",", "&"),
            (",", " "),
            (",", "，"),
            ("mchid=\"", "mchid=\u{201c}"),
        ] {
            let (header, finding) = read(&GOOD.replace(from, to));
            assert_eq!(header.signature, right.signature, "{from} → {to}");
            assert_eq!(header.nonce_str, right.nonce_str, "{from} → {to}");
            assert_eq!(header.mchid, right.mchid, "{from} → {to}");
            assert_eq!(header.serial_no, right.serial_no, "{from} → {to}");
            assert_eq!(finding.unwrap().cause, Cause::AuthorizationMalformed);
        }
    }

    #[test]
    fn quotes_that_only_a_copy_may_have_prove_nothing() {
        let (right, _) = read(GOOD);
        let signature = "A".repeat(344);
        let sent = GOOD
            .replace("AA+/", &signature)
            .replace("5157F09E", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
        for copied in [
            sent.replace("=\"", "=“").replace('"', "”"),
            sent.replace('"', "”"),
        ] {
            let (header, finding) = read(&copied);
            assert_eq!(header.nonce_str, right.nonce_str);
            assert_eq!(header.signature, signature);
            let finding = finding.unwrap();
            assert_eq!(finding.cause, Cause::AuthorizationMalformed);
            assert_eq!(finding.proof, Proof::Inferred);
        }
        let mixed = sent.replacen("=\"", "=“", 1);
        assert_eq!(read(&mixed).1.unwrap().proof, Proof::Verified);
    }

    #[test]
    fn values_written_as_json_are_read_without_the_braces() {
        let (right, _) = read(GOOD);
        for json in [
            r#"{"mchid":"1900000001","nonce_str":"593BEC0C","signature":"AA+/","timestamp":"1554208460","serial_no":"5157F09E"}"#,
            r#"{"mchid": "1900000001", "nonce_str": "593BEC0C", "signature": "AA+/", "timestamp": "1554208460", "serial_no": "5157F09E" }"#,
        ] {
            let (header, finding) = read(&format!("{SCHEME} {json}"));
            assert_eq!(header, right, "{json}");
            assert_eq!(finding.unwrap().cause, Cause::AuthorizationMalformed);
        }
    }

    #[test]
    fn missing_and_doubled_fields_are_named() {
        let (_, finding) = read(&GOOD.replace(",timestamp=\"1554208460\"", ""));
        assert!(
            finding
                .unwrap()
                .message
                .to_string()
                .contains("timestamp is missing")
        );
        let (_, finding) = read(&format!("{GOOD},mchid=\"1900000001\""));
        assert!(
            finding
                .unwrap()
                .message
                .to_string()
                .contains("mchid is there twice")
        );
        for none in ["", " \n"] {
            let message = read(none).1.unwrap().message.to_string();
            assert_eq!(message, "there is no Authorization header, or it is empty");
        }
    }
}
