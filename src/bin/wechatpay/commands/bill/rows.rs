//! A bill taken apart: one JSON object a line, plain CSV, or tables for people.

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::bills::SpooledBill;
use wechatpay::protocol::bill::{BillDate, BillItem, BillRecord};

use super::format::Parse;
use super::out::Out;
use crate::context::Context;
use crate::error::CliError;
use crate::spreadsheet::record;
use crate::ui::{self, Output, Page, Render};

/// How many rows one table has.
const MAX_TABLE_ROWS: usize = 100;

/// What is known of a bill besides its text.
pub(super) struct Shape {
    pub(super) bill_date: BillDate,
    /// Whether `--get` asks for a field of each row.
    pub(super) each_field: bool,
}

/// A row under WeChat Pay's names, amounts in fen.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    row: Map<String, Value>,
}

impl Render for Row {
    const SCHEMA: &'static str = "bill-row";

    fn render(&self, page: &mut Page) {
        for (name, value) in &self.row {
            page.line(format!("{name} {value}"));
        }
    }
}

/// The last line of a bill as JSON.
#[derive(Serialize)]
struct Summary {
    bill_date: BillDate,
    rows: u64,
    /// What the amounts of all lines are in.
    unit: &'static str,
    /// The columns where some are not, since they are no whole number of fen: these stay
    /// texts, in yuan.
    text_columns: Vec<String>,
    summary: Map<String, Value>,
}

impl Render for Summary {
    const SCHEMA: &'static str = "bill-summary";

    fn render(&self, page: &mut Page) {
        page.line(format!("{} {}", self.bill_date, self.rows));
    }
}

/// A table as it stands in the bill, amounts in yuan.
#[derive(Default, Serialize)]
struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Render for Sheet {
    const SCHEMA: &'static str = "bill-table";

    /// Columns that say nothing in any of the rows are left out: there are almost thirty.
    fn render(&self, page: &mut Page) {
        let says = |text: &String| !text.chars().all(|c| matches!(c, '0' | '.'));
        let told: Vec<usize> = (0..self.columns.len())
            .filter(|place| self.rows.iter().any(|row| says(&row[*place])))
            .collect();
        let pick = |row: &[String]| told.iter().map(|place| row[*place].clone()).collect();
        let header: Vec<&str> = told.iter().map(|place| &*self.columns[*place]).collect();
        page.table(&header, self.rows.iter().map(|row| pick(row)));
    }
}

impl Sheet {
    fn add(&mut self, record: &BillRecord<'_>) {
        if self.columns.is_empty() {
            self.columns = record.columns().to_vec();
        }
        let cells = record.values().iter().map(|cell| (*cell).to_owned());
        self.rows.push(cells.collect());
    }
}

/// The sums of the day for people.
#[derive(Serialize)]
struct Sums(Vec<(String, String)>);

impl Render for Sums {
    const SCHEMA: &'static str = "bill-sums";

    fn render(&self, page: &mut Page) {
        let pairs = self.0.iter();
        page.fields(pairs.map(|(name, value)| (name.as_str(), value.clone())));
    }
}

fn sums(record: &BillRecord<'_>) -> Sums {
    let names = record.columns().iter().cloned();
    let values = record.values().iter().map(|value| (*value).to_owned());
    Sums(names.zip(values).collect())
}

/// Writes a bill that is known to be whole.
pub(super) fn write(
    parse: Parse,
    count: u64,
    bill: &mut SpooledBill,
    shape: &Shape,
    out: &mut Out,
    context: &Context,
) -> Result<(), CliError> {
    match parse {
        Parse::Json => json(count, bill, shape, out, &context.output),
        Parse::Csv => csv(bill, out, &context.output),
        Parse::Table => table(bill, out, &context.output),
    }
}

fn json(
    count: u64,
    bill: &mut SpooledBill,
    shape: &Shape,
    out: &mut Out,
    output: &Output,
) -> Result<(), CliError> {
    let mut text_columns = Vec::new();
    bill.items(|item| match item {
        BillItem::Header(_) => Ok(()),
        BillItem::Row(record) => {
            gather(&record, &mut text_columns);
            let row = Row {
                row: record.to_json(),
            };
            let line = if shape.each_field {
                output.json_of(&row)?
            } else {
                ui::json_line(&row)?
            };
            out.write(&line)
        }
        BillItem::Summary(_) if shape.each_field => Ok(()),
        BillItem::Summary(record) => {
            gather(&record, &mut text_columns);
            out.write(&ui::json_line(&Summary {
                bill_date: shape.bill_date,
                rows: count,
                unit: "fen",
                text_columns: std::mem::take(&mut text_columns),
                summary: record.to_json(),
            })?)
        }
    })
}

fn gather(record: &BillRecord<'_>, names: &mut Vec<String>) {
    for column in record.unread_amounts() {
        if !names.iter().any(|known| known == column) {
            names.push(column.to_owned());
        }
    }
}

/// The summary has other columns, which would break the table that a CSV file is.
fn csv(bill: &mut SpooledBill, out: &mut Out, output: &Output) -> Result<(), CliError> {
    bill.items(|item| match item {
        BillItem::Header(columns) => out.write(&record(columns)?),
        BillItem::Row(row) => out.write(&record(row.values())?),
        BillItem::Summary(summary) => {
            let pairs = summary.columns().iter().zip(summary.values());
            let told: Vec<String> = pairs
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            output.note(told.join(", "));
            Ok(())
        }
    })
}

fn table(bill: &mut SpooledBill, out: &mut Out, output: &Output) -> Result<(), CliError> {
    let mut sheet = Sheet::default();
    bill.items(|item| match item {
        BillItem::Header(_) => Ok(()),
        BillItem::Row(record) => {
            sheet.add(&record);
            if sheet.rows.len() < MAX_TABLE_ROWS {
                return Ok(());
            }
            out.write(&output.page_of(&std::mem::take(&mut sheet)))
        }
        BillItem::Summary(record) => {
            if !sheet.rows.is_empty() {
                out.write(&output.page_of(&std::mem::take(&mut sheet)))?;
            }
            out.write(&output.page_of(&sums(&record)))
        }
    })
}
