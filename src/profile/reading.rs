//! Reading secrets from where they are kept.

use zeroize::Zeroizing;

use super::Origin;
use super::error::{Problem, ProfileError};
use super::inputs::{Value, utf8};
use super::secret::{Secret, SecretSource, looks_secret, shown_name};
use super::{Field, Profile, files};

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

    /// Returns the bytes of a secret, from wherever they are kept.
    pub(super) fn secret(&self, field: Field) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
        let Some(Value::Secret(source)) = self.settings.get(&field).map(|setting| &setting.value)
        else {
            return Err(self.missing(field));
        };
        match source {
            SecretSource::Text(text) => Ok(Zeroizing::new(text.expose().as_bytes().to_vec())),
            SecretSource::Variable(name) => {
                let shown = shown_name(name);
                let value = self.surroundings.variable(name);
                let value = value.ok_or_else(|| ProfileError::Unset {
                    field,
                    variable: shown.to_owned(),
                })?;
                utf8(shown, value).map(|text| Zeroizing::new(text.into_bytes()))
            }
            SecretSource::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if looks_secret(&name) && !path.exists() {
                    return Err(ProfileError::SecretAsPath { field });
                }
                let content = files::read(field.key(), path)?;
                // Who names a file on the command line, as the Java tool's users do, means it.
                let named = self.origin(field) == Some(Origin::Option);
                if !self.insecure_permissions && !named {
                    content.refuse_readable_by_others(field.key(), path)?;
                }
                Ok(without_line_break(content.bytes))
            }
            SecretSource::Command(command) => {
                let output = self.surroundings.run(command);
                let output = output.map_err(|source| ProfileError::Command { field, source })?;
                Ok(without_line_break(Zeroizing::new(output)))
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
