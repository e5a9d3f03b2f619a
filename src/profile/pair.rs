//! Whether key, serial number and certificate of the merchant belong together.

use std::path::{Path, PathBuf};

use super::error::ProfileError;
use super::{Field, Profile};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;

/// What the merchant signs with, each part judged by itself; [`Profile::signing_key`] stops at
/// the first fault.
#[derive(Debug)]
pub struct Examined {
    /// 商户API私钥, by itself; known under the serial number where that is usable.
    pub key: Result<SigningKey, ProfileError>,
    /// The serial number, and whether it is that of the certificate.
    pub serial_no: Result<SerialNo, ProfileError>,
    /// 商户API证书 and where it stands, where the profile has it.
    pub certificate: Result<Option<(PathBuf, X509)>, ProfileError>,
    /// Why the certificate is another merchant's, or another key's.
    pub contradictions: Vec<ProfileError>,
}

impl Profile {
    /// Judges private key, serial number and certificate, and whether they are a pair.
    #[must_use]
    pub fn examine(&self) -> Examined {
        let own = self.own_key();
        let certificate = match &own {
            Ok(own) => self.certificate_of(own).map(|found| {
                let named = |(path, _): &(PathBuf, X509)| self.is_named(path);
                found.filter(named)
            }),
            Err(_) => self
                .certificate()
                .map(|found| found.map(|(path, x509)| (path.to_owned(), x509))),
        };
        let found = certificate.as_ref().ok().and_then(Option::as_ref);
        let serial_no = self.examined_serial(found.map(|(path, x509)| (path.as_path(), x509)));
        let key = own.map(|own| match &serial_no {
            Ok(serial_no) => own.key.known_as(serial_no.clone()),
            Err(_) => own.key,
        });
        let mut contradictions = Vec::new();
        if let Some((path, x509)) = found {
            contradictions.extend(self.refuse_other_merchant(path, x509).err());
            let other = key
                .as_ref()
                .map(|key| self.refuse_other_key(key, path, x509));
            contradictions.extend(other.ok().and_then(Result::err));
        }
        Examined {
            key,
            serial_no,
            certificate,
            contradictions,
        }
    }

    fn examined_serial(
        &self,
        certificate: Option<(&Path, &X509)>,
    ) -> Result<SerialNo, ProfileError> {
        let given = self.parsed::<SerialNo>(Field::SerialNo)?;
        let certified = certificate.map(|(_, x509)| x509.serial_no().clone());
        let serial_no = given
            .or(certified)
            .ok_or_else(|| self.missing(Field::SerialNo))?;
        self.refuse_platform_serial(&serial_no)?;
        if let Some((path, x509)) = certificate {
            self.refuse_other_serial(&serial_no, path, x509)?;
        }
        Ok(serial_no)
    }

    pub(super) fn refuse_platform_serial(&self, serial_no: &SerialNo) -> Result<(), ProfileError> {
        if serial_no.is_public_key_id() {
            return Err(ProfileError::SerialIsPublicKeyId {
                id: serial_no.clone(),
                from: self.found_in(Field::SerialNo),
            });
        }
        // A folder that cannot be read matters to those who verify, not to those who sign.
        let platform = self.platform_certificates().unwrap_or_default();
        match platform
            .into_iter()
            .find(|(_, certificate)| certificate.serial_no() == serial_no)
        {
            Some((certificate, _)) => Err(ProfileError::SerialIsPlatform {
                serial_no: serial_no.clone(),
                certificate,
            }),
            None => Ok(()),
        }
    }

    pub(super) fn refuse_other_merchant(
        &self,
        path: &Path,
        certificate: &X509,
    ) -> Result<(), ProfileError> {
        if let (Some(actual), Some(mchid)) = (certificate.mchid(), self.parsed(Field::Mchid)?)
            && actual != mchid
        {
            return Err(ProfileError::OtherMerchant {
                certificate: path.to_owned(),
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
        path: &Path,
        certificate: &X509,
    ) -> Result<(), ProfileError> {
        let certified = certificate
            .verifying_key()
            .map_err(|error| self.invalid(Field::Certificate, error))?;
        if certified.same_key(key.verifying_key()) {
            return Ok(());
        }
        Err(ProfileError::KeyMismatch {
            key: self.found_in(Field::PrivateKey),
            certificate: path.to_owned(),
            subject: certificate.subject().to_owned(),
        })
    }

    pub(super) fn refuse_other_serial(
        &self,
        serial_no: &SerialNo,
        path: &Path,
        certificate: &X509,
    ) -> Result<(), ProfileError> {
        if certificate.serial_no() == serial_no {
            return Ok(());
        }
        Err(ProfileError::SerialMismatch {
            given: serial_no.clone(),
            from: self.found_in(Field::SerialNo),
            certificate: path.to_owned(),
            actual: certificate.serial_no().clone(),
        })
    }
}
