//! Where a script belongs, and what has a shell read it.

use std::fs;
use std::path::{Path, PathBuf};

/// Where bash-completion lies; it finds what is in the user's folder by itself.
const BASH_COMPLETION: [&str; 5] = [
    "/usr/share/bash-completion/bash_completion",
    "/etc/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/usr/local/etc/profile.d/bash_completion.sh",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
];

/// The longest start-up file that is looked through.
const MAX_RC_BYTES: u64 = 1024 * 1024;

/// Where a script belongs.
#[derive(Debug)]
pub(crate) struct ScriptLocation {
    /// The script's file.
    pub(crate) file: PathBuf,
    /// What has the shell read it, if it does not by itself.
    pub(crate) start_up: Option<StartUp>,
}

/// A line of a shell's start-up file.
#[derive(Debug)]
pub(crate) struct StartUp {
    /// The start-up file.
    pub(crate) file: PathBuf,
    /// The line.
    pub(crate) line: String,
}

impl ScriptLocation {
    /// Returns the location of bash's script, which bash-completion reads if it is installed.
    pub(super) fn of_bash(file: PathBuf, home: &Path) -> Self {
        let is_found = BASH_COMPLETION.iter().any(|path| Path::new(path).exists());
        let start_up = StartUp {
            file: home.join(".bashrc"),
            line: format!("source {}", quoted(&file, home)),
        };
        Self {
            start_up: Some(start_up).filter(|_| !is_found),
            file,
        }
    }
}

impl StartUp {
    /// Tells whether the start-up file has what this adds.
    pub(crate) fn is_there(&self) -> bool {
        let found = fs::metadata(&self.file);
        let is_read = found.is_ok_and(|found| found.is_file() && found.len() <= MAX_RC_BYTES);
        let content = is_read.then(|| fs::read(&self.file).ok()).flatten();
        let content = content.unwrap_or_default();
        let content = String::from_utf8_lossy(&content);
        let mut lines = content.lines().map(str::trim);
        lines.any(|line| {
            let is_comment = line.starts_with('#');
            let has_folder = line.contains("fpath") && line.contains(".zfunc");
            !is_comment && (line == self.line || has_folder)
        })
    }
}

/// Returns a path as a line of a POSIX shell has it.
fn quoted(path: &Path, home: &Path) -> String {
    let is_plain = |text: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        text.chars().all(is_plain)
    };
    let below = path.strip_prefix(home).ok().and_then(Path::to_str);
    if let Some(below) = below.filter(|below| is_plain(below)) {
        return format!("~/{below}");
    }
    let text = path.display().to_string();
    format!("'{}'", text.replace('\'', r"'\''"))
}
