//! A profile that can be written.

use std::path::PathBuf;

use serde::Serialize;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::setup::NewProfile;

/// What is known about the APIv3 key.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KeyState {
    /// It opens the platform certificates that WeChat Pay lists.
    Verified,
    /// The merchant has no platform certificates; the first notification shows the key.
    NoCertificates,
    /// No call was made, or it failed.
    #[default]
    NotChecked,
    /// Its variable is not set yet.
    NotRead,
}

/// A profile that is complete, and what is known about it.
pub(super) struct Complete {
    pub(super) profile: NewProfile,
    /// The files that it was made of.
    pub(super) sources: Vec<PathBuf>,
    pub(super) not_after: Option<Timestamp>,
    pub(super) key: KeyState,
    pub(super) replace: bool,
}
