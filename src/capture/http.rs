//! HTTP messages as they are on the wire, and as `curl -v` shows them.

use super::headers::is_header_line;
use super::reading::{Decoding, InputForm};

/// A message, split.
pub(super) struct Message<'b> {
    pub(super) form: InputForm,
    /// The request or status line, if it is there.
    pub(super) first: Option<String>,
    /// The header lines as one text.
    pub(super) head: String,
    /// The number of lines before the head.
    pub(super) lines_before: usize,
    /// The body, exactly.
    pub(super) body: Option<Body<'b>>,
}

pub(super) struct Body<'b> {
    pub(super) bytes: std::borrow::Cow<'b, [u8]>,
    /// The number of lines before it.
    pub(super) lines_before: usize,
    pub(super) undone: Vec<Decoding>,
    /// What follows the body by its announced length.
    pub(super) whole: Option<Vec<u8>>,
    /// Whether less is there than was announced.
    pub(super) short: bool,
    /// Whether its length was announced, and all of it is there.
    pub(super) is_measured: bool,
}

/// The blank line is searched in the first 256 KiB.
const MAX_HEAD_BYTES: usize = 256 * 1024;
/// How many lines may precede the request line.
const MAX_LINES_BEFORE: usize = 40;

/// Splits an HTTP message at its first blank line, if all lines before are header lines.
pub(super) fn split(bytes: &[u8]) -> Option<Message<'_>> {
    let region = &bytes[..bytes.len().min(MAX_HEAD_BYTES)];
    let lines: Vec<&[u8]> = region.split_inclusive(|byte| *byte == b'\n').collect();
    let trimmed = |line: &[u8]| {
        String::from_utf8_lossy(line)
            .trim_end_matches(['\n', '\r'])
            .to_owned()
    };
    let start = lines
        .iter()
        .take(MAX_LINES_BEFORE)
        .position(|line| is_first_line(&trimmed(line)));
    let first = start.map(|at| trimmed(lines[at]));
    let head_start = match start {
        Some(at) => at + 1,
        None => lines
            .iter()
            .position(|line| !trimmed(line).trim().is_empty())?,
    };
    let blank = lines[head_start..]
        .iter()
        .position(|line| matches!(*line, b"\n" | b"\r\n"))
        .map(|at| head_start + at);
    let head_end = blank.unwrap_or(lines.len());
    let head_lines: Vec<String> = lines[head_start..head_end]
        .iter()
        .map(|line| trimmed(line))
        .collect();
    let fits = head_lines
        .iter()
        .all(|line| is_head_line(line) || is_continuation(line));
    if !fits || (first.is_none() && !head_lines.first().is_some_and(|line| is_header_line(line))) {
        return None;
    }
    let head = head_lines.join("\n");
    let is_blank = |line: &&&[u8]| matches!(**line, b"\n" | b"\r\n");
    let body = blank.map(|blank| {
        // What a program prints behind its headers alone: the end of the line that it prints.
        let more = lines[blank + 1..].iter().take_while(is_blank).count();
        let blank = blank + if first.is_none() { more } else { 0 };
        let offset: usize = lines[..=blank].iter().map(|line| line.len()).sum();
        body(&head, &bytes[offset..], blank + 1)
    });
    Some(Message {
        form: InputForm::Http,
        first,
        head,
        lines_before: head_start,
        body,
    })
}

fn is_first_line(line: &str) -> bool {
    let line = line.trim_end();
    let request = line
        .rsplit_once(' ')
        .is_some_and(|(before, last)| last.starts_with("HTTP/") && before.contains(' '));
    (request || line.starts_with("HTTP/1.") || line.starts_with("HTTP/2 "))
        && !line.starts_with(['>', '<'])
}

fn is_head_line(line: &str) -> bool {
    is_header_line(line) && !line.starts_with(['{', '[', '>', '<', '*', '"', '\''])
}

/// A folded header line, or the rest of a value that a terminal broke.
fn is_continuation(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 2
        && line
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'='))
}

fn body<'b>(head: &str, bytes: &'b [u8], lines_before: usize) -> Body<'b> {
    let value = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let exact = |bytes: &'b [u8]| Body {
        bytes: bytes.into(),
        lines_before,
        undone: Vec::new(),
        whole: None,
        short: false,
        is_measured: false,
    };
    let chunked = value("Transfer-Encoding")
        .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    if chunked && let Some((plain, complete)) = unchunk(bytes) {
        return Body {
            bytes: plain.into(),
            undone: vec![Decoding::Chunked],
            short: !complete,
            is_measured: complete,
            ..exact(bytes)
        };
    }
    let length = value("Content-Length").and_then(|length| length.parse::<usize>().ok());
    match length {
        Some(length) if length < bytes.len() => Body {
            whole: Some(bytes.to_vec()),
            undone: if bytes[length..].iter().all(u8::is_ascii_whitespace) {
                Vec::new()
            } else {
                vec![Decoding::BeyondContentLength]
            },
            is_measured: true,
            ..exact(&bytes[..length])
        },
        Some(length) => Body {
            short: length > bytes.len(),
            is_measured: length == bytes.len(),
            ..exact(bytes)
        },
        None => match next_message(bytes) {
            Some(end) => Body {
                whole: Some(bytes.to_vec()),
                undone: vec![Decoding::NextMessage],
                ..exact(&bytes[..end])
            },
            None => exact(bytes),
        },
    }
}

/// Returns a JSON body without the line `Body:` that a program printed before it, and without the
/// end of the line that it printed.
pub(super) fn behind_label(bytes: &[u8]) -> Option<&[u8]> {
    const LABELS: [&str; 6] = [
        "body",
        "request body",
        "raw body",
        "请求体",
        "报文",
        "请求报文",
    ];
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?.trim();
    let label = line.strip_suffix([':', '：'])?.trim().to_lowercase();
    let body = bytes[end + 1..]
        .strip_suffix(b"\n")
        .unwrap_or(&bytes[end + 1..]);
    let body = body.strip_suffix(b"\r").unwrap_or(body);
    (LABELS.contains(&label.as_str()) && body.starts_with(b"{")).then_some(body)
}

/// Finds the end of a body behind which a status line begins, as proxies save a session.
fn next_message(bytes: &[u8]) -> Option<usize> {
    const STATUS_LINES: [&[u8]; 3] = [b"\nHTTP/1.", b"\nHTTP/2 ", b"\nHTTP/3 "];
    let found = STATUS_LINES.iter().filter_map(|line| {
        let mut windows = bytes.windows(line.len());
        windows.position(|window| window == *line)
    });
    let body = &bytes[..found.min()?];
    // A blank line is between them.
    let body = body.strip_suffix(b"\r").unwrap_or(body);
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    Some(body.strip_suffix(b"\r").unwrap_or(body).len())
}

/// Undoes `Transfer-Encoding: chunked`; the flag says whether the last chunk is there. Nothing if
/// the bytes are not chunks. Lines may have lost their carriage returns.
fn unchunk(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut rest = bytes;
    let mut plain = Vec::new();
    loop {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return (!plain.is_empty()).then_some((plain, false));
        };
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        if size.is_empty() && !plain.is_empty() && end < 2 {
            rest = &rest[end + 1..];
            continue;
        }
        if size.len() > 8 {
            return None;
        }
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some((plain, true));
        }
        if size > rest.len() {
            plain.extend_from_slice(rest);
            return Some((plain, false));
        }
        plain.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

/// Reads the request that a client logged: OkHttp between `--> POST URL` and `--> END POST`, or Guzzle
/// between `>>>>>>>>` and `<<<<<<<<`.
pub(super) fn logged(text: &str) -> Option<Message<'static>> {
    const GUZZLE: [&str; 2] = [">>>>>>>>\n", "\n<<<<<<<<"];
    if let Some((before, after)) = text.split_once(GUZZLE[0])
        && let Some((request, _)) = after.split_once(GUZZLE[1])
    {
        let above = text_line_ends(before) + 1;
        return split(request.as_bytes()).map(|message| message.moved(above));
    }
    let mut lines = text.lines().enumerate();
    let (place, prefix, first) = lines.find_map(|(place, line)| {
        let (prefix, rest) = line.split_once("--> ")?;
        let (method, rest) = rest.split_once(' ')?;
        let url = rest.split(' ').next()?;
        let is_method = !method.is_empty() && method.bytes().all(|c| c.is_ascii_uppercase());
        let is_url = url.contains("://");
        (is_method && is_url && method != "END")
            .then(|| (place, prefix, format!("{method} {url} HTTP/1.1")))
    })?;
    let rest: Vec<&str> = lines
        .map(|(_, line)| line.strip_prefix(prefix).unwrap_or(line))
        .take_while(|line| !line.starts_with("--> END") && !line.starts_with("<-- "))
        .collect();
    let request = format!("{first}\n{}", rest.join("\n"));
    split(request.as_bytes()).map(|message| message.moved(place))
}

fn text_line_ends(text: &str) -> usize {
    text.matches('\n').count()
}

impl Message<'_> {
    /// The same message with its own bytes, `lines` further down.
    fn moved(self, lines: usize) -> Message<'static> {
        let body = self.body.map(|body| Body {
            bytes: body.bytes.into_owned().into(),
            lines_before: body.lines_before + lines,
            ..body
        });
        Message {
            form: self.form,
            first: self.first,
            head: self.head,
            lines_before: self.lines_before + lines,
            body,
        }
    }
}

/// Reads the marked lines of `curl -v`: `> ` sent, `< ` received, `* ` remarks, the rest a body.
pub(super) fn verbose(text: &str) -> Option<Message<'static>> {
    let marked = |mark: char| {
        text.lines().enumerate().filter_map(move |(at, line)| {
            let rest = line.strip_prefix(mark)?;
            (rest.is_empty() || rest.starts_with([' ', '\r'])).then(|| (at, rest.trim().to_owned()))
        })
    };
    let signed = |mark| marked(mark).any(|(_, line)| !super::headers::names(&line).is_empty());
    let sent = marked('>').any(|(_, line)| is_first_line(&line) || is_header_line(&line));
    let received = marked('<').any(|(_, line)| line.starts_with("HTTP/"));
    if !sent && !received {
        return None;
    }
    let mark = if signed('<') {
        '<'
    } else if sent {
        '>'
    } else {
        '<'
    };
    let lines: Vec<(usize, String)> = marked(mark).collect();
    let first = lines
        .first()
        .map(|(_, line)| line.clone())
        .filter(|line| is_first_line(line));
    let lines_before = lines.first().map_or(0, |(at, _)| *at) + usize::from(first.is_some());
    let head: Vec<String> = lines
        .into_iter()
        .skip(usize::from(first.is_some()))
        .map(|(_, line)| line)
        .take_while(|line| !line.is_empty())
        .collect();
    // What curl prints without a mark was received.
    let body = (mark == '<')
        .then(|| verbose_body(text))
        .flatten()
        .or_else(|| piped_body(text));
    Some(Message {
        form: InputForm::CurlVerbose,
        first,
        head: head.join("\n"),
        lines_before,
        body,
    })
}

fn verbose_body(text: &str) -> Option<Body<'static>> {
    let mut offset = 0;
    let mut at = 0;
    let mut begin = None;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        offset += line.len();
        if line.trim_end() == "<" {
            begin = Some(offset);
            at = place + 1;
        }
    }
    let mut rest = &text[begin?..];
    while let Some(line) = rest.split_inclusive('\n').next() {
        if !(line.starts_with("* ") || line.starts_with("{ [") || line.starts_with("} [")) {
            break;
        }
        at += 1;
        rest = &rest[line.len()..];
    }
    let end = rest
        .find("* Connection #")
        .or_else(|| rest.find("\n* "))
        .unwrap_or(rest.len());
    let bytes = rest.as_bytes()[..end].to_vec();
    (!bytes.is_empty()).then(|| Body {
        bytes: bytes.into(),
        lines_before: at,
        undone: Vec::new(),
        whole: None,
        short: false,
        is_measured: false,
    })
}

/// Insomnia marks the lines of a body with `| `.
fn piped_body(text: &str) -> Option<Body<'static>> {
    let at = text.lines().position(|line| line.starts_with("| "))?;
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .collect();
    Some(Body {
        bytes: lines.join("\n").into_bytes().into(),
        lines_before: at,
        undone: Vec::new(),
        whole: None,
        short: false,
        is_measured: false,
    })
}
