//! The command line: global options, and one line a command.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::args;
use crate::commands::{
    api, bill, close, completions, create_order, demo, doctor, download_certs, events, explain,
    openid, pay_params, profile, query, refund, sandbox, serve_notify, trigger, verify_notify,
};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::lang::Lang;
use crate::output::{ColorChoice, LogFormat, Output};

/// The merchant's command line for WeChat Pay API v3
#[derive(Debug, Parser)]
#[command(
    name = "wechatpay",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user's config folder]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "WECHATPAY_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// Use this profile [default: the file's default_profile, or its only one]
    #[arg(
        short,
        long,
        global = true,
        value_name = "NAME",
        env = "WECHATPAY_PROFILE",
        hide_env_values = true
    )]
    pub(crate) profile: Option<String>,
    /// Use the embedded sandbox and its built-in profile
    #[arg(long, global = true, env = "WECHATPAY_SANDBOX", value_parser = clap::builder::FalseyValueParser::new(), hide_env_values = true)]
    pub(crate) sandbox: bool,
    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print one field, raw, such as pay_params.paySign
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) get: Option<String>,
    /// Print no notes and warnings
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Show requests and answers; twice: also the signed message and the headers
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Use this language [default: by locale]
    #[arg(
        long,
        global = true,
        value_name = "LANG",
        env = "WECHATPAY_LANG",
        hide_env_values = true
    )]
    pub(crate) lang: Option<Lang>,
    /// Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Ask this host while the first cannot be reached; none for no other [default: https://api2.mch.weixin.qq.com, beside the default base URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) backup_base_url: Option<String>,
    /// Send the Mini Program login to this host [default: https://api.weixin.qq.com]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) mp_base_url: Option<String>,
    /// Let requests go to hosts that are not WeChat's
    #[arg(long, global = true)]
    pub(crate) allow_foreign_host: bool,
    /// Wait this long for each answer
    #[arg(long, global = true, value_name = "D", default_value = "10s", value_parser = args::duration, env = "WECHATPAY_TIMEOUT", hide_env_values = true)]
    pub(crate) timeout: Duration,
    /// Wait this long for a connection
    #[arg(long, global = true, value_name = "D", default_value = "5s", value_parser = args::duration, env = "WECHATPAY_CONNECT_TIMEOUT", hide_env_values = true)]
    pub(crate) connect_timeout: Duration,
    /// Repeat a request this often where that is safe
    #[arg(
        long,
        global = true,
        value_name = "N",
        default_value_t = 2,
        env = "WECHATPAY_RETRIES",
        hide_env_values = true
    )]
    pub(crate) retries: u32,
    /// Give a call up after this long, all its attempts included; a bill with its file [default: 60s; for a bill 1h]
    #[arg(long, global = true, value_name = "D", value_parser = args::duration, env = "WECHATPAY_DEADLINE", hide_env_values = true)]
    pub(crate) deadline: Option<Duration>,
    /// Trust these PEM certificates instead of the system's
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "SSL_CERT_FILE",
        hide_env_values = true
    )]
    pub(crate) ca_file: Option<PathBuf>,
    /// Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Build and sign, send nothing, and print what would be sent
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// Send nothing, and print a curl command that works for five minutes
    #[arg(long, global = true)]
    pub(crate) curl: bool,
    /// Ask no questions
    #[arg(long, global = true, env = "CI", value_parser = clap::builder::FalseyValueParser::new(), hide_env_values = true)]
    pub(crate) no_input: bool,
    /// Accept secret files that other users can read
    #[arg(long, global = true)]
    pub(crate) insecure_permissions: bool,
}

impl Global {
    /// Returns how results are to be shown.
    pub(crate) fn output(&self) -> Output {
        Output {
            json: self.json || json_by_environment(),
            get: self.get.clone(),
            quiet: self.quiet,
            verbose: self.verbose,
            lang: self.lang.unwrap_or_else(Lang::of_environment),
            color: self.color,
            log_format: LogFormat::Text,
            log_queue: None,
        }
    }
}

/// Tells whether the environment asks for JSON.
pub(crate) fn json_by_environment() -> bool {
    std::env::var("WECHATPAY_FORMAT").is_ok_and(|format| format == "json")
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Walk a whole Mini Program payment against the embedded sandbox
    Demo(demo::Args),
    /// Fetch, decrypt, verify and store the platform certificates
    DownloadCerts(Box<download_certs::Args>),
    /// Exchange a wx.login code for an openid
    Openid(openid::Args),
    /// Create a prepay order
    CreateOrder(Box<create_order::Args>),
    /// Make the parameters of wx.requestPayment, or check some
    PayParams(pay_params::Args),
    /// Ask for an order by either number
    Query(query::Args),
    /// Close an unpaid order
    ///
    /// Repeating it is safe. A paid order is not closed but refunded, with `refund create`. WeChat
    /// Pay advises to wait five minutes after ordering, and to query first.
    Close(close::Args),
    /// Refund a paid order, whole or in part, or ask for a refund
    Refund(refund::Args),
    /// Make any API v3 call, signed and verified
    Api(Box<api::Args>),
    /// Download a day's trade bill or fund-flow bill, and check its hash
    Bill(bill::Args),
    /// Verify and decrypt one captured notification
    VerifyNotify(Box<verify_notify::Args>),
    /// Say why a signature fails or what an error code means
    Explain(explain::Args),
    /// Receive notifications: verify, decrypt, store, acknowledge
    ServeNotify(Box<serve_notify::Args>),
    /// Look into what serve-notify stored, and send it again
    Events(events::Args),
    /// Send a test notification, good or faulty, to an endpoint and judge its answer
    Trigger(Box<trigger::Args>),
    /// Run a local WeChat Pay
    Sandbox(sandbox::Args),
    /// Check a profile end to end, and say what to mend
    Doctor(doctor::Args),
    /// List or show profiles, secrets redacted
    Profile(profile::Args),
    /// Print a shell completion script
    Completions(completions::Args),
}

/// Runs a command; what comes back is the exit code of a result.
pub(crate) async fn run(command: Command, context: &mut Context) -> Result<u8, Failure> {
    match command {
        Command::Demo(args) => demo::run(&args, context).await,
        Command::DownloadCerts(args) => download_certs::run(&args, context).await,
        Command::Openid(args) => openid::run(&args, context).await,
        Command::CreateOrder(args) => create_order::run(&args, context).await,
        Command::PayParams(args) => pay_params::run(&args, context),
        Command::Query(args) => query::run(&args, context).await,
        Command::Close(args) => close::run(&args, context).await,
        Command::Refund(args) => refund::run(&args, context).await,
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
        Command::Completions(args) => completions::run(&args),
    }
}
