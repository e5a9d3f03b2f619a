//! The library's atomic files, and what their errors are to the user.

pub(crate) use wechatpay::fs::AtomicWriter as Growing;
use wechatpay::fs::FileError;

use crate::error::CliError;

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Io {
                action,
                path,
                source,
            } => Self::file(action, &path, source),
            FileError::IsDirectory { .. } => Self::config(error.to_string()),
        }
    }
}
