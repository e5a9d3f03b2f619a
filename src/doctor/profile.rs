//! The profile's own fields and files; nothing is sent.

use url::Url;

use super::check::{CheckId, DoctorOptions};
use super::evidence::{CertificateState, Evidence, PlatformKeys, SkipReason};
use super::outcome::{Outcomes, Status};
use crate::ambient;
use crate::loopback::is_loopback;
use crate::notify_url::NotifyUrl;
use crate::profile::{
    CertificateExpiry, CertificateFile, Field, KeyPairCheck, Profile, ProfileError,
};
use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, PUBLIC_KEY_ID, SerialNo};
use crate::protocol::keys::{SigningKey, VerifyingKey};
use crate::protocol::resource::ApiV3Key;
use crate::transport::{BaseUrl, Transport};

/// Certificates that expire in fewer days are warned of.
const EXPIRY_WARNING_DAYS: i64 = 30;

/// What of a profile can be used in a call; each secret is read once.
pub(super) struct UsableProfile {
    pub(super) mchid: Option<Mchid>,
    pub(super) key: Option<SigningKey>,
    pub(super) apiv3_key: Option<ApiV3Key>,
    pub(super) hosts: Hosts,
}

/// The hosts that can be called.
#[derive(Default)]
pub(super) struct Hosts {
    pub(super) api: Option<Transport>,
    /// Called if the API's host cannot be reached.
    pub(super) backup: Option<Transport>,
    pub(super) login: Option<Transport>,
}

/// Makes all checks that send nothing.
pub(super) fn check(
    profile: &Profile,
    options: &DoctorOptions<'_>,
    outcomes: &mut Outcomes,
) -> UsableProfile {
    let mut exposed = Vec::new();
    let mchid = mchid(profile, outcomes);
    appid(profile, outcomes);
    let key = key_pair(profile.check_key_pair(), &mut exposed, outcomes);
    let apiv3_key = secrets(profile, &mut exposed, outcomes);
    if options.insecure_permissions {
        outcomes.skip(CheckId::SecretPermissions, SkipReason::InsecurePermissions);
    } else if cfg!(not(unix)) {
        outcomes.skip(CheckId::SecretPermissions, SkipReason::NoFileModes);
    } else if exposed.is_empty() {
        outcomes.ok(CheckId::SecretPermissions, Evidence::Passed);
    } else {
        outcomes.fail(
            CheckId::SecretPermissions,
            Evidence::SecretsExposed(exposed),
        );
    }
    let not_controlled = profile.controlled_by_others();
    if cfg!(not(unix)) {
        outcomes.skip(CheckId::FileOwners, SkipReason::NoFileModes);
    } else if not_controlled.is_empty() {
        outcomes.ok(CheckId::FileOwners, Evidence::Passed);
    } else {
        outcomes.fail(
            CheckId::FileOwners,
            Evidence::FilesNotControlled(not_controlled),
        );
    }
    notify_url(profile, outcomes);
    platform_keys(profile, outcomes);
    partner(profile, outcomes);
    UsableProfile {
        mchid,
        key,
        apiv3_key,
        hosts: hosts(profile, options, outcomes),
    }
}

fn mchid(profile: &Profile, outcomes: &mut Outcomes) -> Option<Mchid> {
    match profile.mchid() {
        Ok(mchid) => {
            let status = if matches!(mchid.as_str().len(), 8..=10) {
                Status::Ok
            } else {
                Status::Warning
            };
            outcomes.add(CheckId::Mchid, status, Evidence::Mchid(mchid.clone()));
            Some(mchid)
        }
        Err(error) => {
            outcomes.fail(CheckId::Mchid, Evidence::Profile(error));
            None
        }
    }
}

fn appid(profile: &Profile, outcomes: &mut Outcomes) {
    match profile.appid() {
        Ok(appid) => {
            let text = appid.as_str();
            let status = if text.len() == 18 && text.starts_with("wx") {
                Status::Ok
            } else {
                Status::Warning
            };
            outcomes.add(CheckId::Appid, status, Evidence::Appid(appid));
        }
        Err(error @ ProfileError::Missing { .. }) => {
            outcomes.warn(CheckId::Appid, Evidence::AppidNotSet(error));
        }
        Err(error) => outcomes.fail(CheckId::Appid, Evidence::Profile(error)),
    }
}

/// Leaves a secret that others can read to the check of permissions.
fn fail_secret(
    id: CheckId,
    error: ProfileError,
    exposed: &mut Vec<ProfileError>,
    outcomes: &mut Outcomes,
) {
    if matches!(error, ProfileError::Permissions { .. }) {
        exposed.push(error);
        outcomes.skip(id, SkipReason::Failed(CheckId::SecretPermissions));
    } else {
        outcomes.fail_profile(id, error);
    }
}

/// Checks key, certificate and serial number, and returns the key if all three fit together.
fn key_pair(
    checked: KeyPairCheck,
    exposed: &mut Vec<ProfileError>,
    outcomes: &mut Outcomes,
) -> Option<SigningKey> {
    let KeyPairCheck {
        key,
        serial_no,
        certificate,
        contradictions,
    } = checked;
    let key = match key {
        Ok(key) => {
            outcomes.ok(CheckId::PrivateKey, Evidence::Passed);
            Some(key)
        }
        Err(error) => {
            fail_secret(CheckId::PrivateKey, error, exposed, outcomes);
            None
        }
    };
    match (certificate, contradictions.into_iter().next()) {
        (Err(error), _) => outcomes.fail_profile(CheckId::Certificate, error),
        (Ok(Some(_)), Some(error)) => {
            outcomes.fail(CheckId::Certificate, Evidence::Profile(error));
        }
        (Ok(Some(CertificateFile { x509, .. })), None) => {
            let state = certificate_state(&x509);
            let status = match state {
                CertificateState::Valid { days_left, .. } if days_left < EXPIRY_WARNING_DAYS => {
                    Status::Warning
                }
                CertificateState::Valid { .. } => Status::Ok,
                CertificateState::OldIssuer
                | CertificateState::NotYetValid(_)
                | CertificateState::Expired(_) => Status::Failed,
            };
            outcomes.add(CheckId::Certificate, status, Evidence::Certificate(state));
        }
        (Ok(None), _) => outcomes.skip(CheckId::Certificate, SkipReason::CertificateNotSet),
    }
    match (serial_no, outcomes.blocker(CheckId::SerialNo)) {
        (Ok(serial_no), _) => outcomes.ok(CheckId::SerialNo, Evidence::SerialNo(serial_no)),
        // A certificate that cannot be read is one mistake, not two.
        (
            Err(ProfileError::Missing { .. } | ProfileError::SerialMismatch { .. }),
            Some(blocker),
        ) => {
            outcomes.skip(CheckId::SerialNo, SkipReason::Failed(blocker));
        }
        (Err(error), _) => outcomes.fail(CheckId::SerialNo, Evidence::Profile(error)),
    }
    key.filter(|_| {
        !outcomes.has_failed(CheckId::Certificate) && !outcomes.has_failed(CheckId::SerialNo)
    })
}

fn certificate_state(x509: &X509) -> CertificateState {
    let now = ambient::now();
    if x509.issuer().contains("MmpaymchCA") {
        CertificateState::OldIssuer
    } else if x509.not_before() > now {
        CertificateState::NotYetValid(x509.not_before())
    } else if x509.not_after() <= now {
        CertificateState::Expired(x509.not_after())
    } else {
        CertificateState::Valid {
            end: x509.not_after(),
            days_left: x509.not_after().whole_days_since(now),
        }
    }
}

/// Checks the two secrets of 32 characters, and returns the one that opens notifications.
fn secrets(
    profile: &Profile,
    exposed: &mut Vec<ProfileError>,
    outcomes: &mut Outcomes,
) -> Option<ApiV3Key> {
    let app_secret = profile.app_secret();
    let apiv3_key = match profile.apiv3_key() {
        Ok(key) => {
            let is_app_secret = app_secret
                .as_ref()
                .ok()
                .and_then(|secret| ApiV3Key::new(secret.expose()).ok())
                .is_some_and(|secret| secret.same_key(&key));
            if is_app_secret {
                outcomes.fail(CheckId::ApiV3Key, Evidence::SameSecrets);
                None
            } else {
                outcomes.ok(CheckId::ApiV3Key, Evidence::Passed);
                Some(key)
            }
        }
        Err(error) => {
            fail_secret(CheckId::ApiV3Key, error, exposed, outcomes);
            None
        }
    };
    match app_secret {
        Ok(_) => outcomes.ok(CheckId::AppSecret, Evidence::Passed),
        Err(error @ ProfileError::Missing { .. }) => {
            outcomes.warn(CheckId::AppSecret, Evidence::AppSecretNotSet(error));
        }
        Err(error) => fail_secret(CheckId::AppSecret, error, exposed, outcomes),
    }
    apiv3_key
}

fn notify_url(profile: &Profile, outcomes: &mut Outcomes) {
    let Some(text) = profile.text(Field::NotifyUrl) else {
        let error = profile.notify_url().err();
        return outcomes.warn(CheckId::NotifyUrl, Evidence::NotifyUrlNotSet(error));
    };
    let is_sandbox = profile.base_url().is_ok_and(|url| is_loopback(&url));
    match text
        .parse::<NotifyUrl>()
        .and_then(|url| url.check_reachable(is_sandbox))
    {
        Ok(()) => outcomes.ok(CheckId::NotifyUrl, Evidence::NotifyUrl(text.to_owned())),
        Err(error) => outcomes.fail(CheckId::NotifyUrl, Evidence::NotifyUrlFault(error)),
    }
}

/// Checks what responses and notifications are verified with.
fn platform_keys(profile: &Profile, outcomes: &mut Outcomes) {
    const ID: CheckId = CheckId::PlatformKeys;
    let (public_key, certificates) = match (
        profile.wechatpay_public_key(),
        profile.certificate_expiries(),
    ) {
        (Ok(public_key), Ok(certificates)) => (public_key, certificates),
        (Err(first), Err(second)) => {
            let is_untrusted = matches!(second, ProfileError::Untrusted { .. });
            return outcomes.fail_profile(ID, if is_untrusted { second } else { first });
        }
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => return outcomes.fail_profile(ID, error),
    };
    if public_key.is_none() && certificates.is_empty() {
        let files = profile.platform_folder().unwrap_or_default();
        return outcomes.fail(ID, Evidence::NoPlatformKey(files.unused));
    }
    let now = ambient::now();
    let is_expired = |certificate: &CertificateExpiry| certificate.not_after <= now;
    let public_key_id = public_key.as_ref().map(VerifyingKey::serial_no).cloned();
    let newest_days = certificates
        .iter()
        .filter(|certificate| !is_expired(certificate))
        .map(|certificate| certificate.not_after.whole_days_since(now))
        .max();
    let not_of = profile.mchid().ok().filter(|mchid| {
        public_key_id
            .as_ref()
            .is_some_and(|id| names_other_merchant(id, mchid))
    });
    let status = if public_key_id.is_none() && newest_days.is_none() {
        Status::Failed
    } else if not_of.is_some()
        || certificates.iter().any(is_expired)
        || newest_days.is_some_and(|days| days < EXPIRY_WARNING_DAYS)
    {
        Status::Warning
    } else {
        Status::Ok
    };
    let keys = PlatformKeys {
        public_key_id,
        certificates,
        unused: profile.unused_platform_files(),
        not_of,
    };
    outcomes.add(ID, status, Evidence::PlatformKeys(keys));
}

/// Tells whether an id contains another merchant's number: 01, the number, a date and more, 34
/// digits in all. This is not documented, so it is never more than a hint.
fn names_other_merchant(id: &SerialNo, mchid: &Mchid) -> bool {
    let digits = id.as_str().strip_prefix(PUBLIC_KEY_ID).unwrap_or_default();
    let Some(rest) = digits.strip_prefix("01").filter(|_| digits.len() == 34) else {
        return false;
    };
    let dated = rest.get(10..12) == Some("20");
    dated && mchid.as_str().len() == 10 && !rest.starts_with(mchid.as_str())
}

fn partner(profile: &Profile, outcomes: &mut Outcomes) {
    const ID: CheckId = CheckId::Partner;
    let is_set = |field| profile.origin(field).is_some();
    if !is_set(Field::SubMchid) && !is_set(Field::SubAppid) {
        return outcomes.skip(ID, SkipReason::NoSubMchid);
    }
    if let Some(blocker) = outcomes.blocker(ID) {
        return outcomes.skip(ID, SkipReason::Failed(blocker));
    }
    match (profile.payee(), profile.sub_mchid()) {
        (Err(error), _) | (_, Err(error)) => outcomes.fail(ID, Evidence::Profile(error)),
        (Ok(_), Ok(sub_mchid)) => outcomes.ok(ID, Evidence::SubMchid(sub_mchid)),
    }
}

/// Makes the transports, which refuse hosts that requests may not go to.
fn hosts(profile: &Profile, options: &DoctorOptions<'_>, outcomes: &mut Outcomes) -> Hosts {
    let connect = |url: Result<Url, ProfileError>| -> Result<Transport, Evidence> {
        let url = url.map_err(Evidence::Profile)?;
        let base = BaseUrl::parse(url.as_str(), options.allow_foreign_host)
            .map_err(Evidence::ForeignHost)?;
        let transport = options.transport.as_ref().ok_or(Evidence::NoTransport)?;
        Transport::new(base, transport).map_err(Evidence::Setup)
    };
    let api = connect(profile.base_url());
    // Which backup there is depends on the first host.
    let backup = match &api {
        Ok(_) => profile.backup_base_url().transpose().map(connect),
        Err(_) => None,
    };
    let login = connect(profile.mp_base_url());
    let mut first_error = None;
    let mut usable = |connected: Result<Transport, Evidence>| match connected {
        Ok(transport) => Some(transport),
        Err(error) => {
            first_error.get_or_insert(error);
            None
        }
    };
    let hosts = Hosts {
        api: usable(api),
        backup: backup.and_then(&mut usable),
        login: usable(login),
    };
    if let Some(error) = first_error {
        outcomes.fail(CheckId::BaseUrl, error);
    } else {
        let urls = [&hosts.api, &hosts.backup, &hosts.login]
            .into_iter()
            .flatten()
            .map(|transport| transport.base().as_str().to_owned())
            .collect();
        outcomes.ok(CheckId::BaseUrl, Evidence::BaseUrls(urls));
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_key_id_may_hint_at_its_merchant() {
        let id = |text: &str| {
            format!("{PUBLIC_KEY_ID}{text}")
                .parse::<SerialNo>()
                .unwrap()
        };
        let mchid: Mchid = "1900000001".parse().unwrap();
        let own = id("0119000000012024101500000000000001");
        let other = id("0119000000092024101500000000000001");
        assert!(!names_other_merchant(&own, &mchid));
        assert!(names_other_merchant(&other, &mchid));
        for odd in [
            "0114232134912410000000000000",
            "0000000000000024101100397200000006",
        ] {
            assert!(!names_other_merchant(&id(odd), &mchid));
        }
    }
}
