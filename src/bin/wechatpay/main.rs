//! `wechatpay`: the merchant's command line for WeChat Pay API v3.

mod args;
mod commands;
mod completion;
mod context;
mod day;
mod dispatch;
mod environment;
mod error;
mod exit_status;
mod half_width;
mod help;
mod meant;
mod options;
mod panics;
mod sandbox_handle;
mod shutdown;
mod tree;
mod ui;
mod usage;

use std::mem::ManuallyDrop;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;
use tokio::runtime::{Builder, Runtime};
use wechatpay::profile::secret_command;

use crate::context::Context;
use crate::dispatch::Cli;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::ui::Lang;
use crate::ui::{ColorChoice, LogFormat, Output};

/// A server that takes thousands of notifications a second spends a quarter of its time in the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(code) = completion::answer(usage::command) {
        return code;
    }
    panics::report_to(unparsed_output());
    // To take the definition apart would take longer than to leave it to the end of the process.
    let mut definition = ManuallyDrop::new(usage::command());
    let parsed = definition.try_get_matches_from_mut(std::env::args_os());
    let mut cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let settled = cli.global.settle(cli.command.means_sandbox());
    let output = cli.global.output();
    panics::report_to(output.clone());
    leave_no_core_dump();
    if let Err(failure) = settled {
        return finish(Err(failure), &output);
    }
    let runtime = match start_runtime(cli.command.is_parallel()) {
        Ok(runtime) => runtime,
        Err(error) => {
            let help = error::room_help(&error);
            let failure = CliError::internal(text!("error-runtime")).with_source(error);
            return finish(Err(failure.with_better_help(help)), &output);
        }
    };
    output.install();
    let mut context = Context::new(cli.global, cli.command.overrides());
    let shutdown = context.shutdown().clone();
    let watching = {
        let _inside = runtime.enter();
        shutdown::survive_file_limit();
        shutdown.watch(output)
    };
    runtime.spawn(watching);
    let outcome = runtime.block_on(async {
        tokio::select! {
            // A signal counts before the first file is written, or that would stay behind.
            biased;
            code = shutdown.interrupted() => Err(shutdown::failure(code)),
            outcome = dispatch::run(cli.command, &mut context) => outcome,
        }
    });
    shutdown.exit_by_main();
    panics::report_own_to(context.output.clone());
    secret_command::end_all();
    runtime.shutdown_background();
    let outcome = match (outcome, shutdown.status()) {
        // What failed did so because the signal reached it, too.
        (Err(_), Some(code)) => Err(shutdown::failure(code)),
        (outcome, _) => outcome,
    };
    finish(outcome, &context.output)
}

/// How many files the runtime opens for its threads and for signals, in pairs.
#[cfg(unix)]
const RUNTIME_FILE_PAIRS: usize = 5;

/// One call needs no more than a thread beside the main one, which looks after signals.
fn start_runtime(is_parallel: bool) -> std::io::Result<Runtime> {
    // The runtime panics if it cannot open them.
    #[cfg(unix)]
    (0..RUNTIME_FILE_PAIRS)
        .map(|_| std::os::unix::net::UnixStream::pair())
        .collect::<std::io::Result<Vec<_>>>()?;
    let mut runtime = Builder::new_multi_thread();
    if !is_parallel {
        runtime.worker_threads(1);
    }
    runtime.enable_all().build()
}

/// A core dump would hold every key that is loaded. If it cannot be switched off, the command runs
/// nevertheless.
fn leave_no_core_dump() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Core);
        limit.current = Some(0);
        let _ = setrlimit(Resource::Core, limit);
    }
    // A program that takes core dumps through a pipe does not look at the limit.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

fn finish(outcome: Result<ExitStatus, CliError>, output: &Output) -> ExitCode {
    match outcome {
        Ok(status) => {
            // A server that was ended has done its work; a program reads why it ended.
            if let ExitStatus::Failed(signal @ (Kind::Interrupted | Kind::Terminated)) = status {
                if output.json {
                    output.fail(&shutdown::failure(signal));
                } else if signal == Kind::Interrupted {
                    ui::end_echo();
                }
            }
            status.into()
        }
        Err(failure) if failure.silent => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            failure.exit_status().into()
        }
    }
}

/// Help and version are results; everything else is a usage error.
fn unparsed(error: &clap::Error) -> ExitCode {
    let output = unparsed_output();
    if error.kind() == ErrorKind::DisplayVersion {
        // If the terminal is gone, nothing can be shown.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if let Some(status) = help::show(error, &usage::command(), &output) {
        return status.into();
    }
    finish(Err(usage::failure(error)), &output)
}

/// Reads how to show an error from a command line that could not be read as a whole.
fn unparsed_output() -> Output {
    let words: Vec<_> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word != "--")
        .collect();
    let value = |option: &str| {
        let joined = format!("{option}=");
        let split = words.iter().position(|word| word == option);
        let split = split.and_then(|at| words.get(at + 1)).map(String::as_str);
        split.or_else(|| words.iter().find_map(|word| word.strip_prefix(&joined)))
    };
    let lang = value("--lang").and_then(|text| Lang::read(text).ok());
    let color = match value("--color") {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    let json = words.iter().any(|word| word == "--json");
    Output {
        // A variable that cannot be read is not the mistake that is shown now.
        json: json || environment::json().unwrap_or(false),
        get: None,
        quiet: false,
        verbose: 0,
        lang: lang.unwrap_or_else(environment::language),
        color,
        log_format: LogFormat::Text,
        log_queue: None,
        selection: Vec::new(),
    }
}
