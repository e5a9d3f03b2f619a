//! The sandbox of a data folder: the one that runs there, or one embedded in this process.

use std::path::Path;
use std::sync::Arc;

use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::admin::client::{AdminClient, AdminError};
use crate::sandbox::admin::report::{
    CertificatesListed, ComplaintReport, DeliveryReport, TransferReport,
};
use crate::sandbox::embedded::EmbeddedSandbox;
use crate::sandbox::error::{PayError, SandboxError, TransferError};
use crate::sandbox::ledger::transfer::TransferEnd;
use crate::sandbox::options::Options;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::running::Running;

/// A sandbox that is up, here or in another process.
#[derive(Debug, Clone)]
pub enum SandboxHandle {
    /// It runs in another process, or is only referred to and never called.
    Running(Running),
    /// It ends with this process.
    Embedded(Arc<EmbeddedSandbox>),
}

/// Why a sandbox did not do what it was called for.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// The embedded sandbox failed.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The embedded sandbox refused.
    #[error(transparent)]
    Pay(#[from] PayError),
    /// The embedded sandbox did not end a transfer.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// The running sandbox failed or refused.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl SandboxHandle {
    /// Finds the sandbox that runs on a data folder, or embeds one.
    ///
    /// # Errors
    /// Returns an error if none runs and none can be started.
    pub async fn connect(data: &Path) -> Result<Self, SandboxError> {
        if let Some(running) = Running::find(data) {
            return Ok(Self::Running(running));
        }
        let embedded = EmbeddedSandbox::start(data, Options::default()).await?;
        Ok(Self::Embedded(Arc::new(embedded)))
    }

    /// Finds the sandbox that runs on a data folder, if it is a proxy and nothing else is wanted
    /// of it than that, or embeds one.
    ///
    /// # Errors
    /// Returns an error if none runs and none can be started.
    pub async fn connect_to_proxy(data: &Path, options: Options) -> Result<Self, SandboxError> {
        if options == Options::default()
            && let Some(running) = Running::find(data)
            && running.proxy.is_some()
        {
            return Ok(Self::Running(running));
        }
        Self::embed_proxy(data, options).await
    }

    /// Embeds a sandbox that is a proxy, whether another one runs or not.
    ///
    /// # Errors
    /// Returns an error if it cannot be started.
    pub async fn embed_proxy(data: &Path, options: Options) -> Result<Self, SandboxError> {
        let embedded = EmbeddedSandbox::start_with_proxy(data, options).await?;
        Ok(Self::Embedded(Arc::new(embedded)))
    }

    /// Returns where it listens, and which keys it signs with.
    #[must_use]
    pub fn running(&self) -> &Running {
        match self {
            Self::Running(running) => running,
            Self::Embedded(embedded) => embedded.running(),
        }
    }

    /// Returns the sandbox if it is embedded in this process.
    #[must_use]
    pub fn embedded(&self) -> Option<&Sandbox> {
        match self {
            Self::Running(_) => None,
            Self::Embedded(embedded) => Some(embedded.sandbox()),
        }
    }

    /// Complains about a paid order as its payer would, and delivers the notification.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or the order is not paid.
    pub async fn complain(
        &self,
        number: &OutTradeNo,
        detail: &str,
    ) -> Result<ComplaintReport, HandleError> {
        Ok(match self {
            Self::Running(running) => {
                let admin = AdminClient::new(running)?;
                admin.complain(number, detail).await?
            }
            Self::Embedded(embedded) => embedded.sandbox().complain(number, detail).await?,
        })
    }

    /// Ends a transfer that waits for its user, and delivers the notification.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or the transfer cannot end.
    pub async fn end_transfer(
        &self,
        out_bill_no: &str,
        end: TransferEnd,
    ) -> Result<TransferReport, HandleError> {
        Ok(match self {
            Self::Running(running) => {
                let admin = AdminClient::new(running)?;
                admin.end_transfer(out_bill_no, end).await?
            }
            Self::Embedded(embedded) => embedded.sandbox().end_transfer(out_bill_no, end).await?,
        })
    }

    /// Pays an order and delivers its notification once.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or the order cannot be paid.
    pub async fn pay(&self, number: &OutTradeNo) -> Result<DeliveryReport, HandleError> {
        match self {
            Self::Running(running) => Ok(AdminClient::new(running)?.pay(number).await?),
            Self::Embedded(embedded) => Ok(embedded.sandbox().pay(number).await?),
        }
    }

    /// Ends an order's refunds with `status`, or refunds what remains of it, and delivers each
    /// notification once.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or the order cannot be refunded.
    pub async fn refund(
        &self,
        number: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<DeliveryReport, HandleError> {
        match self {
            Self::Running(running) => {
                let admin = AdminClient::new(running)?;
                Ok(admin.refund(number, status).await?)
            }
            Self::Embedded(embedded) => Ok(embedded.sandbox().refund(number, status).await?),
        }
    }

    /// Generates another platform certificate, which signs from now on.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or cannot store the certificate.
    pub async fn rotate(&self) -> Result<CertificatesListed, HandleError> {
        match self {
            Self::Running(running) => Ok(AdminClient::new(running)?.rotate().await?),
            Self::Embedded(embedded) => Ok(embedded.sandbox().rotate()?),
        }
    }
}
