//! Members that are on one side only: those without a value, which one serialiser writes and
//! another leaves out, and one that was added or removed after signing.

use crate::diagnose::json::order::DOCUMENTED;
use crate::diagnose::json::style::Style;
use crate::diagnose::json::{JsonString, Node};

type Entry<'t> = (JsonString<'t>, Node<'t>);

/// What an order may have besides.
const OF_ORDER: [&str; 7] = [
    "time_expire",
    "attach",
    "goods_tag",
    "support_fapiao",
    "detail",
    "scene_info",
    "settle_info",
];
/// What a refund may have besides.
const OF_REFUND: [&str; 7] = [
    "sub_mchid",
    "transaction_id",
    "out_trade_no",
    "reason",
    "notify_url",
    "funds_account",
    "goods_detail",
];
/// What the objects in an order or a refund may have besides.
const WITHIN: [(&str, &[&str]); 4] = [
    ("amount", &["currency", "from"]),
    ("payer", &["openid", "sp_openid", "sub_openid"]),
    ("detail", &["cost_price", "invoice_id", "goods_detail"]),
    ("scene_info", &["device_id", "store_info"]),
];

/// Which values a serialiser leaves out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Omitted {
    /// `null` and the empty string.
    Blank,
    /// Those, `[]` and `{}`: `NON_EMPTY`.
    Empty,
    /// Those, `0` and `false`: `omitempty`, `array_filter`.
    Zero,
}

/// Returns the texts that a body may have been if one side left members out, likeliest first.
pub(super) fn texts(node: &Node<'_>, style: &Style) -> Vec<String> {
    let Node::Object(entries) = node else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    let mut add = |node: &Node<'_>| {
        let text = style.write(node);
        if !texts.contains(&text) {
            texts.push(text);
        }
    };
    for omitted in [Omitted::Blank, Omitted::Empty, Omitted::Zero] {
        add(&without_values(node, omitted));
    }
    for place in 0..entries.len() {
        let mut fewer = entries.clone();
        fewer.remove(place);
        add(&Node::Object(fewer));
    }
    for (name, members) in WITHIN {
        for other in with_one_within(entries, name, members) {
            add(&other);
        }
    }
    texts.extend(with_blanks(entries).iter().map(|node| style.write(node)));
    texts
}

fn without_values<'t>(node: &Node<'t>, omitted: Omitted) -> Node<'t> {
    match node {
        Node::Object(entries) => {
            let left = entries
                .iter()
                .map(|(key, value)| (key.clone(), without_values(value, omitted)))
                .filter(|(_, value)| !omitted.leaves_out(value));
            Node::Object(left.collect())
        }
        Node::Array(items) => {
            let items = items.iter().map(|item| without_values(item, omitted));
            Node::Array(items.collect())
        }
        Node::Word(_) | Node::Number(_) | Node::Text(_) => node.clone(),
    }
}

impl Omitted {
    fn leaves_out(self, value: &Node<'_>) -> bool {
        match value {
            Node::Word("null") => true,
            Node::Text(text) => text.value.is_empty(),
            Node::Array(items) => items.is_empty() && self >= Self::Empty,
            Node::Object(entries) => entries.is_empty() && self >= Self::Empty,
            Node::Word("false") | Node::Number("0") => self >= Self::Zero,
            Node::Word(_) | Node::Number(_) => false,
        }
    }
}

/// The object with one more member without a value in the object `name`.
fn with_one_within<'t>(entries: &[Entry<'t>], name: &str, members: &[&'t str]) -> Vec<Node<'t>> {
    let Some(at) = entries.iter().position(|(key, _)| key.value == name) else {
        return Vec::new();
    };
    let Node::Object(inner) = &entries[at].1 else {
        return Vec::new();
    };
    let missing = members.iter().filter(|member| !has(inner, member));
    let mut found = Vec::new();
    for member in missing {
        for value in blanks() {
            for place in [inner.len(), 0] {
                let mut inner = inner.clone();
                inner.insert(place, (string(member), value.clone()));
                let mut whole = entries.to_vec();
                whole[at].1 = Node::Object(inner);
                found.push(Node::Object(whole));
            }
        }
    }
    found
}

/// The object with every selection of its missing members, without a value: where they are
/// documented, at the end, and by the alphabet.
fn with_blanks<'t>(entries: &[Entry<'t>]) -> Vec<Node<'t>> {
    let optional: &[&'static str] = if has(entries, "out_refund_no") {
        &OF_REFUND
    } else if has(entries, "amount") && has(entries, "out_trade_no") {
        &OF_ORDER
    } else {
        return Vec::new();
    };
    let missing: Vec<&'static str> = optional
        .iter()
        .copied()
        .filter(|member| !has(entries, member))
        .collect();
    let mut selections: Vec<usize> = (1..1_usize << missing.len()).collect();
    selections.sort_by_key(|selection| selection.count_ones());
    let mut found = Vec::new();
    for selection in selections {
        let chosen: Vec<&str> = missing
            .iter()
            .enumerate()
            .filter(|(at, _)| selection >> at & 1 == 1)
            .map(|(_, member)| *member)
            .collect();
        for value in blanks() {
            for place in [documented_place, last_place, sorted_place] {
                let mut whole = entries.to_vec();
                for member in &chosen {
                    let at = place(&whole, member);
                    whole.insert(at, (string(member), value.clone()));
                }
                found.push(Node::Object(whole));
            }
        }
    }
    found
}

fn documented_place(entries: &[Entry<'_>], member: &str) -> usize {
    let rank = |key: &str| DOCUMENTED.iter().position(|known| *known == key);
    let later = entries
        .iter()
        .position(|(key, _)| rank(&key.value) > rank(member));
    later.unwrap_or(entries.len())
}

fn last_place(entries: &[Entry<'_>], _: &str) -> usize {
    entries.len()
}

fn sorted_place(entries: &[Entry<'_>], member: &str) -> usize {
    let later = entries
        .iter()
        .position(|(key, _)| key.value.as_str() > member);
    later.unwrap_or(entries.len())
}

fn blanks<'t>() -> [Node<'t>; 2] {
    [Node::Word("null"), Node::Text(string(""))]
}

fn has(entries: &[Entry<'_>], member: &str) -> bool {
    entries.iter().any(|(key, _)| key.value == member)
}

fn string(text: &str) -> JsonString<'_> {
    JsonString {
        value: text.to_owned(),
        raw: text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::json;

    fn finds(received: &str, signed: &str) -> bool {
        let node = json::parse(received).unwrap();
        texts(&node, &Style::PLAIN).contains(&signed.to_owned())
    }

    const ORDER: &str = r#"{"appid":"a","mchid":"m","description":"d","out_trade_no":"T","notify_url":"n","amount":{"total":1},"payer":{"openid":"o"}}"#;

    #[test]
    fn members_without_a_value_are_added_where_programs_have_them() {
        for signed in [
            ORDER.replace("\"notify_url\"", "\"attach\":null,\"notify_url\""),
            ORDER.replace("\"o\"}}", "\"o\"},\"attach\":\"\",\"goods_tag\":\"\"}"),
            ORDER.replace("\"total\":1", "\"total\":1,\"currency\":null"),
            ORDER
                .replace(
                    "\"notify_url\"",
                    "\"time_expire\":null,\"attach\":null,\"notify_url\"",
                )
                .replace("\"amount\"", "\"goods_tag\":null,\"amount\"")
                .replace(
                    "\"o\"}}",
                    "\"o\"},\"detail\":null,\"scene_info\":null,\"settle_info\":null}",
                ),
        ] {
            assert!(finds(ORDER, &signed), "{signed}");
        }
        let refund = r#"{"transaction_id":"4","out_refund_no":"R","amount":{"refund":1,"total":1,"currency":"CNY"}}"#;
        let signed = refund.replace(
            "\"amount\"",
            "\"reason\":null,\"funds_account\":null,\"amount\"",
        );
        assert!(finds(refund, &signed), "{signed}");
    }

    #[test]
    fn members_are_left_out_by_what_their_values_are() {
        let received = ORDER.replace(
            "\"amount\"",
            "\"attach\":\"\",\"goods_tag\":null,\"amount\"",
        );
        assert!(finds(&received, ORDER));
        let received = ORDER.replace("\"amount\"", "\"detail\":{},\"amount\"");
        assert!(finds(&received, ORDER));
        let received = ORDER.replace("\"amount\"", "\"support_fapiao\":false,\"amount\"");
        assert!(finds(&received, ORDER));
        let received = ORDER.replace("\"amount\"", "\"attach\":\"later\",\"amount\"");
        assert!(finds(&received, ORDER));
    }
}
