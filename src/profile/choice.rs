//! Which profile is meant, and what its fields are made of.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::config::Config;
use super::error::ProfileError;
use super::field::{Field, nearest};
use super::inputs::{Inputs, Overrides, Surroundings, Value, from_environment};
use super::owners::Owners;
use super::platform::PlatformKey;
use super::{Origin, Profile, Setting};

/// The name of the profile that stands in no file.
const ENVIRONMENT: &str = "environment";

/// The profiles that there are.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The file that they stand in.
    pub file: Option<PathBuf>,
    /// The one that is taken where none is named.
    pub default_profile: Option<String>,
    /// In the order of the file.
    pub profiles: Vec<Profile>,
}

/// What a profile that stands in no file is made of.
#[derive(Debug, Clone, Default)]
pub struct BuiltIn {
    /// Its name.
    pub name: String,
    /// Its fields; neither the environment nor a file adds to them.
    pub known: Overrides,
    /// What was given as options, which counts before `known`.
    pub options: Overrides,
    /// Keys that verify as those of platform certificates do, but that [`Profile::trusted`]
    /// leaves out.
    pub extra: Vec<PlatformKey>,
}

impl Profile {
    /// Finds the profile that is meant, and lays environment and options over it.
    ///
    /// # Errors
    /// Fails where no profile is meant, or several may be, or the file cannot be understood.
    pub fn load(inputs: &Inputs) -> Result<Self, ProfileError> {
        let wanted = inputs.profile.as_deref().filter(|name| !name.is_empty());
        let Some(config) = Config::find(inputs)? else {
            if wanted.is_some() {
                return Err(nothing(inputs));
            }
            return Self::without_file(inputs)?.ok_or_else(|| nothing(inputs));
        };
        let chosen = match wanted.or(config.default_profile.as_deref()) {
            Some(name) => name.to_owned(),
            None => match config.profiles.as_slice() {
                [] => {
                    let found = Self::without_file(inputs)?;
                    return found.ok_or(ProfileError::NoProfiles { file: config.file });
                }
                [(only, _)] => only.clone(),
                _ => {
                    return Err(ProfileError::Ambiguous {
                        known: config.names(),
                        file: config.file,
                    });
                }
            },
        };
        let Some((name, fields)) = config.profiles.iter().find(|(name, _)| *name == chosen) else {
            let known = config.names();
            return Err(ProfileError::UnknownProfile {
                nearest: nearest(&chosen, known.iter().map(String::as_str)).map(str::to_owned),
                file: config.file,
                name: chosen,
                known,
            });
        };
        Self::layered(name, Some(&config), fields, inputs)
    }

    /// Returns all profiles, each as [`Profile::load`] would give it.
    ///
    /// # Errors
    /// Fails where there is none, or the file cannot be understood.
    pub fn list(inputs: &Inputs) -> Result<Listing, ProfileError> {
        let Some(config) = Config::find(inputs)? else {
            let profile = Self::without_file(inputs)?.ok_or_else(|| nothing(inputs))?;
            return Ok(Listing {
                file: None,
                default_profile: Some(profile.name.clone()),
                profiles: vec![profile],
            });
        };
        let profiles = config
            .profiles
            .iter()
            .map(|(name, fields)| Self::layered(name, Some(&config), fields, inputs))
            .collect::<Result<Vec<_>, _>>()?;
        let only = match profiles.as_slice() {
            [only] => Some(only.name.clone()),
            _ => None,
        };
        Ok(Listing {
            default_profile: config.default_profile.or(only),
            file: Some(config.file),
            profiles,
        })
    }

    /// Makes a profile that neither file nor environment has a part in, such as the sandbox's.
    #[must_use]
    pub fn built_in(parts: BuiltIn) -> Self {
        let mut settings = set_by(&parts.known.values(), Origin::BuiltIn);
        settings.extend(set_by(&parts.options.values(), Origin::Option));
        Self {
            name: parts.name,
            file: None,
            settings,
            extra: parts.extra,
            insecure_permissions: false,
            owners: Owners::unchecked(),
            secret_variables: Vec::new(),
            surroundings: Surroundings::default(),
        }
    }

    /// Makes a profile of environment and options alone, where they say anything but which
    /// server to ask.
    fn without_file(inputs: &Inputs) -> Result<Option<Self>, ProfileError> {
        let profile = Self::layered(ENVIRONMENT, None, &BTreeMap::new(), inputs)?;
        let says_anything = profile.settings.keys().any(|field| {
            !matches!(
                field,
                Field::BaseUrl | Field::BackupBaseUrl | Field::MpBaseUrl
            )
        });
        Ok(says_anything.then_some(profile))
    }

    fn layered(
        name: &str,
        config: Option<&Config>,
        fields: &BTreeMap<Field, Value>,
        inputs: &Inputs,
    ) -> Result<Self, ProfileError> {
        let mut settings = set_by(fields, Origin::File);
        for field in Field::ALL {
            if let Some((variable, value)) = from_environment(field, &inputs.surroundings)? {
                let origin = Origin::Environment(variable);
                settings.insert(field, Setting { value, origin });
            }
        }
        settings.extend(set_by(&inputs.overrides.values(), Origin::Option));
        let own = Field::ALL.into_iter().filter(|field| field.is_secret());
        let own = own.flat_map(Field::variables).map(str::to_owned);
        let named = config.map(Config::secret_variables).unwrap_or_default();
        let secret_variables = own.chain(named).collect();
        Ok(Self {
            name: name.to_owned(),
            file: config.map(|config| config.file.clone()),
            settings,
            extra: Vec::new(),
            insecure_permissions: inputs.insecure_permissions,
            owners: Owners::of(inputs),
            secret_variables,
            surroundings: inputs.surroundings.clone(),
        })
    }
}

fn nothing(inputs: &Inputs) -> ProfileError {
    ProfileError::NoConfiguration {
        looked: inputs.candidates.clone(),
        profile: inputs.profile.clone().filter(|name| !name.is_empty()),
    }
}

fn set_by(values: &BTreeMap<Field, Value>, origin: Origin) -> BTreeMap<Field, Setting> {
    values
        .iter()
        .map(|(field, value)| {
            let value = value.clone();
            (*field, Setting { value, origin })
        })
        .collect()
}
