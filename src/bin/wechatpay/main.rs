//! `wechatpay`: the merchant's command line for WeChat Pay API v3.

mod args;
mod commands;
mod context;
mod diagnostic;
mod dispatch;
mod environment;
mod files;
mod lang;
mod options;
mod output;
mod panics;
mod sandbox_handle;
mod secret_command;
mod signals;
mod spreadsheet;
mod usage;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::FromArgMatches;

use crate::context::Context;
use crate::diagnostic::Failure;
use crate::dispatch::Cli;
use crate::lang::Lang;
use crate::output::{ColorChoice, LogFormat, Output};

/// A server that takes thousands of notifications a second spends a quarter of its time in the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    panics::report_to(unparsed_output());
    let parsed = usage::command().try_get_matches();
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
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return finish(
                Err(Failure::internal("cannot start").because(&error)),
                &output,
            );
        }
    };
    output.install();
    let mut context = Context::new(cli.global);
    let ending = Arc::new(Ending::default());
    let signals = {
        let _inside = runtime.enter();
        // A command that finishes what has begun takes the signals over.
        context.interrupted_before_taken()
    };
    let (end, mut ended) = tokio::sync::oneshot::channel();
    runtime.spawn(Arc::clone(&ending).watch(signals, end, output.clone()));
    let outcome = runtime.block_on(async {
        tokio::select! {
            // Signals are heard before the first file is begun, or it would stay behind.
            biased;
            Ok(code) = &mut ended => Err(signals::ended(code)),
            outcome = dispatch::run(cli.command, &mut context) => outcome,
        }
    });
    ending.wait_if_begun();
    panics::report_own_to(context.output.clone());
    secret_command::end_all();
    // What still runs in the background has nobody to answer to any more.
    runtime.shutdown_background();
    let outcome = match (outcome, ended.try_recv()) {
        // What failed did so because the signal reached it, too.
        (Err(_), Ok(code)) => Err(signals::ended(code)),
        (outcome, _) => outcome,
    };
    finish(outcome, &context.output)
}

/// Whether the process is ending, and by whom: by its main thread, or by the watch on signals
/// because that thread waits for something that never comes, such as a terminal's input.
#[derive(Default)]
struct Ending(AtomicBool);

/// How long the main thread has to end by itself, which removes what it left unfinished. It has
/// no use for that while it waits for input.
const GRACE: Duration = Duration::from_secs(5);

/// How often it is looked whether it waits for input.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

impl Ending {
    async fn watch(
        self: Arc<Self>,
        signals: impl Future<Output = u8>,
        end: tokio::sync::oneshot::Sender<u8>,
        output: Output,
    ) {
        let code = signals.await;
        // The receiver is gone where the command has just ended.
        let _ = end.send(code);
        let waits_for_input = async {
            while !args::is_reading() && !secret_command::is_running() {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        let _ = tokio::time::timeout(GRACE, waits_for_input).await;
        if !self.0.swap(true, Ordering::SeqCst) {
            secret_command::end_all();
            output.fail(&signals::ended(code));
            std::process::exit(code.into());
        }
    }

    /// Begins the end on the main thread, unless the watch was first.
    fn wait_if_begun(&self) {
        while self.0.swap(true, Ordering::SeqCst) {
            std::thread::park();
        }
    }
}

/// A core dump would hold every key that is loaded. What cannot be switched off is no reason to
/// do nothing.
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

fn finish(outcome: Result<u8, Failure>, output: &Output) -> ExitCode {
    match outcome {
        Ok(code) => {
            // A server that was ended has done its work; a program reads why it ended.
            if output.json && signals::is_ended(code) {
                output.fail(&signals::ended(code));
            }
            code.into()
        }
        Err(failure) if failure.silent => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            failure.kind.exit_code().into()
        }
    }
}

/// Help and version are results; everything else is a usage error.
fn unparsed(error: &clap::Error) -> ExitCode {
    let output = unparsed_output();
    if usage::is_result(error) && !(output.json && error.exit_code() != 0) {
        // Where the terminal has gone there is nobody left to tell.
        let _ = error.print();
        return u8::try_from(error.exit_code()).unwrap_or(2).into();
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
    }
}
