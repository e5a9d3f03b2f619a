//! A checksum at the end of a line of JSON, so that a line that was edited is not taken for what
//! was written. It guards against mistakes, not against forgers.

use sha2::{Digest, Sha256};

/// What stands before the checksum, and behind it.
const BEFORE: &[u8] = b",\"check\":\"";
const AFTER: &[u8] = b"\"}";

/// How many hexadecimal digits a checksum has.
const DIGITS: usize = 16;

/// Adds the checksum to a line that holds a JSON object.
pub(super) fn seal(mut line: Vec<u8>) -> Vec<u8> {
    while line.last().is_some_and(u8::is_ascii_whitespace) {
        line.pop();
    }
    line.pop();
    let check = checksum(&line);
    line.extend_from_slice(BEFORE);
    line.extend_from_slice(check.as_bytes());
    line.extend_from_slice(AFTER);
    line.push(b'\n');
    line
}

/// Tells whether a line is as it was sealed, with or without its end.
pub(super) fn is_intact(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let Some(line) = line.strip_suffix(AFTER) else {
        return false;
    };
    let Some((line, check)) = line.split_at_checked(line.len().saturating_sub(DIGITS)) else {
        return false;
    };
    line.strip_suffix(BEFORE)
        .is_some_and(|line| checksum(line).as_bytes() == check)
}

fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..DIGITS / 2])
}

/// Writes bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_intact_until_anything_in_it_is_changed() {
        let sealed = seal(b"{\"line\":3,\"state\":\"done\"}\n".to_vec());
        let value: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert_eq!(
            (&value["line"], value["check"].is_string()),
            (&3.into(), true)
        );
        assert!(sealed.ends_with(b"\n") && is_intact(&sealed));
        assert!(is_intact(sealed.trim_ascii_end()));
        for at in 0..sealed.len() - 1 {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(!is_intact(&changed), "{at}");
        }
        for other in [
            &b""[..],
            b"{}",
            b"\"}",
            b"{\"line\":3}\n",
            b",\"check\":\"\"}",
        ] {
            assert!(!is_intact(other));
        }
    }
}
