//! Tables that fit a width: their columns share it, or each row stands as a list of its own.

use comfy_table::{Attribute, Color, ColumnConstraint, ContentLineStyle};
use comfy_table::{LineStyle, Table, TableStyle, Width};

use super::clean::{clean, clean_line};
use super::links::linked;
use super::tone::Tone;
use super::wrap::{may_break, width};

/// Longer pieces of a cell may be cut anywhere.
const MAX_PIECE_COLUMNS: usize = 26;

/// The spaces beside a cell.
const PADDING: usize = 2;

/// The two sides of a frame.
const SIDES: usize = 2;

/// The digits of a serial number, which is shortened and not cut.
const SERIAL_COLUMNS: usize = 40;

/// The digits that are left at each end of a serial number that is shortened.
const SERIAL_END: usize = 6;

/// What stands at one place of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    text: String,
    tone: Option<Tone>,
}

impl Cell {
    /// Makes a cell whose text has a tone.
    pub(crate) fn toned(tone: Option<Tone>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, tone }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, tone: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// How a table is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The most columns of the terminal that a line takes; any number in a file.
    pub(super) width: Option<usize>,
    pub(super) color: bool,
    pub(super) is_terminal: bool,
    /// URLs outside of tables are links.
    pub(super) has_links: bool,
    /// Without the characters of Unicode.
    pub(super) ascii: bool,
}

/// Draws a table; without a header if that is empty.
pub(super) fn draw(header: &[String], rows: Vec<Vec<Cell>>, look: Look) -> String {
    let mut rows = rows;
    for cell in rows.iter_mut().flatten() {
        cell.text = look.clean(&cell.text);
    }
    let header: Vec<String> = header.iter().map(|name| look.clean(name)).collect();
    let columns = Columns::of(&header, &rows);
    let Some(room) = look.room_for(columns.0.len()) else {
        return look.framed(&header, &rows, &columns.natural());
    };
    if let Some(widths) = columns.fit(room) {
        return look.framed(&header, &rows, &widths);
    }
    if header.is_empty() {
        return look.framed(&header, &rows, &squeezed(&rows, &columns, room));
    }
    let shortened = with_short_serials(&rows, look);
    match Columns::of(&header, &shortened).fit(room) {
        Some(widths) => look.framed(&header, &shortened, &widths),
        None => look.as_lists(&header, &rows),
    }
}

/// Gives names and values less than they can do with: the names are cut at their marks, so that as
/// much as possible is left for the values.
fn squeezed(rows: &[Vec<Cell>], columns: &Columns, room: usize) -> Vec<usize> {
    let [name, value] = columns.0[..] else {
        return columns.narrowed(room);
    };
    let parts = rows.iter().filter_map(|row| row.first());
    let parts = parts.flat_map(|cell| pieces(&cell.text, 0).into_iter().map(width));
    let narrowest = parts.max().unwrap_or_default();
    if narrowest > room / 2 {
        return columns.narrowed(room);
    }
    // Short names stay whole.
    let narrowest = narrowest.max(name.natural.min(room * 2 / 5));
    let value = value.natural.min(room - narrowest);
    vec![name.natural.min(room - value), value]
}

/// Shortens serial numbers in the middle, since they differ at both ends.
fn with_short_serials(rows: &[Vec<Cell>], look: Look) -> Vec<Vec<Cell>> {
    let mut rows = rows.to_vec();
    for cell in rows
        .iter_mut()
        .flatten()
        .filter(|cell| is_serial(&cell.text))
    {
        let (text, end) = (&cell.text, cell.text.len() - SERIAL_END);
        cell.text = look.clean(&format!("{}…{}", &text[..SERIAL_END], &text[end..]));
    }
    rows
}

fn is_serial(text: &str) -> bool {
    text.len() == SERIAL_COLUMNS && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The widths that a column can do with.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    /// So that no piece is cut.
    min: usize,
    /// So that nothing is wrapped.
    natural: usize,
}

struct Columns(Vec<Column>);

impl Columns {
    fn of(header: &[String], rows: &[Vec<Cell>]) -> Self {
        let count = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut columns = vec![Column::default(); count.max(header.len())];
        let texts =
            |row: &'_ [Cell]| -> Vec<String> { row.iter().map(|cell| cell.text.clone()).collect() };
        let all = rows.iter().map(|row| texts(row));
        for row in all.chain([header.to_vec()]) {
            for (column, text) in columns.iter_mut().zip(&row) {
                column.natural = column.natural.max(width(text));
                let widest = pieces(text, MAX_PIECE_COLUMNS)
                    .into_iter()
                    .map(|piece| width(piece.trim_end()));
                let widest = if is_serial(text) {
                    SERIAL_COLUMNS
                } else {
                    widest.max().unwrap_or_default().min(MAX_PIECE_COLUMNS)
                };
                column.min = column.min.max(widest);
            }
        }
        Self(columns)
    }

    fn natural(&self) -> Vec<usize> {
        self.0.iter().map(|column| column.natural).collect()
    }

    /// Gives each column what it can do with, and the narrowest ones first what they would like;
    /// none if there is too little room.
    fn fit(&self, room: usize) -> Option<Vec<usize>> {
        let mut widths: Vec<usize> = self.0.iter().map(|column| column.min).collect();
        let mut left = room.checked_sub(widths.iter().sum())?;
        while left > 0 {
            let wishes = widths.iter().zip(&self.0).enumerate();
            let wishes = wishes.filter(|(_, (width, column))| **width < column.natural);
            let Some((place, _)) = wishes.min_by_key(|(_, (width, _))| **width) else {
                break;
            };
            widths[place] += 1;
            left -= 1;
        }
        Some(widths)
    }

    /// Cuts pieces anywhere, those of the widest columns first.
    fn narrowed(&self, room: usize) -> Vec<usize> {
        let mut widths = self.natural();
        while widths.iter().sum::<usize>() > room.max(2 * widths.len()) {
            let Some(widest) = widths.iter_mut().max_by_key(|width| **width) else {
                break;
            };
            *widest -= 1;
        }
        widths
    }
}

impl Look {
    /// Returns a text without control characters, and without marks that the terminal has not.
    pub(super) fn clean(self, text: &str) -> String {
        let text = clean_line(text);
        if self.ascii { in_ascii(&text) } else { text }
    }

    /// Returns a text for a line of its own, in which URLs may be links.
    pub(super) fn line(self, text: &str) -> String {
        let text = self.clean(text);
        if self.has_links { linked(&text) } else { text }
    }

    /// Does the same as [`Look::clean`] for a text of several lines.
    pub(super) fn clean_lines(self, text: &str) -> String {
        let text = clean(text);
        if self.ascii { in_ascii(&text) } else { text }
    }

    /// Returns how many columns are left for the texts; none if they are without a limit.
    fn room_for(self, columns: usize) -> Option<usize> {
        let taken = SIDES + PADDING * columns;
        self.width.map(|width| width.saturating_sub(taken))
    }

    fn framed(self, header: &[String], rows: &[Vec<Cell>], widths: &[usize]) -> String {
        let bold = |name: &String| Cell::toned(Some(Tone::Bold), name.clone());
        let names: Vec<Cell> = header.iter().map(bold).collect();
        self.table(self.frame(), &names, rows, widths)
    }

    /// Draws each row as a list of names and values, without those that are empty.
    fn as_lists(self, header: &[String], rows: &[Vec<Cell>]) -> String {
        let lists: Vec<Vec<Vec<Cell>>> = rows
            .iter()
            .map(|row| {
                let pairs = header.iter().zip(row);
                pairs
                    .filter(|(_, cell)| !cell.text.is_empty())
                    .map(|(name, cell)| {
                        let name = Cell::toned(Some(Tone::Bold), name.clone());
                        vec![name, cell.clone()]
                    })
                    .collect()
            })
            .collect();
        let all: Vec<Vec<Cell>> = lists.concat();
        let columns = Columns::of(&[], &all);
        let room = self.room_for(2).unwrap_or(usize::MAX);
        let widths = columns
            .fit(room)
            .unwrap_or_else(|| squeezed(&all, &columns, room));
        // One frame around all of them, with a line between two.
        let mut drawn = String::new();
        for (place, list) in lists.iter().enumerate() {
            let mut style = self.frame();
            if place > 0 {
                style = style.top_border(LineStyle::none());
            }
            if place + 1 < lists.len() {
                style = style.bottom_border(self.between());
            }
            drawn.push_str(&self.table(style, &[], list, &widths));
        }
        drawn
    }

    fn frame(self) -> TableStyle {
        let [top, below_header, bottom] = if self.ascii {
            ["+-+", "+=+", "+-+"]
        } else {
            ["┌─┐", "╞═╡", "└─┘"]
        };
        let side = if self.ascii { '|' } else { '│' };
        let sides = ContentLineStyle::new(side, ' ', side);
        TableStyle::new()
            .top_border(line(top))
            .header_lines(sides)
            .header_separator(line(below_header))
            .content_lines(sides)
            .row_separator(LineStyle::none())
            .bottom_border(line(bottom))
    }

    fn between(self) -> LineStyle {
        line(if self.ascii { "+-+" } else { "├─┤" })
    }

    /// Draws rows whose columns have these widths.
    fn table(
        self,
        style: TableStyle,
        header: &[Cell],
        rows: &[Vec<Cell>],
        widths: &[usize],
    ) -> String {
        let mut table = Table::new();
        table.load_style(style);
        if self.color {
            crossterm::style::force_color_output(true);
            table.enforce_styling();
            table.style_text_only();
        } else {
            table.force_no_tty();
        }
        if !header.is_empty() {
            table.set_header(row(header, widths));
        }
        table.add_rows(rows.iter().map(|cells| row(cells, widths)));
        for (place, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
            // The space after a cell is what stands between two columns, or its own.
            let after = u16::from(place + 1 == widths.len());
            let columns = u16::try_from(*width)
                .unwrap_or(u16::MAX)
                .saturating_add(1 + after);
            column.set_padding((1, after));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(columns)));
        }
        format!("{table}\n")
    }
}

/// Makes a line of its left end, its middle and its right end; columns have no ends in it.
fn line(marks: &str) -> LineStyle {
    let mut marks = marks.chars();
    let mut next = || marks.next().unwrap_or(' ');
    let (left, fill) = (next(), next());
    LineStyle::new(left, fill, fill, next())
}

/// Makes a row whose cells are wrapped to the widths of their columns.
fn row(cells: &[Cell], widths: &[usize]) -> Vec<comfy_table::Cell> {
    let nothing = Cell::default();
    let cells = widths.iter().enumerate().map(|(place, columns)| {
        let Cell { text, tone } = cells.get(place).unwrap_or(&nothing);
        let cell = comfy_table::Cell::new_owned(lines_of(text, *columns).join("\n"));
        match tone {
            Some(Tone::Good) => cell.fg(Color::DarkGreen),
            Some(Tone::Bad) => cell.fg(Color::DarkRed),
            Some(Tone::Doubtful) => cell.fg(Color::DarkYellow),
            Some(Tone::Dim) => cell.add_attribute(Attribute::Dim),
            Some(Tone::Bold) => cell.add_attribute(Attribute::Bold),
            None => cell,
        }
    });
    cells.collect()
}

/// Returns the parts of a cell between which a line may end; those that are wider than `limit` end
/// at marks, too.
fn pieces(text: &str, limit: usize) -> Vec<&str> {
    let pieces = cut(text, |before, after| {
        may_break(before, after) || (before == '/' && after != '/')
    });
    let further = |piece| {
        if width(piece) > limit {
            cut(piece, |before, _| "-_.:=,;&?|".contains(before))
        } else {
            vec![piece]
        }
    };
    pieces.into_iter().flat_map(further).collect()
}

fn cut(text: &str, is_end: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, after) in text.char_indices() {
        if at > start && before.is_some_and(|before| is_end(before, after)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(after);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Cuts a text into lines of at most `columns`; a piece that is wider is cut where the line ends.
fn lines_of(text: &str, columns: usize) -> Vec<String> {
    if width(text) <= columns {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text, columns) {
        if width(&line) + width(piece.trim_end()) <= columns {
            line.push_str(piece);
            continue;
        }
        if !line.trim_end().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line.clear();
        for c in piece.chars() {
            let mut next = line.clone();
            next.push(c);
            if width(&next) > columns && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push(c);
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Writes our marks in ASCII, for a terminal that has no others; the words of a language stay.
pub(super) fn in_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '…' => plain.push_str("..."),
            '¥' => plain.push_str("CNY "),
            '→' => plain.push_str("->"),
            '✓' => plain.push('+'),
            '✗' => plain.push('x'),
            '─' | '—' | '–' => plain.push('-'),
            '│' => plain.push('|'),
            '·' | '•' => plain.push('*'),
            '␊' => plain.push_str("\\n"),
            '±' => plain.push_str("+-"),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

    fn look(width: Option<usize>) -> Look {
        Look {
            width,
            color: false,
            is_terminal: false,
            has_links: false,
            ascii: false,
        }
    }

    fn rows(cells: &[&[&str]]) -> Vec<Vec<Cell>> {
        let row = |row: &&[&str]| row.iter().map(|text| Cell::from(*text)).collect();
        cells.iter().map(row).collect()
    }

    fn certificates(width: Option<usize>) -> String {
        let header = ["serial_no", "valid until", "days left", "action", "file"];
        let header = header.map(str::to_owned);
        let path = "/home/shop/.local/share/wechatpay/certs/wechatpay_5157F09EFDC096DE15EBE81A47057A7232F1B8E1.pem";
        let row: &[&str] = &[SERIAL, "2031-10-13T12:00:00+08:00", "1780", "new", path];
        draw(&header, rows(&[row, row]), look(width))
    }

    /// Whether all lines take as many columns, which are no more than there are.
    fn is_whole(table: &str, columns: usize) -> bool {
        let mut widths = table.lines().map(width);
        let first = widths.next().unwrap();
        first <= columns && widths.all(|width| width == first)
    }

    #[test]
    fn a_table_fits_any_terminal_and_its_frame_is_whole() {
        for columns in (20..=200).step_by(3) {
            let table = certificates(Some(columns));
            assert!(is_whole(&table, columns), "{columns}\n{table}");
        }
        let wide = certificates(Some(200));
        assert!(wide.contains(SERIAL), "{wide}");
        let half = certificates(Some(100));
        assert!(half.contains("5157F0…F1B8E1"), "{half}");
        assert!(half.contains("2031-10-13T12:00:00+08:00"), "{half}");
        // Row by row there is room for the whole of it.
        let narrow = certificates(Some(40));
        assert!(
            narrow.contains("├") && narrow.contains("valid until"),
            "{narrow}"
        );
    }

    #[test]
    fn nothing_is_cut_in_a_file() {
        let table = certificates(None);
        assert!(table.contains(SERIAL) && table.contains(&format!("_{SERIAL}.pem")));
        assert_eq!(table.lines().count(), 6, "{table}");
    }

    #[test]
    fn wide_characters_and_ones_without_width_keep_the_frame() {
        let names = rows(&[
            &[
                "description",
                "招牌拿铁咖啡（大杯，少冰，燕麦奶）外加一份提拉米苏蛋糕",
            ],
            &["attach", "👍🏽👨‍👩‍👧 e\u{301}e\u{301}\u{200b}\u{202e}x"],
            &["", "\u{1b}[31mred\nnew line"],
        ]);
        for columns in [20, 40, 60, 80] {
            let table = draw(&[], names.clone(), look(Some(columns)));
            assert!(is_whole(&table, columns), "{columns}\n{table}");
            assert!(
                !table.contains(['\u{1b}', '\u{202e}', '\u{200b}']),
                "{table}"
            );
        }
    }

    #[test]
    fn a_terminal_without_utf8_has_frames_of_ascii() {
        let table = draw(
            &["a".to_owned()],
            rows(&[&["¥12.34 → …"]]),
            Look {
                ascii: true,
                ..look(None)
            },
        );
        assert!(table.is_ascii(), "{table}");
        assert!(is_whole(&table, 80), "{table}");
    }

    #[test]
    fn colours_take_no_columns() {
        let cell = Cell::toned(Some(Tone::Good), "SUCCESS");
        let row = vec![
            vec!["trade_state".into(), cell],
            vec!["x".into(), "y".into()],
        ];
        let look = Look {
            color: true,
            ..look(Some(40))
        };
        let table = draw(&[], row, look);
        assert!(
            table.contains("\u{1b}[38;5;2mSUCCESS\u{1b}[39m "),
            "{table}"
        );
        let plain = table.replace("\u{1b}[38;5;2m", "");
        let plain = plain.replace("\u{1b}[39m", "");
        assert!(is_whole(&plain, 40), "{plain}");
    }
}
