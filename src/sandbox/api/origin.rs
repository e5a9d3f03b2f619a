//! The scheme and host that a caller used, for the links of the response.

use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;

use crate::sandbox::http::connection::OverTls;

/// What a proxy in front says about the request that it received.
const FORWARDED_HOST: &str = "X-Forwarded-Host";
const FORWARDED_SCHEME: &str = "X-Forwarded-Proto";

/// WeChat Pay's own names are spoken to over TLS only.
const TLS_ONLY: [&str; 2] = [".mch.weixin.qq.com", ".wechatpay.cn"];

/// Returns scheme and host as the caller used them; nothing if it named no host.
///
/// What a proxy forwards comes first, then a request line in absolute form, then `Host` and the
/// connection. Behind TLS that forwards nothing, WeChat Pay's own names without a port are `https`.
pub(crate) fn origin(head: &Parts) -> Option<String> {
    let named = |name: &str| first(&head.headers, name);
    let authority = named(FORWARDED_HOST)
        .and_then(authority)
        .or_else(|| head.uri.authority().cloned())
        .or_else(|| named(HOST.as_str()).and_then(authority))?;
    let scheme = named(FORWARDED_SCHEME)
        .map(str::to_ascii_lowercase)
        .filter(|scheme| matches!(scheme.as_str(), "http" | "https"))
        .or_else(|| head.uri.scheme_str().map(str::to_owned))
        .or_else(|| head.extensions.get::<OverTls>().map(|_| "https".to_owned()))
        .unwrap_or_else(|| usual_scheme(&authority).to_owned());
    Some(format!("{scheme}://{authority}"))
}

/// Returns the first of the values that proxies on the way appended to a header.
fn first<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let value = headers.get(name)?.to_str().ok()?;
    value
        .split(',')
        .map(str::trim)
        .next()
        .filter(|first| !first.is_empty())
}

fn authority(text: &str) -> Option<Authority> {
    text.parse()
        .ok()
        .filter(|authority: &Authority| !authority.as_str().contains('@'))
}

fn usual_scheme(authority: &Authority) -> &'static str {
    let name = authority.host().to_ascii_lowercase();
    let tls_port = authority.port_u16().is_none_or(|port| port == 443);
    if tls_port && TLS_ONLY.iter().any(|suffix| name.ends_with(suffix)) {
        "https"
    } else {
        "http"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn origin_of(target: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::get(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        origin(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_link_has_the_scheme_and_host_that_the_caller_used() {
        let api = "api.mch.weixin.qq.com";
        for (target, headers, origin) in [
            (
                "/",
                &[("Host", "127.0.0.1:8787")][..],
                "http://127.0.0.1:8787",
            ),
            ("/", &[("Host", "[::1]:8787")], "http://[::1]:8787"),
            ("/", &[("Host", api)], "https://api.mch.weixin.qq.com"),
            (
                "/",
                &[("Host", "API2.wechatpay.cn")],
                "https://API2.wechatpay.cn",
            ),
            (
                "/",
                &[("Host", "api.mch.weixin.qq.com:443")],
                "https://api.mch.weixin.qq.com:443",
            ),
            (
                "/",
                &[("Host", "api.mch.weixin.qq.com:8787")],
                "http://api.mch.weixin.qq.com:8787",
            ),
            (
                "/",
                &[("Host", "api.mch.weixin.qq.com.evil.example")],
                "http://api.mch.weixin.qq.com.evil.example",
            ),
            (
                "/",
                &[("Host", "localhost"), ("X-Forwarded-Proto", "https")],
                "https://localhost",
            ),
            (
                "/",
                &[
                    ("Host", "127.0.0.1:8787"),
                    ("X-Forwarded-Proto", "HTTPS, http"),
                    ("X-Forwarded-Host", "pay.example.com, inner"),
                ],
                "https://pay.example.com",
            ),
            (
                "/",
                &[("Host", api), ("X-Forwarded-Proto", "http")],
                "http://api.mch.weixin.qq.com",
            ),
            (
                "/",
                &[("Host", api), ("X-Forwarded-Proto", "javascript")],
                "https://api.mch.weixin.qq.com",
            ),
            (
                "http://api.mch.weixin.qq.com/v3/x",
                &[("Host", "127.0.0.1:8787")],
                "http://api.mch.weixin.qq.com",
            ),
            (
                "https://api.mch.weixin.qq.com/v3/x",
                &[],
                "https://api.mch.weixin.qq.com",
            ),
        ] {
            assert_eq!(origin_of(target, headers).as_deref(), Some(origin));
        }
        assert_eq!(origin_of("/", &[]), None);
        assert_eq!(origin_of("/", &[("Host", "me@localhost")]), None);
    }
}
