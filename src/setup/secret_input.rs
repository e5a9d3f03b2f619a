//! Secrets for a new profile, read from where they are now.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::profile::system_keyring::{self, KeyringError};
use crate::profile::{Field, Problem, ProfileError, Secret, ValueSource, secret_command};
use crate::protocol::resource::ApiV3Key;

/// A secret that was read, and where from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SecretInput {
    /// The secret.
    pub text: Secret,
    /// Where it was read from.
    pub from: ValueSource,
    /// Whether a person typed it, and can type it again.
    pub is_typed: bool,
}

impl SecretInput {
    fn read(text: Secret, from: ValueSource) -> Self {
        let is_typed = false;
        Self {
            text,
            from,
            is_typed,
        }
    }

    /// A secret that a person typed.
    #[must_use]
    pub fn typed(text: Secret) -> Self {
        Self {
            is_typed: true,
            ..Self::read(text, ValueSource::Answer)
        }
    }

    /// The value of an environment variable.
    #[must_use]
    pub fn of_variable(name: &str, value: String) -> Self {
        Self::read(Secret::new(value), ValueSource::Variable(name.to_owned()))
    }

    /// The content of the file of a field, without the end of its line.
    ///
    /// # Errors
    /// Returns an error if the content is empty or not UTF-8.
    pub fn of_file(field: Field, path: &Path, content: &[u8]) -> Result<Self, ProfileError> {
        let from = ValueSource::File(path.display().to_string());
        let invalid = |problem| ProfileError::Invalid {
            field,
            from: from.clone(),
            path: Some(path.to_owned()),
            problem,
        };
        let text = std::str::from_utf8(content).map_err(|_| invalid(Problem::NotText))?;
        let text = without_line_end(text.strip_prefix('\u{feff}').unwrap_or(text));
        if text.is_empty() {
            return Err(invalid(Problem::Empty));
        }
        Ok(Self::read(Secret::from(text), from))
    }

    /// The output of a command line, which is run without the `withheld` variables, for `timeout`
    /// at most.
    ///
    /// # Errors
    /// Returns an error if the command cannot be started, fails, or takes too long.
    pub fn of_command(
        field: Field,
        line: &str,
        withheld: impl IntoIterator<Item = OsString>,
        timeout: Duration,
    ) -> Result<Self, ProfileError> {
        let output = secret_command::run(line, withheld, timeout)
            .map(Zeroizing::new)
            .map_err(|source| ProfileError::Command { field, source })?;
        let text = String::from_utf8_lossy(&output);
        let text = Secret::from(without_line_end(&text));
        Ok(Self::read(text, ValueSource::Command))
    }

    /// An entry of the system's keyring, which is read without the `withheld` variables; `None` if
    /// there is no such entry, or it is empty.
    ///
    /// # Errors
    /// Returns an error if the keyring cannot be read.
    pub fn of_keyring(
        field: Field,
        name: &str,
        withheld: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, ProfileError> {
        match system_keyring::lookup(name, withheld) {
            Ok(entry) if entry.is_empty() => Ok(None),
            Ok(entry) => {
                let text = String::from_utf8_lossy(&entry);
                let text = Secret::from(without_line_end(&text));
                let from = ValueSource::Keyring(name.to_owned());
                Ok(Some(Self::read(text, from)))
            }
            Err(KeyringError::NoEntry) => Ok(None),
            Err(source) => Err(ProfileError::Keyring {
                field,
                name: name.to_owned(),
                source,
            }),
        }
    }

    /// Reads the secret as an APIv3密钥.
    ///
    /// # Errors
    /// Returns an error if it does not have 32 bytes.
    pub fn apiv3_key(&self) -> Result<ApiV3Key, ProfileError> {
        ApiV3Key::new(self.text.expose()).map_err(|error| ProfileError::Invalid {
            field: Field::ApiV3Key,
            from: self.from.clone(),
            path: None,
            problem: error.into(),
        })
    }

    /// Returns the bytes to store.
    #[must_use]
    pub fn content(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.text.expose().as_bytes().to_vec())
    }
}

fn without_line_end(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_line_and_an_empty_one_is_refused() {
        let read =
            |content: &[u8]| SecretInput::of_file(Field::ApiV3Key, Path::new("key.txt"), content);
        let secret = read(b"\xef\xbb\xbfabc\r\n").unwrap();
        assert_eq!(secret.text.expose(), "abc");
        assert!(read(b"\n").is_err() && read(b"\xff").is_err());
        assert!(secret.apiv3_key().is_err());
    }
}
