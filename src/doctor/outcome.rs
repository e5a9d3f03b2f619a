//! How each check ended.

use serde::Serialize;

use super::check::CheckId;
use super::evidence::{Evidence, SkipReason};
use crate::profile::ProfileError;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It passed.
    Ok,
    /// It passed, and something about it needs attention.
    Warning,
    /// It did not pass, and must be fixed.
    Failed,
    /// It was not made.
    Skipped,
}

/// The result of one check.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The check.
    pub id: CheckId,
    /// How it ended.
    pub status: Status,
    /// What it found.
    pub evidence: Evidence,
}

impl Outcome {
    /// Returns the check whose fault kept this one from being made.
    pub(super) fn waits_for(&self) -> Option<CheckId> {
        if let Evidence::Skipped(SkipReason::Failed(id)) = &self.evidence {
            Some(*id)
        } else {
            None
        }
    }
}

/// The outcomes so far.
#[derive(Debug, Default)]
pub(super) struct Outcomes(Vec<Outcome>);

impl Outcomes {
    /// Skips all checks if there is no profile.
    pub(super) fn without_profile() -> Self {
        let mut outcomes = Self::default();
        for id in CheckId::ALL.iter().filter(|id| **id != CheckId::Profile) {
            outcomes.skip(*id, SkipReason::Failed(CheckId::Profile));
        }
        outcomes
    }

    pub(super) fn into_list(self) -> Vec<Outcome> {
        self.0
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Turns failures into warnings, if something else does the work.
    pub(super) fn soften(&mut self) {
        for outcome in &mut self.0 {
            if outcome.status == Status::Failed {
                outcome.status = Status::Warning;
            }
        }
    }

    pub(super) fn any_failed(&self) -> bool {
        self.0
            .iter()
            .any(|outcome| outcome.status == Status::Failed)
    }

    pub(super) fn status(&self, id: CheckId) -> Option<Status> {
        self.0
            .iter()
            .find(|outcome| outcome.id == id)
            .map(|outcome| outcome.status)
    }

    /// Returns what a check found, to be changed.
    fn found_mut(&mut self, id: CheckId) -> Option<&mut Outcome> {
        self.0.iter_mut().find(|outcome| outcome.id == id)
    }

    /// Returns what a failed check found.
    fn failure(&self, id: CheckId) -> Option<&Evidence> {
        let failed = |outcome: &&Outcome| outcome.id == id && outcome.status == Status::Failed;
        self.0.iter().find(failed).map(|outcome| &outcome.evidence)
    }

    /// Makes one fault of several checks that failed alike: the first stays and names the hosts of
    /// all, the others are not made because of it. Changes nothing if one did not fail so.
    pub(super) fn collapse(&mut self, ids: &[CheckId]) {
        let [root, others @ ..] = ids else {
            return;
        };
        let Some(first) = self.failure(*root) else {
            return;
        };
        let is_alike = |id: &CheckId| {
            self.failure(*id)
                .is_some_and(|other| first.is_fault_alike(other))
        };
        if !others.iter().all(is_alike) {
            return;
        }
        let mut hosts = Vec::new();
        for id in others {
            if let Some(outcome) = self.found_mut(*id) {
                hosts.extend(outcome.evidence.hosts_mut().map(std::mem::take));
                outcome.status = Status::Skipped;
                outcome.evidence = SkipReason::Failed(*root).into();
            }
        }
        let root = self.found_mut(*root);
        if let Some(all) = root.and_then(|root| root.evidence.hosts_mut()) {
            for host in hosts.into_iter().flatten() {
                if !all.contains(&host) {
                    all.push(host);
                }
            }
        }
    }

    pub(super) fn has_failed(&self, id: CheckId) -> bool {
        self.status(id) == Some(Status::Failed)
    }

    /// Returns the first failed check among those that `id` requires.
    pub(super) fn blocker(&self, id: CheckId) -> Option<CheckId> {
        id.requires()
            .iter()
            .copied()
            .find(|required| self.has_failed(*required))
    }

    pub(super) fn ok(&mut self, id: CheckId, evidence: impl Into<Evidence>) {
        self.add(id, Status::Ok, evidence);
    }

    pub(super) fn warn(&mut self, id: CheckId, evidence: impl Into<Evidence>) {
        self.add(id, Status::Warning, evidence);
    }

    pub(super) fn fail(&mut self, id: CheckId, evidence: impl Into<Evidence>) {
        self.add(id, Status::Failed, evidence);
    }

    pub(super) fn skip(&mut self, id: CheckId, reason: SkipReason) {
        self.add(id, Status::Skipped, reason);
    }

    /// Fails a check that a field of the profile is needed for, unless another check is about what
    /// is wrong with it.
    pub(super) fn fail_profile(&mut self, id: CheckId, error: ProfileError) {
        if matches!(error, ProfileError::Untrusted { .. }) {
            self.skip(id, SkipReason::Failed(CheckId::FileOwners));
        } else {
            self.fail(id, Evidence::Profile(error));
        }
    }

    pub(super) fn add(&mut self, id: CheckId, status: Status, evidence: impl Into<Evidence>) {
        self.0.push(Outcome {
            id,
            status,
            evidence: evidence.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failed_requirement_blocks() {
        let mut outcomes = Outcomes::default();
        outcomes.skip(CheckId::ApiConnect, SkipReason::Failed(CheckId::ApiDns));
        assert_eq!(outcomes.blocker(CheckId::ApiTls), None);
        outcomes.fail(CheckId::ApiDns, SkipReason::Offline);
        assert_eq!(outcomes.blocker(CheckId::ApiTls), Some(CheckId::ApiDns));
        outcomes.soften();
        assert_eq!(outcomes.blocker(CheckId::ApiTls), None);
    }
}
