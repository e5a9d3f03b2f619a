//! The option or value that was meant by what was typed.

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgMatches, Command};
use wechatpay::protocol::bill::BillDate;
use wechatpay::shell;

use super::parse::{command, is_secret, string, strings};
use crate::half_width::{DASHES, plain};
use crate::tree;

/// Returns an amount without the mark of its currency and without separators of thousands.
pub(super) fn amount(text: &str) -> String {
    let plain = plain(text);
    let bare = plain.trim().trim_matches(['¥', '元', ' ']);
    let whole = bare.split('.').next().unwrap_or_default();
    let (first, groups) = whole.split_once(',').unwrap_or((whole, ""));
    // Any other comma may stand for a decimal point.
    let separates = (1..=3).contains(&first.len())
        && groups.split(',').all(|group| group.len() == 3)
        && !text.contains('、');
    if separates {
        bare.replace(',', "")
    } else {
        bare.to_owned()
    }
}

/// Returns a day as the program reads it: `20260101`, `2026/1/1`, `2026年1月1日`.
fn date(text: &str) -> Option<String> {
    let plain = plain(text);
    let parts: Vec<&str> = if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        vec![&plain[..4], &plain[4..6], &plain[6..]]
    } else {
        let parts = plain.split(['-', '/', '.', '年', '月', '日']);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    date.parse::<BillDate>().is_ok().then_some(date)
}

/// Units of time in Chinese, the longer names first.
const UNITS: &[(&str, &str)] = &[
    ("毫秒", "ms"),
    ("秒", "s"),
    ("分钟", "m"),
    ("分", "m"),
    ("小时", "h"),
    ("天", "d"),
];

/// Returns a duration whose unit is a Chinese one.
fn duration(text: &str) -> Option<String> {
    let plain = plain(text);
    let is_number =
        |number: &&str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let mut units = UNITS.iter();
    units.find_map(|(chinese, unit)| {
        let number = plain.strip_suffix(chinese)?.trim_end();
        Some(number)
            .filter(is_number)
            .map(|number| format!("{number}{unit}"))
    })
}

/// Returns a time without a zone, also in the form of API v2, as WeChat Pay's zone has it.
fn moment(text: &str) -> Option<String> {
    let plain = plain(text);
    let is_v2 = plain.len() == 14 && plain.bytes().all(|b| b.is_ascii_digit());
    let (day, time) = if is_v2 {
        let (day, time) = plain.split_at(8);
        (
            day,
            format!("{}:{}:{}", &time[..2], &time[2..4], &time[4..]),
        )
    } else {
        let (day, time) = plain.trim().split_once(['T', ' '])?;
        (day, time.trim().to_owned())
    };
    let seconds = if time.matches(':').count() == 1 {
        ":00"
    } else {
        ""
    };
    Some(format!("{}T{time}{seconds}+08:00", date(day)?))
}

/// Returns the URL of a host that was named alone, behind the pattern that it may have.
fn url(text: &str) -> Option<String> {
    let (pattern, host) = match text.rsplit_once('=') {
        Some((pattern, host)) => (format!("{pattern}="), host),
        None => (String::new(), text),
    };
    let is_host = host.starts_with(|c: char| c.is_ascii_alphabetic())
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    is_host.then(|| format!("{pattern}http://{host}"))
}

/// Returns the name of an option for one with underscores, capitals or both: `out_trade_no`,
/// `outTradeNo`.
pub(super) fn hyphenated(name: &str) -> String {
    let is_camel = name.starts_with(|c: char| c.is_ascii_lowercase());
    let mut hyphenated = String::new();
    for c in name.chars() {
        if is_camel && c.is_ascii_uppercase() {
            hyphenated.push('-');
        }
        hyphenated.push(if c == '_' {
            '-'
        } else {
            c.to_ascii_lowercase()
        });
    }
    hyphenated
}

/// Returns the option that a word means which begins with a dash or with one hyphen.
pub(super) fn option(unknown: &str, words: &[String], command: &Command) -> Option<String> {
    let named = |word: &str| {
        let plain = plain(word);
        let name = plain.trim().trim_start_matches('-');
        let name = name.split('=').next()?.to_owned();
        let known = tree::option(command, &name)?;
        let takes_value = known.get_action().takes_values();
        Some((name, takes_value, known.is_require_equals_set()))
    };
    // A word with a dash may have been taken for an argument, before the one that is reported.
    let has_dash = |word: &str| {
        let hyphens = word.find(|c| !DASHES.contains(&c)).map(|end| &word[..end]);
        hyphens.is_some_and(|hyphens| !hyphens.is_ascii())
    };
    let is_short = |word: &str| word.starts_with('-') && !word.starts_with("--");
    let is_spaced = |word: &str| {
        let plain = plain(word);
        !word.starts_with(['-', ' ']) && plain.trim_start().starts_with("--")
    };
    let is_it = |word: &String| {
        has_dash(word) || is_spaced(word) || (is_short(word) && word.starts_with(unknown))
    };
    let at = words.iter().position(is_it)?;
    let (name, takes_value, needs_equals) = named(&words[at])?;
    let (_, joined) = words[at].split_once(['=', '＝']).unzip();
    let is_value = |next: &&String| !needs_equals && !next.starts_with(DASHES);
    let next = words.get(at + 1).filter(is_value).map(String::as_str);
    // What was given for a secret is not repeated.
    let is_shown = takes_value && !is_secret(&name);
    let equals = if needs_equals { '=' } else { ' ' };
    Some(match joined.or(next).filter(|_| is_shown) {
        Some(value) => format!("--{name}{equals}{}", shell::word(&plain(value))),
        None => format!("--{name}"),
    })
}

/// Returns the value that was meant, with its option: the first one that the command line takes.
pub(super) fn value(error: &clap::Error, words: &[String]) -> Option<String> {
    if !matches!(
        error.kind(),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue
    ) {
        return None;
    }
    let argument = string(error, ContextKind::InvalidArg)?;
    let value = string(error, ContextKind::InvalidValue)?;
    let option = argument
        .split([' ', '[', '='])
        .next()
        .filter(|name| name.starts_with("--"));
    let is_yuan = option.is_some_and(|option| option.ends_with("yuan"));
    let unquoted = plain(&value);
    let unquoted = unquoted.trim_matches(['"', '\'', ' ']).to_owned();
    let meant = [
        Some(unquoted.clone()),
        url(&unquoted),
        is_yuan.then(|| amount(&value)),
        date(&value),
        moment(&value),
        value.split(['T', ' ']).next().and_then(date),
        duration(&value),
        value.strip_suffix('分').map(plain),
    ];
    let meant = meant.into_iter().flatten().filter(|meant| *meant != value);
    let meant = meant
        .into_iter()
        .find(|meant| is_taken(words, &value, meant, &argument))?;
    let meant = shell::word(&meant);
    Some(match option {
        Some(option) if argument.contains("[=") => format!("{option}={meant}"),
        Some(option) => format!("{option} {meant}"),
        None => meant,
    })
}

/// Tells whether the command line with another value has no fault at this argument.
fn is_taken(words: &[String], value: &str, meant: &str, argument: &str) -> bool {
    let replaced = words.iter().map(|word| match word.strip_suffix(value) {
        Some("") => meant.to_owned(),
        Some(option) if option.ends_with('=') => format!("{option}{meant}"),
        Some(_) | None => word.clone(),
    });
    let replaced: Vec<String> = replaced.collect();
    if replaced == words {
        return false;
    }
    let left = parsed(&replaced).err();
    left.is_none_or(|error| string(&error, ContextKind::InvalidArg).as_deref() != Some(argument))
}

/// Returns the option that was typed and needs another one beside it: without it, nothing that is
/// missing is missing any more.
pub(super) fn needing(missing: &[String], words: &[String]) -> Option<String> {
    let without = |at: usize, length: usize| {
        let mut fewer = words.to_vec();
        fewer.drain(at..(at + length).min(words.len()));
        fewer
    };
    let is_needing = |at| (1..=2).any(|length| !lacks(&without(at, length), missing));
    let mut options = words.iter().enumerate();
    let (_, word) = options.find(|(at, word)| word.starts_with('-') && is_needing(*at))?;
    Some(match word.strip_prefix("--") {
        Some(_) => word.split('=').next().unwrap_or(word).to_owned(),
        None => word.chars().take(2).collect(),
    })
}

/// Tells whether a command line lacks one of these arguments, or has another fault.
fn lacks(words: &[String], missing: &[String]) -> bool {
    let Err(error) = parsed(words) else {
        return false;
    };
    let lacking = strings(&error, ContextKind::InvalidArg).unwrap_or_default();
    error.kind() != ErrorKind::MissingRequiredArgument
        || lacking.iter().any(|lacking| missing.contains(lacking))
}

fn parsed(words: &[String]) -> Result<ArgMatches, clap::Error> {
    let program = std::iter::once("wechatpay");
    command().try_get_matches_from(program.chain(words.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_chinese_input_method_writes_is_read_as_ascii() {
        for (typed, meant) in [
            ("１０ｓ", "10s"),
            ("SUCCESS，NOTPAY", "SUCCESS,NOTPAY"),
            ("１。５", "1.5"),
            ("——total", "--total"),
            ("咖啡", "咖啡"),
        ] {
            assert_eq!(plain(typed), meant);
        }
        assert_eq!(amount("￥1，000.50"), "1000.50");
        assert_eq!(amount("1,234,567 元"), "1234567");
        // A comma may stand for a decimal point: what was meant is not known.
        for unclear in [
            "1,5",
            "1，50",
            "12、5",
            "１，００",
            "100,5元",
            "1、000",
            "1000,000",
        ] {
            assert!(amount(unclear).parse::<f64>().is_err(), "{unclear}");
        }
        assert_eq!(amount("1 元"), "1");
        for day in ["20260102", "2026/1/2", "2026年1月2日", "2026.01.02"] {
            assert_eq!(date(day).as_deref(), Some("2026-01-02"), "{day}");
        }
        assert_eq!(date("2026-13-01"), None);
        assert_eq!(date("yesterday"), None);
        for time in ["20260102030405", "2026-01-02 03:04:05", "2026/1/2 03:04:05"] {
            let meant = moment(time);
            assert_eq!(
                meant.as_deref(),
                Some("2026-01-02T03:04:05+08:00"),
                "{time}"
            );
        }
        assert_eq!(
            moment("2026-01-02T03:04").as_deref(),
            Some("2026-01-02T03:04:00+08:00")
        );
        assert_eq!(moment("2026-01-02"), None);
        for (typed, meant) in [("５ 分钟", "5m"), ("30秒", "30s"), ("250毫秒", "250ms")] {
            assert_eq!(duration(typed).as_deref(), Some(meant));
        }
        assert_eq!(duration("分钟"), None);
    }
}
