//! Tables on a page: each header or name beside the value that stands under or after it.

use crate::ui::Cell;

/// A value of a row, which is left out if there is none.
pub(in crate::commands) trait RowValue {
    fn cell(self) -> Option<Cell>;
}

impl RowValue for Cell {
    fn cell(self) -> Option<Cell> {
        Some(self)
    }
}

impl RowValue for String {
    fn cell(self) -> Option<Cell> {
        Some(self.into())
    }
}

impl RowValue for &str {
    fn cell(self) -> Option<Cell> {
        Some(self.into())
    }
}

impl<T: RowValue> RowValue for Option<T> {
    fn cell(self) -> Option<Cell> {
        self?.cell()
    }
}

/// Adds a table with a row for each item, and each column's header beside its cell:
///
/// ```ignore
/// table!(page, event in &self.events => {
///     text!("events-column-id") => event.id.clone(),
///     text!("events-column-repeats") => event.repeats.to_string(),
/// });
/// ```
macro_rules! table {
    ($page:expr, $item:pat in $items:expr => { $($header:expr => $cell:expr),+ $(,)? }) => {{
        let header = [$($crate::ui::Text::from($header)),+];
        let items = IntoIterator::into_iter($items);
        let rows: Vec<_> = items.map(|$item| vec![$($crate::ui::Cell::from($cell)),+]).collect();
        $page.table(&header, rows);
    }};
}

/// Adds a table of names and values:
///
/// ```ignore
/// fields!(page, {
///     "bytes" => self.bytes.to_string(),
///     "rows" => self.rows.map(|count| count.to_string()),
/// });
/// ```
macro_rules! fields {
    ($page:expr, { $($name:expr => $value:expr),+ $(,)? }) => {{
        let rows = [$((
            $crate::ui::Text::from($name),
            $crate::commands::rows::RowValue::cell($value),
        )),+];
        $page.fields(rows.into_iter().filter_map(|(name, cell)| Some((name, cell?))));
    }};
}

pub(in crate::commands) use {fields, table};
