//! The files: written whole or not at all, and removed only where nobody needs them.

use std::path::Path;

use wechatpay::ambient;
use wechatpay::protocol::certificate::PlatformCertificate;

use super::report::{Action, Bundle, Report};
use super::stored::Stored;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::files::{self, Staged};

/// Everything is on disk under another name before the first file appears under its own.
pub(super) fn write(
    listed: &[&PlatformCertificate],
    report: &Report,
    folder: &Path,
    bundle: Option<&Path>,
    context: &Context,
) -> Result<Option<Bundle>, Failure> {
    let mut staged = Vec::new();
    for (certificate, entry) in listed.iter().zip(&report.certificates) {
        if let (Action::Written, Some(path)) = (entry.action, &entry.path) {
            files::make_folder(folder, 0o755)?;
            staged.push(Staged::public(path, &certificate.pem)?);
        }
    }
    let bundle = match bundle {
        None => None,
        Some(path) => {
            let content = one_file(listed);
            let action = bundle_action(path, &content);
            if action == Action::None {
                context.output.warn(context.output.lang.pick(
                    "no certificate is valid: the bundle stays as it is",
                    "没有有效的证书：合并文件保持不变",
                ));
            }
            if action == Action::Written {
                if let Some(parent) = path.parent().filter(|path| !path.as_os_str().is_empty()) {
                    files::make_folder(parent, 0o755)?;
                }
                staged.push(Staged::public(path, &content)?);
            }
            Some(Bundle {
                path: path.to_owned(),
                action,
            })
        }
    };
    files::persist(staged)?;
    Ok(bundle)
}

/// Puts all certificates that have not expired into one text, the newest first.
fn one_file(listed: &[&PlatformCertificate]) -> Vec<u8> {
    let now = ambient::now();
    let mut valid: Vec<_> = listed
        .iter()
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

fn bundle_action(path: &Path, content: &[u8]) -> Action {
    if content.is_empty() {
        Action::None
    } else if std::fs::read(path).is_ok_and(|known| known == content) {
        Action::Unchanged
    } else {
        Action::Written
    }
}

/// Removes the files of certificates that have expired or are no longer listed, of those that
/// bear the name that they are given here. The last one that is valid stays.
pub(super) fn prune<'s>(
    listed: &[&PlatformCertificate],
    stored: &'s [Stored],
) -> Result<Vec<&'s Stored>, Failure> {
    let now = ambient::now();
    let is_listed = |stored: &Stored| {
        listed
            .iter()
            .any(|certificate| certificate.serial_no == *stored.x509.serial_no())
    };
    let (mut old, kept): (Vec<_>, Vec<_>) = stored.iter().partition(|stored| {
        stored.is_own() && (stored.x509.not_after() < now || !is_listed(stored))
    });
    let stays = kept.iter().any(|stored| stored.x509.is_valid_at(now))
        || listed
            .iter()
            .any(|certificate| certificate.x509.is_valid_at(now));
    if !stays {
        let last = old
            .iter()
            .enumerate()
            .filter(|(_, stored)| stored.x509.is_valid_at(now))
            .max_by_key(|(_, stored)| stored.x509.not_after())
            .map(|(place, _)| place);
        if let Some(place) = last {
            old.remove(place);
        }
    }
    for Stored { path, .. } in &old {
        std::fs::remove_file(path).map_err(|error| Failure::file("remove", path, &error))?;
    }
    Ok(old)
}
