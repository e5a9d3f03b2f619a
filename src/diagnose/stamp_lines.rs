//! What timestamp and nonce may have been when they were signed.

use super::Cause;
use super::search::{Choice, Line};
use crate::protocol::stamp::Timestamp;

/// A timestamp was in milliseconds, and nothing else.
pub(super) const MILLISECONDS: &[Cause] = &[Cause::TimestampMilliseconds];

/// How far from the timestamp other ones are searched, in seconds.
pub(super) const TIMESTAMP_WINDOW_SECS: i64 = 300;

/// The offset of China's time zone, in seconds.
const CHINA_SECS: i64 = 8 * 3600;

/// The widest offset of a time zone.
pub(super) const MAX_ZONE_HOURS: i64 = 14;

/// The base of a choice whose causes are all that there is to say.
pub(super) const NO_BASE: usize = usize::MAX;

/// Adds what a timestamp may have been: other seconds, milliseconds, and the seconds of
/// milliseconds.
pub(super) fn timestamps(line: &mut Line) {
    let Some(original) = std::str::from_utf8(&line.choices[0].bytes)
        .ok()
        .and_then(|text| text.trim().parse::<i64>().ok())
    else {
        return;
    };
    let original = original.clamp(-9_999_999_999_999, 9_999_999_999_999);
    let seconds = if original > 99_999_999_999 {
        original / 1000
    } else {
        original
    };
    if seconds != original {
        line.or(&[Cause::TimestampMilliseconds], seconds.to_string());
    }
    for text in written_moments(seconds)
        .into_iter()
        .chain(spaced(&seconds.to_string()))
    {
        line.or(&[Cause::TimestampMismatch], text);
    }
    let mut moments: Vec<i64> = (1..=TIMESTAMP_WINDOW_SECS)
        .flat_map(|offset| [seconds - offset, seconds + offset])
        .collect();
    moments.extend((0..1000).map(|millisecond| seconds * 1000 + millisecond));
    moments.extend((1..=MAX_ZONE_HOURS).flat_map(|hours| {
        let offset = hours * 3600;
        [seconds - offset, seconds + offset]
    }));
    for moment in moments {
        let hours = (moment - seconds).abs() >= 3600 && moment <= 99_999_999_999;
        let causes: &[Cause] = match (moment > 99_999_999_999, seconds != original) {
            (true, false) => MILLISECONDS,
            (false, false) if hours => &[Cause::TimestampTimezone],
            (false, true) if hours => &[Cause::TimestampMilliseconds, Cause::TimestampTimezone],
            (false, true) => &[Cause::TimestampMilliseconds, Cause::TimestampMismatch],
            (true, true) | (false, false) => &[Cause::TimestampMismatch],
        };
        // Straight in: no two of them are the same.
        line.choices.push(Choice {
            bytes: moment.to_string().into_bytes(),
            mistakes: 1,
            causes,
            base: NO_BASE,
            common: (moment - seconds).abs() <= 60 || (moment - seconds).abs() == CHINA_SECS,
        });
    }
}

/// A value with a space at either end, or with the line end of a command's output.
fn spaced(value: &str) -> [String; 4] {
    [
        format!("{value} "),
        format!(" {value}"),
        format!("{value}\n"),
        format!("{value}\r"),
    ]
}

/// A moment as it is written otherwise than in whole seconds, and what stands for none.
fn written_moments(seconds: i64) -> Vec<String> {
    let mut texts: Vec<String> = ["", "0", "null", "undefined", "None", "NaN"]
        .map(str::to_owned)
        .to_vec();
    texts.extend([
        format!("{seconds}.0"),
        format!("\"{seconds}\""),
        format!("{seconds}L"),
    ]);
    let local = Timestamp(seconds).to_rfc3339();
    let utc = Timestamp(seconds.saturating_sub(CHINA_SECS)).to_rfc3339();
    for (moment, zone) in [(local, "+08:00"), (utc, "Z")] {
        let Some(bare) = moment.get(..19) else {
            continue;
        };
        let digits = bare.chars().filter(char::is_ascii_digit).collect();
        texts.extend([
            digits,
            bare.to_owned(),
            bare.replace('T', " "),
            format!("{bare}{zone}"),
            format!("{bare}.000{zone}"),
        ]);
    }
    texts
}

/// Adds what a nonce may have been, and the other known values that it may be confused with.
pub(super) fn nonces(line: &mut Line, others: &[String]) {
    let original = String::from_utf8_lossy(&line.choices[0].bytes).into_owned();
    for spaced in spaced(&original) {
        line.or(&[Cause::NonceMismatch], spaced);
    }
    line.often(&[Cause::NonceCase], original.to_lowercase());
    line.often(&[Cause::NonceCase], original.to_uppercase());
    let mismatch: &[Cause] = &[Cause::NonceMismatch];
    line.or(mismatch, original.trim().to_owned());
    line.or(mismatch, original.replace('-', ""));
    if original.len() == 32 && original.is_ascii() {
        let dashed = [
            &original[..8],
            &original[8..12],
            &original[12..16],
            &original[16..20],
            &original[20..],
        ]
        .join("-");
        line.or(mismatch, dashed.to_lowercase());
        line.or(mismatch, dashed);
    }
    for other in others {
        line.or(mismatch, other.as_str());
    }
    for other in ["", "null", "undefined", "None"] {
        line.or(mismatch, other);
    }
    line.or(mismatch, format!("\"{original}\""));
    if original.chars().count() > 32 {
        line.or(mismatch, original.chars().take(32).collect::<String>());
    }
}
