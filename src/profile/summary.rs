//! A profile as it may be shown.

use std::path::PathBuf;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::inputs::Value;
use super::secret::{SecretSource, shown_name, shown_path};
use super::{Field, Origin, Profile, Setting};

/// A profile's fields, with every secret replaced by where it comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The profile's name.
    pub name: String,
    /// The file that it stands in.
    pub file: Option<PathBuf>,
    /// The fields that are set, in their usual order.
    #[serde(serialize_with = "as_map")]
    pub fields: Vec<FieldSummary>,
}

/// One field of a [`Summary`].
#[derive(Debug, Clone, Serialize)]
pub struct FieldSummary {
    /// Which.
    #[serde(skip)]
    pub field: Field,
    /// The value, or where the secret comes from, such as `env SHOP_APIV3_KEY`.
    pub value: String,
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
        Origin::BuiltIn => ("built-in", None),
    };
    let value = match &setting.value {
        Value::Text(text) => text.clone(),
        Value::Path(path) => path.display().to_string(),
        Value::Secret(SecretSource::Variable(name)) => format!("env {}", shown_name(name)),
        Value::Secret(SecretSource::File(path)) => format!("file {}", shown_path(path)),
        Value::Secret(SecretSource::Command(_)) => "command".to_owned(),
        Value::Secret(SecretSource::Text(_)) => match setting.origin {
            Origin::Option => "given as an option".to_owned(),
            Origin::Environment(variable) => format!("env {variable}"),
            Origin::File => "in merchant.toml".to_owned(),
            Origin::BuiltIn => "built in".to_owned(),
        },
    };
    FieldSummary {
        field,
        value,
        secret: field.is_secret(),
        set_by,
        variable,
    }
}

fn as_map<S: Serializer>(fields: &[FieldSummary], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fields.len()))?;
    for field in fields {
        map.serialize_entry(field.field.key(), field)?;
    }
    map.end()
}
