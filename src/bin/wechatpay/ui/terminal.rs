//! What the terminal can show.

use std::io::IsTerminal;

use wechatpay::protocol::stamp::Timestamp;

use crate::environment;

use super::wrap::hang_message;

/// Returns how many columns there are for a table: those that `COLUMNS` names, else those of the
/// terminal; any number in a file, where nothing is to be cut.
pub(super) fn table_width(is_terminal: bool) -> Option<usize> {
    let of_terminal = || is_terminal.then(terminal_columns).flatten();
    columns_set().or_else(of_terminal)
}

/// Cuts a message for stderr to the width of the terminal, if it is one. The lines after the first
/// begin at column `indent`, where the first one begins behind its label.
pub(super) fn fitted(message: &str, indent: usize) -> String {
    let is_terminal = std::io::stderr().is_terminal();
    match is_terminal.then(|| table_width(true)).flatten() {
        Some(columns) => hang_message(message, indent, columns),
        None => message.to_owned(),
    }
}

/// Returns what `COLUMNS` names.
pub(super) fn columns_set() -> Option<usize> {
    let columns = environment::text("COLUMNS")?.parse().ok();
    columns.filter(|columns| *columns > 0)
}

/// Returns the columns of the terminal.
pub(super) fn terminal_columns() -> Option<usize> {
    Some(usize::from(terminal_size::terminal_size()?.0.0)).filter(|columns| *columns > 0)
}

/// Returns a moment in the time zone of this machine, unless `shown`, which is RFC 3339, is in it.
pub(super) fn local_time(moment: Timestamp, shown: &str) -> Option<String> {
    let zone = jiff::tz::TimeZone::try_system().ok()?;
    let local = jiff::Timestamp::from_second(moment.0).ok()?;
    let local = local.to_zoned_datetime(zone);
    let offset = local.strftime("%:z").to_string();
    let is_same = shown.ends_with(&offset) || (shown.ends_with('Z') && offset == "+00:00");
    let is_same_day = shown.starts_with(&local.strftime("%Y-%m-%d").to_string());
    let form = if is_same_day {
        "%H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    (!is_same).then(|| local.strftime(form).to_string())
}

/// Tells whether the terminal can do no more than show one line after another.
pub(crate) fn is_dumb() -> bool {
    environment::text("TERM").is_some_and(|name| name == "dumb")
}

/// Tells whether stderr is a terminal on which a bar can be drawn and removed.
pub(super) fn shows_progress() -> bool {
    std::io::stderr().is_terminal() && !is_dumb()
}

/// Tells whether the locale has no UTF-8, so that frames and marks are of ASCII. A locale that
/// names no character set is taken for one with UTF-8, as most systems do.
pub(super) fn is_ascii() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(environment::text);
    locale.is_some_and(|locale| has_no_utf8(&locale))
}

fn has_no_utf8(locale: &str) -> bool {
    let name = locale.split('@').next().unwrap_or_default();
    match name.split_once('.') {
        Some((_, charset)) => !charset
            .to_ascii_lowercase()
            .replace('-', "")
            .starts_with("utf8"),
        None => name == "C" || name == "POSIX",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_has_utf8_unless_it_says_otherwise() {
        for utf8 in ["en_US.UTF-8", "C.utf8", "zh_CN.UTF-8@pinyin", "zh_CN", "en"] {
            assert!(!has_no_utf8(utf8), "{utf8}");
        }
        for other in ["C", "POSIX", "zh_CN.GBK", "en_US.ISO-8859-1"] {
            assert!(has_no_utf8(other), "{other}");
        }
    }
}
