//! Objects as programming languages write and print them, read in one pass.
//!
//! One grammar covers JSON, JavaScript, Python, Ruby, PHP (`print_r`, `var_dump`, `var_export`),
//! Java and Kotlin `toString`, Go and Rust debug output, Dart and Swift: brackets hold entries, an
//! entry is a value or a key and a value, and a value is quoted, bracketed or bare. Text
//! outside brackets is skipped.

use super::document::{Document, Group, Node, NodeKind};
use super::escape;

/// The maximum depth of brackets.
const MAX_DEPTH: usize = 64;
/// The maximum number of values that are read.
const MAX_NODES: usize = 100_000;

/// Reads all objects of a text.
pub(super) fn parse(text: &str) -> Document {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        stack: Vec::new(),
        nodes: 0,
        unclosed: [false; 4],
        document: Document::default(),
    };
    parser.document();
    parser.document
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The closing brackets that are awaited.
    stack: Vec<u8>,
    nodes: usize,
    /// The quotes of which no closing one follows any more.
    unclosed: [bool; 4],
    document: Document,
}

impl Parser<'_> {
    fn document(&mut self) {
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'{' | b'[' => {
                    let prefix = self.prefix();
                    self.top(prefix);
                }
                b'(' => {
                    let prefix = self.prefix();
                    if prefix.is_empty() {
                        self.at += 1;
                    } else {
                        self.top(prefix);
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn top(&mut self, prefix: String) {
        let before = self.at;
        if let Some(node) = self.group(prefix) {
            self.document.nodes.push(node);
        }
        self.at = self.at.max(before + 1);
    }

    /// Returns the word before a bracket outside all other brackets.
    fn prefix(&self) -> String {
        let before = self.text[..self.at].trim_end();
        if self.at - before.len() > 40 {
            return String::new();
        }
        let start = before
            .char_indices()
            .rev()
            .take(64)
            .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$'))
            .last()
            .map_or(before.len(), |(at, _)| at);
        let word = &before[start..];
        let touches = before.len() == self.at;
        if touches || matches!(word, "Array" | "array" | "Object") {
            word.to_owned()
        } else {
            String::new()
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn is_at(&self, what: &str) -> bool {
        self.bytes[self.at..].starts_with(what.as_bytes())
    }

    /// Passes spaces of one line.
    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Passes spaces, line ends, comments and, between entries, commas.
    fn skip_separators(&mut self, commas: bool) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b',' | b';') if commas => self.at += 1,
                Some(b'/') if self.is_at("//") => self.pass("\n"),
                Some(b'/') if self.is_at("/*") => self.pass("*/"),
                Some(0xe2 | 0xef | 0xe3 | 0xc2) => {
                    let Some(c) = self.rest().chars().next() else {
                        return;
                    };
                    let passed = c.is_whitespace()
                        || super::text::is_invisible(c)
                        || (commas && matches!(c, '，' | '；'));
                    if !passed {
                        return;
                    }
                    self.at += c.len_utf8();
                }
                _ => return,
            }
        }
    }

    fn pass(&mut self, end: &str) {
        let found = self.rest().find(end);
        self.at = found.map_or(self.bytes.len(), |at| self.at + at + end.len());
    }

    /// Reads a bracket and its entries, and moves behind it.
    fn group(&mut self, prefix: String) -> Option<Node> {
        let start = self.at;
        let close = closing(self.peek()?)?;
        if self.stack.len() >= MAX_DEPTH || self.nodes >= MAX_NODES {
            self.document.too_deep.get_or_insert(start);
            self.at += 1;
            return None;
        }
        self.at += 1;
        self.stack.push(close);
        let go = prefix == "map";
        let mut group = Group {
            prefix,
            ..Group::default()
        };
        loop {
            self.skip_separators(true);
            let Some(next) = self.peek() else {
                self.document.open.get_or_insert(start);
                break;
            };
            if next == close {
                self.at += 1;
                break;
            }
            if matches!(next, b')' | b']' | b'}') {
                if self.stack.contains(&next) {
                    self.document.open.get_or_insert(start);
                    break;
                }
                self.at += 1;
                continue;
            }
            let before = self.at;
            self.entry(&mut group, go);
            if self.at == before {
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            }
        }
        self.stack.pop();
        Some(self.node(start, NodeKind::Group(group)))
    }

    fn entry(&mut self, group: &mut Group, go: bool) {
        let Some(key) = self.value(Side::Key) else {
            return;
        };
        let after = self.at;
        self.skip_separators(false);
        let Some(separator) = self.separator() else {
            // A method of a JavaScript object has a body.
            let method = key.group().is_some_and(|group| !group.prefix.is_empty());
            if method && self.peek() == Some(b'{') {
                self.skip_block();
            } else {
                self.at = after;
            }
            group.items.push(key);
            return;
        };
        let line_ended = self.passes_line_end();
        let next_is_entry = line_ended && self.starts_entry();
        if next_is_entry || self.ends_entry() {
            let empty = Node {
                start: self.at,
                end: self.at,
                kind: NodeKind::Bare(String::new()),
            };
            group.pairs.push((key, empty));
            return;
        }
        let side = Side::Value {
            separator,
            spaced: go || !self.bytes[..self.at].ends_with(b" "),
        };
        let Some(value) = self.value(side) else {
            return;
        };
        self.skip_spaces();
        if self.is_at("=>") {
            self.at += 2;
            self.skip_separators(false);
            if self.peek() == Some(b'{') {
                self.skip_block();
            }
        } else if self.is_at("(length=") {
            self.pass(")");
        } else if matches!(self.peek(), Some(b'+' | b'.' | b'?' | b'|')) && !go {
            // An expression: the value is not known.
            while !self.ends_entry() && self.peek() != Some(b'\n') {
                self.at += 1;
            }
            let code = self.text[value.start..self.at].trim().to_owned();
            let node = Node {
                start: value.start,
                end: self.at,
                kind: NodeKind::Bare(code),
            };
            group.pairs.push((key, node));
            return;
        }
        group.pairs.push((key, value));
    }

    /// Passes the separator of a key and its value.
    fn separator(&mut self) -> Option<Separator> {
        for (text, separator) in [
            ("=>", Separator::Arrow),
            (":=", Separator::Equals),
            (":", Separator::Colon),
            ("=", Separator::Equals),
            ("：", Separator::Colon),
            ("＝", Separator::Equals),
        ] {
            if self.is_at(text) {
                self.at += text.len();
                return Some(separator);
            }
        }
        None
    }

    /// Passes spaces and, if the value is on the next line, the line end.
    fn passes_line_end(&mut self) -> bool {
        self.skip_spaces();
        let before = self.at;
        self.skip_separators(false);
        self.bytes[before..self.at].contains(&b'\n')
    }

    fn ends_entry(&self) -> bool {
        matches!(self.peek(), None | Some(b',' | b')' | b']' | b'}'))
    }

    /// Whether an entry of `print_r` or YAML begins here, so that the one before has no value.
    fn starts_entry(&self) -> bool {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let name = line
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(line.len());
        let yaml =
            name > 0 && line[name..].starts_with(':') && line[name + 1..].starts_with([' ', '\r']);
        yaml || (line.starts_with('[') && line.contains("] =>"))
    }

    fn value(&mut self, side: Side) -> Option<Node> {
        self.nodes += 1;
        if self.nodes >= MAX_NODES {
            self.document.too_deep.get_or_insert(self.at);
            self.at = self.bytes.len();
            return None;
        }
        let next = self.peek()?;
        if closing(next).is_some() {
            let node = self.group(String::new())?;
            if side.is_value() {
                // `[]string{…}`
                if next == b'[' && matches!(self.peek(), Some(c) if c.is_ascii_alphabetic()) {
                    return self.bare(side);
                }
                let after = self.at;
                self.skip_spaces();
                // `[Object: null prototype] { … }`
                if self.peek() == Some(b'{') {
                    return self.group(String::new());
                }
                self.at = after;
            }
            return Some(node);
        }
        if let Some(node) = self.quoted(side) {
            return Some(node);
        }
        self.bare(side)
    }

    /// Reads a string literal; `None` if there is no opening or closing quote.
    fn quoted(&mut self, side: Side) -> Option<Node> {
        let start = self.at;
        let (open, close, slot) = match self.peek()? {
            b'"' => ("\"", "\"", 0),
            b'\'' => ("'", "'", 1),
            b'`' => ("`", "`", 2),
            _ if self.is_at("“") => ("“", "”", 3),
            _ if self.is_at("”") => ("”", "”", 3),
            _ => return None,
        };
        if self.unclosed[slot] {
            return None;
        }
        // PHP's single quotes know two escapes only.
        let is_php = slot == 1 && side.is_after_arrow();
        // Java's `Type{body='…'}` escapes nothing.
        let is_java = slot == 1
            && side.is_value()
            && self.bytes[..start].ends_with(b"=")
            && self.stack.last() == Some(&b'}');
        let mut bytes = Vec::new();
        let mut escaped = false;
        let mut at = start + open.len();
        loop {
            let Some(byte) = self.bytes.get(at) else {
                self.unclosed[slot] = true;
                return None;
            };
            if self.bytes[at..].starts_with(close.as_bytes()) {
                at += close.len();
                break;
            }
            if *byte == b'\\' && !is_java {
                let next = self.bytes.get(at + 1);
                if is_php && !matches!(next, Some(b'\\' | b'\'')) {
                    bytes.push(b'\\');
                    at += 1;
                    continue;
                }
                escaped = true;
                at += escape::unescape(&self.text[at..], &mut bytes);
            } else {
                bytes.push(*byte);
                at += 1;
            }
        }
        self.at = at;
        Some(self.node(start, NodeKind::Quoted { bytes, escaped }))
    }

    /// Reads a value without quotes, or a word before quotes or brackets with what follows.
    fn bare(&mut self, side: Side) -> Option<Node> {
        // A symbol of Ruby.
        if !side.is_value() && self.peek() == Some(b':') {
            self.at += 1;
        }
        let start = self.at;
        while let Some(next) = self.peek() {
            match next {
                b'\n' | b'\r' | b',' | b')' | b']' | b'}' => break,
                b';' if side.is_value() => break,
                b':' if !side.is_value() => break,
                b'=' if !side.is_value() && self.ends_key(start) => break,
                b'(' | b'[' | b'{' => {
                    let word = self.text[start..self.at].trim().to_owned();
                    return self.after_word(start, word, side);
                }
                b'"' | b'\'' | b'`' => {
                    let prefix = &self.text[start..self.at];
                    let typed = matches!(
                        prefix.trim_end(),
                        "string" | "b" | "u" | "r" | "rb" | "n" | "&" | "@" | "Some"
                    );
                    if typed && let Some(node) = self.quoted(side) {
                        return Some(node);
                    }
                    self.at += 1;
                }
                b' ' if side.ends_at_space() && self.next_is_pair() => break,
                0xef if !side.is_value() && (self.is_at("：") || self.is_at("＝")) => break,
                _ => self.at += 1,
            }
        }
        let word = self.text[start..self.at].trim().to_owned();
        // `Array` and the bracket on the next line.
        if word == "Array" || word.ends_with(" Object") {
            let after = self.at;
            self.skip_separators(false);
            if self.peek() == Some(b'(') {
                return self.group(word);
            }
            self.at = after;
        }
        let end = start + self.text[start..self.at].trim_end().len();
        let node = self.node(start, NodeKind::Bare(word));
        Some(Node { end, ..node })
    }

    /// Whether an equals sign ends a key; base64 ends in such signs, too.
    fn ends_key(&self, start: usize) -> bool {
        const MAX_KEY_BYTES: usize = 64;
        let doubled = matches!(self.bytes.get(self.at + 1), Some(b'='))
            || (self.at > start && self.bytes[self.at - 1] == b'=');
        !doubled && self.at - start <= MAX_KEY_BYTES
    }

    /// Reads on at a bracket behind a word: a call, a type's name, or a part of the value.
    fn after_word(&mut self, start: usize, word: String, side: Side) -> Option<Node> {
        let open = self.at;
        let is_counted = || {
            let inside = self.rest().strip_prefix('(').unwrap_or_default();
            let count = inside.split(')').next().unwrap_or_default();
            count.bytes().all(|c| c.is_ascii_digit())
        };
        // `array(2)` of `var_dump`, not the `array (` of `var_export`.
        if self.peek() == Some(b'(')
            && (word != "array" || is_counted())
            && matches!(
                word.as_str(),
                "string" | "array" | "int" | "float" | "bool" | "object" | "enum" | "Map" | "Set"
            )
        {
            let inside = self.rest().find(')').map(|at| self.at + at)?;
            let argument = self.text[open + 1..inside].trim().to_owned();
            self.at = inside + 1;
            return self.dumped(start, &word, argument, side);
        }
        let function = word
            .split(' ')
            .any(|part| matches!(part, "function" | "async" | "func" | "fn"));
        let node = self.group(word)?;
        let after = self.at;
        self.skip_spaces();
        if function && self.peek() == Some(b'{') {
            self.skip_block();
        } else if side.is_value() && self.peek() == Some(b'{') {
            return self.group(String::new());
        } else {
            self.at = after;
            // Brackets inside a bare value, such as `Mozilla/4.0 (Windows)`.
            let more = matches!(self.peek(), Some(c) if c.is_ascii_alphanumeric());
            if more && side.is_value() && !self.is_at("=>") {
                while let Some(next) = self.peek() {
                    if matches!(next, b'\n' | b',' | b')' | b']' | b'}') {
                        break;
                    }
                    self.at += 1;
                }
            }
        }
        Some(Node {
            start: node.start.max(start),
            ..node
        })
    }

    /// Reads what `var_dump` announces with a type and a length.
    fn dumped(&mut self, start: usize, word: &str, argument: String, side: Side) -> Option<Node> {
        let after = self.at;
        match word {
            "string" => {
                self.skip_spaces();
                let length: usize = argument.parse().ok()?;
                let from = self.at + 1;
                let exact = from
                    .checked_add(length)
                    .filter(|end| self.peek() == Some(b'"') && self.bytes.get(*end) == Some(&b'"'));
                if let Some(end) = exact {
                    let bytes = self.bytes[from..end].to_vec();
                    self.at = end + 1;
                    let kind = NodeKind::Quoted {
                        bytes,
                        escaped: false,
                    };
                    return Some(self.node(start, kind));
                }
                self.quoted(side)
            }
            "array" | "Map" | "Set" | "object" => {
                let line_end = self.rest().find('\n').unwrap_or(self.rest().len());
                let brace = self.rest()[..line_end].find('{');
                self.at += brace.unwrap_or(0);
                if brace.is_some() {
                    self.group(word.to_owned())
                } else {
                    self.at = after;
                    Some(self.node(start, NodeKind::Bare(argument)))
                }
            }
            _ => Some(self.node(start, NodeKind::Bare(argument))),
        }
    }

    /// Tells whether, behind a space, a name and a separator follow, as Go prints maps.
    fn next_is_pair(&self) -> bool {
        let rest = self.rest().trim_start_matches(' ');
        let name = rest
            .bytes()
            .take(64)
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'))
            .count();
        name > 0
            && !rest.as_bytes()[0].is_ascii_digit()
            && matches!(rest.as_bytes().get(name), Some(b':' | b'='))
    }

    /// Passes a block of code.
    fn skip_block(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(next) = self.peek() {
            match next {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                b'"' | b'\'' | b'`' if self.quoted(Side::Key).is_some() => continue,
                _ => {}
            }
            self.at += 1;
        }
        self.document.open.get_or_insert(start);
    }

    fn node(&mut self, start: usize, kind: NodeKind) -> Node {
        self.nodes += 1;
        Node {
            start,
            end: self.at,
            kind,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Colon,
    Equals,
    Arrow,
}

/// The position of a value within its entry.
#[derive(Clone, Copy)]
enum Side {
    Key,
    Value {
        separator: Separator,
        /// Whether a space and a name may begin the next entry.
        spaced: bool,
    },
}

impl Side {
    fn is_value(self) -> bool {
        matches!(self, Self::Value { .. })
    }

    fn is_after_arrow(self) -> bool {
        matches!(
            self,
            Self::Value {
                separator: Separator::Arrow,
                ..
            }
        )
    }

    fn ends_at_space(self) -> bool {
        matches!(
            self,
            Self::Value {
                spaced: true,
                separator: Separator::Colon | Separator::Equals
            }
        )
    }
}

fn closing(open: u8) -> Option<u8> {
    match open {
        b'{' => Some(b'}'),
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        _ => None,
    }
}
