//! The ways of writing that make a difference for one value.

use std::collections::HashSet;

use crate::diagnose::json::Node;
use crate::diagnose::json::number::Numbers;
use crate::diagnose::json::order::Order;
use crate::diagnose::json::style::{Beyond, Safe, Spacing, Style};

/// Returns them with what each counts as mistakes: one for each thing that is done otherwise
/// than WeChat Pay does it, and one for all that a known serialiser does by itself.
pub(super) fn of(node: &Node<'_>) -> Vec<(Style, u8)> {
    let useful = Useful::of(node);
    let known: Vec<Style> = Style::KNOWN
        .iter()
        .map(|style| useful.reduced(*style))
        .collect();
    let mut styles: Vec<(Style, u8)> = useful
        .product()
        .map(|style| {
            let beside = known
                .iter()
                .map(|known| 1 + departures(&style, known))
                .min();
            let alone = departures(&style, &Style::PLAIN).max(1);
            let mistakes = beside.map_or(alone, |beside| beside.min(alone));
            (style, mistakes)
        })
        .collect();
    styles.sort_by_key(|(_, mistakes)| *mistakes);
    styles
}

fn departures(style: &Style, plain: &Style) -> u8 {
    [
        style.order != plain.order,
        style.spacing != plain.spacing,
        style.beyond != plain.beyond,
        style.safe != plain.safe,
        style.slash != plain.slash,
        style.numbers != plain.numbers,
        style.without_nulls != plain.without_nulls,
    ]
    .into_iter()
    .map(u8::from)
    .sum()
}

struct Useful {
    orders: Vec<Order>,
    beyond: Vec<Beyond>,
    safe: Vec<Safe>,
    slash: Vec<bool>,
    numbers: Vec<Numbers>,
    nulls: Vec<bool>,
}

/// The plain way first, then those of the others that write the value otherwise.
fn effective<T>(
    plain: T,
    others: impl IntoIterator<Item = T>,
    mut differs: impl FnMut(&T) -> bool,
) -> Vec<T> {
    let mut all = vec![plain];
    all.extend(others.into_iter().filter(|other| differs(other)));
    all
}

impl Useful {
    fn of(node: &Node<'_>) -> Self {
        let plain = Style::PLAIN;
        let mut texts = HashSet::from([plain.write(node)]);
        let mut differs = |style: Style| texts.insert(style.write(node));
        Self {
            orders: effective(Order::Same, Order::OTHERS, |order| {
                differs(Style {
                    order: *order,
                    ..plain
                })
            }),
            beyond: effective(Beyond::Raw, [Beyond::Lower, Beyond::Upper], |beyond| {
                differs(Style {
                    beyond: *beyond,
                    ..plain
                })
            }),
            safe: effective(Safe::No, Safe::OTHERS, |safe| {
                differs(Style {
                    safe: *safe,
                    ..plain
                })
            }),
            slash: effective(false, [true], |slash| {
                differs(Style {
                    slash: *slash,
                    ..plain
                })
            }),
            numbers: effective(Numbers::Same, Numbers::OTHERS, |numbers| {
                differs(Style {
                    numbers: *numbers,
                    ..plain
                })
            }),
            nulls: effective(false, [true], |nulls| {
                differs(Style {
                    without_nulls: *nulls,
                    ..plain
                })
            }),
        }
    }

    /// The style without what makes no difference.
    fn reduced(&self, style: Style) -> Style {
        let plain = Style::PLAIN;
        Style {
            order: if self.orders.contains(&style.order) {
                style.order
            } else {
                plain.order
            },
            beyond: if self.beyond.contains(&style.beyond) {
                style.beyond
            } else {
                plain.beyond
            },
            safe: if self.safe.contains(&style.safe) {
                style.safe
            } else {
                plain.safe
            },
            slash: style.slash && self.slash.len() > 1,
            numbers: if self.numbers.contains(&style.numbers) {
                style.numbers
            } else {
                plain.numbers
            },
            without_nulls: style.without_nulls && self.nulls.len() > 1,
            spacing: style.spacing,
        }
    }

    fn product(&self) -> impl Iterator<Item = Style> {
        let plain = std::iter::once(Style::PLAIN);
        let styles = plain.flat_map(|style| Spacing::ALL.map(|spacing| Style { spacing, ..style }));
        let styles = styles.flat_map(|style| {
            self.orders.iter().map(move |order| Style {
                order: *order,
                ..style
            })
        });
        let styles = styles.flat_map(|style| {
            self.beyond.iter().map(move |beyond| Style {
                beyond: *beyond,
                ..style
            })
        });
        let styles = styles.flat_map(|style| {
            self.safe.iter().map(move |safe| Style {
                safe: *safe,
                ..style
            })
        });
        let styles = styles.flat_map(|style| {
            self.slash.iter().map(move |slash| Style {
                slash: *slash,
                ..style
            })
        });
        let styles = styles.flat_map(|style| {
            self.numbers.iter().map(move |numbers| Style {
                numbers: *numbers,
                ..style
            })
        });
        styles.flat_map(|style| {
            self.nulls.iter().map(move |nulls| Style {
                without_nulls: *nulls,
                ..style
            })
        })
    }
}
