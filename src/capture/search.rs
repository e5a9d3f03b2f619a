//! Headers and bodies inside objects, however deep.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::document::{Document, Group, Node, NodeKind};
use super::headers::{canonical, field, unfolded};
use super::parser;
use super::reading::Decoding;
use super::text::{bare_name, step};
use crate::protocol::signed::{SERIAL, SIGNATURE};

/// How many times a string is taken for the text of an object.
const MAX_NESTED_TEXTS: usize = 3;
const MAX_FOUND: usize = 64;

/// A header inside an object.
pub(super) struct FoundHeader {
    pub(super) name: &'static str,
    pub(super) written: String,
    pub(super) value: String,
    pub(super) at: usize,
    pub(super) path: String,
    pub(super) undone: Vec<Decoding>,
}

/// A body inside an object; the lower its rank, the likelier.
pub(super) struct FoundBody {
    pub(super) rank: u8,
    pub(super) bytes: Vec<u8>,
    pub(super) at: usize,
    pub(super) path: String,
    pub(super) undone: Vec<Decoding>,
}

#[derive(Default)]
pub(super) struct SearchResult {
    pub(super) headers: Vec<FoundHeader>,
    /// Names and values of other headers.
    pub(super) others: Vec<(String, String, usize)>,
    pub(super) bodies: Vec<FoundBody>,
}

/// Looks through all objects of a text.
pub(super) fn search(text: &str, document: &Document) -> SearchResult {
    let mut search = Search {
        found: SearchResult::default(),
        nested: 0,
        outer: None,
        undone: Vec::new(),
    };
    for node in &document.nodes {
        search.node(text, node, "");
    }
    search.found.bodies.sort_by_key(|body| body.rank);
    search.found
}

struct Search {
    found: SearchResult,
    nested: usize,
    /// The offset of the string that is looked into.
    outer: Option<usize>,
    undone: Vec<Decoding>,
}

impl Search {
    fn at(&self, node: &Node) -> usize {
        self.outer.unwrap_or(node.start)
    }

    fn node(&mut self, text: &str, node: &Node, path: &str) {
        match &node.kind {
            NodeKind::Bare(_) => {}
            NodeKind::Quoted { bytes, .. } => self.string(node, bytes, path),
            NodeKind::Group(group) => {
                if let Some(bytes) = byte_list(group) {
                    self.bytes(node, &bytes, path);
                } else {
                    self.group(text, node, group, path);
                }
            }
        }
    }

    /// Looks into a string that holds an object.
    fn string(&mut self, node: &Node, bytes: &[u8], path: &str) {
        let Ok(inner) = std::str::from_utf8(bytes) else {
            return;
        };
        let looks = inner.trim_start().starts_with(['{', '[']) && inner.len() > 32;
        if !looks || self.nested >= MAX_NESTED_TEXTS {
            return;
        }
        self.inside(node, inner, path, Decoding::StringEscapes);
    }

    fn bytes(&mut self, node: &Node, bytes: &[u8], path: &str) {
        if is_notification(bytes) {
            self.body(0, node, bytes.to_vec(), path, &[Decoding::ByteList]);
        }
        if let Ok(inner) = std::str::from_utf8(bytes)
            && self.nested < MAX_NESTED_TEXTS
        {
            self.inside(node, inner, path, Decoding::ByteList);
        }
    }

    fn inside(&mut self, node: &Node, inner: &str, path: &str, undone: Decoding) {
        let document = parser::parse(inner);
        let outer = self.outer.replace(self.at(node));
        self.nested += 1;
        self.undone.push(undone);
        for node in &document.nodes {
            self.node(inner, node, path);
        }
        self.undone.pop();
        self.nested -= 1;
        self.outer = outer;
    }

    fn header(&mut self, name: &'static str, written: &str, value: &Node, path: &str) {
        let Some(text) = first_text(value) else {
            return;
        };
        // Quotes that are escaped themselves are undone first.
        if self.found.headers.len() >= MAX_FOUND || text.starts_with("\\\"") {
            return;
        }
        let (text, folded) = unfolded(&text);
        self.found.headers.push(FoundHeader {
            name,
            written: written.to_owned(),
            value: text,
            at: self.at(value),
            path: path.to_owned(),
            undone: [self.undone.clone(), folded].concat(),
        });
    }

    fn body(&mut self, rank: u8, node: &Node, bytes: Vec<u8>, path: &str, undone: &[Decoding]) {
        if self.found.bodies.len() >= MAX_FOUND {
            return;
        }
        self.found.bodies.push(FoundBody {
            rank,
            bytes,
            at: self.at(node),
            path: path.to_owned(),
            undone: [self.undone.clone(), undone.to_vec()].concat(),
        });
    }

    fn group(&mut self, text: &str, node: &Node, group: &Group, path: &str) {
        self.named_value(group, path);
        self.name_value_list(group, path);
        self.sdk_object(group, path);
        let is_request = group.pairs.iter().any(|(key, _)| {
            key.name()
                .is_some_and(|name| name.to_ascii_lowercase().contains("header"))
        });
        let base64 = group
            .find(&["isBase64Encoded", "is_base64_encoded", "isBase64"])
            .and_then(Node::text)
            .is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
            || group
                .find(&["encoding"])
                .and_then(Node::text)
                .is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
        let is_event = group.find(&["resource"]).is_some_and(|resource| {
            resource
                .group()
                .is_some_and(|inner| inner.find(&["ciphertext"]).is_some())
        });
        if is_event && let Some(source) = text.get(node.start..node.end) {
            let source = &source[source.find('{').unwrap_or(0)..];
            self.body(2, node, source.as_bytes().to_vec(), path, &[]);
        }
        // `responseBody[{…}]`
        if let [only] = &group.items[..]
            && is_body_name(&group.prefix)
        {
            self.body_of(text, only, path, true, base64);
        }
        for (key, value) in &group.pairs {
            let name = key.name().unwrap_or_default();
            if let Some(header) = canonical(name) {
                self.header(header, name, value, path);
                continue;
            }
            if name.to_ascii_lowercase().ends_with("headers") {
                self.other_headers(value);
            }
            let inner = step(path, name);
            if name.eq_ignore_ascii_case("base64Body") {
                self.body_of(text, value, &inner, true, true);
            } else if is_body_name(name) {
                self.body_of(text, value, &inner, is_request, base64);
            }
            self.node(text, value, &inner);
        }
        for item in &group.items {
            self.node(text, item, path);
        }
    }

    /// Keeps the other headers, which show that the object was read.
    fn other_headers(&mut self, headers: &Node) {
        let Some(group) = headers.group() else { return };
        for (key, value) in &group.pairs {
            if let (Some(name), Some(text)) = (key.name(), first_text(value))
                && canonical(name).is_none()
                && self.found.others.len() < MAX_FOUND
            {
                self.found
                    .others
                    .push((name.to_owned(), text, self.at(value)));
            }
        }
    }

    /// Takes the value of a key such as `body`.
    fn body_of(&mut self, text: &str, value: &Node, path: &str, is_request: bool, base64: bool) {
        match &value.kind {
            NodeKind::Quoted { bytes, escaped } => {
                let escapes: &[Decoding] = if *escaped {
                    &[Decoding::StringEscapes]
                } else {
                    &[]
                };
                let decoded = decode(bytes);
                if let Some(plain) = decoded.clone().filter(|_| base64) {
                    let undone = [escapes, &[Decoding::Base64]].concat();
                    self.body(0, value, plain, path, &undone);
                    if let Some(FoundBody { bytes, .. }) = self.found.bodies.last()
                        && let Ok(inner) = String::from_utf8(bytes.clone())
                        && self.nested < MAX_NESTED_TEXTS
                    {
                        self.inside(value, &inner, path, Decoding::Base64);
                    }
                } else if is_notification(bytes) {
                    self.body(0, value, bytes.clone(), path, escapes);
                } else if is_request || decoded.is_some_and(|plain| is_notification(&plain)) {
                    // What nothing says to be in base64 is not verified as if it were.
                    self.body(3, value, bytes.clone(), path, escapes);
                }
            }
            NodeKind::Bare(word) if is_request && !super::headers::is_absent(word) => {
                self.body(4, value, word.as_bytes().to_vec(), path, &[]);
            }
            NodeKind::Group(group) if is_request => {
                let is_event = group.find(&["resource"]).is_some();
                let listed = byte_list(group).is_some();
                // A list of bytes and an event are taken as such.
                let source = text.get(value.start..value.end).unwrap_or_default();
                if !is_event
                    && !listed
                    && source.starts_with('{')
                    && group.find(&["text", "raw", "data"]).is_none()
                {
                    self.body(4, value, source.as_bytes().to_vec(), path, &[]);
                }
            }
            NodeKind::Bare(_) | NodeKind::Group(_) => {}
        }
    }

    /// `{"name": "Wechatpay-Serial", "value": "…"}`
    fn named_value(&mut self, group: &Group, path: &str) {
        let name = group.find(&["name", "key", "header"]).and_then(Node::text);
        let value = group.find(&["value", "values"]);
        if let (Some(name), Some(value)) = (name, value)
            && let Some(header) = canonical(name)
        {
            self.header(header, name, value, path);
        }
    }

    /// `["Wechatpay-Serial", "…", "Wechatpay-Nonce", "…"]`, and `["Wechatpay-Serial: …"]`
    fn name_value_list(&mut self, group: &Group, path: &str) {
        for (place, item) in group.items.iter().enumerate() {
            let Some(name) = item.text() else { continue };
            if let Some(header) = canonical(name)
                && let Some(value) = group.items.get(place + 1)
            {
                self.header(header, name, value, path);
            }
        }
    }

    /// The objects that SDKs keep the headers in: timestamp, nonce, signature and serial.
    fn sdk_object(&mut self, group: &Group, path: &str) {
        let fields: Vec<(&'static str, &str, &Node)> = group
            .pairs
            .iter()
            .filter_map(|(key, value)| {
                let name = key.name()?;
                // A `wechatpay…` name is a header's anyway.
                let header = field(name).filter(|_| canonical(name).is_none())?;
                Some((header, name, value))
            })
            .collect();
        let has = |wanted: &str| fields.iter().any(|(header, ..)| *header == wanted);
        let is_authorization = group.find(&["mchid", "paySign"]).is_some();
        if has(SIGNATURE) && has(SERIAL) && !is_authorization {
            for (header, name, value) in fields {
                self.header(header, name, value, path);
            }
        }
    }
}

/// Returns the value, or the first of a list of values.
fn first_text(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Bare(_) | NodeKind::Quoted { .. } => node.text().map(str::to_owned),
        NodeKind::Group(group) => {
            let value = group.find(&["value", "values"]);
            let first = value
                .or(group.items.first())
                .or(group.pairs.first().map(|pair| &pair.1));
            match first {
                Some(first) => first_text(first),
                // An empty list: there is no value.
                None => Some(String::new()),
            }
        }
    }
}

fn is_body_name(name: &str) -> bool {
    let plain = bare_name(name);
    matches!(
        plain.as_str(),
        "body"
            | "rawbody"
            | "requestbody"
            | "reqbody"
            | "bodystring"
            | "rawdata"
            | "raw"
            | "data"
            | "payload"
            | "content"
            | "text"
            | "notifydata"
            | "notifybody"
            | "message"
            | "bodystr"
            | "httpbody"
            | "postbody"
            | "bodytext"
            | "bodybytes"
            | "requestdata"
            | "input"
            | "json"
            | "responsebody"
            | "httpresponsebody"
    )
}

/// Whether bytes hold the outer parts of an API v3 notification.
pub(super) fn is_notification(bytes: &[u8]) -> bool {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    has(b"\"ciphertext\"") && has(b"\"resource\"")
}

/// Decodes base64, with or without line ends and padding.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<u8>> {
    let whole: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    if whole.len() < 16 {
        return None;
    }
    STANDARD
        .decode(&whole)
        .or_else(|_| STANDARD_NO_PAD.decode(&whole))
        .ok()
}

/// Reads a list of byte values: Node's `Buffer`, Go's `[]byte`, Java's `byte[]`.
fn byte_list(group: &Group) -> Option<Vec<u8>> {
    let data = if group.find(&["type"]).and_then(Node::text) == Some("Buffer") {
        group.find(&["data"])?.group()?
    } else {
        group
    };
    let items: Vec<&str> = match data.items.as_slice() {
        [only] => only.text()?.split(' ').collect(),
        items => items.iter().map(Node::text).collect::<Option<_>>()?,
    };
    if items.len() < 16 {
        return None;
    }
    items
        .into_iter()
        .map(|item| {
            let value: i16 = item.parse().ok()?;
            // Java's bytes are signed.
            u8::try_from(value)
                .ok()
                .or_else(|| i8::try_from(value).ok().map(i8::cast_unsigned))
        })
        .collect()
}
