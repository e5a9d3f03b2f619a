//! An HTTP client of one host, or of several.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::base_url::BaseUrl;
use super::error::{TransportError, TransportSetupError};
use super::obstacle::{self, Interruption, Obstacle};
use super::proxy::{Proxy, ProxyRules, ProxyUrl, Route};
use super::resolver::Resolver;
use super::response::{Response, inflated, is_gzip};

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

/// An HTTP client bound to one base URL; follows no redirect, repeats nothing by itself.
#[derive(Debug, Clone)]
pub struct Transport {
    pub(super) http: reqwest::Client,
    pub(super) base: BaseUrl,
    pub(super) timeout: Duration,
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
        self.route.of(self.base.url())
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
                Err(error) => return Err(self.broken_off(&error, Interruption::TooSlow(within))),
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

    /// Returns why a response that had begun did not come whole; `late` if its time was over.
    pub(super) fn broken_off(&self, error: &reqwest::Error, late: Interruption) -> TransportError {
        TransportError::NoAnswer {
            host: self.base.host(),
            source: if error.is_timeout() {
                late
            } else {
                obstacle::interruption(error)
            },
        }
    }

    pub(super) async fn explain(&self, error: reqwest::Error, waited: Duration) -> TransportError {
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
        Some(pem) => {
            let roots = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| TransportSetupError::CaFile(Some(error)))?;
            if roots.is_empty() {
                return Err(TransportSetupError::CaFile(None));
            }
            builder.tls_certs_only(roots)
        }
        None if plain => builder.tls_certs_only([]),
        None => builder,
    };
    builder.build().map_err(TransportSetupError::Tls)
}
