//! The order of the checks, and which of them can be made.

use serde::Serialize;

use super::check::{CheckId, DoctorOptions};
use super::evidence::SkipReason;
use super::hosts::{self, Route};
use super::outcome::{Outcome, Outcomes, Status};
use super::profile::{self, UsableProfile};
use super::signed::{self, Listed};
use crate::ambient;
use crate::client::Merchant;
use crate::profile::Profile;
use crate::transport::TransportOptions;

/// What WeChat Pay signs with for the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// With platform certificates.
    Certificate,
    /// With the WeChat Pay public key.
    PublicKey,
    /// With either.
    Both,
    /// It was not found out.
    Unknown,
}

/// The result of an examination.
#[derive(Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// One outcome for each check but [`CheckId::Profile`], in the order of [`CheckId::ALL`].
    pub outcomes: Vec<Outcome>,
    /// What WeChat Pay signs with.
    pub mode: Mode,
}

impl Diagnosis {
    /// Returns the result if there is no usable profile: all checks of it are skipped.
    #[must_use]
    pub fn without_profile() -> Self {
        Self {
            outcomes: Outcomes::without_profile().into_list(),
            mode: Mode::Unknown,
        }
    }

    /// Returns for each outcome the check whose fault kept it from being made: the first of those
    /// that wait for one another.
    #[must_use]
    pub fn blocked(&self) -> Vec<Option<CheckId>> {
        let waits_for = |id: CheckId| {
            let outcome = self.outcomes.iter().find(|outcome| outcome.id == id);
            outcome.and_then(Outcome::waits_for)
        };
        let root = |outcome: &Outcome| {
            let first = outcome.waits_for();
            std::iter::successors(first, |id| waits_for(*id)).last()
        };
        self.outcomes.iter().map(root).collect()
    }
}

/// Examines a profile that could be read.
pub async fn examine(profile: &Profile, options: &DoctorOptions<'_>) -> Diagnosis {
    let mut outcomes = Outcomes::default();
    let usable = profile::check(profile, options, &mut outcomes);
    let mode = match &options.transport {
        _ if options.offline => {
            for id in CheckId::ALL.iter().filter(|id| id.is_online()) {
                outcomes.skip(*id, SkipReason::Offline);
            }
            Mode::Unknown
        }
        transport => {
            let transport = transport.clone().unwrap_or_default();
            online(profile, usable, options, &transport, &mut outcomes).await
        }
    };
    Diagnosis {
        outcomes: outcomes.into_list(),
        mode,
    }
}

/// The checks that are made by signed calls.
const SIGNED_CALLS: [CheckId; 3] = [
    CheckId::Certificates,
    CheckId::EchoCertificate,
    CheckId::EchoPublicKey,
];

async fn online(
    profile: &Profile,
    usable: UsableProfile,
    options: &DoctorOptions<'_>,
    transport: &TransportOptions,
    outcomes: &mut Outcomes,
) -> Mode {
    let UsableProfile {
        mchid,
        key,
        apiv3_key,
        hosts,
    } = usable;
    let route = hosts::probe_all(&hosts, transport.connect_timeout, outcomes).await;
    let host = match route {
        Some(Route::Primary) => hosts.api,
        Some(Route::Backup) => hosts.backup,
        None => None,
    };
    let no_host = || outcomes.blocker(CheckId::Clock).unwrap_or(CheckId::BaseUrl);
    let blocker = outcomes
        .blocker(CheckId::Certificates)
        .or_else(|| host.is_none().then(no_host));
    let (None, Some(mchid), Some(key), Some(host)) = (blocker, mchid, key, host) else {
        let blocker = blocker.unwrap_or(CheckId::PrivateKey);
        for id in SIGNED_CALLS {
            outcomes.skip(id, SkipReason::Failed(blocker));
        }
        return Mode::Unknown;
    };
    let merchant = Merchant {
        mchid,
        key,
        keyring: profile.keyring().unwrap_or_default(),
        public_key_id: profile.public_key_id().unwrap_or_default(),
        // Each echo names the key that it is about.
        platform_serial: None,
        apiv3_key,
    };
    let client = (options.client)(merchant, host);
    let limit = transport.timeout * 2;
    let listed = signed::list_certificates(&client, limit, outcomes).await;
    // Another call without a response would take the same time again.
    let no_response = outcomes.has_failed(CheckId::Certificates) && listed == Listed::Unknown;
    let newest = profile.newest_certificate_key(ambient::now());
    let public_key = profile.wechatpay_public_key();
    for (id, key) in [
        (CheckId::EchoCertificate, newest),
        (CheckId::EchoPublicKey, public_key),
    ] {
        match key.ok().flatten() {
            _ if no_response => outcomes.skip(id, SkipReason::Failed(CheckId::Certificates)),
            Some(key) => signed::echo(id, &key, &client, limit, outcomes).await,
            None => outcomes.skip(id, SkipReason::NoKey),
        }
    }
    mode(listed, outcomes)
}

/// Returns what WeChat Pay signs with, by what the signed calls found.
fn mode(listed: Listed, outcomes: &Outcomes) -> Mode {
    let public_key_proved = matches!(
        outcomes.status(CheckId::EchoPublicKey),
        Some(Status::Ok | Status::Warning)
    );
    match (listed, public_key_proved) {
        (Listed::None, _) => Mode::PublicKey,
        (Listed::Some, true) => Mode::Both,
        (Listed::Some, false) => Mode::Certificate,
        (Listed::Unknown, _) => Mode::Unknown,
    }
}
