//! Lines that fit a width, in both languages.

use unicode_width::UnicodeWidthStr;

/// The fewest columns that a wrapped text gets.
const MIN_ROOM: usize = 16;

/// Marks that never begin a line.
const CLOSING: &str = "，。；：、？！）」』》…";

/// Marks that never end a line.
const OPENING: &str = "（「『《";

/// Returns how many columns a text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text into lines of at most `columns`: at spaces, and between Chinese characters where
/// no mark forbids it. What cannot be cut, such as a long URL, has a line of its own.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            if !line.is_empty() && width(&line) + width(piece.trim_end()) > columns {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            line.push_str(piece);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Cuts a text like [`wrap`]; the lines after the first begin at column `indent`.
pub(super) fn hang(text: &str, indent: usize, columns: usize) -> Vec<String> {
    if width(text) <= columns {
        return vec![text.to_owned()];
    }
    // Spaces at the beginning, and those of a column, are not places to cut.
    let start = text
        .char_indices()
        .find(|(at, _)| width(&text[..*at]) >= indent);
    let (head, rest) = text.split_at(start.map_or(0, |(at, _)| at));
    let room = columns.saturating_sub(indent).max(MIN_ROOM);
    let lines = wrap(rest, room).into_iter().enumerate();
    let lines = lines.map(|(at, line)| match at {
        0 => format!("{head}{line}"),
        _ => format!("{}{line}", " ".repeat(indent)),
    });
    lines.collect()
}

/// Returns the parts that stay together, each with the space after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, after) in text.char_indices() {
        if at > start && before.is_some_and(|before| may_break(before, after)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(after);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Tells whether a line may end between two characters.
pub(super) fn may_break(before: char, after: char) -> bool {
    let is_wide = |c: char| c >= '\u{2e80}';
    let is_forbidden = CLOSING.contains(after) || OPENING.contains(before);
    let is_between = is_wide(before) || is_wide(after);
    (before == ' ' && after != ' ') || (is_between && after != ' ' && !is_forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_hanging_line_begins_below_its_text() {
        assert_eq!(
            hang(" 1  merchant    pays the order of a payer", 16, 32),
            [
                " 1  merchant    pays the order",
                "                of a payer"
            ]
        );
        assert_eq!(hang("- short", 2, 32), ["- short"]);
        assert_eq!(
            hang("原因    查询订单，直到支付完成", 8, 24),
            ["原因    查询订单，直到支", "        付完成"]
        );
    }

    #[test]
    fn lines_break_at_spaces_and_between_chinese_characters_but_not_before_a_comma() {
        assert_eq!(wrap("pay the order", 7), ["pay the", "order"]);
        assert_eq!(
            wrap("查询订单，直到支付", 8),
            ["查询订", "单，直到", "支付"]
        );
        assert_eq!(
            wrap("用 --out-trade-no 查", 6),
            ["用", "--out-trade-no", "查"]
        );
    }
}
