//! Commands and words for a shell.

use std::io::Read;
use std::path::Path;

/// Quotes a word for a shell, if it needs that.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Returns the command that extracts a key or certificate from a PKCS#12 container.
#[must_use]
pub fn extract(certificate: bool, path: Option<&Path>, legacy: bool) -> String {
    let (what, output) = if certificate {
        ("-clcerts -nokeys", "apiclient_cert.pem")
    } else {
        ("-nodes -nocerts", "apiclient_key.pem")
    };
    let legacy = if legacy { "-legacy " } else { "" };
    let (from, to) = (input(path), new_file(output));
    if path.is_some_and(is_base64) {
        return format!("base64 -d < {from} | openssl pkcs12 {legacy}{what} -out {to}");
    }
    format!("openssl pkcs12 {legacy}-in {from} {what} -out {to}")
}

/// Returns the command that removes the password of a private key.
#[must_use]
pub fn decrypt(path: Option<&Path>) -> String {
    let to = new_file("apiclient_key.pem");
    format!("openssl pkey -in {} -out {to}", input(path))
}

fn input(path: Option<&Path>) -> String {
    path.map_or_else(
        || "FILE".to_owned(),
        |path| word(&path.display().to_string()),
    )
}

/// Tells whether a container is written as base64, which `openssl pkcs12` does not read.
fn is_base64(path: &Path) -> bool {
    const DER_SEQUENCE: u8 = 0x30;
    let mut first = [0];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first != [DER_SEQUENCE]
}

/// Returns a name that is not in use: openssl empties the file that it writes, even if that is
/// the one that it reads.
fn new_file(name: &str) -> String {
    if Path::new(name).exists() {
        format!("new_{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_shell_would_read_is_quoted() {
        assert_eq!(word("order-1_a"), "order-1_a");
        assert_eq!(word("a|b*c"), "'a|b*c'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word(""), "''");
    }
}
