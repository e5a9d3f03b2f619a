//! Codes of a WeChat Pay that is failing or limiting.

use super::{Advice, Api, Case, ErrorCode, Repeat, Words};

pub(super) const CODES: [ErrorCode; 7] = [
    ErrorCode {
        code: "SYSTEM_ERROR",
        http_status: &[500],
        advice: FAILING,
        cases: &[],
    },
    ErrorCode {
        code: "SERVICE_UNAVAILABLE",
        http_status: &[502, 503],
        advice: FAILING,
        cases: &[],
    },
    ErrorCode {
        code: "BANK_ERROR",
        http_status: &[500],
        advice: Advice {
            repeat: Repeat::Later,
            en: Words {
                meaning: "the bank failed; the outcome is unknown",
                cause: "a fault on the side of the bank or of its connection",
                fix: "the bank failed: wait, then repeat the same request",
            },
            zh: Words {
                meaning: "银行系统异常；结果未知",
                cause: "银行侧或其连接故障",
                fix: "银行系统异常：稍候用相同参数重试",
            },
        },
        cases: &[],
    },
    limited(LIMITS[0]),
    limited(LIMITS[1]),
    limited(LIMITS[2]),
    limited(LIMITS[3]),
];

/// The codes of too many requests.
pub(in crate::protocol) const LIMITS: [&str; 4] = [
    "FREQUENCY_LIMITED",
    "RATELIMIT_EXCEEDED",
    "RATE_LIMITED",
    "FREQUENCY_LIMIT_EXCEED",
];

const fn limited(code: &'static str) -> ErrorCode {
    ErrorCode {
        code,
        http_status: &[429],
        advice: LIMITED,
        cases: &[LIMITED_REFUND],
    }
}

/// WeChat Pay failed, and what became of the request is unknown.
pub(super) const FAILING: Advice = Advice {
    repeat: Repeat::SameRequest,
    en: Words {
        meaning: "WeChat Pay failed; the outcome is unknown",
        cause: "a fault on WeChat Pay's side; the request may or may not have been carried out",
        fix: "the outcome is unknown: query the order, then repeat the same request with the same out_trade_no or out_refund_no",
    },
    zh: Words {
        meaning: "系统异常；结果未知",
        cause: "微信支付侧故障；请求可能已执行，也可能未执行",
        fix: "结果未知：先查单，再用相同单号和参数重试",
    },
};

/// The limit of requests is passed.
pub(super) const LIMITED: Advice = Advice {
    repeat: Repeat::Later,
    en: Words {
        meaning: "too many requests; orders and queries were refused",
        cause: "the limit of this API and merchant number is passed",
        fix: "slow down: wait before sending the same request again",
    },
    zh: Words {
        meaning: "频率超限；下单与查询已被拒绝",
        cause: "超过该接口对此商户号的频率限制",
        fix: "请求过于频繁：稍候再以相同参数重试",
    },
};

/// The same on refunds, where the answer does not say that nothing happened.
pub(super) const LIMITED_REFUND: Case = Case {
    api: Api::Refund,
    http_status: &[429],
    advice: Advice {
        repeat: Repeat::AfterQuery,
        en: Words {
            meaning: "too many requests; the refund may be in progress",
            cause: "the limit of refunds is passed, which is far lower for calls that fail",
            fix: "query the refund first, then repeat with the same out_refund_no; never with a new one",
        },
        zh: Words {
            meaning: "频率超限；退款可能已受理",
            cause: "超过退款频率限制；失败请求的限制更低",
            fix: "先查询退款，再以相同 out_refund_no 重试；切勿换号",
        },
    },
};
