//! What an identity consists of: its files, and its numbers.

use serde::{Deserialize, Serialize};

use crate::protocol::id::{Appid, Mchid, SerialNo};

pub(super) const KEY: &str = "apiclient_key.pem";
pub(super) const CERTIFICATE: &str = "apiclient_cert.pem";
pub(super) const PLATFORM_KEY: &str = "platform_key.pem";
pub(super) const PLATFORM_CERTIFICATE: &str = "platform_cert.pem";
pub(super) const PUBLIC_KEY: &str = "pub_key.pem";
pub(super) const PUBLIC_KEY_PRIVATE: &str = "pub_key_private.pem";
pub(super) const ROOT: &str = "root_ca.pem";
pub(super) const ROOT_KEY: &str = "root_key.pem";
pub(super) const API_V3_KEY: &str = "apiv3_key";
pub(super) const APP_SECRET: &str = "app_secret";
pub(super) const FACTS: &str = "identity.json";

/// The numbers and names of an identity; none of them is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) mchid: Mchid,
    pub(super) serial_no: SerialNo,
    pub(super) appid: Appid,
    pub(super) sub_mchid: Mchid,
    pub(super) sub_appid: Appid,
    pub(super) public_key_id: SerialNo,
}
