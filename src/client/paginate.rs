//! Pages of a list: where the next one is, as each response says.

use std::collections::HashSet;

use serde_json::Value;

use crate::protocol::call::{ApiPath, ApiPathError, Call};
use crate::protocol::json;

/// APIs whose documentation calls `offset` 分页页码 (代金券).
const COUNTS_PAGES: &str = "/v3/marketing/favor/";

/// Why the pages of a list cannot all be fetched.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// `links.next` is not a path of API v3.
    #[error("links.next of the response is not a path of API v3")]
    NextLink(#[source] ApiPathError),
    /// The next page was fetched before.
    #[error("the pages form a circle: the next page was already fetched")]
    Circle,
    /// There are more pages than may be fetched.
    #[error("there are more than {max_pages} pages")]
    TooMany {
        /// How many may be fetched.
        max_pages: usize,
    },
    /// The pages have fewer items than the responses announce.
    #[error("only {received} of {total} items arrived, after {skipped} that were skipped")]
    Missing {
        /// How many there are by `total_count`.
        total: u64,
        /// How many arrived.
        received: u64,
        /// How many are before the first page.
        skipped: u64,
        /// Whether `offset` was taken to count items, which may be the mistake.
        counts_items: bool,
    },
}

/// The pages of one list so far. Three ways lead on: `links.next`, `next_page_token`, and
/// `offset`, `limit` and `total_count`.
#[derive(Debug)]
pub struct Pages {
    max_pages: usize,
    /// Whether `offset` counts pages, not items.
    counts_pages: bool,
    /// The targets that were fetched.
    fetched: HashSet<String>,
    /// How many items are before the first page.
    skipped: Option<u64>,
    received: u64,
    /// How many items there are by the responses, if they say so.
    total: Option<u64>,
}

impl Pages {
    /// Starts with the page at `target`, and allows up to `max_pages`. An `offset` counts pages
    /// if that is asked for, or known of the API; else items.
    #[must_use]
    pub fn new(target: &str, max_pages: usize, counts_pages: bool) -> Self {
        Self {
            max_pages,
            counts_pages: counts_pages || target.starts_with(COUNTS_PAGES),
            fetched: HashSet::new(),
            skipped: None,
            received: 0,
            total: None,
        }
    }

    /// Returns the call for the page after the one whose response has this body, on the same host
    /// whatever the response says; none after the last page.
    ///
    /// # Errors
    /// Returns an error if there is a next page that must not be fetched.
    pub fn next(&mut self, call: &Call, body: &[u8]) -> Result<Option<Call>, PageError> {
        self.fetched.insert(call.target.clone());
        let Some(target) = self.next_target(&call.target, body)? else {
            return Ok(None);
        };
        if self.fetched.contains(&target) {
            return Err(PageError::Circle);
        }
        if self.fetched.len() >= self.max_pages {
            let max_pages = self.max_pages;
            return Err(PageError::TooMany { max_pages });
        }
        Ok(Some(Call {
            target,
            ..call.clone()
        }))
    }

    fn next_target(&mut self, target: &str, body: &[u8]) -> Result<Option<String>, PageError> {
        let Ok(page) = json::parse(body) else {
            return Ok(None);
        };
        if let Some(links) = page.get("links") {
            let next = links.get("next").and_then(Value::as_str);
            return next
                .filter(|next| !next.is_empty())
                .map(|next| ApiPath::parse::<ApiPathError>(next, |_| None))
                .transpose()
                .map(|place| place.map(|place| place.target))
                .map_err(PageError::NextLink);
        }
        if let Some(token) = page.get("next_page_token") {
            let token = token.as_str().filter(|token| !token.is_empty());
            return Ok(token.map(|token| with_parameter(target, "page_token", token)));
        }
        Ok(self.by_offset(target, &page))
    }

    fn by_offset(&mut self, target: &str, page: &Value) -> Option<String> {
        let total = count_of(page.get("total_count")?)?;
        let number = |name: &str| {
            parameter(target, name)
                .and_then(|text| text.parse().ok())
                .or_else(|| count_of(page.get(name)?))
        };
        let (offset, items) = (number("offset").unwrap_or(0), count_items(page));
        let limit = number("limit").filter(|limit| *limit > 0).unwrap_or(items);
        let before = if self.counts_pages {
            offset.saturating_mul(limit)
        } else {
            offset
        };
        self.skipped.get_or_insert(before);
        self.received += items;
        self.total = Some(total);
        let step = if self.counts_pages { 1 } else { limit };
        let has_more = items > 0 && before.saturating_add(limit) < total;
        has_more.then(|| with_parameter(target, "offset", &offset.saturating_add(step).to_string()))
    }

    /// Checks that as many items arrived as there are, after the last page.
    ///
    /// # Errors
    /// Returns an error if items are missing.
    pub fn finish(&self) -> Result<(), PageError> {
        let (Some(total), Some(skipped)) = (self.total, self.skipped) else {
            return Ok(());
        };
        if skipped.saturating_add(self.received) >= total {
            return Ok(());
        }
        Err(PageError::Missing {
            total,
            received: self.received,
            skipped,
            counts_items: !self.counts_pages,
        })
    }
}

/// Reads a number, also one that is written as text.
fn count_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Returns how many items a page has: those of `data`, or of its first array.
fn count_items(page: &Value) -> u64 {
    let first_array = || {
        let mut fields = page.as_object().into_iter().flatten();
        fields.find_map(|(_, value)| value.as_array())
    };
    page.get("data")
        .and_then(Value::as_array)
        .or_else(first_array)
        .map_or(0, |items| items.len() as u64)
}

fn parameter<'t>(target: &'t str, name: &str) -> Option<&'t str> {
    let (_, query) = target.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Returns a target with another value for one parameter.
fn with_parameter(target: &str, name: &str, value: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let others: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name))
        .collect();
    let mark = if others.is_empty() { "" } else { "?" };
    let mut place = ApiPath {
        base: None,
        target: format!("{path}{mark}{}", others.join("&")),
    };
    place.add(name, value);
    place.target
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::call::Method;

    fn next(pages: &mut Pages, target: &str, body: &str) -> Result<Option<String>, PageError> {
        let call = Call::new(Method::GET, target.to_owned());
        let next = pages.next(&call, body.as_bytes())?;
        Ok(next.map(|call| call.target))
    }

    #[test]
    fn links_and_tokens_lead_on() {
        let mut pages = Pages::new("/v3/x", 100, false);
        let linked = r#"{"total_count":9,"links":{"next":"/v3/x?offset=5&limit=5"},"data":[]}"#;
        assert_eq!(
            next(&mut pages, "/v3/x", linked).unwrap().as_deref(),
            Some("/v3/x?offset=5&limit=5")
        );
        for last in [
            r#"{"links":{}}"#,
            r#"{"links":{"next":""}}"#,
            "[]",
            "x",
            "{}",
        ] {
            assert_eq!(next(&mut pages, "/v3/x", last).unwrap(), None);
        }
        let token = r#"{"next_page_token":"a=="}"#;
        assert_eq!(
            next(&mut pages, "/v3/x?page_token=b&y=1", token)
                .unwrap()
                .as_deref(),
            Some("/v3/x?y=1&page_token=a%3D%3D")
        );
        let wrong = r#"{"links":{"next":"/pay/x"}}"#;
        let error = next(&mut pages, "/v3/x", wrong).unwrap_err();
        assert!(matches!(error, PageError::NextLink(ApiPathError::NotV3(_))));
    }

    #[test]
    fn an_offset_counts_items_or_pages() {
        let page = r#"{"total_count":5,"data":[1,2]}"#;
        let last = r#"{"total_count":5,"data":[3]}"#;
        let mut pages = Pages::new("/v3/x", 100, false);
        let target = "/v3/x?limit=2&offset=0&y=1";
        assert_eq!(
            next(&mut pages, target, page).unwrap().as_deref(),
            Some("/v3/x?limit=2&y=1&offset=2")
        );
        let written = r#"{"total_count":"5","limit":"2","data":[1,2]}"#;
        assert_eq!(
            next(&mut Pages::new("/v3/x", 9, false), "/v3/x", written)
                .unwrap()
                .as_deref(),
            Some("/v3/x?offset=2")
        );
        assert_eq!(
            next(&mut pages, "/v3/x?limit=2&offset=4", last).unwrap(),
            None
        );
        let missing = PageError::Missing {
            total: 5,
            received: 3,
            skipped: 0,
            counts_items: true,
        };
        let error = pages.finish().unwrap_err();
        assert_eq!(format!("{error:?}"), format!("{missing:?}"));
        let mut pages = Pages::new("/v3/marketing/favor/stocks", 100, false);
        assert_eq!(
            next(&mut pages, "/v3/x?offset=1&limit=2", page)
                .unwrap()
                .as_deref(),
            Some("/v3/x?limit=2&offset=2")
        );
        assert_eq!(
            next(&mut pages, "/v3/x?offset=2&limit=2", last).unwrap(),
            None
        );
        pages.finish().unwrap();
    }

    #[test]
    fn a_list_without_an_end_is_given_up() {
        let mut pages = Pages::new("/v3/x", 2, false);
        let to = |target: &str| format!(r#"{{"links":{{"next":"{target}"}}}}"#);
        next(&mut pages, "/v3/x", &to("/v3/x?offset=1")).unwrap();
        let error = next(&mut pages, "/v3/x?offset=1", &to("/v3/x")).unwrap_err();
        assert!(matches!(error, PageError::Circle));
        let error = next(&mut pages, "/v3/x?offset=1", &to("/v3/x?offset=2")).unwrap_err();
        assert!(matches!(error, PageError::TooMany { max_pages: 2 }));
    }
}
