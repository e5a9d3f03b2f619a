//! A request as a command of curl, for a POSIX shell.

use crate::transport::Request;

/// Returns the command that sends a request. `url` is a word of the shell already, and so is each
/// further argument.
#[must_use]
pub fn curl_command(request: &Request, url: &str, arguments: &[String]) -> String {
    let mut parts = vec![format!("curl -sS -X {}", request.method), url.to_owned()];
    parts.extend(request.headers.iter().map(|(name, value)| {
        let header = format!("{name}: {value}");
        format!("-H {}", quoted_word(header.as_bytes()))
    }));
    if !request.body.is_empty() {
        parts.push(format!("--data-raw {}", quoted_word(&request.body)));
    }
    parts.extend_from_slice(arguments);
    parts.join(" \\\n  ")
}

/// Quotes bytes as one word of a shell.
#[must_use]
pub fn quoted_word(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(|c| c.is_control() && c != '\n') => {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
        Ok(_) | Err(_) => {
            let escaped: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
            format!("$'{escaped}'")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_the_shell() {
        assert_eq!(quoted_word(b"it's"), r"'it'\''s'");
        assert_eq!(quoted_word(&[0xff, b'a']), r"$'\xff\x61'");
    }

    #[test]
    fn a_command_has_the_headers_and_the_body_of_the_request() {
        let request = Request {
            method: "POST",
            target: "/v3/pay".to_owned(),
            headers: vec![("Accept".into(), "application/json".to_owned())],
            body: br#"{"a":1}"#.to_vec(),
        };
        assert_eq!(
            curl_command(&request, "'http://127.0.0.1/v3/pay'", &["-v".to_owned()]),
            concat!(
                "curl -sS -X POST \\\n  'http://127.0.0.1/v3/pay' \\\n  ",
                "-H 'Accept: application/json' \\\n  --data-raw '{\"a\":1}' \\\n  -v"
            )
        );
    }
}
