//! Codes about refunds and bills.

use super::{Advice, Api, Case, ErrorCode, Repeat, Words};

pub(super) const CODES: [ErrorCode; 6] = [
    ErrorCode {
        code: "NOT_ENOUGH",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "refunds: the balance is too low; certificates: none is valid",
                cause: "it depends on the API that answered: the balance of a refund, or an expired platform certificate",
                fix: "for certificates: the platform certificate has expired, ask WeChat Pay's support; for refunds: top up and repeat with the same out_refund_no",
            },
            zh: Words {
                meaning: "退款：余额不足；平台证书：无有效证书",
                cause: "取决于返回它的接口：退款余额不足，或平台证书已过期",
                fix: "平台证书：证书已过期，请联系微信支付；退款：充值后以相同 out_refund_no 重试",
            },
        },
        cases: &[
            Case {
                api: Api::Refund,
                http_status: &[403],
                advice: Advice {
                    repeat: Repeat::AfterFix,
                    en: Words {
                        meaning: "the balance does not cover the refund",
                        cause: "the account that refunds are paid from holds less than the refund",
                        fix: "top up, then repeat with the same out_refund_no; a new number might refund twice",
                    },
                    zh: Words {
                        meaning: "余额不足以退款",
                        cause: "出资账户余额低于退款金额",
                        fix: "充值后以相同 out_refund_no 重试；换号可能重复退款",
                    },
                },
            },
            Case {
                api: Api::Certificates,
                http_status: &[403],
                advice: Advice {
                    repeat: Repeat::Never,
                    en: Words {
                        meaning: "the platform certificate has expired",
                        cause: "it ran out and was not replaced",
                        fix: "apply for the WeChat Pay public key in the merchant console (账户中心 → API安全) and set public_key and public_key_id; or ask WeChat Pay's support for a new certificate",
                    },
                    zh: Words {
                        meaning: "平台证书已过期失效",
                        cause: "证书到期而未更换",
                        fix: "在商户平台「账户中心 → API安全」申请微信支付公钥，并配置 public_key 与 public_key_id；或联系微信支付技术支持换发证书",
                    },
                },
            },
        ],
    },
    ErrorCode {
        code: "USER_ACCOUNT_ABNORMAL",
        http_status: &[403],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the user's account cannot receive the refund",
                cause: "the user's account is closed",
                fix: "give the money back to the user by hand, in another way",
            },
            zh: Words {
                meaning: "用户账户异常，无法退款",
                cause: "用户账户已注销",
                fix: "请线下人工处理，以其他方式退给用户",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "TRADE_OVERDUE",
        http_status: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "by its name, it is too late for this trade",
                cause: "seen with refunds, and not in the documented tables; a refund is possible for 365 days",
                fix: "look at when the order was paid; after 365 days give the money back in another way",
            },
            zh: Words {
                meaning: "顾名思义，交易已过期",
                cause: "见于退款，未列入文档错误码表；退款期限为 365 天",
                fix: "核对支付时间；超过 365 天请以其他方式退款",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "REFUND_FEE_MISMATCH",
        http_status: &[],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "by its name, the refund's amounts do not fit",
                cause: "seen with refunds, and not in the documented tables; amount.total is not the order's, or the out_refund_no was used with another amount",
                fix: "query the order and the refund, and send the first amounts again for the same out_refund_no",
            },
            zh: Words {
                meaning: "顾名思义，退款金额不一致",
                cause: "见于退款，未列入文档错误码表；amount.total 与订单不符，或该 out_refund_no 曾以其他金额申请",
                fix: "先查单与查退款；相同 out_refund_no 须使用首次的金额",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "NO_STATEMENT_EXIST",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "there is no bill of that day",
                cause: "nothing happened on that day in this kind of bill",
                fix: "nothing to do where nothing was traded; otherwise check bill_date, the type and mchid",
            },
            zh: Words {
                meaning: "账单不存在",
                cause: "当日此类账单无数据",
                fix: "若当日无交易则无需处理；否则检查 bill_date、账单类型与商户号",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "STATEMENT_CREATING",
        http_status: &[400],
        advice: Advice {
            repeat: Repeat::Later,
            en: Words {
                meaning: "the bill is still being made",
                cause: "bills are ready from about 10 o'clock on the next day",
                fix: "ask again in some minutes or hours",
            },
            zh: Words {
                meaning: "账单生成中",
                cause: "账单约在次日 10 点后可下载",
                fix: "几分钟至几小时后再试",
            },
        },
        cases: &[],
    },
];
