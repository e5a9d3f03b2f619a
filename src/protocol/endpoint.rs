//! What one API call is made of.

use std::borrow::Cow;

use super::answer::AnswerError;
use super::id::{Appid, Mchid, SerialNo};

/// A call: its target, its body, whether it may be sent again, and the type of its answer
/// with.
pub trait Endpoint {
    /// The type of a verified response.
    type Answer;

    /// The method in upper case.
    const METHOD: &'static str;

    /// Whether the same call may be repeated if no response came: true if WeChat Pay
    /// recognises the repetition by a number in it.
    const REPEATABLE: bool = true;

    /// Returns path and query as they are sent and signed.
    fn target(&self) -> String;

    /// Returns the exact bytes that are sent and signed; empty for GET.
    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&[])
    }

    /// Reads the body of a verified response.
    ///
    /// # Errors
    /// Returns an error if the body does not have the documented shape, or is about something
    /// else than this call.
    fn decode(&self, body: &[u8]) -> Result<Self::Answer, AnswerError>;

    /// Returns the key that fields of the body are encrypted for, if there are any; it is
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
        /// The sub-merchant's own App ID, if it has one.
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

    /// Returns the sub-merchant who takes the payment; partners only.
    #[must_use]
    pub fn sub_mchid(&self) -> Option<&Mchid> {
        match self {
            Self::Direct { .. } => None,
            Self::Partner { sub_mchid, .. } => Some(sub_mchid),
        }
    }

    /// Returns the signer's payments for another sub-merchant, without an App ID.
    #[must_use]
    pub fn for_sub_merchant(&self, sub_mchid: Mchid) -> Self {
        Self::Partner {
            sp_mchid: self.signer().clone(),
            sub_mchid,
            sub_appid: None,
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

    /// Returns the merchants under every name that a response may have for them. Those of a
    /// partner's response are not in a direct merchant's.
    pub(super) fn expected(&self) -> [(&'static str, &str); 3] {
        let (signer, receiver) = match self {
            Self::Direct { mchid } => (mchid, mchid),
            Self::Partner {
                sp_mchid,
                sub_mchid,
                ..
            } => (sp_mchid, sub_mchid),
        };
        [
            ("mchid", signer.as_str()),
            ("sp_mchid", signer.as_str()),
            ("sub_mchid", receiver.as_str()),
        ]
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
