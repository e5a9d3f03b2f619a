//! How the serialisers in use write JSON.

use super::habits::{Beyond, Safe, Slashes, Spacing, tall};
use super::number::Numbers;
use super::order::Order;
use super::{JsonString, Node};

/// How a serialiser writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::diagnose) struct Style {
    pub(in crate::diagnose) order: Order,
    pub(in crate::diagnose) spacing: Spacing,
    pub(in crate::diagnose) beyond: Beyond,
    pub(in crate::diagnose) safe: Safe,
    pub(in crate::diagnose) slashes: Slashes,
    pub(in crate::diagnose) numbers: Numbers,
    /// Keys whose value is `null` are left out.
    pub(in crate::diagnose) without_nulls: bool,
}

impl Style {
    /// As WeChat Pay writes, with the keys in their given order.
    pub(in crate::diagnose) const PLAIN: Self = Self {
        order: Order::SAME,
        spacing: Spacing::COMPACT,
        beyond: Beyond::Raw,
        safe: Safe::No,
        slashes: Slashes::Plain,
        numbers: Numbers::Same,
        without_nulls: false,
    };

    /// What well-known serialisers do by default, if that is more than one
    /// thing at once.
    pub(in crate::diagnose) const KNOWN: [Self; 9] = [
        // json.dumps
        Self {
            spacing: Spacing::PYTHON,
            beyond: Beyond::Lower,
            ..Self::PLAIN
        },
        // json_encode
        Self {
            beyond: Beyond::Lower,
            slashes: Slashes::Escaped,
            ..Self::PLAIN
        },
        // System.JsonString.Json
        Self {
            beyond: Beyond::Upper,
            safe: Safe::Net,
            ..Self::PLAIN
        },
        // Go's json.Marshal of a map
        Self {
            order: Order::SORTED,
            safe: Safe::Go,
            ..Self::PLAIN
        },
        // json.dumps(…, sort_keys=True)
        Self {
            order: Order::SORTED,
            spacing: Spacing::PYTHON,
            beyond: Beyond::Lower,
            ..Self::PLAIN
        },
        // Gson's map of doubles
        Self {
            safe: Safe::Gson,
            numbers: Numbers::PointZero,
            ..Self::PLAIN
        },
        // json_encode(…, JSON_PRETTY_PRINT)
        Self {
            spacing: tall("    ", ": ", "\n"),
            beyond: Beyond::Lower,
            slashes: Slashes::Escaped,
            ..Self::PLAIN
        },
        // json.dumps(…, indent=2), indent=4
        Self {
            spacing: tall("  ", ": ", "\n"),
            beyond: Beyond::Lower,
            ..Self::PLAIN
        },
        Self {
            spacing: tall("    ", ": ", "\n"),
            beyond: Beyond::Lower,
            ..Self::PLAIN
        },
    ];

    /// Writes a value.
    pub(in crate::diagnose) fn write(&self, node: &Node<'_>) -> String {
        let mut out = String::new();
        self.value(node, 0, &mut out);
        out
    }

    /// Writes a value that is a member of an object.
    pub(in crate::diagnose) fn write_nested(&self, node: &Node<'_>) -> String {
        let mut out = String::new();
        self.value(node, 1, &mut out);
        out
    }

    /// Whether everything is written on one line.
    pub(in crate::diagnose) fn is_flat(&self) -> bool {
        self.spacing.indent.is_none()
    }

    /// Returns the separator between two members.
    pub(in crate::diagnose) fn comma(&self) -> &'static str {
        self.spacing.comma
    }

    /// Writes a member, its value written before.
    pub(in crate::diagnose) fn member(&self, key: &JsonString<'_>, value: &str) -> String {
        let mut out = String::new();
        self.text(key, &mut out);
        out + self.spacing.colon + value
    }

    fn value(&self, node: &Node<'_>, depth: usize, out: &mut String) {
        match node {
            Node::Word(word) => out.push_str(word),
            Node::Number(number) => out.push_str(&self.numbers.write(number)),
            Node::Text(text) if self.numbers.unquotes(&text.value) => out.push_str(&text.value),
            Node::Text(text) => self.text(text, out),
            Node::Array(items) => {
                let one_line = self.spacing.flat_arrays;
                self.list(
                    ['[', ']'],
                    items.len(),
                    depth,
                    one_line,
                    out,
                    |place, out| {
                        self.value(&items[place], depth + usize::from(!one_line), out);
                    },
                );
            }
            Node::Object(entries) => {
                let mut places = self.order.places(entries, depth);
                if self.without_nulls {
                    places.retain(|place| entries[*place].1 != Node::Word("null"));
                }
                self.list(['{', '}'], places.len(), depth, false, out, |at, out| {
                    let (key, value) = &entries[places[at]];
                    self.text(key, out);
                    out.push_str(self.spacing.colon);
                    self.value(value, depth + 1, out);
                });
            }
        }
    }

    fn list(
        &self,
        brackets: [char; 2],
        length: usize,
        depth: usize,
        one_line: bool,
        out: &mut String,
        mut item: impl FnMut(usize, &mut String),
    ) {
        let indent = self.spacing.indent.filter(|_| !one_line);
        let line = |depth: usize, out: &mut String| {
            if let Some(indent) = indent {
                out.push_str(self.spacing.line_end);
                out.extend(std::iter::repeat_n(indent, depth));
            }
        };
        out.push(brackets[0]);
        if length == 0 {
            // Only Jackson writes a space into an empty container.
            out.push_str(if self.spacing.flat_arrays { " " } else { "" });
            out.push(brackets[1]);
            return;
        }
        if one_line {
            out.push(' ');
        }
        for place in 0..length {
            if place > 0 {
                out.push_str(if one_line { ", " } else { self.spacing.comma });
            }
            line(depth + 1, out);
            item(place, out);
        }
        if one_line {
            out.push(' ');
        }
        line(depth, out);
        out.push(brackets[1]);
    }

    fn text(&self, text: &JsonString<'_>, out: &mut String) {
        out.push('"');
        let mut before = None;
        for c in text.value.chars() {
            self.character(c, before, out);
            before = Some(c);
        }
        out.push('"');
    }

    fn character(&self, c: char, before: Option<char>, out: &mut String) {
        let short = match c {
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\\' => '\\',
            '/' if self.slashes.escapes_behind(before) => '/',
            '"' if !self.safe.escapes('"') => '"',
            _ => '\0',
        };
        if short != '\0' {
            out.extend(['\\', short]);
        } else if self.safe.escapes(c) {
            escape(c, self.safe.upper() || self.beyond == Beyond::Upper, out);
        } else if c < ' ' || (!c.is_ascii() && self.beyond != Beyond::Raw) {
            escape(c, self.beyond == Beyond::Upper, out);
        } else {
            out.push(c);
        }
    }
}

fn escape(c: char, upper: bool, out: &mut String) {
    let mut units = [0; 2];
    for unit in c.encode_utf16(&mut units) {
        let escape = if upper {
            format!("\\u{unit:04X}")
        } else {
            format!("\\u{unit:04x}")
        };
        out.push_str(&escape);
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn written(text: &str, style: Style) -> String {
        style.write(&parse(text).unwrap())
    }

    #[test]
    fn each_serialiser_is_matched_byte_for_byte() {
        let text = "{\"s\":\"支付/<a href='x'>&+=\",\"n\":[1,{}],\"e\":[]}";
        for (style, expected) in [
            (
                Style::PLAIN,
                "{\"s\":\"支付/<a href='x'>&+=\",\"n\":[1,{}],\"e\":[]}",
            ),
            (
                Style::KNOWN[0],
                "{\"s\": \"\\u652f\\u4ed8/<a href='x'>&+=\", \"n\": [1, {}], \"e\": []}",
            ),
            (
                Style::KNOWN[1],
                "{\"s\":\"\\u652f\\u4ed8\\/<a href='x'>&+=\",\"n\":[1,{}],\"e\":[]}",
            ),
            (
                Style::KNOWN[2],
                "{\"s\":\"\\u652F\\u4ED8/\\u003Ca href=\\u0027x\\u0027\\u003E\\u0026\\u002B=\",\"n\":[1,{}],\"e\":[]}",
            ),
            (
                Style::KNOWN[5],
                "{\"s\":\"支付/\\u003ca href\\u003d\\u0027x\\u0027\\u003e\\u0026+\\u003d\",\"n\":[1.0,{}],\"e\":[]}",
            ),
        ] {
            assert_eq!(written(text, style), expected);
        }
    }

    #[test]
    fn characters_are_escaped_as_each_program_does() {
        let text = r#"{"s":"<b>(a/b)</b> 'x'"}"#;
        let safe = |safe| Style {
            safe,
            ..Style::PLAIN
        };
        let tags = Style {
            slashes: Slashes::InTags,
            ..Style::PLAIN
        };
        for (style, expected) in [
            (tags, r#"{"s":"<b>(a/b)<\/b> 'x'"}"#),
            (
                safe(Safe::Newtonsoft),
                r#"{"s":"\u003cb\u003e(a/b)\u003c/b\u003e \u0027x\u0027"}"#,
            ),
            (
                safe(Safe::Fastjson),
                r#"{"s":"\u003Cb\u003E\u0028a/b\u0029\u003C/b\u003E 'x'"}"#,
            ),
        ] {
            assert_eq!(written(text, style), expected);
        }
    }

    #[test]
    fn pretty_printers_differ_in_colons_and_arrays() {
        let text = r#"{"a":1,"b":[1,2],"c":{}}"#;
        let style = |spacing| Style {
            spacing,
            ..Style::PLAIN
        };
        assert_eq!(
            written(text, style(tall("  ", ": ", "\n"))),
            "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {}\n}"
        );
        assert_eq!(
            written(text, style(Spacing::JACKSON)),
            "{\n  \"a\" : 1,\n  \"b\" : [ 1, 2 ],\n  \"c\" : { }\n}"
        );
    }
}
