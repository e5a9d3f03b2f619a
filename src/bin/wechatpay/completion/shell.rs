//! The five shells: their scripts, how words reach us from them, and how candidates go back.

use std::fmt::Write as _;

use super::candidate::{Candidates, Kind};
use super::line::Typed;

/// A shell with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    /// PowerShell.
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
    Elvish,
}

macro_rules! script {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/completions/", $name))
    };
}

impl Shell {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Pwsh => "powershell",
            Self::Elvish => "elvish",
        }
    }

    /// Returns the script, which is committed in `completions/`.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Self::Bash => script!("wechatpay.bash"),
            Self::Zsh => script!("_wechatpay"),
            Self::Fish => script!("wechatpay.fish"),
            Self::Pwsh => script!("_wechatpay.ps1"),
            Self::Elvish => script!("wechatpay.elv"),
        }
    }

    /// Reads the words after the program's name, the current one last, as this shell splits and
    /// quotes them.
    pub(super) fn typed(self, words: Vec<String>) -> Typed {
        match self {
            Self::Bash => joined(&words),
            Self::Fish => split(words.iter().map(|word| unquoted(word, '\\'))),
            Self::Pwsh => split(words.iter().map(|word| unquoted(word, '`'))),
            // These pass words without their quotes.
            Self::Zsh | Self::Elvish => split(words.into_iter().map(|word| (word, None))),
        }
    }

    /// Writes candidates as this shell's script reads them.
    pub(super) fn written(self, typed: &Typed, candidates: &Candidates) -> String {
        let prefix = match self {
            Self::Bash => candidates.prefix.get(typed.unchanged..).unwrap_or_default(),
            Self::Zsh | Self::Fish | Self::Pwsh | Self::Elvish => &candidates.prefix,
        };
        let kind = match candidates.kind {
            Kind::Values => "values",
            Kind::Files => "files",
            Kind::Folders => "folders",
            Kind::Commands => "commands",
        };
        let mut text = format!("{kind}\t{prefix}\n");
        for candidate in &candidates.list {
            let value = &candidate.value;
            let about = &candidate.about;
            // Writing to a text does not fail.
            let _ = match self {
                Self::Bash => {
                    let whole = format!("{}{value}", candidates.prefix);
                    let rest = whole.get(typed.unchanged..).unwrap_or_default();
                    let quoted = match typed.quote {
                        Some(_) => rest.to_owned(),
                        None => escaped(rest),
                    };
                    writeln!(text, "{quoted}")
                }
                Self::Zsh => writeln!(text, "{value}\t{about}"),
                Self::Fish | Self::Elvish => writeln!(text, "{prefix}{value}\t{about}"),
                Self::Pwsh => {
                    writeln!(text, "{}\t{about}", in_quotes(&format!("{prefix}{value}")))
                }
            };
        }
        text
    }
}

/// Returns the words with the quote that the last one begins with.
fn split(words: impl Iterator<Item = (String, Option<char>)>) -> Typed {
    let mut words: Vec<_> = words.collect();
    let (current, quote) = words.pop().unwrap_or_default();
    Typed {
        before: words.into_iter().map(|(word, _)| word).collect(),
        current,
        unchanged: 0,
        quote,
    }
}

/// Joins what bash has split at `=` and `:`: of the last word it keeps what stands before the
/// last of them.
fn joined(words: &[String]) -> Typed {
    let is_break = |word: &str| !word.is_empty() && word.chars().all(|c| c == '=' || c == ':');
    let mut whole: Vec<(String, usize)> = Vec::new();
    let mut is_open = false;
    for word in words {
        match whole.last_mut() {
            Some((last, unchanged)) if is_open || is_break(word) => {
                *unchanged = if is_break(word) {
                    last.len() + word.len()
                } else {
                    last.len()
                };
                last.push_str(word);
            }
            Some(_) | None => whole.push((word.clone(), 0)),
        }
        is_open = is_break(word);
    }
    let unchanged = whole.last().map_or(0, |(_, unchanged)| *unchanged);
    let words = whole.iter().map(|(word, _)| unquoted(word, '\\'));
    let typed = split(words);
    Typed { unchanged, ..typed }
}

/// Takes quotes and escapes off a word that may end within a quote, which is returned, too.
fn unquoted(word: &str, escape: char) -> (String, Option<char>) {
    let mut text = String::new();
    let mut quote = None;
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if c == '\'' || c == '"' => quote = Some(c),
            Some(open) if c == open => quote = None,
            Some('\'') => text.push(c),
            _ if c == escape => text.extend(chars.next()),
            _ => text.push(c),
        }
    }
    (text, quote)
}

/// Escapes what bash would not take literally.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        let is_plain = c.is_alphanumeric() || !c.is_ascii() || "-_./,:=@%+^".contains(c);
        if !is_plain {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Quotes for PowerShell, if that is necessary.
fn in_quotes(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=+".contains(c);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn bash_splits_words_at_equals_signs_and_colons() {
        let typed = Shell::Bash.typed(words(&["--to", "http", ":", "//x", "--mode", "=", "cert"]));
        assert_eq!(typed.before, ["--to", "http://x"]);
        assert_eq!(
            (typed.current.as_str(), typed.unchanged),
            ("--mode=cert", 7)
        );
        let typed = Shell::Bash.typed(words(&["--mode", "="]));
        assert_eq!((typed.current.as_str(), typed.unchanged), ("--mode=", 7));
    }

    #[test]
    fn quotes_are_taken_off() {
        assert_eq!(unquoted(r"my\ shop", '\\'), ("my shop".to_owned(), None));
        assert_eq!(unquoted("'my sh", '\\'), ("my sh".to_owned(), Some('\'')));
        assert_eq!(unquoted("C:\\keys", '`'), ("C:\\keys".to_owned(), None));
    }

    #[test]
    fn nothing_that_a_shell_would_run_is_left_unquoted() {
        assert_eq!(escaped("a$(id)|*"), r"a\$\(id\)\|\*");
        assert_eq!(in_quotes("a'$(id)"), "'a''$(id)'");
        assert_eq!(escaped("店铺-1"), "店铺-1");
    }
}
