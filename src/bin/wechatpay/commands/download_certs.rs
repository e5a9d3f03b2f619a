//! `download-certs`: fetches, decrypts, verifies and stores the platform certificates.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::error::Error;
use wechatpay::protocol::certificate::{Bootstrap, CertificateError, PlatformCertificate, X509};
use wechatpay::protocol::certificates::Certificates;
use wechatpay::protocol::keys::Keyring;
use wechatpay::protocol::pem;
use wechatpay::protocol::signed::VerifyError;
use wechatpay::protocol::stamp::Timestamp;

use super::dry_run;
use crate::args;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};
use crate::files::{self, Staged};
use crate::output::{Page, Render, Tone};

/// The options of the Java CertificateDownloader are understood too, so that its command line
/// works unchanged: -k -m -f -s -o -c.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// APIv3 key; better kept out of the command line, where other processes can read it
    #[arg(short, long, value_name = "KEY", hide_env_values = true)]
    key: Option<String>,
    /// Merchant number
    #[arg(short, long)]
    mchid: Option<String>,
    /// Merchant private key file
    #[arg(short = 'f', long, value_name = "FILE")]
    privatekey: Option<PathBuf>,
    /// Serial number of the merchant certificate
    #[arg(short, long)]
    serialno: Option<String>,
    /// Write here [default: the profile's platform_certs, or .]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Certificates that are trusted already
    #[arg(short = 'c', long = "wechatpay-cert", value_name = "FILE|DIR")]
    wechatpay_cert: Vec<PathBuf>,
    /// Write nothing; exit 8 where a certificate expires soon, is new, or has gone
    #[arg(long)]
    check: bool,
    /// How soon is soon, for --check, in days
    #[arg(long, value_name = "N", default_value_t = 30)]
    min_days: i64,
    /// Remove certificates from the folder that WeChat Pay no longer lists
    #[arg(long)]
    prune: bool,
    /// Check that each certificate was issued by an authority in this PEM file
    #[arg(long, value_name = "FILE")]
    chain: Option<PathBuf>,
    /// Whether certificates are accepted that no key at hand vouches for
    #[arg(long, value_name = "allow|refuse", default_value = "allow")]
    first_use: FirstUse,
    /// Write all certificates into this one PEM file, too
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FirstUse {
    Allow,
    Refuse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Written,
    Unchanged,
    Pruned,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Trust {
    Pinned,
    FirstUse,
    PublicKey,
}

#[derive(Serialize)]
struct Entry {
    serial_no: String,
    sha256: String,
    not_before: String,
    not_after: String,
    days_left: i64,
    path: Option<PathBuf>,
    action: Action,
    verified_by: Vec<&'static str>,
}

#[derive(Serialize)]
struct Report {
    certificates: Vec<Entry>,
    trust: Trust,
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<Vec<Reason>>,
}

/// Why `--check` is not content.
#[derive(Serialize)]
struct Reason {
    reason: &'static str,
    serial_no: String,
    days_left: Option<i64>,
}

impl Render for Report {
    const SCHEMA: &'static str = "download-certs";

    fn render(&self, page: &mut Page) {
        let header = page.pick(
            ["serial_no", "valid until", "days left", "action", "file"],
            ["序列号", "有效期至", "剩余天数", "操作", "文件"],
        );
        page.table(
            &header,
            self.certificates.iter().map(|entry| {
                let action = serde_json::to_value(entry.action).unwrap_or_default();
                vec![
                    entry.serial_no.clone(),
                    entry.not_after.clone(),
                    entry.days_left.to_string(),
                    action.as_str().unwrap_or_default().to_owned(),
                    entry
                        .path
                        .as_ref()
                        .map(|path| path.display().to_string())
                        .unwrap_or_default(),
                ]
            }),
        );
        let trust = match self.trust {
            Trust::Pinned => page.pick(
                "verified by a certificate that was trusted before",
                "由已信任的证书验证",
            ),
            Trust::FirstUse => page.pick(
                "first use: verified by the APIv3 key and by the certificate itself",
                "首次使用：由 APIv3 密钥与证书自身验证",
            ),
            Trust::PublicKey => page.pick(
                "verified by the WeChat Pay public key",
                "由微信支付公钥验证",
            ),
        };
        page.toned(Tone::Good, trust);
        for reason in self.check.iter().flatten() {
            let days = reason
                .days_left
                .map(|days| format!(", {days} days left"))
                .unwrap_or_default();
            page.toned(
                Tone::Bad,
                format!("{}: {}{days}", reason.reason, reason.serial_no),
            );
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    context.set_java_options(
        args.key.as_deref(),
        args.mchid.as_deref(),
        args.privatekey.as_deref(),
        args.serialno.as_deref(),
    );
    if args.key.is_some() {
        context.output.warn(context.output.lang.pick(
            "the APIv3 key on the command line can be read by other processes and stays in the shell's history; use WECHATPAY_APIV3_KEY or a profile",
            "命令行中的 APIv3 密钥会被其他进程看到并留在 shell 历史中；请改用 WECHATPAY_APIV3_KEY 或配置文件",
        ));
    }
    let client = context.client().await?;
    if context.is_dry() {
        return dry_run::show(&client.sign(&Certificates), context);
    }
    let folder = folder(args, context)?;
    let trusted = trusted(args, &folder, context)?;
    let authorities = args.chain.as_deref().map(read_authorities).transpose()?;
    let apiv3_key = context.profile()?.apiv3_key()?;
    if trusted.is_empty() && args.first_use == FirstUse::Allow {
        context.output.note(context.output.lang.pick(
            "first use: no platform certificate is trusted yet",
            "首次使用：尚无已信任的平台证书",
        ));
    }
    let (bootstrap, request_id) = client
        .certificates(&trusted, &apiv3_key)
        .await
        .map_err(explain)?;
    let trust = judge(args, &bootstrap, authorities.as_deref())?;
    let certificates = distinct(&bootstrap);
    let listed = existing(&folder)?;
    let mut entries: Vec<Entry> = certificates
        .iter()
        .map(|certificate| {
            entry(
                certificate,
                &folder,
                &listed,
                &bootstrap,
                authorities.is_some(),
            )
        })
        .collect();
    if args.check {
        let reasons = reasons(&entries, &certificates, &listed, &trusted, args.min_days);
        for entry in &mut entries {
            entry.action = Action::None;
        }
        let content = reasons.is_empty();
        context.output.show(&Report {
            certificates: entries,
            trust,
            request_id,
            check: Some(reasons),
        })?;
        return Ok(if content {
            0
        } else {
            Kind::Condition.exit_code()
        });
    }
    write(&certificates, &entries, &folder, args.bundle.as_deref())?;
    if args.prune {
        entries.extend(prune(&certificates, &listed)?);
    }
    context.output.show(&Report {
        certificates: entries,
        trust,
        request_id,
        check: None,
    })?;
    Ok(0)
}

fn folder(args: &Args, context: &Context) -> Result<PathBuf, Failure> {
    match &args.output {
        Some(folder) => Ok(folder.clone()),
        None => Ok(context
            .profile()?
            .platform_certs()
            .map_or_else(|| PathBuf::from("."), Path::to_owned)),
    }
}

fn trusted(args: &Args, folder: &Path, context: &Context) -> Result<Keyring, Failure> {
    let mut keyring = context.profile()?.trusted()?;
    for (_, x509) in existing(folder)? {
        keyring
            .add_certificate(&x509)
            .map_err(|error| Failure::config("a certificate cannot be used").because(&error))?;
    }
    for path in &args.wechatpay_cert {
        let found = if path.is_dir() {
            existing(path)?.into_iter().map(|(_, x509)| x509).collect()
        } else {
            let x509 = X509::from_pem(&args::file(path)?).map_err(|error| {
                Failure::config(format!("{} cannot be used", path.display())).because(&error)
            })?;
            vec![x509]
        };
        for x509 in &found {
            keyring
                .add_certificate(x509)
                .map_err(|error| Failure::config("a certificate cannot be used").because(&error))?;
        }
    }
    Ok(keyring)
}

/// Returns the platform certificates of a folder: files named as every official tool names them.
fn existing(folder: &Path) -> Result<Vec<(PathBuf, X509)>, Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::file("read the folder", folder, &error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::file("read the folder", folder, &error))?
            .path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.starts_with("wechatpay_")
            && path.extension() == Some("pem".as_ref())
            && path.is_file()
        {
            found.extend(
                X509::from_pem(&args::file(&path)?)
                    .ok()
                    .map(|x509| (path, x509)),
            );
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

fn read_authorities(path: &Path) -> Result<Vec<X509>, Failure> {
    let authorities: Vec<X509> = pem::certificates(&args::file(path)?)
        .iter()
        .filter_map(|der| X509::from_der(der).ok())
        .collect();
    if authorities.is_empty() {
        return Err(Failure::config(format!("{} holds no PEM certificate", path.display())).with_help(
            "convert a .p7b with `openssl pkcs7 -inform DER -in CertTrustChain.p7b -print_certs -out chain.pem`",
            "用 `openssl pkcs7 -inform DER -in CertTrustChain.p7b -print_certs -out chain.pem` 转换 .p7b",
        ));
    }
    Ok(authorities)
}

/// Public-key merchants have no certificates, which is no fault of theirs or of the request.
fn explain(error: Error) -> Failure {
    let public_key = match &error {
        Error::Api(refused) => refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS"),
        Error::Certificates {
            source: CertificateError::None,
            ..
        } => true,
        Error::Certificates {
            source: CertificateError::Signature(VerifyError::UnknownSerial(serial)),
            ..
        } => serial.starts_with("PUB_KEY_ID_"),
        _ => false,
    };
    let mut failure = Failure::from(error);
    if public_key {
        failure.kind = Kind::NotFound;
        failure = failure.public_key_mode();
    }
    failure
}

fn judge(
    args: &Args,
    bootstrap: &Bootstrap,
    authorities: Option<&[X509]>,
) -> Result<Trust, Failure> {
    let now = ambient::now();
    for certificate in &bootstrap.certificates {
        if authorities.is_some_and(|authorities| !certificate.x509.chains_to(authorities, now)) {
            let source = CertificateError::Chain(certificate.serial_no.clone());
            return Err(Error::Certificates {
                source,
                request_id: None,
            }
            .into());
        }
    }
    let trust = match (bootstrap.pinned, bootstrap.self_signed) {
        (true, true) => Trust::Pinned,
        (true, false) => Trust::PublicKey,
        (false, _) => Trust::FirstUse,
    };
    if trust == Trust::FirstUse && args.first_use == FirstUse::Refuse {
        return Err(Failure::new(
            Kind::Verification,
            "no key at hand vouches for these certificates, and --first-use refuse was given",
        )
        .with_help(
            "give a certificate that is trusted already with -c, or the WeChat Pay public key",
            "用 -c 提供已信任的证书，或配置微信支付公钥",
        ));
    }
    Ok(trust)
}

/// An answer that lists a certificate twice means it once.
fn distinct(bootstrap: &Bootstrap) -> Vec<&PlatformCertificate> {
    let mut distinct: Vec<&PlatformCertificate> = Vec::new();
    for certificate in &bootstrap.certificates {
        if distinct
            .iter()
            .all(|known| known.serial_no != certificate.serial_no)
        {
            distinct.push(certificate);
        }
    }
    distinct
}

fn entry(
    certificate: &PlatformCertificate,
    folder: &Path,
    listed: &[(PathBuf, X509)],
    bootstrap: &Bootstrap,
    chained: bool,
) -> Entry {
    let path = folder.join(format!("wechatpay_{}.pem", certificate.serial_no));
    let same = |(known, x509): &(PathBuf, X509)| {
        *known == path && x509.sha256() == certificate.x509.sha256()
    };
    let action = if listed.iter().any(same) {
        Action::Unchanged
    } else {
        Action::Written
    };
    let mut verified_by = vec!["timestamp"];
    verified_by.extend(bootstrap.pinned.then_some("trusted-key"));
    verified_by.extend(["aead", "serial", "validity"]);
    verified_by.extend(bootstrap.self_signed.then_some("own-signature"));
    verified_by.extend(chained.then_some("chain"));
    describe(&certificate.x509, Some(path), action, verified_by)
}

fn describe(
    x509: &X509,
    path: Option<PathBuf>,
    action: Action,
    verified_by: Vec<&'static str>,
) -> Entry {
    let Timestamp(now) = ambient::now();
    Entry {
        serial_no: x509.serial_no().to_string(),
        sha256: x509.sha256(),
        not_before: x509.not_before().to_rfc3339(),
        not_after: x509.not_after().to_rfc3339(),
        days_left: (x509.not_after().0 - now).div_euclid(86_400),
        path,
        action,
        verified_by,
    }
}

fn reasons(
    entries: &[Entry],
    certificates: &[&PlatformCertificate],
    listed: &[(PathBuf, X509)],
    trusted: &Keyring,
    min_days: i64,
) -> Vec<Reason> {
    let expiring = entries
        .iter()
        .filter(|entry| entry.days_left < min_days)
        .map(|entry| Reason {
            reason: "expiring",
            serial_no: entry.serial_no.clone(),
            days_left: Some(entry.days_left),
        });
    let new = certificates
        .iter()
        .zip(entries)
        .filter(|(certificate, _)| trusted.find(&certificate.serial_no).is_none());
    let new = new.map(|(_, entry)| Reason {
        reason: "new",
        serial_no: entry.serial_no.clone(),
        days_left: Some(entry.days_left),
    });
    let is_listed = |x509: &X509| {
        certificates
            .iter()
            .any(|certificate| certificate.serial_no == *x509.serial_no())
    };
    let gone = listed
        .iter()
        .filter(|(_, x509)| !is_listed(x509))
        .map(|(_, x509)| Reason {
            reason: "gone",
            serial_no: x509.serial_no().to_string(),
            days_left: None,
        });
    expiring.chain(new).chain(gone).collect()
}

/// Everything is on disk under another name before the first file appears under its own.
fn write(
    certificates: &[&PlatformCertificate],
    entries: &[Entry],
    folder: &Path,
    bundle: Option<&Path>,
) -> Result<(), Failure> {
    let mut staged = Vec::new();
    for (certificate, entry) in certificates.iter().zip(entries) {
        if let (Action::Written, Some(path)) = (entry.action, &entry.path) {
            std::fs::create_dir_all(folder)
                .map_err(|error| Failure::file("make the folder", folder, &error))?;
            staged.push(Staged::public(path, &certificate.pem)?);
        }
    }
    if let Some(path) = bundle {
        let mut all = Vec::new();
        for certificate in certificates {
            all.extend_from_slice(certificate.pem.trim_ascii());
            all.push(b'\n');
        }
        staged.push(Staged::public(path, &all)?);
    }
    files::persist(staged)
}

fn prune(
    certificates: &[&PlatformCertificate],
    listed: &[(PathBuf, X509)],
) -> Result<Vec<Entry>, Failure> {
    let mut pruned = Vec::new();
    for (path, x509) in listed {
        if certificates
            .iter()
            .all(|certificate| certificate.serial_no != *x509.serial_no())
        {
            std::fs::remove_file(path).map_err(|error| Failure::file("remove", path, &error))?;
            pruned.push(describe(
                x509,
                Some(path.clone()),
                Action::Pruned,
                Vec::new(),
            ));
        }
    }
    Ok(pruned)
}
