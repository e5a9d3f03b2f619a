//! What can be wrong with a test notification.

use std::fmt;
use std::str::FromStr;

use crate::protocol::id::IdError;

/// What is wrong with a notification, or only unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The signature is not that of these bytes.
    BadSignature,
    /// `Wechatpay-Serial` names a key that does not exist.
    WrongSerial,
    /// It was signed ten minutes ago.
    Stale,
    /// Its timestamp is ten minutes in the future.
    Future,
    /// 探测流量: the signature begins with `WECHATPAY/SIGNTEST/`.
    Signtest,
    /// The signature is valid and the resource cannot be decrypted.
    BadTag,
    /// Half of the body is missing.
    Truncated,
    /// The body is the same JSON in other bytes.
    Reserialized,
    /// Correctly signed and sealed, about another merchant.
    WrongMchid,
    /// The same notification twice, as if the first response had not arrived.
    Duplicate,
    /// The body comes in two halves, with a pause between them.
    Slow,
    /// The notification of a refund comes before that of its payment.
    RefundFirst,
}

impl Fault {
    /// All of them, first those that must be refused.
    pub const ALL: [Self; 12] = [
        Self::BadSignature,
        Self::WrongSerial,
        Self::Stale,
        Self::Future,
        Self::Signtest,
        Self::BadTag,
        Self::Truncated,
        Self::Reserialized,
        Self::WrongMchid,
        Self::Duplicate,
        Self::Slow,
        Self::RefundFirst,
    ];

    /// Returns its name on the command line and in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadSignature => "bad-signature",
            Self::WrongSerial => "wrong-serial",
            Self::Stale => "stale",
            Self::Future => "future",
            Self::Signtest => "signtest",
            Self::BadTag => "bad-tag",
            Self::Truncated => "truncated",
            Self::Reserialized => "reserialized",
            Self::WrongMchid => "wrong-mchid",
            Self::Duplicate => "duplicate",
            Self::Slow => "slow",
            Self::RefundFirst => "refund-first",
        }
    }

    /// Tells whether a receiver must refuse it; the others are unusual and still genuine.
    #[must_use]
    pub fn must_be_refused(self) -> bool {
        match self {
            Self::BadSignature
            | Self::WrongSerial
            | Self::Stale
            | Self::Future
            | Self::Signtest
            | Self::BadTag
            | Self::Truncated
            | Self::Reserialized
            | Self::WrongMchid => true,
            Self::Duplicate | Self::Slow | Self::RefundFirst => false,
        }
    }
}

impl FromStr for Fault {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let known = Self::ALL.into_iter().find(|fault| fault.as_str() == text);
        known.ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            IdError::not_one_of(text, all)
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
