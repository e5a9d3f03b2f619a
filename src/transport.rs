//! HTTP requests to WeChat Pay and this machine, with bounds on time and size.

mod incoming;
mod obstacle;
mod proxy;
mod resolver;

use std::borrow::Cow;
use std::io::Read;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::header::HeaderMap;
use url::Url;

use crate::loopback::is_loopback;
use crate::protocol::call::Header;
use crate::protocol::stamp::Timestamp;

pub use incoming::Incoming;
#[cfg(feature = "sandbox")]
pub(crate) use obstacle::interruption;
pub use obstacle::{Interruption, Obstacle, ProxyObstacle};
pub use proxy::{Proxy, ProxyRules, ProxyRulesError, ProxyUrl, ProxyUrlError};
pub use resolver::resolve;

use proxy::Route;
use resolver::Resolver;

/// How many bytes of a response's body are read: 8 MiB.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;

const USER_AGENT: &str = concat!("wechatpay-cli/", env!("CARGO_PKG_VERSION"), " (rust)");

/// What [`Transport::new`] needs to know.
#[derive(Debug, Clone)]
pub struct TransportOptions {
    /// From the first byte sent to the last byte received, each attempt.
    pub timeout: Duration,
    /// Until the connection stands.
    pub connect_timeout: Duration,
    /// PEM certificates to trust instead of the system's.
    pub ca_pem: Option<Vec<u8>>,
    /// What requests to other machines go through; this one is always reached directly.
    pub proxy: Proxy,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            ca_pem: None,
            proxy: Proxy::Rules(ProxyRules::default()),
        }
    }
}

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum TransportSetupError {
    /// The CA file holds no certificate.
    #[error("the CA file holds no PEM certificate")]
    CaFile(#[source] Option<reqwest::Error>),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] reqwest::Error),
}

/// Why a request has no usable response.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// No connection: the request did not leave.
    #[error("{}", unreachable(host, backup.as_deref(), source))]
    Unreachable {
        /// The host that it was sent to.
        host: String,
        /// The other host that was tried, and not reached either.
        backup: Option<String>,
        /// What is in the way.
        source: Obstacle,
    },
    /// Nothing came back in time.
    #[error("no answer from {host} in {} ms", waited.as_millis())]
    Timeout {
        /// The host that did not respond.
        host: String,
        /// How long it had.
        waited: Duration,
    },
    /// The connection broke; the request may have arrived.
    #[error("no complete answer from {host}")]
    NoAnswer {
        /// The host that did not respond.
        host: String,
        /// How the connection ended.
        source: Interruption,
    },
    /// The answer is larger than any of WeChat Pay's.
    #[error("the answer from {host} is larger than {limit} bytes")]
    TooLarge {
        /// The host that did not respond.
        host: String,
        /// The maximum, in bytes.
        limit: usize,
    },
}

fn unreachable(host: &str, backup: Option<&str>, why: &Obstacle) -> String {
    let nor = |to: &str| {
        let backup = backup.map(|backup| format!(" (nor {to}the backup {backup})"));
        backup.unwrap_or_default()
    };
    match why {
        Obstacle::Name => format!("cannot resolve {host}{}", nor("")),
        Obstacle::Proxy { proxy, why } => match why {
            ProxyObstacle::Away(_) => format!("cannot connect to the proxy {proxy}"),
            ProxyObstacle::Login(_) => format!("the proxy {proxy} wants a login"),
            ProxyObstacle::NotAProxy => format!("the proxy {proxy} does not work as a proxy"),
            ProxyObstacle::Status(_) | ProxyObstacle::Refused(_) => {
                format!("the proxy {proxy} refused the connection")
            }
        },
        Obstacle::Refused
        | Obstacle::NoRoute
        | Obstacle::TooSlow(_)
        | Obstacle::Closed
        | Obstacle::UnknownIssuer
        | Obstacle::Expired
        | Obstacle::NotYetValid
        | Obstacle::OtherName
        | Obstacle::Certificate(_)
        | Obstacle::NotTls
        | Obstacle::Tls(_)
        | Obstacle::Other(_) => format!("cannot connect to {host}{}", nor("to ")),
    }
}

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
    fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        let port = self.0.port_or_known_default().unwrap_or_default();
        format!("{host}:{port}")
    }

    fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

fn without_login(text: &str) -> String {
    text.rsplit_once('@')
        .map_or_else(|| text.to_owned(), |(_, rest)| format!("…@{rest}"))
}

/// One request, its bytes as they are sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// In upper case.
    pub method: &'static str,
    /// Path and query, as they are sent.
    pub target: String,
    /// In the order in which they are sent.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// Empty if there is none.
    pub body: Vec<u8>,
}

/// One response, its bytes as they arrived.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns a header's text; none if it is absent or not ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers; what is not text in them is replaced.
    #[must_use]
    pub fn header_texts(&self) -> Vec<Header> {
        self.headers
            .iter()
            .map(|(name, value)| Header {
                name: name.to_string(),
                value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            })
            .collect()
    }

    /// Returns the other side's clock.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        Timestamp::from_http_date(self.header("Date")?)
    }

    /// Returns the pause that the other side asks for: seconds, or an HTTP date, which counts from
    /// its own clock if the response has that, else from `now`.
    #[must_use]
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let text = self.header("Retry-After")?.trim();
        let seconds = text.parse().ok().or_else(|| {
            let until = Timestamp::from_http_date(text)?;
            let now = self.date().unwrap_or(now);
            u64::try_from(until.0.saturating_sub(now.0).max(0)).ok()
        });
        seconds.map(Duration::from_secs)
    }

    /// Returns `Request-ID`, what WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.header("Request-ID").map(str::to_owned)
    }
}

/// An HTTP client bound to one base URL; follows no redirect, repeats nothing by itself.
#[derive(Debug, Clone)]
pub struct Transport {
    http: reqwest::Client,
    base: BaseUrl,
    timeout: Duration,
    connect_timeout: Duration,
    route: Route,
}

impl Transport {
    /// Makes a client.
    ///
    /// # Errors
    /// Returns an error if the CA file or the proxy cannot be used.
    pub fn new(base: BaseUrl, options: &TransportOptions) -> Result<Self, TransportSetupError> {
        let http = http_client(options, base.is_plain())?;
        Ok(Self {
            http,
            base,
            timeout: options.timeout,
            connect_timeout: options.connect_timeout,
            route: Route::new(options.proxy.clone()),
        })
    }

    /// Returns a client of another base URL, which shares the connections and roots of this one
    /// if it can.
    ///
    /// # Errors
    /// Returns the errors of [`Transport::new`].
    pub fn beside(
        &self,
        base: BaseUrl,
        options: &TransportOptions,
    ) -> Result<Self, TransportSetupError> {
        // One that only speaks http knows no roots.
        if self.base.is_plain() && !base.is_plain() {
            return Self::new(base, options);
        }
        Ok(Self {
            base,
            ..self.clone()
        })
    }

    /// Returns the host that requests go to.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Returns the proxy that requests go through, if there is one.
    #[must_use]
    pub fn proxy(&self) -> Option<ProxyUrl> {
        self.route.of(&self.base.0)
    }

    /// Sends a request once and reads the whole response, at most `limit` bytes of body.
    ///
    /// # Errors
    /// Returns an error that never has the URL: a login's holds the app secret.
    pub async fn send(&self, request: &Request, limit: usize) -> Result<Response, TransportError> {
        self.send_within(request, limit, self.timeout).await
    }

    /// Sends as [`Transport::send`] does, and waits for the whole response no longer than `within`.
    ///
    /// # Errors
    /// Returns the errors of [`Transport::send`].
    pub async fn send_within(
        &self,
        request: &Request,
        limit: usize,
        within: Duration,
    ) -> Result<Response, TransportError> {
        let within = within.min(self.timeout);
        let url = format!("{}{}", self.base.as_str(), request.target);
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
        let mut builder = self.http.request(method, url).timeout(within);
        for (name, value) in &request.headers {
            builder = builder.header(&**name, value);
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body.clone());
        }
        let mut answer = match builder.send().await {
            Ok(answer) => answer,
            Err(error) => return Err(self.explain(error, within).await),
        };
        let too_large = || TransportError::TooLarge {
            host: self.base.host(),
            limit,
        };
        if answer
            .content_length()
            .is_some_and(|length| length > limit as u64)
        {
            return Err(too_large());
        }
        let mut body = Vec::new();
        loop {
            let chunk = match answer.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => return Err(self.explain(error, within).await),
            };
            if body.len() + chunk.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        let headers = std::mem::take(answer.headers_mut());
        if is_gzip(&headers) {
            body = inflated(body, limit).ok_or_else(too_large)?;
        }
        Ok(Response {
            status: answer.status().as_u16(),
            headers,
            body,
        })
    }

    async fn explain(&self, error: reqwest::Error, waited: Duration) -> TransportError {
        let host = self.base.host();
        if error.is_connect() {
            let proxy = self.proxy();
            let waited = self.connect_timeout;
            let target = self.base.authority();
            let source = Obstacle::of(&error, &target, proxy.as_ref(), waited).await;
            TransportError::Unreachable {
                host,
                backup: None,
                source,
            }
        } else if error.is_timeout() {
            TransportError::Timeout { host, waited }
        } else {
            let source = obstacle::interruption(&error);
            TransportError::NoAnswer { host, source }
        }
    }
}

/// Whether a proxy on the way compressed a body, which was not asked for.
fn is_gzip(headers: &HeaderMap) -> bool {
    let coding = headers.get("content-encoding");
    coding.is_some_and(|coding| {
        let coding = coding.as_bytes();
        coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip")
    })
}

/// Undoes the compression of a body: what is signed is what was compressed. A body that is not
/// compressed after all stays as it is; `None` if it inflates to more than `limit` bytes.
fn inflated(body: Vec<u8>, limit: usize) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let room = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match MultiGzDecoder::new(&*body)
        .take(room)
        .read_to_end(&mut plain)
    {
        Ok(_) if plain.len() > limit => None,
        Ok(_) => Some(plain),
        Err(_) => Some(body),
    }
}

/// Checks that a file of trusted certificates can be used.
///
/// # Errors
/// Returns an error if it holds no PEM certificate.
pub fn check_ca(pem: &[u8]) -> Result<(), TransportSetupError> {
    roots_in(pem).map(|_| ())
}

fn roots_in(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, TransportSetupError> {
    let roots = reqwest::Certificate::from_pem_bundle(pem)
        .map_err(|error| TransportSetupError::CaFile(Some(error)))?;
    if roots.is_empty() {
        return Err(TransportSetupError::CaFile(None));
    }
    Ok(roots)
}

/// Makes an HTTP client for more than one host.
///
/// With `plain`, it speaks only http, and the system's root certificates are not read.
///
/// # Errors
/// Returns an error if the CA file or the proxy cannot be used.
pub fn http_client(
    options: &TransportOptions,
    plain: bool,
) -> Result<reqwest::Client, TransportSetupError> {
    // A second call finds the provider installed, which is what it wants.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_title_case_headers()
        .tls_version_min(reqwest::tls::Version::TLS_1_2)
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout);
    // The route decides alone, and never for this machine.
    let route = Route::new(options.proxy.clone());
    let proxy = move |url: &Url| route.of(url).map(|proxy| proxy.expose());
    builder = builder
        .no_proxy()
        .proxy(reqwest::Proxy::custom(proxy))
        .dns_resolver(Arc::new(Resolver));
    builder = match &options.ca_pem {
        Some(pem) => builder.tls_certs_only(roots_in(pem)?),
        None if plain => builder.tls_certs_only([]),
        None => builder,
    };
    builder.build().map_err(TransportSetupError::Tls)
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
    fn a_compressed_body_is_inflated_up_to_the_limit() {
        use std::io::Write;

        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&[b'x'; 5000]).unwrap();
        let compressed = encoder.finish().unwrap();
        assert_eq!(inflated(compressed.clone(), 5000), Some(vec![b'x'; 5000]));
        assert_eq!(inflated(compressed.clone(), 4999), None);
        assert_eq!(inflated(b"{}".to_vec(), 10), Some(b"{}".to_vec()));
        let mut headers = HeaderMap::new();
        assert!(!is_gzip(&headers));
        headers.insert("content-encoding", "GZIP".parse().unwrap());
        assert!(is_gzip(&headers));
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_a_date() {
        let asked = |headers: &[(&'static str, &str)]| {
            let mut response = Response {
                status: 429,
                headers: HeaderMap::new(),
                body: Vec::new(),
            };
            for (name, value) in headers {
                response.headers.insert(*name, value.parse().unwrap());
            }
            response.retry_after(Timestamp(784_111_770))
        };
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(asked(&[]), None);
        assert_eq!(asked(&[("retry-after", "soon")]), None);
        assert_eq!(
            asked(&[("retry-after", " 120")]),
            Some(Duration::from_secs(120))
        );
        assert_eq!(
            asked(&[("retry-after", date)]),
            Some(Duration::from_secs(7))
        );
        let own = [
            ("retry-after", date),
            ("date", "Sun, 06 Nov 1994 08:49:07 GMT"),
        ];
        assert_eq!(asked(&own), Some(Duration::from_secs(30)));
        let past = [
            ("retry-after", date),
            ("date", "Sun, 06 Nov 1994 08:50:00 GMT"),
        ];
        assert_eq!(asked(&past), Some(Duration::ZERO));
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
