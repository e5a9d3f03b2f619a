//! The numbers and names that identify parties and orders, each checked when it is parsed.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A value of the wrong form; the message says what it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct IdError(pub(crate) String);

/// Gives a checked string type its conversions: `FromStr`, serde, `Display` and `as_str`.
macro_rules! checked_string {
    ($(#[$doc:meta])* $name:ident, $check:expr, $rule:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the value as on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError($rule.to_owned()))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn visible(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Whether a text is of the characters that merchants may number orders with.
fn is_order_number(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'|' | b'*'))
}

checked_string! {
    /// 商户号, the number of a merchant or service provider.
    Mchid,
    |text| (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()),
    "mchid must be 1 to 32 digits"
}

impl Mchid {
    /// Tells whether a sandbox made this number: WeChat Pay's own never begin with a zero.
    #[must_use]
    pub fn is_of_sandbox(&self) -> bool {
        self.0.starts_with('0')
    }
}

checked_string! {
    /// App ID of a Mini Program, official account or mobile app, `wx` and 16 characters.
    Appid,
    |text| visible(text, 32) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)),
    "appid must be 1 to 32 letters and digits, such as wx8888888888888888"
}

checked_string! {
    /// 用户标识, which names a user under one App ID and means nothing under another.
    Openid,
    |text| visible(text, 128),
    "openid must be 1 to 128 visible characters, without spaces"
}

checked_string! {
    /// 商户订单号, the merchant's own number for an order.
    OutTradeNo,
    |text| (6..=32).contains(&text.len()) && is_order_number(text),
    "out_trade_no must be 6 to 32 letters, digits, '_', '-', '|' or '*'"
}

checked_string! {
    /// 微信支付订单号, WeChat Pay's number for an order that has been paid.
    TransactionId,
    |text| visible(text, 32) && text.bytes().all(|b| b.is_ascii_alphanumeric()),
    "transaction_id must be 1 to 32 letters and digits"
}

checked_string! {
    /// 商户退款单号, the merchant's own number for a refund: the same number refunds once, a new
    /// one refunds again.
    OutRefundNo,
    |text| (1..=64).contains(&text.len()) && text.split('@').all(is_order_number),
    "out_refund_no must be 1 to 64 letters, digits, '_', '-', '|', '*' or '@'"
}

checked_string! {
    /// 微信支付退款单号, WeChat Pay's number for a refund.
    RefundId,
    |text| visible(text, 32) && text.bytes().all(|b| b.is_ascii_alphanumeric()),
    "refund_id must be 1 to 32 letters and digits"
}

checked_string! {
    /// 预支付交易会话标识, which lets the payer's client open the cashier for two hours.
    PrepayId,
    |text| visible(text, 64) && !text.contains(['=', '&', '%']),
    "prepay_id must be 1 to 64 visible characters, such as wx201410272009395522657a690389285100, without 'prepay_id='"
}

/// The identity of a key pair: a certificate's serial number (证书序列号) or a 微信支付公钥ID.
///
/// Hexadecimal serials compare without regard to case and leading zeros, as some tools drop
/// them; `PUB_KEY_ID_…` compares exactly.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SerialNo(String);

/// The prefix of a 微信支付公钥ID.
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

impl SerialNo {
    /// Makes a serial from the bytes of an X.509 serial number, as 40 upper-case hex digits.
    #[must_use]
    pub fn from_x509(bytes: &[u8]) -> Self {
        let hex: String = bytes.iter().map(|b| format!("{b:02X}")).collect();
        let digits = hex.trim_start_matches('0');
        Self(format!("{digits:0>40}"))
    }

    /// Returns the serial in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the id of a WeChat Pay public key.
    #[must_use]
    pub fn is_public_key_id(&self) -> bool {
        self.0.starts_with(PUBLIC_KEY_ID)
    }

    fn canonical(&self) -> &str {
        self.0.trim_start_matches('0')
    }
}

impl FromStr for SerialNo {
    type Err = IdError;

    /// Reads a serial; the ways in which tools print one (colons, blanks, `serial=`, `0x`,
    /// lower case) are understood.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix(PUBLIC_KEY_ID) {
            if (1..=64).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_alphanumeric())
            {
                return Ok(Self(text.to_owned()));
            }
            return Err(IdError(
                "a WeChat Pay public key id is PUB_KEY_ID_ and digits".to_owned(),
            ));
        }
        let bare = text
            .trim_start_matches("serial=")
            .trim_start_matches("0x")
            .trim_start_matches("0X");
        let digits: String = bare.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        let is_hex =
            (1..=40).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hex {
            Ok(Self(digits.to_ascii_uppercase()))
        } else {
            Err(IdError(
                "serial_no must be up to 40 hexadecimal digits (openssl x509 -noout -serial prints it) or PUB_KEY_ID_ and digits"
                    .to_owned(),
            ))
        }
    }
}

impl TryFrom<String> for SerialNo {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<SerialNo> for String {
    fn from(value: SerialNo) -> String {
        value.0
    }
}

impl PartialEq for SerialNo {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Eq for SerialNo {}

impl Hash for SerialNo {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

impl fmt::Display for SerialNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SerialNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_compare_without_case_and_leading_zeros() {
        let long: SerialNo = "00ab12".parse().unwrap();
        assert_eq!(long, "AB12".parse().unwrap());
        assert_eq!(long, SerialNo::from_x509(&[0, 0xab, 0x12]));
        assert_ne!(long, "AB13".parse().unwrap());
    }

    #[test]
    fn a_serial_is_understood_as_tools_print_it() {
        for text in [
            "serial=5157F09E",
            "51:57:f0:9e",
            " 0x5157f09e ",
            "51 57 F0 9E",
        ] {
            assert_eq!(text.parse::<SerialNo>().unwrap().as_str(), "5157F09E");
        }
        for text in ["../../x", "", "xyz", "PUB_KEY_ID_", "PUB_KEY_ID_../x"] {
            assert!(text.parse::<SerialNo>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_order_number_keeps_to_the_documented_alphabet() {
        assert!("a|b*c-_9".parse::<OutTradeNo>().is_ok());
        for text in [
            "12345",
            "123456789012345678901234567890123",
            "order 1",
            "订单订单订单",
            "a/b/c/d",
        ] {
            assert!(text.parse::<OutTradeNo>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_refund_number_may_be_longer_and_hold_an_at_sign() {
        for text in ["1", "a|b*c-_9@shop", &"9".repeat(64)] {
            assert!(text.parse::<OutRefundNo>().is_ok(), "{text}");
        }
        for text in ["", &"9".repeat(65), "refund 1", "退款", "a/b", "a.b"] {
            assert!(text.parse::<OutRefundNo>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_prepay_id_is_not_a_package() {
        assert!(
            "wx201410272009395522657a690389285100"
                .parse::<PrepayId>()
                .is_ok()
        );
        assert!("prepay_id=wx2014".parse::<PrepayId>().is_err());
    }
}
