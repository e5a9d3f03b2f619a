//! What can be wrong with a profile.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::field::Field;
use super::system_keyring::KeyringError;
use crate::protocol::file_kind::FileKind;
use crate::protocol::id::{IdError, Mchid, SerialNo};
use crate::protocol::keys::KeyError;
use crate::protocol::resource::ApiV3KeyError;

/// A position in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
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
    /// The table that says where a secret is kept.
    Secret(Field),
}

impl Table {
    /// Returns the keys that are allowed in it.
    #[must_use]
    pub fn known(&self) -> Vec<&'static str> {
        match self {
            Self::Top => vec!["default_profile", "profiles"],
            Self::Profile(_) => Field::ALL.map(Field::key).to_vec(),
            Self::Secret(_) => vec!["env", "file", "command", "keyring"],
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

/// What the value of a key must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedType {
    /// A text.
    Text,
    /// The table of a profile.
    Table,
    /// A table of profiles.
    Profiles,
    /// A text, or a table that says where a secret is kept.
    Secret,
}

impl fmt::Display for ExpectedType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Table => "a table",
            Self::Profiles => "tables: [profiles.NAME]",
            Self::Secret => "a text, or a table with one of env, file and command",
        })
    }
}

/// What the value of a key is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundType {
    /// A text.
    Text,
    /// An empty text.
    EmptyText,
    /// An integer.
    Integer,
    /// A float.
    Float,
    /// A boolean.
    Boolean,
    /// A date or time.
    Date,
    /// An array.
    Array,
    /// A table.
    Table,
    /// An empty table.
    EmptyTable,
    /// A table that names several sources of a secret.
    SeveralSources,
}

impl fmt::Display for FoundType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::EmptyText => "an empty one",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Boolean => "a boolean",
            Self::Date => "a date",
            Self::Array => "an array",
            Self::Table => "a table",
            Self::EmptyTable => "an empty table",
            Self::SeveralSources => "a table with several of them",
        })
    }
}

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRole {
    /// The file of the profiles.
    Profiles,
    /// The value of a field, or a file in the folder that the field names.
    Field(Field),
    /// The same, where this environment variable supplies the field.
    Variable(Field, &'static str),
    /// What the caller calls so.
    Named(&'static str),
}

impl fmt::Display for FileRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profiles => f.write_str("the profile file"),
            Self::Field(field) => field.fmt(f),
            Self::Variable(field, variable) => write!(f, "{field} ({variable})"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// Where the value of a field was read from. No variant holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueSource {
    /// It is not set, and has a default.
    Default,
    /// An option of the program.
    Option,
    /// A preset of the program.
    Preset,
    /// The answer to a question.
    Answer,
    /// The output of a command.
    Command,
    /// This entry of the system's keyring.
    Keyring(String),
    /// This environment variable.
    Variable(String),
    /// The content of this file.
    File(String),
    /// The text in this profile file.
    Profile(PathBuf),
}

impl fmt::Display for ValueSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Option => f.write_str("given as an option"),
            Self::Preset => f.write_str("built in"),
            Self::Answer => f.write_str("as typed"),
            Self::Command => f.write_str("from its command"),
            Self::Keyring(name) => write!(f, "in the keyring under {name}"),
            Self::Variable(name) => f.write_str(name),
            Self::File(path) => f.write_str(path),
            Self::Profile(file) => write!(f, "in {}", file.display()),
        }
    }
}

/// Why a text is not a URL that requests can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// It cannot be parsed.
    #[error("it is not a URL")]
    NotUrl,
    /// Its scheme is neither `https` nor `http`.
    #[error("it must begin with https:// (or http://)")]
    Scheme,
    /// It has a user name or a password.
    #[error("it must not contain a user name or a password")]
    Credentials,
    /// The address of a server has a query or a fragment.
    #[error("it must not have a query or a fragment")]
    QueryOrFragment,
}

/// Why a value is not what its field needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not such a number or name.
    #[error(transparent)]
    Id(#[from] IdError),
    /// It is not such a key or certificate.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It is not an APIv3 key.
    #[error(transparent)]
    ApiV3Key(#[from] ApiV3KeyError),
    /// It is not a usable URL.
    #[error(transparent)]
    Url(#[from] UrlFault),
    /// It is a URL without its scheme; this one was most likely meant.
    #[error("it does not begin with https:// (or http://)")]
    NoScheme(String),
    /// It is not UTF-8.
    #[error("it is not text")]
    NotText,
    /// It is empty.
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
    /// The file is not text.
    Binary(FileKind),
    /// A mark of Chinese typing, such as “ or ＝, in the place of its ASCII form.
    WideMark(char),
    /// A name with other than ASCII letters, which only quotes allow.
    BareName,
    /// A value without quotes.
    Unquoted,
    /// A value whose closing quote is missing.
    UnclosedText,
    /// A key without `=` and a value.
    NoEquals,
    /// Nothing after `=`.
    NoValue,
    /// A key or a table for the second time.
    Duplicate,
    /// A bracket or brace that is not closed.
    Unclosed,
    /// Something after the value.
    Trailing,
}

/// Why there is no profile, or a field of it cannot be used. No variant holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file is not TOML.
    #[error("{}:{}:{}: {message}", file.display(), position.line, position.column)]
    Syntax {
        /// The file.
        file: PathBuf,
        /// The position in it.
        position: Position,
        /// What the parser says, without the line itself.
        message: String,
        /// What is most likely behind it.
        mistake: Option<SyntaxMistake>,
    },
    /// A key is not known in its table.
    #[error("{}:{}:{}: unknown key '{key}' in {table}", file.display(), position.line, position.column)]
    UnknownKey {
        /// The file.
        file: PathBuf,
        /// The position in it.
        position: Position,
        /// The table that it stands in.
        table: Table,
        /// The key.
        key: String,
        /// The known key that was most likely meant.
        nearest: Option<&'static str>,
    },
    /// A value is of another type; it is not shown, as it may be a secret.
    #[error("{}:{}:{}: {key} must be {expected}, not {found}", file.display(), position.line, position.column)]
    WrongType {
        /// The file.
        file: PathBuf,
        /// The position in it.
        position: Position,
        /// The key.
        key: String,
        /// What it must be.
        expected: ExpectedType,
        /// What it is.
        found: FoundType,
    },
    /// There is neither a file nor anything in the environment.
    #[error("no merchant profile is set up")]
    NoConfiguration {
        /// The files that were looked for.
        candidates: Vec<PathBuf>,
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
    /// A field is needed and not set.
    #[error("{field} is not set in {}", location(profile, file.as_deref()))]
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
        /// Where the value was read from.
        from: ValueSource,
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
        /// The system's reason.
        source: io::Error,
    },
    /// `{ keyring = "…" }` gives nothing.
    #[error("the keyring does not give {field} under the name {name}")]
    Keyring {
        /// The field.
        field: Field,
        /// The name of the entry.
        name: String,
        /// Why the keyring does not give it.
        source: KeyringError,
    },
    /// The path of a secret's file is most likely the secret itself.
    #[error("{field} names a file that does not exist; it looks like the secret itself")]
    SecretAsPath {
        /// The field.
        field: Field,
    },
    /// A file cannot be read.
    #[error("cannot read {role} {}", path.display())]
    Read {
        /// What the file is read as.
        role: FileRole,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A path names a folder where a file is expected.
    #[error("{role} {} is a folder, not a file", path.display())]
    Folder {
        /// What the file is read as.
        role: FileRole,
        /// The folder.
        path: PathBuf,
    },
    /// A file is far too large to be what it should be.
    #[error("{role} {} is larger than 1 MiB", path.display())]
    TooLarge {
        /// What the file is read as.
        role: FileRole,
        /// The file.
        path: PathBuf,
    },
    /// A file holds a secret that others can read.
    #[error("{role} {} holds a secret and can be read by others (mode {mode:03o})", path.display())]
    Permissions {
        /// What the file is read as.
        role: FileRole,
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
        /// Where the container was read from.
        from: ValueSource,
        /// Its file.
        path: Option<PathBuf>,
        /// Whether OpenSSL 3 reads it with `-legacy` alone.
        legacy: bool,
        /// What is wrong with it.
        fault: ContainerFault,
    },
    /// Other users may change a file that decides what is run or trusted.
    #[error("{role} {} {}", path.display(), control_text(path, controlled, control))]
    Untrusted {
        /// What the file is read as.
        role: FileRole,
        /// The file.
        path: PathBuf,
        /// What others control: the file, or a folder or link on the way to it.
        controlled: PathBuf,
        /// How they control it.
        control: Control,
        /// The folder to trust for it.
        folder: PathBuf,
    },
    /// `private_key` and `certificate` are not a pair.
    #[error("the private key ({key}) does not belong to the certificate {} ({subject})", certificate.display())]
    KeyMismatch {
        /// Where the key was read from.
        key: ValueSource,
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
        from: ValueSource,
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
        from: ValueSource,
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
        /// Where it was read from.
        from: ValueSource,
    },
    /// `public_key` is the merchant's own.
    #[error("public_key {} is the merchant's own public key, not WeChat Pay's", path.display())]
    OwnPublicKey {
        /// The file.
        path: PathBuf,
    },
    /// One of `public_key` and `public_key_id` is set without the other.
    #[error("{given} is set in {}, but {missing} is not", location(profile, file.as_deref()))]
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

fn control_text(path: &Path, controlled: &Path, control: &Control) -> String {
    let is_itself = controlled.file_name() == path.file_name() && !controlled.is_dir();
    let controlled = controlled.display();
    match (control, is_itself) {
        (Control::Owner(uid), true) => format!("belongs to another user (uid {uid})"),
        (Control::Writable(mode), true) => {
            format!("can be changed by other users (mode {mode:03o})")
        }
        (Control::Owner(uid), false) => {
            format!("can be changed by another user: {controlled} belongs to uid {uid}")
        }
        (Control::Writable(mode), false) => format!(
            "can be changed by other users: {controlled} can be written by them (mode {mode:03o})"
        ),
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

fn location(profile: &str, file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("profile '{profile}' of {}", file.display()),
        None => format!("profile '{profile}'"),
    }
}
