//! What one API call is made of.

use std::borrow::Cow;

use super::id::{Appid, Mchid, SerialNo};

/// A call: where it goes, what it carries, and whether it may be sent again.
pub trait Endpoint {
    /// The method in upper case.
    const METHOD: &'static str;

    /// Whether the same call may be repeated where no answer came: true where WeChat Pay
    /// recognises the repetition by a number in it.
    const REPEATABLE: bool = true;

    /// Returns path and query as they are sent and signed.
    fn target(&self) -> String;

    /// Returns the exact bytes that are sent and signed; empty for GET.
    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&[])
    }

    /// Returns the key that fields of the body are encrypted for, where there are such; it is
    /// named in `Wechatpay-Serial`.
    fn encrypted_for(&self) -> Option<&SerialNo> {
        None
    }
}

/// Who takes the payment: a direct merchant (普通商户), or a service provider (服务商) for a
/// sub-merchant (子商户).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payee {
    /// A merchant for itself.
    Direct {
        /// The merchant, who signs.
        mchid: Mchid,
    },
    /// A service provider for another.
    Partner {
        /// The service provider, who signs.
        sp_mchid: Mchid,
        /// The merchant who gets the money.
        sub_mchid: Mchid,
        /// The sub-merchant's own App ID, where it has one.
        sub_appid: Option<Appid>,
    },
}

impl Payee {
    /// Returns who signs.
    #[must_use]
    pub fn signer(&self) -> &Mchid {
        match self {
            Self::Direct { mchid } => mchid,
            Self::Partner { sp_mchid, .. } => sp_mchid,
        }
    }

    /// Returns the beginning of the payment paths.
    #[must_use]
    pub fn transactions(&self) -> &'static str {
        match self {
            Self::Direct { .. } => "/v3/pay/transactions",
            Self::Partner { .. } => "/v3/pay/partner/transactions",
        }
    }

    /// Returns the merchant numbers as a query has them.
    #[must_use]
    pub fn query(&self) -> String {
        match self {
            Self::Direct { mchid } => format!("mchid={mchid}"),
            Self::Partner {
                sp_mchid,
                sub_mchid,
                ..
            } => format!("sp_mchid={sp_mchid}&sub_mchid={sub_mchid}"),
        }
    }
}

/// Percent-encodes a path segment: everything but letters, digits and `-._~*`.
#[must_use]
pub fn segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'_' | b'~' | b'*' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
