//! What each cause means, in the user's terms.

use super::cause::{Cause, Subject};
use super::message_search::SignedLine;
use super::sentence::{Sentence, sentence};

/// Returns what a cause found by search means, with the line that differs, if there is one.
pub(super) fn message(
    cause: Cause,
    subject: Subject,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Sentence {
    let what = meaning(cause, subject);
    match changed_line(cause, expected, signed) {
        Some((expected, signed)) => sentence!(
            "finding-changed-line",
            "{what}: signed '{signed}', expected '{expected}'",
            signed = signed,
            expected = expected;
            what: what
        ),
        None => what,
    }
}

impl Cause {
    /// Describes the cause in a sentence, for the place where the signature is used.
    #[must_use]
    pub fn meaning(self, subject: Subject) -> Sentence {
        meaning(self, subject)
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each cause, each only its sentence"
)]
fn meaning(cause: Cause, subject: Subject) -> Sentence {
    match cause {
        Cause::WrongKey => sentence!("finding-wrong-key", "no configured key made this signature"),
        Cause::OtherKnownKey => sentence!(
            "finding-other-known-key",
            "another configured key made this signature"
        ),
        Cause::SerialMismatch => sentence!(
            "finding-serial-mismatch",
            "the serial number is not the signing key's"
        ),
        Cause::UnknownSerial => sentence!(
            "finding-unknown-serial",
            "no configured key has this serial number"
        ),
        Cause::MalformedSerial => sentence!(
            "finding-malformed-serial",
            "the serial number is not 40 hexadecimal digits alone"
        ),
        Cause::PlatformAndMerchantSwapped => sentence!(
            "finding-platform-and-merchant-swapped",
            "the merchant's key is used in place of WeChat Pay's, or the reverse"
        ),
        Cause::UnknownMessage => sentence!(
            "finding-unknown-message",
            "the right key signed other bytes than these"
        ),
        Cause::WrongDigest => sentence!(
            "finding-wrong-digest",
            "another hash than SHA-256 was signed"
        ),
        Cause::WrongPadding => sentence!(
            "finding-wrong-padding",
            "the hash was not padded with PKCS#1 v1.5"
        ),
        Cause::WrongSignType => sentence!("finding-wrong-sign-type", "it is not an RSA signature"),
        Cause::V2Signature => sentence!(
            "finding-v2-signature",
            "the string of API v2 was signed, key=value joined by &"
        ),
        Cause::SignatureEncoding => sentence!(
            "finding-signature-encoding",
            "the signature's text was changed after it was made"
        ),
        Cause::SignatureTruncated => {
            sentence!(
                "finding-signature-truncated",
                "a part of the signature is missing"
            )
        }
        Cause::ValuesSwapped => sentence!(
            "finding-values-swapped",
            "a value is in the place of another one"
        ),
        Cause::MissingFinalNewline => sentence!(
            "finding-missing-final-newline",
            "the line feed after the last line was not signed"
        ),
        Cause::ExtraFinalNewline => sentence!(
            "finding-extra-final-newline",
            "an extra line feed was signed at the end"
        ),
        Cause::Crlf => sentence!("finding-crlf", "lines were ended with CR LF, as on Windows"),
        Cause::LiteralBackslashN => sentence!(
            "finding-literal-backslash-n",
            "a backslash and an 'n' were signed in place of each line feed"
        ),
        Cause::WrongSeparator => sentence!(
            "finding-wrong-separator",
            "the lines were not joined by one line feed each"
        ),
        Cause::FieldsOutOfOrder => sentence!(
            "finding-fields-out-of-order",
            "the lines were signed in another order"
        ),
        Cause::TimestampMilliseconds => {
            sentence!(
                "finding-timestamp-milliseconds",
                "the timestamp was taken in milliseconds"
            )
        }
        Cause::TimestampMismatch => sentence!(
            "finding-timestamp-mismatch",
            "another timestamp was signed than the one that was passed on"
        ),
        Cause::TimestampTimezone => sentence!(
            "finding-timestamp-timezone",
            "the timestamp is off by whole hours, as if a local time were UTC"
        ),
        Cause::NonceMismatch => sentence!(
            "finding-nonce-mismatch",
            "another nonce was signed than the one that was passed on"
        ),
        Cause::NonceCase => sentence!(
            "finding-nonce-case",
            "the nonce was signed in other upper and lower case than it was passed on"
        ),
        Cause::WrongAppid => sentence!("finding-wrong-appid", "another App ID was signed"),
        Cause::MissingPrepayPrefix => sentence!(
            "finding-missing-prepay-prefix",
            "the bare prepay_id was signed, without 'prepay_id='"
        ),
        Cause::ExtraPrepayPrefix => sentence!(
            "finding-extra-prepay-prefix",
            "'prepay_id=' was signed where it does not belong"
        ),
        Cause::PackageEncoded => sentence!(
            "finding-package-encoded",
            "package was percent-encoded before it was signed"
        ),
        Cause::PackageChangedAfterSigning => sentence!(
            "finding-package-changed-after-signing",
            "package was signed rightly and changed on the way to the client"
        ),
        Cause::WrongClientString => match subject {
            Subject::PayParams => sentence!(
                "finding-wrong-client-string",
                "the string of another kind of client was signed: APP signs the bare prepay_id, Mini Program and JSAPI sign 'prepay_id=' and the id"
            ),
            Subject::Notification | Subject::Request => sentence!(
                "finding-wrong-client-string-elsewhere",
                "the string of a payer's client was signed"
            ),
        },
        Cause::SignedAsRequest => sentence!(
            "finding-signed-as-request",
            "it was signed like a request, with method, URL or body"
        ),
        Cause::TimestampNotString => {
            sentence!(
                "finding-timestamp-not-string",
                "timeStamp is a number, not a string"
            )
        }
        Cause::FieldMissing => sentence!(
            "finding-field-missing",
            "a line was left out of what was signed"
        ),
        Cause::UnusableValue => sentence!(
            "finding-unusable-value",
            "what was signed is not a value that the client can use"
        ),
        Cause::MissingHeader => {
            sentence!("finding-missing-header", "a signature header is missing")
        }
        Cause::SigntestProbe => sentence!(
            "finding-signtest-probe",
            "WeChat Pay sent a wrong signature on purpose"
        ),
        Cause::Stale => sentence!("finding-stale", "it was signed too long ago"),
        Cause::ClockSkew => sentence!("finding-clock-skew", "it was signed ahead of this clock"),
        Cause::WrongApiv3Key => sentence!(
            "finding-wrong-apiv3-key",
            "the resource is genuine, and this APIv3 key does not open it"
        ),
        Cause::CiphertextDamaged => sentence!(
            "finding-ciphertext-damaged",
            "the ciphertext is not what was sealed"
        ),
        Cause::WrongMerchant => sentence!(
            "finding-wrong-merchant",
            "the notification is for another merchant"
        ),
        Cause::Sm2Signature => sentence!(
            "finding-sm2-signature",
            "the signature is of the SM2 scheme"
        ),
        Cause::NotANotification => sentence!(
            "finding-not-a-notification",
            "the body is not a notification of API v3"
        ),
        Cause::PlaintextInsteadOfBody => sentence!(
            "finding-plaintext-instead-of-body",
            "this is the decrypted resource, not the body that was signed"
        ),
        Cause::EmptyBody => sentence!("finding-empty-body", "the body is empty"),
        Cause::BodyReserialized => sentence!(
            "finding-body-reserialized",
            "the body was parsed and serialised again, or changed in between"
        ),
        Cause::BodyKeyOrder => sentence!(
            "finding-body-key-order",
            "the body's keys are in another order"
        ),
        Cause::BodyUnicodeEscapes => sentence!(
            "finding-body-unicode-escapes",
            "characters beyond ASCII are escaped as \\uXXXX on one side only"
        ),
        Cause::BodySlashEscapes => sentence!(
            "finding-body-slash-escapes",
            "slashes are escaped as \\/ on one side only, as PHP does"
        ),
        Cause::BodyWhitespace => sentence!(
            "finding-body-whitespace",
            "spaces or line breaks between the values differ"
        ),
        Cause::BodyNewline => sentence!(
            "finding-body-newline",
            "there is a line end at the end of the body on one side only"
        ),
        Cause::BodyBom => sentence!(
            "finding-body-bom",
            "a byte order mark is before the body on one side only"
        ),
        Cause::BodyHtmlEscaped => sentence!(
            "finding-body-html-escaped",
            "<, >, & and the like are escaped for HTML on one side only"
        ),
        Cause::BodyUrlDecoded => sentence!(
            "finding-body-url-decoded",
            "the body was percent- or form-decoded on one side only"
        ),
        Cause::BodyCharset => sentence!(
            "finding-body-charset",
            "the body went through another charset"
        ),
        Cause::BodyBase64 => sentence!("finding-body-base64", "the body is encoded in base64"),
        Cause::BodyCompressed => sentence!(
            "finding-body-gzip",
            "the body is compressed (gzip), and the signature covers it uncompressed"
        ),
        Cause::BodyNotSigned => sentence!(
            "finding-body-not-signed",
            "a body is sent, and none was signed"
        ),
        Cause::QueryNotSigned => sentence!(
            "finding-query-not-signed",
            "the query is sent, and was not signed"
        ),
        Cause::QueryOrder => sentence!(
            "finding-query-order",
            "the query's parameters were signed in another order than they are sent"
        ),
        Cause::UrlWithHost => sentence!(
            "finding-url-with-host",
            "the URL was signed with its scheme or host"
        ),
        Cause::PathEncoding => sentence!(
            "finding-path-encoding",
            "path or query were signed in another form than they are sent"
        ),
        Cause::PathPrefix => sentence!(
            "finding-path-prefix",
            "the path was signed with or without a prefix that is not so on the wire"
        ),
        Cause::WrongMethod => sentence!("finding-wrong-method", "another method was signed"),
        Cause::GetWithBody => sentence!("finding-get-with-body", "a body was signed for a GET"),
        Cause::BodyNotJson => sentence!("finding-body-not-json", "the body is not JSON"),
        Cause::AuthorizationMalformed => sentence!(
            "finding-authorization-malformed",
            "the Authorization header is malformed"
        ),
        Cause::MchidMismatch => sentence!(
            "finding-mchid-mismatch",
            "the merchant number is another one"
        ),
        Cause::CertificateExpired => {
            sentence!(
                "finding-certificate-expired",
                "the merchant certificate has expired"
            )
        }
    }
}

/// The one line that a cause is about, if showing it helps.
fn changed_line(
    cause: Cause,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Option<(String, String)> {
    let labels = labels(cause);
    let find = |lines: &[SignedLine]| {
        let line = lines.iter().find(|line| labels.contains(&line.label))?;
        let text = String::from_utf8_lossy(&line.bytes);
        (text.len() <= 300).then(|| text.escape_debug().to_string())
    };
    let pair = (find(expected)?, find(signed)?);
    (pair.0 != pair.1).then_some(pair)
}

/// Returns how the line that a cause is about is labelled in each kind of message.
fn labels(cause: Cause) -> &'static [&'static str] {
    match cause {
        Cause::TimestampMilliseconds | Cause::TimestampMismatch | Cause::TimestampTimezone => {
            &["timestamp", "timeStamp"]
        }
        Cause::NonceMismatch | Cause::NonceCase => &["nonce", "nonce_str", "nonceStr", "noncestr"],
        Cause::WrongAppid => &["appId", "appid"],
        Cause::MissingPrepayPrefix
        | Cause::ExtraPrepayPrefix
        | Cause::WrongClientString
        | Cause::PackageEncoded
        | Cause::PackageChangedAfterSigning
        | Cause::UnusableValue => &["package", "prepayid"],
        Cause::QueryNotSigned
        | Cause::QueryOrder
        | Cause::UrlWithHost
        | Cause::PathEncoding
        | Cause::PathPrefix => &["URL"],
        Cause::WrongMethod => &["method"],
        Cause::V2Signature => &["string"],
        Cause::WrongKey
        | Cause::OtherKnownKey
        | Cause::SerialMismatch
        | Cause::UnknownSerial
        | Cause::MalformedSerial
        | Cause::PlatformAndMerchantSwapped
        | Cause::UnknownMessage
        | Cause::WrongDigest
        | Cause::WrongPadding
        | Cause::WrongSignType
        | Cause::SignatureEncoding
        | Cause::SignatureTruncated
        | Cause::ValuesSwapped
        | Cause::MissingFinalNewline
        | Cause::ExtraFinalNewline
        | Cause::Crlf
        | Cause::LiteralBackslashN
        | Cause::WrongSeparator
        | Cause::FieldsOutOfOrder
        | Cause::SignedAsRequest
        | Cause::TimestampNotString
        | Cause::FieldMissing
        | Cause::MissingHeader
        | Cause::SigntestProbe
        | Cause::Stale
        | Cause::ClockSkew
        | Cause::WrongApiv3Key
        | Cause::CiphertextDamaged
        | Cause::WrongMerchant
        | Cause::Sm2Signature
        | Cause::NotANotification
        | Cause::PlaintextInsteadOfBody
        | Cause::EmptyBody
        | Cause::BodyReserialized
        | Cause::BodyKeyOrder
        | Cause::BodyUnicodeEscapes
        | Cause::BodySlashEscapes
        | Cause::BodyWhitespace
        | Cause::BodyNewline
        | Cause::BodyBom
        | Cause::BodyHtmlEscaped
        | Cause::BodyUrlDecoded
        | Cause::BodyCharset
        | Cause::BodyBase64
        | Cause::BodyCompressed
        | Cause::BodyNotSigned
        | Cause::GetWithBody
        | Cause::BodyNotJson
        | Cause::AuthorizationMalformed
        | Cause::MchidMismatch
        | Cause::CertificateExpired => &[],
    }
}
