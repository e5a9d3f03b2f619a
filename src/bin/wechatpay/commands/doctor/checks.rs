//! The list that grows while a profile is checked.

use serde::Serialize;

use crate::diagnostic::Failure;
use crate::lang::Lang;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// It holds.
    Ok,
    /// It holds, and should be looked at.
    Warning,
    /// It does not, and must be mended.
    Failed,
    /// It was not looked at; the message says why.
    Skipped,
}

/// One line of the report.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) status: Status,
    pub(super) message: String,
    pub(super) fix: Option<String>,
}

/// What has been found so far.
pub(super) struct Checks {
    pub(super) lang: Lang,
    list: Vec<Check>,
}

impl Checks {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            list: Vec::new(),
        }
    }

    pub(super) fn into_list(self) -> Vec<Check> {
        self.list
    }

    /// Adds what was found elsewhere.
    pub(super) fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Makes warnings of what failed, where something else does in its place.
    pub(super) fn soften(&mut self) {
        for check in &mut self.list {
            if check.status == Status::Failed {
                check.status = Status::Warning;
            }
        }
    }

    pub(super) fn any_failed(&self) -> bool {
        self.list.iter().any(|check| check.status == Status::Failed)
    }

    /// Returns how a check ended; none where it has not yet.
    pub(super) fn status(&self, name: &str) -> Option<Status> {
        let found = self.list.iter().find(|check| check.name == name);
        found.map(|check| check.status)
    }

    /// Returns the first of these checks that failed.
    pub(super) fn failed_of(&self, names: &[&'static str]) -> Option<&'static str> {
        let failed = |name: &&&str| self.status(name) == Some(Status::Failed);
        names.iter().find(failed).copied()
    }

    pub(super) fn ok(&mut self, name: &'static str, message: impl Into<String>) {
        self.add(name, Status::Ok, message.into(), None);
    }

    pub(super) fn warn(
        &mut self,
        name: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(name, Status::Warning, message.into(), Some(fix.into()));
    }

    pub(super) fn fail(
        &mut self,
        name: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(name, Status::Failed, message.into(), Some(fix.into()));
    }

    /// Adds a failed check that says what the failure says.
    pub(super) fn fail_with(&mut self, name: &'static str, failure: impl Into<Failure>) {
        let failure = failure.into();
        let fix = failure.help(self.lang);
        self.add(name, Status::Failed, told(&failure), fix);
    }

    pub(super) fn skip(&mut self, name: &'static str, message: impl Into<String>) {
        self.add(name, Status::Skipped, message.into(), None);
    }

    /// Skips a check that depends on another.
    pub(super) fn skip_for(&mut self, name: &'static str, failed: &str) {
        let message = self.lang.pick(
            format!("not looked at, since {failed} failed"),
            format!("未检查：{failed} 未通过"),
        );
        self.skip(name, message);
    }

    fn add(&mut self, name: &'static str, status: Status, message: String, fix: Option<String>) {
        self.list.push(Check {
            name,
            status,
            message,
            fix,
        });
    }
}

/// Returns a failure and its causes on one line.
pub(super) fn told(failure: &Failure) -> String {
    let all = std::iter::once(&failure.message).chain(&failure.causes);
    all.cloned().collect::<Vec<_>>().join(": ")
}
