//! The keys that notifications are verified with, as they change while the server runs.

use std::sync::Arc;

use arc_swap::ArcSwap;
use serde_json::json;
use wechatpay::client::Client;
use wechatpay::profile::{Field, Profile};
use wechatpay::receiver::{Judge, Keys, Renew};

use super::tell::with_sources;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Level, Output};

/// The profile at present, and a client that fetches certificates for it.
pub(super) struct Source {
    pub(super) profile: Profile,
    pub(super) client: Option<Client>,
}

/// A [`Source`] that SIGHUP may change.
pub(super) type Shared = Arc<ArcSwap<Source>>;

impl Source {
    /// Reads the profile. Receiving takes no private key, so there may be no client; a key that
    /// is named must be usable, or new certificates could not be fetched one day.
    pub(super) fn read(context: &Context, profile: Profile) -> Result<Self, Failure> {
        let client = match profile.origin(Field::PrivateKey) {
            Some(_) => Some(context.client_of(&profile)?),
            None => None,
        };
        profile.certificate()?;
        Ok(Self { profile, client })
    }
}

/// Returns what a receiver verifies and opens with.
pub(super) fn keys(profile: &Profile) -> Result<Keys, Failure> {
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key());
    }
    Ok(Keys {
        judge: Judge {
            keyring,
            apiv3_key: profile.apiv3_key()?,
            mchid: profile.mchid()?,
        },
        ends: profile.certificate_ends()?,
    })
}

/// Makes what fetches certificates when a notification names one that is not at hand.
pub(super) fn renew(source: Shared, output: Output) -> Renew {
    Box::new(move || {
        let (source, output) = (source.load_full(), output.clone());
        Box::pin(async move {
            let fetched = fetch(&source).await;
            match fetched {
                Ok((keys, serials)) => {
                    let text = output.lang.pick(
                        "platform certificates fetched for an unknown serial:",
                        "因未知序列号已获取平台证书：",
                    );
                    let text = format!("{text} {}", serials.join(", "));
                    output.log(
                        Level::Info,
                        text,
                        json!({"event": "certificates-fetched", "serials": serials}),
                    );
                    Some(keys)
                }
                Err(why) => {
                    let text = output.lang.pick(
                        "platform certificates cannot be fetched:",
                        "无法获取平台证书：",
                    );
                    let fields = json!({"event": "certificates-not-fetched"});
                    output.log(Level::Warning, format!("{text} {why}"), fields);
                    None
                }
            }
        })
    })
}

async fn fetch(source: &Source) -> Result<(Keys, Vec<String>), String> {
    let told = |failure: Failure| failure.message;
    let client = source
        .client
        .as_ref()
        .ok_or("the profile has no private key")?;
    let mut keys = keys(&source.profile).map_err(told)?;
    let trusted = &keys.judge.keyring;
    let fetched = client.certificates(trusted, &keys.judge.apiv3_key).await;
    let (bootstrap, _) = fetched.map_err(|error| with_sources(&error))?;
    let mut serials = Vec::new();
    for certificate in &bootstrap.certificates {
        let key = certificate
            .verifying_key()
            .map_err(|error| with_sources(&error))?;
        keys.judge.keyring.add(key);
        let end = (certificate.serial_no.clone(), certificate.x509.not_after());
        keys.ends.retain(|(serial, _)| *serial != end.0);
        keys.ends.push(end);
        serials.push(certificate.serial_no.to_string());
    }
    Ok((keys, serials))
}
