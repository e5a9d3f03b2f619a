//! 应答错误: a response that refuses a call, and what that means.

use std::time::Duration;

use serde_json::Value;

use super::call::Header;
use super::error_code::{self, Advice, Api, Repeat};
use super::json;

/// An unsuccessful response; it is unsigned, so nothing proves who sent it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The code, such as `SIGN_ERROR`; absent if the body is not WeChat Pay's JSON.
    pub code: Option<String>,
    /// The message for people, in the language of the request.
    pub message: Option<String>,
    /// Details, of any shape.
    pub detail: Option<Value>,
    /// `Request-ID`, what support asks for.
    pub request_id: Option<String>,
    /// The API that was called, if a code may have another meaning there.
    pub api: Option<Api>,
    /// Whether what was called makes or changes something, so that it matters who refused it.
    pub changes: bool,
    /// How many seconds this clock is behind the response's `Date`; negative if it is ahead.
    pub clock_behind: Option<i64>,
    /// `Retry-After`: how long the other side asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The headers, for people who want to see all of it.
    pub headers: Vec<Header>,
    /// The body, whatever it is.
    pub body: Vec<u8>,
}

/// What a refusal means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The request was wrong or is not allowed; the same one will not do better.
    Refused,
    /// The requested object does not exist.
    NotFound,
    /// WeChat Pay was failing or limiting, or not done yet; the outcome is unknown.
    Unavailable,
}

impl ApiError {
    /// Reads the body of a response, whatever it is.
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
            api: None,
            changes: false,
            clock_behind: None,
            retry_after: None,
            headers: Vec::new(),
            body: body.to_vec(),
        }
    }

    /// Whether the code is the given one; older pages spell some without underscores or
    /// with a final S.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.code
            .as_deref()
            .is_some_and(|own| error_code::is_same(own, code))
    }

    /// Whether something was to be made or changed, and is refused without a code of WeChat
    /// Pay's: a proxy or gateway may have answered, and the request may have passed it.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.changes && self.given_code().is_none() && matches!(self.status, 400..=499)
    }

    /// Returns the code, unless there is none or an empty one.
    #[must_use]
    pub fn given_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| !code.is_empty())
    }

    /// Whether a refusal has a body that is not an error of WeChat Pay's. WeChat Pay itself leaves the
    /// body out if it does not know a path or a method.
    #[must_use]
    pub fn is_of_a_gateway(&self) -> bool {
        let is_refusal = matches!(self.status, 400..=499) && self.status != 429;
        let is_silent = matches!(self.status, 404 | 405) && self.body.is_empty();
        is_refusal && self.given_code().is_none() && !is_silent
    }

    /// Returns what the refusal means.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let busy = self.code.as_deref().is_some_and(error_code::is_busy);
        if self.is("ORDER_NOT_EXIST") || self.is("RESOURCE_NOT_EXISTS") {
            Refusal::NotFound
        } else if self.status >= 500
            || self.status < 300
            || self.status == 429
            || busy
            || self.is_anonymous()
        {
            Refusal::Unavailable
        } else {
            Refusal::Refused
        }
    }

    /// Whether too many requests were made.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.status == 429 || self.code.as_deref().is_some_and(error_code::is_limit)
    }

    /// Whether the request may have been carried out although it was refused. A rate limit means
    /// that it was not, except for refunds and if it is unknown whose limit it is.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        self.refusal() == Refusal::Unavailable
            && (!self.is_limited()
                || self.is_anonymous()
                || self.advice().repeat == Repeat::AfterQuery)
    }

    /// Returns the advice for it: by the code if that is known, else by the HTTP status, and
    /// as the API means it.
    #[must_use]
    pub fn advice(&self) -> &'static Advice {
        let by_code = self.code.as_deref().and_then(error_code::by_code);
        let known = by_code
            .map(|known| (&known.advice, known.cases.as_slice()))
            .or_else(|| {
                let known = error_code::by_status(self.status)?;
                Some((&known.advice, known.cases.as_slice()))
            });
        let Some((advice, cases)) = known else {
            return error_code::advice_of_status(self.status);
        };
        cases
            .iter()
            .find(|case| Some(case.api) == self.api)
            .map_or(advice, |case| &case.advice)
    }

    /// Whether the same request may do better when it is sent again, with the same number
    /// and without a query before it.
    #[must_use]
    pub fn may_repeat(&self) -> bool {
        self.refusal() == Refusal::Unavailable
            && match self.advice().repeat {
                Repeat::SameRequest | Repeat::Later => true,
                // A failure that is in no table is a server's.
                Repeat::AfterQuery => self.status >= 500,
                Repeat::NotNeeded
                | Repeat::AfterFix
                | Repeat::NewNumber
                | Repeat::NewLoginCode
                | Repeat::Never => false,
            }
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

    fn on(api: Option<Api>, status: u16, code: &str) -> ApiError {
        ApiError {
            api,
            ..error(status, code)
        }
    }

    #[test]
    fn a_limit_means_something_else_on_refunds() {
        let limited = error(429, "FREQUENCY_LIMITED");
        assert!(limited.is_limited() && error(400, "RATE_LIMITED").is_limited());
        assert!(!error(500, "SYSTEM_ERROR").is_limited());
        let refund = on(Some(Api::Refund), 429, "FREQUENCY_LIMITED");
        assert_ne!(refund.advice(), limited.advice());
        assert!(refund.outcome_unknown() && !limited.outcome_unknown());
        let bill = on(Some(Api::Bill), 429, "FREQUENCY_LIMITED");
        assert_eq!(bill.advice(), limited.advice());
    }

    #[test]
    fn an_unknown_code_is_advised_on_by_its_status() {
        let known = error(429, "RATE_LIMITED").advice();
        assert_eq!(error(429, "NEW_CODE").advice(), known);
        assert!(error(418, "NEW_CODE").advice().en.fix.contains("refused"));
    }

    #[test]
    fn what_is_sent_again_is_in_the_code_table() {
        let order = Api::of("POST", "/v3/pay/transactions/jsapi");
        let refund = Api::of("POST", "/v3/refund/domestic/refunds");
        let asked = Api::of("GET", "/v3/refund/domestic/refunds/r-1?sub_mchid=1");
        assert_eq!((order, refund), (Some(Api::Prepay), Some(Api::Refund)));
        let repeats = |api, status, code: &str| on(api, status, code).may_repeat();
        for code in ["SYSTEM_ERROR", "BANK_ERROR", "NEW_CODE"] {
            assert!(repeats(order, 500, code), "{code}");
            assert!(repeats(refund, 500, code), "{code}");
        }
        for code in ["FREQUENCY_LIMITED", "NEW_CODE"] {
            assert!(repeats(order, 429, code), "{code}");
            assert!(repeats(asked, 429, code), "{code}");
            assert!(!repeats(refund, 429, code), "{code}");
        }
        assert!(repeats(order, 202, "") && repeats(order, 504, ""));
        assert!(!repeats(order, 500, "OPENID_MISMATCH"));
        assert!(!repeats(None, 400, "STATEMENT_CREATING"));
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

    #[test]
    fn a_refusal_that_may_not_be_wechat_pays_settles_nothing() {
        let changing = |status, body: &str| ApiError {
            changes: true,
            ..ApiError::read(status, body.as_bytes(), None)
        };
        for status in [400, 401, 403, 404, 408, 413, 429, 499] {
            for body in ["", "<html>", r#"{"code":403}"#, r#"{"code":""}"#] {
                let refused = changing(status, body);
                assert_eq!(refused.refusal(), Refusal::Unavailable, "{status} {body}");
                assert!(refused.outcome_unknown(), "{status} {body}");
            }
        }
        for (status, code) in [(401, "SIGN_ERROR"), (403, "NEW_CODE"), (400, "PARAM_ERROR")] {
            let refused = changing(status, &format!(r#"{{"code":"{code}"}}"#));
            assert_eq!(refused.refusal(), Refusal::Refused, "{code}");
            assert!(!refused.outcome_unknown(), "{code}");
        }
    }
}
