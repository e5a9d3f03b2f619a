//! HTTP 状态码: what the status of an answer tells by itself.

use super::busy::{FAILING, LIMITED, LIMITED_REFUND};
use super::{Advice, Case, Repeat, Words};

/// HTTP 状态码, as WeChat Pay uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpStatus {
    /// The status.
    pub status: u16,
    /// What to make of it.
    pub advice: Advice,
    /// Where it means something else.
    pub cases: &'static [Case],
}

/// Returns what a status means, where it is known.
#[must_use]
pub fn by_status(status: u16) -> Option<&'static HttpStatus> {
    HTTP_STATUSES.iter().find(|known| known.status == status)
}

/// The statuses of the documentation.
pub const HTTP_STATUSES: [HttpStatus; 13] = [
    HttpStatus {
        status: 200,
        advice: Advice {
            repeat: Repeat::NotNeeded,
            en: Words {
                meaning: "done",
                cause: "the request was carried out; for a refund it means accepted, not refunded",
                fix: "verify the answer's signature, then read it",
            },
            zh: Words {
                meaning: "处理成功",
                cause: "请求已执行；对退款而言仅表示已受理",
                fix: "先验签，再解析应答",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 202,
        advice: Advice {
            repeat: Repeat::SameRequest,
            en: Words {
                meaning: "accepted, and not finished",
                cause: "WeChat Pay is still working on it",
                fix: "repeat the request with the same parameters until it is finished",
            },
            zh: Words {
                meaning: "已受理，尚未完成",
                cause: "微信支付仍在处理",
                fix: "以相同参数重复请求，直到完成",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 204,
        advice: Advice {
            repeat: Repeat::NotNeeded,
            en: Words {
                meaning: "done; the answer has no body",
                cause: "the request was carried out, such as closing an order",
                fix: "verify the answer's signature over an empty body",
            },
            zh: Words {
                meaning: "处理成功，无应答体",
                cause: "请求已执行，例如关单",
                fix: "对空应答体验签",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 400,
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the request was refused",
                cause: "a field or a rule: the code and the message say which; an HTML page instead of JSON means that the HTTP itself was malformed",
                fix: "correct what the message names; the same request will fail again",
            },
            zh: Words {
                meaning: "请求被拒绝",
                cause: "参数或规则错误，见错误码与提示；若返回 HTML 页面，则 HTTP 报文本身有误",
                fix: "按提示修正；原样重试仍会失败",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 401,
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the signature was refused before anything else; nothing happened",
                cause: "the key, the serial number, the clock, the signed message or the Authorization header",
                fix: "check that private_key and serial_no come from the same certificate ZIP, and the clock",
            },
            zh: Words {
                meaning: "签名未通过，业务未执行",
                cause: "私钥、证书序列号、本机时间、签名串或 Authorization 头有误",
                fix: "检查私钥与证书序列号是否来自同一证书包，以及本机时间",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 403,
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the request was refused; the signature was right",
                cause: "a permission, money or a rule is missing: the code says which; the IP allow-list of the merchant console is possible too",
                fix: "mend what the code names: enable the product, top up, take a new number, or add this machine's address",
            },
            zh: Words {
                meaning: "请求被拒绝；签名已通过",
                cause: "权限、余额或规则不满足，见错误码；也可能是商户平台的 IP 白名单",
                fix: "按错误码处理：开通产品、充值、换新单号，或添加本机出口 IP",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 404,
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "what was asked for does not exist",
                cause: "no such order or resource under this merchant number; an empty body means that the path itself is unknown",
                fix: "check the number and the merchant number; without a body, check the path",
            },
            zh: Words {
                meaning: "请求的资源不存在",
                cause: "该商户号下无此订单或资源；应答体为空表示路径错误",
                fix: "检查单号与商户号；无应答体时检查路径",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 405,
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the method is not allowed on this path",
                cause: "GET was sent where POST belongs, or the reverse; the body is empty",
                fix: "check the method and the path",
            },
            zh: Words {
                meaning: "请求方法不允许",
                cause: "GET 与 POST 用错；应答体为空",
                fix: "检查请求方法与路径",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 415,
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the Content-Type is probably wrong",
                cause: "WeChat Pay does not document this status; a Content-Type that is not JSON may be answered like this, or with 400",
                fix: "send Content-Type: application/json with a JSON body",
            },
            zh: Words {
                meaning: "Content-Type 可能有误",
                cause: "微信支付未说明此状态码；非 JSON 的 Content-Type 可能返回 415 或 400",
                fix: "JSON 请求体请使用 Content-Type: application/json",
            },
        },
        cases: &[],
    },
    HttpStatus {
        status: 429,
        advice: LIMITED,
        cases: &[LIMITED_REFUND],
    },
    HttpStatus {
        status: 500,
        advice: FAILING,
        cases: &[],
    },
    HttpStatus {
        status: 502,
        advice: FAILING,
        cases: &[],
    },
    HttpStatus {
        status: 503,
        advice: FAILING,
        cases: &[],
    },
];
