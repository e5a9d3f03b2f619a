//! The commands of curl and wget.

use super::reading::InputForm;
use super::shell::{Command, find_program};
use super::words::{Words, words};

/// Reads the first such command of a text.
pub(super) fn command(text: &str) -> Option<Command> {
    let start = find_program(text, "curl").or_else(|| find_program(text, "wget"))?;
    Some(read(text, start))
}

fn read(text: &str, start: usize) -> Command {
    let Words { words, open, end } = words(&text[start..]);
    let mut command = Command {
        form: Some(InputForm::CurlCommand),
        open: open.map(|at| start + at),
        end: end.map(|at| start + at),
        start,
        ..Command::default()
    };
    let mut in_query = false;
    let mut words = words.into_iter().skip(1);
    while let Some((word, at)) = words.next() {
        let at = start + at;
        let (option, attached) = split_option(&word);
        let Some(option) = option else {
            command.url.get_or_insert(word);
            continue;
        };
        in_query |= option == "-G" || option == "--get";
        if !takes_value(&option) {
            continue;
        }
        let following = || words.next().map(|(value, at)| (value, start + at));
        let value = attached.map(|value| (value, at)).or_else(following);
        if let Some((value, at)) = value {
            set(&mut command, &option, value, at);
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

/// Takes the value of an option of curl or wget.
fn set(command: &mut Command, option: &str, value: String, at: usize) {
    match option {
        "-H" | "--header" => command.headers.push((value, at)),
        "-X" | "--request" | "--method" => command.method = Some(value),
        "--url" => command.url = Some(value),
        "-d" | "--data" | "--data-ascii" | "--data-binary" | "--json" if value.starts_with('@') => {
            command.body_file = Some(at);
        }
        "-d" | "--data" | "--data-ascii" | "--data-binary" | "--data-raw" | "--json"
        | "--data-urlencode" | "--body-data" | "--post-data" => match &mut command.body {
            Some((bytes, _)) => {
                if option != "--json" {
                    bytes.push(b'&');
                }
                bytes.extend_from_slice(value.as_bytes());
            }
            None => command.body = Some((value.into_bytes(), at)),
        },
        _ => {}
    }
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
