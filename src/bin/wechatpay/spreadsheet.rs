//! CSV for spreadsheets, which must not compute what others have written into a cell.

use std::borrow::Cow;
use std::io;

use crate::error::CliError;

/// What makes a spreadsheet compute a cell, also in the full width that some accept.
const COMPUTED: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// Puts an apostrophe before what a spreadsheet would compute; a negative amount is what it
/// says.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(COMPUTED) && !is_amount(text) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Tells whether a text is a negative amount or share as bills have them, such as `-0.01`.
fn is_amount(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or_default();
    let parts = digits.strip_suffix('%').unwrap_or(digits).split_once('.');
    parts.is_some_and(|(whole, part)| {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        is_number(whole) && is_number(part)
    })
}

/// Writes a line of CSV.
pub(crate) fn record<T: AsRef<str>>(cells: &[T]) -> Result<Vec<u8>, CliError> {
    let failed = |error: &(dyn std::error::Error + 'static)| {
        CliError::internal("CSV cannot be written").with_causes_of(error)
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells = cells.iter().map(|text| cell(text.as_ref()).into_owned());
    writer.write_record(cells).map_err(|error| failed(&error))?;
    writer
        .into_inner()
        .map_err(|error| failed(&io::Error::other(error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_text_and_numbers_stay_numbers() {
        for computed in [
            "=1+1",
            "+1+1",
            "-1+1",
            "-",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "-1.2.3",
            "-1e5",
            "-.5",
            "+5",
            "\u{ff1d}1+1",
            "--1",
            "-1",
            "-\u{ff11}",
            "=HYPERLINK(\"http://x\")",
        ] {
            assert_eq!(cell(computed), format!("'{computed}"));
        }
        for plain in ["", "-0.01", "-3.50%", "0.60%", "咖啡", "'=1", "a=1", "wx1"] {
            assert_eq!(cell(plain), plain);
        }
        let line = record(&["=1,\"2", "-0.01", "x"]).unwrap();
        assert_eq!(line, b"\"'=1,\"\"2\",-0.01,x\n");
    }
}
