//! A call that is refused, in WeChat Pay's words.

use std::borrow::Cow;

use serde_json::{Value, json};

/// An answer of 4xx or 5xx.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    pub(super) detail: Option<Value>,
    /// The internal result code, which ends the `Request-ID`.
    pub(super) number: u64,
}

/// Internal result codes, as they end a `Request-ID`.
pub(super) mod number {
    pub(crate) const SIGNATURE: u64 = 268_443_699;
    pub(crate) const AUTHORIZATION: u64 = 270_924_332;
    pub(crate) const PARAMETER: u64 = 268_435_461;
    pub(crate) const RANGE: u64 = 268_435_464;
    pub(crate) const EXTRA: u64 = 270_924_358;
    pub(crate) const OPENID: u64 = 268_501_013;
    pub(crate) const APPID: u64 = 268_445_527;
    pub(crate) const OWN_NUMBER: u64 = 268_443_705;
    pub(crate) const UNKNOWN: u64 = 268_512_771;
    pub(crate) const OTHER_MERCHANT: u64 = 268_447_843;
    pub(crate) const OTHER_SUB_MERCHANT: u64 = 268_447_845;
    pub(crate) const PAID: u64 = 268_449_538;
    pub(crate) const CLOSED: u64 = 268_447_914;
    pub(crate) const DIFFERENT: u64 = 268_498_688;
    pub(crate) const LIMITED: u64 = 268_447_840;
    pub(crate) const REFUND: u64 = 268_435_463;
    pub(crate) const CERTIFICATES: u64 = 268_435_462;
    pub(crate) const SYSTEM: u64 = 268_435_457;
    pub(crate) const NO_RELATION: u64 = 268_443_701;
    /// What a code alone explains; no table knows the number.
    pub(crate) const NONE: u64 = 268_435_463;
}

impl Refusal {
    pub(super) fn new(
        status: u16,
        code: &'static str,
        number: u64,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            detail: None,
            number,
        }
    }

    pub(super) fn parameter(number: u64, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, "PARAM_ERROR", number, message)
    }

    pub(super) fn sign(number: u64, message: &'static str) -> Self {
        Self::new(401, "SIGN_ERROR", number, message)
    }

    pub(super) fn system() -> Self {
        Self::new(500, "SYSTEM_ERROR", number::SYSTEM, "系统异常，请稍后重试")
    }

    pub(super) fn with(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    pub(super) fn body(&self) -> Vec<u8> {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(detail) = &self.detail {
            body["detail"] = detail.clone();
        }
        body.sort_all_objects();
        body.to_string().into_bytes()
    }
}
