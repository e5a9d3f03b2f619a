//! The records of a data folder, with or without a sandbox that runs on it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::sandbox::admin::client::AdminClient;
use crate::sandbox::error::SandboxError;
use crate::sandbox::identity::Merchants;
use crate::sandbox::log::attempt::DeliveryAttempt;
use crate::sandbox::log::filter::RequestFilter;
use crate::sandbox::log::request::{RequestRecord, RequestSummary};
use crate::sandbox::store::attempts;
use crate::sandbox::store::database::Database;
use crate::sandbox::store::requests::RequestLog;
use crate::sandbox::store::running::Running;

/// How long a sandbox that runs may take to store what it answered.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(10);

/// The records of a data folder.
#[derive(Debug)]
pub struct SandboxLog {
    data: PathBuf,
    database: Database,
    requests: RequestLog,
}

impl SandboxLog {
    /// Opens the records of a data folder; `None` if no sandbox has ever run on it.
    ///
    /// # Errors
    /// Returns an error if they cannot be read.
    pub fn open(data: &Path) -> Result<Option<Self>, SandboxError> {
        if !Database::exists(data) {
            return Ok(None);
        }
        Ok(Some(Self {
            data: data.to_owned(),
            database: Database::open(data)?,
            requests: RequestLog::new(data),
        }))
    }

    /// Waits until a sandbox that runs on the folder has stored what it answered.
    pub async fn settle(&self) {
        if let Some(running) = Running::find(&self.data)
            && let Ok(admin) = AdminClient::new(&running)
        {
            // If it does not respond, what is stored is all that there is.
            let _ = tokio::time::timeout(SETTLE_TIMEOUT, admin.settle()).await;
        }
    }

    /// Returns requests, the newest first.
    ///
    /// # Errors
    /// Returns an error if they cannot be read.
    pub fn requests(&self, filter: &RequestFilter) -> Result<Vec<RequestSummary>, SandboxError> {
        self.requests.list(filter)
    }

    /// Returns a request by its number, as it is stored.
    ///
    /// # Errors
    /// Returns an error if it cannot be read.
    pub fn unchecked(&self, id: i64) -> Result<Option<RequestRecord>, SandboxError> {
        self.requests.find(&id.to_string())
    }

    /// Returns a request by its number or its `Request-ID`. If its signature was refused and not
    /// looked into yet, that is done now, which takes up to a second.
    ///
    /// # Errors
    /// Returns an error if it cannot be read.
    pub fn request(&self, key: &str) -> Result<Option<RequestRecord>, SandboxError> {
        let mut found = self.requests.find(key)?;
        if let Some(record) = &mut found
            && record.summary.is_signature_refused()
            && record.summary.check.is_none()
        {
            record.summary.check = record.check(&Merchants::open(&self.data)?);
        }
        Ok(found)
    }

    /// Returns attempts to deliver notifications with a greater number than `after`, at most
    /// `limit`, the newest first.
    ///
    /// # Errors
    /// Returns an error if they cannot be read.
    pub fn attempts(&self, after: i64, limit: usize) -> Result<Vec<DeliveryAttempt>, SandboxError> {
        self.database.read(|tx| attempts::list(tx, after, limit))
    }
}
