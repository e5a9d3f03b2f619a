//! Diagnoses a refusal: what WeChat Pay says it received, beside what was signed.

use serde_json::Value;

use super::request::{self, Known, Request};
use super::search::Limits;
use super::{Cause, Diagnosis, Finding, Proof};
use crate::protocol::json;

/// 401 `SIGN_ERROR`, as far as it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// `code`, such as `SIGN_ERROR`.
    pub code: Option<String>,
    /// `message`, in the language of the request.
    pub message: Option<String>,
    /// What the server checked the signature against; older gateways do not say.
    pub received: Option<Received>,
}

/// `sign_information`: the message that the server built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// As the server saw it.
    pub method: String,
    /// Path and query as the server saw them.
    pub url: String,
    /// The server's message, its body cut to the first characters.
    pub shown: String,
    /// How many bytes the whole message has.
    pub length: usize,
}

/// What was sent, as far as the user knows.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The method.
    pub method: Option<String>,
    /// The URL, whole or the target alone.
    pub url: Option<String>,
    /// The raw body.
    pub body: Option<Vec<u8>>,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
}

impl Reply {
    /// Finds the parts of a reply, at whatever depth they are nested.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let text = |name: &str| find(value, name, 0)?.as_str().map(str::to_owned);
        let received = find(value, "sign_information", 0).and_then(|inside| {
            let text = |name: &str| inside.get(name)?.as_str().map(str::to_owned);
            let length = inside.get("sign_message_length")?;
            let length = length.as_u64().or_else(|| length.as_str()?.parse().ok())?;
            Some(Received {
                method: text("method")?,
                url: text("url")?,
                shown: text("truncated_sign_message")?,
                length: usize::try_from(length).ok()?,
            })
        });
        Self {
            code: text("code"),
            message: text("message"),
            received,
        }
    }
}

/// Looks a key up, breadth last; deeper than any answer goes is not looked at.
fn find<'v>(value: &'v Value, name: &str, depth: usize) -> Option<&'v Value> {
    if depth > 8 {
        return None;
    }
    let object = value.as_object()?;
    object.get(name).or_else(|| {
        object
            .values()
            .find_map(|inner| find(inner, name, depth + 1))
    })
}

impl Received {
    /// Timestamp and nonce as the server read them.
    #[must_use]
    pub fn stamp(&self) -> Option<(&str, &str)> {
        let rest = self.after_url()?;
        let (timestamp, rest) = rest.split_once('\n')?;
        let (nonce, _) = rest.split_once('\n')?;
        Some((timestamp, nonce))
    }

    /// The first characters of the body.
    #[must_use]
    pub fn body_head(&self) -> Option<&str> {
        let rest = self.after_url()?;
        let rest = rest.splitn(3, '\n').nth(2)?;
        Some(rest.strip_suffix('\n').unwrap_or(rest))
    }

    /// How many bytes of body the server received.
    #[must_use]
    pub fn body_length(&self) -> Option<usize> {
        let head = self.body_head()?.len();
        let frame = self.shown.len().checked_sub(head)?;
        self.length.checked_sub(frame)
    }

    fn after_url(&self) -> Option<&str> {
        let rest = self.shown.strip_prefix(&self.method)?.strip_prefix('\n')?;
        rest.strip_prefix(&self.url)?.strip_prefix('\n')
    }
}

/// Finds out what the refusal means, with what was sent where that is known.
#[must_use]
pub fn diagnose(reply: &Reply, sent: &Sent, known: &Known<'_>, limits: &Limits<'_>) -> Diagnosis {
    let mut findings = reply
        .message
        .as_deref()
        .and_then(by_message)
        .map_or_else(Vec::new, |finding| vec![finding]);
    let mut diagnosis = Diagnosis::plain(Vec::new());
    if let Some(received) = &reply.received {
        findings.extend(by_values(received, known));
        findings.extend(by_lengths(received, sent));
        if let Some(authorization) = &sent.authorization {
            diagnosis = by_search(received, sent, authorization, known, limits);
        }
    } else if let (Some(method), Some(url), Some(authorization)) =
        (&sent.method, &sent.url, &sent.authorization)
    {
        diagnosis = request::diagnose(
            &Request {
                method,
                url,
                body: sent.body.as_deref().unwrap_or_default(),
                authorization,
            },
            known,
            limits,
        );
    }
    // What the signature itself proves stands above what lengths suggest.
    let proved = diagnosis
        .findings
        .iter()
        .any(|finding| finding.proof == Proof::Verified);
    findings.retain(|finding| {
        let told = diagnosis
            .findings
            .iter()
            .any(|other| other.cause == finding.cause);
        !told && (!proved || finding.proof == Proof::Verified)
    });
    diagnosis.findings.extend(findings);
    if diagnosis.findings.is_empty() && is_sign_error(reply) {
        diagnosis.findings.push(nothing_more(reply));
    }
    diagnosis
        .findings
        .sort_by_key(|finding| finding.proof != Proof::Verified);
    diagnosis
}

fn is_sign_error(reply: &Reply) -> bool {
    let is = |code: &String| code.replace('_', "").eq_ignore_ascii_case("SIGNERROR");
    reply.received.is_some() || reply.code.as_ref().is_some_and(is)
}

/// The server's sentence, which says what it minded (api-facts 1.8).
fn by_message(message: &str) -> Option<Finding> {
    let inferred = |cause, fix: &str| {
        Some(Finding::inferred(
            cause,
            format!("the reply says: {message}"),
            fix,
        ))
    };
    let has = |text: &str| message.contains(text);
    if has("值格式错误")
        || has("Authorization不合法")
        || has("认证类型不正确")
        || has("Illegal authorization")
    {
        inferred(
            Cause::AuthorizationMalformed,
            "print the header that is sent and judge it with `explain request`: scheme, one blank, five pairs in straight double quotes joined by bare commas; a missing last line feed is answered like this too",
        )
    } else if has("timestamp与发起请求的时间") {
        inferred(
            Cause::Stale,
            "set the clock by NTP, use whole seconds, and sign right before sending; this check comes first and hides others",
        )
    } else if has("证书序列号有误") {
        inferred(
            Cause::SerialMismatch,
            "serial_no must be the merchant certificate's that belongs to the private key: not a platform certificate's, not a PUB_KEY_ID_…",
        )
    } else if has("证书已过期") || has("证书已作废") || has("已更换证书") || has("未申请过证书")
    {
        inferred(
            Cause::WrongKey,
            "take the merchant certificate that is valid in the merchant console, with its key and serial number",
        )
    } else if has("与post payload中的mchid不匹配") {
        Some(Finding::verified(
            Cause::MchidMismatch,
            format!("the reply says: {message}"),
            "the body's mchid (sp_mchid in partner mode) must be the one in Authorization",
        ))
    } else if has("平台证书序列号Wechatpay-Serial错误") {
        inferred(
            Cause::UnknownSerial,
            "send the serial of a platform certificate or WeChat Pay public key of this merchant number in Wechatpay-Serial",
        )
    } else if has("未设置APIv3密钥") {
        inferred(
            Cause::WrongApiv3Key,
            "set the APIv3 key in the merchant console",
        )
    } else {
        None
    }
}

/// What is wrong with what the server received, whatever was signed.
fn by_values(received: &Received, known: &Known<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((timestamp, _)) = received.stamp()
        && timestamp.len() == 13
    {
        findings.push(Finding::verified(
            Cause::TimestampMilliseconds,
            format!("the server received timestamp {timestamp}, in milliseconds"),
            "use whole seconds since 1970, ten digits, in the header and in what is signed",
        ));
    }
    let body = received.body_length();
    let takes_body = matches!(received.method.as_str(), "POST" | "PUT" | "PATCH");
    if received.method == "GET" && body.is_some_and(|length| length > 0) {
        findings.push(Finding::verified(
            Cause::GetWithBody,
            "the server received a GET with a body",
            "send a GET without a body, and sign an empty fifth line",
        ));
    } else if takes_body && body == Some(0) {
        findings.push(Finding::inferred(
            Cause::BodyNotSigned,
            format!("the server received a {} without a body: what was signed was not sent", received.method),
            "hand the body to the HTTP client as raw bytes, from a stream that nobody read before, and let no redirect turn the POST into a GET",
        ));
    }
    if received
        .body_head()
        .is_some_and(|head| head.starts_with('\u{feff}'))
    {
        findings.push(Finding::inferred(
            Cause::BodyBom,
            "the body that the server received begins with a byte order mark",
            "write the body without a byte order mark, and sign the bytes that are sent",
        ));
    }
    let query = received.url.split_once('?').map(|(_, query)| query);
    let mchid = query.and_then(|query| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(name, _)| name == "mchid" || name == "sp_mchid")
            .map(|(_, value)| value.into_owned())
    });
    if let Some(mchid) = mchid.filter(|mchid| mchid != known.mchid) {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            format!(
                "the query names merchant {mchid}, the profile is of {}",
                known.mchid
            ),
            "query with the merchant number that signs",
        ));
    }
    if query.is_none() && received.method == "GET" && received.url.starts_with("/v3/pay/") {
        findings.push(Finding::inferred(
            Cause::QueryNotSigned,
            "the server received the URL without ?mchid=…: if it was signed, it was not sent",
            "send and sign the same path and query",
        ));
    }
    if received.url.contains("%25") {
        findings.push(Finding::inferred(
            Cause::PathEncoding,
            format!(
                "the server received {}, in which a percent sign is encoded once more",
                received.url
            ),
            "encode path and query once, sign that, and send that",
        ));
    }
    findings
}

/// The arithmetic of lengths: what was sent, beside what arrived.
fn by_lengths(received: &Received, sent: &Sent) -> Option<Finding> {
    let arrived = received.body_length()?;
    let body = sent.body.as_ref()?;
    let head = received.body_head()?;
    let difference = i64::try_from(body.len()).ok()? - i64::try_from(arrived).ok()?;
    let text = String::from_utf8_lossy(body);
    let same_head = text.starts_with(head) || head.starts_with(text.as_ref());
    let foreign = i64::try_from(text.chars().filter(|c| !c.is_ascii()).count()).ok()?;
    let (cause, why) = match difference {
        0 if same_head => return None,
        0 => (
            Cause::BodyKeyOrder,
            "both bodies are equally long and begin differently",
        ),
        _ if arrived == 0 => (Cause::BodyNotSigned, "the server received no body"),
        3 | -3 if text.starts_with('\u{feff}') != head.starts_with('\u{feff}') => {
            (Cause::BodyBom, "a byte order mark is on one side only")
        }
        1 | 2 | -1 | -2 => (
            Cause::BodyNewline,
            "a line end at the end of the body is on one side only",
        ),
        _ if foreign > 0 && difference == -3 * foreign => (
            Cause::BodyUnicodeEscapes,
            "each character beyond ASCII takes three bytes more there, as \\uXXXX does",
        ),
        _ if foreign > 0 && difference == foreign => (
            Cause::BodyCharset,
            "each character beyond ASCII takes one byte less there, as in GBK",
        ),
        _ => (
            Cause::BodyWhitespace,
            "the lengths differ as compact and pretty JSON do",
        ),
    };
    let message = format!(
        "the body at hand has {} bytes, the server received {arrived}: {why}",
        body.len()
    );
    Some(Finding::inferred(
        cause,
        message,
        "serialise the body once, sign those bytes, and send the same bytes",
    ))
}

/// Judges the signature against what the server received.
fn by_search(
    received: &Received,
    sent: &Sent,
    authorization: &str,
    known: &Known<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let whole = received.body_length() == received.body_head().map(str::len);
    let body = match (&sent.body, received.body_head()) {
        (_, Some(head)) if whole => head.as_bytes().to_vec(),
        (Some(body), _) => body.clone(),
        (None, _) if received.body_length() == Some(0) => Vec::new(),
        (None, _) => return Diagnosis::plain(Vec::new()),
    };
    request::diagnose(
        &Request {
            method: &received.method,
            url: &received.url,
            body: &body,
            authorization,
        },
        known,
        limits,
    )
}

fn nothing_more(reply: &Reply) -> Finding {
    const FIX: &str = "judge the request itself: `explain request --method … --url … --body … --authorization …`, or give those options here";
    match &reply.received {
        Some(received) => Finding::inferred(
            Cause::UnknownMessage,
            format!(
                "the server checked a message of {} bytes, shown above: if yours is equal byte by byte, key or serial number are wrong, else what differs",
                received.length
            ),
            FIX,
        ),
        None => Finding::inferred(
            Cause::WrongKey,
            "the reply does not say what the server received: key, serial number and message may each be wrong",
            FIX,
        ),
    }
}

/// Reads a reply's text: JSON, with or without the HTTP head before it.
#[must_use]
pub fn parse(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}');
    let start = text.find('{')?;
    json::parse(text[start..].trim_end().as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_message_is_taken_apart() {
        for nested in [
            r#"{"code":"SIGN_ERROR","detail":{"field":"signature","sign_information":{"method":"POST","url":"/v3/pay/transactions/jsapi","truncated_sign_message":"POST\n/v3/pay/transactions/jsapi\n1554208460\nabc\n{\"appid\"\n","sign_message_length":100}}}"#,
            r#"{"code":"SIGN_ERROR","detail":{"detail":{"issue":"sign not match"},"sign_information":{"method":"POST","url":"/v3/pay/transactions/jsapi","truncated_sign_message":"POST\n/v3/pay/transactions/jsapi\n1554208460\nabc\n{\"appid\"\n","sign_message_length":"100"}}}"#,
        ] {
            let reply = Reply::read(&parse(nested.as_bytes()).unwrap());
            let received = reply.received.unwrap();
            assert_eq!(received.stamp(), Some(("1554208460", "abc")));
            assert_eq!(received.body_head(), Some("{\"appid\""));
            assert_eq!(received.body_length(), Some(100 - 48));
        }
    }
}
