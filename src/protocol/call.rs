//! A call as values, whatever API it belongs to: what an [`Endpoint`] becomes before it is signed.

use std::fmt;
use std::str::FromStr;

use url::{Position, Url};

use super::endpoint::{Endpoint, segment};
use super::id::{IdError, SerialNo};

/// The default content type of a body.
pub const JSON: &str = "application/json";

/// One call of API v3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// Path and query, as they are sent and signed.
    pub target: String,
    /// The bytes that are sent.
    pub body: Vec<u8>,
    /// The bytes that are signed instead of the body: 文件上传 signs its `meta` alone.
    pub signed_part: Option<Vec<u8>>,
    /// `Content-Type`, sent if there is a body.
    pub content_type: String,
    /// `Wechatpay-Serial`: the key that sensitive fields are encrypted for, and that the response
    /// is to be signed with; the client's choice if `None`.
    pub serial: Option<SerialNo>,
    /// Further headers; one that the client would send too replaces the client's.
    pub headers: Vec<Header>,
    /// Whether the same call may be repeated if its outcome is not known.
    pub repeatable: bool,
    /// Whether 202 is a final response; else it means that the call is not finished.
    pub takes_accepted: bool,
}

/// A header of a call or of its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Call {
    /// A call without a body, repeatable if its method is.
    #[must_use]
    pub fn new(method: Method, target: String) -> Self {
        Self {
            method,
            target,
            body: Vec::new(),
            signed_part: None,
            content_type: JSON.to_owned(),
            serial: None,
            headers: Vec::new(),
            repeatable: method == Method::GET,
            takes_accepted: true,
        }
    }

    /// Returns the bytes that are signed.
    #[must_use]
    pub fn signed(&self) -> &[u8] {
        self.signed_part.as_ref().unwrap_or(&self.body)
    }

    /// Whether the response comes without a signature by design: 下载账单 and 图片下载.
    #[must_use]
    pub fn is_answered_unsigned(&self) -> bool {
        const UNSIGNED: [&str; 2] = ["/v3/billdownload/file?", "/v3/merchant-service/images/"];
        self.method == Method::GET && UNSIGNED.iter().any(|path| self.target.starts_with(path))
    }
}

impl<E: Endpoint> From<&E> for Call {
    fn from(endpoint: &E) -> Self {
        Self {
            body: endpoint.body().into_owned(),
            serial: endpoint.encrypted_for().cloned(),
            repeatable: E::REPEATABLE,
            takes_accepted: false,
            ..Self::new(Method(E::METHOD), endpoint.target())
        }
    }
}

/// A method that API v3 has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method(&'static str);

impl Method {
    /// Asks.
    pub const GET: Self = Self("GET");
    const ALL: [&'static str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// Returns the method in upper case, as it is sent and signed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether parameters are sent in the query, not in a body.
    #[must_use]
    pub fn asks_in_query(self) -> bool {
        matches!(self.0, "GET" | "DELETE")
    }
}

impl FromStr for Method {
    type Err = IdError;

    /// Reads a method in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let known = |name: &&&str| name.eq_ignore_ascii_case(text);
        let found = Self::ALL.iter().find(known).map(|name| Self(name));
        found.ok_or_else(|| IdError::not_one_of(text, Self::ALL.join(", ")))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The target of a call, as a person writes it: `/v3/…`, `v3/…`, or a whole URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiPath {
    /// Scheme, host and port, if they were given.
    pub base: Option<String>,
    /// Path and query, percent-encoded as a request line requires.
    pub target: String,
}

/// Why a text is not a path of API v3.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiPathError {
    /// It is not a path or a URL.
    #[error("it is neither a path such as /v3/certificates nor a URL")]
    Shape,
    /// Only API v3 is signed like this.
    #[error("paths of API v3 begin with /v3/, and {0} does not")]
    NotV3(String),
    /// A part that cannot be sent, or that a client would change.
    #[error("it must not contain {0}")]
    Part(&'static str),
    /// A name between braces that is not a known placeholder.
    #[error("{{{0}}} is not a placeholder; use {{mchid}}, {{appid}} or {{sub_mchid}}")]
    Placeholder(String),
}

impl ApiPath {
    /// Parses a path or URL; `fill` gives the value of a placeholder between braces.
    ///
    /// # Errors
    /// Returns what cannot be sent, or the failure of `fill`.
    pub fn parse<F: From<ApiPathError>>(
        text: &str,
        fill: impl Fn(&str) -> Option<Result<String, F>>,
    ) -> Result<Self, F> {
        let filled = fill_placeholders(text, fill)?;
        Ok(Self::read(&filled)?)
    }

    fn read(text: &str) -> Result<Self, ApiPathError> {
        // A URL's parser would drop or change these without a word.
        for (part, name) in [('#', "a fragment (#)"), ('\\', "a backslash")] {
            if text.contains(part) {
                return Err(ApiPathError::Part(name));
            }
        }
        if text.chars().any(char::is_control) {
            return Err(ApiPathError::Part("control characters"));
        }
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        let is_url = scheme.is_some_and(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
        let url = if is_url {
            Url::parse(text)
        } else {
            let path = text.trim_start_matches('/');
            let slashes = "/".repeat((text.len() - path.len()).max(1));
            Url::parse(&format!("https://api.mch.weixin.qq.com{slashes}{path}"))
        }
        .map_err(|_| ApiPathError::Shape)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ApiPathError::Part("credentials"));
        }
        if !url.path().starts_with("/v3/") {
            return Err(ApiPathError::NotV3(url.path().to_owned()));
        }
        let path = text.split('?').next().unwrap_or_default();
        let dots = |part: &str| matches!(&*part.to_lowercase().replace("%2e", "."), "." | "..");
        if path.split('/').any(dots) {
            return Err(ApiPathError::Part("'.' or '..' as a part of the path"));
        }
        Ok(Self {
            base: is_url.then(|| url[..Position::BeforePath].to_owned()),
            target: url[Position::BeforePath..Position::AfterQuery].to_owned(),
        })
    }

    /// Adds a parameter to the query.
    pub fn add(&mut self, name: &str, value: &str) {
        let mark = if self.target.contains('?') { '&' } else { '?' };
        let pair = format!("{mark}{}={}", segment(name), segment(value));
        self.target.push_str(&pair);
    }
}

fn fill_placeholders<F: From<ApiPathError>>(
    text: &str,
    fill: impl Fn(&str) -> Option<Result<String, F>>,
) -> Result<String, F> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or(ApiPathError::Part("a lone '{'"))?;
        let value = fill(name).ok_or_else(|| ApiPathError::Placeholder(name.to_owned()))??;
        whole.extend([before, &segment(&value)]);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Result<ApiPath, ApiPathError> {
        ApiPath::parse(text, |name| {
            (name == "mchid").then(|| Ok("1900000001".to_owned()))
        })
    }

    #[test]
    fn a_place_is_a_path_or_a_url() {
        for (text, base, target) in [
            ("/v3/certificates", None, "/v3/certificates"),
            ("v3/certificates", None, "/v3/certificates"),
            (
                "https://api2.mch.weixin.qq.com/v3/x?a=1",
                Some("https://api2.mch.weixin.qq.com"),
                "/v3/x?a=1",
            ),
            (
                "http://127.0.0.1:87/v3/x",
                Some("http://127.0.0.1:87"),
                "/v3/x",
            ),
            ("/v3/x?u=https://a/b", None, "/v3/x?u=https://a/b"),
        ] {
            let read = path(text).unwrap();
            assert_eq!((read.base.as_deref(), &*read.target), (base, target));
        }
    }

    #[test]
    fn only_what_must_be_is_encoded() {
        for (text, target) in [
            ("/v3/a%7Cb*c|d", "/v3/a%7Cb*c|d"),
            (
                "/v3/x?time=2015-05-20T13:29:35+08:00",
                "/v3/x?time=2015-05-20T13:29:35+08:00",
            ),
            ("/v3/a b?c d=张", "/v3/a%20b?c%20d=%E5%BC%A0"),
            (
                "/v3/x?mchid={mchid}&y={mchid}",
                "/v3/x?mchid=1900000001&y=1900000001",
            ),
            ("/v3//x/?", "/v3//x/?"),
        ] {
            assert_eq!(path(text).unwrap().target, target);
        }
        let mut read = path("/v3/x").unwrap();
        read.add("a b", "c&d=张");
        read.add("e", "");
        assert_eq!(read.target, "/v3/x?a%20b=c%26d%3D%E5%BC%A0&e=");
    }

    #[test]
    fn a_wrong_place_says_what_is_wrong() {
        for (text, part) in [
            ("", "begin with /v3/"),
            ("/", "begin with /v3/"),
            ("/pay/unifiedorder", "begin with /v3/"),
            ("//evil.example.com/v3/x", "begin with /v3/"),
            ("/v3/../pay", "begin with /v3/"),
            ("/v3/a/%2E./b", "'..'"),
            ("/v3/./a", "'..'"),
            ("/v3/a#b", "fragment"),
            ("/v3\\a", "backslash"),
            ("/v3/a\nb", "control"),
            (
                "https://user:hunter2@api.mch.weixin.qq.com/v3/x",
                "credentials",
            ),
            ("http://", "neither"),
            ("/v3/{out_trade_no}", "{out_trade_no} is not a placeholder"),
            ("/v3/{mchid", "lone"),
        ] {
            let error = path(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.contains("hunter2"));
        }
    }

    #[test]
    fn bills_and_pictures_come_unsigned() {
        let unsigned = |method: &str, target: &str| {
            Call::new(method.parse().unwrap(), target.to_owned()).is_answered_unsigned()
        };
        assert!(unsigned("get", "/v3/billdownload/file?token=x"));
        assert!(unsigned("GET", "/v3/merchant-service/images/abc"));
        assert!(!unsigned("POST", "/v3/merchant-service/images/upload"));
        assert!(!unsigned("GET", "/v3/billdownload/files"));
    }
}
