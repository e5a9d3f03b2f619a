//! Adding a profile to a profile file, with its key files beside it: all of it, or nothing.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

use super::ignore::{Ignored, ignore};
use super::keyring::{StoreError, Stored};
use super::new_profile::{KeptSecret, NewProfile};
use super::unfinished::{LockedFolder, mark, unmark};
use crate::fs::{
    AtomicFile, FileAction, FileError, OutputFile, create_folder, create_private_folder,
    create_private_parents, is_same_file, open, sync_folder,
};

/// The folder of key files, beside the profile file.
const KEYS: &str = "keys";
/// The permissions of folders with keys.
const FOLDER_MODE: u32 = 0o700;
/// How many names of folders are tried: one that exists is not written into.
const MAX_FOLDERS: u32 = 1000;

/// Why a profile is not written; then nothing is.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file has a profile of that name.
    #[error("{} has a profile '{name}' already", file.display())]
    Exists {
        /// The file.
        file: PathBuf,
        /// The name.
        name: String,
    },
    /// Another process wrote the file meanwhile, or is writing it.
    #[error("another program has changed {} meanwhile", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// The file is not one of profiles, which those who read it say in more words.
    #[error("{} is not a file of profiles", file.display())]
    NotProfiles {
        /// The file.
        file: PathBuf,
        /// Why, without the line itself, which may hold a secret.
        reason: Option<String>,
    },
    /// A file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A secret is not stored in the keyring.
    #[error(transparent)]
    Keyring(#[from] StoreError),
}

/// What was written.
#[derive(Debug)]
#[non_exhaustive]
pub struct Written {
    /// The file of the profile.
    pub file: PathBuf,
    /// The folder of its keys.
    pub folder: PathBuf,
    /// The files in it.
    pub files: Vec<PathBuf>,
    /// The profile that is used if none is named.
    pub default_profile: Option<String>,
    /// The `.gitignore` that was added to, or why it cannot be.
    pub ignored: Result<Option<PathBuf>, FileError>,
    /// The fields of the replaced profile that stay.
    pub kept: Vec<String>,
    /// The fields of the replaced profile that are gone.
    pub dropped: Vec<String>,
}

/// A profile file as it would be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Preview {
    /// The whole file.
    pub text: String,
    /// The fields of the replaced profile that stay.
    pub kept: Vec<String>,
    /// The fields of the replaced profile that are gone.
    pub dropped: Vec<String>,
}

/// Tells whether a text can be a profile's name, which names its folder, too.
#[must_use]
pub fn is_name(text: &str) -> bool {
    const MAX_CHARS: usize = 64;
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty()
        && text.chars().count() <= MAX_CHARS
        && text.chars().all(is_allowed)
        && !text.starts_with(['.', '-'])
}

/// Returns what the file would be with the profile in it, and writes nothing.
///
/// # Errors
/// As [`write()`], as far as that can be known before.
pub fn preview(file: &Path, profile: &NewProfile, replace: bool) -> Result<Preview, WriteError> {
    let known = ExistingFile::open(file)?;
    let folder = free_folder(&file.with_file_name(KEYS), &profile.name, 1);
    let folder = format!("{KEYS}/{}", folder.0);
    let edited = edited(file, known.as_ref(), profile, &folder, replace)?;
    Ok(Preview {
        text: edited.text,
        kept: edited.kept,
        dropped: edited.dropped,
    })
}

/// Adds a profile to a file, which is created if it does not exist; with `replace`, in the place of
/// one of the same name. Its key files get a folder of their own, which git ignores before they are
/// in it; what a killed process left of another is removed. A folder that exists is left
/// alone, as a private key can be exported only once.
///
/// # Errors
/// Returns an error if there is such a profile, the file was changed meanwhile, or something cannot
/// be written; then all is as it was.
pub fn write(file: &Path, profile: &NewProfile, replace: bool) -> Result<Written, WriteError> {
    let known = ExistingFile::open(file)?;
    // What cannot be added is known before anything is written.
    edited(file, known.as_ref(), profile, KEYS, replace)?;
    create_private_parents(file).map_err(FileError::of(FileAction::CreateFolder, file))?;
    let keys = file.with_file_name(KEYS);
    let is_new_folder = !keys.exists();
    let locked = lock(&keys, file)?;
    locked.remove_unfinished(&keys, file);
    let outcome = write_in(file, known.as_ref(), profile, &keys, replace);
    if outcome.is_err() && is_new_folder {
        // It stays if something else is in it.
        let _ = std::fs::remove_dir(&keys);
    }
    outcome
}

/// Creates the folder of all key folders and locks it: another process may just remove it.
fn lock(keys: &Path, file: &Path) -> Result<LockedFolder, WriteError> {
    for _ in 0..MAX_FOLDERS {
        create_folder(keys, FOLDER_MODE)?;
        match LockedFolder::of(keys) {
            Ok(Some(locked)) => return Ok(locked),
            // Another run has removed the folder.
            Ok(None) | Err(_) if !keys.exists() => {}
            Ok(None) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Err(WriteError::Changed {
        file: file.to_owned(),
    })
}

fn write_in(
    file: &Path,
    known: Option<&ExistingFile>,
    profile: &NewProfile,
    keys: &Path,
    replace: bool,
) -> Result<Written, WriteError> {
    let folder = new_folder(keys, &profile.name)?;
    let ignored = ignore(file, &folder);
    let mut stored = Stored::default();
    let mut write = || -> Result<(Vec<PathBuf>, Edited), WriteError> {
        mark(&folder, file)?;
        let names = stage(profile, &folder)?;
        stored = Stored::of(profile, replace)?;
        let edited = save(file, known, profile, &folder, replace)?;
        Ok((names, edited))
    };
    match write() {
        Ok((names, edited)) => {
            unmark(&folder);
            Ok(Written {
                file: file.to_owned(),
                files: names.iter().map(|name| folder.join(name)).collect(),
                folder,
                default_profile: edited.default_profile,
                ignored: ignored.map(|ignored| ignored.map(|ignored| ignored.path)),
                kept: edited.kept,
                dropped: edited.dropped,
            })
        }
        Err(error) => {
            // These are copies, and nothing names them.
            let _ = std::fs::remove_dir_all(&folder);
            stored.undo();
            if let Ok(Some(ignored)) = &ignored {
                Ignored::undo(ignored);
            }
            Err(error)
        }
    }
}

/// Writes the key files, and returns their names.
fn stage(profile: &NewProfile, folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut names = Vec::new();
    let mut secret = |name: &str, bytes: &[u8]| -> Result<(), FileError> {
        AtomicFile::secret(&folder.join(name), bytes)?.commit()?;
        names.push(PathBuf::from(name));
        Ok(())
    };
    for (name, kept) in [
        (PRIVATE_KEY, Some(&profile.private_key)),
        (APIV3_KEY, profile.apiv3_key.as_ref()),
        (APP_SECRET, profile.app_secret.as_ref()),
    ] {
        if let Some(KeptSecret::File(bytes)) = kept {
            secret(name, bytes)?;
        }
    }
    if let Some(pem) = &profile.certificate {
        secret(CERTIFICATE, pem)?;
    }
    if let Some(public_key) = &profile.public_key {
        secret(PUBLIC_KEY, &public_key.pem)?;
    }
    let certs = folder.join(PLATFORM_CERTS);
    create_folder(&certs, FOLDER_MODE)?;
    for file in &profile.platform_files {
        AtomicFile::public(&certs.join(&file.name), &file.pem)?.commit()?;
        names.push(Path::new(PLATFORM_CERTS).join(&file.name));
    }
    sync_folder(&certs).map_err(FileError::of(FileAction::Write, &certs))?;
    Ok(names)
}

const PRIVATE_KEY: &str = "apiclient_key.pem";
const CERTIFICATE: &str = "apiclient_cert.pem";
const APIV3_KEY: &str = "apiv3_key";
const APP_SECRET: &str = "app_secret";
const PUBLIC_KEY: &str = "pub_key.pem";
const PLATFORM_CERTS: &str = "certs";
/// The name of a profile file that is not in its place yet.
const PROFILES: &str = "profiles";

/// Returns the first name for a folder that is free, from the `number`-th on.
fn free_folder(keys: &Path, name: &str, number: u32) -> (String, u32) {
    let named = |number: u32| match number {
        1 => name.to_owned(),
        number => format!("{name}-{number}"),
    };
    let free = (number..MAX_FOLDERS).find(|number| {
        let path = keys.join(named(*number));
        path.symlink_metadata().is_err()
    });
    let number = free.unwrap_or(MAX_FOLDERS);
    (named(number), number)
}

/// Creates a folder for the keys of a profile.
fn new_folder(keys: &Path, name: &str) -> Result<PathBuf, FileError> {
    let mut number = 1;
    loop {
        let (name, found) = free_folder(keys, name, number);
        let folder = keys.join(&name);
        match create_private_folder(&folder) {
            Ok(()) => return Ok(folder),
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && found < MAX_FOLDERS => {
                number = found + 1;
            }
            Err(error) => return Err(FileError::of(FileAction::CreateFolder, &folder)(error)),
        }
    }
}

/// Writes the profile file, and returns what it is now.
fn save(
    file: &Path,
    known: Option<&ExistingFile>,
    profile: &NewProfile,
    folder_path: &Path,
    replace: bool,
) -> Result<Edited, WriteError> {
    let name = folder_path.file_name().unwrap_or_default();
    let folder = format!("{KEYS}/{}", name.to_string_lossy());
    let edited = edited(file, known, profile, &folder, replace)?;
    let text = edited.text.as_bytes();
    // It may hold secrets, and git ignores the folder of keys.
    let partial = || AtomicFile::secret(&folder_path.join(PROFILES), text);
    let changed = || WriteError::Changed {
        file: file.to_owned(),
    };
    match known {
        Some(known) if !known.is_current() => return Err(changed()),
        Some(known) if known.is_link => AtomicFile::secret(&known.target, text)?.commit()?,
        Some(known) => partial()?.at(&known.target).commit()?,
        None => match partial()?.at(file).commit_new() {
            Err(FileError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                return Err(changed());
            }
            written => written?,
        },
    }
    let written = known.map_or(file, |known| &known.target);
    sync_folder(written).map_err(FileError::of(FileAction::Write, file))?;
    Ok(edited)
}

/// A profile file that exists, locked against others who add to it.
struct ExistingFile {
    locked: File,
    /// The file itself, where the path is a link.
    target: PathBuf,
    is_link: bool,
    text: String,
}

impl ExistingFile {
    fn open(file: &Path) -> Result<Option<Self>, WriteError> {
        let failed = FileError::of(FileAction::Read, file);
        // A pipe or a device must not be replaced.
        if OutputFile::is_device(file) {
            return Err(failed(io::ErrorKind::InvalidInput.into()).into());
        }
        let is_link = || file.symlink_metadata().is_ok();
        let mut locked = match open(file) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_link() => return Ok(None),
            Err(error) => return Err(failed(error).into()),
        };
        let target = file.canonicalize().map_err(&failed)?;
        let changed = || WriteError::Changed {
            file: file.to_owned(),
        };
        match locked.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Err(changed()),
            Err(std::fs::TryLockError::Error(error)) => return Err(failed(error).into()),
        }
        if !is_same_file(&locked, &target) {
            return Err(changed());
        }
        let mut text = String::new();
        locked.read_to_string(&mut text).map_err(&failed)?;
        Ok(Some(Self {
            locked,
            is_link: file
                .symlink_metadata()
                .is_ok_and(|found| found.is_symlink()),
            target,
            text,
        }))
    }

    /// Tells whether it was not replaced since, nor written into as some editors do.
    fn is_current(&self) -> bool {
        is_same_file(&self.locked, &self.target)
            && std::fs::read(&self.target).is_ok_and(|bytes| bytes == self.text.as_bytes())
    }
}

/// A profile file with a profile more.
struct Edited {
    text: String,
    default_profile: Option<String>,
    kept: Vec<String>,
    dropped: Vec<String>,
}

fn edited(
    file: &Path,
    known: Option<&ExistingFile>,
    profile: &NewProfile,
    folder: &str,
    replace: bool,
) -> Result<Edited, WriteError> {
    let old = known.map_or("", |known| known.text.as_str());
    let old = old.strip_prefix('\u{feff}').unwrap_or(old);
    let not_profiles = |reason| WriteError::NotProfiles {
        file: file.to_owned(),
        reason,
    };
    let mut document: DocumentMut = old
        .parse()
        .map_err(|error: TomlError| not_profiles(Some(error.message().to_owned())))?;
    let name = &profile.name;
    let implicit = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    let profiles = document
        .entry("profiles")
        .or_insert_with(implicit)
        .as_table_like_mut()
        .ok_or_else(|| not_profiles(None))?;
    let earlier: Vec<String> = profiles.iter().map(|(name, _)| name.to_owned()).collect();
    let replaced = profiles.get(name);
    if replaced.is_some() && !replace {
        return Err(WriteError::Exists {
            file: file.to_owned(),
            name: name.clone(),
        });
    }
    let NewTable {
        table,
        kept,
        dropped,
    } = NewTable::of(profile, folder, replaced);
    profiles.insert(name, Item::Table(table));
    let default_profile = settle_default(&mut document, &earlier, name);
    let text = document.to_string();
    let text = if old.contains("\r\n") {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text
    };
    Ok(Edited {
        text,
        default_profile,
        kept,
        dropped,
    })
}

/// The table of a profile, and which fields of the table before it stay.
struct NewTable {
    table: Table,
    kept: Vec<String>,
    dropped: Vec<String>,
}

impl NewTable {
    fn of(profile: &NewProfile, folder: &str, replaced: Option<&Item>) -> Self {
        let mut table = Table::new();
        if let Some(Item::Table(replaced)) = replaced {
            *table.decor_mut() = replaced.decor().clone();
            table.set_position(replaced.position());
        } else {
            table.decor_mut().set_prefix("\n");
        }
        for (key, item) in fields(profile, folder) {
            table.insert(key, item);
        }
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        let replaced = replaced.and_then(Item::as_table_like);
        let is_same = replaced
            .and_then(|replaced| replaced.get("mchid"))
            .and_then(Item::as_str)
            .is_some_and(|mchid| mchid == profile.mchid.as_str());
        for (key, item) in replaced.iter().flat_map(|replaced| replaced.iter()) {
            if table.contains_key(key) {
                continue;
            }
            if is_same && profile.keep.iter().any(|field| field.key() == key) {
                table.insert(key, item.clone());
                kept.push(key.to_owned());
            } else {
                dropped.push(key.to_owned());
            }
        }
        Self {
            table,
            kept,
            dropped,
        }
    }
}

/// Returns the default profile, which is named in the file if there was at most one other: the
/// only one was used without being named, and still is.
fn settle_default(document: &mut DocumentMut, earlier: &[String], name: &str) -> Option<String> {
    if let Some(default) = document.get("default_profile").and_then(Item::as_str) {
        return Some(default.to_owned());
    }
    let default = match earlier {
        [] => name,
        [only] => only,
        [_, _, ..] => return None,
    };
    document.insert("default_profile", value(default));
    Some(default.to_owned())
}

/// Returns the fields of a profile, whose files are in a folder.
fn fields(profile: &NewProfile, folder: &str) -> Vec<(&'static str, Item)> {
    let path = |name: &str| format!("{folder}/{name}");
    let key = path(PRIVATE_KEY);
    let private_key = match &profile.private_key {
        KeptSecret::File(_) => value(&key),
        kept @ (KeptSecret::Variable(_) | KeptSecret::Command(_) | KeptSecret::Keyring { .. }) => {
            source(kept, &key)
        }
    };
    let secret = |kept: &Option<KeptSecret>, name: &str| {
        let kept = kept.as_ref();
        kept.map(|kept| source(kept, &path(name)))
    };
    let certificate = profile.certificate.as_ref();
    let public_key = profile.public_key.as_ref();
    let url = |url: &Option<String>| url.as_ref().map(value);
    let all = [
        ("mchid", Some(value(profile.mchid.as_str()))),
        (
            "appid",
            profile.appid.as_ref().map(|appid| value(appid.as_str())),
        ),
        ("serial_no", Some(value(profile.serial_no.as_str()))),
        ("private_key", Some(private_key)),
        ("certificate", certificate.map(|_| value(path(CERTIFICATE)))),
        ("apiv3_key", secret(&profile.apiv3_key, APIV3_KEY)),
        ("app_secret", secret(&profile.app_secret, APP_SECRET)),
        (
            "notify_url",
            profile.notify_url.as_ref().map(|url| value(url.as_str())),
        ),
        ("platform_certs", Some(value(path(PLATFORM_CERTS)))),
        ("public_key", public_key.map(|_| value(path(PUBLIC_KEY)))),
        (
            "public_key_id",
            public_key.map(|key| value(key.id.as_str())),
        ),
        ("base_url", url(&profile.servers.base_url)),
        ("backup_base_url", url(&profile.servers.backup_base_url)),
        ("mp_base_url", url(&profile.servers.mp_base_url)),
    ];
    let set = all.into_iter();
    set.filter_map(|(key, item)| Some((key, item?))).collect()
}

/// Returns the table that says where a secret is kept.
fn source(kept: &KeptSecret, file: &str) -> Item {
    let (key, text) = match kept {
        KeptSecret::File(_) => ("file", file),
        KeptSecret::Variable(name) => ("env", name.as_str()),
        KeptSecret::Command(command) => ("command", command.as_str()),
        KeptSecret::Keyring { name, .. } => ("keyring", name.as_str()),
    };
    let mut table = InlineTable::new();
    table.insert(key, Value::from(text));
    value(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_device_is_not_a_file_of_profiles() {
        let opened = ExistingFile::open(Path::new("/dev/null"));
        assert!(matches!(opened, Err(WriteError::File(_))));
    }

    #[test]
    fn what_an_editor_has_written_into_the_file_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("merchant.toml");
        std::fs::write(&file, "default_profile = \"a\"\n").unwrap();
        let known = ExistingFile::open(&file).unwrap().unwrap();
        assert!(known.is_current());
        std::fs::write(&file, "default_profile = \"b\"\n").unwrap();
        assert!(!known.is_current());
        let again = ExistingFile {
            text: std::fs::read_to_string(&file).unwrap(),
            ..known
        };
        assert!(again.is_current());
        std::fs::rename(&file, folder.path().join("old")).unwrap();
        std::fs::write(&file, &again.text).unwrap();
        assert!(!again.is_current());
    }
}
