//! Why the tag of a resource does not fit: another key, or parts that are not what was sealed.

use super::super::{Cause, Finding, sentence};
use crate::protocol::json;
use crate::protocol::resource::{ApiV3Key, Resource};

const TAG_BYTES: usize = 16;
/// What WeChat Pay seals with, and what programs pass in its place.
const ASSOCIATED_DATA: [&str; 6] = [
    "",
    "transaction",
    "refund",
    "certificate",
    "null",
    "undefined",
];

/// Returns what is wrong with a resource whose tag does not fit although the key is right; none if
/// nothing tells the key from another one.
pub(super) fn mismatch(resource: &Resource, key: &ApiV3Key) -> Option<Finding> {
    let plain = resource.decipher_unchecked(key)?;
    if !begins_as_object(&plain) {
        return None;
    }
    let is_json = |text: &[u8]| json::parse(text).is_ok();
    let text = &plain[..plain.len().saturating_sub(TAG_BYTES)];
    let message = if is_json(text) {
        match sealed_with(resource, key) {
            Some(right) => sentence!(
                "finding-resource-other-aad",
                "the APIv3 key is right: the resource opens with associated_data '{right}', and it has '{given}'",
                right = right,
                given = associated_data(resource)
            ),
            None => sentence!(
                "finding-resource-other-tag",
                "the APIv3 key is right, and associated_data, the ciphertext or its tag (the last 16 bytes) is not what was sealed"
            ),
        }
    } else if is_json(&plain) {
        sentence!(
            "finding-resource-without-tag",
            "the APIv3 key is right, and the ciphertext has no tag: its last 16 bytes are missing"
        )
    } else {
        sentence!(
            "finding-resource-damaged-text",
            "the APIv3 key is right: the text begins as it should, and the ciphertext is damaged or cut off behind that"
        )
    };
    Some(Finding::verified(
        Cause::CiphertextDamaged,
        message,
        sentence!(
            "finding-fix-resource-parts",
            "take ciphertext, nonce and associated_data from one notification, unchanged; the ciphertext's last 16 bytes are the tag"
        ),
    ))
}

/// Whether a text begins as an object does: another key makes this of one text in many millions.
fn begins_as_object(plain: &[u8]) -> bool {
    const SEEN_BYTES: usize = 8;
    plain.len() >= SEEN_BYTES
        && plain.starts_with(b"{\"")
        && plain[..SEEN_BYTES].iter().all(u8::is_ascii_graphic)
}

fn associated_data(resource: &Resource) -> String {
    let data = resource.associated_data.as_deref().unwrap_or_default();
    let start: String = data.chars().take(40).collect();
    start.escape_debug().to_string()
}

/// Finds the associated data that a resource was sealed with.
fn sealed_with(resource: &Resource, key: &ApiV3Key) -> Option<String> {
    let own = resource.original_type.as_deref();
    let mut forms = ASSOCIATED_DATA.into_iter().chain(own);
    let opens = |form: &&str| {
        let associated_data = Some((*form).to_owned());
        let other = Resource {
            associated_data,
            ..resource.clone()
        };
        other.open(key).is_ok()
    };
    forms.find(opens).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    const TEXT: &[u8] = "{\"mchid\":\"1900000001\",\"trade_state_desc\":\"支付成功\"}".as_bytes();

    fn key(text: &str) -> ApiV3Key {
        ApiV3Key::new(text).unwrap()
    }

    fn sealed() -> Resource {
        let key = key("0123456789abcdefghijABCDEFGHIJ99");
        Resource::seal(
            &key,
            Some("transaction"),
            "transaction",
            "abcdefghijkl",
            TEXT,
        )
    }

    fn damaged(change: impl Fn(&mut Resource)) -> Option<String> {
        let mut resource = sealed();
        change(&mut resource);
        let key = key("0123456789abcdefghijABCDEFGHIJ99");
        assert!(resource.open(&key).is_err());
        mismatch(&resource, &key).map(|finding| finding.message.to_string())
    }

    #[test]
    fn a_right_key_is_told_from_parts_that_are_wrong() {
        let bytes = |change: fn(&mut Vec<u8>)| {
            move |resource: &mut Resource| {
                let mut sealed = STANDARD.decode(&resource.ciphertext).unwrap();
                change(&mut sealed);
                resource.ciphertext = STANDARD.encode(sealed);
            }
        };
        for (message, expected) in [
            (
                damaged(|resource| resource.associated_data = None),
                "opens with associated_data 'transaction', and it has ''",
            ),
            (
                damaged(|resource| resource.associated_data = Some("refund".to_owned())),
                "opens with associated_data 'transaction', and it has 'refund'",
            ),
            (
                damaged(bytes(|sealed| *sealed.last_mut().unwrap() ^= 1)),
                "associated_data, the ciphertext or its tag",
            ),
            (
                damaged(bytes(|sealed| sealed.truncate(sealed.len() - TAG_BYTES))),
                "has no tag",
            ),
            (
                damaged(bytes(|sealed| sealed.truncate(sealed.len() - 30))),
                "damaged or cut off",
            ),
            (
                damaged(bytes(|sealed| sealed[20] ^= 0x80)),
                "damaged or cut off",
            ),
        ] {
            let message = message.unwrap();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn another_key_or_nonce_is_not_called_right() {
        let resource = sealed();
        for other in [
            "99123456789abcdefghijABCDEFGHIJ0",
            "00000000000000000000000000000000",
        ] {
            assert_eq!(mismatch(&resource, &key(other)), None);
        }
        assert_eq!(
            damaged(|resource| resource.nonce = "lkjihgfedcba".to_owned()),
            None
        );
        assert_eq!(damaged(|resource| resource.nonce.truncate(8)), None);
        assert_eq!(damaged(|resource| resource.ciphertext.clear()), None);
    }
}
