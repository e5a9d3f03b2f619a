//! Key material as people have it: the keys and certificates in a text or a file, whatever form
//! they have come in.
//!
//! What a block is, its bytes say and not its label. Repaired is what has only one meaning: byte
//! order marks, UTF-16, CRLF, quotes, line breaks that arrived as `\n` or as spaces, dashes that
//! were lost, a missing END line, and base64 without its BEGIN and END lines.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use x509_parser::asn1_rs::{Any, FromDer, Oid, Tag, oid};
use zeroize::Zeroizing;

use super::id::PUBLIC_KEY_ID;

/// What a key file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An RSA private key, as in `apiclient_key.pem`.
    PrivateKey,
    /// A private key under a password.
    Encrypted,
    /// A private key for ECDSA.
    Ec,
    /// A private key for SM2 (国密).
    Sm2,
    /// A private key of another algorithm.
    OtherPrivateKey,
    /// An RSA public key, as in `pub_key.pem`.
    PublicKey,
    /// A public key of another algorithm.
    OtherPublicKey,
    /// A certificate.
    Certificate,
    /// A request for a certificate.
    CertificateRequest,
    /// A PKCS#7 container (`.p7b`).
    Pkcs7,
    /// A PKCS#12 container, as in `apiclient_cert.p12`.
    Pkcs12,
    /// A key in a form of SSH.
    Ssh,
    /// The text `PUB_KEY_ID_…`, the id of a key and not the key.
    PublicKeyId,
    /// 32 letters and digits, as API keys and app secrets are.
    ShortSecret,
    /// The path of a file.
    Path,
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
            Self::PrivateKey => "a private key",
            Self::Encrypted => "an encrypted private key",
            Self::Ec => "an EC private key",
            Self::Sm2 => "an SM2 private key",
            Self::OtherPrivateKey => "a private key of another algorithm than RSA",
            Self::PublicKey => "a public key",
            Self::OtherPublicKey => "a public key of another algorithm than RSA",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate request",
            Self::Pkcs7 => "a PKCS#7 container (.p7b)",
            Self::Pkcs12 => "a PKCS#12 container (.p12)",
            Self::Ssh => "an SSH key",
            Self::PublicKeyId => "the id of a WeChat Pay public key, not the key",
            Self::ShortSecret => "a text of 32 characters, such as an APIv3 key",
            Self::Path => "the path of a file, not its content",
            Self::Empty => "empty",
            Self::Unknown => "not a PEM file",
        }
    }

    /// Tells whether others could use it to sign.
    #[must_use]
    pub fn is_secret(self) -> bool {
        match self {
            Self::PrivateKey
            | Self::Encrypted
            | Self::Ec
            | Self::Sm2
            | Self::OtherPrivateKey
            | Self::Pkcs12
            | Self::Ssh
            | Self::ShortSecret => true,
            Self::PublicKey
            | Self::OtherPublicKey
            | Self::Certificate
            | Self::CertificateRequest
            | Self::Pkcs7
            | Self::PublicKeyId
            | Self::Path
            | Self::Empty
            | Self::Unknown => false,
        }
    }
}

/// Why the bytes of a block cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// They are not base64, or not what the label says.
    Content,
    /// Some of them are missing.
    CutOff {
        /// The bytes that are there.
        found: usize,
        /// The bytes that there should be.
        expected: usize,
    },
}

/// One key or certificate.
#[derive(Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its DER: of a private or public RSA key, in PKCS#1.
    pub der: Result<Zeroizing<Vec<u8>>, Damage>,
    /// Whether a PEM text breaks off before its END line.
    pub without_end: bool,
}

/// What a file holds.
#[derive(Debug)]
pub struct Material {
    /// The keys and certificates in their order.
    pub items: Vec<Item>,
    otherwise: Kind,
}

impl Material {
    /// Returns the first of a kind, rather one that is whole.
    #[must_use]
    pub fn first(&self, kind: Kind) -> Option<&Item> {
        let all = || self.items.iter().filter(|item| item.kind == kind);
        all().find(|item| item.der.is_ok()).or_else(|| all().next())
    }

    /// Returns what the whole is called: what stands first in it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.items.first().map_or(self.otherwise, |item| item.kind)
    }

    /// Returns the DER of every certificate that is whole.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        let certificates = self
            .items
            .iter()
            .filter(|item| item.kind == Kind::Certificate);
        certificates.filter_map(|item| item.der.as_ref().ok().map(|der| der.as_slice()))
    }

    fn one(item: Item) -> Self {
        Self {
            items: vec![item],
            otherwise: Kind::Unknown,
        }
    }

    fn nothing(otherwise: Kind) -> Self {
        Self {
            items: Vec::new(),
            otherwise,
        }
    }

    /// Makes the material of what a container held.
    pub(super) fn of_ders(ders: impl IntoIterator<Item = Zeroizing<Vec<u8>>>) -> Self {
        Self {
            items: ders.into_iter().map(|der| item(der, None, false)).collect(),
            otherwise: Kind::Empty,
        }
    }
}

/// Reads everything in a file.
#[must_use]
pub fn read(content: &[u8]) -> Material {
    read_nested(content, 0)
}

/// Returns the DER of every certificate in a file, in order.
#[must_use]
pub fn certificates(content: &[u8]) -> Vec<Vec<u8>> {
    let material = read(content);
    material.certificates().map(<[u8]>::to_vec).collect()
}

/// The label of a block, and its DER unless that is damaged.
pub(super) type Block = (String, Option<Zeroizing<Vec<u8>>>);

/// Returns every block of a file, in order, by its label.
pub(super) fn blocks(content: &[u8]) -> Vec<Block> {
    let Some(text) = text_of(content) else {
        return Vec::new();
    };
    let blocks = scan(&text).into_iter();
    blocks
        .map(|block| (block.label.to_owned(), decode(block.body)))
        .collect()
}

/// Base64 may hold base64; no one encodes a third time.
const MAX_NESTED: u8 = 2;

/// No path of a key file is as long as the shortest key.
const MAX_PATH: usize = 300;

fn read_nested(content: &[u8], depth: u8) -> Material {
    if content.first() == Some(&0x30) && announced(content).is_some() {
        let known = looks_like_pkcs12(content).then_some(Kind::Pkcs12);
        let content = Zeroizing::new(content.to_vec());
        let item = item(content, known, false);
        if item.kind != Kind::Unknown {
            return Material::one(item);
        }
    }
    let Some(text) = text_of(content) else {
        return Material::nothing(Kind::Unknown);
    };
    let blocks = scan(&text);
    if !blocks.is_empty() {
        let items = blocks.into_iter().map(|block| {
            let known = kind_of(block.label, block.body);
            match decode(block.body) {
                // A key in PKCS#1 under a password has lines above its base64.
                _ if known == Some(Kind::Encrypted) && block.body.contains("ENCRYPTED") => Item {
                    kind: Kind::Encrypted,
                    der: Err(Damage::Content),
                    without_end: block.without_end,
                },
                Some(der) => item(der, known, block.without_end),
                None => Item {
                    kind: known.unwrap_or(Kind::Unknown),
                    der: Err(Damage::Content),
                    without_end: block.without_end,
                },
            }
        });
        return Material {
            items: items.filter(|item| item.kind != Kind::Unknown).collect(),
            otherwise: Kind::Unknown,
        };
    }
    bare(&text, depth)
}

/// Reads a text without a BEGIN line.
fn bare(text: &str, depth: u8) -> Material {
    if text.is_empty() {
        return Material::nothing(Kind::Empty);
    }
    if text.starts_with(PUBLIC_KEY_ID) {
        return Material::nothing(Kind::PublicKeyId);
    }
    if text.starts_with("ssh-") || text.starts_with("PuTTY-User-Key-File") {
        return Material::nothing(Kind::Ssh);
    }
    if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Material::nothing(Kind::ShortSecret);
    }
    // Only the BEGIN line may be lost; the alphabet of URLs has dashes of its own.
    let body = if text.contains("END") && text.contains("--") && text.contains('\n') {
        body_of(text).0
    } else {
        text
    };
    if body.len() > 40
        && let Some(der) = decode(body)
    {
        if der.first() == Some(&0x30) && announced(&der).is_some() {
            let known = looks_like_pkcs12(&der).then_some(Kind::Pkcs12);
            let item = item(der, known, false);
            return match item.kind {
                Kind::Unknown => Material::nothing(Kind::Unknown),
                _ => Material::one(item),
            };
        }
        if depth < MAX_NESTED {
            return read_nested(&der, depth + 1);
        }
    }
    let is_line = !text.contains('\n') && text.len() <= MAX_PATH;
    let is_path = text.contains(['/', '\\'])
        || [".pem", ".key", ".p12", ".pfx", ".crt", ".cer"]
            .iter()
            .any(|end| text.to_ascii_lowercase().ends_with(end));
    Material::nothing(if is_line && is_path {
        Kind::Path
    } else {
        Kind::Unknown
    })
}

/// Says what bytes are; `known` is what their label says, for what cannot be told from them.
fn item(der: Zeroizing<Vec<u8>>, known: Option<Kind>, without_end: bool) -> Item {
    let mut der = der;
    if let Some(expected) = announced(&der).filter(|expected| *expected < der.len())
        && der[expected..].iter().all(u8::is_ascii_whitespace)
    {
        der.truncate(expected);
    }
    let found = der.len();
    let named = known.unwrap_or(Kind::Unknown);
    let (kind, der) = match announced(&der) {
        Some(expected) if expected > found => (named, Err(Damage::CutOff { found, expected })),
        _ => match classify(&der) {
            Some((kind, inner)) => (kind, Ok(Zeroizing::new(inner.to_vec()))),
            None if named == Kind::Pkcs12 => (named, Ok(der)),
            None => (named, Err(Damage::Content)),
        },
    };
    Item {
        kind,
        der,
        without_end,
    }
}

const RSA: Oid<'static> = oid!(1.2.840.113549.1.1.1);
const EC: Oid<'static> = oid!(1.2.840.10045.2.1);
const SM2: Oid<'static> = oid!(1.2.156.10197.1.301);

/// Tells from its structure what a DER value is, and returns the part that matters: of RSA keys,
/// the PKCS#1.
fn classify(der: &[u8]) -> Option<(Kind, &[u8])> {
    let parts = sequence(der)?;
    let tags: Vec<Tag> = parts.iter().map(Any::tag).collect();
    Some(match tags.as_slice() {
        [Tag::Integer, Tag::Sequence, Tag::OctetString, ..] => {
            let (algorithm, curve) = algorithm(&parts[1])?;
            match algorithm {
                _ if algorithm == RSA => (Kind::PrivateKey, parts[2].data),
                _ if algorithm == SM2 || curve == Some(SM2) => (Kind::Sm2, der),
                _ if algorithm == EC => (Kind::Ec, der),
                _ => (Kind::OtherPrivateKey, der),
            }
        }
        [Tag::Integer, Tag::Sequence, ..] if parts[0].data == [3] => (Kind::Pkcs12, der),
        [Tag::Integer, Tag::OctetString, rest @ ..] if rest.len() <= 2 => {
            let curve = parts.get(2).and_then(|part| Any::from_der(part.data).ok());
            let curve = curve.and_then(|(_, curve)| curve.oid().ok());
            let is_sm2 = curve == Some(SM2);
            (if is_sm2 { Kind::Sm2 } else { Kind::Ec }, der)
        }
        [Tag::Integer, Tag::Integer] => (Kind::PublicKey, der),
        [Tag::Integer, rest @ ..]
            if rest.len() >= 8 && rest[..8].iter().all(|tag| *tag == Tag::Integer) =>
        {
            (Kind::PrivateKey, der)
        }
        [Tag::Sequence, Tag::BitString] => {
            let (algorithm, _) = algorithm(&parts[0])?;
            if algorithm == RSA {
                // The first byte counts the bits that are not used.
                (Kind::PublicKey, parts[1].data.get(1..)?)
            } else {
                (Kind::OtherPublicKey, der)
            }
        }
        [Tag::Sequence, Tag::OctetString] => (Kind::Encrypted, der),
        [Tag::Sequence, Tag::Sequence, Tag::BitString] => {
            let inner = sequence_of(parts[0].data)?;
            let is_request = inner.len() <= 4 && inner.first()?.tag() == Tag::Integer;
            let kind = if is_request {
                Kind::CertificateRequest
            } else {
                Kind::Certificate
            };
            (kind, der)
        }
        [Tag::Oid, _] => (Kind::Pkcs7, der),
        _ => return None,
    })
}

fn sequence(der: &[u8]) -> Option<Vec<Any<'_>>> {
    let (rest, whole) = Any::from_der(der).ok()?;
    if whole.tag() != Tag::Sequence || !rest.is_empty() {
        return None;
    }
    sequence_of(whole.data)
}

fn sequence_of(mut content: &[u8]) -> Option<Vec<Any<'_>>> {
    let mut parts = Vec::new();
    while !content.is_empty() {
        let (rest, part) = Any::from_der(content).ok()?;
        parts.push(part);
        content = rest;
    }
    Some(parts)
}

/// Returns an algorithm, and the curve in its parameters.
fn algorithm<'a>(identifier: &Any<'a>) -> Option<(Oid<'a>, Option<Oid<'a>>)> {
    let mut parts = sequence_of(identifier.data)?.into_iter();
    let algorithm = parts.next()?.oid().ok()?;
    Some((algorithm, parts.next().and_then(|curve| curve.oid().ok())))
}

/// Returns how many bytes a DER sequence says that it has.
fn announced(der: &[u8]) -> Option<usize> {
    let (&first, rest) = der.strip_prefix(&[0x30])?.split_first()?;
    match first {
        0..=0x7f => Some(usize::from(first) + 2),
        0x81..=0x83 => {
            let size = usize::from(first & 0x0f);
            let length = rest.get(..size)?.iter();
            let length = length.fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            Some(length + size + 2)
        }
        // Of indefinite length, as some old containers are.
        0x80 if rest.starts_with(&[2, 1, 3]) => Some(der.len()),
        _ => None,
    }
}

/// A sequence that begins with the version number 3.
fn looks_like_pkcs12(content: &[u8]) -> bool {
    let ([0x30, 0x80, start @ ..] | [0x30, 0x81, _, start @ ..] | [0x30, 0x82, _, _, start @ ..]) =
        content
    else {
        return false;
    };
    start.starts_with(&[2, 1, 3, 0x30])
}

/// Returns the text of a file, with what arrived in its place turned back into it.
fn text_of(content: &[u8]) -> Option<Zeroizing<String>> {
    let text = match content {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => utf16(content, u16::from_le_bytes),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => utf16(content, u16::from_be_bytes),
        _ => match std::str::from_utf8(content) {
            Ok(text) => Zeroizing::new(text.to_owned()),
            // The name of a container's owner may stand above it in an old encoding.
            Err(_) if content.windows(6).any(|bytes| bytes == b"BEGIN ") => {
                Zeroizing::new(String::from_utf8_lossy(content).into_owned())
            }
            Err(_) => return None,
        },
    };
    let mut text = Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned());
    for (escaped, meant) in [
        ("\\\\", "\\"),
        ("\\r", ""),
        ("\\n", "\n"),
        ("\\t", " "),
        ("\\/", "/"),
    ] {
        // The path of a file may have any of these in it.
        if text.contains("BEGIN") || text.len() > MAX_PATH || escaped == "\\/" {
            text = Zeroizing::new(text.replace(escaped, meant));
        }
    }
    if text.contains("%0A") || text.contains("%2F") || text.contains("%2B") {
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        text = Zeroizing::new(decoded.into_owned());
    }
    let quotes = |c: char| c.is_whitespace() || "\"'`“”‘’;,\0".contains(c);
    Some(Zeroizing::new(text.trim_matches(quotes).to_owned()))
}

fn utf16(content: &[u8], unit: fn([u8; 2]) -> u16) -> Zeroizing<String> {
    let units = content.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = Zeroizing::new(String::with_capacity(content.len()));
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

struct Scanned<'t> {
    label: &'t str,
    body: &'t str,
    without_end: bool,
}

/// A hyphen, or what a word processor makes of one.
fn is_dash(c: char) -> bool {
    "-–—‐‑−－".contains(c)
}

fn scan(text: &str) -> Vec<Scanned<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("BEGIN ") {
        let label_at = from + at + "BEGIN ".len();
        let before = text[..from + at].trim_end_matches(' ');
        let rest = &text[label_at..];
        from = label_at;
        let Some(label) = rest.find(|c| is_dash(c) || c == '\n') else {
            continue;
        };
        if !before.ends_with(is_dash) {
            continue;
        }
        let after = rest[label..].trim_start_matches(is_dash);
        let (body, without_end) = body_of(after);
        from = text.len() - after.len() + body.len();
        found.push(Scanned {
            label: rest[..label].trim(),
            body,
            without_end,
        });
    }
    found
}

/// Cuts off what follows the base64, and tells whether an END line is missing there.
fn body_of(text: &str) -> (&str, bool) {
    let mut dashes = 0;
    for (at, c) in text.char_indices() {
        dashes = if is_dash(c) { dashes + 1 } else { 0 };
        let is_end = dashes > 0 && text[at + c.len_utf8()..].trim_start().starts_with("END");
        if dashes >= 2 || is_end {
            let body = text[..at].trim_end_matches(is_dash);
            let after = text[body.len()..].trim_start_matches(|c| is_dash(c) || c == ' ');
            return (body, !after.starts_with("END"));
        }
    }
    (text, true)
}

/// Returns what a label says; the bytes know better.
fn kind_of(label: &str, body: &str) -> Option<Kind> {
    Some(match label {
        "RSA PRIVATE KEY" | "EC PRIVATE KEY" if body.contains("ENCRYPTED") => Kind::Encrypted,
        "PRIVATE KEY" | "RSA PRIVATE KEY" => Kind::PrivateKey,
        "ENCRYPTED PRIVATE KEY" => Kind::Encrypted,
        "EC PRIVATE KEY" => Kind::Ec,
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Kind::PublicKey,
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Kind::CertificateRequest,
        "PKCS7" | "CMS" => Kind::Pkcs7,
        "PKCS12" => Kind::Pkcs12,
        _ if label.contains("SSH") => Kind::Ssh,
        _ => return None,
    })
}

/// Decodes base64, with any white space and padding, also in the alphabet of URLs.
fn decode(body: &str) -> Option<Zeroizing<Vec<u8>>> {
    const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let is_blank = |c: &char| !c.is_whitespace() && !"\u{200b}\u{feff}\"'\\".contains(*c);
    let mut digits = Zeroizing::new(String::with_capacity(body.len()));
    digits.extend(body.chars().filter(is_blank).map(|c| match c {
        '-' => '+',
        '_' => '/',
        other => other,
    }));
    let whole = digits.trim_end_matches('=');
    ANY_PADDING.decode(whole).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public key of a form, and what it is read as.
    fn read_one(content: impl AsRef<[u8]>) -> (Kind, Option<Vec<u8>>) {
        let material = read(content.as_ref());
        let der = material.items.first().map(|item| item.der.as_ref().ok());
        (material.kind(), der.flatten().map(|der| der.to_vec()))
    }

    /// A PKCS#1 public key of small numbers: enough to be told from all else.
    const DER: [u8; 8] = [0x30, 6, 2, 1, 0x23, 2, 1, 3];
    const PLAIN: &str =
        "-----BEGIN RSA PUBLIC KEY-----\nMAYC\nASMCAQM=\n-----END RSA PUBLIC KEY-----\n";

    #[test]
    fn a_damaged_pem_is_read_if_it_has_one_meaning() {
        let utf16 = |bom: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            let units = PLAIN.encode_utf16().flat_map(bytes);
            bom.into_iter().chain(units).collect::<Vec<u8>>()
        };
        let escaped = PLAIN.replace('\n', "\\n");
        let forms: Vec<Vec<u8>> = vec![
            PLAIN.into(),
            PLAIN.replace('\n', "\r\n").into(),
            PLAIN.replace('\n', "\\r\\n").into(),
            PLAIN.replace('\n', "\\\\n").into(),
            format!("\"{escaped}\"").into(),
            format!("'{escaped}';").into(),
            format!("\u{feff}  {PLAIN}\n\n").into(),
            PLAIN.replace('\n', "\n    ").into(),
            PLAIN.replace('\n', " ").into(),
            PLAIN.replace('\n', "").into(),
            PLAIN.replace('\n', "%0A").replace('=', "%3D").into(),
            PLAIN.replace("-----", "—").into(),
            PLAIN[1..].into(),
            PLAIN.replace("RSA PUBLIC", "PUBLIC").into(),
            PLAIN.replace("RSA PUBLIC", "PRIVATE").into(),
            PLAIN.replace("RSA PUBLIC KEY", "CERTIFICATE").into(),
            PLAIN.replace("-----END RSA PUBLIC KEY-----\n", "").into(),
            PLAIN.replace("-END RSA PUBLIC KEY-----\n", "").into(),
            PLAIN
                .replace("PUBLIC KEY-----\n", "")
                .replacen("RSA ", "RSA PUBLIC KEY-----\n", 1)
                .into(),
            format!("Bag Attributes\n    friendlyName: x\n{PLAIN}").into(),
            utf16([0xff, 0xfe], u16::to_le_bytes),
            utf16([0xfe, 0xff], u16::to_be_bytes),
            utf16([0xff, 0xfe], u16::to_le_bytes)[2..].into(),
            utf16([0xfe, 0xff], u16::to_be_bytes)[2..].into(),
            DER.into(),
        ];
        for form in forms {
            let (kind, der) = read_one(&form);
            let shown = String::from_utf8_lossy(&form);
            assert_eq!(kind, Kind::PublicKey, "{shown}");
            assert_eq!(der.as_deref(), Some(&DER[..]), "{shown}");
        }
    }

    #[test]
    fn files_are_told_apart() {
        let pem = |label: &str| format!("-----BEGIN {label}-----\nAAEC\n-----END {label}-----\n");
        for (label, kind) in [
            ("ENCRYPTED PRIVATE KEY", Kind::Encrypted),
            ("EC PRIVATE KEY", Kind::Ec),
            ("CERTIFICATE", Kind::Certificate),
            ("OPENSSH PRIVATE KEY", Kind::Ssh),
            ("SOMETHING", Kind::Unknown),
        ] {
            assert_eq!(read(pem(label).as_bytes()).kind(), kind, "{label}");
        }
        for (text, kind) in [
            ("PUB_KEY_ID_0114", Kind::PublicKeyId),
            (" \n", Kind::Empty),
            ("hello", Kind::Unknown),
            ("keys/apiclient_key.pem", Kind::Path),
            ("C:\\new\\keys\\apiclient_key.pem", Kind::Path),
            ("0123456789abcdef0123456789ABCDEF", Kind::ShortSecret),
            ("ssh-rsa AAAAB3NzaC1yc2E me@here", Kind::Ssh),
        ] {
            assert_eq!(read(text.as_bytes()).kind(), kind, "{text}");
        }
        let container = [0x30, 0x82, 0x0a, 0x3c, 0x02, 0x01, 0x03, 0x30];
        assert_eq!(read(&container).kind(), Kind::Pkcs12);
    }

    #[test]
    fn what_is_cut_off_says_how_much_is_missing() {
        for text in [
            "-----BEGIN RSA PUBLIC KEY-----\nMAYCASM",
            "-----BEGIN RSA PUBLIC KEY-----\nMAYCASM\n-----END RSA PUBLIC KEY-----",
        ] {
            let material = read(text.as_bytes());
            let item = &material.items[0];
            let damage = item.der.as_ref().unwrap_err();
            assert_eq!(item.kind, Kind::PublicKey);
            assert_eq!(
                *damage,
                Damage::CutOff {
                    found: 5,
                    expected: 8
                }
            );
            assert_eq!(item.without_end, !text.contains("END"));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_as_something(
            text in "([-—]|BEGIN |END |PRIVATE KEY|\n|\\\\n|密|[A-Za-z0-9+/=]{1,9}){0,40}",
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
        ) {
            let _ = (read(text.as_bytes()).kind(), read(&bytes).kind());
            let der = [&[0x30, 0x40][..], &bytes].concat();
            let _ = (read(&der).kind(), certificates(&der));
        }
    }

    #[test]
    fn every_block_of_a_bundle_is_found() {
        let one = "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n";
        let bundle = format!("subject=x\n{one}{PLAIN}{one}");
        let kinds: Vec<Kind> = read(bundle.as_bytes())
            .items
            .iter()
            .map(|item| item.kind)
            .collect();
        assert_eq!(
            kinds,
            [Kind::Certificate, Kind::PublicKey, Kind::Certificate]
        );
        assert_eq!(blocks(bundle.as_bytes()).len(), 3);
    }
}
