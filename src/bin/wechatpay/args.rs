//! Readers of values on the command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::{IntErrorKind, ParseIntError};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wechatpay::fs::FileAction;
use wechatpay::profile;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::IdError;
use wechatpay::protocol::key_material::{self, MaterialKind};
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::{Target, TargetError};

use crate::error::{CliError, ValueError, keys, named, not_text, reason};
use crate::half_width::plain;
use crate::text;
use crate::ui;

/// Reads a duration whose unit is written: days are meant as often as seconds.
pub(crate) fn duration_with_unit(text: &str) -> Result<Duration, ValueError> {
    if text.parse::<u64>().is_ok_and(|number| number > 0) {
        return Err(text!("usage-reason-no-unit", value = text).into());
    }
    duration(text)
}

/// Reads `10s`, `5m`, `250ms`, `90d`, or plain seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, ValueError> {
    let wrong = || text!("usage-reason-duration", value = text).into();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse::<i64>();
    if number.is_err_and(|why| is_too_large(&why)) {
        return Err(text!("usage-reason-too-large").into());
    }
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(Duration::from_secs(seconds));
    }
    if let Some(days) = text
        .strip_suffix('d')
        .and_then(|days| days.trim().parse::<u64>().ok())
    {
        return days
            .checked_mul(86_400)
            .map(Duration::from_secs)
            .ok_or_else(|| text!("usage-reason-too-large").into());
    }
    let span: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

/// Reads a time limit: a duration above zero.
pub(crate) fn timeout(text: &str) -> Result<Duration, ValueError> {
    let read = duration(text)?;
    if read.is_zero() {
        return Err(text!("usage-reason-no-time", value = text).into());
    }
    Ok(read)
}

/// Tells whether a text is a whole number above the largest of its type.
fn is_too_large(error: &ParseIntError) -> bool {
    *error.kind() == IntErrorKind::PosOverflow
}

/// Reads a whole number.
pub(crate) fn count(text: &str) -> Result<u32, ValueError> {
    text.parse().map_err(|why| {
        if is_too_large(&why) {
            text!("usage-reason-at-most", max = u32::MAX).into()
        } else {
            text!("usage-reason-count", value = text).into()
        }
    })
}

/// Reads a whole number in a range.
pub(crate) fn within<T: TryFrom<u64>>(
    min: u64,
    max: u64,
) -> impl Fn(&str) -> Result<T, ValueError> + Clone + Send + Sync + 'static {
    move |text| {
        let read = text.parse::<u64>();
        let is_large = match &read {
            Ok(number) => *number > max || (*number >= min && T::try_from(*number).is_err()),
            Err(why) => is_too_large(why),
        };
        let number = read.ok().filter(|n| (min..=max).contains(n));
        let wrong = || match max {
            u64::MAX if is_large => text!("usage-reason-too-large").into(),
            u64::MAX => text!("usage-reason-at-least", min).into(),
            _ => text!("usage-reason-range", min, max).into(),
        };
        number.and_then(|n| T::try_from(n).ok()).ok_or_else(wrong)
    }
}

/// Reads `256KiB`, `1MiB`, or plain bytes.
pub(crate) fn size(text: &str) -> Result<usize, ValueError> {
    let wrong = || text!("usage-reason-size", value = text).into();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: usize = match &text[digits.len()..] {
        "" | "B" => 1,
        "KiB" | "K" | "KB" => 1024,
        "MiB" | "M" | "MB" => 1024 * 1024,
        _ => return Err(wrong()),
    };
    let large = || text!("usage-reason-too-large").into();
    let number: usize = match digits.trim().parse() {
        Ok(number) => number,
        Err(why) if is_too_large(&why) => return Err(large()),
        Err(_) => return Err(wrong()),
    };
    number.checked_mul(unit).ok_or_else(large)
}

/// Reads an address to listen on: `8080`, `:8080` and `localhost:8080` are this machine alone.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, ValueError> {
    let wrong = || text!("usage-reason-listen").into();
    let local = |port: &str| {
        let is_number = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
        let port = port.parse().ok().filter(|_| is_number);
        port.map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    };
    let port = match text.rsplit_once(':') {
        None => Some(text),
        Some((host, port)) if host.is_empty() || host.eq_ignore_ascii_case("localhost") => {
            Some(port)
        }
        Some(_) => None,
    };
    let address = match port {
        Some(port) => local(port),
        None => text.parse().ok(),
    };
    let typed = text.rsplit(':').next().unwrap_or_default();
    let is_large = || typed.parse::<u16>().is_err_and(|why| is_too_large(&why));
    match address {
        Some(address) => Ok(address),
        None if is_large() => Err(text!("usage-reason-port", value = typed).into()),
        None => Err(wrong()),
    }
}

/// Reads a target that takes every notification.
pub(crate) fn whole_target(text: &str) -> Result<Target, ValueError> {
    let target: Target = text
        .parse()
        .map_err(|error| reason(&error as &TargetError))?;
    if target.accepts("") {
        Ok(target)
    } else {
        Err(text!("usage-reason-whole-target").into())
    }
}

/// Reads a URL that is checked later, unless its scheme or host is in the full-width characters
/// of a Chinese input method: no host has those, and what was meant can be suggested here.
pub(crate) fn url_text(text: &str) -> Result<String, ValueError> {
    let origin = |url: &str| url.split('/').take(3).collect::<Vec<_>>().join("/");
    if origin(text) == origin(&plain(text)) {
        Ok(text.to_owned())
    } else {
        Err(text!("usage-reason-full-width").into())
    }
}

/// Reads RFC 3339 or Unix seconds.
pub(crate) fn moment(text: &str) -> Result<Timestamp, ValueError> {
    text.parse()
        .or_else(|_| Timestamp::from_rfc3339(text))
        .map_err(|_| text!("usage-reason-moment", value = text).into())
}

/// Reads a value by its `FromStr`, if clap would prefer a more lenient `From<&str>`.
pub(crate) fn parsed<T: FromStr>(text: &str) -> Result<T, T::Err> {
    text.parse()
}

/// Reads exact yuan.
pub(crate) fn yuan(text: &str) -> Result<Fen, IdError> {
    Fen::from_yuan(text)
}

/// Reads `a.b=TEXT`.
pub(crate) fn assignment(text: &str) -> Result<(String, String), ValueError> {
    text.split_once('=')
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, value)| (path.to_owned(), value.to_owned()))
        .ok_or_else(|| text!("usage-reason-assignment", value = text).into())
}

/// What some editors put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The largest file that is read as an argument: 8 MiB.
const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Whether a file is being read: it may be a terminal or a pipe without an end.
static READING: AtomicBool = AtomicBool::new(false);

/// Tells whether [`file`] is reading.
pub(crate) fn is_reading() -> bool {
    READING.load(Ordering::SeqCst)
}

/// Returns a path, `~/` at its beginning standing for the home folder: a shell leaves it within
/// quotes and behind `--option=`, and so does what sets a variable.
pub(crate) fn in_home(path: PathBuf) -> PathBuf {
    profile::in_home(path, dirs::home_dir().as_deref())
}

/// Reads a file, or stdin if it is `-`.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, CliError> {
    use std::io::Read;
    let mut bytes = Vec::new();
    READING.store(true, Ordering::SeqCst);
    let read = if path == Path::new("-") {
        ui::note_reading();
        std::io::stdin()
            .lock()
            .take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        wechatpay::fs::open(path)
            .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
    };
    READING.store(false, Ordering::SeqCst);
    read.map_err(|error| CliError::file(FileAction::Read, path, error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let path = path.display();
        return Err(CliError::config(text!(
            "usage-file-too-large",
            path,
            bytes = MAX_FILE_BYTES
        )));
    }
    Ok(bytes)
}

/// Reads a file of text, or stdin if it is `-`; what is known not to be text is named.
pub(crate) fn text_file(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = file(path)?;
    match key_material::read(&bytes).kind() {
        MaterialKind::File(kind) => Err(not_text(path, kind)),
        // As long as a login code, which is read here, too.
        MaterialKind::ShortSecret => Ok(bytes),
        kind if kind.is_secret() => {
            let bytes = zeroize::Zeroizing::new(bytes);
            drop(bytes);
            Err(CliError::config(text!(
                "error-is-a-key",
                name = named(path),
                kind = keys::kind(kind)
            )))
        }
        _ => Ok(bytes),
    }
}

/// Reads a file of text that must not be empty, or stdin if it is `-`.
pub(crate) fn filled_file(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = text_file(path)?;
    let marked = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    if !marked.trim_ascii().is_empty() {
        return Ok(bytes);
    }
    Err(CliError::config(if path == Path::new("-") {
        text!("usage-stdin-empty")
    } else {
        text!("usage-file-empty", path)
    }))
}

/// Reads a text that is not empty.
pub(crate) fn filled(text: &str) -> Result<String, ValueError> {
    if text.trim().is_empty() {
        return Err(text!("usage-reason-empty").into());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_this_machine_and_an_address_is_what_it_says() {
        for (text, expected) in [
            ("8080", "127.0.0.1:8080"),
            (":8080", "127.0.0.1:8080"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("LocalHost:0", "127.0.0.1:0"),
            ("0.0.0.0:443", "0.0.0.0:443"),
            ("[::1]:80", "[::1]:80"),
        ] {
            assert_eq!(listen(text), Ok(expected.parse().unwrap()), "{text}");
        }
        for wrong in [
            "",
            ":",
            "localhost",
            "localhost:",
            "+80",
            "shop:80",
            "127.0.0.1",
            "::1:80:",
            "http://localhost:80",
        ] {
            assert!(
                listen(wrong)
                    .unwrap_err()
                    .to_string()
                    .contains("ADDRESS:PORT"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_called_so() {
        let reason = |error: ValueError| error.to_string();
        for port in ["70000", ":65536", "0.0.0.0:99999999999999999999"] {
            assert!(
                reason(listen(port).unwrap_err()).ends_with("65535"),
                "{port}"
            );
        }
        let digits = "99999999999999999999";
        for error in [
            count(digits).unwrap_err(),
            count("4294967296").unwrap_err(),
            duration(digits).unwrap_err(),
            duration("99999999999999999999h").unwrap_err(),
            duration("999999999999999999d").unwrap_err(),
            size(digits).unwrap_err(),
            size("99999999999999999MiB").unwrap_err(),
            within::<usize>(1, u64::MAX)(digits).unwrap_err(),
            within::<u32>(1, u64::MAX)("4294967296").unwrap_err(),
        ] {
            let error = reason(error);
            assert!(
                error.contains("too large") || error.contains("at most"),
                "{error}"
            );
        }
        assert!(reason(within::<u8>(1, u64::MAX)("0").unwrap_err()).contains("at least 1"));
    }

    #[test]
    fn durations_and_sizes_have_units() {
        assert_eq!(duration("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("2d"), Ok(Duration::from_secs(172_800)));
        assert_eq!(duration("10"), Ok(Duration::from_secs(10)));
        assert!(duration("-1s").is_err() && duration("soon").is_err());
        assert_eq!(size("256KiB"), Ok(262_144));
        assert!(size("many").is_err() && size("1TiB").is_err());
    }
}
