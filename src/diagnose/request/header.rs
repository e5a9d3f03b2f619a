//! The `Authorization` header as somebody wrote it, read for what it was meant to be.

use crate::diagnose::{Cause, Finding};
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

const FIX: &str = "write WECHATPAY2-SHA256-RSA2048, one blank, and mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\": straight double quotes, bare commas, one line";

/// How each name gets misspelt.
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

/// What gets in by copying from a page.
const INVISIBLE: [char; 4] = ['\u{200b}', '\u{feff}', '\u{a0}', '\u{2060}'];

/// Longer headers are cut: a server would not take them either.
const LONGEST: usize = 64 * 1024;

/// Reads a header and names what breaks its grammar.
pub(super) fn read(text: &str) -> (Header, Option<Finding>) {
    if let Ok(strict) = text.parse::<Authorization>() {
        let header = Header {
            mchid: strict.mchid.to_string(),
            nonce_str: strict.nonce_str,
            signature: strict.signature,
            timestamp: strict.timestamp.to_string(),
            serial_no: strict.serial_no.to_string(),
        };
        return (header, None);
    }
    let mut faults = Vec::new();
    let header = lenient(text.get(..LONGEST).unwrap_or(text), &mut faults);
    // Where each pair is well-formed, its value is not: the strict reader says which.
    if faults.is_empty()
        && let Err(error) = text.parse::<Authorization>()
    {
        faults.push(error.to_string());
    }
    let finding = Finding::verified(Cause::AuthorizationMalformed, faults.join("; "), FIX);
    (header, Some(finding))
}

fn lenient(text: &str, faults: &mut Vec<String>) -> Header {
    let mut note = |what: String| {
        if !faults.contains(&what) {
            faults.push(what);
        }
    };
    let mut rest = text.trim();
    if rest.len() != text.len() {
        note("blanks or line breaks stand around it".to_owned());
    }
    if let Some((name, value)) = rest
        .split_once(':')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("authorization"))
    {
        if name.trim() != name {
            note("a blank stands in the header's name".to_owned());
        }
        rest = value.trim();
    }
    if let Some(odd) = rest.chars().find(|c| !c.is_ascii() || c.is_control()) {
        note(format!(
            "it has a character that no header may have: {}",
            odd.escape_unicode()
        ));
    }
    rest = scheme(rest, &mut note);
    let mut header = Header::default();
    let mut given = Vec::new();
    for pair in split(rest) {
        let Some((name, value)) = pair.split_once(['=', ':', '＝']) else {
            if !pair.trim().is_empty() {
                note(format!("'{}' is not key=\"value\"", short(&pair)));
            }
            continue;
        };
        if name.trim() != name || value.trim() != value {
            note("blanks stand around a comma or '='".to_owned());
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
            note(format!(
                "'{}' is none of mchid, nonce_str, signature, timestamp, serial_no",
                short(&bare)
            ));
            continue;
        };
        if *right != bare || bare != name.trim() {
            note(format!("'{}' must be written {right}", short(name.trim())));
        }
        let value: String = unquoted(value.trim(), right, &mut note)
            .chars()
            .filter(|c| !INVISIBLE.contains(c))
            .collect();
        if given.contains(right) {
            note(format!("{right} stands there twice"));
            continue;
        }
        given.push(right);
        *header.field(right) = value;
    }
    for (name, _) in NAMES {
        if !given.contains(&name) {
            note(format!("{name} is missing"));
        }
    }
    header
}

/// Takes the scheme off, if there is one.
fn scheme<'t>(text: &'t str, note: &mut impl FnMut(String)) -> &'t str {
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    if first == SCHEME {
        if !rest.starts_with(' ') || rest[1..].starts_with(char::is_whitespace) {
            note("one blank must follow the scheme".to_owned());
        }
        return rest.trim_start();
    }
    if let Some(rest) = first
        .get(..SCHEME.len())
        .filter(|start| start.eq_ignore_ascii_case(SCHEME))
    {
        let wrong_case = rest != SCHEME;
        note(if wrong_case {
            format!("the scheme is '{rest}', not {SCHEME}")
        } else {
            "one blank must follow the scheme".to_owned()
        });
        return text[SCHEME.len()..].trim_start_matches([' ', '\t', ',', ':']);
    }
    if first.contains(['=', ',']) {
        note(format!("the scheme {SCHEME} is missing"));
        return text;
    }
    note(format!("the scheme is '{}', not {SCHEME}", short(first)));
    rest.trim_start()
}

/// Splits at commas, and at semicolons or blanks where those stand in their place; a quoted
/// value stays whole.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quote, mut before) = (None, ' ');
    for c in text.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') if matches!(before, '=' | ':') => quote = Some(c),
            (None, ',' | ';' | '，' | '\n') => {
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

fn unquoted(value: &str, name: &str, note: &mut impl FnMut(String)) -> String {
    const ODD: [char; 8] = ['\'', '`', '“', '”', '‘', '’', '＂', '\\'];
    if let Some(inner) = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        if inner.is_empty() {
            note(format!("{name} is empty"));
        }
        if inner.trim() != inner {
            note(format!("blanks stand in the value of {name}"));
        }
        return inner.trim().trim_matches(['"', '\\']).to_owned();
    }
    note(format!(
        "the value of {name} is not in straight double quotes"
    ));
    value
        .trim_matches(|c| c == '"' || ODD.contains(&c))
        .to_owned()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

impl Header {
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
            ("mchid=\"", "mchid=\u{201c}"),
        ] {
            let (header, finding) = read(&GOOD.replace(from, to));
            assert_eq!(header.signature, right.signature, "{from} → {to}");
            assert_eq!(header.nonce_str, right.nonce_str, "{from} → {to}");
            assert_eq!(finding.unwrap().cause, Cause::AuthorizationMalformed);
        }
    }

    #[test]
    fn missing_and_doubled_fields_are_named() {
        let (_, finding) = read(&GOOD.replace(",timestamp=\"1554208460\"", ""));
        assert!(finding.unwrap().message.contains("timestamp is missing"));
        let (_, finding) = read(&format!("{GOOD},mchid=\"1900000001\""));
        assert!(
            finding
                .unwrap()
                .message
                .contains("mchid stands there twice")
        );
        assert!(read("").1.is_some());
    }
}
