//! `download-certs`: fetches, decrypts, verifies and stores the platform certificates.

mod keep;
mod reasons;
mod report;
mod stored;
mod trust;

use std::path::{Path, PathBuf};

use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::profile::PlatformFiles;
use wechatpay::protocol::certificate::{Bootstrap, TrustChain, X509};
use wechatpay::protocol::certificates::Certificates;
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::resource::ApiV3Key;

use super::dry_run;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind, keys};
use report::Report;
use stored::Stored;
use trust::Trust;

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
    /// Write nothing; exit 8 where a certificate expires soon, is new, or has gone, and 4 where the
    /// answer does not verify
    #[arg(long)]
    check: bool,
    /// How soon is soon, for --check, in days
    #[arg(long, value_name = "N", default_value_t = 30)]
    min_days: u16,
    /// Remove the wechatpay_*.pem files of certificates that have expired or are no longer listed
    #[arg(long)]
    prune: bool,
    /// Check that each certificate leads to a root in this file, PEM or .p7b
    #[arg(long, value_name = "FILE")]
    chain: Option<PathBuf>,
    /// Whether certificates are accepted that no key at hand vouches for
    #[arg(long, value_name = "allow|refuse", default_value = "allow")]
    first_use: FirstUse,
    /// Write all certificates that are still valid into this one PEM file, too
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FirstUse {
    Allow,
    Refuse,
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
    let folder = folder(args, context)?;
    let profile = context.profile()?;
    let stored = stored::read(&folder, profile)?;
    let given = stored::given(&args.wechatpay_cert, profile)?;
    for passed in &given.passed_over {
        let text = keys::passed_over(passed, context.output.lang);
        context.output.warn(text);
    }
    let mut passed_over = profile.platform_folder()?.passed_over;
    passed_over.extend(given.passed_over.iter().cloned());
    let client = client.with_platform_serial(newest(context, &stored, &given)?);
    if context.is_dry() {
        return dry_run::show(&client.sign(&Certificates), context);
    }
    let trusted = trust::keyring(context, &stored, given)?;
    let chain = args.chain.as_deref();
    let chain = chain.map(|path| trust::chain(path, profile)).transpose()?;
    let apiv3_key = context.profile()?.apiv3_key()?;
    if trusted.is_empty() && args.first_use == FirstUse::Allow && !context.output.json {
        context.output.note(context.output.lang.pick(
            "first use: no platform certificate is trusted yet",
            "首次使用：尚无已信任的平台证书",
        ));
    }
    let proved = prove(&client, &trusted, &apiv3_key, chain.as_ref(), args, context).await;
    let (bootstrap, trust, request_id) = match proved {
        Ok(proved) => proved,
        Err(failure) if args.check && failure.kind == Kind::Verification => {
            let report = Report::unproved(&failure, context.output.lang);
            context.output.show(&report)?;
            return Ok(Kind::Verification.exit_code());
        }
        Err(failure) => return Err(failure),
    };
    let mut report = Report::of(&bootstrap, &folder, &stored, chain.is_some());
    report.passed_over = report::passed_over(&passed_over);
    report.trust = Some(trust);
    report.request_id = request_id;
    let listed = trust::distinct(&bootstrap);
    if args.check {
        let mut known: Vec<&X509> = stored.iter().map(|stored| &stored.x509).collect();
        let others = others(args, context)?;
        known.extend(&others);
        let reasons = reasons::find(&listed, &known, &trusted, args.min_days);
        let content = reasons.is_empty();
        context.output.show(&report.checked(reasons))?;
        return Ok(if content {
            0
        } else {
            Kind::Condition.exit_code()
        });
    }
    if args.prune {
        report.leave_expired();
    }
    let bundle = args.bundle.as_deref();
    report.bundle = keep::write(&listed, &report, &folder, bundle, context)?;
    if args.prune {
        report.pruned(keep::prune(&listed, &stored)?);
    }
    context.output.show(&report)?;
    Ok(0)
}

/// Fetches the certificates, and says what proves them.
async fn prove(
    client: &Client,
    trusted: &Keyring,
    apiv3_key: &ApiV3Key,
    chain: Option<&TrustChain>,
    args: &Args,
    context: &Context,
) -> Result<(Bootstrap, Trust, Option<String>), Failure> {
    let fetched = client.certificates(trusted, apiv3_key).await;
    let (bootstrap, request_id) = fetched.map_err(trust::explain)?;
    trust::follow(chain, &bootstrap, request_id.as_deref())?;
    let trust = trust::judge(&bootstrap, trusted, args.first_use, context)
        .map_err(|failure| failure.with_request_id(request_id.clone()))?;
    Ok((bootstrap, trust, request_id))
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

/// Returns the certificate to ask a signature of: the newest of those that are trusted.
fn newest(
    context: &Context,
    stored: &[Stored],
    given: &PlatformFiles,
) -> Result<Option<SerialNo>, Failure> {
    let of_profile = context.profile()?.platform_certificates()?;
    let all = of_profile
        .iter()
        .map(|(_, x509)| x509)
        .chain(stored.iter().map(|stored| &stored.x509))
        .chain(given.certificates.iter().map(|(_, x509)| x509));
    Ok(X509::newest(all, ambient::now()).map(|x509| x509.serial_no().clone()))
}

/// Returns what the profile's own folder has under other names, where that folder is meant.
fn others(args: &Args, context: &Context) -> Result<Vec<X509>, Failure> {
    if args.output.is_some() {
        return Ok(Vec::new());
    }
    let all = context.profile()?.platform_certificates()?;
    Ok(all.into_iter().map(|(_, x509)| x509).collect())
}
