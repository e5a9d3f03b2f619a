//! Why there is no connection, or no response on it, in words that name no library.

use std::error::Error;
use std::io;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;
use zeroize::Zeroizing;

use super::proxy::ProxyUrl;
use super::resolver::{ResolveError, resolve};
use crate::error_chain::chain;

/// Why no connection could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// DNS does not know the name.
    #[error("its name cannot be resolved")]
    Name,
    /// Nothing listens there.
    #[error("the connection was refused: nothing listens there")]
    Refused,
    /// The network has no way there.
    #[error("there is no route to it")]
    NoRoute,
    /// Nothing came back in time.
    #[error("no connection within {} ms", .0.as_millis())]
    TooSlow(Duration),
    /// The connection was closed before it could be used.
    #[error("the connection was closed at once")]
    Closed,
    /// Its TLS certificate was issued by no authority that is trusted.
    #[error("its TLS certificate was issued by an authority that is not trusted")]
    UnknownIssuer,
    /// Its TLS certificate has expired.
    #[error("its TLS certificate has expired")]
    Expired,
    /// Its TLS certificate is not valid yet.
    #[error("its TLS certificate is not valid yet")]
    NotYetValid,
    /// Its TLS certificate is for another host.
    #[error("its TLS certificate is for another host name")]
    OtherName,
    /// Its TLS certificate cannot be used for another reason.
    #[error("its TLS certificate cannot be accepted: {0}")]
    Certificate(String),
    /// The other side does not speak TLS.
    #[error("it does not speak TLS")]
    NotTls,
    /// TLS failed in another way.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The proxy is in the way.
    #[error("{why}")]
    Proxy {
        /// The proxy, without its login.
        proxy: String,
        /// What is wrong with it.
        why: ProxyObstacle,
    },
    /// Something else, as the system says it.
    #[error("{0}")]
    Other(String),
}

/// Why a proxy does not lead to a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyObstacle {
    /// It cannot be reached itself.
    #[error("{0}")]
    Away(Box<Obstacle>),
    /// It refused, with this HTTP status.
    #[error("it answered HTTP {0}")]
    Status(u16),
    /// It wants a user name and password, or others.
    #[error("{}", .0.map_or_else(|| "it did not accept the login, or none was given".to_owned(), |status| format!("it answered HTTP {status}")))]
    Login(Option<u16>),
    /// It does not speak the protocol of a proxy, or broke off.
    #[error("what it sent is not a proxy's response")]
    NotAProxy,
    /// A SOCKS proxy refused; its reason.
    #[error("{0}")]
    Refused(String),
}

/// Why a response did not come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Interruption {
    /// It is not HTTP.
    #[error("what was sent back is not HTTP")]
    NotHttp,
    /// The connection was reset.
    #[error("the connection was reset")]
    Reset,
    /// The connection was closed.
    #[error("the connection was closed before the response was complete")]
    Closed,
    /// It had begun, and was not complete in time.
    #[error("the response had begun, but was not complete within {} ms", .0.as_millis())]
    TooSlow(Duration),
    /// It had begun, and then nothing more arrived in time.
    #[error("the response had begun, then nothing more arrived for {} ms", .0.as_millis())]
    Stalled(Duration),
}

impl Obstacle {
    /// Those that have no parts.
    const PLAIN: [Self; 9] = [
        Self::Name,
        Self::Refused,
        Self::NoRoute,
        Self::Closed,
        Self::UnknownIssuer,
        Self::Expired,
        Self::NotYetValid,
        Self::OtherName,
        Self::NotTls,
    ];

    /// Reads one that has no parts from its words, which are all that a store keeps of it.
    #[must_use]
    pub fn of_words(words: &str) -> Option<Self> {
        let mut plain = Self::PLAIN.into_iter();
        plain.find(|obstacle| obstacle.to_string() == words)
    }

    /// Reads why a connection failed that was to go through `proxy`.
    pub(super) async fn of(
        error: &reqwest::Error,
        target: &str,
        proxy: Option<&ProxyUrl>,
        waited: Duration,
    ) -> Self {
        let plain = Self::direct(error, waited);
        let Some(proxy) = proxy else {
            return plain;
        };
        let why = match plain.clone() {
            Self::NotTls if !speaks_tls(&proxy.expose()).await => {
                ProxyObstacle::Away(Box::new(plain))
            }
            // The proxy is connected by then; these are about the host behind it.
            Self::UnknownIssuer
            | Self::Expired
            | Self::NotYetValid
            | Self::OtherName
            | Self::Certificate(_)
            | Self::NotTls
            | Self::Tls(_) => return plain,
            // This machine resolves the host's own name for a SOCKS proxy.
            Self::Name if !is_unresolved(error, proxy) => return Self::Name,
            Self::Name | Self::Refused | Self::NoRoute | Self::TooSlow(_) => {
                ProxyObstacle::Away(Box::new(plain))
            }
            Self::Other(reason) if proxy.is_socks() => match connect(&proxy.expose()).await {
                Ok(_) => socks(&reason),
                Err(why) => ProxyObstacle::Away(Box::new(why)),
            },
            Self::Closed | Self::Other(_) | Self::Proxy { .. } => {
                match ask(&proxy.expose(), target).await {
                    Some(407) => ProxyObstacle::Login(Some(407)),
                    // It opens the way, so that what closed the connection is behind it.
                    Some(..300) => return plain,
                    Some(status) => ProxyObstacle::Status(status),
                    None => ProxyObstacle::NotAProxy,
                }
            }
        };
        Self::Proxy {
            proxy: proxy.to_string(),
            why,
        }
    }

    /// Reads why a connection failed, whatever it was to.
    pub(crate) fn direct(error: &reqwest::Error, waited: Duration) -> Self {
        if error.is_timeout() {
            return Self::TooSlow(waited);
        }
        chain(error)
            .find_map(Self::known)
            .unwrap_or_else(|| Self::Other(chain(error).last().unwrap_or(error).to_string()))
    }

    fn known(cause: &(dyn Error + 'static)) -> Option<Self> {
        if cause.is::<ResolveError>() {
            return Some(Self::Name);
        }
        if let Some(tls) = cause.downcast_ref() {
            return Some(Self::tls(tls));
        }
        let io: &io::Error = cause.downcast_ref()?;
        // An error inside an I/O error is not among its sources.
        let inner = io.get_ref().and_then(|inner| Self::known(inner));
        inner.or_else(|| Self::io(io))
    }

    fn io(error: &io::Error) -> Option<Self> {
        use io::ErrorKind::{
            BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
            NetworkDown, NetworkUnreachable, TimedOut, UnexpectedEof,
        };
        match error.kind() {
            ConnectionRefused => Some(Self::Refused),
            HostUnreachable | NetworkUnreachable | NetworkDown | TimedOut => Some(Self::NoRoute),
            ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof => Some(Self::Closed),
            _ => None,
        }
    }

    fn tls(error: &rustls::Error) -> Self {
        use rustls::CertificateError as Wrong;
        match error {
            rustls::Error::InvalidCertificate(wrong) => match wrong {
                Wrong::Expired | Wrong::ExpiredContext { .. } => Self::Expired,
                Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => Self::NotYetValid,
                // The signature is checked with the key of a trusted authority of the same name.
                Wrong::UnknownIssuer | Wrong::BadSignature => Self::UnknownIssuer,
                Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => Self::OtherName,
                other => Self::Certificate(other.to_string()),
            },
            rustls::Error::InvalidMessage(_) => Self::NotTls,
            other => Self::Tls(other.to_string()),
        }
    }
}

impl Interruption {
    /// Reads one that has no parts from its words, which are all that a store keeps of it.
    #[must_use]
    pub fn of_words(words: &str) -> Option<Self> {
        let mut all = [Self::NotHttp, Self::Reset, Self::Closed].into_iter();
        all.find(|interruption| interruption.to_string() == words)
    }
}

/// Returns why a response did not come whole on an open connection.
pub(crate) fn interruption(error: &reqwest::Error) -> Interruption {
    for cause in chain(error) {
        if let Some(http) = cause.downcast_ref::<hyper::Error>()
            && (http.is_parse() || http.is_parse_too_large())
        {
            return Interruption::NotHttp;
        }
        let reset = |io: &io::Error| io.kind() == io::ErrorKind::ConnectionReset;
        if cause.downcast_ref::<io::Error>().is_some_and(reset) {
            return Interruption::Reset;
        }
    }
    Interruption::Closed
}

/// Tells whether the name that could not be resolved is the proxy's.
fn is_unresolved(error: &reqwest::Error, proxy: &ProxyUrl) -> bool {
    chain(error)
        .filter_map(|cause| cause.downcast_ref::<ResolveError>())
        .any(|unresolved| proxy.expose().host_str() == Some(&unresolved.host))
}

fn socks(reason: &str) -> ProxyObstacle {
    let reason = reason.trim_start_matches("SOCKS error: ");
    let about_login = ["credential", "auth", "method"];
    let about_protocol = ["parsing", "handshake"];
    if about_login.iter().any(|word| reason.contains(word)) {
        ProxyObstacle::Login(None)
    } else if about_protocol.iter().any(|word| reason.contains(word)) {
        ProxyObstacle::NotAProxy
    } else {
        ProxyObstacle::Refused(reason.to_owned())
    }
}

/// Returns the header that gives a proxy the login of its URL.
fn login(url: &Url) -> Option<Zeroizing<String>> {
    let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
    let (user, password) = (url.username(), url.password().unwrap_or_default());
    let pair = Zeroizing::new(format!("{}:{}", decoded(user), decoded(password)));
    let header = || format!("Proxy-Authorization: Basic {}\r\n", STANDARD.encode(&*pair));
    (pair.len() > 1).then(|| Zeroizing::new(header()))
}

/// How long a proxy is given to say again why it refused.
const ASK_TIMEOUT: Duration = Duration::from_secs(2);

/// Connects to a proxy itself.
async fn connect(proxy: &Url) -> Result<TcpStream, Obstacle> {
    let host = proxy
        .host_str()
        .unwrap_or_default()
        .trim_matches(['[', ']']);
    let port = proxy.port().unwrap_or(match proxy.scheme() {
        "http" => 80,
        "https" => 443,
        _ => 1080,
    });
    let connected = async {
        let addresses = resolve(host, port).await.map_err(|_| Obstacle::Name)?;
        let stream = TcpStream::connect(&*addresses).await;
        stream.map_err(|error| Obstacle::io(&error).unwrap_or(Obstacle::Other(error.to_string())))
    };
    let late = |_| Err(Obstacle::TooSlow(ASK_TIMEOUT));
    tokio::time::timeout(ASK_TIMEOUT, connected)
        .await
        .unwrap_or_else(late)
}

/// Tells whether a proxy that is given as https:// may speak TLS: what does not is another kind of
/// proxy, and its response to a request in plain text is not an alert of TLS.
async fn speaks_tls(proxy: &Url) -> bool {
    const ALERT: u8 = 21;
    if proxy.scheme() != "https" {
        return true;
    }
    let first = async {
        let mut stream = connect(proxy).await.ok()?;
        stream.write_all(b"OPTIONS * HTTP/1.1\r\n\r\n").await.ok()?;
        stream.read_u8().await.ok()
    };
    let first = tokio::time::timeout(ASK_TIMEOUT, first).await;
    first.ok().flatten().is_none_or(|byte| byte == ALERT)
}

/// Asks an HTTP proxy once more for the connection that it refused, and returns the status: the
/// client under us drops it.
async fn ask(proxy: &Url, target: &str) -> Option<u16> {
    if proxy.scheme() != "http" {
        return None;
    }
    let login = login(proxy).unwrap_or_default();
    let request = Zeroizing::new(format!(
        "CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{}\r\n",
        &*login
    ));
    let status = async {
        let mut stream = connect(proxy).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.ok()?;
        let text = std::str::from_utf8(&head).ok()?;
        text.strip_prefix("HTTP/1.")?.get(2..)?.parse().ok()
    };
    let status = tokio::time::timeout(ASK_TIMEOUT, status).await;
    status.ok().flatten()
}
