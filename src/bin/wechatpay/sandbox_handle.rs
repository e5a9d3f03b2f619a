//! The sandbox that commands use, and what its errors are to the user.

use std::path::{Path, PathBuf};

use wechatpay::profile::{Overrides, Profile};
use wechatpay::sandbox::{
    AdminError, DEFAULT_LISTEN, HandleError, Identity, Mode, PayError, Running, SandboxError,
    SandboxHandle,
};

use crate::environment;
use crate::error::{CliError, Kind};

/// Finds the sandbox that runs on the data folder, or starts one for as long as the process
/// lives; if `dry`, nothing will be sent to it and none is started.
pub(crate) async fn start(data: &Path, dry: bool) -> Result<SandboxHandle, CliError> {
    if dry {
        return Ok(SandboxHandle::Running(running(data)));
    }
    Ok(SandboxHandle::connect(data).await?)
}

/// Returns the built-in profile; commands without a network need no sandbox to respond.
pub(crate) fn profile(
    data: &Path,
    handle: Option<&SandboxHandle>,
    options: Overrides,
) -> Result<Profile, CliError> {
    let running = handle.map_or_else(|| running(data), |handle| handle.running().clone());
    let identity = Identity::open(data)?;
    Ok(identity.profile(&running, options)?)
}

/// Returns where the sandbox of a data folder listens, or would.
fn running(data: &Path) -> Running {
    Running::find(data).unwrap_or_else(|| Running {
        url: format!("http://{DEFAULT_LISTEN}"),
        mode: Mode::Both,
    })
}

/// Returns where the sandbox stores its identity and its orders, unless configured otherwise.
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
        let failure = Self::config(error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.with_source(source),
            None => failure,
        }
    }
}

impl From<HandleError> for CliError {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Sandbox(error) => error.into(),
            HandleError::Pay(error) => error.into(),
            HandleError::Admin(error) => error.into(),
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
        let failure = Self::new(kind, error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.with_source(source),
            None => failure,
        }
    }
}

impl From<AdminError> for CliError {
    fn from(error: AdminError) -> Self {
        let kind = match &error {
            AdminError::Setup(_) => Kind::Config,
            AdminError::Unreachable { .. } => Kind::Network,
            AdminError::NotFound(_) => Kind::NotFound,
            AdminError::Refused(_) => Kind::Api,
            AdminError::TooLarge { .. } | AdminError::Unreadable(_) => Kind::Internal,
        };
        let failure = Self::new(kind, error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.with_source(source),
            None => failure,
        }
    }
}
