//! Tables that fit a width: their columns share it, or each row stands as a list of its own.

use comfy_table::{Attribute, Color, ColumnConstraint, ContentLineStyle};
use comfy_table::{LineStyle, Table, TableStyle, Width};

use super::cell::Cell;
use super::columns::Columns;
use super::look::Look;
use super::tone::Tone;

/// The spaces beside a cell.
const PADDING: usize = 2;

/// The two sides of a frame.
const SIDES: usize = 2;

/// Draws a table; without a header if that is empty.
pub(super) fn draw(header: &[String], mut rows: Vec<Vec<Cell>>, look: Look) -> String {
    let bold = |name: &String| Cell::toned(Some(Tone::Bold), look.clean(name));
    let header: Vec<Cell> = header.iter().map(bold).collect();
    for cell in rows.iter_mut().flatten() {
        cell.text = look.clean(&cell.text);
    }
    let framed =
        |rows: &[Vec<Cell>], widths: &[usize]| look.table(look.frame(), &header, rows, widths);
    let columns = Columns::of(&header, &rows);
    let Some(room) = look.room_for(columns.count()) else {
        return framed(&rows, &columns.natural());
    };
    if let Some(widths) = columns.fit(room) {
        return framed(&rows, &widths);
    }
    if header.is_empty() {
        return framed(&rows, &columns.squeezed(room));
    }
    let mut shortened = rows.clone();
    for cell in shortened.iter_mut().flatten() {
        cell.text = look.clean(&cell.short());
    }
    match Columns::of(&header, &shortened).fit(room) {
        Some(widths) => framed(&shortened, &widths),
        None => look.as_lists(&header, &rows),
    }
}

impl Look {
    /// Returns how many columns are left for the texts; none if they are without a limit.
    fn room_for(self, columns: usize) -> Option<usize> {
        let taken = SIDES + PADDING * columns;
        self.width.map(|width| width.saturating_sub(taken))
    }

    /// Draws each row as a list of names and values, without those that are empty.
    fn as_lists(self, header: &[Cell], rows: &[Vec<Cell>]) -> String {
        let list = |row: &Vec<Cell>| -> Vec<Vec<Cell>> {
            let pairs = header.iter().zip(row);
            let filled = pairs.filter(|(_, cell)| !cell.text.is_empty());
            filled
                .map(|(name, cell)| vec![name.clone(), cell.clone()])
                .collect()
        };
        let lists: Vec<_> = rows.iter().map(list).collect();
        let all = lists.concat();
        let columns = Columns::of(&[], &all);
        let room = self.room_for(2).unwrap_or(usize::MAX);
        let widths = columns.fit(room);
        let widths = widths.unwrap_or_else(|| columns.squeezed(room));
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
        let inner = cells.get(place).unwrap_or(&nothing);
        let cell = comfy_table::Cell::new_owned(inner.lines(*columns).join("\n"));
        match inner.tone {
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

#[cfg(test)]
mod tests {
    use super::super::wrap::width;
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
