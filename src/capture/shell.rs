//! Commands that send a request, as browsers and API tools copy them.

use super::document;
use super::escape;
use super::parser;
use super::reading::InputForm;

/// A request as a command states it.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) form: Option<InputForm>,
    pub(super) method: Option<String>,
    pub(super) url: Option<String>,
    /// Header lines, with the offset of each.
    pub(super) headers: Vec<(String, usize)>,
    pub(super) body: Option<(Vec<u8>, usize)>,
    /// The offset of a body that is in a file of its own.
    pub(super) body_file: Option<usize>,
    /// The offset of a quote that is not closed.
    pub(super) open: Option<usize>,
    /// The offset behind the command, if that is known.
    pub(super) end: Option<usize>,
    /// Where it begins.
    pub(super) start: usize,
}

impl Command {
    /// Tells whether a text is this command alone, behind a prompt, and all of it was understood:
    /// then what it does not have is absent.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        let is_prompt = |before: &str| !before.contains('\n') && before.len() < MAX_PROMPT_BYTES;
        let is_open = self.open.is_some() || self.body_file.is_some();
        let has_file = self.headers.iter().any(|(line, _)| line.starts_with('@'));
        let is_end = |end: usize| text[end..].trim_matches([';', '&']).trim().is_empty();
        !is_open
            && !has_file
            && is_prompt(text[..self.start].trim())
            && self.end.is_some_and(is_end)
    }
}

/// A longer text before a command is more than a prompt.
const MAX_PROMPT_BYTES: usize = 80;

/// Reads the first curl or PowerShell command of a text.
pub(super) fn command(text: &str) -> Option<Command> {
    if let Some(start) = find_program(text, "curl").or_else(|| find_program(text, "wget")) {
        return Some(curl(text, start));
    }
    let lower = text.to_ascii_lowercase();
    ["invoke-webrequest", "invoke-restmethod"]
        .iter()
        .find_map(|name| lower.find(name))
        .map(|start| power_shell(text, start))
}

/// Finds a program's name where a command begins.
pub(super) fn find_program(text: &str, program: &str) -> Option<usize> {
    const MAX_MATCHES: usize = 64;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        for (at, _) in line.match_indices(program).take(MAX_MATCHES) {
            let before = line[..at].trim_end();
            let behind = &line[at + program.len()..];
            let behind = behind.strip_prefix(".exe").unwrap_or(behind);
            let is_word = behind.starts_with([' ', '\t']);
            let is_prompt = before.is_empty()
                || before.ends_with(['$', '#', '%', '>', '+', ';', '`', '&', '|'])
                || before.ends_with("：")
                || before.ends_with(':');
            if is_word && is_prompt {
                return Some(offset + at);
            }
        }
        offset += line.len();
    }
    None
}

/// The words of a command, with the offset of each.
pub(super) struct Words {
    pub(super) words: Vec<(String, usize)>,
    pub(super) open: Option<usize>,
    pub(super) end: Option<usize>,
}

fn curl(text: &str, start: usize) -> Command {
    let source = &text[start..];
    // Only cmd continues lines and escapes quotes with a caret.
    let cmd = source.contains("^\"") || source.contains(" ^\n") || source.contains(" ^\r\n");
    let Words { words, open, end } = if cmd {
        cmd_words(source)
    } else {
        shell_words(source)
    };
    let mut command = Command {
        form: Some(InputForm::CurlCommand),
        open: open.map(|at| start + at),
        end: end.map(|at| start + at),
        start,
        ..Command::default()
    };
    let mut in_query = false;
    let mut words = words.into_iter().skip(1).peekable();
    while let Some((word, at)) = words.next() {
        let at = start + at;
        let (option, attached) = split_option(&word);
        let Some(option) = option else {
            command.url.get_or_insert(word);
            continue;
        };
        if option == "-G" || option == "--get" {
            in_query = true;
        }
        if !takes_value(&option) {
            continue;
        }
        let Some((value, value_at)) = attached.map(|value| (value, at)).or_else(|| {
            let (value, at) = words.next()?;
            Some((value, start + at))
        }) else {
            continue;
        };
        match option.as_str() {
            "-H" | "--header" => command.headers.push((value, value_at)),
            "-X" | "--request" | "--method" => command.method = Some(value),
            "--url" => command.url = Some(value),
            "-d" | "--data" | "--data-ascii" | "--data-binary" | "--json"
                if value.starts_with('@') =>
            {
                command.body_file = Some(value_at);
            }
            "-d" | "--data" | "--data-ascii" | "--data-binary" | "--data-raw" | "--json"
            | "--data-urlencode" | "--body-data" | "--post-data" => match &mut command.body {
                Some((bytes, _)) => {
                    if option != "--json" {
                        bytes.push(b'&');
                    }
                    bytes.extend_from_slice(value.as_bytes());
                }
                None => command.body = Some((value.into_bytes(), value_at)),
            },
            _ => {}
        }
    }
    if in_query {
        command.body = None;
    } else if command.method.is_none() {
        let has_body = command.body.is_some() || command.body_file.is_some();
        command.method = Some(if has_body { "POST" } else { "GET" }.to_owned());
    }
    command
}

/// Splits `-HName: value` and returns the option, and what is attached to it.
fn split_option(word: &str) -> (Option<String>, Option<String>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((option, value)) if takes_value(option) => {
                (Some(option.to_owned()), Some(value.to_owned()))
            }
            Some(_) | None => (Some(word.to_owned()), None),
        };
    }
    let mut letters = word.char_indices().skip(1);
    if !word.starts_with('-') || word.len() < 2 {
        return (None, None);
    }
    for (at, letter) in letters.by_ref() {
        let option = format!("-{letter}");
        if takes_value(&option) {
            let rest = &word[at + letter.len_utf8()..];
            return (Some(option), (!rest.is_empty()).then(|| rest.to_owned()));
        }
    }
    (Some(word.to_owned()), None)
}

fn takes_value(option: &str) -> bool {
    const LONG: [&str; 37] = [
        // Those of wget.
        "--method",
        "--body-data",
        "--post-data",
        "--output-document",
        "--timeout",
        "--tries",
        // Those of curl.
        "--header",
        "--request",
        "--url",
        "--data",
        "--data-raw",
        "--data-binary",
        "--data-ascii",
        "--data-urlencode",
        "--json",
        "--user-agent",
        "--referer",
        "--cookie",
        "--cookie-jar",
        "--user",
        "--output",
        "--max-time",
        "--connect-timeout",
        "--proxy",
        "--form",
        "--upload-file",
        "--cert",
        "--key",
        "--cacert",
        "--retry",
        "--resolve",
        "--write-out",
        "--range",
        "--interface",
        "--dump-header",
        "--config",
        "--noproxy",
    ];
    match option.strip_prefix("--") {
        Some(_) => LONG.contains(&option),
        None => option.len() == 2 && "HXdAebucomxFTEwDrKUhtyYzCP".contains(&option[1..]),
    }
}

/// Splits a command as a POSIX shell does, up to its end.
pub(super) fn shell_words(source: &str) -> Words {
    let mut words = Vec::new();
    let mut word: Option<(String, usize)> = None;
    let mut open = None;
    let mut end = source.len();
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, '\n')) | None => {}
                Some((_, '\r')) if chars.peek().is_some_and(|(_, c)| *c == '\n') => {
                    chars.next();
                }
                // A space was copied behind the backslash.
                Some((_, ' ')) if chars.peek().is_some_and(|(_, c)| matches!(c, '\n' | '\r')) => {
                    chars.next();
                }
                Some((_, escaped)) => word.get_or_insert((String::new(), at)).0.push(escaped),
            },
            ' ' | '\t' | '\r' | '\u{a0}' => words.extend(word.take()),
            '\n' | ';' | '|' | '&' | '>' if words.len() + usize::from(word.is_some()) > 0 => {
                // The backslash before a line end may have been lost: options continue.
                let rest = source[at + c.len_utf8()..].trim_start();
                words.extend(word.take());
                if c == '\n' && rest.starts_with('-') {
                    continue;
                }
                end = at;
                break;
            }
            '\'' | '‘' | '’' => {
                let ansi = word.as_ref().is_some_and(|(text, _)| text == "$");
                let (text, _) = word.get_or_insert((String::new(), at));
                if ansi {
                    text.clear();
                }
                let mut bytes = Vec::new();
                let mut closed = false;
                while let Some((inner, c)) = chars.next() {
                    if c == '\'' || matches!(c, '’') {
                        closed = true;
                        break;
                    }
                    if ansi && c == '\\' {
                        let length = escape::unescape(&source[inner..], &mut bytes);
                        while chars.peek().is_some_and(|(next, _)| *next < inner + length) {
                            chars.next();
                        }
                    } else {
                        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
                text.push_str(&String::from_utf8_lossy(&bytes));
                if !closed {
                    open.get_or_insert(at);
                }
            }
            '"' => {
                let (text, _) = word.get_or_insert((String::new(), at));
                let mut closed = false;
                while let Some((_, c)) = chars.next() {
                    match c {
                        '"' => {
                            closed = true;
                            break;
                        }
                        '\\' => match chars.next() {
                            Some((_, escaped @ ('"' | '\\' | '$' | '`'))) => text.push(escaped),
                            Some((_, '\n')) | None => {}
                            Some((_, other)) => {
                                text.push('\\');
                                text.push(other);
                            }
                        },
                        c => text.push(c),
                    }
                }
                if !closed {
                    open.get_or_insert(at);
                }
            }
            c => word.get_or_insert((String::new(), at)).0.push(c),
        }
    }
    words.extend(word);
    let end = Some(end);
    Words { words, open, end }
}

/// Splits a command as Windows does: carets first, then double quotes with backslashes.
fn cmd_words(source: &str) -> Words {
    let mut plain: Vec<(char, usize)> = Vec::new();
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '^' {
            plain.push((c, at));
            continue;
        }
        match chars.next() {
            Some((_, '\r')) if chars.peek().is_some_and(|(_, c)| *c == '\n') => {
                chars.next();
                line_end(&mut chars, &mut plain, at);
            }
            Some((_, '\n')) => line_end(&mut chars, &mut plain, at),
            Some((at, escaped)) => plain.push((escaped, at)),
            None => {}
        }
    }
    let mut words = Vec::new();
    let mut word: Option<(String, usize)> = None;
    let mut quoted = None;
    let mut at = 0;
    while let Some((c, offset)) = plain.get(at).copied() {
        at += 1;
        match c {
            '\\' if plain.get(at).is_some_and(|(c, _)| *c == '"') => {
                at += 1;
                word.get_or_insert((String::new(), offset)).0.push('"');
            }
            '\\' if quoted.is_some() && plain.get(at).is_some_and(|(c, _)| *c == '\\') => {
                at += 1;
                word.get_or_insert((String::new(), offset)).0.push('\\');
            }
            // Browsers of some years ago double the quotes within quotes.
            '"' if quoted.is_some() && plain.get(at).is_some_and(|(c, _)| *c == '"') => {
                at += 1;
                word.get_or_insert((String::new(), offset)).0.push('"');
            }
            '"' => {
                word.get_or_insert((String::new(), offset));
                quoted = if quoted.is_some() { None } else { Some(offset) };
            }
            ' ' | '\t' | '\r' if quoted.is_none() => words.extend(word.take()),
            '\n' if quoted.is_none() => {
                words.extend(word.take());
                if plain.get(at).is_some_and(|(c, _)| *c != '-' && *c != ' ') {
                    break;
                }
            }
            c => word.get_or_insert((String::new(), offset)).0.push(c),
        }
    }
    words.extend(word);
    Words {
        words,
        open: quoted,
        end: None,
    }
}

/// A caret at a line's end goes on with the next line; an empty next line is a line end.
fn line_end(
    chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>,
    plain: &mut Vec<(char, usize)>,
    at: usize,
) {
    if chars.peek().is_some_and(|(_, c)| *c == '\n') {
        chars.next();
        plain.push(('\n', at));
    } else {
        plain.push((' ', at));
    }
}

fn power_shell(text: &str, start: usize) -> Command {
    let source = &text[start..];
    let mut command = Command {
        form: Some(InputForm::PowerShellCommand),
        ..Command::default()
    };
    let lower = source.to_ascii_lowercase();
    let behind = |option: &str| {
        let at = lower.find(option)? + option.len();
        let value = source[at..].trim_start();
        Some((value, source.len() - value.len()))
    };
    let string = |(value, at): (&str, usize)| {
        let quote = value.find(['"', '\''])?;
        let (text, closed) = power_shell_string(&value[quote..]);
        Some((text, at + quote, closed))
    };
    // Without a name, the URL follows the command.
    let cmdlet = lower.find([' ', '\t']).unwrap_or(lower.len());
    let unnamed = || {
        let value = source[cmdlet..].trim_start();
        let is_quoted = value.starts_with(['"', '\'']);
        is_quoted.then(|| (value, source.len() - value.len()))
    };
    command.url = behind("-uri")
        .or_else(unnamed)
        .and_then(string)
        .map(|(text, ..)| text);
    command.method = behind("-method").map(|(value, _)| {
        let word = value.split_whitespace().next().unwrap_or_default();
        word.trim_matches(['"', '\'']).to_owned()
    });
    if behind("-headers").is_some_and(|(value, _)| value.starts_with('$')) {
        command.headers = added_headers(text);
    } else if let Some((value, at)) = behind("-headers") {
        let document = parser::parse(&value.replace('`', "\\"));
        if let Some(group) = document.nodes.first().and_then(document::Node::group) {
            for (key, value) in &group.pairs {
                if let (Some(name), Some(text)) = (key.name(), value.text()) {
                    command
                        .headers
                        .push((format!("{name}: {text}"), start + at + key.start));
                }
            }
        }
    }
    if behind("-body").is_some_and(|(value, _)| value.starts_with('$')) {
        command.body = here_string(&text[..start]);
    } else if let Some((body, at, closed)) = behind("-body").and_then(string) {
        command.body = Some((body.into_bytes(), start + at));
        command.open = (!closed).then_some(start + at);
    }
    if command.method.is_none() {
        command.method = Some(
            if command.body.is_some() {
                "POST"
            } else {
                "GET"
            }
            .to_owned(),
        );
    }
    command
}

/// Reads `$headers.Add("Name", "value")`, as Postman writes it before the command.
fn added_headers(text: &str) -> Vec<(String, usize)> {
    let added = text.match_indices(".Add(").filter_map(|(at, call)| {
        let string = |text: &str| {
            let quote = text.find(['"', '\''])?;
            let (value, closed) = power_shell_string(&text[quote..]);
            closed.then_some((value, quote))
        };
        let inside = &text[at + call.len()..];
        let (name, _) = string(inside)?;
        let (_, rest) = inside.split_once(',')?;
        let (value, _) = string(rest)?;
        Some((format!("{name}: {value}"), at))
    });
    added.collect()
}

/// Reads the last here-string of a script: `@"`, a line end, the text, a line end and `"@`.
fn here_string(script: &str) -> Option<(Vec<u8>, usize)> {
    let read = |quote: char| {
        let start = script.rfind(&format!("@{quote}"))? + 2;
        let rest = &script[start..];
        let begin = rest.find('\n')? + 1;
        let end = begin + rest[begin..].find(&format!("\n{quote}@"))?;
        let body = rest[begin..end].trim_end_matches('\r');
        let body = match quote {
            '"' => without_ticks(body),
            _ => body.to_owned(),
        };
        Some((body.into_bytes(), start))
    };
    read('"').or_else(|| read('\''))
}

/// Undoes the escapes of a here-string, in which quotes need none.
fn without_ticks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '`' => plain.extend(chars.next().map(|escaped| match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            })),
            c => plain.push(c),
        }
    }
    plain
}

/// Reads a PowerShell string: back-quotes escape, doubled quotes mean one, and characters
/// beyond ASCII are `$([char]23383)`.
fn power_shell_string(text: &str) -> (String, bool) {
    let mut chars = text.chars().peekable();
    let quote = chars.next().unwrap_or('"');
    let mut plain = String::new();
    while let Some(c) = chars.next() {
        if c == quote {
            if chars.peek() == Some(&quote) {
                chars.next();
                plain.push(quote);
                continue;
            }
            return (plain, true);
        }
        if quote == '"' && c == '`' {
            match chars.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            }
        } else if quote == '"' && c == '$' && chars.peek() == Some(&'(') {
            let code: String = chars.by_ref().take_while(|c| *c != ')').collect();
            let value = code
                .trim_start_matches("([char]")
                .parse()
                .ok()
                .and_then(char::from_u32);
            plain.push(value.unwrap_or('\u{fffd}'));
        } else {
            plain.push(c);
        }
    }
    (plain, false)
}
