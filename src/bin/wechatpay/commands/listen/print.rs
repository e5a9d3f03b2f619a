//! What a listener shows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use wechatpay::inbox::Record;
use wechatpay::listen::ListenEvent;
use wechatpay::receiver::{Attempted, NotifyEvent};

use super::failure::in_one_line;
use crate::commands::attempt::attempt_text;
use crate::commands::notification_lines::{NotificationLine, show_attempt};
use crate::error::CliError;
use crate::text;
use crate::ui::{Output, Page, Render};

/// A line on stdout.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    /// The first one, once the server is reached.
    Listening { url: &'a str, version: &'a str },
    /// A notification, with the bytes that a target gets.
    Notification {
        id: &'a str,
        event_type: &'a str,
        received_at: String,
        /// The numbers and amounts of the plaintext; the rest stays encrypted in the body.
        resource: Value,
        headers: BTreeMap<&'a str, &'a str>,
        body: String,
    },
    /// A target's response.
    Delivery {
        id: &'a str,
        target: &'a str,
        status: Option<u16>,
        outcome: &'a str,
        is_delivered: bool,
        elapsed_ms: u128,
        #[serde(skip)]
        attempt: &'a Attempted,
    },
    /// Some notifications may be missing.
    Gap { after: &'a str },
}

impl<'a> From<&'a Record> for Line<'a> {
    fn from(record: &'a Record) -> Self {
        Self::Notification {
            id: &record.id,
            event_type: &record.event_type,
            received_at: record.received().to_rfc3339(),
            resource: record.plaintext.value(),
            headers: record.headers.iter().collect(),
            body: String::from_utf8_lossy(&record.body).into_owned(),
        }
    }
}

impl Render for Line<'_> {
    const SCHEMA: &'static str = "listen";

    fn render(&self, page: &mut Page) {
        match self {
            Self::Notification {
                id,
                event_type,
                received_at,
                resource,
                ..
            } => NotificationLine {
                id,
                event_type,
                received_at,
                resource,
            }
            .show(page),
            Self::Delivery { attempt, .. } => show_attempt(attempt, page),
            // Notes say these to people.
            Self::Listening { .. } | Self::Gap { .. } => {}
        }
    }
}

/// Shows what happens until the listener ends.
pub(super) fn print_all(
    output: &Output,
    url: &str,
    mut events: mpsc::Receiver<ListenEvent>,
) -> Result<(), CliError> {
    // What was said of a connection that fails, so that it is not said again and again.
    let mut shown = String::new();
    while let Some(event) = events.blocking_recv() {
        match event {
            ListenEvent::Connected { version } => {
                shown.clear();
                let version = version.as_str();
                if output.json {
                    output.show_line(&Line::Listening { url, version })?;
                }
                output.note(text!("listen-connected", url));
            }
            ListenEvent::Disconnected { error, .. } => {
                let why = in_one_line(error, output.lang);
                let text = why.show(output.lang);
                if text != shown {
                    output.warn(text!("listen-disconnected", why));
                    shown = text;
                }
            }
            ListenEvent::Gap { after } => {
                if output.json {
                    output.show_line(&Line::Gap { after: &after })?;
                }
                output.warn(text!("listen-gap", after));
            }
            ListenEvent::Forgotten => output.warn(text!("listen-forgotten")),
            ListenEvent::Notification(record) => output.show_line(&Line::from(&*record))?,
            ListenEvent::Forwarding(event) => forwarding(output, &event)?,
        }
    }
    Ok(())
}

fn forwarding(output: &Output, event: &NotifyEvent) -> Result<(), CliError> {
    match event {
        NotifyEvent::Attempted(attempt) => {
            let status = attempt.outcome.parse().ok();
            if !attempt.is_accepted && attempt.again_after.is_none() {
                // A target that cannot be reached is said once, as a whole.
                return Ok(());
            }
            output.show_line(&Line::Delivery {
                id: &attempt.id,
                target: &attempt.target,
                status,
                outcome: &attempt.outcome,
                is_delivered: attempt.is_accepted,
                elapsed_ms: attempt.elapsed.as_millis(),
                attempt,
            })
        }
        NotifyEvent::Route {
            target,
            why: Some(why),
        } => {
            output.warn(text!("listen-target-down", target, why = attempt_text(why)));
            Ok(())
        }
        NotifyEvent::Route { target, why: None } => {
            output.note(text!("listen-target-up", target));
            Ok(())
        }
        NotifyEvent::NotClaimed(error) => {
            let why = in_one_line(error.clone().into(), output.lang);
            output.warn(text!("listen-not-claimed", why));
            Ok(())
        }
        NotifyEvent::NotRecorded(error) => {
            let why = in_one_line(error.clone().into(), output.lang);
            output.warn(text!("receive-not-recorded", why));
            Ok(())
        }
        // The first was shown as an attempt; a forwarder has no others.
        NotifyEvent::Declined { .. }
        | NotifyEvent::Event(_)
        | NotifyEvent::Duplicate(_)
        | NotifyEvent::Altered(_)
        | NotifyEvent::Store(_)
        | NotifyEvent::Refused { .. }
        | NotifyEvent::NotStored(_)
        | NotifyEvent::StoredLate(_)
        | NotifyEvent::NotForwarded(_)
        | NotifyEvent::Listener { .. }
        | NotifyEvent::CertificatesFetched(_)
        | NotifyEvent::CertificatesNotFetched(_)
        | NotifyEvent::OrderPlaced { .. }
        | NotifyEvent::CheckoutFailed { .. } => Ok(()),
    }
}
