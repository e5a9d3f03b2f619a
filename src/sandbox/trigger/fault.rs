//! What can be wrong with a test notification.

use std::fmt;
use std::str::FromStr;

use crate::protocol::id::IdError;

/// Declares the faults, first those that must be refused: each with its name on the command line
/// and in reports.
macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident = $name:literal, refused: $refused:literal;)*) => {
        /// What is wrong with a notification, or only unusual.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Fault {
            $($(#[$doc])* $fault,)*
        }

        impl Fault {
            /// All of them, first those that must be refused.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$fault),*];

            /// Returns its name on the command line and in reports.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$fault => $name,)*
                }
            }

            /// Tells whether a receiver must refuse it; the others are unusual and still genuine.
            #[must_use]
            pub fn must_be_refused(self) -> bool {
                match self {
                    $(Self::$fault => $refused,)*
                }
            }
        }
    };
}

faults! {
    /// The signature is not that of these bytes.
    BadSignature = "bad-signature", refused: true;
    /// `Wechatpay-Serial` names a key that does not exist.
    WrongSerial = "wrong-serial", refused: true;
    /// It was signed ten minutes ago.
    Stale = "stale", refused: true;
    /// Its timestamp is ten minutes in the future.
    Future = "future", refused: true;
    /// 探测流量: the signature begins with `WECHATPAY/SIGNTEST/`.
    Signtest = "signtest", refused: true;
    /// The signature is valid and the resource cannot be decrypted.
    BadTag = "bad-tag", refused: true;
    /// Half of the body is missing.
    Truncated = "truncated", refused: true;
    /// The body is the same JSON in other bytes.
    Reserialized = "reserialized", refused: true;
    /// Correctly signed and sealed, about another merchant.
    WrongMchid = "wrong-mchid", refused: true;
    /// The same notification twice, as if the first response had not arrived.
    Duplicate = "duplicate", refused: false;
    /// The body comes in two halves, with a pause between them.
    Slow = "slow", refused: false;
    /// The notification of a refund comes before that of its payment.
    RefundFirst = "refund-first", refused: false;
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
