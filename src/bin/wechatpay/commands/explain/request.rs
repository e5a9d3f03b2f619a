//! `explain request`: would WeChat Pay accept this signature, and why not.

use std::path::PathBuf;

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::diagnose::request::{Known, Moment, Request, diagnose};
use wechatpay::protocol::stamp::Timestamp;

use crate::args;
use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render, Tone};

/// Checks the request against the profile's key. Exits with 4 if a fault is found.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The method as sent
    #[arg(long, value_name = "M")]
    method: String,
    /// The URL as sent, or its path and query
    #[arg(long, value_name = "U")]
    url: String,
    /// The raw body as sent
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    #[command(flatten)]
    authorization: Authorization,
    /// When it was sent, in RFC 3339 or Unix seconds: the age of its timestamp is checked then
    #[arg(long, value_name = "TIME", value_parser = args::moment)]
    at: Option<Timestamp>,
}

/// The header to be judged.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Authorization {
    /// The value of the Authorization header
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    authorization: Option<String>,
    /// A file that holds it
    #[arg(long, value_name = "FILE|-")]
    authorization_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    verdict: &'static str,
    /// When it was signed, by its timestamp.
    signed_at: Option<String>,
    age_seconds: Option<i64>,
    #[serde(flatten)]
    shown: Shown,
    #[serde(skip)]
    moment: Option<Moment>,
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-request";

    fn render(&self, page: &mut Page) {
        if self.shown.is_valid() {
            page.toned(
                Tone::Good,
                page.pick(
                    "valid: WeChat Pay accepts this signature, within five minutes of its timestamp",
                    "有效：在时间戳前后五分钟内，微信支付会接受此签名",
                ),
            );
            if let Some(moment) = &self.moment {
                age(moment, page);
            }
        } else {
            page.toned(
                Tone::Bad,
                page.pick(
                    "invalid: WeChat Pay refuses this request",
                    "无效：微信支付会拒绝此请求",
                ),
            );
            self.shown.render(page);
        }
    }
}

/// Shows when a request was signed, and what an old timestamp means.
fn age(moment: &Moment, page: &mut Page) {
    let at = moment.signed_at.to_rfc3339();
    let seconds = moment.age_seconds;
    if seconds < 0 {
        return;
    }
    let hours = moment.whole_hours.map_or_else(String::new, |hours| {
        page.pick(format!(" ({hours} h)"), format!("（{hours} 小时）"))
    });
    page.line(page.pick(
        format!("signed at {at}, {seconds} s{hours} ago"),
        format!("签名于 {at}，{seconds} 秒{hours}之前"),
    ));
    if moment.is_refused() {
        page.line(page.pick(
            "sent now, WeChat Pay refuses it as too old: if it was made just now, its clock or time zone is wrong; for the moment of sending give --at TIME",
            "现在发送会因时间过早被拒绝：如果是刚刚生成的，则是生成它的时钟或时区不对；可用 --at TIME 指定发送时间",
        ));
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    let body = args
        .body
        .as_deref()
        .map(args::file)
        .transpose()?
        .unwrap_or_default();
    let authorization = authorization(
        args.authorization.authorization.as_deref(),
        args.authorization.authorization_file.as_deref(),
    )?
    .unwrap_or_default();
    let profile = context.profile()?;
    let key = profile.signing_key()?;
    let mchid = profile.mchid()?;
    let apiv3_key = profile.apiv3_key().ok();
    let request = Request {
        method: &args.method,
        url: &args.url,
        body: &body,
        authorization: &authorization,
    };
    let moment = Moment::read(&authorization, args.at.unwrap_or_else(ambient::now));
    let mut shown = findings::diagnose(context, |suspects| {
        let known = Known {
            merchant: &key,
            mchid: mchid.as_str(),
            suspects,
            apiv3_key: apiv3_key.as_ref(),
        };
        diagnose(&request, &known, &findings::limits())
    })?;
    if let Some(moment) = &moment {
        shown.add(moment.findings(args.at.is_some()));
    }
    let valid = shown.is_valid();
    let verdict = if valid { "valid" } else { "invalid" };
    context.output.show(&Report {
        verdict,
        signed_at: moment.as_ref().map(|moment| moment.signed_at.to_rfc3339()),
        age_seconds: moment.as_ref().map(|moment| moment.age_seconds),
        shown,
        moment,
    })?;
    Ok(if valid { 0 } else { 4 })
}

/// Reads the header's value from an option or a file, whose last line end is the file's own.
pub(super) fn authorization(
    text: Option<&str>,
    file: Option<&std::path::Path>,
) -> Result<Option<String>, Failure> {
    let Some(file) = file else {
        return Ok(text.map(str::to_owned));
    };
    let bytes = args::file(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Some(text.strip_suffix('\r').unwrap_or(text).to_owned()))
}
