//! The numbers and names that identify parties and orders, each checked when it is parsed.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It does not have the form of its kind.
    #[error("{}", form.rule(text))]
    Form {
        /// The form that it should have.
        form: Form,
        /// The value.
        text: String,
    },
    /// It is not one of a few words.
    #[error("'{text}' is not one of {words}")]
    NotOneOf {
        /// The value.
        text: String,
        /// The words, between commas.
        words: String,
    },
    /// It is not a notification that can be sent.
    #[error("'{text}' is not an event that can be sent; did you mean {nearest}?")]
    Event {
        /// The value.
        text: String,
        /// The most similar event.
        nearest: String,
    },
}

impl IdError {
    pub(crate) fn form(form: Form, text: &str) -> Self {
        let text = text.to_owned();
        Self::Form { form, text }
    }

    pub(crate) fn not_one_of(text: &str, words: impl Into<String>) -> Self {
        Self::NotOneOf {
            text: text.to_owned(),
            words: words.into(),
        }
    }
}

/// The form of a kind of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 商户号.
    Mchid,
    /// App ID.
    Appid,
    /// 用户标识.
    Openid,
    /// 商户订单号.
    OutTradeNo,
    /// 微信支付订单号.
    TransactionId,
    /// 商户退款单号.
    OutRefundNo,
    /// 微信支付退款单号.
    RefundId,
    /// 预支付交易会话标识.
    PrepayId,
    /// 证书序列号 or 微信支付公钥ID.
    SerialNo,
    /// 微信支付公钥ID.
    PublicKeyId,
    /// 微信支付公钥ID, instead of a certificate's serial number.
    NotSerialNo,
    /// 随机字符串.
    Nonce,
    /// An amount in fen.
    Fen,
    /// An amount in fen that is not above the largest.
    LargeFen,
    /// An amount in yuan.
    Yuan,
    /// An amount in yuan that is not above the largest.
    LargeYuan,
    /// Unix seconds.
    UnixSeconds,
    /// A time with an offset.
    Rfc3339,
    /// A day.
    Date,
}

impl Form {
    fn rule(self, text: &str) -> String {
        let rule = match self {
            Self::Mchid => "mchid must be 1 to 32 digits",
            Self::Appid => "appid must be 1 to 32 letters and digits, such as wx8888888888888888",
            Self::Openid => "openid must be 1 to 128 visible characters, without spaces",
            Self::OutTradeNo => {
                "out_trade_no must be 6 to 32 letters, digits, '_', '-', '|' or '*'"
            }
            Self::TransactionId => "transaction_id must be 1 to 32 letters and digits",
            Self::OutRefundNo => {
                "out_refund_no must be 1 to 64 letters, digits, '_', '-', '|', '*' or '@'"
            }
            Self::RefundId => "refund_id must be 1 to 32 letters and digits",
            Self::PrepayId => {
                "prepay_id must be 1 to 64 visible characters, such as wx201410272009395522657a690389285100, without 'prepay_id='"
            }
            Self::SerialNo => {
                "serial_no must be up to 40 hexadecimal digits (openssl x509 -noout -serial prints it) or PUB_KEY_ID_ and digits"
            }
            Self::PublicKeyId => "a WeChat Pay public key id is PUB_KEY_ID_ and digits",
            Self::NotSerialNo => "a WeChat Pay public key id begins with PUB_KEY_ID_",
            Self::Nonce => "a nonce must be 1 to 32 letters and digits",
            Self::Fen => {
                return format!(
                    "'{text}' is not a whole number of fen above 0 (1 yuan is 100 fen)"
                );
            }
            Self::LargeFen => {
                return format!("'{text}' is more than 4294967295 fen (¥42949672.95)");
            }
            Self::LargeYuan => return format!("'{text}' is more than ¥42949672.95"),
            Self::Yuan => {
                return format!(
                    "'{text}' is not an amount in yuan, such as 12.34 (at most two decimal places, more than 0)"
                );
            }
            Self::UnixSeconds => return format!("'{text}' is not a time in Unix seconds"),
            Self::Rfc3339 => {
                return format!(
                    "'{text}' is not an RFC 3339 time with an offset, such as 2018-06-08T10:34:56+08:00"
                );
            }
            Self::Date => {
                return format!("'{text}' is not a date as yyyy-MM-dd, such as 2019-06-11");
            }
        };
        rule.to_owned()
    }
}

/// Gives a checked string type its conversions: `FromStr`, serde, `Display` and `as_str`.
macro_rules! checked_string {
    ($(#[$doc:meta])* $name:ident, $check:expr $(,)?) => {
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
                    Err(IdError::form(Form::$name, text))
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
}

checked_string! {
    /// 用户标识, which names a user under one App ID and means nothing under another.
    Openid,
    |text| visible(text, 128),
}

checked_string! {
    /// 商户订单号, the merchant's own number for an order.
    OutTradeNo,
    |text| (6..=32).contains(&text.len()) && is_order_number(text),
}

checked_string! {
    /// 微信支付订单号, WeChat Pay's number for an order that has been paid.
    TransactionId,
    |text| visible(text, 32) && text.bytes().all(|b| b.is_ascii_alphanumeric()),
}

impl TransactionId {
    /// Reads a number that has the form of WeChat Pay's: 28 digits that begin with 4, or
    /// `SANDBOX` and 21 digits, as the sandbox makes them. A merchant's own number may look the
    /// same.
    #[must_use]
    pub fn of_usual_form(text: &str) -> Option<Self> {
        let digits = match text.strip_prefix("SANDBOX") {
            Some(digits) => digits,
            None if text.starts_with('4') => text,
            None => return None,
        };
        let is_usual = text.len() == 28 && digits.bytes().all(|b| b.is_ascii_digit());
        is_usual.then(|| Self(text.to_owned()))
    }
}

checked_string! {
    /// 商户退款单号, the merchant's own number for a refund: the same number refunds once, a new
    /// one refunds again.
    OutRefundNo,
    |text| (1..=64).contains(&text.len()) && text.split('@').all(is_order_number),
}

checked_string! {
    /// 微信支付退款单号, WeChat Pay's number for a refund.
    RefundId,
    |text| visible(text, 32) && text.bytes().all(|b| b.is_ascii_alphanumeric()),
}

checked_string! {
    /// 预支付交易会话标识, which lets the payer's client open the cashier for two hours.
    PrepayId,
    |text| visible(text, 64) && !text.contains(['=', '&', '%']),
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

    /// Reads a serial; the ways in which tools print one (colons, spaces, `serial=`, `0x`,
    /// lower case) are understood.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix(PUBLIC_KEY_ID) {
            if (1..=64).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_alphanumeric())
            {
                return Ok(Self(text.to_owned()));
            }
            return Err(IdError::form(Form::PublicKeyId, text));
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
            Err(IdError::form(Form::SerialNo, text))
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
