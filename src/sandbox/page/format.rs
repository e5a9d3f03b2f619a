//! Amounts, times, states and commands as the page shows them.

use maud::{Markup, html};

use crate::protocol::bill::yuan_of_fen;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::page::text::{Lang, words};

/// What a colour says; a word always says it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Waiting,
    Bad,
    Returned,
    Quiet,
}

impl Tone {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
            Self::Returned => "returned",
            Self::Quiet => "quiet",
        }
    }
}

/// A state in the reader's words, and as the API has it.
pub(crate) struct Shown {
    pub(crate) tone: Tone,
    pub(crate) label: String,
    pub(crate) code: String,
}

impl Shown {
    pub(crate) fn pill(&self) -> Markup {
        html! {
            span .pill .(self.tone.class()) title=(self.code) { (self.label) }
        }
    }
}

/// Returns the state of an order.
pub(crate) fn order_state(order: &Order, now: Timestamp, lang: Lang) -> Shown {
    let (tone, words) = match &order.state {
        TradeState::NotPay if order.expired(now) => (Tone::Quiet, words!("page-state-expired")),
        TradeState::NotPay => (Tone::Waiting, words!("page-state-unpaid")),
        TradeState::Success => (Tone::Good, words!("page-state-paid")),
        TradeState::Refund if order.remaining() > 0 => {
            (Tone::Returned, words!("page-state-partly-refunded"))
        }
        TradeState::Refund => (Tone::Returned, words!("page-state-refunded")),
        TradeState::Closed => (Tone::Quiet, words!("page-state-closed")),
        TradeState::Revoked
        | TradeState::UserPaying
        | TradeState::PayError
        | TradeState::Other(_) => (
            Tone::Quiet,
            words!("page-state-other", code = order.state.to_string()),
        ),
    };
    Shown {
        tone,
        label: lang.say(words),
        code: order.state.to_string(),
    }
}

/// Returns the state of a refund.
pub(crate) fn refund_status(status: &RefundStatus, lang: Lang) -> Shown {
    let (tone, words) = match status {
        RefundStatus::Processing => (Tone::Waiting, words!("page-refund-processing")),
        RefundStatus::Success => (Tone::Good, words!("page-refund-success")),
        RefundStatus::Abnormal => (Tone::Bad, words!("page-refund-abnormal")),
        RefundStatus::Closed => (Tone::Quiet, words!("page-refund-closed")),
        RefundStatus::Other(code) => (Tone::Quiet, words!("page-state-other", code = code.clone())),
    };
    Shown {
        tone,
        label: lang.say(words),
        code: status.to_string(),
    }
}

/// Returns how far a notification has come.
pub(crate) fn delivery_state(delivery: &Delivery, lang: Lang) -> Shown {
    let (tone, words) = if delivery.acknowledged {
        (Tone::Good, words!("page-delivery-acknowledged"))
    } else if delivery.attempts == 0 && delivery.next_at.is_some() {
        (Tone::Waiting, words!("page-delivery-sending"))
    } else if delivery.next_at.is_some() {
        (Tone::Bad, words!("page-delivery-retrying"))
    } else if delivery.attempts == 0 {
        (Tone::Quiet, words!("page-delivery-not-posted"))
    } else {
        (Tone::Bad, words!("page-delivery-given-up"))
    };
    Shown {
        tone,
        label: lang.say(words),
        code: delivery.kind.event().to_string(),
    }
}

/// Returns what came of an attempt in the reader's words.
pub(crate) fn outcome_text(outcome: &PostOutcome, lang: Lang) -> String {
    lang.say(match outcome {
        PostOutcome::Status(status) => words!("page-outcome-status", status = status.to_string()),
        PostOutcome::ConnectionRefused(_) => words!("page-outcome-refused"),
        PostOutcome::NoResponse(reason) => {
            words!("page-outcome-no-response", reason = reason.clone())
        }
        PostOutcome::NotPosted => words!("page-outcome-not-posted"),
    })
}

/// Writes fen as yuan, as `¥12.34`.
pub(crate) fn yuan(fen: i64) -> String {
    format!("¥{}", yuan_of_fen(fen))
}

/// Writes an amount as the API has it.
pub(crate) fn fen_text(fen: i64, lang: Lang) -> String {
    lang.say(words!("page-fen", fen = fen.to_string()))
}

/// Writes a moment in milliseconds; the script turns it into the reader's own time zone.
pub(crate) fn moment(millis: i64) -> Markup {
    let exact = exact(millis);
    // China's time, which is WeChat Pay's, if there is no script.
    let china = Timestamp::from_millis(millis).to_rfc3339();
    let shown = china.get(..19).unwrap_or(&china).replace('T', " ");
    html! { time datetime=(exact) title=(china) { (shown) } }
}

fn exact(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis)
        .map_or_else(|_| millis.to_string(), |moment| format!("{moment:.3}"))
}

/// Shows what can be copied, with a button that does it.
pub(crate) fn copyable(text: &str, lang: Lang) -> Markup {
    html! {
        span .copyable {
            code { (text) }
            (copy_button(text, lang))
        }
    }
}

/// Shows a command to type, with a button that copies it.
pub(crate) fn command(label: &str, text: &str, lang: Lang) -> Markup {
    html! {
        div .command {
            @if !label.is_empty() { span .label { (label) } }
            div .line {
                code {
                    @for (at, word) in text.split(' ').enumerate() {
                        @if at > 0 { " " }
                        span .word { (word) }
                    }
                }
                (copy_button(text, lang))
            }
        }
    }
}

/// Returns the beginning of a text, as long as one listens to it.
fn short(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut chars = text.chars();
    let begin: String = chars.by_ref().take(MAX_CHARS).collect();
    match chars.next() {
        Some(_) => format!("{begin}…"),
        None => begin,
    }
}

fn copy_button(text: &str, lang: Lang) -> Markup {
    let name = short(text);
    html! {
        button .copy type="button" data-copy=(text) data-copied=(lang.say(words!("page-copied")))
            aria-label=(lang.say(words!("page-copy-this", text = name))) {
            (lang.say(words!("page-copy")))
        }
    }
}
