//! What the sandbox posted: every notification, with each attempt to deliver it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use crate::protocol::endpoint::segment;
use crate::sandbox::ledger::outcome::Refusal;
use crate::sandbox::log::attempt::{AttemptKind, Delivery, DeliveryAttempt, DeliverySummary};
use crate::sandbox::page::command::Commands;
use crate::sandbox::page::form::{Form, Key};
use crate::sandbox::page::format::{Tone, command, moment, outcome_text};
use crate::sandbox::page::layout::{self, Section};
use crate::sandbox::page::orders::order_path;
use crate::sandbox::page::requests::{message, milliseconds};
use crate::sandbox::page::session::see_other;
use crate::sandbox::page::text::{Lang, Words, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// How many are listed.
const LISTED: usize = 100;

pub(crate) async fn list(State(sandbox): State<Arc<Sandbox>>, viewer: Viewer) -> Response {
    let lang = viewer.lang;
    let number = viewer.parameter("number");
    let found = match sandbox.deliveries(number.as_deref(), LISTED) {
        Ok(found) => found,
        Err(why) => return layout::broken(&viewer, &why),
    };
    let title = lang.say(words!("page-deliveries"));
    let content = html! {
        div .heading {
            div {
                h1 { (title) }
                p .sub { (lang.say(words!("page-deliveries-about"))) }
            }
        }
        div #deliveries data-live="" {
            @if found.is_empty() {
                div .card .empty {
                    h2 { (lang.say(words!("page-no-deliveries"))) }
                    p { (lang.say(words!("page-no-deliveries-help"))) }
                    p { a .button href="/" { (lang.say(words!("page-to-orders"))) } }
                }
            } @else {
                div .card .list {
                    table .requests {
                        thead {
                            tr {
                                th scope="col" { (lang.say(words!("page-status"))) }
                                th scope="col" { (lang.say(words!("page-notification"))) }
                                th scope="col" .number { (lang.say(words!("page-attempt-count"))) }
                                th scope="col" .when { (lang.say(words!("page-time"))) }
                            }
                        }
                        tbody { @for delivery in &found { (row(delivery, lang)) } }
                    }
                }
            }
        }
    };
    layout::page(&sandbox, &viewer, Section::Deliveries, &title, &content)
}

fn row(delivery: &DeliverySummary, lang: Lang) -> Markup {
    html! {
        tr data-key=(delivery.notification_id) {
            td .status { (state(delivery, lang)) }
            td .what {
                a .row href=(path(&delivery.notification_id)) { (delivery.event_type) }
                span .sub {
                    (delivery.subject.number())
                    @if let Some(url) = &delivery.notify_url { " → " (url) }
                }
                @if let Some(outcome) = delivery.last_outcome.as_ref().filter(|_| !delivery.acknowledged) {
                    span .finding { (outcome_text(outcome, lang)) }
                }
            }
            td .number { (delivery.attempts) }
            td .when { (moment(delivery.created_at)) }
        }
    }
}

fn state(delivery: &DeliverySummary, lang: Lang) -> Markup {
    let (tone, words) = if delivery.acknowledged {
        (Tone::Good, words!("page-delivery-acknowledged"))
    } else if delivery.attempts == 0 && delivery.next_attempt_at.is_some() {
        (Tone::Waiting, words!("page-delivery-sending"))
    } else if delivery.next_attempt_at.is_some() {
        (Tone::Bad, words!("page-delivery-retrying"))
    } else if delivery.attempts == 0 {
        (Tone::Quiet, words!("page-delivery-not-posted"))
    } else {
        (Tone::Bad, words!("page-delivery-given-up"))
    };
    html! { span .pill .(tone.class()) { (lang.say(words)) } }
}

/// Returns the path of a notification's page.
pub(crate) fn path(id: &str) -> String {
    format!("/deliveries/{}", segment(id))
}

pub(crate) async fn show(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    Key(id): Key,
) -> Response {
    match sandbox.delivery(&id) {
        Ok(Some(delivery)) => {
            let content = content(&sandbox, &viewer, &delivery);
            let title = delivery.summary.event_type.clone();
            layout::page(&sandbox, &viewer, Section::Deliveries, &title, &content)
        }
        Ok(None) => layout::missing(&viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

/// Posts a notification again.
pub(crate) async fn resend(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    Key(id): Key,
    _: Form,
) -> Response {
    match sandbox.resend(&id).await {
        Ok(Some(_)) => see_other(&path(&id)),
        Ok(None) => layout::missing(&viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

fn content(sandbox: &Sandbox, viewer: &Viewer, delivery: &Delivery) -> Markup {
    let (lang, summary) = (viewer.lang, &delivery.summary);
    let id = summary.notification_id.as_str();
    let control = format!("/_sandbox/deliveries/{}/resend", segment(id));
    html! {
        p .back { a href="/deliveries" { "← " (lang.say(words!("page-deliveries"))) } }
        div #summary .summary data-live="" {
            div {
                p .what { (summary.notify_url.as_deref().unwrap_or_default()) }
                h1 .path { (summary.event_type) " " (state(summary, lang)) }
                @if let Some(next) = summary.next_attempt_at.filter(|_| !summary.acknowledged) {
                    p .which { (lang.say(words!("page-next-attempt"))) " " (moment(next)) }
                }
            }
            div .actions {
                form method="post" action=(format!("{}/resend", path(id))) {
                    button .primary #resend type="submit" { (lang.say(words!("page-resend"))) }
                }
                @if let Some(number) = summary.subject.out_trade_no() {
                    a .button href=(order_path(number.as_str())) { (lang.say(words!("page-to-order"))) }
                }
            }
        }
        div .columns {
            div .main #attempts data-live="" {
                @if delivery.log.is_empty() {
                    section .card { p .sub { (lang.say(words!("page-no-attempts"))) } }
                }
                @for attempt in delivery.log.iter().rev() { (one(attempt, lang)) }
            }
            aside {
                section .card aria-labelledby="h-commands" {
                    h2 #h-commands { (lang.say(words!("page-commands"))) }
                    p .sub { (lang.say(words!("page-commands-about"))) }
                    (command(&lang.say(words!("page-resend")), &Commands::new(sandbox, viewer).control(&control), lang))
                }
            }
        }
    }
}

fn one(attempt: &DeliveryAttempt, lang: Lang) -> Markup {
    let tone = if attempt.acknowledged {
        Tone::Good
    } else {
        Tone::Bad
    };
    let kind = match attempt.kind {
        AttemptKind::Scheduled => words!("page-attempt-scheduled"),
        AttemptKind::Resent => words!("page-attempt-resent"),
        AttemptKind::Duplicate => words!("page-attempt-duplicate"),
        AttemptKind::Probe => words!("page-attempt-probe"),
    };
    html! {
        section .card .attempt {
            div .row {
                span .pill .(tone.class()) { (outcome_text(&attempt.outcome, lang)) }
                span .sub { (lang.say(kind)) " · " (milliseconds(attempt.elapsed)) }
                span .when { (moment(attempt.at)) }
            }
            @if let Some(help) = refusal_text(attempt) {
                p .sub { (lang.say(help)) }
            }
            dl .details {
                div { dt { (lang.say(words!("page-signed-by"))) } dd { code { (attempt.signed_by) } } }
                div { dt { (lang.say(words!("page-verify-with"))) } dd { code { (attempt.verify_with.display()) } } }
            }
            details #(format!("attempt-{}", attempt.id)) .inside {
                summary { (lang.say(words!("page-attempt-messages"))) }
                (message(&lang.say(words!("page-posted")), &attempt.request, lang))
                @if let Some(resource) = &attempt.resource {
                    section .card {
                        h2 { (lang.say(words!("page-resource"))) }
                        pre .json { code { (serde_json::to_string_pretty(resource).unwrap_or_default()) } }
                    }
                }
                @if let Some(response) = &attempt.response {
                    (message(&lang.say(words!("page-response")), response, lang))
                }
            }
        }
    }
}

/// Returns what the receiver's status means; nothing about a probe, which it must refuse.
fn refusal_text(attempt: &DeliveryAttempt) -> Option<Words> {
    if attempt.kind == AttemptKind::Probe {
        return None;
    }
    Some(match attempt.outcome.refusal()? {
        Refusal::Redirected => words!("refusal-redirected"),
        Refusal::NotRouted => words!("refusal-not-routed"),
        Refusal::Refused => words!("refusal-refused"),
        Refusal::Failed => words!("refusal-failed"),
    })
}
