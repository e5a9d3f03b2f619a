//! Selecting a profile, and overriding its fields by the environment and options.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::config::Config;
use super::error::ProfileError;
use super::field::{Field, nearest};
use super::inputs::{Environment, Inputs, Preset, Value, from_environment};
use super::owners::Owners;
use super::settings::{Origin, Profile, Setting};

/// The name of the profile that is in no file.
const ENVIRONMENT: &str = "environment";

/// The profiles that there are.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listing {
    /// The file that contains them.
    pub file: Option<PathBuf>,
    /// The one that is used if none is named.
    pub default_profile: Option<String>,
    /// In the order of the file.
    pub profiles: Vec<Profile>,
}

impl Profile {
    /// Finds the profile that is meant, and overrides its fields by environment and options.
    ///
    /// # Errors
    /// Returns an error if no profile or more than one may be meant, or if the file cannot be understood.
    pub fn load(inputs: &Inputs) -> Result<Self, ProfileError> {
        let wanted = inputs.profile.as_deref().filter(|name| !name.is_empty());
        let Some(config) = Config::find(inputs)? else {
            if wanted.is_some() {
                return Err(no_configuration(inputs));
            }
            return Self::without_file(inputs)?.ok_or_else(|| no_configuration(inputs));
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
    /// Returns an error if there is none, or the file cannot be understood.
    pub fn list(inputs: &Inputs) -> Result<Listing, ProfileError> {
        let Some(config) = Config::find(inputs)? else {
            let profile = Self::without_file(inputs)?.ok_or_else(|| no_configuration(inputs))?;
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

    /// Makes a profile that neither file nor environment contributes to, such as the sandbox's.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let mut settings = set_by(&preset.fields.values(), Origin::Preset);
        settings.extend(set_by(&preset.options.values(), Origin::Option));
        Self {
            name: preset.name,
            file: None,
            settings,
            extra: preset.extra,
            insecure_permissions: false,
            owners: Owners::unchecked(),
            secret_variables: Vec::new(),
            environment: Environment::default(),
        }
    }

    /// Makes a profile of environment and options alone, if they set more than servers.
    fn without_file(inputs: &Inputs) -> Result<Option<Self>, ProfileError> {
        let profile = Self::layered(ENVIRONMENT, None, &BTreeMap::new(), inputs)?;
        let sets_anything = profile.settings.keys().any(|field| {
            !matches!(
                field,
                Field::BaseUrl | Field::BackupBaseUrl | Field::MpBaseUrl
            )
        });
        Ok(sets_anything.then_some(profile))
    }

    fn layered(
        name: &str,
        config: Option<&Config>,
        fields: &BTreeMap<Field, Value>,
        inputs: &Inputs,
    ) -> Result<Self, ProfileError> {
        let mut settings = set_by(fields, Origin::File);
        for field in Field::ALL {
            if let Some((variable, value)) = from_environment(field, inputs)? {
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
            environment: inputs.environment.clone(),
        })
    }
}

fn no_configuration(inputs: &Inputs) -> ProfileError {
    ProfileError::NoConfiguration {
        candidates: inputs.candidates.clone(),
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
