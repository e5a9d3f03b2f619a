//! A sandbox in this process, for tests and for single commands.

use std::net::{Ipv4Addr, SocketAddr};
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
use crate::sandbox::store::running::Running;

/// A sandbox that listens on a free port of 127.0.0.1 until it is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use wechatpay::client::Client;
/// use wechatpay::sandbox::EmbeddedSandbox;
///
/// let sandbox = EmbeddedSandbox::temporary().await?;
/// let client = Client::from_profile(&sandbox.profile()?)?;
/// // Place an order with the client or with your own code, then pay it as the payer would.
/// let paid = sandbox.sandbox().pay(&"order-1".parse()?).await;
/// assert!(paid.is_err(), "this order was not placed");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct EmbeddedSandbox {
    sandbox: Arc<Sandbox>,
    running: Running,
    /// Dropped, it ends the server.
    _stop: oneshot::Sender<()>,
    /// What repeats notifications, in a sandbox of its own folder.
    deliveries: Option<AbortHandle>,
    _folder: Option<TempDir>,
}

impl EmbeddedSandbox {
    /// Starts a sandbox of a new merchant in a temporary folder. It repeats notifications and ends
    /// refunds by itself. Generating the keys takes up to some seconds in a debug build: tests that
    /// share a folder start faster, with [`EmbeddedSandbox::start`].
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

    async fn serve(
        sandbox: Arc<Sandbox>,
        deliveries: Option<AbortHandle>,
        folder: Option<TempDir>,
    ) -> Result<Self, SandboxError> {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let failed = |source| SandboxError::Listen {
            address: any,
            source,
        };
        let listener = TcpListener::bind(any).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(Arc::clone(&sandbox).serve(listener, async {
            // A dropped sender is a stop, too.
            let _ = stopped.await;
        }));
        Ok(Self {
            running: Running::new(address, sandbox.options().mode)
                .with_token(sandbox.access_token()),
            sandbox,
            _stop: stop,
            deliveries,
            _folder: folder,
        })
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

impl Drop for EmbeddedSandbox {
    fn drop(&mut self) {
        if let Some(deliveries) = &self.deliveries {
            deliveries.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        tokio::time::timeout(std::time::Duration::from_secs(10), gone)
            .await
            .unwrap();
        assert!(!data.exists());
    }
}
