//! Looks up a code of any kind in the tables.

use std::str::FromStr;

use serde::Serialize;

use super::advice::{Advice, Case};
use super::catalogue::{by_code, by_errcode, by_number, by_status, codes, number_of, unlisted};

/// A code of any kind, recognised by its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeQuery {
    /// The `code` of a response, in whatever spelling.
    Code(String),
    /// An HTTP status.
    Status(u16),
    /// A `Request-ID`, or only the number that ends one.
    RequestId {
        /// The whole id, if it was given.
        id: Option<String>,
        /// The number that ends it.
        number: u64,
    },
    /// An errcode of `jscode2session`.
    Errcode(i64),
}

/// What kind of code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeQueryKind {
    /// The `code` of a response.
    Code,
    /// An HTTP status.
    HttpStatus,
    /// A `Request-ID`, or the number that ends one.
    RequestId,
    /// An errcode of `jscode2session`.
    Errcode,
}

impl CodeQuery {
    /// Returns what kind of code it is.
    #[must_use]
    pub fn kind(&self) -> CodeQueryKind {
        match self {
            Self::Code(_) => CodeQueryKind::Code,
            Self::Status(_) => CodeQueryKind::HttpStatus,
            Self::RequestId { .. } => CodeQueryKind::RequestId,
            Self::Errcode(_) => CodeQueryKind::Errcode,
        }
    }

    /// Returns the whole `Request-ID`, if it was given.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::RequestId { id, .. } => id.as_deref(),
            Self::Code(_) | Self::Status(_) | Self::Errcode(_) => None,
        }
    }
}

/// Why a text is not a code of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeQueryError {
    /// A `Request-ID` that was cut.
    #[error("a Request-ID ends in '-' and a number; this one has no such end")]
    Cut,
    /// Something else.
    #[error(
        "expected a code such as SIGN_ERROR, an HTTP status, a Request-ID or the number that ends it, or an errcode such as 40029"
    )]
    Form,
}

/// What the tables contain about a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// Whether it is in a table; if not, the rest follows from its form.
    pub known: bool,
    /// The code as the documentation spells it.
    pub code: String,
    /// The HTTP statuses that it comes with.
    pub http_status: Vec<u16>,
    /// The codes behind a status or a number.
    pub codes: Vec<&'static str>,
    /// What it means and what to do.
    pub advice: &'static Advice,
    /// The APIs on which it means something else.
    pub cases: &'static [Case],
}

impl FromStr for CodeQuery {
    type Err = CodeQueryError;

    fn from_str(text: &str) -> Result<Self, CodeQueryError> {
        let text = without_name(text.trim());
        if text.len() > 256 || text.chars().any(char::is_control) {
            return Err(CodeQueryError::Form);
        }
        if let Ok(number) = text.parse::<i64>() {
            return Ok(Self::of_number(number));
        }
        if let Some(number) = number_of(text)
            && text.starts_with(|c: char| c.is_ascii_hexdigit())
        {
            let id = Some(text.to_owned());
            return Ok(Self::RequestId { id, number });
        }
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
        if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(word) {
            return Ok(Self::Code(text.to_owned()));
        }
        let hex = text.len() > 8 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        Err(if hex {
            CodeQueryError::Cut
        } else {
            CodeQueryError::Form
        })
    }
}

/// Leaves a header's name out, which is copied along easily.
fn without_name(text: &str) -> &str {
    const NAME: &str = "request-id:";
    match text.get(..NAME.len()) {
        Some(name) if name.eq_ignore_ascii_case(NAME) => text[NAME.len()..].trim_start(),
        _ => text,
    }
}

impl CodeQuery {
    /// Statuses have three digits, errcodes five, and result numbers nine.
    fn of_number(number: i64) -> Self {
        match (u16::try_from(number), u64::try_from(number)) {
            (Ok(status @ 100..=599), _) => Self::Status(status),
            (_, Ok(number @ 100_000_000..)) => Self::RequestId { id: None, number },
            _ => Self::Errcode(number),
        }
    }

    /// Looks the code up; if it is in no table, the result follows from its form.
    #[must_use]
    pub fn look_up(&self) -> CodeInfo {
        match self {
            Self::Code(code) => of_code(code),
            Self::Status(status) => of_status(*status),
            Self::RequestId { number, .. } => {
                let found = by_number(*number);
                CodeInfo {
                    codes: found.map_or_else(Vec::new, |known| known.codes.clone()),
                    http_status: Vec::new(),
                    ..code_info(
                        number.to_string(),
                        found.map(|known| &known.advice),
                        &unlisted().result_number,
                    )
                }
            }
            Self::Errcode(errcode) => CodeInfo {
                // The status means nothing there: it is 200 for an error too.
                http_status: vec![200],
                ..code_info(
                    errcode.to_string(),
                    by_errcode(*errcode).map(|known| &known.advice),
                    &unlisted().errcode,
                )
            },
        }
    }
}

fn of_code(code: &str) -> CodeInfo {
    let found = by_code(code);
    let spelling = found.map_or_else(|| code.to_owned(), |known| known.code.to_owned());
    CodeInfo {
        http_status: found.map_or_else(Vec::new, |known| known.http_status.clone()),
        cases: found.map_or(&[], |known| known.cases.as_slice()),
        ..code_info(spelling, found.map(|known| &known.advice), &unlisted().code)
    }
}

fn of_status(status: u16) -> CodeInfo {
    let found = by_status(status);
    // A successful response has no code.
    let refusals = codes().iter().filter(|_| status >= 400);
    CodeInfo {
        http_status: vec![status],
        codes: refusals
            .filter(|known| known.http_status.contains(&status))
            .map(|known| known.code)
            .collect(),
        cases: found.map_or(&[], |known| known.cases.as_slice()),
        ..code_info(
            status.to_string(),
            found.map(|known| &known.advice),
            unlisted().status(status),
        )
    }
}

fn code_info(code: String, known: Option<&'static Advice>, unknown: &'static Advice) -> CodeInfo {
    CodeInfo {
        known: known.is_some(),
        code,
        http_status: Vec::new(),
        codes: Vec::new(),
        advice: known.unwrap_or(unknown),
        cases: &[],
    }
}
