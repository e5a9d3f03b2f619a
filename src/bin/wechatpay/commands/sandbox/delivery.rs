//! A notification that `sandbox pay` or `sandbox refund` has posted.

use std::time::Duration;

use wechatpay::protocol::id::OutTradeNo;
use wechatpay::sandbox::{AdminError, DeliveryReport, HandleError, SandboxHandle};

use super::args::Order;
use super::event_lines;
use super::refusal::refusal_text;
use crate::commands::attempt::body_beginning;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

/// Repeats a delivery on WeChat Pay's schedule, unless a running sandbox does that; if nothing
/// listens at all, repeating at once would not help.
pub(super) async fn deliver(
    handle: &SandboxHandle,
    first: Result<DeliveryReport, HandleError>,
    order: &Order,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let first = first.map_err(|error| not_found(error, &order.out_trade_no))?;
    let pausing = |delivery: &DeliveryReport, pause: Duration| {
        let seconds = format!("{:.0}", pause.as_secs_f64());
        let outcome = outcome(delivery);
        context
            .output
            .note(text!("sandbox-pause", outcome, seconds));
    };
    let delivery = match handle.embedded() {
        Some(sandbox) => sandbox.retry(first, order.attempts, pausing).await?,
        None => first,
    };
    if !delivery.acknowledged {
        let (url, outcome) = (&delivery.notify_url, outcome(&delivery));
        context.output.warn(if url.is_empty() {
            outcome
        } else {
            text!("sandbox-repeats", url, outcome)
        });
    }
    context.output.show(&delivery)
}

impl Render for DeliveryReport {
    const SCHEMA: &'static str = "sandbox-delivery";

    fn render(&self, page: &mut Page) {
        let mut rows = vec![
            ("out_trade_no".into(), self.out_trade_no.to_string()),
            ("trade_state".into(), self.trade_state.to_string()),
            ("transaction_id".into(), shown(self.transaction_id.as_ref())),
        ];
        for order in &self.sub_orders {
            let id = shown(order.transaction_id.as_ref());
            let (number, state) = (&order.out_trade_no, &order.trade_state);
            let text = format!("{number} {state} {id}");
            rows.push(("sub_order".into(), text.trim_end().to_owned()));
        }
        if let Some(number) = &self.out_refund_no {
            rows.push(("out_refund_no".into(), number.to_string()));
        }
        if let Some(status) = &self.refund_status {
            rows.push(("refund_status".into(), status.to_string()));
        }
        rows.push(("notify_url".into(), self.notify_url.clone()));
        let response = outcome(self).show(page.lang);
        rows.push((text!("sandbox-response"), response));
        rows.push((text!("sandbox-attempts"), self.attempts.to_string()));
        if let Some(attempt) = &self.last_attempt {
            let took = event_lines::milliseconds(attempt.elapsed);
            rows.push((text!("sandbox-response-time"), took));
            let body = attempt.response_body.clone().unwrap_or_default();
            if !self.acknowledged && !body.is_empty() {
                rows.push((text!("sandbox-response-body"), body_beginning(&body)));
            }
            rows.push((text!("sandbox-signed-by"), attempt.signed_by.to_string()));
            let path = attempt.verify_with.display().to_string();
            rows.push((text!("sandbox-verify-with"), path));
        }
        if let Some(pause) = self.next_attempt_in.filter(|_| !self.acknowledged) {
            rows.push((
                text!("sandbox-next-attempt"),
                event_lines::pause_text(pause),
            ));
        }
        page.fields(rows);
        if self.acknowledged {
            page.toned(Tone::Good, text!("sandbox-acknowledged"));
        } else {
            page.toned(Tone::Bad, text!("sandbox-not-acknowledged"));
            if let Some(help) = self.last_outcome.as_ref().and_then(refusal_text) {
                page.line(help);
            }
        }
    }
}

/// Names the order that a running sandbox does not know.
fn not_found(error: HandleError, number: &OutTradeNo) -> CliError {
    match error {
        HandleError::Admin(AdminError::NotFound(_)) => {
            CliError::new(Kind::NotFound, text!("sandbox-order-unknown", number))
        }
        error => error.into(),
    }
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Returns what came of the last attempt to post a notification.
fn outcome(delivery: &DeliveryReport) -> Text {
    let outcome = delivery.last_outcome.as_ref();
    outcome.map_or_else(|| Text::verbatim(""), event_lines::outcome)
}
