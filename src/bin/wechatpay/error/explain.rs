//! From the library's errors to failures: the kind, the causes that matter, and what to do.

use std::error::Error as StdError;

use crate::ui::Lang;
use serde_json::Value;
use wechatpay::error::Error;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::api_error::{ApiError, Refusal};
use wechatpay::protocol::certificate::CertificateError;
use wechatpay::protocol::error_code::{self, Advice};
use wechatpay::protocol::resource::OpenError;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::transport::{Obstacle, ProxyObstacle, TransportError, TransportSetupError};

use super::{CliError, Kind, keys, zh};
use crate::ui::Text;

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::of(&error)
    }
}

impl CliError {
    fn of(error: &Error) -> Self {
        let mut failure = Self::new(kind(error), error.to_string()).in_chinese(zh::message(error));
        failure.request_id = error.request_id().map(str::to_owned);
        if let Some(source) = error.source() {
            failure = failure.with_causes_of(source);
            failure.translate_first_cause(zh::first_cause(error));
        }
        match error {
            Error::Api(refused) => failure.explain_api(refused),
            Error::Login(refused) => {
                let answer = error_code::CodeQuery::Errcode(refused.errcode).look_up();
                failure.with_code(answer.code).advised(answer.advice)
            }
            Error::Transport(error) => failure.explain_transport(error),
            Error::Untrusted { source, .. } => failure.explain_untrusted(source),
            Error::Certificates { source, .. } => failure.explain_certificates(source),
            Error::Redirect { .. } => failure.with_help(Text::pair(
                "look for a proxy or portal between this machine and WeChat Pay",
                "检查本机与微信支付之间的代理或认证网关")),
            Error::Answer { .. } => failure.with_help(Text::pair(
                "do not act on this response: check mchid and appid of the profile, and that no proxy changes responses",
                "请勿依据此应答操作：检查配置中的 mchid 与 appid，以及是否有代理改动了应答")),
            Error::AfterUnknown { last, earlier } => Self::of(last).after(earlier),
        }
    }
}

fn kind(error: &Error) -> Kind {
    match error {
        Error::Transport(_) | Error::Redirect { .. } => Kind::Network,
        Error::Api(refused) => match refused.refusal() {
            Refusal::Refused => Kind::Api,
            Refusal::NotFound => Kind::NotFound,
            Refusal::Unavailable => Kind::Unavailable,
        },
        Error::Certificates {
            source: CertificateError::None,
            ..
        } => Kind::NotFound,
        Error::Untrusted { .. } | Error::Certificates { .. } => Kind::Verification,
        Error::Answer { .. } => Kind::Unavailable,
        Error::AfterUnknown { last, .. } => kind(last),
        // Busy, and too many exchanges in a minute.
        Error::Login(refused) if [-1, 45011].contains(&refused.errcode) => Kind::Unavailable,
        Error::Login(_) => Kind::Api,
    }
}

impl CliError {
    fn explain_api(mut self, refused: &ApiError) -> Self {
        self.http_status = Some(refused.status);
        self.code.clone_from(&refused.code);
        if let Some(field) = refused
            .detail
            .as_ref()
            .and_then(|detail| detail.get("field"))
            .and_then(Value::as_str)
        {
            self.add_cause(Text::pair(
                format!("field {field}"),
                format!("字段 {field}"),
            ));
        }
        // Five minutes explain a refusal; a minute is on the way there.
        if let Some(behind) = refused.clock_behind.filter(|behind| behind.abs() > 60) {
            let seconds = behind.abs();
            let (en, zh) = if behind > 0 {
                ("behind", "慢")
            } else {
                ("ahead of", "快")
            };
            self.add_cause(Text::pair(
                format!("this clock is {seconds} s {en} WeChat Pay's: set it by NTP"),
                format!("本机时间比微信支付{zh} {seconds} 秒：请用 NTP 校准"),
            ));
        }
        if let Some(asked) = refused.retry_after {
            let seconds = asked.as_secs();
            self.add_cause(Text::pair(
                format!("WeChat Pay asks to wait for {seconds} s"),
                format!("微信支付要求等待 {seconds} 秒"),
            ));
        }
        if refused.is_anonymous() {
            return self.may_have_arrived();
        }
        let (code, message) = (refused.code.as_deref(), refused.message.as_deref());
        let by_message = code
            .zip(message)
            .and_then(|(code, message)| error_code::by_message(code, message));
        self.advised(by_message.unwrap_or(refused.advice()))
    }

    /// Says that an attempt before the last may have been carried out.
    fn after(mut self, earlier: &Error) -> Self {
        self.add_cause(Text::pair(
            format!("an earlier attempt may have been carried out: {earlier}"),
            format!("此前的一次请求可能已被执行：{}", zh::message(earlier)),
        ));
        if self.kind == Kind::Api {
            self
        } else {
            self.may_have_arrived()
        }
    }

    /// Says that a request of which there was no answer may have been carried out.
    pub(crate) fn in_doubt(mut self) -> Self {
        let doubt = "a request without an answer may have been carried out";
        self.add_cause(doubt);
        self.may_have_arrived()
    }

    fn translate_first_cause(&mut self, zh: Option<String>) {
        if let (Some(first), Some(zh)) = (self.causes.first_mut(), zh) {
            *first = Text::pair(first.show(Lang::En), zh);
        }
    }

    fn may_have_arrived(self) -> Self {
        self.with_help(Text::pair(
            "the request may have arrived: query before repeating it with the same number",
            "请求可能已到达：先查询，再以相同单号重试",
        ))
    }

    pub(crate) fn advised(self, advice: &Advice) -> Self {
        self.with_help(Text::pair(advice.en.fix, advice.zh.fix))
    }

    fn explain_transport(mut self, error: &TransportError) -> Self {
        match error {
            TransportError::Unreachable { source, .. } => {
                let (en, zh) = obstacle_help(source);
                // What the message says by itself needs no cause.
                if matches!(source, Obstacle::Name) {
                    self.causes.clear();
                }
                self.with_help(Text::pair(
                    format!("{en}; nothing was sent"),
                    format!("{zh}；请求未发出"),
                ))
            }
            TransportError::Timeout { .. }
            | TransportError::NoAnswer { .. }
            | TransportError::TooLarge { .. } => self.may_have_arrived(),
        }
    }

    fn explain_untrusted(self, error: &VerifyError) -> Self {
        let (en, zh) = match error {
            VerifyError::MissingHeaders(_) => (
                "do not believe this answer: a proxy dropped the Wechatpay-* headers, or it is forged",
                "不要相信此应答：代理丢弃了 Wechatpay-* 头，或应答系伪造",
            ),
            VerifyError::UnknownSerial(serial) if serial.starts_with("PUB_KEY_ID_") => (
                "set public_key and public_key_id in the profile: WeChat Pay signs with its public key here",
                "在配置中填写 public_key 与 public_key_id：此处由微信支付公钥签名",
            ),
            VerifyError::OtherKey { .. } => (
                "the public-key mode is not switched on for this merchant number: switch it on in the merchant console (账户中心 → API安全), or run `wechatpay download-certs` and set platform_certs, so that both keys are at hand during the change",
                "此商户号尚未启用微信支付公钥：在商户平台「账户中心 → API安全」启用，或运行 `wechatpay download-certs` 并配置 platform_certs，切换期间两种密钥并存",
            ),
            VerifyError::UnknownSerial(_) => (
                "run `wechatpay download-certs` to fetch the current platform certificates",
                "运行 `wechatpay download-certs` 获取当前的平台证书",
            ),
            VerifyError::Stale { .. } => {
                ("set this machine's clock by NTP", "请用 NTP 校准本机时间")
            }
            VerifyError::Probe => (
                "WeChat Pay tests whether signatures are checked; run the command again",
                "这是微信支付的验签探测流量，请重试",
            ),
            VerifyError::SignatureType(_)
            | VerifyError::Timestamp(_)
            | VerifyError::Encoding
            | VerifyError::Mismatch { .. } => (
                "check that the platform certificate or public key belongs to this merchant; otherwise the answer is forged",
                "检查平台证书或公钥是否属于此商户号；否则应答系伪造",
            ),
        };
        self.with_help(Text::pair(en, zh))
    }

    fn explain_certificates(self, error: &CertificateError) -> Self {
        match error {
            CertificateError::Sealed {
                source: OpenError::Tag,
                ..
            } => self.with_help(Text::pair(
                "check apiv3_key: it is the APIv3 key of the merchant console, not the v2 API key",
                "检查 apiv3_key：应为商户平台设置的 APIv3 密钥，而非 APIv2 密钥")),
            // The answer is the very list that such a certificate would stand in.
            CertificateError::Signature(VerifyError::UnknownSerial(serial))
                if !serial.starts_with("PUB_KEY_ID_") =>
            {
                self.with_help(Text::pair(
                    "do not believe this answer: its signer is neither trusted already nor in the list that it signed; look for a proxy, and ask again later",
                    "不要相信此应答：其签名证书既未被信任，也不在应答的列表中；检查途中的代理，稍后重试"))
            }
            CertificateError::Signature(source) => self.explain_untrusted(source),
            CertificateError::None => self.public_key_mode(),
            CertificateError::Merchant { .. }
            | CertificateError::Shape(_)
            | CertificateError::Sealed { .. }
            | CertificateError::Key { .. }
            | CertificateError::Serial { .. }
            | CertificateError::Validity { .. }
            | CertificateError::Expired(_)
            | CertificateError::Chain { .. } => self.with_help(Text::pair(
                "nothing was written; do not use these certificates",
                "未写入任何文件；不要使用这些证书")),
        }
    }

    /// Says that the merchant has no platform certificates and what to do.
    pub(crate) fn public_key_mode(self) -> Self {
        self.with_help(Text::pair(
            "this merchant number uses the WeChat Pay public key: download pub_key.pem in the merchant console (账户中心 → API安全) and set public_key and public_key_id",
            "此商户号使用微信支付公钥：在商户平台「账户中心 → API安全」下载 pub_key.pem，并配置 public_key 与 public_key_id"))
    }
}

fn obstacle_help(why: &Obstacle) -> (&'static str, &'static str) {
    match why {
        Obstacle::Name => (
            "check the network, its DNS and the spelling of the host; behind a proxy give --proxy",
            "检查网络、DNS 与主机名拼写；如需代理，使用 --proxy",
        ),
        Obstacle::Refused | Obstacle::Closed => (
            "check that the address and port are right and that the server runs; a firewall may refuse, too",
            "检查地址与端口是否正确、服务是否已启动，以及防火墙",
        ),
        Obstacle::NoRoute | Obstacle::TooSlow(_) => (
            "check the network and the firewall; behind a proxy give --proxy; --connect-timeout waits longer",
            "检查网络与防火墙；如需代理，使用 --proxy；--connect-timeout 可延长等待",
        ),
        Obstacle::UnknownIssuer => (
            "if a company proxy opens TLS, or this is a sandbox with --tls, give its CA with --ca-file; otherwise do not trust the host",
            "如公司代理会解密 TLS，或对端是使用 --tls 的沙箱，请用 --ca-file 指定其 CA；否则不要信任该主机",
        ),
        Obstacle::Expired | Obstacle::NotYetValid => (
            "check this machine's clock; if it is right, the host must renew its certificate",
            "检查本机时间；如时间无误，则该主机需更换证书",
        ),
        Obstacle::OtherName => (
            "check the host name in the URL, and what DNS or the hosts file says of it",
            "检查 URL 中的主机名，以及 DNS 或 hosts 文件的解析结果",
        ),
        Obstacle::Certificate(_) | Obstacle::Tls(_) => (
            "check --ca-file, the clock, and whether something on the way opens TLS",
            "检查 --ca-file、本机时间，以及途中是否有设备解密 TLS",
        ),
        Obstacle::NotTls => (
            "check the port; a server on this machine that speaks plain http is given as http://",
            "检查端口；本机的明文服务应写作 http://",
        ),
        Obstacle::Proxy { why, .. } => match why {
            ProxyObstacle::Away(why) if matches!(**why, Obstacle::NotTls) => (
                "most proxies are given as http://HOST:PORT, also for https; a SOCKS proxy as socks5://HOST:PORT",
                "多数代理应写作 http://HOST:PORT（访问 https 时也是如此）；SOCKS 代理写作 socks5://HOST:PORT",
            ),
            ProxyObstacle::Away(_) => (
                "check the address of the proxy and that it runs (--proxy, HTTPS_PROXY, ALL_PROXY), or unset it",
                "检查代理地址及其是否运行（--proxy、HTTPS_PROXY、ALL_PROXY），或取消代理设置",
            ),
            ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => (
                "let the proxy allow WeChat Pay's hosts (port 443), or name them in NO_PROXY to go without it",
                "请在代理中放行微信支付的主机（443 端口），或将其加入 NO_PROXY 以直连",
            ),
            ProxyObstacle::Login(None) => (
                "give user name and password in the proxy's URL: socks5://USER:PASSWORD@HOST:PORT",
                "在代理地址中提供用户名与密码：socks5://USER:PASSWORD@HOST:PORT",
            ),
            ProxyObstacle::Login(Some(_)) => (
                "give user name and password in the proxy's URL: http://USER:PASSWORD@HOST:PORT",
                "在代理地址中提供用户名与密码：http://USER:PASSWORD@HOST:PORT",
            ),
            ProxyObstacle::NotAProxy => (
                "check the scheme and port of the proxy: http://, https:// or socks5://",
                "检查代理的协议与端口：http://、https:// 或 socks5://",
            ),
        },
        Obstacle::Other(_) => (
            "check the network, the firewall, --proxy and --ca-file",
            "检查网络、防火墙、--proxy 与 --ca-file",
        ),
    }
}

impl From<ProfileError> for CliError {
    fn from(error: ProfileError) -> Self {
        let mut failure = Self::config(error.to_string());
        if let Some(source) = error.source() {
            failure = failure.with_causes_of(source);
        }
        if let Some(chinese) = keys::chinese(&error) {
            failure.translate_first_cause(chinese.cause);
            let en = error.help().unwrap_or_default();
            return failure
                .in_chinese(chinese.message)
                .with_help(Text::pair(en, chinese.help));
        }
        match (error.help(), zh::profile(&error)) {
            (Some(en), Some((message, help))) => {
                failure.in_chinese(message).with_help(Text::pair(en, help))
            }
            (Some(help), None) => failure.with_help(Text::pair(help.clone(), help)),
            (None, _) => failure,
        }
    }
}

impl From<TransportSetupError> for CliError {
    fn from(error: TransportSetupError) -> Self {
        let failure = Self::config(error.to_string());
        match error {
            TransportSetupError::CaFile(_) => failure
                .in_chinese("CA 文件中没有可用的 PEM 证书")
                .with_help(Text::pair(
                    "give a file of PEM certificates with --ca-file or SSL_CERT_FILE",
                    "用 --ca-file 或 SSL_CERT_FILE 指定 PEM 证书文件")),
            TransportSetupError::Tls(_) => failure.in_chinese("无法启用 TLS").with_help(Text::pair(
                "install the system's CA certificates (package ca-certificates), or give --ca-file",
                "安装系统 CA 证书（ca-certificates 软件包），或使用 --ca-file")),
        }
    }
}
