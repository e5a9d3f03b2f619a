//! Method, URL and body of a request, wherever a note, a log or an editor for HTTP puts them.

use std::ops::Range;

use super::authorization::find_scheme;
use super::escape;

/// The methods of API v3.
pub(super) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A part of a request and its offset.
pub(super) struct Part<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// How many places are looked at.
const MAX_MATCHES: usize = 64;

/// Finds `POST https://…` or `POST /v3/…`, which need not be followed by a version.
pub(super) fn request_line(text: &str) -> Option<Part<(String, String)>> {
    METHODS
        .iter()
        .flat_map(|method| text.match_indices(method).take(MAX_MATCHES))
        .filter_map(|(at, method)| {
            let is_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = text[at + method.len()..].strip_prefix([' ', '\t'])?;
            let url = url(rest.trim_start_matches([' ', '\t']))?;
            is_word.then(|| Part {
                value: (method.to_owned(), url.to_owned()),
                at,
            })
        })
        .min_by_key(|found| found.at)
}

/// Returns the URL or path that a text begins with.
fn url(text: &str) -> Option<&str> {
    let is_end = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ',' | '，' | '；' | '。')
    };
    let word = text.split(is_end).next()?;
    let is_url = word.starts_with("https://") || word.starts_with("http://");
    (is_url || word.starts_with("/v3/")).then_some(word)
}

/// Finds method and URL beside their names: `method: POST`, `请求地址：https://…`.
pub(super) fn named(text: &str) -> Option<Part<(String, String)>> {
    const METHOD_NAMES: [&str; 5] = [
        "请求方法",
        "请求方式",
        "http method",
        "http_method",
        "method",
    ];
    const URL_NAMES: [&str; 9] = [
        "请求地址",
        "请求路径",
        "请求url",
        "请求链接",
        "接口地址",
        "requesturi",
        "url",
        "uri",
        "path",
    ];
    let lower = text.to_ascii_lowercase();
    let method = values(text, &lower, &METHOD_NAMES).find_map(|part| {
        let word: String = part
            .value
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let known = METHODS
            .iter()
            .find(|known| word.eq_ignore_ascii_case(known))?;
        Some(((*known).to_owned(), part.at))
    })?;
    let url = values(text, &lower, &URL_NAMES).find_map(|part| url(part.value))?;
    Some(Part {
        value: (method.0, url.to_owned()),
        at: method.1,
    })
}

/// Finds the one URL of the API and the one method in a text that has them apart: in code, in a
/// printed object, above the string that was signed. A request with a body whose method is not
/// there is a POST.
pub(super) fn apart(text: &str) -> Option<Part<(String, String)>> {
    let target = |url: &str| url.find("/v3/").map(|at| url[at..].to_owned());
    let mut targets: Vec<(usize, String)> = Vec::new();
    for (at, _) in text.match_indices("/v3/").take(MAX_MATCHES) {
        let start = text[..at]
            .rfind(|c: char| c.is_whitespace() || "\"'`<>(),，；。=【：".contains(c))
            .map_or(0, |before| {
                before + text[before..].chars().next().map_or(1, char::len_utf8)
            });
        let Some(found) = url(&text[start..]).and_then(target) else {
            continue;
        };
        let found = found
            .trim_end_matches([')', '】', ';', '}', ']'])
            .to_owned();
        if targets.iter().all(|(_, known)| *known != found) {
            targets.push((start, found));
        }
    }
    let [(at, target)] = targets.as_slice() else {
        return None;
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut methods: Vec<&str> = METHODS
        .iter()
        .copied()
        .filter(|method| {
            text.match_indices(method).take(MAX_MATCHES).any(|(at, _)| {
                !text[..at].ends_with(is_word) && !text[at + method.len()..].starts_with(is_word)
            })
        })
        .collect();
    if methods.is_empty() && (text.contains("CURLOPT_POST") || body(text).is_some()) {
        methods.push("POST");
    }
    let [method] = methods.as_slice() else {
        return None;
    };
    Some(Part {
        value: ((*method).to_owned(), target.clone()),
        at: *at,
    })
}

/// Returns what follows each of the names and a separator.
fn values<'t>(
    text: &'t str,
    lower: &'t str,
    names: &'static [&'static str],
) -> impl Iterator<Item = Part<&'t str>> {
    let places = names
        .iter()
        .flat_map(move |name| lower.match_indices(name).take(MAX_MATCHES));
    places.filter_map(|(at, name)| {
        // `notify_url` is another one.
        let is_word = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let rest = text[at + name.len()..].trim_start_matches(['"', '\'', '`', '*', ' ']);
        let value = rest.strip_prefix([':', '：', '=', '＝'])?;
        let value = value.trim_start_matches(['"', '\'', '`', '*', ' ', '\t']);
        (!is_word).then_some(Part { value, at })
    })
}

/// Finds the body: the one JSON object in the text that is neither a reply nor the headers.
/// `None` if there is none, or more than one.
pub(super) fn body(text: &str) -> Option<Part<Vec<u8>>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut failures = 0;
    while let Some(start) = text[at..].find('{').map(|offset| at + offset) {
        let Some(end) = object_end(&text[start..]).map(|length| start + length) else {
            failures += 1;
            at = start + 1;
            if failures > MAX_MATCHES {
                return None;
            }
            continue;
        };
        let object = &text[start..end];
        if is_body(object) && found.iter().all(|range| &text[range.clone()] != object) {
            found.push(start..end);
        }
        at = end;
    }
    let [range] = found.as_slice() else {
        return None;
    };
    let object = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let quote = before.filter(|c| matches!(c, '\'' | '"') && text[range.end..].starts_with(*c));
    // The source of a string, as Python prints it, has escapes of its own.
    let is_literal = quote.is_some() && !text[..range.start - 1].ends_with('=');
    let value = if is_literal && object.contains('\\') {
        escape::undone(object)
    } else {
        object.as_bytes().to_vec()
    };
    Some(Part {
        value,
        at: range.start,
    })
}

/// Returns the length of the JSON object that a text begins with.
fn object_end(text: &str) -> Option<usize> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    stream.next()?.ok()?;
    Some(stream.byte_offset())
}

fn is_body(object: &str) -> bool {
    // A log's own object around the request.
    if find_scheme(object).is_some() {
        return false;
    }
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(object) else {
        return false;
    };
    let has = |name: &str| fields.keys().any(|key| key.eq_ignore_ascii_case(name));
    let is_refusal = has("code") && (has("message") || has("detail") || fields.len() == 1);
    let is_result = fields.len() == 1
        && ["prepay_id", "code_url", "h5_url"]
            .iter()
            .any(|name| has(name));
    let is_reply = is_refusal || is_result;
    let is_other = [
        "authorization",
        "headers",
        "sign_information",
        "config",
        "request",
    ];
    !fields.is_empty() && !is_reply && !is_other.iter().any(|name| has(name))
}
