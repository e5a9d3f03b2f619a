//! `completions`: a completion script for a shell.

use clap_complete::Shell;

use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Output;

/// For bash: wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    shell: Shell,
}

/// Prints the script that completes the options of `command`.
pub(crate) fn run(args: &Args, mut command: clap::Command) -> Result<ExitStatus, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "wechatpay", &mut script);
    Output::raw(&script).map(|()| ExitStatus::Success)
}
