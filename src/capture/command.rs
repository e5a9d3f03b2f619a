//! The first command of a text that sends a request, of whichever program.

use super::httpie;
use super::shell::{self, Command};

/// Reads the first command of a text: curl, wget, PowerShell or `HTTPie`.
pub(super) fn command(text: &str) -> Option<Command> {
    shell::command(text).or_else(|| httpie::command(text))
}
