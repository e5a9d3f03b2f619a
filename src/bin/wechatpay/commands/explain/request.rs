//! `explain request`: would WeChat Pay accept this signature, and why not.

use std::path::PathBuf;

use serde::Serialize;
use wechatpay::diagnose::request::{Known, Request, diagnose};

use crate::args;
use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render, Tone};

/// The request is judged against the profile's key. Exits with 4 where a fault is found.
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
    #[serde(flatten)]
    shown: Shown,
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
        } else {
            page.toned(
                Tone::Bad,
                page.pick(
                    "invalid: WeChat Pay answers this request with an error",
                    "无效：微信支付会拒绝此请求",
                ),
            );
            self.shown.render(page);
        }
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
    let shown = findings::diagnose(context, |suspects| {
        let known = Known {
            merchant: &key,
            mchid: mchid.as_str(),
            suspects,
            apiv3_key: apiv3_key.as_ref(),
        };
        diagnose(&request, &known, &findings::limits())
    })?;
    let valid = shown.is_valid();
    let verdict = if valid { "valid" } else { "invalid" };
    context.output.show(&Report { verdict, shown })?;
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
