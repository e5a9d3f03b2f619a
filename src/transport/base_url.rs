//! The hosts that requests go to.

use std::str::FromStr;

use url::Url;

use crate::loopback::is_loopback;

/// A host that requests go to: one of WeChat Pay's, or this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a URL is not one that requests are sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// It is not a URL of scheme and host alone.
    #[error(
        "'{0}' is not a base URL such as https://api.mch.weixin.qq.com (no path, query or login)"
    )]
    Shape(String),
    /// Everyone on the way could read a signed request over plain HTTP.
    #[error("{0} must be https; plain http is for this machine only")]
    Plain(String),
    /// Signed requests and secrets go to WeChat's hosts only.
    #[error("{0} is not a host of WeChat Pay")]
    Foreign(String),
}

/// Hosts of API v3 and of the Mini Program login, each with its backups.
const HOSTS: [&str; 10] = [
    "api.mch.weixin.qq.com",
    "api2.mch.weixin.qq.com",
    "apihk.mch.weixin.qq.com",
    "api.wechatpay.cn",
    "api2.wechatpay.cn",
    "api.weixin.qq.com",
    "api2.weixin.qq.com",
    "sh.api.weixin.qq.com",
    "sz.api.weixin.qq.com",
    "hk.api.weixin.qq.com",
];

impl BaseUrl {
    /// Reads a base URL; hosts other than WeChat's and this machine only if `foreign` is set.
    ///
    /// # Errors
    /// Returns what is wrong with it.
    pub fn parse(text: &str, foreign: bool) -> Result<Self, BaseUrlError> {
        let shape = || BaseUrlError::Shape(without_login(text));
        let url = Url::from_str(text).map_err(|_| shape())?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.path() == "/";
        let host = url.host_str().filter(|_| bare).ok_or_else(shape)?;
        match url.scheme() {
            "https" | "http" if is_loopback(&url) => {}
            "https" if HOSTS.contains(&host) || foreign => {}
            "https" => return Err(BaseUrlError::Foreign(host.to_owned())),
            "http" => return Err(BaseUrlError::Plain(text.to_owned())),
            _ => return Err(shape()),
        }
        Ok(Self(url))
    }

    /// Returns scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// Returns host and port, for messages.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Tells whether the host is one of WeChat's own.
    #[must_use]
    pub fn is_wechat(&self) -> bool {
        self.0.host_str().is_some_and(|host| HOSTS.contains(&host))
    }

    /// Returns host and port, as a proxy takes them.
    pub(super) fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        let port = self.0.port_or_known_default().unwrap_or_default();
        format!("{host}:{port}")
    }

    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

fn without_login(text: &str) -> String {
    text.rsplit_once('@')
        .map_or_else(|| text.to_owned(), |(_, rest)| format!("…@{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_go_to_wechat_pay_or_this_machine() {
        for good in [
            "https://api.mch.weixin.qq.com",
            "https://api2.wechatpay.cn/",
            "http://127.0.0.1:8787",
            "http://[::1]:1",
            "https://localhost:8443",
        ] {
            assert!(BaseUrl::parse(good, false).is_ok(), "{good}");
        }
        for bad in [
            "http://api.mch.weixin.qq.com",
            "https://api.mch.weixin.qq.com.example.com",
            "https://example.com",
            "https://user:pass@api.mch.weixin.qq.com",
            "https://api.mch.weixin.qq.com/v3",
            "https://api.mch.weixin.qq.com?x",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "http://127.0.0.1.example.com",
        ] {
            assert!(BaseUrl::parse(bad, false).is_err(), "{bad}");
        }
        assert!(BaseUrl::parse("https://gateway.example.com", true).is_ok());
    }

    #[test]
    fn plain_http_goes_to_this_machine_only_whatever_is_allowed() {
        let error = BaseUrl::parse("http://gateway.example.com", true).unwrap_err();
        assert!(matches!(error, BaseUrlError::Plain(_)), "{error}");
    }

    #[test]
    fn a_login_in_a_url_is_not_repeated() {
        let error = BaseUrl::parse("https://user:hunter2@example.com", true).unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }
}
