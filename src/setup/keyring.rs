//! Storing secrets in the system's keyring, all of them or none.

use zeroize::Zeroizing;

use super::new_profile::{KeptSecret, NewProfile};
use crate::profile::system_keyring::{self, KeyringError};

/// Why secrets are not stored in the keyring; then none is.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The keyring does not take it.
    #[error("the entry '{name}' cannot be stored in the keyring")]
    Keyring {
        /// The name of the entry.
        name: String,
        /// Why the keyring does not store it.
        source: KeyringError,
    },
    /// There is another secret under that name.
    #[error("the keyring has another secret under '{name}' already")]
    Taken {
        /// The name of the entry.
        name: String,
    },
}

/// The entries that were stored, and what was there before.
#[derive(Default)]
pub(super) struct Stored(Vec<(String, Option<Zeroizing<Vec<u8>>>)>);

impl Stored {
    /// Stores the secrets that a profile keeps in the keyring; with `replace`, in the place of
    /// others of the same names.
    pub(super) fn of(profile: &NewProfile, replace: bool) -> Result<Self, StoreError> {
        let secrets = [
            Some(&profile.private_key),
            profile.apiv3_key.as_ref(),
            profile.app_secret.as_ref(),
        ];
        let mut stored = Self::default();
        for kept in secrets.into_iter().flatten() {
            if let KeptSecret::Keyring {
                name,
                content: Some(content),
            } = kept
                && let Err(error) = stored.add(name, content, replace)
            {
                stored.undo();
                return Err(error);
            }
        }
        Ok(stored)
    }

    fn add(&mut self, name: &str, content: &[u8], replace: bool) -> Result<(), StoreError> {
        let failed = |source| StoreError::Keyring {
            name: name.to_owned(),
            source,
        };
        let earlier = match system_keyring::lookup(name, [""; 0]) {
            Ok(entry) if system_keyring::holds(&entry, content) => return Ok(()),
            Ok(entry) if replace || entry.is_empty() => Some(entry),
            Ok(_) => {
                return Err(StoreError::Taken {
                    name: name.to_owned(),
                });
            }
            Err(KeyringError::NoEntry) => None,
            Err(error) => return Err(failed(error)),
        };
        self.0.push((name.to_owned(), earlier));
        system_keyring::store(name, content).map_err(failed)
    }

    /// Puts back what was there before, as far as the keyring lets it.
    pub(super) fn undo(&self) {
        for (name, earlier) in &self.0 {
            let _ = match earlier {
                Some(earlier) => system_keyring::store(name, earlier),
                None => system_keyring::remove(name),
            };
        }
    }
}
