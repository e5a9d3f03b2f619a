//! The keys that notifications are verified with, as they change while the server runs.

use std::sync::Arc;

use crate::ui::Lang;
use arc_swap::ArcSwap;
use serde_json::json;
use wechatpay::client::Client;
use wechatpay::profile::{Field, Profile, ProfileError, Secret};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::id::Mchid;
use wechatpay::receiver::{Renew, Verifier, VerifierState};

use crate::context::Context;
use crate::error::{CliError, with_sources};
use crate::ui::{Level, Output};

/// The profile at present, and what was read with it once: reading may run a command.
pub(super) struct Source {
    pub(super) profile: Profile,
    /// Fetches certificates.
    pub(super) client: Option<Client>,
    /// What the checkout API logs in with; none if there is no such API.
    pub(super) checkout: Option<Result<CheckoutSecrets, ProfileError>>,
}

/// The secrets of the checkout API, but for the client's own key.
pub(super) struct CheckoutSecrets {
    pub(super) app_secret: Secret,
}

/// A [`Source`] that SIGHUP may change.
pub(super) type Shared = Arc<ArcSwap<Source>>;

impl Source {
    /// Reads the profile. Receiving takes no private key, so there may be no client; a key that
    /// is named must be usable, or new certificates could not be fetched one day.
    pub(super) fn read(
        context: &Context,
        profile: Profile,
        with_checkout: bool,
    ) -> Result<Self, CliError> {
        let client = match profile.origin(Field::PrivateKey) {
            Some(_) => Some(context.client_of(&profile)?),
            None => None,
        };
        profile.certificate()?;
        let checkout = with_checkout.then(|| CheckoutSecrets::read(&profile));
        Ok(Self {
            profile,
            client,
            checkout,
        })
    }
}

impl CheckoutSecrets {
    fn read(profile: &Profile) -> Result<Self, ProfileError> {
        let app_secret = profile.app_secret()?;
        // The client has the same key; without one, no order can be placed.
        profile.signing_key()?;
        Ok(Self { app_secret })
    }
}

/// Returns what a receiver verifies and opens with.
pub(super) fn keys(profile: &Profile) -> Result<VerifierState, CliError> {
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key(profile));
    }
    Ok(VerifierState {
        verifier: Verifier {
            keyring,
            apiv3_key: profile.apiv3_key()?,
            mchid: profile.mchid()?,
        },
        ends: profile.certificate_ends()?,
        fetched: Vec::new(),
    })
}

/// Makes what fetches certificates when a notification names one that is not at hand.
pub(super) fn renew(source: Shared, output: Output) -> Renew {
    Box::new(move || {
        let (source, output) = (Arc::clone(&source), output.clone());
        Box::pin(async move {
            let fetched = fetch(&source.load_full()).await;
            // The profile may have been read again meanwhile.
            let fetched = match fetched {
                Ok(found) => with(&source.load_full().profile, found).await,
                Err(why) => Err(why),
            };
            match fetched {
                Ok((keys, serials)) => {
                    let text = output.lang.pick(
                        "platform certificates fetched for an unknown serial: ",
                        "因未知序列号已获取平台证书：",
                    );
                    let text = format!("{text}{}", serials.join(", "));
                    output.log(
                        Level::Info,
                        text,
                        json!({"event": "certificates-fetched", "serials": serials}),
                    );
                    Some(keys)
                }
                Err(why) => {
                    let text = output.lang.pick(
                        "platform certificates cannot be fetched: ",
                        "无法获取平台证书：",
                    );
                    let fields = json!({"event": "certificates-not-fetched"});
                    output.log(Level::Warning, format!("{text}{why}"), fields);
                    None
                }
            }
        })
    })
}

/// Does the same on a thread of its own, as reading may block.
async fn keys_apart(profile: &Profile) -> Result<VerifierState, String> {
    let profile = profile.clone();
    let read = tokio::task::spawn_blocking(move || {
        keys(&profile).map_err(|failure| failure.message(Lang::En))
    });
    read.await.map_err(|error| error.to_string())?
}

/// The merchant that they were fetched for, and the certificates.
type Fetched = (Mchid, Vec<X509>);

async fn fetch(source: &Source) -> Result<Fetched, String> {
    let client = source
        .client
        .as_ref()
        .ok_or("the profile has no private key")?;
    let judge = keys_apart(&source.profile).await?.verifier;
    let fetched = client.certificates(&judge.keyring, &judge.apiv3_key).await;
    let (bootstrap, _) = fetched.map_err(|error| with_sources(&error))?;
    let certificates = bootstrap.certificates.into_iter();
    let certificates = certificates.map(|certificate| certificate.x509).collect();
    Ok((judge.mchid, certificates))
}

/// Returns a profile's keys with what was fetched, and the serial numbers of that.
async fn with(
    profile: &Profile,
    (mchid, fetched): Fetched,
) -> Result<(VerifierState, Vec<String>), String> {
    let mut keys = keys_apart(profile).await?;
    if keys.verifier.mchid != mchid {
        return Err("the profile is another merchant's now".to_owned());
    }
    let mut serials = Vec::new();
    for certificate in fetched {
        serials.push(certificate.serial_no().to_string());
        let added = keys.add_fetched(certificate);
        added.map_err(|error| with_sources(&error))?;
    }
    Ok((keys, serials))
}
