//! The five shells: their scripts and where these belong, how words reach us from them, and how
//! candidates go back.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;

use super::candidate::{Candidates, Kind};
use super::install::{ScriptLocation, StartUp};
use super::line::Typed;
use super::quoting::{escaped, in_quotes, joined, split, unquoted};
use crate::environment;

/// A shell with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    /// PowerShell.
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
    Elvish,
}

macro_rules! script {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/completions/", $name))
    };
}

impl Shell {
    /// Returns its name on the command line and in reports.
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Returns the script, which is committed in `completions/`.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Self::Bash => script!("wechatpay.bash"),
            Self::Zsh => script!("_wechatpay"),
            Self::Fish => script!("wechatpay.fish"),
            Self::Pwsh => script!("_wechatpay.ps1"),
            Self::Elvish => script!("wechatpay.elv"),
        }
    }

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
                ScriptLocation::of_bash(parent.join("completions/wechatpay"), &home)
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

    /// Reads the words after the program's name, the current one last, as this shell splits and
    /// quotes them.
    pub(super) fn typed(self, words: Vec<String>) -> Typed {
        match self {
            Self::Bash => joined(&words),
            Self::Fish => split(words.iter().map(|word| unquoted(word, '\\'))),
            Self::Pwsh => split(words.iter().map(|word| unquoted(word, '`'))),
            // These pass words without their quotes.
            Self::Zsh | Self::Elvish => split(words.into_iter().map(|word| (word, None))),
        }
    }

    /// Writes candidates as this shell's script reads them.
    pub(super) fn written(self, typed: &Typed, candidates: &Candidates) -> String {
        let prefix = match self {
            Self::Bash => candidates.prefix.get(typed.unchanged..).unwrap_or_default(),
            Self::Zsh | Self::Fish | Self::Pwsh | Self::Elvish => &candidates.prefix,
        };
        let kind = match candidates.kind {
            Kind::Values => "values",
            Kind::Files => "files",
            Kind::Folders => "folders",
            Kind::Commands => "commands",
        };
        let mut text = format!("{kind}\t{prefix}\n");
        for candidate in &candidates.list {
            let value = &candidate.value;
            let about = &candidate.about;
            // Writing to a text does not fail.
            let _ = match self {
                Self::Bash => {
                    let whole = format!("{}{value}", candidates.prefix);
                    let rest = whole.get(typed.unchanged..).unwrap_or_default();
                    let quoted = match typed.quote {
                        Some(_) => rest.to_owned(),
                        None => escaped(rest),
                    };
                    writeln!(text, "{quoted}")
                }
                Self::Zsh => writeln!(text, "{value}\t{about}"),
                Self::Fish | Self::Elvish => writeln!(text, "{prefix}{value}\t{about}"),
                Self::Pwsh => {
                    writeln!(text, "{}\t{about}", in_quotes(&format!("{prefix}{value}")))
                }
            };
        }
        text
    }
}

/// Returns the name of the process that started this one.
fn parent_name() -> Option<String> {
    #[cfg(target_os = "linux")]
    {
        let parent = rustix::process::getppid()?;
        std::fs::read_to_string(format!("/proc/{}/comm", parent.as_raw_nonzero())).ok()
    }
    #[cfg(not(target_os = "linux"))]
    None
}
