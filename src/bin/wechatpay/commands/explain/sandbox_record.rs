//! A reply of the sandbox, explained from what the sandbox itself received and refused.

use wechatpay::capture;
use wechatpay::diagnose::reply::Reply;
use wechatpay::diagnose::request::{Known, Moment, Request, diagnose};
use wechatpay::diagnose::{Cause, Diagnosis, Finding, Suspect, Text};
use wechatpay::fs::FileAction;
use wechatpay::protocol::authorization::Fields;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::sandbox::{Identity, RefusedRequest};

use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Lang;

/// The code of every refused signature.
const SIGN_ERROR: &str = "SIGN_ERROR";

/// Shorter nonces may be in a text by chance.
const MIN_NONCE: usize = 6;

/// Explains a reply if it is of the sandbox; nothing if its record has no such request.
///
/// # Errors
/// Returns an error if the sandbox's keys cannot be read.
pub(super) fn explain(reply: &[u8], context: &Context) -> Result<Option<(Reply, Shown)>, CliError> {
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
    let pem =
        std::fs::read(&path).map_err(|error| CliError::file(FileAction::Read, &path, error))?;
    let key = SigningKey::from_pem(identity.serial_no().clone(), &pem)
        .map_err(|error| CliError::config(error.to_string()))?;
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
        // The moment of sending is known here.
        let moment = Moment::read(sent.authorization, request.at);
        let late = moment.map(|moment| moment.findings(true));
        diagnosis.findings.splice(0..0, late.unwrap_or_default());
        if diagnosis.findings.is_empty() {
            diagnosis.findings.push(refusal(&request));
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
    let read = capture::reply(reply);
    let read = read.value.as_ref().map(Reply::read);
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

/// What is left to say if nothing else was found.
fn refusal(request: &RefusedRequest) -> Finding {
    let message = &request.message;
    let what = Text::new(
        format!("the sandbox refused the request: {message}"),
        format!("沙箱拒绝了此请求：{message}"),
    );
    let fix = Text::new(
        "compare each value of Authorization with the documentation of the header",
        "对照文档检查 Authorization 中的每个值",
    );
    Finding::inferred(Cause::AuthorizationMalformed, what, fix)
}
