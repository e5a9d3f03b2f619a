//! What stands at one place of a table, and how it is cut into lines.

use super::tone::Tone;
use super::wrap::{may_break, pieces_at, width};

/// Longer pieces of a cell may be cut anywhere.
const MAX_PIECE_COLUMNS: usize = 26;

/// The digits of a serial number, which is shortened and not cut.
const SERIAL_COLUMNS: usize = 40;

/// The digits that are left at each end of a serial number that is shortened.
const SERIAL_END: usize = 6;

/// A text, and its tone if it has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(super) text: String,
    pub(super) tone: Option<Tone>,
}

impl Cell {
    /// Makes a cell whose text has a tone.
    pub(crate) fn toned(tone: Option<Tone>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, tone }
    }

    /// Returns the columns that it can do with, so that no piece is cut.
    pub(super) fn least(&self) -> usize {
        if self.is_serial() {
            return SERIAL_COLUMNS;
        }
        let pieces = pieces(&self.text, MAX_PIECE_COLUMNS).into_iter();
        let widest = pieces.map(|piece| width(piece.trim_end())).max();
        widest.unwrap_or_default().min(MAX_PIECE_COLUMNS)
    }

    /// Returns the columns of its widest piece if it is cut at every mark.
    pub(super) fn widest_piece(&self) -> usize {
        let pieces = pieces(&self.text, 0).into_iter();
        pieces.map(width).max().unwrap_or_default()
    }

    /// Returns a serial number without its middle, since they differ at both ends; any other text
    /// as it is.
    pub(super) fn short(&self) -> String {
        if !self.is_serial() {
            return self.text.clone();
        }
        let end = self.text.len() - SERIAL_END;
        format!("{}…{}", &self.text[..SERIAL_END], &self.text[end..])
    }

    fn is_serial(&self) -> bool {
        self.text.len() == SERIAL_COLUMNS && self.text.bytes().all(|b| b.is_ascii_hexdigit())
    }

    /// Cuts the text into lines of at most `columns`; a piece that is wider is cut where the line
    /// ends.
    pub(super) fn lines(&self, columns: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for piece in pieces(&self.text, columns) {
            if width(&line) + width(piece.trim_end()) <= columns {
                line.push_str(piece);
                continue;
            }
            lines.push(std::mem::take(&mut line));
            for c in piece.chars() {
                if !line.is_empty() && width(&format!("{line}{c}")) > columns {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line);
        let lines = lines.iter().map(|line| line.trim_end().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
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

/// Returns the parts of a text between which a line may end; those that are wider than `limit` end
/// at marks, too.
fn pieces(text: &str, limit: usize) -> Vec<&str> {
    let whole = pieces_at(text, |before, after| {
        may_break(before, after) || (before == '/' && after != '/')
    });
    let further = |piece| {
        if width(piece) > limit {
            pieces_at(piece, |before, _| "-_.:=,;&?|".contains(before))
        } else {
            vec![piece]
        }
    };
    whole.into_iter().flat_map(further).collect()
}
