//! Where a verified bill is written, and in which form: as it is, JSON, CSV, or tables.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::bills::{
    BillLine, BillRow, BillSummary, Content, Destination, FileFormat, SpooledBill,
};
use wechatpay::fs::OutputFile;
use wechatpay::protocol::bill::{BillDate, BillItem, BillRecord};
use wechatpay::{shell, spreadsheet};

use crate::context::Context;
use crate::error::CliError;
use crate::text;
use crate::ui::{self, Output, Page, Render, Text};

/// How much is written at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// How many rows one table has.
const MAX_TABLE_ROWS: usize = 100;

/// The form of a parsed bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
    Csv,
}

pub(super) fn is_gzip(path: &Path) -> bool {
    path.extension()
        .is_some_and(|name| name.eq_ignore_ascii_case("gz"))
}

/// What was written.
pub(super) struct Written {
    pub(super) bytes: u64,
    /// Known if the bill was parsed.
    pub(super) rows: Option<u64>,
}

/// The file, or stdout, and the form in which a bill is written.
#[derive(Debug)]
pub(super) struct Target {
    path: Option<PathBuf>,
    format: Option<Format>,
}

impl Target {
    pub(super) fn new(path: Option<&Path>, format: Option<Format>) -> Self {
        Self {
            path: path
                .filter(|path| *path != Path::new("-"))
                .map(Path::to_owned),
            format,
        }
    }

    /// Returns the file's name; none if the bill goes to stdout.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the name of a file that is written whole or not at all.
    fn new_file(&self) -> Option<&Path> {
        self.path().filter(|path| !OutputFile::is_device(path))
    }

    /// Tells whether the gzip file is kept, by its name.
    pub(super) fn keeps_gzip(&self) -> bool {
        self.format.is_none() && self.path().is_some_and(is_gzip)
    }

    pub(super) fn file_format(&self) -> FileFormat {
        if self.keeps_gzip() {
            FileFormat::Gzip
        } else {
            FileFormat::Text
        }
    }

    /// Checks that the file can be written, before anything is sent.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let Some(path) = self.new_file() else {
            return Ok(());
        };
        let folder = path.parent().unwrap_or(path);
        if !folder.as_os_str().is_empty() && !folder.is_dir() {
            let (path, folder) = (path.display(), shell::word(&folder.to_string_lossy()));
            return Err(CliError::config(text!("bill-no-folder", path, folder)));
        }
        OutputFile::create(path)?;
        Ok(())
    }

    /// Returns where the bill is kept until it is verified.
    pub(super) fn destination(&self) -> Destination {
        match (self.new_file(), self.format) {
            (Some(path), None) => Destination::File(path.to_owned()),
            (Some(_), Some(_)) | (None, _) => Destination::Spool,
        }
    }

    /// Writes a verified bill of this many bytes.
    pub(super) fn write(
        &self,
        content: Content,
        bytes: u64,
        bill_date: BillDate,
        context: &Context,
    ) -> Result<Written, CliError> {
        let whole = Written { bytes, rows: None };
        let mut bill = match content {
            Content::File(file) => return Ok(file.finish().map(|_| whole)?),
            Content::Spool(bill) => bill,
        };
        let Some(format) = self.format else {
            let mut out = self.open()?;
            while let Some(line) = bill.next_line()? {
                out.write(line)?;
            }
            return out.finish().map(|_| whole);
        };
        // Nothing is written of a bill that cannot be read to its end.
        let rows = bill.count_rows()?;
        let mut out = self.open()?;
        let output = &context.output;
        match format {
            Format::Json => bill.lines(bill_date, |line| {
                let is_field = output.get.is_some() && self.path.is_none();
                let bytes = match line {
                    BillLine::Row(row) if is_field => output.json_of(&row)?,
                    BillLine::Row(row) => ui::json_line(&row)?,
                    BillLine::Summary(_) if is_field => return Ok(()),
                    BillLine::Summary(summary) => ui::json_line(&summary)?,
                };
                out.write(&bytes)
            }),
            Format::Csv => write_csv(&mut bill, &mut out, output),
            Format::Table => write_tables(&mut bill, &mut out, output),
        }?;
        out.finish().map(|bytes| Written {
            bytes,
            rows: Some(rows),
        })
    }

    fn open(&self) -> Result<Out, CliError> {
        Ok(Out {
            file: self.path().map(OutputFile::create).transpose()?,
            written: 0,
            buffer: Vec::new(),
        })
    }
}

/// A buffered sink for whole lines.
struct Out {
    /// None for stdout.
    file: Option<OutputFile>,
    written: u64,
    buffer: Vec<u8>,
}

impl Out {
    fn write(&mut self, lines: &[u8]) -> Result<(), CliError> {
        self.buffer.extend_from_slice(lines);
        if self.buffer.len() < BUFFER_BYTES {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), CliError> {
        match &mut self.file {
            None => Output::remote(&self.buffer)?,
            Some(file) => file.write(&self.buffer)?,
        }
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Returns how many bytes were written.
    fn finish(mut self) -> Result<u64, CliError> {
        self.flush()?;
        if let Some(file) = self.file {
            file.finish()?;
        }
        Ok(self.written)
    }
}

impl Render for BillRow {
    const SCHEMA: &'static str = "bill-row";

    fn render(&self, page: &mut Page) {
        for (name, value) in &self.0 {
            page.line(format!("{name} {value}"));
        }
    }
}

impl Render for BillSummary {
    const SCHEMA: &'static str = "bill-summary";

    fn render(&self, page: &mut Page) {
        page.line(format!("{} {}", self.bill_date, self.rows));
    }
}

/// The summary has other columns, which would break the table that a CSV file is.
fn write_csv(bill: &mut SpooledBill, out: &mut Out, output: &Output) -> Result<(), CliError> {
    bill.items(|item| match item {
        BillItem::Header(columns) => out.write(&spreadsheet::record(columns)),
        BillItem::Row(row) => out.write(&spreadsheet::record(row.values())),
        BillItem::Summary(summary) => {
            let sums: Vec<String> = summary
                .columns()
                .iter()
                .zip(summary.values())
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            output.note(Text::list(&sums));
            Ok(())
        }
    })
}

/// Rows as they are in the bill, amounts in yuan.
#[derive(Default, Serialize)]
struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Render for Sheet {
    const SCHEMA: &'static str = "bill-table";

    /// Columns that are empty or zero in all rows are left out: there are almost thirty.
    fn render(&self, page: &mut Page) {
        let has_value = |text: &String| !text.chars().all(|c| matches!(c, '0' | '.'));
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|column| self.rows.iter().any(|row| has_value(&row[*column])))
            .collect();
        let pick = |row: &[String]| shown.iter().map(|column| row[*column].clone()).collect();
        let header: Vec<&str> = shown.iter().map(|column| &*self.columns[*column]).collect();
        page.table(&header, self.rows.iter().map(|row| pick(row)));
    }
}

/// The sums of the day.
#[derive(Serialize)]
struct Sums(Vec<(String, String)>);

impl Render for Sums {
    const SCHEMA: &'static str = "bill-sums";

    fn render(&self, page: &mut Page) {
        let pairs = self.0.iter();
        page.fields(pairs.map(|(name, value)| (name.as_str(), value.clone())));
    }
}

fn write_tables(bill: &mut SpooledBill, out: &mut Out, output: &Output) -> Result<(), CliError> {
    let owned = |record: &BillRecord<'_>| record.values().iter().map(|&v| v.to_owned()).collect();
    let mut sheet = Sheet::default();
    bill.items(|item| match item {
        BillItem::Header(columns) => {
            sheet.columns = columns.to_vec();
            Ok(())
        }
        BillItem::Row(record) => {
            sheet.rows.push(owned(&record));
            if sheet.rows.len() < MAX_TABLE_ROWS {
                return Ok(());
            }
            let page = output.page_of(&sheet, out.file.is_some());
            sheet.rows.clear();
            out.write(&page)
        }
        BillItem::Summary(record) => {
            if !sheet.rows.is_empty() {
                out.write(&output.page_of(&sheet, out.file.is_some()))?;
            }
            let names = record.columns().iter().cloned();
            let values: Vec<String> = owned(&record);
            out.write(&output.page_of(&Sums(names.zip(values).collect()), out.file.is_some()))
        }
    })
}
