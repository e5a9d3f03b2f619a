//! `download-certs`: fetches, decrypts, verifies and stores the platform certificates.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::certificates::{
    self, CertificateChange, CertificatesError, Change, Downloaded, FilePlan, FileState, FirstUse,
    Trust, days_left,
};
use wechatpay::profile::{
    CertificateFile, FileRole, Overrides, PlatformFiles, Profile, Secret, SecretSource, UnusedFile,
};
use wechatpay::protocol::certificate::{
    Certificates, ChainFileError, PlatformCertificate, TrustChain, X509,
};
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keyring::Keyring;

use super::dry_run;
use super::rows::table;
use super::waiting::asking_failed;
use crate::args;
use crate::context::Context;
use crate::error::{CliError, Kind, failures, keys};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Cell, Lang, Page, Render, Text, Tone, count};

/// The options of the Java CertificateDownloader are understood too, so that its command line
/// works unchanged: -k -m -f -s -o -c.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(short, long, help_heading = "java", value_name = "KEY")]
    key: Option<String>,
    #[arg(short, long, help_heading = "java")]
    mchid: Option<String>,
    #[arg(short = 'f', long, help_heading = "java", value_name = "FILE")]
    privatekey: Option<PathBuf>,
    #[arg(short, long, help_heading = "java")]
    serialno: Option<String>,
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[arg(
        short = 'c',
        long = "wechatpay-cert",
        help_heading = "trust",
        value_name = "FILE|DIR"
    )]
    wechatpay_cert: Vec<PathBuf>,
    #[arg(long)]
    check: bool,
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = args::within::<u16>(0, 36_500))]
    min_days: u16,
    #[arg(long)]
    prune: bool,
    #[arg(long, help_heading = "trust", value_name = "FILE")]
    chain: Option<PathBuf>,
    #[arg(
        long,
        help_heading = "trust",
        value_name = "allow|refuse",
        default_value = "allow"
    )]
    first_use: FirstUseArg,
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FirstUseArg {
    Allow,
    Refuse,
}

impl Args {
    /// Returns what the Java CertificateDownloader's options override.
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            apiv3_key: self
                .key
                .as_deref()
                .map(|key| SecretSource::Text(Secret::from(key))),
            mchid: self.mchid.clone(),
            private_key: self.privatekey.clone().map(SecretSource::File),
            serial_no: self.serialno.clone(),
            ..Overrides::default()
        }
    }
}

/// Returns the folder of the certificates.
fn folder(args: &Args, profile: &Profile) -> PathBuf {
    let folder = args.output.as_deref().or(profile.platform_certs());
    folder.unwrap_or(Path::new(".")).to_owned()
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.key.is_some() {
        context.output.warn(text!("certs-key-on-command-line"));
    }
    let client = context.client().await?;
    let profile = context.profile()?;
    let folder = folder(args, profile);
    let stored = certificates::read_folder(&folder, profile)?;
    let named = named_keys(&args.wechatpay_cert, profile)?;
    for file in &named.unused {
        context.output.warn(keys::unused(file));
    }
    let mut unused = profile.platform_folder()?.unused;
    unused.extend(named.unused.iter().cloned());
    let client =
        client.with_platform_serial(certificates::newest_trusted(profile, &stored, &named)?);
    if context.is_dry() {
        return dry_run::show(&client.sign(&Certificates), context);
    }
    let trusted = certificates::trusted_keys(profile, &stored, named)?;
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
        context.output.note(text!("certs-first-use"));
    }
    let downloaded =
        certificates::download(&client, &trusted, &apiv3_key, chain.as_ref(), first_use).await;
    match downloaded.map_err(CliError::from) {
        Ok(downloaded) => finish(args, &downloaded, &stored, &trusted, unused, context),
        Err(failure) if args.check && failure.kind == Kind::Verification => {
            let report = Report::unverified(&failure, context.output.lang);
            context.output.show(&report)?;
            Ok(ExitStatus::Failed(Kind::Verification))
        }
        Err(failure) if failure.kind == Kind::NotFound => {
            Err(without_certificates(failure, profile))
        }
        Err(failure) => Err(failure),
    }
}

/// Writes what was downloaded; with `--check`, reports what must be done.
fn finish(
    args: &Args,
    downloaded: &Downloaded,
    stored: &[CertificateFile],
    trusted: &Keyring,
    unused: Vec<UnusedFile>,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let profile = context.profile()?;
    warn_of_first_use(downloaded, trusted, context);
    let listed = &downloaded.certificates;
    let folder = folder(args, profile);
    let plans = FilePlan::of(listed, &folder, stored, !args.prune || args.check);
    let report = Report::of(&plans, downloaded, unused);
    if args.check {
        // The profile's own folder may have certificates under other names.
        let others = match &args.output {
            Some(_) => Vec::new(),
            None => profile.platform_certificates()?,
        };
        let known = stored.iter().chain(&others).map(|known| &known.x509);
        let changes = certificates::changes(listed, known, trusted, args.min_days);
        return show_changes(changes, report, context);
    }
    write(args, &plans, listed, stored, report, context)
}

/// The failure of a merchant without platform certificates, who may have the public key already.
fn without_certificates(failure: CliError, profile: &Profile) -> CliError {
    match profile.wechatpay_public_key() {
        Ok(Some(_)) => failure.with_help(text!("certs-help-public-key-set")),
        Ok(None) | Err(_) => failure,
    }
}

/// Writes certificates and bundle, removes what is not listed, and reports it.
fn write(
    args: &Args,
    plans: &[FilePlan<'_>],
    listed: &[PlatformCertificate],
    stored: &[CertificateFile],
    mut report: Report,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let bundle_state = certificates::write(plans, args.bundle.as_deref())?;
    if bundle_state == Some(FileState::None) {
        context.output.warn(text!("certs-bundle-unchanged"));
    }
    report.bundle = args
        .bundle
        .clone()
        .zip(bundle_state)
        .map(|(path, action)| Bundle { path, action });
    if args.prune {
        report.add_pruned(&certificates::prune(listed, stored)?);
    }
    context.output.show(&report)
}

/// Reports what must be done about certificates, and writes nothing.
fn show_changes(
    changes: Vec<CertificateChange>,
    mut report: Report,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let is_unchanged = changes.is_empty();
    report.check(changes.into_iter().map(Reason::Changed).collect());
    context.output.show(&report)?;
    Ok(ExitStatus::of_condition(is_unchanged))
}

/// Returns the keys of `-c`, from files or folders. Each must contain one: otherwise the user
/// believes that something is checked, and nothing is.
fn named_keys(paths: &[PathBuf], profile: &Profile) -> Result<PlatformFiles, CliError> {
    let mut all = PlatformFiles::default();
    for path in paths {
        let files = if path == Path::new("-") {
            profile.platform_content(path, &args::file(path)?)
        } else {
            profile.platform_files(FileRole::Named("-c"), path)?
        };
        if files.is_empty() {
            return Err(without_key(path, &files));
        }
        all.certificates.extend(files.certificates);
        all.public_keys.extend(files.public_keys);
        all.unused.extend(files.unused);
    }
    Ok(all)
}

fn chain(path: &Path, profile: &Profile) -> Result<TrustChain, CliError> {
    profile.check_control(FileRole::Named("--chain"), path)?;
    TrustChain::read(&args::file(path)?).map_err(|error| {
        let cause = match error {
            ChainFileError::Nothing => text!("certs-chain-file-empty"),
            ChainFileError::Damaged(number) => text!("certs-chain-file-damaged", number),
            ChainFileError::NoRoot => text!("certs-chain-file-no-root"),
        };
        CliError::config(text!("certs-chain-file", path)).with_cause(cause)
    })
}

fn warn_of_first_use(downloaded: &Downloaded, trusted: &Keyring, context: &Context) {
    if downloaded.trust == Trust::FirstUse && !trusted.is_empty() && !context.output.json {
        let signed_by = &downloaded.signed_by;
        context
            .output
            .warn(text!("certs-vouched-by-apiv3-key", signed_by));
    }
}

/// The failure of a path for `-c` that has no key.
fn without_key(path: &Path, files: &PlatformFiles) -> CliError {
    let mut failure = CliError::config(text!("certs-without-key", path));
    if files.unused.is_empty() {
        failure.add_cause(text!("certs-without-file"));
    }
    failure.causes.extend(files.unused.iter().map(keys::unused));
    failure
}

failures!(error: CertificatesError {
    Call(error) => asking_failed(error),
    PublicKeyMode(error) => {
        let mut failure = asking_failed(error).public_key_mode();
        failure.kind = Kind::NotFound;
        failure
    },
    NoApiV3Key(error) => asking_failed(error).with_help(text!("certs-help-no-apiv3-key")),
    Profile(error) => error.into(),
    File(error) => error.into(),
    TooLarge { path } => {
        Self::config(text!("certs-too-large", path, bytes = certificates::MAX_FILE_BYTES))
    },
    Unusable { serial_no, subject, source } => {
        Self::config(text!("certs-unusable", serial_no, subject))
            .with_cause(keys::problem(&source))
    },
    FirstUse { request_id } => {
        Self::new(Kind::Verification, text!("certs-first-use-refused"))
            .with_request_id(request_id)
    },
});

fn state_text(state: FileState) -> Text {
    match state {
        FileState::Written => text!("certs-written"),
        FileState::Unchanged => text!("certs-unchanged"),
        FileState::Pruned => text!("certs-pruned"),
        FileState::None => text!("certs-none"),
    }
}

/// Something that must be done about a certificate, or what is wrong with all of them.
#[derive(Serialize)]
#[serde(untagged)]
enum Reason {
    Changed(CertificateChange),
    NotVerified(NotVerified),
}

/// The response does not verify, so that it says nothing about any certificate.
#[derive(Serialize)]
struct NotVerified {
    serial_no: Option<SerialNo>,
    reason: &'static str,
    days_left: Option<i64>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl Reason {
    fn text(&self) -> Text {
        let changed = match self {
            Self::Changed(changed) => changed,
            Self::NotVerified(why) => {
                let parts = [&why.message, why.fix.as_deref().unwrap_or_default()];
                return Text::of_each(|lang| parts.join(lang.semicolon()));
            }
        };
        let serial_no = &changed.serial_no;
        match changed.change {
            Change::ExpiresSoon => {
                text!(
                    "certs-expires-soon",
                    serial_no,
                    days = count(changed.days_left)
                )
            }
            Change::Expired => text!("certs-expired", serial_no),
            Change::New => text!("certs-new", serial_no),
            Change::Gone => text!("certs-gone", serial_no),
        }
    }
}

#[derive(Serialize)]
struct Entry {
    serial_no: String,
    sha256: String,
    not_before: String,
    not_after: String,
    days_left: i64,
    path: Option<PathBuf>,
    action: FileState,
    verified_by: Vec<&'static str>,
}

/// What was done with the file of `--bundle`.
#[derive(Serialize)]
struct Bundle {
    path: PathBuf,
    action: FileState,
}

#[derive(Serialize)]
struct Report {
    certificates: Vec<Entry>,
    trust: Option<Trust>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<Bundle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<Reason>>,
    /// The files in `-c` and `platform_certs` that contain no key.
    passed_over: Vec<UnusedFile>,
    request_id: Option<String>,
}

impl Report {
    /// Reports what proves each certificate, and what is done with its file.
    fn of(plans: &[FilePlan<'_>], downloaded: &Downloaded, unused: Vec<UnusedFile>) -> Self {
        let verified_by = downloaded.verified_by();
        let entry = |plan: &FilePlan<'_>| {
            let x509 = &plan.certificate.x509;
            Entry::new(x509, plan.path.clone(), plan.state, verified_by.clone())
        };
        Self {
            certificates: plans.iter().map(entry).collect(),
            trust: Some(downloaded.trust),
            bundle: None,
            reasons: None,
            passed_over: unused,
            request_id: downloaded.request_id.clone(),
        }
    }

    /// Makes it the report of `--check`, which changes no file.
    fn check(&mut self, reasons: Vec<Reason>) {
        for entry in &mut self.certificates {
            entry.action = FileState::None;
        }
        self.reasons = Some(reasons);
    }

    /// Returns the report of `--check` if the response does not verify.
    fn unverified(failure: &CliError, lang: Lang) -> Self {
        let reason = Reason::NotVerified(NotVerified {
            serial_no: None,
            reason: "not-verified",
            days_left: None,
            message: failure.text(lang),
            fix: failure.help(lang),
        });
        Self {
            certificates: Vec::new(),
            trust: None,
            bundle: None,
            reasons: Some(vec![reason]),
            passed_over: Vec::new(),
            request_id: failure.request_id.clone(),
        }
    }

    fn add_pruned(&mut self, removed: &[&CertificateFile]) {
        for CertificateFile { path, x509, .. } in removed {
            let entry = Entry::new(x509, Some(path.clone()), FileState::Pruned, Vec::new());
            self.certificates
                .retain(|other| other.serial_no != entry.serial_no);
            self.certificates.push(entry);
        }
    }
}

impl Entry {
    fn new(
        x509: &X509,
        path: Option<PathBuf>,
        action: FileState,
        verified_by: Vec<&'static str>,
    ) -> Self {
        Self {
            serial_no: x509.serial_no().to_string(),
            sha256: x509.sha256(),
            not_before: x509.not_before().to_rfc3339(),
            not_after: x509.not_after().to_rfc3339(),
            days_left: days_left(x509),
            path,
            action,
            verified_by,
        }
    }
}

/// A certificate that expires this soon is marked.
const SOON_DAYS: i64 = 30;

impl Render for Report {
    const SCHEMA: &'static str = "download-certs";

    fn render(&self, page: &mut Page) {
        let lang = page.lang;
        let shown = |path: &Path| path.display().to_string();
        let left = |days| match days {
            ..0 => Some(Tone::Bad),
            0..SOON_DAYS => Some(Tone::Doubtful),
            SOON_DAYS.. => None,
        };
        if !self.certificates.is_empty() {
            table!(page, entry in &self.certificates => {
                text!("certs-column-serial-no") => entry.serial_no.clone(),
                text!("certs-column-valid-until") => entry.not_after.clone(),
                text!("certs-column-days-left") => Cell::toned(left(entry.days_left), entry.days_left.to_string()),
                text!("certs-column-action") => state_text(entry.action).show(lang),
                text!("certs-column-file") => entry.path.as_deref().map(shown).unwrap_or_default(),
            });
        }
        if let Some(bundle) = &self.bundle {
            let action = state_text(bundle.action).show(lang);
            page.line(format!("{}: {action}", shown(&bundle.path)));
        }
        let trust = self.trust.map(|trust| match trust {
            Trust::Pinned => text!("certs-trust-pinned"),
            Trust::FirstUse => text!("certs-trust-first-use"),
            Trust::PublicKey => text!("certs-trust-public-key"),
        });
        if let Some(trust) = trust {
            page.toned(Tone::Good, trust);
        }
        for reason in self.reasons.iter().flatten() {
            page.toned(Tone::Bad, reason.text());
        }
        if self.reasons.as_ref().is_some_and(Vec::is_empty) {
            page.toned(Tone::Good, text!("certs-nothing-to-do"));
        }
    }
}
