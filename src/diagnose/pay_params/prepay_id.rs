//! Recognises what was passed in place of a prepay_id.

use super::package::{PREFIX, is_usable};
use crate::diagnose::{Sentence, sentence};
use crate::protocol::id::PrepayId;

/// Why a text is not a prepay_id, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotAPrepayId {
    /// What the text is.
    pub message: Sentence,
    /// What to pass instead.
    pub fix: Sentence,
}

/// Reads a prepay_id; what is passed in its place is named.
///
/// # Errors
/// Says what the text is instead, and what to pass.
pub fn prepay_id(text: &str) -> Result<PrepayId, NotAPrepayId> {
    match text.parse() {
        Ok(id) if is_usable(text) => Ok(id),
        Ok(_) | Err(_) => Err(named(text)),
    }
}

/// Recognises what was passed instead.
fn named(text: &str) -> NotAPrepayId {
    let shown: String = text.chars().take(80).collect();
    let trimmed = text.trim();
    let lower = trimmed.to_ascii_lowercase();
    let (message, fix) = if trimmed.is_empty() {
        (
            sentence!("finding-prepay-id-empty", "the prepay_id is empty"),
            print_the_response(),
        )
    } else if let Some(id) = trimmed.strip_prefix(PREFIX) {
        package(id.trim_start_matches(PREFIX), &shown)
    } else if lower.contains("://") {
        link(&lower, &shown)
    } else if trimmed.starts_with(['{', '[']) && lower != "[object object]" {
        (
            sentence!(
                "finding-prepay-id-json",
                "'{shown}' is JSON, not the prepay_id alone",
                shown = shown
            ),
            sentence!(
                "finding-prepay-id-fix-json",
                "pass the value of its field prepay_id"
            ),
        )
    } else if is_usable(trimmed) {
        (
            sentence!(
                "finding-prepay-id-spaces",
                "the prepay_id has spaces or line breaks around it"
            ),
            sentence!(
                "finding-prepay-id-fix-spaces",
                "pass it without them: {trimmed}",
                trimmed = trimmed
            ),
        )
    } else {
        (of_another_kind(trimmed, &shown), print_the_response())
    };
    NotAPrepayId { message, fix }
}

fn print_the_response() -> Sentence {
    sentence!(
        "finding-prepay-id-fix-log",
        "print the response of the order and take its field prepay_id: an order that failed has none, and the response of `await` or a callback must be waited for"
    )
}

/// Names the package, and the id in it.
fn package(id: &str, shown: &str) -> (Sentence, Sentence) {
    let fix = if is_usable(id) {
        sentence!(
            "finding-prepay-id-fix-alone",
            "pass the id alone: {id}",
            id = id
        )
    } else {
        print_the_response()
    };
    (
        sentence!(
            "finding-prepay-id-package",
            "'{shown}' is the whole package, not the prepay_id alone",
            shown = shown
        ),
        fix,
    )
}

/// Names what an order of another trade type returns.
fn link(lower: &str, shown: &str) -> (Sentence, Sentence) {
    if lower.starts_with("weixin://") {
        (
            sentence!(
                "finding-prepay-id-code-url",
                "'{shown}' is the code_url of a Native order, not a prepay_id",
                shown = shown
            ),
            sentence!(
                "finding-prepay-id-fix-code-url",
                "show it as a QR code; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id"
            ),
        )
    } else {
        (
            sentence!(
                "finding-prepay-id-url",
                "'{shown}' is a URL, not a prepay_id",
                shown = shown
            ),
            sentence!(
                "finding-prepay-id-fix-url",
                "an h5_url is opened in the browser; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id"
            ),
        )
    }
}

/// Names what is neither a prepay_id nor has one in it.
fn of_another_kind(text: &str, shown: &str) -> Sentence {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || b"[]()<> ".contains(&byte);
    if text.len() == 28 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        sentence!(
            "finding-prepay-id-transaction",
            "'{shown}' is a transaction_id, the number of an order that has been paid",
            shown = shown
        )
    } else if text.bytes().all(is_word) {
        sentence!(
            "finding-prepay-id-no-value",
            "'{shown}' is what a program writes for a value that is not there, or is not a text",
            shown = shown
        )
    } else {
        sentence!(
            "finding-prepay-id-other",
            "'{shown}' is not a prepay_id, which has up to 64 letters and digits",
            shown = shown
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_for_a_prepay_id_is_named() {
        for (text, name) in [
            ("", "empty"),
            ("undefined", "not there"),
            ("null", "not there"),
            ("[object Object]", "not there"),
            ("prepay_id=wx201410272009395522657a690389285100", "package"),
            ("weixin://wxpay/bizpayurl?pr=p4lpSuKzz", "code_url"),
            ("https://wx.tenpay.com/x?prepay_id=wx1", "URL"),
            ("{\"prepay_id\":\"wx1\"}", "JSON"),
            (" wx201410272009395522657a690389285100\n", "around"),
            ("4200000202601010123456789012", "transaction_id"),
            ("wx2014,10", "64 letters"),
        ] {
            let found = prepay_id(text).unwrap_err();
            assert!(
                found.message.to_string().contains(name),
                "{text}: {}",
                found.message
            );
        }
        assert!(prepay_id("wx201410272009395522657a690389285100").is_ok());
    }
}
