//! What a profile file says at a glance: names for completions, whatever else is wrong with it.

use toml::de::{DeTable, DeValue};
use url::Url;

use crate::loopback::is_loopback;

/// A profile as its file names it. Nothing of it was checked, and no secret was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileOutline {
    /// Its name.
    pub name: String,
    /// 商户号, if the file has it.
    pub mchid: Option<String>,
    /// Whether its calls go to this machine, as a sandbox's do.
    pub is_local: bool,
}

/// The profiles of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileOutline {
    /// The one that is used if none is named.
    pub default_profile: Option<String>,
    /// In the order of the file.
    pub profiles: Vec<ProfileOutline>,
}

impl FileOutline {
    /// Reads as much of the text of a `merchant.toml` as can be understood.
    ///
    /// ```
    /// use wechatpay::profile::FileOutline;
    ///
    /// let outline = FileOutline::of("[profiles.shop]\nmchid = \"1900000001\"\nappid = oops");
    /// assert_eq!(outline.profiles[0].name, "shop");
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (table, _mistakes) = DeTable::parse_recoverable(text);
        let table = table.get_ref();
        let default_profile = text_of(table, "default_profile");
        let Some(DeValue::Table(named)) = table.get("profiles").map(toml::Spanned::get_ref) else {
            return Self {
                default_profile,
                profiles: Vec::new(),
            };
        };
        let mut places: Vec<_> = named.iter().collect();
        places.sort_by_key(|(name, _)| name.span().start);
        let profiles = places.into_iter().map(|(name, value)| {
            let fields = match value.get_ref() {
                DeValue::Table(fields) => Some(fields),
                _ => None,
            };
            let field = |key| text_of(fields?, key);
            ProfileOutline {
                name: name.get_ref().to_string(),
                mchid: field("mchid"),
                is_local: field("base_url")
                    .and_then(|url| Url::parse(&url).ok())
                    .is_some_and(|url| is_loopback(&url)),
            }
        });
        Self {
            default_profile,
            profiles: profiles.collect(),
        }
    }

    /// Returns the profile of this name; without one, the default or the only one.
    #[must_use]
    pub fn profile(&self, name: Option<&str>) -> Option<&ProfileOutline> {
        match (
            name.or(self.default_profile.as_deref()),
            self.profiles.as_slice(),
        ) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(name), profiles) => profiles.iter().find(|profile| profile.name == name),
        }
    }
}

fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    let text = table.get(key)?.get_ref().as_str()?;
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_a_file_that_is_broken_elsewhere() {
        let outline = FileOutline::of(
            "default_profile = 'shop'\n[profiles.zoo]\napiv3_key = \"not closed\nmchid = '1'\n\
             [profiles.shop]\nmchid = '1900000001'\nbase_url = 'http://127.0.0.1:8787'\n[[[",
        );
        let names: Vec<_> = outline
            .profiles
            .iter()
            .map(|profile| &profile.name)
            .collect();
        assert_eq!(names, ["zoo", "shop"]);
        let shop = outline.profile(None).unwrap();
        assert_eq!(shop.mchid.as_deref(), Some("1900000001"));
        assert!(shop.is_local);
        assert_eq!(FileOutline::of("\0[").profiles, []);
    }
}
