//! The platform certificates (平台证书): downloading, verifying and storing them.
//!
//! [`download`] fetches what WeChat Pay lists now and says what vouches for it, [`read_folder`] reads
//! what an earlier download stored, [`changes`] compares the two, and [`FilePlan`] with [`write()`] and
//! [`prune`] brings the folder up to date.

mod changes;
mod download;
mod error;
mod store;

pub use changes::{CertificateChange, Change, changes, days_left};
pub use download::{Downloaded, FirstUse, Trust, download, newest_trusted, trusted_keys};
pub use error::{CertificatesError, MAX_FILE_BYTES};
pub use store::{FilePlan, FileState, file_name, prune, read_folder, write};
