//! What a check found, as values.

use std::io;
use std::time::Duration;

use super::check::CheckId;
use crate::error::Error;
use crate::notify_url::NotifyUrlError;
use crate::profile::{CertificateExpiry, ProfileError, UnusedFile};
use crate::protocol::id::{Appid, Mchid, SerialNo};
use crate::protocol::keys::{EncryptError, OaepHash};
use crate::protocol::stamp::Timestamp;
use crate::transport::{BaseUrlError, TransportSetupError};

/// What a check found.
#[derive(Debug)]
pub enum Evidence {
    /// The check was not made.
    Skipped(SkipReason),
    /// Everything is right, and there is no value to show of it.
    Passed,
    /// A field or file of the profile cannot be used.
    Profile(ProfileError),
    /// 商户号.
    Mchid(Mchid),
    /// The appid.
    Appid(Appid),
    /// There is no appid.
    AppidNotSet(ProfileError),
    /// The validity of 商户API证书.
    Certificate(CertificateState),
    /// 商户API证书序列号.
    SerialNo(SerialNo),
    /// APIv3密钥 and AppSecret are the same text.
    SameSecrets,
    /// There is no AppSecret.
    AppSecretNotSet(ProfileError),
    /// Others can read these.
    SecretsExposed(Vec<ProfileError>),
    /// Others can change these.
    FilesNotControlled(Vec<ProfileError>),
    /// `notify_url`, which WeChat Pay can reach as far as its text shows.
    NotifyUrl(String),
    /// There is no `notify_url`.
    NotifyUrlNotSet(Option<ProfileError>),
    /// WeChat Pay cannot use `notify_url`; the text may hold a password and is not repeated.
    NotifyUrlFault(NotifyUrlError),
    /// The keys to verify with.
    PlatformKeys(PlatformKeys),
    /// There is no key to verify with, and these files contain none.
    NoPlatformKey(Vec<UnusedFile>),
    /// The service provider's sub-merchant.
    SubMchid(Option<Mchid>),
    /// The hosts that are called.
    BaseUrls(Vec<String>),
    /// No request may go to a host.
    ForeignHost(BaseUrlError),
    /// No connection to a host can be set up.
    Setup(TransportSetupError),
    /// No connection can be set up at all: [`DoctorOptions::transport`] is missing.
    ///
    /// [`DoctorOptions::transport`]: super::DoctorOptions::transport
    NoTransport,
    /// One step on the way to a host.
    Host(HostState),
    /// By how many seconds the local clock is behind the server's; negative if it is ahead.
    ClockBehind(i64),
    /// What listing the platform certificates showed.
    Certificates(CertificatesState),
    /// What the echo showed.
    Echo(EchoState),
}

/// Why a check was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// It needs what another check found wrong.
    Failed(CheckId),
    /// Nothing is to be sent.
    Offline,
    /// The profile names no certificate.
    CertificateNotSet,
    /// Permissions are ignored.
    InsecurePermissions,
    /// Access to files is not read on this system.
    NoFileModes,
    /// The merchant has no sub-merchant.
    NoSubMchid,
    /// There is no backup host.
    NoBackupHost,
    /// The login host is the API's.
    SameHost,
    /// The connection is not encrypted.
    PlainHttp,
    /// A proxy does it.
    Proxy,
    /// The response has no `Date`.
    NoDate,
    /// There is no usable key of this kind.
    NoKey,
}

/// The validity of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateState {
    /// Issued by WeChat Pay's old CA, which API v3 does not accept.
    OldIssuer,
    /// Valid only from then on.
    NotYetValid(Timestamp),
    /// Expired then.
    Expired(Timestamp),
    /// Valid now.
    Valid {
        /// Its last moment.
        end: Timestamp,
        /// The whole days until then.
        days_left: i64,
    },
}

/// WeChat Pay's keys in a profile.
#[derive(Debug)]
#[non_exhaustive]
pub struct PlatformKeys {
    /// 微信支付公钥ID.
    pub public_key_id: Option<SerialNo>,
    /// The platform certificates.
    pub certificates: Vec<CertificateExpiry>,
    /// Files that are not used.
    pub unused: Vec<UnusedFile>,
    /// The merchant, if the public key id looks like another's.
    pub not_of: Option<Mchid>,
}

/// One step on the way to a host.
#[derive(Debug)]
pub enum HostState {
    /// It worked.
    Passed {
        /// The host or address.
        peer: String,
        /// How long it took.
        elapsed: Duration,
    },
    /// The name has no address; without a source, there was no answer in time.
    Unresolved {
        /// The hosts.
        hosts: Vec<String>,
        /// What the system says.
        source: Option<io::Error>,
    },
    /// It takes no connection; without a source, not in time.
    Unconnected {
        /// The hosts.
        hosts: Vec<String>,
        /// The port, if the host is this machine, where a sandbox may be.
        local_port: Option<u16>,
        /// What the system says.
        source: Option<io::Error>,
    },
    /// It takes connections and does not respond.
    NoResponse {
        /// Whether the connection is not encrypted.
        plain: bool,
        /// Why the call failed.
        source: Error,
    },
}

/// What listing the platform certificates showed.
#[derive(Debug)]
pub enum CertificatesState {
    /// The signature is accepted and `apiv3_key` opens these certificates.
    Opened(Vec<SerialNo>),
    /// There are certificates that the profile does not have.
    New(Vec<SerialNo>),
    /// The signature is accepted; there is no `apiv3_key` to open them with.
    NotOpened,
    /// The merchant has none and verifies with the public key.
    PublicKeyOnly,
    /// The merchant has none, and no public key either.
    NoneListed(Error),
    /// The platform certificate has expired at WeChat Pay.
    ExpiredAtWechatPay(Error),
    /// The merchant has not set an `APIv3密钥` in the console.
    NoApiV3Key(Error),
    /// The call failed otherwise.
    Failed(Error),
}

/// What the echo showed.
#[derive(Debug)]
pub enum EchoState {
    /// Signed, verified and encrypted both ways.
    Proved {
        /// The key.
        serial_no: SerialNo,
        /// How the response was encrypted.
        hash: OaepHash,
    },
    /// The key cannot encrypt.
    NotEncrypted(EncryptError),
    /// The key is not one of this merchant's at WeChat Pay.
    UnknownKey(Error),
    /// The call failed otherwise.
    Failed(Error),
    /// Another text came back.
    OtherText,
    /// Another key signed the response.
    OtherSigner {
        /// The key that the request named.
        requested: SerialNo,
        /// The key that signed.
        signed_by: String,
    },
    /// The encrypted text did not come back.
    NoEncryptedText,
    /// The encrypted text does not open with the merchant's key.
    NotOpened,
}

impl Evidence {
    /// Returns the hosts of a failed step.
    pub(super) fn hosts_mut(&mut self) -> Option<&mut Vec<String>> {
        if let Self::Host(
            HostState::Unresolved { hosts, .. } | HostState::Unconnected { hosts, .. },
        ) = self
        {
            Some(hosts)
        } else {
            None
        }
    }

    /// Tells whether two steps on the ways to two hosts most likely failed by the same fault.
    pub(super) fn is_fault_alike(&self, other: &Self) -> bool {
        let kind = |source: &Option<io::Error>| source.as_ref().map(io::Error::kind);
        match (self, other) {
            (
                Self::Host(HostState::Unresolved { .. }),
                Self::Host(HostState::Unresolved { .. }),
            ) => true,
            (
                Self::Host(HostState::Unconnected { source, .. }),
                Self::Host(HostState::Unconnected { source: theirs, .. }),
            ) => kind(source) == kind(theirs),
            (
                Self::Host(HostState::NoResponse { source, .. }),
                Self::Host(HostState::NoResponse { source: theirs, .. }),
            ) => matches!(
                (source.obstacle(), theirs.obstacle()),
                (Some(ours), Some(theirs))
                    if std::mem::discriminant(ours) == std::mem::discriminant(theirs)
            ),
            (_, _) => false,
        }
    }
}

impl From<SkipReason> for Evidence {
    fn from(reason: SkipReason) -> Self {
        Self::Skipped(reason)
    }
}

impl From<HostState> for Evidence {
    fn from(state: HostState) -> Self {
        Self::Host(state)
    }
}

impl From<CertificatesState> for Evidence {
    fn from(state: CertificatesState) -> Self {
        Self::Certificates(state)
    }
}

impl From<EchoState> for Evidence {
    fn from(state: EchoState) -> Self {
        Self::Echo(state)
    }
}
