//! `--paginate`: where the next page is, as the answer tells it.

use serde_json::Value;
use wechatpay::protocol::call::{Place, PlaceError};
use wechatpay::protocol::json;

use crate::error::{CliError, Kind};
use crate::ui::Text;

/// What was read of the pages so far.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Whether `offset` counts pages, not items.
    pub(super) counts_pages: bool,
    /// How many items stood before the first page that was asked for.
    skipped: Option<u64>,
    items: u64,
    /// How many items there are by the answers, where the pages are counted.
    total: Option<u64>,
}

impl Pages {
    /// Counts pages or items, as is known of the path or asked for.
    pub(super) fn of(target: &str, counts_pages: bool) -> Self {
        // 代金券's pages: the documentation calls their offset 分页页码.
        let counts_pages = counts_pages || target.starts_with("/v3/marketing/favor/");
        Self {
            counts_pages,
            ..Self::default()
        }
    }

    /// Returns where the next page is; none after the last.
    pub(super) fn next(&mut self, target: &str, answer: &[u8]) -> Result<Option<Place>, CliError> {
        let Ok(answer) = json::parse(answer) else {
            return Ok(None);
        };
        if let Some(links) = answer.get("links") {
            let next = links
                .get("next")
                .and_then(Value::as_str)
                .unwrap_or_default();
            return match next {
                "" => Ok(None),
                next => Place::parse::<PlaceError>(next, |_| None)
                    .map(Some)
                    .map_err(|why| {
                        CliError::new(
                            Kind::Unavailable,
                            "links.next in the answer is no place to call",
                        )
                        .with_source(why)
                    }),
            };
        }
        if let Some(token) = answer.get("next_page_token") {
            let token = token.as_str().filter(|token| !token.is_empty());
            return Ok(token.map(|token| with(target, "page_token", token)));
        }
        Ok(self.by_offset(target, &answer))
    }

    fn by_offset(&mut self, target: &str, answer: &Value) -> Option<Place> {
        let total = answer.get("total_count")?.as_u64()?;
        let told = |name: &str| {
            let asked = query(target, name).and_then(|text| text.parse().ok());
            asked.or_else(|| answer.get(name)?.as_u64())
        };
        let (offset, items) = (told("offset").unwrap_or(0), items(answer));
        let limit = told("limit").filter(|limit| *limit > 0).unwrap_or(items);
        let before = if self.counts_pages {
            offset.saturating_mul(limit)
        } else {
            offset
        };
        self.skipped.get_or_insert(before);
        self.items += items;
        self.total = Some(total);
        let step = if self.counts_pages { 1 } else { limit };
        let more = items > 0 && before.saturating_add(limit) < total;
        more.then(|| with(target, "offset", &offset.saturating_add(step).to_string()))
    }

    /// Makes sure that as many items came as there are.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let (Some(total), Some(skipped)) = (self.total, self.skipped) else {
            return Ok(());
        };
        if skipped.saturating_add(self.items) >= total {
            return Ok(());
        }
        let failure = CliError::condition(format!(
            "of {total} items only {} came, after {skipped} that were skipped",
            self.items
        ));
        Err(if self.counts_pages {
            failure
        } else {
            failure.with_help(Text::pair(
                "where this API counts its offset in pages, add --offset-in-pages",
                "如此接口的 offset 为页码，请加 --offset-in-pages",
            ))
        })
    }
}

/// Returns how many items a page has: those of `data`, or of its only array.
fn items(answer: &Value) -> u64 {
    let arrays = || answer.as_object().into_iter().flatten();
    let data = answer.get("data").and_then(Value::as_array);
    let list = data.or_else(|| arrays().find_map(|(_, value)| value.as_array()));
    list.map_or(0, |list| list.len() as u64)
}

fn query<'t>(target: &'t str, name: &str) -> Option<&'t str> {
    let (_, query) = target.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Returns the same place with another value for one parameter.
fn with(target: &str, name: &str, value: &str) -> Place {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let key = |pair: &str| pair.split('=').next() == Some(name);
    let others: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !key(pair))
        .collect();
    let mark = if others.is_empty() { "" } else { "?" };
    let mut place = Place {
        base: None,
        target: format!("{path}{mark}{}", others.join("&")),
    };
    place.add(name, value);
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(pages: &mut Pages, target: &str, answer: &str) -> Option<String> {
        let place = pages.next(target, answer.as_bytes()).unwrap();
        place.map(|place| place.target)
    }

    #[test]
    fn links_and_tokens_lead_on() {
        let mut pages = Pages::default();
        let linked = r#"{"total_count":9,"links":{"next":"/v3/x?offset=5&limit=5"},"data":[]}"#;
        assert_eq!(
            next(&mut pages, "/v3/x", linked).as_deref(),
            Some("/v3/x?offset=5&limit=5")
        );
        for last in [
            r#"{"links":{}}"#,
            r#"{"links":{"next":""}}"#,
            "[]",
            "x",
            "{}",
        ] {
            assert_eq!(next(&mut pages, "/v3/x", last), None);
        }
        let token = r#"{"next_page_token":"a=="}"#;
        assert_eq!(
            next(&mut pages, "/v3/x?page_token=b&y=1", token).as_deref(),
            Some("/v3/x?y=1&page_token=a%3D%3D")
        );
        let wrong = br#"{"links":{"next":"/pay/x"}}"#;
        assert!(pages.next("/v3/x", wrong).is_err());
    }

    #[test]
    fn an_offset_counts_items_or_pages() {
        let page = r#"{"total_count":5,"data":[1,2]}"#;
        let mut pages = Pages::default();
        let target = "/v3/x?limit=2&offset=0&y=1";
        assert_eq!(
            next(&mut pages, target, page).as_deref(),
            Some("/v3/x?limit=2&y=1&offset=2")
        );
        assert!(pages.check().is_err());
        assert_eq!(
            next(
                &mut pages,
                "/v3/x?limit=2&offset=4",
                r#"{"total_count":5,"data":[3]}"#
            ),
            None
        );
        assert_eq!(pages.items, 3);
        let mut pages = Pages::of("/v3/marketing/favor/stocks", false);
        assert_eq!(
            next(&mut pages, "/v3/x?offset=1&limit=2", page).as_deref(),
            Some("/v3/x?limit=2&offset=2")
        );
        let last = r#"{"total_count":5,"data":[3]}"#;
        assert_eq!(next(&mut pages, "/v3/x?offset=2&limit=2", last), None);
        pages.check().unwrap();
    }
}
