//! What a profile is made from: all that the library knows of its environment.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, io};

use zeroize::Zeroizing;

use super::error::ProfileError;
use super::field::{Field, Form};
use super::secret_command::CommandFailed;
use super::secret_source::{Secret, SecretSource};
use super::system_keyring::KeyringError;
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::{KeyError, VerifyingKey};

type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;
type Runner = dyn Fn(&str, &[String]) -> io::Result<Vec<u8>> + Send + Sync;
type Entry = Result<Zeroizing<Vec<u8>>, KeyringError>;
type Keyring = dyn Fn(&str, &[String]) -> Entry + Send + Sync;
/// What each command printed, or why it failed.
type Outputs = HashMap<String, Result<Zeroizing<Vec<u8>>, NoOutput>>;

/// Why a command printed nothing.
enum NoOutput {
    Failed(CommandFailed),
    NotRun(io::ErrorKind, String),
}

impl From<io::Error> for NoOutput {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(failed) => Self::Failed(*failed),
            None => Self::NotRun(error.kind(), error.to_string()),
        }
    }
}

impl From<&NoOutput> for io::Error {
    fn from(why: &NoOutput) -> Self {
        match why {
            NoOutput::Failed(failed) => Self::other(*failed),
            NoOutput::NotRun(kind, words) => Self::new(*kind, words.clone()),
        }
    }
}

/// The environment variables, the shell and the keyring that profiles may use.
#[derive(Clone)]
pub struct Environment {
    variable: Arc<Lookup>,
    command: Arc<Runner>,
    outputs: Arc<Mutex<Outputs>>,
    keyring: Arc<Keyring>,
    entries: Arc<Mutex<HashMap<String, Entry>>>,
}

impl Environment {
    /// Takes a look-up of environment variables and a runner of commands, which returns what the
    /// command wrote to its standard output, or why it failed. The runner keeps the variables that
    /// it is given from the command, as they hold secrets.
    pub fn new(
        variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
        command: impl Fn(&str, &[String]) -> io::Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            variable: Arc::new(variable),
            command: Arc::new(command),
            outputs: Arc::default(),
            keyring: Arc::new(|_, _| Err(KeyringError::Unsupported)),
            entries: Arc::default(),
        }
    }

    /// Takes a reader of the system's keyring, such as
    /// [`lookup`](super::system_keyring::lookup), which is given the name of an entry and the
    /// variables that hold secrets.
    #[must_use]
    pub fn with_keyring(
        self,
        keyring: impl Fn(&str, &[String]) -> Result<Zeroizing<Vec<u8>>, KeyringError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            keyring: Arc::new(keyring),
            ..self
        }
    }

    /// Returns a variable's value, without the spaces and the quotes around it that files such as
    /// `docker --env-file` keep; an empty one counts as absent.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        let value = (self.variable)(name)?;
        let value = match value.to_str() {
            Some(text) if unquoted(text) != text => unquoted(text).into(),
            _ => value,
        };
        Some(value).filter(|value| !value.is_empty())
    }

    /// Returns what a command prints. It is run once, however often it is asked for, since it may
    /// ask a person, and others wait while it runs.
    pub(super) fn run(&self, command: &str, withheld: &[String]) -> io::Result<Zeroizing<Vec<u8>>> {
        let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        let output = outputs.entry(command.to_owned()).or_insert_with(|| {
            (self.command)(command, withheld)
                .map(Zeroizing::new)
                .map_err(NoOutput::from)
        });
        match output {
            Ok(output) => Ok(output.clone()),
            Err(why) => Err((&*why).into()),
        }
    }

    /// Returns an entry of the keyring. It is read once, as its owner may be asked to unlock it.
    pub(super) fn keyring(&self, name: &str, withheld: &[String]) -> Entry {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries
            .entry(name.to_owned())
            .or_insert_with(|| (self.keyring)(name, withheld))
            .clone()
    }

    /// Forgets what commands and the keyring gave, so that secrets are read again.
    pub fn forget(&self) {
        let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        outputs.clear();
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clear();
    }
}

impl Default for Environment {
    /// No variable is set, no command can be run, and there is no keyring.
    fn default() -> Self {
        Self::new(|_| None, |_, _| Err(io::ErrorKind::Unsupported.into()))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

/// Takes the spaces and one pair of quotes around a text off; no value begins with either.
#[must_use]
pub fn unquoted(text: &str) -> &str {
    let text = text.trim();
    ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .map_or(text, str::trim)
}

/// Returns a path, `~/` at its beginning standing for `home`.
#[must_use]
pub fn in_home(path: PathBuf, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) if rest.as_os_str().is_empty() => home.to_owned(),
        (Ok(rest), Some(home)) => home.join(rest),
        (_, _) => path,
    }
}

/// Where profiles are looked for, and what overrides their fields.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The requested file; it must exist.
    pub config: Option<PathBuf>,
    /// The files that are looked for otherwise; the first that exists is taken.
    pub candidates: Vec<PathBuf>,
    /// The name of the requested profile.
    pub profile: Option<String>,
    /// The values of options.
    pub overrides: Overrides,
    /// What `~/` at the beginning of a path in the file or a variable stands for.
    pub home: Option<PathBuf>,
    /// Whether secret files that others may read are accepted.
    pub insecure_permissions: bool,
    /// Folders whose files are trusted regardless of their owners.
    pub trusted_folders: Vec<PathBuf>,
    /// The environment and the shell.
    pub environment: Environment,
}

/// Values given as options: they count before the environment and the file.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each is the `Field` of its name")]
pub struct Overrides {
    pub mchid: Option<String>,
    pub appid: Option<String>,
    pub serial_no: Option<String>,
    pub private_key: Option<SecretSource>,
    pub certificate: Option<PathBuf>,
    pub p12_password: Option<SecretSource>,
    pub apiv3_key: Option<SecretSource>,
    pub app_secret: Option<SecretSource>,
    pub notify_url: Option<String>,
    pub platform_certs: Option<PathBuf>,
    pub public_key: Option<PathBuf>,
    pub public_key_id: Option<String>,
    pub sub_mchid: Option<String>,
    pub sub_appid: Option<String>,
    pub base_url: Option<String>,
    pub backup_base_url: Option<String>,
    pub mp_base_url: Option<String>,
}

/// What a profile that is in no file is made of.
#[derive(Debug, Clone, Default)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// Its fields; neither the environment nor a file adds to them.
    pub fields: Overrides,
    /// What was given as options, which counts before `fields`.
    pub options: Overrides,
    /// Keys that verify as those of platform certificates do, but that
    /// [`Profile::trusted`](super::Profile::trusted) leaves out.
    pub extra: Vec<PlatformKey>,
}

/// A key of the platform that is known without a file.
#[derive(Debug, Clone)]
pub enum PlatformKey {
    /// 平台证书.
    Certificate(X509),
    /// 微信支付公钥.
    PublicKey {
        /// 微信支付公钥ID.
        id: SerialNo,
        /// The key in PEM.
        pem: Vec<u8>,
    },
}

impl PlatformKey {
    pub(super) fn verifying_key(&self) -> Result<VerifyingKey, KeyError> {
        match self {
            Self::Certificate(certificate) => certificate.verifying_key(),
            Self::PublicKey { id, pem } => VerifyingKey::from_pem(id.clone(), pem),
        }
    }

    pub(super) fn certificate(&self) -> Option<&X509> {
        match self {
            Self::Certificate(certificate) => Some(certificate),
            Self::PublicKey { .. } => None,
        }
    }
}

/// A value of a profile before it is used.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Path(PathBuf),
    Secret(SecretSource),
}

impl Overrides {
    pub(super) fn values(&self) -> BTreeMap<Field, Value> {
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        let path = |value: &Option<PathBuf>| value.clone().map(Value::Path);
        let secret = |value: &Option<SecretSource>| {
            value
                .clone()
                .map(SecretSource::normalised)
                .map(Value::Secret)
        };
        let value = |field| match field {
            Field::Mchid => text(&self.mchid),
            Field::Appid => text(&self.appid),
            Field::SerialNo => text(&self.serial_no),
            Field::PrivateKey => secret(&self.private_key),
            Field::Certificate => path(&self.certificate),
            Field::P12Password => secret(&self.p12_password),
            Field::ApiV3Key => secret(&self.apiv3_key),
            Field::AppSecret => secret(&self.app_secret),
            Field::NotifyUrl => text(&self.notify_url),
            Field::PlatformCerts => path(&self.platform_certs),
            Field::PublicKey => path(&self.public_key),
            Field::PublicKeyId => text(&self.public_key_id),
            Field::SubMchid => text(&self.sub_mchid),
            Field::SubAppid => text(&self.sub_appid),
            Field::BaseUrl => text(&self.base_url),
            Field::BackupBaseUrl => text(&self.backup_base_url),
            Field::MpBaseUrl => text(&self.mp_base_url),
        };
        Field::ALL
            .into_iter()
            .filter_map(|field| Some((field, value(field)?)))
            .collect()
    }
}

/// Returns the value that the environment gives a field, and the variable that it stands in.
pub(super) fn from_environment(
    field: Field,
    inputs: &Inputs,
) -> Result<Option<(&'static str, Value)>, ProfileError> {
    let path = |found: OsString| in_home(found.into(), inputs.home.as_deref());
    for (variable, form) in field.sources() {
        let Some(found) = inputs.environment.variable(variable) else {
            continue;
        };
        let value = match form {
            Form::Path => Value::Path(path(found)),
            Form::SecretFile => Value::Secret(SecretSource::File(path(found)).normalised()),
            Form::Text => Value::Text(utf8(variable, found)?),
            Form::Secret => Value::Secret(SecretSource::Text(Secret::new(utf8(variable, found)?))),
        };
        return Ok(Some((variable, value)));
    }
    Ok(None)
}

/// Returns the text of a variable, which a message may name but not quote.
pub(super) fn utf8(variable: &str, value: OsString) -> Result<String, ProfileError> {
    value.into_string().map_err(|_| ProfileError::NotUtf8 {
        variable: variable.to_owned(),
    })
}
