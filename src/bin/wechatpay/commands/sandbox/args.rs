//! The options of `sandbox` and of its actions.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wechatpay::protocol::id::{IdError, OutTradeNo};
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{
    DEFAULT_LISTEN, FaultRule, Mode, Options, Rate, StandInOptions, Stubs, TlsAddress, Tricks,
};

use super::{complain, example, fault, merchants, orders, requests, run, transfer, trust};
use crate::args;
use crate::error::{CliError, ValueError, reason};
use crate::options::ProxyOption;
use crate::sandbox_handle;
use crate::text;

/// No account and no network: a made-up merchant, its keys and a platform key are made once in
/// the data folder. Every command with --sandbox uses the sandbox that runs there.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(super) action: Option<Action>,
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_LISTEN, value_parser = args::listen)]
    pub(super) listen: SocketAddr,
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = AUTOMATIC, value_parser = tls_address)]
    tls: Option<TlsAddress>,
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "8788", value_parser = ProxyOption::address)]
    proxy: Option<ProxyOption>,
    #[arg(long, value_name = "D", value_parser = args::duration)]
    auto_pay: Option<Duration>,
    #[arg(long, value_name = "X", default_value = "1", value_parser = run::scale)]
    time_scale: f64,
    #[arg(
        long,
        value_name = "certificate|public-key|both",
        default_value = "both"
    )]
    pub(super) mode: Mode,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    duplicates: Rate,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    reorder: Rate,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    signtest: Rate,
    #[arg(long, value_name = "D", value_parser = args::duration)]
    migrate: Option<Duration>,
    #[arg(long, value_name = "FAULT")]
    pub(super) fault: Vec<FaultRule>,
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        value_parser = StubFile::read
    )]
    stub: Option<StubFile>,
    #[arg(long, value_name = "FILE")]
    pub(super) write_profile: Option<PathBuf>,
    #[arg(long)]
    pub(super) open: bool,
}

/// Where stubs come from.
#[derive(Debug, Clone)]
enum StubFile {
    /// There are none.
    Empty,
    File(PathBuf),
}

impl StubFile {
    #[expect(clippy::unnecessary_wraps, reason = "clap reads values like this")]
    fn read(text: &str) -> Result<Self, String> {
        Ok(if text.is_empty() {
            Self::Empty
        } else {
            Self::File(text.into())
        })
    }
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Action {
    Pay(Order),
    Refund(Refund),
    Run(run::Args),
    Trust(trust::Args),
    AddMerchant(merchants::Add),
    Merchants,
    Orders(orders::Args),
    Example(example::Args),
    Transfer(transfer::Args),
    Complain(complain::Args),
    Requests(requests::Args),
    Rotate {
        #[arg(long = "in", value_name = "D", value_parser = args::duration)]
        pause: Option<Duration>,
    },
    Fault(fault::Args),
    Reset,
    Export,
    Import {
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Order {
    pub(super) out_trade_no: OutTradeNo,
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = args::within::<u32>(1, 16))]
    pub(super) attempts: u32,
}

/// Which refund, and its end.
#[derive(Debug, clap::Args)]
pub(super) struct Refund {
    #[command(flatten)]
    pub(super) order: Order,
    #[arg(long, value_name = "STATUS", default_value = "SUCCESS", value_parser = final_status)]
    pub(super) status: RefundStatus,
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match &self.action {
            None => &["sandbox"],
            Some(Action::Pay(_) | Action::Refund(_)) => &["sandbox-delivery"],
            Some(Action::Run(_) | Action::Export) => &[],
            Some(Action::Trust(_)) => &["sandbox-trust"],
            Some(Action::AddMerchant(_)) => &["sandbox-merchant"],
            Some(Action::Merchants) => &["sandbox-merchants"],
            Some(Action::Orders(_)) => &["sandbox-orders"],
            Some(Action::Example(_)) => &["sandbox-example"],
            Some(Action::Transfer(_)) => &["sandbox-transfer"],
            Some(Action::Complain(_)) => &["sandbox-complaint"],
            Some(Action::Requests(args)) => args.schemas(),
            Some(Action::Rotate { .. }) => &["sandbox-rotate"],
            Some(Action::Fault(_)) => &["sandbox-faults"],
            Some(Action::Reset | Action::Import { .. }) => &["sandbox-done"],
        }
    }

    pub(super) fn options(&self, data: &Path) -> Result<Options, CliError> {
        Ok(Options {
            is_default_folder: sandbox_handle::is_builtin_data(data),
            mode: self.mode,
            auto_pay: self.auto_pay,
            time_scale: self.time_scale,
            tricks: Tricks {
                duplicates: self.duplicates,
                reordered: self.reorder,
                probes: self.signtest,
                migration: self.migrate,
            },
            stub: self.stub.as_ref().map(stubs).transpose()?,
        })
    }

    pub(super) fn stand_in(&self) -> StandInOptions {
        StandInOptions {
            tls: self.tls,
            proxy: match self.proxy {
                Some(ProxyOption::Listen(address)) => Some(address),
                Some(ProxyOption::Use(_)) | None => None,
            },
        }
    }
}

/// What `--tls` without an address stands for.
const AUTOMATIC: &str = "auto";

fn tls_address(text: &str) -> Result<TlsAddress, ValueError> {
    if text == AUTOMATIC {
        return Ok(TlsAddress::Automatic);
    }
    args::listen(text).map(TlsAddress::At)
}

fn final_status(text: &str) -> Result<RefundStatus, ValueError> {
    let status: RefundStatus = text.parse().map_err(|error: IdError| reason(&error))?;
    let error = || text!("usage-reason-not-final", value = &status).into();
    status.is_final().then(|| status.clone()).ok_or_else(error)
}

fn rate(text: &str) -> Result<Rate, ValueError> {
    text.parse()
        .map_err(|_| text!("usage-reason-rate", value = text).into())
}

/// Reads the stubs of a file; without one, there are none.
fn stubs(file: &StubFile) -> Result<Stubs, CliError> {
    let StubFile::File(file) = file else {
        return Ok(Stubs::default());
    };
    let path = file.display();
    Stubs::from_json(&args::text_file(file)?)
        .map_err(|why| CliError::config(text!("sandbox-stubs-unreadable", path)).with_source(why))
}
