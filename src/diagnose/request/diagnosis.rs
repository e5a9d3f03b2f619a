//! Diagnoses a signed request that was, or would be, refused with `SIGN_ERROR`.

use super::header::{self, Header};
use super::url_forms;
use crate::diagnose::body::Body;
use crate::diagnose::layouts::layouts;
use crate::diagnose::message_search::MessageSearch;
use crate::diagnose::search::{Choice, Layout, Limits, Line, Space};
use crate::diagnose::serial_text;
use crate::diagnose::signature_analysis::{CandidateKey, Party, SignatureAnalysis, Signer};
use crate::diagnose::stamp_lines::{NO_BASE, nonces, timestamps};
use crate::diagnose::{Cause, Diagnosis, Finding, Proof, Subject, sentence};
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::json;
use crate::protocol::keys::VerifyingKey;
use crate::protocol::resource::ApiV3Key;

/// A request as it is sent.
#[derive(Debug, Clone)]
pub struct Request<'r> {
    /// As sent, in capitals.
    pub method: &'r str,
    /// Whole, or the request target alone.
    pub url: &'r str,
    /// The raw bytes; empty if there is no body.
    pub body: &'r [u8],
    /// The value of `Authorization`.
    pub authorization: &'r str,
}

/// The keys and the merchant number that a request is checked against.
#[derive(Debug)]
pub struct RequestContext<'k> {
    /// The merchant's key, with its serial number.
    pub merchant: &'k VerifyingKey,
    /// The profile's merchant number: in partner mode the service provider's.
    pub mchid: &'k Mchid,
    /// Other known keys that may have signed.
    pub candidate_keys: Vec<CandidateKey<'k>>,
    /// The APIv3 key, which is sometimes mistaken for a signing key.
    pub apiv3_key: Option<&'k ApiV3Key>,
}

/// Finds out whether WeChat Pay will accept the signature, and why not.
#[must_use]
pub fn diagnose(
    request: &Request<'_>,
    context: &RequestContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let (mut header, malformed) = header::read(request.authorization);
    let swapped = header.unswap().map(|[one, other]| {
        Finding::fact(
            Cause::ValuesSwapped,
            Subject::Request,
            sentence!(
                "finding-header-swapped",
                "{one} and {other} are in each other's place",
                one = one,
                other = other
            ),
        )
    });
    let mut diagnosis = if header.signature.is_empty() {
        Diagnosis::without_search(Vec::new())
    } else {
        let analysis = SignatureAnalysis {
            signature: &header.signature,
            expected: Some(context.merchant),
            candidate_keys: &context.candidate_keys,
            apiv3_key: context.apiv3_key,
        };
        let mut search = message_search(request, &header, context);
        let key_finding = |signer: &Signer<'_>| signer_finding(signer, &header, context);
        Diagnosis::of(
            Subject::Request,
            &analysis,
            &mut search,
            limits,
            key_finding,
        )
    };
    let found: Vec<Cause> = diagnosis
        .findings
        .iter()
        .map(|finding| finding.cause)
        .collect();
    let facts = facts(request, &header, context).into_iter();
    let malformed = if found.contains(&Cause::SignatureEncoding) {
        without_spaces(request.authorization, &header.signature)
    } else {
        malformed
    };
    if diagnosis.signed.is_none() && diagnosis.signer_known {
        diagnosis.findings.extend(lost_characters(request.body));
    }
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

/// Recognises what a charset without the body's characters leaves of them.
fn lost_characters(body: &[u8]) -> Option<Finding> {
    let is_lost = body.is_ascii() && body.windows(2).any(|pair| pair == b"??");
    is_lost.then(|| {
        Finding::inferred(
            Cause::BodyCharset,
            sentence!(
                "finding-question-marks",
                "the body that is sent has question marks in a row and no character beyond ASCII, as a charset without Chinese characters leaves them"
            ),
            Cause::BodyCharset.fix(Subject::Request),
        )
    })
}

/// What breaks the grammar besides the spaces and line breaks of a signature, which are a finding
/// of their own.
fn without_spaces(authorization: &str, signature: &str) -> Option<Finding> {
    let whole: String = signature.split_whitespace().collect();
    header::read(&authorization.replace(signature, &whole)).1
}

/// What is wrong with the values, whatever was signed.
fn facts(request: &Request<'_>, header: &Header, context: &RequestContext<'_>) -> Vec<Finding> {
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
    let serial_fault = serial_text::fault("serial_no", &header.serial_no)
        .or_else(|| serial_text::cut("serial_no", &header.serial_no, context.merchant.serial_no()));
    if let Some(message) = serial_fault {
        let cause = Cause::MalformedSerial;
        findings.push(Finding::fact(cause, Subject::Request, message));
    }
    if !header.mchid.is_empty() && header.mchid != context.mchid.as_str() {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            sentence!("finding-authorization-mchid", "Authorization names merchant {theirs}, the profile is of {ours}", theirs = header.mchid, ours = context.mchid),
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
    if is_get(request.method) && !request.body.is_empty() {
        findings.push(Finding::verified(
            Cause::GetWithBody,
            sentence!("finding-sent-get-with-body", "a GET is sent with a body"),
            sentence!(
                "finding-fix-get-without-body",
                "send a GET without a body, and sign an empty fifth line"
            ),
        ));
    }
    findings.extend(not_json(request));
    findings
}

/// Names a body of another format, which many clients make of a map that they are given.
fn not_json(request: &Request<'_>) -> Option<Finding> {
    let text = std::str::from_utf8(request.body).ok()?.trim_start();
    let is_json = text.starts_with(['{', '[']);
    // An upload is multipart.
    if is_json || text.starts_with("--") || is_get(request.method) {
        return None;
    }
    let name = text.split(['=', '&']).next().unwrap_or_default();
    let is_form = text.contains('=') && name.bytes().all(|byte| byte.is_ascii_graphic());
    let message = if text.starts_with('<') {
        sentence!(
            "finding-sent-xml",
            "the body that is sent is XML, as of API v2"
        )
    } else if is_form {
        sentence!(
            "finding-sent-form",
            "the body that is sent is a form, {name}=…, not JSON",
            name = name
        )
    } else {
        return None;
    };
    Some(Finding::fact(Cause::BodyNotJson, Subject::Request, message))
}

/// The number that must be the header's.
fn body_mchid(body: &[u8]) -> Option<String> {
    let value = json::parse(body).ok()?;
    let field = |name: &str| value.get(name)?.as_str().map(str::to_owned);
    field("sp_mchid").or_else(|| field("mchid"))
}

fn message_search(
    request: &Request<'_>,
    header: &Header,
    context: &RequestContext<'_>,
) -> MessageSearch<'static> {
    let url = url_forms::line(request.url, context.mchid.as_str());
    let mut timestamp = Line::new("timestamp", header.timestamp.as_str());
    timestamps(&mut timestamp);
    let mut nonce = Line::new("nonce_str", header.nonce_str.as_str());
    nonces(&mut nonce, &[]);
    let body = body_line(request, context.mchid);
    let received = body.choices[0].bytes.clone();
    let mut layouts = layouts(5, |line| {
        Some(if line == 4 && !received.is_empty() {
            Cause::BodyNotSigned
        } else {
            Cause::FieldMissing
        })
    });
    layouts.push(as_received());
    layouts.sort_by_key(|layout| layout.mistakes);
    let space = Space {
        lines: vec![method_line(request.method), url, timestamp, nonce, body],
        layouts,
    };
    MessageSearch::new(vec![space], Some((4, Body::new(&received))), Some(2))
}

fn is_get(method: &str) -> bool {
    method.eq_ignore_ascii_case("GET")
}

/// The method that was signed: another, or written otherwise.
fn method_line(sent: &str) -> Line {
    let mut method = Line::new("method", sent.to_uppercase());
    let wrong: &[Cause] = &[Cause::WrongMethod];
    method.often(wrong, sent.to_lowercase());
    method.often(wrong, if is_get(sent) { "POST" } else { "GET" });
    for other in ["POST", "GET", "PUT", "DELETE", "PATCH", "HEAD"] {
        method.or(wrong, other);
    }
    for other in ["Post", "Get", "post", "get", ""] {
        method.or(wrong, other);
    }
    method
}

/// A body that is a mistake by itself.
fn alone(causes: &'static [Cause], bytes: &[u8]) -> Choice {
    Choice {
        bytes: bytes.to_vec(),
        mistakes: 1,
        causes,
        base: NO_BASE,
        common: true,
    }
}

/// The body that was signed: none, or what programs write for none or for an object.
fn body_line(request: &Request<'_>, mchid: &Mchid) -> Line {
    let mut body = Line::new("body", request.body);
    let reserialized: &'static [Cause] = &[Cause::BodyReserialized];
    let of_get: Option<&'static [Cause]> = is_get(request.method).then_some(&[Cause::GetWithBody]);
    if request.body.is_empty() {
        let cause = of_get.unwrap_or(reserialized);
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
            for text in url_forms::query_as_json(query) {
                body.push(alone(cause, text.as_bytes()));
            }
        }
        return body;
    }
    let cause = of_get.unwrap_or(&[Cause::BodyNotSigned]);
    for nothing in ["", "{}", "null"] {
        body.push(alone(cause, nothing.as_bytes()));
    }
    // What languages make of an object where a text is wanted.
    for printed in ["[object Object]", "Array", "undefined"] {
        body.push(alone(reserialized, printed.as_bytes()));
    }
    if let Some(meta) = multipart_meta(request.body) {
        // An upload's file is not signed, only what describes it.
        body.choices[0].bytes = meta;
        body.push(alone(reserialized, request.body));
    }
    body
}

/// The three lines of what WeChat Pay signs: a response or a notification.
fn as_received() -> Layout {
    Layout {
        order: vec![2, 3, 4],
        between: "\n",
        end: "\n",
        mistakes: 1,
        causes: vec![Cause::FieldMissing],
        common: false,
    }
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

fn signer_finding(
    signer: &Signer<'_>,
    header: &Header,
    context: &RequestContext<'_>,
) -> Option<Finding> {
    let own = context.merchant.serial_no();
    let meant = serial_text::meant(&header.serial_no);
    let names_own = meant.as_ref() == Some(own);
    let named = context
        .candidate_keys
        .iter()
        .find(|candidate| meant.as_ref() == Some(candidate.key.serial_no()));
    match signer {
        Signer::Apiv3Key => None,
        Signer::Expected if names_own || header.serial_no.is_empty() => None,
        Signer::Expected if serial_text::cut("serial_no", &header.serial_no, own).is_some() => None,
        Signer::Expected => Some(serial_mismatch(&header.serial_no, named, own)),
        Signer::Other(candidate) if candidate.party == Party::Platform => Some(Finding::fact(
            Cause::PlatformAndMerchantSwapped,
            Subject::Request,
            sentence!(
                "finding-platform-key-signed-request",
                "WeChat Pay's key made this signature: {owner}";
                owner: candidate.owner
            ),
        )),
        Signer::Other(candidate) => Some(Finding::fact(
            Cause::OtherKnownKey,
            Subject::Request,
            sentence!(
                "finding-other-key",
                "another key made this signature: {owner}";
                owner: candidate.owner
            ),
        )),
        Signer::Unknown if names_own || named.is_some() || header.serial_no.is_empty() => {
            Some(Finding::supposed(Cause::WrongKey, Subject::Request))
        }
        Signer::Unknown => Some(Finding::verified(
            Cause::UnknownSerial,
            sentence!(
                "finding-serial-no-unknown",
                "serial_no {serial} is not of a configured certificate; the profile's is {own}",
                serial = header.serial_no,
                own = own
            ),
            Cause::OtherKnownKey.fix(Subject::Request),
        )),
    }
}

/// The finding of a request that the profile's key signed under another serial number.
fn serial_mismatch(serial: &str, named: Option<&CandidateKey<'_>>, own: &SerialNo) -> Finding {
    let message = match named {
        Some(candidate) => sentence!(
            "finding-serial-no-is-of",
            "the profile's key signed, and serial_no names {serial} ({owner}); the key's is {own}",
            serial = serial,
            own = own;
            owner: candidate.owner
        ),
        None => sentence!(
            "finding-serial-no-is-not-signers",
            "the profile's key signed, and serial_no names {serial}; the key's is {own}",
            serial = serial,
            own = own
        ),
    };
    Finding::fact(Cause::SerialMismatch, Subject::Request, message)
}
