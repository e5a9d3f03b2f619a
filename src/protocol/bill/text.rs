//! The text of a bill: a header, a line a record, and a summary with a header of its own.
//!
//! Each value follows a back-quote, which keeps spreadsheets from taking long numbers for
//! quantities; headers have none. Columns differ by kind of bill and of merchant.

use serde_json::{Map, Value};

const BOM: char = '\u{feff}';
const QUOTE: char = '`';
const SEPARATOR: &str = ",`";

/// Why a text is not a bill.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BillError {
    /// It does not begin with the names of columns.
    #[error("line 1 is not a header")]
    Header,
    /// A header names a column more than once.
    #[error("line {line}: duplicate column {column}")]
    Twice {
        /// The line, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
    },
    /// A record does not fit its header.
    #[error("line {line} has {found} values where its header has {expected} columns")]
    Width {
        /// The line, counted from 1.
        line: u64,
        /// The number of values in the line.
        found: usize,
        /// The number of columns in the header.
        expected: usize,
    },
    /// A record's values are not marked as such.
    #[error("line {0} does not begin with a back-quote")]
    Unquoted(u64),
    /// The summary is the end.
    #[error("line {0} comes after the summary")]
    After(u64),
    /// The summary is missing.
    #[error("it ends without a summary, after {0} lines")]
    Cut(u64),
}

/// A line of a bill, by its kind.
#[derive(Debug, PartialEq, Eq)]
pub enum BillItem<'a> {
    /// The names of the columns.
    Header(&'a [String]),
    /// A trade or a flow.
    Row(BillRecord<'a>),
    /// The sums of the day.
    Summary(BillRecord<'a>),
}

/// Values under the names of their columns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BillRecord<'a> {
    columns: &'a [String],
    values: Vec<&'a str>,
}

impl<'a> BillRecord<'a> {
    /// Returns the values as written in the bill.
    #[must_use]
    pub fn values(&self) -> &[&'a str] {
        &self.values
    }

    /// Returns the names of the columns.
    #[must_use]
    pub fn columns(&self) -> &'a [String] {
        self.columns
    }

    /// Returns the value of a column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let section = self.columns.iter().position(|name| name == column)?;
        self.values.get(section).copied()
    }

    /// Returns the amounts that are not a whole number of fen, by the names of their columns: a fee
    /// may be a fraction of one.
    pub fn unread_amounts(&self) -> impl Iterator<Item = &'a str> {
        let unread = |(column, text): (&'a String, &&str)| {
            let amount = is_amount(column) && !text.is_empty();
            (amount && fen_of_yuan(text).is_none()).then_some(column.as_str())
        };
        self.columns.iter().zip(&self.values).filter_map(unread)
    }

    /// Returns the record with WeChat Pay's names, its amounts in whole fen. One of
    /// [`BillRecord::unread_amounts`] stays the text that it is, in yuan.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let value = |(column, text): (&String, &&str)| {
            let number = if is_amount(column) {
                fen_of_yuan(text)
            } else if is_count(column) {
                whole(text)
            } else {
                None
            };
            let value = number.map_or_else(|| Value::from(*text), Value::from);
            (column.clone(), value)
        };
        self.columns.iter().zip(&self.values).map(value).collect()
    }
}

/// Whether a column holds yuan, by its name: bills say so in no other way.
fn is_amount(column: &str) -> bool {
    ["金额", "手续费", "结余", "交易额"]
        .iter()
        .any(|word| column.contains(word))
}

fn is_count(column: &str) -> bool {
    column.ends_with("单数") || column.ends_with("笔数")
}

/// Reads an exact decimal number of yuan, negative too, as whole fen; places behind the second
/// must be zeros.
#[must_use]
pub fn fen_of_yuan(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (yuan, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(yuan) || !is_number(places) {
        return None;
    }
    let (fen, rest) = places.split_at(places.len().min(2));
    if rest.bytes().any(|b| b != b'0') {
        return None;
    }
    format!("{sign}{yuan}{fen:0<2}").parse().ok()
}

/// Writes fen as yuan with two places: the sandbox's half of [`fen_of_yuan`].
#[must_use]
pub fn yuan_of_fen(fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Reads a count, which bills write as `45` or `45.0`.
fn whole(text: &str) -> Option<i64> {
    let (count, places) = text.split_once('.').unwrap_or((text, ""));
    let plain = count.bytes().all(|b| b.is_ascii_digit());
    if !plain || places.bytes().any(|b| b != b'0') {
        return None;
    }
    count.parse().ok()
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    Top,
    Rows,
    Sums,
    End,
}

/// Reads a bill line by line; stores only its header.
#[derive(Debug, Default)]
pub struct BillParser {
    section: Section,
    columns: Vec<String>,
    line: u64,
}

impl BillParser {
    /// Reads the next line, with or without its line end; `None` if it is empty or the
    /// header of the summary.
    ///
    /// # Errors
    /// Returns the line that does not belong to a bill.
    pub fn line<'a>(&'a mut self, line: &'a str) -> Result<Option<BillItem<'a>>, BillError> {
        self.line += 1;
        let line = line.trim_end_matches(['\r', '\n']);
        let line = match self.section {
            Section::Top => line.strip_prefix(BOM).unwrap_or(line),
            Section::Rows | Section::Sums | Section::End => line,
        };
        if line.is_empty() {
            return Ok(None);
        }
        let values = line.strip_prefix(QUOTE);
        match (&self.section, values) {
            (Section::Top, None) => {
                self.head(line)?;
                self.section = Section::Rows;
                Ok(Some(BillItem::Header(&self.columns)))
            }
            (Section::Top, Some(_)) => Err(BillError::Header),
            (Section::Rows, Some(values)) => Ok(Some(BillItem::Row(self.record(values)?))),
            (Section::Rows, None) => {
                self.head(line)?;
                self.section = Section::Sums;
                Ok(None)
            }
            (Section::Sums, Some(values)) => {
                self.section = Section::End;
                Ok(Some(BillItem::Summary(self.record(values)?)))
            }
            (Section::Sums, None) => Err(BillError::Unquoted(self.line)),
            (Section::End, _) => Err(BillError::After(self.line)),
        }
    }

    /// Whether the bill is whole.
    ///
    /// # Errors
    /// Returns an error if there was no summary.
    pub fn finish(self) -> Result<(), BillError> {
        match self.section {
            Section::End => Ok(()),
            Section::Top => Err(BillError::Header),
            Section::Rows | Section::Sums => Err(BillError::Cut(self.line)),
        }
    }

    fn head(&mut self, line: &str) -> Result<(), BillError> {
        self.columns = line.split(',').map(|name| name.trim().to_owned()).collect();
        let mut seen = std::collections::HashSet::new();
        match self.columns.iter().find(|name| !seen.insert(*name)) {
            Some(column) => Err(BillError::Twice {
                line: self.line,
                column: column.clone(),
            }),
            None => Ok(()),
        }
    }

    fn record<'a>(&'a self, values: &'a str) -> Result<BillRecord<'a>, BillError> {
        let values: Vec<&str> = values.split(SEPARATOR).collect();
        if values.len() != self.columns.len() {
            return Err(BillError::Width {
                line: self.line,
                found: values.len(),
                expected: self.columns.len(),
            });
        }
        Ok(BillRecord {
            columns: &self.columns,
            values,
        })
    }
}

/// A bill that is being written: the sandbox's half of [`BillParser`].
#[derive(Debug)]
pub struct BillText(String);

impl BillText {
    /// Begins with the names of the columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut text = Self(String::from(BOM));
        text.end(&columns.join(","));
        text
    }

    /// Adds a record.
    pub fn row<T: AsRef<str>>(&mut self, values: impl IntoIterator<Item = T>) {
        let values: Vec<String> = values
            .into_iter()
            .map(|value| plain(value.as_ref()))
            .collect();
        self.end(&format!("{QUOTE}{}", values.join(SEPARATOR)));
    }

    /// Ends with the summary.
    #[must_use]
    pub fn finish(mut self, columns: &[&str], values: &[String]) -> Vec<u8> {
        self.end(&columns.join(","));
        self.row(values);
        self.0.into_bytes()
    }

    fn end(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push_str("\r\n");
    }
}

/// A value cannot contain what ends a value or a line.
fn plain(value: &str) -> String {
    value.replace([QUOTE, '\r', '\n'], " ")
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
