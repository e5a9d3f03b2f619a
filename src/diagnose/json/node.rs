//! JSON as text: parsed without loss.
//!
//! Keys keep their order, numbers their digits and strings their escapes, since all of them
//! are bytes that were hashed.

/// Deeper texts are left alone: nothing that WeChat Pay signs comes near.
const MAX_DEPTH: usize = 64;

/// A value and how it was written.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::diagnose) enum Node<'t> {
    /// `null`, `true` or `false`.
    Word(&'static str),
    /// A number's characters.
    Number(&'t str),
    /// A string.
    Text(JsonString<'t>),
    /// An array.
    Array(Vec<Node<'t>>),
    /// An object, its keys in order, doubled ones too.
    Object(Vec<(JsonString<'t>, Node<'t>)>),
}

/// A string: its value, and its raw text between the quotes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::diagnose) struct JsonString<'t> {
    pub(in crate::diagnose) value: String,
    pub(in crate::diagnose) raw: &'t str,
}

/// Parses JSON, a dict as Python prints it, or an object as JavaScript prints it; `None` if the
/// text is something else.
pub(in crate::diagnose) fn parse(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_whitespace();
    let node = reader.value(0)?;
    reader.skip_whitespace();
    (reader.at == text.len()).then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.text[self.at..].starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Option<Node<'t>> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' | b'\'' => self.text().map(Node::Text),
            b'-' | b'0'..=b'9' => {
                let rest = &self.text[self.at..];
                let end = rest
                    .find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c))
                    .unwrap_or(rest.len());
                self.at += end;
                Some(Node::Number(&rest[..end]))
            }
            _ => [
                ("null", "null"),
                ("true", "true"),
                ("false", "false"),
                ("None", "null"),
                ("True", "true"),
                ("False", "false"),
            ]
            .into_iter()
            .find_map(|(written, meant)| self.take(written).then_some(Node::Word(meant))),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Node<'t>> {
        let mut entries = Vec::new();
        self.at += 1;
        self.skip_whitespace();
        if self.take("}") {
            return Some(Node::Object(entries));
        }
        loop {
            self.skip_whitespace();
            let key = match self.peek()? {
                b'"' | b'\'' => self.text()?,
                // JavaScript puts a comma behind the last entry, too.
                b'}' => {
                    self.at += 1;
                    return Some(Node::Object(entries));
                }
                _ => self.word()?,
            };
            self.skip_whitespace();
            if !self.take(":") {
                return None;
            }
            self.skip_whitespace();
            entries.push((key, self.value(depth + 1)?));
            self.skip_whitespace();
            if self.take("}") {
                return Some(Node::Object(entries));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Node<'t>> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_whitespace();
        if self.take("]") {
            return Some(Node::Array(items));
        }
        loop {
            self.skip_whitespace();
            items.push(self.value(depth + 1)?);
            self.skip_whitespace();
            if self.take("]") {
                return Some(Node::Array(items));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    /// Reads a key without quotes.
    fn word(&mut self) -> Option<JsonString<'t>> {
        let rest = &self.text[self.at..];
        let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let raw = &rest[..rest.find(|c| !is_inside(c))?];
        let starts = raw.starts_with(|c: char| !c.is_ascii_digit());
        self.at += raw.len();
        starts.then(|| JsonString {
            value: raw.to_owned(),
            raw,
        })
    }

    fn text(&mut self) -> Option<JsonString<'t>> {
        let quote = self.peek().filter(|byte| matches!(byte, b'"' | b'\''))?;
        self.at += 1;
        let start = self.at;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                byte if byte == quote => break,
                _ => self.at += 1,
            }
        }
        let raw = self.text.get(start..self.at)?;
        self.at += 1;
        let mut value = String::with_capacity(raw.len());
        for unit in units(raw) {
            value.push(unit?.0);
        }
        Some(JsonString { value, raw })
    }
}

/// Iterates over a string's raw text: each character with its spelling; `None` if an escape is
/// invalid.
pub(in crate::diagnose) fn units(raw: &str) -> impl Iterator<Item = Option<(char, &str)>> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let Some((value, length)) = unit(rest, first) else {
            rest = "";
            return Some(None);
        };
        let (spelling, after) = rest.split_at(length);
        rest = after;
        Some(Some((value, spelling)))
    })
}

fn unit(rest: &str, first: char) -> Option<(char, usize)> {
    if first != '\\' {
        return Some((first, first.len_utf8()));
    }
    let plain = |value| Some((value, 2));
    match rest.as_bytes().get(1)? {
        b'n' => plain('\n'),
        b't' => plain('\t'),
        b'r' => plain('\r'),
        b'b' => plain('\u{8}'),
        b'f' => plain('\u{c}'),
        b'u' => {
            let high = hex(rest, 2)?;
            if let Some(value) = char::from_u32(high) {
                return Some((value, 6));
            }
            let low = rest
                .get(6..8)
                .filter(|text| *text == "\\u")
                .and(hex(rest, 8))?;
            let pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
            let value = 0x1_0000 + ((high.wrapping_sub(0xd800)) << 10) + low.wrapping_sub(0xdc00);
            char::from_u32(value)
                .filter(|_| pair)
                .map(|value| (value, 12))
        }
        byte @ (b'"' | b'\'' | b'\\' | b'/') => plain(char::from(*byte)),
        _ => None,
    }
}

fn hex(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parsed_without_loss() {
        let node =
            parse("{\"b\":1.50,\"a\":[true,\"\\u4e2D\\/\\ud83d\\ude00\"],\"b\":null}").unwrap();
        let Node::Object(entries) = node else {
            panic!("an object")
        };
        assert_eq!(entries[0].1, Node::Number("1.50"));
        let Node::Array(items) = &entries[1].1 else {
            panic!("an array")
        };
        let Node::Text(text) = &items[1] else {
            panic!("a string")
        };
        assert_eq!((text.value.as_str(), text.raw.len()), ("中/😀", 20));
        assert_eq!(entries.len(), 3);
    }

    #[test]
    fn hostile_texts_are_refused() {
        for text in [
            "",
            "{",
            "{\"a\"}",
            "\"\\ud800\"",
            "\"\\u12\"",
            "\"\\",
            "[1,]",
            "{}x",
            "\"\\é\"",
            "{'a\\",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }
}
