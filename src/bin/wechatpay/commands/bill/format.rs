//! The forms in which a bill is written.

use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Parse {
    /// For people.
    Table,
    /// One object a line.
    Json,
    /// Without back-quotes, byte order mark and summary; an apostrophe stands before what a
    /// spreadsheet would compute.
    Csv,
}

pub(super) fn is_gzip(path: &Path) -> bool {
    path.extension()
        .is_some_and(|name| name.eq_ignore_ascii_case("gz"))
}
