//! What is odd about a profile's files and yet no reason to stop.

use std::path::PathBuf;

use super::platform::PassedOver;
use super::{Field, Profile};
use crate::protocol::id::SerialNo;
use crate::protocol::stamp::Timestamp;

/// Something that whoever uses the profile should know.
#[derive(Debug)]
pub enum Remark {
    /// The text of the private key breaks off before its END line, and is whole nevertheless.
    NoEndLine {
        /// Where the key was found.
        key: String,
    },
    /// 商户API证书 has expired.
    Expired {
        /// The certificate.
        serial_no: SerialNo,
        /// Its last moment.
        end: Timestamp,
    },
    /// 商户API证书 is not valid yet.
    NotYetValid {
        /// The certificate.
        serial_no: SerialNo,
        /// Its first moment.
        start: Timestamp,
    },
    /// A file in `platform_certs` is not used.
    PassedOver(PassedOver),
}

impl Profile {
    /// Returns what there is to say about the merchant's key and certificate. What cannot be read
    /// is left to those who need it.
    #[must_use]
    pub fn key_remarks(&self, now: Timestamp) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let Ok(own) = self.own_key() {
            let key = || self.found_in(Field::PrivateKey);
            remarks.extend(own.without_end.then(|| Remark::NoEndLine { key: key() }));
            if let Ok(Some((_, certificate))) = self.certificate_of(&own) {
                let serial_no = certificate.serial_no().clone();
                let (start, end) = (certificate.not_before(), certificate.not_after());
                if now < start {
                    remarks.push(Remark::NotYetValid { serial_no, start });
                } else if end < now {
                    remarks.push(Remark::Expired { serial_no, end });
                }
            }
        }
        remarks
    }

    /// Returns what there is to say about the folder of platform certificates; the merchant's own
    /// files may lie there.
    #[must_use]
    pub fn platform_remarks(&self) -> Vec<Remark> {
        let own: Vec<PathBuf> = [Field::PrivateKey, Field::Certificate, Field::PublicKey]
            .into_iter()
            .filter_map(|field| self.file_of(field)?.canonicalize().ok())
            .collect();
        let is_own = |passed: &PassedOver| {
            let path = passed.path.canonicalize();
            path.is_ok_and(|path| own.contains(&path))
        };
        let files = self.platform_folder().unwrap_or_default();
        let others = files
            .passed_over
            .into_iter()
            .filter(|passed| !is_own(passed));
        others.map(Remark::PassedOver).collect()
    }
}
