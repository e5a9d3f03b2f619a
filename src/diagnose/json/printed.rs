//! Maps as Java and Go print them, read as JSON: `{id=…, resource={…}}` and `map[id:… resource:map[…]]`.

use super::node::{JsonString, Node};

/// Deeper ones are left alone.
const MAX_DEPTH: usize = 16;

/// How a language prints a map.
struct Print {
    open: &'static str,
    close: &'static str,
    /// Between a key and its value.
    pair: &'static str,
    /// Between two entries.
    entry: &'static str,
}

const PRINTS: [Print; 2] = [
    Print {
        open: "{",
        close: "}",
        pair: "=",
        entry: ", ",
    },
    Print {
        open: "map[",
        close: "]",
        pair: ":",
        entry: " ",
    },
];

/// Reads a printed map, all of whose values are taken for strings; `None` if it is not one.
pub(in crate::diagnose) fn parse(text: &str) -> Option<Node<'_>> {
    let text = text.trim();
    PRINTS.iter().find_map(|print| {
        let (node, rest) = print.map(text, 0)?;
        rest.is_empty().then_some(node)
    })
}

impl Print {
    fn map<'t>(&self, text: &'t str, depth: usize) -> Option<(Node<'t>, &'t str)> {
        let mut rest = text.strip_prefix(self.open)?;
        if depth > MAX_DEPTH {
            return None;
        }
        let mut entries = Vec::new();
        loop {
            let (key, behind) = self.key(rest)?;
            let (value, behind) = if behind.starts_with(self.open) {
                self.map(behind, depth + 1)?
            } else {
                let (value, behind) = behind.split_at(self.end_of_value(behind)?);
                (Node::Text(string(value)), behind)
            };
            entries.push((string(key), value));
            if let Some(behind) = behind.strip_prefix(self.close) {
                return Some((Node::Object(entries), behind));
            }
            rest = behind.strip_prefix(self.entry)?;
        }
    }

    fn key<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
        let behind = text[end..].strip_prefix(self.pair)?;
        (end > 0).then_some((&text[..end], behind))
    }

    /// Finds the end of a value: where the map ends or another entry begins.
    fn end_of_value(&self, text: &str) -> Option<usize> {
        let close = text.find(self.close)?;
        let mut entries = text[..close].match_indices(self.entry);
        let next = entries.find(|(at, entry)| self.key(&text[at + entry.len()..]).is_some());
        Some(next.map_or(close, |(at, _)| at))
    }
}

fn string(text: &str) -> JsonString<'_> {
    JsonString {
        value: text.to_owned(),
        raw: text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::style::Style;
    use super::*;

    #[test]
    fn printed_maps_are_read_in_their_order() {
        let json = r#"{"id":"EV-1","create_time":"2026-01-01T10:00:00+08:00","resource":{"ciphertext":"a+b/c==","nonce":"x"},"summary":"支付 成功"}"#;
        for printed in [
            "{id=EV-1, create_time=2026-01-01T10:00:00+08:00, resource={ciphertext=a+b/c==, nonce=x}, summary=支付 成功}",
            "map[id:EV-1 create_time:2026-01-01T10:00:00+08:00 resource:map[ciphertext:a+b/c== nonce:x] summary:支付 成功]\n",
        ] {
            assert_eq!(Style::PLAIN.write(&parse(printed).unwrap()), json);
        }
        for other in [
            "",
            "{",
            "{}",
            "{a}",
            "{a=1",
            "{a=1}}",
            "map[a:1",
            "{\"a\":1}",
            "[a=1]",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
