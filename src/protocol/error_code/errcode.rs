//! The errcodes of `jscode2session`, which is not API v3.

use super::{Advice, Repeat, Words};

/// An errcode of the exchange of a login code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Errcode {
    /// The errcode.
    pub errcode: i64,
    /// How errmsg begins.
    pub errmsg: &'static str,
    /// What to make of it.
    pub advice: Advice,
}

/// Returns what an errcode means, where it is known.
#[must_use]
pub fn by_errcode(errcode: i64) -> Option<&'static Errcode> {
    let faults = ERRCODES.iter();
    faults.chain([&OK]).find(|known| known.errcode == errcode)
}

/// No fault; the answer has it seldom.
static OK: Errcode = Errcode {
    errcode: 0,
    errmsg: "ok",
    advice: Advice {
        repeat: Repeat::NotNeeded,
        en: Words {
            meaning: "success, as an errcode and at the end of a Request-ID",
            cause: "the request was carried out",
            fix: "nothing to do",
        },
        zh: Words {
            meaning: "成功；errcode 与 Request-ID 末尾均如此",
            cause: "请求已执行",
            fix: "无需处理",
        },
    },
};

/// The errcodes of a refused exchange.
pub static ERRCODES: [Errcode; 11] = [
    Errcode {
        errcode: -1,
        errmsg: "system error",
        advice: Advice {
            repeat: Repeat::NewLoginCode,
            en: Words {
                meaning: "WeChat is busy",
                cause: "a fault on WeChat's side; the code may be used up",
                fix: "WeChat is busy: call wx.login again for a new code and retry",
            },
            zh: Words {
                meaning: "系统繁忙",
                cause: "微信侧故障；code 可能已被使用",
                fix: "微信系统繁忙：重新调用 wx.login 取新的 code 再试",
            },
        },
    },
    Errcode {
        errcode: 40013,
        errmsg: "invalid appid",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the App ID is not valid",
                cause: "appid is misspelt, or is not a Mini Program's",
                fix: "check appid in the profile: it must be the Mini Program's",
            },
            zh: Words {
                meaning: "AppID 无效",
                cause: "appid 填写有误，或不是小程序的 AppID",
                fix: "检查配置中的 appid：必须是小程序的 AppID",
            },
        },
    },
    Errcode {
        errcode: 40029,
        errmsg: "invalid code",
        advice: Advice {
            repeat: Repeat::NewLoginCode,
            en: Words {
                meaning: "the login code is not valid",
                cause: "it is wrong, older than 5 minutes, or made by another app, such as a test account's",
                fix: "the code is wrong, older than 5 minutes or made by another app: call wx.login in the Mini Program that has this appid",
            },
            zh: Words {
                meaning: "code 无效",
                cause: "code 错误、已过期（5 分钟），或来自其他小程序（如测试号）",
                fix: "code 错误、已过期（5 分钟）或来自其他小程序：请在此 appid 的小程序中重新调用 wx.login",
            },
        },
    },
    Errcode {
        errcode: 40125,
        errmsg: "invalid appsecret",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the app secret is not valid",
                cause: "it belongs to another app, or was reset",
                fix: "app_secret belongs to another app or was reset: copy it again from the Mini Program's console",
            },
            zh: Words {
                meaning: "AppSecret 无效",
                cause: "属于其他应用，或已被重置",
                fix: "app_secret 属于其他应用或已被重置：从小程序后台重新复制",
            },
        },
    },
    Errcode {
        errcode: 40163,
        errmsg: "code been used",
        advice: Advice {
            repeat: Repeat::NewLoginCode,
            en: Words {
                meaning: "the login code was used before",
                cause: "a code is good for one exchange; some frameworks send the request twice",
                fix: "a code is good for one exchange: call wx.login again, and look for a framework that sends the request twice",
            },
            zh: Words {
                meaning: "code 已被使用",
                cause: "code 只能使用一次；有的框架会重复请求",
                fix: "code 只能使用一次：重新调用 wx.login，并检查框架是否重复请求",
            },
        },
    },
    Errcode {
        errcode: 40164,
        errmsg: "invalid ip",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "this machine's address is not allowed",
                cause: "the app has an IP allow-list; not documented for this call",
                fix: "add this machine's address to the IP allow-list of the app's console",
            },
            zh: Words {
                meaning: "IP 不在白名单",
                cause: "应用设置了 IP 白名单；该接口的文档未提及",
                fix: "将本机出口 IP 加入后台的 IP 白名单",
            },
        },
    },
    Errcode {
        errcode: 40226,
        errmsg: "code blocked",
        advice: Advice {
            repeat: Repeat::Never,
            en: Words {
                meaning: "the user's login is blocked",
                cause: "WeChat takes the user for a high risk",
                fix: "WeChat blocks this user's login as risky; nothing to be done here",
            },
            zh: Words {
                meaning: "登录被拦截",
                cause: "该用户为高风险用户",
                fix: "该用户为高风险用户，登录被拦截",
            },
        },
    },
    Errcode {
        errcode: 41002,
        errmsg: "appid missing",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "appid is missing",
                cause: "the request has no appid",
                fix: "set appid in the profile",
            },
            zh: Words {
                meaning: "缺少 appid",
                cause: "请求中没有 appid",
                fix: "在配置中填写 appid",
            },
        },
    },
    Errcode {
        errcode: 41004,
        errmsg: "appsecret missing",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the app secret is missing",
                cause: "the request has no secret",
                fix: "set app_secret in the profile",
            },
            zh: Words {
                meaning: "缺少 AppSecret",
                cause: "请求中没有 secret",
                fix: "在配置中填写 app_secret",
            },
        },
    },
    Errcode {
        errcode: 41008,
        errmsg: "missing code",
        advice: Advice {
            repeat: Repeat::AfterFix,
            en: Words {
                meaning: "the login code is missing",
                cause: "the request has no js_code",
                fix: "give the code that wx.login returned",
            },
            zh: Words {
                meaning: "缺少 code",
                cause: "请求中没有 js_code",
                fix: "请提供 wx.login 返回的 code",
            },
        },
    },
    Errcode {
        errcode: 45011,
        errmsg: "api minute-quota reach limit",
        advice: Advice {
            repeat: Repeat::NewLoginCode,
            en: Words {
                meaning: "too many exchanges for this user",
                cause: "more than 100 in a minute",
                fix: "at most 100 exchanges a user and minute: wait a minute, and look for a loop",
            },
            zh: Words {
                meaning: "调用过于频繁",
                cause: "该用户一分钟内超过 100 次",
                fix: "每个用户每分钟最多 100 次：等待一分钟，并检查是否有循环调用",
            },
        },
    },
];
