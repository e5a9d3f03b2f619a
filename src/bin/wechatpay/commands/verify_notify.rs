//! `verify-notify`: verifies and decrypts one captured notification.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::diagnose::notification::{Known, diagnose, other_merchant, plain, unopened};
use wechatpay::diagnose::{Cause, Finding};
use wechatpay::protocol::keys::Keyring;
use wechatpay::protocol::notification::Notification;
use wechatpay::protocol::signed::{
    NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, SignedBody, TIMESTAMP, Verified,
};
use wechatpay::protocol::stamp::Timestamp;

use super::findings::{self, Shown};
use crate::args;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render, Tone};

/// The body must be the raw bytes that arrived, before any parsing.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A whole HTTP request: request line, headers, blank line, body
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["headers", "body", "signature"], required_unless_present = "body")]
    request: Option<PathBuf>,
    /// Headers as `Name: value` lines, a JSON map, or HTTP_WECHATPAY_* pairs
    #[arg(long, value_name = "FILE|-", group = "signed", requires = "body", conflicts_with_all = ["timestamp", "nonce", "signature", "serial"])]
    headers: Option<PathBuf>,
    /// The raw body
    #[arg(long, value_name = "FILE|-", requires = "signed")]
    body: Option<PathBuf>,
    /// Wechatpay-Timestamp
    #[arg(long, value_name = "T", group = "signed", requires_all = ["body", "nonce", "signature", "serial"])]
    timestamp: Option<String>,
    /// Wechatpay-Nonce
    #[arg(long, value_name = "N")]
    nonce: Option<String>,
    /// Wechatpay-Signature
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    signature: Option<String>,
    /// Wechatpay-Serial
    #[arg(long, value_name = "K")]
    serial: Option<String>,
    /// Judge the age at this moment: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = args::moment)]
    at: Option<Timestamp>,
    /// The oldest signature to accept
    #[arg(long, value_name = "D", default_value = "5m", value_parser = args::duration)]
    max_age: Duration,
    /// Accept a signature of any age
    #[arg(long, conflicts_with_all = ["max_age", "at"])]
    no_max_age: bool,
    /// Verify only
    #[arg(long)]
    no_decrypt: bool,
}

#[derive(Serialize)]
struct Report {
    verified: bool,
    serial: Option<String>,
    age_seconds: Option<i64>,
    event: Option<Value>,
    resource: Option<Value>,
    #[serde(flatten)]
    shown: Shown,
}

impl Render for Report {
    const SCHEMA: &'static str = "verify-notify";

    fn render(&self, page: &mut Page) {
        if self.verified {
            page.toned(
                Tone::Good,
                page.pick(
                    "verified: WeChat Pay signed these bytes",
                    "验签通过：确由微信支付签名",
                ),
            );
        } else {
            page.toned(Tone::Bad, page.pick("not verified", "验签未通过"));
        }
        let mut rows = Vec::new();
        rows.extend(self.serial.clone().map(|serial| ("serial", serial)));
        rows.extend(
            self.age_seconds
                .map(|age| (page.pick("age", "签名距今"), format!("{age} s"))),
        );
        for name in ["id", "event_type", "create_time", "summary"] {
            let value = self
                .event
                .as_ref()
                .and_then(|event| event.get(name))
                .and_then(Value::as_str);
            rows.extend(value.map(|value| (name, value.to_owned())));
        }
        if !rows.is_empty() {
            page.fields(rows);
        }
        if let Some(text) = self
            .resource
            .as_ref()
            .and_then(|resource| serde_json::to_string_pretty(resource).ok())
        {
            page.lines(text);
        }
        self.shown.render(page);
    }
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    let (headers, body) = capture(args)?;
    let profile = context.profile()?;
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key());
    }
    let now = args.at.unwrap_or_else(ambient::now);
    let header = |name: &'static str| {
        headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    };
    let mut report = Report {
        verified: false,
        serial: header(SERIAL).map(str::to_owned),
        age_seconds: None,
        event: None,
        resource: None,
        shown: Shown::default(),
    };
    match SignedBody::from_parts(header, body) {
        Ok(signed) => judge(&signed, &keyring, now, args, context, &mut report)?,
        Err(error) => report.shown.findings.extend(plain(&error)),
    }
    context.output.show(&report)?;
    let good = report.verified && report.shown.is_valid();
    Ok(if good { 0 } else { 4 })
}

fn judge(
    signed: &SignedBody,
    keyring: &Keyring,
    now: Timestamp,
    args: &Args,
    context: &Context,
    report: &mut Report,
) -> Result<(), Failure> {
    report.age_seconds = signed.age(now).ok();
    let fresh = (!args.no_max_age).then_some(args.max_age);
    if let Ok(verified) = signed.clone().verify(keyring, now, fresh) {
        report.verified = true;
        return open(&verified, args, context, report);
    }
    // Age and signature are judged apart, so that an old capture still learns about the second.
    let checks = [fresh, None].map(|fresh| signed.check(now, fresh, |serial| keyring.find(serial)));
    let mut obvious: Vec<Finding> = Vec::new();
    for finding in checks
        .iter()
        .filter_map(|check| plain(check.as_ref().err()?))
    {
        // Milliseconds are no moment to count an age from.
        let counted = !matches!(finding.cause, Cause::Stale | Cause::ClockSkew)
            || !signed.is_in_milliseconds();
        if counted && obvious.iter().all(|earlier| earlier.cause != finding.cause) {
            obvious.push(finding);
        }
    }
    let [_, signature] = &checks;
    match signature {
        Err(error) if plain(error).is_some() => {}
        Ok(()) if !signed.is_in_milliseconds() => {
            // What is inside is judged too, and not shown: nobody vouches for it any more.
            if let Ok(verified) = signed.clone().verify(keyring, now, None) {
                open(&verified, args, context, report)?;
                (report.event, report.resource) = (None, None);
            }
        }
        Ok(()) | Err(_) => report.shown = diagnose_signature(signed, keyring, context)?,
    }
    report.shown.findings.splice(0..0, obvious);
    Ok(())
}

fn diagnose_signature(
    signed: &SignedBody,
    keyring: &Keyring,
    context: &Context,
) -> Result<Shown, Failure> {
    let profile = context.profile()?;
    let apiv3_key = profile.apiv3_key().ok();
    let mchid = profile.mchid().ok();
    let mut shown = findings::diagnose(context, |suspects| {
        let known = Known {
            platform: keyring,
            suspects,
            apiv3_key: apiv3_key.as_ref(),
            mchid: mchid.as_ref(),
        };
        diagnose(signed, &known, &findings::limits())
    })?;
    shown.arrived = true;
    Ok(shown)
}

fn open(
    verified: &Verified,
    args: &Args,
    context: &Context,
    report: &mut Report,
) -> Result<(), Failure> {
    let found = &mut report.shown.findings;
    let notification = match Notification::read(verified) {
        Ok(notification) => notification,
        Err(error) => {
            found.push(unopened(&error));
            return Ok(());
        }
    };
    report.event = Some(json!({
        "id": notification.id,
        "event_type": notification.event_type,
        "create_time": notification.create_time,
        "resource_type": notification.resource_type,
        "summary": notification.summary,
    }));
    if args.no_decrypt {
        return Ok(());
    }
    let profile = context.profile()?;
    match Notification::open(verified, &profile.apiv3_key()?) {
        Ok(event) => {
            let mchid = profile.mchid().ok();
            found.extend(mchid.and_then(|mchid| other_merchant(&event.plaintext, &mchid)));
            report.resource = Some(event.plaintext.value());
        }
        Err(error) => found.push(unopened(&error)),
    }
    Ok(())
}

type Headers = Vec<(String, String)>;

fn capture(args: &Args) -> Result<(Headers, Vec<u8>), Failure> {
    if let Some(path) = &args.request {
        return read_request(&args::file(path)?, path);
    }
    let Some(path) = &args.body else {
        return Err(Failure::usage(
            "--request, or --body with the headers, is needed",
        ));
    };
    let headers = match &args.headers {
        Some(file) if file == path => {
            return Err(Failure::usage("--headers and --body must be two files"));
        }
        Some(file) => read_headers(&args::file(file)?, file)?,
        None => given(args),
    };
    Ok((headers, args::file(path)?))
}

fn given(args: &Args) -> Headers {
    [
        (TIMESTAMP, &args.timestamp),
        (NONCE, &args.nonce),
        (SIGNATURE, &args.signature),
        (SERIAL, &args.serial),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
    .collect()
}

fn read_request(bytes: &[u8], path: &Path) -> Result<(Headers, Vec<u8>), Failure> {
    let wrong = || {
        Failure::config(format!(
            "{} is not an HTTP request: headers, a blank line, and the body",
            path.display()
        ))
    };
    let (head, body) = [&b"\r\n\r\n"[..], b"\n\n"]
        .iter()
        .filter_map(|blank| {
            let at = bytes
                .windows(blank.len())
                .position(|window| window == *blank)?;
            Some((&bytes[..at], &bytes[at + blank.len()..]))
        })
        .min_by_key(|(head, _)| head.len())
        .ok_or_else(wrong)?;
    let head = std::str::from_utf8(head).map_err(|_| wrong())?;
    let lines = head.lines().skip_while(|line| line.trim().is_empty());
    // The request line is there or not, as tools leave it out.
    let headers: Headers = lines
        .filter(|line| !is_request_line(line))
        .filter_map(pair)
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    let length = length
        .and_then(|(_, value)| value.parse::<usize>().ok())
        .filter(|length| *length <= body.len());
    Ok((headers, body[..length.unwrap_or(body.len())].to_vec()))
}

fn is_request_line(line: &str) -> bool {
    line.split(' ')
        .next_back()
        .is_some_and(|last| last.starts_with("HTTP/"))
}

fn read_headers(bytes: &[u8], path: &Path) -> Result<Headers, Failure> {
    let wrong = |what: &str| Failure::config(format!("{}: {what}", path.display()));
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("the headers are not UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return Ok(text.lines().filter_map(pair).collect());
    }
    let map: serde_json::Map<String, Value> = serde_json::from_str(text)
        .map_err(|_| wrong("it begins like JSON and is not a map of headers"))?;
    Ok(map
        .iter()
        .filter_map(|(name, value)| Some((header_name(name), first_text(value)?)))
        .collect())
}

/// Frameworks give a header's value as a text, a number, or a list of them.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => first_text(items.first()?),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// Reads `Name: value` or `NAME=value`.
fn pair(line: &str) -> Option<(String, String)> {
    let at = line.find([':', '='])?;
    let (name, value) = (line[..at].trim(), line[at + 1..].trim());
    let value = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(value);
    (!name.is_empty()).then(|| (header_name(name), value.to_owned()))
}

/// Turns `HTTP_WECHATPAY_SERIAL` into the header's own name.
fn header_name(name: &str) -> String {
    let known = [SERIAL, SIGNATURE, TIMESTAMP, NONCE, SIGNATURE_TYPE];
    let plain = name.to_ascii_uppercase().replace('_', "-");
    let plain = plain.strip_prefix("HTTP-").unwrap_or(&plain);
    let found = known
        .iter()
        .find(|header| header.eq_ignore_ascii_case(plain));
    found.map_or_else(|| name.to_owned(), |header| (*header).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_every_form() {
        let expected = vec![
            (SERIAL.to_owned(), "AB".to_owned()),
            (TIMESTAMP.to_owned(), "1".to_owned()),
        ];
        for text in [
            "Wechatpay-Serial: AB\r\nwechatpay-timestamp: 1\r\n",
            "HTTP_WECHATPAY_SERIAL=AB\nHTTP_WECHATPAY_TIMESTAMP: 1\n",
            r#"{"wechatpay-serial": ["AB"], "HTTP_WECHATPAY_TIMESTAMP": 1}"#,
        ] {
            assert_eq!(
                read_headers(text.as_bytes(), Path::new("h")).unwrap(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_request_is_split_at_its_first_blank_line() {
        for text in ["POST /n HTTP/1.1\r\nA: 1\r\n\r\n{}\n\n", "A: 1\n\n{}\n\n"] {
            let (headers, body) = read_request(text.as_bytes(), Path::new("r")).unwrap();
            assert_eq!(headers, [("A".to_owned(), "1".to_owned())]);
            assert_eq!(body, b"{}\n\n");
        }
        let (_, body) = read_request(b"Content-Length: 2\n\n{}\n", Path::new("r")).unwrap();
        assert_eq!(body, b"{}");
    }
}
