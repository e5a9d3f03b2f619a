//! What stands beside a result: notes, warnings and the lines of a log, on stderr.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::protocol::json::to_escaped_string as clean_json;

use super::clean::{clean, clean_line};
use super::output::{LogFormat, Output, tell_err, write_err};
use super::queue::{FlushOnDrop, LogQueue};
use super::terminal::fitted;
use super::text::Text;
use super::wrap::width;
use crate::text;

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

/// Where the further lines of a note begin, so that none of them passes for a note of its own.
const MIN_INDENT: usize = 4;

/// How this process shows things, for what is said before any command has its own.
static OF_PROCESS: OnceLock<Output> = OnceLock::new();

impl Output {
    /// Makes this the way in which the process shows things.
    pub(crate) fn install(&self) {
        // There is one command line, so it is never set already.
        let _ = OF_PROCESS.set(self.clone());
    }

    /// Tells a person something on stderr, unless they asked for quiet.
    pub(crate) fn note(&self, text: impl Into<Text>) {
        self.log(Level::Info, text, Value::Null);
    }

    /// Tells a person on stderr what must not be lost, and so is not a note.
    pub(crate) fn tell(&self, text: impl Into<Text>) {
        let loud = Self {
            quiet: false,
            ..self.clone()
        };
        loud.note(text);
    }

    /// Warns on stderr, unless they asked for quiet.
    pub(crate) fn warn(&self, text: impl Into<Text>) {
        self.log(Level::Warning, text, Value::Null);
    }

    /// Shows a person something of several lines on stderr, unless they asked for quiet.
    pub(crate) fn note_lines(&self, text: impl Into<Text>) {
        if !self.quiet {
            tell_err(&clean(&text.into().show(self.lang)));
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
    pub(crate) fn log(&self, level: Level, text: impl Into<Text>, fields: Value) {
        if self.quiet && level != Level::Error {
            return;
        }
        let text = text.into().show(self.lang);
        if self.log_format == LogFormat::Json {
            let mut line = Map::new();
            line.insert("time".to_owned(), ambient::now().to_rfc3339().into());
            line.insert("level".to_owned(), level.as_str().into());
            line.insert("message".to_owned(), text.into());
            if let Value::Object(fields) = fields {
                line.extend(fields);
            }
            self.write_log(clean_json(&line));
            return;
        }
        let label = match level {
            Level::Debug | Level::Info => String::new(),
            Level::Warning => text!("ui-warning-label").show(self.lang),
            Level::Error => text!("ui-error-label").show(self.lang),
        };
        let text = clean_line(&text);
        // What was sent stays as it is, so that it can be copied.
        let line = if level == Level::Debug {
            text
        } else {
            fitted(&text, width(&label).max(MIN_INDENT))
        };
        self.write_log(label + &line);
    }

    /// Writes a line of the wire, where `-v` was given at least `level` times.
    pub(crate) fn trace(&self, level: u8, text: impl Into<Text>) {
        if self.verbose >= level {
            self.log(Level::Debug, text, Value::Null);
        }
    }
}

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

/// Ends the line on which the terminal showed that Ctrl-C was pressed, so that the shell's prompt
/// begins on the next.
pub(crate) fn end_echo() {
    if io::stderr().is_terminal() {
        write_err("");
    }
}
