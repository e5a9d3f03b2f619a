//! How results, notes and errors are written: as JSON, as pages, or as lines of a log.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::profile::nearest;
use wechatpay::protocol::json::{self, to_escaped_string as clean_json};

use crate::environment;
use crate::error::CliError;
use crate::text;

use super::clean::{clean, clean_line, indented};
use super::lang::Lang;
use super::look::{Look, in_ascii};
use super::page::Page;
use super::queue::{FlushOnDrop, LogQueue};
use super::terminal::is_dumb;
use super::text::{Shown, Text};
use super::tone::{Tone, paint};
use super::wrap::{hang_message, width};
use super::{links, terminal};

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

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// The wire.
    Debug,
    /// Good to know.
    Info,
    /// Worth looking at.
    Warning,
    /// Something must be fixed.
    Error,
}

impl Level {
    fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
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

/// A result in two voices: JSON through `Serialize`, and a page for people.
pub(crate) trait Render: Serialize {
    /// The middle of `wechatpay/<command>/v1`.
    const SCHEMA: &'static str;

    /// Writes the page.
    fn render(&self, page: &mut Page);
}

/// How this process shows things, for what is said before any command has its own.
static OF_PROCESS: OnceLock<Output> = OnceLock::new();

/// Says that standard input is being read, where that is a terminal: nothing else would show
/// that the command waits for it.
pub(crate) fn note_reading() {
    if !io::stdin().is_terminal() {
        return;
    }
    if let Some(output) = OF_PROCESS.get() {
        output.note(if cfg!(windows) {
            text!("ui-reading-stdin-windows")
        } else {
            text!("ui-reading-stdin")
        });
    }
}

impl Output {
    /// Makes this the way in which the process shows things.
    pub(crate) fn install(&self) {
        // There is one command line, so it is never set already.
        let _ = OF_PROCESS.set(self.clone());
    }

    /// Shows a result on stdout.
    pub(crate) fn show<R: Render>(&self, report: &R) -> Result<(), CliError> {
        let text = if self.json || self.get.is_some() {
            self.field(&with_schema(R::SCHEMA, report)?)?
        } else {
            let mut page = self.page(io::stdout().is_terminal());
            report.render(&mut page);
            page.text
        };
        write_out(text.as_bytes())
    }

    /// Shows one of many results, which all stand on one stream.
    pub(crate) fn show_line<R: Render>(&self, report: &R) -> Result<(), CliError> {
        write_out(self.line(report)?.as_bytes())
    }

    /// Returns one of many results as [`Output::show_line`] writes it. There may be thousands a
    /// second, so they are not copied on the way.
    pub(crate) fn line<R: Render>(&self, report: &R) -> Result<String, CliError> {
        if self.get.is_some() {
            return self.field(&with_schema(R::SCHEMA, report)?);
        }
        if self.json {
            let schema = schema(R::SCHEMA);
            return Ok(clean_json(&Line { schema, report }) + "\n");
        }
        let mut page = self.page(io::stdout().is_terminal());
        report.render(&mut page);
        Ok(page.text)
    }

    /// Refuses to look for a field that a report like this one cannot have, before anything is
    /// done to fill it; an empty object in it may come to hold anything.
    pub(crate) fn expects<R: Render>(&self, specimen: &R) -> Result<(), CliError> {
        let Some(path) = &self.get else {
            return Ok(());
        };
        let value = with_schema(R::SCHEMA, specimen)?;
        let is_open = path.match_indices('.').any(|(at, _)| {
            let above = json::find(&value, &path[..at]).and_then(Value::as_object);
            above.is_some_and(Map::is_empty)
        });
        if is_open {
            return Ok(());
        }
        self.field(&value).map(drop)
    }

    /// Returns one JSON object, or the field of it that was asked for.
    fn field(&self, value: &Value) -> Result<String, CliError> {
        let Some(path) = &self.get else {
            return Ok(clean_json(value) + "\n");
        };
        let found = json::find(value, path).ok_or_else(|| no_field(value, path))?;
        let text = found
            .as_str()
            .map_or_else(|| clean_json(found), str::to_owned);
        let text = if io::stdout().is_terminal() {
            clean(&text)
        } else {
            text
        };
        Ok(text + "\n")
    }

    /// Returns a report as [`Output::show`] writes it as JSON.
    pub(crate) fn json_of<R: Render>(&self, report: &R) -> Result<Vec<u8>, CliError> {
        Ok(self.field(&with_schema(R::SCHEMA, report)?)?.into_bytes())
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

    /// Tells a person something on stderr, unless they asked for quiet.
    pub(crate) fn note(&self, text: impl Shown) {
        self.log(Level::Info, text, Value::Null);
    }

    /// Tells a person on stderr what must not be lost, and so is not a note.
    pub(crate) fn tell(&self, text: impl Shown) {
        let loud = Self {
            quiet: false,
            ..self.clone()
        };
        loud.note(text);
    }

    /// Warns on stderr, unless they asked for quiet.
    pub(crate) fn warn(&self, text: impl Shown) {
        self.log(Level::Warning, text, Value::Null);
    }

    /// Shows a person something of several lines on stderr, unless they asked for quiet.
    pub(crate) fn note_lines(&self, text: impl Shown) {
        if !self.quiet {
            tell_err(&clean(&text.shown(self.lang)));
        }
    }

    /// Has the log written by a thread of its own from now on, for servers; the lines that are
    /// left are written when the returned value is dropped.
    pub(crate) fn queue_log(&mut self) -> Option<FlushOnDrop> {
        self.log_queue = LogQueue::start(tell_err);
        self.log_queue.as_ref().map(LogQueue::flush_on_drop)
    }

    fn write_log(&self, line: String) {
        match &self.log_queue {
            Some(queue) => queue.send(line),
            None => tell_err(&line),
        }
    }

    /// Writes a line of the log on stderr, unless they asked for quiet; `fields` are for
    /// programs, the text is for people.
    pub(crate) fn log(&self, level: Level, text: impl Shown, fields: Value) {
        if self.quiet && level != Level::Error {
            return;
        }
        let text = text.shown(self.lang);
        if self.log_format == LogFormat::Json {
            let mut line = Map::new();
            line.insert("time".to_owned(), ambient::now().to_rfc3339().into());
            line.insert("level".to_owned(), level.as_str().into());
            line.insert("message".to_owned(), text.as_ref().into());
            if let Value::Object(fields) = fields {
                line.extend(fields);
            }
            self.write_log(clean_json(&line));
            return;
        }
        let label = match level {
            Level::Debug | Level::Info => None,
            Level::Warning => Some(text!("ui-warning", text = &text)),
            Level::Error => Some(text!("ui-error", text = &text)),
        };
        match label {
            Some(labelled) => self.write_log(clean_line(&labelled.show(self.lang))),
            None => self.write_log(clean_line(text.as_ref())),
        }
    }

    /// Writes a line of the wire, where `-v` was given at least `level` times.
    pub(crate) fn trace(&self, level: u8, text: impl Shown) {
        if self.verbose >= level {
            self.log(Level::Debug, text, Value::Null);
        }
    }

    /// Tells why a command failed, on stderr.
    pub(crate) fn fail(&self, failure: &CliError) {
        if self.json {
            let mut object = failure.to_json(self.lang);
            if let Some(hint) = object["error"]["hint"].as_str() {
                object["error"]["hint"] = self.as_typed(hint).into();
            }
            write_err(&clean_json(&object));
            return;
        }
        if self.log_format == LogFormat::Json {
            // The process ends with this line, so it does not wait in a queue.
            let direct = Self {
                log_queue: None,
                ..self.clone()
            };
            direct.log(
                Level::Error,
                failure.message(self.lang),
                failure.to_json(self.lang),
            );
            return;
        }
        tell_err(&self.failure_lines(failure).join("\n"));
    }

    /// Returns the lines of a failure, each label with its text, which fit the terminal if stderr is
    /// one.
    fn failure_lines(&self, failure: &CliError) -> Vec<String> {
        let is_terminal = io::stderr().is_terminal();
        let color = self.colored(is_terminal);
        let columns = is_terminal.then(|| terminal::table_width(true)).flatten();
        let line = |tone, label: Text, text: &str| {
            let label = label.show(self.lang);
            let text = match columns {
                Some(columns) => hang_message(text, width(&label), columns),
                None => text.to_owned(),
            };
            format!("{}{text}", paint(color, tone, &label))
        };
        let cause = |text: &str| line(Tone::Dim, text!("ui-cause-label"), text);
        let message = clean_line(&failure.message(self.lang));
        let mut lines = vec![line(Tone::Bad, text!("ui-error-label"), &message)];
        let causes = failure.causes(self.lang);
        lines.extend(causes.map(|text| cause(&indented(&text))));
        let id = failure.request_id.as_ref();
        lines.extend(id.map(|id| cause(&format!("Request-ID {}", clean_line(id)))));
        lines.extend(
            failure
                .request_id_meaning(self.lang)
                .map(|meaning| cause(&text!("ui-request-id-means", meaning).show(self.lang))),
        );
        let help = indented(&self.as_typed(&failure.advice(self.lang)));
        lines.push(line(Tone::Bold, text!("ui-help-label"), &help));
        lines
    }

    /// Adds the options that select the merchant to the commands that a text says to run, so that
    /// they work as they are printed.
    pub(crate) fn as_typed(&self, text: &str) -> String {
        /// The commands that need a merchant.
        const SELECTING: [&str; 14] = [
            "api",
            "bill",
            "close",
            "create-order",
            "doctor",
            "download-certs",
            "events",
            "openid",
            "pay-params",
            "profile",
            "query",
            "refund",
            "serve-notify",
            "verify-notify",
        ];
        if self.selection.is_empty() {
            return text.to_owned();
        }
        let typed = |(at, part): (usize, &str)| {
            let rest = part.strip_prefix("wechatpay ").filter(|_| at % 2 == 1);
            let command = rest.and_then(|rest| rest.split(' ').next());
            match rest.filter(|_| command.is_some_and(|word| SELECTING.contains(&word))) {
                Some(rest) => format!("wechatpay {} {rest}", self.selection.join(" ")),
                None => part.to_owned(),
            }
        };
        let parts: Vec<String> = text.split('`').enumerate().map(typed).collect();
        parts.join("`")
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

    fn colored(&self, terminal: bool) -> bool {
        let set = |name: &str| environment::variable(name).is_some_and(|value| value != "0");
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR") => false,
            ColorChoice::Auto => set("CLICOLOR_FORCE") || (terminal && !is_dumb()),
        }
    }
}

/// The failure of a path that leads to nothing, with the fields that there are where it ends.
fn no_field(value: &Value, path: &str) -> CliError {
    let above = path
        .rmatch_indices('.')
        .find_map(|(at, _)| Some((&path[..at], json::find(value, &path[..at])?)))
        .filter(|(_, above)| above.as_object().is_some_and(|fields| !fields.is_empty()));
    let names = |object: &Value| -> Vec<String> {
        let fields = object.as_object().into_iter().flat_map(Map::keys);
        fields.cloned().collect()
    };
    let (fields, known): (Vec<String>, Vec<String>) = match above {
        Some((above, object)) => {
            let names = names(object);
            let paths = names.iter().map(|name| format!("{above}.{name}")).collect();
            (names, paths)
        }
        None => (names(value), names(value)),
    };
    not_among(path, &fields, &known)
}

/// The failure of a path, with the `fields` that there are and the paths `known` to lead to them.
pub(crate) fn not_among(path: &str, fields: &[String], known: &[String]) -> CliError {
    let list = Text::list(fields);
    let help = match nearest(path, known.iter().map(String::as_str)) {
        Some(meant) => text!("ui-field-meant", meant, list),
        None => text!("ui-field-known", list),
    };
    CliError::usage(text!("ui-no-field", path)).with_help(help)
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
fn with_schema(name: &str, report: &impl Serialize) -> Result<Value, CliError> {
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
    let value = with_schema(R::SCHEMA, report)?;
    Ok(format!("{}\n", clean_json(&value)).into_bytes())
}

fn write_out(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(CliError::stdout)
}

/// Ends the line on which the terminal showed that Ctrl-C was pressed, so that the shell's prompt
/// begins on the next.
pub(crate) fn end_echo() {
    if io::stderr().is_terminal() {
        write_err("");
    }
}

/// If stderr is closed, nothing more can be shown.
fn write_err(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes what a person reads.
fn tell_err(text: &str) {
    if terminal::is_ascii() {
        write_err(&in_ascii(text));
    } else {
        write_err(text);
    }
}
