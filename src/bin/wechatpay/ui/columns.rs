//! How wide the columns of a table are.

use super::cell::Cell;
use super::wrap::width;

/// The widths that a column can do with.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    /// So that no piece is cut.
    min: usize,
    /// So that nothing is wrapped.
    natural: usize,
}

/// The columns of these rows.
pub(super) struct Columns<'r> {
    rows: &'r [Vec<Cell>],
    columns: Vec<Column>,
}

impl<'r> Columns<'r> {
    pub(super) fn of(header: &[Cell], rows: &'r [Vec<Cell>]) -> Self {
        let mut columns = Vec::new();
        for row in rows.iter().map(Vec::as_slice).chain([header]) {
            columns.resize(row.len().max(columns.len()), Column::default());
            for (column, cell) in columns.iter_mut().zip(row) {
                column.natural = column.natural.max(width(&cell.text));
                column.min = column.min.max(cell.least());
            }
        }
        Self { rows, columns }
    }

    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn natural(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.natural).collect()
    }

    /// Gives each column what it can do with, and the narrowest ones first what they would like;
    /// none if there is too little room.
    pub(super) fn fit(&self, room: usize) -> Option<Vec<usize>> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.min).collect();
        let mut left = room.checked_sub(widths.iter().sum())?;
        while left > 0 {
            let wishes = widths.iter_mut().zip(&self.columns);
            let wishes = wishes.filter(|(width, column)| **width < column.natural);
            let Some((narrowest, _)) = wishes.min_by_key(|(width, _)| **width) else {
                break;
            };
            *narrowest += 1;
            left -= 1;
        }
        Some(widths)
    }

    /// Gives names and values less than they can do with: the names are cut at their marks, so that
    /// as much as possible is left for the values.
    pub(super) fn squeezed(&self, room: usize) -> Vec<usize> {
        let [name, value] = self.columns[..] else {
            return self.narrowed(room);
        };
        let names = self.rows.iter().filter_map(|row| row.first());
        let narrowest = names.map(Cell::widest_piece).max().unwrap_or_default();
        if narrowest > room / 2 {
            return self.narrowed(room);
        }
        // Short names stay whole.
        let narrowest = narrowest.max(name.natural.min(room * 2 / 5));
        let value = value.natural.min(room - narrowest);
        vec![name.natural.min(room - value), value]
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
