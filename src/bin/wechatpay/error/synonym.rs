//! Other words for the values that options take.

/// What people type for a value, and the values that may be meant: the first one that there is.
const VALUES: &[(&str, &[&str])] = &[
    ("android", &["app"]),
    ("canceled", &["CLOSED"]),
    ("cancelled", &["CLOSED"]),
    ("failed", &["PAYERROR", "ABNORMAL"]),
    ("ios", &["app"]),
    ("mini", &["jsapi", "miniprogram"]),
    ("mini-program", &["jsapi", "miniprogram"]),
    ("miniapp", &["jsapi", "miniprogram"]),
    ("miniprogram", &["jsapi"]),
    ("mp", &["jsapi"]),
    ("mweb", &["h5"]),
    ("official-account", &["jsapi"]),
    ("paid", &["SUCCESS", "TRANSACTION.SUCCESS"]),
    ("pay", &["SUCCESS", "TRANSACTION.SUCCESS"]),
    ("paying", &["USERPAYING"]),
    ("payment", &["TRANSACTION.SUCCESS"]),
    ("pending", &["PROCESSING", "NOTPAY"]),
    ("qr", &["native"]),
    ("qrcode", &["native"]),
    ("refund", &["REFUND.SUCCESS"]),
    ("refunded", &["REFUND", "SUCCESS", "REFUND.SUCCESS"]),
    ("scan", &["native"]),
    ("succeeded", &["SUCCESS"]),
    ("transfer", &["MCHTRANSFER.BILL.FINISHED"]),
    ("unpaid", &["NOTPAY"]),
    ("wap", &["h5"]),
    ("web", &["h5", "jsapi"]),
    ("wechat", &["jsapi"]),
    ("weapp", &["jsapi", "miniprogram"]),
    ("wxapp", &["jsapi", "miniprogram"]),
    ("公众号", &["jsapi"]),
    ("小程序", &["miniprogram", "jsapi"]),
    ("已关闭", &["CLOSED"]),
    ("已支付", &["SUCCESS"]),
    ("已退款", &["REFUND", "SUCCESS"]),
    ("扫码", &["native"]),
    ("支付成功", &["SUCCESS"]),
    ("支付失败", &["PAYERROR"]),
    ("未支付", &["NOTPAY"]),
    ("退款中", &["PROCESSING", "REFUND"]),
];

/// Returns the one of `values` that a word in any case stands for.
pub(super) fn among<'v>(word: &str, values: &[&'v str]) -> Option<&'v str> {
    let word = word.to_lowercase();
    let (_, meant) = VALUES.iter().find(|(typed, _)| *typed == word)?;
    let is_there = |meant: &&str| values.iter().copied().find(|value| value == meant);
    meant.iter().find_map(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_the_first_of_its_values_that_the_option_takes() {
        let states = ["SUCCESS", "REFUND", "NOTPAY", "CLOSED"];
        let refunds = ["SUCCESS", "CLOSED", "PROCESSING", "ABNORMAL"];
        for (word, values, meant) in [
            ("PAID", &states[..], Some("SUCCESS")),
            ("paid", &states[..], Some("SUCCESS")),
            ("已支付", &states[..], Some("SUCCESS")),
            ("pending", &states[..], Some("NOTPAY")),
            ("pending", &refunds[..], Some("PROCESSING")),
            (
                "小程序",
                &["miniprogram", "jsapi", "app"][..],
                Some("miniprogram"),
            ),
            (
                "小程序",
                &["jsapi", "native", "app", "h5"][..],
                Some("jsapi"),
            ),
            ("PAID", &["jsapi"][..], None),
            ("soon", &states[..], None),
        ] {
            assert_eq!(among(word, values), meant, "{word} {values:?}");
        }
    }
}
