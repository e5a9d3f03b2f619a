//! `download-certs`: fetches, decrypts, verifies and stores the platform certificates.

mod failure;
mod report;

use std::path::{Path, PathBuf};

use wechatpay::certificates::{self, Downloaded, FilePlan, FileState, FirstUse, Trust};
use wechatpay::profile::{PlatformFiles, Profile};
use wechatpay::protocol::certificate::Certificates;
use wechatpay::protocol::certificate::{TrustChain, X509};
use wechatpay::protocol::keyring::Keyring;

use super::dry_run;
use crate::args;
use crate::context::Context;
use crate::error::{CliError, Kind, keys};
use crate::exit_status::ExitStatus;
use report::{Bundle, Reason, Report};

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
    /// Write nothing; exit 8 if a certificate expires soon, is new or gone, and 4 if the response
    /// does not verify
    #[arg(long)]
    check: bool,
    /// Days before expiry from which --check warns
    #[arg(long, value_name = "N", default_value_t = 30)]
    min_days: u16,
    /// Remove the wechatpay_*.pem files of certificates that have expired or are no longer listed
    #[arg(long)]
    prune: bool,
    /// Check that each certificate leads to a root in this file, PEM or .p7b
    #[arg(long, value_name = "FILE")]
    chain: Option<PathBuf>,
    /// Whether to accept certificates that no trusted key vouches for
    #[arg(long, value_name = "allow|refuse", default_value = "allow")]
    first_use: FirstUseArg,
    /// Write all certificates that are still valid into this one PEM file, too
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FirstUseArg {
    Allow,
    Refuse,
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
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
    let stored = certificates::read_folder(&folder, profile)?;
    let given = given(&args.wechatpay_cert, profile)?;
    for passed in &given.passed_over {
        let text = keys::passed_over(passed, context.output.lang);
        context.output.warn(text);
    }
    let mut passed_over = profile.platform_folder()?.passed_over;
    passed_over.extend(given.passed_over.iter().cloned());
    let client =
        client.with_platform_serial(certificates::newest_trusted(profile, &stored, &given)?);
    if context.is_dry() {
        return dry_run::show(&client.sign(&Certificates), context);
    }
    let trusted = certificates::trusted_keys(profile, &stored, given)?;
    let chain = args
        .chain
        .as_deref()
        .map(|path| chain(path, profile))
        .transpose()?;
    let apiv3_key = profile.apiv3_key()?;
    let first_use = match args.first_use {
        FirstUseArg::Allow => FirstUse::Allow,
        FirstUseArg::Refuse => FirstUse::Refuse,
    };
    if trusted.is_empty() && first_use == FirstUse::Allow && !context.output.json {
        context.output.note(context.output.lang.pick(
            "first use: no platform certificate is trusted yet",
            "首次使用：尚无已信任的平台证书",
        ));
    }
    let downloaded =
        certificates::download(&client, &trusted, &apiv3_key, chain.as_ref(), first_use).await;
    let downloaded = match downloaded.map_err(CliError::from) {
        Ok(downloaded) => downloaded,
        Err(failure) if args.check && failure.kind == Kind::Verification => {
            let report = Report::unverified(&failure, context.output.lang);
            context.output.show(&report)?;
            return Ok(ExitStatus::Verification);
        }
        Err(failure) => return Err(failure),
    };
    warn_of_first_use(&downloaded, &trusted, context);
    let listed = &downloaded.certificates;
    let plans = FilePlan::of(listed, &folder, &stored, !args.prune || args.check);
    let mut report = Report::of(&plans, &downloaded, &passed_over);
    if args.check {
        let others = others(args, profile)?;
        let known = stored.iter().map(|stored| &stored.x509).chain(&others);
        let changes = certificates::changes(listed, known, &trusted, args.min_days);
        let unchanged = changes.is_empty();
        report.check(changes.into_iter().map(Reason::from).collect());
        context.output.show(&report)?;
        return Ok(if unchanged {
            ExitStatus::Success
        } else {
            ExitStatus::Condition
        });
    }
    let bundle_state = certificates::write(&plans, args.bundle.as_deref())?;
    if bundle_state == Some(FileState::None) {
        context.output.warn(context.output.lang.pick(
            "no certificate is valid: the bundle stays as it is",
            "没有有效的证书：合并文件保持不变",
        ));
    }
    report.bundle = args
        .bundle
        .clone()
        .zip(bundle_state)
        .map(|(path, action)| Bundle { path, action });
    if args.prune {
        report.add_pruned(&certificates::prune(listed, &stored)?);
    }
    context.output.show(&report)?;
    Ok(ExitStatus::Success)
}

fn folder(args: &Args, context: &Context) -> Result<PathBuf, CliError> {
    match &args.output {
        Some(folder) => Ok(folder.clone()),
        None => Ok(context
            .profile()?
            .platform_certs()
            .map_or_else(|| PathBuf::from("."), Path::to_owned)),
    }
}

/// Returns the keys of `-c`, from files or folders. Each must contain one: otherwise the user
/// believes that something is checked, and nothing is.
fn given(paths: &[PathBuf], profile: &Profile) -> Result<PlatformFiles, CliError> {
    let mut all = PlatformFiles::default();
    for path in paths {
        let files = if path == Path::new("-") {
            profile.platform_content(path, &args::file(path)?)
        } else {
            profile.platform_files("-c", path)?
        };
        if files.is_empty() {
            return Err(failure::without_key(path, &files));
        }
        all.certificates.extend(files.certificates);
        all.public_keys.extend(files.public_keys);
        all.passed_over.extend(files.passed_over);
    }
    Ok(all)
}

fn chain(path: &Path, profile: &Profile) -> Result<TrustChain, CliError> {
    profile.check_control("--chain", path)?;
    TrustChain::read(&args::file(path)?).map_err(|error| failure::unusable_chain(path, error))
}

fn warn_of_first_use(downloaded: &Downloaded, trusted: &Keyring, context: &Context) {
    if downloaded.trust != Trust::FirstUse || trusted.is_empty() || context.output.json {
        return;
    }
    let signed_by = &downloaded.signed_by;
    context.output.warn(context.output.lang.pick(
        format!(
            "{signed_by} signed the response, and no trusted key vouches for it; only the APIv3 key does"
        ),
        format!("应答由 {signed_by} 签名，已信任的密钥均不能为其作证；仅由 APIv3 密钥验证"),
    ));
}

/// Returns what the profile's own folder has under other names, if that folder is meant.
fn others(args: &Args, profile: &Profile) -> Result<Vec<X509>, CliError> {
    if args.output.is_some() {
        return Ok(Vec::new());
    }
    let all = profile.platform_certificates()?;
    Ok(all.into_iter().map(|(_, x509)| x509).collect())
}
