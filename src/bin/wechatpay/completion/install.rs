//! Where a shell of this user looks for completions, and which shell this is.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Shell;
use crate::environment;

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

impl Shell {
    /// Returns the shell that this process was started from, else the user's.
    pub(crate) fn of_user() -> Option<Self> {
        let parent = parent_name();
        let login = environment::text("SHELL");
        let windows = || cfg!(windows).then_some(Self::Pwsh);
        let mut named = [parent, login].into_iter().flatten();
        named.find_map(|path| Self::named(&path)).or_else(windows)
    }

    /// Returns the shell of a program.
    fn named(program: &str) -> Option<Self> {
        let name = program.trim().rsplit(['/', '\\']).next()?;
        let name = name.trim_start_matches('-').trim_end_matches(".exe");
        Self::from_str(name, false).ok()
    }

    /// Returns where the script of this user belongs; none if the user has no home.
    pub(crate) fn script_location(self) -> Option<ScriptLocation> {
        let home = dirs::home_dir()?;
        let folder = |variable: &str, default: &str| {
            let set = environment::text(variable).map(PathBuf::from);
            let absolute = set.filter(|path| path.is_absolute());
            absolute.unwrap_or_else(|| home.join(default))
        };
        let config = folder("XDG_CONFIG_HOME", ".config");
        Some(match self {
            Self::Bash => {
                let data = folder("XDG_DATA_HOME", ".local/share").join("bash-completion");
                let own = folder("BASH_COMPLETION_USER_DIR", "");
                let parent = if own == home.join("") { data } else { own };
                of_bash(parent.join("completions/wechatpay"), &home)
            }
            Self::Zsh => {
                let rc = folder("ZDOTDIR", "").join(".zshrc");
                ScriptLocation {
                    file: home.join(".zfunc/_wechatpay"),
                    start_up: Some(StartUp {
                        line: "fpath=(~/.zfunc $fpath); autoload -Uz compinit && compinit"
                            .to_owned(),
                        file: rc,
                    }),
                }
            }
            Self::Fish => ScriptLocation {
                file: config.join("fish/completions/wechatpay.fish"),
                start_up: None,
            },
            Self::Pwsh => {
                let documents = dirs::document_dir().filter(|_| cfg!(windows));
                let folder = documents.map_or_else(
                    || config.join("powershell"),
                    |documents| documents.join("PowerShell"),
                );
                let file = folder.join("wechatpay.completion.ps1");
                ScriptLocation {
                    start_up: Some(StartUp {
                        file: folder.join("Microsoft.PowerShell_profile.ps1"),
                        line: format!(". '{}'", file.display().to_string().replace('\'', "''")),
                    }),
                    file,
                }
            }
            Self::Elvish => ScriptLocation {
                file: config.join("elvish/lib/wechatpay.elv"),
                start_up: Some(StartUp {
                    file: config.join("elvish/rc.elv"),
                    line: "use wechatpay".to_owned(),
                }),
            },
        })
    }
}

fn of_bash(file: PathBuf, home: &Path) -> ScriptLocation {
    let is_found = BASH_COMPLETION.iter().any(|path| Path::new(path).exists());
    let start_up = StartUp {
        file: home.join(".bashrc"),
        line: format!("source {}", quoted(&file, home)),
    };
    ScriptLocation {
        start_up: Some(start_up).filter(|_| !is_found),
        file,
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

/// Returns the name of the process that started this one.
fn parent_name() -> Option<String> {
    #[cfg(target_os = "linux")]
    {
        let parent = rustix::process::getppid()?;
        fs::read_to_string(format!("/proc/{}/comm", parent.as_raw_nonzero())).ok()
    }
    #[cfg(not(target_os = "linux"))]
    None
}
