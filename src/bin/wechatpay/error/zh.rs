//! 中文: the failures that people meet every day, in Chinese. What is not here is English.

use wechatpay::error::Error;
use wechatpay::profile::{Problem, ProfileError, SyntaxMistake};
use wechatpay::protocol::certificate::CertificateError;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::transport::{Obstacle, ProxyObstacle, TransportError};

/// Returns what went wrong in a call.
pub(super) fn message(error: &Error) -> String {
    match error {
        Error::Transport(error) => transport(error),
        Error::Api(refused) => {
            let code = refused.code.as_deref().unwrap_or("无错误码");
            let message = refused.message.as_deref().unwrap_or("无提示");
            format!("微信支付返回 {} {code}：{message}", refused.status)
        }
        Error::Redirect { host, status } => {
            format!("{host} 返回了重定向（HTTP {status}），微信支付不会如此应答")
        }
        Error::Untrusted { .. } => "无法证明应答来自微信支付".to_owned(),
        Error::Certificates { .. } => "平台证书不可信".to_owned(),
        Error::Answer { what, .. } => format!("无法解析微信支付的应答：{what}"),
        Error::AfterUnknown { last, .. } => message(last),
        Error::Login(refused) => {
            let (errmsg, errcode) = (&refused.errmsg, refused.errcode);
            format!("微信拒绝了该 code：{errmsg}（errcode {errcode}）")
        }
    }
}

fn transport(error: &TransportError) -> String {
    match error {
        TransportError::Unreachable {
            host,
            backup,
            source,
        } => {
            let backup = backup.as_ref();
            let backup = backup.map(|backup| format!("（备用主机 {backup} 亦然）"));
            let backup = backup.unwrap_or_default();
            match source {
                Obstacle::Name => format!("无法解析 {host}{backup}"),
                Obstacle::Proxy { proxy, why } => match why {
                    ProxyObstacle::Away(_) => format!("无法连接代理 {proxy}"),
                    ProxyObstacle::Login(_) => format!("代理 {proxy} 要求登录"),
                    ProxyObstacle::NotAProxy => format!("{proxy} 不是可用的代理"),
                    ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => {
                        format!("代理 {proxy} 拒绝了连接")
                    }
                },
                _ => format!("无法连接 {host}{backup}"),
            }
        }
        TransportError::Timeout { host, waited } => {
            format!("{host} 在 {} 毫秒内没有应答", waited.as_millis())
        }
        TransportError::NoAnswer { host, .. } => format!("{host} 没有返回完整的应答"),
        TransportError::TooLarge { host, limit } => format!("{host} 的应答超过 {limit} 字节"),
    }
}

/// Returns the first cause, where it is why an answer was not believed.
pub(super) fn first_cause(error: &Error) -> Option<String> {
    match error {
        Error::Untrusted { source, .. } => Some(unverified(source)),
        Error::Certificates { source, .. } => match source {
            CertificateError::None => Some("微信支付没有此商户的平台证书".to_owned()),
            CertificateError::Signature(_) => Some("应答不是由微信支付签名".to_owned()),
            CertificateError::Sealed { serial_no, .. } => Some(format!("无法解密证书 {serial_no}")),
            CertificateError::Expired(serial_no) => {
                Some(format!("签名应答的证书 {serial_no} 已过期或尚未生效"))
            }
            CertificateError::Shape(_)
            | CertificateError::Key { .. }
            | CertificateError::Serial { .. }
            | CertificateError::Validity { .. }
            | CertificateError::Merchant { .. }
            | CertificateError::Chain { .. } => None,
        },
        Error::Transport(TransportError::Unreachable { source, .. }) => obstacle(source),
        Error::Transport(TransportError::NoAnswer { .. }) => {
            Some("连接在收到完整应答之前中断".to_owned())
        }
        Error::Transport(TransportError::Timeout { .. } | TransportError::TooLarge { .. })
        | Error::Api(_)
        | Error::Redirect { .. }
        | Error::Answer { .. }
        | Error::AfterUnknown { .. }
        | Error::Login(_) => None,
    }
}

fn obstacle(why: &Obstacle) -> Option<String> {
    let text = match why {
        Obstacle::Name => "域名无法解析",
        Obstacle::Refused => "连接被拒绝：该地址没有服务在监听",
        Obstacle::NoRoute => "没有到达该地址的路由",
        Obstacle::TooSlow(waited) => {
            return Some(format!("{} 毫秒内未能建立连接", waited.as_millis()));
        }
        Obstacle::Closed => "连接刚建立即被关闭",
        Obstacle::UnknownIssuer => "其 TLS 证书由不受信任的机构签发",
        Obstacle::Expired => "其 TLS 证书已过期",
        Obstacle::NotYetValid => "其 TLS 证书尚未生效",
        Obstacle::OtherName => "其 TLS 证书属于另一主机名",
        Obstacle::Certificate(said) => return Some(format!("其 TLS 证书无法接受：{said}")),
        Obstacle::NotTls => "对端不是 TLS 服务",
        Obstacle::Tls(said) => return Some(format!("TLS 失败：{said}")),
        Obstacle::Proxy { why, .. } => return proxy_obstacle(why),
        Obstacle::Other(_) => return None,
    };
    Some(text.to_owned())
}

fn proxy_obstacle(why: &ProxyObstacle) -> Option<String> {
    match why {
        ProxyObstacle::Away(why) => obstacle(why),
        ProxyObstacle::Status(status) | ProxyObstacle::Login(Some(status)) => {
            Some(format!("代理返回 HTTP {status}"))
        }
        ProxyObstacle::Login(None) => Some("未提供登录信息，或登录未被接受".to_owned()),
        ProxyObstacle::NotAProxy => Some("对端的应答不是代理的应答".to_owned()),
        ProxyObstacle::Refused(said) => Some(said.clone()),
    }
}

fn unverified(error: &VerifyError) -> String {
    match error {
        VerifyError::MissingHeaders(names) => format!("缺少签名头：{}", names.join(", ")),
        VerifyError::SignatureType(kind) => format!("不支持的签名类型 '{kind}'"),
        VerifyError::Timestamp(text) => format!("Wechatpay-Timestamp 为 '{text}'，不是秒数"),
        VerifyError::Stale { seconds } if *seconds < 0 => {
            format!("签名时间比本机时间晚 {} 秒", seconds.abs())
        }
        VerifyError::Stale { seconds } => format!("签名时间在 {seconds} 秒之前"),
        VerifyError::Probe => "这是微信支付的验签探测".to_owned(),
        VerifyError::UnknownSerial(serial) => {
            format!("没有 Wechatpay-Serial {serial} 对应的密钥")
        }
        VerifyError::OtherKey { asked, serial } => {
            format!("请求指定由 {asked} 签名，应答却由本地没有的平台证书 {serial} 签名")
        }
        VerifyError::Encoding => "Wechatpay-Signature 不是标准 base64".to_owned(),
        VerifyError::Mismatch { serial } => format!("用密钥 {serial} 验签，签名与应答体不符"),
    }
}

/// Returns what is wrong with a profile and what to do, where something is missing.
pub(super) fn profile(error: &ProfileError) -> Option<(String, String)> {
    match error {
        ProfileError::Syntax {
            file,
            place,
            mistake: Some(mistake),
            ..
        } => {
            let at = format!("{}:{}:{}", file.display(), place.line, place.column);
            Some(match mistake {
                SyntaxMistake::Backslash => (
                    format!("{at}：双引号中的反斜杠会被当作转义符"),
                    r"路径请用单引号书写（'C:\cert\key.pem'），或使用 / 或 \\".to_owned(),
                ),
                SyntaxMistake::Encoding => (
                    format!("{at}：文件不是 UTF-8 编码"),
                    "请将文件另存为 UTF-8 编码".to_owned(),
                ),
            })
        }
        ProfileError::Invalid {
            field,
            from,
            problem: Problem::NoScheme(meant),
            ..
        } => Some((
            format!("{field}（{from}）缺少 https://（或 http://）"),
            format!("是否应为 {meant}？"),
        )),
        ProfileError::NoConfiguration { .. } => Some((
            "尚未配置商户".to_owned(),
            "用 --config FILE 指定配置文件，或设置环境变量 WECHATPAY_MCHID、WECHATPAY_SERIAL_NO、WECHATPAY_PRIVATE_KEY_FILE 与 WECHATPAY_APIV3_KEY；--sandbox 无需任何配置".to_owned(),
        )),
        ProfileError::Missing {
            field,
            profile,
            file,
        } => {
            let variables: Vec<_> = field.variables().collect();
            let variables = variables.join(" 或 ");
            Some(match file {
                Some(file) => (
                    format!("{} 的配置 '{profile}' 未设置 {field}", file.display()),
                    format!(
                        "在 {} 的 [profiles.{profile}] 中设置 {field}，或设置环境变量 {variables}",
                        file.display()
                    ),
                ),
                None => (
                    format!("配置 '{profile}' 未设置 {field}"),
                    format!("设置环境变量 {variables}，或用 --config FILE 指定含 {field} 的配置"),
                ),
            })
        }
        ProfileError::Unset { field, variable } => {
            let own: Vec<_> = field.variables().collect();
            Some((
                format!("{field} 应从环境变量 {variable} 读取，但该变量未设置"),
                format!("设置 {variable}，或设置 {}", own.join(" 或 ")),
            ))
        }
        _ => None,
    }
}
