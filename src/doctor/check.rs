//! The checks: their names, their order, and what they depend on.

use crate::client::{Client, Merchant};
use crate::transport::{Transport, TransportOptions};

macro_rules! checks {
    ($($(#[$doc:meta])* $check:ident = $name:literal, online: $online:literal, requires: [$($required:ident),*];)*) => {
        /// A check. Its name is stable: scripts and documentation use it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CheckId {
            $($(#[$doc])* $check,)*
        }

        impl CheckId {
            /// All checks, in the order in which they are reported.
            pub const ALL: &[Self] = &[$(Self::$check,)*];

            /// Returns the stable name, such as `api-dns`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$check => $name,)*
                }
            }

            /// Tells whether the check sends anything.
            #[must_use]
            pub fn is_online(self) -> bool {
                match self {
                    $(Self::$check => $online,)*
                }
            }

            /// Returns the checks without which this one is skipped, the first to be named first.
            pub(super) fn requires(self) -> &'static [Self] {
                match self {
                    $(Self::$check => &[$(Self::$required),*],)*
                }
            }
        }
    };
}

checks! {
    /// The profile can be read.
    Profile = "profile", online: false, requires: [];
    /// 商户号.
    Mchid = "mchid", online: false, requires: [];
    /// The Mini Program's appid.
    Appid = "appid", online: false, requires: [];
    /// 商户API私钥.
    PrivateKey = "private-key", online: false, requires: [];
    /// 商户API证书 is valid, and fits key and merchant number.
    Certificate = "certificate", online: false, requires: [];
    /// 商户API证书序列号.
    SerialNo = "serial-no", online: false, requires: [Certificate];
    /// APIv3密钥.
    ApiV3Key = "apiv3-key", online: false, requires: [];
    /// The Mini Program's AppSecret.
    AppSecret = "app-secret", online: false, requires: [];
    /// Only the owner can read the files of secrets.
    SecretPermissions = "secret-permissions", online: false, requires: [];
    /// No other user can change the files that decide what is trusted.
    FileOwners = "file-owners", online: false, requires: [];
    /// WeChat Pay can reach `notify_url`.
    NotifyUrl = "notify-url", online: false, requires: [];
    /// There are keys to verify with.
    PlatformKeys = "platform-keys", online: false, requires: [];
    /// 服务商 and its sub-merchant.
    Partner = "partner", online: false, requires: [Mchid];
    /// Requests may go to the configured hosts.
    BaseUrl = "base-url", online: false, requires: [];
    /// The API's host has an address.
    ApiDns = "api-dns", online: true, requires: [BaseUrl];
    /// It takes connections.
    ApiConnect = "api-connect", online: true, requires: [ApiDns];
    /// It proves its name and responds.
    ApiTls = "api-tls", online: true, requires: [ApiDns, ApiConnect];
    /// The backup host has an address.
    BackupDns = "backup-dns", online: true, requires: [BaseUrl];
    /// It takes connections.
    BackupConnect = "backup-connect", online: true, requires: [BackupDns];
    /// It proves its name and responds.
    BackupTls = "backup-tls", online: true, requires: [BackupDns, BackupConnect];
    /// The login host has an address.
    LoginDns = "login-dns", online: true, requires: [BaseUrl];
    /// It takes connections.
    LoginConnect = "login-connect", online: true, requires: [LoginDns];
    /// It proves its name and responds.
    LoginTls = "login-tls", online: true, requires: [LoginDns, LoginConnect];
    /// The local clock agrees with the server's.
    Clock = "clock", online: true, requires: [ApiDns, ApiConnect, ApiTls, BaseUrl];
    /// WeChat Pay accepts a signature, and `apiv3_key` opens the platform certificates.
    Certificates = "certificates", online: true, requires: [
        Mchid, PrivateKey, Certificate, SerialNo, SecretPermissions, FileOwners, Clock
    ];
    /// Encryption both ways with the platform certificate.
    EchoCertificate = "echo-certificate", online: true, requires: [
        Mchid, PrivateKey, Certificate, SerialNo, SecretPermissions, FileOwners, Clock
    ];
    /// Encryption both ways with the WeChat Pay public key.
    EchoPublicKey = "echo-public-key", online: true, requires: [
        Mchid, PrivateKey, Certificate, SerialNo, SecretPermissions, FileOwners, Clock
    ];
}

/// How a profile is examined.
pub struct DoctorOptions<'o> {
    /// Whether nothing is sent.
    pub offline: bool,
    /// Whether it does not matter who can read the files of secrets.
    pub insecure_permissions: bool,
    /// Whether requests may go to hosts that are not WeChat's.
    pub allow_foreign_host: bool,
    /// How hosts are connected to; nothing, if these options are wrong themselves.
    pub transport: Option<TransportOptions>,
    /// Makes the client for signed calls.
    pub client: &'o dyn Fn(Merchant, Transport) -> Client,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_requires_only_earlier_ones() {
        let place = |id: CheckId| CheckId::ALL.iter().position(|one| *one == id).unwrap();
        for id in CheckId::ALL {
            for required in id.requires() {
                assert!(place(*required) < place(*id), "{id:?} {required:?}");
            }
        }
    }
}
