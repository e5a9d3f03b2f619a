//! A signed line as people can read it.

use serde::{Deserialize, Serialize};

use super::message_search::SignedLine;

/// A signed line, with everything that cannot be seen written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VisibleLine {
    /// The line's name in WeChat Pay's documentation, such as `timestamp`.
    pub label: String,
    /// The line with its end.
    pub text: String,
}

impl From<&SignedLine> for VisibleLine {
    fn from(line: &SignedLine) -> Self {
        Self {
            label: line.label.to_owned(),
            text: line.visible(),
        }
    }
}

impl SignedLine {
    /// Returns the line with its end; everything that cannot be seen is written out.
    #[must_use]
    pub fn visible(&self) -> String {
        let mut text = String::new();
        for chunk in self.bytes.utf8_chunks() {
            chunk.valid().chars().for_each(|c| push(c, &mut text));
            text.extend(chunk.invalid().iter().map(|byte| format!("<{byte:02X}>")));
        }
        self.end.chars().for_each(|c| push(c, &mut text));
        text
    }
}

fn push(c: char, text: &mut String) {
    match c {
        '\n' => text.push('␊'),
        '\r' => text.push('␍'),
        '\t' => text.push('␉'),
        '\u{feff}' => text.push_str("<BOM>"),
        '\u{a0}' | '\u{200b}' | '\u{3000}' => text.extend(c.escape_unicode()),
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let line = SignedLine {
            label: "body",
            bytes: b"\xef\xbb\xbfa\tb\xff\xe3\x80\x80".to_vec(),
            end: "\r\n",
        };
        assert_eq!(line.visible(), "<BOM>a␉b<FF>\\u{3000}␍␊");
    }
}
