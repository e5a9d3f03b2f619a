//! The words of a command, as the shell that it was written for splits them.

use std::iter::Peekable;
use std::str::CharIndices;

use super::escape;

/// The words of a command, with the offset of each.
pub(super) struct Words {
    pub(super) words: Vec<(String, usize)>,
    pub(super) open: Option<usize>,
    pub(super) end: Option<usize>,
}

/// Splits a command as the shell does whose escapes it has.
pub(super) fn words(source: &str) -> Words {
    // Only cmd continues lines and escapes quotes with a caret.
    let is_cmd = source.contains("^\"") || source.contains(" ^\n") || source.contains(" ^\r\n");
    if is_cmd {
        cmd_words(source)
    } else {
        shell_words(source)
    }
}

/// Splits a command as a POSIX shell does, up to its end.
pub(super) fn shell_words(source: &str) -> Words {
    let mut splitter = Splitter {
        source,
        chars: source.char_indices().peekable(),
        words: Vec::new(),
        word: None,
        open: None,
    };
    let end = splitter.run().unwrap_or(source.len());
    let Splitter {
        mut words,
        word,
        open,
        ..
    } = splitter;
    words.extend(word);
    Words {
        words,
        open,
        end: Some(end),
    }
}

/// A command of a POSIX shell, and the words so far.
struct Splitter<'s> {
    source: &'s str,
    chars: Peekable<CharIndices<'s>>,
    words: Vec<(String, usize)>,
    /// The word under way.
    word: Option<(String, usize)>,
    /// The first quote that is not closed.
    open: Option<usize>,
}

impl Splitter<'_> {
    /// Reads up to the end of the command, and returns its offset; `None` if that is the text's.
    fn run(&mut self) -> Option<usize> {
        while let Some((at, c)) = self.chars.next() {
            match c {
                '\\' => self.escaped(at),
                ' ' | '\t' | '\r' | '\u{a0}' => self.words.extend(self.word.take()),
                '\n' | ';' | '|' | '&' | '>' if !self.words.is_empty() || self.word.is_some() => {
                    self.words.extend(self.word.take());
                    // The backslash before a line end may have been lost: options continue.
                    let rest = self.source[at + c.len_utf8()..].trim_start();
                    if c != '\n' || !rest.starts_with('-') {
                        return Some(at);
                    }
                }
                '\'' | '‘' | '’' => self.single_quoted(at),
                '"' => self.double_quoted(at),
                c => self.word(at).push(c),
            }
        }
        None
    }

    /// Returns the word under way, or begins one here.
    fn word(&mut self, at: usize) -> &mut String {
        &mut self.word.get_or_insert((String::new(), at)).0
    }

    fn is_next(&mut self, wanted: &[char]) -> bool {
        self.chars.peek().is_some_and(|(_, c)| wanted.contains(c))
    }

    fn escaped(&mut self, at: usize) {
        match self.chars.next() {
            Some((_, '\n')) | None => {}
            Some((_, '\r')) if self.is_next(&['\n']) => {
                self.chars.next();
            }
            // A space was copied behind the backslash.
            Some((_, ' ')) if self.is_next(&['\n', '\r']) => {
                self.chars.next();
            }
            Some((_, escaped)) => self.word(at).push(escaped),
        }
    }

    /// Reads up to the closing quote; escapes count behind `$` only.
    fn single_quoted(&mut self, at: usize) {
        let has_escapes = self.word(at) == "$";
        if has_escapes {
            self.word(at).clear();
        }
        let mut bytes = Vec::new();
        let mut is_closed = false;
        while let Some((inner, c)) = self.chars.next() {
            if matches!(c, '\'' | '’') {
                is_closed = true;
                break;
            }
            if has_escapes && c == '\\' {
                let length = escape::unescape(&self.source[inner..], &mut bytes);
                let is_escape = |(at, _): &(usize, char)| *at < inner + length;
                while self.chars.next_if(is_escape).is_some() {}
            } else {
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        self.word(at).push_str(&String::from_utf8_lossy(&bytes));
        if !is_closed {
            self.open.get_or_insert(at);
        }
    }

    fn double_quoted(&mut self, at: usize) {
        self.word(at);
        while let Some((_, c)) = self.chars.next() {
            match c {
                '"' => return,
                '\\' => match self.chars.next() {
                    Some((_, escaped @ ('"' | '\\' | '$' | '`'))) => self.word(at).push(escaped),
                    Some((_, '\n')) | None => {}
                    Some((_, other)) => self.word(at).extend(['\\', other]),
                },
                c => self.word(at).push(c),
            }
        }
        self.open.get_or_insert(at);
    }
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
fn line_end(chars: &mut Peekable<CharIndices<'_>>, plain: &mut Vec<(char, usize)>, at: usize) {
    if chars.peek().is_some_and(|(_, c)| *c == '\n') {
        chars.next();
        plain.push(('\n', at));
    } else {
        plain.push((' ', at));
    }
}
