//! Key material: the keys and certificates in a text or a file, in whatever form they arrive.
//!
//! The bytes of a block decide what it is, not its label. PEM, DER, PKCS#12 and bare base64 are
//! recognised, and the text around them is repaired.

use x509_parser::asn1_rs::{Any, FromDer, Oid, Tag, oid};
use zeroize::Zeroizing;

use super::file_kind::FileKind;
use super::id::PUBLIC_KEY_ID;
use super::pem;

/// The kind of a key file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaterialKind {
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
    /// A file of another kind that is not text.
    File(FileKind),
    /// Anything else.
    Unknown,
}

impl MaterialKind {
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
            Self::File(kind) => kind.name(),
            Self::Unknown => "not a PEM file",
        }
    }

    /// Whether others could use it to sign.
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
            | Self::File(_)
            | Self::Unknown => false,
        }
    }
}

/// Why the bytes of a block cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaterialDamage {
    /// The bytes are not base64, or not of the kind in the label.
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
#[non_exhaustive]
pub struct MaterialItem {
    /// The kind of its content.
    pub kind: MaterialKind,
    /// Its DER: of a private or public RSA key, in PKCS#1.
    pub der: Result<Zeroizing<Vec<u8>>, MaterialDamage>,
    /// Whether a PEM text breaks off before its END line.
    pub without_end: bool,
}

/// The content of a key file.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyMaterial {
    /// The keys and certificates in their order.
    pub items: Vec<MaterialItem>,
    kind_if_empty: MaterialKind,
}

impl KeyMaterial {
    /// Returns the first item of a kind, preferably an undamaged one.
    #[must_use]
    pub fn first(&self, kind: MaterialKind) -> Option<&MaterialItem> {
        let all = || self.items.iter().filter(|item| item.kind == kind);
        all().find(|item| item.der.is_ok()).or_else(|| all().next())
    }

    /// Returns the kind of the first item, or what the file is instead.
    #[must_use]
    pub fn kind(&self) -> MaterialKind {
        self.items
            .first()
            .map_or(self.kind_if_empty, |item| item.kind)
    }

    /// Returns the DER of every certificate that is whole.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        let certificates = self
            .items
            .iter()
            .filter(|item| item.kind == MaterialKind::Certificate);
        certificates.filter_map(|item| item.der.as_ref().ok().map(|der| der.as_slice()))
    }

    fn single(item: MaterialItem) -> Self {
        Self {
            items: vec![item],
            kind_if_empty: MaterialKind::Unknown,
        }
    }

    fn of_kind(kind_if_empty: MaterialKind) -> Self {
        Self {
            items: Vec::new(),
            kind_if_empty,
        }
    }

    /// Makes the material of what a container held.
    pub(super) fn from_ders(ders: impl IntoIterator<Item = Zeroizing<Vec<u8>>>) -> Self {
        Self {
            items: ders.into_iter().map(|der| item(der, None, false)).collect(),
            kind_if_empty: MaterialKind::Empty,
        }
    }
}

/// Reads everything in a file.
#[must_use]
pub fn read(content: &[u8]) -> KeyMaterial {
    read_nested(content, 0)
}

/// Returns the DER of every certificate in a file, in order.
#[must_use]
pub fn certificates(content: &[u8]) -> Vec<Vec<u8>> {
    let material = read(content);
    material.certificates().map(<[u8]>::to_vec).collect()
}
/// Base64 may hold base64; no one encodes a third time.
const MAX_BASE64_LEVELS: u8 = 2;

fn read_nested(content: &[u8], depth: u8) -> KeyMaterial {
    if content.first() == Some(&0x30) && declared_bytes(content).is_some() {
        let known = looks_like_pkcs12(content).then_some(MaterialKind::Pkcs12);
        let content = Zeroizing::new(content.to_vec());
        let item = item(content, known, false);
        if item.kind != MaterialKind::Unknown {
            return KeyMaterial::single(item);
        }
    }
    if let Some(kind) = FileKind::of(content) {
        return KeyMaterial::of_kind(MaterialKind::File(kind));
    }
    let Some(text) = pem::text(content) else {
        return KeyMaterial::of_kind(MaterialKind::Unknown);
    };
    let blocks = pem::blocks(&text);
    if !blocks.is_empty() {
        let items = blocks.into_iter().map(|block| {
            let known = kind_of_label(block.label, block.body);
            match pem::decode(block.body) {
                // A key in PKCS#1 under a password has lines above its base64.
                _ if known == Some(MaterialKind::Encrypted) && block.body.contains("ENCRYPTED") => {
                    MaterialItem {
                        kind: MaterialKind::Encrypted,
                        der: Err(MaterialDamage::Content),
                        without_end: block.without_end,
                    }
                }
                Some(der) => item(der, known, block.without_end),
                None => MaterialItem {
                    kind: known.unwrap_or(MaterialKind::Unknown),
                    der: Err(MaterialDamage::Content),
                    without_end: block.without_end,
                },
            }
        });
        return KeyMaterial {
            items: items
                .filter(|item| item.kind != MaterialKind::Unknown)
                .collect(),
            kind_if_empty: MaterialKind::Unknown,
        };
    }
    read_bare(&text, depth)
}

/// Reads a text without a BEGIN line.
fn read_bare(text: &str, depth: u8) -> KeyMaterial {
    if text.is_empty() {
        return KeyMaterial::of_kind(MaterialKind::Empty);
    }
    if text.starts_with(PUBLIC_KEY_ID) {
        return KeyMaterial::of_kind(MaterialKind::PublicKeyId);
    }
    if text.starts_with("ssh-") || text.starts_with("PuTTY-User-Key-File") {
        return KeyMaterial::of_kind(MaterialKind::Ssh);
    }
    if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return KeyMaterial::of_kind(MaterialKind::ShortSecret);
    }
    // Only the BEGIN line may be missing; URL-safe base64 has dashes of its own.
    let body = if text.contains("END") && text.contains("--") && text.contains('\n') {
        pem::body(text).0
    } else {
        text
    };
    if body.len() > 40
        && let Some(der) = pem::decode(body)
    {
        if der.first() == Some(&0x30) && declared_bytes(&der).is_some() {
            let known = looks_like_pkcs12(&der).then_some(MaterialKind::Pkcs12);
            let item = item(der, known, false);
            return if item.kind == MaterialKind::Unknown {
                KeyMaterial::of_kind(MaterialKind::Unknown)
            } else {
                KeyMaterial::single(item)
            };
        }
        if depth < MAX_BASE64_LEVELS {
            return read_nested(&der, depth + 1);
        }
    }
    let is_line = !text.contains('\n') && text.len() <= pem::MAX_PATH_BYTES;
    let is_path = text.contains(['/', '\\'])
        || [".pem", ".key", ".p12", ".pfx", ".crt", ".cer"]
            .iter()
            .any(|end| text.to_ascii_lowercase().ends_with(end));
    KeyMaterial::of_kind(if is_line && is_path {
        MaterialKind::Path
    } else {
        MaterialKind::Unknown
    })
}

/// Classifies bytes; `known` is the kind in their label, used if the bytes do not decide.
fn item(der: Zeroizing<Vec<u8>>, known: Option<MaterialKind>, without_end: bool) -> MaterialItem {
    let mut der = der;
    if let Some(expected) = declared_bytes(&der).filter(|expected| *expected < der.len())
        && der[expected..].iter().all(u8::is_ascii_whitespace)
    {
        der.truncate(expected);
    }
    let found = der.len();
    let named = known.unwrap_or(MaterialKind::Unknown);
    let (kind, der) = match declared_bytes(&der) {
        Some(expected) if expected > found => {
            (named, Err(MaterialDamage::CutOff { found, expected }))
        }
        _ => match classify(&der) {
            Some((kind, inner)) => (kind, Ok(Zeroizing::new(inner.to_vec()))),
            None if named == MaterialKind::Pkcs12 => (named, Ok(der)),
            None => (named, Err(MaterialDamage::Content)),
        },
    };
    MaterialItem {
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
fn classify(der: &[u8]) -> Option<(MaterialKind, &[u8])> {
    let parts = sequence(der)?;
    let tags: Vec<Tag> = parts.iter().map(Any::tag).collect();
    Some(match tags.as_slice() {
        [Tag::Integer, Tag::Sequence, Tag::OctetString, ..] => {
            let (algorithm, curve) = algorithm(&parts[1])?;
            match algorithm {
                _ if algorithm == RSA => (MaterialKind::PrivateKey, parts[2].data),
                _ if algorithm == SM2 || curve == Some(SM2) => (MaterialKind::Sm2, der),
                _ if algorithm == EC => (MaterialKind::Ec, der),
                _ => (MaterialKind::OtherPrivateKey, der),
            }
        }
        [Tag::Integer, Tag::Sequence, ..] if parts[0].data == [3] => (MaterialKind::Pkcs12, der),
        [Tag::Integer, Tag::OctetString, rest @ ..] if rest.len() <= 2 => {
            let curve = parts.get(2).and_then(|part| Any::from_der(part.data).ok());
            let curve = curve.and_then(|(_, curve)| curve.oid().ok());
            let is_sm2 = curve == Some(SM2);
            (
                if is_sm2 {
                    MaterialKind::Sm2
                } else {
                    MaterialKind::Ec
                },
                der,
            )
        }
        [Tag::Integer, Tag::Integer] => (MaterialKind::PublicKey, der),
        [Tag::Integer, rest @ ..]
            if rest.len() >= 8 && rest[..8].iter().all(|tag| *tag == Tag::Integer) =>
        {
            (MaterialKind::PrivateKey, der)
        }
        [Tag::Sequence, Tag::BitString] => {
            let (algorithm, _) = algorithm(&parts[0])?;
            if algorithm == RSA {
                // The first byte counts the bits that are not used.
                (MaterialKind::PublicKey, parts[1].data.get(1..)?)
            } else {
                (MaterialKind::OtherPublicKey, der)
            }
        }
        [Tag::Sequence, Tag::OctetString] => (MaterialKind::Encrypted, der),
        [Tag::Sequence, Tag::Sequence, Tag::BitString] => {
            let inner = sequence_of(parts[0].data)?;
            let is_request = inner.len() <= 4 && inner.first()?.tag() == Tag::Integer;
            let kind = if is_request {
                MaterialKind::CertificateRequest
            } else {
                MaterialKind::Certificate
            };
            (kind, der)
        }
        [Tag::Oid, _] => (MaterialKind::Pkcs7, der),
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

/// Returns the length that a DER sequence declares, its header included.
fn declared_bytes(der: &[u8]) -> Option<usize> {
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
/// Returns the kind that a label names; the bytes decide.
fn kind_of_label(label: &str, body: &str) -> Option<MaterialKind> {
    Some(match label {
        "RSA PRIVATE KEY" | "EC PRIVATE KEY" if body.contains("ENCRYPTED") => {
            MaterialKind::Encrypted
        }
        "PRIVATE KEY" | "RSA PRIVATE KEY" => MaterialKind::PrivateKey,
        "ENCRYPTED PRIVATE KEY" => MaterialKind::Encrypted,
        "EC PRIVATE KEY" => MaterialKind::Ec,
        "PUBLIC KEY" | "RSA PUBLIC KEY" => MaterialKind::PublicKey,
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => MaterialKind::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => MaterialKind::CertificateRequest,
        "PKCS7" | "CMS" => MaterialKind::Pkcs7,
        "PKCS12" => MaterialKind::Pkcs12,
        _ if label.contains("SSH") => MaterialKind::Ssh,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public key of a form, and what it is read as.
    fn read_one(content: impl AsRef<[u8]>) -> (MaterialKind, Option<Vec<u8>>) {
        let material = read(content.as_ref());
        let der = material.items.first().map(|item| item.der.as_ref().ok());
        (material.kind(), der.flatten().map(|der| der.to_vec()))
    }

    /// A PKCS#1 public key of small numbers: enough to be recognised.
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
            assert_eq!(kind, MaterialKind::PublicKey, "{shown}");
            assert_eq!(der.as_deref(), Some(&DER[..]), "{shown}");
        }
    }

    #[test]
    fn files_are_distinguished() {
        let pem = |label: &str| format!("-----BEGIN {label}-----\nAAEC\n-----END {label}-----\n");
        for (label, kind) in [
            ("ENCRYPTED PRIVATE KEY", MaterialKind::Encrypted),
            ("EC PRIVATE KEY", MaterialKind::Ec),
            ("CERTIFICATE", MaterialKind::Certificate),
            ("OPENSSH PRIVATE KEY", MaterialKind::Ssh),
            ("SOMETHING", MaterialKind::Unknown),
        ] {
            assert_eq!(read(pem(label).as_bytes()).kind(), kind, "{label}");
        }
        for (text, kind) in [
            ("PUB_KEY_ID_0114", MaterialKind::PublicKeyId),
            (" \n", MaterialKind::Empty),
            ("hello", MaterialKind::Unknown),
            ("keys/apiclient_key.pem", MaterialKind::Path),
            ("C:\\new\\keys\\apiclient_key.pem", MaterialKind::Path),
            (
                "0123456789abcdef0123456789ABCDEF",
                MaterialKind::ShortSecret,
            ),
            ("ssh-rsa AAAAB3NzaC1yc2E me@here", MaterialKind::Ssh),
        ] {
            assert_eq!(read(text.as_bytes()).kind(), kind, "{text}");
        }
        let container = [0x30, 0x82, 0x0a, 0x3c, 0x02, 0x01, 0x03, 0x30];
        assert_eq!(read(&container).kind(), MaterialKind::Pkcs12);
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
            assert_eq!(item.kind, MaterialKind::PublicKey);
            assert_eq!(
                *damage,
                MaterialDamage::CutOff {
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
        let kinds: Vec<MaterialKind> = read(bundle.as_bytes())
            .items
            .iter()
            .map(|item| item.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                MaterialKind::Certificate,
                MaterialKind::PublicKey,
                MaterialKind::Certificate
            ]
        );
        assert_eq!(pem::blocks(&bundle).len(), 3);
    }
}
