//! A reply of the sandbox, explained from what the sandbox itself received and refused.

use wechatpay::diagnose::reply::{Reply, parse};
use wechatpay::diagnose::request::{Known, Request, diagnose};
use wechatpay::diagnose::{Cause, Diagnosis, Finding, Suspect, Text};
use wechatpay::protocol::authorization::Fields;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::signed::FRESH;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::sandbox::{Identity, RefusedRequest};

use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::lang::Lang;

/// The code of every refused signature.
const SIGN_ERROR: &str = "SIGN_ERROR";

/// Shorter nonces may be in a text by chance.
const MIN_NONCE: usize = 6;

/// Explains a reply if it is of the sandbox; nothing if its record has no such request.
///
/// # Errors
/// Returns an error if the sandbox's keys cannot be read.
pub(super) fn explain(reply: &[u8], context: &Context) -> Result<Option<(Reply, Shown)>, Failure> {
    let data = context.sandbox_data()?;
    // Without a record there is no sandbox to ask, and the reply is read like any other.
    let refused = RefusedRequest::list(&data).unwrap_or_default();
    let Some(request) = find(reply, refused, context) else {
        return Ok(None);
    };
    let at = request.at.to_rfc3339();
    let id = &request.request_id;
    context.output.note(match context.output.lang {
        Lang::En => format!("explained from the sandbox's record of request {id}, received {at}"),
        Lang::Zh => format!("依据沙箱对请求 {id} 的记录分析，接收时间 {at}"),
    });
    let identity = Identity::open(&data)?;
    let path = identity.private_key_path();
    let pem = std::fs::read(&path).map_err(|error| Failure::file("read", &path, &error))?;
    let key = SigningKey::from_pem(identity.serial_no().clone(), &pem)
        .map_err(|error| Failure::config(error.to_string()))?;
    let sent = Request {
        method: &request.method,
        url: &request.url,
        body: &request.body,
        authorization: &request.authorization,
    };
    let judge = |suspects: Vec<Suspect<'_>>| -> Diagnosis {
        let known = Known {
            merchant: &key,
            mchid: identity.mchid().as_str(),
            suspects,
            apiv3_key: None,
        };
        let mut diagnosis = diagnose(&sent, &known, &findings::limits());
        if let Some(fact) = fact(&request, &identity, &diagnosis) {
            diagnosis.findings.insert(0, fact);
        }
        diagnosis
    };
    // The record is enough; a profile only brings more keys that may have signed.
    let shown = match context.profile() {
        Ok(_) => findings::diagnose(context, judge)?,
        Err(_) => Shown::new(judge(Vec::new()), context.output.lang),
    };
    let reply = Reply {
        code: Some(request.code.clone()),
        message: Some(request.message.clone()),
        received: request
            .detail
            .as_ref()
            .and_then(|detail| Reply::read(detail).received),
    };
    Ok(Some((reply, shown)))
}

/// Finds the request that a reply refused: by its Request-ID, by the message that the server
/// built, or by the timestamp and nonce in it.
fn find(reply: &[u8], refused: Vec<RefusedRequest>, context: &Context) -> Option<RefusedRequest> {
    let text = String::from_utf8_lossy(reply);
    let read = parse(reply).map(|value| Reply::read(&value));
    let received = read.as_ref().and_then(|read| read.received.as_ref());
    let by_id = |request: &RefusedRequest| text.contains(&request.request_id);
    let by_message = |request: &RefusedRequest| {
        let detail = request.detail.as_ref().map(Reply::read);
        received.is_some() && detail.is_some_and(|own| own.received.as_ref() == received)
    };
    let by_stamp = |request: &RefusedRequest| {
        Fields::read(&request.authorization).is_ok_and(|fields| {
            fields.nonce_str.len() >= MIN_NONCE
                && text.contains(fields.nonce_str)
                && text.contains(fields.timestamp)
        })
    };
    // A body alone says no more than which check failed; with --sandbox the last such is meant.
    let last = |request: &RefusedRequest| {
        let same = |read: &Reply| {
            read.code.as_deref() == Some(SIGN_ERROR)
                && read.message.as_deref() == Some(request.message.as_str())
                && read.received.is_none()
                && request.detail.is_none()
        };
        context.global.sandbox && read.as_ref().is_some_and(same)
    };
    let ways: [&dyn Fn(&RefusedRequest) -> bool; 4] = [&by_id, &by_message, &by_stamp, &last];
    let place = ways
        .into_iter()
        .find_map(|way| refused.iter().position(way))?;
    let found = refused.into_iter().nth(place)?;
    found.is_complete().then_some(found)
}

/// Says what the sandbox compared, if the signature alone does not show it.
fn fact(
    request: &RefusedRequest,
    identity: &Identity,
    diagnosis: &Diagnosis,
) -> Option<Finding> {
    let fields = Fields::read(&request.authorization).ok();
    let timestamp = fields.and_then(|fields| fields.timestamp.parse::<Timestamp>().ok());
    let late = timestamp.map(|timestamp| request.at.0.saturating_sub(timestamp.0));
    let has = |cause: &str| {
        let mut causes = diagnosis.findings.iter();
        causes.any(|finding| finding.cause.name().contains(cause))
    };
    if let Some(late) = late.filter(|late| late.unsigned_abs() > FRESH.as_secs()) {
        if has("timestamp-milliseconds") || has("clock") || has("stale") {
            return None;
        }
        let seconds = late.unsigned_abs();
        let (cause, en, zh) = if late > 0 {
            (Cause::Stale, "before", "早")
        } else {
            (Cause::ClockSkew, "after", "晚")
        };
        return Some(Finding::verified(
            cause,
            Text::new(
                format!(
                    "timestamp is {seconds} s {en} the moment at which the sandbox received the request; 300 s are allowed"
                ),
                format!("timestamp 比沙箱收到请求的时间{zh} {seconds} 秒，最多允许相差 300 秒"),
            ),
            Text::new(
                "synchronise the clock (NTP), and sign each request when it is sent",
                "校准系统时间（NTP），并在每次发送请求时重新签名",
            ),
        ));
    }
    let serial = fields.map(|fields| fields.serial_no).unwrap_or_default();
    let own = identity.serial_no().as_str();
    if serial.is_empty() || serial.eq_ignore_ascii_case(own) || has("serial") || has("key") {
        return diagnosis
            .findings
            .is_empty()
            .then(|| refusal(request));
    }
    Some(Finding::verified(
        Cause::UnknownSerial,
        Text::new(
            format!(
                "serial_no is '{serial}'; the merchant certificate's serial number is {own}, and it must be written exactly like this"
            ),
            format!("serial_no 为“{serial}”，而商户API证书的序列号是 {own}，必须完全按此书写"),
        ),
        Text::new(
            format!("write serial_no=\"{own}\": 40 hexadecimal digits, no colons, spaces or prefix"),
            format!("写成 serial_no=\"{own}\"：40 位十六进制数字，不带冒号、空格和前缀"),
        ),
    ))
}

/// What is left to say if nothing else was found.
fn refusal(request: &RefusedRequest) -> Finding {
    let message = &request.message;
    Finding::inferred(
        Cause::AuthorizationMalformed,
        Text::new(
            format!("the sandbox refused the request: {message}"),
            format!("沙箱拒绝了此请求：{message}"),
        ),
        Text::new(
            "compare each value of Authorization with the documentation of the header",
            "对照文档检查 Authorization 中的每个值",
        ),
    )
}
