//! `completions`: a completion script for a shell, printed or put in its place.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use wechatpay::fs::{AtomicFile, create_folder, folder_of, sync_folder};

use crate::completion::{ScriptLocation, Shell};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Output, Page, Render};

/// The folders are made as a shell would make them.
const FOLDER_MODE: u32 = 0o755;

/// The longest file in the script's place that is read.
const MAX_SCRIPT_BYTES: u64 = 4 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(required_unless_present = "install")]
    shell: Option<Shell>,
    #[arg(long)]
    install: bool,
}

/// Whether the script had to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Written,
    Unchanged,
}

#[derive(Serialize)]
struct Report {
    shell: String,
    file: PathBuf,
    action: Action,
    /// The line that the user must add, and to which file.
    add_line: Option<String>,
    add_to: Option<PathBuf>,
}

impl Render for Report {
    const SCHEMA: &'static str = "completions";

    fn render(&self, page: &mut Page) {
        let path = &self.file;
        page.line(match self.action {
            Action::Written => text!("completions-written", path),
            Action::Unchanged => text!("completions-unchanged", path),
        });
        match (&self.add_line, &self.add_to) {
            (Some(line), Some(file)) => {
                page.line(text!("completions-add", file));
                page.line(format!("  {line}"));
            }
            (_, _) => page.line(text!("completions-ready", shell = self.shell.as_str())),
        }
    }
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        if self.install || self.shell.is_none() {
            &["completions"]
        } else {
            &[]
        }
    }
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    match args.shell {
        Some(shell) if !args.install => {
            Output::raw(shell.script().as_bytes())?;
            Ok(ExitStatus::Success)
        }
        shell => {
            let unknown = || CliError::usage(text!("completions-unknown-shell"));
            let shell = shell.or_else(Shell::of_user).ok_or_else(unknown)?;
            context.output.show(&install(shell)?)
        }
    }
}

fn install(shell: Shell) -> Result<Report, CliError> {
    let homeless = || CliError::config(text!("completions-no-home"));
    let ScriptLocation { file, start_up } = shell.script_location().ok_or_else(homeless)?;
    let script = shell.script().as_bytes();
    let start_up = start_up.filter(|start_up| !start_up.is_there());
    let (add_line, add_to) = match start_up {
        Some(start_up) => (Some(start_up.line), Some(start_up.file)),
        None => (None, None),
    };
    let found = fs::metadata(&file).ok().filter(fs::Metadata::is_file);
    let found = found.filter(|found| found.len() <= MAX_SCRIPT_BYTES);
    let found = found.and_then(|_| fs::read(&file).ok());
    let is_ours = |content: &[u8]| String::from_utf8_lossy(content).contains("wechatpay");
    if found.as_deref().is_some_and(|content| !is_ours(content)) {
        let path = file.display();
        return Err(CliError::config(text!("completions-not-ours", path)));
    }
    let is_current = found.as_deref() == Some(script);
    if !is_current {
        create_folder(folder_of(&file), FOLDER_MODE)?;
        AtomicFile::public(&file, script)?.commit()?;
        // The script is there whether or not its name outlives a crash.
        let _ = sync_folder(folder_of(&file));
    }
    Ok(Report {
        shell: shell.name(),
        file,
        action: if is_current {
            Action::Unchanged
        } else {
            Action::Written
        },
        add_line,
        add_to,
    })
}
