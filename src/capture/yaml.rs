//! A YAML document as a tree, within limits.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

/// The maximum depth of lists and maps.
const MAX_DEPTH: usize = 32;
/// The maximum number of values, and of bytes in them; what an alias repeats counts each time.
const MAX_VALUES: usize = 50_000;
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A value and its line, counted from 1.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) content: Content,
    pub(super) line: usize,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A scalar; null is empty.
    Text {
        text: String,
        /// Whether it is marked as base64.
        is_binary: bool,
    },
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Returns the value of a key of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.content {
            Content::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            Content::List(_) | Content::Text { .. } => None,
        }
    }

    /// Counts the values and the bytes in it.
    fn size(&self) -> (usize, usize) {
        let sum = |(values, bytes): (usize, usize), (more, length): (usize, usize)| {
            (values + more, bytes + length)
        };
        match &self.content {
            Content::Text { text, .. } => (1, text.len()),
            Content::List(items) => items.iter().map(Self::size).fold((1, 0), sum),
            Content::Map(pairs) => pairs
                .iter()
                .map(|(_, value)| value.size())
                .fold((1, 0), sum),
        }
    }
}

/// Reads the first document of a text; nothing if it is not YAML, or passes a limit.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let line = span.start.line();
        match event {
            Event::SequenceStart(anchor, _) => {
                builder.open(Content::List(Vec::new()), line, anchor)?;
            }
            Event::MappingStart(anchor, _) => {
                builder.open(Content::Map(Vec::new()), line, anchor)?;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let content = scalar(&text, style, tag.as_deref());
                builder.add(Value { content, line }, anchor)?;
            }
            Event::Alias(anchor) => {
                let value = builder.anchors.get(&anchor)?.clone();
                builder.add(value, 0)?;
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    builder.root
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Content {
    let is_null =
        matches!(style, ScalarStyle::Plain) && matches!(text, "" | "~" | "null" | "Null" | "NULL");
    Content::Text {
        text: if is_null {
            String::new()
        } else {
            text.to_owned()
        },
        is_binary: tag.is_some_and(|tag| tag.suffix == "binary"),
    }
}

#[derive(Default)]
struct Builder {
    root: Option<Value>,
    /// Lists and maps that are not closed yet: with the key that awaits its value, and the anchor.
    open: Vec<(Value, Option<String>, usize)>,
    anchors: HashMap<usize, Value>,
    values: usize,
    bytes: usize,
}

impl Builder {
    fn open(&mut self, content: Content, line: usize, anchor: usize) -> Option<()> {
        self.open.push((Value { content, line }, None, anchor));
        (self.open.len() <= MAX_DEPTH).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let (value, _, anchor) = self.open.pop()?;
        self.place(value, anchor)
    }

    /// Adds a value that is whole, within the limits.
    fn add(&mut self, value: Value, anchor: usize) -> Option<()> {
        let (values, bytes) = value.size();
        self.values += values;
        self.bytes += bytes;
        if self.values > MAX_VALUES || self.bytes > MAX_BYTES {
            return None;
        }
        self.place(value, anchor)
    }

    fn place(&mut self, value: Value, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        let Some((parent, key, _)) = self.open.last_mut() else {
            self.root.get_or_insert(value);
            return Some(());
        };
        match &mut parent.content {
            Content::List(items) => items.push(value),
            Content::Map(pairs) => match (key.take(), value.content) {
                (Some(name), content) => pairs.push((
                    name,
                    Value {
                        content,
                        line: value.line,
                    },
                )),
                (None, Content::Text { text, .. }) => *key = Some(text),
                // A list or map is not a key that a recording has.
                (None, Content::List(_) | Content::Map(_)) => *key = Some(String::new()),
            },
            Content::Text { .. } => return None,
        }
        Some(())
    }
}
