//! Whether key, serial number and certificate of the merchant belong together and are valid.

use super::error::{ProfileError, ValueSource};
use super::field::Field;
use super::platform::CertificateFile;
use super::settings::Profile;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;
use crate::protocol::stamp::Timestamp;

/// What the merchant signs with, each part checked by itself; [`Profile::signing_key`] stops at
/// the first fault.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyPairCheck {
    /// 商户API私钥, by itself; known under the serial number if that is usable.
    pub key: Result<SigningKey, ProfileError>,
    /// The serial number, and whether it is that of the certificate.
    pub serial_no: Result<SerialNo, ProfileError>,
    /// 商户API证书, if the profile has it.
    pub certificate: Result<Option<CertificateFile>, ProfileError>,
    /// Why the certificate is another merchant's, or another key's.
    pub contradictions: Vec<ProfileError>,
}

impl Profile {
    /// Checks private key, serial number and certificate, and whether they are a pair.
    #[must_use]
    pub fn check_key_pair(&self) -> KeyPairCheck {
        let own = self.own_key();
        let certificate = match &own {
            Ok(own) => self
                .certificate_of(own)
                .map(|certificate| certificate.filter(|found| self.is_named(&found.path))),
            Err(_) => self.certificate(),
        };
        let found = certificate.as_ref().ok().and_then(Option::as_ref);
        let serial_no = self.checked_serial_no(found);
        let key = own.map(|own| match &serial_no {
            Ok(serial_no) => own.key.known_as(serial_no.clone()),
            Err(_) => own.key,
        });
        let mut contradictions = Vec::new();
        if let Some(found) = found {
            contradictions.extend(self.refuse_other_merchant(found).err());
            let other = key.as_ref().map(|key| self.refuse_other_key(key, found));
            contradictions.extend(other.ok().and_then(Result::err));
        }
        KeyPairCheck {
            key,
            serial_no,
            certificate,
            contradictions,
        }
    }

    fn checked_serial_no(
        &self,
        certificate: Option<&CertificateFile>,
    ) -> Result<SerialNo, ProfileError> {
        let serial_no = match (self.parsed::<SerialNo>(Field::SerialNo)?, certificate) {
            (Some(serial_no), _) => serial_no,
            (None, Some(found)) => found.x509.serial_no().clone(),
            (None, None) => return Err(self.missing(Field::SerialNo)),
        };
        self.refuse_platform_serial(&serial_no)?;
        if let Some(found) = certificate {
            self.refuse_other_serial(&serial_no, found)?;
        }
        Ok(serial_no)
    }

    pub(super) fn refuse_platform_serial(&self, serial_no: &SerialNo) -> Result<(), ProfileError> {
        if serial_no.is_public_key_id() {
            return Err(ProfileError::SerialIsPublicKeyId {
                id: serial_no.clone(),
                from: self.source_of(Field::SerialNo),
            });
        }
        // A folder that cannot be read matters to those who verify, not to those who sign.
        let platform = self.platform_certificates().unwrap_or_default();
        match platform
            .into_iter()
            .find(|certificate| certificate.x509.serial_no() == serial_no)
        {
            Some(certificate) => Err(ProfileError::SerialIsPlatform {
                serial_no: serial_no.clone(),
                certificate: certificate.path,
            }),
            None => Ok(()),
        }
    }

    pub(super) fn refuse_other_merchant(
        &self,
        certificate: &CertificateFile,
    ) -> Result<(), ProfileError> {
        if let (Some(actual), Some(mchid)) = (certificate.x509.mchid(), self.parsed(Field::Mchid)?)
            && actual != mchid
        {
            return Err(ProfileError::OtherMerchant {
                certificate: certificate.path.clone(),
                is_sub_mchid: self.sub_mchid()?.as_ref() == Some(&actual),
                actual,
                mchid,
            });
        }
        Ok(())
    }

    pub(super) fn refuse_other_key(
        &self,
        key: &SigningKey,
        certificate: &CertificateFile,
    ) -> Result<(), ProfileError> {
        let certified = certificate
            .x509
            .verifying_key()
            .map_err(|error| self.invalid(Field::Certificate, error))?;
        if certified.same_key(key.verifying_key()) {
            return Ok(());
        }
        Err(ProfileError::KeyMismatch {
            key: self.source_of(Field::PrivateKey),
            certificate: certificate.path.clone(),
            subject: certificate.x509.subject().to_owned(),
        })
    }

    pub(super) fn refuse_other_serial(
        &self,
        serial_no: &SerialNo,
        certificate: &CertificateFile,
    ) -> Result<(), ProfileError> {
        if certificate.x509.serial_no() == serial_no {
            return Ok(());
        }
        Err(ProfileError::SerialMismatch {
            given: serial_no.clone(),
            from: self.source_of(Field::SerialNo),
            certificate: certificate.path.clone(),
            actual: certificate.x509.serial_no().clone(),
        })
    }
}

/// Something about the merchant's key or certificate that does not stop anything.
#[derive(Debug)]
pub enum Remark {
    /// The text of the private key has no END line, and is complete nevertheless.
    NoEndLine {
        /// Where the key was read from.
        key: ValueSource,
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
}

/// 商户API私钥 that fits its profile, and what is remarkable about it.
#[derive(Debug)]
pub struct MerchantKey {
    /// The key, under the serial number of its certificate.
    pub key: SigningKey,
    /// Where the text of the key was read from, if it has no END line.
    pub(super) incomplete: Option<ValueSource>,
    /// 商户API证书, if it is there.
    pub(super) certificate: Option<CertificateFile>,
}

impl MerchantKey {
    /// Returns what is remarkable about the key and its certificate at `now`.
    #[must_use]
    pub fn remarks(&self, now: Timestamp) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if let Some(key) = self.incomplete.clone() {
            remarks.push(Remark::NoEndLine { key });
        }
        if let Some(CertificateFile { x509, .. }) = &self.certificate {
            let serial_no = x509.serial_no().clone();
            let (start, end) = (x509.not_before(), x509.not_after());
            if now < start {
                remarks.push(Remark::NotYetValid { serial_no, start });
            } else if end < now {
                remarks.push(Remark::Expired { serial_no, end });
            }
        }
        remarks
    }
}
