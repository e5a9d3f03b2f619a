//! The `Authorization` header of a request: `WECHATPAY2-SHA256-RSA2048 mchid="…",…`.

use std::fmt;
use std::str::FromStr;

use super::id::{IdError, Mchid, SerialNo};
use super::keys::{Signature, SigningKey, VerifyingKey};
use super::signature_message::SignatureMessage;
use super::stamp::{Stamp, Timestamp};

/// 认证类型, the scheme of RSA merchants; also the value of `Wechatpay-Signature-Type`.
pub const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// A request's signature and what is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization {
    /// 商户号 that signs: in partner mode the service provider's.
    pub mchid: Mchid,
    /// The nonce as in the signature message.
    pub nonce_str: String,
    /// The signature's text, decoded only when it is checked.
    pub signature: String,
    /// When the request was signed.
    pub timestamp: Timestamp,
    /// The serial number of the merchant certificate that belongs to the key.
    pub serial_no: SerialNo,
}

/// Why a header's text is not an authorization of this scheme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// Another scheme, or no scheme.
    #[error("the scheme is '{0}', not {SCHEME}")]
    Scheme(String),
    /// What follows the scheme is not five `key="value"` pairs joined by bare commas.
    #[error("{0}")]
    Malformed(String),
}

impl Authorization {
    /// Signs a request; the other half is [`Authorization::verify`].
    #[must_use]
    pub fn sign(
        key: &SigningKey,
        mchid: &Mchid,
        stamp: &Stamp,
        method: &str,
        target: &str,
        body: &[u8],
    ) -> Self {
        let nonce = stamp.nonce.as_str();
        let message = SignatureMessage::request(method, target, stamp.timestamp, nonce, body);
        Self {
            mchid: mchid.clone(),
            nonce_str: nonce.to_owned(),
            signature: key.sign(&message).to_string(),
            timestamp: stamp.timestamp,
            serial_no: key.serial_no().clone(),
        }
    }

    /// Returns the message that this header must cover for a request.
    #[must_use]
    pub fn message<'a>(
        &'a self,
        method: &'a str,
        target: &'a str,
        body: &'a [u8],
    ) -> SignatureMessage<'a> {
        SignatureMessage::request(method, target, self.timestamp, &self.nonce_str, body)
    }

    /// Whether the signature covers the request, as WeChat Pay checks it.
    #[must_use]
    pub fn verify(&self, key: &VerifyingKey, method: &str, target: &str, body: &[u8]) -> bool {
        self.signature
            .parse::<Signature>()
            .is_ok_and(|signature| key.verify(&self.message(method, target, body), &signature))
    }
}

impl fmt::Display for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            mchid,
            nonce_str,
            signature,
            timestamp,
            serial_no,
        } = self;
        write!(
            f,
            r#"{SCHEME} mchid="{mchid}",nonce_str="{nonce_str}",signature="{signature}",timestamp="{timestamp}",serial_no="{serial_no}""#
        )
    }
}

/// The five values of a header with the right grammar, as they were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fields<'t> {
    /// `mchid`.
    pub mchid: &'t str,
    /// `nonce_str`.
    pub nonce_str: &'t str,
    /// `signature`.
    pub signature: &'t str,
    /// `timestamp`.
    pub timestamp: &'t str,
    /// `serial_no`.
    pub serial_no: &'t str,
}

impl<'t> Fields<'t> {
    /// Parses a header's value: the scheme, one space, and five `key="value"` pairs joined
    /// by bare commas, in any order.
    ///
    /// # Errors
    /// Returns what breaks the grammar; the values themselves are not checked.
    pub fn read(text: &'t str) -> Result<Self, AuthorizationError> {
        const NAMES: [&str; 5] = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"];
        let malformed = |why: String| AuthorizationError::Malformed(why);
        let (scheme, pairs) = text.split_once(' ').unwrap_or((text, ""));
        if scheme != SCHEME {
            return Err(AuthorizationError::Scheme(
                scheme.chars().take(64).collect(),
            ));
        }
        let mut values: [Option<&str>; 5] = [None; 5];
        for pair in pairs.split(',') {
            let (name, quoted) = pair
                .split_once('=')
                .ok_or_else(|| malformed(format!("'{pair}' is not key=\"value\"")))?;
            let place = NAMES
                .iter()
                .position(|known| *known == name)
                .ok_or_else(|| malformed(format!("'{name}' is not one of {}", NAMES.join(", "))))?;
            let value = quoted
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .filter(|value| !value.is_empty() && !value.contains('"'))
                .ok_or_else(|| {
                    malformed(format!(
                        "the value of {name} is not in straight double quotes"
                    ))
                })?;
            if values[place].replace(value).is_some() {
                return Err(malformed(format!("{name} is repeated")));
            }
        }
        let value = |place: usize| {
            values[place].ok_or_else(|| malformed(format!("{} is missing", NAMES[place])))
        };
        Ok(Self {
            mchid: value(0)?,
            nonce_str: value(1)?,
            signature: value(2)?,
            timestamp: value(3)?,
            serial_no: value(4)?,
        })
    }
}

impl FromStr for Authorization {
    type Err = AuthorizationError;

    fn from_str(text: &str) -> Result<Self, AuthorizationError> {
        let fields = Fields::read(text)?;
        let malformed = |why: IdError| AuthorizationError::Malformed(why.to_string());
        Ok(Self {
            mchid: fields.mchid.parse().map_err(malformed)?,
            nonce_str: fields.nonce_str.to_owned(),
            signature: fields.signature.to_owned(),
            timestamp: fields.timestamp.parse().map_err(malformed)?,
            serial_no: fields.serial_no.parse().map_err(malformed)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"WECHATPAY2-SHA256-RSA2048 mchid="1900000001",serial_no="5157F09E",timestamp="1554208460",nonce_str="593BEC0C",signature="AAAA""#;

    #[test]
    fn the_pairs_may_come_in_any_order() {
        let read: Authorization = GOOD.parse().unwrap();
        assert_eq!(read.to_string().parse::<Authorization>().unwrap(), read);
    }

    #[test]
    fn the_grammar_is_kept() {
        for (from, to) in [
            ("RSA2048 ", "RSA2048  "),
            (",serial_no", ", serial_no"),
            ("\"1900000001\"", "'1900000001'"),
            ("nonce_str", "nonceStr"),
            ("timestamp=\"1554208460\",", ""),
            ("timestamp", "mchid"),
            ("\"AAAA\"", "\"\""),
        ] {
            let text = GOOD.replace(from, to);
            assert!(text.parse::<Authorization>().is_err(), "{text}");
        }
        let other = GOOD.replace("WECHATPAY2-SHA256-RSA2048", "Bearer");
        assert_eq!(
            other.parse::<Authorization>().unwrap_err(),
            AuthorizationError::Scheme("Bearer".into())
        );
    }
}
