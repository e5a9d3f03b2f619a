//! The TLS that a sandbox speaks.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use tokio_rustls::TlsAcceptor;

use crate::sandbox::error::SandboxError;
use crate::sandbox::tls::authority::Authority;
use crate::sandbox::tls::leaf::Resolver;

/// HTTP/1.1 alone: over HTTP/2 all names are in lower case, and clients look for WeChat Pay's
/// headers as it spells them.
const ALPN: &[u8] = b"http/1.1";

/// Returns what accepts TLS 1.2 and 1.3 connections to the names of `authority`.
pub(crate) fn acceptor(authority: Arc<Authority>) -> Result<TlsAcceptor, SandboxError> {
    let resolver = Resolver::new(authority).map_err(SandboxError::Generate)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(SandboxError::Tls)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(resolver));
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
