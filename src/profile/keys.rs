//! The keys of a profile, read when they are asked for and checked against one another.

use std::path::{Path, PathBuf};

use super::error::ProfileError;
use super::inputs::Value;
use super::material::OwnKey;
use super::secret::{Secret, SecretSource};
use super::{Field, Profile};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{SigningKey, VerifyingKey};
use crate::protocol::resource::ApiV3Key;

impl Profile {
    /// Returns 商户API私钥, once it is known to fit `certificate`, `serial_no` and `mchid`.
    ///
    /// # Errors
    /// Fails where the key is missing or not one, or another field contradicts it.
    pub fn signing_key(&self) -> Result<SigningKey, ProfileError> {
        let own = self.own_key()?;
        let certificate = self.certificate_of(&own)?;
        let serial_no = match (self.parsed::<SerialNo>(Field::SerialNo)?, &certificate) {
            (Some(serial_no), _) => serial_no,
            (None, Some((path, certificate))) if self.is_named(path) => {
                certificate.serial_no().clone()
            }
            (None, _) => return Err(self.missing(Field::SerialNo)),
        };
        self.refuse_platform_serial(&serial_no)?;
        if let Some((path, certificate)) = &certificate {
            self.refuse_other_merchant(path, certificate)?;
            if self.is_named(path) {
                self.refuse_other_key(&own.key, path, certificate)?;
                self.refuse_other_serial(&serial_no, path, certificate)?;
            }
        }
        Ok(own.key.known_as(serial_no))
    }

    /// Tells whether the profile names a file as its certificate, or as the key's own.
    pub(super) fn is_named(&self, path: &Path) -> bool {
        let fields = [Field::Certificate, Field::PrivateKey];
        fields
            .into_iter()
            .any(|field| self.file_of(field) == Some(path))
    }

    /// Returns the certificate of the private key and its file: the one that the profile names,
    /// or that is in the key's file, or the one of the same key that lies beside it.
    pub(super) fn certificate_of(
        &self,
        own: &OwnKey,
    ) -> Result<Option<(PathBuf, X509)>, ProfileError> {
        if let Some((path, certificate)) = self.certificate()? {
            return Ok(Some((path.to_owned(), certificate)));
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
            return Ok(Some((path.to_owned(), contained.clone())));
        }
        let beside = path.with_file_name("apiclient_cert.pem");
        // It may be missing, or a certificate of another key: nothing depends on it.
        let found = self.read(Field::Certificate.key(), &beside).ok();
        Ok(found
            .and_then(|content| X509::from_pem(&content.bytes).ok())
            .filter(is_own)
            .map(|certificate| (beside, certificate)))
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
        let material = self.material(Field::Certificate, &content.bytes)?;
        let certificate = X509::from_material(&material)
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
    /// merchants: only WeChat Pay signs for WeChat Pay.
    ///
    /// # Errors
    /// Fails where a file cannot be read, or `public_key` is not WeChat Pay's.
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
    pub(super) fn is_own_key(&self, key: &VerifyingKey) -> bool {
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
        self.own_key()
            .is_ok_and(|own| own.key.verifying_key().same_key(key))
    }
}
