//! A call that is refused, in WeChat Pay's words.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::error_chain::with_sources;
use crate::sandbox::api::response::json_body;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::refunds::RefundError;
use crate::sandbox::store::placing::PlaceError;

/// A response of 4xx or 5xx.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiFault {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: Cow<'static, str>,
    pub(crate) detail: Option<Value>,
    /// The internal result code, which ends the `Request-ID`.
    pub(crate) number: u64,
    /// Why the sandbox itself failed, which only its log says.
    pub(crate) failure: Option<String>,
}

/// Why the sandbox itself failed: an extension of the response.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub(crate) String);

/// Internal result codes, as they end a `Request-ID`.
pub(crate) mod number {
    pub(crate) const SIGNATURE: u64 = 268_443_699;
    pub(crate) const AUTHORIZATION: u64 = 270_924_332;
    pub(crate) const UNSIGNED: u64 = 270_924_360;
    pub(crate) const PARAMETER: u64 = 268_435_461;
    pub(crate) const RANGE: u64 = 268_435_464;
    pub(crate) const EXTRA: u64 = 270_924_358;
    pub(crate) const OPENID: u64 = 268_501_013;
    pub(crate) const APPID: u64 = 268_445_527;
    pub(crate) const NO_SUB_MERCHANT: u64 = 268_443_704;
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

impl ApiFault {
    pub(crate) fn new(
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
            failure: None,
        }
    }

    pub(crate) fn parameter(number: u64, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, "PARAM_ERROR", number, message)
    }

    pub(crate) fn sign(number: u64, message: &'static str) -> Self {
        Self::new(401, "SIGN_ERROR", number, message)
    }

    pub(crate) fn system() -> Self {
        Self::new(500, "SYSTEM_ERROR", number::SYSTEM, "系统异常，请稍后重试")
    }

    pub(crate) fn with(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Refuses a sub-merchant that is not the caller's.
    pub(crate) fn no_relation() -> Self {
        let why = "子商户号与服务商号无受理关系";
        Self::new(403, "NO_AUTH", number::NO_RELATION, why)
    }

    pub(crate) fn unknown_order() -> Self {
        Self::new(404, "ORDER_NOT_EXIST", number::UNKNOWN, "订单不存在")
    }

    pub(crate) fn unknown_refund() -> Self {
        Self::new(404, "RESOURCE_NOT_EXISTS", number::REFUND, "退款单不存在")
    }

    pub(crate) fn rate_limited() -> Self {
        let message = "操作过于频繁，请稍后重试";
        Self::new(429, "FREQUENCY_LIMITED", number::LIMITED, message)
    }
}

impl IntoResponse for ApiFault {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(detail) = self.detail {
            body["detail"] = detail;
        }
        body.sort_all_objects();
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = json_body(status, self.number, body.to_string().into_bytes());
        if let Some(why) = self.failure {
            response.extensions_mut().insert(Failure(why));
        }
        response
    }
}

/// A ledger that cannot be read or written is the sandbox's fault, not the caller's.
impl From<SandboxError> for ApiFault {
    fn from(why: SandboxError) -> Self {
        Self {
            failure: Some(with_sources(&why)),
            ..Self::system()
        }
    }
}

impl From<PlaceError> for ApiFault {
    fn from(why: PlaceError) -> Self {
        match why {
            PlaceError::Refused(why) => why.into(),
            PlaceError::Failed(why) => Self {
                failure: Some(with_sources(&*why)),
                ..Self::system()
            },
            PlaceError::Ended => Self::system(),
        }
    }
}

impl From<OrderError> for ApiFault {
    fn from(why: OrderError) -> Self {
        match why {
            OrderError::Unknown => Self::unknown_order(),
            OrderError::Different => Self::new(
                403,
                "OUT_TRADE_NO_USED",
                number::DIFFERENT,
                "商户订单号重复，请求重入时，参数与首次请求时不一致",
            ),
            OrderError::Paid => Self::new(400, "ORDER_PAID", number::PAID, "订单已支付"),
            // The API refuses such a refund before the ledger does.
            OrderError::TooMuch => Self::new(
                400,
                "INVALID_REQUEST",
                number::PARAMETER,
                "申请退款金额大于剩余可退金额",
            ),
            OrderError::NotPaid => {
                Self::new(400, "INVALID_REQUEST", number::PARAMETER, "订单未支付")
            }
            OrderError::Closed | OrderError::Expired => {
                Self::new(400, "ORDER_CLOSED", number::CLOSED, "该订单已失效")
            }
        }
    }
}

impl From<RefundError> for ApiFault {
    fn from(why: RefundError) -> Self {
        let invalid = |number, message| Self::new(400, "INVALID_REQUEST", number, message);
        match why {
            RefundError::Different => invalid(
                number::DIFFERENT,
                "订单金额或退款金额与之前请求不一致，请核实后再试",
            ),
            RefundError::NotPaid => Self {
                message: "订单未支付".into(),
                ..Self::unknown_refund()
            },
            RefundError::Total => {
                invalid(number::PARAMETER, "订单金额与原订单不一致，请核实后再试")
            }
            RefundError::TooMuch => invalid(number::PARAMETER, "退款金额超过订单可退金额"),
            RefundError::TooMany => invalid(number::PARAMETER, "该订单的退款次数已达上限"),
            RefundError::TooSoon => Self::rate_limited(),
            RefundError::TooLate => invalid(number::PARAMETER, "订单已超过可退款的期限"),
            RefundError::NotAbnormal => invalid(number::PARAMETER, "退款单不是异常状态"),
        }
    }
}
