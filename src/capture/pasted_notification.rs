//! What was read of a notification, and the order in which its parts count.

use super::headers::{self, Header};
use super::reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
use super::text::unread;
use crate::protocol::signed::{NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, TIMESTAMP};

/// A body as it may have been signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PastedBody {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where it was found.
    pub reading: Reading,
    /// Whether it says itself where it ends, so that a line end there is not an editor's.
    pub(super) is_delimited: bool,
}

impl PastedBody {
    /// Whether the text says where the body ends: else an empty one may just not be in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_delimited
    }
}

/// What was read of a notification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastedNotification {
    /// Signature headers under their own names, each once; others as they are written.
    pub headers: Vec<Header>,
    /// The body, the most exact reading first. A later one is what was signed only if the
    /// signature says so.
    pub bodies: Vec<PastedBody>,
    /// Parts that were not read.
    pub not_read: Vec<Unread>,
    /// Whether the text says that a program refused the signature.
    pub is_refused: bool,
    /// Whether it begins with a status line, as a response does.
    pub is_response: bool,
}

impl PastedNotification {
    /// Returns a header's value; `None` if it was not found, or printed as `null` or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.written(name)
            .filter(|header| !header.is_absent())
            .map(|header| header.value.as_str())
    }

    /// Returns the headers that a program printed without a value.
    pub fn absent(&self) -> impl Iterator<Item = &Header> {
        self.headers
            .iter()
            .filter(|header| headers::canonical(&header.name).is_some() && header.is_absent())
    }

    /// Whether headers that were not found may be in a part that was not read.
    #[must_use]
    pub fn may_hide_headers(&self) -> bool {
        let found = |name: &&str| self.written(name).is_some();
        !self.not_read.is_empty() && ![TIMESTAMP, NONCE, SIGNATURE, SERIAL].iter().all(found)
    }

    /// Whether the headers were printed as such, so that one that is not there was not received;
    /// a log may leave some out.
    #[must_use]
    pub fn lists_headers(&self) -> bool {
        let mut signing = self
            .headers
            .iter()
            .filter(|header| headers::canonical(&header.name).is_some());
        signing.all(|header| has_own_name(header) && header.reading.form != InputForm::Text)
    }

    /// Returns the reading of the body to look for a cause in: the most exact one, without the
    /// line end that an editor may have put behind it.
    #[must_use]
    pub fn likeliest_body(&self) -> Option<&PastedBody> {
        let first = self.bodies.first()?;
        if first.is_delimited {
            return Some(first);
        }
        let bare = self.bodies.iter().find(|body| {
            let undone = &body.reading.undone;
            undone.last() == Some(&Decoding::FinalNewline)
                && body.reading.line == first.reading.line
                && body.bytes.starts_with(b"{")
        });
        Some(bare.unwrap_or(first))
    }

    fn written(&self, name: &str) -> Option<&Header> {
        self.headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.written(name).is_some()
    }

    pub(super) fn is_complete(&self) -> bool {
        [TIMESTAMP, NONCE, SIGNATURE, SERIAL]
            .iter()
            .all(|name| self.has(name))
    }

    /// Whether a header of this name would add anything. Of the headers that sign nothing a
    /// few are enough, and the first of each name.
    pub(super) fn takes(&self, name: &str) -> bool {
        const MAX_OTHER_HEADERS: usize = 256;
        let known = self.written(name);
        if headers::canonical(name).is_none() {
            return known.is_none() && self.headers.len() < MAX_OTHER_HEADERS;
        }
        let is_repeated = |part: &Unread| part.why == UnreadReason::AnotherValue;
        known.is_none_or(Header::is_absent) || !self.not_read.iter().any(is_repeated)
    }

    /// Keeps a header, unless one of its name was read before.
    pub(super) fn add(&mut self, text: &str, at: usize, header: Header) {
        // It can be done without, and brackets of a printed list are not its value.
        if header.name == SIGNATURE_TYPE && !header.is_absent() && !is_word(&header.value) {
            return;
        }
        let known = self
            .written(&header.name)
            .map(|earlier| (earlier.value == header.value, earlier.is_absent()));
        match known {
            None => self.headers.push(header),
            Some((true, _)) => {}
            Some((false, true)) => {
                self.headers
                    .retain(|earlier| !earlier.name.eq_ignore_ascii_case(&header.name));
                self.headers.push(header);
            }
            Some((false, false)) if header.is_absent() => {}
            Some((false, false)) => {
                // One example is enough: a log may hold many notifications.
                if self
                    .not_read
                    .iter()
                    .all(|part| part.why != UnreadReason::AnotherValue)
                {
                    self.skip(unread(text, at, UnreadReason::AnotherValue));
                }
            }
        }
    }

    pub(super) fn skip(&mut self, part: Unread) {
        const MAX_UNREAD: usize = 20;
        if self.not_read.len() < MAX_UNREAD
            && self
                .not_read
                .iter()
                .all(|earlier| earlier.line != part.line)
        {
            self.not_read.push(part);
        }
    }

    pub(super) fn body(&mut self, bytes: Vec<u8>, reading: Reading) {
        // The strings of JSON and of commands end at their quotes.
        let is_delimited = match reading.form {
            InputForm::Json
            | InputForm::CurlCommand
            | InputForm::HttpieCommand
            | InputForm::PowerShellCommand => true,
            InputForm::File
            | InputForm::Http
            | InputForm::CurlVerbose
            | InputForm::Literal
            | InputForm::Lines
            | InputForm::Query
            | InputForm::Text
            | InputForm::Option => false,
        };
        self.add_body(bytes, reading, is_delimited);
    }

    pub(super) fn add_body(&mut self, bytes: Vec<u8>, reading: Reading, is_delimited: bool) {
        if self.bodies.iter().all(|earlier| earlier.bytes != bytes) {
            self.bodies.push(PastedBody {
                bytes,
                reading,
                is_delimited,
            });
        }
    }
}

fn is_word(value: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    value.chars().all(is_inside)
}

/// Whether a header that signs was read under its own name, however that is spelt.
pub(super) fn has_own_name(header: &Header) -> bool {
    let written = header.reading.written.as_deref();
    is_of_signature(header) && written.is_none_or(|name| headers::canonical(name).is_some())
}

pub(super) fn is_of_signature(header: &Header) -> bool {
    headers::canonical(&header.name).is_some()
}
