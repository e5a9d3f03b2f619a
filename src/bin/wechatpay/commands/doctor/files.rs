//! The profile's own fields and files; nothing leaves this machine.

use wechatpay::ambient;
use wechatpay::profile::{Examined, Field, Profile, ProfileError};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::id::Mchid;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::resource::ApiV3Key;
use wechatpay::transport::Transport;

use super::checks::{Checks, Status};
use super::{notify_url, platform, secrets};
use crate::context::Context;
use crate::diagnostic::Failure;

/// How soon a certificate's end is soon, in days.
pub(super) const SOON: i64 = 30;

/// What is sound enough to be used in a call; each secret was read once.
pub(super) struct Sound {
    pub(super) mchid: Option<Mchid>,
    pub(super) key: Option<SigningKey>,
    pub(super) apiv3_key: Option<ApiV3Key>,
    pub(super) api: Option<Transport>,
    /// What is asked while that cannot be reached.
    pub(super) backup: Option<Transport>,
    pub(super) login: Option<Transport>,
}

pub(super) fn check(profile: &Profile, context: &Context, checks: &mut Checks) -> Sound {
    let mut exposed = Vec::new();
    let mchid = mchid(profile, checks);
    appid(profile, checks);
    let key = pair(profile.examine(), &mut exposed, checks);
    let apiv3_key = secrets::check(profile, &mut exposed, checks);
    secrets::permissions(exposed, context, checks);
    secrets::owners(profile, checks);
    notify_url::check(profile, checks);
    platform::check(profile, checks);
    partner(profile, checks);
    let BaseUrls { api, backup, login } = base_urls(profile, context, checks);
    Sound {
        mchid,
        key,
        apiv3_key,
        api,
        backup,
        login,
    }
}

/// Returns the whole days until a moment, and its date.
pub(super) fn left(end: wechatpay::protocol::stamp::Timestamp) -> (i64, String) {
    let days = (end.0 - ambient::now().0).div_euclid(86_400);
    (days, end.to_rfc3339())
}

fn mchid(profile: &Profile, checks: &mut Checks) -> Option<Mchid> {
    match profile.mchid() {
        Ok(mchid) => {
            if matches!(mchid.as_str().len(), 8..=10) {
                checks.ok("mchid", mchid.as_str());
            } else {
                let (message, fix) = checks.lang.pick(
                    (
                        format!("{mchid} has {} digits, not 10", mchid.as_str().len()),
                        "compare mchid with the merchant console: 账户中心 → 商户信息",
                    ),
                    (
                        format!("{mchid} 有 {} 位数字，应为 10 位", mchid.as_str().len()),
                        "与商户平台「账户中心 → 商户信息」核对 mchid",
                    ),
                );
                checks.warn("mchid", message, fix);
            }
            Some(mchid)
        }
        Err(error) => {
            checks.fail_with("mchid", error);
            None
        }
    }
}

fn appid(profile: &Profile, checks: &mut Checks) {
    match profile.appid() {
        Ok(appid) => {
            let text = appid.as_str();
            if text.len() == 18 && text.starts_with("wx") {
                checks.ok("appid", text);
            } else {
                let (message, fix) = checks.lang.pick(
                    (
                        format!("{text} is not wx and 16 characters"),
                        "copy appid anew from the Mini Program's settings",
                    ),
                    (
                        format!("{text} 不是 wx 加 16 个字符"),
                        "从小程序后台重新复制 appid",
                    ),
                );
                checks.warn("appid", message, fix);
            }
        }
        Err(error @ ProfileError::Missing { .. }) => {
            let help = error.help().unwrap_or_default();
            let message = checks.lang.pick(
                "appid is not set; orders and pay params need it",
                "未设置 appid；下单与支付参数需要它",
            );
            checks.warn("appid", message, help);
        }
        Err(error) => checks.fail_with("appid", error),
    }
}

/// Judges key, certificate and serial number, and returns the key where all three fit.
fn pair(
    examined: Examined,
    exposed: &mut Vec<ProfileError>,
    checks: &mut Checks,
) -> Option<SigningKey> {
    let Examined {
        key,
        serial_no,
        certificate,
        contradictions,
    } = examined;
    let key = match key {
        Ok(key) => {
            let text = checks.lang.pick("it can be used", "可用");
            checks.ok("private-key", text);
            Some(key)
        }
        Err(error) => {
            secrets::refuse("private-key", error, exposed, checks);
            None
        }
    };
    match (certificate, contradictions.into_iter().next()) {
        (Err(error @ ProfileError::Untrusted { .. }), _) => {
            secrets::refuse("certificate", error, exposed, checks);
        }
        (Err(error), _) | (Ok(Some(_)), Some(error)) => checks.fail_with("certificate", error),
        (Ok(Some((_, x509))), None) => judge_certificate(&x509, checks),
        (Ok(None), _) => {
            let text = checks.lang.pick(
                "not set; with certificate = \"…/apiclient_cert.pem\" it is checked that key, serial_no and mchid belong together",
                "未设置；填写 certificate = \"…/apiclient_cert.pem\" 后可核对私钥、serial_no 与 mchid 是否配套",
            );
            checks.skip("certificate", text);
        }
    }
    match serial_no {
        Ok(serial_no) => checks.ok("serial-no", serial_no.as_str()),
        // A certificate that cannot be read is one fault, not two.
        Err(ProfileError::Missing { .. })
            if checks.status("certificate") == Some(Status::Failed) =>
        {
            checks.skip_for("serial-no", "certificate");
        }
        Err(error) => checks.fail_with("serial-no", error),
    }
    key.filter(|_| checks.failed_of(&["certificate", "serial-no"]).is_none())
}

fn judge_certificate(x509: &X509, checks: &mut Checks) {
    let (days, end) = left(x509.not_after());
    let renew = checks.lang.pick(
        "apply for a new API certificate in the merchant console (账户中心 → API安全), and set private_key, certificate and serial_no together",
        "在商户平台「账户中心 → API安全」申请新的 API 证书，并同时更换 private_key、certificate 与 serial_no",
    );
    if x509.issuer().contains("MmpaymchCA") {
        let message = checks.lang.pick(
            "issued by WeChat Pay's own old CA, which API v3 does not accept",
            "由微信支付旧 CA 签发，API v3 不接受",
        );
        return checks.fail("certificate", message, renew);
    }
    if x509.not_before() > ambient::now() {
        let from = x509.not_before().to_rfc3339();
        let (message, fix) = checks.lang.pick(
            (
                format!("not valid before {from}"),
                "set this machine's clock by NTP",
            ),
            (format!("{from} 之前无效"), "请用 NTP 校准本机时间"),
        );
        return checks.fail("certificate", message, fix);
    }
    if x509.not_after() <= ambient::now() {
        let message = checks
            .lang
            .pick(format!("expired on {end}"), format!("已于 {end} 过期"));
        return checks.fail("certificate", message, renew);
    }
    let message = checks.lang.pick(
        format!("valid until {end}, {days} days left"),
        format!("有效期至 {end}，剩余 {days} 天"),
    );
    if days < SOON {
        checks.warn("certificate", message, renew);
    } else {
        checks.ok("certificate", message);
    }
}

fn partner(profile: &Profile, checks: &mut Checks) {
    let set = |field| profile.origin(field).is_some();
    if !set(Field::SubMchid) && !set(Field::SubAppid) {
        let text = checks.lang.pick(
            "no sub_mchid: a merchant for itself",
            "未设置 sub_mchid：直连商户",
        );
        return checks.skip("partner", text);
    }
    if checks.status("mchid") == Some(Status::Failed) {
        return checks.skip_for("partner", "mchid");
    }
    match (profile.payee(), profile.sub_mchid()) {
        (Err(error), _) | (_, Err(error)) => checks.fail_with("partner", error),
        (Ok(payee), Ok(sub_mchid)) if sub_mchid.as_ref() == Some(payee.signer()) => {
            let (message, fix) = checks.lang.pick(
                (
                    "sub_mchid is the same number as mchid",
                    "mchid is the service provider's, sub_mchid the sub-merchant's; leave sub_mchid out where there is none",
                ),
                (
                    "sub_mchid 与 mchid 相同",
                    "mchid 为服务商商户号，sub_mchid 为子商户号；无子商户时请删除 sub_mchid",
                ),
            );
            checks.fail("partner", message, fix);
        }
        (Ok(_), Ok(sub_mchid)) => {
            let number = sub_mchid.map(|number| number.to_string());
            let number = number.unwrap_or_default();
            let text = checks.lang.pick(
                format!("a service provider for {number}"),
                format!("服务商，子商户 {number}"),
            );
            checks.ok("partner", text);
        }
    }
}

struct BaseUrls {
    api: Option<Transport>,
    backup: Option<Transport>,
    login: Option<Transport>,
}

/// Makes the transports, which say by themselves where they may not go.
fn base_urls(profile: &Profile, context: &Context, checks: &mut Checks) -> BaseUrls {
    let made = |url: Result<url::Url, ProfileError>| -> Result<Transport, Failure> {
        context.transport(url?.as_str())
    };
    let api = made(profile.base_url());
    // Which backup there is depends on the first host.
    let backup = match &api {
        Ok(_) => profile.backup_base_url().transpose().map(made),
        Err(_) => None,
    };
    let mut failure = None;
    let mut sound = |made: Result<Transport, Failure>| match made {
        Ok(transport) => Some(transport),
        Err(why) => {
            failure.get_or_insert(why);
            None
        }
    };
    let urls = BaseUrls {
        api: sound(api),
        backup: backup.and_then(&mut sound),
        login: sound(made(profile.mp_base_url())),
    };
    if let Some(failure) = failure {
        checks.fail_with("base-url", failure);
    } else {
        let all = [&urls.api, &urls.backup, &urls.login];
        let all = all.into_iter().flatten();
        let texts: Vec<&str> = all.map(|one| one.base().as_str()).collect();
        checks.ok("base-url", texts.join(", "));
    }
    urls
}
