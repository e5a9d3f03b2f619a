//! Where a sandbox listens to stand in for WeChat Pay's names, beside plain HTTP.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::sandbox::error::SandboxError;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::running::Running;
use crate::sandbox::tls::authority::Authority;
use crate::sandbox::trust::files::{SystemRoots, TrustFiles};

/// The port that WeChat Pay's names lead to.
pub const TLS_PORT: u16 = 443;

/// The port of TLS if [`TLS_PORT`] cannot be had.
const OTHER_TLS_PORT: u16 = 8443;

/// Where the proxy listens unless it is configured otherwise.
pub const DEFAULT_PROXY: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8788);

/// Where a sandbox listens for TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsAddress {
    /// On port 443 of 127.0.0.1, else on 8443.
    Automatic,
    /// Here, or nowhere.
    At(SocketAddr),
}

/// How a sandbox stands in for WeChat Pay's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandInOptions {
    /// Where it listens for TLS, if it does.
    pub tls: Option<TlsAddress>,
    /// Where it is a proxy, if it is one.
    pub proxy: Option<SocketAddr>,
}

/// Listeners that stand in for WeChat Pay's names; they answer once they are served.
#[derive(Debug)]
pub struct StandInListeners {
    authority: Arc<Authority>,
    files: TrustFiles,
    tls: Option<(TcpListener, SocketAddr)>,
    proxy: Option<(TcpListener, SocketAddr)>,
    refused_port: Option<io::Error>,
}

impl StandInListeners {
    /// Reads or generates the authority of a data folder, writes what other programs are to trust,
    /// and listens; returns nothing if nothing is to listen.
    ///
    /// # Errors
    /// Returns an error if an address cannot be used, or the authority is damaged.
    pub async fn bind(data: &Path, options: StandInOptions) -> Result<Option<Self>, SandboxError> {
        if options == StandInOptions::default() {
            return Ok(None);
        }
        let authority = Arc::new(Authority::open(data)?);
        let mut refused_port = None;
        let tls = match options.tls {
            None => None,
            Some(TlsAddress::At(address)) => Some(listen(address).await?),
            Some(TlsAddress::Automatic) => {
                let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
                match listen(at(TLS_PORT)).await {
                    Ok(bound) => Some(bound),
                    Err(SandboxError::Listen { source, .. }) => {
                        refused_port = Some(source);
                        Some(listen(at(OTHER_TLS_PORT)).await?)
                    }
                    Err(other) => return Err(other),
                }
            }
        };
        let proxy = match options.proxy {
            None => None,
            Some(address) => Some(listen(address).await?),
        };
        Ok(Some(Self {
            files: TrustFiles::write(&authority, &SystemRoots::load())?,
            authority,
            tls,
            proxy,
            refused_port,
        }))
    }

    /// Returns who issues the certificates.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Returns what other programs are to trust.
    #[must_use]
    pub fn files(&self) -> &TrustFiles {
        &self.files
    }

    /// Returns the address of the listener for TLS.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls.as_ref().map(|(_, address)| *address)
    }

    /// Returns why port 443 could not be had, if it was tried and could not.
    #[must_use]
    pub fn refused_port(&self) -> Option<&io::Error> {
        self.refused_port.as_ref()
    }

    /// Adds the addresses to those of a sandbox.
    #[must_use]
    pub fn announce(&self, mut running: Running) -> Running {
        if let Some((_, address)) = self.tls {
            running = running.with_tls(address);
        }
        if let Some((_, address)) = self.proxy {
            running = running.with_proxy(address);
        }
        running
    }

    /// Answers calls until `shutdown`, then finishes those under way.
    ///
    /// # Errors
    /// Returns an error if TLS cannot be set up.
    pub async fn serve(
        self,
        sandbox: Arc<Sandbox>,
        shutdown: impl Future<Output = ()> + Clone,
    ) -> Result<(), SandboxError> {
        let tls = async {
            if let Some((listener, _)) = self.tls {
                let server = sandbox.tls(Arc::clone(&self.authority)).await?;
                server.serve(listener, shutdown.clone()).await;
            }
            Ok::<(), SandboxError>(())
        };
        let proxy = async {
            if let Some((listener, _)) = self.proxy {
                let server = sandbox.proxy(Arc::clone(&self.authority)).await?;
                server.serve(listener, shutdown.clone()).await;
            }
            Ok::<(), SandboxError>(())
        };
        let ((), ()) = tokio::try_join!(tls, proxy)?;
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), SandboxError> {
    let failed = |source| SandboxError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}
