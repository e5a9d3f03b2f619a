//! A verified bill in a temporary file, to be read line by line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};

use serde::Serialize;
use serde_json::{Map, Value};

use super::error::{BillsError, UnreadableBill};
use crate::protocol::bill::{BillDate, BillItem, BillParser, BillRecord};

/// The longest line that is held, in bytes; a bill's lines have some hundred.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

const BUFFER_BYTES: usize = 64 * 1024;

/// A verified bill in a temporary file, which is gone once this is dropped.
#[derive(Debug)]
pub struct SpooledBill {
    file: BufReader<File>,
    line: Vec<u8>,
    request_id: Option<String>,
}

/// A row under WeChat Pay's names, amounts in fen.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct BillRow(pub Map<String, Value>);

/// The sums of a bill, amounts in fen.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct BillSummary {
    /// The day.
    pub bill_date: BillDate,
    /// How many rows the bill has.
    pub rows: u64,
    /// The unit of the amounts of all rows: `fen`.
    pub unit: &'static str,
    /// The columns with an amount that is not a whole number of fen, and stays a text in yuan.
    pub text_columns: Vec<String>,
    /// The sums under WeChat Pay's names.
    pub summary: Map<String, Value>,
}

/// A part of a bill as values.
#[derive(Debug)]
pub enum BillLine {
    /// A row.
    Row(BillRow),
    /// The sums, after all rows.
    Summary(BillSummary),
}

impl SpooledBill {
    pub(super) fn new(file: File, request_id: Option<String>) -> Result<Self, BillsError> {
        let mut bill = Self {
            file: BufReader::with_capacity(BUFFER_BYTES, file),
            line: Vec::new(),
            request_id,
        };
        bill.rewind()?;
        Ok(bill)
    }

    fn rewind(&mut self) -> Result<(), BillsError> {
        self.file.rewind().map_err(BillsError::Spool)
    }

    /// Returns the next line with its end, or as much of it as may be held.
    ///
    /// # Errors
    /// Returns an error if the temporary file cannot be read.
    pub fn next_line(&mut self) -> Result<Option<&[u8]>, BillsError> {
        self.line.clear();
        let read = self
            .file
            .by_ref()
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut self.line)
            .map_err(BillsError::Spool)?;
        Ok((read > 0).then_some(self.line.as_slice()))
    }

    /// Reads the whole bill from its beginning, and passes each part of it to `each`.
    ///
    /// # Errors
    /// Returns an error if the file is not a bill, or the first error of `each`.
    pub fn items<E: From<BillsError>>(
        &mut self,
        mut each: impl FnMut(BillItem<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.rewind()?;
        let request_id = self.request_id.clone();
        let unreadable = |source| BillsError::Unreadable {
            source,
            request_id: request_id.clone(),
        };
        let mut parser = BillParser::default();
        let mut number = 0_u64;
        while let Some(line) = self.next_line()? {
            number += 1;
            let text = std::str::from_utf8(line)
                .map_err(|_| unreadable(UnreadableBill::NotUtf8(number)))?;
            let item = parser
                .line(text)
                .map_err(|error| unreadable(UnreadableBill::NotABill(error)))?;
            if let Some(item) = item {
                each(item)?;
            }
        }
        parser
            .finish()
            .map_err(|error| unreadable(UnreadableBill::NotABill(error)))?;
        Ok(())
    }

    /// Reads the whole bill as values, amounts in fen.
    ///
    /// # Errors
    /// Returns an error if the file is not a bill, or the first error of `each`.
    pub fn lines<E: From<BillsError>>(
        &mut self,
        bill_date: BillDate,
        mut each: impl FnMut(BillLine) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rows = 0;
        let mut text_columns = Vec::new();
        self.items(|item| match item {
            BillItem::Header(_) => Ok(()),
            BillItem::Row(record) => {
                rows += 1;
                add_text_columns(&record, &mut text_columns);
                each(BillLine::Row(BillRow(record.to_json())))
            }
            BillItem::Summary(record) => {
                add_text_columns(&record, &mut text_columns);
                each(BillLine::Summary(BillSummary {
                    bill_date,
                    rows,
                    unit: "fen",
                    text_columns: std::mem::take(&mut text_columns),
                    summary: record.to_json(),
                }))
            }
        })
    }

    /// Reads the whole bill and counts its rows, so that nothing of a bill is passed on that
    /// cannot be read to its end.
    ///
    /// # Errors
    /// Returns an error if the file is not a bill.
    pub fn count_rows(&mut self) -> Result<u64, BillsError> {
        let mut rows = 0;
        self.items::<BillsError>(|item| {
            rows += u64::from(matches!(item, BillItem::Row(_)));
            Ok(())
        })?;
        Ok(rows)
    }
}

fn add_text_columns(record: &BillRecord<'_>, columns: &mut Vec<String>) {
    for column in record.unread_amounts() {
        if !columns.iter().any(|known| known == column) {
            columns.push(column.to_owned());
        }
    }
}
