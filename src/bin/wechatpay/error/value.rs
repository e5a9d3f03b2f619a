//! Why a value is refused, in words: readers of values give their reasons in English.

use crate::text;
use crate::ui::Text;

/// Returns the reason of a reader in both languages, if it is one that people meet often.
pub(crate) fn reason(english: &str) -> Text {
    if let Some((value, values)) = english.split_once(" is not one of ") {
        return text!("usage-reason-values", value, values);
    }
    if let Some((value, _)) = english.split_once(" is not a duration") {
        return text!("usage-reason-duration", value);
    }
    let contains = |words| english.contains(words);
    let reason = if contains("is not a whole number of fen") {
        text!("usage-reason-fen")
    } else if contains("is not an amount in yuan") {
        text!("usage-reason-yuan")
    } else if contains("is neither a duration") {
        text!("usage-reason-expiry")
    } else if contains("is not a date as") {
        text!("usage-reason-date")
    } else if contains("out_trade_no must be") {
        text!("usage-reason-out-trade-no")
    } else if contains("out_refund_no must be") {
        text!("usage-reason-out-refund-no")
    } else if contains("is not a target") {
        text!("usage-reason-target")
    } else if contains("is not PORT") {
        text!("usage-reason-listen")
    } else if contains("is not an event that can be sent") {
        text!("usage-reason-event")
    } else if let Some((value, _)) = english.split_once(" is not an event type") {
        text!("usage-reason-event-type", value)
    } else {
        return Text::verbatim(english);
    };
    let meant = english
        .split_once("did you mean ")
        .and_then(|(_, meant)| meant.split_once('?'));
    match meant {
        Some((meant, _)) => text!("usage-reason-meant", reason, meant),
        None => reason,
    }
}
