//! The commands, and which function runs each.

use clap::{CommandFactory, Parser, Subcommand};
use wechatpay::profile::Overrides;

use crate::commands::{
    api, bill, close, completions, create_order, demo, doctor, download_certs, events, explain,
    openid, pay_params, profile, query, refund, sandbox, serve_notify, trigger, verify_notify,
};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::options::Global;

/// The merchant's command line for WeChat Pay API v3
#[derive(Debug, Parser)]
#[command(
    name = "wechatpay",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Args),
    DownloadCerts(Box<download_certs::Args>),
    Openid(openid::Args),
    CreateOrder(Box<create_order::Args>),
    PayParams(pay_params::Args),
    Query(query::Args),
    Close(close::Args),
    Refund(refund::Args),
    Api(Box<api::Args>),
    Bill(bill::Args),
    VerifyNotify(Box<verify_notify::Args>),
    Explain(explain::Args),
    ServeNotify(Box<serve_notify::Args>),
    Events(events::Args),
    Trigger(Box<trigger::Args>),
    Sandbox(sandbox::Args),
    Doctor(doctor::Args),
    Profile(profile::Args),
    Completions(completions::Args),
    Help(help::Args),
}

impl Command {
    /// Tells whether the command is about the sandbox, whatever the options say.
    pub(crate) fn means_sandbox(&self) -> bool {
        matches!(self, Self::Demo(_) | Self::Sandbox(_))
    }

    /// Returns the fields of the profile that the command's own options override.
    pub(crate) fn overrides(&self) -> Overrides {
        match self {
            Self::DownloadCerts(args) => args.overrides(),
            Self::CreateOrder(args) => args.partner.overrides(),
            Self::PayParams(args) => args.partner.overrides(),
            Self::Query(args) => args.partner.overrides(),
            Self::Close(args) => args.partner.overrides(),
            Self::ServeNotify(args) => args.partner.overrides(),
            Self::Demo(_)
            | Self::Openid(_)
            | Self::Refund(_)
            | Self::Api(_)
            | Self::Bill(_)
            | Self::VerifyNotify(_)
            | Self::Explain(_)
            | Self::Events(_)
            | Self::Trigger(_)
            | Self::Sandbox(_)
            | Self::Doctor(_)
            | Self::Profile(_)
            | Self::Completions(_)
            | Self::Help(_) => Overrides::default(),
        }
    }
}

/// Runs a command; what comes back is the exit code of a result.
pub(crate) async fn run(command: Command, context: &mut Context) -> Result<ExitStatus, CliError> {
    match command {
        Command::Demo(args) => demo::run(&args, context).await,
        Command::DownloadCerts(args) => download_certs::run(&args, context).await,
        Command::Openid(args) => openid::run(&args, context).await,
        Command::CreateOrder(args) => Box::pin(create_order::run(&args, context)).await,
        Command::PayParams(args) => pay_params::run(&args, context),
        Command::Query(args) => query::run(&args, context).await,
        Command::Close(args) => close::run(&args, context).await,
        Command::Refund(args) => Box::pin(refund::run(&args, context)).await,
        Command::Api(args) => api::run(&args, context).await,
        Command::Bill(args) => bill::run(&args, context).await,
        Command::VerifyNotify(args) => verify_notify::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::ServeNotify(args) => serve_notify::run(&args, context).await,
        Command::Events(args) => events::run(&args, context).await,
        Command::Trigger(args) => trigger::run(&args, context).await,
        Command::Sandbox(args) => sandbox::run(&args, context).await,
        Command::Doctor(args) => doctor::run(&args, context).await,
        Command::Profile(args) => profile::run(&args, context),
        Command::Completions(args) => completions::run(&args, help::english(Cli::command())),
        Command::Help(args) => help::run(&args, &Cli::command(), &context.output),
    }
}
