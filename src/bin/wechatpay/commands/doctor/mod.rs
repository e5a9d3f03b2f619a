//! `doctor`: checks a profile end to end, and says what to mend.

mod checks;
mod echo;
mod files;
mod hosts;
mod listed;
mod live;
mod notify_url;
mod platform;
mod secrets;

use serde::Serialize;

use self::checks::{Check, Checks, Status};
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};
use crate::output::{Page, Render, Tone};

/// Every check, in the order in which they are listed.
const ALL: [&str; 27] = [
    "profile",
    "mchid",
    "appid",
    "private-key",
    "certificate",
    "serial-no",
    "apiv3-key",
    "app-secret",
    "secret-permissions",
    "file-owners",
    "notify-url",
    "platform-keys",
    "partner",
    "base-url",
    "api-dns",
    "api-connect",
    "api-tls",
    "backup-dns",
    "backup-connect",
    "backup-tls",
    "login-dns",
    "login-connect",
    "login-tls",
    "clock",
    "certificates",
    "echo-certificate",
    "echo-public-key",
];

/// Nothing is ordered and no money moves: the two signed calls list the platform certificates
/// and have a text said back, and they are made only where key and certificate belong together.
/// Exit 8 where something must be mended.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Look at files and settings only, and send nothing
    #[arg(long)]
    offline: bool,
}

/// What WeChat Pay signs with for the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    Certificate,
    PublicKey,
    Both,
    Unknown,
}

#[derive(Serialize)]
struct Report {
    profile: Option<String>,
    healthy: bool,
    mode: Mode,
    checks: Vec<Check>,
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
        let failed = self.count(Status::Failed);
        if self.healthy {
            let warnings = self.count(Status::Warning);
            page.toned(
                Tone::Good,
                page.pick(
                    format!("healthy, {warnings} to look at"),
                    format!("正常，{warnings} 项需留意"),
                ),
            );
        } else {
            page.toned(
                Tone::Bad,
                page.pick(format!("{failed} to mend"), format!("{failed} 项需要处理")),
            );
        }
    }
}

impl Report {
    fn count(&self, status: Status) -> usize {
        let same = |check: &&Check| check.status == status;
        self.checks.iter().filter(same).count()
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    let offline = args.offline || context.is_dry();
    let mut checks = Checks::new(context.output.lang);
    let (profile, mode) = examine(offline, context, &mut checks).await;
    let healthy = !checks.any_failed();
    context.output.show(&Report {
        profile,
        healthy,
        mode,
        checks: checks.into_list(),
    })?;
    Ok(if healthy {
        0
    } else {
        Kind::Condition.exit_code()
    })
}

async fn examine(
    offline: bool,
    context: &mut Context,
    checks: &mut Checks,
) -> (Option<String>, Mode) {
    let started = if offline {
        Ok(())
    } else {
        context.ensure_local().await
    };
    let profile = match started.and_then(|()| context.profile()) {
        Ok(profile) => profile,
        Err(failure) => {
            checks.fail_with("profile", failure);
            for name in &ALL[1..] {
                checks.skip_for(name, "profile");
            }
            return (None, Mode::Unknown);
        }
    };
    let place = match profile.file() {
        Some(file) => format!("{} ({})", profile.name(), file.display()),
        None => profile.name().to_owned(),
    };
    checks.ok("profile", place);
    let sound = files::check(profile, context, checks);
    let mode = live::check(offline, sound, profile, context, checks).await;
    (Some(profile.name().to_owned()), mode)
}
