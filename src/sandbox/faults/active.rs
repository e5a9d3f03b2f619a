//! The faults that are set now, in memory: a sandbox that starts again has none.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use crate::sandbox::faults::error::FaultError;
use crate::sandbox::faults::kind::FaultKind;
use crate::sandbox::faults::rule::{FaultRule, Frequency};

/// A fault that is set, and how often it occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ActiveFault {
    /// Its number, to remove it by.
    pub id: u64,
    /// As it was set: `NAME[:RATE|:xN][@PATH]`.
    pub fault: String,
    /// With how many calls it occurred.
    pub occurred: u64,
    /// With how many more calls it will; `None` without a limit.
    pub remaining: Option<u32>,
}

/// The faults of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct ActiveFaults {
    list: Mutex<List>,
    /// The paths of all calls.
    routes: OnceLock<Vec<String>>,
}

#[derive(Debug, Default)]
struct List {
    last_id: u64,
    set: Vec<Set>,
}

#[derive(Debug)]
struct Set {
    id: u64,
    rule: FaultRule,
    occurred: u64,
    remaining: Option<u32>,
}

/// A fault that is to occur with one call, and is counted for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occurrence {
    id: u64,
    pub(crate) kind: FaultKind,
}

impl ActiveFaults {
    /// Remembers the paths that faults may name; the first list is kept.
    pub(crate) fn set_routes(&self, routes: impl FnOnce() -> Vec<String>) {
        self.routes.get_or_init(routes);
    }

    /// Sets faults; if one of them names no path of a call, none.
    pub(crate) fn add(&self, rules: Vec<FaultRule>) -> Result<(), FaultError> {
        if let Some(routes) = self.routes.get() {
            rules.iter().try_for_each(|rule| rule.check_path(routes))?;
        }
        let mut list = self.list();
        for rule in rules {
            list.last_id += 1;
            let set = Set {
                id: list.last_id,
                occurred: 0,
                remaining: match rule.frequency {
                    Frequency::Always | Frequency::Rate(_) => None,
                    Frequency::Calls(calls) => Some(calls),
                },
                rule,
            };
            list.set.push(set);
        }
        Ok(())
    }

    /// Removes every fault.
    pub(crate) fn clear(&self) {
        self.list().set.clear();
    }

    /// Removes a fault; tells whether there was one.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut list = self.list();
        let before = list.set.len();
        list.set.retain(|set| set.id != id);
        list.set.len() < before
    }

    pub(crate) fn all(&self) -> Vec<ActiveFault> {
        let list = self.list();
        list.set
            .iter()
            .map(|set| ActiveFault {
                id: set.id,
                fault: set.rule.to_string(),
                occurred: set.occurred,
                remaining: set.remaining,
            })
            .collect()
    }

    /// Returns the faults of a call: the first that is to occur, and every delay.
    pub(crate) fn take(&self, path: &str) -> Vec<Occurrence> {
        let mut taken = Vec::new();
        let mut has_fault = false;
        for set in &mut self.list().set {
            let delays = matches!(set.rule.kind, FaultKind::Delay(_));
            let wanted = (delays || !has_fault) && set.remaining != Some(0);
            if wanted && set.rule.is_for(path) && set.rule.by_chance() {
                set.occurred += 1;
                set.remaining = set.remaining.map(|calls| calls - 1);
                has_fault |= !delays;
                taken.push(Occurrence {
                    id: set.id,
                    kind: set.rule.kind,
                });
            }
        }
        taken
    }

    /// Returns a fault that did not occur after all, so that it does with another call.
    pub(crate) fn give_back(&self, occurrence: Occurrence) {
        let mut list = self.list();
        if let Some(set) = list.set.iter_mut().find(|set| set.id == occurrence.id) {
            set.occurred -= 1;
            set.remaining = set.remaining.map(|calls| calls + 1);
        }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        // Nothing that holds it can panic half way.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str]) -> ActiveFaults {
        let faults = ActiveFaults::default();
        let rules = texts.iter().map(|text| text.parse().unwrap());
        faults.add(rules.collect()).unwrap();
        faults
    }

    fn names(faults: &ActiveFaults, path: &str) -> Vec<String> {
        let taken = faults.take(path);
        taken.iter().map(|taken| taken.kind.to_string()).collect()
    }

    #[test]
    fn a_fault_occurs_with_the_next_calls_of_its_path() {
        let faults = set(&["html:x2@/v3/a", "redirect"]);
        for (path, name) in [
            ("/v3/a", "html"),
            ("/v3/b", "redirect"),
            ("/v3/a", "html"),
            ("/v3/a", "redirect"),
        ] {
            assert_eq!(names(&faults, path), [name], "{path}");
        }
        let counted = faults.all();
        assert_eq!((counted[0].occurred, counted[0].remaining), (2, Some(0)));
        assert_eq!((counted[1].occurred, counted[1].remaining), (2, None));
    }

    #[test]
    fn one_that_did_not_occur_is_left_for_another_call() {
        let faults = set(&["html:x1"]);
        let taken = faults.take("/v3/a");
        assert!(faults.take("/v3/a").is_empty());
        faults.give_back(taken[0]);
        assert_eq!(faults.take("/v3/a").len(), 1);
    }

    #[test]
    fn delays_come_beside_another_fault() {
        let faults = set(&["delay-1s", "html", "redirect", "delay-2s"]);
        assert_eq!(names(&faults, "/v3/a"), ["delay-1s", "html", "delay-2s"]);
        assert!(faults.remove(2));
        assert!(!faults.remove(2));
        assert_eq!(
            names(&faults, "/v3/a"),
            ["delay-1s", "redirect", "delay-2s"]
        );
        faults.clear();
        assert!(names(&faults, "/v3/a").is_empty());
    }

    #[test]
    fn a_rate_is_kept_to_roughly() {
        let faults = set(&["html:0.5"]);
        let count = (0..1000)
            .filter(|_| !faults.take("/v3/a").is_empty())
            .count();
        assert!((350..650).contains(&count), "{count}");
    }
}
