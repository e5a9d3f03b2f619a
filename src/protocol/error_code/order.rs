//! Codes about orders.

use super::{Advice, ErrorCode, Repeat, Words};

pub(super) const CODES: [ErrorCode; 7] = [
    ErrorCode {
        code: "OUT_TRADE_NO_USED",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::NewNumber,
            en: Words {
                meaning: "the out_trade_no stands for another order",
                cause: "the number was used before with other parameters, or on another pay endpoint",
                fix: "this out_trade_no was used with other parameters: repeat the first ones, or close it and take a new number",
            },
            zh: Words {
                meaning: "商户订单号重复",
                cause: "该单号曾以其他参数或在其他支付接口下单",
                fix: "该商户订单号已用于其他参数：使用首次参数重试，或关单后换新单号",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "ORDER_PAID",
        http_status: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the order is paid",
                cause: "the user paid before this request came; a paid order can neither be paid again nor be closed",
                fix: "the order is paid: query it; to give the money back, refund it",
            },
            zh: Words {
                meaning: "订单已支付",
                cause: "用户已在此请求之前付款；已支付的订单不能再付款，也不能关闭",
                fix: "订单已支付：请查询订单；退款请走退款接口",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "ORDER_CLOSED",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::NewNumber,
            en: Words {
                meaning: "the order is closed",
                cause: "it was closed by the merchant, or by WeChat Pay after 7 days",
                fix: "the order is closed: order again with a new out_trade_no",
            },
            zh: Words {
                meaning: "订单已关闭",
                cause: "商户已关单，或 7 天后由微信支付关闭",
                fix: "订单已关闭：请使用新的商户订单号下单",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "ORDER_NOT_EXIST",
        http_status: &[404],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "there is no such order; it does not mean that it is closed",
                cause: "the number or the merchant number is wrong, it is a combined order, or its prepay never succeeded; the signature was right",
                fix: "check the number and the merchant number; an order exists only after its prepay succeeded",
            },
            zh: Words {
                meaning: "订单不存在；不等于已关闭",
                cause: "单号或商户号错误、属于合单订单，或下单从未成功；签名已通过",
                fix: "检查单号与商户号；下单成功后订单才存在",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "TRADE_ERROR",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the trade failed",
                cause: "the documentation names the code without a cause; the message says more",
                fix: "the trade failed for a business reason; read the message",
            },
            zh: Words {
                meaning: "交易错误",
                cause: "文档未说明原因，以提示为准",
                fix: "交易失败，请看提示",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "INVALID_TRANSACTIONID",
        http_status: &[500],
        advice: Advice {
            repeat: Repeat::Later,
            en: Words {
                meaning: "the transaction_id was not accepted",
                cause: "it comes with HTTP 500: the number may be wrong, or WeChat Pay failed to look it up",
                fix: "check the transaction_id; where it is right, wait and repeat the same request",
            },
            zh: Words {
                meaning: "微信支付订单号无效",
                cause: "随 HTTP 500 返回：单号有误，或微信支付查找失败",
                fix: "检查微信支付订单号；若无误，稍候用相同参数重试",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "OPENID_MISMATCH",
        http_status: &[500],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "openid and App ID do not belong together",
                cause: "the openid was obtained under another App ID than the order's",
                fix: "get the openid with the same App ID that places the order",
            },
            zh: Words {
                meaning: "openid 与 AppID 不匹配",
                cause: "openid 不是在下单所用的 AppID 下获取的",
                fix: "openid 必须在下单所用的 AppID 下获取",
            },
        },
        cases: &[],
    },
];
