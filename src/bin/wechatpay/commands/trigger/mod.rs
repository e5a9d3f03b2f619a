//! `trigger`: sends a test notification, good or faulty, to any endpoint and judges its answer.

mod args;
mod case;
mod report;
mod summary;
mod traffic;
mod words;

use futures_util::{StreamExt, stream};
use wechatpay::protocol::event_type::EventType;
use wechatpay::receiver::Target;
use wechatpay::sandbox::Identity;
use wechatpay::sandbox::trigger::{Exchange, Fault, Specimen, Trigger, TriggerError, post};
use wechatpay::transport::Request;

pub(crate) use args::Args;

use super::dry_run;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use case::Case;
use report::{Report, Style};
use summary::Summary;

/// How many of the repetitions that failed are told.
const TOLD: usize = 10;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.use_sandbox_data(args.data.clone());
    let identity = Identity::open(&context.sandbox_data()?)?;
    let trigger = Trigger {
        identity: &identity,
        key: args.key,
        partner: args.partner,
        fields: args.fields()?,
    };
    // What cannot be made is told before anything is sent.
    let kinds = kinds(args);
    for (event, fault) in &kinds {
        trigger.specimens(*event, *fault)?;
    }
    if context.is_dry() {
        return show(args, &trigger, context);
    }
    let sender = Sender {
        http: context.http_to(args.to.name())?,
        trigger: &trigger,
        args,
        context,
    };
    let report = match (args.repeat, kinds.as_slice()) {
        (Some(times), [kind]) => sender.repeat(*kind, times).await?,
        _ => sender.each(&kinds).await?,
    };
    context.output.show(&report)?;
    Ok(if report.passed {
        ExitStatus::Success
    } else {
        ExitStatus::Condition
    })
}

/// Returns the events to send, each with its fault.
fn kinds(args: &Args) -> Vec<(EventType, Option<Fault>)> {
    if let Some(event) = args.event {
        return vec![(event, args.fault)];
    }
    let good = EventType::ALL.map(|event| (event, None));
    let odd = Fault::ALL.map(|fault| (EventType::TransactionSuccess, Some(fault)));
    good.into_iter().chain(odd).collect()
}

/// Shows a notification instead of sending it.
fn show(args: &Args, trigger: &Trigger<'_>, context: &Context) -> Result<ExitStatus, CliError> {
    let specimens = match (args.event, args.repeat) {
        (Some(event), None) => trigger.specimens(event, args.fault)?,
        _ => Vec::new(),
    };
    let [specimen] = specimens.as_slice() else {
        return Err(CliError::usage(
            "--dry-run and --curl show one notification: an EVENT, without --repeat, --fault duplicate and --fault refund-first",
        ));
    };
    let Specimen {
        message,
        headers,
        body,
        ..
    } = specimen.clone();
    let headers = headers.into_iter();
    let request = Request {
        method: "POST",
        target: String::new(),
        headers: headers.map(|(name, value)| (name.into(), value)).collect(),
        body,
    };
    let message = String::from_utf8_lossy(&message).into_owned();
    dry_run::show_request(&request, args.to.name().to_owned(), Some(message), context)
}

struct Sender<'a> {
    http: reqwest::Client,
    trigger: &'a Trigger<'a>,
    args: &'a Args,
    context: &'a Context,
}

impl Sender<'_> {
    /// Sends each kind once, one after the other.
    async fn each(&self, kinds: &[(EventType, Option<Fault>)]) -> Result<Report, CliError> {
        let mut cases = Vec::new();
        for kind in kinds {
            cases.push(self.send(*kind).await?);
        }
        let mut summary = Summary::default();
        for case in &cases {
            summary.count(case);
        }
        let style = if self.args.suite {
            Style::Table
        } else {
            Style::Whole
        };
        Ok(self.report(cases, summary, style))
    }

    /// Sends one kind so many times, some at once.
    async fn repeat(
        &self,
        kind: (EventType, Option<Fault>),
        times: u32,
    ) -> Result<Report, CliError> {
        let at_once = usize::try_from(self.args.concurrency).unwrap_or(usize::MAX);
        let mut sent = stream::iter(0..times)
            .map(|_| self.send(kind))
            .buffer_unordered(at_once);
        let (mut told, mut summary) = (Vec::new(), Summary::default());
        while let Some(case) = sent.next().await {
            let case = case?;
            summary.count(&case);
            if case.problem.is_some() && told.len() < TOLD {
                told.push(case);
            }
        }
        Ok(self.report(told, summary, Style::Counts))
    }

    async fn send(&self, (event, fault): (EventType, Option<Fault>)) -> Result<Case, CliError> {
        let mut exchanges = Vec::new();
        for specimen in self.trigger.specimens(event, fault)? {
            let exchange = post(&self.http, self.args.to.name(), specimen).await;
            self.trace(fault, &exchange);
            exchanges.push(exchange);
        }
        Ok(Case::judge(event, fault, exchanges))
    }

    fn trace(&self, fault: Option<Fault>, exchange: &Exchange) {
        let output = &self.context.output;
        let fault = fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
        output.trace(1, format!("> POST {}{fault}", exchange.specimen.event_type));
        let answer = match &exchange.outcome {
            Ok(answer) => answer.status.to_string(),
            Err(why) => why.to_string(),
        };
        output.trace(1, format!("< {answer} in {} ms", exchange.elapsed_ms));
    }

    fn report(&self, cases: Vec<Case>, summary: Summary, style: Style) -> Report {
        let to = Target::shown(self.args.to.name()).to_owned();
        Report::new(to, cases, summary, style, self.context.output.lang)
    }
}

impl From<TriggerError> for CliError {
    fn from(error: TriggerError) -> Self {
        Self::usage(error.to_string())
    }
}
