//! The merchant's key and certificate, in whatever file they are.

use std::path::Path;

use super::error::{ContainerFault, ProfileError};
use super::inputs::Value;
use super::secret::SecretSource;
use super::{Field, Profile};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::key_material::{self, KeyMaterial, MaterialKind};
use crate::protocol::keys::SigningKey;
use crate::protocol::pkcs12::{self, Pkcs12Error};

/// 商户API私钥 as it was found, known under no serial number yet.
pub(super) struct OwnKey {
    pub(super) key: SigningKey,
    /// The certificates that are in the same file.
    pub(super) certificates: Vec<X509>,
    pub(super) without_end: bool,
}

impl Profile {
    /// Reads 商户API私钥: what the file is comes before who can read it.
    pub(super) fn own_key(&self) -> Result<OwnKey, ProfileError> {
        let (content, exposed) = self.secret_bytes(Field::PrivateKey)?;
        let material = self.material(Field::PrivateKey, &content)?;
        let unnamed = SerialNo::from_x509(&[]);
        let key = SigningKey::from_material(unnamed, &material)
            .map_err(|error| self.invalid(Field::PrivateKey, error));
        if let Some(exposed) = exposed
            && material
                .items
                .iter()
                .any(|item| item.kind == MaterialKind::PrivateKey)
        {
            return Err(exposed);
        }
        let private = material.first(MaterialKind::PrivateKey);
        Ok(OwnKey {
            key: key?,
            without_end: private.is_some_and(|item| item.without_end),
            certificates: material
                .certificates()
                .filter_map(|der| X509::from_der(der).ok())
                .collect(),
        })
    }

    /// Reads what is in a file, and in the container that it may be.
    pub(super) fn material(
        &self,
        field: Field,
        content: &[u8],
    ) -> Result<KeyMaterial, ProfileError> {
        let material = key_material::read(content);
        let Some(Ok(container)) = material.first(MaterialKind::Pkcs12).map(|item| &item.der) else {
            return Ok(material);
        };
        let path = self.file_of(field);
        let failed = |fault| ProfileError::Container {
            field,
            from: self.found_in(field),
            path: path.map(Path::to_owned),
            legacy: pkcs12::needs_legacy(container),
            fault,
        };
        let given = match self.origin(Field::P12Password) {
            Some(_) => Some(self.secret_text(Field::P12Password)?),
            None => None,
        };
        let by_mchid = self.mchid().ok().filter(|_| path.is_none_or(is_container));
        let (password, fault) = match (&given, &by_mchid) {
            (Some(password), _) => (password.expose(), ContainerFault::Password),
            (None, Some(mchid)) => (mchid.as_str(), ContainerFault::Mchid),
            (None, None) => return Err(failed(ContainerFault::Name)),
        };
        match pkcs12::open(container, password) {
            Ok(opened) => Ok(opened),
            Err(Pkcs12Error::Password) => Err(failed(fault)),
            Err(Pkcs12Error::Unreadable) => Err(failed(ContainerFault::Unreadable)),
        }
    }

    /// Returns the file that a field is read from.
    pub(super) fn file_of(&self, field: Field) -> Option<&Path> {
        match &self.settings.get(&field)?.value {
            Value::Path(path) | Value::Secret(SecretSource::File(path)) => Some(path),
            Value::Text(_) | Value::Secret(_) => None,
        }
    }
}

/// Tells whether a file's name says that it is a PKCS#12 container; under the name of a PEM file,
/// other programs would take it for what it is not.
fn is_container(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("p12") || extension.eq_ignore_ascii_case("pfx")
}
