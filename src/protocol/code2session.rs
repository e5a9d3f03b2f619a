//! 小程序登录: a `wx.login` code for an openid, on `api.weixin.qq.com`. No signature, no API v3.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::id::{Appid, Openid};

/// The path of the exchange; everything else is in its query, the app secret too.
pub const PATH: &str = "/sns/jscode2session";

/// The response of a successful exchange.
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

/// The response of a refused exchange; its HTTP status is 200 too.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionError {
    /// 错误码; a gateway in front may make a text of it.
    #[serde(deserialize_with = "number")]
    pub errcode: i64,
    /// 错误信息, with an id for support.
    #[serde(default)]
    pub errmsg: String,
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Errcode {
        Number(i64),
        Text(String),
    }
    match Errcode::deserialize(deserializer)? {
        Errcode::Number(number) => Ok(number),
        Errcode::Text(text) => text.trim().parse().map_err(D::Error::custom),
    }
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
