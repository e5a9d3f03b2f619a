//! The files of an identity, and the contents of those that are JSON.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::protocol::id::{Appid, Mchid, SerialNo};

pub(crate) const KEY: &str = "apiclient_key.pem";
pub(crate) const CERTIFICATE: &str = "apiclient_cert.pem";
pub(crate) const PLATFORM_KEY: &str = "platform_key.pem";
pub(crate) const PLATFORM_CERTIFICATE: &str = "platform_cert.pem";
pub(crate) const PUBLIC_KEY: &str = "pub_key.pem";
pub(crate) const PUBLIC_KEY_PRIVATE: &str = "pub_key_private.pem";
pub(crate) const ROOT: &str = "root_ca.pem";
pub(crate) const ROOT_KEY: &str = "root_key.pem";
pub(crate) const API_V3_KEY: &str = "apiv3_key";
pub(crate) const APP_SECRET: &str = "app_secret";
pub(crate) const NUMBERS: &str = "identity.json";

/// The numbers and names of an identity; none of them is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Numbers {
    pub(crate) mchid: Mchid,
    pub(crate) serial_no: SerialNo,
    pub(crate) appid: Appid,
    pub(crate) sub_mchid: Mchid,
    pub(crate) sub_appid: Appid,
    pub(crate) public_key_id: SerialNo,
    /// The service provider whose sub-merchant it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) service_provider: Option<Mchid>,
}

/// A certificate and its key as they are stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pair {
    pub(crate) certificate: String,
    pub(crate) private_key: String,
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.private_key.zeroize();
    }
}
