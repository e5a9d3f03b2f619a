//! Text that cannot steer a terminal.

use wechatpay::protocol::json::is_control;

/// Escapes control characters, all but line feeds, so that nothing remote can steer a terminal.
pub(crate) fn clean(text: &str) -> String {
    escape(text, |c| is_control(c) && c != '\n')
}

/// Escapes line feeds too, so that nothing remote can pass for a line of its own.
pub(super) fn clean_line(text: &str) -> String {
    escape(text, is_control)
}

/// Sets the further lines of a text in, such as the place of a mistake in a file, so that none
/// of them passes for a line of its own.
pub(super) fn indented(text: &str) -> String {
    clean(text).replace('\n', "\n    ")
}

/// Escapes what is bad; a text without any, which most are, stays as it is.
fn escape(text: &str, is_bad: impl Fn(char) -> bool) -> String {
    if !text.contains(&is_bad) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_bad(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_remote_can_steer_a_terminal() {
        assert_eq!(
            clean("a\u{1b}[31mb\u{9b}2Jc\r\u{202e}d\ne"),
            "a\\u{1b}[31mb\\u{9b}2Jc\\r\\u{202e}d\ne"
        );
        assert_eq!(clean_line("bad\nhelp: \u{7}"), "bad\\nhelp: \\u{7}");
        assert_eq!(indented("bad\nhelp: x"), "bad\n    help: x");
    }
}
