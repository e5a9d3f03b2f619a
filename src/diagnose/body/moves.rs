//! The orders of an object's keys that differ from a likely one by a few members: those that a
//! program puts in first, last, or where it got to know them.

use crate::diagnose::json::order::Order;
use crate::diagnose::json::style::Style;
use crate::diagnose::json::{JsonString, Node};

/// Longer objects have too many of these orders.
const MAX_MEMBERS: usize = 24;

/// Finds the order for which `try_one` is true, among those in which `moves` members are not in
/// their place of a likely order.
pub(super) fn find(
    node: &Node<'_>,
    style: &Style,
    moves: usize,
    try_one: &mut impl FnMut(&[u8]) -> bool,
) -> Option<String> {
    let Node::Object(entries) = node else {
        return None;
    };
    if !style.is_flat() || entries.len() < 3 || entries.len() > MAX_MEMBERS {
        return None;
    }
    let mut seen: Vec<Vec<String>> = Vec::new();
    for order in Order::LIKELY {
        let members = members(entries, style, order);
        if seen.contains(&members) {
            continue;
        }
        let places: Vec<usize> = (0..members.len()).collect();
        let mut try_places = |places: &[usize]| {
            let text = joined(&members, places, style);
            try_one(text.as_bytes()).then_some(text)
        };
        let found = moved(&places, moves, &mut try_places);
        if found.is_some() {
            return found;
        }
        seen.push(members);
    }
    None
}

/// Writes the members of an object, in an order.
fn members(entries: &[(JsonString<'_>, Node<'_>)], style: &Style, order: Order) -> Vec<String> {
    let within = Style { order, ..*style };
    let places = order.places(entries, 0);
    let written = places.iter().map(|place| {
        let (key, value) = &entries[*place];
        style.member(key, &within.write_nested(value))
    });
    written.collect()
}

fn joined(members: &[String], places: &[usize], style: &Style) -> String {
    let mut text = String::from("{");
    for (at, place) in places.iter().enumerate() {
        if at > 0 {
            text.push_str(style.comma());
        }
        text.push_str(&members[*place]);
    }
    text.push('}');
    text
}

/// Moves members, one after the other, to every other place.
fn moved(
    places: &[usize],
    moves: usize,
    try_places: &mut impl FnMut(&[usize]) -> Option<String>,
) -> Option<String> {
    if moves == 0 {
        return try_places(places);
    }
    for from in 0..places.len() {
        for to in 0..places.len() {
            // Neighbours changed places already, when the first of them was moved.
            if to == from || to + 1 == from {
                continue;
            }
            let mut other = places.to_vec();
            let place = other.remove(from);
            other.insert(to, place);
            let found = moved_further(&other, moves - 1, place, try_places);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Moves members behind the one that was moved last, so that no two are moved in both orders.
fn moved_further(
    places: &[usize],
    moves: usize,
    last: usize,
    try_places: &mut impl FnMut(&[usize]) -> Option<String>,
) -> Option<String> {
    if moves == 0 {
        return try_places(places);
    }
    for from in (0..places.len()).filter(|from| places[*from] > last) {
        for to in (0..places.len()).filter(|to| *to != from) {
            let mut other = places.to_vec();
            let place = other.remove(from);
            other.insert(to, place);
            let found = moved_further(&other, moves - 1, place, try_places);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::json;

    fn finds(received: &str, signed: &str, moves: usize) -> bool {
        let node = json::parse(received).unwrap();
        let mut is_signed = |text: &[u8]| text == signed.as_bytes();
        find(&node, &Style::PLAIN, moves, &mut is_signed).is_some()
    }

    #[test]
    fn every_member_is_moved_to_every_place() {
        let received = r#"{"a":1,"b":2,"c":3,"d":4}"#;
        for signed in [
            r#"{"b":2,"a":1,"c":3,"d":4}"#,
            r#"{"b":2,"c":3,"d":4,"a":1}"#,
            r#"{"d":4,"a":1,"b":2,"c":3}"#,
            r#"{"a":1,"c":3,"b":2,"d":4}"#,
        ] {
            assert!(finds(received, signed, 1), "{signed}");
        }
        let signed = r#"{"d":4,"c":3,"b":2,"a":1}"#;
        assert!(!finds(received, signed, 1));
        for signed in [
            r#"{"b":2,"a":1,"d":4,"c":3}"#,
            r#"{"d":4,"b":2,"c":3,"a":1}"#,
        ] {
            assert!(finds(received, signed, 2), "{signed}");
        }
    }

    #[test]
    fn a_member_is_moved_in_the_documented_and_in_the_sorted_order() {
        let received = r#"{"payer":{"openid":"o"},"amount":{"total":1,"currency":"CNY"},"notify_url":"n","mchid":"m","appid":"a","description":"d"}"#;
        for signed in [
            r#"{"mchid":"m","appid":"a","description":"d","notify_url":"n","amount":{"total":1,"currency":"CNY"},"payer":{"openid":"o"}}"#,
            r#"{"amount":{"currency":"CNY","total":1},"appid":"a","description":"d","mchid":"m","payer":{"openid":"o"},"notify_url":"n"}"#,
        ] {
            assert!(finds(received, signed, 1), "{signed}");
        }
    }
}
