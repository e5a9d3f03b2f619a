//! 小程序登录: a `wx.login` code for an openid, on `api.weixin.qq.com`. No signature, no API v3.

use serde::{Deserialize, Serialize};

use super::id::{Appid, Openid};

/// The path of the exchange; everything else is in its query, the app secret too.
pub const PATH: &str = "/sns/jscode2session";

/// The answer of a good exchange.
#[derive(Clone, Serialize, Deserialize)]
pub struct Session {
    /// The user under this App ID.
    pub openid: Openid,
    /// 会话密钥, which opens what the user shares; must not leave the server.
    pub session_key: String,
    /// The user under all apps of one 开放平台 account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unionid: Option<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("openid", &self.openid)
            .finish_non_exhaustive()
    }
}

/// The answer of a refused exchange; its HTTP status is 200 too.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionError {
    /// Which fault.
    pub errcode: i64,
    /// Its words and an id for support.
    #[serde(default)]
    pub errmsg: String,
}

/// Returns the parameters in the documented order.
#[must_use]
pub fn query<'a>(appid: &'a Appid, secret: &'a str, code: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("appid", appid.as_str()),
        ("secret", secret),
        ("js_code", code),
        ("grant_type", "authorization_code"),
    ]
}

/// What an errcode means, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The errcode.
    pub errcode: i64,
    /// How errmsg begins.
    pub errmsg: &'static str,
    /// What to do, in English.
    pub help: &'static str,
    /// The same in Chinese.
    pub help_zh: &'static str,
}

/// The errcodes of the exchange.
pub const ERRCODES: [Meaning; 11] = [
    meaning(
        -1,
        "system error",
        "WeChat is busy: call wx.login again for a new code and retry",
        "微信系统繁忙：重新调用 wx.login 取新的 code 再试",
    ),
    meaning(
        40013,
        "invalid appid",
        "check appid in the profile: it must be the Mini Program's",
        "检查配置中的 appid：必须是小程序的 AppID",
    ),
    meaning(
        40029,
        "invalid code",
        "the code is wrong, older than 5 minutes or made by another app: call wx.login in the Mini Program that has this appid",
        "code 错误、已过期（5 分钟）或来自其他小程序：请在此 appid 的小程序中重新调用 wx.login",
    ),
    meaning(
        40125,
        "invalid appsecret",
        "app_secret belongs to another app or was reset: copy it again from the Mini Program's console",
        "app_secret 属于其他应用或已被重置：从小程序后台重新复制",
    ),
    meaning(
        40163,
        "code been used",
        "a code is good for one exchange: call wx.login again, and look for a framework that sends the request twice",
        "code 只能使用一次：重新调用 wx.login，并检查框架是否重复请求",
    ),
    meaning(
        40164,
        "invalid ip",
        "add this machine's address to the IP allow-list of the app's console",
        "将本机出口 IP 加入后台的 IP 白名单",
    ),
    meaning(
        40226,
        "code blocked",
        "WeChat blocks this user's login as risky; nothing to be done here",
        "该用户为高风险用户，登录被拦截",
    ),
    meaning(
        41002,
        "appid missing",
        "set appid in the profile",
        "在配置中填写 appid",
    ),
    meaning(
        41004,
        "appsecret missing",
        "set app_secret in the profile",
        "在配置中填写 app_secret",
    ),
    meaning(
        41008,
        "missing code",
        "give the code that wx.login returned",
        "请提供 wx.login 返回的 code",
    ),
    meaning(
        45011,
        "api minute-quota reach limit",
        "at most 100 exchanges a user and minute: wait a minute, and look for a loop",
        "每个用户每分钟最多 100 次：等待一分钟，并检查是否有循环调用",
    ),
];

const fn meaning(
    errcode: i64,
    errmsg: &'static str,
    help: &'static str,
    help_zh: &'static str,
) -> Meaning {
    Meaning {
        errcode,
        errmsg,
        help,
        help_zh,
    }
}

/// Returns what an errcode means, where it is known.
#[must_use]
pub fn explain(errcode: i64) -> Option<&'static Meaning> {
    ERRCODES.iter().find(|meaning| meaning.errcode == errcode)
}
