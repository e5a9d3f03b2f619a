//! The sandbox as commands use it: one that runs already, or one embedded in this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::TcpListener;
use wechatpay::fs::FileAction;
use wechatpay::profile::{BuiltIn, Overrides, PlatformKey, Profile, Secret, SecretSource};
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{
    AdminClient, AdminError, CertificatesListed, DeliveryReport, Identity, Mode, Options, PayError,
    Running, Sandbox, SandboxError,
};
use wechatpay::transport::{Proxy, TransportOptions, http_client};

use crate::environment;
use crate::error::{CliError, Kind};

/// Where a `wechatpay sandbox` listens unless it is told otherwise.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8787";

/// Where `serve-notify` listens unless it is told otherwise.
pub(crate) const DEFAULT_NOTIFY_URL: &str = "http://127.0.0.1:8080/notify";

/// A sandbox that is up.
#[derive(Clone)]
pub(crate) struct SandboxHandle {
    url: String,
    mode: Mode,
    embedded: Option<Arc<Sandbox>>,
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
        let sandbox = open(&data, Options::default())?;
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| {
            CliError::config("the sandbox cannot listen on 127.0.0.1").with_source(error)
        })?;
        let address = listener
            .local_addr()
            .map_err(|error| CliError::internal("no address").with_source(error))?;
        tokio::spawn(Arc::clone(&sandbox).serve(listener, std::future::pending()));
        Ok(Self {
            url: format!("http://{address}"),
            mode: Mode::Both,
            embedded: Some(sandbox),
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
        let known = known(&identity, data, &url, mode);
        let options = Overrides {
            base_url: None,
            backup_base_url: None,
            mp_base_url: None,
            ..options
        };
        let extra = platform_keys(&identity, mode)?;
        Ok(Profile::built_in(BuiltIn {
            name: "sandbox".to_owned(),
            known,
            options,
            extra,
        }))
    }

    /// Pays an order and delivers its notification once.
    pub(crate) async fn pay(&self, number: &OutTradeNo) -> Result<DeliveryReport, CliError> {
        match &self.embedded {
            Some(sandbox) => Ok(sandbox.pay(number).await?),
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
            Some(sandbox) => Ok(sandbox.refund(number, status).await?),
            None => Ok(self.admin()?.refund(number, status).await?),
        }
    }

    /// Makes another platform certificate, which signs from now on.
    pub(crate) async fn rotate(&self) -> Result<CertificatesListed, CliError> {
        match &self.embedded {
            Some(sandbox) => {
                sandbox.identity().rotate()?;
                Ok(sandbox.certificates_listed())
            }
            None => Ok(self.admin()?.rotate().await?),
        }
    }

    /// Returns the sandbox if it lives in this process, and so ends with it.
    pub(crate) fn embedded(&self) -> Option<&Sandbox> {
        self.embedded.as_deref()
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

fn known(identity: &Identity, data: &Path, url: &str, mode: Mode) -> Overrides {
    let public = mode == Mode::PublicKey;
    Overrides {
        p12_password: None,
        mchid: Some(identity.mchid().to_string()),
        appid: Some(identity.appid().to_string()),
        serial_no: Some(identity.serial_no().to_string()),
        private_key: Some(SecretSource::File(identity.private_key_path())),
        certificate: Some(identity.certificate_path()),
        apiv3_key: Some(SecretSource::Text(Secret::from(
            identity.apiv3_key().as_str(),
        ))),
        app_secret: Some(SecretSource::Text(Secret::from(
            identity.app_secret().as_str(),
        ))),
        notify_url: Some(DEFAULT_NOTIFY_URL.to_owned()),
        platform_certs: (!public).then(|| data.join("certs")),
        public_key: public.then(|| identity.public_key_path()),
        public_key_id: public.then(|| identity.public_key_id().to_string()),
        sub_mchid: None,
        sub_appid: None,
        base_url: Some(url.to_owned()),
        backup_base_url: None,
        mp_base_url: Some(url.to_owned()),
    }
}

/// What the sandbox signs with, so that every command verifies from the start; `download-certs`
/// does not count these as trusted, and so shows a real first use.
fn platform_keys(identity: &Identity, mode: Mode) -> Result<Vec<PlatformKey>, CliError> {
    let mut keys = Vec::new();
    if mode != Mode::PublicKey {
        let listed = identity.platform_certificates().into_iter();
        keys.extend(listed.map(|certificate| PlatformKey::Certificate(certificate.x509.clone())));
    }
    if mode == Mode::Both {
        let path = identity.public_key_path();
        let pem =
            std::fs::read(&path).map_err(|error| CliError::file(FileAction::Read, &path, error))?;
        keys.push(PlatformKey::PublicKey {
            id: identity.public_key_id().clone(),
            pem,
        });
    }
    Ok(keys)
}

impl From<SandboxError> for CliError {
    fn from(error: SandboxError) -> Self {
        Self::of_error(Kind::Config, error)
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
