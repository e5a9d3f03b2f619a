//! What can be wrong with a profile.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::field::Field;
use crate::protocol::id::{IdError, Mchid, SerialNo};
use crate::protocol::keys::KeyError;
use crate::protocol::resource::ApiV3KeyError;

/// A place in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
}

/// A table of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Table {
    /// The top level.
    Top,
    /// A profile, by its name.
    Profile(String),
    /// The place of a secret.
    Secret(Field),
}

impl Table {
    /// Returns the keys that may stand in it.
    #[must_use]
    pub fn known(&self) -> Vec<&'static str> {
        match self {
            Self::Top => vec!["default_profile", "profiles"],
            Self::Profile(_) => Field::ALL.map(Field::key).to_vec(),
            Self::Secret(_) => vec!["env", "file", "command"],
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top => f.write_str("the top level"),
            Self::Profile(name) => write!(f, "[profiles.{name}]"),
            Self::Secret(field) => write!(f, "{field}"),
        }
    }
}

/// Why a value is not what its field needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is no such number or name.
    #[error(transparent)]
    Id(#[from] IdError),
    /// It is no such key or certificate.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It is no APIv3 key.
    #[error(transparent)]
    ApiV3Key(#[from] ApiV3KeyError),
    /// It is no usable URL; the text says why.
    #[error("{0}")]
    Url(String),
    /// It is a URL without its scheme; this one was meant, most likely.
    #[error("it does not begin with https:// (or http://)")]
    NoScheme(String),
    /// It is not UTF-8.
    #[error("it is not text")]
    NotText,
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
}

/// A mistake that makes a file unreadable as TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxMistake {
    /// A path of Windows between double quotes, where a backslash begins an escape.
    Backslash,
    /// The file is not saved as UTF-8.
    Encoding,
}

/// Why there is no profile, or a field of it cannot be used. No variant holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file is not TOML.
    #[error("{}:{}:{}: {message}", file.display(), place.line, place.column)]
    Syntax {
        /// The file.
        file: PathBuf,
        /// Where in it.
        place: Place,
        /// What the parser says, without the line itself.
        message: String,
        /// What is most likely behind it.
        mistake: Option<SyntaxMistake>,
    },
    /// A key is not one of those that may stand there.
    #[error("{}:{}:{}: unknown key '{key}' in {table}", file.display(), place.line, place.column)]
    UnknownKey {
        /// The file.
        file: PathBuf,
        /// Where in it.
        place: Place,
        /// The table that it stands in.
        table: Table,
        /// The key.
        key: String,
        /// The known key that was most likely meant.
        nearest: Option<&'static str>,
    },
    /// A value is of another type; it is not shown, as it may be a secret.
    #[error("{}:{}:{}: {key} must be {expected}, not {found}", file.display(), place.line, place.column)]
    WrongType {
        /// The file.
        file: PathBuf,
        /// Where in it.
        place: Place,
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// There is neither a file nor anything in the environment.
    #[error("no merchant profile is set up")]
    NoConfiguration {
        /// The files that were looked for.
        looked: Vec<PathBuf>,
        /// The profile that was asked for.
        profile: Option<String>,
    },
    /// The file has no profile.
    #[error("{} has no profile", file.display())]
    NoProfiles {
        /// The file.
        file: PathBuf,
    },
    /// The file has no profile of that name.
    #[error("{} has no profile '{name}'", file.display())]
    UnknownProfile {
        /// The file.
        file: PathBuf,
        /// The name.
        name: String,
        /// Those that it has.
        known: Vec<String>,
        /// The one that was most likely meant.
        nearest: Option<String>,
    },
    /// The file has several profiles, and nothing says which.
    #[error("{} has several profiles and no default_profile: {}", file.display(), known.join(", "))]
    Ambiguous {
        /// The file.
        file: PathBuf,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A field is needed and stands nowhere.
    #[error("{field} is not set in {}", place_of(profile, file.as_deref()))]
    Missing {
        /// The field.
        field: Field,
        /// The profile.
        profile: String,
        /// The file that the profile stands in.
        file: Option<PathBuf>,
    },
    /// A field's value is not what the field needs.
    #[error("{field} ({from}) cannot be used")]
    Invalid {
        /// The field.
        field: Field,
        /// Where the value was found.
        from: String,
        /// The file that it was read from.
        path: Option<PathBuf>,
        /// What is wrong with it.
        #[source]
        problem: Problem,
    },
    /// An environment variable is not UTF-8.
    #[error("the environment variable {variable} is not UTF-8")]
    NotUtf8 {
        /// The variable.
        variable: String,
    },
    /// `{ env = "…" }` names a variable that is not set.
    #[error("{field} is to be read from the environment variable {variable}, which is not set")]
    Unset {
        /// The field.
        field: Field,
        /// The variable.
        variable: String,
    },
    /// `{ command = "…" }` failed. The command is not shown, as it may carry a secret.
    #[error("the command that gives {field} failed")]
    Command {
        /// The field.
        field: Field,
        /// Why.
        source: io::Error,
    },
    /// What was given in the place of a secret's file is most likely the secret.
    #[error("{field} names a file that does not exist; it looks like the secret itself")]
    SecretAsPath {
        /// The field.
        field: Field,
    },
    /// A file cannot be read.
    #[error("cannot read {what} {}", path.display())]
    Read {
        /// What the file is to be.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder stands where a file is expected.
    #[error("{what} {} is a folder, not a file", path.display())]
    Folder {
        /// What the file is to be.
        what: &'static str,
        /// The folder.
        path: PathBuf,
    },
    /// A file is far too large to be what it should be.
    #[error("{what} {} is larger than 1 MiB", path.display())]
    TooLarge {
        /// What the file is to be.
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// A file holds a secret that others can read.
    #[error("{what} {} holds a secret and can be read by others (mode {mode:03o})", path.display())]
    Permissions {
        /// What the file is.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A PKCS#12 container gives no key or certificate.
    #[error("{field} ({from}) is a PKCS#12 container (.p12){}", fault.english())]
    Container {
        /// The field.
        field: Field,
        /// Where the container was found.
        from: String,
        /// Its file.
        path: Option<PathBuf>,
        /// Whether OpenSSL 3 reads it with `-legacy` alone.
        legacy: bool,
        /// What is wrong with it.
        fault: ContainerFault,
    },
    /// Others may change a file that decides what is run or trusted.
    #[error("{what} {} {}", path.display(), controlled(path, place, control))]
    Untrusted {
        /// What the file is.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What others control: the file, or something on the way to it.
        place: PathBuf,
        /// How they control it.
        control: Control,
        /// The folder to trust for it.
        folder: PathBuf,
    },
    /// `private_key` and `certificate` are not a pair.
    #[error("the private key ({key}) does not belong to the certificate {} ({subject})", certificate.display())]
    KeyMismatch {
        /// Where the key was found.
        key: String,
        /// The certificate.
        certificate: PathBuf,
        /// Whose it is.
        subject: String,
    },
    /// `serial_no` is not that of `certificate`.
    #[error("serial_no is {given} ({from}), but the certificate {} has {actual}", certificate.display())]
    SerialMismatch {
        /// The serial number that is set.
        given: SerialNo,
        /// Where it is set.
        from: String,
        /// The certificate.
        certificate: PathBuf,
        /// Its serial number.
        actual: SerialNo,
    },
    /// `serial_no` is the id of a WeChat Pay public key.
    #[error(
        "serial_no ({from}) is {id}, the id of WeChat Pay's public key, not the serial number of the merchant's certificate"
    )]
    SerialIsPublicKeyId {
        /// The id.
        id: SerialNo,
        /// Where it is set.
        from: String,
    },
    /// `serial_no` is that of a platform certificate.
    #[error("serial_no is {serial_no}, which is WeChat Pay's platform certificate {}, not the merchant's", certificate.display())]
    SerialIsPlatform {
        /// The serial number.
        serial_no: SerialNo,
        /// The platform certificate.
        certificate: PathBuf,
    },
    /// `certificate` is another merchant's.
    #[error("the certificate {} {}", certificate.display(), other_merchant(actual, mchid, *is_sub_mchid))]
    OtherMerchant {
        /// The certificate.
        certificate: PathBuf,
        /// Whose it is.
        actual: Mchid,
        /// Whose it should be.
        mchid: Mchid,
        /// Whether it is the sub-merchant's.
        is_sub_mchid: bool,
    },
    /// A service provider is its own sub-merchant.
    #[error("sub_mchid ({from}) is {mchid}, the service provider's own number")]
    OwnSubMerchant {
        /// The number.
        mchid: Mchid,
        /// Where it was found.
        from: String,
    },
    /// `public_key` is the merchant's own.
    #[error("public_key {} is the merchant's own public key, not WeChat Pay's", path.display())]
    OwnPublicKey {
        /// The file.
        path: PathBuf,
    },
    /// One of `public_key` and `public_key_id` is set without the other.
    #[error("{given} is set in {}, but {missing} is not", place_of(profile, file.as_deref()))]
    Unpaired {
        /// The one that is set.
        given: Field,
        /// The one that is not.
        missing: Field,
        /// The profile.
        profile: String,
        /// The file that the profile stands in.
        file: Option<PathBuf>,
    },
}

/// What is wrong with a PKCS#12 container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerFault {
    /// Its name says that it is something else.
    Name,
    /// The password that is set does not open it.
    Password,
    /// The merchant number does not open it.
    Mchid,
    /// It is damaged, or of a form that is not read.
    Unreadable,
}

impl ContainerFault {
    fn english(self) -> &'static str {
        match self {
            Self::Name => ", and not the PEM file that its name says",
            Self::Password => ", which p12_password does not open",
            Self::Mchid => ", which the mchid does not open as its password",
            Self::Unreadable => ", which cannot be read",
        }
    }
}

/// How others may decide what a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Another user owns it, by this number.
    Owner(u32),
    /// Other users may write to it, by this mode.
    Writable(u32),
}

fn controlled(path: &Path, place: &Path, control: &Control) -> String {
    let place = if place.file_name() == path.file_name() && !place.is_dir() {
        String::new()
    } else {
        format!("{} ", place.display())
    };
    match (control, place.is_empty()) {
        (Control::Owner(uid), true) => format!("belongs to another user (uid {uid})"),
        (Control::Writable(mode), true) => {
            format!("can be changed by other users (mode {mode:03o})")
        }
        (Control::Owner(uid), false) => {
            format!("can be changed by another user: {place}belongs to uid {uid}")
        }
        (Control::Writable(mode), false) => {
            format!(
                "can be changed by other users: {place}can be written by them (mode {mode:03o})"
            )
        }
    }
}

fn other_merchant(actual: &Mchid, mchid: &Mchid, is_sub_mchid: bool) -> String {
    if is_sub_mchid {
        format!(
            "belongs to the sub-merchant {actual}; in partner mode the service provider {mchid} signs, with its own certificate"
        )
    } else {
        format!("belongs to merchant {actual}, but mchid is {mchid}")
    }
}

fn place_of(profile: &str, file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("profile '{profile}' of {}", file.display()),
        None => format!("profile '{profile}'"),
    }
}
