//! The sandbox as commands use it: one that runs already, or one embedded in this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechatpay::profile::{Overrides, Profile};
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{
    AdminClient, AdminError, CertificatesListed, DeliveryReport, EmbeddedSandbox, Identity, Mode,
    Options, PayError, Running, Sandbox, SandboxError, StartError,
};
use wechatpay::transport::{Proxy, TransportOptions, http_client};

use crate::environment;
use crate::error::{CliError, Kind};

/// Where a `wechatpay sandbox` listens unless it is told otherwise.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8787";

/// A sandbox that is up.
#[derive(Clone)]
pub(crate) struct SandboxHandle {
    url: String,
    mode: Mode,
    embedded: Option<Arc<EmbeddedSandbox>>,
}

impl SandboxHandle {
    /// Finds the sandbox that runs on the data folder, or starts one for as long as the process
    /// lives; if `dry`, nothing will be sent to it and none is started.
    pub(crate) async fn start(data: PathBuf, dry: bool) -> Result<Self, CliError> {
        if let Some(Running { url, mode }) = Running::find(&data) {
            return Ok(Self {
                url,
                mode,
                embedded: None,
            });
        }
        if dry {
            let url = format!("http://{DEFAULT_LISTEN}");
            return Ok(Self {
                url,
                mode: Mode::Both,
                embedded: None,
            });
        }
        let sandbox = EmbeddedSandbox::start(data, Options::default()).await?;
        Ok(Self {
            url: sandbox.url().to_owned(),
            mode: Mode::Both,
            embedded: Some(Arc::new(sandbox)),
        })
    }

    /// Returns the built-in profile; commands without a network need no sandbox to answer.
    pub(crate) fn profile(
        data: &Path,
        handle: Option<&Self>,
        options: Overrides,
    ) -> Result<Profile, CliError> {
        let identity = Identity::open(data)?;
        let (url, mode) = match (handle, Running::find(data)) {
            (Some(handle), _) => (handle.url.clone(), handle.mode),
            (None, Some(running)) => (running.url, running.mode),
            (None, None) => (format!("http://{DEFAULT_LISTEN}"), Mode::Both),
        };
        Ok(identity.profile(&url, mode, options)?)
    }

    /// Pays an order and delivers its notification once.
    pub(crate) async fn pay(&self, number: &OutTradeNo) -> Result<DeliveryReport, CliError> {
        match &self.embedded {
            Some(embedded) => Ok(embedded.sandbox().pay(number).await?),
            None => Ok(self.admin()?.pay(number).await?),
        }
    }

    /// Ends an order's refunds with `status`, or refunds what remains of it, and delivers each
    /// notification once.
    pub(crate) async fn refund(
        &self,
        number: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<DeliveryReport, CliError> {
        match &self.embedded {
            Some(embedded) => Ok(embedded.sandbox().refund(number, status).await?),
            None => Ok(self.admin()?.refund(number, status).await?),
        }
    }

    /// Makes another platform certificate, which signs from now on.
    pub(crate) async fn rotate(&self) -> Result<CertificatesListed, CliError> {
        match &self.embedded {
            Some(embedded) => {
                embedded.sandbox().identity().rotate()?;
                Ok(embedded.sandbox().certificates_listed())
            }
            None => Ok(self.admin()?.rotate().await?),
        }
    }

    /// Returns the sandbox if it lives in this process, and so ends with it.
    pub(crate) fn embedded(&self) -> Option<&Sandbox> {
        self.embedded.as_deref().map(EmbeddedSandbox::sandbox)
    }

    fn admin(&self) -> Result<AdminClient, CliError> {
        Ok(AdminClient::new(self.url.as_str(), direct_client()?))
    }
}

/// Opens the sandbox of a data folder.
pub(crate) fn open(data: &Path, options: Options) -> Result<Arc<Sandbox>, CliError> {
    Ok(Sandbox::open(data, options, direct_client()?)?)
}

/// Returns an HTTP client without a proxy, for this machine.
fn direct_client() -> Result<reqwest::Client, CliError> {
    let options = TransportOptions {
        proxy: Proxy::Direct,
        ..TransportOptions::default()
    };
    Ok(http_client(&options, true)?)
}

/// Returns where the sandbox keeps its identity and its orders, unless told otherwise.
pub(crate) fn default_data() -> Result<PathBuf, CliError> {
    if let Some(folder) = environment::text("WECHATPAY_SANDBOX_DATA") {
        return Ok(folder.into());
    }
    dirs::data_dir()
        .map(|folder| folder.join("wechatpay").join("sandbox"))
        .ok_or_else(|| CliError::config("no data folder is known; set WECHATPAY_SANDBOX_DATA"))
}

impl From<SandboxError> for CliError {
    fn from(error: SandboxError) -> Self {
        Self::of_error(Kind::Config, error)
    }
}

impl From<StartError> for CliError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Sandbox(error) => error.into(),
            StartError::Http(error) => error.into(),
            StartError::Listen(_) => Self::of_error(Kind::Config, error),
        }
    }
}

impl From<PayError> for CliError {
    fn from(error: PayError) -> Self {
        let kind = match &error {
            PayError::Unknown(_) => Kind::NotFound,
            PayError::Closed(_) | PayError::Expired(_) | PayError::NotPaid(_) => Kind::Api,
            PayError::Storage(_) => Kind::Config,
        };
        Self::of_error(kind, error)
    }
}

impl From<AdminError> for CliError {
    fn from(error: AdminError) -> Self {
        let kind = match &error {
            AdminError::Unreachable { .. } => Kind::Network,
            AdminError::NotFound(_) => Kind::NotFound,
            AdminError::Refused(_) => Kind::Api,
            AdminError::Unreadable(_) => Kind::Internal,
        };
        Self::of_error(kind, error)
    }
}
