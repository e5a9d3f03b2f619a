//! A sandbox inside a program, for its tests.

use std::path::Path;
use std::sync::Arc;
use std::{future, io};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::error::SandboxError;
use super::options::Options;
use super::state::Sandbox;
use crate::profile::{Overrides, Profile};
use crate::transport::{Proxy, TransportOptions, TransportSetupError, http_client};

/// Why no sandbox was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// No port of this machine can be listened on.
    #[error("the sandbox cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// Notifications cannot be posted.
    #[error(transparent)]
    Http(#[from] TransportSetupError),
}

/// A sandbox that listens on a free port of this machine until it is dropped.
#[derive(Debug)]
pub struct EmbeddedSandbox {
    sandbox: Arc<Sandbox>,
    url: String,
    server: JoinHandle<io::Result<()>>,
}

impl EmbeddedSandbox {
    /// Opens a data folder, which need not exist, and begins to answer calls. Orders are paid and
    /// notifications repeated by [`Sandbox::pay`] and its like alone.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be used, or no port is free.
    pub async fn start(data: impl AsRef<Path>, options: Options) -> Result<Self, StartError> {
        let transport = TransportOptions {
            proxy: Proxy::Direct,
            ..TransportOptions::default()
        };
        let sandbox = Sandbox::open(data, options, http_client(&transport, true)?)?;
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let server = tokio::spawn(Arc::clone(&sandbox).serve(listener, future::pending()));
        Ok(Self {
            sandbox,
            url: format!("http://{address}"),
            server,
        })
    }

    /// Returns the base URL of its API.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the sandbox, to pay orders and refund them as a payer or WeChat Pay would.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Returns its merchant's profile.
    ///
    /// # Errors
    /// Returns an error if a key cannot be read.
    pub fn profile(&self) -> Result<Profile, SandboxError> {
        let mode = self.sandbox.options().mode;
        let identity = self.sandbox.identity();
        identity.profile(&self.url, mode, Overrides::default())
    }
}

impl Drop for EmbeddedSandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
