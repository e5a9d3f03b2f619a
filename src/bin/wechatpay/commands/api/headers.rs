//! `--header`: what may be sent besides what the client sends itself.

use reqwest::header::HeaderName;

/// A header of the user's.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

/// What the client alone can know.
const OWN: [&str; 5] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "expect",
];

/// Reads `Name: value`.
pub(crate) fn header(text: &str) -> Result<Header, String> {
    let (name, value) = text.split_once(':').ok_or("it is not 'Name: value'")?;
    // Not only blanks: a line feed at an end is no slip of the pen.
    let (name, value) = (name.trim_matches(' '), value.trim_matches(' '));
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err("the name before ':' is not a header's name".to_owned());
    }
    if OWN.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return Err(format!("{name} is for the client to send"));
    }
    if value.chars().any(|c| !c.is_ascii_graphic() && c != ' ') {
        let rule = "must be visible ASCII and blanks: control characters could smuggle in a header";
        return Err(format!("the value of {name} {rule}"));
    }
    Ok(Header {
        name: name.to_owned(),
        value: value.to_owned(),
    })
}

impl Header {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_cannot_smuggle_in_another() {
        let read = header("X-Trace:  a: b ").unwrap();
        assert_eq!((&*read.name, &*read.value), ("X-Trace", "a: b"));
        for text in [
            "X-Trace",
            ": a",
            "X Trace: a",
            "X: a\r\nAuthorization: b",
            "X: a\tb",
            "X: 张",
            "X\n: a",
            "Host: example.com",
            "content-length: 0",
        ] {
            assert!(header(text).is_err(), "{text}");
        }
    }
}
