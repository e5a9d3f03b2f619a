//! Numbers about the request itself.

use super::ResultNumber;
use crate::protocol::error_code::{Advice, Repeat, Words};

pub(super) const NUMBERS: [ResultNumber; 9] = [
    ResultNumber {
        number: 0,
        codes: &[],
        advice: Advice {
            repeat: Repeat::NotNeeded,
            en: Words {
                meaning: "success",
                cause: "the request was carried out",
                fix: "nothing to do",
            },
            zh: Words {
                meaning: "成功",
                cause: "请求已执行",
                fix: "无需处理",
            },
        },
    },
    ResultNumber {
        number: 268_435_461,
        codes: &["PARAM_ERROR"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "an illegal parameter",
                cause: "a field does not follow its rule; the message names it",
                fix: "correct the field that the message names",
            },
            zh: Words {
                meaning: "参数不合法",
                cause: "字段不符合规则，见提示",
                fix: "按提示修正字段",
            },
        },
    },
    ResultNumber {
        number: 268_435_464,
        codes: &["PARAM_ERROR"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "a value is out of range",
                cause: "a number is too small or too large, or a text too long",
                fix: "correct the field that the message names",
            },
            zh: Words {
                meaning: "取值超出范围",
                cause: "数值过小、过大，或文本过长",
                fix: "按提示修正字段",
            },
        },
    },
    ResultNumber {
        number: 270_924_358,
        codes: &["PARAM_ERROR"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "an unknown extra parameter",
                cause: "a key that this API does not know, or a v2 name in a v3 body",
                fix: "take the key out; v3 spells mchid, appid and total differently from v2",
            },
            zh: Words {
                meaning: "含有非法的额外参数",
                cause: "该接口没有此字段，或在 v3 请求中使用了 v2 字段名",
                fix: "删除该字段；v3 的 mchid、appid、total 等写法与 v2 不同",
            },
        },
    },
    ResultNumber {
        number: 268_501_013,
        codes: &["PARAM_ERROR"],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "JSAPI payment needs an openid",
                cause: "payer is missing or empty",
                fix: "send payer.openid, which is obtained under the order's App ID",
            },
            zh: Words {
                meaning: "JSAPI 支付必须传 openid",
                cause: "payer 缺失或为空",
                fix: "填写 payer.openid，须在下单所用 AppID 下获取",
            },
        },
    },
    ResultNumber {
        number: 268_443_699,
        codes: &["SIGN_ERROR"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the signature is wrong",
                cause: "private_key and serial_no are not a pair, or other bytes were signed than sent",
                fix: "check that private_key and serial_no come from the same certificate ZIP, and the clock",
            },
            zh: Words {
                meaning: "签名错误",
                cause: "私钥与证书序列号不配对，或签名内容与发送内容不一致",
                fix: "检查私钥与证书序列号是否来自同一证书包，以及本机时间",
            },
        },
    },
    ResultNumber {
        number: 270_924_332,
        codes: &["SIGN_ERROR"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the gateway refused the Authorization header",
                cause: "the header is malformed, or the last line feed of the signed message is missing",
                fix: "check the header's form, and that each of the five signed lines ends in a line feed",
            },
            zh: Words {
                meaning: "网关拒绝 Authorization（Authorization不合法）",
                cause: "请求头格式错误，或签名串末尾缺少换行",
                fix: "检查请求头格式，以及五行签名串是否每行都以换行结束",
            },
        },
    },
    ResultNumber {
        number: 270_924_360,
        codes: &["SIGN_ERROR"],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the gateway refused the signature",
                cause: "the Authorization header is missing, or its signature does not fit",
                fix: "check that the header arrives, and that private_key and serial_no are a pair",
            },
            zh: Words {
                meaning: "网关验签失败",
                cause: "缺少 Authorization 头，或签名不匹配",
                fix: "检查请求头是否送达，以及私钥与证书序列号是否配对",
            },
        },
    },
    ResultNumber {
        number: 268_447_840,
        codes: &["FREQUENCY_LIMITED"],
        advice: Advice {
            repeat: Repeat::Later,
            en: Words {
                meaning: "the rate limit is passed",
                cause: "too many requests of this merchant number",
                fix: "slow down: wait before sending the same request again; query a refund first",
            },
            zh: Words {
                meaning: "频率超限",
                cause: "该商户号请求过多",
                fix: "稍候再以相同参数重试；退款须先查询",
            },
        },
    },
];
