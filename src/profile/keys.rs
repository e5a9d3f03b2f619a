//! The keys of a profile, read when they are needed and checked against one another.

use std::path::Path;

use super::error::{FileRole, ProfileError};
use super::field::Field;
use super::inputs::{PlatformKey, Value};
use super::key_pair::MerchantKey;
use super::platform::CertificateFile;
use super::secret_source::{Secret, SecretSource};
use super::secrets::OwnKey;
use super::settings::Profile;
use crate::protocol::certificate::X509;
use crate::protocol::id::{Form, IdError, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{SigningKey, VerifyingKey};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::stamp::Timestamp;

impl Profile {
    /// Returns 商户API私钥, once it is known to fit `certificate`, `serial_no` and `mchid`.
    ///
    /// # Errors
    /// Returns an error if the key is missing or not one, or another field contradicts it.
    pub fn signing_key(&self) -> Result<SigningKey, ProfileError> {
        Ok(self.merchant_key()?.key)
    }

    /// Returns 商户API私钥 as [`Profile::signing_key`] does, with what else is known of it.
    ///
    /// # Errors
    /// As [`Profile::signing_key`].
    pub fn merchant_key(&self) -> Result<MerchantKey, ProfileError> {
        let own = self.own_key()?;
        let certificate = self.certificate_of(&own)?;
        let serial_no = match (self.parsed::<SerialNo>(Field::SerialNo)?, &certificate) {
            (Some(serial_no), _) => serial_no,
            (None, Some(found)) if self.is_named(&found.path) => found.x509.serial_no().clone(),
            (None, _) => return Err(self.missing(Field::SerialNo)),
        };
        self.refuse_platform_serial(&serial_no)?;
        if let Some(certificate) = &certificate {
            self.refuse_other_merchant(certificate)?;
            if self.is_named(&certificate.path) {
                self.refuse_other_key(&own.key, certificate)?;
                self.refuse_other_serial(&serial_no, certificate)?;
            }
        }
        Ok(MerchantKey {
            key: own.key.known_as(serial_no),
            incomplete: own.without_end.then(|| self.source_of(Field::PrivateKey)),
            certificate,
        })
    }

    /// Returns the key that the merchant's signatures verify with: of 商户API私钥, or else, since a
    /// check needs no secret, of 商户API证书.
    ///
    /// # Errors
    /// As [`Profile::signing_key`]; or if the certificate is another merchant's.
    pub fn merchant_verifying_key(&self) -> Result<VerifyingKey, ProfileError> {
        if self.has_private_key() {
            return Ok(self.signing_key()?.into_verifying_key());
        }
        let Some(found) = self.certificate()? else {
            return Err(self.missing(Field::PrivateKey));
        };
        self.refuse_other_merchant(&found)?;
        let key = found.x509.verifying_key();
        key.map_err(|error| self.invalid(Field::Certificate, error))
    }

    /// Tells whether 商户API私钥 is set.
    #[must_use]
    pub fn has_private_key(&self) -> bool {
        self.secret_source(Field::PrivateKey).is_some()
    }

    /// Tells whether the profile names a file as its certificate, or as the key's own.
    pub(super) fn is_named(&self, path: &Path) -> bool {
        let fields = [Field::Certificate, Field::PrivateKey];
        fields
            .into_iter()
            .any(|field| self.file_of(field) == Some(path))
    }

    /// Returns the certificate of the private key: the one that the profile names, or that is in
    /// the key's file, or that is next to it and of the same key.
    pub(super) fn certificate_of(
        &self,
        own: &OwnKey,
    ) -> Result<Option<CertificateFile>, ProfileError> {
        if let Some(certificate) = self.certificate()? {
            return Ok(Some(certificate));
        }
        let Some(path) = self.file_of(Field::PrivateKey) else {
            return Ok(None);
        };
        let is_own = |certificate: &X509| {
            let certified = certificate.verifying_key();
            certified.is_ok_and(|certified| certified.same_key(own.key.verifying_key()))
        };
        let contained = own
            .certificates
            .iter()
            .find(|certificate| is_own(certificate));
        if let Some(contained) = contained {
            return Ok(Some(CertificateFile {
                path: path.to_owned(),
                x509: contained.clone(),
            }));
        }
        let beside = path.with_file_name("apiclient_cert.pem");
        // It may be missing, or a certificate of another key: nothing depends on it.
        let found = self.read(FileRole::Field(Field::Certificate), &beside).ok();
        Ok(found
            .and_then(|content| X509::from_pem(&content.bytes).ok())
            .filter(is_own)
            .map(|x509| CertificateFile { path: beside, x509 }))
    }

    /// Returns APIv3密钥.
    ///
    /// # Errors
    /// Returns an error if it is missing or has not 32 characters.
    pub fn apiv3_key(&self) -> Result<ApiV3Key, ProfileError> {
        let text = self.secret_text(Field::ApiV3Key)?;
        ApiV3Key::new(text.expose()).map_err(|error| self.invalid(Field::ApiV3Key, error))
    }

    /// Returns the AppSecret, for `jscode2session`.
    ///
    /// # Errors
    /// Returns an error if it is missing or empty.
    pub fn app_secret(&self) -> Result<Secret, ProfileError> {
        self.secret_text(Field::AppSecret)
    }

    /// Returns 商户API证书, if the profile has it.
    ///
    /// # Errors
    /// Returns an error if the file is not a certificate.
    pub fn certificate(&self) -> Result<Option<CertificateFile>, ProfileError> {
        let Some(path) = self.path(Field::Certificate) else {
            return Ok(None);
        };
        let content = self.read(self.file_role(Field::Certificate), path)?;
        let material = self.material(Field::Certificate, &content.bytes)?;
        let x509 = X509::from_material(&material)
            .map_err(|error| self.invalid(Field::Certificate, error))?;
        Ok(Some(CertificateFile {
            path: path.to_owned(),
            x509,
        }))
    }

    /// Returns 微信支付公钥ID, if the profile has it.
    ///
    /// # Errors
    /// Returns an error if it is malformed, or the serial number of a certificate.
    pub fn public_key_id(&self) -> Result<Option<SerialNo>, ProfileError> {
        let id = self.parsed::<SerialNo>(Field::PublicKeyId)?;
        match id {
            Some(id) if !id.is_public_key_id() => {
                let problem = IdError::form(Form::NotSerialNo, id.as_str());
                Err(self.invalid(Field::PublicKeyId, problem))
            }
            other => Ok(other),
        }
    }

    /// Returns all keys that responses and notifications may be verified with.
    ///
    /// # Errors
    /// As [`Profile::trusted`].
    pub fn keyring(&self) -> Result<Keyring, ProfileError> {
        let mut keyring = self.trusted()?;
        for key in &self.extra {
            let key = key
                .verifying_key()
                .map_err(|error| self.invalid(Field::PlatformCerts, error))?;
            keyring.add(key);
        }
        Ok(keyring)
    }

    /// Returns the keys that the merchant has stored: every certificate in `platform_certs`,
    /// and `public_key`.
    ///
    /// Files in the folder that contain no certificate are ignored, and so are certificates of
    /// merchants: only WeChat Pay signs for WeChat Pay.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or `public_key` is not WeChat Pay's.
    pub fn trusted(&self) -> Result<Keyring, ProfileError> {
        let mut keyring = self.platform_folder()?.into_keyring();
        if let Some(key) = self.public_key()? {
            keyring.add(key);
        }
        Ok(keyring)
    }

    pub(super) fn public_key(&self) -> Result<Option<VerifyingKey>, ProfileError> {
        let (path, id) = match (self.path(Field::PublicKey), self.public_key_id()?) {
            (None, None) => return Ok(None),
            (Some(_), None) => return Err(self.unpaired(Field::PublicKey, Field::PublicKeyId)),
            (None, Some(_)) => return Err(self.unpaired(Field::PublicKeyId, Field::PublicKey)),
            (Some(path), Some(id)) => (path, id),
        };
        let content = self.read(self.file_role(Field::PublicKey), path)?;
        let key = VerifyingKey::from_pem(id, &content.bytes)
            .map_err(|error| self.invalid(Field::PublicKey, error))?;
        if self.is_own_key(&key) {
            return Err(ProfileError::OwnPublicKey {
                path: path.to_owned(),
            });
        }
        Ok(Some(key))
    }

    /// Tells whether a key is the merchant's, as far as that can be known without running the
    /// command of a private key or opening a keyring, which may ask a person.
    pub(super) fn is_own_key(&self, key: &VerifyingKey) -> bool {
        let certified = self
            .certificate()
            .ok()
            .flatten()
            .and_then(|certificate| certificate.x509.verifying_key().ok());
        if certified.is_some_and(|own| own.same_key(key)) {
            return true;
        }
        if matches!(
            self.settings
                .get(&Field::PrivateKey)
                .map(|setting| &setting.value),
            Some(Value::Secret(
                SecretSource::Command(_) | SecretSource::Keyring(_)
            ))
        ) {
            return false;
        }
        // Whether that can be used is checked by what uses it, which takes longer.
        let material = self
            .secret_bytes(Field::PrivateKey)
            .and_then(|(content, _)| self.material(Field::PrivateKey, &content));
        material.is_ok_and(|material| key.is_half_of(&material))
    }

    /// Returns the key that sensitive fields are encrypted for: 微信支付公钥 if the profile has
    /// one, else that of the newest 平台证书 that is valid; none if there is neither.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or `public_key` is not WeChat Pay's.
    pub fn encryption_key(&self, now: Timestamp) -> Result<Option<VerifyingKey>, ProfileError> {
        if let Some(key) = self.public_key()? {
            return Ok(Some(key));
        }
        match self.newest_certificate_key(now)? {
            Some(key) => Ok(Some(key)),
            None => self.wechatpay_public_key(),
        }
    }

    /// Returns 微信支付公钥, known under its id, if there is one.
    ///
    /// # Errors
    /// Returns an error if `public_key` is not WeChat Pay's, or only one of key and id is set.
    pub fn wechatpay_public_key(&self) -> Result<Option<VerifyingKey>, ProfileError> {
        if let Some(key) = self.public_key()? {
            return Ok(Some(key));
        }
        let extra = self.extra.iter().find(|key| key.certificate().is_none());
        extra
            .map(PlatformKey::verifying_key)
            .transpose()
            .map_err(|error| self.invalid(Field::PublicKey, error))
    }

    /// Returns the key of the newest 平台证书 that is valid, if there is one.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or a certificate is damaged.
    pub fn newest_certificate_key(
        &self,
        now: Timestamp,
    ) -> Result<Option<VerifyingKey>, ProfileError> {
        let certificates = self.usable_certificates()?;
        X509::newest(&certificates, now)
            .map(X509::verifying_key)
            .transpose()
            .map_err(|error| self.invalid(Field::PlatformCerts, error))
    }
}
