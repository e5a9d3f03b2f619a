//! Merchant profiles: `merchant.toml`, the environment and options, laid over one another.
//!
//! A [`Profile`] is loaded whole and used in parts: a key is read when it is asked for, as
//! verifying a notification needs no private key and pay params need no APIv3 key. Secrets
//! are held by reference where the profile names a file, a variable or a command.

#[cfg(feature = "diagnose")]
mod at_hand;
mod choice;
mod config;
mod encrypting;
mod error;
mod field;
mod files;
mod help;
mod inputs;
mod keys;
mod material;
mod owners;
mod pair;
mod platform;
mod reading;
mod remark;
mod secret;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use url::Url;

use crate::loopback::is_loopback_host;
use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Appid, IdError, Mchid};

#[cfg(feature = "diagnose")]
pub use at_hand::{KeyAtHand, KeysAtHand};
pub use choice::{BuiltIn, Listing};
pub use error::{ContainerFault, Control, Place, Problem, ProfileError, SyntaxMistake, Table};
pub use field::{Field, nearest};
pub use help::commands;
pub use inputs::{Inputs, Overrides, Surroundings, unquoted};
pub use pair::Examined;
pub use platform::{NotUsed, PassedOver, PlatformFiles, PlatformKey};
pub use remark::Remark;
pub use secret::{Secret, SecretSource};
pub use summary::{FieldSummary, Summary};

use inputs::Value;
use owners::Owners;
use secret::{shown_name, shown_path};

/// Where API v3 answers.
pub const BASE_URL: &str = "https://api.mch.weixin.qq.com";

/// Where API v3 answers when [`BASE_URL`] cannot be reached.
pub const BACKUP_BASE_URL: &str = "https://api2.mch.weixin.qq.com";

/// Where `jscode2session` answers.
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
    /// By the program, in a built-in profile.
    BuiltIn,
}

impl Origin {
    /// Orders origins by which counts before which.
    fn rank(self) -> u8 {
        match self {
            Self::BuiltIn => 0,
            Self::File => 1,
            Self::Environment(_) => 2,
            Self::Option => 3,
        }
    }
}

#[derive(Debug, Clone)]
struct Setting {
    value: Value,
    origin: Origin,
}

/// A merchant as the commands see it: who it is, and where its keys are.
#[derive(Clone)]
pub struct Profile {
    name: String,
    file: Option<PathBuf>,
    settings: BTreeMap<Field, Setting>,
    extra: Vec<PlatformKey>,
    insecure_permissions: bool,
    owners: Owners,
    /// The variables that hold a secret, of this profile or of another.
    secret_variables: Vec<String>,
    surroundings: Surroundings,
}

impl Profile {
    /// Returns the profile's name; `environment` where there is no file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the file that the profile stands in.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Returns where a field was set; none where it was not.
    #[must_use]
    pub fn origin(&self, field: Field) -> Option<Origin> {
        self.settings.get(&field).map(|setting| setting.origin)
    }

    /// Returns 商户号: in partner mode, the service provider's.
    ///
    /// # Errors
    /// Fails where it is not set or not a number.
    pub fn mchid(&self) -> Result<Mchid, ProfileError> {
        self.required(Field::Mchid)
    }

    /// Returns the App ID: in partner mode, the service provider's.
    ///
    /// # Errors
    /// Fails where it is not set or malformed.
    pub fn appid(&self) -> Result<Appid, ProfileError> {
        self.required(Field::Appid)
    }

    /// Returns 子商户号, which sets partner mode.
    ///
    /// # Errors
    /// Fails where it is malformed.
    pub fn sub_mchid(&self) -> Result<Option<Mchid>, ProfileError> {
        self.parsed(Field::SubMchid)
    }

    /// Returns the sub-merchant's own App ID.
    ///
    /// # Errors
    /// Fails where it is malformed.
    pub fn sub_appid(&self) -> Result<Option<Appid>, ProfileError> {
        self.parsed(Field::SubAppid)
    }

    /// Returns who takes payments: a partner's sub-merchant where `sub_mchid` is set.
    ///
    /// # Errors
    /// Fails where a number is missing or malformed, or the sub-merchant is the service provider
    /// itself; `sub_appid` needs `sub_mchid`.
    pub fn payee(&self) -> Result<Payee, ProfileError> {
        let mchid = self.mchid()?;
        match (self.sub_mchid()?, self.sub_appid()?) {
            (Some(sub_mchid), _) if sub_mchid == mchid => Err(ProfileError::OwnSubMerchant {
                mchid,
                from: self.found_in(Field::SubMchid),
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
    /// Fails where it is not set or not an HTTP URL.
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

    /// Returns where API v3 answers, [`BASE_URL`] unless set.
    ///
    /// # Errors
    /// Fails where it is not an HTTP URL, or has a query.
    pub fn base_url(&self) -> Result<Url, ProfileError> {
        self.server(Field::BaseUrl, BASE_URL)
    }

    /// Returns where API v3 answers when [`Profile::base_url`] cannot be reached.
    ///
    /// It belongs to the base URL that it stands beside: one from the file does not count for a
    /// base URL given as an option, or a test server's failure would lead to the real host. Where
    /// none is set there is one for [`BASE_URL`] alone; `none` switches it off.
    ///
    /// # Errors
    /// Fails where it is not an HTTP URL, or has a query.
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

    /// Returns where `jscode2session` answers, [`MP_BASE_URL`] unless set.
    ///
    /// # Errors
    /// Fails where it is not an HTTP URL, or has a query.
    pub fn mp_base_url(&self) -> Result<Url, ProfileError> {
        self.server(Field::MpBaseUrl, MP_BASE_URL)
    }

    fn server(&self, field: Field, default: &str) -> Result<Url, ProfileError> {
        let url = self.http_url(field, self.text(field).unwrap_or(default))?;
        if url.query().is_some() || url.fragment().is_some() {
            let problem = Problem::Url("it may have no query and no fragment".to_owned());
            return Err(self.invalid(field, problem));
        }
        Ok(url)
    }

    fn http_url(&self, field: Field, text: &str) -> Result<Url, ProfileError> {
        if let Some(meant) = with_scheme(text) {
            return Err(self.invalid(field, Problem::NoScheme(meant)));
        }
        let url = Url::parse(text)
            .map_err(|_| self.invalid(field, Problem::Url("it is not a URL".to_owned())))?;
        let rule = if !matches!(url.scheme(), "http" | "https") {
            "it must begin with https:// (or http://)"
        } else if !url.username().is_empty() || url.password().is_some() {
            "it may have no user name and no password"
        } else {
            return Ok(url);
        };
        Err(self.invalid(field, Problem::Url(rule.to_owned())))
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
    #[cfg(feature = "diagnose")]
    fn secret_source(&self, field: Field) -> Option<&SecretSource> {
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

    fn path(&self, field: Field) -> Option<&Path> {
        match &self.settings.get(&field)?.value {
            Value::Path(path) => Some(path),
            Value::Text(_) | Value::Secret(_) => None,
        }
    }

    fn parsed<T: FromStr<Err = IdError>>(&self, field: Field) -> Result<Option<T>, ProfileError> {
        self.text(field)
            .map(|text| text.parse().map_err(|error| self.invalid(field, error)))
            .transpose()
    }

    fn required<T: FromStr<Err = IdError>>(&self, field: Field) -> Result<T, ProfileError> {
        self.parsed(field)?.ok_or_else(|| self.missing(field))
    }

    fn missing(&self, field: Field) -> ProfileError {
        ProfileError::Missing {
            field,
            profile: self.name.clone(),
            file: self.file.clone(),
        }
    }

    fn unpaired(&self, given: Field, missing: Field) -> ProfileError {
        ProfileError::Unpaired {
            given,
            missing,
            profile: self.name.clone(),
            file: self.file.clone(),
        }
    }

    fn invalid(&self, field: Field, problem: impl Into<Problem>) -> ProfileError {
        ProfileError::Invalid {
            field,
            from: self.found_in(field),
            path: self.file_of(field).map(Path::to_owned),
            problem: problem.into(),
        }
    }

    /// Says where a value was found, as messages have it.
    fn found_in(&self, field: Field) -> String {
        let Some(setting) = self.settings.get(&field) else {
            return "default".to_owned();
        };
        match &setting.value {
            Value::Path(path) => path.display().to_string(),
            Value::Secret(SecretSource::File(path)) => shown_path(path),
            Value::Secret(SecretSource::Variable(name)) => shown_name(name).to_owned(),
            Value::Secret(SecretSource::Command(_)) => "from its command".to_owned(),
            Value::Text(_) | Value::Secret(SecretSource::Text(_)) => match setting.origin {
                Origin::Option => "given as an option".to_owned(),
                Origin::Environment(variable) => variable.to_owned(),
                Origin::BuiltIn => "built in".to_owned(),
                Origin::File => self
                    .file
                    .as_deref()
                    .map_or_else(String::new, |file| format!("in {}", file.display())),
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
