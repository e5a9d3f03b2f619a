//! HTTP requests to WeChat Pay and this machine, with bounds on time and size.

mod base_url;
mod client;
mod error;
mod incoming;
mod obstacle;
mod proxy;
mod resolver;
mod response;

pub use base_url::{BaseUrl, BaseUrlError};
pub use client::{Request, Transport, TransportOptions, http_client};
pub use error::{TransportError, TransportSetupError};
pub use incoming::Incoming;
#[cfg(feature = "sandbox")]
pub(crate) use obstacle::interruption;
pub use obstacle::{Interruption, Obstacle, ProxyObstacle};
pub use proxy::{Proxy, ProxyRules, ProxyRulesError, ProxyUrl, ProxyUrlError};
pub use resolver::resolve;
pub use response::Response;

/// How many bytes of a response's body are read: 8 MiB.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;
