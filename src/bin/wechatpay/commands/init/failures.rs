//! What is wrong with an account, in words: what, where, and how to fix it.

use std::path::Path;

use wechatpay::fs::FileAction;
use wechatpay::profile::Field;
use wechatpay::protocol::id::Mchid;
use wechatpay::protocol::key_material::MaterialKind;
use wechatpay::protocol::keys::KeyError;
use wechatpay::protocol::pkcs12::Pkcs12Error;
use wechatpay::setup::{AccountError, ArchiveFault, Instead, ReadError, StoreError, WriteError};
use wechatpay::shell;

use crate::error::{CliError, by_variant, failures, keys};
use crate::text;
use crate::ui::Text;

failures!(error: ReadError {
    Io { path, source } => Self::file(FileAction::Read, &path, source),
    Archive { path, fault } => Self::config(by_variant!(fault: ArchiveFault {
        Damaged => text!("init-archive-damaged", path),
        Password => text!("init-archive-password", path),
        TooLarge => text!("init-archive-too-large", path),
        OtherKind => text!("init-archive-other-kind", path),
    })),
    NotAnAccount { path } => Self::config(text!("init-not-an-account", path)),
});

fn joined(found: &[Mchid]) -> Text {
    Text::list(&found.iter().map(Mchid::as_str).collect::<Vec<_>>())
}

failures!(error: AccountError {
    Nothing { root, instead } => Self::config(text!("init-nothing", root)).instead(instead),
    NoCertificate { key, instead } => {
        Self::config(text!("init-no-certificate", key)).instead(instead)
    },
    NoKey { certificate, mchid, instead } => {
        Self::config(text!("init-no-key", certificate, mchid)).instead(instead)
    },
    Mismatch { key, certificate, mchid } => {
        Self::config(text!("init-mismatch", key, certificate, mchid))
    },
    OtherMerchant { wanted, found } => {
        Self::config(text!("init-other-merchant", wanted, found = joined(&found)))
    },
    Several { found } => Self::usage(text!("init-several", found = joined(&found))),
    OldIssuer { certificate } => Self::config(text!("init-old-issuer", certificate)),
    Expired { certificate, serial_no, end } => {
        let end = end.to_rfc3339();
        Self::config(text!("init-expired", certificate, serial_no, end))
    },
    NotYetValid { certificate, start } => {
        let start = start.to_rfc3339();
        Self::config(text!("init-not-yet-valid", certificate, start))
    },
});

failures!(error: WriteError {
    Exists { file, name } => Self::config(text!("init-exists", file, name)),
    Changed { file } => Self::config(text!("init-changed", file)),
    NotProfiles { file, reason } => {
        let failure = Self::config(text!("init-not-profiles", file));
        match reason {
            Some(reason) => failure.with_cause(reason),
            None => failure,
        }
    },
    File(error) => error.into(),
    Keyring(error) => by_variant!(error: StoreError {
        Keyring { name, source } => {
            Self::config(text!("init-keyring", name)).with_keyring(&name, source)
        },
        Taken { name } => Self::config(text!("init-keyring-taken", name)),
    }),
});

impl CliError {
    /// Says what was found in the place of what is missing, and what to do about that.
    fn instead(self, found: Option<Instead>) -> Self {
        let Some(found) = found else {
            return self;
        };
        by_variant!(found: Instead {
            Request(path) => self
                .with_cause(text!("init-instead-request", path))
                .with_help(text!("init-help-request")),
            PlatformCertificate(path) => self
                .with_cause(text!("init-instead-platform", path))
                .with_help(text!("init-help-platform")),
            Key { path, error } => {
                let problem = keys::problem(&error);
                let help = match error {
                    KeyError::OtherKind { found: MaterialKind::Encrypted, .. } => {
                        text!("init-help-encrypted", command = shell::decrypt(Some(&path)), path)
                    },
                    error => keys::help(Field::PrivateKey, &error, Some(&path)),
                };
                self.with_cause(text!("init-instead-key", path, problem)).with_help(help)
            },
            Certificate { path, error } => {
                let problem = keys::problem(&error);
                let help = keys::help(Field::Certificate, &error, Some(&path));
                self.with_cause(text!("init-instead-key", path, problem)).with_help(help)
            },
            Container { path, error, is_password_given, legacy } => {
                let help = container_help(&path, error, legacy);
                let cause = match (error, is_password_given) {
                    (Pkcs12Error::Password, true) => text!("init-container-password", path),
                    (Pkcs12Error::Password, false) => text!("init-container-mchid", path),
                    (_, _) => text!("init-container-unreadable", path),
                };
                self.with_cause(cause).with_help(help)
            },
            Other { path, kind } => {
                self.with_cause(text!("init-instead-other", path, kind = keys::kind(kind)))
            },
        })
    }
}

fn container_help(path: &Path, error: Pkcs12Error, legacy: bool) -> Text {
    if error == Pkcs12Error::Password {
        return text!("init-help-container");
    }
    let command = shell::extract(false, Some(path), legacy);
    text!("init-help-container-unreadable", command)
}
