//! CSV for spreadsheets, which must not compute what others have written into a cell.

use std::borrow::Cow;

/// First characters that make a spreadsheet compute a cell, some in the full width that a few
/// spreadsheets accept.
const COMPUTED: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// Puts an apostrophe before a text that a spreadsheet would compute; a negative amount stays a
/// number.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
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

/// Returns a line of CSV, with its end.
#[must_use]
pub fn record<T: AsRef<str>>(cells: &[T]) -> Vec<u8> {
    let mut line = Vec::new();
    let mut writer = csv::Writer::from_writer(&mut line);
    // Writing to memory does not fail.
    let _ = writer.write_record(cells.iter().map(|text| cell(text.as_ref()).into_owned()));
    drop(writer);
    line
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
        let line = record(&["=1,\"2", "-0.01", "x"]);
        assert_eq!(line, b"\"'=1,\"\"2\",-0.01,x\n");
    }
}
