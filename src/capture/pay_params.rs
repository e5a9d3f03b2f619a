//! The parameters of a payment, inside whatever a back end or a client printed around them.

use serde_json::{Map, Value};

use super::document::{Group, Node, NodeKind};
use super::escape;
use super::headers::{is_absent, unfolded};
use super::parser;
use super::reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
use super::text::{self, Text, bare_name, is_invisible, step, unread};

/// What was read of the parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PastedPayParams {
    /// The object with its fields as they are named there; `None` if there is no such object.
    pub object: Option<Value>,
    /// Whether the form tells a number from a string.
    pub typed: bool,
    /// The call that the object is an argument of, such as `chooseWXPay`.
    pub call: Option<String>,
    /// Whether a program's own type was printed, whose names need not be those of the client.
    pub is_type: bool,
    /// Where it was found.
    pub reading: Reading,
    /// Parts that were not read.
    pub not_read: Vec<Unread>,
}

impl PastedPayParams {
    /// Whether fields that were not found may be in a part that was not read.
    #[must_use]
    pub fn may_hide_fields(&self) -> bool {
        let unread = self
            .not_read
            .iter()
            .any(|part| part.why != UnreadReason::AnotherValue);
        let object = self.object.as_ref().and_then(Value::as_object);
        let has = |wanted: u8| {
            object.is_some_and(|object| object.keys().any(|name| field_index(name) == Some(wanted)))
        };
        unread && !([0, 1, 2, 3].into_iter().all(has) && (has(4) || has(6)))
    }
}

/// Reads the object that a client got.
#[must_use]
pub fn pay_params(bytes: &[u8]) -> PastedPayParams {
    const MAX_LEVELS: usize = 4;
    let decoded = Text::read(bytes);
    let mut undone = decoded.undone.clone();
    let mut level = text::without_printed_types(&decoded.text).into_owned();
    if level.contains('＂')
        && let Some(plain) = text::without_full_width(&level)
    {
        level = plain;
        undone.push(Decoding::TypographicQuotes);
    }
    let mut first_unread = Vec::new();
    for place in 0..MAX_LEVELS {
        let mut not_read = Vec::new();
        if let Some(mut found) = of_level(&level, &mut not_read) {
            found.not_read.extend(hidden_field(&level, &found));
            found.reading.undone.splice(0..0, undone);
            found.not_read.extend(decoded.too_long());
            return found;
        }
        if place == 0 {
            first_unread = not_read;
        }
        if let Some(plain) = escape::unescaped(&level) {
            level = plain;
            undone.push(Decoding::StringEscapes);
        } else if ["&quot;", "&#34;", "&#39;", "&amp;"]
            .iter()
            .any(|entity| level.contains(entity))
        {
            level = html_escape::decode_html_entities(&level).into_owned();
            undone.push(Decoding::HtmlEntities);
        } else if let Some(plain) = text::without_full_width(&level) {
            level = plain;
            undone.push(Decoding::TypographicQuotes);
        } else if let Some(plain) = text::without_table(&level) {
            level = plain;
        } else if let Some(plain) = percent_decoded(&level) {
            level = plain;
            undone.push(Decoding::PercentEncoding);
        } else {
            break;
        }
    }
    if first_unread.is_empty()
        && let Some(at) = decoded.text.find(|c: char| !c.is_whitespace())
    {
        first_unread.push(unread(&decoded.text, at, UnreadReason::UnknownForm));
    }
    first_unread.extend(decoded.too_long());
    PastedPayParams {
        object: None,
        typed: false,
        call: None,
        is_type: false,
        reading: reading(InputForm::Text, 1, None),
        not_read: first_unread,
    }
}

fn reading(form: InputForm, line: usize, path: Option<String>) -> Reading {
    Reading {
        what: "pay_params".to_owned(),
        form,
        line,
        path,
        written: None,
        undone: Vec::new(),
    }
}

/// A text in which the braces themselves are percent-encoded.
fn percent_decoded(text: &str) -> Option<String> {
    let encoded = text.contains("%7B%22") || text.contains("%7b%22");
    encoded.then(|| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    })
}

fn of_level(text: &str, not_read: &mut Vec<Unread>) -> Option<PastedPayParams> {
    if let Some(found) = query(text) {
        return Some(found);
    }
    let document = parser::parse(text);
    let mut best = BestMatch::default();
    for node in &document.nodes {
        best.visit(text, node, "", None, 0);
    }
    let open = document.open;
    if let Some(at) = open {
        not_read.push(unread(text, at, UnreadReason::CutShort));
    }
    if let Some(at) = document.too_deep {
        not_read.push(unread(text, at, UnreadReason::TooLong));
    }
    if best.found.is_none() {
        // Without brackets: lines or a list of names and values.
        let wrapped = format!("{{{}\n}}", without_headings(text));
        let lines = parser::parse(&wrapped);
        let whole = lines.open.is_none() && lines.nodes.len() == 1;
        if whole && let Some(node) = lines.nodes.first() {
            let mut bare = BestMatch::default();
            bare.visit(&wrapped, node, "", None, 0);
            if let Some(mut found) = bare.found.filter(|found| found.score > 1) {
                found.params.reading.form = InputForm::Lines;
                return Some(found.params);
            }
        }
    }
    let mut found = best.found?;
    found.params.not_read.append(not_read);
    found.params.not_read.extend(best.others);
    Some(found.params)
}

/// Blanks lines that only say what the next ones are: `返回给前端的参数如下：`.
fn without_headings(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let is_heading = line.trim_end().ends_with('：') && !line.contains('"');
        if is_heading {
            " ".repeat(line.len() - 1) + "\n"
        } else {
            line.to_owned()
        }
    });
    lines.collect()
}

/// Finds a parameter with a value in the text that is not in the object that was read.
fn hidden_field(text: &str, found: &PastedPayParams) -> Option<Unread> {
    const NAMES: [&str; 4] = ["timeStamp", "nonceStr", "package", "paySign"];
    let object = found.object.as_ref().and_then(Value::as_object)?;
    let has = |wanted: &str| {
        let index = field_index(wanted);
        object.keys().any(|name| field_index(name) == index)
    };
    let mut missing = NAMES.into_iter().filter(|name| !has(name));
    missing.find_map(|name| {
        let mut places = text.match_indices(name).map(|(at, _)| at);
        let at = places.find(|at| {
            let behind = text[at + name.len()..].trim_start_matches(['"', '\'', '”', ' ', '\t']);
            let value = behind.strip_prefix([':', '：', '=', '＝']);
            value.is_some_and(|value| !value.trim_start_matches([' ', '\t']).starts_with('\n'))
        })?;
        Some(unread(text, at, UnreadReason::UnknownForm))
    })
}

/// Returns the index of the parameter that a field name means.
fn field_index(name: &str) -> Option<u8> {
    let plain = bare_name(name);
    Some(match plain.as_str() {
        "timestamp" => 0,
        "noncestr" | "nonce" => 1,
        "package" | "packageval" | "packagevalue" | "packagestr" | "wxpackage" | "prepayid" => 2,
        "paysign" | "sign" | "signature" => 3,
        "signtype" => 4,
        "appid" => 5,
        "partnerid" => 6,
        _ => return None,
    })
}

#[derive(Default)]
struct BestMatch {
    found: Option<ScoredMatch>,
    others: Vec<Unread>,
    nested: usize,
}

struct ScoredMatch {
    score: u32,
    params: PastedPayParams,
}

impl BestMatch {
    /// Looks at an object and at those inside it; `outer` is the place of the string they are in.
    fn visit(
        &mut self,
        text: &str,
        node: &Node,
        path: &str,
        outer: Option<(&str, usize)>,
        strings: usize,
    ) {
        match &node.kind {
            NodeKind::Bare(_) => {}
            NodeKind::Quoted { bytes, .. } => {
                let Ok(inner) = std::str::from_utf8(bytes) else {
                    return;
                };
                let looks = inner.contains(['{', '[']) && inner.len() > 32;
                if !looks || strings >= 3 || self.nested >= 64 {
                    return;
                }
                self.nested += 1;
                let document = parser::parse(inner);
                let place = outer.or(Some((text, node.start)));
                for node in &document.nodes {
                    self.visit(inner, node, path, place, strings + 1);
                }
            }
            NodeKind::Group(group) => {
                self.score(text, node, group, path, outer, strings);
                for (key, value) in &group.pairs {
                    let name = key.name().unwrap_or_default();
                    let inner = step(path, name);
                    self.visit(text, value, &inner, outer, strings);
                }
                for (place, item) in group.items.iter().enumerate() {
                    let inner = if group.items.len() > 1
                        && item.group().is_some()
                        && group.prefix.is_empty()
                    {
                        format!("{path}[{place}]")
                    } else {
                        path.to_owned()
                    };
                    self.visit(text, item, &inner, outer, strings);
                }
            }
        }
    }

    fn score(
        &mut self,
        text: &str,
        node: &Node,
        group: &Group,
        path: &str,
        outer: Option<(&str, usize)>,
        strings: usize,
    ) {
        let mut seen = [false; 7];
        let keys = group.pairs.iter().map(|(key, _)| key).chain(&group.items);
        // Quotes that are escaped themselves are undone first.
        let names = keys
            .filter_map(Node::name)
            .filter(|name| !name.contains('\\'));
        for class in names.filter_map(field_index) {
            seen[usize::from(class)] = true;
        }
        // Neither package nor signature: another object, such as that of wx.config.
        let score = seen.iter().filter(|seen| **seen).count();
        let named = (seen[2] || seen[3]) && (score > 1 || (seen[3] && !path.contains('.')));
        if !named || group.find(&["mchid", "ciphertext", "serial_no"]).is_some() {
            return;
        }
        let score = u32::try_from(score).unwrap_or(0);
        let earlier = self.found.as_ref().map_or(0, |found| found.score);
        if score < earlier {
            return;
        }
        let params = convert(text, node, group, path, outer, strings);
        if score == earlier {
            if self
                .found
                .as_ref()
                .is_some_and(|found| found.params.object != params.object)
            {
                let (source, at) = outer.unwrap_or((text, node.start));
                self.others
                    .push(unread(source, at, UnreadReason::AnotherValue));
            }
            return;
        }
        self.others.clear();
        self.found = Some(ScoredMatch { score, params });
    }
}

fn convert(
    text: &str,
    node: &Node,
    group: &Group,
    path: &str,
    outer: Option<(&str, usize)>,
    strings: usize,
) -> PastedPayParams {
    let is_json =
        serde_json::from_str::<serde::de::IgnoredAny>(&text[node.start..node.end]).is_ok();
    let typed = is_json
        || !is_property_list(text, group)
            && group
                .pairs
                .iter()
                .any(|(key, value)| value.is_quoted() || (key.is_quoted() && !value.is_quoted()));
    let (source, at) = outer.unwrap_or((text, node.start));
    let form = if is_json {
        InputForm::Json
    } else {
        InputForm::Literal
    };
    let mut reading = reading(
        form,
        text::line_of(source, at),
        Some(path.to_owned()).filter(|path| !path.is_empty()),
    );
    if strings > 0 {
        reading.undone.push(Decoding::StringEscapes);
    }
    let mut fields = Fields {
        source,
        outer,
        object: Map::new(),
        undone: Vec::new(),
        not_read: Vec::new(),
    };
    fields.read(text, node, group, typed);
    reading.undone.append(&mut fields.undone);
    PastedPayParams {
        object: Some(Value::Object(fields.object)),
        typed,
        call: call(text, node, group),
        is_type: is_type(text, node, group),
        reading,
        not_read: fields.not_read,
    }
}

/// Whether an object is printed as `name = value;`, without quotes around numbers and many strings.
fn is_property_list(text: &str, group: &Group) -> bool {
    let is_of_list = |(key, value): &(Node, Node)| {
        text[key.end..value.start].trim() == "=" && text[value.end..].trim_start().starts_with(';')
    };
    !group.pairs.is_empty() && group.pairs.iter().all(is_of_list)
}

/// The fields of an object, and what was done to read them.
struct Fields<'t> {
    source: &'t str,
    outer: Option<(&'t str, usize)>,
    object: Map<String, Value>,
    undone: Vec<Decoding>,
    not_read: Vec<Unread>,
}

impl Fields<'_> {
    fn read(&mut self, text: &str, node: &Node, group: &Group, typed: bool) {
        let is_call = call(text, node, group).is_some();
        for (key, value) in &group.pairs {
            let Some(name) = field_name(key) else {
                continue;
            };
            let index = field_index(&name);
            if index.is_some() && is_code(value, is_call) {
                self.skip(value.start, UnreadReason::Code);
                continue;
            }
            let written = &text[value.start..value.end];
            let value = match plain(text, value, typed, group) {
                Value::String(signature) if index == Some(3) => {
                    self.signature(&signature, written, group, node.end).into()
                }
                other => other,
            };
            match self.object.get(&name) {
                Some(earlier) if *earlier != value => {
                    self.skip(key.start, UnreadReason::AnotherValue);
                }
                Some(_) => {}
                None => {
                    self.object.insert(name, value);
                }
            }
        }
        for item in &group.items {
            let is_field = item.name().is_some_and(|name| field_index(name).is_some());
            if is_field && item.group().is_none() {
                self.skip(item.start, UnreadReason::Code);
            }
        }
    }

    /// Joins a signature that was broken into lines.
    fn signature(&mut self, signature: &str, written: &str, group: &Group, end: usize) -> String {
        // A line break that is written as `\n` is part of the value, and no terminal's.
        let (whole, undone) = if written.contains(['\n', '\r']) {
            unfolded(signature)
        } else {
            (signature.to_owned(), Vec::new())
        };
        self.undone.extend(undone);
        match rejoined(&whole, group, end) {
            Some(rejoined) => {
                self.undone.push(Decoding::LineWrap);
                rejoined
            }
            None => whole,
        }
    }

    fn skip(&mut self, at: usize, why: UnreadReason) {
        let at = self.outer.map_or(at, |(_, at)| at);
        self.not_read.push(unread(self.source, at, why));
    }
}

/// Returns the name of a field; a keyword of C# is a name behind `@`.
fn field_name(key: &Node) -> Option<String> {
    let name = key.name()?;
    let name = if key.is_quoted() {
        name
    } else {
        name.trim_start_matches('@')
    };
    Some(name.chars().filter(|c| !is_invisible(*c)).collect())
}

/// Whether a program printed a type of its own: with the type's name before the bracket, or
/// with fields that all begin with a capital letter, as Go's do, and are not quoted.
fn is_type(text: &str, node: &Node, group: &Group) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let before = text[..node.start].trim_end();
    let name = &before[before.trim_end_matches(word).len()..];
    let is_class = before[..before.len() - name.len()]
        .trim_end()
        .ends_with("class");
    let lists = ["map", "Array", "array", "Object", "object", "dict"];
    let named = !group.prefix.is_empty() && !lists.contains(&group.prefix.as_str());
    let constructor =
        named && call(text, node, group).is_none() && !group.prefix.starts_with("wx.");
    // Rust puts a space between them, as browsers do behind `Object`.
    let is_struct = name.starts_with(|c: char| c.is_ascii_uppercase()) && !lists.contains(&name);
    let known: Vec<&Node> = group
        .pairs
        .iter()
        .map(|(key, _)| key)
        .filter(|key| key.name().and_then(field_index).is_some())
        .collect();
    let capital = |key: &&Node| {
        let name = key.name().unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_uppercase())
    };
    known.iter().all(|key| !key.is_quoted())
        && (is_class || constructor || is_struct || known.iter().all(capital))
}

/// Returns the client's call that the object is an argument of.
fn call(text: &str, node: &Node, group: &Group) -> Option<String> {
    let before = text[..node.start].trim_end();
    let named = |name: &&&str| {
        group.prefix.ends_with(**name)
            || [
                format!("{name}("),
                format!("{name}',"),
                format!("{name}\","),
            ]
            .iter()
            .any(|end| before.ends_with(end.as_str()))
    };
    ["requestPayment", "chooseWXPay", "getBrandWCPayRequest"]
        .iter()
        .find(named)
        .map(|name| (*name).to_owned())
}

/// Whether a value is a variable or an expression in code.
fn is_code(value: &Node, is_call: bool) -> bool {
    let identifier = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '?' | '!'))
    };
    match &value.kind {
        NodeKind::Bare(text) => {
            let is_path = text.contains('.') && text.split('.').all(identifier);
            let is_expression =
                text.starts_with(['"', '\'', '`']) || text.contains(" + ") || text.contains(" || ");
            let is_name = is_call
                && identifier(text)
                && !is_absent(text)
                && !text.starts_with("wx2")
                && text.len() < 28;
            is_path || is_expression || is_name
        }
        NodeKind::Quoted { bytes, .. } => bytes.windows(2).any(|pair| pair == b"${"),
        NodeKind::Group(group) => !group.prefix.is_empty() && group.prefix != "Optional",
    }
}

/// Joins a signature without quotes that was broken into lines.
fn rejoined(signature: &str, group: &Group, end: usize) -> Option<String> {
    let mut whole = signature.to_owned();
    let base64 = |text: &str| {
        text.bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'='))
    };
    if whole.len() < 32 || whole.len() >= super::headers::SIGNATURE_CHARS {
        return None;
    }
    // Base64 encoders break lines after 64 or 76 characters, terminals hardly.
    let is_encoders = matches!(signature.len(), 64 | 76);
    let mut lines = Vec::new();
    for item in group.items.iter().filter(|item| item.end <= end) {
        let text = item.text()?;
        if base64(text) {
            whole.push_str(text);
            lines.push(text);
        }
    }
    let full = lines.split_last().map(|(_, full)| full);
    if is_encoders && full.is_some_and(|full| full.iter().all(|line| line.len() == signature.len()))
    {
        lines.insert(0, signature);
        return Some(lines.join("\n"));
    }
    (whole.len() == super::headers::SIGNATURE_CHARS).then_some(whole)
}

fn plain(text: &str, value: &Node, typed: bool, group: &Group) -> Value {
    match &value.kind {
        NodeKind::Quoted { bytes, .. } => {
            Value::String(String::from_utf8_lossy(bytes).into_owned())
        }
        NodeKind::Bare(word) => bare(word, typed),
        // `Optional("…")` and the one-element lists of a parsed query.
        NodeKind::Group(inner) => match inner.items.as_slice() {
            [only]
                if inner.pairs.is_empty()
                    && (inner.prefix == "Optional"
                        || (group.prefix == "map" && only.text().is_some())) =>
            {
                plain(text, only, typed, group)
            }
            _ => serde_json::from_str(&text[value.start..value.end])
                .unwrap_or_else(|_| Value::String(text[value.start..value.end].to_owned())),
        },
    }
}

fn bare(word: &str, typed: bool) -> Value {
    if matches!(
        word,
        "null" | "undefined" | "None" | "nil" | "NULL" | "<null>" | "(null)" | "<nil>"
    ) {
        return Value::Null;
    }
    if typed && let Ok(value @ (Value::Number(_) | Value::Bool(_))) = serde_json::from_str(word) {
        return value;
    }
    Value::String(word.to_owned())
}

/// Reads `timeStamp=…&nonceStr=…`.
fn query(text: &str) -> Option<PastedPayParams> {
    let line = text
        .lines()
        .find(|line| line.contains('&') && line.to_ascii_lowercase().contains("sign="))?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let query = line.split_whitespace().find(|word| word.contains('&'))?;
    let query = query
        .rsplit_once('?')
        .map_or(query, |(_, query)| query)
        .trim_matches(['"', '\'']);
    let mut object = Map::new();
    let mut score = 0;
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        if name.is_empty() || !name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_') {
            return None;
        }
        score += usize::from(field_index(name).is_some());
        // A plus sign is one of the signature: encoders of queries write it as %2B.
        let value = percent_encoding::percent_decode_str(value)
            .decode_utf8_lossy()
            .into_owned();
        object.insert(name.to_owned(), Value::String(value));
    }
    if score < 3 {
        return None;
    }
    let mut reading = reading(InputForm::Query, text::line_of(text, start), None);
    reading.undone.push(Decoding::PercentEncoding);
    Some(PastedPayParams {
        object: Some(Value::Object(object)),
        typed: false,
        call: None,
        is_type: false,
        reading,
        not_read: Vec::new(),
    })
}
