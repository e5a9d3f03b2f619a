//! Responses to calls of API v3 that the sandbox does not know, by method and path.

use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::sandbox::path_pattern::PathPattern;

/// Fixed responses; a call that has none is answered with `{}`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stubs {
    list: Vec<Stub>,
}

/// The response to calls of a method and of paths.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stub {
    /// `None` for any.
    method: Option<Method>,
    path: PathPattern,
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// As it was written; empty for none.
    pub(crate) body: String,
}

/// Why a file of stubs cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StubsError {
    /// It is not a list of stubs in JSON.
    #[error("it is not a list of stubs with method, path, status, body and headers")]
    Json(#[from] serde_json::Error),
    /// A stub has a wrong field.
    #[error("stub {number}: {field} '{value}' {why}")]
    Field {
        /// Which stub, from 1.
        number: usize,
        /// The name of the field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    method: Option<String>,
    path: String,
    status: Option<u16>,
    body: Option<Box<RawValue>>,
    #[serde(default)]
    headers: std::collections::BTreeMap<String, String>,
}

impl Stubs {
    /// Reads a list in JSON:
    ///
    /// ```
    /// # use wechatpay::sandbox::Stubs;
    /// let json = br#"[{
    ///     "method": "GET",
    ///     "path": "/v3/marketing/favor/stocks/{stock_id}",
    ///     "status": 200,
    ///     "body": {"stock_id": "9856000", "status": "running"},
    ///     "headers": {"Content-Language": "zh-CN"}
    /// }]"#;
    /// assert!(Stubs::from_json(json).is_ok());
    /// ```
    ///
    /// Only `path` must be there. In it, `*` stands for any part, and `{…}` for any part without
    /// a slash. The first stub that fits responds, with exactly the bytes of its `body`.
    ///
    /// # Errors
    /// Returns an error if it is not such a list.
    pub fn from_json(bytes: &[u8]) -> Result<Self, StubsError> {
        let written: Vec<Written> = serde_json::from_slice(bytes)?;
        let list = written.into_iter().enumerate();
        let list: Result<_, _> = list
            .map(|(at, written)| Stub::new(at + 1, written))
            .collect();
        Ok(Self { list: list? })
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn find(&self, method: &Method, path: &str) -> Option<&Stub> {
        self.list.iter().find(|stub| {
            stub.method.as_ref().is_none_or(|own| own == method) && stub.path.matches(path)
        })
    }
}

impl Stub {
    fn new(number: usize, written: Written) -> Result<Self, StubsError> {
        let wrong = |field, value: &str, why| StubsError::Field {
            number,
            field,
            value: value.to_owned(),
            why,
        };
        if !written.path.starts_with("/v3/") || written.path.contains(['?', '#', ' ']) {
            let why = "is not a path of API v3, which begins with /v3/ and has no query";
            return Err(wrong("path", &written.path, why));
        }
        let method = written
            .method
            .map(|name| {
                [
                    Method::GET,
                    Method::POST,
                    Method::PUT,
                    Method::PATCH,
                    Method::DELETE,
                ]
                .into_iter()
                .find(|known| known.as_str() == name)
                .ok_or_else(|| wrong("method", &name, "is not GET, POST, PUT, PATCH or DELETE"))
            })
            .transpose()?;
        let body = written
            .body
            .map_or_else(String::new, |body| body.get().to_owned());
        let no_body = if body.is_empty() { 204 } else { 200 };
        let status = written.status.unwrap_or(no_body);
        let text = status.to_string();
        let why = "is not a status from 200 to 599, or allows no body";
        let status = StatusCode::from_u16(status)
            .ok()
            .filter(|status| (200..600).contains(&status.as_u16()))
            .filter(|status| {
                let bare = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED];
                body.is_empty() || !bare.contains(status)
            })
            .ok_or_else(|| wrong("status", &text, why))?;
        let headers = written.headers.into_iter().map(|(name, value)| {
            let lower = name.to_ascii_lowercase();
            let own = ["content-length", "transfer-encoding", "connection"];
            if lower.starts_with("wechatpay-") || own.contains(&lower.as_str()) {
                return Err(wrong("header", &name, "is the sandbox's own"));
            }
            let header = HeaderName::from_bytes(name.as_bytes()).ok();
            let header = header.zip(HeaderValue::from_str(&value).ok());
            header.ok_or_else(|| wrong("header", &name, "is not a header with its value"))
        });
        Ok(Self {
            method,
            path: PathPattern::new(&written.path),
            status,
            headers: headers.collect::<Result<_, _>>()?,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_fits_responds_with_the_bytes_that_were_written() {
        let json = br#"[
            {"path": "/v3/a/{id}", "method": "GET", "body": {"b": 1.0,  "a": 2}},
            {"path": "/v3/a/*", "status": 202},
            {"path": "/v3/b"}
        ]"#;
        let stubs = Stubs::from_json(json).unwrap();
        let found = |method, path| {
            stubs
                .find(&method, path)
                .map(|stub| (stub.status.as_u16(), stub.body.as_str()))
        };
        let written = r#"{"b": 1.0,  "a": 2}"#;
        assert_eq!(found(Method::GET, "/v3/a/1"), Some((200, written)));
        assert_eq!(found(Method::POST, "/v3/a/1"), Some((202, "")));
        assert_eq!(found(Method::GET, "/v3/a/1/x"), Some((202, "")));
        assert_eq!(found(Method::PUT, "/v3/b"), Some((204, "")));
        assert_eq!(found(Method::PUT, "/v3/c"), None);
    }

    #[test]
    fn a_wrong_stub_is_refused_with_its_number_and_field() {
        for (json, why) in [
            (r#"{"path": "/v3/a"}"#, "it is not a list"),
            (r#"[{"path": "/v3/a", "state": 1}]"#, "it is not a list"),
            (
                r#"[{"path": "/v3/a"}, {"path": "v3/b"}]"#,
                "stub 2: path 'v3/b'",
            ),
            (r#"[{"path": "/v3/a?b=1"}]"#, "stub 1: path"),
            (
                r#"[{"path": "/v3/a", "method": "get"}]"#,
                "stub 1: method 'get'",
            ),
            (
                r#"[{"path": "/v3/a", "status": 99}]"#,
                "stub 1: status '99'",
            ),
            (
                r#"[{"path": "/v3/a", "status": 204, "body": {}}]"#,
                "stub 1: status '204'",
            ),
            (
                r#"[{"path": "/v3/a", "headers": {"Wechatpay-Serial": "1"}}]"#,
                "stub 1: header 'Wechatpay-Serial'",
            ),
        ] {
            let error = Stubs::from_json(json.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }
}
