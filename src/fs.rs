//! Files that appear whole or not at all, and survive a loss of power once they have.

mod atomic;
mod error;
mod folder;
mod identity;
mod leftovers;
#[cfg(any(feature = "sqlite", feature = "sandbox"))]
mod obstacle;
mod reading;
mod target;

pub use atomic::{AtomicFile, AtomicWriter, OutputFile, commit_all, remove_leftovers};
pub use error::{FileAction, FileError};
pub use folder::{
    create_folder, create_private_file, create_private_folder, create_private_parents, folder_of,
    is_readable_by_others, set_mode, sync_folder,
};
pub use identity::{FileId, is_same_file};
#[cfg(any(feature = "sqlite", feature = "sandbox"))]
pub(crate) use obstacle::write_obstacle;
pub use reading::{NotAFile, open};
