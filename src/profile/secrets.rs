//! Reading secrets from where they are kept, the merchant's private key among them.

use std::path::Path;

use zeroize::Zeroizing;

use super::error::{ContainerFault, FileRole, Problem, ProfileError};
use super::field::Field;
use super::files;
use super::inputs::{Value, utf8};
use super::secret_source::{Secret, SecretSource, looks_secret, shown_name};
use super::settings::{Origin, Profile, Setting};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::key_material::{self, KeyMaterial, MaterialKind};
use crate::protocol::keys::SigningKey;
use crate::protocol::pkcs12::{self, Pkcs12Error};

/// The bytes of a secret, and why they are no longer one.
type Exposable = (Zeroizing<Vec<u8>>, Option<ProfileError>);

impl Profile {
    /// Returns a secret that is text.
    pub(super) fn secret_text(&self, field: Field) -> Result<Secret, ProfileError> {
        let bytes = self.secret(field)?;
        match std::str::from_utf8(&bytes) {
            Ok("") => Err(self.invalid(field, Problem::Empty)),
            Ok(text) => Ok(text.into()),
            Err(_) => Err(self.invalid(field, Problem::NotText)),
        }
    }

    /// Reads a file that only trusted users can change.
    pub(super) fn read(&self, role: FileRole, path: &Path) -> Result<files::Content, ProfileError> {
        self.check_control(role, path)?;
        files::read(role, path)
    }

    /// Refuses a file or folder that others than this user and root may change, unless it is in a
    /// trusted folder. `role` is what the message calls it.
    ///
    /// # Errors
    /// Returns an error that names the file and who controls it.
    pub fn check_control(&self, role: FileRole, path: &Path) -> Result<(), ProfileError> {
        self.owners.check(role, path)
    }

    /// Returns what messages call the file of a field: with the variable that names it, if one
    /// does.
    #[must_use]
    pub fn file_role(&self, field: Field) -> FileRole {
        match self.origin(field) {
            Some(Origin::Environment(variable)) => FileRole::Variable(field, variable),
            Some(Origin::Option | Origin::File | Origin::Preset) | None => FileRole::Field(field),
        }
    }

    /// Returns why files and folders that the profile names are not trusted.
    #[must_use]
    pub fn controlled_by_others(&self) -> Vec<ProfileError> {
        let named = |(field, setting): (&Field, &Setting)| match &setting.value {
            Value::Path(path) | Value::Secret(SecretSource::File(path)) => {
                self.check_control(self.file_role(*field), path).err()
            }
            Value::Text(_) | Value::Secret(_) => None,
        };
        self.settings.iter().filter_map(named).collect()
    }

    /// Returns the text of a secret that only its owner can read, without the line break at the
    /// end.
    pub(super) fn secret(&self, field: Field) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
        match self.secret_bytes(field)? {
            (bytes, None) => Ok(without_line_break(files::as_utf8(bytes))),
            (_, Some(exposed)) => Err(exposed),
        }
    }

    /// Returns the bytes of a secret, from wherever they are kept, and an error if others
    /// can read them too.
    pub(super) fn secret_bytes(&self, field: Field) -> Result<Exposable, ProfileError> {
        let Some(Value::Secret(source)) = self.settings.get(&field).map(|setting| &setting.value)
        else {
            return Err(self.missing(field));
        };
        match source {
            SecretSource::Text(text) => {
                Ok((Zeroizing::new(text.expose().as_bytes().to_vec()), None))
            }
            SecretSource::Variable(name) => {
                let shown = shown_name(name);
                let value = self.environment.variable(name);
                let value = value.ok_or_else(|| ProfileError::Unset {
                    field,
                    variable: shown.to_owned(),
                })?;
                utf8(shown, value).map(|text| (Zeroizing::new(text.into_bytes()), None))
            }
            SecretSource::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if looks_secret(&name) && !path.exists() {
                    return Err(ProfileError::SecretAsPath { field });
                }
                let content = self.read(self.file_role(field), path)?;
                // A file that is named on the command line is meant, as by the Java tool's users.
                let named = self.origin(field) == Some(Origin::Option);
                let guarded = !self.insecure_permissions && !named;
                let exposed = content
                    .refuse_readable_by_others(self.file_role(field), path)
                    .err();
                Ok((content.bytes, exposed.filter(|_| guarded)))
            }
            SecretSource::Command(command) => {
                let output = self.environment.run(command, &self.secret_variables);
                let output = output.map_err(|source| ProfileError::Command { field, source })?;
                Ok((output, None))
            }
            SecretSource::Keyring(name) => {
                let entry = self.environment.keyring(name, &self.secret_variables);
                let entry = entry.map_err(|source| ProfileError::Keyring {
                    field,
                    name: shown_name(name).to_owned(),
                    source,
                })?;
                Ok((entry, None))
            }
        }
    }
}

/// Takes off the line break that editors and commands put at the end.
fn without_line_break(mut bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    bytes
}

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
            from: self.source_of(field),
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
