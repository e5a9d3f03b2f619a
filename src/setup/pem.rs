//! Keys and certificates as PEM, in the form that every SDK reads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
/// INTEGER 0, the version of PKCS#8.
const VERSION: [u8; 3] = [0x02, 0x01, 0x00];
/// rsaEncryption with its NULL, as an `AlgorithmIdentifier`.
const RSA: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// Returns a private RSA key, given in PKCS#1, in PKCS#8.
pub(super) fn private_key(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    let inner = tagged(OCTET_STRING, &[pkcs1]);
    let der = tagged(SEQUENCE, &[&VERSION, &RSA, &inner]);
    text("PRIVATE KEY", &der)
}

/// Returns a public RSA key, given in PKCS#1, as a `SubjectPublicKeyInfo`.
pub(super) fn public_key(pkcs1: &[u8]) -> Vec<u8> {
    let inner = tagged(BIT_STRING, &[&[0], pkcs1]);
    let der = tagged(SEQUENCE, &[&RSA, &inner]);
    text("PUBLIC KEY", &der).to_vec()
}

/// Returns a certificate.
pub(super) fn certificate(der: &[u8]) -> Vec<u8> {
    text("CERTIFICATE", der).to_vec()
}

fn tagged(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = Zeroizing::new(Vec::with_capacity(length + 10));
    der.push(tag);
    let bytes = length.to_be_bytes();
    let significant = bytes
        .iter()
        .position(|byte| *byte != 0)
        .map_or(&bytes[7..], |at| &bytes[at..]);
    match (length, u8::try_from(significant.len())) {
        (0..=0x7f, _) | (_, Err(_)) => der.extend_from_slice(&significant[significant.len() - 1..]),
        (_, Ok(count)) => {
            der.push(0x80 | count);
            der.extend_from_slice(significant);
        }
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

fn text(label: &str, der: &[u8]) -> Zeroizing<Vec<u8>> {
    let base64 = Zeroizing::new(STANDARD.encode(der));
    let mut pem = Zeroizing::new(Vec::with_capacity(base64.len() * 2 + 64));
    pem.extend_from_slice(format!("-----BEGIN {label}-----\n").as_bytes());
    for line in base64.as_bytes().chunks(64) {
        pem.extend_from_slice(line);
        pem.push(b'\n');
    }
    pem.extend_from_slice(format!("-----END {label}-----\n").as_bytes());
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_in_as_many_bytes_as_they_need() {
        assert_eq!(tagged(SEQUENCE, &[&[]]).as_slice(), [0x30, 0]);
        assert_eq!(tagged(SEQUENCE, &[&[7; 0x7f]])[..2], [0x30, 0x7f]);
        assert_eq!(tagged(SEQUENCE, &[&[7; 0x80]])[..3], [0x30, 0x81, 0x80]);
        assert_eq!(
            tagged(SEQUENCE, &[&[7; 1200]])[..4],
            [0x30, 0x82, 0x04, 0xb0]
        );
    }
}
