//! What shows only when WeChat Pay is asked.

use std::time::Duration;

use wechatpay::ambient;
use wechatpay::client::{Client, Merchant};
use wechatpay::error::Error;
use wechatpay::profile::Profile;
use wechatpay::transport::{Transport, TransportError};

use super::checks::{Checks, Status};
use super::files::Sound;
use super::hosts::{Found, Names};
use super::listed::{self, Listed};
use super::{ALL, Mode, echo, hosts};
use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::diagnostic::Failure;

/// What a signed call needs; where one of these failed, none is made.
const SIGNING: [&str; 8] = [
    "mchid",
    "private-key",
    "certificate",
    "serial-no",
    "secret-permissions",
    "file-owners",
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
        backup,
        login,
    } = sound;
    let hosts = [&api, &backup, &login].map(Option::as_ref);
    let api = match reach(hosts, context, checks).await {
        Some(Via::Primary) => api,
        Some(Via::Backup) => backup,
        None => None,
    };
    let keyring = profile.keyring().unwrap_or_default();
    let public_key_id = profile.public_key_id().unwrap_or_default();
    let unsound = checks.failed_of(&SIGNING);
    let unreached = || checks.failed_of(&hosts::API).unwrap_or("base-url");
    let failed = unsound.or_else(|| api.is_none().then(unreached));
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
    let client = context.client_with(merchant, api, context.global.retries().min(1));
    let limit = context.global.timeout() * 2;
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

/// Which host signed calls go to.
enum Via {
    Primary,
    Backup,
}

/// Looks at all hosts at once, and at the clock; tells which can be asked.
async fn reach(
    [api, backup, login]: [Option<&Transport>; 3],
    context: &Context,
    checks: &mut Checks,
) -> Option<Via> {
    let lang = checks.lang;
    let look = |transport, names, plain_too| {
        let way = |transport| hosts::Way {
            transport,
            connect_timeout: context.global.connect_timeout(),
            lang,
        };
        async move {
            match transport {
                Some(transport) => Some(hosts::look(way(transport), names, plain_too).await),
                None => None,
            }
        }
    };
    let base = |transport: Option<&Transport>| transport.map(|one| one.base().clone());
    let same = api.is_some() && base(api) == base(login);
    let (mut first, mut second, third) = tokio::join!(
        look(api, hosts::API, true),
        look(backup, hosts::BACKUP, true),
        look(login.filter(|_| !same), hosts::LOGIN, false)
    );
    let sound = |found: &Option<Found>| found.as_ref().is_some_and(Found::is_sound);
    let via = if sound(&first) {
        // What stands in for it may be away: nobody misses it yet.
        if let Some(found) = &mut second {
            found.checks.soften();
        }
        Some(Via::Primary)
    } else {
        sound(&second).then_some(Via::Backup)
    };
    let asked = match via {
        Some(Via::Primary) => first.as_mut(),
        Some(Via::Backup) => second.as_mut(),
        None => None,
    };
    let clock = asked.and_then(|found| found.clock.take());
    let no_backup = lang.pick("there is no backup host", "未设置备用主机");
    let shared = lang.pick("the same host as base_url", "与 base_url 同一主机");
    tell(first, hosts::API, None, checks);
    let known = checks.status("base-url") == Some(Status::Ok);
    tell(second, hosts::BACKUP, known.then_some(no_backup), checks);
    tell(third, hosts::LOGIN, same.then_some(shared), checks);
    hosts::clock(clock, checks);
    via
}

/// Adds what was found of a host, or why nothing was.
fn tell(found: Option<Found>, names: Names, why: Option<&'static str>, checks: &mut Checks) {
    match (found, why) {
        (Some(found), _) => checks.append(found.checks),
        (None, Some(why)) => names.iter().for_each(|name| checks.skip(name, why)),
        (None, None) => names
            .iter()
            .for_each(|name| checks.skip_for(name, "base-url")),
    }
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
