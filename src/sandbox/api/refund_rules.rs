//! 退款: the fields of its two requests, then the rules between them.

use serde_json::Value;

use crate::protocol::id::{OutRefundNo, OutTradeNo};
use crate::protocol::json::find;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::check_notify_url;
use crate::sandbox::api::rules::{self, Field, Rule, missing, optional, required, wrong_text};

const REFUND: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    optional("transaction_id", "微信支付订单号", Rule::Text(1, 32)),
    optional("out_trade_no", "商户订单号", Rule::Text(6, 32)),
    required("out_refund_no", "商户退款单号", Rule::Text(1, 64)),
    optional("reason", "退款原因", Rule::Text(1, 80)),
    optional("notify_url", "退款结果回调url", Rule::Text(8, 256)),
    optional("funds_account", "退款资金来源", Rule::Text(1, 32)),
    required(
        "amount",
        "金额信息",
        Rule::Object(&[
            required("refund", "退款金额", Rule::Whole(1)),
            optional("from", "退款出资账户及金额", Rule::List(FROM)),
            required("total", "原订单金额", Rule::Whole(1)),
            required("currency", "退款币种", Rule::Text(1, 16)),
        ]),
    ),
    optional("goods_detail", "退款商品", Rule::List(GOODS)),
];

const FROM: &[Field] = &[
    required("account", "出资账户类型", Rule::Text(1, 32)),
    required("amount", "出资金额", Rule::Whole(1)),
];

const GOODS: &[Field] = &[
    required("merchant_goods_id", "商户侧商品编码", Rule::Text(1, 32)),
    optional("wechatpay_goods_id", "微信支付商品编码", Rule::Text(1, 32)),
    optional("goods_name", "商品名称", Rule::Text(1, 256)),
    required("unit_price", "商品单价", Rule::Whole(0)),
    required("refund_amount", "商品退款金额", Rule::Whole(0)),
    required("refund_quantity", "商品退货数量", Rule::Whole(1)),
];

const ABNORMAL: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    required("out_refund_no", "商户退款单号", Rule::Text(1, 64)),
    required("type", "异常退款处理方式", Rule::Text(1, 32)),
    optional("bank_type", "开户银行", Rule::Text(1, 16)),
    optional("bank_account", "收款银行卡号", Rule::Text(1, 1024)),
    optional("real_name", "收款用户姓名", Rule::Text(1, 1024)),
];

/// Reads a refund's body as WeChat Pay does, and returns its number too.
pub(crate) fn read(body: &[u8]) -> Result<(OutRefundNo, Value), ApiFault> {
    let refund = rules::read(body, &[REFUND])?;
    let number = values(&refund)?;
    Ok((number, refund))
}

/// Checks what is true of a refund at any time, such as one that is imported.
pub(crate) fn check(refund: &Value) -> Result<OutRefundNo, ApiFault> {
    rules::check(refund, &[REFUND])?;
    values(refund)
}

/// Reads the body that sends an abnormal refund another way.
pub(crate) fn read_abnormal(body: &[u8]) -> Result<(OutRefundNo, Value), ApiFault> {
    let way = rules::read(body, &[ABNORMAL])?;
    let number = out_refund_no(text(&way, "out_refund_no").unwrap_or_default())?;
    let card = [
        ("bank_type", "开户银行"),
        ("bank_account", "收款银行卡号"),
        ("real_name", "收款用户姓名"),
    ];
    match text(&way, "type").unwrap_or_default() {
        "USER_BANK_CARD" => match card.iter().find(|(name, _)| text(&way, name).is_none()) {
            Some((name, title)) => Err(missing(&format!("/{name}"), title)),
            None => Ok((number, way)),
        },
        "MERCHANT_BANK_CARD" => Ok((number, way)),
        other => {
            let why = "只能是 USER_BANK_CARD 或 MERCHANT_BANK_CARD";
            Err(wrong_text("/type", "异常退款处理方式", why, other))
        }
    }
}

/// Reads a refund's number.
pub(crate) fn out_refund_no(text: &str) -> Result<OutRefundNo, ApiFault> {
    text.parse().map_err(|_| {
        let why = "只能是数字、大小写字母_-|*@";
        wrong_text("/out_refund_no", "商户退款单号", why, text)
    })
}

fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    find(value, path).and_then(Value::as_str)
}

fn whole(value: &Value, path: &str) -> i64 {
    find(value, path)
        .and_then(Value::as_i64)
        .unwrap_or(i64::MAX)
}

fn values(refund: &Value) -> Result<OutRefundNo, ApiFault> {
    let number = out_refund_no(text(refund, "out_refund_no").unwrap_or_default())?;
    match (text(refund, "transaction_id"), text(refund, "out_trade_no")) {
        (None, None) => {
            let why = "transaction_id和out_trade_no二选一，不能同时为空";
            return Err(ApiFault::parameter(number::PARAMETER, why));
        }
        (_, Some(order)) if order.parse::<OutTradeNo>().is_err() => {
            let why = "只能是数字、大小写字母_-*|";
            return Err(wrong_text("/out_trade_no", "商户订单号", why, order));
        }
        _ => {}
    }
    if let Some(url) = text(refund, "notify_url")
        && let Err(why) = check_notify_url(url)
    {
        return Err(wrong_text("/notify_url", "退款结果回调url", why, url));
    }
    let account = text(refund, "funds_account").unwrap_or("AVAILABLE");
    if !["AVAILABLE", "UNSETTLED"].contains(&account) {
        let why = "只能是 AVAILABLE 或 UNSETTLED";
        return Err(wrong_text("/funds_account", "退款资金来源", why, account));
    }
    let currency = text(refund, "amount.currency").unwrap_or_default();
    if currency != "CNY" {
        let why = "只能是 CNY";
        return Err(wrong_text("/amount/currency", "退款币种", why, currency));
    }
    if whole(refund, "amount.refund") > whole(refund, "amount.total") {
        let why = "退款金额大于原订单金额";
        return Err(ApiFault::parameter(number::PARAMETER, why));
    }
    from(refund)?;
    Ok(number)
}

/// Several accounts pay together what is refunded, each once.
fn from(refund: &Value) -> Result<(), ApiFault> {
    let Some(accounts) = find(refund, "amount.from").and_then(Value::as_array) else {
        return Ok(());
    };
    let mut names = Vec::new();
    let mut sum = 0_i64;
    for (at, account) in accounts.iter().enumerate() {
        let name = text(account, "account").unwrap_or_default();
        if !["AVAILABLE", "UNAVAILABLE"].contains(&name) || names.contains(&name) {
            let place = format!("/amount/from/{at}/account");
            let why = "只能是 AVAILABLE 或 UNAVAILABLE，且不能重复";
            return Err(wrong_text(&place, "出资账户类型", why, name));
        }
        names.push(name);
        sum = sum.saturating_add(whole(account, "amount"));
    }
    if sum == whole(refund, "amount.refund") {
        return Ok(());
    }
    let why = "各账户出资金额之和不等于退款金额";
    Err(ApiFault::parameter(number::PARAMETER, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::json::set;
    use serde_json::json;

    fn refund() -> Value {
        json!({
            "out_trade_no": "order-1",
            "out_refund_no": "refund-1",
            "notify_url": "https://example.com/notify",
            "amount": {"refund": 1, "total": 2, "currency": "CNY"},
        })
    }

    fn check_body(path: &str, value: Value) -> Result<OutRefundNo, ApiFault> {
        let mut body = refund();
        set(&mut body, path, value).unwrap();
        read(body.to_string().as_bytes()).map(|(number, _)| number)
    }

    #[test]
    fn good_refunds_are_taken() {
        assert!(read(refund().to_string().as_bytes()).is_ok());
        for (path, value) in [
            ("sub_mchid", json!("1900000109")),
            ("transaction_id", json!("SANDBOX1")),
            ("reason", json!("商品已售完")),
            ("funds_account", json!("AVAILABLE")),
            (
                "amount.from",
                json!([{"account": "AVAILABLE", "amount": 1}]),
            ),
            (
                "goods_detail",
                json!([{"merchant_goods_id": "1", "unit_price": 1, "refund_amount": 1, "refund_quantity": 1}]),
            ),
        ] {
            assert!(check_body(path, value).is_ok(), "{path}");
        }
    }

    #[test]
    fn what_breaks_a_rule_is_refused() {
        for (path, value) in [
            ("extra", json!(1)),
            ("amount.extra", json!(1)),
            ("out_refund_no", json!("a b")),
            ("out_refund_no", json!("")),
            ("out_trade_no", json!("订单订单")),
            ("reason", json!("好".repeat(27))),
            ("notify_url", json!("https://example.com/?a=1")),
            ("funds_account", json!("MINE")),
            ("amount.refund", json!(3)),
            ("amount.refund", json!(0)),
            ("amount.refund", json!("1")),
            ("amount.total", json!(1.5)),
            ("amount.currency", json!("USD")),
            (
                "amount.from",
                json!([{"account": "AVAILABLE", "amount": 2}]),
            ),
            ("amount.from", json!([])),
            ("goods_detail", json!({"merchant_goods_id": "1"})),
        ] {
            let refusal = check_body(path, value).unwrap_err();
            assert_eq!(
                (refusal.status, refusal.code),
                (400, "PARAM_ERROR"),
                "{path}"
            );
        }
        let mut body = refund();
        body.as_object_mut().unwrap().shift_remove("out_trade_no");
        assert!(read(body.to_string().as_bytes()).is_err());
    }

    #[test]
    fn a_payers_card_needs_its_bank_and_its_name() {
        let ways = [
            (json!({"type": "MERCHANT_BANK_CARD"}), true),
            (json!({"type": "USER_BANK_CARD"}), false),
            (
                json!({"type": "USER_BANK_CARD", "bank_type": "ICBC_DEBIT", "bank_account": "x", "real_name": "y"}),
                true,
            ),
            (json!({"type": "SOMEWHERE"}), false),
            (json!({}), false),
        ];
        for (mut way, good) in ways {
            way["out_refund_no"] = json!("refund-1");
            let read = read_abnormal(way.to_string().as_bytes());
            assert_eq!(read.is_ok(), good, "{way}");
        }
    }
}
