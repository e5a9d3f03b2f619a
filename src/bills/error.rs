//! Why a bill cannot be downloaded, or is not what was promised.

use std::io;
use std::time::Duration;

use crate::error::Error;
use crate::fs::FileError;
use crate::protocol::bill::BillError;
use crate::transport::{BaseUrlError, TransportSetupError};

/// Numbers that are all different do not shrink to a hundredth; what inflates to more than this
/// many times its size is not a bill.
pub const MAX_INFLATE_RATIO: u64 = 200;

/// Why there is no bill. In no case is any of it kept.
#[derive(Debug, thiserror::Error)]
pub enum BillsError {
    /// The bill was refused, or WeChat Pay did not respond.
    #[error(transparent)]
    Request(Error),
    /// The link led to no file, or the transfer broke off.
    #[error(transparent)]
    Download(Error),
    /// The link leads to a host that requests may not go to.
    #[error(transparent)]
    Host(#[from] BaseUrlError),
    /// No connection to the link's host can be set up.
    #[error(transparent)]
    Setup(#[from] TransportSetupError),
    /// The bill did not arrive in time.
    #[error("the bill did not arrive within {deadline:?}")]
    Deadline {
        /// The time that it had.
        deadline: Duration,
    },
    /// The file is not the promised one.
    #[error("the bill of {received} bytes is not the one that was promised: its hash is wrong")]
    HashMismatch {
        /// How many bytes arrived.
        received: u64,
        /// The SHA-1 that WeChat Pay promised.
        promised: String,
        /// The SHA-1 of the text.
        text: String,
        /// The SHA-1 of the bytes as they arrived, if they were compressed.
        raw: Option<String>,
    },
    /// The compressed file is damaged or incomplete.
    #[error("the bill cannot be inflated: its gzip stream is damaged or cut")]
    Damaged(#[source] io::Error),
    /// The compressed file inflates as no bill does.
    #[error(
        "the gzip stream inflates to more than {MAX_INFLATE_RATIO} times its size, as no bill does"
    )]
    TooLarge,
    /// The bill's file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The temporary file cannot be written or read.
    #[error("cannot keep the bill in a temporary file")]
    Spool(#[source] io::Error),
    /// The hash is right, and yet the file is not a bill.
    #[error("{source}")]
    Unreadable {
        /// What is wrong with it.
        source: UnreadableBill,
        /// `Request-ID` of the call that requested it.
        request_id: Option<String>,
    },
}

/// Why a file is not a bill.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnreadableBill {
    /// A line is not text.
    #[error("line {0} is not UTF-8")]
    NotUtf8(u64),
    /// It does not have a bill's columns and rows.
    #[error("it is not a bill: {0}")]
    NotABill(#[source] BillError),
}
