//! The proxy that a request goes through, if any.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use url::{Host, Url};

use crate::loopback::is_loopback;

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// A proxy's URL. It is never shown with its login.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// The text is not the URL of a proxy; it is not repeated, as it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a proxy such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080")]
pub struct ProxyUrlError;

impl FromStr for ProxyUrl {
    type Err = ProxyUrlError;

    /// Reads `scheme://[login@]host[:port]`; without a scheme, http is meant.
    fn from_str(text: &str) -> Result<Self, ProxyUrlError> {
        let text = text.trim();
        let text = match text.split_once("://") {
            // Desktops write it so, and mean version 5.
            Some(("socks", rest)) => format!("socks5://{rest}"),
            Some(_) => text.to_owned(),
            None => format!("http://{text}"),
        };
        let url = Url::parse(&text).map_err(|_| ProxyUrlError)?;
        let host = url.host_str().unwrap_or_default();
        let is_host = !host.is_empty() && !host.contains(['"', '\'', ' ', '%']);
        if is_host && SCHEMES.contains(&url.scheme()) {
            Ok(Self(url))
        } else {
            Err(ProxyUrlError)
        }
    }
}

impl ProxyUrl {
    /// Returns the URL with its login, for the one place that connects. A SOCKS proxy resolves
    /// names by itself: this machine's DNS often knows less.
    pub(super) fn expose(&self) -> Url {
        let mut url = self.0.clone();
        let resolving = match url.scheme() {
            "socks5" => "socks5h",
            "socks4" => "socks4a",
            _ => return url,
        };
        // Neither scheme has rules of its own that forbid the change.
        let _ = url.set_scheme(resolving);
        url
    }

    pub(super) fn is_socks(&self) -> bool {
        self.0.scheme().starts_with("socks")
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.0.host_str().unwrap_or_default();
        write!(f, "{}://{host}", self.0.scheme())?;
        match self.0.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProxyUrl({self})")
    }
}

/// The proxies that environment variables ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProxyRules {
    https: Option<ProxyUrl>,
    http: Option<ProxyUrl>,
    /// As in `NO_PROXY`.
    except: Option<String>,
}

/// A variable does not hold the URL of a proxy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {variable} cannot be used")]
#[non_exhaustive]
pub struct ProxyRulesError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong with it.
    pub source: ProxyUrlError,
}

impl ProxyRules {
    /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case, from a
    /// look-up of environment variables; an empty one counts as absent.
    ///
    /// # Errors
    /// Returns an error if one is not the URL of a proxy.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ProxyRulesError> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let proxy = |names: &[&'static str]| {
            let found = names.iter().find_map(|name| Some((*name, set(name)?)));
            found
                .map(|(variable, value)| {
                    let proxy = value.parse();
                    proxy.map_err(|source| ProxyRulesError { variable, source })
                })
                .transpose()
        };
        let all = proxy(&["ALL_PROXY", "all_proxy"])?;
        let https = proxy(&["HTTPS_PROXY", "https_proxy"])?;
        // A CGI program's HTTP_PROXY is the `Proxy` header of the request.
        let plain: &[&'static str] = if set("REQUEST_METHOD").is_some() {
            &["http_proxy"]
        } else {
            &["HTTP_PROXY", "http_proxy"]
        };
        let http = proxy(plain)?;
        Ok(Self {
            https: https.or_else(|| all.clone()),
            http: http.or(all),
            except: set("NO_PROXY").or_else(|| set("no_proxy")),
        })
    }

    /// Tells whether no proxy is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.https.is_none() && self.http.is_none()
    }
}

/// Which proxy is used. This machine is always reached without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxy {
    /// As the environment asks; otherwise as the system is set up.
    Rules(ProxyRules),
    /// None.
    Direct,
    /// This one.
    Url(ProxyUrl),
}

/// Decides for each URL.
#[derive(Debug, Clone)]
pub(super) struct Route {
    proxy: Proxy,
    /// What [`ProxyRules::except`] leaves out, or the system's own proxy.
    matcher: Arc<Matcher>,
}

impl Route {
    pub(super) fn new(proxy: Proxy) -> Self {
        let matcher = match &proxy {
            Proxy::Rules(rules) if rules.is_empty() => Matcher::from_system(),
            Proxy::Rules(ProxyRules {
                except: Some(hosts),
                ..
            }) => any().no(hosts.as_str()).build(),
            Proxy::Rules(_) | Proxy::Direct | Proxy::Url(_) => any().build(),
        };
        Self {
            proxy,
            matcher: Arc::new(matcher),
        }
    }

    /// Returns the proxy for a URL.
    pub(super) fn of(&self, url: &Url) -> Option<ProxyUrl> {
        if is_this_machine(url) {
            return None;
        }
        match &self.proxy {
            Proxy::Direct => None,
            Proxy::Url(proxy) => Some(proxy.clone()),
            Proxy::Rules(rules) => {
                let matched = self.matcher.intercept(&url.as_str().parse().ok()?)?;
                if rules.is_empty() {
                    return matched.uri().to_string().parse().ok();
                }
                match url.scheme() {
                    "https" => rules.https.clone(),
                    _ => rules.http.clone(),
                }
            }
        }
    }
}

fn any() -> hyper_util::client::proxy::matcher::Builder {
    // What it matches is all that is asked of it, not which proxy.
    Matcher::builder().all("http://proxy.invalid")
}

/// Tells whether a connection to a URL's host ends on this machine.
fn is_this_machine(url: &Url) -> bool {
    let is_unspecified = match url.host() {
        Some(Host::Ipv4(address)) => address.is_unspecified(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_unspecified(),
        Some(Host::Domain(_)) | None => false,
    };
    is_unspecified || is_loopback(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(set: &[(&str, &str)]) -> Result<ProxyRules, ProxyRulesError> {
        ProxyRules::read(|name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn route(set: &[(&str, &str)], url: &str) -> Option<String> {
        let route = Route::new(Proxy::Rules(rules(set).unwrap()));
        route
            .of(&url.parse().unwrap())
            .map(|proxy| proxy.to_string())
    }

    #[test]
    fn this_machine_is_reached_without_a_proxy_by_any_of_its_names() {
        let given = "socks5://127.0.0.1:9".parse().unwrap();
        let all = Route::new(Proxy::Url(given));
        for url in [
            "http://127.0.0.1:8787/x",
            "http://127.8.9.1",
            "https://localhost:1",
            "http://shop.LOCALHOST",
            "http://localhost.",
            "http://[::1]:80",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0:80",
            "http://2130706433",
        ] {
            let url = url.parse().unwrap();
            assert_eq!(all.of(&url), None, "{url}");
        }
        for url in ["https://localhost.example.com", "http://128.0.0.1"] {
            assert!(all.of(&url.parse().unwrap()).is_some(), "{url}");
        }
    }

    #[test]
    fn the_environment_decides_by_scheme_and_an_empty_variable_is_unset() {
        let wechat = "https://api.mch.weixin.qq.com/v3/x";
        let proxy = |set: &[(&str, &str)]| route(set, wechat);
        let (one, two) = ("http://127.0.0.1:1", "http://127.0.0.1:2");
        assert_eq!(proxy(&[("HTTP_PROXY", one)]), None);
        assert_eq!(proxy(&[("https_proxy", one)]).as_deref(), Some(one));
        let both = [("ALL_PROXY", one), ("HTTPS_PROXY", two)];
        assert_eq!(proxy(&both).as_deref(), Some(two));
        let empty = [("HTTPS_PROXY", ""), ("https_proxy", one)];
        assert_eq!(proxy(&empty).as_deref(), Some(one));
        let except = [("ALL_PROXY", one), ("NO_PROXY", ".weixin.qq.com")];
        assert_eq!(proxy(&except), None);
        assert_eq!(proxy(&[("ALL_PROXY", one), ("NO_PROXY", "*")]), None);
        let plain = [("HTTP_PROXY", one), ("REQUEST_METHOD", "GET")];
        assert_eq!(route(&plain, "http://192.0.2.1/"), None);
    }

    #[test]
    fn a_proxy_is_read_as_it_is_written_and_shown_without_its_login() {
        for (text, shown) in [
            ("127.0.0.1:3128", "http://127.0.0.1:3128"),
            ("socks://127.0.0.1:1080/", "socks5://127.0.0.1:1080"),
            (
                "http://me:hunter2@proxy.example:1",
                "http://proxy.example:1",
            ),
        ] {
            let proxy: ProxyUrl = text.parse().unwrap();
            assert_eq!(proxy.to_string(), shown);
            assert!(!format!("{proxy:?}").contains("hunter2"));
        }
        for bad in [
            "ftp://127.0.0.1",
            "\"http://127.0.0.1:1\"",
            "http://",
            "a b",
        ] {
            assert_eq!(bad.parse::<ProxyUrl>(), Err(ProxyUrlError), "{bad}");
        }
        let error = rules(&[("HTTPS_PROXY", "x://me:hunter2@h")]).unwrap_err();
        assert_eq!(error.variable, "HTTPS_PROXY");
        assert!(!format!("{error:?}").contains("hunter2"));
    }
}
