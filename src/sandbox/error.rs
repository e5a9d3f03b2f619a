//! What can go wrong when a sandbox is opened, or pays or refunds an order.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::fs::{FileAction, FileError, write_obstacle};
use crate::protocol::certificate::CertificateError;
use crate::protocol::id::{IdError, Mchid, OutTradeNo};
use crate::protocol::keys::KeyError;
use crate::protocol::resource::ApiV3KeyError;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::transfer::TransferState;
use crate::transport::TransportSetupError;

/// Why a sandbox cannot be opened or cannot keep its state.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A file of the data folder cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A key or certificate cannot be generated.
    #[error("cannot generate the sandbox's keys")]
    Generate(#[source] rcgen::Error),
    /// A file of the identity is damaged.
    #[error("the sandbox's identity in {} is damaged", path.display())]
    Identity {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: IdentityDamage,
    },
    /// A file of the authority for TLS cannot be used.
    #[error("{} cannot be used", path.display())]
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: AuthorityDamage,
    },
    /// TLS cannot be set up.
    #[error("cannot set up TLS")]
    Tls(#[source] rustls::Error),
    /// A line of the ledger cannot be read.
    #[error("{} is damaged", path.display())]
    Ledger {
        /// The ledger.
        path: PathBuf,
        /// What is wrong with the line.
        source: serde_json::Error,
    },
    /// The database of the data folder cannot be used.
    #[error("cannot use {}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        source: DatabaseError,
    },
    /// The document to import is not an export.
    #[error("this is not an export of a sandbox: {0}")]
    Import(String),
    /// The document to import is not the JSON of an export.
    #[error("this is not an export of a sandbox: {0}")]
    ImportJson(serde_json::Error),
    /// The time scale is not a usable number.
    #[error("the time scale must be between 0.001 and 1000000, not {0}")]
    TimeScale(f64),
    /// The client that posts notifications cannot be set up.
    #[error(transparent)]
    Http(#[from] TransportSetupError),
    /// The sandbox cannot listen.
    #[error("the sandbox cannot listen on {address}")]
    Listen {
        /// The address it should listen on.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
}

impl SandboxError {
    pub(crate) fn read(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| FileError::of(FileAction::Read, path)(source).into()
    }

    pub(crate) fn write(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| FileError::of(FileAction::Write, path)(source).into()
    }

    pub(crate) fn damaged(path: PathBuf) -> impl FnOnce(IdentityDamage) -> Self {
        move |source| Self::Identity { path, source }
    }
}

/// Why the database of a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// It is not a database, or what is in it is not what was written.
    #[error(transparent)]
    Damaged(Box<dyn std::error::Error + Send + Sync>),
    /// One of its tables or indexes is missing, or is not the one that this program makes.
    #[error("its {name} is missing or has another form")]
    Schema {
        /// The table or index.
        name: String,
    },
    /// Another program has overwritten its log, which has what was committed last; nothing is read or
    /// written since.
    #[error("another program has overwritten its log {}", .0.display())]
    LogOverwritten(PathBuf),
    /// A newer version of this program has written it.
    #[error("its format is {found}, and this version knows only {known}")]
    Newer {
        /// The version of its tables.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The user of this process may only read it.
    #[error("this user may read it, but not write it")]
    ReadOnly,
    /// Another process did not let go of it for seconds.
    #[error("another process is using it")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The sandbox has ended and closed it.
    #[error("the sandbox has ended")]
    Ended,
    /// The system does not let it be read or written.
    #[error(transparent)]
    System(io::Error),
    /// It cannot be read or written for another reason.
    #[error("{0}")]
    Failed(String),
}

impl DatabaseError {
    /// Returns what an error of SQLite means for a database, in its own words and without the
    /// statement; the system's reason if SQLite only says that something failed.
    pub(crate) fn of(error: rusqlite::Error, path: &Path) -> Self {
        use rusqlite::{Error, ErrorCode};
        let code = error.sqlite_error_code();
        if let Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) = code
            && let Some(obstacle) = write_obstacle(path)
        {
            return Self::System(obstacle);
        }
        match (code, error) {
            // The source says the same again, with a number or the statement. Of a statement that is
            // right, `Unknown` says that a table or column it needs is missing.
            (
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown),
                Error::SqliteFailure(_, Some(message)) | Error::SqlInputError { msg: message, .. },
            ) => Self::Damaged(message.into()),
            (Some(ErrorCode::ReadOnly), _) => Self::ReadOnly,
            (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), error)
            | (
                _,
                error @ (Error::FromSqlConversionFailure(..)
                | Error::InvalidColumnType(..)
                | Error::IntegralValueOutOfRange(..)),
            ) => Self::Damaged(Box::new(error)),
            (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => Self::Busy,
            (Some(ErrorCode::DiskFull), _) => Self::Full,
            (_, Error::SqliteFailure(code, message)) => {
                Self::Failed(message.unwrap_or_else(|| code.to_string()))
            }
            (_, other) => Self::Failed(other.to_string()),
        }
    }

    pub(crate) fn at(self, path: &Path) -> SandboxError {
        SandboxError::Database {
            path: path.to_owned(),
            source: self,
        }
    }
}

/// What is wrong with a file of an identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityDamage {
    /// It is not the JSON it should be.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A number in it is malformed.
    #[error(transparent)]
    Id(#[from] IdError),
    /// It is not the key it should be.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It is not the certificate it should be.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// It is not an APIv3 key.
    #[error(transparent)]
    ApiV3Key(#[from] ApiV3KeyError),
    /// It is not UTF-8.
    #[error("it is not text")]
    Text,
    /// It is not there, and others of the identity are.
    #[error("it is missing, although the other files of the identity exist")]
    Missing,
    /// It belongs to another identity.
    #[error("it is not the key of {0}")]
    Mismatch(&'static str),
}

/// Why a merchant cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum MerchantError {
    /// A real merchant may have the number.
    #[error(
        "{0} may be a real merchant's number: one of a sandbox has 10 digits and begins with 0"
    )]
    MayBeReal(Mchid),
    /// A merchant or a sub-merchant of the sandbox has the number.
    #[error("the sandbox has a merchant {0} already")]
    Taken(Mchid),
    /// The service provider is not a merchant of the sandbox.
    #[error("the sandbox has no merchant {0}")]
    NoProvider(Mchid),
    /// The data folder cannot be read or written.
    #[error("the sandbox cannot keep its state")]
    Storage(#[from] SandboxError),
}

/// Why the files of an authority cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityDamage {
    /// One of its two files is not there.
    #[error("{0} is missing beside it")]
    Missing(&'static str),
    /// It is not a certificate in PEM.
    #[error("it is not a certificate in PEM")]
    Pem(#[source] rustls::pki_types::pem::Error),
    /// It is not a certificate.
    #[error(transparent)]
    Certificate(#[from] KeyError),
    /// It is not a key that can be read.
    #[error("it is not a private key in PEM")]
    Key(#[source] rcgen::Error),
    /// Other users can read the key, and so pass for WeChat Pay with everybody who trusts it.
    #[error("other users can read it")]
    Exposed,
    /// Another program created the certificate.
    #[error("no sandbox created it: it is the certificate of {subject}")]
    Foreign {
        /// Its subject.
        subject: String,
    },
    /// It is not limited to the names that this version stands in for.
    #[error("it is not limited to the names that a sandbox stands in for")]
    Names,
    /// The key is another certificate's.
    #[error("the key beside it is another certificate's")]
    Mismatch,
    /// The clock is outside of its validity.
    #[error("it is valid from {from} to {to}, and now it is {now}")]
    Validity {
        /// The first moment.
        from: String,
        /// The last.
        to: String,
        /// What the clock says.
        now: String,
    },
}

/// Why an order cannot be paid or refunded.
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
    /// A paid order cannot be closed.
    #[error("order {0} is paid; refund it instead")]
    Paid(OutTradeNo),
    /// Less remains of the order than is to be refunded.
    #[error("order {0} has less left to refund than that")]
    TooMuch(OutTradeNo),
    /// The ledger cannot be read or written.
    #[error("the sandbox cannot keep its state")]
    Storage(#[from] SandboxError),
}

/// Why a transfer cannot end.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// No such transfer was requested.
    #[error("the sandbox has no transfer {0}")]
    Unknown(String),
    /// It has ended, or is being cancelled.
    #[error("transfer {number} does not wait for its user: its state is {}", state.as_str())]
    NotWaiting {
        /// The merchant's number.
        number: String,
        /// Its state.
        state: TransferState,
    },
    /// The state cannot be read or written.
    #[error("the sandbox cannot keep its state")]
    Storage(#[from] SandboxError),
}

impl PayError {
    /// Returns what maps the ledger's refusal of the order `number`.
    pub(crate) fn of(number: &OutTradeNo) -> impl Fn(OrderError) -> Self {
        |why| {
            let error = match why {
                OrderError::Unknown => Self::Unknown,
                OrderError::Expired => Self::Expired,
                OrderError::Closed | OrderError::Different => Self::Closed,
                OrderError::Paid => Self::Paid,
                OrderError::TooMuch => Self::TooMuch,
                OrderError::NotPaid => Self::NotPaid,
            };
            error(number.clone())
        }
    }
}
