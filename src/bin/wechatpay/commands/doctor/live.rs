//! What shows only when WeChat Pay is asked.

use std::time::Duration;

use wechatpay::ambient;
use wechatpay::client::{Client, Merchant};
use wechatpay::error::Error;
use wechatpay::profile::Profile;
use wechatpay::transport::{Transport, TransportError};

use super::checks::{Checks, Status};
use super::files::Sound;
use super::listed::{self, Listed};
use super::{ALL, Mode, echo, hosts};
use crate::commands::waiting::asking_failed;
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
        for name in [listed::NAME, echo::CERTIFICATE, echo::PUBLIC_KEY] {
            checks.skip_for(name, failed.unwrap_or("private-key"));
        }
        return Mode::Unknown;
    };
    let merchant = Merchant {
        mchid,
        key,
        keyring,
        public_key_id,
        // Each echo names the key that it is about.
        platform_serial: None,
        apiv3_key,
    };
    let client = context.client_with(merchant, api, context.global.retries.min(1));
    let limit = context.global.timeout * 2;
    let found = listed::check(&client, limit, checks).await;
    let now = ambient::now();
    let keys = [
        (echo::CERTIFICATE, profile.newest_certificate_key(now)),
        (echo::PUBLIC_KEY, profile.wechatpay_public_key()),
    ];
    // One that nobody answered would only cost the same time again.
    let silent = checks.status(listed::NAME) == Some(Status::Failed) && found == Listed::Unknown;
    for (name, key) in keys {
        match key.ok().flatten() {
            _ if silent => checks.skip_for(name, listed::NAME),
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
    match (found, proved(echo::PUBLIC_KEY)) {
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
    let failure = asking_failed(error);
    if broke {
        failure.with_help(
            "run it again; --timeout waits longer, and a proxy may stand between",
            "请重试；可用 --timeout 延长等待，并检查途中的代理",
        )
    } else {
        failure
    }
}
