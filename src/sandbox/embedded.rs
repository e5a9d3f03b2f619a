//! A sandbox in this process, for tests and for single commands.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::profile::{Overrides, Profile};
use crate::sandbox::error::SandboxError;
use crate::sandbox::options::Options;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::running::{Claim, Running};
use crate::sandbox::tls::authority::Authority;

/// A sandbox that listens on a free port of 127.0.0.1 until it is dropped, and does what a
/// [`Sandbox`] does. [`Sandbox::start`] makes one for a test.
#[derive(Debug)]
pub struct EmbeddedSandbox {
    sandbox: Arc<Sandbox>,
    running: Running,
    /// Dropped, they end the servers.
    stops: Vec<oneshot::Sender<()>>,
    /// What repeats notifications, in a sandbox of its own folder.
    deliveries: Option<AbortHandle>,
    claim: Option<Claim>,
    _folder: Option<TempDir>,
}

/// How code reaches a sandbox that calls WeChat Pay's names, and has no setting for another URL.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StandIn {
    /// The HTTP proxy that answers for [`HOSTS`](super::HOSTS), such as `http://127.0.0.1:49153`.
    pub proxy_url: String,
    /// The certificate of the authority to trust, in PEM.
    pub ca_pem: String,
}

impl Sandbox {
    /// Starts a sandbox of a new merchant on a free port, in a temporary folder, until it is
    /// dropped. It repeats notifications and ends refunds by itself. Generating the keys takes up
    /// to some seconds in a debug build: tests that share a folder start faster, with
    /// [`EmbeddedSandbox::start`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use wechatpay::client::Client;
    /// use wechatpay::sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let client = Client::from_profile(&sandbox.profile()?)?;
    /// // Place an order with the client or with your own code, then pay it as the payer would.
    /// let paid = sandbox.pay(&"order-1".parse()?).await;
    /// assert!(paid.is_err(), "this order was not placed");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Code that has WeChat Pay's host name built in reaches it through a proxy:
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let _ = rustls::crypto::ring::default_provider().install_default();
    /// use wechatpay::sandbox::Sandbox;
    ///
    /// let mut sandbox = Sandbox::start().await?;
    /// let stand_in = sandbox.stand_in().await?;
    /// let http = reqwest::Client::builder()
    ///     .user_agent("shop/1.0")
    ///     .proxy(reqwest::Proxy::https(&stand_in.proxy_url)?)
    ///     .add_root_certificate(reqwest::Certificate::from_pem(stand_in.ca_pem.as_bytes())?)
    ///     .build()?;
    /// let url = "https://api.mch.weixin.qq.com/v3/certificates";
    /// let response = http.get(url).send().await?;
    /// assert_eq!(response.status(), 401, "it is not signed");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or no port is free.
    pub async fn start() -> Result<EmbeddedSandbox, SandboxError> {
        EmbeddedSandbox::temporary().await
    }
}

impl EmbeddedSandbox {
    /// Does what [`Sandbox::start`] does.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or no port is free.
    pub async fn temporary() -> Result<Self, SandboxError> {
        let folder = tempfile::tempdir()
            .map_err(|why| SandboxError::write(&tempfile::env::temp_dir())(why))?;
        let sandbox = Sandbox::open(folder.path(), Options::default())?;
        let deliveries = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
        Self::serve(sandbox, Some(deliveries.abort_handle()), Some(folder)).await
    }

    /// Opens a data folder, which need not exist, and starts to answer calls. Nothing else happens
    /// by itself: see [`Sandbox::deliver_pending`].
    ///
    /// # Errors
    /// Returns an error if the folder cannot be used, an option is out of range, or no port is
    /// free.
    pub async fn start(data: impl AsRef<Path>, options: Options) -> Result<Self, SandboxError> {
        Self::serve(Sandbox::open(data, options)?, None, None).await
    }

    /// Opens a data folder, and answers calls, also as WeChat Pay's names through a proxy. Unless
    /// another sandbox runs there it is the folder's running one, and repeats notifications.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be used, an option is out of range, or no port is
    /// free.
    pub async fn start_with_proxy(
        data: impl AsRef<Path>,
        options: Options,
    ) -> Result<Self, SandboxError> {
        let pays = options.auto_pay.is_some();
        let sandbox = Sandbox::open(data, options)?;
        let mut embedded = Self::serve(sandbox, None, None).await?;
        embedded.stand_in().await?;
        embedded.claim = embedded.running.claim(&embedded.sandbox.data)?;
        if embedded.claim.is_some() || pays {
            let deliveries = tokio::spawn(Arc::clone(&embedded.sandbox).deliver_pending());
            embedded.deliveries = Some(deliveries.abort_handle());
        }
        Ok(embedded)
    }

    async fn serve(
        sandbox: Arc<Sandbox>,
        deliveries: Option<AbortHandle>,
        folder: Option<TempDir>,
    ) -> Result<Self, SandboxError> {
        let (listener, address) = listen().await?;
        let mut embedded = Self {
            running: Running::new(address, sandbox.options().mode)
                .with_token(sandbox.access_token()),
            sandbox,
            stops: Vec::new(),
            deliveries,
            claim: None,
            _folder: folder,
        };
        let stopped = embedded.stopped();
        tokio::spawn(Arc::clone(&embedded.sandbox).serve(listener, stopped));
        Ok(embedded)
    }

    /// Opens a proxy that answers for WeChat Pay's names, for code that has them built in. The
    /// authority is the data folder's, which is generated if there is none.
    ///
    /// # Errors
    /// Returns an error if no port is free, or the authority cannot be read or generated.
    pub async fn stand_in(&mut self) -> Result<StandIn, SandboxError> {
        let authority = Arc::new(Authority::open(&self.sandbox.data)?);
        let ca_pem = authority.pem().to_owned();
        if let Some(proxy_url) = self.running.proxy.clone() {
            return Ok(StandIn { proxy_url, ca_pem });
        }
        let (listener, address) = listen().await?;
        let stopped = self.stopped();
        let proxy = self.sandbox.proxy(authority).await?;
        tokio::spawn(proxy.serve(listener, stopped));
        self.running = self.running.clone().with_proxy(address);
        let proxy_url = format!("http://{address}");
        Ok(StandIn { proxy_url, ca_pem })
    }

    /// Returns a future that ends when the sandbox is dropped.
    fn stopped(&mut self) -> impl Future<Output = ()> + Send + use<> {
        let (stop, stopped) = oneshot::channel::<()>();
        self.stops.push(stop);
        async {
            // A dropped sender is a stop, too.
            let _ = stopped.await;
        }
    }

    /// Returns the base URL of its API, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.running.url
    }

    /// Returns where it listens, and which keys it signs with.
    #[must_use]
    pub fn running(&self) -> &Running {
        &self.running
    }

    /// Returns the sandbox, to pay and refund orders as the payer and WeChat Pay would.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Returns its merchant's profile.
    ///
    /// # Errors
    /// Returns an error if a key cannot be read.
    pub fn profile(&self) -> Result<Profile, SandboxError> {
        let identity = self.sandbox.identity();
        identity.profile(&self.running, Overrides::default())
    }
}

async fn listen() -> Result<(TcpListener, SocketAddr), SandboxError> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let failed = |source| SandboxError::Listen {
        address: any,
        source,
    };
    let listener = TcpListener::bind(any).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

impl Deref for EmbeddedSandbox {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Drop for EmbeddedSandbox {
    fn drop(&mut self) {
        if let Some(deliveries) = &self.deliveries {
            deliveries.abort();
        }
        self.sandbox.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::error::DatabaseError;
    use crate::sandbox::log::filter::RequestFilter;
    use crate::sandbox::state::direct_client;

    #[tokio::test]
    async fn a_dropped_sandbox_does_not_listen_any_more() {
        let sandbox = EmbeddedSandbox::temporary().await.unwrap();
        let address = sandbox.url().trim_start_matches("http://").to_owned();
        let data = sandbox.sandbox().identity().folder().to_owned();
        tokio::net::TcpStream::connect(&address).await.unwrap();
        drop(sandbox);
        let gone = async {
            while tokio::net::TcpStream::connect(&address).await.is_ok() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(120), gone)
            .await
            .unwrap();
        assert!(!data.exists());
    }

    #[tokio::test]
    async fn a_dropped_sandbox_has_closed_its_databases_whichever_tasks_are_left() {
        let data = tempfile::tempdir().unwrap();
        let start = || EmbeddedSandbox::start(data.path(), Options::default());
        let names = ["sandbox.db", "requests.db"];
        let logs = names.map(|name| data.path().join(format!("{name}-wal")));
        let embedded = start().await.unwrap();
        let url = format!("{}/v3/certificates", embedded.url());
        direct_client().unwrap().get(url).send().await.unwrap();
        embedded.recorder.settled().await;
        assert!(logs.iter().all(|log| log.exists()));
        // As a connection's task has it.
        let held = Arc::clone(&embedded.sandbox);
        let log = Arc::clone(&embedded.recorder.log);
        drop(embedded);
        assert!(!logs.iter().any(|log| log.exists()));
        let ended = |refused: SandboxError| {
            let is_ended = matches!(
                refused,
                SandboxError::Database {
                    source: DatabaseError::Ended,
                    ..
                }
            );
            assert!(is_ended, "{refused:?}");
        };
        ended(held.journal.orders().unwrap_err());
        ended(log.clear().unwrap_err());
        assert!(!logs.iter().any(|log| log.exists()));
        let again = start().await.unwrap();
        let stored = again.requests(&RequestFilter::default()).await.unwrap();
        assert_eq!(stored.len(), 1);
    }
}
