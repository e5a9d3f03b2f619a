//! `sandbox run`: a command that takes the sandbox for WeChat Pay.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::process::Command;
use wechatpay::protocol::id::IdError;
use wechatpay::sandbox::{
    Authority, CommandEnvironment, FaultRule, Field, Identity, MappedVariable, Mode, Options,
    SandboxHandle, SystemRoots, TrustFiles,
};

use super::child::ChildWithSignals;
use super::printing::Printing;
use crate::args;
use crate::context::Context;
use crate::environment;
use crate::error::{CliError, ValueError, fault_refused, reason};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui;

/// What a shell ends with if there is no such command, or it cannot be run.
const NOT_FOUND: u8 = 127;
const NOT_RUNNABLE: u8 = 126;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "D", value_parser = args::duration)]
    auto_pay: Option<Duration>,
    #[arg(long, value_name = "X", value_parser = scale)]
    time_scale: Option<f64>,
    #[arg(long, value_name = "certificate|public-key|both")]
    mode: Option<Mode>,
    #[arg(long = "env", value_name = "NAME=FIELD", value_parser = mapped)]
    mapped: Vec<MappedVariable>,
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true)]
    command: Vec<OsString>,
}

impl Args {
    /// Returns how the sandbox behaves: as the options after the subcommand say, else those before it.
    pub(super) fn options(&self, before: Options) -> Options {
        Options {
            mode: self.mode.unwrap_or(before.mode),
            auto_pay: self.auto_pay.or(before.auto_pay),
            time_scale: self.time_scale.unwrap_or(before.time_scale),
            ..before
        }
    }
}

/// Reads how many times faster than WeChat Pay's the schedule runs.
pub(super) fn scale(text: &str) -> Result<f64, ValueError> {
    text.parse()
        .ok()
        .filter(|scale: &f64| scale.is_finite() && *scale > 0.0)
        .ok_or_else(|| text!("usage-reason-scale", value = text).into())
}

fn mapped(text: &str) -> Result<MappedVariable, ValueError> {
    let wrong = || text!("usage-reason-variable", value = text);
    let (name, field) = text.split_once('=').ok_or_else(wrong)?;
    if name.is_empty() {
        return Err(wrong().into());
    }
    let field: Field = field.parse().map_err(|error: IdError| reason(&error))?;
    let name = name.to_owned();
    Ok(MappedVariable { name, field })
}

pub(crate) async fn run(
    args: &Args,
    data: &Path,
    options: Options,
    faults: &[FaultRule],
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let handle = if faults.is_empty() {
        SandboxHandle::connect_to_proxy(data, options).await?
    } else {
        SandboxHandle::embed_proxy(data, options).await?
    };
    if let Some(sandbox) = handle.embedded() {
        sandbox
            .add_faults(faults.to_vec())
            .map_err(|why| fault_refused(&why))?;
    }
    let running = handle.running();
    let authority = Authority::open(data)?;
    let caller = |name: &str| environment::variable(name);
    let files = TrustFiles::write(&authority, &SystemRoots::of_caller(&caller))?;
    let identity = Identity::open(data)?;
    let environment =
        CommandEnvironment::new(data, &identity, running, &files, &args.mapped, &caller)?;
    let (url, proxy) = (&running.url, running.proxy.as_deref().unwrap_or_default());
    // A program that reads JSON finds nothing but an error there.
    if !context.output.json {
        context.output.note(text!("sandbox-run", url, proxy));
    }
    let printed = handle
        .embedded()
        .map(|sandbox| Printing::refused(sandbox.events(), data, &context.output));
    let child = spawn(&args.command, &environment, context)?;
    let ended = child.wait().await;
    if let (Some(sandbox), Some(printed)) = (handle.embedded(), printed) {
        sandbox.close();
        printed.finish().await;
    }
    let end =
        ended.map_err(|error| CliError::internal(text!("sandbox-run-lost")).with_source(error))?;
    if end.is_interrupted() {
        // A shell does this for a command of its own, and sees only our exit code.
        ui::end_echo();
    }
    Ok(ExitStatus::OfCommand(end.code()))
}

/// Starts a command in an environment.
fn spawn(
    words: &[OsString],
    environment: &CommandEnvironment,
    context: &Context,
) -> Result<ChildWithSignals, CliError> {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    for name in environment.removed_variables() {
        command.env_remove(name);
    }
    command.envs(environment.set_variables());
    ChildWithSignals::spawn(&mut command, context).map_err(|error| {
        let status = match error.kind() {
            io::ErrorKind::NotFound => NOT_FOUND,
            _ => NOT_RUNNABLE,
        };
        let name = words[0].to_string_lossy().into_owned();
        CliError::config(text!("sandbox-cannot-run", name))
            .with_source(error)
            .with_exit_status(ExitStatus::OfCommand(status))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_names_a_field() {
        let read = mapped("WXPAY_KEY=apiv3_key").unwrap();
        assert_eq!(
            (read.name.as_str(), read.field),
            ("WXPAY_KEY", Field::Apiv3Key)
        );
        for wrong in ["X", "=mchid", "X=", "X=secret"] {
            assert!(mapped(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_help_names_every_field() {
        let catalogues = [
            include_str!("../../../../../locales/en/help-sandbox.ftl"),
            include_str!("../../../../../locales/zh-CN/help-sandbox.ftl"),
        ];
        for name in Field::names() {
            assert!(catalogues.iter().all(|text| text.contains(name)), "{name}");
        }
    }
}
