//! Key files as people have them: which kind a text is, and its DER bytes.
//!
//! A key pasted into an environment variable or passed through Windows is repaired where its
//! meaning is plain: byte order mark, CRLF, surrounding blanks and quotes, line breaks that
//! arrived as `\n`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::id::PUBLIC_KEY_ID;

/// What a key file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `PRIVATE KEY`: a private key in PKCS#8, as in `apiclient_key.pem`.
    Pkcs8,
    /// `RSA PRIVATE KEY`: the same in PKCS#1.
    Pkcs1,
    /// `ENCRYPTED PRIVATE KEY`, or PKCS#1 with a `Proc-Type: 4,ENCRYPTED` line.
    Encrypted,
    /// `EC PRIVATE KEY`.
    Ec,
    /// `PUBLIC KEY`: in SPKI, as in `pub_key.pem`.
    PublicKey,
    /// `RSA PUBLIC KEY`: in PKCS#1.
    Pkcs1PublicKey,
    /// `CERTIFICATE`.
    Certificate,
    /// `CERTIFICATE REQUEST`.
    CertificateRequest,
    /// A PKCS#12 container, as in `apiclient_cert.p12`.
    Pkcs12,
    /// The text `PUB_KEY_ID_…`, the id of a key and not the key.
    PublicKeyId,
    /// No bytes at all.
    Empty,
    /// Anything else.
    Unknown,
}

impl Kind {
    /// Returns what a person would call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pkcs8 | Self::Pkcs1 => "a private key",
            Self::Encrypted => "an encrypted private key",
            Self::Ec => "an EC private key",
            Self::PublicKey | Self::Pkcs1PublicKey => "a public key",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate request",
            Self::Pkcs12 => "a PKCS#12 container (.p12)",
            Self::PublicKeyId => "the id of a WeChat Pay public key, not the key",
            Self::Empty => "empty",
            Self::Unknown => "not a PEM file",
        }
    }
}

/// Returns the kind of a file's content, and its DER where it is a whole PEM.
#[must_use]
pub fn read(content: &[u8]) -> (Kind, Option<Zeroizing<Vec<u8>>>) {
    let Ok(text) = std::str::from_utf8(content) else {
        return (binary_kind(content), None);
    };
    let text = repair(text);
    if text.is_empty() {
        return (Kind::Empty, None);
    }
    if text.starts_with(PUBLIC_KEY_ID) {
        return (Kind::PublicKeyId, None);
    }
    match first_block(&text) {
        Some((label, body)) => (kind_of(label, body), decode(body)),
        None => (binary_kind(content), None),
    }
}

/// Returns the DER of every `CERTIFICATE` in a file, in order.
#[must_use]
pub fn certificates(content: &[u8]) -> Vec<Vec<u8>> {
    blocks(content)
        .into_iter()
        .filter(|(label, _)| label == "CERTIFICATE")
        .filter_map(|(_, der)| der)
        .map(|der| der.to_vec())
        .collect()
}

/// The label of a block, and its DER unless that is damaged.
pub(super) type Block = (String, Option<Zeroizing<Vec<u8>>>);

/// Returns every block of a file, in order.
pub(super) fn blocks(content: &[u8]) -> Vec<Block> {
    let Ok(text) = std::str::from_utf8(content) else {
        return Vec::new();
    };
    let text = repair(text);
    let mut rest = text.as_str();
    let mut found = Vec::new();
    while let Some((label, body)) = first_block(rest) {
        found.push((label.to_owned(), decode(body)));
        // `body` is a part of `rest`, so what follows it is where the next block may begin.
        let end = body.as_ptr() as usize - rest.as_ptr() as usize + body.len();
        rest = rest[end..].trim_start_matches('-');
    }
    found
}

fn repair(text: &str) -> Zeroizing<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let text = text.trim_matches(['"', '\'']);
    let text = Zeroizing::new(text.replace("\\r", "").replace("\\n", "\n"));
    Zeroizing::new(text.trim().to_owned())
}

fn first_block(text: &str) -> Option<(&str, &str)> {
    let after = &text[text.find("-----BEGIN ")? + "-----BEGIN ".len()..];
    let (label, after) = after.split_once("-----")?;
    let end = after.find("-----END ")?;
    Some((label, &after[..end]))
}

fn kind_of(label: &str, body: &str) -> Kind {
    match label {
        "RSA PRIVATE KEY" if body.contains("ENCRYPTED") => Kind::Encrypted,
        "PRIVATE KEY" => Kind::Pkcs8,
        "RSA PRIVATE KEY" => Kind::Pkcs1,
        "ENCRYPTED PRIVATE KEY" => Kind::Encrypted,
        "EC PRIVATE KEY" | "EC PARAMETERS" => Kind::Ec,
        "PUBLIC KEY" => Kind::PublicKey,
        "RSA PUBLIC KEY" => Kind::Pkcs1PublicKey,
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Kind::CertificateRequest,
        _ => Kind::Unknown,
    }
}

fn decode(body: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut digits = Zeroizing::new(String::with_capacity(body.len()));
    digits.extend(body.chars().filter(|c| !c.is_whitespace()));
    STANDARD.decode(digits.as_bytes()).ok().map(Zeroizing::new)
}

/// A DER sequence that holds the version number 3 first is a PKCS#12 container.
fn binary_kind(content: &[u8]) -> Kind {
    match content {
        [] => Kind::Empty,
        [0x30, 0x82, _, _, 0x02, 0x01, 0x03, ..] | [0x30, 0x80, 0x02, 0x01, 0x03, ..] => {
            Kind::Pkcs12
        }
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "-----BEGIN PUBLIC KEY-----\nAAEC\nAwQF\n-----END PUBLIC KEY-----\n";

    #[test]
    fn a_damaged_pem_is_read_where_its_meaning_is_plain() {
        let crlf = PLAIN.replace('\n', "\r\n");
        let escaped = PLAIN.replace('\n', "\\n");
        let quoted = format!("\"{escaped}\"");
        let marked = format!("\u{feff}  {PLAIN}\n\n");
        let indented = PLAIN.replace('\n', "\n    ");
        let one_line = PLAIN.replace('\n', " ");
        for text in [
            PLAIN, &crlf, &escaped, &quoted, &marked, &indented, &one_line,
        ] {
            let (kind, der) = read(text.as_bytes());
            assert_eq!(kind, Kind::PublicKey, "{text}");
            assert_eq!(der.unwrap().as_slice(), [0, 1, 2, 3, 4, 5], "{text}");
        }
    }

    #[test]
    fn files_are_told_apart() {
        let pem = |label: &str| format!("-----BEGIN {label}-----\nAAEC\n-----END {label}-----\n");
        assert_eq!(
            read(pem("ENCRYPTED PRIVATE KEY").as_bytes()).0,
            Kind::Encrypted
        );
        assert_eq!(read(pem("EC PRIVATE KEY").as_bytes()).0, Kind::Ec);
        assert_eq!(read(pem("CERTIFICATE").as_bytes()).0, Kind::Certificate);
        assert_eq!(read(b"PUB_KEY_ID_0114").0, Kind::PublicKeyId);
        assert_eq!(read(b" \n").0, Kind::Empty);
        assert_eq!(read(b"hello").0, Kind::Unknown);
        assert_eq!(
            read(&[0x30, 0x82, 0x0a, 0x3c, 0x02, 0x01, 0x03, 0xff]).0,
            Kind::Pkcs12
        );
        assert_eq!(read(b"-----BEGIN PRIVATE KEY-----\nAAEC").0, Kind::Unknown);
    }

    #[test]
    fn every_certificate_of_a_bundle_is_found() {
        let one = "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n";
        assert_eq!(
            certificates(format!("subject=x\n{one}{PLAIN}{one}").as_bytes()).len(),
            2
        );
    }
}
