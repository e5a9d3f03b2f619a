//! Options that every command takes, and the variables that stand for them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use wechatpay::shell;
use wechatpay::transport::ProxyUrl;

use crate::args;
use crate::environment;
use crate::error::{CliError, ValueError};
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

    pub(crate) fn address(text: &str) -> Result<Self, ValueError> {
        args::listen(text).map(Self::Listen)
    }
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) get: Option<String>,
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[arg(long, global = true, value_name = Lang::CODES, value_parser = Lang::read)]
    pub(crate) lang: Option<Lang>,
    #[arg(long, global = true, value_name = "URL", value_parser = args::url_text)]
    pub(crate) base_url: Option<String>,
    #[arg(long, global = true, value_name = "URL", value_parser = args::url_text)]
    pub(crate) backup_base_url: Option<String>,
    #[arg(long, global = true, value_name = "URL", value_parser = args::url_text)]
    pub(crate) mp_base_url: Option<String>,
    #[arg(long, global = true)]
    pub(crate) allow_foreign_host: bool,
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) timeout: Option<Duration>,
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) connect_timeout: Option<Duration>,
    #[arg(long, global = true, value_name = "N", value_parser = args::count)]
    pub(crate) retries: Option<u32>,
    #[arg(long, global = true, value_name = "D", value_parser = args::timeout)]
    pub(crate) deadline: Option<Duration>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL", value_parser = ProxyOption::url)]
    pub(crate) proxy: Option<ProxyOption>,
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    #[arg(long, global = true)]
    pub(crate) curl: bool,
    #[arg(long, global = true)]
    pub(crate) yes: bool,
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    #[arg(long, global = true)]
    pub(crate) insecure_permissions: bool,
    #[arg(long, global = true, value_name = "PASSWORD")]
    pub(crate) p12_password: Option<String>,
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
        let path = |name| environment::text(name).map(|path| args::in_home(path.into()));
        self.config = self.config.take().or_else(|| path("WECHATPAY_CONFIG"));
        self.ca_file = self.ca_file.take().or_else(|| path("SSL_CERT_FILE"));
        let password = || environment::text("WECHATPAY_P12_PASSWORD");
        self.p12_password = self.p12_password.take().or_else(password);
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
        let mut elsewhere = elsewhere.into_iter().filter(|(is_set, _)| *is_set);
        if let (true, Some((_, option))) = (self.sandbox, elsewhere.next()) {
            return Err(contradiction("--sandbox".into(), option));
        }
        self.sandbox |= by_variable;
        Ok(())
    }

    /// Returns the options that select the merchant and the WeChat Pay, for a shell.
    pub(crate) fn selection(&self) -> Vec<String> {
        let config = self.config.as_ref().map(|path| path.display().to_string());
        let values = [
            ("--config", config.as_ref()),
            ("--profile", self.profile.as_ref()),
            ("--base-url", self.base_url.as_ref()),
        ];
        let valued = values.into_iter().filter_map(|(option, value)| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(format!("{option} {}", shell::word(value)))
        });
        let switches = [
            ("--sandbox", self.sandbox),
            ("--allow-foreign-host", self.allow_foreign_host),
        ];
        let switches = switches.into_iter().filter(|(_, is_set)| *is_set);
        valued
            .chain(switches.map(|(option, _)| option.to_owned()))
            .collect()
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
            selection: self.selection(),
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
