//! How the lines of a message are joined, and how that goes wrong.

use super::Cause;
use super::search::Layout;

/// Separator, end, mistakes, and what is wrong with them.
const SEPARATORS: [(&str, &str, u8, &[Cause]); 24] = [
    ("\n", "\n", 0, &[]),
    ("\n", "", 1, &[Cause::MissingFinalNewline]),
    ("\r\n", "\r\n", 1, &[Cause::Crlf]),
    ("\\n", "\\n", 1, &[Cause::LiteralBackslashN]),
    ("\\n", "\n", 1, &[Cause::LiteralBackslashN]),
    ("\n", "\r\n", 1, &[Cause::Crlf]),
    ("\r\n", "\n", 1, &[Cause::Crlf]),
    ("\n", "\\n", 1, &[Cause::LiteralBackslashN]),
    ("\r\n", "", 2, &[Cause::Crlf, Cause::MissingFinalNewline]),
    (
        "\\n",
        "",
        2,
        &[Cause::LiteralBackslashN, Cause::MissingFinalNewline],
    ),
    (
        "\\r\\n",
        "\\r\\n",
        2,
        &[Cause::LiteralBackslashN, Cause::Crlf],
    ),
    ("\r", "\r", 1, &[Cause::WrongSeparator]),
    ("\n", "\n\n", 1, &[Cause::ExtraFinalNewline]),
    ("\n\n", "\n\n", 1, &[Cause::WrongSeparator]),
    ("", "", 1, &[Cause::WrongSeparator]),
    ("", "\n", 1, &[Cause::WrongSeparator]),
    ("\n ", "\n", 1, &[Cause::WrongSeparator]),
    (" \n", " \n", 1, &[Cause::WrongSeparator]),
    (" ", "", 1, &[Cause::WrongSeparator]),
    (",", "", 1, &[Cause::WrongSeparator]),
    ("&", "", 1, &[Cause::WrongSeparator]),
    ("|", "", 1, &[Cause::WrongSeparator]),
    ("\t", "\n", 1, &[Cause::WrongSeparator]),
    ("<br>", "<br>", 1, &[Cause::WrongSeparator]),
];

/// Separators that are searched between lines in their right order only.
const RARE_SEPARATORS: [(&str, &str); 13] = [
    ("\n ", "\n "),
    ("\r", ""),
    ("<br>", ""),
    ("<br/>", "<br/>"),
    (" ", "\n"),
    (" ", " "),
    (",", "\n"),
    (",", ","),
    ("&", "\n"),
    ("&", "&"),
    ("|", "\n"),
    ("|", "|"),
    (";", "\n"),
];

/// The layouts that are common in practice.
const COMMON: [(&str, &str); 5] = [
    ("\n", "\n"),
    ("\n", ""),
    ("\r\n", "\r\n"),
    ("\\n", "\\n"),
    ("\r\n", ""),
];

/// Returns the layouts of `lines` lines, the right one first. `without` gives the cause if
/// a line is left out.
pub(super) fn layouts(lines: usize, without: impl Fn(usize) -> Option<Cause>) -> Vec<Layout> {
    let mut orders = vec![((0..lines).collect::<Vec<_>>(), None)];
    // Two lines changed places more often than all of them did.
    let mut others = permutations(lines);
    others.sort_by_key(|order| {
        order
            .iter()
            .enumerate()
            .filter(|(place, line)| place != *line)
            .count()
    });
    orders.extend(
        others
            .into_iter()
            .map(|order| (order, Some(Cause::FieldsOutOfOrder))),
    );
    for line in (0..lines).rev() {
        if let Some(cause) = without(line) {
            orders.push((
                (0..lines).filter(|other| *other != line).collect(),
                Some(cause),
            ));
        }
    }
    let mut layouts = Vec::new();
    for (order, cause) in orders {
        let first = cause.is_none();
        if first {
            layouts.extend(RARE_SEPARATORS.map(|(between, end)| Layout {
                order: order.clone(),
                between,
                end,
                mistakes: 1,
                causes: vec![Cause::WrongSeparator],
                common: false,
            }));
        }
        for (between, end, mistakes, causes) in SEPARATORS {
            // With another order, one wrong separator is enough to search.
            let mistakes = mistakes + u8::from(cause.is_some());
            if !first && mistakes > 2 {
                continue;
            }
            layouts.push(Layout {
                order: order.clone(),
                between,
                end,
                mistakes,
                causes: cause.into_iter().chain(causes.iter().copied()).collect(),
                common: first && COMMON.contains(&(between, end)),
            });
        }
    }
    layouts.sort_by_key(|layout| layout.mistakes);
    layouts
}

/// The right layout alone, with what is wrong before the first line is read.
pub(super) fn only(lines: usize, mistakes: u8, causes: &[Cause]) -> Vec<Layout> {
    [("\n", 0), ("", 1)]
        .into_iter()
        .map(|(end, missing)| Layout {
            order: (0..lines).collect(),
            between: "\n",
            end,
            mistakes: mistakes + missing,
            causes: causes
                .iter()
                .copied()
                .chain((missing > 0).then_some(Cause::MissingFinalNewline))
                .collect(),
            common: false,
        })
        .collect()
}

/// Returns every order but the given one.
pub(super) fn permutations(lines: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..lines {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let rest: Vec<usize> = (0..lines).filter(|line| !order.contains(line)).collect();
                rest.into_iter()
                    .map(move |line| order.iter().copied().chain([line]).collect())
            })
            .collect();
    }
    orders.retain(|order| order.iter().enumerate().any(|(place, line)| place != *line));
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_layout_comes_first_and_each_once() {
        let all = layouts(4, |_| None);
        assert_eq!(
            (all[0].between, all[0].end, all[0].mistakes),
            ("\n", "\n", 0)
        );
        assert!(
            all.iter()
                .enumerate()
                .all(|(place, layout)| !all[..place].contains(layout))
        );
        assert_eq!(permutations(5).len(), 119);
    }
}
