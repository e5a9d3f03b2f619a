//! AEAD_AES_256_GCM: what WeChat Pay seals with the merchant's APIv3 key.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The only algorithm of resources that RSA merchants receive.
pub const AEAD_AES_256_GCM: &str = "AEAD_AES_256_GCM";

/// APIv3密钥: 32 bytes that only WeChat Pay and the merchant know; opens and seals resources.
pub struct ApiV3Key {
    cipher: Aes256Gcm,
    /// What an HMAC by mistake would start from, to prove that mistake.
    mac: Hmac<Sha256>,
    /// Appended to a string by mistake, as API v2 does with its key, to prove that mistake.
    #[cfg(feature = "diagnose")]
    characters: Zeroizing<Vec<u8>>,
}

/// A text that cannot be an APIv3 key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an APIv3 key has exactly 32 characters; this text has {length}{}", if *has_spaces { ", with a space or line break at an end" } else { "" })]
#[non_exhaustive]
pub struct ApiV3KeyError {
    /// How many bytes it has.
    pub length: usize,
    /// Whether it begins or ends with a space or line break.
    pub has_spaces: bool,
}

impl ApiV3Key {
    /// Takes the 32 characters as they are: no hashing, no decoding.
    ///
    /// # Errors
    /// Returns an error if they are not 32 bytes.
    pub fn new(text: &str) -> Result<Self, ApiV3KeyError> {
        let wrong = ApiV3KeyError {
            length: text.len(),
            has_spaces: text.trim().len() != text.len(),
        };
        let cipher = Aes256Gcm::new_from_slice(text.as_bytes()).map_err(|_| wrong)?;
        let mac = Hmac::new_from_slice(text.as_bytes()).map_err(|_| wrong)?;
        Ok(Self {
            cipher,
            mac,
            #[cfg(feature = "diagnose")]
            characters: Zeroizing::new(text.as_bytes().to_vec()),
        })
    }

    /// Tells whether two keys are the same characters.
    #[must_use]
    pub fn same_key(&self, other: &Self) -> bool {
        self.mac.clone().finalize() == other.mac.clone().finalize()
    }

    /// Returns an HMAC-SHA256 under this key, which nothing of WeChat Pay's uses and some
    /// programs do.
    #[cfg(feature = "diagnose")]
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.mac.clone()
    }

    /// Feeds the key's characters to a hash.
    #[cfg(feature = "diagnose")]
    pub(crate) fn hash_into(&self, hash: impl FnOnce(&[u8])) {
        hash(&self.characters);
    }
}

impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key(…)")
    }
}

/// Why a resource does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The algorithm is another, such as that of SM merchants.
    #[error("the resource's algorithm is '{0}', not {AEAD_AES_256_GCM}")]
    Algorithm(String),
    /// The nonce has not 12 bytes.
    #[error("the resource's nonce has {0} bytes, not 12")]
    Nonce(usize),
    /// The ciphertext is not base64, or too short to hold a tag.
    #[error("the resource's ciphertext is damaged: {0}")]
    Ciphertext(&'static str),
    /// The authentication tag does not fit: another key, or damaged bytes.
    #[error(
        "the resource does not open with this APIv3 key (the authentication tag does not match)"
    )]
    Tag,
}

/// 加密数据: a sealed text with what is needed to open it, given the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What the plaintext is, such as `transaction`; absent in certificates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_type: Option<String>,
    /// [`AEAD_AES_256_GCM`].
    pub algorithm: String,
    /// Ciphertext and 16-byte tag in base64.
    pub ciphertext: String,
    /// 附加数据, authenticated but not sealed; may be empty or missing.
    #[serde(default)]
    pub associated_data: Option<String>,
    /// 12 ASCII characters.
    pub nonce: String,
}

impl Resource {
    /// Opens the text; the other half is [`Resource::seal`].
    ///
    /// # Errors
    /// Says which part is damaged; [`OpenError::Tag`] where key and text do not belong together.
    pub fn open(&self, key: &ApiV3Key) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        if self.algorithm != AEAD_AES_256_GCM {
            return Err(OpenError::Algorithm(self.algorithm.clone()));
        }
        let nonce = <&Nonce<_>>::try_from(self.nonce.as_bytes())
            .map_err(|_| OpenError::Nonce(self.nonce.len()))?;
        let sealed = STANDARD
            .decode(&self.ciphertext)
            .map_err(|_| OpenError::Ciphertext("not standard base64"))?;
        if sealed.len() < 16 {
            return Err(OpenError::Ciphertext("shorter than its 16-byte tag"));
        }
        let aad = self
            .associated_data
            .as_deref()
            .unwrap_or_default()
            .as_bytes();
        let payload = Payload { msg: &sealed, aad };
        key.cipher
            .decrypt(nonce, payload)
            .map(Zeroizing::new)
            .map_err(|_| OpenError::Tag)
    }

    /// Deciphers without looking at the tag. The result is not authentic: it only tells whether
    /// key and nonce are right. Its last 16 bytes are those of the tag.
    #[cfg(feature = "diagnose")]
    pub(crate) fn decipher_unchecked(&self, key: &ApiV3Key) -> Option<Zeroizing<Vec<u8>>> {
        let nonce = <&Nonce<_>>::try_from(self.nonce.as_bytes()).ok()?;
        let sealed = STANDARD.decode(&self.ciphertext).ok()?;
        let zeros = vec![0; sealed.len()];
        let stream = key.cipher.encrypt(nonce, zeros.as_slice()).ok()?;
        let plain = sealed.iter().zip(&stream).map(|(byte, mask)| byte ^ mask);
        Some(Zeroizing::new(plain.collect()))
    }

    /// Seals a text, as WeChat Pay does before it sends a notification or a certificate.
    ///
    /// # Panics
    /// Panics where the nonce has not 12 bytes, or the text is beyond 64 GiB.
    #[must_use]
    pub fn seal(
        key: &ApiV3Key,
        original_type: Option<&str>,
        associated_data: &str,
        nonce: &str,
        plaintext: &[u8],
    ) -> Self {
        let bytes = <&Nonce<_>>::try_from(nonce.as_bytes()).expect("a nonce of 12 bytes");
        let payload = Payload {
            msg: plaintext,
            aad: associated_data.as_bytes(),
        };
        let sealed = key
            .cipher
            .encrypt(bytes, payload)
            .expect("a text of a size that AES-GCM takes");
        Self {
            original_type: original_type.map(str::to_owned),
            algorithm: AEAD_AES_256_GCM.to_owned(),
            ciphertext: STANDARD.encode(sealed),
            associated_data: Some(associated_data.to_owned()),
            nonce: nonce.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ApiV3Key {
        ApiV3Key::new("0123456789abcdefghijABCDEFGHIJ99").unwrap()
    }

    #[test]
    fn what_one_party_seals_the_other_opens() {
        let sealed = Resource::seal(
            &key(),
            Some("transaction"),
            "transaction",
            "abcdefghijkl",
            b"{}",
        );
        assert_eq!(sealed.open(&key()).unwrap().as_slice(), b"{}");
    }

    #[test]
    fn each_damage_has_its_name() {
        let sealed = Resource::seal(&key(), None, "certificate", "abcdefghijkl", b"{}");
        let other = ApiV3Key::new("99123456789abcdefghijABCDEFGHIJ0").unwrap();
        assert_eq!(sealed.open(&other).unwrap_err(), OpenError::Tag);
        let damaged = |change: fn(&mut Resource)| {
            let mut copy = sealed.clone();
            change(&mut copy);
            copy.open(&key()).unwrap_err()
        };
        assert_eq!(damaged(|r| r.associated_data = None), OpenError::Tag);
        assert_eq!(damaged(|r| r.nonce.truncate(8)), OpenError::Nonce(8));
        assert_eq!(
            damaged(|r| r.ciphertext = "YWJj".into()),
            OpenError::Ciphertext("shorter than its 16-byte tag")
        );
        assert!(matches!(
            damaged(|r| r.ciphertext.insert(0, ' ')),
            OpenError::Ciphertext(_)
        ));
        assert!(matches!(
            damaged(|r| r.algorithm = "AEAD_SM4_GCM".into()),
            OpenError::Algorithm(_)
        ));
    }

    #[test]
    fn a_key_of_another_length_says_how_long_it_is() {
        let error = ApiV3Key::new("0123456789abcdefghijABCDEFGHIJ99\n").unwrap_err();
        assert!(error.to_string().contains("33, with a space"));
    }
}
