//! What a row of the input gives: names and values, each read once.

use std::error::Error;
use std::io;
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::profile::nearest;
use crate::protocol::amount::Fen;
use crate::protocol::json;
use crate::protocol::transaction::OrderNumber;

/// A line of the input that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
#[non_exhaustive]
pub struct RowError {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong with it.
    #[source]
    pub problem: RowProblem,
}

/// What is wrong with a line of the input.
#[derive(Debug, thiserror::Error)]
pub enum RowProblem {
    /// A name that is almost one of the known ones.
    #[error("unknown field '{name}'; did you mean '{nearest}'?")]
    MisspelledField {
        /// The name.
        name: String,
        /// The known name that it resembles.
        nearest: String,
    },
    /// A name that means nothing.
    #[error("unknown field '{name}'; the fields are {}", .known.join(", "))]
    UnknownField {
        /// The name.
        name: String,
        /// The names that a row may use.
        known: Vec<String>,
    },
    /// A table whose columns are separated by something else than commas.
    #[error("its columns are separated by '{0}', not by commas")]
    Separator(char),
    /// Two columns of a table with one name.
    #[error("duplicate column {0}")]
    DuplicateColumn(String),
    /// A line that is longer than any order or refund may be.
    #[error("it is longer than 1 MiB")]
    TooLong,
    /// A further field that gives all rows one number.
    #[error("all rows have the same {0}")]
    SharedNumber(&'static str),
    /// Not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(#[source] serde_json::Error),
    /// JSON, but not an object.
    #[error("it is not a JSON object; each is one object, on one line")]
    NotObject,
    /// A row of a table that is not UTF-8.
    #[error("it is not UTF-8; save the file as CSV UTF-8")]
    NotUtf8,
    /// A row of a table with more or fewer cells than its header.
    #[error("it has {found} cells, and the header has {expected}")]
    CellCount {
        /// How many the header has.
        expected: u64,
        /// How many the row has.
        found: u64,
    },
    /// Another error of the table.
    #[error(transparent)]
    Csv(csv::Error),
    /// The line cannot be read.
    #[error(transparent)]
    Read(io::Error),
    /// A number of the line that has more digits than a batch numbers lines with.
    #[error("a batch has up to {0} lines")]
    TooManyLines(u64),
    /// An input without a row.
    #[error("the input has no rows")]
    Empty,
    /// A number that another line has, too.
    #[error("duplicate {name}: also used on line {first}")]
    DuplicateNumber {
        /// Which number it is, such as `out_trade_no`.
        name: &'static str,
        /// The first line that has it.
        first: u64,
    },
    /// Two fields of which a row can have one.
    #[error("it has both {0} and {1}; only one of them can be used")]
    Exclusive(&'static str, &'static str),
    /// A field that a row must have.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Two fields of which a row must have one.
    #[error("{0} or {1} is missing")]
    MissingOneOf(&'static str, &'static str),
    /// A value that a field cannot have.
    #[error("{name}: {problem}")]
    Field {
        /// The field.
        name: &'static str,
        /// What is wrong with its value.
        #[source]
        problem: FieldProblem,
    },
    /// What the command finds wrong with the row.
    #[error(transparent)]
    Command(Box<dyn Error + Send + Sync>),
}

/// Why a field cannot have a value.
#[derive(Debug, thiserror::Error)]
pub enum FieldProblem {
    /// A number that is not whole.
    #[error("decimal numbers are not exact; use a quoted string")]
    Decimal,
    /// Neither a text nor a number.
    #[error("a text is needed")]
    NotText,
    /// Neither true nor false.
    #[error("true or false is needed")]
    NotBoolean,
    /// Not a JSON object.
    #[error("a JSON object is needed")]
    NotObject,
    /// Not a JSON array.
    #[error("a JSON array is needed")]
    NotArray,
    /// A text that is not one of these.
    #[error("it is not one of {}", .0.join(", "))]
    NotOneOf(&'static [&'static str]),
    /// A text that the field's type refuses, in its words.
    #[error(transparent)]
    Invalid(Box<dyn Error + Send + Sync>),
}

impl RowProblem {
    /// Takes an error of the command, for `map_err`.
    pub fn of(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Command(Box::new(error))
    }
}

/// The values of a line; an empty cell and null count as missing.
#[derive(Debug)]
pub struct Row {
    /// The number of the line, from 1.
    pub(super) line: u64,
    values: Vec<(String, Value)>,
}

impl Row {
    pub(super) fn of_object(line: u64, object: Map<String, Value>) -> Self {
        let values = object.into_iter().filter(|(_, value)| !value.is_null());
        Self {
            line,
            values: values.collect(),
        }
    }

    pub(super) fn of_record(line: u64, names: &[String], record: &csv::StringRecord) -> Self {
        let values = names
            .iter()
            .zip(record)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| (name.clone(), Value::String(cell.to_owned())));
        Self {
            line,
            values: values.collect(),
        }
    }

    /// Tells whether this is a line of the results of a batch.
    #[must_use]
    pub fn is_result(&self) -> bool {
        self.get("schema")
            .and_then(Value::as_str)
            .is_some_and(|schema| schema.starts_with("wechatpay/") && schema.contains("-line/"))
    }

    /// Returns the value of a field, if the row has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values
            .iter()
            .find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Refuses names that mean nothing.
    pub(super) fn check_names(&self, known: &[&str]) -> Result<(), RowProblem> {
        self.values
            .iter()
            .find(|(name, _)| !known.contains(&name.as_str()))
            .map_or(Ok(()), |(name, _)| Err(unknown(name, known)))
    }

    /// Refuses a row that gives two fields of which there can be one.
    ///
    /// # Errors
    /// Returns an error if the row has both.
    pub fn exclusive(&self, one: &'static str, other: &'static str) -> Result<(), RowProblem> {
        if self.get(one).is_some() && self.get(other).is_some() {
            return Err(RowProblem::Exclusive(one, other));
        }
        Ok(())
    }

    /// Returns a text, or a whole number as it is written.
    ///
    /// # Errors
    /// Returns an error if the value is neither.
    pub fn text(&self, name: &'static str) -> Result<Option<String>, RowProblem> {
        self.read(name, |value| match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) if !number.is_f64() => Ok(number.to_string()),
            Value::Number(_) => Err(FieldProblem::Decimal),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                Err(FieldProblem::NotText)
            }
        })
    }

    /// Reads a text by `parse`.
    ///
    /// # Errors
    /// Returns an error if the value is not a text, or `parse` refuses it.
    pub fn parsed_by<T, E: Error + Send + Sync + 'static>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, RowProblem> {
        self.text(name)?
            .map(|text| parse(&text).map_err(|error| invalid(name, error)))
            .transpose()
    }

    /// Reads a text as its type does.
    ///
    /// # Errors
    /// Returns an error if the value is not a text, or its type refuses it.
    pub fn parsed<T>(&self, name: &'static str) -> Result<Option<T>, RowProblem>
    where
        T: FromStr<Err: Error + Send + Sync + 'static>,
    {
        self.parsed_by(name, str::parse)
    }

    /// Reads a text that can be one of a few.
    ///
    /// # Errors
    /// Returns an error if the value is not one of them.
    pub fn one_of(
        &self,
        name: &'static str,
        known: &'static [&'static str],
    ) -> Result<Option<String>, RowProblem> {
        match self.text(name)? {
            Some(text) if !known.contains(&text.as_str()) => Err(RowProblem::Field {
                name,
                problem: FieldProblem::NotOneOf(known),
            }),
            text => Ok(text),
        }
    }

    /// Reads an amount that one field gives in fen, or another in yuan.
    ///
    /// # Errors
    /// Returns an error if the row has both fields, or the value is not an amount.
    pub fn amount(&self, fen: &'static str, yuan: &'static str) -> Result<Option<Fen>, RowProblem> {
        self.exclusive(fen, yuan)?;
        Ok(self.parsed(fen)?.or(self.parsed_by(yuan, Fen::from_yuan)?))
    }

    /// Reads the number of an order: `out_trade_no` or `transaction_id`.
    ///
    /// # Errors
    /// Returns an error if the row has neither, or both and is not itself a result, or the value
    /// is not such a number.
    pub fn order_number(&self) -> Result<OrderNumber, RowProblem> {
        if !self.is_result() {
            self.exclusive("out_trade_no", "transaction_id")?;
        }
        match self.parsed("out_trade_no")? {
            Some(number) => Ok(OrderNumber::OutTradeNo(number)),
            None => self
                .parsed("transaction_id")?
                .map(OrderNumber::TransactionId)
                .ok_or(RowProblem::MissingOneOf("out_trade_no", "transaction_id")),
        }
    }

    /// Reads true or false, also as a cell of a table has them.
    ///
    /// # Errors
    /// Returns an error if the value is neither.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, RowProblem> {
        self.read(name, |value| match value {
            Value::Bool(flag) => Ok(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => Err(FieldProblem::NotBoolean),
        })
    }

    /// Reads an object, which in a cell of a table is its JSON.
    ///
    /// # Errors
    /// Returns an error if the value is not an object.
    pub fn object(&self, name: &'static str) -> Result<Option<Value>, RowProblem> {
        self.read(name, |value| {
            embedded(value)
                .filter(Value::is_object)
                .ok_or(FieldProblem::NotObject)
        })
    }

    /// Reads an array, which in a cell of a table is its JSON.
    ///
    /// # Errors
    /// Returns an error if the value is not an array.
    pub fn array(&self, name: &'static str) -> Result<Option<Value>, RowProblem> {
        self.read(name, |value| {
            embedded(value)
                .filter(Value::is_array)
                .ok_or(FieldProblem::NotArray)
        })
    }

    fn read<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, FieldProblem>,
    ) -> Result<Option<T>, RowProblem> {
        self.get(name)
            .map(|value| read(value).map_err(|problem| RowProblem::Field { name, problem }))
            .transpose()
    }
}

/// Many types name their field in their own error.
fn invalid(name: &'static str, error: impl Error + Send + Sync + 'static) -> RowProblem {
    if error.to_string().starts_with(name) {
        RowProblem::of(error)
    } else {
        let problem = FieldProblem::Invalid(Box::new(error));
        RowProblem::Field { name, problem }
    }
}

fn embedded(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => json::parse(text.as_bytes()).ok(),
        other => Some(other.clone()),
    }
}

/// Refuses columns that mean nothing, or the same.
pub(super) fn check_header(header: &csv::StringRecord, known: &[&str]) -> Result<(), RowError> {
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if let [name] = names.as_slice()
        && let Some(problem) = separator(name, known)
    {
        return Err(RowError { line: 1, problem });
    }
    let problem = names.iter().enumerate().find_map(|(at, name)| {
        if !known.contains(name) {
            Some(unknown(name, known))
        } else if names[..at].contains(name) {
            Some(RowProblem::DuplicateColumn((*name).to_owned()))
        } else {
            None
        }
    });
    problem.map_or(Ok(()), |problem| Err(RowError { line: 1, problem }))
}

/// Finds what stands between the names of a header, of which one is known.
fn separator(header: &str, known: &[&str]) -> Option<RowProblem> {
    let found = ['\t', ';', '，', '|'].into_iter().find(|between| {
        header.contains(*between)
            && header
                .split(*between)
                .any(|name| known.contains(&name.trim()))
    });
    found.map(RowProblem::Separator)
}

fn unknown(name: &str, known: &[&str]) -> RowProblem {
    let name = name.to_owned();
    match nearest(&name, known.iter().copied()) {
        Some(nearest) => RowProblem::MisspelledField {
            nearest: nearest.to_owned(),
            name,
        },
        None => RowProblem::UnknownField {
            name,
            known: known.iter().map(|known| (*known).to_owned()).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        Row::of_object(1, serde_json::from_str(text).unwrap())
    }

    #[test]
    fn values_are_read_exactly_or_refused_by_name() {
        let row = row(
            r#"{"total":12,"yuan":1.5,"attach":null,"profit_sharing":"TRUE","detail":"{\"a\":1}"}"#,
        );
        assert_eq!(row.text("total").unwrap().unwrap(), "12");
        assert_eq!(row.parsed::<u64>("total").unwrap(), Some(12));
        assert_eq!(row.text("attach").unwrap(), None);
        assert_eq!(row.flag("profit_sharing").unwrap(), Some(true));
        assert_eq!(row.object("detail").unwrap().unwrap()["a"], 1);
        let refused = row.text("yuan").unwrap_err().to_string();
        assert_eq!(
            refused,
            "yuan: decimal numbers are not exact; use a quoted string"
        );
        assert!(row.array("detail").is_err() && row.flag("total").is_err());
        assert!(row.amount("total", "yuan").is_err());
        assert_eq!(
            row.amount("total", "price").unwrap().map(Fen::get),
            Some(12)
        );
        assert!(row.order_number().is_err());
    }

    #[test]
    fn a_misspelled_field_is_distinguished_from_an_unknown_one() {
        let known = ["out_trade_no", "total"];
        let problem = |text| row(text).check_names(&known).unwrap_err();
        assert!(matches!(
            problem(r#"{"out_tradeno":"x"}"#),
            RowProblem::MisspelledField { nearest, .. } if nearest == "out_trade_no"
        ));
        assert!(matches!(
            problem(r#"{"colour":"x"}"#),
            RowProblem::UnknownField { .. }
        ));
    }

    #[test]
    fn a_table_that_is_not_separated_by_commas_is_named() {
        for (header, expected) in [
            ("out_trade_no\topenid", '\t'),
            ("out_trade_no;openid", ';'),
            ("out_trade_no，openid", '，'),
        ] {
            let error = check_header(&vec![header].into(), &["out_trade_no", "openid"]);
            let problem = error.unwrap_err().problem;
            assert!(
                matches!(problem, RowProblem::Separator(found) if found == expected),
                "{problem}"
            );
        }
        let error = check_header(&vec!["out;trade"].into(), &["openid"]).unwrap_err();
        assert!(matches!(error.problem, RowProblem::UnknownField { .. }));
    }
}
