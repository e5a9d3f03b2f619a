//! The commands, and which function runs each.

use clap::{CommandFactory, Parser, Subcommand};
use wechatpay::profile::Overrides;

use crate::commands::{
    api, bill, close, completions, create_order, demo, doctor, download_certs, events, explain,
    init, listen, man, openid, pay_params, profile, query, refund, sandbox, serve_notify, trigger,
    verify_notify,
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
    Listen(listen::Args),
    Events(events::Args),
    Trigger(Box<trigger::Args>),
    Sandbox(sandbox::Args),
    Init(Box<init::Args>),
    Doctor(doctor::Args),
    Profile(profile::Args),
    #[command(alias = "completion")]
    Completions(completions::Args),
    Man(man::Args),
    Help(help::Args),
}

impl Command {
    /// Tells whether the command is about the sandbox, whatever the options say.
    pub(crate) fn means_sandbox(&self) -> bool {
        matches!(self, Self::Demo(_) | Self::Sandbox(_))
    }

    /// Tells whether the command does many things at once, and so has work for every processor.
    pub(crate) fn is_parallel(&self) -> bool {
        match self {
            Self::Demo(_)
            | Self::ServeNotify(_)
            | Self::Listen(_)
            | Self::Trigger(_)
            | Self::Sandbox(_) => true,
            Self::CreateOrder(args) => args.batch.has_file(),
            Self::Query(args) => args.batch.has_file(),
            Self::Refund(args) => args.is_batch(),
            Self::DownloadCerts(_)
            | Self::Openid(_)
            | Self::PayParams(_)
            | Self::Close(_)
            | Self::Api(_)
            | Self::Bill(_)
            | Self::VerifyNotify(_)
            | Self::Explain(_)
            | Self::Events(_)
            | Self::Init(_)
            | Self::Doctor(_)
            | Self::Profile(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Help(_) => false,
        }
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
            | Self::Listen(_)
            | Self::Events(_)
            | Self::Trigger(_)
            | Self::Sandbox(_)
            | Self::Init(_)
            | Self::Doctor(_)
            | Self::Profile(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Help(_) => Overrides::default(),
        }
    }

    /// Returns the schemas of the JSON that the command prints, each without its version; none if
    /// it prints something else.
    fn schemas(&self) -> &'static [&'static str] {
        match self {
            Self::Demo(_) => &["demo"],
            Self::DownloadCerts(_) => &["download-certs"],
            Self::Openid(_) => &["openid"],
            Self::CreateOrder(args) => args.schemas(),
            Self::PayParams(args) => args.schemas(),
            Self::Query(args) => args.schemas(),
            Self::Close(_) => &["close"],
            Self::Refund(args) => args.schemas(),
            Self::Api(_) => &["api"],
            Self::Bill(_) => &["bill", "bill-row", "bill-summary"],
            Self::VerifyNotify(_) => &["verify-notify"],
            Self::Explain(args) => args.schemas(),
            Self::ServeNotify(_) => &["serve-notify", "event"],
            Self::Listen(_) => &["listen"],
            Self::Events(args) => args.schemas(),
            Self::Trigger(_) => &["trigger"],
            Self::Sandbox(args) => args.schemas(),
            Self::Init(_) => &["init"],
            Self::Doctor(_) => &["doctor"],
            Self::Profile(args) => args.schemas(),
            Self::Completions(args) => args.schemas(),
            Self::Man(args) => args.schemas(),
            Self::Help(args) => args.schemas(),
        }
    }
}

/// Runs a command; what comes back is the exit code of a result.
pub(crate) async fn run(command: Command, context: &mut Context) -> Result<ExitStatus, CliError> {
    // What would be sent has fields of its own, and is shown without sending anything.
    if !context.is_dry() {
        help::expects_field_of(&context.output, command.schemas())?;
    }
    match command {
        Command::Demo(args) => demo::run(&args, context).await,
        Command::DownloadCerts(args) => download_certs::run(&args, context).await,
        Command::Openid(args) => openid::run(&args, context).await,
        Command::CreateOrder(args) => Box::pin(create_order::run(&args, context)).await,
        Command::PayParams(args) => pay_params::run(&args, context),
        Command::Query(args) => Box::pin(query::run(&args, context)).await,
        Command::Close(args) => close::run(&args, context).await,
        Command::Refund(args) => Box::pin(refund::run(&args, context)).await,
        Command::Api(args) => api::run(&args, context).await,
        Command::Bill(args) => bill::run(&args, context).await,
        Command::VerifyNotify(args) => verify_notify::run(&args, context),
        Command::Explain(args) => explain::run(&args, context).await,
        Command::ServeNotify(args) => serve_notify::run(&args, context).await,
        Command::Listen(args) => listen::run(&args, context).await,
        Command::Events(args) => events::run(&args, context).await,
        Command::Trigger(args) => trigger::run(&args, context).await,
        Command::Sandbox(args) => sandbox::run(&args, context).await,
        Command::Init(args) => Box::pin(init::run(&args, context)).await,
        Command::Doctor(args) => doctor::run(&args, context).await,
        Command::Profile(args) => profile::run(&args, context),
        Command::Completions(args) => completions::run(&args, context),
        Command::Man(args) => man::run(&args, &Cli::command(), context),
        Command::Help(args) => help::run(&args, &Cli::command(), &context.output),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command as Process;

    use super::*;
    use crate::ui::{Output, catalogues_read};

    const CHILD: &str = "WECHATPAY_TEST_COMMAND_LINE";

    /// Runs a command line if a test below has started it, and says how many catalogues it read.
    #[test]
    fn child() {
        let Ok(line) = std::env::var(CHILD) else {
            return;
        };
        let mut cli = Cli::try_parse_from(line.split(' ')).unwrap();
        cli.global.settle(cli.command.means_sandbox()).unwrap();
        let mut context = Context::new(cli.global, cli.command.overrides());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(run(cli.command, &mut context)).unwrap();
        Output::raw(format!("\ncatalogues read: {}\n", catalogues_read()).as_bytes()).unwrap();
    }

    fn catalogues_of(line: &str, data: &std::path::Path) -> String {
        let done = Process::new(std::env::current_exe().unwrap())
            .args(["--exact", "dispatch::tests::child", "--nocapture"])
            .env(CHILD, line)
            .env("WECHATPAY_SANDBOX_DATA", data)
            .output()
            .unwrap();
        let output = String::from_utf8(done.stdout).unwrap();
        let read = output.lines().find_map(|line| {
            let (_, number) = line.split_once("catalogues read: ")?;
            Some(number.to_owned())
        });
        read.unwrap_or_else(|| panic!("{output}"))
    }

    #[test]
    fn a_result_in_json_reads_no_catalogue() {
        let data = tempfile::tempdir().unwrap();
        let sign = "--sandbox pay-params wx201410272009395522657a690389285100";
        for line in [sign, "explain code SIGN_ERROR"] {
            let json = catalogues_of(&format!("wechatpay --json {line}"), data.path());
            assert_eq!(json, "0", "{line}");
        }
        let page = catalogues_of("wechatpay explain code SIGN_ERROR", data.path());
        assert_ne!(page, "0", "a page has texts");
    }
}
