//! Every order of an object's keys, up to a limit.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::diagnose::json::Node;
use crate::diagnose::json::style::Style;
use crate::diagnose::search::IncrementalDigest;

/// The maximum number of orders of the whole text.
pub(super) const MAX_PERMUTATIONS: usize = 4_000_000;
/// The maximum number of orders of each nested object.
const MAX_NESTED_PERMUTATIONS: usize = 720;
/// The memory of those orders, in bytes.
const MAX_NESTED_BYTES: usize = 4 * 1024 * 1024;

/// Finds the order for which `fits` is true, if the number of orders is one of `numbers`; `start` has hashed what comes
/// before the text. What orders begin with alike is hashed once.
pub(super) fn find<S: IncrementalDigest>(
    node: &Node<'_>,
    style: &Style,
    numbers: &RangeInclusive<usize>,
    start: &S,
    fits: &(impl Fn(S) -> bool + Sync),
    stopped: &(impl Fn() -> bool + Sync),
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
    let number = if let Some(all) = all.filter(|all| all <= numbers.end()) {
        all
    } else {
        for variants in &mut members {
            variants.truncate(1);
        }
        orders
    };
    if !numbers.contains(&number) {
        return None;
    }
    let walk = Walk {
        members: &members,
        comma: style.comma(),
        fits,
        stopped,
    };
    let picked = walk.search(start)?;
    Some(walk.text(&picked))
}

/// The member at each place, and which of its variants.
type Picked = Vec<(usize, usize)>;

struct Walk<'w, F, S> {
    members: &'w [Vec<String>],
    comma: &'static str,
    fits: &'w F,
    stopped: &'w S,
}

impl<F: Sync, S: Fn() -> bool + Sync> Walk<'_, F, S> {
    /// Tries every order, each first member by itself.
    fn search<D: IncrementalDigest>(&self, start: &D) -> Option<Picked>
    where
        F: Fn(D) -> bool,
    {
        let mut opened = start.clone();
        opened.update(b"{");
        let firsts = self.members.iter().enumerate();
        let firsts: Vec<(usize, usize)> = firsts
            .flat_map(|(place, variants)| (0..variants.len()).map(move |at| (place, at)))
            .collect();
        firsts.par_iter().find_map_first(|first| {
            let mut picked = vec![*first];
            let mut state = opened.clone();
            state.update(self.members[first.0][first.1].as_bytes());
            self.step(&state, &mut picked).then_some(picked)
        })
    }

    fn step<D: IncrementalDigest>(&self, state: &D, picked: &mut Picked) -> bool
    where
        F: Fn(D) -> bool,
    {
        if picked.len() == self.members.len() {
            let mut state = state.clone();
            state.update(b"}");
            return (self.fits)(state);
        }
        for (place, variants) in self.members.iter().enumerate() {
            if (self.stopped)() {
                return false;
            }
            if picked.iter().any(|(used, _)| *used == place) {
                continue;
            }
            for (at, variant) in variants.iter().enumerate() {
                let mut state = state.clone();
                state.update(self.comma.as_bytes());
                state.update(variant.as_bytes());
                picked.push((place, at));
                if self.step(&state, picked) {
                    return true;
                }
                picked.pop();
            }
        }
        false
    }

    fn text(&self, picked: &Picked) -> String {
        let members: Vec<&str> = picked
            .iter()
            .map(|(place, at)| self.members[*place][*at].as_str())
            .collect();
        format!("{{{}}}", members.join(self.comma))
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
        let members: Vec<String> = entries
            .iter()
            .map(|(key, value)| style.member(key, &style.write(value)))
            .collect();
        let mut places: Vec<usize> = (0..members.len()).collect();
        arrange(&mut places, 0, &mut |places| {
            let members: Vec<&str> = places
                .iter()
                .map(|place| members[*place].as_str())
                .collect();
            texts.push(format!("{{{}}}", members.join(style.comma())));
        });
        texts.dedup();
    }
    texts
}

/// Calls with every order of the places from `fixed` on.
fn arrange(places: &mut [usize], fixed: usize, each: &mut impl FnMut(&[usize])) {
    if fixed == places.len() {
        each(places);
        return;
    }
    for at in fixed..places.len() {
        places.swap(fixed, at);
        arrange(places, fixed + 1, each);
        places.swap(fixed, at);
    }
}
