//! Python code that sends a request with `requests` or `httpx`.
//!
//! Only literals are read: a body that the code computes is not known, and not supposed.

/// A request as a call states it; `None` for what is computed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) body: Option<Vec<u8>>,
    /// Whether the call computes what it sends.
    pub(super) is_computed: bool,
    /// The offset of its first byte.
    pub(super) at: usize,
}

/// The objects that requests are sent with.
const CLIENTS: [&str; 6] = ["requests.", "httpx.", "session.", "client.", "http.", "s."];
const FUNCTIONS: [(&str, Option<&str>); 6] = [
    ("request(", None),
    ("get(", Some("GET")),
    ("post(", Some("POST")),
    ("put(", Some("PUT")),
    ("patch(", Some("PATCH")),
    ("delete(", Some("DELETE")),
];

/// Reads the first call of a text whose method and URL are literals.
pub(super) fn call(text: &str) -> Option<Call> {
    const MAX_CALLS: usize = 16;
    if !text.contains("import requests") && !text.contains("requests.") && !text.contains("httpx.")
    {
        return None;
    }
    let calls = text.match_indices('(').filter_map(|(at, _)| {
        let (_, method) = FUNCTIONS.iter().find(|(name, _)| {
            let before = text[..=at].strip_suffix(name);
            before.is_some_and(|before| CLIENTS.iter().any(|client| before.ends_with(client)))
        })?;
        Some((at, *method))
    });
    calls
        .take(MAX_CALLS)
        .find_map(|(at, method)| read(text, at, method))
}

/// Reads the call whose arguments begin behind an opening bracket.
fn read(text: &str, at: usize, method: Option<&str>) -> Option<Call> {
    let scope = &text[..at];
    let mut by_place = Vec::new();
    let mut by_name = Vec::new();
    let mut is_computed = false;
    for argument in arguments(&text[at + 1..])? {
        match named(argument) {
            _ if argument.starts_with('*') => is_computed = true,
            Some(pair) => by_name.push(pair),
            None => by_place.push(argument),
        }
    }
    let value = |name: &str| {
        let found = by_name.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| *value)
    };
    let mut places = by_place.into_iter();
    let method = match method {
        Some(method) => method.to_owned(),
        None => string(value("method").or_else(|| places.next())?, scope)?,
    };
    let url = string(value("url").or_else(|| places.next())?, scope)?;
    let data = value("data")
        .or_else(|| value("content"))
        .or_else(|| places.next().filter(|_| method != "GET"));
    let body = match data {
        None | Some("None") => Some(Vec::new()),
        Some(data) => bytes(data, scope),
    };
    let computed = ["params", "json", "files"];
    is_computed |= body.is_none() || computed.iter().any(|name| value(name).is_some());
    let is_url = url.contains("://") || url.starts_with('/');
    is_url.then(|| Call {
        method: method.to_ascii_uppercase(),
        url,
        body: body.filter(|_| !is_computed),
        is_computed,
        at,
    })
}

/// Splits arguments at their commas, up to the bracket that closes them.
fn arguments(text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '\'' => {
                at += Literal::read(&text[at..], false)?.length;
                continue;
            }
            '#' => {
                let is_between = text[start..at].trim().is_empty();
                at += text[at..].find('\n')?;
                if is_between {
                    start = at;
                }
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            ')' => {
                found.push(text[start..at].trim());
                found.retain(|argument| !argument.is_empty());
                return Some(found);
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Returns the name and the value of `name=value`.
fn named(argument: &str) -> Option<(&str, &str)> {
    let (name, value) = argument.split_once('=')?;
    let name = name.trim();
    (is_name(name) && !value.starts_with('=')).then(|| (name, value.trim()))
}

fn is_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty()
        && text.chars().all(is_letter)
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn string(expression: &str, scope: &str) -> Option<String> {
    String::from_utf8(bytes(expression, scope)?).ok()
}

/// Returns the bytes of a literal, or of a variable that is assigned one, once.
fn bytes(expression: &str, scope: &str) -> Option<Vec<u8>> {
    if let Some(literal) = literal(expression) {
        return Some(literal);
    }
    let name = expression
        .split_once(".encode(")
        .filter(|(_, encoding)| is_utf8(encoding.strip_suffix(')').unwrap_or(encoding)))
        .map_or(expression, |(name, _)| name);
    if !is_name(name) {
        return None;
    }
    let mut offset = 0;
    let mut values = Vec::new();
    for line in scope.split_inclusive('\n') {
        let bare = line.trim_start();
        let behind = bare.strip_prefix(name).map(str::trim_start);
        let is_changed = behind.is_some_and(|rest| {
            rest.starts_with(['=', '[']) || rest.starts_with("+=") || rest.starts_with('.')
        });
        if is_changed {
            let at = offset + (line.len() - bare.len()) + name.len();
            values.push(scope[at..].trim_start());
        }
        offset += line.len();
    }
    let [only] = values[..] else { return None };
    assigned(only.strip_prefix('=')?.trim_start())
}

/// Reads a literal that an assignment ends behind.
fn assigned(text: &str) -> Option<Vec<u8>> {
    let end = expression_end(text)?;
    literal(text[..end].trim_end())
}

/// Returns where the expression of one line ends, whose string may have several lines.
fn expression_end(text: &str) -> Option<usize> {
    let start = text.find(['"', '\'', '\n']).unwrap_or(text.len());
    if text[start..].starts_with('\n') || start == text.len() {
        return None;
    }
    let behind = start + Literal::read(&text[start..], false)?.length;
    let rest = &text[behind..];
    let line = rest.find('\n').unwrap_or(rest.len());
    let code = rest[..line].find('#').unwrap_or(line);
    Some(behind + code)
}

/// Reads an expression that is one literal, perhaps encoded to UTF-8.
fn literal(expression: &str) -> Option<Vec<u8>> {
    let quote = expression.find(['"', '\''])?;
    let is_raw = match &*expression[..quote].to_ascii_lowercase() {
        "" | "u" | "b" => false,
        "r" | "rb" | "br" => true,
        _ => return None,
    };
    let is_bytes = expression[..quote].to_ascii_lowercase().contains('b');
    let read = Literal::read(&expression[quote..], is_raw)?;
    let rest = expression[quote + read.length..].trim();
    let encoding = rest
        .strip_prefix(".encode(")
        .and_then(|rest| rest.strip_suffix(')'));
    let is_utf8 = encoding.is_some_and(is_utf8);
    if !(rest.is_empty() || is_utf8) {
        return None;
    }
    // A text of Latin-1 is sent in that or in UTF-8, as the version of the library decides.
    let is_latin = |text: &str| !text.is_ascii() && text.chars().all(|c| c < '\u{100}');
    if is_bytes && !read.text.is_ascii() {
        return None;
    }
    (is_utf8 || !is_latin(&read.text)).then(|| read.text.into_bytes())
}

fn is_utf8(encoding: &str) -> bool {
    let plain = encoding
        .trim()
        .trim_matches(['"', '\''])
        .to_ascii_lowercase();
    matches!(&*plain, "" | "utf-8" | "utf8" | "utf_8")
}

/// A string with its quotes.
struct Literal {
    text: String,
    /// The length of its source.
    length: usize,
}

impl Literal {
    /// Reads a string at its opening quotes; `None` if it does not end, or has an escape that is
    /// not known.
    fn read(source: &str, is_raw: bool) -> Option<Self> {
        let quote = source.chars().next()?;
        let triple = quote.to_string().repeat(3);
        let is_long = source.starts_with(&triple);
        let quotes = if is_long { triple } else { quote.to_string() };
        let mut text = String::new();
        let mut at = quotes.len();
        loop {
            let rest = &source[at..];
            if rest.starts_with(&quotes) {
                let length = at + quotes.len();
                return Some(Self { text, length });
            }
            let c = rest.chars().next()?;
            if c == '\n' && !is_long {
                return None;
            }
            if c == '\\' {
                let (decoded, length) = escape(rest)?;
                match decoded {
                    Some(c) if !is_raw => text.push(c),
                    None if !is_raw => {}
                    Some(_) | None => text.push_str(&rest[..length]),
                }
                at += length;
                continue;
            }
            text.push(c);
            at += c.len_utf8();
        }
    }
}

/// Decodes the escape that a text begins with, and returns its length; a line's end is nothing.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let kind = text[1..].chars().next()?;
    let plain = |c: char| Some((Some(c), 1 + kind.len_utf8()));
    let digits = |count: usize| {
        let digits = text.get(2..2 + count)?;
        let code = u32::from_str_radix(digits, 16).ok()?;
        Some((Some(char::from_u32(code)?), 2 + count))
    };
    match kind {
        '\n' => Some((None, 2)),
        '\\' | '\'' | '"' => plain(kind),
        'n' => plain('\n'),
        'r' => plain('\r'),
        't' => plain('\t'),
        'x' => digits(2),
        'u' => digits(4),
        'U' => digits(8),
        '0'..='9' | 'N' | 'a' | 'b' | 'f' | 'v' => None,
        // Any other backslash stays.
        _ => Some((Some('\\'), 1)),
    }
}
