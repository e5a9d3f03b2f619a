//! `sandbox fault`: lets calls of a running sandbox fail.

use std::path::Path;

use wechatpay::sandbox::{AdminClient, FaultKind, FaultRule, FaultsReport, Running};

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

/// What is to go wrong from now on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FAULT")]
    faults: Vec<FaultRule>,
    #[arg(long)]
    list: bool,
    #[arg(long)]
    clear: bool,
}

pub(crate) async fn run(
    args: &Args,
    data: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let path = data.display();
    let Some(running) = Running::find(data) else {
        if args.list && args.faults.is_empty() && !args.clear {
            context
                .output
                .note(text!("sandbox-fault-list-none-runs", path));
            return context.output.show(&Shown {
                is_list: true,
                report: &FaultsReport::of_none(),
            });
        }
        return Err(CliError::config(text!("sandbox-fault-none-runs", path)));
    };
    let admin = AdminClient::new(&running)?;
    if args.clear {
        admin.clear_faults().await?;
    }
    let faults = if args.faults.is_empty() {
        admin.faults().await?
    } else {
        admin.add_faults(&args.faults).await?
    };
    let is_list = args.list || !args.clear && args.faults.is_empty();
    context.output.show(&Shown {
        is_list,
        report: &faults,
    })
}

struct Shown<'r> {
    /// Whether the faults that there are are shown too.
    is_list: bool,
    report: &'r FaultsReport,
}

impl serde::Serialize for Shown<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report.serialize(serializer)
    }
}

impl Render for Shown<'_> {
    const SCHEMA: &'static str = "sandbox-faults";

    fn render(&self, page: &mut Page) {
        let active = &self.report.active;
        if active.is_empty() {
            page.toned(Tone::Good, text!("sandbox-fault-none"));
        }
        for set in active {
            let (fault, occurred) = (&set.fault, set.occurred);
            page.toned(
                Tone::Bad,
                match set.remaining {
                    Some(remaining) => {
                        text!("sandbox-fault-remaining", fault, occurred, remaining)
                    }
                    None => text!("sandbox-fault-occurred", fault, occurred),
                },
            );
        }
        if !self.is_list {
            return;
        }
        page.line(text!("sandbox-fault-known"));
        let known = self.report.known.iter().map(|known| {
            // One that only a newer sandbox has is shown without words.
            let kind = known.name.parse::<FaultKind>();
            let words = kind.map_or(Text::verbatim(""), |kind| (&kind.description()).into());
            (known.name.clone(), page.show(&words))
        });
        page.fields(known.collect::<Vec<_>>());
    }
}
