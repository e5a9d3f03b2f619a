//! What to type to do the same as a button of the page.

use std::fmt::Write;
use std::path::Path;

/// Quotes a word for a shell, if it needs it.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Returns a command of ours.
pub(crate) fn wechatpay(words: &[&str]) -> String {
    words.iter().fold("wechatpay".to_owned(), |mut line, word| {
        // Writing to a string does not fail.
        let _ = write!(line, " {}", quoted(word));
        line
    })
}

/// Returns a control call by curl; the token is read from its file, so that it is in no history
/// of a shell.
pub(crate) fn curl(origin: &str, path: &str, data: &Path) -> String {
    let url = quoted(&format!("{origin}{path}"));
    format!("curl -X POST {} {url}", header(data))
}

/// Returns a control call with a body.
pub(crate) fn curl_json(origin: &str, path: &str, json: &str, data: &Path) -> String {
    let url = quoted(&format!("{origin}{path}"));
    format!("curl {} -d {} {url}", header(data), quoted(json))
}

fn header(data: &Path) -> String {
    let file = data.join("access-token");
    let file = quoted(&file.display().to_string());
    format!(r#"-H "Authorization: Bearer $(cat {file})""#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_marks_of_the_shell_is_quoted() {
        assert_eq!(
            wechatpay(&["sandbox", "pay", "order-1"]),
            "wechatpay sandbox pay order-1"
        );
        assert_eq!(
            wechatpay(&["sandbox", "pay", "a|b*c'd"]),
            r"wechatpay sandbox pay 'a|b*c'\''d'"
        );
    }
}
