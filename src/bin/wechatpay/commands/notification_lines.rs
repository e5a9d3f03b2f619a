//! Notifications and their deliveries for people who watch them: `-->` and `<--`.

use serde_json::Value;
use wechatpay::protocol::amount::FenSum;
use wechatpay::protocol::plaintext::subject_number;
use wechatpay::receiver::Attempted;

use crate::commands::attempt::attempt_text;
use crate::text;
use crate::ui::{Page, Tone, width};

/// A notification that was accepted.
pub(in crate::commands) struct NotificationLine<'a> {
    pub(in crate::commands) id: &'a str,
    pub(in crate::commands) event_type: &'a str,
    pub(in crate::commands) received_at: &'a str,
    pub(in crate::commands) resource: &'a Value,
}

impl NotificationLine<'_> {
    pub(in crate::commands) fn show(&self, page: &mut Page) {
        let number = subject_number(self.resource);
        let amount =
            amount(self.event_type, self.resource).map(|fen| format!(" {}", FenSum::from(fen)));
        let (event, number) = (self.event_type, number.unwrap_or("-"));
        let amount = amount.as_deref().unwrap_or_default();
        let rest = match page.width() {
            Some(columns) => {
                let taken = width("--> ") + width(event) + 1 + width(number) + width(amount);
                shown_id(self.id, columns.saturating_sub(taken))
            }
            // A terminal shows a line as it comes; in a file it matters when that was.
            None => format!("  {} {}", self.received_at, self.id),
        };
        page.parts(&[
            (None, "--> "),
            (Some(Tone::Bold), event),
            (None, " "),
            (None, number),
            (None, amount),
            (Some(Tone::Dim), &rest),
        ]);
    }
}

/// Shows an attempt to deliver a notification.
pub(in crate::commands) fn show_attempt(attempt: &Attempted, page: &mut Page) {
    let tone = if attempt.is_accepted {
        Tone::Good
    } else {
        Tone::Bad
    };
    // A response has a status; without one there is a reason.
    let is_status = attempt.is_accepted || attempt.outcome.parse::<u16>().is_ok();
    let (status, reason) = if is_status {
        (&*attempt.outcome, String::new())
    } else {
        let why = attempt_text(&attempt.outcome);
        ("-", page.show(&text!("receive-attempt-reason", why)))
    };
    let again = attempt.again_after.map(|after| {
        let seconds = after.as_millis().div_ceil(1000);
        page.show(&text!("receive-attempt-again", seconds))
    });
    let took = format!(" {} ms", attempt.elapsed.as_millis());
    let (status, target) = (format!("[{status}]"), format!(" {}", attempt.target));
    let again = again.as_deref().unwrap_or_default();
    let texts = ["<-- ", &status, &target, &took, &reason, again];
    let rest = match page.width() {
        Some(columns) => {
            let taken = texts.iter().map(|text| width(text)).sum();
            shown_id(&attempt.id, columns.saturating_sub(taken))
        }
        None => format!("  {}", attempt.id),
    };
    page.parts(&[
        (None, "<-- "),
        (Some(tone), &status),
        (None, &target),
        (Some(Tone::Dim), &took),
        (None, &reason),
        (None, again),
        (Some(Tone::Dim), &rest),
    ]);
}

/// Returns the id of a notification after two spaces, or its beginning, or nothing: as much as there
/// is room for.
fn shown_id(id: &str, columns: usize) -> String {
    let whole = format!("  {id}");
    if width(&whole) <= columns {
        return whole;
    }
    let beginning: String = id.chars().take(ID_BEGINNING).collect();
    let short = format!("  {beginning}…");
    if width(&short) <= columns {
        short
    } else {
        String::new()
    }
}

/// How much of an id tells lines apart.
const ID_BEGINNING: usize = 8;

/// Returns how much money a notification is about, in fen.
fn amount(event_type: &str, resource: &Value) -> Option<u64> {
    let places = if event_type.starts_with("REFUND.") {
        ["/amount/refund", "/amount/total"]
    } else {
        ["/amount/total", "/transfer_amount"]
    };
    places
        .iter()
        .find_map(|place| resource.pointer(place)?.as_u64())
}
