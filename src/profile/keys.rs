//! The keys of a profile, read when they are asked for and checked against one another.

use std::path::Path;

use super::error::ProfileError;
use super::inputs::Value;
use super::platform::invalid_certificate;
use super::secret::{Secret, SecretSource};
use super::{Field, Profile};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::{Keyring, SigningKey, VerifyingKey};
use crate::protocol::resource::ApiV3Key;

impl Profile {
    /// Returns 商户API私钥, once it is known to fit `certificate`, `serial_no` and `mchid`.
    ///
    /// # Errors
    /// Fails where the key is missing or not one, or another field contradicts it.
    pub fn signing_key(&self) -> Result<SigningKey, ProfileError> {
        let content = self.secret(Field::PrivateKey)?;
        let certificate = self.certificate()?;
        let serial_no = match (self.parsed::<SerialNo>(Field::SerialNo)?, &certificate) {
            (Some(serial_no), _) => serial_no,
            (None, Some((_, certificate))) => certificate.serial_no().clone(),
            (None, None) => return Err(self.missing(Field::SerialNo)),
        };
        self.refuse_platform_serial(&serial_no)?;
        let key = SigningKey::from_pem(serial_no, &content)
            .map_err(|error| self.invalid(Field::PrivateKey, error))?;
        match certificate {
            Some((path, certificate)) => {
                self.refuse_other_merchant(path, &certificate)?;
                self.refuse_other_key(&key, path, &certificate)?;
                self.refuse_other_serial(key.serial_no(), path, &certificate)?;
            }
            None => self.refuse_other_merchants(&key)?,
        }
        Ok(key)
    }

    /// Returns APIv3密钥.
    ///
    /// # Errors
    /// Fails where it is missing or has not 32 characters.
    pub fn apiv3_key(&self) -> Result<ApiV3Key, ProfileError> {
        let text = self.secret_text(Field::ApiV3Key)?;
        ApiV3Key::new(text.expose()).map_err(|error| self.invalid(Field::ApiV3Key, error))
    }

    /// Returns the AppSecret, for `jscode2session`.
    ///
    /// # Errors
    /// Fails where it is missing or empty.
    pub fn app_secret(&self) -> Result<Secret, ProfileError> {
        self.secret_text(Field::AppSecret)
    }

    /// Returns 商户API证书 and where it stands, where the profile has it.
    ///
    /// # Errors
    /// Fails where the file is not a certificate.
    pub fn certificate(&self) -> Result<Option<(&Path, X509)>, ProfileError> {
        let Some(path) = self.path(Field::Certificate) else {
            return Ok(None);
        };
        let content = self.read(Field::Certificate.key(), path)?;
        let certificate = X509::from_pem(&content.bytes)
            .map_err(|error| self.invalid(Field::Certificate, error))?;
        Ok(Some((path, certificate)))
    }

    /// Returns 微信支付公钥ID, where the profile has it.
    ///
    /// # Errors
    /// Fails where it is malformed, or the serial number of a certificate.
    pub fn public_key_id(&self) -> Result<Option<SerialNo>, ProfileError> {
        let id = self.parsed::<SerialNo>(Field::PublicKeyId)?;
        match id {
            Some(id) if !id.is_public_key_id() => {
                let rule = "a WeChat Pay public key id begins with PUB_KEY_ID_";
                let problem = crate::protocol::id::IdError(rule.to_owned());
                Err(self.invalid(Field::PublicKeyId, problem))
            }
            other => Ok(other),
        }
    }

    /// Returns all keys that answers and notifications may be verified with.
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
    /// Files in the folder that hold no certificate are passed over, and so are certificates of
    /// merchants: nobody but WeChat Pay may sign for WeChat Pay.
    ///
    /// # Errors
    /// Fails where a file cannot be read, or `public_key` is not WeChat Pay's.
    pub fn trusted(&self) -> Result<Keyring, ProfileError> {
        let mut keyring = Keyring::default();
        for (path, certificate) in self.platform_certificates()? {
            keyring
                .add_certificate(&certificate)
                .map_err(|error| invalid_certificate(&path, error))?;
        }
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
        let content = self.read(Field::PublicKey.key(), path)?;
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
    /// command of a private key, which may ask a person.
    fn is_own_key(&self, key: &VerifyingKey) -> bool {
        let certified = self
            .certificate()
            .ok()
            .flatten()
            .and_then(|(_, certificate)| certificate.verifying_key().ok());
        if certified.is_some_and(|own| own.same_key(key)) {
            return true;
        }
        if matches!(
            self.settings
                .get(&Field::PrivateKey)
                .map(|setting| &setting.value),
            Some(Value::Secret(SecretSource::Command(_)))
        ) {
            return false;
        }
        self.secret(Field::PrivateKey)
            .ok()
            .and_then(|content| SigningKey::from_pem(key.serial_no().clone(), &content).ok())
            .is_some_and(|own| own.verifying_key().same_key(key))
    }

    /// Where the profile names no certificate, the one that lies beside the key tells whose the
    /// key is.
    fn refuse_other_merchants(&self, key: &SigningKey) -> Result<(), ProfileError> {
        let Some(SecretSource::File(path)) = self.secret_source(Field::PrivateKey) else {
            return Ok(());
        };
        let beside = path.with_file_name("apiclient_cert.pem");
        // It may be missing, or a certificate of another key: nothing depends on it.
        let Some(certificate) = self
            .read(Field::Certificate.key(), &beside)
            .ok()
            .and_then(|content| X509::from_pem(&content.bytes).ok())
        else {
            return Ok(());
        };
        let certified = certificate.verifying_key();
        if certified.is_ok_and(|certified| certified.same_key(key.verifying_key())) {
            self.refuse_other_merchant(&beside, &certificate)?;
        }
        Ok(())
    }
}
