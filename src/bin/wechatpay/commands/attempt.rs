//! What became of an attempt to deliver a notification, from the words that a store keeps of it.

use wechatpay::transport::{Interruption, Obstacle};

use crate::error::{interruption, obstacle};
use crate::text;
use crate::ui::Text;

/// How much of the body of a response is shown.
const MAX_BODY_CHARS: usize = 200;

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

/// Returns the beginning of a response's body, in one line.
pub(crate) fn body_beginning(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_BODY_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_body_is_cut_in_one_line() {
        assert_eq!(
            body_beginning("{\"code\":\n  \"FAIL\"}\n"),
            "{\"code\": \"FAIL\"}"
        );
        let page = format!("<h1>错误</h1>\r\n{}", "栈 ".repeat(300));
        let shown = body_beginning(&page);
        assert!(shown.starts_with("<h1>错误</h1> 栈 栈"), "{shown}");
        assert_eq!(shown.chars().count(), MAX_BODY_CHARS + 1);
        assert!(shown.ends_with('…'), "{shown}");
    }
}
