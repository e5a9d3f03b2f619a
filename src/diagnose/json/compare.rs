//! The differences between two JSON texts of the same data.

use super::{JsonString, Node, parse, units};

/// What differs between two texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub(in crate::diagnose) struct Difference {
    /// The keys' order.
    pub(in crate::diagnose) order: bool,
    /// `\uXXXX` for what is not ASCII.
    pub(in crate::diagnose) unicode: bool,
    /// `\/` for `/`.
    pub(in crate::diagnose) slash: bool,
    /// `\u003c` and the like for characters that are special in HTML.
    pub(in crate::diagnose) html: bool,
    /// Blanks and line ends between the values.
    pub(in crate::diagnose) whitespace: bool,
    /// Anything else, such as numbers.
    pub(in crate::diagnose) other: bool,
}

/// Compares two texts; `None` if one of them is not JSON.
pub(in crate::diagnose) fn compare(one: &str, two: &str) -> Option<Difference> {
    let nodes = (parse(one)?, parse(two)?);
    let mut difference = Difference::default();
    walk(&nodes.0, &nodes.1, &mut difference);
    difference.whitespace = whitespace(one) != whitespace(two);
    if is_printed(one) != is_printed(two) {
        difference = Difference {
            other: true,
            ..Difference::default()
        };
    }
    Some(difference)
}

/// Distinguishes an object that Python or JavaScript printed, whose first key is in single quotes
/// or in none, from JSON.
fn is_printed(text: &str) -> bool {
    let text = text.trim_start();
    let key = text.trim_start_matches(['{', '[', ' ', '\n', '\r', '\t']);
    let is_word = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    key.starts_with('\'') || (text.starts_with('{') && key.starts_with(is_word))
}

fn walk(one: &Node<'_>, two: &Node<'_>, found: &mut Difference) {
    match (one, two) {
        (Node::Text(one), Node::Text(two)) => spelling(one, two, found),
        (Node::Array(one), Node::Array(two)) if one.len() == two.len() => {
            for (one, two) in one.iter().zip(two) {
                walk(one, two, found);
            }
        }
        (Node::Object(one), Node::Object(two)) if one.len() == two.len() => {
            for (place, (key, value)) in one.iter().enumerate() {
                let same = |(other, _): &(JsonString<'_>, Node<'_>)| other.value == key.value;
                let at = if same(&two[place]) {
                    Some(place)
                } else {
                    two.iter().position(same)
                };
                let Some(at) = at else {
                    found.other = true;
                    continue;
                };
                found.order |= at != place;
                spelling(key, &two[at].0, found);
                walk(value, &two[at].1, found);
            }
        }
        (one, two) => found.other |= one != two,
    }
}

fn spelling(one: &JsonString<'_>, two: &JsonString<'_>, found: &mut Difference) {
    if one.value != two.value {
        found.other = true;
        return;
    }
    let mut lines = false;
    let pairs = units(one.raw).flatten().zip(units(two.raw).flatten());
    for ((c, one), (_, two)) in pairs.filter(|(one, two)| one.1 != two.1) {
        match c {
            '/' => found.slash = true,
            '<' | '>' | '&' | '\'' | '=' | '+' | '`' | '"' => found.html = true,
            // Those who escape for HTML write these two like that, and leave the rest alone.
            '\u{2028}' | '\u{2029}' => lines = true,
            _ => found.unicode |= one != two,
        }
    }
    found.html |= lines && !found.unicode;
}

/// Counts spaces, tabs and line ends outside strings, independent of the order of keys.
fn whitespace(text: &str) -> (usize, usize, usize, usize) {
    let (mut counts, mut inside, mut escaped) = ((0, 0, 0, 0), false, false);
    for byte in text.trim().bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => {}
            b' ' => counts.0 += 1,
            b'\n' => counts.1 += 1,
            b'\r' => counts.2 += 1,
            b'\t' => counts.3 += 1,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_is_named_and_no_other() {
        let text = r#"{"a":"支/<","b":1}"#;
        let none = Difference::default();
        for (other, expected) in [
            (r#"{"a":"支/<","b":1}"#, none),
            (
                r#"{"b":1,"a":"支/<"}"#,
                Difference {
                    order: true,
                    ..none
                },
            ),
            (
                r#"{"a":"\u652f/<","b":1}"#,
                Difference {
                    unicode: true,
                    ..none
                },
            ),
            (
                r#"{"a":"支\/<","b":1}"#,
                Difference {
                    slash: true,
                    ..none
                },
            ),
            (
                r#"{"a":"支/\u003c","b":1}"#,
                Difference { html: true, ..none },
            ),
            (
                r#"{"a": "支/<", "b": 1}"#,
                Difference {
                    whitespace: true,
                    ..none
                },
            ),
            (
                r#"{"a":"支/<","b":1.0}"#,
                Difference {
                    other: true,
                    ..none
                },
            ),
        ] {
            assert_eq!(compare(text, other), Some(expected), "{other}");
        }
        assert_eq!(compare(text, "{"), None);
    }
}
