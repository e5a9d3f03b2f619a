//! Paths with parts that may be anything.

use std::fmt;

/// A path in which `*` stands for any part, and a placeholder such as `{out_trade_no}` for any part
/// without a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathPattern {
    text: String,
    symbols: Vec<Symbol>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Symbol {
    Byte(u8),
    /// `*`.
    Any,
    /// A placeholder.
    Segment,
}

impl PathPattern {
    pub(crate) fn new(text: &str) -> Self {
        let mut symbols = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            symbols.push(match byte {
                b'*' => Symbol::Any,
                b'{' => {
                    rest.by_ref().find(|byte| *byte == b'}');
                    Symbol::Segment
                }
                _ => Symbol::Byte(byte),
            });
        }
        let text = text.to_owned();
        Self { text, symbols }
    }

    /// Tells whether a path is one of these.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path: Vec<_> = path.bytes().map(Symbol::Byte).collect();
        overlap(&self.symbols, &path)
    }

    /// Tells whether a path of this route, which may have `{number}`, can be one of these.
    pub(crate) fn can_match(&self, route: &str) -> bool {
        overlap(&self.symbols, &Self::new(route).symbols)
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Symbol {
    /// Tells whether it stands for a part that may have this byte.
    fn takes(self, byte: u8) -> bool {
        match self {
            Self::Byte(_) => false,
            Self::Any => true,
            Self::Segment => byte != b'/',
        }
    }
}

/// Tells whether some text matches both, by a table of their beginnings, one row at a time.
fn overlap(one: &[Symbol], other: &[Symbol]) -> bool {
    use Symbol::{Any, Byte, Segment};
    // Whether the symbols of `one` so far can match the first n of `other`.
    let mut row = vec![false; other.len() + 1];
    row[0] = true;
    for (at, right) in other.iter().enumerate() {
        row[at + 1] = row[at] && matches!(right, Any | Segment);
    }
    for left in one {
        let mut next = vec![false; other.len() + 1];
        next[0] = row[0] && matches!(left, Any | Segment);
        for (at, right) in other.iter().enumerate() {
            next[at + 1] = match (left, right) {
                (Byte(left), Byte(right)) => row[at] && left == right,
                (Any | Segment, Any | Segment) => row[at + 1] || next[at],
                (Any | Segment, Byte(byte)) => row[at + 1] || (next[at] && left.takes(*byte)),
                (Byte(byte), Any | Segment) => next[at] || (row[at + 1] && right.takes(*byte)),
            };
        }
        row = next;
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part() {
        for (pattern, path, matches) in [
            ("/v3/refund", "/v3/refund", true),
            ("/v3/refund", "/v3/refund/1", false),
            ("/v3/refund/*", "/v3/refund/1", true),
            ("/v3/refund/*", "/v3/refund", false),
            ("*", "/v3/refund", true),
            ("/v3/*/close", "/v3/pay/1/close", true),
            ("/v3/*/close", "/v3/close", false),
            ("/v3/{a}/x/{b}", "/v3/1/x/2", true),
            ("/v3/{a}", "/v3/1/x", false),
            ("/v3/a*a", "/v3/a", false),
        ] {
            let matched = PathPattern::new(pattern).matches(path);
            assert_eq!(matched, matches, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_is_for_a_call_if_one_of_its_paths_can_match() {
        let route = "/v3/pay/transactions/out-trade-no/{number}/close";
        for (pattern, can) in [
            ("/v3/pay/transactions/out-trade-no/shop-1/close", true),
            ("/v3/pay/transactions/out-trade-no/*", true),
            ("/v3/pay/*", true),
            ("*/close", true),
            ("*/clos", false),
            ("/v3/pay/transactions/out-trade-no/shop-1", false),
            (
                "/v3/pay/transactions/out-trade-no/{out_trade_no}/close",
                true,
            ),
            ("/v3/pays/*", false),
        ] {
            let matched = PathPattern::new(pattern).can_match(route);
            assert_eq!(matched, can, "{pattern}");
        }
    }
}
