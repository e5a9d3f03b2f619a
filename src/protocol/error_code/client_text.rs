//! What the payer's client says when a payment does not start (api-facts 5.2).

use super::{Advice, Repeat, Words};

/// A text of the WeChat client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientText {
    /// A short name of the cause.
    pub name: &'static str,
    /// The parts of the text, any of which identifies it.
    pub parts: &'static [&'static str],
    /// What it means and what to do.
    pub advice: Advice,
}

/// Returns what a text of the client means; the most specific is found first.
#[must_use]
pub fn by_client_text(text: &str) -> Option<&'static ClientText> {
    let lower = text.to_ascii_lowercase();
    // Spaces are lost or added when a text is copied from a phone, and clients differ in colons.
    let compact = |text: &str| -> String {
        let kept = |c: &char| !c.is_whitespace() && !matches!(c, ':' | '：');
        text.chars().filter(kept).collect()
    };
    let compacted = compact(&lower);
    CLIENT_TEXTS.iter().find(|known| {
        known
            .parts
            .iter()
            .any(|part| compacted.contains(&compact(&part.to_ascii_lowercase())))
    })
}

/// Every text that is known, the more specific ones first.
pub const CLIENT_TEXTS: [ClientText; 14] = [
    ClientText {
        name: "pay-sign-refused",
        parts: &[
            "支付验证签名失败",
            "支付签名验证失败",
            "验证签名失败",
            "签名验证失败",
            "支付验签失败",
            "pay sign verify fail",
            "payment signature verification failed",
            "invalid paysign",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the WeChat client rejected paySign",
                cause: "paySign was made over other values, with another key or for another App ID than the client uses, or a value changed on the way to the client",
                fix: "check the object that wx.requestPayment got: wechatpay pay-params --check params.json",
            },
            zh: Words {
                meaning: "微信客户端拒绝了 paySign",
                cause: "paySign 所签的值、私钥或 AppID 与客户端使用的不一致，或参数在传给客户端的途中被改动",
                fix: "检查传给 wx.requestPayment 的对象：wechatpay pay-params --check params.json",
            },
        },
    },
    ClientText {
        name: "jsapi-config-signature",
        parts: &["invalid signature", "config:fail", "config:invalid"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "wx.config of the JS-SDK was rejected, not the payment",
                cause: "the JS-SDK signature (SHA-1 over jsapi_ticket, noncestr, timestamp and the page's URL without #…) does not match; it has nothing to do with the API v3 key",
                fix: "sign the page's exact URL with a current jsapi_ticket; or call WeixinJSBridge.invoke('getBrandWCPayRequest', …), which needs no wx.config",
            },
            zh: Words {
                meaning: "被拒绝的是 JS-SDK 的 wx.config，不是支付",
                cause: "JS-SDK 签名（对 jsapi_ticket、noncestr、timestamp、去掉 # 的页面 URL 做 SHA-1）不匹配；与 API v3 密钥无关",
                fix: "用有效的 jsapi_ticket 对页面的准确 URL 签名；或改用无需 wx.config 的 WeixinJSBridge.invoke('getBrandWCPayRequest', …)",
            },
        },
    },
    ClientText {
        name: "total-fee-missing",
        parts: &[
            "缺少参数 total_fee",
            "缺少参数：total_fee",
            "缺少参数:total_fee",
            "total_fee",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the client found no order behind package",
                cause: "package is broken (encoded, cut, or without prepay_id=), the prepay_id has expired, or the App ID is not the one the order was placed for",
                fix: "check the object that the client got: wechatpay pay-params --check params.json; place the order again if it is over 2 hours old",
            },
            zh: Words {
                meaning: "客户端通过 package 找不到订单",
                cause: "package 损坏（被编码、截断或缺少 prepay_id=）、prepay_id 已过期，或 AppID 与下单时不同",
                fix: "检查客户端收到的对象：wechatpay pay-params --check params.json；超过 2 小时请重新下单",
            },
        },
    },
    ClientText {
        name: "parameter-format",
        parts: &[
            "商家参数格式有误",
            "参数格式有误",
            "商户参数错误",
            "参数错误，请联系商家",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "a value that was passed to the client has the wrong form",
                cause: "a parameter is missing, empty, of the wrong type or spelled differently; for H5 the opening page's Referer is missing or its domain is not registered",
                fix: "check the object that the client got: wechatpay pay-params --check params.json; for H5, open h5_url from a page of the registered domain",
            },
            zh: Words {
                meaning: "传给客户端的参数格式不正确",
                cause: "参数缺失、为空、类型不符或名称大小写不对；H5 支付则是调起页面缺少 Referer 或域名未登记",
                fix: "检查客户端收到的对象：wechatpay pay-params --check params.json；H5 支付请从已登记域名的页面打开 h5_url",
            },
        },
    },
    ClientText {
        name: "order-expired",
        parts: &[
            "订单已过期",
            "订单已失效",
            "支付已过期",
            "prepay_id 已过期",
            "prepay_id无效",
            "prepayid无效",
            "该订单已过期",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the order can no longer be paid",
                cause: "prepay_id is valid for 2 hours, or time_expire has passed",
                fix: "place the order again with the same out_trade_no and parameters for a new prepay_id; after time_expire, close it and use a new out_trade_no",
            },
            zh: Words {
                meaning: "订单已不能支付",
                cause: "prepay_id 有效期 2 小时，或已超过 time_expire",
                fix: "用相同的 out_trade_no 和参数重新下单以取得新的 prepay_id；超过 time_expire 则关单并换新的 out_trade_no",
            },
        },
    },
    ClientText {
        name: "order-paid",
        parts: &["该订单已支付", "订单已支付"],
        advice: Advice {
            repeat: Repeat::AfterQuery,
            en: Words {
                meaning: "the order has been paid",
                cause: "the payer paid it before, perhaps on another device",
                fix: "look the order up: wechatpay query --out-trade-no NUMBER",
            },
            zh: Words {
                meaning: "订单已支付",
                cause: "此前已付款，可能在另一台设备上",
                fix: "查询订单：wechatpay query --out-trade-no 商户订单号",
            },
        },
    },
    ClientText {
        name: "wrong-payer",
        parts: &["下单账号与支付账号不一致"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "another user than the order's payer opened the payment",
                cause: "the order was placed for the openid of one user and opened by another",
                fix: "place the order with the openid of the user who pays (wx.login, then wechatpay openid CODE)",
            },
            zh: Words {
                meaning: "调起支付的用户不是下单时的付款人",
                cause: "下单使用的 openid 属于另一位用户",
                fix: "用付款用户本人的 openid 下单（wx.login 后运行 wechatpay openid CODE）",
            },
        },
    },
    ClientText {
        name: "wrong-scene",
        parts: &["支付场景非法"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the order is of another kind than the call that opens it",
                cause: "for example an order of the APP or Native API opened by wx.requestPayment",
                fix: "place the order with the API of the client that pays: --trade-type jsapi for a Mini Program",
            },
            zh: Words {
                meaning: "订单类型与调起支付的场景不一致",
                cause: "例如用 APP 或 Native 下单，却用 wx.requestPayment 调起",
                fix: "按付款的客户端选择下单接口：小程序使用 --trade-type jsapi",
            },
        },
    },
    ClientText {
        name: "payment-method-unusual",
        parts: &["当前商户该支付方式存在异常", "该支付方式存在异常"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "this merchant's payment method is restricted, or prepay_id is of another product",
                cause: "prepay_id comes from another payment product, or the payment was opened from outside the Mini Program",
                fix: "place the order with the API of this client; if that is right, look at the notices in the merchant console",
            },
            zh: Words {
                meaning: "商户的该支付方式受限，或 prepay_id 属于其他支付产品",
                cause: "prepay_id 来自其他支付产品，或从小程序外部调起支付",
                fix: "使用与该客户端对应的下单接口；确认无误后查看商户平台的通知",
            },
        },
    },
    ClientText {
        name: "cancelled",
        parts: &[
            "requestPayment:fail cancel",
            "get_brand_wcpay_request:cancel",
            "chooseWXPay:cancel",
            "fail cancel",
            "用户取消",
        ],
        advice: Advice {
            repeat: Repeat::AfterQuery,
            en: Words {
                meaning: "the user cancelled the payment",
                cause: "the user closed the payment page; this is not a fault, and not proof that nothing was paid",
                fix: "look the order up before offering it again: wechatpay query --out-trade-no NUMBER; the same prepay_id works for 2 hours",
            },
            zh: Words {
                meaning: "用户取消了支付",
                cause: "用户关闭了支付页面；这不是故障，也不能证明没有付款",
                fix: "再次发起前先查单：wechatpay query --out-trade-no 商户订单号；同一 prepay_id 2 小时内仍可使用",
            },
        },
    },
    ClientText {
        name: "no-permission",
        parts: &[
            "no permission",
            "fail banned",
            "jsapi has no permission",
            "errno\":102",
            "errno: 102",
            "permission denied",
            "access_denied",
            "access denied",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "this Mini Program or page may not open payments",
                cause: "the Mini Program's payment ability is restricted or not enabled, or the page's directory is not registered as a JSAPI payment directory",
                fix: "check 微信支付 in the Mini Program's console and, for pages, JSAPI支付授权目录 in the merchant console",
            },
            zh: Words {
                meaning: "该小程序或页面无权调起支付",
                cause: "小程序支付能力被限制或未开通，或页面目录未登记为 JSAPI 支付授权目录",
                fix: "检查小程序后台的「微信支付」；网页支付请检查商户平台的「JSAPI支付授权目录」",
            },
        },
    },
    ClientText {
        name: "page-not-registered",
        parts: &[
            "当前页面的URL未注册",
            "URL未注册",
            "商家存在未配置的参数",
            "支付授权目录",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the page that opens the payment is not registered",
                cause: "the page's URL is outside the merchant's JSAPI payment directories or H5 domains",
                fix: "register the directory (it ends in /) in the merchant console: 产品中心 → 开发配置",
            },
            zh: Words {
                meaning: "调起支付的页面未登记",
                cause: "页面 URL 不在商户的 JSAPI 支付授权目录或 H5 支付域名内",
                fix: "在商户平台「产品中心 → 开发配置」登记目录（以 / 结尾）",
            },
        },
    },
    ClientText {
        name: "parameter-type",
        parts: &[
            "parameter error",
            "should be string instead of",
            "parameter.timeStamp",
            "parameter.package",
            "parameter.paySign",
            "parameter.nonceStr",
        ],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "wx.requestPayment refused the type of a parameter",
                cause: "a parameter is missing, undefined, or a number instead of a string; timeStamp must be a string",
                fix: "pass every parameter as a string under its exact name; check the object: wechatpay pay-params --check params.json",
            },
            zh: Words {
                meaning: "wx.requestPayment 不接受某个参数的类型",
                cause: "参数缺失、为 undefined，或是数字而不是字符串；timeStamp 必须是字符串",
                fix: "所有参数都以字符串传入，名称大小写准确；检查该对象：wechatpay pay-params --check params.json",
            },
        },
    },
    ClientText {
        name: "payment-failed",
        parts: &[
            "requestPayment:fail",
            "get_brand_wcpay_request:fail",
            "chooseWXPay:fail",
            "requestPayment: fail",
            "调用支付JSAPI缺少参数",
            "支付失败",
        ],
        advice: Advice {
            repeat: Repeat::AfterQuery,
            en: Words {
                meaning: "the client could not carry out the payment",
                cause: "the text after fail says why; a client's result is never proof that nothing was paid",
                fix: "look the order up: wechatpay query --out-trade-no NUMBER; check the object that the client got: wechatpay pay-params --check params.json",
            },
            zh: Words {
                meaning: "客户端未能完成支付",
                cause: "原因见 fail 后面的内容；客户端的结果不能证明没有付款",
                fix: "查询订单：wechatpay query --out-trade-no 商户订单号；检查客户端收到的对象：wechatpay pay-params --check params.json",
            },
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_client_is_found_however_it_is_copied() {
        for (text, name) in [
            ("支付验证签名失败", "pay-sign-refused"),
            ("{errMsg: \"requestPayment:fail cancel\"}", "cancelled"),
            ("requestPayment:fail 支付验证签名失败", "pay-sign-refused"),
            ("{\"errMsg\":\"requestPayment:fail:cancel\"}", "cancelled"),
            ("调用支付JSAPI缺少参数: total_fee", "total-fee-missing"),
            (
                "requestPayment:fail jsapi has no permission",
                "no-permission",
            ),
            (
                "requestPayment:fail:invalid signature",
                "jsapi-config-signature",
            ),
            ("商家参数格式有误，请联系商家解决", "parameter-format"),
            (
                "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;",
                "parameter-type",
            ),
            ("get_brand_wcpay_request:fail", "payment-failed"),
            ("订单已过期", "order-expired"),
        ] {
            assert_eq!(
                by_client_text(text).map(|known| known.name),
                Some(name),
                "{text}"
            );
        }
        assert_eq!(by_client_text("hello"), None);
    }
}
