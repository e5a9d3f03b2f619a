//! Errors of a profile in words, each with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use wechatpay::profile::system_keyring::{self, KeyringError};
use wechatpay::profile::{
    ContainerFault, Control, ExpectedType, Field, FileRole, FoundType, Position, Problem,
    ProfileError, Remark, SyntaxMistake, Table, UrlFault, ValueSource,
};
use wechatpay::shell;

use super::system::io_cause;
use super::{CliError, by_variant, file_kind, keys};
use crate::text;
use crate::ui::Text;

impl From<ProfileError> for CliError {
    fn from(error: ProfileError) -> Self {
        let config = Self::config;
        by_variant!(error: ProfileError {
            Syntax { file, position, message, mistake } => {
                config(syntax(&file, position, message, mistake))
            },
            UnknownKey { file, position, table, key, nearest } => {
                let (at, help) = (at(&file, position), known_keys(&table, nearest));
                let table = table_name(&table);
                config(text!("profile-unknown-key", at, key, table)).with_help(help)
            },
            WrongType { file, position, key, expected, found } => {
                let (at, help) = (at(&file, position), wrong_type_help(&key, expected, found));
                let (expected, found) = (expected_type(expected), found_type(found));
                config(text!("profile-wrong-type", at, key, expected, found)).with_help(help)
            },
            NoConfiguration { candidates, profile } => {
                let files = joined(candidates.iter().map(|path| path.display()));
                config(match profile {
                    Some(profile) => text!("profile-none-named", files, profile),
                    None => text!("profile-none", files),
                })
            },
            NoProfiles { file } => config(text!("profile-empty", file)),
            UnknownProfile { file, name, known, nearest } => {
                config(unknown_profile(&file, &name, known, nearest))
            },
            Ambiguous { file, known } => {
                config(text!("profile-ambiguous", file, known = joined(known)))
            },
            Missing { field, profile, file } => config(missing(field, &profile, file)),
            Invalid { field, from, path, problem } => {
                let option = option(field).filter(|_| from == ValueSource::Option);
                let message = match option {
                    Some(option) => text!("profile-invalid-option", option),
                    None => text!("profile-invalid", field, from = source(&from)),
                };
                config(message).with_problem(field, option, path.as_deref(), problem)
            },
            NotUtf8 { variable } => config(text!("profile-not-utf8", variable)),
            Unset { field, variable } => {
                config(text!("profile-unset", field, variable, own = variables(field)))
            },
            Command { field, source } => config(text!("profile-command", field)).with_source(source),
            Keyring { field, name, source } => {
                config(text!("profile-keyring", field, name)).with_keyring(&name, source)
            },
            SecretAsPath { field } => {
                config(text!("profile-secret-as-path", field, variable = variable(field)))
            },
            Read { role, path, source } => unreadable(role, &path, source),
            Folder { role, path } => config(text!("profile-folder", file = file(role, &path))),
            TooLarge { role, path } => config(text!("profile-too-large", file = file(role, &path))),
            Permissions { role, path, mode } => {
                let (file, mode) = (file(role, &path), format!("{mode:03o}"));
                config(text!("profile-permissions", file, path, mode))
            },
            Container { field, from, path, legacy, fault } => {
                let from = source(&from);
                let command = shell::extract(field == Field::Certificate, path.as_deref(), legacy);
                config(by_variant!(fault: ContainerFault {
                    Name => text!("profile-p12-name", field, from, command),
                    Password => text!("profile-p12-password", field, from, command),
                    Mchid => text!("profile-p12-mchid", field, from, command),
                    Unreadable => text!("profile-p12-unreadable", field, from, command),
                }))
            },
            Untrusted { role, path, controlled, control, folder } => {
                config(untrusted(&file(role, &path), &controlled, &control, &folder))
            },
            KeyMismatch { key, certificate, subject } => {
                config(text!("profile-key-mismatch", key = source(&key), certificate, subject))
            },
            SerialMismatch { given: serial_no, from, certificate, actual } => {
                let from = source(&from);
                config(text!("profile-serial-mismatch", serial_no, from, certificate, actual))
            },
            SerialIsPublicKeyId { id, from } => {
                config(text!("profile-serial-public-key-id", id, from = source(&from)))
            },
            SerialIsPlatform { serial_no, certificate } => {
                config(text!("profile-serial-platform", serial_no, certificate))
            },
            OtherMerchant { certificate, actual, mchid, is_sub_mchid: true } => {
                config(text!("profile-sub-merchant-certificate", certificate, actual, mchid))
            },
            OtherMerchant { certificate, actual, mchid, is_sub_mchid: false } => {
                config(text!("profile-other-merchant", certificate, actual, mchid))
            },
            OwnSubMerchant { mchid, from } => {
                config(text!("profile-own-sub-merchant", mchid, from = source(&from)))
            },
            OwnPublicKey { path } => config(text!("profile-own-public-key", path)),
            Unpaired { given, missing, profile, file } => {
                let (profile, variable) = (profile_of(&profile, file), variable(missing));
                config(text!("profile-unpaired", given, missing, profile, variable))
            },
        })
    }
}

/// Returns what is not TOML at a place of a file.
fn syntax(
    file: &Path,
    position: Position,
    message: String,
    mistake: Option<SyntaxMistake>,
) -> Text {
    let at = at(file, position);
    match mistake {
        Some(SyntaxMistake::Backslash) => text!("profile-backslash", at),
        Some(SyntaxMistake::Encoding) => text!("profile-encoding", at),
        Some(SyntaxMistake::Binary(kind)) => {
            text!("profile-binary", file, kind = file_kind(kind))
        }
        Some(SyntaxMistake::WideMark(mark)) => text!("profile-wide-mark", at, mark),
        Some(SyntaxMistake::BareName) => text!("profile-bare-name", at),
        Some(SyntaxMistake::Unquoted) => text!("profile-unquoted", at),
        Some(SyntaxMistake::UnclosedText) => text!("profile-unclosed-text", at),
        Some(SyntaxMistake::NoEquals) => text!("profile-no-equals", at),
        Some(SyntaxMistake::NoValue) => text!("profile-no-value", at),
        Some(SyntaxMistake::Duplicate) => text!("profile-duplicate", at),
        Some(SyntaxMistake::Unclosed) => text!("profile-unclosed", at),
        Some(SyntaxMistake::Trailing) => text!("profile-trailing", at),
        // The parser has no kinds, and no Chinese.
        None => {
            let words = Text::translated(message, text!("profile-not-toml"));
            text!("profile-syntax", at, words)
        }
    }
}

fn unknown_profile(file: &Path, name: &str, known: Vec<String>, nearest: Option<String>) -> Text {
    let is_empty = known.is_empty();
    let known = joined(known);
    match nearest {
        Some(nearest) => text!("profile-misspelt", file, name, known, nearest),
        None if is_empty => text!("profile-unknown-and-none", file, name),
        None => text!("profile-unknown", file, name, known),
    }
}

fn unreadable(role: FileRole, path: &Path, source: io::Error) -> CliError {
    let is_forbidden = source.kind() == io::ErrorKind::PermissionDenied;
    let failure = CliError::config(text!("profile-read", file = file(role, path)));
    let failure = failure.with_source(source);
    if is_forbidden {
        failure.with_help(text!("error-file-help-permission"))
    } else {
        failure
    }
}

fn untrusted(file: &Text, controlled: &Path, control: &Control, folder: &Path) -> Text {
    match control {
        Control::Owner(uid) => text!("profile-foreign-owner", file, controlled, folder, uid),
        Control::Writable(mode) => {
            let mode = format!("{mode:03o}");
            text!("profile-writable", file, controlled, folder, mode)
        }
    }
}

impl CliError {
    /// Adds why a value is not what its field needs, and what to do about it.
    fn with_problem(
        self,
        field: Field,
        option: Option<&str>,
        path: Option<&Path>,
        problem: Problem,
    ) -> Self {
        let (cause, help) = by_variant!(problem: Problem {
            Id(error) => {
                let Some(rule) = id_rule(field) else {
                    return self.with_source(error);
                };
                let failure = self.with_cause(rule);
                return match id_help(field) {
                    Some(help) => failure.with_help(help),
                    None => failure,
                };
            },
            Key(error) => (keys::problem(&error), keys::help(field, &error, path)),
            ApiV3Key(error) => {
                let length = error.length;
                let cause = if error.has_spaces {
                    text!("profile-apiv3-key-spaces", length)
                } else {
                    text!("profile-apiv3-key-length", length)
                };
                (cause, text!("profile-help-apiv3-key"))
            },
            Url(fault) => {
                let cause = by_variant!(fault: UrlFault {
                    NotUrl => text!("profile-url-not-url"),
                    Scheme => text!("profile-url-scheme"),
                    Credentials => text!("profile-url-credentials"),
                    QueryOrFragment => text!("profile-url-query"),
                });
                let help = match option {
                    Some(option) => text!("profile-help-url-option", option),
                    None => text!("profile-help-url", field),
                };
                (cause, help)
            },
            NoScheme(url) => (text!("profile-url-no-scheme"), text!("profile-help-scheme", url)),
            NotText => (text!("profile-not-text"), text!("profile-help-source", field)),
            Empty => (text!("profile-empty-value"), text!("profile-help-source", field)),
        });
        self.with_cause(cause).with_help(help)
    }
}

impl CliError {
    /// Adds why the keyring gives or takes no secret, and what to do about it.
    pub(crate) fn with_keyring(self, name: &str, why: KeyringError) -> Self {
        let (cause, help) = by_variant!(why: KeyringError {
            Unsupported => {
                (text!("profile-keyring-unsupported"), text!("profile-help-keyring-unsupported"))
            },
            NoProgram(program) => (
                text!("profile-keyring-no-program", program),
                text!("profile-help-keyring-no-program", program),
            ),
            NotStarted { program, kind } => {
                let reason = io_cause(&kind.into());
                let cause = text!("profile-keyring-not-started", program, reason);
                (cause, text!("profile-help-keyring-no-program", program))
            },
            TimedOut { program, timeout } => {
                let seconds = timeout.as_secs();
                let cause = text!("profile-keyring-timed-out", program, seconds);
                (cause, text!("profile-help-keyring-refused"))
            },
            NoEntry => {
                let command = system_keyring::store_command(name).unwrap_or_default();
                (text!("profile-keyring-no-entry"), text!("profile-help-keyring-store", command))
            },
            Refused { message } => {
                let cause = match message {
                    Some(message) => text!("profile-keyring-refused-with", message),
                    None => text!("profile-keyring-refused"),
                };
                (cause, text!("profile-help-keyring-refused"))
            },
            NotKept => (text!("profile-keyring-not-kept"), text!("profile-help-keyring-unsupported")),
        });
        self.with_cause(cause).with_help(help)
    }
}

/// Returns what an id of a field must look like.
fn id_rule(field: Field) -> Option<Text> {
    Some(by_variant!(field: Field {
        Mchid => text!("profile-rule-mchid"),
        Appid => text!("profile-rule-appid"),
        SubMchid => text!("profile-rule-sub-mchid"),
        SubAppid => text!("profile-rule-sub-appid"),
        PublicKeyId => text!("profile-rule-public-key-id"),
        SerialNo => text!("profile-rule-serial-no"),
        PrivateKey | Certificate | P12Password | ApiV3Key | AppSecret | NotifyUrl | PlatformCerts
            | PublicKey | BaseUrl | BackupBaseUrl | MpBaseUrl => return None,
    }))
}

/// Returns where an id of a field is found.
fn id_help(field: Field) -> Option<Text> {
    Some(by_variant!(field: Field {
        Mchid | SubMchid => text!("profile-help-mchid"),
        Appid | SubAppid => text!("profile-help-appid"),
        PublicKeyId => text!("profile-help-public-key-id"),
        SerialNo => text!("profile-help-serial-no"),
        PrivateKey | Certificate | P12Password | ApiV3Key | AppSecret | NotifyUrl | PlatformCerts
            | PublicKey | BaseUrl | BackupBaseUrl | MpBaseUrl => return None,
    }))
}

/// Returns the option that sets a field.
fn option(field: Field) -> Option<&'static str> {
    by_variant!(field: Field {
        BaseUrl => Some("--base-url"),
        BackupBaseUrl => Some("--backup-base-url"),
        MpBaseUrl => Some("--mp-base-url"),
        P12Password => Some("--p12-password"),
        // Those of `download-certs`, as CertificateDownloader has them.
        Mchid => Some("-m/--mchid"),
        SerialNo => Some("-s/--serialno"),
        PrivateKey => Some("-f/--privatekey"),
        ApiV3Key => Some("-k/--key"),
        Appid | SubMchid | SubAppid | PublicKeyId | Certificate | AppSecret | NotifyUrl
            | PlatformCerts | PublicKey => None,
    })
}

fn at(file: &Path, position: Position) -> String {
    let Position { line, column } = position;
    format!("{}:{line}:{column}", file.display())
}

fn joined(words: impl IntoIterator<Item = impl ToString>) -> Text {
    let words: Vec<_> = words.into_iter().map(|word| word.to_string()).collect();
    Text::list(&words)
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

fn wrong_type_help(key: &str, expected: ExpectedType, found: FoundType) -> Text {
    if matches!(expected, ExpectedType::Profiles | ExpectedType::Table) {
        return text!("profile-help-example");
    }
    by_variant!(found: FoundType {
        Integer | Float | Boolean | Date => text!("profile-help-quotes", key),
        EmptyText => text!("profile-help-leave-out"),
        Text | Array | Table | EmptyTable | SeveralSources => match Field::from_key(key) {
            Some(field) if field.is_secret() => {
                text!("profile-help-secret", key, variable = key.to_uppercase())
            }
            Some(_) => text!("profile-help-text", key),
            None => text!("profile-help-example"),
        },
    })
}

/// Returns where a value was read from.
fn source(from: &ValueSource) -> Text {
    match from {
        ValueSource::Answer => text!("profile-source-answer"),
        ValueSource::Default => text!("profile-source-default"),
        ValueSource::Option => text!("profile-source-option"),
        ValueSource::Preset => text!("profile-source-preset"),
        ValueSource::Command => text!("profile-source-command"),
        ValueSource::Keyring(name) => text!("profile-source-keyring", name),
        ValueSource::Variable(name) | ValueSource::File(name) => Text::verbatim(name),
        ValueSource::Profile(file) => text!("profile-source-profile", file),
    }
}

/// Returns a file with what it is read as.
fn file(role: FileRole, path: &Path) -> Text {
    match role {
        FileRole::Profiles => text!("profile-file", path),
        FileRole::Field(_) | FileRole::Variable(..) | FileRole::Named(_) => {
            Text::verbatim(format!("{role} {}", path.display()))
        }
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

fn profile_of(profile: &str, file: Option<PathBuf>) -> Text {
    match file {
        Some(file) => text!("profile-of-file", profile, file),
        None => text!("profile-of-environment", profile),
    }
}

fn missing(field: Field, profile: &str, file: Option<PathBuf>) -> Text {
    let variables = variables(field);
    match file {
        Some(file) => text!("profile-missing-in-file", field, profile, file, variables),
        None => text!("profile-missing", field, profile, variables),
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
