//! What was read from where, and what was not.

use serde::Serialize;

/// The form in which a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputForm {
    /// An HTTP message as it is on the wire: head, blank line, body.
    Http,
    /// The output of `curl -v` or a tool that marks lines in the same way.
    CurlVerbose,
    /// A curl command.
    CurlCommand,
    /// A command of `HTTPie` or `xh`.
    HttpieCommand,
    /// A PowerShell command, `Invoke-WebRequest` or `Invoke-RestMethod`.
    PowerShellCommand,
    /// Lines with a name and a value.
    Lines,
    /// JSON.
    Json,
    /// An object as a programming language writes or prints it.
    Literal,
    /// A URL's query or a form.
    Query,
    /// A value next to its name, somewhere in the text.
    Text,
    /// A file that holds nothing else.
    File,
    /// An option of the command line.
    Option,
}

/// An encoding that was decoded while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decoding {
    /// UTF-16.
    Utf16,
    /// A byte order mark at the beginning.
    ByteOrderMark,
    /// GBK around the values.
    Gbk,
    /// Colours of a terminal.
    TerminalColours,
    /// The escapes of a string literal.
    StringEscapes,
    /// The quotes of a shell.
    ShellQuotes,
    /// Base64.
    Base64,
    /// A list of byte values.
    ByteList,
    /// `Transfer-Encoding: chunked`.
    Chunked,
    /// Lines broken by a terminal or an editor.
    LineWrap,
    /// HTML entities.
    HtmlEntities,
    /// Percent-encoding.
    PercentEncoding,
    /// A line end at the end of the file, which an editor adds.
    FinalNewline,
    /// Typographic quotes.
    TypographicQuotes,
    /// Bytes beyond `Content-Length` were cut off.
    BeyondContentLength,
    /// The response behind a request was cut off.
    NextMessage,
    /// A name or option in front of the value.
    Prefix,
}

/// One value that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What it is: a header's name, `body`, `pay_params`, `reply`, `authorization`.
    pub what: String,
    /// The form it was found in.
    pub form: InputForm,
    /// Its line, counted from 1.
    pub line: usize,
    /// Where in an object it is, such as `data` or `headers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The name as it is written there, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The encodings that were decoded to read it, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Decoding>,
}

/// Why a part of the text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadReason {
    /// Its form is unknown.
    UnknownForm,
    /// A name without a value that can be read.
    NoValue,
    /// The text ends, or was cut, inside an object or a string.
    CutShort,
    /// Code, such as a variable's name, instead of a value.
    Code,
    /// Another value of something that was read already.
    AnotherValue,
    /// The text is too long or nested too deeply to read on.
    TooLong,
}

/// A part of the text that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unread {
    /// Its line, counted from 1.
    pub line: usize,
    /// The beginning of it.
    pub text: String,
    /// Why it was not read.
    pub why: UnreadReason,
}
