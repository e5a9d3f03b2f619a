//! 应答错误: an answer that refuses, and what the refusal means.

use serde_json::Value;

use super::error_code::{self, Advice};
use super::json;

/// An answer that is not a success; unsigned, so no more than what somebody said.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The code, such as `SIGN_ERROR`; absent where the body is not WeChat Pay's JSON.
    pub code: Option<String>,
    /// Words for people, in the language that was asked for.
    pub message: Option<String>,
    /// Details, of any shape.
    pub detail: Option<Value>,
    /// `Request-ID`, what support asks for.
    pub request_id: Option<String>,
    /// How many seconds this clock is behind the answer's `Date`; negative where it is ahead.
    pub clock_behind: Option<i64>,
    /// The headers, for people who want to see all of it.
    pub headers: Vec<(String, String)>,
    /// The body, whatever it is.
    pub body: Vec<u8>,
}

/// What a refusal means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The request was wrong or is not allowed; the same one will not do better.
    Refused,
    /// What was asked for does not exist.
    NotFound,
    /// WeChat Pay was failing or limiting; the outcome is unknown.
    Unavailable,
}

impl ApiError {
    /// Reads an answer's body, whatever it is.
    #[must_use]
    pub fn read(status: u16, body: &[u8], request_id: Option<String>) -> Self {
        let value = json::parse(body).unwrap_or_default();
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            status,
            code: text("code"),
            message: text("message"),
            detail: value.get("detail").cloned(),
            request_id,
            clock_behind: None,
            headers: Vec::new(),
            body: body.to_vec(),
        }
    }

    /// Tells whether the code is the given one; older pages spell some without underscores or
    /// with a final S.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.code
            .as_deref()
            .is_some_and(|own| error_code::is_same(own, code))
    }

    /// Returns what the refusal means.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let busy = self.code.as_deref().is_some_and(error_code::is_busy);
        if self.is("ORDER_NOT_EXIST") {
            Refusal::NotFound
        } else if self.status >= 500 || self.status == 429 || busy {
            Refusal::Unavailable
        } else {
            Refusal::Refused
        }
    }

    /// Returns what to make of it: by the code where that is known, else by the HTTP status.
    #[must_use]
    pub fn advice(&self) -> &'static Advice {
        let known = self.code.as_deref().and_then(error_code::by_code);
        known.map_or_else(
            || error_code::advice_of_status(self.status),
            |known| &known.advice,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(status: u16, code: &str) -> ApiError {
        ApiError::read(
            status,
            format!(r#"{{"code":"{code}","message":"x"}}"#).as_bytes(),
            None,
        )
    }

    #[test]
    fn old_spellings_are_the_same_code() {
        for code in ["ORDER_NOT_EXIST", "ORDERNOTEXIST", "ORDER_NOT_EXISTS"] {
            assert_eq!(error(404, code).refusal(), Refusal::NotFound);
        }
        assert_eq!(error(400, "SYSTEMERROR").refusal(), Refusal::Unavailable);
    }

    #[test]
    fn a_code_that_nobody_knows_is_advised_on_by_its_status() {
        let known = error(429, "RATE_LIMITED").advice();
        assert_eq!(error(429, "NEW_CODE").advice(), known);
        assert!(error(418, "NEW_CODE").advice().en.fix.contains("refused"));
    }

    #[test]
    fn a_body_that_is_not_wechat_pays_is_still_an_answer() {
        for body in ["", "<html>", "[]", "null", r#"{"code":1}"#] {
            assert_eq!(
                ApiError::read(502, body.as_bytes(), None).refusal(),
                Refusal::Unavailable
            );
            assert_eq!(
                ApiError::read(404, body.as_bytes(), None).refusal(),
                Refusal::Refused
            );
        }
    }
}
