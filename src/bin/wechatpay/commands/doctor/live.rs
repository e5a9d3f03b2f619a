//! What shows only when WeChat Pay is asked.

use std::time::Duration;

use wechatpay::ambient;
use wechatpay::client::{Client, Merchant};
use wechatpay::error::Error;
use wechatpay::profile::Profile;
use wechatpay::protocol::certificate::{Bootstrap, CertificateError};
use wechatpay::protocol::certificates::Certificates;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::transport::{Transport, TransportError};

use super::checks::{Checks, Status, told};
use super::files::Sound;
use super::{ALL, Mode, echo, hosts};
use crate::context::Context;
use crate::diagnostic::Failure;

/// What a signed call needs; where one of these failed, none is made.
const SIGNING: [&str; 10] = [
    "mchid",
    "private-key",
    "certificate",
    "serial-no",
    "secret-permissions",
    "api-dns",
    "api-connect",
    "api-tls",
    "clock",
    "certificates",
];

const NAME: &str = "certificates";

/// Whether the merchant has platform certificates, as far as WeChat Pay has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Some,
    None,
    Unknown,
}

pub(super) async fn check(
    offline: bool,
    sound: Sound,
    profile: &Profile,
    context: &Context,
    checks: &mut Checks,
) -> Mode {
    if offline {
        let from = ALL.iter().position(|name| *name == "api-dns");
        for name in &ALL[from.unwrap_or_default()..] {
            let text = checks
                .lang
                .pick("nothing is sent: offline", "离线，不发送请求");
            checks.skip(name, text);
        }
        return Mode::Unknown;
    }
    let Sound {
        mchid,
        key,
        apiv3_key,
        api,
        login,
    } = sound;
    reach(api.as_ref(), login.as_ref(), context, checks).await;
    let keyring = profile.keyring().unwrap_or_default();
    let public_key_id = profile.public_key_id().unwrap_or_default();
    let unsound = checks.failed_of(&SIGNING);
    let failed = unsound.or_else(|| api.is_none().then_some("base-url"));
    let (None, Some(mchid), Some(key), Some(api)) = (failed, mchid, key, api) else {
        for name in [NAME, echo::CERTIFICATE, echo::PUBLIC_KEY] {
            checks.skip_for(name, failed.unwrap_or("private-key"));
        }
        return Mode::Unknown;
    };
    let merchant = Merchant {
        mchid,
        key,
        keyring,
        public_key_id,
        apiv3_key,
    };
    let client = context.client_with(merchant, api, context.global.retries.min(1));
    let limit = context.global.timeout * 2;
    let listed = certificates(&client, limit, checks).await;
    let now = ambient::now();
    let keys = [
        (echo::CERTIFICATE, profile.newest_certificate_key(now)),
        (echo::PUBLIC_KEY, profile.wechatpay_public_key()),
    ];
    // One that nobody answered would only cost the same time again.
    let silent = checks.status(NAME) == Some(Status::Failed) && listed == Listed::Unknown;
    for (name, key) in keys {
        match key.ok().flatten() {
            _ if silent => checks.skip_for(name, NAME),
            Some(key) => echo::check(name, &key, &client, limit, checks).await,
            None => {
                let text = checks.lang.pick(
                    "no usable key of this kind is at hand",
                    "没有可用的此类密钥",
                );
                checks.skip(name, text);
            }
        }
    }
    let proved = |name| matches!(checks.status(name), Some(Status::Ok | Status::Warning));
    match (listed, proved(echo::PUBLIC_KEY)) {
        (Listed::None, _) => Mode::PublicKey,
        (Listed::Some, true) => Mode::Both,
        (Listed::Some, false) => Mode::Certificate,
        (Listed::Unknown, _) => Mode::Unknown,
    }
}

/// Looks at both hosts at once, and at the clock.
async fn reach(
    api: Option<&Transport>,
    login: Option<&Transport>,
    context: &Context,
    checks: &mut Checks,
) {
    let proxied = context.local().is_none() && (context.global.proxy.is_some() || has_proxy());
    let lang = checks.lang;
    let look = |transport, names, plain_too| {
        let way = |transport| hosts::Way {
            transport,
            connect_timeout: context.global.connect_timeout,
            proxied,
            lang,
        };
        async move {
            match transport {
                Some(transport) => Some(hosts::look(way(transport), names, plain_too).await),
                None => None,
            }
        }
    };
    let names = [
        ["api-dns", "api-connect", "api-tls"],
        ["login-dns", "login-connect", "login-tls"],
    ];
    let same = match (api, login) {
        (Some(api), Some(login)) => api.base() == login.base(),
        _ => false,
    };
    let (api, other) = tokio::join!(
        look(api, names[0], true),
        look(login.filter(|_| !same), names[1], false)
    );
    let mut asked = None;
    for (found, names) in [api, other].into_iter().zip(names) {
        match found {
            Some(found) => {
                checks.append(found.checks);
                asked = asked.or(found.clock);
            }
            None if same => {
                for name in names {
                    checks.skip(
                        name,
                        lang.pick("the same host as base_url", "与 base_url 同一主机"),
                    );
                }
            }
            None => {
                for name in names {
                    checks.skip_for(name, "base-url");
                }
            }
        }
    }
    hosts::clock(asked, checks);
}

/// Tells whether the environment names a proxy.
fn has_proxy() -> bool {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    names.iter().any(set)
}

/// Makes a call, and waits no longer than the checks may take.
pub(super) async fn within<T>(
    client: &Client,
    limit: Duration,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let done = tokio::time::timeout(limit, call).await;
    done.unwrap_or_else(|_| {
        Err(Error::Transport(TransportError::Timeout {
            host: client.base().host(),
            waited: limit,
        }))
    })
}

/// Says why a call failed that did nothing and may be repeated.
pub(super) fn explained(error: Error) -> Failure {
    let broke = matches!(
        &error,
        Error::Transport(why) if !matches!(why, TransportError::Unreachable { .. })
    );
    let failure = Failure::from(error);
    if broke {
        failure.with_help(
            "run it again; --timeout waits longer, and a proxy may stand between",
            "请重试；可用 --timeout 延长等待，并检查途中的代理",
        )
    } else {
        failure
    }
}

/// Lists the platform certificates: proof that the signature is accepted, that `apiv3_key` is
/// WeChat Pay's, and of what the merchant verifies with.
async fn certificates(client: &Client, limit: Duration, checks: &mut Checks) -> Listed {
    let merchant = client.merchant();
    let Some(apiv3_key) = &merchant.apiv3_key else {
        return unopened(client, limit, checks).await;
    };
    match within(
        client,
        limit,
        client.certificates(&merchant.keyring, apiv3_key),
    )
    .await
    {
        Ok((bootstrap, _)) => {
            opened(client, &bootstrap, checks);
            Listed::Some
        }
        Err(error) => refused(client, error, checks),
    }
}

async fn unopened(client: &Client, limit: Duration, checks: &mut Checks) -> Listed {
    if client.merchant().keyring.is_empty() {
        checks.skip_for(NAME, "apiv3-key");
        return Listed::Unknown;
    }
    match within(client, limit, client.call(&Certificates)).await {
        Ok(_) => {
            let text = checks.lang.pick(
                "the signature is accepted; not opened, since apiv3-key failed",
                "签名已被接受；apiv3-key 未通过，未解密",
            );
            checks.ok(NAME, text);
            Listed::Some
        }
        Err(error) => refused(client, error, checks),
    }
}

fn opened(client: &Client, bootstrap: &Bootstrap, checks: &mut Checks) {
    let keyring = &client.merchant().keyring;
    let serials = |known: bool| {
        let all = bootstrap.certificates.iter();
        all.filter(move |one| keyring.find(&one.serial_no).is_some() == known)
            .map(|one| one.serial_no.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let stored = keyring
        .iter()
        .any(|key| !key.serial_no().is_public_key_id());
    let new = serials(false);
    if stored && !new.is_empty() {
        let (message, fix) = checks.lang.pick(
            (
                format!("WeChat Pay has a certificate that is not at hand: {new}"),
                "run `wechatpay download-certs`",
            ),
            (
                format!("微信支付有本地没有的证书：{new}"),
                "运行 `wechatpay download-certs`",
            ),
        );
        return checks.warn(NAME, message, fix);
    }
    let all = if new.is_empty() { serials(true) } else { new };
    let text = checks.lang.pick(
        format!("the signature is accepted, apiv3_key opens the platform certificate {all}"),
        format!("签名已被接受，apiv3_key 可解密平台证书 {all}"),
    );
    checks.ok(NAME, text);
}

fn refused(client: &Client, error: Error, checks: &mut Checks) -> Listed {
    let lang = checks.lang;
    let listed = listed(&error);
    match (&error, listed) {
        (_, Listed::None) => {
            none_listed(client, error, checks);
            return listed;
        }
        (Error::Api(refused), _) if refused.status == 403 && refused.is("NOT_ENOUGH") => {
            let fix = lang.pick(
                "the platform certificate has expired at WeChat Pay: apply for the WeChat Pay public key in the merchant console (账户中心 → API安全), and set public_key and public_key_id",
                "微信支付一侧的平台证书已过期：在商户平台「账户中心 → API安全」申请微信支付公钥，并配置 public_key 与 public_key_id",
            );
            checks.fail(NAME, told(&Failure::from(error)), fix);
        }
        (Error::Api(refused), _) if says(refused.message.as_deref(), "APIv3") => {
            let fix = lang.pick(
                "set the APIv3密钥 in the merchant console (账户中心 → API安全), and apiv3_key to the same text",
                "在商户平台「账户中心 → API安全」设置 APIv3 密钥，并将 apiv3_key 设为相同内容",
            );
            checks.fail(NAME, told(&Failure::from(error)), fix);
        }
        _ => checks.fail_with(NAME, explained(error)),
    }
    listed
}

fn says(message: Option<&str>, part: &str) -> bool {
    message.is_some_and(|message| message.contains(part))
}

fn listed(error: &Error) -> Listed {
    match error {
        Error::Api(refused) if refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS") => {
            Listed::None
        }
        Error::Certificates { source, .. } => match source {
            CertificateError::None => Listed::None,
            CertificateError::Signature(VerifyError::UnknownSerial(serial))
                if serial.starts_with("PUB_KEY_ID_") =>
            {
                Listed::Some
            }
            CertificateError::Sealed { .. } => Listed::Some,
            _ => Listed::Unknown,
        },
        _ => Listed::Unknown,
    }
}

/// A merchant without platform certificates is no fault, once its public key is set.
fn none_listed(client: &Client, error: Error, checks: &mut Checks) {
    let lang = checks.lang;
    if client.merchant().public_key_id.is_some() {
        let text = lang.pick(
            "the signature is accepted; this merchant has no platform certificates, and verifies with the WeChat Pay public key",
            "签名已被接受；此商户没有平台证书，使用微信支付公钥验签",
        );
        return checks.ok(NAME, text);
    }
    let failure = Failure::from(error).public_key_mode();
    if checks.status("platform-keys") == Some(Status::Failed) {
        let fix = failure.help(lang).unwrap_or_default();
        checks.warn(NAME, told(&failure), fix);
    } else {
        checks.fail_with(NAME, failure);
    }
}
