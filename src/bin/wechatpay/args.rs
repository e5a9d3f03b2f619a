//! Readers of values on the command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wechatpay::fs::FileAction;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::Target;

use crate::error::CliError;
use crate::text;
use crate::ui;

/// Reads `10s`, `5m`, `250ms`, `90d`, or plain seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("'{text}' is not a duration such as 10s, 5m or 250ms");
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
            .ok_or_else(wrong);
    }
    let span: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

/// Reads a time limit: a duration above zero.
pub(crate) fn timeout(text: &str) -> Result<Duration, String> {
    let read = duration(text)?;
    if read.is_zero() {
        return Err(format!(
            "'{text}' leaves no time; use more than zero, such as 10s"
        ));
    }
    Ok(read)
}

/// Reads a whole number.
pub(crate) fn count(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| format!("'{text}' is not a whole number such as 2"))
}

/// Reads `256KiB`, `1MiB`, or plain bytes.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let wrong = || format!("'{text}' is not a size such as 256KiB or 65536");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: usize = match &text[digits.len()..] {
        "" | "B" => 1,
        "KiB" | "K" | "KB" => 1024,
        "MiB" | "M" | "MB" => 1024 * 1024,
        _ => return Err(wrong()),
    };
    let number: usize = digits.trim().parse().map_err(|_| wrong())?;
    number.checked_mul(unit).ok_or_else(wrong)
}

/// Reads an address to listen on: `8080`, `:8080` and `localhost:8080` are this machine alone.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, String> {
    let wrong = || {
        format!(
            "'{text}' is not PORT, :PORT, localhost:PORT or ADDRESS:PORT, such as 8080 or 0.0.0.0:8080"
        )
    };
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
    match port {
        Some(port) => local(port).ok_or_else(wrong),
        None => text.parse().map_err(|_| wrong()),
    }
}

/// Reads a target that takes every notification.
pub(crate) fn whole_target(text: &str) -> Result<Target, String> {
    let target: Target = text.parse().map_err(|error| format!("{error}"))?;
    if target.accepts("") {
        Ok(target)
    } else {
        Err("a pattern is not taken here: every notification goes there".to_owned())
    }
}

/// Reads RFC 3339 or Unix seconds.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().or_else(|_| Timestamp::from_rfc3339(text)).map_err(|_| {
        format!("'{text}' is not a time: Unix seconds, or RFC 3339 with an offset such as 2018-06-08T10:34:56+08:00")
    })
}

/// Reads a value by its `FromStr`, if clap would prefer a more lenient `From<&str>`.
pub(crate) fn parsed<T: FromStr>(text: &str) -> Result<T, T::Err> {
    text.parse()
}

/// Reads exact yuan.
pub(crate) fn yuan(text: &str) -> Result<Fen, String> {
    Fen::from_yuan(text).map_err(|error| error.to_string())
}

/// Reads `a.b=TEXT`.
pub(crate) fn assignment(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, value)| (path.to_owned(), value.to_owned()))
        .ok_or_else(|| format!("'{text}' is not path=value, such as scene_info.device_id=pos-1"))
}

/// The largest file that is read as an argument: 8 MiB.
const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Whether a file is being read: it may be a terminal or a pipe without an end.
static READING: AtomicBool = AtomicBool::new(false);

/// Tells whether [`file`] is reading.
pub(crate) fn is_reading() -> bool {
    READING.load(Ordering::SeqCst)
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
        std::fs::File::open(path)
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
            "70000",
            "+80",
            "shop:80",
            "127.0.0.1",
            "::1:80:",
            "http://localhost:80",
        ] {
            assert!(
                listen(wrong).unwrap_err().contains("ADDRESS:PORT"),
                "{wrong}"
            );
        }
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
