//! Codes that the merchant says, in the answer to a notification.

use super::{Advice, ErrorCode, Repeat, Words};

pub(super) const CODES: [ErrorCode; 2] = [
    ErrorCode {
        code: "SUCCESS",
        http_status: &[200, 204],
        advice: Advice {
            repeat: Repeat::NotNeeded,
            en: Words {
                meaning: "a merchant's answer to a notification: it is accepted",
                cause: "only the status counts, 200 or 204; the body is not needed",
                fix: "nothing to do; as a trade_state it means that the order is paid",
            },
            zh: Words {
                meaning: "商户对通知的应答：已接收",
                cause: "以状态码 200 或 204 为准，无需应答体",
                fix: "无需处理；作为 trade_state 时表示订单已支付",
            },
        },
        cases: &[],
    },
    ErrorCode {
        code: "FAIL",
        http_status: &[],
        advice: Advice {
            repeat: Repeat::NotNeeded,
            en: Words {
                meaning: "a merchant's answer to a notification: it is not accepted",
                cause: "the notification did not verify, did not open or could not be stored; it is sent with a status of 4xx or 5xx",
                fix: "mend the receiver; WeChat Pay delivers again by itself, up to 15 times in about a day",
            },
            zh: Words {
                meaning: "商户对通知的应答：未接收",
                cause: "通知验签、解密或存储失败；以 4xx 或 5xx 状态码返回",
                fix: "修复接收端；微信支付会自行重发，约一天内最多 15 次",
            },
        },
        cases: &[],
    },
];
