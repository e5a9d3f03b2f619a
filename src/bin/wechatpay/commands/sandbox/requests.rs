//! `sandbox requests`: what a sandbox received, from this terminal or another.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use wechatpay::sandbox::{
    DEFAULT_LIMIT, DeliveryAttempt, FollowedLog, NewRecords, RecordedMessage, RequestFilter,
    RequestRecord, RequestSummary, SandboxLog,
};

use super::event_lines::{AttemptLine, RequestLine, faults, line, reason};
use crate::args;
use crate::commands::findings::Findings;
use crate::commands::rows::fields;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// How often it is looked for new requests.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Which requests, or which one of them.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[arg(long)]
    follow: bool,
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT, value_parser = args::within::<usize>(1, u64::MAX))]
    limit: usize,
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    #[arg(long)]
    refused: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Show {
        #[arg(value_name = "ID|REQUEST-ID")]
        id: String,
    },
}

impl Args {
    /// Returns the schemas of the JSON that they print.
    pub(super) fn schemas(&self) -> &'static [&'static str] {
        match self.action {
            Some(Action::Show { .. }) => &["sandbox-request-detail"],
            None if self.follow => &["sandbox-request", "sandbox-attempt"],
            None => &["sandbox-requests"],
        }
    }

    /// Tells whether an attempt to deliver a notification is to be shown.
    fn wants(&self, attempt: &DeliveryAttempt) -> bool {
        let is_about = |number: &str| attempt.subject.has_number(number);
        self.number.as_deref().is_none_or(is_about) && !(self.refused && attempt.acknowledged)
    }
}

#[derive(Serialize)]
struct List<'d> {
    requests: Vec<RequestSummary>,
    /// The data folder, whose commands are shown.
    #[serde(skip)]
    data: &'d Path,
}

impl Render for List<'_> {
    const SCHEMA: &'static str = "sandbox-requests";

    fn render(&self, page: &mut Page) {
        if self.requests.is_empty() {
            page.line(text!("sandbox-no-requests"));
        }
        // As in a log, the newest is last.
        for request in self.requests.iter().rev() {
            line(&format!("{:>5}", request.id), request, page);
            reason(request, self.data, page);
        }
    }
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    record: RequestRecord,
    verdict: Option<&'static str>,
}

impl Render for Shown {
    const SCHEMA: &'static str = "sandbox-request-detail";

    fn render(&self, page: &mut Page) {
        let RequestRecord {
            summary,
            request,
            response,
            ..
        } = &self.record;
        page.toned(Tone::Bold, format!("{} {}", summary.method, summary.url));
        let code = summary.code.as_deref().unwrap_or_default();
        let (name, number) = match &summary.number {
            Some(number) => (number.name.as_str(), number.value.as_str()),
            None => ("out_trade_no", ""),
        };
        fields!(page, {
            text!("sandbox-request-number") => summary.id.to_string(),
            text!("sandbox-request-received") => summary.received_at(),
            text!("sandbox-response") => format!("{} {code}", summary.status).trim_end(),
            "Request-ID" => summary.request_id.as_deref().unwrap_or_default(),
            "mchid" => summary.mchid.as_deref().unwrap_or_default(),
            "serial_no" => summary.serial_no.as_deref().unwrap_or_default(),
            name => number,
        });
        faults(summary, page);
        if let Some(reason) = &summary.failure {
            page.toned(Tone::Bad, text!("sandbox-request-failed", reason));
        }
        if let Some(check) = &summary.check {
            page.toned(Tone::Bad, text!("explain-request-invalid"));
            Findings::of_check(check, page.lang).render(page);
        } else if !summary.is_signature_refused()
            && let Some(lines) = self.record.signed_message()
        {
            page.toned(Tone::Good, text!("sandbox-request-signed"));
            for line in lines {
                page.line(format!("  {:>10}  {}", line.label, line.text));
            }
        }
        page.toned(Tone::Bold, text!("sandbox-request-sent"));
        message(request, page);
        page.toned(Tone::Bold, text!("sandbox-request-answered"));
        message(response, page);
    }
}

/// Shows headers and body as they were on the wire.
fn message(message: &RecordedMessage, page: &mut Page) {
    for header in &message.headers {
        page.line(format!("  {}: {}", header.name, header.value));
    }
    let body = &message.body;
    if body.length == 0 {
        return;
    }
    match body.text() {
        Some(text) => page.lines(format!("\n{text}")),
        None => page.line(text!("sandbox-request-binary", bytes = body.length)),
    }
    if !body.is_complete() {
        let (shown, bytes) = (body.bytes.len(), body.length);
        page.toned(Tone::Dim, text!("sandbox-request-cut", shown, bytes));
    }
}

pub(super) async fn run(
    args: &Args,
    data: &Path,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let log = SandboxLog::open(data)?;
    match &args.action {
        Some(Action::Show { id }) => show(log, id, context).await,
        None if args.follow => follow(args, data, context).await,
        None => {
            let requests = match log {
                Some(log) => {
                    log.settle().await;
                    log.requests(&filter(args))?
                }
                None => Vec::new(),
            };
            context.output.show(&List { requests, data })
        }
    }
}

fn filter(args: &Args) -> RequestFilter {
    let mut filter = RequestFilter::default();
    filter.limit = args.limit;
    filter.number.clone_from(&args.number);
    filter.refused = args.refused;
    filter
}

async fn show(
    log: Option<SandboxLog>,
    id: &str,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let record = match log {
        Some(log) => {
            log.settle().await;
            log.request(id)?
        }
        None => None,
    };
    let unknown = || CliError::new(Kind::NotFound, text!("sandbox-no-request", id));
    let record = record.ok_or_else(unknown)?;
    let verdict = match (&record.summary.check, record.signed_message()) {
        (Some(_), _) => Some("invalid"),
        (None, Some(_)) if !record.summary.is_signature_refused() => Some("valid"),
        (None, _) => None,
    };
    context.output.show(&Shown { record, verdict })
}

/// Shows what comes after the newest requests, whichever process receives it.
async fn follow(args: &Args, data: &Path, context: &mut Context) -> Result<ExitStatus, CliError> {
    let mut log = FollowedLog::new(data, filter(args));
    let ended = context.take_signals();
    tokio::pin!(ended);
    loop {
        let NewRecords {
            requests, attempts, ..
        } = log.read_on()?;
        for request in &requests {
            context.output.show_line(&RequestLine { request, data })?;
        }
        for attempt in attempts.iter().filter(|attempt| args.wants(attempt)) {
            context.output.show_line(&AttemptLine(attempt))?;
        }
        tokio::select! {
            signal = &mut ended => return Ok(ExitStatus::Failed(signal)),
            () = tokio::time::sleep(POLL_INTERVAL) => {}
        }
    }
}
