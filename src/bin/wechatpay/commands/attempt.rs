//! What became of an attempt to deliver a notification, from the words that a store keeps of it.

use wechatpay::transport::{Interruption, Obstacle};

use crate::error::{interruption, obstacle};
use crate::text;
use crate::ui::Text;

/// Returns the outcome of an attempt; a status is the same in both languages, and so is what a
/// program says of its end.
pub(crate) fn attempt_text(words: &str) -> Text {
    let no_connection = Obstacle::of_words(words).map(|found| obstacle(&found));
    let no_response = || Interruption::of_words(words).map(interruption);
    let known = no_connection
        .or_else(no_response)
        .or_else(|| counted(words));
    match known {
        Some(text) => Text::translated(words, text),
        None => Text::verbatim(words),
    }
}

/// Reads the outcomes that have a number in them.
fn counted(words: &str) -> Option<Text> {
    let number = |start: &str| {
        let rest = words.strip_prefix(start)?;
        rest.split(' ').next()?.parse::<u64>().ok()
    };
    let late = number("no answer within ").map(|seconds| text!("receive-no-answer", seconds));
    let unended = || number("no end within ").map(|seconds| text!("receive-no-end", seconds));
    let ended = || number("exit status: ").map(|code| text!("error-command-failed", code));
    late.or_else(unended).or_else(ended)
}
