//! URLs that a terminal opens at a click, also if they are broken over two lines.

use super::terminal::is_dumb;
use crate::environment;

/// Tells whether the terminal knows links (OSC 8), which nothing but its name says; others might
/// show them as garbage.
pub(super) fn are_known() -> bool {
    let text = environment::text;
    if let Some(forced) = text("FORCE_HYPERLINK") {
        return forced != "0";
    }
    if is_dumb() {
        return false;
    }
    let version = |name: &str| text(name).and_then(|version| version.parse::<u32>().ok());
    let program = text("TERM_PROGRAM").unwrap_or_default();
    let term = text("TERM").unwrap_or_default();
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].contains(&program.as_str())
        || ["xterm-kitty", "xterm-ghostty", "alacritty", "foot"].contains(&term.as_str())
        || version("VTE_VERSION").is_some_and(|version| version >= 5000)
        || version("KONSOLE_VERSION").is_some_and(|version| version >= 201_200)
        || text("WT_SESSION").is_some()
}

/// Makes the URLs in a line links. The line has no control characters.
pub(super) fn linked(line: &str) -> String {
    let mut linked = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
        let is_end = |c: char| !c.is_ascii_graphic() || "\"'`<>()".contains(c);
        let url = &rest[start..];
        let url = &url[..url.find(is_end).unwrap_or(url.len())];
        let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        linked.push_str(&rest[..start]);
        linked.push_str(&format!("\u{1b}]8;;{url}\u{1b}\\{url}\u{1b}]8;;\u{1b}\\"));
        rest = &rest[start + url.len()..];
    }
    linked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_links_without_the_marks_around_them() {
        let link = |url: &str| format!("\u{1b}]8;;{url}\u{1b}\\{url}\u{1b}]8;;\u{1b}\\");
        let (page, host) = (
            "http://127.0.0.1:8787/?token=x",
            "https://pay.weixin.qq.com",
        );
        assert_eq!(
            linked(&format!("page on {page}, see ({host}). http:/")),
            format!("page on {}, see ({}). http:/", link(page), link(host))
        );
        assert_eq!(
            linked(&format!("页面 {host}，")),
            format!("页面 {}，", link(host))
        );
        assert_eq!(linked("none"), "none");
    }
}
