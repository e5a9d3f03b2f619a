//! An inbox that stores nothing but the ids of the last notifications, for trying things out.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::fingerprint::fingerprint;
use super::{
    Attempt, Claimed, Delivery, Filter, Followed, Inbox, InboxError, Insert, Position, Record,
    Stats, Stored, Summary, TargetCount,
};

/// How many ids are remembered at least.
const MIN_REMEMBERED_IDS: usize = 50_000;

/// Stores no notification; remembers the ids of the last ones for as long as the process lives.
#[derive(Debug, Default)]
pub struct MemoryInbox {
    ids: Mutex<RecentIds>,
    fingerprints: RandomState,
}

impl MemoryInbox {
    /// Returns the id with what the notification says, for one that is repeated with another
    /// content.
    fn id_with_content(&self, record: &Record) -> String {
        let content = fingerprint(&self.fingerprints, record.plaintext.as_str());
        let kinds = (&record.event_type, &record.original_type, content);
        format!("{}#{:x}", record.id, self.fingerprints.hash_one(kinds))
    }
}

#[derive(Debug, Default)]
struct RecentIds {
    recent: HashSet<String>,
    earlier: HashSet<String>,
}

impl RecentIds {
    fn knows(&self, key: &str) -> bool {
        self.recent.contains(key) || self.earlier.contains(key)
    }

    fn add(&mut self, key: String) {
        if self.recent.len() >= 2 * MIN_REMEMBERED_IDS {
            self.earlier = mem::take(&mut self.recent);
        }
        self.recent.insert(key);
    }
}

#[async_trait]
impl Inbox for MemoryInbox {
    async fn insert(
        &self,
        record: Arc<Record>,
        _targets: Vec<String>,
    ) -> Result<Insert, InboxError> {
        let subject = record.subject();
        let id_with_content = self.id_with_content(&record);
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.knows(&record.id) {
            if ids.knows(&id_with_content) {
                return Ok(Insert::Duplicate);
            }
            ids.add(id_with_content);
            return Ok(Insert::Altered { is_new: true });
        }
        if subject.as_deref().is_some_and(|key| ids.knows(key)) {
            return Ok(Insert::Duplicate);
        }
        ids.add(record.id.clone());
        ids.add(id_with_content);
        if let Some(subject) = subject {
            ids.add(subject);
        }
        Ok(Insert::New)
    }

    async fn claim(&self, _target: &str, _room: usize) -> Result<Claimed, InboxError> {
        Ok(Claimed::default())
    }

    async fn renew(&self, _delivery: &Delivery) -> Result<(), InboxError> {
        Ok(())
    }

    async fn settle(&self, _attempt: &Arc<Attempt>) -> Result<(), InboxError> {
        Ok(())
    }

    async fn has_arrived(&self, _id: &str) -> Result<bool, InboxError> {
        Ok(true)
    }

    async fn requeue(&self, _ids: &[String]) -> Result<u64, InboxError> {
        Ok(0)
    }

    async fn list(&self, _filter: &Filter) -> Result<Vec<Summary>, InboxError> {
        Ok(Vec::new())
    }

    async fn find(&self, _id: &str) -> Result<Option<Stored>, InboxError> {
        Ok(None)
    }

    async fn position(&self, _since: Option<i64>) -> Result<Position, InboxError> {
        Ok(Position::START)
    }

    async fn after(&self, position: Position, _limit: usize) -> Result<Followed, InboxError> {
        Ok(Followed::after(position, Vec::new()))
    }

    async fn stats(&self) -> Result<Stats, InboxError> {
        Ok(Stats::default())
    }

    async fn queue(&self) -> Result<Vec<TargetCount>, InboxError> {
        Ok(Vec::new())
    }

    async fn prune(&self, _keep: Duration) -> Result<u64, InboxError> {
        Ok(0)
    }

    async fn check(&self) -> Result<(), InboxError> {
        Ok(())
    }
}
