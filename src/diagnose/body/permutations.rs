//! Every order of an object's keys, up to a limit.

use crate::diagnose::json::Node;
use crate::diagnose::json::style::Style;

/// The maximum number of orders of the whole text.
pub(super) const MAX_PERMUTATIONS: usize = 400_000;
/// The maximum number of orders of each nested object.
const MAX_NESTED_PERMUTATIONS: usize = 720;
/// The memory of those orders, in bytes.
const MAX_NESTED_BYTES: usize = 4 * 1024 * 1024;

/// Finds the order for which `try_one` is true, among at most `most`.
pub(super) fn find(
    node: &Node<'_>,
    style: &Style,
    most: usize,
    try_one: &mut impl FnMut(&[u8]) -> bool,
    stopped: &impl Fn() -> bool,
) -> Option<String> {
    let Node::Object(entries) = node else {
        return None;
    };
    if !style.is_flat() || entries.len() < 2 {
        return None;
    }
    let mut members: Vec<Vec<String>> = entries
        .iter()
        .map(|(key, value)| {
            let variants = within(value, style);
            variants
                .iter()
                .map(|value| style.member(key, value))
                .collect()
        })
        .collect();
    let orders: usize = (1..=entries.len()).try_fold(1_usize, usize::checked_mul)?;
    // Where all orders of all depths are too many, those within stay as they are.
    let all = members
        .iter()
        .try_fold(orders, |total, variants| total.checked_mul(variants.len()));
    if all.is_none_or(|all| all > most) {
        for variants in &mut members {
            variants.truncate(1);
        }
    }
    if orders > most {
        return None;
    }
    let mut walk = Walk {
        members: &members,
        comma: style.comma(),
        text: String::from("{"),
        used: vec![false; members.len()],
        try_one,
        stopped,
    };
    walk.step(0).then_some(walk.text)
}

struct Walk<'w, F, S> {
    members: &'w [Vec<String>],
    comma: &'static str,
    text: String,
    used: Vec<bool>,
    try_one: &'w mut F,
    stopped: &'w S,
}

impl<F: FnMut(&[u8]) -> bool, S: Fn() -> bool> Walk<'_, F, S> {
    fn step(&mut self, placed: usize) -> bool {
        let length = self.text.len();
        if placed == self.members.len() {
            self.text.push('}');
            let found = (self.try_one)(self.text.as_bytes());
            if !found {
                self.text.truncate(length);
            }
            return found;
        }
        for place in 0..self.members.len() {
            if (self.stopped)() {
                return false;
            }
            if self.used[place] {
                continue;
            }
            self.used[place] = true;
            for variant in &self.members[place] {
                if placed > 0 {
                    self.text.push_str(self.comma);
                }
                self.text.push_str(variant);
                if self.step(placed + 1) {
                    return true;
                }
                self.text.truncate(length);
            }
            self.used[place] = false;
        }
        false
    }
}

/// A value in every order of its own keys; deeper ones stay.
fn within(value: &Node<'_>, style: &Style) -> Vec<String> {
    let mut texts = vec![style.write(value)];
    if let Node::Object(entries) = value
        && let Some(orders) = (1..=entries.len()).try_fold(1_usize, usize::checked_mul)
        && orders <= MAX_NESTED_PERMUTATIONS
        && orders.saturating_mul(texts[0].len()) <= MAX_NESTED_BYTES
    {
        let members: Vec<Vec<String>> = entries
            .iter()
            .map(|(key, value)| vec![style.member(key, &style.write(value))])
            .collect();
        let mut gather = |text: &[u8]| {
            texts.push(String::from_utf8_lossy(text).into_owned());
            false
        };
        let mut walk = Walk {
            members: &members,
            comma: style.comma(),
            text: String::from("{"),
            used: vec![false; members.len()],
            try_one: &mut gather,
            stopped: &|| false,
        };
        walk.step(0);
        texts.dedup();
    }
    texts
}
