//! PKCS#7 (.p7b): a bag of certificates, as WeChat Pay publishes its chain.

use x509_parser::asn1_rs::{Any, Class, FromBer, Tag};

/// 1.2.840.113549.1.7.2, signedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Returns the DER of each certificate in a container; `None` if the bytes are something else.
///
/// The container proves nothing: it has no signature, or one that is not checked here.
pub(super) fn certificates(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (_, container) = next(bytes)?;
    let (rest, kind) = next(container.data)?;
    if kind.tag() != Tag::Oid || kind.data != SIGNED_DATA {
        return None;
    }
    let (_, content) = next(rest)?;
    let (_, signed) = next(content.data)?;
    let mut rest = signed.data;
    while let Some((after, part)) = next(rest) {
        if part.class() == Class::ContextSpecific && part.tag() == Tag(0) {
            return each(part.data);
        }
        rest = after;
    }
    Some(Vec::new())
}

fn each(mut rest: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (after, part) = next(rest)?;
        // Other things than X.509 certificates have another tag.
        if part.class() == Class::Universal && part.tag() == Tag::Sequence {
            found.push(rest[..rest.len() - after.len()].to_vec());
        }
        rest = after;
    }
    Some(found)
}

/// Takes one value off the front; BER too, as old tools write it.
fn next(bytes: &[u8]) -> Option<(&[u8], Any<'_>)> {
    Any::from_ber(bytes).ok()
}
