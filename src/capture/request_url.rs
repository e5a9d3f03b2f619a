//! The URL of a request that an object describes, in one text or in parts.

use super::document::{Group, Node};
use super::headers::is_absent;

/// Returns the URL, or the path with its query.
pub(super) fn of(group: &Group) -> Option<String> {
    let node = group.find(&["url", "uri", "requestUrl", "path", "originalUrl"])?;
    let url = match node.group() {
        Some(parts) => of_parts(parts)?,
        None => text_of(node)?.to_owned(),
    };
    let query = group.find(&["query", "queryString", "queryStringParameters"]);
    Some(with_query(url, query))
}

/// Reads the object that Postman and Newman keep a URL in.
fn of_parts(parts: &Group) -> Option<String> {
    if let Some(raw) = parts.find(&["raw"]) {
        return text_of(raw).map(str::to_owned);
    }
    let segments = parts.find(&["path"])?.group()?;
    let segments: Option<Vec<&str>> = segments.items.iter().map(Node::text).collect();
    let path = format!("/{}", segments?.join("/"));
    Some(with_query(path, parts.find(&["query"])))
}

/// Adds a query that is kept apart.
fn with_query(url: String, query: Option<&Node>) -> String {
    if url.contains('?') {
        return url;
    }
    match query.and_then(query_of) {
        Some(query) if !query.is_empty() => format!("{url}?{query}"),
        Some(_) | None => url,
    }
}

fn query_of(node: &Node) -> Option<String> {
    let Some(group) = node.group() else {
        return text_of(node).map(|text| text.trim_start_matches('?').to_owned());
    };
    let pair = |name: &str, value: &Node| {
        let first = value.group().and_then(|values| values.items.first());
        Some(format!("{name}={}", first.unwrap_or(value).text()?))
    };
    let named = group
        .pairs
        .iter()
        .map(|(name, value)| pair(name.name()?, value));
    let listed = group.items.iter().map(|item| {
        let item = item.group()?;
        let name = item.find(&["key", "name"])?.text()?;
        pair(name, item.find(&["value", "values"])?)
    });
    let pairs: Option<Vec<String>> = named.chain(listed).collect();
    Some(pairs?.join("&"))
}

fn text_of(node: &Node) -> Option<&str> {
    node.text().filter(|text| !is_absent(text))
}
