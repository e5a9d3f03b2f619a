//! What each check found, in words.

use wechatpay::doctor::{
    CertificateState, CertificatesState, CheckId, EchoState, Evidence, HostState, Outcome,
    PlatformKeys, SkipReason, Status,
};
use wechatpay::error::Error;
use wechatpay::notify_url::NotifyUrlError;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keys::OaepHash;
use wechatpay::transport::TransportError;

use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::error::{CliError, keys};
use crate::ui::Lang;

/// The message of a check, and what to do.
pub(super) struct Text {
    pub(super) message: String,
    pub(super) fix: Option<String>,
}

impl<S: Into<String>> From<S> for Text {
    fn from(message: S) -> Self {
        Self {
            message: message.into(),
            fix: None,
        }
    }
}

impl Text {
    fn with_fix(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            fix: Some(fix.into()),
        }
    }
}

/// Returns a failure with its causes on one line, and its help.
pub(super) fn of_failure(failure: &CliError, lang: Lang) -> Text {
    Text {
        message: one_line(failure),
        fix: failure.help(lang),
    }
}

fn one_line(failure: &CliError) -> String {
    std::iter::once(failure.message(Lang::En))
        .chain(failure.causes(Lang::En))
        .collect::<Vec<_>>()
        .join(": ")
}

/// Describes what a check found; `setup` is why no connection can be set up.
#[allow(clippy::too_many_lines, reason = "one arm for each kind of evidence")]
pub(super) fn of(outcome: Outcome, setup: Option<&CliError>, lang: Lang) -> Text {
    let Outcome {
        id,
        status,
        evidence,
        ..
    } = outcome;
    let text = match evidence {
        Evidence::Skipped(reason) => skipped(reason, lang),
        Evidence::Profile(error) => of_failure(&error.into(), lang),
        Evidence::Mchid(mchid) => {
            let digits = mchid.as_str().len();
            if status == Status::Ok {
                return mchid.as_str().into();
            }
            lang.pick(
                Text::with_fix(
                    format!("{mchid} has {digits} digits, not 10"),
                    "compare mchid with the merchant console: 账户中心 → 商户信息",
                ),
                Text::with_fix(
                    format!("{mchid} 有 {digits} 位数字，应为 10 位"),
                    "与商户平台「账户中心 → 商户信息」核对 mchid",
                ),
            )
        }
        Evidence::Appid(appid) => {
            let text = appid.as_str();
            if status == Status::Ok {
                return text.into();
            }
            lang.pick(
                Text::with_fix(
                    format!("{text} is not wx and 16 characters"),
                    "copy appid again from the Mini Program's settings",
                ),
                Text::with_fix(
                    format!("{text} 不是 wx 加 16 个字符"),
                    "从小程序后台重新复制 appid",
                ),
            )
        }
        Evidence::AppidNotSet(error) => Text::with_fix(
            lang.pick(
                "appid is not set; orders and pay params need it",
                "未设置 appid；下单与支付参数需要它",
            ),
            error.help().unwrap_or_default(),
        ),
        Evidence::KeyUsable => lang.pick("it can be used", "可用").into(),
        Evidence::Certificate(state) => certificate(state, lang),
        Evidence::SerialNo(serial_no) => serial_no.as_str().into(),
        Evidence::ApiV3Key => lang.pick("32 characters", "32 个字符").into(),
        Evidence::SameSecrets => lang.pick(
            Text::with_fix(
                "apiv3_key and app_secret are the same text",
                "apiv3_key is the APIv3密钥 of the merchant console (账户中心 → API安全), app_secret the AppSecret of the Mini Program",
            ),
            Text::with_fix(
                "apiv3_key 与 app_secret 是同一内容",
                "apiv3_key 应为商户平台「账户中心 → API安全」的 APIv3 密钥，app_secret 应为小程序的 AppSecret",
            ),
        ),
        Evidence::AppSecret => lang.pick("set", "已设置").into(),
        Evidence::AppSecretNotSet(error) => Text::with_fix(
            lang.pick(
                "app_secret is not set; only `wechatpay openid` needs it",
                "未设置 app_secret；仅 `wechatpay openid` 需要",
            ),
            error.help().unwrap_or_default(),
        ),
        Evidence::SecretsPrivate => lang
            .pick(
                "secret files are readable only by their owner",
                "密钥文件均不能被他人读取",
            )
            .into(),
        Evidence::SecretsExposed(errors) => files(errors, Lang::En, lang),
        Evidence::FilesControlled => lang
            .pick(
                "only you and root can change the profile, its keys and its certificates",
                "只有您与 root 可更改配置、密钥与证书",
            )
            .into(),
        Evidence::FilesNotControlled(errors) => files(errors, lang, lang),
        Evidence::NotifyUrl(url) => url.into(),
        Evidence::NotifyUrlNotSet(error) => Text::with_fix(
            lang.pick(
                "notify_url is not set; create-order then needs --notify-url",
                "未设置 notify_url；下单时须给出 --notify-url",
            ),
            error.and_then(|error| error.help()).unwrap_or_default(),
        ),
        Evidence::NotifyUrlFault(fault) => Text::with_fix(
            notify_url_fault(fault, lang),
            lang.pick(
                "set notify_url to a public address such as https://pay.example.com/notify",
                "将 notify_url 设为公网地址，如 https://pay.example.com/notify",
            ),
        ),
        Evidence::PlatformKeys(keys) => platform_keys(&keys, lang),
        Evidence::NoPlatformKey(passed_over) => {
            of_failure(&Context::no_key_in(&passed_over), lang)
        }
        Evidence::SubMchid(sub_mchid) => {
            let number = sub_mchid.map(|number| number.to_string());
            let number = number.unwrap_or_default();
            lang.pick(
                format!("a service provider for {number}"),
                format!("服务商，子商户 {number}"),
            )
            .into()
        }
        Evidence::BaseUrls(urls) => urls.join(", ").into(),
        Evidence::ForeignHost(error) => of_failure(&error.into(), lang),
        Evidence::Setup(error) => of_failure(&error.into(), lang),
        Evidence::NoTransport => match setup {
            Some(failure) => of_failure(failure, lang),
            None => String::new().into(),
        },
        Evidence::Host(state) => host(state, lang),
        Evidence::ClockBehind(seconds) => clock(seconds, lang),
        Evidence::Certificates(state) => certificates(state, lang),
        Evidence::Echo(state) => echo(id, state, lang),
    };
    let needs_fix = matches!(status, Status::Warning | Status::Failed);
    Text {
        fix: text.fix.filter(|_| needs_fix),
        ..text
    }
}

fn skipped(reason: SkipReason, lang: Lang) -> Text {
    let (en, zh) = match reason {
        SkipReason::Failed(id) => {
            let name = id.name();
            return lang
                .pick(
                    format!("skipped: {name} failed"),
                    format!("未检查：{name} 未通过"),
                )
                .into();
        }
        SkipReason::Offline => ("skipped: offline, nothing is sent", "离线，不发送请求"),
        SkipReason::CertificateNotSet => (
            "not set; with certificate = \"…/apiclient_cert.pem\" it is checked that key, serial_no and mchid belong together",
            "未设置；填写 certificate = \"…/apiclient_cert.pem\" 后可核对私钥、serial_no 与 mchid 是否配套",
        ),
        SkipReason::InsecurePermissions => (
            "skipped: --insecure-permissions",
            "未检查：--insecure-permissions",
        ),
        SkipReason::NoSubMchid => (
            "no sub_mchid: a merchant for itself",
            "未设置 sub_mchid：直连商户",
        ),
        SkipReason::NoBackupHost => ("there is no backup host", "未设置备用主机"),
        SkipReason::SameHost => ("the same host as base_url", "与 base_url 同一主机"),
        SkipReason::PlainHttp => ("plain http on this machine", "本机明文 http"),
        SkipReason::Proxy => ("left to the proxy", "由代理完成"),
        SkipReason::NoDate => ("the response has no Date", "应答没有 Date 头"),
        SkipReason::NoKey => (
            "no usable key of this kind is available",
            "没有可用的此类密钥",
        ),
    };
    lang.pick(en, zh).into()
}

/// Describes files that others can read or change, each remedy once.
fn files(errors: Vec<ProfileError>, message: Lang, lang: Lang) -> Text {
    let failures: Vec<CliError> = errors.into_iter().map(CliError::from).collect();
    let messages: Vec<String> = failures.iter().map(|one| one.message(message)).collect();
    let mut fixes: Vec<String> = Vec::new();
    for fix in failures.iter().filter_map(|one| one.help(lang)) {
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    Text::with_fix(messages.join("; "), fixes.join("\n"))
}

fn certificate(state: CertificateState, lang: Lang) -> Text {
    let renew = lang.pick(
        "apply for a new API certificate in the merchant console (账户中心 → API安全), and set private_key, certificate and serial_no together",
        "在商户平台「账户中心 → API安全」申请新的 API 证书，并同时更换 private_key、certificate 与 serial_no",
    );
    match state {
        CertificateState::OldIssuer => Text::with_fix(
            lang.pick(
                "issued by WeChat Pay's own old CA, which API v3 does not accept",
                "由微信支付旧 CA 签发，API v3 不接受",
            ),
            renew,
        ),
        CertificateState::NotYetValid(start) => {
            let start = start.to_rfc3339();
            lang.pick(
                Text::with_fix(
                    format!("not valid before {start}"),
                    "sync the local clock with NTP",
                ),
                Text::with_fix(format!("{start} 之前无效"), "请用 NTP 校准本机时间"),
            )
        }
        CertificateState::Expired(end) => {
            let end = end.to_rfc3339();
            let message = lang.pick(format!("expired on {end}"), format!("已于 {end} 过期"));
            Text::with_fix(message, renew)
        }
        CertificateState::Valid { end, days_left } => {
            let end = end.to_rfc3339();
            let message = lang.pick(
                format!("valid until {end}, {days_left} days left"),
                format!("有效期至 {end}，剩余 {days_left} 天"),
            );
            Text::with_fix(message, renew)
        }
    }
}

fn notify_url_fault(fault: NotifyUrlError, lang: Lang) -> &'static str {
    let (en, zh) = match fault {
        NotifyUrlError::Whitespace => ("it contains whitespace", "地址中有空白字符"),
        NotifyUrlError::NotUrl => ("it is not a URL", "不是合法的 URL"),
        NotifyUrlError::Credentials => (
            "it must not contain credentials",
            "地址中不能带用户名或密码",
        ),
        NotifyUrlError::Scheme => ("it must begin with https://", "必须以 https:// 开头"),
        NotifyUrlError::QueryOrFragment => (
            "it must not have a query or a fragment",
            "不能携带查询参数或片段",
        ),
        NotifyUrlError::TooLong => ("it is longer than 255 characters", "长度超过 255 个字符"),
        NotifyUrlError::PlainHttp => (
            "it must be https; http on this machine is for the sandbox only",
            "必须为 https；本机 http 仅供沙箱使用",
        ),
        NotifyUrlError::Loopback => (
            "it is this machine, which WeChat Pay cannot reach",
            "地址为本机，微信支付无法访问",
        ),
        NotifyUrlError::NotPublic => (
            "its host cannot be reached from outside",
            "其主机无法从公网访问",
        ),
        NotifyUrlError::NoPath => ("it is a host alone, without a path", "只有域名，没有路径"),
    };
    lang.pick(en, zh)
}

fn platform_keys(found: &PlatformKeys, lang: Lang) -> Text {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        found
            .public_key_id
            .as_ref()
            .map(|id| lang.pick(format!("public key {id}"), format!("公钥 {id}"))),
    );
    lines.extend(found.certificates.iter().map(|(serial_no, end, days)| {
        if *days < 0 {
            let end = end.to_rfc3339();
            lang.pick(
                format!("certificate {serial_no} expired on {end}"),
                format!("证书 {serial_no} 已于 {end} 过期"),
            )
        } else {
            lang.pick(
                format!("certificate {serial_no}, {days} days left"),
                format!("证书 {serial_no}，剩余 {days} 天"),
            )
        }
    }));
    lines.extend(
        found
            .remarks
            .iter()
            .map(|remark| keys::remark(remark, lang)),
    );
    let fix = match &found.not_of {
        Some(mchid) => lang.pick(
            format!("the digits of public_key_id look like another merchant's than {mchid}: compare public_key_id and pub_key.pem with the merchant console (账户中心 → API安全)"),
            format!("public_key_id 中的数字似乎不属于商户 {mchid}：请与商户平台「账户中心 → API安全」核对 public_key_id 与 pub_key.pem"),
        ),
        None => download_certs(lang).to_owned(),
    };
    Text::with_fix(lines.join("; "), fix)
}

fn download_certs(lang: Lang) -> &'static str {
    lang.pick(
        "run `wechatpay download-certs --prune`",
        "运行 `wechatpay download-certs --prune`",
    )
}

fn host(state: HostState, lang: Lang) -> Text {
    let why = |source: Option<std::io::Error>| match source {
        Some(source) => source.to_string(),
        None => lang.pick("no response in time", "超时").to_owned(),
    };
    match state {
        HostState::Passed { peer, elapsed } => {
            let millis = elapsed.as_millis();
            lang.pick(
                format!("{peer} in {millis} ms"),
                format!("{peer}，{millis} 毫秒"),
            )
            .into()
        }
        HostState::Unresolved { host, source } => {
            let why = why(source);
            lang.pick(
                Text::with_fix(
                    format!("cannot resolve {host}: {why}"),
                    "check this machine's name servers, or give --proxy",
                ),
                Text::with_fix(
                    format!("无法解析域名 {host}：{why}"),
                    "检查本机 DNS 设置，或使用 --proxy",
                ),
            )
        }
        HostState::Unconnected { host, source } => {
            let why = why(source);
            lang.pick(
                Text::with_fix(
                    format!("cannot connect to {host}: {why}"),
                    "let this machine connect there (firewall, security group), or give --proxy; check base_url and mp_base_url",
                ),
                Text::with_fix(
                    format!("无法连接 {host}：{why}"),
                    "放行到该主机的连接（防火墙、安全组），或使用 --proxy；检查 base_url 与 mp_base_url",
                ),
            )
        }
        HostState::NoResponse { plain, source } => {
            let fix = if plain {
                lang.pick(
                    "check that base_url is WeChat Pay or a sandbox, and the proxy between",
                    "检查 base_url 是否为微信支付或沙箱，以及途中的代理",
                )
            } else {
                lang.pick(
                    "check --ca-file and the system's root certificates (DigiCert Global Root G2), --proxy, and whether something on the way opens TLS",
                    "检查 --ca-file 与系统根证书（DigiCert Global Root G2）、--proxy，以及途中是否有解密 TLS 的设备",
                )
            };
            Text::with_fix(one_line(&source.into()), fix)
        }
    }
}

fn clock(seconds_behind: i64, lang: Lang) -> Text {
    let apart = seconds_behind.unsigned_abs();
    let message = match seconds_behind {
        0 => lang.pick("exact to the second", "精确到秒").to_owned(),
        1.. => lang.pick(
            format!("{apart} s behind the server's"),
            format!("比服务器慢 {apart} 秒"),
        ),
        _ => lang.pick(
            format!("{apart} s ahead of the server's"),
            format!("比服务器快 {apart} 秒"),
        ),
    };
    let fix = lang.pick(
        "sync the local clock with NTP: WeChat Pay refuses what is signed five minutes off",
        "请用 NTP 校准本机时间：签名时间相差五分钟即被拒绝",
    );
    Text::with_fix(message, fix)
}

fn certificates(state: CertificatesState, lang: Lang) -> Text {
    let joined = |serials: Vec<SerialNo>| {
        let all: Vec<String> = serials.iter().map(ToString::to_string).collect();
        all.join(", ")
    };
    match state {
        CertificatesState::Opened(serials) => {
            let all = joined(serials);
            lang.pick(
                format!("the signature is accepted, apiv3_key opens the platform certificate {all}"),
                format!("签名已被接受，apiv3_key 可解密平台证书 {all}"),
            )
            .into()
        }
        CertificatesState::New(serials) => {
            let new = joined(serials);
            lang.pick(
                Text::with_fix(
                    format!("WeChat Pay has a certificate that is not stored here: {new}"),
                    "run `wechatpay download-certs`",
                ),
                Text::with_fix(
                    format!("微信支付有本地没有的证书：{new}"),
                    "运行 `wechatpay download-certs`",
                ),
            )
        }
        CertificatesState::NotOpened => lang
            .pick(
                "the signature is accepted; not opened, since apiv3-key failed",
                "签名已被接受；apiv3-key 未通过，未解密",
            )
            .into(),
        CertificatesState::PublicKeyOnly => lang
            .pick(
                "the signature is accepted; this merchant has no platform certificates, and verifies with the WeChat Pay public key",
                "签名已被接受；此商户没有平台证书，使用微信支付公钥验签",
            )
            .into(),
        CertificatesState::NoneListed(error) => {
            of_failure(&CliError::from(error).public_key_mode(), lang)
        }
        CertificatesState::ExpiredAtWechatPay(error) => Text::with_fix(
            one_line(&error.into()),
            lang.pick(
                "the platform certificate has expired at WeChat Pay: apply for the WeChat Pay public key in the merchant console (账户中心 → API安全), and set public_key and public_key_id",
                "微信支付一侧的平台证书已过期：在商户平台「账户中心 → API安全」申请微信支付公钥，并配置 public_key 与 public_key_id",
            ),
        ),
        CertificatesState::NoApiV3Key(error) => Text::with_fix(
            one_line(&error.into()),
            lang.pick(
                "set the APIv3密钥 in the merchant console (账户中心 → API安全), and apiv3_key to the same text",
                "在商户平台「账户中心 → API安全」设置 APIv3 密钥，并将 apiv3_key 设为相同内容",
            ),
        ),
        CertificatesState::Failed(error) => of_failure(&call_failed(error), lang),
    }
}

fn echo(id: CheckId, state: EchoState, lang: Lang) -> Text {
    let again = lang.pick(
        "run it again; if it stays so, ask WeChat Pay's support with the Request-ID that -v shows",
        "请重试；若仍如此，凭 -v 显示的 Request-ID 联系微信支付",
    );
    match state {
        EchoState::Proved { serial_no, hash } => {
            let hash = match hash {
                OaepHash::Sha1 => "OAEP SHA-1",
                OaepHash::Sha256 => "OAEP SHA-256",
            };
            lang.pick(
                format!("signed, verified and encrypted both ways with {serial_no} ({hash})"),
                format!("使用 {serial_no} 双向签名、验签、加密均通过（{hash}）"),
            )
            .into()
        }
        EchoState::NotEncrypted(error) => {
            of_failure(&CliError::internal("cannot encrypt").with_source(error), lang)
        }
        EchoState::UnknownKey(error) => {
            let fix = if id == CheckId::EchoPublicKey {
                lang.pick(
                    "copy public_key_id and pub_key.pem again from the merchant console (账户中心 → API安全) of this mchid",
                    "从该商户号的商户平台「账户中心 → API安全」重新复制 public_key_id 与 pub_key.pem",
                )
            } else {
                download_certs(lang)
            };
            Text::with_fix(one_line(&error.into()), fix)
        }
        EchoState::Failed(error) => of_failure(&call_failed(error), lang),
        EchoState::OtherText => Text::with_fix(
            lang.pick(
                "another text came back than was sent",
                "返回的内容与发送的不一致",
            ),
            again,
        ),
        EchoState::OtherSigner {
            requested,
            signed_by,
        } => lang.pick(
            Text::with_fix(
                format!("the request named {requested}, and {signed_by} signed the response"),
                "keep both kinds of key until WeChat Pay responds with one of them only",
            ),
            Text::with_fix(
                format!("请求使用 {requested}，应答使用 {signed_by}"),
                "在微信支付只用其中一种应答之前，请同时保留两种密钥",
            ),
        ),
        EchoState::NoEncryptedText => Text::with_fix(
            lang.pick("the encrypted text did not come back", "未返回加密的内容"),
            again,
        ),
        EchoState::NotOpened => lang.pick(
            Text::with_fix(
                "what WeChat Pay encrypted does not open with private_key",
                "it is encrypted for the merchant's newest API certificate: set private_key, certificate and serial_no to that one",
            ),
            Text::with_fix(
                "微信支付加密的内容无法用 private_key 解密",
                "内容以商户最新的 API 证书加密：请将 private_key、certificate 与 serial_no 换为该证书的",
            ),
        ),
    }
}

/// The failure of a call that changed nothing and may be repeated.
fn call_failed(error: Error) -> CliError {
    let broke_off = matches!(
        &error,
        Error::Transport(why) if !matches!(why, TransportError::Unreachable { .. })
    );
    let failure = asking_failed(error);
    if broke_off {
        failure.with_help(crate::ui::Text::pair(
            "run it again; --timeout waits longer, and a proxy may stand between",
            "请重试；可用 --timeout 延长等待，并检查途中的代理",
        ))
    } else {
        failure
    }
}
