//! Merchant profiles: `merchant.toml`, overridden by the environment, overridden by options.
//!
//! A [`Profile`] is loaded whole and used in parts: a key is read when it is asked for, as
//! verifying a notification needs no private key and pay params need no APIv3 key. Secrets
//! are held by reference if the profile names a file, a variable, a command or the keyring.

#[cfg(feature = "diagnose")]
mod candidate_keys;
mod config;
mod error;
mod field;
mod files;
mod inputs;
mod key_pair;
mod keys;
mod outline;
mod owners;
mod platform;
pub mod secret_command;
mod secret_source;
mod secrets;
mod select;
mod settings;
pub mod system_keyring;
#[cfg(test)]
mod tests;

#[cfg(feature = "diagnose")]
pub use candidate_keys::CandidateKeys;
pub use error::{
    ContainerFault, Control, ExpectedType, FileRole, FoundType, Position, Problem, ProfileError,
    SyntaxMistake, Table, UrlFault, ValueSource,
};
pub use field::{Field, is_near, nearest};
pub use files::read_secret;
pub use inputs::{Environment, Inputs, Overrides, PlatformKey, Preset, in_home, unquoted};
pub use key_pair::{KeyPairCheck, MerchantKey, Remark};
pub use outline::{FileOutline, ProfileOutline};
pub use platform::{CertificateExpiry, CertificateFile, PlatformFiles, UnusedFile, UnusedReason};
pub use secret_source::{Secret, SecretSource};
pub use select::Listing;
pub use settings::{
    BACKUP_BASE_URL, BASE_URL, FieldSummary, MP_BASE_URL, Origin, Profile, SecretPlace, Summary,
};
