//! What can go wrong when a sandbox is opened, or pays or refunds an order.

use std::io;
use std::path::{Path, PathBuf};

use crate::protocol::certificate::CertificateError;
use crate::protocol::id::{IdError, OutTradeNo};
use crate::protocol::keys::KeyError;
use crate::protocol::resource::ApiV3KeyError;
use crate::sandbox::ledger::machine::OrderError;

/// Why a sandbox cannot be opened or cannot keep its state.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A file of the data folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the data folder cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A key or certificate cannot be generated.
    #[error("cannot make the sandbox's keys")]
    Generate(#[source] rcgen::Error),
    /// The kept identity is damaged.
    #[error("the sandbox's identity in {} is damaged: {reason}", path.display())]
    Identity {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of the ledger cannot be read.
    #[error("{} is damaged", path.display())]
    Ledger {
        /// The ledger.
        path: PathBuf,
        /// What is wrong with the line.
        source: serde_json::Error,
    },
    /// What is to be imported is no export.
    #[error("this is not an export of a sandbox: {0}")]
    Import(String),
    /// The time scale is not a usable number.
    #[error("the time scale must be between 0.001 and 1000000, not {0}")]
    TimeScale(f64),
}

impl SandboxError {
    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}

/// Why an identity's text is not what it should be, before the file is named.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Damage {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Id(#[from] IdError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error(transparent)]
    ApiV3Key(#[from] ApiV3KeyError),
    #[error("it is not text")]
    Text,
}

/// Why an order is not paid or refunded.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// No such order was placed.
    #[error("the sandbox has no order {0}")]
    Unknown(OutTradeNo),
    /// The order is closed.
    #[error("order {0} is closed")]
    Closed(OutTradeNo),
    /// Its `time_expire` has passed.
    #[error("order {0} may no longer be paid: its time_expire has passed")]
    Expired(OutTradeNo),
    /// A refund needs a payment first.
    #[error("order {0} is not paid")]
    NotPaid(OutTradeNo),
    /// The ledger cannot be read or written.
    #[error("the sandbox cannot keep its state")]
    Storage(#[from] SandboxError),
}

impl PayError {
    /// Says why nothing can be done with the order `number`.
    pub(crate) fn of(number: &OutTradeNo) -> impl Fn(OrderError) -> Self {
        |why| {
            let number = number.clone();
            match why {
                OrderError::Unknown => Self::Unknown(number),
                OrderError::Expired => Self::Expired(number),
                OrderError::Closed | OrderError::Paid | OrderError::Different => {
                    Self::Closed(number)
                }
                OrderError::NotPaid => Self::NotPaid(number),
            }
        }
    }
}
