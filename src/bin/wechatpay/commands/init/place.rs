//! Where a secret is kept from now on.

use std::str::FromStr;

use wechatpay::profile::Secret;
use wechatpay::setup::KeptSecret;
use zeroize::Zeroizing;

use crate::error::ValueError;
use crate::text;

/// A place, as it is typed: `file`, `env:NAME`, `command:LINE` or `keyring:NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Variable(String),
    Command(String),
    /// In the system's keyring, under this name or one made of the profile's.
    Keyring(Option<String>),
}

impl FromStr for Place {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (word, rest) = text.split_once(':').unwrap_or((text, ""));
        let rest = rest.trim();
        match (word, rest) {
            ("file", "") => Ok(Self::File),
            ("env", name) if is_variable(name) => Ok(Self::Variable(name.to_owned())),
            ("command", line) if !line.is_empty() => Ok(Self::Command(line.to_owned())),
            ("keyring", "") => Ok(Self::Keyring(None)),
            ("keyring", name) if is_entry(name) => Ok(Self::Keyring(Some(name.to_owned()))),
            // It may be the secret itself, so it is not repeated.
            _ => Err(text!("init-reason-place").into()),
        }
    }
}

impl Place {
    /// Returns the place with what is kept there, if it is known; `entry` is the name of an entry
    /// that has none of its own.
    pub(super) fn keep(self, secret: Option<&Secret>, entry: &str) -> Option<KeptSecret> {
        let bytes = |secret: &Secret| Zeroizing::new(secret.expose().as_bytes().to_vec());
        Some(match self {
            Self::File => KeptSecret::file(secret?),
            Self::Variable(name) => KeptSecret::Variable(name),
            Self::Command(line) => KeptSecret::Command(line),
            Self::Keyring(name) => KeptSecret::Keyring {
                name: name.unwrap_or_else(|| entry.to_owned()),
                content: secret.map(bytes),
            },
        })
    }
}

/// Tells whether a text can be the name of an entry of the keyring, and is not a secret.
pub(super) fn is_entry(text: &str) -> bool {
    const MAX_CHARS: usize = 100;
    let is_allowed = |c: char| c.is_alphanumeric() || "-_./@:".contains(c);
    !text.is_empty()
        && text.chars().count() <= MAX_CHARS
        && text.chars().all(is_allowed)
        && !text.starts_with('-')
        && !looks_secret(text)
}

/// Tells whether a text can be the name of an environment variable, and is not a secret.
pub(super) fn is_variable(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty()
        && text.chars().all(is_allowed)
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !looks_secret(text)
}

/// Tells whether a text may be an APIv3 key, or another secret of that form.
fn looks_secret(text: &str) -> bool {
    text.len() == 32 && !text.contains('_') && text.contains(|c: char| c.is_ascii_digit())
}

/// Returns the name of the place, for scripts.
pub(super) fn name(kept: &KeptSecret) -> &'static str {
    match kept {
        KeptSecret::File(_) => "file",
        KeptSecret::Variable(_) => "env",
        KeptSecret::Command(_) => "command",
        KeptSecret::Keyring { .. } => "keyring",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_typed_and_a_secret_in_its_place_is_not_repeated() {
        let place = |text: &str| text.parse::<Place>().ok();
        assert_eq!(place("file"), Some(Place::File));
        assert_eq!(
            place("env:SHOP_KEY"),
            Some(Place::Variable("SHOP_KEY".to_owned()))
        );
        let command = Place::Command("pass show a:b".to_owned());
        assert_eq!(place("command:pass show a:b"), Some(command));
        assert_eq!(place("keyring"), Some(Place::Keyring(None)));
        let entry = Place::Keyring(Some("shop/apiv3".to_owned()));
        assert_eq!(place("keyring:shop/apiv3"), Some(entry));
        let secret = "0123456789abcdef0123456789abcdef";
        for wrong in [
            secret,
            "env:",
            "command:",
            "file:x",
            "keyring:-x",
            &format!("keyring:{secret}"),
            &format!("env:a{}", &secret[1..]),
        ] {
            let error = wrong.parse::<Place>().unwrap_err().to_string();
            assert!(!error.contains("456789"), "{error}");
        }
    }
}
