//! What can be told from the form alone.

use super::{Advice, Repeat, Words};

/// Returns what the class of a status tells.
pub(super) fn status(status: u16) -> &'static Advice {
    match status {
        ..=299 => &SUCCEEDED,
        300..=399 => &REDIRECTED,
        400..=499 => &REFUSED,
        500.. => &FAILED,
    }
}

/// A code that is in no table.
pub(super) static CODE: Advice = Advice {
    repeat: Repeat::AfterQuery,
    en: Words {
        meaning: "not a code that is known here",
        cause: "WeChat Pay adds codes; the HTTP status of the same answer tells whether anything happened",
        fix: "read the message: 4xx means refused, and the same request will fail again; 5xx means that the outcome is unknown, so query first",
    },
    zh: Words {
        meaning: "未收录的错误码",
        cause: "微信支付会新增错误码；同一应答的 HTTP 状态码可说明请求是否被执行",
        fix: "请看提示：4xx 表示被拒绝，原样重试仍会失败；5xx 表示结果未知，请先查询",
    },
};

/// A result number that is in no table.
pub(super) static NUMBER: Advice = Advice {
    repeat: Repeat::AfterQuery,
    en: Words {
        meaning: "not a result number that is known here; any but 0 is a failure",
        cause: "the numbers are internal to WeChat Pay and mostly undocumented",
        fix: "go by the code and the HTTP status of the same answer, and give the whole Request-ID to WeChat Pay's support",
    },
    zh: Words {
        meaning: "未收录的内部结果码；非 0 即为失败",
        cause: "该数字为微信支付内部结果码，多数未公开",
        fix: "以同一应答的错误码与 HTTP 状态码为准，并向微信支付技术支持提供完整的 Request-ID",
    },
};

/// An errcode that is in no table.
pub(super) static ERRCODE: Advice = Advice {
    repeat: Repeat::NewLoginCode,
    en: Words {
        meaning: "not an errcode of jscode2session that is known here; any but 0 is a failure",
        cause: "errmsg of the same answer says more",
        fix: "read errmsg, keep its rid for support, and call wx.login again for a new code",
    },
    zh: Words {
        meaning: "未收录的 jscode2session 错误码；非 0 即为失败",
        cause: "同一应答的 errmsg 有更多说明",
        fix: "查看 errmsg，保留其中的 rid，并重新调用 wx.login 取新的 code",
    },
};

/// A status of 1xx or 2xx that is in no table.
static SUCCEEDED: Advice = Advice {
    repeat: Repeat::AfterQuery,
    en: Words {
        meaning: "by its class a success, and not a status that WeChat Pay documents",
        cause: "perhaps a proxy's",
        fix: "verify the answer's signature; without one it is not WeChat Pay's, so query",
    },
    zh: Words {
        meaning: "属成功类，但微信支付未使用此状态码",
        cause: "可能来自代理",
        fix: "先验签；无签名则不是微信支付的应答，请先查询",
    },
};

/// A status of 3xx.
static REDIRECTED: Advice = Advice {
    repeat: Repeat::Never,
    en: Words {
        meaning: "a redirect, which WeChat Pay never sends",
        cause: "a proxy or portal stands between this machine and WeChat Pay, or the host is wrong",
        fix: "look for a proxy or portal, check the host, and do not follow it with a signed request",
    },
    zh: Words {
        meaning: "重定向；微信支付不会返回",
        cause: "本机与微信支付之间有代理或认证网关，或主机名有误",
        fix: "检查代理、认证网关与主机名；不要带签名跟随跳转",
    },
};

/// A status of 4xx that is in no table.
static REFUSED: Advice = Advice {
    repeat: Repeat::Never,
    en: Words {
        meaning: "by its class a refusal, and not a status that WeChat Pay documents",
        cause: "the request is wrong, or a proxy refused it",
        fix: "read the answer's body; the same request will be refused again",
    },
    zh: Words {
        meaning: "属拒绝类，但微信支付未说明此状态码",
        cause: "请求有误，或被代理拒绝",
        fix: "查看应答体；原样重试仍会被拒绝",
    },
};

/// A status of 5xx that is in no table.
static FAILED: Advice = Advice {
    repeat: Repeat::AfterQuery,
    en: Words {
        meaning: "by its class a failure of a server; the outcome is unknown",
        cause: "WeChat Pay or a proxy before it failed",
        fix: "the outcome is unknown: query the order before repeating it with the same number",
    },
    zh: Words {
        meaning: "属服务端故障；结果未知",
        cause: "微信支付或其前的代理故障",
        fix: "结果未知：先查单，再以相同单号重试",
    },
};
