//! The environment variables that stand for options, and the rule that an empty one is unset.

use std::error::Error as StdError;
use std::ffi::OsString;

use wechatpay::profile::unquoted;
use wechatpay::protocol::id::IdError;
use wechatpay::transport::{ProxyRules, ProxyRulesError};

use crate::error::{CliError, reason};
use crate::text;
use crate::ui::Lang;

/// The options that a variable stands for, by the name of the field, and the variables.
pub(crate) const OF_OPTIONS: [(&str, &str); 20] = [
    ("config", "WECHATPAY_CONFIG"),
    ("profile", "WECHATPAY_PROFILE"),
    ("sandbox", "WECHATPAY_SANDBOX=1"),
    ("json", "WECHATPAY_FORMAT=json"),
    ("color", "NO_COLOR, CLICOLOR_FORCE"),
    ("lang", "WECHATPAY_LANG, LC_ALL, LC_MESSAGES, LANG"),
    ("base_url", "WECHATPAY_BASE_URL"),
    ("backup_base_url", "WECHATPAY_BACKUP_BASE_URL"),
    ("mp_base_url", "WECHATPAY_MP_BASE_URL"),
    ("timeout", "WECHATPAY_TIMEOUT"),
    ("connect_timeout", "WECHATPAY_CONNECT_TIMEOUT"),
    ("retries", "WECHATPAY_RETRIES"),
    ("deadline", "WECHATPAY_DEADLINE"),
    ("ca_file", "SSL_CERT_FILE"),
    ("proxy", "HTTPS_PROXY, ALL_PROXY, NO_PROXY"),
    ("no_input", "CI"),
    ("p12_password", "WECHATPAY_P12_PASSWORD"),
    ("trust_folder", "WECHATPAY_TRUST_FOLDERS"),
    ("store", "WECHATPAY_STORE"),
    ("data", "WECHATPAY_SANDBOX_DATA"),
];

/// Returns the variables that stand for an option.
pub(crate) fn of_option(field: &str) -> Option<&'static str> {
    let found = OF_OPTIONS.iter().find(|(option, _)| *option == field);
    found.map(|(_, variables)| *variables)
}

/// Returns a variable's value; an empty one counts as unset.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Tells whether a variable is set to nothing, which libraries would take for a value.
pub(crate) fn is_empty(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}

/// Returns the text of a variable, without the spaces and the quotes around it that `docker
/// --env-file` keeps.
pub(crate) fn text(name: &str) -> Option<String> {
    let value = variable(name)?.to_string_lossy().into_owned();
    Some(unquoted(&value).to_owned()).filter(|value| !value.is_empty())
}

/// Reads the value of a variable.
///
/// # Errors
/// Returns an error that names the variable, not the option that it stands for.
pub(crate) fn parsed<T, E: StdError + 'static>(
    name: &str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, CliError> {
    let Some(text) = text(name) else {
        return Ok(None);
    };
    read(&text)
        .map(Some)
        .map_err(|problem| refused(name, &problem))
}

fn refused(name: &str, problem: &(dyn StdError + 'static)) -> CliError {
    CliError::usage(text!("usage-variable", name)).with_cause(reason(problem))
}

/// Reads a switch.
pub(crate) fn switch(text: &str) -> Result<bool, IdError> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(not_one_of(text, "1, true, 0, false")),
    }
}

/// Reads whether JSON is asked for.
fn is_json(text: &str) -> Result<bool, IdError> {
    match text.to_ascii_lowercase().as_str() {
        "json" => Ok(true),
        "text" => Ok(false),
        _ => Err(not_one_of(text, "json, text")),
    }
}

fn not_one_of(text: &str, words: &str) -> IdError {
    IdError::NotOneOf {
        text: text.to_owned(),
        words: words.to_owned(),
    }
}

/// Returns the language that the environment or the user's settings ask for, else English.
pub(crate) fn language() -> Lang {
    let own = text("WECHATPAY_LANG").and_then(|text| Lang::read(&text).ok());
    let locale = || {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(text)
            .or_else(user_locale)?;
        Lang::read(&locale).ok()
    };
    own.or_else(locale).unwrap_or(Lang::En)
}

/// Returns the locale of the user's settings, such as `zh-CN`: Windows has no variable for it.
#[cfg(windows)]
fn user_locale() -> Option<String> {
    windows_registry::CURRENT_USER
        .open(r"Control Panel\International")
        .and_then(|settings| settings.get_string("LocaleName"))
        .ok()
}

#[cfg(not(windows))]
fn user_locale() -> Option<String> {
    None
}

/// Tells whether the environment asks for JSON.
pub(crate) fn json() -> Result<bool, CliError> {
    Ok(parsed("WECHATPAY_FORMAT", is_json)?.unwrap_or(false))
}

/// Returns the proxies that the environment asks for.
pub(crate) fn proxy_rules() -> Result<ProxyRules, CliError> {
    ProxyRules::read(text).map_err(
        |ProxyRulesError {
             variable, source, ..
         }| refused(variable, &source),
    )
}

/// Tells whether programs can show a person a window.
pub(crate) fn has_desktop() -> bool {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .any(|name| variable(name).is_some());
    has_display || cfg!(any(target_os = "macos", windows))
}

/// Returns the names of our variables that hold a secret.
pub(crate) fn secrets() -> impl Iterator<Item = OsString> {
    let secret = |(name, value): &(OsString, OsString)| {
        is_secret(&name.to_string_lossy(), &value.to_string_lossy())
    };
    std::env::vars_os().filter(secret).map(|(name, _)| name)
}

/// Returns whether a variable of ours holds a secret; the address of a store may hold a password.
fn is_secret(name: &str, value: &str) -> bool {
    const WORDS: [&str; 5] = ["KEY", "SECRET", "PASSWORD", "TOKEN", "PROXY"];
    // Where PostgreSQL's own programs look for the store's password.
    if name == "PGPASSWORD" || name == "WECHATPAY_STORE" {
        return true;
    }
    // A key is taken in the place of its path, too.
    let is_path = name.ends_with("_FILE") && !value.contains("-----BEGIN ");
    name.strip_prefix("WECHATPAY_").is_some_and(|rest| {
        let is_key_id = rest == "PUBLIC_KEY_ID";
        !is_path && !is_key_id && WORDS.iter().any(|word| rest.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_spaces_around_a_value_are_taken_off() {
        assert_eq!(unquoted("\"json\""), "json");
        assert_eq!(unquoted(" '1' "), "1");
        assert_eq!(unquoted("\"half"), "\"half");
        assert_eq!(unquoted("\""), "\"");
    }

    #[test]
    fn only_the_words_of_a_switch_are_one() {
        assert_eq!((switch("TRUE"), switch("0")), (Ok(true), Ok(false)));
        assert!(switch("maybe").is_err());
        assert!(is_json("yaml").is_err());
    }
}
