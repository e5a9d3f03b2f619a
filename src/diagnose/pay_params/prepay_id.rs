//! Recognises what was passed in place of a prepay_id.

use super::package::{PREFIX, is_usable};
use crate::diagnose::{Text, text};

/// Why a text is not a prepay_id, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotAPrepayId {
    /// What the text is instead.
    pub message: Text,
    /// What to pass instead.
    pub fix: Text,
}

/// Returns what a text is, if it is not a prepay_id.
#[must_use]
pub fn not_a_prepay_id(text: &str) -> Option<NotAPrepayId> {
    if is_usable(text) {
        return None;
    }
    let shown: String = text.chars().take(80).collect();
    let log = || {
        text!(
            "print the response of the order and take its field prepay_id: an order that failed has none, and the response of `await` or a callback must be waited for",
            "打印下单接口的应答，取其中的 prepay_id 字段：下单失败时没有该字段；异步调用须等待结果返回"
        )
    };
    let trimmed = text.trim();
    let lower = trimmed.to_ascii_lowercase();
    let (message, fix) = if trimmed.is_empty() {
        (text!("the prepay_id is empty", "prepay_id 为空"), log())
    } else if let Some(id) = trimmed.strip_prefix(PREFIX) {
        let id = id.trim_start_matches(PREFIX);
        let fix = if is_usable(id) {
            text!("pass the id alone: {id}", "只传 prepay_id 的值：{id}")
        } else {
            log()
        };
        (
            text!(
                "'{shown}' is the whole package, not the prepay_id alone",
                "“{shown}”是完整的 package，不是 prepay_id 的值"
            ),
            fix,
        )
    } else if lower.starts_with("weixin://") {
        (
            text!(
                "'{shown}' is the code_url of a Native order, not a prepay_id",
                "“{shown}”是 Native 下单返回的 code_url，不是 prepay_id"
            ),
            text!(
                "show it as a QR code; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id",
                "将其生成二维码；小程序请用 --trade-type jsapi 下单，才会返回 prepay_id"
            ),
        )
    } else if lower.contains("://") {
        (
            text!(
                "'{shown}' is a URL, not a prepay_id",
                "“{shown}”是网址，不是 prepay_id"
            ),
            text!(
                "an h5_url is opened in the browser; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id",
                "h5_url 在浏览器中打开；小程序请用 --trade-type jsapi 下单，才会返回 prepay_id"
            ),
        )
    } else if trimmed.starts_with(['{', '[']) && lower != "[object object]" {
        (
            text!(
                "'{shown}' is JSON, not the prepay_id alone",
                "“{shown}”是 JSON，不是 prepay_id 的值"
            ),
            text!(
                "pass the value of its field prepay_id",
                "传其中 prepay_id 字段的值"
            ),
        )
    } else if is_usable(trimmed) {
        (
            text!(
                "the prepay_id has spaces or line breaks around it",
                "prepay_id 前后有空格或换行"
            ),
            text!("pass it without them: {trimmed}", "去掉后再传：{trimmed}"),
        )
    } else if trimmed.len() == 28 && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
        (
            text!(
                "'{shown}' is a transaction_id, the number of an order that has been paid",
                "“{shown}”是 transaction_id，即已支付订单的微信支付订单号"
            ),
            log(),
        )
    } else if trimmed
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || b"[]()<> ".contains(&byte))
    {
        (
            text!(
                "'{shown}' is what a program prints for a missing value, or for one that is not a text",
                "“{shown}”是程序在值不存在或不是字符串时写出的内容"
            ),
            log(),
        )
    } else {
        (
            text!(
                "'{shown}' is not a prepay_id, which has up to 64 letters and digits",
                "“{shown}”不是 prepay_id，它最多 64 位，由字母和数字组成"
            ),
            log(),
        )
    };
    Some(NotAPrepayId { message, fix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_for_a_prepay_id_is_named() {
        for (text, name) in [
            ("", "empty"),
            ("undefined", "not there"),
            ("null", "not there"),
            ("[object Object]", "not there"),
            ("prepay_id=wx201410272009395522657a690389285100", "package"),
            ("weixin://wxpay/bizpayurl?pr=p4lpSuKzz", "code_url"),
            ("https://wx.tenpay.com/x?prepay_id=wx1", "URL"),
            ("{\"prepay_id\":\"wx1\"}", "JSON"),
            (" wx201410272009395522657a690389285100\n", "around"),
            ("4200000202601010123456789012", "transaction_id"),
            ("wx2014,10", "64 letters"),
        ] {
            let found = not_a_prepay_id(text).unwrap();
            assert!(
                found.message.en.contains(name),
                "{text}: {}",
                found.message.en
            );
        }
        assert_eq!(
            not_a_prepay_id("wx201410272009395522657a690389285100"),
            None
        );
    }
}
