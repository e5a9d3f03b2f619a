//! The newest notification that this process has stored, so that it is noticed if it is gone: if the
//! database was restored or replaced, a replica that lags took its place, or a program deleted it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::ambient;
use crate::inbox::error::{StoreEvent, StoreName};

/// Whether a notification is at its place.
pub(super) const IS_THERE: &str =
    "SELECT EXISTS (SELECT 1 FROM notification WHERE seq = $1 AND id = $2)";

/// Where a notification was stored, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Newest {
    pub(super) seq: i64,
    pub(super) id: String,
    pub(super) received_at: i64,
}

/// The newest one, and what is to be reported of it.
#[derive(Debug, Clone, Default)]
pub(super) struct NewestStored(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    newest: Option<Newest>,
    events: Vec<StoreEvent>,
    /// After how many milliseconds notifications may be deleted by this program.
    keep: Option<i64>,
}

impl NewestStored {
    /// Returns it, unless it is so old that this program may have deleted it.
    pub(super) fn get(&self) -> Option<Newest> {
        let state = self.state();
        let is_old = |newest: &Newest| {
            let age = ambient::millis().saturating_sub(newest.received_at);
            state.keep.is_some_and(|keep| age >= keep)
        };
        state.newest.clone().filter(|newest| !is_old(newest))
    }

    /// Notes that this program deletes what is older than this.
    pub(super) fn keep(&self, keep: Duration) {
        let keep = i64::try_from(keep.as_millis()).unwrap_or(i64::MAX);
        let mut state = self.state();
        state.keep = Some(state.keep.map_or(keep, |known| known.min(keep)));
    }

    /// Notes what a transaction has stored.
    pub(super) fn stored(&self, newest: Option<Newest>) {
        if newest.is_some() {
            self.state().newest = newest;
        }
    }

    /// Reports that it is gone.
    pub(super) fn is_gone(&self, gone: Newest, store: &StoreName) {
        let mut state = self.state();
        if state.newest.as_ref() == Some(&gone) {
            state.newest = None;
        }
        state.events.push(StoreEvent::Rewound {
            store: store.clone(),
            newest: gone.id,
        });
    }

    pub(super) fn take_events(&self) -> Vec<StoreEvent> {
        std::mem::take(&mut self.state().events)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_this_program_may_have_deleted_is_not_missed() {
        let known = NewestStored::default();
        let newest = |age: i64| Newest {
            seq: 1,
            id: "a".to_owned(),
            received_at: ambient::millis() - age,
        };
        known.stored(Some(newest(10 * 86_400_000)));
        assert!(known.get().is_some());
        known.keep(Duration::from_secs(5 * 86_400));
        assert_eq!(known.get(), None);
        known.stored(Some(newest(86_400_000)));
        assert!(known.get().is_some());
    }
}
