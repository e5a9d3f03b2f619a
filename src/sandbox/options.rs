//! How a sandbox behaves.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::protocol::id::IdError;
use crate::sandbox::stubs::Stubs;

/// Which keys WeChat Pay signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// 平台证书 alone, as for merchants who have signed up before the public key existed.
    Certificate,
    /// 微信支付公钥 alone, as for new merchants.
    PublicKey,
    /// The one that a request names, else the certificate, as while a merchant moves.
    #[default]
    Both,
}

impl Mode {
    /// Returns the mode's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::PublicKey => "public-key",
            Self::Both => "both",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mode {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        [Self::Certificate, Self::PublicKey, Self::Both]
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| IdError::not_one_of(text, "certificate, public-key, both"))
    }
}

/// How a sandbox behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which keys it signs with.
    pub mode: Mode,
    /// How long after it was placed an order is paid; `None` for never.
    pub auto_pay: Option<Duration>,
    /// How many times faster than WeChat Pay's a notification's schedule runs.
    pub time_scale: f64,
    /// What responds to calls that the sandbox does not know; `None` for WeChat Pay's empty 404.
    pub stub: Option<Stubs>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            auto_pay: None,
            time_scale: 1.0,
            stub: None,
        }
    }
}
