//! Errors of a profile in words, each with what to do about it.

use std::path::{Path, PathBuf};

use wechatpay::profile::{
    ContainerFault, Control, ExpectedType, Field, FileRole, FoundType, Position, Problem,
    ProfileError, Remark, SyntaxMistake, Table, UrlFault, ValueSource,
};
use wechatpay::protocol::id::Mchid;

use super::{CliError, keys};
use crate::shell;
use crate::text;
use crate::ui::Text;

impl From<ProfileError> for CliError {
    #[expect(clippy::too_many_lines, reason = "one arm for each variant")]
    fn from(error: ProfileError) -> Self {
        Self::config(match error {
            ProfileError::Syntax {
                file,
                position,
                message,
                mistake,
            } => {
                let at = at(&file, position);
                match mistake {
                    Some(SyntaxMistake::Backslash) => text!("profile-backslash", at, message),
                    Some(SyntaxMistake::Encoding) => text!("profile-encoding", at, message),
                    None => text!("profile-syntax", at, message),
                }
            }
            ProfileError::UnknownKey {
                file,
                position,
                table,
                key,
                nearest,
            } => {
                let message = text!(
                    "profile-unknown-key",
                    at = at(&file, position),
                    key,
                    table = table_name(&table),
                );
                return Self::config(message).with_help(known_keys(&table, nearest));
            }
            ProfileError::WrongType {
                file,
                position,
                key,
                expected,
                found,
            } => {
                let help = wrong_type_help(&key, found);
                let message = text!(
                    "profile-wrong-type",
                    at = at(&file, position),
                    key,
                    expected = expected_type(expected),
                    found = found_type(found),
                );
                return Self::config(message).with_help(help);
            }
            ProfileError::NoConfiguration {
                candidates,
                profile,
            } => {
                let files = joined(candidates.iter().map(|path| path.display()));
                match profile {
                    Some(profile) => text!("profile-none-named", files, profile),
                    None => text!("profile-none", files),
                }
            }
            ProfileError::NoProfiles { file } => text!("profile-empty", file = file.display()),
            ProfileError::UnknownProfile {
                file,
                name,
                known,
                nearest,
            } => {
                let (file, known) = (file.display(), joined(known));
                match nearest {
                    Some(nearest) => text!("profile-misspelt", file, name, known, nearest),
                    None => text!("profile-unknown", file, name, known),
                }
            }
            ProfileError::Ambiguous { file, known } => {
                text!(
                    "profile-ambiguous",
                    file = file.display(),
                    known = joined(known)
                )
            }
            ProfileError::Missing {
                field,
                profile,
                file,
            } => missing(field, &profile, file),
            ProfileError::Invalid {
                field,
                from,
                path,
                problem,
            } => {
                let message = text!("profile-invalid", field, from = source(&from));
                return Self::config(message).with_problem(field, path.as_deref(), problem);
            }
            ProfileError::NotUtf8 { variable } => text!("profile-not-utf8", variable),
            ProfileError::Unset { field, variable } => {
                text!("profile-unset", field, variable, own = variables(field))
            }
            ProfileError::Command { field, source } => {
                return Self::config(text!("profile-command", field)).with_source(source);
            }
            ProfileError::SecretAsPath { field } => {
                text!("profile-secret-as-path", field, variable = variable(field))
            }
            ProfileError::Read { role, path, source } => {
                let message = text!("profile-read", file = file(role, &path));
                return Self::config(message).with_source(source);
            }
            ProfileError::Folder { role, path } => {
                text!("profile-folder", file = file(role, &path))
            }
            ProfileError::TooLarge { role, path } => {
                text!("profile-too-large", file = file(role, &path))
            }
            ProfileError::Permissions { role, path, mode } => text!(
                "profile-permissions",
                file = file(role, &path),
                path = path.display(),
                mode = format!("{mode:03o}"),
            ),
            ProfileError::Container {
                field,
                from,
                path,
                legacy,
                fault,
            } => {
                let from = source(&from);
                let command = shell::extract(field == Field::Certificate, path.as_deref(), legacy);
                match fault {
                    ContainerFault::Name => text!("profile-p12-name", field, from, command),
                    ContainerFault::Password => text!("profile-p12-password", field, from, command),
                    ContainerFault::Mchid => text!("profile-p12-mchid", field, from, command),
                    ContainerFault::Unreadable => {
                        text!("profile-p12-unreadable", field, from, command)
                    }
                }
            }
            ProfileError::Untrusted {
                role,
                path,
                controlled,
                control,
                folder,
            } => {
                let file = file(role, &path);
                let (controlled, folder) = (controlled.display(), folder.display());
                match control {
                    Control::Owner(uid) => {
                        text!("profile-foreign-owner", file, controlled, folder, uid)
                    }
                    Control::Writable(mode) => {
                        let mode = format!("{mode:03o}");
                        text!("profile-writable", file, controlled, folder, mode)
                    }
                }
            }
            ProfileError::KeyMismatch {
                key,
                certificate,
                subject,
            } => text!(
                "profile-key-mismatch",
                key = source(&key),
                certificate = certificate.display(),
                subject,
            ),
            ProfileError::SerialMismatch {
                given,
                from,
                certificate,
                actual,
            } => text!(
                "profile-serial-mismatch",
                serial_no = given,
                from = source(&from),
                certificate = certificate.display(),
                actual,
            ),
            ProfileError::SerialIsPublicKeyId { id, from } => {
                text!("profile-serial-public-key-id", id, from = source(&from))
            }
            ProfileError::SerialIsPlatform {
                serial_no,
                certificate,
            } => text!(
                "profile-serial-platform",
                serial_no,
                certificate = certificate.display(),
            ),
            ProfileError::OtherMerchant {
                certificate,
                actual,
                mchid,
                is_sub_mchid,
            } => other_merchant(&certificate, &actual, &mchid, is_sub_mchid),
            ProfileError::OwnSubMerchant { mchid, from } => {
                text!("profile-own-sub-merchant", mchid, from = source(&from))
            }
            ProfileError::OwnPublicKey { path } => {
                text!("profile-own-public-key", path = path.display())
            }
            ProfileError::Unpaired {
                given,
                missing,
                profile,
                file,
            } => text!(
                "profile-unpaired",
                given,
                missing,
                profile = profile_of(&profile, file.as_deref()),
                variable = variable(missing),
            ),
        })
    }
}

impl CliError {
    /// Adds why a value is not what its field needs, and what to do about it.
    fn with_problem(self, field: Field, path: Option<&Path>, problem: Problem) -> Self {
        let (cause, help) = match problem {
            Problem::Id(error) => {
                let (rule, help) = match field {
                    Field::Mchid => (text!("profile-rule-mchid"), None),
                    Field::Appid => (text!("profile-rule-appid"), None),
                    Field::SubMchid => (text!("profile-rule-sub-mchid"), None),
                    Field::SubAppid => (text!("profile-rule-sub-appid"), None),
                    Field::PublicKeyId => (text!("profile-rule-public-key-id"), None),
                    Field::SerialNo => (
                        text!("profile-rule-serial-no"),
                        Some(text!("profile-help-serial-no")),
                    ),
                    Field::PrivateKey
                    | Field::Certificate
                    | Field::P12Password
                    | Field::ApiV3Key
                    | Field::AppSecret
                    | Field::NotifyUrl
                    | Field::PlatformCerts
                    | Field::PublicKey
                    | Field::BaseUrl
                    | Field::BackupBaseUrl
                    | Field::MpBaseUrl => return self.with_source(error),
                };
                let failure = self.with_cause(rule);
                return match help {
                    Some(help) => failure.with_help(help),
                    None => failure,
                };
            }
            Problem::Key(error) => (keys::problem(&error), keys::help(field, &error, path)),
            Problem::ApiV3Key(error) => {
                let length = error.length;
                let cause = if error.has_spaces {
                    text!("profile-apiv3-key-spaces", length)
                } else {
                    text!("profile-apiv3-key-length", length)
                };
                (cause, text!("profile-help-apiv3-key"))
            }
            Problem::Url(fault) => {
                let cause = match fault {
                    UrlFault::NotUrl => text!("profile-url-not-url"),
                    UrlFault::Scheme => text!("profile-url-scheme"),
                    UrlFault::Credentials => text!("profile-url-credentials"),
                    UrlFault::QueryOrFragment => text!("profile-url-query"),
                };
                (cause, text!("profile-help-url", field))
            }
            Problem::NoScheme(url) => (
                text!("profile-url-no-scheme"),
                text!("profile-help-scheme", url),
            ),
            Problem::NotText => (
                text!("profile-not-text"),
                text!("profile-help-source", field),
            ),
            Problem::Empty => (
                text!("profile-empty-value"),
                text!("profile-help-source", field),
            ),
        };
        self.with_cause(cause).with_help(help)
    }
}

fn at(file: &Path, position: Position) -> String {
    let Position { line, column } = position;
    format!("{}:{line}:{column}", file.display())
}

fn joined(words: impl IntoIterator<Item = impl ToString>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| word.to_string()).collect();
    words.join(", ")
}

fn table_name(table: &Table) -> Text {
    match table {
        Table::Top => text!("profile-table-top"),
        Table::Profile(name) => Text::verbatim(format!("[profiles.{name}]")),
        Table::Secret(field) => Text::verbatim(field.key()),
    }
}

fn known_keys(table: &Table, nearest: Option<&str>) -> Text {
    if let Some(nearest) = nearest {
        return text!("profile-help-nearest", nearest);
    }
    let known = joined(table.known());
    match table {
        Table::Top => text!("profile-help-known-at-top", known),
        Table::Profile(_) | Table::Secret(_) => text!("profile-help-known", known),
    }
}

fn expected_type(expected: ExpectedType) -> Text {
    match expected {
        ExpectedType::Text => text!("profile-type-text"),
        ExpectedType::Table => text!("profile-type-table"),
        ExpectedType::Profiles => text!("profile-type-profiles"),
        ExpectedType::Secret => text!("profile-type-secret"),
    }
}

fn found_type(found: FoundType) -> Text {
    match found {
        FoundType::Text => text!("profile-type-text"),
        FoundType::EmptyText => text!("profile-type-empty-text"),
        FoundType::Integer => text!("profile-type-integer"),
        FoundType::Float => text!("profile-type-float"),
        FoundType::Boolean => text!("profile-type-boolean"),
        FoundType::Date => text!("profile-type-date"),
        FoundType::Array => text!("profile-type-array"),
        FoundType::Table => text!("profile-type-table"),
        FoundType::EmptyTable => text!("profile-type-empty-table"),
        FoundType::SeveralSources => text!("profile-type-several-sources"),
    }
}

fn wrong_type_help(key: &str, found: FoundType) -> Text {
    match found {
        FoundType::Integer | FoundType::Float | FoundType::Boolean | FoundType::Date => {
            text!("profile-help-quotes", key)
        }
        FoundType::EmptyText => text!("profile-help-leave-out"),
        FoundType::Text
        | FoundType::Array
        | FoundType::Table
        | FoundType::EmptyTable
        | FoundType::SeveralSources => match Field::from_key(key) {
            Some(field) if field.is_secret() => {
                text!("profile-help-secret", key, variable = key.to_uppercase())
            }
            Some(_) => text!("profile-help-text", key),
            None => text!("profile-help-example"),
        },
    }
}

/// Returns where a value was read from.
fn source(from: &ValueSource) -> Text {
    match from {
        ValueSource::Default => text!("profile-source-default"),
        ValueSource::Option => text!("profile-source-option"),
        ValueSource::Preset => text!("profile-source-preset"),
        ValueSource::Command => text!("profile-source-command"),
        ValueSource::Variable(name) | ValueSource::File(name) => Text::verbatim(name),
        ValueSource::Profile(file) => text!("profile-source-profile", file = file.display()),
    }
}

/// Returns a file with what it is read as.
fn file(role: FileRole, path: &Path) -> Text {
    let path = path.display();
    match role {
        FileRole::Profiles => text!("profile-file", path),
        FileRole::Field(field) => Text::verbatim(format!("{field} {path}")),
        FileRole::Named(name) => Text::verbatim(format!("{name} {path}")),
    }
}

/// Returns the variables that can supply a field.
fn variables(field: Field) -> Text {
    let mut variables = field.variables();
    let first = variables.next().unwrap_or_default();
    match variables.next() {
        Some(second) => text!("profile-variables", first, second),
        None => Text::verbatim(first),
    }
}

fn variable(field: Field) -> &'static str {
    field.variables().next().unwrap_or_default()
}

fn profile_of(profile: &str, file: Option<&Path>) -> Text {
    match file {
        Some(file) => text!("profile-of-file", profile, file = file.display()),
        None => text!("profile-of-environment", profile),
    }
}

fn missing(field: Field, profile: &str, file: Option<PathBuf>) -> Text {
    let variables = variables(field);
    match file {
        Some(file) => {
            let file = file.display();
            text!("profile-missing-in-file", field, profile, file, variables)
        }
        None => text!("profile-missing", field, profile, variables),
    }
}

fn other_merchant(certificate: &Path, actual: &Mchid, mchid: &Mchid, is_sub_mchid: bool) -> Text {
    let certificate = certificate.display();
    if is_sub_mchid {
        text!(
            "profile-sub-merchant-certificate",
            certificate,
            actual,
            mchid
        )
    } else {
        text!("profile-other-merchant", certificate, actual, mchid)
    }
}

/// Returns what is remarkable about the merchant's key and certificate.
pub(crate) fn remark(remark: &Remark) -> Text {
    match remark {
        Remark::NoEndLine { key } => text!("keys-no-end-line", key = source(key)),
        Remark::Expired { serial_no, end } => {
            text!("keys-expired", serial_no, end = end.to_rfc3339())
        }
        Remark::NotYetValid { serial_no, start } => {
            text!("keys-not-yet-valid", serial_no, start = start.to_rfc3339())
        }
    }
}
