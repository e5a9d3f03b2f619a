//! `wechatpay`: the merchant's command line for WeChat Pay API v3.

mod args;
mod cli;
mod commands;
mod context;
mod diagnostic;
mod files;
mod lang;
mod local;
mod output;
mod signals;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::{Cli, json_by_environment};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::lang::Lang;
use crate::output::{ColorChoice, LogFormat, Output};

/// A server that takes thousands of notifications a second spends a quarter of its time in the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let output = cli.global.output();
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
    let mut context = Context::new(cli.global);
    let outcome = runtime.block_on(async {
        // A command that finishes what has begun takes the signals over.
        let interrupted = context.interrupted_before_taken();
        tokio::select! {
            // Signals are heard before the first file is begun, or it would stay behind.
            biased;
            code = interrupted => Ok(code),
            outcome = cli::run(cli.command, &mut context) => outcome,
        }
    });
    // What still runs in the background has nobody to answer to any more.
    runtime.shutdown_background();
    finish(outcome, &context.output)
}

fn finish(outcome: Result<u8, Failure>, output: &Output) -> ExitCode {
    match outcome {
        Ok(code) => code.into(),
        Err(failure) if failure.silent => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            failure.kind.exit_code().into()
        }
    }
}

/// Help and version are results; everything else is a usage error.
fn unparsed(error: &clap::Error) -> ExitCode {
    let json = json_by_environment() || std::env::args_os().any(|arg| arg == "--json");
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_help || !json {
        // Where the terminal has gone there is nobody left to tell.
        let _ = error.print();
        return u8::try_from(error.exit_code()).unwrap_or(2).into();
    }
    let output = Output {
        json,
        get: None,
        quiet: false,
        verbose: 0,
        lang: Lang::of_environment(),
        color: ColorChoice::Auto,
        log_format: LogFormat::Text,
        log_queue: None,
    };
    let text = error.to_string();
    let message = text
        .trim_start_matches("error: ")
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    finish(
        Err(Failure::usage(message)
            .with_help("run the command with --help", "使用 --help 查看用法")),
        &output,
    )
}
