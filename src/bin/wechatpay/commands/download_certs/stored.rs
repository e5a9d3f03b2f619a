//! The certificates that are there already.

use std::path::{Path, PathBuf};

use wechatpay::profile::{PlatformFiles, Profile};
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::id::SerialNo;

use crate::args;
use crate::diagnostic::{Failure, keys};
use crate::lang::Lang;

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
pub(super) fn read(folder: &Path, profile: &Profile) -> Result<Vec<Stored>, Failure> {
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
        profile.check_control("the platform certificate", &path)?;
        if let Ok(x509) = X509::from_pem(&args::file(&path)?)
            && x509.mchid().is_none()
        {
            found.push(Stored { path, x509 });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Returns the keys that were given to be trusted, from files or folders. Each must give one:
/// otherwise the user believes that something is checked, and nothing is.
pub(super) fn given(paths: &[PathBuf], profile: &Profile) -> Result<PlatformFiles, Failure> {
    let mut all = PlatformFiles::default();
    for path in paths {
        let found = if path.as_os_str() == "-" {
            profile.platform_content(path, &args::file(path)?)
        } else {
            profile.platform_files("-c", path)?
        };
        if found.is_empty() {
            return Err(without_key(path, &found));
        }
        all.certificates.extend(found.certificates);
        all.public_keys.extend(found.public_keys);
        all.passed_over.extend(found.passed_over);
    }
    Ok(all)
}

fn without_key(path: &Path, found: &PlatformFiles) -> Failure {
    let path = path.display();
    let mut failure = Failure::config(format!("-c {path} has no key of WeChat Pay's to trust"))
        .in_chinese(format!("-c {path} 中没有可信任的微信支付密钥"))
        .with_help(
            "give a platform certificate (wechatpay_….pem), a folder of them, or the WeChat Pay public key under the name PUB_KEY_ID_….pem (or set public_key and public_key_id); without -c, the first download is trusted on first use",
            "请提供平台证书（wechatpay_….pem）、存放平台证书的文件夹，或名为 PUB_KEY_ID_….pem 的微信支付公钥（也可配置 public_key 与 public_key_id）；不带 -c 时，首次下载按首次使用处理",
        );
    if found.passed_over.is_empty() {
        failure.add_cause(
            "no file in it is a certificate or key",
            "其中没有证书或密钥文件",
        );
    }
    for passed in &found.passed_over {
        failure.add_cause(
            keys::passed_over(passed, Lang::En),
            keys::passed_over(passed, Lang::Zh),
        );
    }
    failure
}
