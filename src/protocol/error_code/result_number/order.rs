//! Numbers about merchants and orders.

use super::ResultNumber;
use crate::protocol::error_code::{Advice, Repeat, Words};

pub(super) const NUMBERS: [ResultNumber; 14] = [
    ResultNumber {
        number: 268_445_527,
        codes: &["APPID_MCHID_NOT_MATCH"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the App ID is not bound to the merchant number",
                cause: "the binding is missing, in partner mode also that of sp_appid and sp_mchid",
                fix: "bind the App ID to the merchant number in the merchant console; it takes a few minutes",
            },
            zh: Words {
                meaning: "appid 和 mch_id 不匹配",
                cause: "缺少绑定关系；服务商模式下也指 sp_appid 与 sp_mchid",
                fix: "在商户平台绑定 AppID 与商户号，几分钟后生效",
            },
        },
    },
    ResultNumber {
        number: 268_448_010,
        codes: &["NO_AUTH"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the merchant's collection is restricted",
                cause: "risk control restricts this merchant number",
                fix: "appeal in the merchant console, or ask WeChat Pay's support",
            },
            zh: Words {
                meaning: "此商家的收款功能已被限制",
                cause: "商户号被风控限制",
                fix: "在商户平台申诉，或联系微信支付",
            },
        },
    },
    ResultNumber {
        number: 268_443_715,
        codes: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the merchant number is unavailable or closed",
                cause: "the account is frozen, or was closed",
                fix: "ask WeChat Pay's support about the account",
            },
            zh: Words {
                meaning: "商户状态为不可用或者已经注销",
                cause: "账户被冻结或已注销",
                fix: "联系微信支付确认账户状态",
            },
        },
    },
    ResultNumber {
        number: 268_443_701,
        codes: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "there is no partner relation",
                cause: "partner and sub-merchant are not connected for this product",
                fix: "connect them in the partner console; the sub-merchant must authorise the product",
            },
            zh: Words {
                meaning: "受理关系不存在或不可用",
                cause: "服务商与子商户无此产品的受理关系",
                fix: "在服务商平台建立关系，并由子商户授权产品权限",
            },
        },
    },
    ResultNumber {
        number: 268_443_704,
        codes: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "sub_mch_id is missing",
                cause: "a partner's number was used on the direct endpoint, or sub_mchid was left out",
                fix: "use the partner endpoint and set sub_mchid",
            },
            zh: Words {
                meaning: "受理机构必须传入 sub_mch_id",
                cause: "服务商号用于直连接口，或缺少 sub_mchid",
                fix: "使用服务商接口并填写 sub_mchid",
            },
        },
    },
    ResultNumber {
        number: 268_443_705,
        codes: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "sub_mchid is the partner's own number",
                cause: "sub_mchid equals sp_mchid",
                fix: "set sub_mchid to the sub-merchant's number",
            },
            zh: Words {
                meaning: "子商户 mchid 不能与自身 mchid 相同",
                cause: "sub_mchid 等于 sp_mchid",
                fix: "将 sub_mchid 改为子商户的商户号",
            },
        },
    },
    ResultNumber {
        number: 268_512_771,
        codes: &["ORDER_NOT_EXIST"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the order does not exist",
                cause: "a wrong number or merchant number, or its prepay never succeeded",
                fix: "check the number and the merchant number; an order exists only after its prepay succeeded",
            },
            zh: Words {
                meaning: "订单不存在",
                cause: "单号或商户号错误，或下单从未成功",
                fix: "检查单号与商户号；下单成功后订单才存在",
            },
        },
    },
    ResultNumber {
        number: 268_447_843,
        codes: &["ORDER_NOT_EXIST"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "merchant and order do not match",
                cause: "the order was placed by another mchid",
                fix: "query with the merchant number that placed the order",
            },
            zh: Words {
                meaning: "商户号和订单不匹配",
                cause: "订单由其他商户号创建",
                fix: "使用下单的商户号查询",
            },
        },
    },
    ResultNumber {
        number: 268_447_845,
        codes: &["ORDER_NOT_EXIST"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "sub-merchant and order do not match",
                cause: "the order was placed for another sub_mchid",
                fix: "query with the sub_mchid that the order was placed for",
            },
            zh: Words {
                meaning: "子商户号和订单不匹配",
                cause: "订单属于其他 sub_mchid",
                fix: "使用下单时的 sub_mchid 查询",
            },
        },
    },
    ResultNumber {
        number: 268_449_538,
        codes: &["ORDER_PAID"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the order is already paid",
                cause: "the user paid before this request came",
                fix: "query the order; to give the money back, refund it",
            },
            zh: Words {
                meaning: "订单已支付",
                cause: "用户已在此请求之前付款",
                fix: "请查询订单；退款请走退款接口",
            },
        },
    },
    ResultNumber {
        number: 268_498_689,
        codes: &["ORDER_PAID"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the order is already paid",
                cause: "the same out_trade_no was ordered again after it was paid",
                fix: "query the order; take a new out_trade_no for another one",
            },
            zh: Words {
                meaning: "订单已支付",
                cause: "已支付后又以同一 out_trade_no 下单",
                fix: "请查询订单；新的交易请换新单号",
            },
        },
    },
    ResultNumber {
        number: 268_447_914,
        codes: &["ORDER_CLOSED"],
        advice: Advice {
            repeat: Repeat::NewNumber,
            en: Words {
                meaning: "the order is no longer valid",
                cause: "it was closed, or it is older than 7 days",
                fix: "order again with a new out_trade_no",
            },
            zh: Words {
                meaning: "该订单已失效",
                cause: "订单已关闭，或已超过 7 天",
                fix: "请使用新的商户订单号下单",
            },
        },
    },
    ResultNumber {
        number: 268_498_688,
        codes: &["OUT_TRADE_NO_USED", "INVALID_REQUEST"],
        advice: Advice {
            repeat: Repeat::NewNumber,
            en: Words {
                meaning: "repeated with other parameters",
                cause: "the same out_trade_no was ordered before with other parameters",
                fix: "repeat the first parameters exactly, or close the order and take a new out_trade_no",
            },
            zh: Words {
                meaning: "请求重入时，参数与首次请求不一致",
                cause: "同一 out_trade_no 曾以其他参数下单",
                fix: "使用与首次完全相同的参数，或关单后换新的 out_trade_no",
            },
        },
    },
    ResultNumber {
        number: 268_449_641,
        codes: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "an ordinary close is not allowed",
                cause: "the order is a payment-code order",
                fix: "payment-code orders are not closed like this",
            },
            zh: Words {
                meaning: "当前交易不允许进行普通关单",
                cause: "该订单为付款码订单",
                fix: "付款码订单不能用普通关单接口",
            },
        },
    },
];
