//! What each cause means and what to do about it, in the user's terms.

use super::{Place, Text, text};
use crate::diagnose::Cause;
use crate::diagnose::puzzle::SignedLine;

/// Returns what a cause found by search means, with the line that differs, if there is one.
pub(super) fn message(
    cause: Cause,
    place: Place,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Text {
    let what = meaning(cause, place);
    match changed_line(cause, expected, signed) {
        Some((expected, signed)) => text!(
            "{what}: signed {signed}, expected {expected}",
            "{what}：实际签名 {signed}，应为 {expected}";
            what: what
        ),
        None => what,
    }
}

impl Cause {
    /// Says in a sentence what the cause means, in the place where the signature is used.
    #[must_use]
    pub fn meaning(self, place: Place) -> Text {
        meaning(self, place)
    }

    /// Says what to do about the cause, in the place where the signature is used.
    #[must_use]
    pub fn fix(self, place: Place) -> Text {
        fix(self, place)
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each cause, each only its two sentences"
)]
fn meaning(cause: Cause, place: Place) -> Text {
    match cause {
        Cause::WrongKey => text!(
            "no configured key made this signature",
            "已配置的密钥都没有生成过此签名"
        ),
        Cause::OtherKnownKey => text!(
            "another configured key made this signature",
            "此签名由已配置的另一把密钥生成"
        ),
        Cause::SerialMismatch => text!(
            "the serial number is not the signing key's",
            "证书序列号与签名密钥不匹配"
        ),
        Cause::UnknownSerial => text!(
            "no configured key has this serial number",
            "没有任何已配置的密钥使用此序列号"
        ),
        Cause::MalformedSerial => text!(
            "the serial number is not 40 hexadecimal digits alone",
            "证书序列号不是单纯的 40 位十六进制字符"
        ),
        Cause::PlatformAndMerchantSwapped => text!(
            "the merchant's key is used in place of WeChat Pay's, or the reverse",
            "商户密钥与微信支付密钥用反了"
        ),
        Cause::UnknownMessage => text!(
            "the right key signed other bytes than these",
            "密钥正确，但签名的内容与此不同"
        ),
        Cause::WrongDigest => text!(
            "another hash than SHA-256 was signed",
            "签名所用的摘要算法不是 SHA-256"
        ),
        Cause::WrongPadding => text!(
            "the hash was not padded with PKCS#1 v1.5",
            "签名所用的填充方式不是 PKCS#1 v1.5"
        ),
        Cause::WrongSignType => text!("it is not an RSA signature", "这不是 RSA 签名"),
        Cause::V2Signature => text!(
            "the string of API v2 was signed, key=value joined by &",
            "签名的是 API v2 的字符串（key=value 以 & 连接）"
        ),
        Cause::SignatureEncoding => text!(
            "the signature's text was changed after it was made",
            "签名文本在生成之后被改动"
        ),
        Cause::SignatureTruncated => {
            text!(
                "a part of the signature is missing",
                "签名不完整，缺少一部分"
            )
        }
        Cause::ValuesSwapped => text!(
            "a value is in the place of another one",
            "有值放在了另一个字段的位置"
        ),
        Cause::MissingFinalNewline => text!(
            "the line feed after the last line was not signed",
            "签名串最后一行之后缺少换行符"
        ),
        Cause::ExtraFinalNewline => text!(
            "an extra line feed was signed at the end",
            "签名串末尾多了一个换行符"
        ),
        Cause::Crlf => text!(
            "lines were ended with CR LF, as on Windows",
            "签名串各行以 CR LF（Windows 换行）结尾"
        ),
        Cause::LiteralBackslashN => text!(
            "a backslash and an 'n' were signed in place of each line feed",
            "签名串中写的是反斜杠加字母 n，而不是换行符"
        ),
        Cause::WrongSeparator => text!(
            "the lines were not joined by one line feed each",
            "签名串各行之间不是一个换行符"
        ),
        Cause::FieldsOutOfOrder => text!(
            "the lines were signed in another order",
            "签名串各行的顺序不对"
        ),
        Cause::TimestampMilliseconds => {
            text!("the timestamp was taken in milliseconds", "时间戳用了毫秒")
        }
        Cause::TimestampMismatch => text!(
            "another timestamp was signed than the one that was passed on",
            "签名所用的时间戳与传出的不同"
        ),
        Cause::TimestampTimezone => text!(
            "the timestamp is off by whole hours, as if a local time were UTC",
            "时间戳相差整小时数，像是把本地时间当成了 UTC"
        ),
        Cause::NonceMismatch => text!(
            "another nonce was signed than the one that was passed on",
            "签名所用的随机串与传出的不同"
        ),
        Cause::NonceCase => text!(
            "the nonce was signed in other upper and lower case than it was passed on",
            "签名所用的随机串与传出的大小写不同"
        ),
        Cause::WrongAppid => text!("another App ID was signed", "签名所用的 AppID 不对"),
        Cause::MissingPrepayPrefix => text!(
            "the bare prepay_id was signed, without 'prepay_id='",
            "签名时只用了 prepay_id 的值，缺少“prepay_id=”"
        ),
        Cause::ExtraPrepayPrefix => text!(
            "'prepay_id=' was signed where it does not belong",
            "签名时多写了“prepay_id=”"
        ),
        Cause::PackageEncoded => text!(
            "package was percent-encoded before it was signed",
            "package 在签名前被 URL 编码"
        ),
        Cause::PackageChangedAfterSigning => text!(
            "package was signed rightly and changed on the way to the client",
            "package 签名时是对的，传给客户端的途中被改动"
        ),
        Cause::WrongClientString => match place {
            Place::PayParams => text!(
                "the string of another kind of client was signed: APP signs the bare prepay_id, Mini Program and JSAPI sign 'prepay_id=' and the id",
                "签名串是另一种客户端的：APP 签名只用 prepay_id 的值，小程序和 JSAPI 签名用“prepay_id=”加值"
            ),
            Place::Notification | Place::Request => text!(
                "the string of a payer's client was signed",
                "签名的是调起支付的签名串"
            ),
        },
        Cause::SignedAsRequest => text!(
            "it was signed like a request, with method, URL or body",
            "签名串写成了 API 请求的形式，含请求方法、URL 或请求体"
        ),
        Cause::TimestampNotString => {
            text!(
                "timeStamp is a number, not a string",
                "timeStamp 是数字，不是字符串"
            )
        }
        Cause::FieldMissing => text!("a line was left out of what was signed", "签名串少了一行"),
        Cause::UnusableValue => text!(
            "what was signed is not a value that the client can use",
            "签名所用的值客户端无法使用"
        ),
        Cause::MissingHeader => text!("a signature header is missing", "缺少签名相关的请求头"),
        Cause::SigntestProbe => text!(
            "WeChat Pay sent a wrong signature on purpose",
            "这是微信支付故意发送的错误签名（签名探测）"
        ),
        Cause::Stale => text!("it was signed too long ago", "签名时间过早"),
        Cause::ClockSkew => text!("it was signed ahead of this clock", "签名时间晚于本机时钟"),
        Cause::WrongApiv3Key => text!(
            "the resource is genuine, and this APIv3 key does not open it",
            "resource 是真实的，但此 APIv3密钥无法解密"
        ),
        Cause::CiphertextDamaged => text!(
            "the ciphertext is not what was sealed",
            "密文与加密时的不同，已损坏"
        ),
        Cause::WrongMerchant => text!(
            "the notification is for another merchant",
            "此通知属于另一个商户"
        ),
        Cause::Sm2Signature => text!("the signature is of the SM2 scheme", "这是国密 SM2 签名"),
        Cause::NotANotification => text!(
            "the body is not a notification of API v3",
            "请求体不是 APIv3 的通知"
        ),
        Cause::PlaintextInsteadOfBody => text!(
            "this is the decrypted resource, not the body that was signed",
            "这是解密后的 resource，不是被签名的请求体"
        ),
        Cause::EmptyBody => text!("the body is empty", "请求体为空"),
        Cause::BodyReserialized => text!(
            "the body was parsed and serialised again, or changed in between",
            "请求体被解析后重新序列化，或中途被改动"
        ),
        Cause::BodyKeyOrder => text!(
            "the body's keys are in another order",
            "请求体中字段的顺序变了"
        ),
        Cause::BodyUnicodeEscapes => text!(
            "characters beyond ASCII are escaped as \\uXXXX on one side only",
            "非 ASCII 字符只在一侧被转义成 \\uXXXX"
        ),
        Cause::BodySlashEscapes => text!(
            "slashes are escaped as \\/ on one side only, as PHP does",
            "斜杠只在一侧被转义成 \\/（PHP 的默认行为）"
        ),
        Cause::BodyWhitespace => text!(
            "spaces or line breaks between the values differ",
            "值与值之间的空格或换行不同"
        ),
        Cause::BodyNewline => text!(
            "there is a line end at the end of the body on one side only",
            "请求体末尾的换行只在一侧存在"
        ),
        Cause::BodyBom => text!(
            "a byte order mark is before the body on one side only",
            "请求体开头的 BOM 只在一侧存在"
        ),
        Cause::BodyHtmlEscaped => text!(
            "<, >, & and the like are escaped for HTML on one side only",
            "<、>、& 等字符只在一侧做了 HTML 转义"
        ),
        Cause::BodyUrlDecoded => text!(
            "the body was percent- or form-decoded on one side only",
            "请求体只在一侧做了 URL 解码或表单解码"
        ),
        Cause::BodyCharset => text!(
            "the body went through another charset",
            "请求体经过了其他字符集的转换"
        ),
        Cause::BodyBase64 => text!("the body is encoded in base64", "请求体被 Base64 编码"),
        Cause::BodyNotSigned => text!(
            "a body is sent, and none was signed",
            "发送了请求体，但签名串中没有"
        ),
        Cause::QueryNotSigned => text!(
            "the query is sent, and was not signed",
            "发送了查询参数，但签名串中没有"
        ),
        Cause::QueryOrder => text!(
            "the query's parameters were signed in another order than they are sent",
            "签名串中查询参数的顺序与发送时不同"
        ),
        Cause::UrlWithHost => text!(
            "the URL was signed with its scheme or host",
            "签名串中的 URL 带有协议或域名"
        ),
        Cause::PathEncoding => text!(
            "path or query were signed in another form than they are sent",
            "签名串中的路径或查询参数与发送的写法不同"
        ),
        Cause::PathPrefix => text!(
            "the path was signed with or without a prefix that is not so on the wire",
            "签名串中的路径前缀与实际发送的不同"
        ),
        Cause::WrongMethod => text!("another method was signed", "签名串中的请求方法不对"),
        Cause::GetWithBody => text!(
            "a body was signed for a GET",
            "GET 请求的签名串中带有请求体"
        ),
        Cause::AuthorizationMalformed => text!(
            "the Authorization header is malformed",
            "Authorization 请求头格式不对"
        ),
        Cause::MchidMismatch => text!("the merchant number is another one", "商户号不一致"),
        Cause::CertificateExpired => {
            text!("the merchant certificate has expired", "商户API证书已过期")
        }
    }
}

/// The one line that a cause is about, if showing it helps.
fn changed_line(
    cause: Cause,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Option<(String, String)> {
    let labels: &[&str] = match cause {
        Cause::TimestampMilliseconds | Cause::TimestampMismatch | Cause::TimestampTimezone => {
            &["timestamp", "timeStamp"]
        }
        Cause::NonceMismatch | Cause::NonceCase => &["nonce", "nonce_str", "nonceStr", "noncestr"],
        Cause::WrongAppid => &["appId", "appid"],
        Cause::MissingPrepayPrefix
        | Cause::ExtraPrepayPrefix
        | Cause::WrongClientString
        | Cause::PackageEncoded
        | Cause::PackageChangedAfterSigning
        | Cause::UnusableValue => &["package", "prepayid"],
        Cause::QueryNotSigned
        | Cause::QueryOrder
        | Cause::UrlWithHost
        | Cause::PathEncoding
        | Cause::PathPrefix => &["URL"],
        Cause::WrongMethod => &["method"],
        Cause::V2Signature => &["string"],
        Cause::WrongKey
        | Cause::OtherKnownKey
        | Cause::SerialMismatch
        | Cause::UnknownSerial
        | Cause::MalformedSerial
        | Cause::PlatformAndMerchantSwapped
        | Cause::UnknownMessage
        | Cause::WrongDigest
        | Cause::WrongPadding
        | Cause::WrongSignType
        | Cause::SignatureEncoding
        | Cause::SignatureTruncated
        | Cause::ValuesSwapped
        | Cause::MissingFinalNewline
        | Cause::ExtraFinalNewline
        | Cause::Crlf
        | Cause::LiteralBackslashN
        | Cause::WrongSeparator
        | Cause::FieldsOutOfOrder
        | Cause::SignedAsRequest
        | Cause::TimestampNotString
        | Cause::FieldMissing
        | Cause::MissingHeader
        | Cause::SigntestProbe
        | Cause::Stale
        | Cause::ClockSkew
        | Cause::WrongApiv3Key
        | Cause::CiphertextDamaged
        | Cause::WrongMerchant
        | Cause::Sm2Signature
        | Cause::NotANotification
        | Cause::PlaintextInsteadOfBody
        | Cause::EmptyBody
        | Cause::BodyReserialized
        | Cause::BodyKeyOrder
        | Cause::BodyUnicodeEscapes
        | Cause::BodySlashEscapes
        | Cause::BodyWhitespace
        | Cause::BodyNewline
        | Cause::BodyBom
        | Cause::BodyHtmlEscaped
        | Cause::BodyUrlDecoded
        | Cause::BodyCharset
        | Cause::BodyBase64
        | Cause::BodyNotSigned
        | Cause::GetWithBody
        | Cause::AuthorizationMalformed
        | Cause::MchidMismatch
        | Cause::CertificateExpired => return None,
    };
    let find = |lines: &[SignedLine]| {
        let line = lines.iter().find(|line| labels.contains(&line.label))?;
        let text = String::from_utf8_lossy(&line.bytes);
        (text.len() <= 300).then(|| format!("'{}'", text.escape_debug()))
    };
    let pair = (find(expected)?, find(signed)?);
    (pair.0 != pair.1).then_some(pair)
}

/// Says what to do about a cause.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each cause, each only its two sentences"
)]
pub(in crate::diagnose) fn fix(cause: Cause, place: Place) -> Text {
    match cause {
        Cause::WrongKey | Cause::OtherKnownKey => match place {
            Place::PayParams => text!(
                "sign with the merchant private key that also signed the order; look for a second server with an older key",
                "用下单时的同一把商户API私钥签名；检查是否有另一台服务器仍在用旧私钥"
            ),
            Place::Notification => text!(
                "check that the platform certificate or public key belongs to this merchant number; the notification may be forged",
                "确认平台证书或微信支付公钥属于此商户号；此通知可能是伪造的"
            ),
            Place::Request => text!(
                "key, certificate and serial number come from one ZIP: change them together",
                "私钥、证书和证书序列号来自同一个压缩包，更换时须一起更换"
            ),
        },
        Cause::SerialMismatch | Cause::UnknownSerial | Cause::MalformedSerial => match place {
            Place::Notification => text!(
                "pass Wechatpay-Serial on unchanged; check under which serial number each key is saved",
                "原样传递 Wechatpay-Serial；检查每把密钥保存在哪个序列号下"
            ),
            Place::PayParams | Place::Request => text!(
                "serial_no is the merchant certificate's, 40 hexadecimal digits in upper case and nothing else: openssl x509 -in apiclient_cert.pem -noout -serial prints it after 'serial='",
                "serial_no 是商户API证书的序列号，只写 40 位大写十六进制字符：openssl x509 -in apiclient_cert.pem -noout -serial 输出中“serial=”之后的部分"
            ),
        },
        Cause::PlatformAndMerchantSwapped => match place {
            Place::Notification => text!(
                "WeChat Pay signs with its own key: verify with a platform certificate or the WeChat Pay public key, never with the merchant certificate",
                "微信支付用自己的密钥签名：用平台证书或微信支付公钥验签，不要用商户API证书"
            ),
            Place::PayParams | Place::Request => text!(
                "sign with the merchant private key (apiclient_key.pem)",
                "用商户API私钥（apiclient_key.pem）签名"
            ),
        },
        Cause::UnknownMessage => unknown(place),
        Cause::WrongDigest => text!(
            "sign the message itself with SHA256withRSA: the function hashes it, once",
            "用 SHA256withRSA 直接对签名串签名：函数内部会做一次摘要，不要先自己做"
        ),
        Cause::WrongPadding => text!(
            "sign with RSASSA-PKCS1-v1_5 and SHA-256 (SHA256withRSA), not with PSS and not with a bare private-key encryption",
            "用 RSASSA-PKCS1-v1_5 加 SHA-256（SHA256withRSA）签名，不要用 PSS，也不要直接用私钥加密"
        ),
        Cause::WrongSignType => text!(
            "sign with the merchant private key, SHA256withRSA; MD5 and HMAC-SHA256 belong to API v2, and the APIv3 key only decrypts",
            "用商户API私钥以 SHA256withRSA 签名；MD5 和 HMAC-SHA256 属于 API v2，APIv3密钥只用于解密"
        ),
        Cause::V2Signature => match place {
            Place::PayParams => text!(
                "sign the four lines of API v3: App ID, timeStamp, nonceStr and package, each ended by a line feed, with no names, no '&' and no key; signType is not signed",
                "按 APIv3 签名四行：AppID、timeStamp、nonceStr、package，每行以换行符结尾，不写字段名、不写 &、不拼接 key；signType 不参与签名"
            ),
            Place::Notification | Place::Request => text!(
                "API v3 signs lines, each ended by a line feed, not key=value pairs: see SignatureMessage in the documentation of API v3",
                "APIv3 的签名串由若干行组成，每行以换行符结尾，不是 key=value 键值对"
            ),
        },
        Cause::SignatureEncoding => text!(
            "pass the signature on as one line of standard base64: no line breaks, no URL decoding, no second encoding",
            "签名须为一行标准 Base64 原样传递：不换行、不做 URL 解码、不重复编码"
        ),
        Cause::SignatureTruncated => text!(
            "pass the whole signature on: 344 characters for a 2048-bit key; look for a column, log or field that cuts it",
            "传递完整的签名：2048 位密钥的签名为 344 个字符；检查是否有数据库字段、日志或变量将其截断"
        ),
        Cause::ValuesSwapped => text!(
            "put each value under its own name",
            "把每个值放回对应的字段"
        ),
        Cause::MissingFinalNewline
        | Cause::ExtraFinalNewline
        | Cause::Crlf
        | Cause::LiteralBackslashN
        | Cause::WrongSeparator => text!(
            "end every line, the last too, with one line feed (0x0A): in single-quoted PHP and shell strings \\n is two characters",
            "每一行（包括最后一行）都以一个换行符（0x0A）结尾：PHP 和 shell 的单引号字符串中 \\n 是两个字符"
        ),
        Cause::TimestampMilliseconds => text!(
            "use whole seconds since 1970, ten digits",
            "使用 1970 年以来的整秒数，共十位数字"
        ),
        Cause::TimestampMismatch => text!(
            "read the clock once, and pass on the timestamp that was signed",
            "只取一次时间，把签名所用的时间戳原样传出"
        ),
        Cause::TimestampTimezone => text!(
            "Unix time has no time zone: take it from the clock (time(), Date.now() / 1000), not from a formatted local time",
            "Unix 时间戳与时区无关：直接取系统时间（如 time()、Date.now() / 1000），不要由格式化后的本地时间换算"
        ),
        Cause::NonceMismatch => text!(
            "make the nonce once, and pass on the one that was signed",
            "随机串只生成一次，把签名所用的那个原样传出"
        ),
        Cause::NonceCase => text!(
            "pass the nonce on as it was signed: its case counts",
            "随机串区分大小写，须与签名时一致"
        ),
        Cause::WrongAppid => text!(
            "sign with the App ID of the app that calls requestPayment",
            "用调起支付的小程序、公众号或 APP 自己的 AppID 签名"
        ),
        Cause::MissingPrepayPrefix => text!(
            "sign 'prepay_id=' and the id in the fourth line, exactly as in package",
            "第四行签名“prepay_id=”加值，与 package 完全一致"
        ),
        Cause::ExtraPrepayPrefix => text!(
            "write 'prepay_id=' once in package; an APP's fourth line is the bare id",
            "package 中只写一次“prepay_id=”；APP 签名串的第四行只有 prepay_id 的值"
        ),
        Cause::PackageEncoded => text!(
            "sign package as it is passed to the client, 'prepay_id=' and the id, with nothing encoded",
            "按传给客户端的 package（“prepay_id=”加值）签名，不做任何编码"
        ),
        Cause::PackageChangedAfterSigning => text!(
            "the server's signature is right: pass its package to the client unchanged, and do not build it again there",
            "服务端签名正确：把服务端返回的 package 原样传给客户端，前端不要再拼接或改动"
        ),
        Cause::WrongClientString => text!(
            "sign appId, timeStamp, nonceStr and 'prepay_id=…' for Mini Program and JSAPI; App ID, timestamp, noncestr and the bare prepay_id for APP (pay-params --for app)",
            "小程序和 JSAPI 签名 appId、timeStamp、nonceStr、“prepay_id=…”；APP 签名 AppID、timestamp、noncestr 和 prepay_id 的值（pay-params --for app）"
        ),
        Cause::SignedAsRequest => text!(
            "the payer's parameters have four lines of their own: App ID, timestamp, nonce, package",
            "调起支付有自己的四行签名串：AppID、时间戳、随机串、package"
        ),
        Cause::TimestampNotString => text!(
            "pass timeStamp as a string, such as \"1554208460\"",
            "timeStamp 须为字符串，例如 \"1554208460\""
        ),
        Cause::UnusableValue => text!(
            "pass the value that WeChat Pay returned, unchanged; log the response of the order before it is used",
            "原样使用微信支付返回的值；使用前先打印下单接口的应答"
        ),
        Cause::FieldsOutOfOrder | Cause::FieldMissing => match place {
            Place::PayParams => text!(
                "sign four lines: App ID, timestamp, nonce, package",
                "签名四行：AppID、时间戳、随机串、package"
            ),
            Place::Notification => text!(
                "verify three lines: timestamp, nonce, body",
                "验签串为三行：时间戳、随机串、请求体"
            ),
            Place::Request => text!(
                "sign five lines: method, URL, timestamp, nonce, body",
                "签名五行：请求方法、URL、时间戳、随机串、请求体"
            ),
        },
        Cause::MissingHeader => text!(
            "capture all Wechatpay-* headers; a CDN or gateway that drops them must pass them on; without them it may be forged",
            "保留所有 Wechatpay-* 请求头；CDN 或网关若丢弃了它们，须改为透传；没有这些请求头的通知可能是伪造的"
        ),
        Cause::SigntestProbe => text!(
            "refuse it with 4xx or 5xx, as here; the right one follows",
            "应以 4xx 或 5xx 拒绝；正确签名的通知随后会到"
        ),
        Cause::Stale => match place {
            Place::Notification => text!(
                "verify on arrival; for an old capture use --at TIME or --no-max-age",
                "收到后立即验签；检查旧的抓包时使用 --at TIME 或 --no-max-age"
            ),
            Place::PayParams | Place::Request => text!(
                "sign right before sending, and set the clock by NTP",
                "签名后立即发送，并用 NTP 校准时钟"
            ),
        },
        Cause::ClockSkew => text!("set the clock by NTP", "用 NTP 校准时钟"),
        Cause::WrongApiv3Key => text!(
            "set apiv3_key to the APIv3 key of the merchant console; it is not the v2 API key, and a reset voids the old one",
            "把 apiv3_key 设为商户平台上的 APIv3密钥；它不是 v2 的 API密钥，重置后旧密钥失效"
        ),
        Cause::CiphertextDamaged => text!(
            "capture the raw body again: copying and form decoding damage base64",
            "重新抓取原始请求体：复制和表单解码都会损坏 Base64"
        ),
        Cause::WrongMerchant => text!(
            "use the profile of that merchant, or another notify_url for each",
            "使用该商户的配置，或为每个商户设置不同的 notify_url"
        ),
        Cause::Sm2Signature => text!(
            "this merchant number uses the SM2 scheme, which this tool does not verify",
            "此商户号使用国密 SM2，本工具不支持验签"
        ),
        Cause::NotANotification => text!(
            "give the body of a notification of API v3, the JSON with id, event_type and resource",
            "请提供 APIv3 通知的请求体，即含有 id、event_type、resource 的 JSON"
        ),
        Cause::PlaintextInsteadOfBody => text!(
            "verify the body as it arrived, the JSON with id, event_type and resource, before it is decrypted",
            "用解密之前、原样收到的请求体（含有 id、event_type、resource 的 JSON）验签"
        ),
        Cause::EmptyBody => text!(
            "read the body once, before any middleware does, and verify those bytes",
            "在任何中间件之前读取一次请求体，并用这些字节验签"
        ),
        Cause::BodyBase64 => text!(
            "decode the body before it is verified: cloud functions pass it in base64 and say so in isBase64Encoded",
            "验签前先解码请求体：云函数会以 Base64 传入，并在 isBase64Encoded 中注明"
        ),
        Cause::QueryNotSigned
        | Cause::QueryOrder
        | Cause::UrlWithHost
        | Cause::PathEncoding
        | Cause::PathPrefix => text!(
            "sign path and query exactly as in the request line: from the first '/' on, '?' and query included, nothing decoded or encoded again",
            "签名串中的路径和查询参数须与请求行完全一致：从第一个“/”开始，包含“?”和查询参数，不再编码或解码"
        ),
        Cause::WrongMethod => text!(
            "sign the method that is sent, in capitals",
            "签名实际发送的请求方法，大写"
        ),
        Cause::GetWithBody => text!(
            "a GET has no body: its fifth line is empty",
            "GET 请求没有请求体：签名串第五行为空"
        ),
        Cause::BodyNotSigned => text!(
            "sign the body that is sent as the fifth line",
            "把发送的请求体作为签名串的第五行"
        ),
        Cause::AuthorizationMalformed => text!(
            "write WECHATPAY2-SHA256-RSA2048, one space, and mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\": straight double quotes, commas without spaces, one line",
            "写成 WECHATPAY2-SHA256-RSA2048、一个空格，再接 mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\"：用英文双引号，逗号前后无空格，写在一行"
        ),
        Cause::MchidMismatch => text!(
            "put the merchant number whose key signs into mchid: in partner mode the service provider's",
            "mchid 填签名私钥所属的商户号：服务商模式下为服务商的商户号"
        ),
        Cause::CertificateExpired => text!(
            "apply for a new merchant certificate in the merchant console, and change key, certificate and serial number together",
            "在商户平台申请新的商户API证书，并同时更换私钥、证书和证书序列号"
        ),
        Cause::BodyReserialized
        | Cause::BodyKeyOrder
        | Cause::BodyUnicodeEscapes
        | Cause::BodySlashEscapes
        | Cause::BodyWhitespace
        | Cause::BodyNewline
        | Cause::BodyBom
        | Cause::BodyHtmlEscaped
        | Cause::BodyUrlDecoded
        | Cause::BodyCharset => match place {
            Place::Notification => raw_body(),
            Place::PayParams | Place::Request => one_buffer(),
        },
    }
}

fn raw_body() -> Text {
    text!(
        "verify the bytes as they arrived, before any parser or filter touches them: express.raw({{type: 'application/json'}}) in Express, ctx.req in Koa, @RequestBody byte[] in Spring, c.GetRawData() in Gin, request.get_data() in Flask, request.body in Django, $request->getContent() in Laravel, php://input in ThinkPHP, Request.Body in ASP.NET",
        "用原样收到的字节验签，不要经过任何解析或过滤：Express 用 express.raw({{type: 'application/json'}})，Koa 用 ctx.req，Spring 用 @RequestBody byte[]，Gin 用 c.GetRawData()，Flask 用 request.get_data()，Django 用 request.body，Laravel 用 $request->getContent()，ThinkPHP 用 php://input，ASP.NET 用 Request.Body",
    )
}

fn one_buffer() -> Text {
    text!(
        "serialise the body once, sign those bytes, and send the same bytes",
        "请求体只序列化一次，对这些字节签名，并发送同样的字节"
    )
}

fn unknown(place: Place) -> Text {
    match place {
        Place::PayParams => text!(
            "if the App ID is another one, try --appid; else log the string that your code signs, and compare it byte by byte: pay-params --check FILE --signed-string FILE",
            "如果 AppID 是另一个，请用 --appid 指定；否则打印代码实际签名的字符串，用 pay-params --check FILE --signed-string FILE 逐字节对比"
        ),
        Place::Notification => text!(
            "capture the raw bytes and headers, before any parsing (tcpdump, a logging proxy, or serve-notify), and verify those",
            "在解析之前抓取原始字节和请求头（tcpdump、日志代理或 serve-notify），再用它们验签"
        ),
        Place::Request => text!(
            "log the exact string that is signed beside the request that is sent, and compare them byte by byte with what is expected here",
            "打印实际签名的字符串和发送的请求，与此处应签名的内容逐字节对比"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of fields, programs and formats, which both languages share.
    const NAMES: &str = "v1.5 4xx 5xx Wechatpay- 0x0A PHP prepay_id= API v2 v3 APIv3 RSA SHA-256 SHA256withRSA PKCS PSS RSASSA-PKCS1-v1_5 MD5 HMAC-SHA256 DigestInfo Base64 SM2 AppID APP JSAPI PHP GBK HTML ASCII BOM CR LF Windows URL GET JSON UTC Unix NTP CDN CSV ID key value package prepay_id timeStamp timestamp nonceStr noncestr nonce appId signType resource ciphertext associated_data notify_url apiv3_key serial_no serial mchid Authorization Wechatpay Wechatpay-Serial shell time Date.now XML openssl x509 -in -noout apiclient_cert.pem -serial apiclient_key.pem pay-params --for app --check FILE --signed-string --appid --at TIME --no-max-age tcpdump serve-notify isBase64Encoded uXXXX WECHATPAY2-SHA256-RSA2048 nonce_str signature id event_type n";

    #[test]
    fn every_cause_is_explained_in_both_languages() {
        let allowed: Vec<&str> = NAMES.split(' ').collect();
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for cause in Cause::ALL {
            for place in [Place::PayParams, Place::Notification, Place::Request] {
                for text in [meaning(*cause, place), fix(*cause, place)] {
                    assert!(!text.en.contains(chinese), "{cause:?}: {}", text.en);
                    assert!(text.zh.contains(chinese), "{cause:?}: {}", text.zh);
                    // How frameworks give the raw body is code.
                    if text == raw_body() {
                        continue;
                    }
                    let words = text.zh.split(|c: char| {
                        !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.')
                    });
                    for word in
                        words.filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
                    {
                        assert!(
                            allowed.contains(&word),
                            "{cause:?}: '{word}' in {}",
                            text.zh
                        );
                    }
                    let half = [", ", "; ", ": ", "(", "!"];
                    let code = text.zh.contains("openssl") || text.zh.contains("time()");
                    assert!(
                        code || !half.iter().any(|mark| text.zh.contains(mark)),
                        "{}",
                        text.zh
                    );
                }
            }
        }
    }
}
