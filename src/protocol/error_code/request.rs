//! Codes about the request itself: its form, who sends it, and what that one may do.

use super::{Advice, Api, Case, ErrorCode, Repeat, Words};

pub(super) const CODES: [ErrorCode; 9] = [
    ErrorCode {
        code: "PARAM_ERROR",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "a field is wrong",
                cause: "a field is missing, out of range, of the wrong type or unknown; or mchid in the body is not the one of the Authorization header; detail may name the field",
                fix: "correct the field that the message names; the same request will fail again",
            },
            zh: Words {
                meaning: "参数错误",
                cause: "字段缺失、超出范围、类型不符或多余；或请求体的 mchid 与 Authorization 头不一致；detail 可能指出字段",
                fix: "按提示修正字段；原样重试仍会失败",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "INVALID_REQUEST",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the request breaks a rule of the protocol or of the business",
                cause: "the message says which: a repeat with other parameters, an order in the wrong state, or no Accept or User-Agent header",
                fix: "read the message: the request breaks a rule, or repeats an out_trade_no with other parameters",
            },
            zh: Words {
                meaning: "请求不符合协议或业务规则",
                cause: "以提示为准：重入时参数不一致、订单状态不允许，或缺少 Accept、User-Agent 头",
                fix: "请求违反规则，或同一 out_trade_no 重入时参数不一致，请看提示",
            },
        },
        cases: &[
            Case {
                api: Api::Prepay,
                http_status: &[400],
                advice: Advice {
                    repeat: Repeat::NewNumber,
                    en: Words {
                        meaning: "the order was placed before with other parameters",
                        cause: "amount, description, App ID, notify_url or anything else differs from the first request of this out_trade_no",
                        fix: "repeat the first parameters exactly, or close the order and take a new out_trade_no",
                    },
                    zh: Words {
                        meaning: "请求重入时，参数与首次请求不一致",
                        cause: "金额、描述、AppID、notify_url 等与该 out_trade_no 的首次请求不同",
                        fix: "使用与首次完全相同的参数，或关单后换新的 out_trade_no",
                    },
                },
            },
            Case {
                api: Api::Refund,
                http_status: &[400],
                advice: Advice {
                    repeat: Repeat::Never,
                    en: Words {
                        meaning: "the refund is not possible like this",
                        cause: "for example the amount does not fit the order, or the order is not paid",
                        fix: "query the order and compare amount.total and what is left to refund",
                    },
                    zh: Words {
                        meaning: "不能这样退款",
                        cause: "例如金额与订单不符，或订单未支付",
                        fix: "先查单，核对 amount.total 与剩余可退金额",
                    },
                },
            },
            Case {
                api: Api::Bill,
                http_status: &[],
                advice: Advice {
                    repeat: Repeat::Never,
                    en: Words {
                        meaning: "the download address is too old",
                        cause: "download_url is good for 5 minutes",
                        fix: "apply for the bill again and download from the new download_url",
                    },
                    zh: Words {
                        meaning: "下载地址已失效",
                        cause: "download_url 有效期 5 分钟",
                        fix: "重新申请账单，使用新的 download_url 下载",
                    },
                },
            },
        ],
    },
    ErrorCode {
        code: "APPID_MCHID_NOT_MATCH",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the App ID is not bound to the merchant number",
                cause: "the binding is missing, or appid or mchid is another one than meant",
                fix: "bind the App ID to the merchant number in the merchant console; it takes a few minutes",
            },
            zh: Words {
                meaning: "AppID 与商户号未绑定",
                cause: "缺少绑定关系，或 appid、mchid 填错",
                fix: "在商户平台绑定 AppID 与商户号，几分钟后生效",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "MCH_NOT_EXISTS",
        http_status: &[400, 404],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "there is no such merchant number",
                cause: "mchid or sub_mchid is wrong; the status is 400 on orders and 404 on refunds",
                fix: "check mchid: WeChat Pay does not know this merchant number",
            },
            zh: Words {
                meaning: "商户号不存在",
                cause: "mchid 或 sub_mchid 填错；订单接口返回 400，退款接口返回 404",
                fix: "检查商户号：微信支付无此商户",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "SIGN_ERROR",
        http_status: &[401],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the signature was refused; nothing else was looked at, and nothing happened",
                cause: "private_key and serial_no are not a pair, other bytes were signed than sent, the clock is off by over 5 minutes, or the Authorization header is malformed; the message says which",
                fix: "check that private_key and serial_no come from the same certificate ZIP, and the clock",
            },
            zh: Words {
                meaning: "签名未通过；业务未执行",
                cause: "私钥与证书序列号不配对、签名内容与发送内容不一致、时间相差超过 5 分钟，或 Authorization 头格式错误；以提示为准",
                fix: "检查私钥与证书序列号是否来自同一证书包，以及本机时间",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "NO_AUTH",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the merchant may not do this",
                cause: "the product is not enabled, collection is restricted by risk control, or partner and sub-merchant are not connected for this product",
                fix: "enable the JSAPI payment product for this merchant number, or ask support whether collection is restricted",
            },
            zh: Words {
                meaning: "商户无此权限",
                cause: "产品权限未开通、收款功能被风控限制，或服务商与子商户无此产品的受理关系",
                fix: "为商户号开通 JSAPI 支付权限，或确认收款功能是否受限",
            },
        },
        cases: &[Case {
            api: Api::Bill,
            http_status: &[],
            advice: Advice {
                repeat: Repeat::Never,
                en: Words {
                    meaning: "the download address belongs to another merchant number",
                    cause: "download_url was applied for by one mchid and fetched by another",
                    fix: "download with the mchid that applied for the bill",
                },
                zh: Words {
                    meaning: "下载地址属于其他商户号",
                    cause: "申请账单与下载账单的 mchid 不同",
                    fix: "使用申请账单的 mchid 下载",
                },
            },
        }],
    },
    ErrorCode {
        code: "ACCOUNT_ERROR",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "an account is in a state that does not allow this",
                cause: "the documentation names the code without a cause; the message says more",
                fix: "the account is in a state that does not allow this; ask WeChat Pay's support",
            },
            zh: Words {
                meaning: "账户状态异常",
                cause: "文档未说明原因，以提示为准",
                fix: "账户状态异常，请联系微信支付",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "RULE_LIMIT",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "a business rule forbids this",
                cause: "the documentation names the code without a cause; the message says which rule",
                fix: "a business rule forbids this; read the message",
            },
            zh: Words {
                meaning: "业务规则限制",
                cause: "文档未说明原因，以提示为准",
                fix: "触发业务规则限制，请看提示",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "RESOURCE_NOT_EXISTS",
        http_status: &[404],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "what was asked for does not exist under this merchant number",
                cause: "a wrong number or mchid, or the request that makes it was never accepted; the signature was right",
                fix: "there is no such resource under this merchant number; just after making it, ask once more after a few seconds",
            },
            zh: Words {
                meaning: "该商户号下无此资源",
                cause: "单号或商户号错误，或创建请求未被受理；签名已通过",
                fix: "该商户号下无此资源；若刚创建，几秒后再查一次",
            },
        },
        cases: &[
            Case {
                api: Api::Certificates,
                http_status: &[404],
                advice: Advice {
                    repeat: Repeat::Never,
                    en: Words {
                        meaning: "the merchant has no platform certificates",
                        cause: "the merchant number uses the WeChat Pay public key",
                        fix: "download pub_key.pem in the merchant console (账户中心 → API安全) and set public_key and public_key_id",
                    },
                    zh: Words {
                        meaning: "无可用的平台证书",
                        cause: "该商户号使用微信支付公钥",
                        fix: "在商户平台「账户中心 → API安全」下载 pub_key.pem，并配置 public_key 与 public_key_id",
                    },
                },
            },
            Case {
                api: Api::Refund,
                http_status: &[404],
                advice: Advice {
                    repeat: Repeat::Never,
                    en: Words {
                        meaning: "the order is unknown or not paid, or there is no such refund",
                        cause: "a wrong order or refund number, another merchant number, or an order that nobody paid",
                        fix: "query the order; refund only what is paid",
                    },
                    zh: Words {
                        meaning: "订单不存在或未支付，或退款单不存在",
                        cause: "订单号、退款单号或商户号错误，或订单未支付",
                        fix: "先查单；只有已支付的订单才能退款",
                    },
                },
            },
        ],
    },
];
