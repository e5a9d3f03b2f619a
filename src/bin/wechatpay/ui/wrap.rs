//! Lines that fit a width, in both languages.

use unicode_width::UnicodeWidthStr;

/// The fewest columns that a wrapped text gets.
const MIN_ROOM: usize = 16;

/// Marks that never begin a line.
const CLOSING: &str = "，。；：、？！）」』》…”’";

/// Marks that never end a line.
const OPENING: &str = "（「『《“‘";

/// Returns how many columns a text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text into lines of at most `columns`: at spaces, and between Chinese characters where
/// no mark forbids it. What cannot be cut, such as a long URL, has a line of its own.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.lines()
        .flat_map(|paragraph| joined(&pieces(paragraph), columns))
        .collect()
}

/// Joins pieces to lines of at most `columns`.
fn joined(pieces: &[&str], columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces {
        if !line.is_empty() && width(&line) + width(piece.trim_end()) > columns {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Cuts the first line of a message, which stands behind a label of `indent` columns, like [`hang`].
/// What can be copied to a shell stays whole, even if it is longer than a line. The further lines of
/// a message, such as the place of a mistake in a file, are set in already and stay as they are.
pub(super) fn hang_message(text: &str, indent: usize, columns: usize) -> String {
    let (first, further) = match text.split_once('\n') {
        Some((first, further)) => (first, Some(further)),
        None => (text, None),
    };
    let room = columns.saturating_sub(indent).max(MIN_ROOM);
    let mut code = Code::default();
    let pieces = pieces_at(first, |before, after| {
        code.read(before, after);
        !code.is_open() && may_break(before, after)
    });
    let lines = joined(&pieces, room);
    let hung = lines.join(&format!("\n{}", " ".repeat(indent)));
    match further {
        Some(further) => format!("{hung}\n{further}"),
        None => hung,
    }
}

/// Whether a place in a text is within something that can be copied to a shell: between backticks,
/// or between quotes and beginning as an option or a command does.
#[derive(Default)]
struct Code {
    /// The mark that ends it.
    end: Option<char>,
}

impl Code {
    /// Goes on behind a character.
    fn read(&mut self, before: char, after: char) {
        let quoted = |end| matches!(after, '-' | 'w').then_some(end);
        self.end = match (self.end, before) {
            (Some(end), found) if found == end => None,
            (Some(end), _) => Some(end),
            (None, '`') => Some('`'),
            (None, '\'') => quoted('\''),
            (None, '“') => quoted('”'),
            (None, _) => None,
        };
    }

    fn is_open(&self) -> bool {
        self.end.is_some()
    }
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
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    pieces_at(text, may_break)
}

/// Returns the parts between the places where a text may be cut.
pub(super) fn pieces_at(text: &str, mut may_break: impl FnMut(char, char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, after) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, after)) {
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
    fn what_can_be_copied_from_a_message_stays_whole() {
        assert_eq!(
            hang_message(
                "did you mean '--total 1'? run `wechatpay query --help`",
                6,
                30
            ),
            "did you mean\n      '--total 1'? run\n      `wechatpay query --help`"
        );
        assert_eq!(
            hang_message(
                "运行 `wechatpay create-order --help` 查看用法，是否想输入“--total 1”？",
                6,
                30
            ),
            "运行\n      `wechatpay create-order --help`\n      查看用法，是否想输入\n      “--total 1”？"
        );
        assert_eq!(
            hang_message(
                "the merchant's key is wrong\n    1 | key\n      | ^ a long mark",
                7,
                24
            ),
            "the merchant's\n       key is wrong\n    1 | key\n      | ^ a long mark"
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
