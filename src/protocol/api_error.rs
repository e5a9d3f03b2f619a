//! 错误码: an answer that refuses, what its code means, and whether to ask again.

use serde_json::Value;

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
        }
    }

    /// Tells whether the code is the given one; older pages spell some without underscores or
    /// with a final S.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.code
            .as_deref()
            .is_some_and(|own| canonical(own) == canonical(code))
    }

    /// Returns what the refusal means.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        const BUSY: [&str; 4] = [
            "SYSTEM_ERROR",
            "SERVICE_UNAVAILABLE",
            "BANK_ERROR",
            "FREQUENCY_LIMITED",
        ];
        if self.is("ORDER_NOT_EXIST") {
            Refusal::NotFound
        } else if self.status >= 500 || self.status == 429 || BUSY.iter().any(|code| self.is(code))
        {
            Refusal::Unavailable
        } else {
            Refusal::Refused
        }
    }

    /// Returns the advice for the code, where it is known.
    #[must_use]
    pub fn advice(&self) -> Option<&'static Advice> {
        self.code.as_deref().and_then(advice)
    }
}

fn canonical(code: &str) -> String {
    let bare: String = code
        .chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    bare.strip_suffix('S').map(str::to_owned).unwrap_or(bare)
}

/// What to do about a code.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// The code as the current documentation spells it.
    pub code: &'static str,
    /// In English.
    pub help: &'static str,
    /// In Chinese.
    pub help_zh: &'static str,
}

/// Returns the advice for a code, in whatever spelling.
#[must_use]
pub fn advice(code: &str) -> Option<&'static Advice> {
    let wanted = canonical(code);
    ADVICE
        .iter()
        .find(|advice| canonical(advice.code) == wanted)
}

const fn help(code: &'static str, help: &'static str, help_zh: &'static str) -> Advice {
    Advice {
        code,
        help,
        help_zh,
    }
}

/// The codes of ordering, querying, closing and certificates.
const ADVICE: [Advice; 24] = [
    help(
        "PARAM_ERROR",
        "correct the field that the message names; the same request will fail again",
        "按提示修正字段；原样重试仍会失败",
    ),
    help(
        "INVALID_REQUEST",
        "read the message: the request breaks a rule, or repeats an out_trade_no with other parameters",
        "请求违反规则，或同一 out_trade_no 重入时参数不一致",
    ),
    help(
        "APPID_MCHID_NOT_MATCH",
        "bind the App ID to the merchant number in the merchant console; it takes a few minutes",
        "在商户平台绑定 AppID 与商户号，几分钟后生效",
    ),
    help(
        "MCH_NOT_EXISTS",
        "check mchid: WeChat Pay does not know this merchant number",
        "检查商户号：微信支付无此商户",
    ),
    help(
        "SIGN_ERROR",
        "check that private_key and serial_no come from the same certificate ZIP, and the clock",
        "检查私钥与证书序列号是否来自同一证书包，以及本机时间",
    ),
    help(
        "NO_AUTH",
        "enable the JSAPI payment product for this merchant number, or ask support whether collection is restricted",
        "为商户号开通 JSAPI 支付权限，或确认收款功能是否受限",
    ),
    help(
        "OUT_TRADE_NO_USED",
        "this out_trade_no was used with other parameters: repeat the first ones, or close it and take a new number",
        "该商户订单号已用于其他参数：使用首次参数重试，或关单后换新单号",
    ),
    help(
        "ORDER_PAID",
        "the order is paid: query it; to give the money back, refund it",
        "订单已支付：请查询订单；退款请走退款接口",
    ),
    help(
        "ORDER_CLOSED",
        "the order is closed: order again with a new out_trade_no",
        "订单已关闭：请使用新的商户订单号下单",
    ),
    help(
        "ORDER_NOT_EXIST",
        "check the number and the merchant number; an order exists only after its prepay succeeded",
        "检查单号与商户号；下单成功后订单才存在",
    ),
    help(
        "RESOURCE_NOT_EXISTS",
        "there is no such resource under this merchant number",
        "该商户号下无此资源",
    ),
    help(
        "FREQUENCY_LIMITED",
        "slow down: wait before sending the same request again",
        "请求过于频繁：稍候再以相同参数重试",
    ),
    help(
        "RATELIMIT_EXCEEDED",
        "slow down: wait before sending the same request again",
        "请求过于频繁：稍候再以相同参数重试",
    ),
    help(
        "RATE_LIMITED",
        "slow down: wait before sending the same request again",
        "请求过于频繁：稍候再以相同参数重试",
    ),
    help(
        "FREQUENCY_LIMIT_EXCEED",
        "slow down: wait before sending the same request again",
        "请求过于频繁：稍候再以相同参数重试",
    ),
    help(
        "SYSTEM_ERROR",
        "the outcome is unknown: query the order, then repeat the same request with the same out_trade_no",
        "结果未知：先查单，再用相同单号和参数重试",
    ),
    help(
        "SERVICE_UNAVAILABLE",
        "the outcome is unknown: query the order, then repeat the same request with the same out_trade_no",
        "结果未知：先查单，再用相同单号和参数重试",
    ),
    help(
        "BANK_ERROR",
        "the bank failed: wait, then repeat the same request",
        "银行系统异常：稍候用相同参数重试",
    ),
    help(
        "NOT_ENOUGH",
        "for certificates: the platform certificate has expired, ask WeChat Pay's support; for refunds: top up and repeat",
        "平台证书：证书已过期，请联系微信支付；退款：充值后重试",
    ),
    help(
        "ACCOUNT_ERROR",
        "the account is in a state that does not allow this; ask WeChat Pay's support",
        "账户状态异常，请联系微信支付",
    ),
    help(
        "RULE_LIMIT",
        "a business rule forbids this; read the message",
        "触发业务规则限制，请看提示",
    ),
    help(
        "TRADE_ERROR",
        "the trade failed for a business reason; read the message",
        "交易失败，请看提示",
    ),
    help(
        "OPENID_MISMATCH",
        "get the openid with the same App ID that places the order",
        "openid 必须在下单所用的 AppID 下获取",
    ),
    help(
        "INVALID_TRANSACTIONID",
        "check the transaction_id",
        "检查微信支付订单号",
    ),
];

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
        assert_eq!(advice("noauth").unwrap().code, "NO_AUTH");
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
