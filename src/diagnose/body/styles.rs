//! The ways of writing that make a difference for one value.

use std::collections::HashSet;

use crate::diagnose::json::Node;
use crate::diagnose::json::habits::{Beyond, Safe, Slashes, Spacing};
use crate::diagnose::json::number::Numbers;
use crate::diagnose::json::order::Order;
use crate::diagnose::json::style::Style;

/// The ways of writing one value, by how many mistakes they take: one for each thing that is
/// done otherwise than WeChat Pay does it, and one for all that a known serialiser does by itself.
pub(super) struct Ways {
    useful: Useful,
    /// From one mistake on; each level is made when it is needed.
    levels: Vec<Vec<Style>>,
    seen: HashSet<Style>,
}

impl Ways {
    pub(super) fn of(node: &Node<'_>) -> Self {
        let useful = Useful::of(node);
        let plain = Style::PLAIN;
        let known = Style::KNOWN.iter().map(|style| useful.reduced(*style));
        let mut seen = HashSet::new();
        let first = std::iter::once(plain)
            .chain(known)
            .chain(useful.departures(plain));
        let first = first.filter(|style| seen.insert(*style)).collect();
        Self {
            useful,
            levels: vec![first],
            seen,
        }
    }

    /// Returns the styles that take exactly `mistakes` mistakes, at least one.
    pub(super) fn at(&mut self, mistakes: u8) -> &[Style] {
        let wanted = usize::from(mistakes.max(1));
        while self.levels.len() < wanted {
            let last = &self.levels[self.levels.len() - 1];
            let wider = last.iter().flat_map(|style| self.useful.departures(*style));
            let next = wider.filter(|style| self.seen.insert(*style)).collect();
            self.levels.push(next);
        }
        &self.levels[wanted - 1]
    }

    /// Returns every combination.
    pub(super) fn all(&self) -> impl Iterator<Item = Style> {
        self.useful.product()
    }
}

struct Useful {
    orders: Vec<Order>,
    beyond: Vec<Beyond>,
    safe: Vec<Safe>,
    slashes: Vec<Slashes>,
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
            orders: effective(Order::SAME, Order::COMMON, |order| {
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
            slashes: effective(
                Slashes::Plain,
                [Slashes::Escaped, Slashes::InTags],
                |slashes| {
                    differs(Style {
                        slashes: *slashes,
                        ..plain
                    })
                },
            ),
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
            slashes: if self.slashes.contains(&style.slashes) {
                style.slashes
            } else {
                plain.slashes
            },
            numbers: if self.numbers.contains(&style.numbers) {
                style.numbers
            } else {
                plain.numbers
            },
            without_nulls: style.without_nulls && self.nulls.len() > 1,
            spacing: style.spacing,
        }
    }

    /// The style with one more thing done otherwise.
    fn departures(&self, style: Style) -> Vec<Style> {
        let mut all: Vec<Style> = Spacing::ALL
            .map(|spacing| Style { spacing, ..style })
            .to_vec();
        all.extend(self.orders.iter().map(|order| Style {
            order: *order,
            ..style
        }));
        all.extend(self.beyond.iter().map(|beyond| Style {
            beyond: *beyond,
            ..style
        }));
        all.extend(self.safe.iter().map(|safe| Style {
            safe: *safe,
            ..style
        }));
        all.extend(self.slashes.iter().map(|slashes| Style {
            slashes: *slashes,
            ..style
        }));
        all.extend(self.numbers.iter().map(|numbers| Style {
            numbers: *numbers,
            ..style
        }));
        all.extend(self.nulls.iter().map(|nulls| Style {
            without_nulls: *nulls,
            ..style
        }));
        all
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
            self.slashes.iter().map(move |slashes| Style {
                slashes: *slashes,
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
