//! `explain request`: would WeChat Pay accept this signature, and why not.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::capture::{self, PastedAuthorization, PastedRequest, Reading, Unread};
use wechatpay::diagnose::Place;
use wechatpay::diagnose::request::{Known, Moment, Request, diagnose};
use wechatpay::protocol::stamp::Timestamp;

use crate::args;
use crate::commands::captured::{Captured, REQUEST_FORMS, unreadable};
use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

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
    /// The Authorization header, or a line, log or curl command with it
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
    capture: Captured,
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
        self.capture.render(page);
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

pub(super) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let body = args
        .body
        .as_deref()
        .map(args::file)
        .transpose()?
        .unwrap_or_default();
    let pasted = authorization(
        args.authorization.authorization.as_deref(),
        args.authorization.authorization_file.as_deref(),
    )?;
    let (authorization, read) = match pasted {
        Some(pasted) => (pasted.value, vec![pasted.reading]),
        None => (String::new(), Vec::new()),
    };
    let request = Request {
        method: &args.method,
        url: &args.url,
        body: &body,
        authorization: &authorization,
    };
    check(&request, read, Vec::new(), args.at, context)
}

/// Checks a request that was read from a pasted text.
pub(super) fn explain(
    read: &PastedRequest,
    source: &Path,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let (en, zh) = REQUEST_FORMS;
    let unreadable = |en_what: &'static str, zh_what: &'static str| {
        unreadable(source, (en_what, zh_what), &read.not_read).with_help(Text::pair(en, zh))
    };
    let (Some(method), Some(url)) = (&read.method, &read.url) else {
        return Err(unreadable(
            "an Authorization header is in it, but no method and URL could be read",
            "其中有 Authorization 头，但读不到请求方法和 URL",
        ));
    };
    let takes_body = matches!(method.as_str(), "POST" | "PUT" | "PATCH");
    if (takes_body && read.body.is_none()) || !read.not_read.is_empty() {
        return Err(unreadable(
            "the body of the request could not be read",
            "读不到请求体",
        ));
    }
    let request = Request {
        method,
        url,
        body: read.body.as_deref().unwrap_or_default(),
        authorization: read.authorization.as_deref().unwrap_or_default(),
    };
    check(&request, read.read.clone(), Vec::new(), None, context)
}

fn check(
    request: &Request<'_>,
    read: Vec<Reading>,
    not_read: Vec<Unread>,
    at: Option<Timestamp>,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let profile = context.profile()?;
    let key = profile.signing_key()?;
    let mchid = profile.mchid()?;
    let apiv3_key = profile.apiv3_key().ok();
    let moment = Moment::read(request.authorization, at.unwrap_or_else(ambient::now));
    let mut shown = findings::diagnose(context, |suspects| {
        let known = Known {
            merchant: &key,
            mchid: mchid.as_str(),
            suspects,
            apiv3_key: apiv3_key.as_ref(),
        };
        diagnose(request, &known, &findings::limits())
    })?;
    if let Some(moment) = &moment {
        shown.add(moment.findings(at.is_some()));
        if request.authorization.contains(&key.serial_no().to_string()) {
            let place = Place::Request;
            shown.add(findings::certificate(
                profile,
                key.serial_no(),
                moment.signed_at,
                place,
            ));
        }
    }
    let valid = shown.is_valid();
    let verdict = if valid { "valid" } else { "invalid" };
    context.output.show(&Report {
        verdict,
        signed_at: moment.as_ref().map(|moment| moment.signed_at.to_rfc3339()),
        age_seconds: moment.as_ref().map(|moment| moment.age_seconds),
        capture: Captured { read, not_read },
        shown,
        moment,
    })?;
    Ok(if valid {
        ExitStatus::Success
    } else {
        ExitStatus::Verification
    })
}

/// Reads the header's value from an option or a file, with or without what surrounds it.
pub(super) fn authorization(
    text: Option<&str>,
    file: Option<&Path>,
) -> Result<Option<PastedAuthorization>, CliError> {
    match file {
        Some(file) => Ok(Some(capture::authorization(&args::file(file)?))),
        None => Ok(text.map(|text| capture::authorization(text.as_bytes()))),
    }
}
