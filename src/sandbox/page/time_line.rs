//! What happened to an order, from its prepay to the last notification.

use maud::{Markup, html};

use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::refund::Refund;
use crate::sandbox::page::data::OrderDetail;
use crate::sandbox::page::deliveries;
use crate::sandbox::page::format::{Tone, delivery_state, moment, outcome_text, yuan};
use crate::sandbox::page::payers::Decline;
use crate::sandbox::page::text::{Lang, Words, words};

/// Something that happened.
struct Step {
    /// In milliseconds; the end if it is not known.
    at: Option<i64>,
    /// Which of two that happened at the same time comes first.
    rank: u8,
    tone: Tone,
    title: String,
    detail: Markup,
}

/// Draws an order's time line.
pub(crate) fn draw(detail: &OrderDetail, now: Timestamp, lang: Lang) -> Markup {
    html! {
        ol .timeline {
            @for step in steps(detail, now, lang) {
                li .(step.tone.class()) {
                    div .what { strong { (step.title) } (step.detail) }
                    @if let Some(at) = step.at { div .when { (moment(at)) } }
                }
            }
        }
    }
}

fn steps(detail: &OrderDetail, now: Timestamp, lang: Lang) -> Vec<Step> {
    let order = &detail.order;
    let mut steps = placed(order, lang);
    steps.extend(detail.declined.iter().map(|event| Step {
        at: Some(event.at),
        rank: 1,
        tone: Tone::Quiet,
        title: lang.say(match event.why {
            Decline::Cancelled => words!("page-step-cancelled"),
            Decline::Failed => words!("page-step-failed"),
        }),
        detail: html! { span .sub { code { (event.why.message()) } } },
    }));
    if let Some(payment) = &order.payment {
        steps.push(Step {
            at: Some(seconds(payment.at)),
            rank: 2,
            tone: Tone::Good,
            title: lang.say(words!("page-step-paid", amount = yuan(order.total()))),
            detail: html! { span .sub { code { (payment.transaction_id) } } },
        });
    }
    for refund in &order.refunds {
        steps.extend(refunded(refund, order, lang));
    }
    steps.extend(
        detail
            .deliveries
            .iter()
            .map(|one| notification(one, order, lang)),
    );
    steps.extend(ended(order, now, lang));
    // Payment and refunds are stored in whole seconds, so the order within one second is known
    // better than their times.
    steps.sort_by_key(|step| {
        let second = step.at.map_or(i64::MAX, |at| at.div_euclid(1000));
        (second, step.rank)
    });
    steps
}

/// Returns the steps of a refund: its request, and its end if it has one.
fn refunded(refund: &Refund, order: &Order, lang: Lang) -> Vec<Step> {
    let mut steps = Vec::new();
    let amount = yuan(refund.amount(order.total()));
    let number = html! { span .sub { code { (refund.out_refund_no) } } };
    if refund.body.is_some() {
        steps.push(Step {
            at: Some(requested(refund.requested_at, refund.at)),
            rank: 3,
            tone: Tone::Waiting,
            title: lang.say(words!(
                "page-step-refund-requested",
                amount = amount.clone()
            )),
            detail: number.clone(),
        });
    }
    if let Some((tone, words)) = refund_end(&refund.status, amount) {
        steps.push(Step {
            at: Some(match refund.ended_at {
                Some(at) => seconds(at),
                None => requested(refund.requested_at, refund.at),
            }),
            rank: 4,
            tone,
            title: lang.say(words),
            detail: number,
        });
    }
    steps
}

/// Returns the end of an order that was not paid.
fn ended(order: &Order, now: Timestamp, lang: Lang) -> Option<Step> {
    if order.state == TradeState::Closed {
        Some(Step {
            at: None,
            rank: 9,
            tone: Tone::Quiet,
            title: lang.say(words!("page-step-closed")),
            detail: html! {},
        })
    } else if order.state == TradeState::NotPay && order.expired(now) {
        Some(Step {
            at: order.time_expire().map(seconds),
            rank: 9,
            tone: Tone::Quiet,
            title: lang.say(words!("page-step-expired")),
            detail: html! { span .sub { (lang.say(words!("page-step-expired-note"))) } },
        })
    } else {
        None
    }
}

fn placed(order: &Order, lang: Lang) -> Vec<Step> {
    let mut steps = vec![Step {
        at: Some(order.ordered_at),
        rank: 0,
        tone: Tone::Good,
        title: lang.say(words!(
            "page-step-ordered",
            amount = yuan(order.total()),
            product = order.trade_type.wire()
        )),
        detail: html! { span .sub { code { (order.prepay_id) } } },
    }];
    let prepaid = seconds(order.prepaid_at);
    if order.prepaid_at != Timestamp::from_millis(order.ordered_at) {
        steps.push(Step {
            at: Some(prepaid),
            rank: 0,
            tone: Tone::Quiet,
            title: lang.say(words!("page-step-prepaid-again")),
            detail: html! {},
        });
    }
    steps
}

fn refund_end(status: &RefundStatus, amount: String) -> Option<(Tone, Words)> {
    match status {
        RefundStatus::Success => Some((
            Tone::Returned,
            words!("page-step-refund-success", amount = amount),
        )),
        RefundStatus::Abnormal => Some((
            Tone::Bad,
            words!("page-step-refund-abnormal", amount = amount),
        )),
        RefundStatus::Closed => Some((
            Tone::Quiet,
            words!("page-step-refund-closed", amount = amount),
        )),
        RefundStatus::Processing | RefundStatus::Other(_) => None,
    }
}

fn notification(delivery: &Delivery, order: &Order, lang: Lang) -> Step {
    let state = delivery_state(delivery, lang);
    let url = delivery.notify_url(Some(order)).unwrap_or_default();
    Step {
        at: Some(seconds(delivery.created_at)),
        rank: 5,
        tone: state.tone,
        title: lang.say(words!("page-step-notification", state = state.label)),
        detail: html! {
            span .sub { a href=(deliveries::path(&delivery.id)) { code { (state.code) } } @if !url.is_empty() { " → " code { (url) } } }
            @if let Some(outcome) = &delivery.outcome {
                span .sub { (outcome_text(outcome, lang)) " · " (lang.say(words!("page-attempts", count = delivery.attempts))) }
            }
            @if !delivery.acknowledged && delivery.attempts > 0 {
                @if let Some(next) = delivery.next_at {
                    span .sub { (lang.say(words!("page-next-attempt"))) " " (moment(next)) }
                }
            }
        },
    }
}

fn seconds(moment: Timestamp) -> i64 {
    moment.0.saturating_mul(1000)
}

/// Older files have no milliseconds.
fn requested(millis: i64, at: Timestamp) -> i64 {
    if millis > 0 { millis } else { seconds(at) }
}
