//! What this process tells the program that started it.

use std::process::ExitCode;

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Everything was done, or help was asked for.
    Success,
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
    /// Whatever the command ended with that was run.
    OfCommand(u8),
}

impl ExitStatus {
    /// Returns the number that the parent process sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Success => 0,
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
            Self::OfCommand(code) => code,
        }
    }

    /// Returns the status with a number that this program wrote, such as into a batch's results;
    /// [`ExitStatus::Internal`] for any other.
    pub(crate) fn from_code(code: u8) -> Self {
        let statuses = [
            Self::Success,
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
        statuses
            .into_iter()
            .find(|status| status.code() == code)
            .unwrap_or(Self::Internal)
    }

    /// Returns whether a signal ended the process.
    pub(crate) fn is_signal(self) -> bool {
        matches!(self, Self::Interrupted | Self::Terminated)
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
