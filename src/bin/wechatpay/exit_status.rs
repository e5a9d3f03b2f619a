//! What this process tells the program that started it.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Everything was done, or help was asked for.
    Success,
    /// It was not.
    Failed(Kind),
    /// As the command that was run, with this code.
    OfCommand(u8),
}

/// The kinds of failure; each has an exit code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bug.
    Internal,
    /// The command line is wrong.
    Usage,
    /// A profile, key, certificate or file cannot be used.
    Config,
    /// A signature, digest or decryption failed.
    Verification,
    /// WeChat Pay refused the request.
    Api,
    /// WeChat Pay failed or limits the rate of requests.
    Unavailable,
    /// There was no response: DNS, connection, TLS, proxy or timeout.
    Network,
    /// The state that was waited for did not come, or a check found problems.
    Condition,
    /// No such order, refund or bill, or no platform certificates.
    NotFound,
    /// Ended by Ctrl-C (SIGINT).
    Interrupted,
    /// Ended by SIGTERM.
    Terminated,
}

impl Kind {
    /// All of them, by their codes.
    pub(crate) const ALL: [Self; 11] = [
        Self::Internal,
        Self::Usage,
        Self::Config,
        Self::Verification,
        Self::Api,
        Self::Unavailable,
        Self::Network,
        Self::Condition,
        Self::NotFound,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// Returns the exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Config => 3,
            Self::Verification => 4,
            Self::Api => 5,
            Self::Unavailable => 6,
            Self::Network => 7,
            Self::Condition => 8,
            Self::NotFound => 9,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// Returns the name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Usage => "usage",
            Self::Config => "config",
            Self::Verification => "verification",
            Self::Api => "api",
            Self::Unavailable => "unavailable",
            Self::Network => "network",
            Self::Condition => "condition",
            Self::NotFound => "not-found",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }

    /// Ends the process without waiting for other threads.
    pub(crate) fn exit_now(self) -> ! {
        ExitStatus::Failed(self).exit_now()
    }
}

impl ExitStatus {
    /// Returns success if a condition is met, else that it is not.
    pub(crate) fn of_condition(is_met: bool) -> Self {
        if is_met {
            Self::Success
        } else {
            Self::Failed(Kind::Condition)
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failed(kind) => kind.code(),
            Self::OfCommand(code) => code,
        }
    }

    /// Returns the status with a number that this program wrote, such as into a batch's results;
    /// that of a bug for any other.
    pub(crate) fn from_code(code: u8) -> Self {
        if code == 0 {
            return Self::Success;
        }
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == code);
        Self::Failed(kind.unwrap_or(Kind::Internal))
    }

    /// Ends the process without waiting for other threads.
    pub(crate) fn exit_now(self) -> ! {
        std::process::exit(self.code().into())
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        status.code().into()
    }
}
