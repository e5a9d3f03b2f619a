//! What profiles promise, a test each.

mod files;
mod keys;
mod layers;
mod secrets;

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, SerialNumber};
use tempfile::TempDir;

use super::*;

const APIV3_KEY: &str = "0123456789abcdefghijABCDEFGHIJ99";
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";

/// A folder to put files in; all paths are relative to it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that only its owner may read.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        set_mode(&path, 0o600);
        path
    }

    fn inputs(&self) -> Inputs {
        Inputs {
            candidates: vec![self.path("absent.toml"), self.path("merchant.toml")],
            ..Inputs::default()
        }
    }

    /// Loads the one profile of a file with these lines.
    fn shop(&self, lines: &str) -> Result<Profile, ProfileError> {
        self.write("merchant.toml", format!("[profiles.shop]\n{lines}\n"));
        Profile::load(&self.inputs())
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

/// An environment with these variables, and a shell whose commands print their own text.
fn environment<const N: usize>(variables: [(&str, &str); N]) -> Environment {
    let variables: HashMap<String, OsString> = variables
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    Environment::new(
        move |name| variables.get(name).cloned(),
        |command, _| match command.strip_prefix("print ") {
            Some(text) => Ok(format!("{text}\n").into_bytes()),
            None => Err(std::io::ErrorKind::NotFound.into()),
        },
    )
}

struct Keys {
    merchant: KeyPair,
    other: KeyPair,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let key = || KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        Keys {
            merchant: key(),
            other: key(),
        }
    })
}

fn certificate(common_name: &str, serial_no: &[u8], key: &KeyPair) -> String {
    let mut params = CertificateParams::default();
    params.serial_number = Some(SerialNumber::from_slice(serial_no));
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params.self_signed(key).unwrap().pem()
}

/// Formats an error with its sources.
fn message(error: &ProfileError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}\n{error}");
        cause = error.source();
    }
    text
}
