//! How shells split and quote the words of a command line.

use super::line::Typed;

/// Returns the words with the quote that the last one begins with.
pub(super) fn split(words: impl Iterator<Item = (String, Option<char>)>) -> Typed {
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
pub(super) fn joined(words: &[String]) -> Typed {
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
pub(super) fn unquoted(word: &str, escape: char) -> (String, Option<char>) {
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
pub(super) fn escaped(text: &str) -> String {
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
pub(super) fn in_quotes(text: &str) -> String {
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
        let typed = joined(&words(&["--to", "http", ":", "//x", "--mode", "=", "cert"]));
        assert_eq!(typed.before, ["--to", "http://x"]);
        assert_eq!(
            (typed.current.as_str(), typed.unchanged),
            ("--mode=cert", 7)
        );
        let typed = joined(&words(&["--mode", "="]));
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
