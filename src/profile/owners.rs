//! Whose files are trusted: a profile decides what is run, and a key what is trusted.

use std::path::{Path, PathBuf};

use super::error::{Control, FileRole, ProfileError};
use super::inputs::Inputs;

/// Which files and folders are trusted: those that only this user, root and the users of `sudo`
/// can change, and those in folders that are trusted regardless of their owners.
#[cfg(unix)]
#[derive(Debug, Clone, Default)]
pub(super) struct Owners {
    users: Vec<u32>,
    folders: Vec<PathBuf>,
    any: bool,
}

/// Trusts everything: files have no mode here that could be looked at.
#[cfg(not(unix))]
#[derive(Debug, Clone)]
pub(super) struct Owners;

impl Owners {
    /// Refuses a file or folder that others may change, or may replace; what
    /// does not exist is left to its reader. `role` is what messages call it.
    pub(super) fn check(&self, role: FileRole, path: &Path) -> Result<(), ProfileError> {
        match self.changeable(path) {
            Some(Changeable {
                component: controlled,
                control,
                folder,
            }) => Err(ProfileError::Untrusted {
                role,
                path: path.to_owned(),
                controlled,
                control,
                folder,
            }),
            None => Ok(()),
        }
    }
}

/// Something on the way to a file that others may change.
struct Changeable {
    component: PathBuf,
    control: Control,
    /// The folder that would have to be trusted.
    folder: PathBuf,
}

#[cfg(not(unix))]
impl Owners {
    pub(super) fn unchecked() -> Self {
        Self
    }

    pub(super) fn of(_: &Inputs) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the other systems look")]
    fn changeable(&self, _: &Path) -> Option<Changeable> {
        None
    }
}

#[cfg(unix)]
impl Owners {
    /// Trusts everything, for files that only the program names.
    pub(super) fn unchecked() -> Self {
        Self {
            any: true,
            ..Self::default()
        }
    }

    pub(super) fn of(inputs: &Inputs) -> Self {
        use std::os::unix::fs::MetadataExt;
        let own = rustix::process::geteuid().as_raw();
        let mut users = vec![0, own];
        // The owner of the root folder may change everything, whatever its number.
        users.extend(std::fs::metadata("/").map(|root| root.uid()).ok());
        if own == 0 {
            let caller = inputs.environment.variable("SUDO_UID");
            users.extend(caller.and_then(|uid| uid.to_str()?.parse::<u32>().ok()));
        }
        let folders = inputs.trusted_folders.iter();
        Self {
            users,
            folders: folders
                .filter_map(|folder| folder.canonicalize().ok())
                .collect(),
            any: false,
        }
    }

    /// Walks from the root to a file, through every link, and returns the first thing on the way
    /// that others control.
    fn changeable(&self, path: &Path) -> Option<Changeable> {
        use std::path::Component;
        const MAX_LINKS: usize = 40;
        if self.any {
            return None;
        }
        let whole = std::path::absolute(path).ok()?;
        let mut current = PathBuf::from("/");
        let mut rest: Vec<_> = parts(&whole);
        let mut links = 0;
        while let Some(part) = rest.pop() {
            let component = match Path::new(&part).components().next() {
                Some(Component::ParentDir) => {
                    current.pop();
                    continue;
                }
                Some(Component::Normal(name)) => current.join(name),
                _ => continue,
            };
            let metadata = component.symlink_metadata().ok()?;
            if let Some(control) = self
                .control(&metadata)
                .filter(|_| !self.is_exempt(&component))
            {
                let folder = folder_of(path, &component, metadata.is_dir());
                return Some(Changeable {
                    component,
                    control,
                    folder,
                });
            }
            if metadata.is_symlink() {
                links += 1;
                // A process may use what it has open, as in `--config <(…)`.
                if links > MAX_LINKS
                    || component.starts_with("/proc") && !component.ends_with("self")
                {
                    return None;
                }
                let target = component.read_link().ok()?;
                if target.is_absolute() {
                    current = PathBuf::from("/");
                }
                rest.extend(parts(&target));
            } else {
                current = component;
            }
        }
        None
    }

    /// Tells whether a path is in a trusted folder, or on the way to one.
    fn is_exempt(&self, component: &Path) -> bool {
        let within =
            |folder: &PathBuf| component.starts_with(folder) || folder.starts_with(component);
        self.folders.iter().any(within)
    }

    fn control(&self, metadata: &std::fs::Metadata) -> Option<Control> {
        use std::os::unix::fs::MetadataExt;
        const STICKY: u32 = 0o1000;
        if !self.users.contains(&metadata.uid()) {
            return Some(Control::Owner(metadata.uid()));
        }
        let mode = metadata.mode();
        // In a sticky folder such as /tmp, no one can replace what another has put there.
        let protected = metadata.is_dir() && mode & STICKY != 0;
        let looked_at = (metadata.is_file() || metadata.is_dir()) && !protected;
        let by_group = mode & 0o020 != 0 && !self.is_private_group(metadata.gid());
        (looked_at && (mode & 0o002 != 0 || by_group)).then_some(Control::Writable(mode & 0o7777))
    }

    /// Tells whether a group is a trusted user's own, with no other member, as the systems make
    /// it that let a user's files be written by the group.
    fn is_private_group(&self, gid: u32) -> bool {
        // There, users stand in a directory service and not in these files.
        if cfg!(target_os = "macos") {
            return false;
        }
        let read = |file| std::fs::read_to_string(file).unwrap_or_default();
        self.is_private(gid, &read("/etc/passwd"), &read("/etc/group"))
    }

    fn is_private(&self, gid: u32, passwd: &str, group: &str) -> bool {
        let fields = |line: &str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
        let users: Vec<(String, u32, u32)> = passwd
            .lines()
            .map(fields)
            .filter_map(|user| {
                let number = |at: usize| user.get(at)?.parse().ok();
                Some((user.first()?.clone(), number(2)?, number(3)?))
            })
            .collect();
        let trusted = |uid: &u32| self.users.contains(uid);
        let mut primary = users.iter().filter(|(_, _, of)| *of == gid).peekable();
        let members: Vec<String> = group
            .lines()
            .map(fields)
            .filter(|group| group.get(2).is_some_and(|of| *of == gid.to_string()))
            .filter_map(|group| group.get(3).cloned())
            .collect();
        let mut members = members
            .iter()
            .flat_map(|names| names.split(','))
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let uid_of = |name: &str| users.iter().find(|(user, ..)| user == name);
        primary.peek().is_some()
            && primary.all(|(_, uid, _)| trusted(uid))
            && members.all(|name| uid_of(name).is_some_and(|(_, uid, _)| trusted(uid)))
    }
}

/// Returns a path's parts, the first one last.
#[cfg(unix)]
fn parts(path: &Path) -> Vec<std::ffi::OsString> {
    let parts = path.components().rev();
    parts.map(|part| part.as_os_str().to_owned()).collect()
}

/// Returns the smallest folder that has to be trusted for a file.
#[cfg(unix)]
fn folder_of(path: &Path, component: &Path, is_folder: bool) -> PathBuf {
    let parent = |path: &Path| path.parent().map_or_else(|| path.into(), Path::to_owned);
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = if target.is_dir() {
        target
    } else {
        parent(&target)
    };
    if folder.starts_with(component) || component.starts_with(&folder) {
        folder
    } else if is_folder {
        component.to_owned()
    } else {
        parent(component)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_private_if_everyone_in_it_is_trusted() {
        let owners = Owners {
            users: vec![0, 1000],
            ..Owners::default()
        };
        let passwd = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n\
                      bob:x:1001:1001::/home/bob:/bin/sh\nliz:x:1002:100::/home/liz:/bin/sh\n";
        let group = "root:x:0:\nann:x:1000:\nbob:x:1001:ann\nusers:x:100:ann,bob\n";
        let private = |gid| owners.is_private(gid, passwd, group);
        assert!(private(1000) && private(0));
        assert!(!private(1001) && !private(100) && !private(4242));
        let joined = group.replace("ann:x:1000:", "ann:x:1000:ann,bob");
        assert!(!owners.is_private(1000, passwd, &joined));
        let unknown = group.replace("ann:x:1000:", "ann:x:1000:carl");
        assert!(!owners.is_private(1000, passwd, &unknown));
        let shared = passwd.replace("liz:x:1002:100", "liz:x:1002:1000");
        assert!(!owners.is_private(1000, &shared, group));
    }
}
