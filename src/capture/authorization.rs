//! The value of an `Authorization` header, inside whatever surrounds it.

use super::command::command;
use super::escape;
use super::headers::SIGNATURE_CHARS;
use super::reading::{Decoding, InputForm, Reading};
use super::text::{self, Text};

const SCHEME_FAMILY: &str = "WECHATPAY2-";
/// How many places are looked at that may begin a value.
const MAX_MATCHES: usize = 100;
const MAX_SCHEME_CHARS: usize = 64;

/// What was read of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PastedAuthorization {
    /// The value, as it was sent as far as the text tells.
    pub value: String,
    /// Where it was found.
    pub reading: Reading,
}

/// Reads a header's value: alone, as a header line, in a command, a log line or a dump.
#[must_use]
pub fn authorization(bytes: &[u8]) -> PastedAuthorization {
    const MAX_LEVELS: usize = 3;
    let decoded = Text::read(bytes);
    let mut undone = decoded.undone.clone();
    let mut level = decoded.text.clone();
    let line = find_scheme(&level).map_or(1, |at| text::line_of(&level, at));
    let mut form = InputForm::Text;
    if let Some((header, command_form)) = in_command(&level) {
        form = command_form;
        undone.push(Decoding::ShellQuotes);
        level = header;
    }
    for _ in 0..MAX_LEVELS {
        let rest = find_scheme(&level).map_or("", |at| &level[at..]);
        let quote = rest.find(['"', '“', '&']);
        let escaped = quote.is_some_and(|at| rest[..at].ends_with('\\'));
        if escaped && let Some(plain) = escape::unescaped(&level) {
            level = plain;
            undone.push(Decoding::StringEscapes);
        } else if quote.is_some_and(|at| {
            ["&quot;", "&#34;"]
                .iter()
                .any(|e| rest[at..].starts_with(e))
        }) {
            level = html_escape::decode_html_entities(&level).into_owned();
            undone.push(Decoding::HtmlEntities);
        } else {
            break;
        }
    }
    let (value, more) = value_in(&level);
    undone.extend(more);
    let reading = Reading {
        what: "authorization".to_owned(),
        form,
        line,
        path: None,
        written: None,
        undone,
    };
    PastedAuthorization { value, reading }
}

fn in_command(text: &str) -> Option<(String, InputForm)> {
    let command = command(text)?;
    let is_authorization = |line: &str| {
        let (name, _) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("authorization")
            .then_some(())
    };
    let form = command.form.unwrap_or(InputForm::CurlCommand);
    let mut lines = command.headers.into_iter().map(|(line, _)| line);
    let header = lines.find(|line| is_authorization(line).is_some())?;
    Some((header, form))
}

/// Finds the beginning of an `Authorization` value: its scheme, or what stands in its place under
/// that header's name. `Wechatpay-Signature-Type` has the same word.
pub(super) fn find_scheme(text: &str) -> Option<usize> {
    let places = text.match_indices(SCHEME_FAMILY).take(MAX_MATCHES);
    places
        .map(|(at, _)| at)
        .find(|at| {
            let is_scheme = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '-';
            let mut rest = text[*at..].chars();
            let scheme = rest.by_ref().take(MAX_SCHEME_CHARS).take_while(is_scheme);
            let length = scheme.count();
            let head: String = text[*at + length..]
                .chars()
                .take(48)
                .filter(|c| !c.is_whitespace())
                .collect();
            ["mchid", "nonce_str", "signature", "timestamp", "serial_no"]
                .iter()
                .any(|name| head.starts_with(name))
        })
        .or_else(|| find_by_name(text))
}

/// Finds the value of a header `Authorization` that has the fields of a signature, whatever its
/// scheme: not those of the headers around it, nor of another header such as `Proxy-Authorization`.
fn find_by_name(text: &str) -> Option<usize> {
    const NAME: &str = "authorization";
    const MAX_VALUE_BYTES: usize = 1200;
    let lower = text.to_ascii_lowercase();
    let mut places = lower.match_indices(NAME).take(MAX_MATCHES);
    places.find_map(|(at, _)| {
        let is_part =
            lower[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let after = text[at + NAME.len()..].trim_start_matches(['"', '\'', '\\', ']', ' ']);
        let value = after
            .strip_prefix("=>")
            .or_else(|| after.strip_prefix([':', '=', ',']))?
            .trim_start_matches(['"', '\'', '\\', '[', ' ']);
        let line = value.lines().next()?;
        let near: String = line.chars().take(MAX_VALUE_BYTES).collect();
        (!is_part && is_signed(&near)).then(|| text.len() - value.len())
    })
}

/// Whether a value has a signature and says whose it is.
fn is_signed(value: &str) -> bool {
    let names: Vec<String> = fields(value)
        .map(|at| {
            let name = value[at..].chars().take_while(char::is_ascii_alphanumeric);
            name.collect::<String>().to_ascii_lowercase()
        })
        .collect();
    let has = |parts: &[&str]| {
        let mut names = names.iter();
        names.any(|name| parts.iter().any(|part| name.contains(part)))
    };
    has(&["sign"]) && has(&["mch", "merchant", "serial", "cert"])
}

/// Returns where the names of fields begin, each followed by what separates it from its value.
fn fields(text: &str) -> impl Iterator<Item = usize> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_name)?;
            let end = text[start..]
                .find(|c| !is_name(c))
                .map_or(text.len(), |length| start + length);
            at = end;
            if is_field(&text[start..end]) && assigned(&text[end..]).is_some() {
                return Some(start);
            }
        }
    })
}

/// Returns the length of what separates a name from its value.
fn assigned(after_name: &str) -> Option<usize> {
    let rest = after_name.trim_start_matches(['"', '\\', ' ']);
    let value = rest.strip_prefix(['=', ':'])?.trim_start_matches(' ');
    Some(after_name.len() - value.len())
}

/// Whether a word is the name of one of the five fields, also as people misspell it.
fn is_field(word: &str) -> bool {
    let plain = word.replace('_', "").to_ascii_lowercase();
    [
        "mchid",
        "merchantid",
        "spmchid",
        "noncestr",
        "nonce",
        "signature",
        "sign",
        "paysign",
        "timestamp",
        "time",
        "serialno",
        "serial",
        "certserial",
        "serialnumber",
    ]
    .contains(&plain.as_str())
}

/// Cuts the value out of a text.
fn value_in(text: &str) -> (String, Vec<Decoding>) {
    let trimmed = text.trim();
    let Some(at) = find_scheme(trimmed) else {
        let (value, prefixed) = without_name(trimmed);
        let undone = if prefixed {
            vec![Decoding::Prefix]
        } else {
            Vec::new()
        };
        return (value.to_owned(), undone);
    };
    let at = with_word_before(trimmed, at);
    let mut undone = Vec::new();
    let rest = &trimmed[at..];
    if at > 0 {
        undone.push(Decoding::Prefix);
    }
    let cut = &rest[..end_of_pairs(rest)];
    let value = match joined(rest) {
        Some(whole) if whole != cut => {
            undone.push(Decoding::LineWrap);
            whole
        }
        _ if at > 0 || rest.contains('\n') => cut.trim().to_owned(),
        _ => rest.to_owned(),
    };
    (value, undone)
}

/// Returns where the value begins, if a library put another scheme before the right one: `Bearer
/// WECHATPAY2-…`, or the scheme twice.
fn with_word_before(text: &str, scheme: usize) -> usize {
    const OTHER_SCHEMES: [&str; 4] = ["bearer", "basic", "digest", "token"];
    let before = text[..scheme].trim_end_matches([' ', '\t']);
    if before.len() == scheme {
        return scheme;
    }
    let start = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &before[start..];
    let is_scheme = word.starts_with(SCHEME_FAMILY)
        || OTHER_SCHEMES
            .iter()
            .any(|other| word.eq_ignore_ascii_case(other));
    let outside = text[..start].trim_end_matches([' ', '\t']);
    let begins = outside.is_empty() || outside.ends_with([':', '=', '"', '\'', '`', ',', '[', '>']);
    if is_scheme && begins { start } else { scheme }
}

/// Removes the header's name and the quotes around the whole.
fn without_name(text: &str) -> (&str, bool) {
    let plain = text.trim_start_matches(['\'', '"', '>', ' ']);
    let plain = plain
        .strip_prefix("-H")
        .map_or(plain, |rest| rest.trim_start_matches([' ', '\'', '"']));
    let name = "authorization";
    let is_named = plain
        .get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name));
    let Some(rest) = is_named.then(|| plain[name.len()..].trim_start_matches(['"', '\'', ' ']))
    else {
        return (text, false);
    };
    match rest.strip_prefix([':', '=', '：']) {
        Some(value) => (value.trim_matches([' ', '\'']), true),
        None => (text, false),
    }
}

/// Returns where the last `key="value"` ends.
fn end_of_pairs(value: &str) -> usize {
    let Some(first) = fields(value).next() else {
        return value.find([' ', '\n', '\'']).unwrap_or(value.len());
    };
    let is_object = value[..first].contains('{');
    let mut end = first;
    let mut at = first;
    loop {
        let is_between = |c: char| {
            matches!(c, ' ' | ',' | ';' | '&' | '，' | '\n' | '\r' | '\t' | '\\')
                || (is_object && matches!(c, '"' | '{'))
        };
        let rest = value[at..].trim_start_matches(is_between);
        let start = value.len() - rest.len();
        let separator = &value[at..start];
        let name = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(0);
        // A colon would be another header's on a line of its own.
        let follows = at == first
            || is_object
            || (separator.contains([',', ';', '，']) && !separator.contains('\n'));
        // What a program prints behind the header: `…", Accept=application/json}`.
        let is_neighbour = separator.contains(' ')
            && value[..end].ends_with(['"', '”'])
            && !is_field(&rest[..name])
            && !rest[name..].starts_with("=\"");
        let gap = match rest[name..].strip_prefix('=') {
            Some(_) if is_neighbour => None,
            Some(_) if name > 0 => Some(1),
            Some(_) | None => assigned(&rest[name..])
                .filter(|_| is_field(&rest[..name]))
                .filter(|gap| follows || rest[name..name + gap].contains('=')),
        };
        let Some(gap) = gap else {
            return end;
        };
        at = start + name + gap;
        at += value_length(&value[at..]);
        end = at;
        if is_object && value[end..].trim_start().starts_with('}') {
            return end + value[end..].find('}').map_or(0, |brace| brace + 1);
        }
    }
}

/// Returns the length of a field's value and its quotes.
fn value_length(rest: &str) -> usize {
    match rest.chars().next() {
        Some(quote @ ('"' | '“' | '\'')) => {
            let close: &[char] = if quote == '“' {
                &['”', '“']
            } else {
                &[quote]
            };
            let inner = quote.len_utf8();
            match rest[inner..].find(close) {
                Some(found) => {
                    let length = rest[inner + found..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8);
                    inner + found + length
                }
                None => rest.len(),
            }
        }
        _ => rest
            .find([',', ';', '&', ' ', '\n', '\'', '"', '\\', '，'])
            .unwrap_or(rest.len()),
    }
}

/// Removes the line breaks of a terminal. Those that base64 encoders make stay: all in the
/// signature, after 64 or 76 characters.
fn joined(value: &str) -> Option<String> {
    const MAX_LINES: usize = 40;
    if !value.contains('\n') {
        return None;
    }
    let pairs = &value[..end_of_pairs(value)];
    // One line end before a closing quote is the value's own: of a serial number, say, that was
    // read from the output of openssl.
    let is_inside = pairs.contains("\n\",") || pairs.ends_with("\n\"");
    if is_inside && pairs.matches('\n').count() == 1 {
        return None;
    }
    let marker = "signature=\"";
    let start = value.find(marker).map(|at| at + marker.len());
    let signature = start.and_then(|start| value[start..].split('"').next());
    if let Some(signature) = signature {
        let width = signature.find(['\r', '\n']);
        let outside = pairs.matches('\n').count() > signature.matches('\n').count();
        if !outside && matches!(width, Some(64 | 76)) {
            return None;
        }
    }
    let lines = value.lines().take(MAX_LINES);
    let whole: String = lines.map(|line| line.trim_matches(['\r', '\t'])).collect();
    let whole = &whole[..end_of_pairs(&whole)];
    let signature = whole.split(marker).nth(1)?.split('"').next()?;
    (signature.len() == SIGNATURE_CHARS).then(|| whole.to_owned())
}
