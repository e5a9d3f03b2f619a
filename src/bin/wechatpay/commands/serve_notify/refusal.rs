//! What the log says of requests and connections that were refused: what came, and what to do.

use std::net::IpAddr;

use serde_json::{Value, json};
use wechatpay::protocol::notification::NotificationError;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::receiver::{Refused, Rejection};

use crate::args;
use crate::error::with_sources;
use crate::ui::Lang;
use crate::ui::Level;

/// What a person reads of a refusal, and what else a program does.
pub(super) struct Words {
    pub(super) level: Level,
    pub(super) what: String,
    pub(super) hint: String,
    pub(super) details: Value,
}

/// A text in both languages.
type Both = (String, String);

fn both(en: impl Into<String>, zh: impl Into<String>) -> Both {
    (en.into(), zh.into())
}

/// Returns the words for a refusal.
pub(super) fn of(why: &Refused, peer: Option<IpAddr>, lang: Lang) -> Words {
    let from = peer.map_or_else(|| "?".to_owned(), |peer| peer.to_string());
    let (what, hint) = words(why, &from);
    Words {
        level: level(why),
        what: lang.pick(what.0, what.1),
        hint: lang.pick(hint.0, hint.1),
        details: details(why),
    }
}

fn level(why: &Refused) -> Level {
    let is_expected = match why {
        Refused::Path {
            is_notification, ..
        } => !is_notification,
        other => other.kind() == "signtest-probe",
    };
    if is_expected {
        Level::Info
    } else {
        Level::Warning
    }
}

fn details(why: &Refused) -> Value {
    if let Refused::Path { method, path, .. } | Refused::Method { method, path } = why {
        json!({"method": method, "path": path})
    } else {
        json!({})
    }
}

#[expect(clippy::too_many_lines, reason = "one table of texts")]
fn words(why: &Refused, from: &str) -> (Both, Both) {
    match why {
        Refused::Path {
            path,
            notify_path,
            is_notification,
            ..
        } => {
            let what = both(
                format!("a request came to {path}; this server listens for {notify_path}"),
                format!("收到发往 {path} 的请求；本服务监听的是 {notify_path}"),
            );
            let word = args::shell_word(path);
            let hint = if *is_notification {
                both(
                    format!(
                        "have the proxy pass the path unchanged (nginx: proxy_pass http://127.0.0.1:8080; without a path or a slash behind the port), correct notify_url, or start with --path {word}"
                    ),
                    format!(
                        "让代理原样转发路径（nginx：proxy_pass http://127.0.0.1:8080; 端口之后不带路径或斜杠），更正 notify_url，或用 --path {word} 启动"
                    ),
                )
            } else {
                both(
                    "if these are notifications, the notify_url of the order or the proxy names another path; otherwise it is a scanner",
                    "如果这是微信支付的通知，说明下单时的 notify_url 或代理的路径不对；否则多半是扫描器",
                )
            };
            (what, hint)
        }
        Refused::Method { method, path } => (
            both(
                format!("{method} {path} was refused: the path takes another method"),
                format!("已拒绝 {method} {path}：该路径不接受此方法"),
            ),
            both(
                "WeChat Pay sends POST; a redirect in front (http to https, a missing slash) turns it into GET; GET /healthz is for checks",
                "微信支付使用 POST；前置的重定向（http 转 https、补斜杠）会把它变成 GET；健康检查请用 GET /healthz",
            ),
        ),
        Refused::Address => (
            both(
                format!("a request from {from} was refused, which --allow-ip does not have"),
                format!("已拒绝来自 {from} 的请求：不在 --allow-ip 中"),
            ),
            both(
                format!(
                    "add --allow-ip {from} if it is right; behind a proxy all requests come from the proxy's address, so let the proxy filter"
                ),
                format!(
                    "如果无误，加上 --allow-ip {from}；在代理之后，所有请求都来自代理的地址，应由代理过滤"
                ),
            ),
        ),
        Refused::TooManyRequests(rate) => (
            both(
                format!("{from} sent more than {rate} requests within a second"),
                format!("{from} 每秒请求超过 {rate} 次"),
            ),
            both(
                "--rate-limit N allows more, 0 any number",
                "--rate-limit N 可放宽，0 表示不限",
            ),
        ),
        Refused::UnfinishedOfAddress(limit) => (
            both(
                format!("{from} has {limit} requests without a response, and gets no more"),
                format!("{from} 有 {limit} 个请求尚未应答，不再接受更多"),
            ),
            both(
                "--max-connections-per-ip N allows more; if all are notifications, the store is slow: look at /healthz",
                "--max-connections-per-ip N 可放宽；若都是通知，说明存储太慢：查看 /healthz",
            ),
        ),
        Refused::Unfinished(limit) => (
            both(
                format!("{limit} requests have no response yet, and no more are taken"),
                format!("有 {limit} 个请求尚未应答，不再接受更多"),
            ),
            both(
                "--max-connections N allows more; if all are notifications, the store is slow: look at /healthz",
                "--max-connections N 可放宽；若都是通知，说明存储太慢：查看 /healthz",
            ),
        ),
        Refused::ConnectionsOfAddress(limit) => (
            both(
                format!("a connection from {from} was refused: it has {limit} open already"),
                format!("已拒绝来自 {from} 的连接：其已打开 {limit} 个"),
            ),
            both(
                "--max-connections-per-ip N allows more, for a reverse proxy for example",
                "--max-connections-per-ip N 可放宽，例如用于反向代理",
            ),
        ),
        Refused::Connections(limit) => (
            both(
                format!("a connection was refused: {limit} are open already"),
                format!("连接被拒绝：已打开 {limit} 个"),
            ),
            both(
                "--max-connections N allows more",
                "--max-connections N 可放宽",
            ),
        ),
        Refused::BodyTooLarge(limit) => (
            both(
                format!("a body of more than {limit} bytes was refused"),
                format!("已拒绝超过 {limit} 字节的请求体"),
            ),
            both(
                "notifications of WeChat Pay have a few thousand bytes; --body-limit SIZE allows more",
                "微信支付的通知只有几千字节；--body-limit SIZE 可放宽",
            ),
        ),
        Refused::BodyTooSlow => (
            both("a body did not arrive in time", "请求体未及时到达"),
            both(
                "the sender is slow; have the proxy read requests whole (nginx: proxy_request_buffering on)",
                "发送方太慢；让代理先读完整个请求（nginx：proxy_request_buffering on）",
            ),
        ),
        Refused::BodyBroken => (
            both(
                "a body ended before its length, or is not framed as HTTP says",
                "请求体提前结束，或不符合 HTTP 的分块格式",
            ),
            both(
                "the sender or a proxy closed the connection: look into the proxy's error log",
                "发送方或代理断开了连接：查看代理的错误日志",
            ),
        ),
        Refused::Head(status) => (
            both(
                format!(
                    "a request was refused with {status}: it is not HTTP, or its head is too large"
                ),
                format!("请求被拒绝（{status}）：不是 HTTP，或请求头过大"),
            ),
            both(
                "up to 64 headers and 64 KiB are read; others are most likely a scanner's",
                "最多读取 64 个头、64 KiB；其余多半来自扫描器",
            ),
        ),
        Refused::ApiV2 => (
            both(
                "an XML notification of API v2 came; this server receives API v3",
                "收到 API v2 的 XML 通知；本服务接收 API v3 通知",
            ),
            both(
                "the order or refund was made with API v2: make it with API v3, or have another program receive notifications of v2",
                "该订单或退款由 API v2 发起：改用 API v3，或由其他程序接收 v2 通知",
            ),
        ),
        Refused::Checkout(why) => (
            both(
                format!("a request to the checkout API was refused: {why}"),
                format!("已拒绝对下单接口的请求：{why}"),
            ),
            both(
                "it is for a Mini Program under development: see --checkout-api in --help",
                "该接口供开发中的小程序使用：参见 --help 中的 --checkout-api",
            ),
        ),
        Refused::TlsOnPlainPort => (
            both(
                "a TLS connection came to this http port",
                "有 TLS 连接发到了本 http 端口",
            ),
            both(
                "serve https with --tls-cert and --tls-key, or have the proxy speak http to this port",
                "用 --tls-cert 与 --tls-key 提供 https，或让代理以 http 访问本端口",
            ),
        ),
        Refused::PlainOnTlsPort => (
            both(
                "a plain http request came to this https port",
                "有明文 http 请求发到了本 https 端口",
            ),
            both(
                "notify_url begins with https://; a proxy in front says proxy_pass https://…",
                "notify_url 应以 https:// 开头；前置代理应写 proxy_pass https://…",
            ),
        ),
        Refused::Handshake(why) => (
            both(
                format!("a TLS handshake failed: {why}"),
                format!("TLS 握手失败：{why}"),
            ),
            both(
                "serve the whole chain (fullchain.pem) of a public CA for the name in notify_url; TLS 1.2 and 1.3 are spoken",
                "为 notify_url 的域名提供公共 CA 的完整证书链（fullchain.pem）；支持 TLS 1.2 与 1.3",
            ),
        ),
        Refused::Notification(rejection) => rejected(rejection),
    }
}

fn rejected(rejection: &Rejection) -> (Both, Both) {
    match rejection {
        Rejection::Untrusted(error) => untrusted(error),
        Rejection::Unreadable(error) => {
            let hint = match error {
                NotificationError::Sealed(_) => both(
                    "check apiv3_key: it is the APIv3 key of the merchant console, not the API v2 key; WeChat Pay sends it again",
                    "检查 apiv3_key：应为商户平台设置的 APIv3密钥，而非 APIv2 密钥；微信支付会重发",
                ),
                NotificationError::Shape(_) | NotificationError::Plaintext(_) => both(
                    "its signature is right, so it is WeChat Pay's: capture it and run `wechatpay verify-notify`",
                    "签名正确，确由微信支付发出：抓取后运行 `wechatpay verify-notify`",
                ),
            };
            let zh = match error {
                NotificationError::Sealed(_) => "无法解密通知的 resource",
                NotificationError::Shape(_) => "请求体不是 API v3 通知",
                NotificationError::Plaintext(_) => "通知的明文不是 JSON",
            };
            (both(with_sources(error), zh), hint)
        }
        Rejection::WrongMerchant { found, expected } => (
            both(
                format!("a notification for merchant {found} was refused; this is {expected}"),
                format!("已拒绝商户 {found} 的通知；本服务属于 {expected}"),
            ),
            both(
                "the notify_url of the other merchant's orders leads here: correct it, or start with that merchant's profile",
                "另一商户下单时的 notify_url 指向了这里：请更正，或用该商户的配置启动",
            ),
        ),
    }
}

fn untrusted(error: &VerifyError) -> (Both, Both) {
    let zh = match error {
        VerifyError::MissingHeaders(names) => format!("缺少签名头 {}", names.join("、")),
        VerifyError::SignatureType(kind) => format!("签名类型为 '{kind}'"),
        VerifyError::Timestamp(text) => format!("Wechatpay-Timestamp 为 '{text}'，不是秒数"),
        VerifyError::Stale { seconds } if *seconds < 0 => {
            format!("签名时间比本机时间晚 {} 秒", seconds.abs())
        }
        VerifyError::Stale { seconds } => format!("签名时间在 {seconds} 秒之前"),
        VerifyError::Probe => "这是微信支付的验签探测，应当拒绝".to_owned(),
        VerifyError::UnknownSerial(serial) => format!("没有 Wechatpay-Serial {serial} 对应的密钥"),
        VerifyError::OtherKey { serial, .. } => format!("没有平台证书 {serial}"),
        VerifyError::Encoding => "Wechatpay-Signature 不是标准 base64".to_owned(),
        VerifyError::Mismatch { serial } => format!("用密钥 {serial} 验签，签名与请求体不符"),
    };
    let what = both(
        shortened(&format!("a notification was refused: {error}")),
        shortened(&format!("已拒绝一条通知：{zh}")),
    );
    let hint = match error {
        VerifyError::MissingHeaders(_) => both(
            "a proxy dropped the Wechatpay-* headers, or it is not WeChat Pay's",
            "代理丢弃了 Wechatpay-* 头，或请求并非来自微信支付",
        ),
        VerifyError::SignatureType(_) => both(
            "only WECHATPAY2-SHA256-RSA2048 is verified: have WeChat Pay sign with RSA, not SM2",
            "只支持 WECHATPAY2-SHA256-RSA2048：请在商户平台改用 RSA 而非国密签名",
        ),
        VerifyError::Stale { .. } => both(
            "set this machine's clock by NTP; an old notification that is sent again by hand is refused, too",
            "请用 NTP 校准本机时间；手工重放的旧通知也会被拒绝",
        ),
        VerifyError::Probe => both(
            "nothing is to be done: WeChat Pay tests whether signatures are checked",
            "无需处理：微信支付在检查是否验签",
        ),
        VerifyError::UnknownSerial(serial) if serial.starts_with("PUB_KEY_ID_") => both(
            "set public_key and public_key_id in the profile: WeChat Pay signs with its public key",
            "在配置中填写 public_key 与 public_key_id：微信支付使用微信支付公钥签名",
        ),
        VerifyError::UnknownSerial(_) | VerifyError::OtherKey { .. } => both(
            "run `wechatpay download-certs` and send SIGHUP, or it is forged",
            "运行 `wechatpay download-certs` 后发送 SIGHUP；否则系伪造",
        ),
        VerifyError::Timestamp(_) | VerifyError::Encoding | VerifyError::Mismatch { .. } => both(
            "a proxy or framework changed it on the way, or it is forged: capture it and run `wechatpay verify-notify --request FILE`",
            "代理或框架在途中改动了请求，或系伪造：抓取后运行 `wechatpay verify-notify --request FILE`",
        ),
    };
    (what, hint)
}

/// How long a text may be that holds a header of a stranger's.
const MAX_CHARS: usize = 300;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
