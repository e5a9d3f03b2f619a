//! A request and its response as they pass by, and the record that is made of them afterwards.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::protocol::authorization::Fields;
use crate::protocol::code2session;
use crate::sandbox::faults::FaultKind;
use crate::sandbox::log::message::{CopiedHeaders, RecordedBody, RecordedHeader, RecordedMessage};
use crate::sandbox::log::numbers::NamedNumber;
use crate::sandbox::log::request::{RequestRecord, RequestSummary};

/// How much of the body of a request is kept: as much as a call may have.
pub(crate) const MAX_REQUEST_BODY_BYTES: usize = 64 * 1024;

/// How much is kept if the signature was not refused, so that all of it is not needed.
const MAX_ACCEPTED_BODY_BYTES: usize = 16 * 1024;

/// How much of the body of an upload is kept, whose signed part is kept apart.
const MAX_UPLOAD_BODY_BYTES: usize = 4 * 1024;

/// How much of the body of a response is kept.
pub(crate) const MAX_RESPONSE_BODY_BYTES: usize = 16 * 1024;

/// Longer request targets are cut.
const MAX_URL_BYTES: usize = 8 * 1024;

/// What stands for a secret.
const REDACTED: &str = "***";

/// A request and its response, copied as they pass by.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) at: i64,
    pub(crate) elapsed: Duration,
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: CopiedHeaders,
    pub(crate) body: RecordedBody,
    pub(crate) signed_part: Option<Vec<u8>>,
    pub(crate) status: StatusCode,
    pub(crate) faults: Vec<FaultKind>,
    pub(crate) failure: Option<String>,
    pub(crate) response_headers: CopiedHeaders,
    pub(crate) response_body: RecordedBody,
}

impl Exchange {
    /// Returns about how many bytes of memory it takes.
    pub(crate) fn weight(&self) -> usize {
        let headers = self.headers.bytes() + self.response_headers.bytes();
        let signed = self.signed_part.as_ref().map_or(0, Vec::len);
        self.body.bytes.len() + self.response_body.bytes.len() + signed + headers + 512
    }

    /// Forgets the bodies.
    pub(crate) fn lighten(&mut self) {
        self.body.bytes = Vec::new();
        self.response_body.bytes = Vec::new();
        self.signed_part = None;
    }

    /// Makes the record, with the number 0.
    pub(crate) fn into_record(mut self) -> RequestRecord {
        if self.signed_part.is_some() {
            self.body.bytes.truncate(MAX_UPLOAD_BODY_BYTES);
        }
        let body = match &self.signed_part {
            Some(part) => serde_json::from_slice(part).ok(),
            None => serde_json::from_slice::<Value>(&self.body.bytes).ok(),
        };
        if self.status != StatusCode::UNAUTHORIZED {
            self.body.bytes.truncate(MAX_ACCEPTED_BODY_BYTES);
        }
        self.redact();
        let answer = serde_json::from_slice::<Value>(&self.response_body.bytes).ok();
        let number = NamedNumber::find(&self.target, body.as_ref());
        let out_trade_no = number
            .as_ref()
            .and_then(|number| number.order(body.as_ref(), answer.as_ref()));
        let mut url = self.target;
        let mut end = url.len().min(MAX_URL_BYTES);
        while !url.is_char_boundary(end) {
            end -= 1;
        }
        url.truncate(end);
        let headers = without_credentials(self.headers.list());
        let request = RecordedMessage::new(headers, self.body);
        let response = RecordedMessage::new(self.response_headers.list(), self.response_body);
        let authorization = request.joined("authorization");
        let fields = Fields::read(&authorization).ok();
        let is_refused = self.status.is_client_error() || self.status.is_server_error();
        let refusal = |name: &str| {
            let text = answer.as_ref()?.get(name)?.as_str()?.to_owned();
            is_refused.then_some(text)
        };
        RequestRecord {
            summary: RequestSummary {
                id: 0,
                at: self.at,
                elapsed: self.elapsed,
                method: self.method.to_string(),
                number,
                out_trade_no,
                mchid: fields.as_ref().map(|fields| fields.mchid.to_owned()),
                serial_no: fields.as_ref().map(|fields| fields.serial_no.to_owned()),
                status: self.status.as_u16(),
                code: refusal("code"),
                message: refusal("message"),
                failure: self.failure,
                request_id: response.header("request-id").map(str::to_owned),
                faults: self.faults.iter().map(ToString::to_string).collect(),
                check: None,
                url,
            },
            request,
            signed_part: self.signed_part,
            response,
        }
    }

    /// Replaces secrets.
    fn redact(&mut self) {
        let path = self.target.split('?').next().unwrap_or_default();
        let is_of_api = path.starts_with("/v3/");
        if path == code2session::PATH {
            self.target = without_secret(&self.target, |name| {
                !matches!(name, "appid" | "js_code" | "grant_type")
            });
            self.response_body = without_session_key(&self.response_body);
        } else if !is_of_api {
            // Such as the calls for an access token, which go to the same host.
            self.target = without_secret(&self.target, names_secret);
        }
        if !is_of_api && mentions_secret(&self.body.bytes) {
            self.body.bytes = Vec::new();
        }
    }
}

/// Replaces the values of the parameters in a query that `is_secret` names.
fn without_secret(target: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let Some((path, query)) = target.split_once('?') else {
        return target.to_owned();
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret(name) => format!("{name}={REDACTED}"),
            Some(_) | None => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

/// Tells whether a parameter is an app secret, an access token or the like.
fn names_secret(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy();
    let name = name.to_ascii_lowercase();
    name.contains("secret") || name.contains("token")
}

fn mentions_secret(body: &[u8]) -> bool {
    let secret = b"secret";
    body.windows(secret.len())
        .any(|part| part.eq_ignore_ascii_case(secret))
}

/// Replaces what opens other doors than the API's: the page's cookie, which a browser sends with
/// every path, and the token of control calls. What a merchant signed with stays.
fn without_credentials(mut headers: Vec<RecordedHeader>) -> Vec<RecordedHeader> {
    for header in &mut headers {
        let scheme = header.value.split(' ').next().unwrap_or_default();
        let opens_other = ["bearer", "basic"]
            .iter()
            .any(|other| scheme.eq_ignore_ascii_case(other));
        match header.name.as_str() {
            "cookie" | "proxy-authorization" => REDACTED.clone_into(&mut header.value),
            "authorization" if opens_other => header.value = format!("{scheme} {REDACTED}"),
            _ => {}
        }
    }
    headers
}

/// Replaces the session key in the response of `code2session`.
fn without_session_key(body: &RecordedBody) -> RecordedBody {
    let Ok(mut value) = serde_json::from_slice::<Value>(&body.bytes) else {
        return RecordedBody {
            bytes: Vec::new(),
            length: body.length,
        };
    };
    if let Some(key) = value.get_mut("session_key") {
        *key = REDACTED.into();
    }
    let bytes = value.to_string().into_bytes();
    RecordedBody {
        length: bytes.len(),
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    fn exchange(target: &str, answer: &str) -> Exchange {
        let answer = answer.as_bytes();
        Exchange {
            at: 1_700_000_000_000,
            elapsed: Duration::from_micros(400),
            method: Method::GET,
            target: target.to_owned(),
            headers: CopiedHeaders::default(),
            body: RecordedBody::default(),
            signed_part: None,
            status: StatusCode::OK,
            faults: Vec::new(),
            failure: None,
            response_headers: CopiedHeaders::default(),
            response_body: RecordedBody::cut(answer, MAX_RESPONSE_BODY_BYTES),
        }
    }

    #[test]
    fn no_secret_is_recorded() {
        let target = "/sns/jscode2session?appid=wx1&secret=s3cret&js_code=c&SECRET=s3cret";
        let answer = r#"{"openid":"o","session_key":"k3y"}"#;
        let record = exchange(target, answer).into_record();
        let shown = serde_json::to_string(&record).unwrap();
        assert!(
            !shown.contains("s3cret") && !shown.contains("k3y"),
            "{shown}"
        );
        assert!(shown.contains("js_code=c"), "{shown}");
        assert!(shown.contains(r#""milliseconds":0.4"#), "{shown}");
    }

    #[test]
    fn no_secret_is_recorded_of_calls_that_the_sandbox_does_not_know() {
        for target in [
            "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s3cret",
            "/sns/jscode2session/?appid=wx1&s%65cret=s3cret",
            "/wxa/msg_sec_check?access_token=s3cret",
            "/nowhere?token=s3cret",
        ] {
            let record = exchange(target, "").into_record();
            let shown = serde_json::to_string(&record).unwrap();
            assert!(!shown.contains("s3cret"), "{shown}");
        }
        let mut call = exchange("/cgi-bin/stable_token", "");
        call.body = RecordedBody::cut(br#"{"appid":"wx1","secret":"s3cret"}"#, 99);
        let shown = call.into_record();
        assert_eq!(shown.request.body.text(), Some(""));
        assert!(!shown.request.body.is_complete());
        let signed = exchange("/v3/billdownload/file?token=t", "").into_record();
        assert_eq!(signed.summary.url, "/v3/billdownload/file?token=t");
    }

    #[test]
    fn the_token_of_the_page_is_not_recorded() {
        let mut call = exchange("/favicon.ico", "");
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("cookie", "sandbox-01=t0ken"),
            ("authorization", "Bearer t0ken"),
            ("proxy-authorization", "Basic t0ken"),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        call.headers = CopiedHeaders::of(&headers);
        let record = call.into_record();
        let shown = serde_json::to_string(&record).unwrap();
        assert!(!shown.contains("t0ken"), "{shown}");
        assert_eq!(record.request.header("authorization"), Some("Bearer ***"));
    }

    #[test]
    fn a_refusal_has_its_code_and_a_success_has_none() {
        let mut refused = exchange("/v3/x", r#"{"code":"PARAM_ERROR","message":"m"}"#);
        refused.status = StatusCode::BAD_REQUEST;
        let record = refused.into_record().summary;
        assert_eq!(record.code.as_deref(), Some("PARAM_ERROR"));
        let record = exchange("/v3/x", r#"{"code":"PARAM_ERROR"}"#).into_record();
        assert_eq!(record.summary.code, None);
    }
}
