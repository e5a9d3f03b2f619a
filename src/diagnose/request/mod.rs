//! Diagnoses a signed request that was, or would be, refused with `SIGN_ERROR`.

mod header;
mod moment;
pub(super) mod serial;
#[cfg(test)]
mod tests;
mod url_forms;

use self::header::Header;
pub use self::moment::Moment;
use super::body::Body;
use super::inquiry::{Inquiry, Maker, Party, Suspect};
use super::layouts::layouts;
use super::puzzle::{Puzzle, STANDS_FOR_ITSELF, nonces, timestamps};
use super::search::{Choice, Limits, Line, Space};
use super::{Cause, Diagnosis, Finding, Place, Proof, sentence};
use crate::protocol::json;
use crate::protocol::keys::SigningKey;
use crate::protocol::resource::ApiV3Key;

/// A request as it is sent.
#[derive(Debug, Clone)]
pub struct Request<'r> {
    /// As sent, in capitals.
    pub method: &'r str,
    /// Whole, or the request target alone.
    pub url: &'r str,
    /// The raw bytes; empty where there is none.
    pub body: &'r [u8],
    /// The value of `Authorization`.
    pub authorization: &'r str,
}

/// Who may have signed.
#[derive(Debug)]
pub struct Known<'k> {
    /// The profile's key, with its serial number.
    pub merchant: &'k SigningKey,
    /// The profile's merchant number: in partner mode the service provider's.
    pub mchid: &'k str,
    /// All other keys at hand.
    pub suspects: Vec<Suspect<'k>>,
    /// Taken for a signing key now and then.
    pub apiv3_key: Option<&'k ApiV3Key>,
}

/// Finds out whether WeChat Pay will accept the signature, and why not.
#[must_use]
pub fn diagnose(request: &Request<'_>, known: &Known<'_>, limits: &Limits<'_>) -> Diagnosis {
    let (mut header, malformed) = header::read(request.authorization);
    let swapped = header.unswap().map(|[one, other]| {
        Finding::fact(
            Cause::ValuesSwapped,
            Place::Request,
            sentence!(
                "finding-header-swapped",
                "{one} and {other} are in each other's place",
                one = one,
                other = other
            ),
        )
    });
    let mut diagnosis = if header.signature.is_empty() {
        Diagnosis::plain(Vec::new())
    } else {
        let inquiry = Inquiry {
            signature: &header.signature,
            expected: Some(known.merchant.verifying_key()),
            suspects: &known.suspects,
            apiv3_key: known.apiv3_key,
        };
        let mut puzzle = puzzle(request, &header, known);
        let whose = |maker: &Maker<'_>| whose(maker, &header, known);
        Diagnosis::of(Place::Request, &inquiry, &mut puzzle, limits, whose)
    };
    let found: Vec<Cause> = diagnosis
        .findings
        .iter()
        .map(|finding| finding.cause)
        .collect();
    let facts = facts(request, &header, known).into_iter();
    diagnosis.findings.extend(malformed);
    diagnosis.findings.extend(swapped);
    diagnosis
        .findings
        .extend(facts.filter(|fact| !found.contains(&fact.cause)));
    diagnosis
        .findings
        .sort_by_key(|finding| finding.proof != Proof::Verified);
    diagnosis
}

/// What is wrong with the values, whatever was signed.
fn facts(request: &Request<'_>, header: &Header, known: &Known<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if header.timestamp.len() == 13 && header.timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
        findings.push(Finding::verified(
            Cause::TimestampMilliseconds,
            sentence!(
                "finding-request-milliseconds",
                "timestamp {timestamp} is in milliseconds",
                timestamp = header.timestamp
            ),
            sentence!(
                "finding-fix-request-milliseconds",
                "use whole seconds since 1970, ten digits, in the header and in what is signed"
            ),
        ));
    }
    if let Some(message) = serial::fault("serial_no", &header.serial_no) {
        let cause = Cause::MalformedSerial;
        findings.push(Finding::fact(cause, Place::Request, message));
    }
    if !header.mchid.is_empty() && header.mchid != known.mchid {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            sentence!("finding-authorization-mchid", "Authorization names merchant {theirs}, the profile is of {ours}", theirs = header.mchid, ours = known.mchid),
            sentence!("finding-fix-mchid", "put the merchant number whose key signs into mchid: in partner mode the service provider's"),
        ));
    } else if let Some(other) =
        body_mchid(request.body).filter(|other| *other != header.mchid && !header.mchid.is_empty())
    {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            sentence!(
                "finding-body-mchid",
                "Authorization names merchant {mchid}, the body {other}",
                mchid = header.mchid,
                other = other
            ),
            sentence!(
                "finding-fix-body-mchid",
                "the body's mchid (sp_mchid in partner mode) must be the one that signs"
            ),
        ));
    }
    if request.method.eq_ignore_ascii_case("GET") && !request.body.is_empty() {
        findings.push(Finding::verified(
            Cause::GetWithBody,
            sentence!("finding-sent-get-with-body", "a GET is sent with a body"),
            sentence!(
                "finding-fix-get-without-body",
                "send a GET without a body, and sign an empty fifth line"
            ),
        ));
    }
    findings
}

/// The number that must be the header's.
fn body_mchid(body: &[u8]) -> Option<String> {
    let value = json::parse(body).ok()?;
    let field = |name: &str| value.get(name)?.as_str().map(str::to_owned);
    field("sp_mchid").or_else(|| field("mchid"))
}

fn puzzle(request: &Request<'_>, header: &Header, known: &Known<'_>) -> Puzzle<'static> {
    let is_get = request.method.eq_ignore_ascii_case("GET");
    let mut method = Line::new("method", request.method.to_uppercase());
    let wrong: &[Cause] = &[Cause::WrongMethod];
    method.often(wrong, request.method.to_lowercase());
    method.often(wrong, if is_get { "POST" } else { "GET" });
    for other in ["POST", "GET", "PUT", "DELETE", "PATCH", "HEAD"] {
        method.or(wrong, other);
    }
    for other in ["Post", "Get", "post", "get", ""] {
        method.or(wrong, other);
    }
    let url = url_forms::line(request.url, known.mchid);
    let mut timestamp = Line::new("timestamp", header.timestamp.as_str());
    timestamps(&mut timestamp);
    let mut nonce = Line::new("nonce_str", header.nonce_str.as_str());
    nonces(&mut nonce, &[]);
    let mut body = Line::new("body", request.body);
    let alone = |cause: &'static [Cause], bytes: &[u8]| Choice {
        bytes: bytes.to_vec(),
        mistakes: 1,
        causes: cause,
        base: STANDS_FOR_ITSELF,
        common: true,
    };
    if request.body.is_empty() {
        let cause: &[Cause] = if is_get {
            &[Cause::GetWithBody]
        } else {
            &[Cause::BodyReserialized]
        };
        let mchid = known.mchid;
        for text in ["{}", "null", "[]", "\"\"", "undefined", "None"] {
            body.push(alone(cause, text.as_bytes()));
        }
        for text in [
            format!("{{\"mchid\":\"{mchid}\"}}"),
            format!("{{\"mchid\": \"{mchid}\"}}"),
            format!("mchid={mchid}"),
        ] {
            body.push(alone(cause, text.as_bytes()));
        }
        if let Some((_, query)) = request.url.split_once('?') {
            body.push(alone(cause, query.as_bytes()));
        }
    } else {
        let cause: &[Cause] = if is_get {
            &[Cause::GetWithBody]
        } else {
            &[Cause::BodyNotSigned]
        };
        body.push(alone(cause, b""));
        body.push(alone(cause, b"{}"));
        body.push(alone(cause, b"null"));
        if let Some(meta) = multipart_meta(request.body) {
            // An upload's file is not signed, only what describes it.
            body.choices[0].bytes = meta;
            body.push(alone(&[Cause::BodyReserialized], request.body));
        }
    }
    let received = body.choices[0].bytes.clone();
    let space = Space {
        lines: vec![method, url, timestamp, nonce, body],
        layouts: layouts(5, |line| {
            Some(if line == 4 {
                Cause::BodyNotSigned
            } else {
                Cause::FieldMissing
            })
        }),
    };
    Puzzle::new(vec![space], Some((4, Body::new(&received))), Some(2))
}

/// The JSON of an upload's `meta` part.
fn multipart_meta(body: &[u8]) -> Option<Vec<u8>> {
    let rest = body.strip_prefix(b"--")?;
    let find = |text: &[u8], wanted: &[u8]| {
        text.windows(wanted.len())
            .position(|window| window == wanted)
    };
    let at = find(rest, b"name=\"meta\"")?;
    let start = at + find(&rest[at..], b"\r\n\r\n")? + 4;
    let end = start + find(&rest[start..], b"\r\n--")?;
    Some(rest[start..end].to_vec())
}

fn whose(maker: &Maker<'_>, header: &Header, known: &Known<'_>) -> Option<Finding> {
    let own = known.merchant.serial_no();
    let meant = serial::meant(&header.serial_no);
    let names_own = meant.as_ref() == Some(own);
    let named = known
        .suspects
        .iter()
        .find(|suspect| meant.as_ref() == Some(suspect.key.serial_no()));
    match maker {
        Maker::Secret => None,
        Maker::Expected if names_own || header.serial_no.is_empty() => None,
        Maker::Expected => {
            let serial = &header.serial_no;
            let message = match named {
                Some(suspect) => sentence!(
                    "finding-serial-no-is-of",
                    "the profile's key signed, and serial_no names {serial} ({owner}); the key's is {own}",
                    serial = serial,
                    own = own;
                    owner: suspect.owner
                ),
                None => sentence!(
                    "finding-serial-no-is-not-signers",
                    "the profile's key signed, and serial_no names {serial}; the key's is {own}",
                    serial = serial,
                    own = own
                ),
            };
            Some(Finding::fact(
                Cause::SerialMismatch,
                Place::Request,
                message,
            ))
        }
        Maker::Other(suspect) if suspect.party == Party::Platform => Some(Finding::fact(
            Cause::PlatformAndMerchantSwapped,
            Place::Request,
            sentence!(
                "finding-platform-key-signed-request",
                "WeChat Pay's key made this signature: {owner}";
                owner: suspect.owner
            ),
        )),
        Maker::Other(suspect) => Some(Finding::fact(
            Cause::OtherKnownKey,
            Place::Request,
            sentence!(
                "finding-other-key",
                "another key made this signature: {owner}";
                owner: suspect.owner
            ),
        )),
        Maker::Nobody if names_own || named.is_some() || header.serial_no.is_empty() => {
            Some(Finding::supposed(Cause::WrongKey, Place::Request))
        }
        Maker::Nobody => Some(Finding::verified(
            Cause::UnknownSerial,
            sentence!(
                "finding-serial-no-unknown",
                "serial_no {serial} is not of a configured certificate; the profile's is {own}",
                serial = header.serial_no,
                own = own
            ),
            sentence!(
                "finding-fix-one-zip",
                "key, certificate and serial number come from one ZIP: change them together"
            ),
        )),
    }
}
