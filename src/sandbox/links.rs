//! The links to bills: each leads to one file, for five minutes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::protocol::stamp::Timestamp;

/// How long a link lives, in seconds.
const LIFE: i64 = 300;

/// So many files are held at a time; the oldest go first.
const MOST: usize = 32;

/// The files of all links, in memory: a link does not outlive the sandbox that made it.
#[derive(Debug, Default)]
pub(super) struct Links(Mutex<HashMap<String, Kept>>);

#[derive(Debug)]
struct Kept {
    text: Arc<[u8]>,
    made: Timestamp,
}

impl Links {
    /// Keeps a file under a token.
    pub(super) fn keep(&self, token: String, text: Arc<[u8]>, now: Timestamp) {
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        links.retain(|_, kept| kept.lives(now));
        while links.len() >= MOST {
            let oldest = links.iter().min_by_key(|(_, kept)| kept.made);
            let Some(oldest) = oldest.map(|(token, _)| token.clone()) else {
                break;
            };
            links.remove(&oldest);
        }
        links.insert(token, Kept { text, made: now });
    }

    /// Returns the file of a token that still lives.
    pub(super) fn find(&self, token: &str, now: Timestamp) -> Option<Arc<[u8]>> {
        let links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = links.get(token).filter(|kept| kept.lives(now))?;
        Some(Arc::clone(&kept.text))
    }
}

impl Kept {
    fn lives(&self, now: Timestamp) -> bool {
        now.0 < self.made.0.saturating_add(LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: Timestamp = Timestamp(1_700_000_000);

    fn file(text: &str) -> Arc<[u8]> {
        Arc::from(text.as_bytes())
    }

    #[test]
    fn a_link_lives_for_five_minutes() {
        let links = Links::default();
        links.keep("a".to_owned(), file("x"), MADE);
        assert_eq!(links.find("a", MADE), Some(file("x")));
        assert_eq!(links.find("a", Timestamp(MADE.0 + 299)), Some(file("x")));
        assert_eq!(links.find("a", Timestamp(MADE.0 + 300)), None);
        assert_eq!(links.find("b", MADE), None);
    }

    #[test]
    fn no_more_than_so_many_files_are_held() {
        let links = Links::default();
        for number in 0..40 {
            let at = Timestamp(MADE.0 + number);
            links.keep(number.to_string(), file("x"), at);
        }
        let now = Timestamp(MADE.0 + 40);
        assert_eq!(links.0.lock().unwrap().len(), MOST);
        assert_eq!(links.find("7", now), None);
        assert_eq!(links.find("8", now), Some(file("x")));
    }
}
