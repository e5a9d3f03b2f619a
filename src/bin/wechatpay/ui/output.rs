//! How results are written: as JSON, or as pages.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::protocol::json::to_escaped_string as clean_json;

use super::Lang;
use super::clean::clean;
use super::links;
use super::look::{Look, in_ascii};
use super::page::Page;
use super::queue::LogQueue;
use super::terminal::{self, is_dumb};
use crate::environment;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// How notes and warnings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// How results are shown.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// As JSON.
    pub(crate) json: bool,
    /// Only the field at this path.
    pub(crate) get: Option<String>,
    /// Without notes and warnings.
    pub(crate) quiet: bool,
    /// How much of the wire is shown.
    pub(crate) verbose: u8,
    /// In which language.
    pub(crate) lang: Lang,
    /// With colours.
    pub(crate) color: ColorChoice,
    /// Notes and warnings.
    pub(crate) log_format: LogFormat,
    /// Where lines of the log wait to be written; none if they are written at once.
    pub(crate) log_queue: Option<LogQueue>,
    /// The options that select the merchant, for commands that are printed.
    pub(crate) selection: Vec<String>,
}

/// Stands for several schemas, of which [`Render::schema`] chooses.
const SEVERAL: &str = "";

/// A result in two voices: JSON through `Serialize`, and a page for people.
pub(crate) trait Render: Serialize {
    /// The middle of `wechatpay/<command>/v1`, unless results of this type have several.
    const SCHEMA: &'static str = SEVERAL;

    /// Returns that of this result.
    fn schema(&self) -> &'static str {
        Self::SCHEMA
    }

    /// Writes the page.
    fn render(&self, page: &mut Page);
}

impl Output {
    /// Shows a result on stdout; that it is shown is a success, unless the command knows better.
    pub(crate) fn show<R: Render>(&self, report: &R) -> Result<ExitStatus, CliError> {
        if self.json {
            write_out(&self.json_of(report)?)?;
        } else {
            self.show_line(report)?;
        }
        Ok(ExitStatus::Success)
    }

    /// Shows one of many results, which all stand on one stream.
    pub(crate) fn show_line<R: Render>(&self, report: &R) -> Result<(), CliError> {
        write_out(self.line(report)?.as_bytes())
    }

    /// Returns one of many results as [`Output::show_line`] writes it. There may be thousands a
    /// second, so they are not copied on the way.
    pub(crate) fn line<R: Render>(&self, report: &R) -> Result<String, CliError> {
        if self.get.is_some() {
            return self.field(&with_schema(report)?);
        }
        if self.json {
            let schema = schema(report.schema());
            return Ok(clean_json(&Line { schema, report }) + "\n");
        }
        let mut page = self.page(io::stdout().is_terminal());
        report.render(&mut page);
        Ok(page.text)
    }

    /// Returns a report as [`Output::show`] writes it as JSON.
    pub(crate) fn json_of<R: Render>(&self, report: &R) -> Result<Vec<u8>, CliError> {
        Ok(self.field(&with_schema(report)?)?.into_bytes())
    }

    /// Writes a page that is not a report, such as a help page, on stdout or stderr.
    pub(crate) fn page_for(
        &self,
        on_stderr: bool,
        write: impl FnOnce(&mut Page),
    ) -> Result<(), CliError> {
        let is_terminal = if on_stderr {
            io::stderr().is_terminal()
        } else {
            io::stdout().is_terminal()
        };
        let mut page = self.page(is_terminal);
        write(&mut page);
        if on_stderr {
            write_err(page.text.trim_end());
            return Ok(());
        }
        write_out(page.text.as_bytes())
    }

    /// Returns a page of 80 columns that is not a report.
    #[cfg(test)]
    pub(crate) fn written(lang: Lang, write: impl FnOnce(&mut Page)) -> String {
        let mut page = Page {
            text: String::new(),
            lang,
            look: Look {
                width: None,
                color: false,
                is_terminal: false,
                has_links: false,
                ascii: false,
            },
        };
        write(&mut page);
        page.text
    }

    /// Returns a report as a page without colours, for a file or for stdout.
    pub(crate) fn page_of<R: Render>(&self, report: &R, for_file: bool) -> Vec<u8> {
        let is_terminal = !for_file && io::stdout().is_terminal();
        let mut page = self.page(is_terminal);
        page.look.color = false;
        page.look.has_links = false;
        if for_file {
            page.look.width = None;
        }
        report.render(&mut page);
        page.text.into_bytes()
    }

    /// Writes bytes that are a result of their own, such as a completion script.
    pub(crate) fn raw(bytes: &[u8]) -> Result<(), CliError> {
        write_out(bytes)
    }

    /// Writes bytes of the other side as they came, and on a terminal so that they cannot steer
    /// it and end in a line.
    pub(crate) fn remote(bytes: &[u8]) -> Result<(), CliError> {
        if !io::stdout().is_terminal() || bytes.is_empty() {
            return write_out(bytes);
        }
        let text = clean(&String::from_utf8_lossy(bytes).replace("\r\n", "\n"));
        let end = if text.ends_with('\n') { "" } else { "\n" };
        write_out(format!("{text}{end}").as_bytes())
    }

    fn page(&self, terminal: bool) -> Page {
        Page {
            text: String::new(),
            lang: self.lang,
            look: Look {
                width: terminal::table_width(terminal),
                color: self.colored(terminal),
                is_terminal: terminal,
                has_links: terminal && links::are_known(),
                ascii: terminal::is_ascii(),
            },
        }
    }

    pub(super) fn colored(&self, terminal: bool) -> bool {
        let set = |name: &str| environment::variable(name).is_some_and(|value| value != "0");
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR") => false,
            ColorChoice::Auto => set("CLICOLOR_FORCE") || (terminal && !is_dumb()),
        }
    }
}

/// A report of many, none of whose own fields is called `schema`.
#[derive(Serialize)]
struct Line<'r, R> {
    schema: String,
    #[serde(flatten)]
    report: &'r R,
}

fn schema(name: &str) -> String {
    format!("wechatpay/{name}/v1")
}

/// Puts `schema` in front of a report's fields.
pub(super) fn with_schema(report: &impl Render) -> Result<Value, CliError> {
    let name = report.schema();
    let mut object = Map::new();
    object.insert("schema".to_owned(), schema(name).into());
    match serde_json::to_value(report) {
        Ok(Value::Object(mut fields)) => {
            // What a remote object calls its own schema must not stand for ours.
            fields.shift_remove("schema");
            object.extend(fields);
        }
        Ok(_) | Err(_) => {
            return Err(CliError::internal(format!(
                "the report of {name} is not an object"
            )));
        }
    }
    Ok(Value::Object(object))
}

/// Writes a report as a line of a file: JSON, with control characters escaped.
pub(crate) fn json_line<R: Render>(report: &R) -> Result<Vec<u8>, CliError> {
    let value = with_schema(report)?;
    Ok(format!("{}\n", clean_json(&value)).into_bytes())
}

fn write_out(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(CliError::stdout)
}

/// If stderr is closed, nothing more can be shown.
pub(super) fn write_err(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes what a person reads.
pub(super) fn tell_err(text: &str) {
    if terminal::is_ascii() {
        write_err(&in_ascii(text));
    } else {
        write_err(text);
    }
}
