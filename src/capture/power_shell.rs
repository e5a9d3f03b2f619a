//! `Invoke-WebRequest` and `Invoke-RestMethod` of PowerShell.

use super::document::Node;
use super::parser;
use super::reading::InputForm;
use super::shell::Command;

/// Reads the first such cmdlet of a text.
pub(super) fn command(text: &str) -> Option<Command> {
    let lower = text.to_ascii_lowercase();
    ["invoke-webrequest", "invoke-restmethod"]
        .iter()
        .find_map(|name| lower.find(name))
        .map(|start| read(text, start))
}

fn read(text: &str, start: usize) -> Command {
    let call = Call::new(&text[start..]);
    let mut command = Command {
        form: Some(InputForm::PowerShellCommand),
        url: call
            .behind("-uri")
            .or_else(|| call.unnamed())
            .and_then(string)
            .map(|(text, ..)| text),
        method: call.behind("-method").map(|(value, _)| {
            let word = value.split_whitespace().next().unwrap_or_default();
            word.trim_matches(['"', '\'']).to_owned()
        }),
        ..Command::default()
    };
    match call.behind("-headers") {
        Some((value, _)) if value.starts_with('$') => command.headers = added_headers(text),
        Some((value, at)) => command.headers = listed_headers(value, start + at),
        None => {}
    }
    match call.behind("-body") {
        Some((value, _)) if value.starts_with('$') => command.body = here_string(&text[..start]),
        Some(value) => {
            if let Some((body, at, is_closed)) = string(value) {
                command.body = Some((body.into_bytes(), start + at));
                command.open = (!is_closed).then_some(start + at);
            }
        }
        None => {}
    }
    let method = if command.body.is_some() {
        "POST"
    } else {
        "GET"
    };
    command.method.get_or_insert_with(|| method.to_owned());
    command
}

/// A cmdlet and what follows it.
struct Call<'t> {
    source: &'t str,
    /// The same in lower case.
    lower: String,
}

impl<'t> Call<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            source,
            lower: source.to_ascii_lowercase(),
        }
    }

    /// Returns what follows an option, with its offset.
    fn behind(&self, option: &str) -> Option<(&'t str, usize)> {
        let at = self.lower.find(option)? + option.len();
        Some(self.value(at))
    }

    /// Returns the URL that follows the cmdlet without the name of an option.
    fn unnamed(&self) -> Option<(&'t str, usize)> {
        let cmdlet = self.lower.find([' ', '\t']).unwrap_or(self.lower.len());
        let (value, at) = self.value(cmdlet);
        value.starts_with(['"', '\'']).then_some((value, at))
    }

    fn value(&self, at: usize) -> (&'t str, usize) {
        let value = self.source[at..].trim_start();
        (value, self.source.len() - value.len())
    }
}

/// Reads the first string of a value, and whether it is closed.
fn string((value, at): (&str, usize)) -> Option<(String, usize, bool)> {
    let quote = value.find(['"', '\''])?;
    let (text, is_closed) = power_shell_string(&value[quote..]);
    Some((text, at + quote, is_closed))
}

/// Reads `@{ "Name" = "value" }`.
fn listed_headers(value: &str, start: usize) -> Vec<(String, usize)> {
    let document = parser::parse(&value.replace('`', "\\"));
    let group = document.nodes.first().and_then(Node::group);
    let pairs = group.into_iter().flat_map(|group| &group.pairs);
    pairs
        .filter_map(|(key, value)| {
            let line = format!("{}: {}", key.name()?, value.text()?);
            Some((line, start + key.start))
        })
        .collect()
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
