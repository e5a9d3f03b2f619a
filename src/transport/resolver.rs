//! Name resolution: the system's, but for the names of this machine.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::loopback::is_localhost;

/// A name has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name {host} cannot be resolved")]
pub(super) struct ResolveError {
    pub(super) host: String,
    source: io::Error,
}

/// Asks the system, and never for `localhost` and the names under it, which a DNS server could
/// lead elsewhere.
#[derive(Debug)]
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = resolve(name.as_str(), 0).await;
            let addresses = addresses.map_err(|source| ResolveError {
                host: name.as_str().to_owned(),
                source,
            })?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Returns the addresses of a host: of `localhost` and every name under it, this machine's.
///
/// # Errors
/// Returns an error if the name has no address.
pub async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if is_localhost(host) {
        return Ok(vec![
            (Ipv4Addr::LOCALHOST, port).into(),
            (Ipv6Addr::LOCALHOST, port).into(),
        ]);
    }
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}
