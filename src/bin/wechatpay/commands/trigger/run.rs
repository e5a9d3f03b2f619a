//! How `trigger` runs.

use wechatpay::receiver::Target;
use wechatpay::sandbox::Identity;
use wechatpay::sandbox::trigger::{Endpoint, Exchange, Missing, TestCase, Trigger, TriggerError};
use wechatpay::transport::Request;

use super::args::Args;
use super::messages;
use super::report::{Report, Style};
use crate::commands::dry_run;
use crate::context::Context;
use crate::error::{CliError, failures};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::Output;

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.use_sandbox_data(args.data.clone());
    let identity = Identity::open(&context.sandbox_data()?)?;
    let trigger = Trigger {
        identity: &identity,
        key: args.key,
        partner: args.partner,
        combined: args.combined,
        fields: args.fields()?,
    };
    let cases = args.cases();
    // What cannot be generated is reported before anything is sent.
    for case in &cases {
        trigger.notifications(case.event_type, case.fault)?;
    }
    if context.is_dry() {
        return show(args, &trigger, context);
    }
    let output = &context.output;
    let endpoint = Endpoint {
        http: context.http_to(args.to.name())?,
        url: args.to.name().to_owned(),
        trigger: &trigger,
        observer: &|case, exchange| trace(case, exchange, output),
    };
    let (run, style) = match (args.repeat, cases.as_slice()) {
        (Some(times), [case]) => {
            let concurrency = usize::try_from(args.concurrency).unwrap_or(usize::MAX);
            let run = endpoint.repeat(*case, times, concurrency).await?;
            (run, Style::Counts)
        }
        (_, cases) if args.suite => (endpoint.send(cases).await?, Style::Table),
        (_, cases) if output.verbose > 0 => (endpoint.send(cases).await?, Style::Exchanges),
        (_, cases) => (endpoint.send(cases).await?, Style::Brief),
    };
    let to = Target::shown(args.to.name()).to_owned();
    let report = Report::new(to, run, style, context.output.lang);
    output.show(&report)?;
    Ok(ExitStatus::of_condition(report.passed))
}

/// Shows a notification instead of sending it.
fn show(args: &Args, trigger: &Trigger<'_>, context: &Context) -> Result<ExitStatus, CliError> {
    let mut notifications = match (args.event, args.repeat) {
        (Some(event), None) => trigger.notifications(event, args.fault)?,
        (Some(_), Some(_)) | (None, _) => Vec::new(),
    };
    let (Some(notification), true) = (notifications.pop(), notifications.is_empty()) else {
        return Err(CliError::usage(text!("trigger-shows-one")));
    };
    let headers = notification.headers.into_iter();
    let request = Request {
        method: "POST",
        target: String::new(),
        headers: headers.map(|(name, value)| (name.into(), value)).collect(),
        body: notification.body,
    };
    let message = String::from_utf8_lossy(&notification.message).into_owned();
    dry_run::show_request(&request, args.to.name().to_owned(), Some(message), context)
}

fn trace(case: TestCase, exchange: &Exchange, output: &Output) {
    let fault = case.fault.map(|fault| format!(" ({fault})"));
    let event = exchange.notification.event_type;
    output.trace(1, format!("> POST {event}{}", fault.unwrap_or_default()));
    let outcome = match &exchange.outcome {
        Ok(response) => response.status.to_string(),
        Err(why) => messages::no_response(why).show(output.lang),
    };
    let millis = exchange.elapsed_ms;
    output.trace(1, text!("trigger-trace", outcome, millis));
}

failures!(error: TriggerError {
    Field(error) => error.into(),
    Inapplicable {
        fault,
        event,
        missing,
    } => Self::usage(match missing {
        Missing::Order => text!("trigger-names-no-order", event, fault),
        Missing::Merchant => text!("trigger-names-no-merchant", event, fault),
    }),
});
