//! What breaks signatures, by name.

use serde::Serialize;

/// What broke a signature, in the words of the JSON output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// No key at hand made the signature.
    WrongKey,
    /// Another key at hand made it.
    OtherKnownKey,
    /// Serial number and key do not belong together.
    SerialMismatch,
    /// The serial number names no key at hand.
    UnknownSerial,
    /// The merchant's key stands where the platform's belongs, or the reverse.
    PlatformAndMerchantSwapped,
    /// The right key signed other bytes.
    UnknownMessage,
    /// Another hash than SHA-256 was signed, or a hash of the hash.
    WrongDigest,
    /// The hash was padded otherwise than by PKCS#1 v1.5.
    WrongPadding,
    /// The method of API v2, or an HMAC, or another `signType`.
    WrongSignType,
    /// The signature's text is not the base64 that was made.
    SignatureEncoding,
    /// The last line feed was not signed.
    MissingFinalNewline,
    /// A line feed too many was signed.
    ExtraFinalNewline,
    /// Lines ended in CR LF.
    Crlf,
    /// A backslash and an n were signed for each line feed.
    LiteralBackslashN,
    /// Something else than line feeds joined the lines.
    WrongSeparator,
    /// The lines stood in another order.
    FieldsOutOfOrder,
    /// The timestamp was in milliseconds.
    TimestampMilliseconds,
    /// Another timestamp was signed.
    TimestampMismatch,
    /// Another nonce was signed.
    NonceMismatch,
    /// The nonce was signed in other case.
    NonceCase,
    /// The App ID that was signed is another one at hand.
    WrongAppid,
    /// `prepay_id=` was not signed.
    MissingPrepayPrefix,
    /// `prepay_id=` stands where the bare number belongs, or twice.
    ExtraPrepayPrefix,
    /// The string of another kind of client was signed.
    WrongClientString,
    /// The parameters were signed like a request.
    SignedAsRequest,
    /// The timestamp is a number where the client wants a string.
    TimestampNotString,
    /// A field is not there, or was not signed.
    FieldMissing,
    /// A signature header is not there.
    MissingHeader,
    /// WeChat Pay's deliberate wrong signature.
    SigntestProbe,
    /// It was signed too long ago.
    Stale,
    /// It was signed in the future, or this clock is slow.
    ClockSkew,
    /// The APIv3 key does not open a resource that is proved genuine.
    WrongApiv3Key,
    /// The ciphertext is not what was sealed.
    CiphertextDamaged,
    /// The notification is another merchant's.
    WrongMerchant,
    /// The signature is of the SM2 scheme.
    Sm2Signature,
    /// The body is no API v3 notification.
    NotANotification,
    /// The body was taken apart and written anew.
    BodyReserialized,
    /// The body's keys came in another order.
    BodyKeyOrder,
    /// `\uXXXX` on one side, the characters on the other.
    BodyUnicodeEscapes,
    /// `\/` on one side, `/` on the other.
    BodySlashEscapes,
    /// Blanks or line breaks between the values.
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
    /// The body was sent and not signed.
    BodyNotSigned,
    /// The query was sent and not signed.
    QueryNotSigned,
    /// Scheme or host were signed with the path.
    UrlWithHost,
    /// Path or query were written otherwise.
    PathEncoding,
    /// Another method was signed.
    WrongMethod,
    /// A GET was signed or sent with a body.
    GetWithBody,
    /// The header does not keep the grammar.
    AuthorizationMalformed,
    /// Another merchant number than the profile's or the body's.
    MchidMismatch,
}

impl Cause {
    /// Returns the name as it stands in JSON.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_has_one_name() {
        for cause in [
            Cause::WrongApiv3Key,
            Cause::Sm2Signature,
            Cause::LiteralBackslashN,
        ] {
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.name());
        }
        assert_eq!(Cause::WrongApiv3Key.name(), "wrong-apiv3-key");
    }
}
