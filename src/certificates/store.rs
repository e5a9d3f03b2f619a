//! The files of certificates: read, written whole or not at all, and removed once unneeded.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::{CertificatesError, MAX_FILE_BYTES};
use crate::ambient;
use crate::fs::{AtomicFile, FileAction, FileError, OutputFile, commit_all, create_folder};
use crate::profile::{CertificateFile, Field, Profile};
use crate::protocol::certificate::{PlatformCertificate, X509};
use crate::protocol::id::SerialNo;

/// Returns the name that every official tool gives a certificate's file.
#[must_use]
pub fn file_name(serial_no: &SerialNo) -> String {
    format!("wechatpay_{serial_no}.pem")
}

/// Tells whether a file has the name that [`write()`] gives it, so that it may be removed.
fn has_own_name(stored: &CertificateFile) -> bool {
    let name = file_name(stored.x509.serial_no());
    let own = stored.path.file_name();
    own.is_some_and(|own| own.eq_ignore_ascii_case(&name))
}

/// Returns the platform certificates of a folder: files named as every official tool names them.
/// A certificate that is not WeChat Pay's vouches for nothing and is left out.
///
/// # Errors
/// Returns an error if the folder or a file in it cannot be read, or if others can change it.
pub fn read_folder(
    folder: &Path,
    profile: &Profile,
) -> Result<Vec<CertificateFile>, CertificatesError> {
    let failed = FileError::of(FileAction::Read, folder);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error).into()),
    };
    let mut stored = Vec::new();
    for entry in entries {
        let path = entry.map_err(&failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = name.starts_with("wechatpay_") && path.extension() == Some("pem".as_ref());
        if !named || !path.is_file() {
            continue;
        }
        profile.check_control(profile.file_role(Field::PlatformCerts), &path)?;
        if let Ok(x509) = X509::from_pem(&read_file(&path)?)
            && x509.mchid().is_none()
        {
            stored.push(CertificateFile { path, x509 });
        }
    }
    stored.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(stored)
}

fn read_file(path: &Path) -> Result<Vec<u8>, CertificatesError> {
    let mut content = Vec::new();
    crate::fs::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut content))
        .map_err(FileError::of(FileAction::Read, path))?;
    if content.len() as u64 > MAX_FILE_BYTES {
        return Err(CertificatesError::TooLarge {
            path: path.to_owned(),
        });
    }
    Ok(content)
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    /// It is written.
    Written,
    /// It is there already.
    Unchanged,
    /// It is removed.
    Pruned,
    /// It is neither written nor removed.
    None,
}

/// What becomes of the file of a listed certificate.
#[derive(Debug)]
#[non_exhaustive]
pub struct FilePlan<'c> {
    /// The certificate.
    pub certificate: &'c PlatformCertificate,
    /// The file, unless there is to be none.
    pub path: Option<PathBuf>,
    /// What becomes of it.
    pub state: FileState,
}

impl<'c> FilePlan<'c> {
    /// Plans the files of all listed certificates; without `keep_expired`, an expired one gets none.
    #[must_use]
    pub fn of(
        listed: &'c [PlatformCertificate],
        folder: &Path,
        stored: &[CertificateFile],
        keep_expired: bool,
    ) -> Vec<Self> {
        let now = ambient::now();
        let plan = |certificate: &'c PlatformCertificate| {
            let x509 = &certificate.x509;
            let path = folder.join(file_name(x509.serial_no()));
            let is_same = |known: &CertificateFile| {
                known.path == path && known.x509.sha256() == x509.sha256()
            };
            let (path, state) = if !keep_expired && x509.not_after() < now {
                (None, FileState::None)
            } else if stored.iter().any(is_same) {
                (Some(path), FileState::Unchanged)
            } else {
                (Some(path), FileState::Written)
            };
            Self {
                certificate,
                path,
                state,
            }
        };
        listed.iter().map(plan).collect()
    }
}

/// Writes the planned files, and all valid certificates into the file `bundle`; tells what became of
/// that. Everything is on disk under another name before the first file appears under its own.
///
/// # Errors
/// Returns an error if a file or its folder cannot be written.
pub fn write(
    plans: &[FilePlan<'_>],
    bundle: Option<&Path>,
) -> Result<Option<FileState>, CertificatesError> {
    let mut files = Vec::new();
    for plan in plans {
        if let (FileState::Written, Some(path)) = (plan.state, &plan.path) {
            files.push(public_file(path, &plan.certificate.pem)?);
        }
    }
    let mut bundle_state = None;
    if let Some(path) = bundle {
        let content = bundle_of(plans);
        let state = if content.is_empty() {
            FileState::None
        } else if !OutputFile::is_device(path)
            && std::fs::read(path).is_ok_and(|known| known == content)
        {
            FileState::Unchanged
        } else {
            files.push(public_file(path, &content)?);
            FileState::Written
        };
        bundle_state = Some(state);
    }
    commit_all(files)?;
    Ok(bundle_state)
}

fn public_file(path: &Path, content: &[u8]) -> Result<AtomicFile, FileError> {
    if let Some(folder) = path.parent().filter(|path| !path.as_os_str().is_empty()) {
        create_folder(folder, 0o755)?;
    }
    AtomicFile::public(path, content)
}

/// Joins all certificates that have not expired, the newest first.
fn bundle_of(plans: &[FilePlan<'_>]) -> Vec<u8> {
    let now = ambient::now();
    let mut valid: Vec<&PlatformCertificate> = plans
        .iter()
        .map(|plan| plan.certificate)
        .filter(|certificate| now <= certificate.x509.not_after())
        .collect();
    valid.sort_by(|one, other| {
        let newest = other.x509.not_before().cmp(&one.x509.not_before());
        newest.then_with(|| one.serial_no.as_str().cmp(other.serial_no.as_str()))
    });
    let mut content = Vec::new();
    for certificate in valid {
        content.extend_from_slice(certificate.pem.trim_ascii());
        content.push(b'\n');
    }
    content
}

/// Removes the files of certificates that have expired or are no longer listed, if they have the
/// names that [`write()`] gives them, and returns them. The last valid certificate stays.
///
/// # Errors
/// Returns an error if a file cannot be removed.
pub fn prune<'s>(
    listed: &[PlatformCertificate],
    stored: &'s [CertificateFile],
) -> Result<Vec<&'s CertificateFile>, CertificatesError> {
    let now = ambient::now();
    let is_listed = |stored: &CertificateFile| {
        listed
            .iter()
            .any(|certificate| certificate.serial_no == *stored.x509.serial_no())
    };
    let (mut old, others): (Vec<_>, Vec<_>) = stored.iter().partition(|stored| {
        has_own_name(stored) && (stored.x509.not_after() < now || !is_listed(stored))
    });
    let one_stays = others.iter().any(|stored| stored.x509.is_valid_at(now))
        || listed
            .iter()
            .any(|certificate| certificate.x509.is_valid_at(now));
    if !one_stays {
        let last_valid = old
            .iter()
            .enumerate()
            .filter(|(_, stored)| stored.x509.is_valid_at(now))
            .max_by_key(|(_, stored)| stored.x509.not_after())
            .map(|(place, _)| place);
        if let Some(place) = last_valid {
            old.remove(place);
        }
    }
    for CertificateFile { path, .. } in &old {
        std::fs::remove_file(path).map_err(FileError::of(FileAction::Remove, path))?;
    }
    Ok(old)
}
