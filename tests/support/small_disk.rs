//! A small file system in memory, which can be full or read-only.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::skipped;

/// A mounted file system; dropping it unmounts it.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one with these options (`size=4k`, `ro`); reports a skipped test where this user may
    /// not mount.
    pub(crate) fn mount(folder: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder)
            .output()
            .is_ok_and(|done| done.status.success());
        if !mounted {
            skipped("a small file system, which only root can mount");
        }
        mounted.then(|| Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
