//! The first command of a text that sends a request, of whichever program.

use super::shell::Command;
use super::{curl, httpie, power_shell};

/// Reads the first command of a text: curl, wget, PowerShell or `HTTPie`.
pub(super) fn command(text: &str) -> Option<Command> {
    curl::command(text)
        .or_else(|| power_shell::command(text))
        .or_else(|| httpie::command(text))
}
