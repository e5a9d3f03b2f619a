//! Bills (交易账单, 资金账单): a day's file, downloaded and verified before anything of it is used.
//!
//! [`download`] requests the file and returns a [`VerifiedBill`] whose SHA-1 is the promised one.

mod download;
mod error;
mod request;
mod spool;
mod verifier;

pub use download::{DownloadOptions, Progress, download};
pub use error::{BillsError, MAX_INFLATE_RATIO, UnreadableBill};
pub use request::BillRequest;
pub use spool::{BillLine, BillRow, BillSummary, SpooledBill};
pub use verifier::{Content, Destination, FileFormat, HashOver, VerifiedBill};
