//! What to do about each fault of a profile.

use std::path::{Path, PathBuf};

use super::error::{ContainerFault, Control, Problem, ProfileError, SyntaxMistake, Table};
use super::field::Field;
use crate::protocol::key_material::MaterialKind;
use crate::protocol::keys::{KeyError, UnusableKey};

impl ProfileError {
    /// Says what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::Syntax { mistake, .. } => match mistake {
                Some(SyntaxMistake::Backslash) => r"between double quotes a backslash begins an escape: write the path in single quotes ('C:\cert\key.pem'), or with / or \\",
                Some(SyntaxMistake::Encoding) => "save the file as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
                None => "merchant.example.toml shows every key",
            }
            .to_owned(),
            Self::UnknownKey {
                nearest: Some(nearest),
                ..
            } => format!("did you mean '{nearest}'?"),
            Self::UnknownKey { table, .. } => {
                let known = table.known().join(", ");
                match table {
                    Table::Top => {
                        format!("known here: {known}; profiles stand under [profiles.NAME]")
                    }
                    Table::Profile(_) | Table::Secret(_) => format!("known here: {known}"),
                }
            }
            Self::WrongType { key, found, .. } => wrong_type(key, found),
            Self::NoConfiguration { looked, profile } => no_configuration(looked, profile.as_deref()),
            Self::NoProfiles { file } => format!(
                "add a [profiles.NAME] table to {}; merchant.example.toml shows every key",
                file.display()
            ),
            Self::UnknownProfile { known, nearest, .. } => {
                let known = format!("it has: {}", known.join(", "));
                match nearest {
                    Some(nearest) => format!("did you mean '{nearest}'? {known}"),
                    None => known,
                }
            }
            Self::Ambiguous { file, .. } => format!(
                "give --profile NAME or WECHATPAY_PROFILE, or set default_profile in {}",
                file.display()
            ),
            Self::Missing {
                field,
                profile,
                file,
            } => missing(*field, profile, file.as_deref()),
            Self::Invalid {
                field,
                problem,
                path,
                ..
            } => return invalid(*field, problem, path.as_deref()),
            Self::Container {
                field,
                path,
                legacy,
                fault,
                ..
            } => container(*field, path.as_deref(), *legacy, *fault),
            Self::NotUtf8 { variable } => {
                format!("set {variable} to UTF-8 text, or give a file instead")
            }
            Self::Unset { field, variable } => {
                let own: Vec<_> = field.variables().collect();
                format!("set {variable}, or {}", own.join(" or "))
            }
            Self::Command { field, .. } => {
                format!("run the command of {field} by hand; it must print the secret and exit 0")
            }
            Self::SecretAsPath { field } => format!(
                "put the secret in {}, or write the path of a file that holds it",
                field.variables().next().unwrap_or_default()
            ),
            Self::Read { .. } => {
                "check the path: those in merchant.toml are relative to its folder, all others to the working directory".to_owned()
            }
            Self::Folder { .. } => "give the path of the file itself".to_owned(),
            Self::TooLarge { .. } => "keys, certificates and profiles are a few kilobytes; check the path".to_owned(),
            Self::Permissions { path, .. } => format!(
                "run: chmod 600 {} (or give --insecure-permissions, where the file is mounted read-only)",
                path.display()
            ),
            Self::Untrusted {
                place,
                control,
                folder,
                ..
            } => untrusted(place, control, folder),
            Self::KeyMismatch { .. }
            | Self::SerialMismatch { .. }
            | Self::SerialIsPublicKeyId { .. }
            | Self::SerialIsPlatform { .. }
            | Self::OtherMerchant { .. }
            | Self::OwnSubMerchant { .. }
            | Self::OwnPublicKey { .. }
            | Self::Unpaired { .. } => return self.contradiction(),
        };
        Some(text)
    }

    /// Says what to do about fields that do not belong together.
    fn contradiction(&self) -> Option<String> {
        Some(match self {
            Self::KeyMismatch { .. } => {
                "take apiclient_key.pem and apiclient_cert.pem from the same ZIP; a renewed certificate comes with a new key".to_owned()
            }
            Self::SerialMismatch { actual, .. } => format!(
                "set serial_no to {actual}, or leave it out: it is read from the certificate"
            ),
            Self::SerialIsPublicKeyId { .. } => format!(
                "PUB_KEY_ID_… belongs in public_key_id; {SERIAL_NO}"
            ),
            Self::SerialIsPlatform { .. } => SERIAL_NO.to_owned(),
            Self::OtherMerchant { is_sub_mchid, .. } => if *is_sub_mchid {
                "mchid, key and certificate are the service provider's; only sub_mchid and sub_appid are the sub-merchant's"
            } else {
                "take key, certificate and mchid of one merchant"
            }
            .to_owned(),
            Self::OwnSubMerchant { .. } => {
                "mchid is the service provider's number and sub_mchid the sub-merchant's; a merchant that acts for itself has no sub_mchid".to_owned()
            }
            Self::OwnPublicKey { .. } => {
                "download pub_key.pem in the merchant console: 账户中心 → API安全 → 微信支付公钥".to_owned()
            }
            Self::Unpaired { missing, .. } => format!(
                "set {missing} too ({}); the merchant console shows both: 账户中心 → API安全 → 微信支付公钥",
                missing.variables().next().unwrap_or_default()
            ),
            _ => return None,
        })
    }
}

const SERIAL_NO: &str = "serial_no is the serial number of apiclient_cert.pem: openssl x509 -noout -serial -in apiclient_cert.pem";

/// Says how to take the control away from others, or how to trust them.
fn untrusted(place: &Path, control: &Control, folder: &Path) -> String {
    let (place, folder) = (place.display(), folder.display());
    let trust = format!(
        "--trust-folder '{folder}', or WECHATPAY_TRUST_FOLDERS='{folder}' in the environment (as in a CI job)"
    );
    match control {
        Control::Owner(_) => format!(
            "it decides what is run and what is trusted, so it must be yours or root's; if you trust what is in that folder: {trust}"
        ),
        Control::Writable(_) => {
            format!(
                "run: chmod go-w '{place}'; or, if you trust everyone who can write there: {trust}"
            )
        }
    }
}

fn wrong_type(key: &str, found: &str) -> String {
    match found {
        "an integer" | "a float" | "a boolean" | "a date" => {
            format!("write it in quotes: {key} = \"…\"")
        }
        "an empty one" => "leave the key out where there is no value".to_owned(),
        _ => match Field::from_key(key) {
            Some(field) if field.is_secret() => {
                format!(
                    "for example: {key} = {{ env = \"SHOP_{}\" }}",
                    key.to_uppercase()
                )
            }
            Some(_) => format!("for example: {key} = \"…\""),
            None => "merchant.example.toml shows every key".to_owned(),
        },
    }
}

fn no_configuration(looked: &[PathBuf], profile: Option<&str>) -> String {
    let looked = looked
        .iter()
        .map(|path| path.display().to_string())
        .collect::<Vec<_>>()
        .join(", ");
    let files = if looked.is_empty() {
        String::new()
    } else {
        format!(" (looked for {looked})")
    };
    match profile {
        Some(name) => format!("give the file that has profile '{name}' with --config FILE{files}"),
        None => format!(
            "give a file with --config FILE{files}, or set WECHATPAY_MCHID, WECHATPAY_SERIAL_NO, WECHATPAY_PRIVATE_KEY_FILE and WECHATPAY_APIV3_KEY; --sandbox needs none of them"
        ),
    }
}

fn missing(field: Field, profile: &str, file: Option<&Path>) -> String {
    let variables = field.variables().collect::<Vec<_>>().join(" or ");
    let alternative = if field == Field::SerialNo {
        ", or give the certificate (WECHATPAY_CERTIFICATE_FILE)"
    } else {
        ""
    };
    match file {
        Some(file) => format!(
            "set {field} under [profiles.{profile}] in {}, or {variables} in the environment{alternative}",
            file.display()
        ),
        None => format!(
            "set {variables} in the environment, or give a profile that has {field} (--config FILE){alternative}"
        ),
    }
}

/// Says how to make PEM files of a PKCS#12 container, or how to have it opened here.
fn container(field: Field, path: Option<&Path>, legacy: bool, fault: ContainerFault) -> String {
    let run = commands::of_container(field == Field::Certificate, path, legacy);
    match fault {
        ContainerFault::Name => format!(
            "run: {run} (its password is the mchid, unless it was changed); or give the file a name that ends in .p12, and it is read as it is"
        ),
        ContainerFault::Password | ContainerFault::Mchid => format!(
            "set its password with p12_password, WECHATPAY_P12_PASSWORD or --p12-password; or run: {run} (it asks for the password)"
        ),
        ContainerFault::Unreadable => format!(
            "take apiclient_key.pem and apiclient_cert.pem from the ZIP that it came in; or run: {run} (its password is the mchid, unless it was changed)"
        ),
    }
}

fn invalid(field: Field, problem: &Problem, path: Option<&Path>) -> Option<String> {
    match problem {
        Problem::Id(_) if field == Field::SerialNo => Some(SERIAL_NO.to_owned()),
        Problem::Id(_) => None,
        Problem::Key(KeyError::OtherKind { found, .. }) => {
            Some(other_kind(field, *found, path))
        }
        Problem::Key(KeyError::Damaged | KeyError::CutOff { .. }) if field == Field::PlatformCerts => {
            Some("delete the file, then run `wechatpay download-certs`".to_owned())
        }
        Problem::Key(KeyError::Damaged | KeyError::CutOff { .. }) => {
            let file = file_of(field);
            Some(format!("copy {file} again, whole: from the BEGIN line to the END line and everything between"))
        }
        Problem::Key(KeyError::Unusable(why)) => Some(unusable(field, *why)),
        Problem::ApiV3Key(_) => Some(
            "it is the APIv3密钥 of the merchant console (账户中心 → API安全), taken as it is; the APIv2 key and the AppSecret are others".to_owned(),
        ),
        Problem::NoScheme(meant) => Some(format!("did you mean {meant}?")),
        Problem::Url(_) => Some(format!("for example: {field} = \"https://…\"")),
        Problem::NotText | Problem::Empty => {
            Some(format!("check what {field} is read from"))
        }
    }
}

fn unusable(field: Field, why: UnusableKey) -> String {
    let file = file_of(field);
    match why {
        UnusableKey::Inconsistent => {
            format!("copy {file} again: a byte of it was changed on the way")
        }
        UnusableKey::Size(_)
        | UnusableKey::NotRsa
        | UnusableKey::Exponent
        | UnusableKey::ManyPrimes => {
            format!(
                "WeChat Pay uses RSA of 2048 bits here: {file} comes from the merchant console (账户中心 → API安全) or its certificate tool"
            )
        }
    }
}

/// Returns the name that the official tools give a field's file.
fn file_of(field: Field) -> &'static str {
    match field {
        Field::PrivateKey => "apiclient_key.pem",
        Field::Certificate => "apiclient_cert.pem",
        Field::PublicKey => "pub_key.pem",
        _ => "the file",
    }
}

fn other_kind(field: Field, found: MaterialKind, path: Option<&Path>) -> String {
    match (field, found) {
        (Field::PrivateKey, MaterialKind::Encrypted) => format!(
            "take the password off: {}, and set private_key to the file that it makes",
            commands::of_encrypted(path)
        ),
        (Field::PrivateKey, MaterialKind::ShortSecret) => {
            "an APIv3 key belongs in apiv3_key; private_key is apiclient_key.pem".to_owned()
        }
        (Field::PrivateKey, MaterialKind::Path) => {
            "WECHATPAY_PRIVATE_KEY takes the text of apiclient_key.pem, WECHATPAY_PRIVATE_KEY_FILE its path".to_owned()
        }
        (Field::PrivateKey, MaterialKind::Unknown) => {
            "apiclient_key.pem begins with -----BEGIN PRIVATE KEY-----; WECHATPAY_PRIVATE_KEY takes that text, WECHATPAY_PRIVATE_KEY_FILE a path".to_owned()
        }
        (Field::PrivateKey, _) => {
            "private_key is apiclient_key.pem, from the ZIP that apiclient_cert.pem is in".to_owned()
        }
        (Field::Certificate, _) => "certificate is apiclient_cert.pem".to_owned(),
        (Field::PublicKey, MaterialKind::PublicKeyId) => {
            "the id belongs in public_key_id; public_key is the file pub_key.pem".to_owned()
        }
        (Field::PublicKey, MaterialKind::Certificate) => {
            "platform certificates belong in the folder platform_certs; public_key is the file pub_key.pem".to_owned()
        }
        (Field::PublicKey, _) => {
            "public_key is the file pub_key.pem of the merchant console (账户中心 → API安全 → 微信支付公钥)".to_owned()
        }
        _ => format!("check the file of {field}"),
    }
}

/// Commands that make usable files of others, for a shell.
pub mod commands {
    use std::io::Read;
    use std::path::Path;

    /// Tells whether a container is written as base64, which `openssl pkcs12` does not read.
    fn is_text(path: &Path) -> bool {
        const DER_SEQUENCE: u8 = 0x30;
        let mut first = [0];
        let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
        read.is_ok() && first != [DER_SEQUENCE]
    }

    /// Returns the command that takes a key or certificate out of a PKCS#12 container.
    #[must_use]
    pub fn of_container(certificate: bool, path: Option<&Path>, legacy: bool) -> String {
        let (what, made) = if certificate {
            ("-clcerts -nokeys", "apiclient_cert.pem")
        } else {
            ("-nodes -nocerts", "apiclient_key.pem")
        };
        let legacy = if legacy { "-legacy " } else { "" };
        let (from, to) = (quoted(path), unlike_any(made));
        if path.is_some_and(is_text) {
            return format!("base64 -d < {from} | openssl pkcs12 {legacy}{what} -out {to}");
        }
        format!("openssl pkcs12 {legacy}-in {from} {what} -out {to}")
    }

    /// Returns the command that takes the password off a private key.
    #[must_use]
    pub fn of_encrypted(path: Option<&Path>) -> String {
        let (from, to) = (quoted(path), unlike_any("apiclient_key.pem"));
        format!("openssl pkey -in {from} -out {to}")
    }

    fn quoted(path: Option<&Path>) -> String {
        let Some(path) = path else {
            return "FILE".to_owned();
        };
        let text = path.display().to_string();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
        if text.chars().all(is_plain) {
            text
        } else {
            format!("'{}'", text.replace('\'', "'\\''"))
        }
    }

    /// openssl empties the file that it writes, even if that is the one that it reads.
    fn unlike_any(name: &'static str) -> String {
        if Path::new(name).exists() {
            format!("new_{name}")
        } else {
            name.to_owned()
        }
    }
}
