//! Where a secret is kept from now on, as a person names it.

use std::str::FromStr;

use zeroize::Zeroizing;

use super::new_profile::KeptSecret;

/// Where a secret is kept: `file`, `env:NAME`, `command:LINE` or `keyring:NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretDestination {
    /// In a file in the folder of the profile's keys.
    File,
    /// In an environment variable of this name, which someone else sets.
    Variable(String),
    /// In the output of this command line.
    Command(String),
    /// In the system's keyring, under this name or one made of the profile's.
    Keyring(Option<String>),
}

/// A text that is not a [`SecretDestination`]. It may be the secret itself, so it is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not file, env:NAME, command:LINE or keyring:NAME")]
#[non_exhaustive]
pub struct SecretDestinationError;

impl FromStr for SecretDestination {
    type Err = SecretDestinationError;

    fn from_str(text: &str) -> Result<Self, SecretDestinationError> {
        let (word, rest) = text.split_once(':').unwrap_or((text, ""));
        match (word, rest.trim()) {
            ("file", "") => Ok(Self::File),
            ("env", name) if Self::is_variable(name) => Ok(Self::Variable(name.to_owned())),
            ("command", line) if !line.is_empty() => Ok(Self::Command(line.to_owned())),
            ("keyring", "") => Ok(Self::Keyring(None)),
            ("keyring", name) if is_entry(name) => Ok(Self::Keyring(Some(name.to_owned()))),
            _ => Err(SecretDestinationError),
        }
    }
}

impl SecretDestination {
    /// Returns the secret as the profile names it, with what is stored there if it is known;
    /// `None` if it belongs in a file and is not known. `entry` names an entry of the keyring that
    /// has no name of its own.
    #[must_use]
    pub fn keep(self, content: Option<Zeroizing<Vec<u8>>>, entry: &str) -> Option<KeptSecret> {
        Some(match self {
            Self::File => KeptSecret::File(content?),
            Self::Variable(name) => KeptSecret::Variable(name),
            Self::Command(line) => KeptSecret::Command(line),
            Self::Keyring(name) => KeptSecret::Keyring {
                name: name.unwrap_or_else(|| entry.to_owned()),
                content,
            },
        })
    }

    /// Tells whether a text can be the name of an environment variable, and is not a secret.
    #[must_use]
    pub fn is_variable(text: &str) -> bool {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !text.is_empty()
            && text.chars().all(is_allowed)
            && !text.starts_with(|c: char| c.is_ascii_digit())
            && !looks_secret(text)
    }
}

/// Tells whether a text can be the name of an entry of the keyring, and is not a secret.
fn is_entry(text: &str) -> bool {
    const MAX_CHARS: usize = 100;
    let is_allowed = |c: char| c.is_alphanumeric() || "-_./@:".contains(c);
    text.chars().count() <= MAX_CHARS
        && text.chars().all(is_allowed)
        && !text.starts_with('-')
        && !looks_secret(text)
}

/// Tells whether a text may be an APIv3 key, or another secret of that form.
fn looks_secret(text: &str) -> bool {
    text.len() == 32 && !text.contains('_') && text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_named_and_a_secret_in_its_place_is_not_taken_for_one() {
        use SecretDestination::{Command, File, Keyring, Variable};
        let secret = "0123456789abcdef0123456789abcdef";
        for (text, expected) in [
            ("file", Some(File)),
            ("env:SHOP_KEY", Some(Variable("SHOP_KEY".to_owned()))),
            (
                "command:pass show a:b",
                Some(Command("pass show a:b".to_owned())),
            ),
            ("keyring", Some(Keyring(None))),
            (
                "keyring:shop/apiv3",
                Some(Keyring(Some("shop/apiv3".to_owned()))),
            ),
            (secret, None),
            ("env:", None),
            ("command:", None),
            ("file:x", None),
            ("keyring:-x", None),
            (&format!("keyring:{secret}"), None),
            (&format!("env:a{}", &secret[1..]), None),
        ] {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }
}
