//! Which notifications are held back, so that later ones overtake them.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::sandbox::options::Tricks;

/// The notifications that were held back and not posted since.
#[derive(Debug, Default)]
pub(crate) struct HeldBack(Mutex<HashSet<String>>);

impl HeldBack {
    /// Tells whether a notification is to be held back; none is a second time.
    pub(crate) fn holds(&self, id: &str, tricks: &Tricks) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !held.remove(id) && tricks.reordered.happens() && held.insert(id.to_owned())
    }
}
