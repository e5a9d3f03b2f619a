//! What a reply's sentence, values and lengths suggest.

use super::refusal::{Received, Sent};
use crate::diagnose::request::RequestContext;
use crate::diagnose::{Cause, Finding, Text, text};

/// Recognises the sentence with which the server says what it refused.
pub(super) fn by_message(message: &str) -> Option<Finding> {
    let says = || text!("the reply says: {message}", "应答的说明：{message}");
    let inferred = |cause, fix: Text| Some(Finding::inferred(cause, says(), fix));
    let has = |text: &str| message.contains(text);
    if has("值格式错误")
        || has("Authorization不合法")
        || has("认证类型不正确")
        || has("Illegal authorization")
    {
        inferred(
            Cause::AuthorizationMalformed,
            text!(
                "print the header that is sent and check it with `explain request`: scheme, one space, five pairs in straight double quotes joined by commas without spaces; a missing last line feed gets this reply too",
                "打印实际发送的请求头，用 `explain request` 检查：认证类型、一个空格、五个英文双引号键值对、逗号前后无空格；签名串末尾缺少换行符也会得到此应答"
            ),
        )
    } else if has("timestamp与发起请求的时间") {
        inferred(
            Cause::Stale,
            text!(
                "set the clock by NTP, use whole seconds, and sign right before sending; this check comes first and hides others",
                "用 NTP 校准时钟，使用整秒数，签名后立即发送；此项检查最先进行，会掩盖其他问题"
            ),
        )
    } else if has("证书序列号有误") {
        inferred(
            Cause::SerialMismatch,
            text!(
                "serial_no must be the merchant certificate's that belongs to the private key: not a platform certificate's, not a PUB_KEY_ID_…",
                "serial_no 须为与签名私钥配套的商户API证书的序列号：不是平台证书的，也不是 PUB_KEY_ID_…"
            ),
        )
    } else if has("证书已过期") || has("证书已作废") || has("已更换证书") || has("未申请过证书")
    {
        inferred(
            Cause::WrongKey,
            text!(
                "take the merchant certificate that is valid in the merchant console, with its key and serial number",
                "使用商户平台上有效的商户API证书，以及与之配套的私钥和序列号"
            ),
        )
    } else if has("与post payload中的mchid不匹配") {
        Some(Finding::verified(
            Cause::MchidMismatch,
            says(),
            text!(
                "the body's mchid (sp_mchid in partner mode) must be the one in Authorization",
                "请求体中的 mchid（服务商模式下为 sp_mchid）须与 Authorization 中的一致"
            ),
        ))
    } else if has("平台证书序列号Wechatpay-Serial错误") {
        inferred(
            Cause::UnknownSerial,
            text!(
                "send the serial of a platform certificate or WeChat Pay public key of this merchant number in Wechatpay-Serial",
                "Wechatpay-Serial 填此商户号的平台证书序列号或微信支付公钥ID"
            ),
        )
    } else if has("未设置APIv3密钥") {
        inferred(
            Cause::WrongApiv3Key,
            text!(
                "set the APIv3 key in the merchant console",
                "在商户平台设置 APIv3密钥"
            ),
        )
    } else {
        None
    }
}

/// What is wrong with what the server received, whatever was signed.
pub(super) fn by_values(received: &Received, context: &RequestContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((timestamp, _)) = received.stamp()
        && timestamp.len() == 13
    {
        findings.push(Finding::verified(
            Cause::TimestampMilliseconds,
            text!(
                "the server received timestamp {timestamp}, in milliseconds",
                "服务器收到的时间戳 {timestamp} 是毫秒"
            ),
            text!(
                "use whole seconds since 1970, ten digits, in the header and in what is signed",
                "请求头和签名串中都使用 1970 年以来的整秒数，共十位数字"
            ),
        ));
    }
    let body = received.body_length();
    let takes_body = matches!(received.method.as_str(), "POST" | "PUT" | "PATCH");
    if received.method == "GET" && body.is_some_and(|length| length > 0) {
        findings.push(Finding::verified(
            Cause::GetWithBody,
            text!(
                "the server received a GET with a body",
                "服务器收到的 GET 请求带有请求体"
            ),
            text!(
                "send a GET without a body, and sign an empty fifth line",
                "GET 请求不带请求体，签名串第五行为空"
            ),
        ));
    } else if takes_body && body == Some(0) {
        findings.push(Finding::inferred(
            Cause::BodyNotSigned,
            text!(
                "the server received a {method} without a body: what was signed was not sent",
                "服务器收到的 {method} 请求没有请求体：签名的内容没有发送",
                method = received.method,
            ),
            text!(
                "pass the body to the HTTP client as raw bytes, from a stream that was not read before, and let no redirect turn the POST into a GET",
                "把请求体以原始字节交给 HTTP 客户端，所用的流不能事先被读过，也不要让重定向把 POST 变成 GET"
            ),
        ));
    }
    if received
        .body_head()
        .is_some_and(|head| head.starts_with('\u{feff}'))
    {
        findings.push(Finding::inferred(
            Cause::BodyBom,
            text!(
                "the body that the server received begins with a byte order mark",
                "服务器收到的请求体以 BOM 开头"
            ),
            text!(
                "write the body without a byte order mark, and sign the bytes that are sent",
                "请求体不要带 BOM，并对实际发送的字节签名"
            ),
        ));
    }
    findings.extend(by_url(received, context));
    findings
}

/// What is wrong with the URL that the server received.
fn by_url(received: &Received, context: &RequestContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let query = received.url.split_once('?').map(|(_, query)| query);
    let mchid = query.and_then(|query| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(name, _)| name == "mchid" || name == "sp_mchid")
            .map(|(_, value)| value.into_owned())
    });
    if let Some(mchid) = mchid.filter(|mchid| mchid != context.mchid.as_str()) {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            text!(
                "the query names merchant {mchid}, the profile is of {ours}",
                "查询参数中的商户号是 {mchid}，配置的商户号是 {ours}",
                ours = context.mchid,
            ),
            text!(
                "query with the merchant number that signs",
                "查询参数使用签名所用的商户号"
            ),
        ));
    }
    if query.is_none() && received.method == "GET" && received.url.starts_with("/v3/pay/") {
        findings.push(Finding::inferred(
            Cause::QueryNotSigned,
            text!(
                "the server received the URL without ?mchid=…: if it was signed, it was not sent",
                "服务器收到的 URL 没有 ?mchid=…：如果签名串中有，则没有发送"
            ),
            text!(
                "send and sign the same path and query",
                "发送与签名使用相同的路径和查询参数"
            ),
        ));
    }
    if received.url.contains("%25") {
        findings.push(Finding::inferred(
            Cause::PathEncoding,
            text!(
                "the server received {url}, in which a percent sign is encoded once more",
                "服务器收到的 {url} 中，百分号被再次编码",
                url = received.url,
            ),
            text!(
                "encode path and query once, sign that, and send that",
                "路径和查询参数只编码一次，签名和发送都用编码后的结果"
            ),
        ));
    }
    findings
}

/// Compares the length of the body that was sent with that of the body that arrived.
pub(super) fn by_lengths(received: &Received, sent: &Sent) -> Option<Finding> {
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
            text!(
                "both bodies are equally long and begin differently",
                "两个请求体长度相同，开头不同"
            ),
        ),
        _ if arrived == 0 => (
            Cause::BodyNotSigned,
            text!("the server received no body", "服务器没有收到请求体"),
        ),
        3 | -3 if text.starts_with('\u{feff}') != head.starts_with('\u{feff}') => (
            Cause::BodyBom,
            text!("a byte order mark is on one side only", "BOM 只在一侧存在"),
        ),
        1 | 2 | -1 | -2 => (
            Cause::BodyNewline,
            text!(
                "a line end at the end of the body is on one side only",
                "请求体末尾的换行只在一侧存在"
            ),
        ),
        _ if foreign > 0 && difference == -3 * foreign => (
            Cause::BodyUnicodeEscapes,
            text!(
                "each character beyond ASCII takes three bytes more there, as \\uXXXX does",
                "每个非 ASCII 字符在服务器一侧多三个字节，与 \\uXXXX 转义相符"
            ),
        ),
        _ if foreign > 0 && difference == foreign => (
            Cause::BodyCharset,
            text!(
                "each character beyond ASCII takes one byte less there, as in GBK",
                "每个非 ASCII 字符在服务器一侧少一个字节，与 GBK 编码相符"
            ),
        ),
        _ => (
            Cause::BodyWhitespace,
            text!(
                "the lengths differ as compact and pretty JSON do",
                "长度之差与紧凑和带缩进的 JSON 之差相符"
            ),
        ),
    };
    let message = text!(
        "the given body has {length} bytes, the server received {arrived}: {why}",
        "给出的请求体有 {length} 字节，服务器收到 {arrived} 字节：{why}",
        length = body.len();
        why: why
    );
    Some(Finding::inferred(
        cause,
        message,
        text!(
            "serialise the body once, sign those bytes, and send the same bytes",
            "请求体只序列化一次，对这些字节签名，并发送同样的字节"
        ),
    ))
}
