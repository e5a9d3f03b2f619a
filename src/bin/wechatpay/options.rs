//! Options that every command takes, and the variables that stand for them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use wechatpay::transport::ProxyUrl;

use crate::args;
use crate::environment;
use crate::error::CliError;
use crate::text;
use crate::ui::Lang;
use crate::ui::Text;
use crate::ui::{ColorChoice, LogFormat, Output};

/// What `--proxy` means: to every command the proxy that it uses, and to `sandbox` the address of
/// the one that it is. One option has one type.
#[derive(Debug, Clone)]
pub(crate) enum ProxyOption {
    /// The proxy to use.
    Use(ProxyUrl),
    /// Where to be one.
    Listen(SocketAddr),
}

impl ProxyOption {
    fn url(text: &str) -> Result<Self, <ProxyUrl as FromStr>::Err> {
        text.parse().map(Self::Use)
    }

    pub(crate) fn address(text: &str) -> Result<Self, String> {
        args::listen(text).map(Self::Listen)
    }
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user's config folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Use this profile [env: WECHATPAY_PROFILE] [default: the file's default_profile, or its only one]
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// Print JSON [env: WECHATPAY_FORMAT=json]
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
    /// Use colours [env: NO_COLOR, CLICOLOR_FORCE]
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Use this language [env: WECHATPAY_LANG] [default: by locale]
    #[arg(long, global = true, value_name = "LANG", ignore_case = true)]
    pub(crate) lang: Option<Lang>,
    /// Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) backup_base_url: Option<String>,
    /// Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) mp_base_url: Option<String>,
    /// Let requests go to hosts that are not WeChat's
    #[arg(long, global = true)]
    pub(crate) allow_foreign_host: bool,
    /// Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) timeout: Option<Duration>,
    /// Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) connect_timeout: Option<Duration>,
    /// Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]
    #[arg(long, global = true, value_name = "N", value_parser = args::count)]
    pub(crate) retries: Option<u32>,
    /// Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) deadline: Option<Duration>,
    /// Trust these PEM certificates instead of the system's [env: SSL_CERT_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]
    #[arg(long, global = true, value_name = "URL", value_parser = ProxyOption::url)]
    pub(crate) proxy: Option<ProxyOption>,
    /// Build and sign, send nothing, and print what would be sent
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// Send nothing, and print a curl command that works for five minutes
    #[arg(long, global = true)]
    pub(crate) curl: bool,
    /// Ask no questions [env: CI]
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Accept secret files that other users can read
    #[arg(long, global = true)]
    pub(crate) insecure_permissions: bool,
    /// Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it
    #[arg(
        long,
        global = true,
        value_name = "PASSWORD",
        env = "WECHATPAY_P12_PASSWORD",
        hide_env_values = true
    )]
    pub(crate) p12_password: Option<String>,
    /// Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) trust_folder: Vec<PathBuf>,
}

impl Global {
    /// Fills in from the environment what no option sets.
    ///
    /// # Errors
    /// Returns an error that names the variable that cannot be used, or two that contradict each
    /// other.
    pub(crate) fn settle(&mut self, means_sandbox: bool) -> Result<(), CliError> {
        self.json |= environment::json()?;
        let lang = environment::parsed("WECHATPAY_LANG", Lang::read)?;
        self.lang = self.lang.or(lang);
        self.settle_profile(means_sandbox)?;
        let timeout = environment::parsed("WECHATPAY_TIMEOUT", args::timeout)?;
        self.timeout = self.timeout.or(timeout);
        let timeout = environment::parsed("WECHATPAY_CONNECT_TIMEOUT", args::timeout)?;
        self.connect_timeout = self.connect_timeout.or(timeout);
        let retries = environment::parsed("WECHATPAY_RETRIES", args::count)?;
        self.retries = self.retries.or(retries);
        let deadline = environment::parsed("WECHATPAY_DEADLINE", args::timeout)?;
        self.deadline = self.deadline.or(deadline);
        let path = |name| environment::text(name).map(PathBuf::from);
        self.config = self.config.take().or_else(|| path("WECHATPAY_CONFIG"));
        self.ca_file = self.ca_file.take().or_else(|| path("SSL_CERT_FILE"));
        // Other programs set it, and some to their own name.
        self.no_input |=
            environment::text("CI").is_some_and(|text| environment::switch(&text).unwrap_or(true));
        if self.proxy.is_none() {
            environment::proxy_rules()?;
        }
        Ok(())
    }

    /// Decides between the sandbox and a profile: an option counts before a variable, and two
    /// of the same rank contradict each other.
    fn settle_profile(&mut self, means_sandbox: bool) -> Result<(), CliError> {
        const SANDBOX: &str = "WECHATPAY_SANDBOX";
        const PROFILE: &str = "WECHATPAY_PROFILE";
        let typed = self.sandbox || means_sandbox;
        let by_variable = environment::parsed(SANDBOX, environment::switch)?.unwrap_or(false);
        let variable = environment::text(PROFILE);
        let contradiction = |sandbox: Text, profile: &str| {
            CliError::usage(text!("usage-contradiction", sandbox, profile))
        };
        let named = || {
            if self.sandbox {
                Text::verbatim("--sandbox")
            } else {
                text!("usage-this-command")
            }
        };
        match &self.profile {
            Some(name) if typed => {
                return Err(contradiction(named(), &format!("--profile {name}")));
            }
            Some(name) if by_variable => {
                return Err(contradiction(SANDBOX.into(), &format!("--profile {name}")));
            }
            None if by_variable && !typed && variable.is_some() => {
                return Err(contradiction(SANDBOX.into(), PROFILE));
            }
            None if !typed => self.profile = variable,
            Some(_) | None => {}
        }
        // The sandbox's own address is used.
        let elsewhere = [
            (self.base_url.is_some(), "--base-url"),
            (self.backup_base_url.is_some(), "--backup-base-url"),
            (self.mp_base_url.is_some(), "--mp-base-url"),
        ];
        let given = elsewhere.into_iter().find(|(is_given, _)| *is_given);
        if let Some((_, option)) = given.filter(|_| self.sandbox) {
            return Err(contradiction("--sandbox".into(), option));
        }
        self.sandbox |= by_variable;
        Ok(())
    }

    /// Returns how results are to be shown.
    pub(crate) fn output(&self) -> Output {
        Output {
            json: self.json,
            get: self.get.clone(),
            quiet: self.quiet,
            verbose: self.verbose,
            lang: self.lang.unwrap_or_else(environment::language),
            color: self.color,
            log_format: LogFormat::Text,
            log_queue: None,
        }
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(Duration::from_secs(10))
    }

    pub(crate) fn connect_timeout(&self) -> Duration {
        self.connect_timeout.unwrap_or(Duration::from_secs(5))
    }

    pub(crate) fn retries(&self) -> u32 {
        self.retries.unwrap_or(2)
    }
}
