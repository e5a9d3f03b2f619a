//! One number that one side writes otherwise, such as an amount from a form, while the others are
//! the same.

use crate::diagnose::json::Node;
use crate::diagnose::json::number::Numbers;
use crate::diagnose::json::style::Style;

/// A list of goods may have many more.
const MAX_VALUES: usize = 32;

/// Returns the texts in which one number, or one text of digits, is written in another form.
pub(super) fn texts(node: &Node<'_>, style: &Style) -> Vec<String> {
    let mut values = Vec::new();
    collect(node, &mut values);
    if values.len() < 2 {
        return Vec::new();
    }
    values.truncate(MAX_VALUES);
    let mut texts = Vec::new();
    for (place, value) in values.iter().enumerate() {
        for form in Numbers::OTHERS {
            let Some(written) = other_form(value, form) else {
                continue;
            };
            let mut left = place;
            let text = style.write(&replaced(node, &written, &mut left));
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

fn is_numeric(node: &Node<'_>) -> bool {
    match node {
        Node::Number(_) => true,
        Node::Text(text) => Numbers::Unquoted.unquotes(&text.value),
        Node::Word(_) | Node::Array(_) | Node::Object(_) => false,
    }
}

fn collect<'n, 't>(node: &'n Node<'t>, values: &mut Vec<&'n Node<'t>>) {
    match node {
        Node::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Node::Object(entries) => entries.iter().for_each(|(_, value)| collect(value, values)),
        Node::Word(_) | Node::Number(_) | Node::Text(_) if is_numeric(node) => values.push(node),
        Node::Word(_) | Node::Number(_) | Node::Text(_) => {}
    }
}

/// Writes a number in another form; `None` if that is the same.
fn other_form(value: &Node<'_>, form: Numbers) -> Option<String> {
    match value {
        Node::Number(number) => Some(form.write(number)).filter(|written| written != number),
        Node::Text(text) => (form == Numbers::Unquoted).then(|| text.value.clone()),
        Node::Word(_) | Node::Array(_) | Node::Object(_) => None,
    }
}

/// The value with the number at this place replaced.
fn replaced<'t>(node: &Node<'t>, written: &'t str, left: &mut usize) -> Node<'t> {
    match node {
        Node::Array(items) => {
            let items = items.iter().map(|item| replaced(item, written, left));
            Node::Array(items.collect())
        }
        Node::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), replaced(value, written, left)));
            Node::Object(entries.collect())
        }
        Node::Word(_) | Node::Number(_) | Node::Text(_) => {
            let is_it = is_numeric(node) && *left == 0;
            if is_numeric(node) {
                *left = left.wrapping_sub(1);
            }
            if is_it {
                Node::Number(written)
            } else {
                node.clone()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::json;

    #[test]
    fn one_number_is_written_otherwise() {
        let received = r#"{"attach":"123","amount":{"refund":1,"total":"2"}}"#;
        let written = texts(&json::parse(received).unwrap(), &Style::PLAIN);
        for signed in [
            r#"{"attach":"123","amount":{"refund":1.0,"total":"2"}}"#,
            r#"{"attach":"123","amount":{"refund":"1","total":"2"}}"#,
            r#"{"attach":"123","amount":{"refund":1,"total":2}}"#,
            r#"{"attach":123,"amount":{"refund":1,"total":"2"}}"#,
        ] {
            assert!(written.contains(&signed.to_owned()), "{signed}");
        }
    }
}
