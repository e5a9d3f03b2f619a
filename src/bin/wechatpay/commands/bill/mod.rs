//! `bill`: downloads a day's trade bill or fund-flow bill, checks it, and can take it apart.

mod failure;
mod format;
mod out;
mod release;
mod rows;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::bills::{self, BillRequest, DownloadOptions, HashOver, Progress, VerifiedBill};
use wechatpay::client::Client;
use wechatpay::protocol::bill::{AccountType, BillDate, BillType, FundFlowBill, TradeBill};
use wechatpay::protocol::id::{IdError, Mchid};
use wechatpay::sandbox::Identity;

use self::format::{Parse, is_gzip};
use self::release::{Target, Written};
use self::rows::Shape;
use super::dry_run;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

/// What is the same for both bills.
const ABOUT: &str = "\
WeChat Pay makes a day's bills (in China's time) on the next morning, from about 10 o'clock, and \
keeps them for three months. Nothing is written before its SHA-1 is the promised one.

Exit 5 with NO_STATEMENT_EXIST: nothing happened that day. Exit 6 with STATEMENT_CREATING: come back \
later. Exit 4: the hash is wrong.";

#[derive(Debug, clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Args {
    #[command(subcommand)]
    bill: Bill,
}

#[derive(Debug, clap::Subcommand)]
enum Bill {
    /// Payments and refunds, one row each (交易账单)
    Trade(TradeArgs),
    /// What came into an account of the merchant and went out of it (资金账单)
    Fundflow(FundFlowArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_help = ABOUT)]
struct TradeArgs {
    #[command(flatten)]
    common: CommonArgs,
    /// Only these trades
    #[arg(
        long = "type",
        value_name = "ALL|SUCCESS|REFUND|RECHARGE_REFUND",
        default_value = "ALL"
    )]
    kind: BillType,
    /// A service provider's: of this sub-merchant alone, or of all [default: the profile's sub_mchid, else all]
    #[arg(long, value_name = "MCHID|all")]
    sub_mchid: Option<OfSubMerchants>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = ABOUT)]
struct FundFlowArgs {
    #[command(flatten)]
    common: CommonArgs,
    /// Of this account
    #[arg(long, value_name = "BASIC|OPERATION|FEES", default_value = "BASIC")]
    account: AccountType,
}

#[derive(Debug, clap::Args)]
struct CommonArgs {
    /// The day: yyyy-MM-dd or yesterday; the sandbox, which has no past, also makes today's
    #[arg(value_name = "DATE")]
    date: Day,
    /// Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Transfer it compressed; it is inflated unless it is written to FILE.gz
    #[arg(long)]
    gzip: bool,
    /// Take it apart: json has a row a line and amounts in fen, then the summary, where
    /// `text_columns` names those with an amount that is no whole number of fen, which stays a
    /// text in yuan; csv and table keep WeChat Pay's yuan [default with --json or --get and no
    /// FILE: json]
    #[arg(long, value_name = "FORMAT")]
    parse: Option<Parse>,
}

/// A day as it is asked for.
#[derive(Debug, Clone, Copy)]
enum Day {
    Today,
    Yesterday,
    On(BillDate),
}

impl FromStr for Day {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text {
            "today" => Ok(Self::Today),
            "yesterday" => Ok(Self::Yesterday),
            _ => text.parse().map(Self::On),
        }
    }
}

/// Whose trades are asked for.
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

impl Bill {
    fn common(&self) -> &CommonArgs {
        match self {
            Self::Trade(args) => &args.common,
            Self::Fundflow(args) => &args.common,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Trade(_) => "trade",
            Self::Fundflow(_) => "fundflow",
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
    /// Known where it was taken apart.
    rows: Option<u64>,
    request_id: Option<String>,
}

impl Render for Report {
    const SCHEMA: &'static str = "bill";

    fn render(&self, page: &mut Page) {
        let path = self.path.display();
        page.toned(
            Tone::Good,
            page.pick(format!("{path} written"), format!("已写入 {path}")),
        );
        let over = match self.hash_over {
            HashOver::Uncompressed => page.pick("over the text", "对解压后文本"),
            HashOver::Raw => page.pick("over the bytes as sent", "对传输的原始字节"),
        };
        let mut rows = vec![
            ("bill_date", self.bill_date.to_string()),
            ("bytes", self.bytes.to_string()),
            ("hash", format!("{} {} ({over})", self.hash_type, self.hash)),
        ];
        rows.extend(self.rows.map(|count| ("rows", count.to_string())));
        page.fields(rows);
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let common = args.bill.common();
    let target = target(common, context)?;
    let client = context.client().await?;
    let bill_date = date(common.date, context)?;
    let gzip = common.gzip || target.keeps_gzip();
    let request = match &args.bill {
        Bill::Trade(trade) => BillRequest::Trade(TradeBill {
            bill_date,
            bill_type: trade.kind,
            sub_mchid: sub_mchid(trade, context)?,
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
    let bill = download(&client, &request, &target, context).await?;
    let VerifiedBill {
        content,
        hash_over,
        bytes,
        link,
        request_id,
        ..
    } = bill;
    let shape = Shape {
        bill_date,
        each_field: context.output.get.is_some() && target.path().is_none(),
    };
    let Written { bytes, rows } = target.write(content, bytes, &shape, context)?;
    let Some(path) = target.path() else {
        return Ok(ExitStatus::Success);
    };
    context.output.show(&Report {
        bill: args.bill.name(),
        bill_date,
        path: path.to_owned(),
        bytes,
        hash_type: link.hash_type,
        hash: link.hash_value.to_ascii_lowercase(),
        hash_over,
        rows,
        request_id,
    })?;
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
        format: target.format(),
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
            let text = format!("* {reason}; requesting the bill again");
            context.output.trace(1, text);
        }
    };
    Ok(bills::download(client, request, &options, progress).await?)
}

fn target(args: &CommonArgs, context: &Context) -> Result<Target, CliError> {
    let path = args.output.as_deref();
    if args.parse.is_some() && path.is_some_and(is_gzip) {
        return Err(CliError::usage(
            "--parse writes text: the name of its file cannot end in .gz",
        ));
    }
    let to_stdout = path.is_none_or(|path| path == Path::new("-"));
    let json = context.output.json || context.output.get.is_some();
    let implied = (json && to_stdout).then_some(Parse::Json);
    Ok(Target::new(path, args.parse.or(implied)))
}

/// Finds the day, and says before anything is sent that its bill cannot be there.
fn date(day: Day, context: &Context) -> Result<BillDate, CliError> {
    let today = BillDate::of(ambient::now());
    let date = match day {
        Day::Today => today,
        Day::Yesterday => today.eve(),
        Day::On(date) => date,
    };
    if date > today {
        return Err(CliError::usage(format!(
            "{date} is still to come: today is {today} in China"
        )));
    }
    let may_be_today = Identity::is_made_up(&context.profile()?.mchid()?);
    if date == today && !may_be_today {
        return Err(
            CliError::usage(format!("there is no bill of {date} before tomorrow")).with_help(Text::pair(
                "bills are made on the next day, from about 10 o'clock in China; `yesterday` is the newest",
                "账单于次日约 10 点后生成；最新可下载 `yesterday` 的账单")),
        );
    }
    if date < today.oldest() {
        context.output.warn(context.output.lang.pick(
            format!("{date} is more than three months ago; WeChat Pay keeps bills for three"),
            format!("{date} 已超过三个月；微信支付仅提供三个月内的账单"),
        ));
    }
    Ok(date)
}

fn sub_mchid(args: &TradeArgs, context: &Context) -> Result<Option<Mchid>, CliError> {
    match &args.sub_mchid {
        Some(OfSubMerchants::One(sub_mchid)) => Ok(Some(sub_mchid.clone())),
        Some(OfSubMerchants::All) => Ok(None),
        None => Ok(context.profile()?.sub_mchid()?),
    }
}
