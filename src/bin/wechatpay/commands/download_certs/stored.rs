//! The certificates that are there already.

use std::path::{Path, PathBuf};

use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::pem;

use crate::args;
use crate::diagnostic::Failure;

/// A platform certificate in the folder.
pub(super) struct Stored {
    pub(super) path: PathBuf,
    pub(super) x509: X509,
}

impl Stored {
    /// Tells whether the file has the name that it would be given here, so that it is this
    /// command's to remove.
    pub(super) fn is_own(&self) -> bool {
        let name = file_name(self.x509.serial_no());
        self.path
            .file_name()
            .is_some_and(|own| own.eq_ignore_ascii_case(&name))
    }
}

/// Returns the name that every official tool gives a certificate's file.
pub(super) fn file_name(serial_no: &SerialNo) -> String {
    format!("wechatpay_{serial_no}.pem")
}

/// Returns the platform certificates of a folder: files named as every official tool names them.
/// What is no certificate of WeChat Pay's vouches for nothing.
pub(super) fn read(folder: &Path) -> Result<Vec<Stored>, Failure> {
    let failed = |error: std::io::Error| Failure::file("read the folder", folder, &error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = name.starts_with("wechatpay_") && path.extension() == Some("pem".as_ref());
        if !named || !path.is_file() {
            continue;
        }
        if let Ok(x509) = X509::from_pem(&args::file(&path)?)
            && x509.mchid().is_none()
        {
            found.push(Stored { path, x509 });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Returns the certificates that were given to be trusted, from files or folders.
pub(super) fn given(paths: &[PathBuf]) -> Result<Vec<X509>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(read(path)?.into_iter().map(|stored| stored.x509));
        } else {
            found.extend(certificates(path)?);
        }
    }
    Ok(found)
}

fn certificates(path: &Path) -> Result<Vec<X509>, Failure> {
    let unusable = || Failure::config(format!("{} cannot be used", path.display()));
    let bytes = args::file(path)?;
    let mut found = vec![X509::from_pem(&bytes).map_err(|error| {
        unusable().because(&error).with_help(
            "-c takes platform certificates in PEM; the WeChat Pay public key is set with public_key and public_key_id",
            "-c 接受 PEM 格式的平台证书；微信支付公钥请用 public_key 与 public_key_id 配置",
        )
    })?];
    for der in pem::certificates(&bytes).iter().skip(1) {
        found.push(X509::from_der(der).map_err(|error| unusable().because(&error))?);
    }
    match found.iter().find_map(X509::mchid) {
        Some(mchid) => Err(Failure::config(format!(
            "{} is the certificate of merchant {mchid}, not WeChat Pay's",
            path.display()
        ))
        .with_help(
            "WeChat Pay signs with its own key: give a platform certificate (wechatpay_….pem)",
            "微信支付用自己的密钥签名：请提供平台证书（wechatpay_….pem）",
        )),
        None => Ok(found),
    }
}
