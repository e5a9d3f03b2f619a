//! `doctor`: checks a profile end to end, and says what to fix.

mod texts;

use serde::Serialize;
use wechatpay::client::Client;
use wechatpay::doctor::{self, CheckId, Diagnosis, DoctorOptions, Mode, Status};

use self::texts::Text;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render, Tone};

/// Nothing is ordered and no money moves: the two signed calls list the platform certificates
/// and echo a text, and they are made only if key and certificate belong together. Exit 8 if
/// something must be fixed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Check files and settings only, and send nothing
    #[arg(long)]
    offline: bool,
}

#[derive(Serialize)]
struct Report {
    profile: Option<String>,
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
}

impl Check {
    fn new(id: CheckId, status: Status, Text { message, fix }: Text) -> Self {
        Self {
            name: id.name(),
            status,
            message,
            fix,
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "doctor";

    fn render(&self, page: &mut Page) {
        for check in &self.checks {
            let (sign, tone) = match check.status {
                Status::Ok => ("✓", Tone::Good),
                Status::Warning => ("!", Tone::Doubtful),
                Status::Failed => ("✗", Tone::Bad),
                Status::Skipped => ("-", Tone::Dim),
            };
            page.toned(tone, format!("{sign} {}: {}", check.name, check.message));
            if let Some(fix) = &check.fix {
                page.lines(format!("    {}", fix.replace('\n', "\n    ")));
            }
        }
        let mode = match self.mode {
            Mode::Certificate => page.pick("platform certificates", "平台证书"),
            Mode::PublicKey => page.pick("WeChat Pay public key", "微信支付公钥"),
            Mode::Both => page.pick(
                "platform certificates and WeChat Pay public key",
                "平台证书与微信支付公钥并用",
            ),
            Mode::Unknown => page.pick("not known", "未知"),
        };
        page.line(format!("{}{mode}", page.pick("mode: ", "验签方式：")));
        let count = |status| {
            let same = |check: &&Check| check.status == status;
            self.checks.iter().filter(same).count()
        };
        let (failed, warnings) = (count(Status::Failed), count(Status::Warning));
        if self.healthy {
            page.toned(
                Tone::Good,
                page.pick(
                    format!("healthy, {warnings} warnings"),
                    format!("正常，{warnings} 项需留意"),
                ),
            );
        } else {
            page.toned(
                Tone::Bad,
                page.pick(
                    format!("{failed} problems to fix"),
                    format!("{failed} 项需要处理"),
                ),
            );
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let report = examine(args.offline || context.is_dry(), context).await;
    context.output.show(&report)?;
    Ok(if report.healthy {
        ExitStatus::Success
    } else {
        ExitStatus::Condition
    })
}

async fn examine(offline: bool, context: &mut Context) -> Report {
    let lang = context.output.lang;
    let started = if offline {
        Ok(())
    } else {
        context.ensure_local().await
    };
    let (name, first, diagnosis, setup) = match started.and_then(|()| context.profile()) {
        Ok(profile) => {
            let place = match profile.file() {
                Some(file) => format!("{} ({})", profile.name(), file.display()),
                None => profile.name().to_owned(),
            };
            let first = Check::new(CheckId::Profile, Status::Ok, place.into());
            let (transport, setup) = match context.transport_options() {
                Ok(options) => (Some(options), None),
                Err(failure) => (None, Some(failure)),
            };
            let client = |merchant, transport| -> Client {
                context.client_with(merchant, transport, context.global.retries().min(1))
            };
            let options = DoctorOptions {
                offline,
                insecure_permissions: context.global.insecure_permissions,
                allow_foreign_host: context.global.allow_foreign_host,
                transport,
                client: &client,
            };
            let diagnosis = doctor::examine(profile, &options).await;
            (Some(profile.name().to_owned()), first, diagnosis, setup)
        }
        Err(failure) => {
            let text = texts::of_failure(&failure, lang);
            let first = Check::new(CheckId::Profile, Status::Failed, text);
            (None, first, Diagnosis::without_profile(), None)
        }
    };
    let mut checks = vec![first];
    checks.extend(diagnosis.outcomes.into_iter().map(|outcome| {
        let (id, status) = (outcome.id, outcome.status);
        Check::new(id, status, texts::of(outcome, setup.as_ref(), lang))
    }));
    Report {
        profile: name,
        healthy: checks.iter().all(|check| check.status != Status::Failed),
        mode: diagnosis.mode,
        checks,
    }
}
