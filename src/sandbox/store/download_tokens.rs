//! The links to bills: each token leads to one file, for five minutes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::protocol::stamp::Timestamp;

/// How many seconds a link is valid.
const LIFETIME_SECS: i64 = 300;

/// How many files are stored; the oldest are removed first.
const MAX_FILES: usize = 32;

/// The files of all links, in memory: a link does not outlive its sandbox.
#[derive(Debug, Default)]
pub(crate) struct DownloadTokens(Mutex<HashMap<String, BillFile>>);

#[derive(Debug)]
struct BillFile {
    text: Arc<[u8]>,
    created: Timestamp,
}

impl DownloadTokens {
    /// Stores a file under a token.
    pub(crate) fn insert(&self, token: String, text: Arc<[u8]>, now: Timestamp) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, file| file.is_valid(now));
        while files.len() >= MAX_FILES {
            let oldest = files.iter().min_by_key(|(_, file)| file.created);
            let Some(oldest) = oldest.map(|(token, _)| token.clone()) else {
                break;
            };
            files.remove(&oldest);
        }
        files.insert(token, BillFile { text, created: now });
    }

    /// Returns the file of a token that is still valid.
    pub(crate) fn file(&self, token: &str, now: Timestamp) -> Option<Arc<[u8]>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.get(token).filter(|file| file.is_valid(now))?;
        Some(Arc::clone(&file.text))
    }
}

impl BillFile {
    fn is_valid(&self, now: Timestamp) -> bool {
        now.0 < self.created.0.saturating_add(LIFETIME_SECS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATED: Timestamp = Timestamp(1_700_000_000);

    fn file(text: &str) -> Arc<[u8]> {
        Arc::from(text.as_bytes())
    }

    #[test]
    fn a_link_is_valid_for_five_minutes() {
        let files = DownloadTokens::default();
        files.insert("a".to_owned(), file("x"), CREATED);
        assert_eq!(files.file("a", CREATED), Some(file("x")));
        assert_eq!(files.file("a", Timestamp(CREATED.0 + 299)), Some(file("x")));
        assert_eq!(files.file("a", Timestamp(CREATED.0 + 300)), None);
        assert_eq!(files.file("b", CREATED), None);
    }

    #[test]
    fn only_the_newest_files_are_stored() {
        let files = DownloadTokens::default();
        for number in 0..40 {
            let at = Timestamp(CREATED.0 + number);
            files.insert(number.to_string(), file("x"), at);
        }
        let now = Timestamp(CREATED.0 + 40);
        assert_eq!(files.0.lock().unwrap().len(), MAX_FILES);
        assert_eq!(files.file("7", now), None);
        assert_eq!(files.file("8", now), Some(file("x")));
    }
}
