//! `events replay`: the same bytes once more, to their own targets or to any other.

use std::path::PathBuf;

use serde::Serialize;
use tokio::time::Instant;
use wechatpay::ambient;
use wechatpay::inbox::{Inbox, Record};
use wechatpay::receiver::{HttpForward, Target};
use wechatpay::sandbox::Identity;

use super::filter::{FilterArgs, find};
use crate::args;
use crate::commands::attempt::attempt_text;
use crate::commands::rows::table;
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, count};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[arg(long, value_name = "URL", value_parser = args::whole_target)]
    to: Option<Target>,
    #[arg(long, requires = "to")]
    resign: bool,
    #[arg(long, value_name = "DIR", requires = "resign")]
    data: Option<PathBuf>,
}

/// The result of one notification.
#[derive(Serialize)]
struct Sent {
    id: String,
    event_type: String,
    status: Option<u16>,
    outcome: String,
    elapsed_ms: u128,
}

#[derive(Serialize)]
struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// How many deliveries wait for their own targets again.
    #[serde(skip_serializing_if = "Option::is_none")]
    queued: Option<u64>,
    replayed: Vec<Sent>,
}

impl Render for Report {
    const SCHEMA: &'static str = "events-replay";

    fn render(&self, page: &mut Page) {
        if let Some(queued) = self.queued {
            page.line(text!("events-queued", count = count(queued)));
            return;
        }
        table!(page, sent in &self.replayed => {
            text!("events-column-id") => sent.id.clone(),
            text!("events-column-event-type") => sent.event_type.clone(),
            text!("events-column-outcome") => page.show(&attempt_text(&sent.outcome)),
            text!("events-column-time") => format!("{} ms", sent.elapsed_ms),
        });
    }
}

pub(super) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    if args.ids.is_empty() && args.filter.is_empty() {
        return Err(CliError::usage(text!("events-nothing-chosen")));
    }
    context.use_sandbox_data(args.data.clone());
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let ids = chosen(args, &*inbox).await?;
    let Some(target) = &args.to else {
        return context.output.show(&Report {
            to: None,
            queued: Some(inbox.requeue(&ids).await?),
            replayed: Vec::new(),
        });
    };
    let identity = if args.resign {
        Some(Identity::open(&context.sandbox_data()?)?)
    } else {
        None
    };
    let http = HttpForward::new(context.http_to(target.name())?);
    let mut replayed = Vec::new();
    for id in &ids {
        let record = find(&*inbox, id).await?.record;
        replayed.push(send(&http, target, record, identity.as_ref()).await);
    }
    let is_accepted = |sent: &Sent| matches!(sent.status, Some(200..=299));
    let status = ExitStatus::of_condition(replayed.iter().all(is_accepted));
    context.output.show(&Report {
        to: Some(Target::shown(target.name()).to_owned()),
        queued: None,
        replayed,
    })?;
    Ok(status)
}

/// Returns the ids that were typed, or those that match the filter, too.
async fn chosen(args: &Args, inbox: &dyn Inbox) -> Result<Vec<String>, CliError> {
    if args.filter.is_empty() {
        for id in &args.ids {
            find(inbox, id).await?;
        }
        return Ok(args.ids.clone());
    }
    let matching = inbox.list(&args.filter.filter(inbox).await?).await?;
    Ok(matching
        .into_iter()
        .map(|summary| summary.id)
        .filter(|id| args.ids.is_empty() || args.ids.contains(id))
        .collect())
}

async fn send(
    http: &HttpForward,
    target: &Target,
    record: Record,
    identity: Option<&Identity>,
) -> Sent {
    let Record {
        id,
        event_type,
        mut headers,
        body,
        ..
    } = record;
    if let Some(identity) = identity {
        let signed = identity.sign(&ambient::stamp(), body.clone());
        headers.replace("wechatpay-", signed.headers());
    }
    let started = Instant::now();
    let posted = http.post(target.name(), &headers, body).await;
    let elapsed_ms = started.elapsed().as_millis();
    let (status, outcome) = match posted {
        Ok(status) => (Some(status), status.to_string()),
        Err(error) => (None, error.to_string()),
    };
    Sent {
        id,
        event_type,
        status,
        outcome,
        elapsed_ms,
    }
}
