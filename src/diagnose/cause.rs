//! What breaks signatures, by name.

use serde::{Deserialize, Serialize};

/// Declares the causes and the list of all of them.
macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What broke a signature, in the words of the JSON output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Cause {
            $($(#[$doc])* $name,)*
        }

        impl Cause {
            /// Every cause, in the order in which they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

causes! {
    /// No configured key made the signature.
    WrongKey,
    /// Another configured key made it.
    OtherKnownKey,
    /// Serial number and key do not belong together.
    SerialMismatch,
    /// The serial number names no configured key.
    UnknownSerial,
    /// The serial number is not written as it must be on the wire.
    MalformedSerial,
    /// The merchant's key is used in place of the platform's, or the reverse.
    PlatformAndMerchantSwapped,
    /// The right key signed other bytes.
    UnknownMessage,
    /// Another hash than SHA-256 was signed, or a hash of the hash.
    WrongDigest,
    /// The hash was not padded by PKCS#1 v1.5.
    WrongPadding,
    /// MD5 or HMAC in place of an RSA signature, or another `signType`.
    WrongSignType,
    /// The `key=value&…` string of API v2 was signed.
    V2Signature,
    /// The signature's text is not the base64 that was made.
    SignatureEncoding,
    /// A part of the signature is missing.
    SignatureTruncated,
    /// A value is in the place of another one.
    ValuesSwapped,
    /// The last line feed was not signed.
    MissingFinalNewline,
    /// An extra line feed was signed.
    ExtraFinalNewline,
    /// Lines ended in CR LF.
    Crlf,
    /// A backslash and an n were signed for each line feed.
    LiteralBackslashN,
    /// The lines were not joined by line feeds.
    WrongSeparator,
    /// The lines were in another order.
    FieldsOutOfOrder,
    /// The timestamp was in milliseconds.
    TimestampMilliseconds,
    /// Another timestamp was signed.
    TimestampMismatch,
    /// The timestamp is off by whole hours, as a time zone is.
    TimestampTimezone,
    /// Another nonce was signed.
    NonceMismatch,
    /// The nonce was signed in other case.
    NonceCase,
    /// Another App ID was signed.
    WrongAppid,
    /// `prepay_id=` was not signed, or is missing.
    MissingPrepayPrefix,
    /// `prepay_id=` is repeated, or in place of the bare id.
    ExtraPrepayPrefix,
    /// `package` was percent-encoded.
    PackageEncoded,
    /// `package` was signed correctly and changed before it reached the client.
    PackageChangedAfterSigning,
    /// The string of another kind of client was signed.
    WrongClientString,
    /// The parameters were signed like a request.
    SignedAsRequest,
    /// The timestamp is a number, and the client takes a string.
    TimestampNotString,
    /// A field is missing, or was not signed.
    FieldMissing,
    /// A value that the client cannot use, whatever was signed.
    UnusableValue,
    /// A signature header is missing.
    MissingHeader,
    /// WeChat Pay's deliberately wrong signature.
    SigntestProbe,
    /// It was signed too long ago.
    Stale,
    /// It was signed in the future, or this clock is slow.
    ClockSkew,
    /// The APIv3 key does not open a resource that is proved genuine.
    WrongApiv3Key,
    /// The ciphertext was changed.
    CiphertextDamaged,
    /// The notification is another merchant's.
    WrongMerchant,
    /// The signature is of the SM2 scheme.
    Sm2Signature,
    /// The body is not an API v3 notification.
    NotANotification,
    /// The decrypted resource is in the place of the body.
    PlaintextInsteadOfBody,
    /// The body is empty.
    EmptyBody,
    /// The body was parsed and serialised again.
    BodyReserialized,
    /// The body's keys were in another order.
    BodyKeyOrder,
    /// `\uXXXX` on one side, the characters on the other.
    BodyUnicodeEscapes,
    /// `\/` on one side, `/` on the other.
    BodySlashEscapes,
    /// Spaces or line breaks between the values.
    BodyWhitespace,
    /// A line end at the end of the body.
    BodyNewline,
    /// A byte order mark.
    BodyBom,
    /// `<`, `>`, `&` and the like were escaped for HTML.
    BodyHtmlEscaped,
    /// The body was percent- or form-decoded.
    BodyUrlDecoded,
    /// The body went through another charset.
    BodyCharset,
    /// The body is encoded in base64.
    BodyBase64,
    /// The body is compressed on one side only.
    BodyCompressed,
    /// The body was sent and not signed.
    BodyNotSigned,
    /// The query was sent and not signed.
    QueryNotSigned,
    /// The query's parameters were signed in another order.
    QueryOrder,
    /// Scheme or host were signed with the path.
    UrlWithHost,
    /// Path or query were encoded differently.
    PathEncoding,
    /// The path was signed with, or without, a proxy's prefix.
    PathPrefix,
    /// Another method was signed.
    WrongMethod,
    /// A GET was signed or sent with a body.
    GetWithBody,
    /// A form or XML is sent in place of JSON.
    BodyNotJson,
    /// The header does not keep the grammar.
    AuthorizationMalformed,
    /// Another merchant number than the profile's or the body's.
    MchidMismatch,
    /// The merchant certificate has expired.
    CertificateExpired,
}

impl Cause {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    /// Returns how the line that a cause is about is labelled in each kind of message.
    pub(super) fn line_labels(self) -> &'static [&'static str] {
        match self {
            Self::TimestampMilliseconds | Self::TimestampMismatch | Self::TimestampTimezone => {
                &["timestamp", "timeStamp"]
            }
            Self::NonceMismatch | Self::NonceCase => {
                &["nonce", "nonce_str", "nonceStr", "noncestr"]
            }
            Self::WrongAppid => &["appId", "appid"],
            Self::MissingPrepayPrefix
            | Self::ExtraPrepayPrefix
            | Self::WrongClientString
            | Self::PackageEncoded
            | Self::PackageChangedAfterSigning
            | Self::UnusableValue => &["package", "prepayid"],
            Self::QueryNotSigned
            | Self::QueryOrder
            | Self::UrlWithHost
            | Self::PathEncoding
            | Self::PathPrefix => &["URL"],
            Self::WrongMethod => &["method"],
            Self::V2Signature => &["string"],
            Self::WrongKey
            | Self::OtherKnownKey
            | Self::SerialMismatch
            | Self::UnknownSerial
            | Self::MalformedSerial
            | Self::PlatformAndMerchantSwapped
            | Self::UnknownMessage
            | Self::WrongDigest
            | Self::WrongPadding
            | Self::WrongSignType
            | Self::SignatureEncoding
            | Self::SignatureTruncated
            | Self::ValuesSwapped
            | Self::MissingFinalNewline
            | Self::ExtraFinalNewline
            | Self::Crlf
            | Self::LiteralBackslashN
            | Self::WrongSeparator
            | Self::FieldsOutOfOrder
            | Self::SignedAsRequest
            | Self::TimestampNotString
            | Self::FieldMissing
            | Self::MissingHeader
            | Self::SigntestProbe
            | Self::Stale
            | Self::ClockSkew
            | Self::WrongApiv3Key
            | Self::CiphertextDamaged
            | Self::WrongMerchant
            | Self::Sm2Signature
            | Self::NotANotification
            | Self::PlaintextInsteadOfBody
            | Self::EmptyBody
            | Self::BodyReserialized
            | Self::BodyKeyOrder
            | Self::BodyUnicodeEscapes
            | Self::BodySlashEscapes
            | Self::BodyWhitespace
            | Self::BodyNewline
            | Self::BodyBom
            | Self::BodyHtmlEscaped
            | Self::BodyUrlDecoded
            | Self::BodyCharset
            | Self::BodyBase64
            | Self::BodyCompressed
            | Self::BodyNotSigned
            | Self::GetWithBody
            | Self::BodyNotJson
            | Self::AuthorizationMalformed
            | Self::MchidMismatch
            | Self::CertificateExpired => &[],
        }
    }
}

/// What a signature belongs to, which decides what a cause means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The parameters of a payer's client.
    PayParams,
    /// A notification or a response.
    Notification,
    /// A request.
    Request,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_has_one_name() {
        for cause in Cause::ALL {
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.name());
        }
        assert_eq!(Cause::WrongApiv3Key.name(), "wrong-apiv3-key");
    }
}
