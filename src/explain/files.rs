//! What is odd about the certificates and keys of a profile, whatever a signature says.

use std::path::{Path, PathBuf};

use crate::diagnose::Party;
use crate::profile::{CertificateFile, Profile, ProfileError};
use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::stamp::Timestamp;

/// Something odd about a file of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// A certificate has expired.
    Expired {
        /// Whose certificate it is.
        party: Party,
        /// Its file.
        path: PathBuf,
        /// When it expired.
        at: Timestamp,
    },
    /// A certificate is not valid yet.
    NotYetValid {
        /// Whose certificate it is.
        party: Party,
        /// Its file.
        path: PathBuf,
        /// When it becomes valid.
        from: Timestamp,
    },
    /// The id of the WeChat Pay public key contains another merchant number than the profile's.
    PublicKeyOfOtherMerchant {
        /// `PUB_KEY_ID_…`.
        id: SerialNo,
        /// The profile's merchant number.
        mchid: Mchid,
    },
}

/// Lists the problems of a profile's files at a moment.
pub(super) fn problems(
    profile: &Profile,
    now: Timestamp,
) -> Result<Vec<FileProblem>, ProfileError> {
    let mut problems = Vec::new();
    if let Ok(Some(CertificateFile {
        path,
        x509: certificate,
    })) = profile.certificate()
    {
        problems.extend(age(Party::Merchant, &path, &certificate, now));
    }
    for CertificateFile {
        path,
        x509: certificate,
    } in profile.platform_certificates()?
    {
        problems.extend(age(Party::Platform, &path, &certificate, now));
    }
    if let (Ok(Some(id)), Ok(mchid)) = (profile.public_key_id(), profile.mchid())
        && !id.as_str().contains(mchid.as_str().trim_start_matches('0'))
    {
        problems.push(FileProblem::PublicKeyOfOtherMerchant { id, mchid });
    }
    Ok(problems)
}

fn age(party: Party, path: &Path, certificate: &X509, now: Timestamp) -> Option<FileProblem> {
    let path = path.to_owned();
    let [from, at] = [certificate.not_before(), certificate.not_after()];
    if at < now {
        Some(FileProblem::Expired { party, path, at })
    } else {
        (from > now).then_some(FileProblem::NotYetValid { party, path, from })
    }
}
