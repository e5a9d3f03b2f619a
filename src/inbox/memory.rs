//! An inbox that stores nothing but what it takes to know the last notifications again, for trying
//! things out.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use foldhash::quality::RandomState;

use super::fingerprint::fingerprint;
use super::{
    Attempt, Claimed, Delivery, Filter, Followed, Inbox, InboxError, Insert, Position, Record,
    Stats, Stored, Summary, TargetCount,
};

/// How many facts are remembered at least.
const MIN_REMEMBERED: usize = 50_000;

/// Stores no notification; remembers the last ones for as long as the process lives.
#[derive(Debug, Default)]
pub struct MemoryInbox {
    recent: Mutex<Recent>,
    state: RandomState,
}

impl MemoryInbox {
    fn fact(&self, fact: &Fact<'_>) -> u64 {
        self.state.hash_one(fact)
    }
}

/// What is remembered of a notification, each by a number.
#[derive(Hash)]
enum Fact<'r> {
    Id(&'r str),
    /// An id with what the notification says: another one may come under the same id.
    Content(&'r str, &'r str, Option<&'r str>, u64),
    Subject(String),
}

#[derive(Debug, Default)]
struct Recent {
    facts: HashSet<u64, RandomState>,
    earlier: HashSet<u64, RandomState>,
}

impl Recent {
    fn knows(&self, fact: u64) -> bool {
        self.facts.contains(&fact) || self.earlier.contains(&fact)
    }

    fn add(&mut self, fact: u64) {
        if self.facts.len() >= 2 * MIN_REMEMBERED {
            self.earlier = mem::take(&mut self.facts);
        }
        self.facts.insert(fact);
    }
}

#[async_trait]
impl Inbox for MemoryInbox {
    async fn insert(
        &self,
        record: Arc<Record>,
        _targets: Vec<String>,
    ) -> Result<Insert, InboxError> {
        let subject = record.subject().map(|one| self.fact(&Fact::Subject(one)));
        let id = self.fact(&Fact::Id(&record.id));
        let content = self.fact(&Fact::Content(
            &record.id,
            &record.event_type,
            record.original_type.as_deref(),
            fingerprint(&self.state, record.plaintext.as_str()),
        ));
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.knows(id) {
            if recent.knows(content) {
                return Ok(Insert::Duplicate);
            }
            recent.add(content);
            return Ok(Insert::Altered { is_new: true });
        }
        if subject.is_some_and(|subject| recent.knows(subject)) {
            return Ok(Insert::Duplicate);
        }
        for fact in [Some(id), Some(content), subject].into_iter().flatten() {
            recent.add(fact);
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

#[cfg(test)]
mod tests {
    use super::super::record::tests::payment;
    use super::*;
    use crate::protocol::plaintext::Plaintext;

    /// Puts a notification about payment 42 with this plaintext.
    async fn put(inbox: &MemoryInbox, id: &str, plaintext: &str) -> Insert {
        let record = Record {
            plaintext: Plaintext::read(plaintext).unwrap(),
            ..payment(id, "42", "order-1")
        };
        inbox.insert(Arc::new(record), Vec::new()).await.unwrap()
    }

    #[tokio::test]
    async fn a_repetition_is_known_and_another_content_under_the_same_id_is_kept_once() {
        let inbox = MemoryInbox::default();
        let first = r#"{"transaction_id":"42","amount":{"total":1,"currency":"CNY"}}"#;
        let reordered = r#"{"amount": {"currency": "CNY", "total": 1}, "transaction_id": "42"}"#;
        let other = r#"{"transaction_id":"42","amount":{"total":2,"currency":"CNY"}}"#;
        for (id, plaintext, expected) in [
            ("a", first, Insert::New),
            ("a", first, Insert::Duplicate),
            ("a", reordered, Insert::Duplicate),
            ("b", first, Insert::Duplicate),
            ("a", other, Insert::Altered { is_new: true }),
            ("a", other, Insert::Duplicate),
            ("c", r#"{"transaction_id":"43"}"#, Insert::New),
        ] {
            assert_eq!(
                put(&inbox, id, plaintext).await,
                expected,
                "{id} {plaintext}"
            );
        }
    }
}
