//! `bill`: downloads a day's trade bill or fund-flow bill, verifies it, and can parse it.

mod write;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::bills::{
    self, BillRequest, BillsError, DownloadOptions, HashOver, MAX_INFLATE_RATIO, Progress,
    VerifiedBill,
};
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::bill::{AccountType, BillDate, BillType, FundFlowBill, TradeBill};
use wechatpay::protocol::error_code::{self, Api};
use wechatpay::protocol::id::{IdError, Mchid};
use wechatpay::transport::TransportError;

use self::write::{Format, Target, Written, is_gzip};
use super::dry_run;
use super::rows::fields;
use super::waiting::asking_failed;
use crate::context::Context;
use crate::day::Day;
use crate::error::{CliError, Kind, failures};
use crate::exit_status::ExitStatus;
use crate::help::expects_field_of;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    bill: Bill,
}

#[derive(Debug, clap::Subcommand)]
enum Bill {
    Trade(TradeArgs),
    Fundflow(FundFlowArgs),
}

#[derive(Debug, clap::Args)]
struct TradeArgs {
    #[command(flatten)]
    common: CommonArgs,
    #[arg(
        long = "type",
        value_name = "ALL|SUCCESS|REFUND|RECHARGE_REFUND",
        default_value = "ALL"
    )]
    kind: BillType,
    #[arg(long, help_heading = "partner", value_name = "MCHID|all")]
    sub_mchid: Option<OfSubMerchants>,
}

#[derive(Debug, clap::Args)]
struct FundFlowArgs {
    #[command(flatten)]
    common: CommonArgs,
    #[arg(long, value_name = "BASIC|OPERATION|FEES", default_value = "BASIC")]
    account: AccountType,
}

#[derive(Debug, clap::Args)]
struct CommonArgs {
    #[arg(value_name = "DATE")]
    date: Day,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    gzip: bool,
    #[arg(long, value_name = "FORMAT")]
    parse: Option<Format>,
}

/// The sub-merchants of a trade bill.
#[derive(Debug, Clone)]
enum OfSubMerchants {
    All,
    One(Mchid),
}

impl FromStr for OfSubMerchants {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text {
            "all" => Ok(Self::All),
            _ => text.parse().map(Self::One),
        }
    }
}

#[derive(Serialize)]
struct Report {
    bill: &'static str,
    bill_date: BillDate,
    path: PathBuf,
    bytes: u64,
    hash_type: String,
    hash: String,
    hash_over: HashOver,
    /// Known if the bill was parsed.
    rows: Option<u64>,
    request_id: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "bill";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Good, text!("bill-written", path = self.path));
        let hash = format!("{} {}", self.hash_type, self.hash);
        let hash = page.show(&match self.hash_over {
            HashOver::Uncompressed => text!("bill-hash-over-text", hash),
            HashOver::Raw => text!("bill-hash-over-raw", hash),
        });
        fields!(page, {
            "bill_date" => self.bill_date.to_string(),
            "bytes" => self.bytes.to_string(),
            "hash" => hash,
            "rows" => self.rows.map(|count| count.to_string()),
        });
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let (name, common) = match &args.bill {
        Bill::Trade(args) => ("trade", &args.common),
        Bill::Fundflow(args) => ("fundflow", &args.common),
    };
    let target = target(common, context)?;
    if target.path().is_some() {
        expects_field_of(&context.output, &[Report::SCHEMA])?;
    }
    let client = context.client().await?;
    let bill_date = date(common.date, context)?;
    let gzip = common.gzip || target.keeps_gzip();
    let request = match &args.bill {
        Bill::Trade(trade) => BillRequest::Trade(TradeBill {
            bill_date,
            bill_type: trade.kind,
            sub_mchid: match &trade.sub_mchid {
                Some(OfSubMerchants::One(sub_mchid)) => Some(sub_mchid.clone()),
                Some(OfSubMerchants::All) => None,
                None => context.profile()?.sub_mchid()?,
            },
            gzip,
        }),
        Bill::Fundflow(flow) => BillRequest::FundFlow(FundFlowBill {
            bill_date,
            account_type: flow.account,
            gzip,
        }),
    };
    if context.is_dry() {
        return dry_run::show(&client.sign(&request), context);
    }
    target.check()?;
    let VerifiedBill {
        content,
        hash_over,
        bytes,
        link,
        request_id,
        ..
    } = download(&client, &request, &target, context).await?;
    let Written { bytes, rows } = target.write(content, bytes, bill_date, context)?;
    if let Some(path) = target.path() {
        context.output.show(&Report {
            bill: name,
            bill_date,
            path: path.to_owned(),
            bytes,
            hash_type: link.hash_type,
            hash: link.hash_value.to_ascii_lowercase(),
            hash_over,
            rows,
            request_id,
        })?;
    }
    Ok(ExitStatus::Success)
}

async fn download(
    client: &Client,
    request: &BillRequest,
    target: &Target,
    context: &Context,
) -> Result<VerifiedBill, CliError> {
    let options = DownloadOptions {
        destination: target.destination(),
        format: target.file_format(),
        deadline: context.global.deadline,
        retries: context.global.retries(),
        transport: context.transport_options()?,
        allow_foreign_host: context.global.allow_foreign_host,
    };
    let bar = RefCell::new(None);
    let progress = |step: Progress<'_>| match step {
        Progress::Started { length } => {
            bar.replace(Some(context.output.progress(length)));
        }
        Progress::Received { bytes } => {
            if let Some(bar) = &*bar.borrow() {
                bar.advance(bytes);
            }
        }
        Progress::Retrying { reason } => {
            bar.take();
            context.output.trace(1, text!("bill-retrying", reason));
        }
    };
    Ok(bills::download(client, request, &options, progress).await?)
}

fn target(args: &CommonArgs, context: &Context) -> Result<Target, CliError> {
    let path = args.output.as_deref();
    if args.parse.is_some() && path.is_some_and(is_gzip) {
        return Err(CliError::usage(text!("bill-parse-to-gzip")));
    }
    let to_stdout = path.is_none_or(|path| path == Path::new("-"));
    let is_json = context.output.json || context.output.get.is_some();
    let implied = (is_json && to_stdout).then_some(Format::Json);
    Ok(Target::new(path, args.parse.or(implied)))
}

/// Returns the day, unless its bill cannot exist yet.
fn date(day: Day, context: &Context) -> Result<BillDate, CliError> {
    let today = BillDate::of(ambient::now());
    let date = day.date(today);
    if date > today {
        return Err(CliError::usage(text!("bill-in-the-future", date, today)));
    }
    if date == today && !context.profile()?.mchid()?.is_of_sandbox() {
        return Err(CliError::usage(text!("bill-of-today", date)));
    }
    if date < today.oldest() {
        context.output.warn(text!("bill-too-old", date));
    }
    Ok(date)
}

failures!(error: BillsError {
    Request(error) => request_failed(error),
    Download(error) => download_failed(error),
    Host(error) => {
        let mut failure = CliError::from(error).with_cause(text!("bill-link-host"));
        failure.kind = Kind::Unavailable;
        failure
    },
    Setup(error) => error.into(),
    Deadline { deadline } => {
        let deadline = format!("{deadline:?}");
        Self::new(Kind::Network, text!("bill-deadline", deadline))
    },
    HashMismatch { received, promised, text, raw } => {
        let mut failure = unverified(text!("bill-hash-mismatch", received))
            .with_cause(text!("bill-hash-promised", promised))
            .with_cause(text!("bill-hash-received", text));
        failure.causes.extend(raw.map(|raw| text!("bill-hash-raw", raw)));
        failure
    },
    Damaged(source) => unverified(text!("bill-damaged")).with_source(source),
    TooLarge => unverified(text!("bill-bomb", ratio = MAX_INFLATE_RATIO)),
    File(error) => error.into(),
    Spool(source) => {
        let folder = std::env::temp_dir();
        Self::config(text!("bill-no-temporary-file", folder)).with_source(source)
    },
    Unreadable { source, request_id } => {
        let what = source.to_string();
        Self::from(Error::Answer { what, request_id })
            .with_help(text!("bill-unreadable-help"))
    },
});

fn unverified(message: Text) -> CliError {
    CliError::new(Kind::Verification, message).with_help(text!("bill-unverified-help"))
}

/// Some codes mean something else when the file is fetched.
fn download_failed(error: Error) -> CliError {
    let code = error.api().and_then(|refused| refused.code.as_deref());
    let code = code.and_then(error_code::by_code);
    let advice = code.and_then(|code| code.cases.iter().find(|case| case.api == Api::Bill));
    let failure = request_failed(error);
    match advice {
        Some(case) => failure.advised(&case.advice),
        None => failure,
    }
}

fn request_failed(error: Error) -> CliError {
    // Not refused for good: a script should try again, though not at once.
    let is_creating = matches!(&error, Error::Api(refused) if refused.is("STATEMENT_CREATING"));
    let is_broken_off = matches!(
        &error,
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. })
    );
    let mut failure = asking_failed(error);
    if is_creating {
        failure.kind = Kind::Unavailable;
    }
    failure.with_better_help(is_broken_off.then(|| text!("bill-broken-off-help")))
}
