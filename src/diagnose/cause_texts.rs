//! What each cause means and how to fix it, in the user's terms.

use super::cause::{Cause, Subject};
use super::sentence::{Sentence, sentence};

impl Cause {
    /// Describes the cause in a sentence, for the place where the signature is used.
    #[must_use]
    pub fn meaning(self, subject: Subject) -> Sentence {
        meaning(self, subject)
    }

    /// Describes how to fix the cause, for the place where the signature is used.
    #[must_use]
    pub fn fix(self, subject: Subject) -> Sentence {
        fix(self, subject)
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

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each cause, each only its sentence"
)]
fn fix(cause: Cause, subject: Subject) -> Sentence {
    match cause {
        Cause::WrongKey | Cause::OtherKnownKey => match subject {
            Subject::PayParams => sentence!(
                "finding-fix-other-key-pay-params",
                "sign with the merchant private key that also signed the order; look for a second server with an older key"
            ),
            Subject::Notification => sentence!(
                "finding-fix-other-key-notification",
                "check that the platform certificate or public key belongs to this merchant number; the notification may be forged"
            ),
            Subject::Request => sentence!(
                "finding-fix-one-zip",
                "key, certificate and serial number come from one ZIP: change them together"
            ),
        },
        Cause::SerialMismatch | Cause::UnknownSerial | Cause::MalformedSerial => match subject {
            Subject::Notification => sentence!(
                "finding-fix-serial-header",
                "pass Wechatpay-Serial on unchanged; check under which serial number each key is saved"
            ),
            Subject::PayParams | Subject::Request => sentence!(
                "finding-fix-serial-no",
                "serial_no is the merchant certificate's, 40 hexadecimal digits in upper case and nothing else: `openssl x509 -in apiclient_cert.pem -noout -serial` prints it after 'serial='"
            ),
        },
        Cause::PlatformAndMerchantSwapped => match subject {
            Subject::Notification => sentence!(
                "finding-fix-swapped-notification",
                "WeChat Pay signs with its own key: verify with a platform certificate or the WeChat Pay public key, never with the merchant certificate"
            ),
            Subject::PayParams | Subject::Request => sentence!(
                "finding-fix-swapped",
                "sign with the merchant private key (apiclient_key.pem)"
            ),
        },
        Cause::UnknownMessage => unknown(subject),
        Cause::WrongDigest => sentence!(
            "finding-fix-wrong-digest",
            "sign the message itself with SHA256withRSA: the function hashes it, once"
        ),
        Cause::WrongPadding => sentence!(
            "finding-fix-wrong-padding",
            "sign with RSASSA-PKCS1-v1_5 and SHA-256 (SHA256withRSA), not with PSS and not with a bare private-key encryption"
        ),
        Cause::WrongSignType => sentence!(
            "finding-fix-wrong-sign-type",
            "sign with the merchant private key, SHA256withRSA; MD5 and HMAC-SHA256 belong to API v2, and the APIv3 key only decrypts"
        ),
        Cause::V2Signature => match subject {
            Subject::PayParams => sentence!(
                "finding-fix-v2-pay-params",
                "sign the four lines of API v3: App ID, timeStamp, nonceStr and package, each ended by a line feed, with no names, no '&' and no key; signType is not signed"
            ),
            Subject::Notification | Subject::Request => sentence!(
                "finding-fix-v2",
                "API v3 signs lines, each ended by a line feed, not key=value pairs: see SignatureMessage in the documentation of API v3"
            ),
        },
        Cause::SignatureEncoding => sentence!(
            "finding-fix-signature-encoding",
            "pass the signature on as one line of standard base64: no line breaks, no URL decoding, no second encoding"
        ),
        Cause::SignatureTruncated => sentence!(
            "finding-fix-signature-truncated",
            "pass the whole signature on: 344 characters for a 2048-bit key; look for a column, log or field that cuts it"
        ),
        Cause::ValuesSwapped => sentence!(
            "finding-fix-values-swapped",
            "put each value under its own name"
        ),
        Cause::MissingFinalNewline
        | Cause::ExtraFinalNewline
        | Cause::Crlf
        | Cause::LiteralBackslashN
        | Cause::WrongSeparator => sentence!(
            "finding-fix-line-ends",
            "end every line, the last too, with one line feed (0x0A): in single-quoted PHP and shell strings \\n is two characters"
        ),
        Cause::TimestampMilliseconds => sentence!(
            "finding-fix-whole-seconds",
            "use whole seconds since 1970, ten digits"
        ),
        Cause::TimestampMismatch => sentence!(
            "finding-fix-timestamp-mismatch",
            "read the clock once, as whole seconds since 1970 (ten digits); sign that, and pass the same digits on"
        ),
        Cause::TimestampTimezone => sentence!(
            "finding-fix-timezone",
            "Unix time has no time zone: take it from the clock (time(), Date.now() / 1000), not from a formatted local time"
        ),
        Cause::NonceMismatch => sentence!(
            "finding-fix-nonce-mismatch",
            "make the nonce once, and pass on the one that was signed"
        ),
        Cause::NonceCase => sentence!(
            "finding-fix-nonce-case",
            "pass the nonce on as it was signed: its case counts"
        ),
        Cause::WrongAppid => sentence!(
            "finding-fix-wrong-appid",
            "sign with the App ID of the app that calls requestPayment"
        ),
        Cause::MissingPrepayPrefix => sentence!(
            "finding-fix-missing-prefix",
            "sign 'prepay_id=' and the id in the fourth line, exactly as in package"
        ),
        Cause::ExtraPrepayPrefix => sentence!(
            "finding-fix-extra-prefix",
            "write 'prepay_id=' once in package; an APP's fourth line is the bare id"
        ),
        Cause::PackageEncoded => sentence!(
            "finding-fix-package-encoded",
            "sign package as it is passed to the client, 'prepay_id=' and the id, with nothing encoded"
        ),
        Cause::PackageChangedAfterSigning => sentence!(
            "finding-fix-package-changed",
            "the server's signature is right: pass its package to the client unchanged, and do not build it again there"
        ),
        Cause::WrongClientString => sentence!(
            "finding-fix-client-string",
            "sign appId, timeStamp, nonceStr and 'prepay_id=…' for Mini Program and JSAPI; App ID, timestamp, noncestr and the bare prepay_id for APP (pay-params --for app)"
        ),
        Cause::SignedAsRequest => sentence!(
            "finding-fix-signed-as-request",
            "the payer's parameters have four lines of their own: App ID, timestamp, nonce, package"
        ),
        Cause::TimestampNotString => sentence!(
            "finding-fix-timestamp-string",
            "pass timeStamp as a string, such as \"1554208460\""
        ),
        Cause::UnusableValue => sentence!(
            "finding-fix-unusable-value",
            "pass the value that WeChat Pay returned, unchanged; log the response of the order before it is used"
        ),
        Cause::FieldsOutOfOrder | Cause::FieldMissing => match subject {
            Subject::PayParams => sentence!(
                "finding-fix-four-lines",
                "sign four lines: App ID, timestamp, nonce, package"
            ),
            Subject::Notification => sentence!(
                "finding-fix-three-lines",
                "verify three lines: timestamp, nonce, body"
            ),
            Subject::Request => sentence!(
                "finding-fix-five-lines",
                "sign five lines: method, URL, timestamp, nonce, body"
            ),
        },
        Cause::MissingHeader => sentence!(
            "finding-fix-missing-header",
            "capture all Wechatpay-* headers; a CDN or gateway that drops them must pass them on; without them it may be forged"
        ),
        Cause::SigntestProbe => sentence!(
            "finding-fix-probe",
            "refuse it with 4xx or 5xx, as here; the right one follows"
        ),
        Cause::Stale => match subject {
            Subject::Notification => sentence!(
                "finding-fix-stale-notification",
                "verify on arrival; for an old capture use --at TIME or --no-max-age"
            ),
            Subject::PayParams | Subject::Request => sentence!(
                "finding-fix-stale",
                "sign right before sending, and set the clock by NTP"
            ),
        },
        Cause::ClockSkew => sentence!("finding-fix-clock", "set the clock by NTP"),
        Cause::WrongApiv3Key => sentence!(
            "finding-fix-apiv3-key",
            "set apiv3_key to the APIv3 key of the merchant console; it is not the v2 API key, and a reset voids the old one"
        ),
        Cause::CiphertextDamaged => sentence!(
            "finding-fix-ciphertext",
            "capture the raw body again: copying and form decoding damage base64"
        ),
        Cause::WrongMerchant => sentence!(
            "finding-fix-wrong-merchant",
            "use the profile of that merchant, or another notify_url for each"
        ),
        Cause::Sm2Signature => sentence!(
            "finding-fix-sm2",
            "this merchant number uses the SM2 scheme, which this tool does not verify"
        ),
        Cause::NotANotification => sentence!(
            "finding-fix-not-a-notification",
            "give the body of a notification of API v3, the JSON with id, event_type and resource"
        ),
        Cause::PlaintextInsteadOfBody => sentence!(
            "finding-fix-plaintext",
            "verify the body as it arrived, the JSON with id, event_type and resource, before it is decrypted"
        ),
        Cause::EmptyBody => sentence!(
            "finding-fix-empty-body",
            "read the body once, before any middleware does, and verify those bytes"
        ),
        Cause::BodyBase64 => sentence!(
            "finding-fix-body-base64",
            "decode the body before it is verified: cloud functions pass it in base64 and say so in isBase64Encoded"
        ),
        Cause::BodyCompressed => match subject {
            Subject::Notification => sentence!(
                "finding-fix-body-gunzip",
                "decompress the body, as Content-Encoding: gzip says, and verify what comes out, before any text decoding"
            ),
            Subject::PayParams | Subject::Request => sentence!(
                "finding-fix-body-gzip",
                "send the body as it was signed, without Content-Encoding: gzip"
            ),
        },
        Cause::QueryNotSigned
        | Cause::QueryOrder
        | Cause::UrlWithHost
        | Cause::PathEncoding
        | Cause::PathPrefix => sentence!(
            "finding-fix-url",
            "sign path and query exactly as in the request line: from the first '/' on, '?' and query included, nothing decoded or encoded again"
        ),
        Cause::WrongMethod => sentence!(
            "finding-fix-method",
            "sign the method that is sent, in capitals"
        ),
        Cause::GetWithBody => sentence!(
            "finding-fix-get-with-body",
            "a GET has no body: its fifth line is empty"
        ),
        Cause::BodyNotJson => sentence!(
            "finding-fix-body-not-json",
            "serialise JSON once, sign that text, and send the same text with Content-Type: application/json"
        ),
        Cause::BodyNotSigned => sentence!(
            "finding-fix-body-not-signed",
            "sign the body that is sent as the fifth line"
        ),
        Cause::AuthorizationMalformed => sentence!(
            "finding-fix-authorization",
            "write WECHATPAY2-SHA256-RSA2048, one space, and mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\": straight double quotes, commas without spaces, one line"
        ),
        Cause::MchidMismatch => sentence!(
            "finding-fix-mchid",
            "put the merchant number whose key signs into mchid: in partner mode the service provider's"
        ),
        Cause::CertificateExpired => sentence!(
            "finding-fix-certificate-expired",
            "apply for a new merchant certificate in the merchant console, and change key, certificate and serial number together"
        ),
        Cause::BodyReserialized
        | Cause::BodyKeyOrder
        | Cause::BodyUnicodeEscapes
        | Cause::BodySlashEscapes
        | Cause::BodyWhitespace
        | Cause::BodyNewline
        | Cause::BodyBom
        | Cause::BodyHtmlEscaped
        | Cause::BodyUrlDecoded
        | Cause::BodyCharset => match subject {
            Subject::Notification => raw_body(),
            Subject::PayParams | Subject::Request => one_buffer(),
        },
    }
}

fn raw_body() -> Sentence {
    sentence!(
        "finding-fix-raw-body",
        "verify the bytes as they arrived, before any parser or filter touches them: express.raw({{type: 'application/json'}}) in Express, ctx.req in Koa, @RequestBody byte[] in Spring, c.GetRawData() in Gin, request.get_data() in Flask, request.body in Django, $request->getContent() in Laravel, php://input in ThinkPHP, Request.Body in ASP.NET"
    )
}

fn one_buffer() -> Sentence {
    sentence!(
        "finding-fix-one-buffer",
        "serialise the body once, sign those bytes, and send the same bytes"
    )
}

fn unknown(subject: Subject) -> Sentence {
    match subject {
        Subject::PayParams => sentence!(
            "finding-fix-unknown-pay-params",
            "if the App ID is another one, try --appid; else log the string that your code signs, and compare it byte by byte: pay-params --check FILE --signed-string FILE"
        ),
        Subject::Notification => sentence!(
            "finding-fix-unknown-notification",
            "capture the raw bytes and headers, before any parsing (tcpdump, a logging proxy, or serve-notify), and verify those"
        ),
        Subject::Request => sentence!(
            "finding-fix-unknown-request",
            "log the exact string that is signed beside the request that is sent, and compare them byte by byte with what is expected here; a nonce or timestamp that is generated twice, once for the signature and once for the header, is a common cause"
        ),
    }
}
