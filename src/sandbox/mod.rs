//! WeChat Pay's side.
mod error;
mod files;
mod identity;
mod journal;
mod ledger;
mod mint;
mod record;
mod running;
pub use error::{PayError, SandboxError};
pub use identity::Identity;
pub use running::{Claim, Running};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which keys WeChat Pay signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// 平台证书.
    Certificate,
    /// 微信支付公钥.
    PublicKey,
    /// Both.
    #[default]
    Both,
}
