//! The library's atomic files, and what their errors are to the user.

use wechatpay::fs::FileError;
pub(crate) use wechatpay::fs::{
    AtomicFile as Staged, AtomicWriter as Growing, commit_all as persist,
    create_folder as make_folder,
};

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
