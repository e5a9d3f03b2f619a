//! What to do about each cause, in the user's terms.

use super::cause::{Cause, Subject};
use super::sentence::{Sentence, sentence};

impl Cause {
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
