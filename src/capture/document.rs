//! The objects of a pasted text, in whatever language they were written or printed.

/// A value and its position.
#[derive(Debug)]
pub(super) struct Node {
    /// The offset of its first byte.
    pub(super) start: usize,
    /// The offset behind its last byte.
    pub(super) end: usize,
    pub(super) kind: NodeKind,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    /// Without quotes.
    Bare(String),
    /// In quotes, with its escapes decoded.
    Quoted {
        bytes: Vec<u8>,
        /// Whether there were any.
        escaped: bool,
    },
    /// In brackets.
    Group(Group),
}

#[derive(Debug, Default)]
pub(super) struct Group {
    /// The word before the bracket, such as `wx.requestPayment` or `map`.
    pub(super) prefix: String,
    pub(super) pairs: Vec<(Node, Node)>,
    /// Entries without a key.
    pub(super) items: Vec<Node>,
}

/// All objects of a text.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) nodes: Vec<Node>,
    /// The offset of the first bracket that is not closed.
    pub(super) open: Option<usize>,
    /// The offset of the first bracket or value that was not followed.
    pub(super) too_deep: Option<usize>,
}

impl Node {
    /// Returns a bare or quoted value.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Bare(text) => Some(text),
            NodeKind::Quoted { bytes, .. } => std::str::from_utf8(bytes).ok(),
            NodeKind::Group(_) => None,
        }
    }

    /// Returns a key's name: `name`, `"name"`, `[name]` or `["name":protected]`.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Bare(_) | NodeKind::Quoted { .. } => self.text(),
            NodeKind::Group(group) => {
                let first = group
                    .items
                    .first()
                    .or(group.pairs.first().map(|pair| &pair.0))?;
                first.text()
            }
        }
    }

    pub(super) fn group(&self) -> Option<&Group> {
        match &self.kind {
            NodeKind::Group(group) => Some(group),
            NodeKind::Bare(_) | NodeKind::Quoted { .. } => None,
        }
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.kind, NodeKind::Quoted { .. })
    }
}

impl Group {
    /// Returns the value of a name, in whatever case.
    pub(super) fn find(&self, names: &[&str]) -> Option<&Node> {
        names.iter().find_map(|wanted| {
            self.pairs
                .iter()
                .find(|(key, _)| {
                    key.name()
                        .is_some_and(|name| name.eq_ignore_ascii_case(wanted))
                })
                .map(|(_, value)| value)
        })
    }
}
