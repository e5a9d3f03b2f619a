//! `HTTPie`'s command, and `xh`, which takes the same: `http POST URL Name:value key=value number:=1`.

use super::reading::InputForm;
use super::shell::{Command, find_program};
use super::words::{Words, shell_words};

/// The programs, and what they do otherwise.
const PROGRAMS: [Program; 5] = [
    Program::new("https", "https", true),
    Program::new("http", "http", true),
    Program::new("httpie", "http", true),
    Program::new("xhs", "https", false),
    Program::new("xh", "http", false),
];

#[derive(Clone, Copy)]
struct Program {
    name: &'static str,
    scheme: &'static str,
    /// Whether JSON has spaces and ASCII only, as Python writes it.
    is_python: bool,
}

impl Program {
    const fn new(name: &'static str, scheme: &'static str, is_python: bool) -> Self {
        Self {
            name,
            scheme,
            is_python,
        }
    }
}

/// Options with a value of their own.
const WITH_VALUE: [&str; 26] = [
    "-a",
    "--auth",
    "-A",
    "--auth-type",
    "-o",
    "--output",
    "-p",
    "--print",
    "-P",
    "-s",
    "--style",
    "--pretty",
    "--format-options",
    "--session",
    "--session-read-only",
    "--timeout",
    "--proxy",
    "--verify",
    "--cert",
    "--cert-key",
    "--ssl",
    "--boundary",
    "--max-redirects",
    "--response-charset",
    "--response-mime",
    "--default-scheme",
];

/// Reads the first such command of a text.
pub(super) fn command(text: &str) -> Option<Command> {
    PROGRAMS.iter().find_map(|program| {
        let start = find_program(text, program.name)?;
        read(text, start, *program)
    })
}

fn read(text: &str, start: usize, program: Program) -> Option<Command> {
    let Words { words, open, end } = shell_words(&text[start..]);
    let words = words.into_iter().skip(1);
    let mut arguments = Arguments::read(words.map(|(word, at)| (word, start + at)));
    let target = arguments.target.as_ref().filter(|target| is_url(target))?;
    let url = url(target, &arguments.query, program.scheme);
    let body = arguments.body(program);
    let mut command = Command {
        form: Some(InputForm::HttpieCommand),
        url: Some(url),
        open: open.map(|at| start + at),
        end: end.map(|at| start + at),
        start,
        body,
        ..arguments.command
    };
    if command.body.is_none() && command.body_file.is_none() {
        piped(text, start, &mut command);
    }
    let has_body = command.body.is_some() || command.body_file.is_some();
    let method = if has_body { "POST" } else { "GET" };
    command.method.get_or_insert_with(|| method.to_owned());
    Some(command)
}

/// What the words behind the program's name give.
#[derive(Default)]
struct Arguments {
    /// What is given as it is sent.
    command: Command,
    target: Option<String>,
    query: Vec<(String, String)>,
    /// The fields of a body that the program writes, with their offsets.
    fields: Vec<(String, Value, usize)>,
    is_form: bool,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = (String, usize)>) -> Self {
        let mut arguments = Self::default();
        let command = &mut arguments.command;
        while let Some((word, at)) = words.next() {
            match word.as_str() {
                "-f" | "--form" => arguments.is_form = true,
                "--raw" => command.body = words.next().map(|(raw, at)| (raw.into_bytes(), at)),
                // A shell ends such a string with a line feed.
                "<<<" => {
                    command.body = words
                        .next()
                        .map(|(text, at)| (format!("{text}\n").into_bytes(), at));
                }
                "<" => command.body_file = Some(at),
                _ if word.starts_with("--raw=") => {
                    command.body = Some((word["--raw=".len()..].into(), at));
                }
                _ if word.starts_with('<') => command.body_file = Some(at),
                _ if WITH_VALUE.contains(&word.as_str()) => drop(words.next()),
                _ if word.starts_with('-') => {}
                _ if arguments.target.is_some() => match Item::read(&word) {
                    Item::Header(line) => command.headers.push((line, at)),
                    Item::Query(name, value) => arguments.query.push((name, value)),
                    Item::Text(name, value) => {
                        arguments.fields.push((name, Value::Text(value), at));
                    }
                    Item::Json(name, value) => {
                        arguments.fields.push((name, Value::Json(value), at));
                    }
                    Item::File => command.body_file = Some(at),
                },
                _ if command.method.is_none() && is_method(&word) => {
                    command.method = Some(word.to_ascii_uppercase());
                }
                _ => arguments.target = Some(word),
            }
        }
        arguments
    }

    /// Takes the body, which the program writes of the fields if none is given.
    fn body(&mut self, program: Program) -> Option<(Vec<u8>, usize)> {
        if self.command.body.is_some() {
            return self.command.body.take();
        }
        let at = self.fields.first()?.2;
        let fields = std::mem::take(&mut self.fields).into_iter();
        let fields = fields.map(|(name, value, _)| (name, value));
        let body = if self.is_form {
            form(fields)
        } else {
            Object::of(fields).write(program.is_python)
        };
        Some((body.into_bytes(), at))
    }
}

fn is_method(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && word != "localhost"
}

fn is_url(word: &str) -> bool {
    word.contains("://") || word.starts_with([':', '/']) || word.contains(['.', '/'])
}

fn url(target: &str, query: &[(String, String)], scheme: &str) -> String {
    let mut url = match target.strip_prefix(':') {
        _ if target.contains("://") => target.to_owned(),
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{scheme}://localhost:{rest}")
        }
        Some(rest) => format!("{scheme}://localhost{rest}"),
        None => format!("{scheme}://{target}"),
    };
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.extend(url::form_urlencoded::byte_serialize(name.as_bytes()));
        url.push('=');
        url.extend(url::form_urlencoded::byte_serialize(value.as_bytes()));
    }
    url
}

/// Takes the body that a program in front of the pipe prints.
fn piped(text: &str, start: usize, command: &mut Command) {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line..start].trim_end();
    let Some(before) = before.strip_suffix('|') else {
        return;
    };
    let prompt = before.find(['$', '#', '%']).map_or(0, |at| at + 1);
    let is_prompt = !before[..prompt].contains(['\'', '"']);
    let source = &before[if is_prompt { prompt } else { 0 }..];
    let Words { words, .. } = shell_words(source);
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    let body = match words[..] {
        ["echo", "-n", body] | ["printf", "%s", body] | ["printf", body] => body.to_owned(),
        ["echo", body] | ["printf", "%s\\n", body] => format!("{body}\n"),
        _ => {
            command.body_file = Some(line);
            return;
        }
    };
    command.body = Some((body.into_bytes(), line));
}

/// What a word behind the URL gives.
enum Item {
    Header(String),
    Query(String, String),
    Text(String, String),
    Json(String, String),
    /// The content of a file, which is not in the text.
    File,
}

impl Item {
    fn read(word: &str) -> Self {
        const SEPARATORS: [&str; 8] = [":=@", "=@", ":@", ":=", "==", "=", ":", "@"];
        let mut name = String::new();
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            if let Some(escaped) = rest.strip_prefix('\\') {
                name.extend(escaped.chars().next());
                rest = escaped.get(1..).unwrap_or_default();
                continue;
            }
            if let Some(separator) = SEPARATORS.iter().find(|s| rest.starts_with(**s)) {
                let value = rest[separator.len()..].to_owned();
                return match *separator {
                    ":" => Self::Header(format!("{name}: {value}")),
                    "==" => Self::Query(name, value),
                    "=" => Self::Text(name, value),
                    ":=" => Self::Json(name, value),
                    _ => Self::File,
                };
            }
            name.push(first);
            rest = &rest[first.len_utf8()..];
        }
        Self::File
    }
}

enum Value {
    Text(String),
    Json(String),
    Object(Object),
}

/// An object whose keys are in the order of the command.
#[derive(Default)]
struct Object(Vec<(String, Value)>);

impl Object {
    fn of(fields: impl Iterator<Item = (String, Value)>) -> Self {
        let mut object = Self::default();
        for (name, value) in fields {
            // `amount[total]:=1`
            let mut parts = name.split(['[', ']']).filter(|part| !part.is_empty());
            let first = parts.next().unwrap_or_default().to_owned();
            object.put(first, parts.map(str::to_owned), value);
        }
        object
    }

    fn put(&mut self, name: String, mut path: impl Iterator<Item = String>, value: Value) {
        let Some(next) = path.next() else {
            self.0.push((name, value));
            return;
        };
        let known = self.0.iter().position(|(key, _)| *key == name);
        let at = known.unwrap_or_else(|| {
            self.0.push((name, Value::Object(Self::default())));
            self.0.len() - 1
        });
        if let Value::Object(inner) = &mut self.0[at].1 {
            let rest: Vec<String> = path.collect();
            inner.put(next, rest.into_iter(), value);
        }
    }

    fn write(&self, is_python: bool) -> String {
        let [colon, comma] = separators(is_python);
        let members: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => string(text, is_python),
                    Value::Json(json) => again(json, is_python),
                    Value::Object(object) => object.write(is_python),
                };
                format!("{}{colon}{value}", string(name, is_python))
            })
            .collect();
        format!("{{{}}}", members.join(comma))
    }
}

fn separators(is_python: bool) -> [&'static str; 2] {
    if is_python { [": ", ", "] } else { [":", ","] }
}

fn string(text: &str, is_python: bool) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    if is_python { ascii(&quoted) } else { quoted }
}

fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut units = [0; 2];
    for c in text.chars() {
        if c.is_ascii() {
            plain.push(c);
        } else {
            let units = c.encode_utf16(&mut units).iter();
            plain.extend(units.map(|unit| format!("\\u{unit:04x}")));
        }
    }
    plain
}

/// Writes JSON again, with the program's spaces.
fn again(json: &str, is_python: bool) -> String {
    let [colon, comma] = separators(is_python);
    let mut text = String::with_capacity(json.len());
    let mut in_string = false;
    let mut is_escaped = false;
    for c in json.chars() {
        match c {
            _ if in_string => {
                text.push(c);
                in_string = c != '"' || is_escaped;
                is_escaped = c == '\\' && !is_escaped;
            }
            '"' => {
                text.push(c);
                in_string = true;
            }
            ':' => text.push_str(colon),
            ',' => text.push_str(comma),
            _ if c.is_ascii_whitespace() => {}
            _ => text.push(c),
        }
    }
    if is_python { ascii(&text) } else { text }
}

fn form(fields: impl Iterator<Item = (String, Value)>) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        match value {
            Value::Text(text) | Value::Json(text) => form.append_pair(&name, &text),
            Value::Object(object) => form.append_pair(&name, &object.write(true)),
        };
    }
    form.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String, String) {
        let command = command(text).unwrap();
        let body = command.body.map(|(bytes, _)| bytes).unwrap_or_default();
        (
            command.method.unwrap(),
            command.url.unwrap(),
            String::from_utf8(body).unwrap(),
        )
    }

    const URL: &str = "https://api.mch.weixin.qq.com/v3/x";

    fn are_read<const N: usize>(commands: [(String, &str, &str, &str); N]) {
        for (text, method, url, body) in commands {
            let expected = (method.to_owned(), url.to_owned(), body.to_owned());
            assert_eq!(read(&text), expected, "{text}");
        }
    }

    #[test]
    fn method_and_url_are_read_as_the_program_sends_them() {
        are_read([
            (format!("http {URL} A:b"), "GET", URL, ""),
            (
                "https api.mch.weixin.qq.com/v3/x mchid==1 a==b/c".to_owned(),
                "GET",
                "https://api.mch.weixin.qq.com/v3/x?mchid=1&a=b%2Fc",
                "",
            ),
            (
                "http :8080/notify A:b".to_owned(),
                "GET",
                "http://localhost:8080/notify",
                "",
            ),
        ]);
    }

    #[test]
    fn a_body_of_fields_is_read_as_the_program_writes_it() {
        are_read([
            (
                format!("$ http {URL} a=1 b:=2"),
                "POST",
                URL,
                r#"{"a": "1", "b": 2}"#,
            ),
            (
                format!("xh put {URL} a=支 b:='{{\"c\": [1, 2]}}'"),
                "PUT",
                URL,
                r#"{"a":"支","b":{"c":[1,2]}}"#,
            ),
            (
                format!("http {URL} a=支付 x:y"),
                "POST",
                URL,
                r#"{"a": "\u652f\u4ed8"}"#,
            ),
            (
                format!("http {URL} amount[total]:=1 amount[currency]=CNY payer[openid]=o"),
                "POST",
                URL,
                r#"{"amount": {"total": 1, "currency": "CNY"}, "payer": {"openid": "o"}}"#,
            ),
            (
                format!("http --form POST {URL} a=1 b='x y'"),
                "POST",
                URL,
                "a=1&b=x+y",
            ),
        ]);
    }

    #[test]
    fn a_body_that_is_given_is_read_as_it_is() {
        let json = r#"{"a":1}"#;
        are_read([
            (format!("http POST {URL} --raw '{json}'"), "POST", URL, json),
            (
                format!("http POST {URL} --raw='{{}}' -v --timeout 3"),
                "POST",
                URL,
                "{}",
            ),
            (
                format!("echo -n '{json}' | http POST {URL}"),
                "POST",
                URL,
                json,
            ),
            (
                format!("$ echo '{{\"a\":\"$1\"}}' | http {URL}"),
                "POST",
                URL,
                "{\"a\":\"$1\"}\n",
            ),
            (format!("http {URL} <<< '{{}}'"), "POST", URL, "{}\n"),
        ]);
        for file in ["http {URL} < body.json", "cat b.json | http {URL}"] {
            let text = file.replace("{URL}", URL);
            assert!(command(&text).unwrap().body_file.is_some(), "{text}");
        }
    }

    #[test]
    fn other_texts_with_the_name_are_no_commands() {
        for other in [
            "http 401 Unauthorized",
            "see http for more",
            "error: http status",
            "http",
        ] {
            assert!(command(other).is_none(), "{other}");
        }
    }
}
