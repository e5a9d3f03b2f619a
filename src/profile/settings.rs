//! A profile's settings: their values, where each was set, and how they may be shown.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use url::Url;

use super::error::{Problem, ProfileError, UrlFault, ValueSource};
use super::field::Field;
use super::inputs::{Environment, PlatformKey, Value};
use super::owners::Owners;
use super::secret_source::{SecretSource, shown_name, shown_path};
use crate::loopback::is_loopback_host;
use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Appid, IdError, Mchid};

/// The address of API v3.
pub const BASE_URL: &str = "https://api.mch.weixin.qq.com";

/// The address of API v3 if [`BASE_URL`] cannot be reached.
pub const BACKUP_BASE_URL: &str = "https://api2.mch.weixin.qq.com";

/// The address of `jscode2session`.
pub const MP_BASE_URL: &str = "https://api.weixin.qq.com";

/// Where a field was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// By an option.
    Option,
    /// By this environment variable.
    Environment(&'static str),
    /// In the profile file.
    File,
    /// By the program, in a preset.
    Preset,
}

impl Origin {
    /// Orders origins by precedence.
    fn rank(self) -> u8 {
        match self {
            Self::Preset => 0,
            Self::File => 1,
            Self::Environment(_) => 2,
            Self::Option => 3,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) value: Value,
    pub(super) origin: Origin,
}

/// A merchant: who it is, and where its keys are.
#[derive(Clone)]
pub struct Profile {
    pub(super) name: String,
    pub(super) file: Option<PathBuf>,
    pub(super) settings: BTreeMap<Field, Setting>,
    pub(super) extra: Vec<PlatformKey>,
    pub(super) insecure_permissions: bool,
    pub(super) owners: Owners,
    /// The variables that hold a secret, of this profile or of another.
    pub(super) secret_variables: Vec<String>,
    pub(super) environment: Environment,
}

impl Profile {
    /// Returns the profile's name; `environment` if there is no file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the file that contains the profile.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Returns where a field was set, if it was.
    #[must_use]
    pub fn origin(&self, field: Field) -> Option<Origin> {
        self.settings.get(&field).map(|setting| setting.origin)
    }

    /// Returns 商户号: in partner mode, the service provider's.
    ///
    /// # Errors
    /// Returns an error if it is not set or not a number.
    pub fn mchid(&self) -> Result<Mchid, ProfileError> {
        self.required(Field::Mchid)
    }

    /// Tells whether orders and refunds may move real money: all profiles but those of a sandbox,
    /// which are recognised by their mchid, are live. A base URL does not count, since what listens on
    /// it may pass requests on to WeChat Pay.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !self.mchid().is_ok_and(|mchid| mchid.is_of_sandbox())
    }

    /// Returns the App ID: in partner mode, the service provider's.
    ///
    /// # Errors
    /// Returns an error if it is not set or malformed.
    pub fn appid(&self) -> Result<Appid, ProfileError> {
        self.required(Field::Appid)
    }

    /// Returns 子商户号, which sets partner mode.
    ///
    /// # Errors
    /// Returns an error if it is malformed.
    pub fn sub_mchid(&self) -> Result<Option<Mchid>, ProfileError> {
        self.parsed(Field::SubMchid)
    }

    /// Returns the sub-merchant's own App ID.
    ///
    /// # Errors
    /// Returns an error if it is malformed.
    pub fn sub_appid(&self) -> Result<Option<Appid>, ProfileError> {
        self.parsed(Field::SubAppid)
    }

    /// Returns who takes payments: a partner's sub-merchant if `sub_mchid` is set.
    ///
    /// # Errors
    /// Returns an error if a number is missing or malformed, or the sub-merchant is the service provider
    /// itself; `sub_appid` needs `sub_mchid`.
    pub fn payee(&self) -> Result<Payee, ProfileError> {
        let mchid = self.mchid()?;
        match (self.sub_mchid()?, self.sub_appid()?) {
            (Some(sub_mchid), _) if sub_mchid == mchid => Err(ProfileError::OwnSubMerchant {
                mchid,
                from: self.source_of(Field::SubMchid),
            }),
            (Some(sub_mchid), sub_appid) => Ok(Payee::Partner {
                sp_mchid: mchid,
                sub_mchid,
                sub_appid,
            }),
            (None, Some(_)) => Err(self.unpaired(Field::SubAppid, Field::SubMchid)),
            (None, None) => Ok(Payee::Direct { mchid }),
        }
    }

    /// Returns 通知地址.
    ///
    /// # Errors
    /// Returns an error if it is not set or not an HTTP URL.
    pub fn notify_url(&self) -> Result<&str, ProfileError> {
        let text = self
            .text(Field::NotifyUrl)
            .ok_or_else(|| self.missing(Field::NotifyUrl))?;
        self.http_url(Field::NotifyUrl, text)?;
        Ok(text)
    }

    /// Returns the folder of platform certificates, which need not exist.
    #[must_use]
    pub fn platform_certs(&self) -> Option<&Path> {
        self.path(Field::PlatformCerts)
    }

    /// Returns the address of API v3, [`BASE_URL`] unless set.
    ///
    /// # Errors
    /// Returns an error if it is not an HTTP URL, or has a query.
    pub fn base_url(&self) -> Result<Url, ProfileError> {
        self.server(Field::BaseUrl, BASE_URL)
    }

    /// Returns the address of API v3 if [`Profile::base_url`] cannot be reached.
    ///
    /// It belongs to the base URL that it is set with: one from the file does not count for a base
    /// URL that is an option, or a test server's failure would lead to the real host. If none is
    /// set, only [`BASE_URL`] has one; `none` switches it off.
    ///
    /// # Errors
    /// Returns an error if it is not an HTTP URL, or has a query.
    pub fn backup_base_url(&self) -> Result<Option<Url>, ProfileError> {
        let rank = |field| self.origin(field).map_or(0, Origin::rank);
        let set = self
            .text(Field::BackupBaseUrl)
            .filter(|_| rank(Field::BackupBaseUrl) >= rank(Field::BaseUrl));
        match set {
            Some("none") => Ok(None),
            Some(text) => self.server(Field::BackupBaseUrl, text).map(Some),
            None if self.base_url()?.as_str().trim_end_matches('/') == BASE_URL => self
                .http_url(Field::BackupBaseUrl, BACKUP_BASE_URL)
                .map(Some),
            None => Ok(None),
        }
    }

    /// Returns the address of `jscode2session`, [`MP_BASE_URL`] unless set.
    ///
    /// # Errors
    /// Returns an error if it is not an HTTP URL, or has a query.
    pub fn mp_base_url(&self) -> Result<Url, ProfileError> {
        self.server(Field::MpBaseUrl, MP_BASE_URL)
    }

    fn server(&self, field: Field, default: &str) -> Result<Url, ProfileError> {
        let url = self.http_url(field, self.text(field).unwrap_or(default))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(self.invalid(field, UrlFault::QueryOrFragment));
        }
        Ok(url)
    }

    fn http_url(&self, field: Field, text: &str) -> Result<Url, ProfileError> {
        if let Some(meant) = with_scheme(text) {
            return Err(self.invalid(field, Problem::NoScheme(meant)));
        }
        let url = Url::parse(text).map_err(|_| self.invalid(field, UrlFault::NotUrl))?;
        if !matches!(url.scheme(), "http" | "https") {
            Err(self.invalid(field, UrlFault::Scheme))
        } else if !url.username().is_empty() || url.password().is_some() {
            Err(self.invalid(field, UrlFault::Credentials))
        } else {
            Ok(url)
        }
    }

    /// Returns the value of a field that is neither secret nor a path, as it was written.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&str> {
        match &self.settings.get(&field)?.value {
            Value::Text(text) => Some(text),
            Value::Path(_) | Value::Secret(_) => None,
        }
    }

    /// Returns where a secret comes from, without reading it.
    pub(super) fn secret_source(&self, field: Field) -> Option<&SecretSource> {
        match &self.settings.get(&field)?.value {
            Value::Secret(source) => Some(source),
            Value::Text(_) | Value::Path(_) => None,
        }
    }

    /// Returns the environment variables that the profile takes secrets from (`{ env = … }`).
    #[must_use]
    pub fn secret_variables(&self) -> Vec<&str> {
        let values = self.settings.values().map(|setting| &setting.value);
        values
            .filter_map(|value| match value {
                Value::Secret(SecretSource::Variable(name)) => Some(name.as_str()),
                Value::Secret(_) | Value::Text(_) | Value::Path(_) => None,
            })
            .collect()
    }

    pub(super) fn path(&self, field: Field) -> Option<&Path> {
        match &self.settings.get(&field)?.value {
            Value::Path(path) => Some(path),
            Value::Text(_) | Value::Secret(_) => None,
        }
    }

    pub(super) fn parsed<T: FromStr<Err = IdError>>(
        &self,
        field: Field,
    ) -> Result<Option<T>, ProfileError> {
        self.text(field)
            .map(|text| text.parse().map_err(|error| self.invalid(field, error)))
            .transpose()
    }

    fn required<T: FromStr<Err = IdError>>(&self, field: Field) -> Result<T, ProfileError> {
        self.parsed(field)?.ok_or_else(|| self.missing(field))
    }

    pub(super) fn missing(&self, field: Field) -> ProfileError {
        ProfileError::Missing {
            field,
            profile: self.name.clone(),
            file: self.file.clone(),
        }
    }

    pub(super) fn unpaired(&self, given: Field, missing: Field) -> ProfileError {
        ProfileError::Unpaired {
            given,
            missing,
            profile: self.name.clone(),
            file: self.file.clone(),
        }
    }

    pub(super) fn invalid(&self, field: Field, problem: impl Into<Problem>) -> ProfileError {
        ProfileError::Invalid {
            field,
            from: self.source_of(field),
            path: self.file_of(field).map(Path::to_owned),
            problem: problem.into(),
        }
    }

    /// Returns where a value was read from.
    pub(super) fn source_of(&self, field: Field) -> ValueSource {
        let Some(setting) = self.settings.get(&field) else {
            return ValueSource::Default;
        };
        match &setting.value {
            Value::Path(path) => ValueSource::File(path.display().to_string()),
            Value::Secret(SecretSource::File(path)) => ValueSource::File(shown_path(path)),
            Value::Secret(SecretSource::Variable(name)) => {
                ValueSource::Variable(shown_name(name).to_owned())
            }
            Value::Secret(SecretSource::Command(_)) => ValueSource::Command,
            Value::Secret(SecretSource::Keyring(name)) => {
                ValueSource::Keyring(shown_name(name).to_owned())
            }
            Value::Text(_) | Value::Secret(SecretSource::Text(_)) => match setting.origin {
                Origin::Option => ValueSource::Option,
                Origin::Environment(variable) => ValueSource::Variable(variable.to_owned()),
                Origin::Preset => ValueSource::Preset,
                Origin::File => ValueSource::Profile(self.file.clone().unwrap_or_default()),
            },
        }
    }
}

/// Returns the URL that a text without a scheme most likely means.
fn with_scheme(text: &str) -> Option<String> {
    if text.contains("://") {
        return None;
    }
    let plain = Url::parse(&format!("http://{text}")).ok()?;
    let scheme = if is_loopback_host(&plain.host()?) {
        "http"
    } else {
        "https"
    };
    Some(format!("{scheme}://{text}"))
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("file", &self.file)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A profile's fields, with every secret replaced by where it comes from.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The profile's name.
    pub name: String,
    /// The file that contains it.
    pub file: Option<PathBuf>,
    /// Whether it moves real money, as [`Profile::is_live`] tells.
    pub live: bool,
    /// The fields that are set, in their usual order.
    #[serde(serialize_with = "as_map")]
    pub fields: Vec<FieldSummary>,
}

/// Where a secret comes from, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlace {
    /// An environment variable.
    Variable(String),
    /// A file.
    File(String),
    /// The output of a command, which may carry a secret itself.
    Command,
    /// An entry of the system's keyring.
    Keyring(String),
    /// An option.
    Option,
    /// The profile file.
    ProfileFile,
    /// A preset of the program.
    Preset,
}

impl fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "env {name}"),
            Self::File(path) => write!(f, "file {path}"),
            Self::Command => f.write_str("command"),
            Self::Keyring(name) => write!(f, "keyring {name}"),
            Self::Option => f.write_str("given as an option"),
            Self::ProfileFile => f.write_str("in merchant.toml"),
            Self::Preset => f.write_str("built in"),
        }
    }
}

/// One field of a [`Summary`].
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct FieldSummary {
    /// The field.
    #[serde(skip)]
    pub field: Field,
    /// The value, or where the secret comes from, such as `env SHOP_APIV3_KEY`.
    pub value: String,
    /// Where the secret comes from; none if the field is not secret.
    #[serde(skip)]
    pub secret_in: Option<SecretPlace>,
    /// Where the field was set.
    #[serde(skip)]
    pub origin: Origin,
    /// Whether the value itself is withheld.
    pub secret: bool,
    /// Where the field was set: `option`, `environment`, `file` or `built-in`.
    pub set_by: &'static str,
    /// The environment variable that it was set by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable: Option<&'static str>,
}

impl Profile {
    /// Returns what may be shown of the profile.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            name: self.name.clone(),
            file: self.file.clone(),
            live: self.is_live(),
            fields: self
                .settings
                .iter()
                .map(|(field, setting)| summarise(*field, setting))
                .collect(),
        }
    }
}

fn summarise(field: Field, setting: &Setting) -> FieldSummary {
    let (set_by, variable) = match setting.origin {
        Origin::Option => ("option", None),
        Origin::Environment(variable) => ("environment", Some(variable)),
        Origin::File => ("file", None),
        Origin::Preset => ("built-in", None),
    };
    let secret_in = match &setting.value {
        Value::Text(_) | Value::Path(_) => None,
        Value::Secret(source) => Some(secret_place(source, setting.origin)),
    };
    let value = match (&setting.value, &secret_in) {
        (Value::Text(text), _) => text.clone(),
        (Value::Path(path), _) => path.display().to_string(),
        (Value::Secret(_), place) => place.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    FieldSummary {
        field,
        value,
        secret_in,
        origin: setting.origin,
        secret: field.is_secret(),
        set_by,
        variable,
    }
}

fn secret_place(source: &SecretSource, origin: Origin) -> SecretPlace {
    match (source, origin) {
        (SecretSource::Variable(name), _) => SecretPlace::Variable(shown_name(name).to_owned()),
        (SecretSource::File(path), _) => SecretPlace::File(shown_path(path)),
        (SecretSource::Command(_), _) => SecretPlace::Command,
        (SecretSource::Keyring(name), _) => SecretPlace::Keyring(shown_name(name).to_owned()),
        (SecretSource::Text(_), Origin::Option) => SecretPlace::Option,
        (SecretSource::Text(_), Origin::Environment(variable)) => {
            SecretPlace::Variable(variable.to_owned())
        }
        (SecretSource::Text(_), Origin::File) => SecretPlace::ProfileFile,
        (SecretSource::Text(_), Origin::Preset) => SecretPlace::Preset,
    }
}

fn as_map<S: Serializer>(fields: &[FieldSummary], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fields.len()))?;
    for field in fields {
        map.serialize_entry(field.field.key(), field)?;
    }
    map.end()
}
