//! What breaks signatures, by name: which line it is about, and how it is fixed.
//!
//! What a cause means is `finding-CAUSE` of `locales`, and its fix `finding-fix-FIX`; either may
//! end in the name of a [`Subject`], for which it is then another one.

use serde::{Deserialize, Serialize};

use super::sentence::Sentence;

/// Declares the causes: each with how the line that it is about is labelled in each kind of
/// message, and the name of its fix.
macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident: $labels:ident, $fix:literal;)*) => {
        /// What broke a signature, in the words of the JSON output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Cause {
            $($(#[$doc])* $name,)*
        }

        impl Cause {
            /// Every cause, in the order in which they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns how the line that a cause is about is labelled in each kind of message.
            pub(super) fn line_labels(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => $labels,)*
                }
            }

            fn fix_name(self) -> &'static str {
                match self {
                    $(Self::$name => $fix,)*
                }
            }
        }
    };
}

const NO_LINE: &[&str] = &[];
const TIMESTAMP: &[&str] = &["timestamp", "timeStamp"];
const NONCE: &[&str] = &["nonce", "nonce_str", "nonceStr", "noncestr"];
const APPID: &[&str] = &["appId", "appid"];
const PACKAGE: &[&str] = &["package", "prepayid"];
const URL: &[&str] = &["URL"];
const METHOD: &[&str] = &["method"];
/// The single line of API v2.
const STRING: &[&str] = &["string"];

causes! {
    /// No configured key made the signature.
    WrongKey: NO_LINE, "other-key";
    /// Another configured key made it.
    OtherKnownKey: NO_LINE, "other-key";
    /// Serial number and key do not belong together.
    SerialMismatch: NO_LINE, "serial-no";
    /// The serial number names no configured key.
    UnknownSerial: NO_LINE, "serial-no";
    /// The serial number is not written as it must be on the wire.
    MalformedSerial: NO_LINE, "serial-no";
    /// The merchant's key is used in place of the platform's, or the reverse.
    PlatformAndMerchantSwapped: NO_LINE, "swapped";
    /// The right key signed other bytes.
    UnknownMessage: NO_LINE, "unknown";
    /// Another hash than SHA-256 was signed, or a hash of the hash.
    WrongDigest: NO_LINE, "wrong-digest";
    /// The hash was not padded by PKCS#1 v1.5.
    WrongPadding: NO_LINE, "wrong-padding";
    /// MD5 or HMAC in place of an RSA signature, or another `signType`.
    WrongSignType: NO_LINE, "wrong-sign-type";
    /// The `key=value&…` string of API v2 was signed.
    V2Signature: STRING, "v2";
    /// The signature's text is not the base64 that was made.
    SignatureEncoding: NO_LINE, "signature-encoding";
    /// A part of the signature is missing.
    SignatureTruncated: NO_LINE, "signature-truncated";
    /// A value is in the place of another one.
    ValuesSwapped: NO_LINE, "values-swapped";
    /// The last line feed was not signed.
    MissingFinalNewline: NO_LINE, "line-ends";
    /// An extra line feed was signed.
    ExtraFinalNewline: NO_LINE, "line-ends";
    /// Lines ended in CR LF.
    Crlf: NO_LINE, "line-ends";
    /// A backslash and an n were signed for each line feed.
    LiteralBackslashN: NO_LINE, "line-ends";
    /// The lines were not joined by line feeds.
    WrongSeparator: NO_LINE, "line-ends";
    /// The lines were in another order.
    FieldsOutOfOrder: NO_LINE, "lines";
    /// The timestamp was in milliseconds.
    TimestampMilliseconds: TIMESTAMP, "whole-seconds";
    /// Another timestamp was signed.
    TimestampMismatch: TIMESTAMP, "timestamp-mismatch";
    /// The timestamp is off by whole hours, as a time zone is.
    TimestampTimezone: TIMESTAMP, "timezone";
    /// Another nonce was signed.
    NonceMismatch: NONCE, "nonce-mismatch";
    /// The nonce was signed in other case.
    NonceCase: NONCE, "nonce-case";
    /// Another App ID was signed.
    WrongAppid: APPID, "wrong-appid";
    /// `prepay_id=` was not signed, or is missing.
    MissingPrepayPrefix: PACKAGE, "missing-prefix";
    /// `prepay_id=` is repeated, or in place of the bare id.
    ExtraPrepayPrefix: PACKAGE, "extra-prefix";
    /// `package` was percent-encoded.
    PackageEncoded: PACKAGE, "package-encoded";
    /// `package` was signed correctly and changed before it reached the client.
    PackageChangedAfterSigning: PACKAGE, "package-changed";
    /// The string of another kind of client was signed.
    WrongClientString: PACKAGE, "client-string";
    /// The parameters were signed like a request.
    SignedAsRequest: NO_LINE, "signed-as-request";
    /// The timestamp is a number, and the client takes a string.
    TimestampNotString: NO_LINE, "timestamp-string";
    /// A field is missing, or was not signed.
    FieldMissing: NO_LINE, "lines";
    /// A value that the client cannot use, whatever was signed.
    UnusableValue: PACKAGE, "unusable-value";
    /// A signature header is missing.
    MissingHeader: NO_LINE, "missing-header";
    /// WeChat Pay's deliberately wrong signature.
    SigntestProbe: NO_LINE, "probe";
    /// It was signed too long ago.
    Stale: NO_LINE, "stale";
    /// It was signed in the future, or this clock is slow.
    ClockSkew: NO_LINE, "clock";
    /// The APIv3 key does not open a resource that is proved genuine.
    WrongApiv3Key: NO_LINE, "apiv3-key";
    /// The ciphertext was changed.
    CiphertextDamaged: NO_LINE, "ciphertext";
    /// The notification is another merchant's.
    WrongMerchant: NO_LINE, "wrong-merchant";
    /// The signature is of the SM2 scheme.
    Sm2Signature: NO_LINE, "sm2";
    /// The body is not an API v3 notification.
    NotANotification: NO_LINE, "not-a-notification";
    /// The decrypted resource is in the place of the body.
    PlaintextInsteadOfBody: NO_LINE, "plaintext";
    /// The body is empty.
    EmptyBody: NO_LINE, "empty-body";
    /// The body was parsed and serialised again.
    BodyReserialized: NO_LINE, "body";
    /// The body's keys were in another order.
    BodyKeyOrder: NO_LINE, "body";
    /// `\uXXXX` on one side, the characters on the other.
    BodyUnicodeEscapes: NO_LINE, "body";
    /// `\/` on one side, `/` on the other.
    BodySlashEscapes: NO_LINE, "body";
    /// Spaces or line breaks between the values.
    BodyWhitespace: NO_LINE, "body";
    /// A line end at the end of the body.
    BodyNewline: NO_LINE, "body";
    /// A byte order mark.
    BodyBom: NO_LINE, "body";
    /// `<`, `>`, `&` and the like were escaped for HTML.
    BodyHtmlEscaped: NO_LINE, "body";
    /// The body was percent- or form-decoded.
    BodyUrlDecoded: NO_LINE, "body";
    /// The body went through another charset.
    BodyCharset: NO_LINE, "body";
    /// The body is encoded in base64.
    BodyBase64: NO_LINE, "body-base64";
    /// The body is compressed on one side only.
    BodyCompressed: NO_LINE, "body-gzip";
    /// The body was sent and not signed.
    BodyNotSigned: NO_LINE, "body-not-signed";
    /// The query was sent and not signed.
    QueryNotSigned: URL, "url";
    /// The query's parameters were signed in another order.
    QueryOrder: URL, "url";
    /// Scheme or host were signed with the path.
    UrlWithHost: URL, "url";
    /// Path or query were encoded differently.
    PathEncoding: URL, "url";
    /// The path was signed with, or without, a proxy's prefix.
    PathPrefix: URL, "url";
    /// Another method was signed.
    WrongMethod: METHOD, "method";
    /// A GET was signed or sent with a body.
    GetWithBody: NO_LINE, "get-with-body";
    /// A form or XML is sent in place of JSON.
    BodyNotJson: NO_LINE, "body-not-json";
    /// The header does not keep the grammar.
    AuthorizationMalformed: NO_LINE, "authorization";
    /// Another merchant number than the profile's or the body's.
    MchidMismatch: NO_LINE, "mchid";
    /// The merchant certificate has expired.
    CertificateExpired: NO_LINE, "certificate-expired";
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

    /// Describes the cause in a sentence, for the place where the signature is used.
    #[must_use]
    pub fn meaning(self, subject: Subject) -> Sentence {
        subject.sentence(&format!("finding-{}", self.name()))
    }

    /// Describes how to fix the cause, for the place where the signature is used.
    #[must_use]
    pub fn fix(self, subject: Subject) -> Sentence {
        subject.sentence(&format!("finding-fix-{}", self.fix_name()))
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

/// The English of the sentences about causes.
const ENGLISH: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/locales/en/finding.ftl"
));

impl Subject {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PayParams, Self::Notification, Self::Request];

    fn name(self) -> &'static str {
        match self {
            Self::PayParams => "pay-params",
            Self::Notification => "notification",
            Self::Request => "request",
        }
    }

    /// Returns the sentence that is this subject's own, else the one of every subject.
    fn sentence(self, id: &str) -> Sentence {
        let own = Sentence::of_catalogue(ENGLISH, format!("{id}-{}", self.name()));
        own.or_else(|| Sentence::of_catalogue(ENGLISH, id.to_owned()))
            .expect("the catalogue has the texts of every cause")
    }
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

    #[test]
    fn a_cause_has_a_meaning_and_a_fix_wherever_a_signature_is_used() {
        for cause in Cause::ALL {
            for subject in Subject::ALL {
                assert!(cause.meaning(subject).to_string().contains(' '));
                assert!(cause.fix(subject).to_string().contains(' '));
            }
        }
        let fix = Cause::BodyCharset.fix(Subject::Notification).to_string();
        assert!(
            fix.contains("express.raw({type: 'application/json'})"),
            "{fix}"
        );
    }
}
