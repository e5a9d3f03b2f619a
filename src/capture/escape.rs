//! Backslash escapes of strings, as languages and shells write them.

/// Undoes one level of string escapes: `\\"` becomes `"`, `\\\\` becomes `\\`.
///
/// Returns nothing if no quote is escaped.
pub(super) fn unescaped(text: &str) -> Option<String> {
    if !["\\\"", "\\'", "\\x22", "\\u0022"]
        .iter()
        .any(|quote| text.contains(quote))
    {
        return None;
    }
    Some(String::from_utf8_lossy(&undone(text)).into_owned())
}

/// Undoes one level of string escapes, whatever is escaped.
pub(super) fn undone(text: &str) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.extend_from_slice(&rest.as_bytes()[..at]);
        let length = unescape(&rest[at..], &mut plain);
        rest = &rest[at + length..];
    }
    plain.extend_from_slice(rest.as_bytes());
    plain
}

/// Undoes the escape at the beginning of a text, and returns how many bytes it has.
pub(super) fn unescape(text: &str, into: &mut Vec<u8>) -> usize {
    let bytes = text.as_bytes();
    let hex = |from: usize, digits: usize| {
        let part = text.get(from..from + digits)?;
        part.bytes()
            .all(|c| c.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(part, 16).ok())
            .flatten()
    };
    let plain = match bytes.get(1) {
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(b'x') => {
            let Some(byte) = hex(2, 2).and_then(|value| u8::try_from(value).ok()) else {
                into.extend_from_slice(b"\\x");
                return 2;
            };
            into.push(byte);
            return 4;
        }
        Some(b'u') => {
            let (value, length) = if bytes.get(2) == Some(&b'{') {
                let digits = text[3..].find('}').filter(|at| *at <= 6).unwrap_or(0);
                (hex(3, digits), digits + 4)
            } else {
                match hex(2, 4) {
                    Some(high @ 0xd800..=0xdbff) if text.get(6..8) == Some("\\u") => {
                        match hex(8, 4) {
                            Some(low @ 0xdc00..=0xdfff) => {
                                (Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 12)
                            }
                            _ => (None, 2),
                        }
                    }
                    other => (other, 6),
                }
            };
            let Some(c) = value.and_then(char::from_u32) else {
                into.extend_from_slice(b"\\u");
                return 2;
            };
            into.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return length;
        }
        Some(other) if other.is_ascii() => *other,
        // What is not ASCII has no escape: the backslash is literal.
        Some(_) | None => {
            into.push(b'\\');
            return 1;
        }
    };
    into.push(plain);
    2
}
