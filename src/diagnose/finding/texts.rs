//! What each cause means, in the user's terms.

use super::Place;
use crate::diagnose::Cause;
use crate::diagnose::puzzle::SignedLine;

/// What a cause found by search means: the line that differs, if there is one.
pub(super) fn message(
    cause: Cause,
    place: Place,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> String {
    let what = match cause {
        Cause::MissingFinalNewline => "the line feed after the last line was not signed",
        Cause::ExtraFinalNewline => "a line feed too many was signed at the end",
        Cause::Crlf => "lines were ended with CR LF, as Windows ends them",
        Cause::LiteralBackslashN => "a backslash and an 'n' were signed where a line feed belongs",
        Cause::WrongSeparator => "the lines were joined by something else than one line feed",
        Cause::FieldsOutOfOrder => "the lines were signed in another order",
        Cause::TimestampMilliseconds => "the timestamp was taken in milliseconds",
        Cause::TimestampMismatch => "another timestamp was signed than the one that was handed on",
        Cause::NonceMismatch => "another nonce was signed than the one that was handed on",
        Cause::NonceCase => "the nonce was signed in other case than it was handed on",
        Cause::WrongAppid => "another App ID was signed",
        Cause::MissingPrepayPrefix => "the bare prepay_id was signed, without 'prepay_id='",
        Cause::ExtraPrepayPrefix => "'prepay_id=' was signed where it does not belong",
        Cause::WrongClientString => match place {
            Place::PayParams => {
                "the string of another kind of client was signed: APP signs the bare prepay_id, Mini Program and JSAPI sign 'prepay_id=' and the number"
            }
            Place::Notification | Place::Request => "the string of a payer's client was signed",
        },
        Cause::SignedAsRequest => "it was signed like a request, with method, URL or body",
        Cause::FieldMissing => "a line was left out",
        Cause::BodyReserialized => {
            "the body was taken apart and written anew, or changed in between"
        }
        Cause::BodyKeyOrder => "the body's keys stand in another order",
        Cause::BodyUnicodeEscapes => {
            "characters beyond ASCII are escaped as \\uXXXX on one side only"
        }
        Cause::BodySlashEscapes => "slashes are escaped as \\/ on one side only, as PHP does",
        Cause::BodyWhitespace => "blanks or line breaks between the values differ",
        Cause::BodyNewline => "there is a line end at the end of the body on one side only",
        Cause::BodyBom => "a byte order mark stands before the body on one side only",
        Cause::BodyHtmlEscaped => "<, >, & and the like are escaped for HTML on one side only",
        Cause::BodyUrlDecoded => "the body was percent- or form-decoded on one side only",
        Cause::BodyCharset => "the body went through another charset",
        Cause::BodyNotSigned => "a body is sent, and none was signed",
        Cause::QueryNotSigned => "the query is sent, and was not signed",
        Cause::UrlWithHost => "the URL was signed with its scheme or host",
        Cause::PathEncoding => "path or query were signed in another form than they are sent",
        Cause::WrongMethod => "another method was signed",
        Cause::GetWithBody => "a body was signed for a GET",
        _ => "it was signed otherwise",
    };
    match changed_line(cause, expected, signed) {
        Some((expected, signed)) => format!("{what}: signed {signed}, expected {expected}"),
        None => what.to_owned(),
    }
}

/// The one line that a cause is about, where showing it helps.
fn changed_line(
    cause: Cause,
    expected: &[SignedLine],
    signed: &[SignedLine],
) -> Option<(String, String)> {
    let labels: &[&str] = match cause {
        Cause::TimestampMilliseconds | Cause::TimestampMismatch => &["timestamp", "timeStamp"],
        Cause::NonceMismatch | Cause::NonceCase => &["nonce", "nonce_str", "nonceStr", "noncestr"],
        Cause::WrongAppid => &["appId", "appid"],
        Cause::MissingPrepayPrefix | Cause::ExtraPrepayPrefix | Cause::WrongClientString => {
            &["package", "prepayid"]
        }
        Cause::QueryNotSigned | Cause::UrlWithHost | Cause::PathEncoding => &["URL"],
        Cause::WrongMethod => &["method"],
        _ => return None,
    };
    let find = |lines: &[SignedLine]| {
        let line = lines.iter().find(|line| labels.contains(&line.label))?;
        let text = String::from_utf8_lossy(&line.bytes);
        (text.len() <= 300).then(|| format!("'{text}'"))
    };
    let pair = (find(expected)?, find(signed)?);
    (pair.0 != pair.1).then_some(pair)
}

const RAW_BODY: &str = "verify the bytes as they arrived, before any parser or filter touches them: express.raw({type: 'application/json'}) in Express, ctx.req in Koa, @RequestBody byte[] in Spring, c.GetRawData() in Gin, request.get_data() in Flask, request.body in Django, $request->getContent() in Laravel, php://input in ThinkPHP, Request.Body in ASP.NET";
const ONE_BUFFER: &str = "serialise the body once, sign those bytes, and send the same bytes";
const FEEDS: &str = "end every line, the last too, with one line feed (0x0A): in single-quoted PHP and shell strings \\n is two characters";

/// What to do about a cause.
pub(super) fn fix(cause: Cause, place: Place) -> &'static str {
    match cause {
        Cause::MissingFinalNewline
        | Cause::ExtraFinalNewline
        | Cause::Crlf
        | Cause::LiteralBackslashN
        | Cause::WrongSeparator => FEEDS,
        Cause::WrongDigest => {
            "sign the message itself with SHA256withRSA: the function hashes it, once"
        }
        Cause::WrongPadding => {
            "sign with RSASSA-PKCS1-v1_5 and SHA-256 (SHA256withRSA), not with PSS and not with a bare private-key encryption"
        }
        Cause::WrongSignType => {
            "sign with the merchant private key, SHA256withRSA; MD5 and HMAC-SHA256 belong to API v2, and the APIv3 key only decrypts"
        }
        Cause::TimestampMilliseconds => "use whole seconds since 1970, ten digits",
        Cause::TimestampMismatch => {
            "read the clock once, and hand on the timestamp that was signed"
        }
        Cause::NonceMismatch => "make the nonce once, and hand on the one that was signed",
        Cause::NonceCase => "hand the nonce on as it was signed: its case counts",
        Cause::WrongAppid => "sign with the App ID of the app that calls requestPayment",
        Cause::MissingPrepayPrefix => {
            "sign 'prepay_id=' and the number in the fourth line, as it stands in package"
        }
        Cause::ExtraPrepayPrefix => {
            "write 'prepay_id=' once in package; an APP's fourth line is the bare number"
        }
        Cause::WrongClientString => {
            "sign appId, timeStamp, nonceStr and 'prepay_id=…' for Mini Program and JSAPI; App ID, timestamp, noncestr and the bare prepay_id for APP (pay-params --for app)"
        }
        Cause::SignedAsRequest => {
            "the payer's parameters have four lines of their own: App ID, timestamp, nonce, package"
        }
        Cause::QueryNotSigned | Cause::UrlWithHost | Cause::PathEncoding => {
            "sign path and query exactly as they stand in the request line: from the first '/' on, '?' and query included, nothing decoded or encoded again"
        }
        Cause::WrongMethod => "sign the method that is sent, in capitals",
        Cause::GetWithBody => "a GET has no body: its fifth line is empty",
        Cause::BodyNotSigned => "sign the body that is sent as the fifth line",
        Cause::UnknownMessage => unknown(place),
        Cause::FieldsOutOfOrder | Cause::FieldMissing => match place {
            Place::PayParams => "sign four lines: App ID, timestamp, nonce, package",
            Place::Notification => "verify three lines: timestamp, nonce, body",
            Place::Request => "sign five lines: method, URL, timestamp, nonce, body",
        },
        _ => match place {
            Place::Notification => RAW_BODY,
            Place::PayParams | Place::Request => ONE_BUFFER,
        },
    }
}

fn unknown(place: Place) -> &'static str {
    match place {
        Place::PayParams => {
            "compare each line with pay-params --explain: App ID, timeStamp, nonceStr and package must be the ones that were signed"
        }
        Place::Notification => {
            "capture the raw bytes and headers, before any parsing (tcpdump, a logging proxy, or serve-notify), and verify those"
        }
        Place::Request => {
            "log the exact string that is signed beside the request that is sent, and compare them byte by byte with what is expected here"
        }
    }
}
