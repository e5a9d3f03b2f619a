//! Reading secrets from where they are kept.

use std::path::Path;

use zeroize::Zeroizing;

use super::Origin;
use super::error::{Problem, ProfileError};
use super::inputs::{Value, utf8};
use super::secret::{Secret, SecretSource, looks_secret, shown_name};
use super::{Field, Profile, files};

/// The bytes of a secret, and why it is one no more.
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

    /// Reads a file that only believed users can change.
    pub(super) fn read(
        &self,
        what: &'static str,
        path: &Path,
    ) -> Result<files::Content, ProfileError> {
        self.check_control(what, path)?;
        files::read(what, path)
    }

    /// Refuses a file or folder that others than this user and root may change, unless it is in a
    /// trusted folder. `what` is what the message calls it.
    ///
    /// # Errors
    /// Says who controls what.
    pub fn check_control(&self, what: &'static str, path: &Path) -> Result<(), ProfileError> {
        self.owners.check(what, path)
    }

    /// Returns why a file or folder that the profile names is not believed, for each.
    #[must_use]
    pub fn controlled_by_others(&self) -> Vec<ProfileError> {
        let named = |(field, setting): (&Field, &super::Setting)| match &setting.value {
            Value::Path(path) | Value::Secret(SecretSource::File(path)) => {
                self.check_control(field.key(), path).err()
            }
            Value::Text(_) | Value::Secret(_) => None,
        };
        self.settings.iter().filter_map(named).collect()
    }

    /// Returns the bytes of a secret that only its owner can read, without the line break at the
    /// end.
    pub(super) fn secret(&self, field: Field) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
        match self.secret_bytes(field)? {
            (bytes, None) => Ok(without_line_break(bytes)),
            (_, Some(exposed)) => Err(exposed),
        }
    }

    /// Returns the bytes of a secret, from wherever they are kept, and why they are none if
    /// others can read them too.
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
                let value = self.surroundings.variable(name);
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
                let content = self.read(field.key(), path)?;
                // Who names a file on the command line, as the Java tool's users do, means it.
                let named = self.origin(field) == Some(Origin::Option);
                let guarded = !self.insecure_permissions && !named;
                let exposed = content.refuse_readable_by_others(field.key(), path).err();
                Ok((content.bytes, exposed.filter(|_| guarded)))
            }
            SecretSource::Command(command) => {
                let output = self.surroundings.run(command, &self.secret_variables);
                let output = output.map_err(|source| ProfileError::Command { field, source })?;
                Ok((output, None))
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
