//! `doctor`: checks a profile end to end, and says what to fix.

mod evidence;

use serde::Serialize;
use wechatpay::doctor::{self, CheckId, Diagnosis, DoctorOptions, Mode, Status};
use wechatpay::profile::Profile;

use self::evidence::describe;
pub(super) use self::evidence::notify_url_fault;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Lang, Page, Render, Text, Tone, count};

/// Nothing is ordered and no money moves: the two signed calls list the platform certificates
/// and echo a text, and they are made only if key and certificate belong together. Exit 8 if
/// something must be fixed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long)]
    offline: bool,
}

#[derive(Serialize)]
pub(crate) struct Report {
    profile: Option<String>,
    /// Whether the profile moves real money.
    live: Option<bool>,
    healthy: bool,
    mode: Mode,
    checks: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    status: Status,
    message: String,
    fix: Option<String>,
    /// The check whose fault kept this one from being made.
    because: Option<&'static str>,
}

impl Check {
    /// Words what was found like an error: its message with its causes, and its help.
    fn new(id: CheckId, status: Status, found: &CliError, lang: Lang) -> Self {
        let needs_fix = matches!(status, Status::Warning | Status::Failed);
        let message: Vec<String> = std::iter::once(found.message(lang))
            .chain(found.causes(lang))
            .collect();
        Self {
            name: id.name(),
            status,
            message: message.join(lang.colon()),
            fix: found.help(lang).filter(|_| needs_fix),
            because: None,
        }
    }
}

impl Report {
    /// Words what was found out about a profile; `setup` is why no connection can be set up.
    fn new(
        profile: Option<&Profile>,
        first: Check,
        diagnosis: Diagnosis,
        mut setup: Option<CliError>,
        lang: Lang,
    ) -> Self {
        let mut checks = vec![first];
        let mut blocked = diagnosis.blocked().into_iter();
        checks.extend(diagnosis.outcomes.into_iter().map(|outcome| {
            let (id, status) = (outcome.id, outcome.status);
            let because = blocked.next().flatten().map(CheckId::name);
            let check = Check::new(id, status, &describe(outcome, &mut setup, lang), lang);
            Check { because, ..check }
        }));
        Self {
            profile: profile.map(|profile| profile.name().to_owned()),
            live: profile.map(Profile::is_live),
            healthy: checks.iter().all(|check| check.status != Status::Failed),
            mode: diagnosis.mode,
            checks,
        }
    }

    /// Tells whether there is nothing to fix.
    pub(crate) fn is_healthy(&self) -> bool {
        self.healthy
    }

    /// Returns the names of the checks that were skipped for the reason that this one was.
    fn skipped_alike(&self, check: &Check) -> Vec<&'static str> {
        let is_alike = |other: &&Check| {
            let was_skipped = other.status == Status::Skipped && other.because.is_none();
            was_skipped && other.message == check.message
        };
        let alike = self.checks.iter().filter(is_alike);
        alike.map(|other| other.name).collect()
    }

    /// Shows a check, those that were skipped like it, and below it what depends on it.
    fn render_check(&self, check: &Check, page: &mut Page) {
        let (sign, tone) = match check.status {
            Status::Ok => ("✓", Tone::Good),
            Status::Warning => ("!", Tone::Doubtful),
            Status::Failed => ("✗", Tone::Bad),
            Status::Skipped => ("-", Tone::Dim),
        };
        let (colon, comma) = (page.lang.colon(), page.lang.comma());
        let alike = self.skipped_alike(check);
        match alike.as_slice() {
            [] | [_] => {
                let line = format!("{sign} {}{colon}{}", check.name, check.message);
                page.hanging(2, Some(tone), &line);
            }
            [first, ..] if *first == check.name => {
                let line = format!("{sign} {}{colon}{}", alike.join(comma), check.message);
                page.hanging(2, None, &line);
            }
            _ => {}
        }
        for line in check.fix.iter().flat_map(|fix| fix.lines()) {
            page.hanging(4, None, &format!("    {line}"));
        }
        let blocked = self.checks.iter();
        let blocked = blocked.filter(|other| other.because == Some(check.name));
        let blocked: Vec<&str> = blocked.map(|other| other.name).collect();
        if !blocked.is_empty() {
            let (checks, cause) = (blocked.join(comma), check.name);
            let line = page.show(&text!("doctor-not-checked", checks, cause));
            page.hanging(4, None, &format!("    {line}"));
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "doctor";

    fn render(&self, page: &mut Page) {
        for check in self.checks.iter().filter(|check| check.because.is_none()) {
            self.render_check(check, page);
        }
        match self.live {
            Some(true) => page.toned(Tone::Doubtful, text!("live-profile")),
            Some(false) => page.line(text!("live-profile-sandbox")),
            None => {}
        }
        page.line(match self.mode {
            Mode::Certificate => text!("doctor-mode-certificate"),
            Mode::PublicKey => text!("doctor-mode-public-key"),
            Mode::Both => text!("doctor-mode-both"),
            Mode::Unknown => text!("doctor-mode-unknown"),
        });
        let number = |status| {
            let same = |check: &&Check| check.status == status;
            count(self.checks.iter().filter(same).count())
        };
        if self.healthy {
            let warnings = number(Status::Warning);
            page.toned(Tone::Good, text!("doctor-healthy", warnings));
        } else {
            let problems = number(Status::Failed);
            page.toned(Tone::Bad, text!("doctor-problems", problems));
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let report = examine(args.offline || context.is_dry(), context).await;
    context.output.show(&report)?;
    Ok(ExitStatus::of_condition(report.healthy))
}

/// Examines the profile of a context.
pub(crate) async fn examine(offline: bool, context: &mut Context) -> Report {
    let lang = context.output.lang;
    let started = if offline {
        Ok(())
    } else {
        context.ensure_local().await
    };
    let profile = match started.and_then(|()| context.profile()) {
        Ok(profile) => profile,
        Err(failure) => {
            let first = Check::new(CheckId::Profile, Status::Failed, &failure, lang);
            return Report::new(None, first, Diagnosis::without_profile(), None, lang);
        }
    };
    let read = CliError::config(match profile.file() {
        Some(file) => text!("doctor-profile", profile = profile.name(), file),
        None => Text::verbatim(profile.name()),
    });
    let first = Check::new(CheckId::Profile, Status::Ok, &read, lang);
    let (transport, setup) = match context.transport_options() {
        Ok(options) => (Some(options), None),
        Err(failure) => (None, Some(failure)),
    };
    let retries = context.global.retries().min(1);
    let options = DoctorOptions {
        offline,
        insecure_permissions: context.global.insecure_permissions,
        allow_foreign_host: context.global.allow_foreign_host,
        transport,
        client: &|merchant, transport| context.client_with(merchant, transport, retries),
    };
    let diagnosis = doctor::examine(profile, &options).await;
    Report::new(Some(profile), first, diagnosis, setup, lang)
}
