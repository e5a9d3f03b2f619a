//! Secrets, and references to where they are kept.

use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// A secret text: wiped from memory when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text, for the one place that sends or uses it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a secret is kept; it is read when it is used.
#[derive(Clone)]
pub enum SecretSource {
    /// Here.
    Text(Secret),
    /// In an environment variable.
    Variable(String),
    /// In a file.
    File(PathBuf),
    /// In the output of a command.
    Command(String),
    /// In the system's keyring, under this name.
    Keyring(String),
}

impl SecretSource {
    /// Takes the text of a key given instead of a path as the key itself, so that it never
    /// shows up as the path of a file that cannot be found.
    pub(super) fn normalised(self) -> Self {
        if let Self::File(path) = &self
            && is_key(&path.to_string_lossy())
        {
            return Self::Text(Secret::new(path.to_string_lossy().into_owned()));
        }
        self
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(secret) => write!(f, "Text({secret:?})"),
            Self::Variable(name) => write!(f, "Variable({})", shown_name(name)),
            Self::File(path) => write!(f, "File({})", shown_path(path)),
            // A command may carry a secret in its arguments.
            Self::Command(_) => f.write_str("Command(…)"),
            Self::Keyring(name) => write!(f, "Keyring({})", shown_name(name)),
        }
    }
}

/// Tells a key from the path of one: no path is as long as the shortest key in base64.
fn is_key(text: &str) -> bool {
    const MAX_PATH: usize = 300;
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=-_\\\" \r\n".contains(c);
    text.contains("BEGIN ") || text.len() > MAX_PATH && text.chars().all(is_base64)
}

const HIDDEN: &str = "(hidden: it looks like the secret itself)";

/// Tells whether a name is likely to be the secret itself, put where its path or variable belongs:
/// APIv3 keys and app secrets are 32 letters and digits.
pub(super) fn looks_secret(name: &str) -> bool {
    name.len() == 32
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name.bytes().any(|b| b.is_ascii_digit())
}

/// Returns the name of a variable or an entry of the keyring as it may be shown.
pub(super) fn shown_name(name: &str) -> &str {
    if looks_secret(name) { HIDDEN } else { name }
}

/// Returns a path as it may be shown.
pub(super) fn shown_path(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if looks_secret(&name) {
        HIDDEN.to_owned()
    } else {
        path.display().to_string()
    }
}
