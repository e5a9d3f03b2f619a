//! 敏感信息加解密: RSA-OAEP, which encrypts single fields for the owner of the private key.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
    PublicEncryptingKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::EncodePublicKey;
use zeroize::Zeroizing;

use super::rsa_key::{SigningKey, VerifyingKey};

/// The hash that OAEP and its MGF1 use for an encrypted field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OaepHash {
    /// What WeChat Pay and its libraries use.
    #[default]
    Sha1,
    /// What some pages recommend; only ever for opening.
    Sha256,
}

impl OaepHash {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Sha1, Self::Sha256];

    fn algorithm(self) -> &'static OaepAlgorithm {
        match self {
            Self::Sha1 => &OAEP_SHA1_MGF1SHA1,
            Self::Sha256 => &OAEP_SHA256_MGF1SHA256,
        }
    }
}

impl fmt::Display for OaepHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
        })
    }
}

/// 密文 of one field, in base64 on the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Ciphertext(Vec<u8>);

impl FromStr for Ciphertext {
    type Err = DecryptError;

    fn from_str(text: &str) -> Result<Self, DecryptError> {
        STANDARD
            .decode(text)
            .map(Self)
            .map_err(|_| DecryptError::Encoding)
    }
}

impl fmt::Display for Ciphertext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Ciphertext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ciphertext({self})")
    }
}

/// Why a text cannot be encrypted as one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncryptError {
    /// RSA encrypts a single block, and the text does not fit.
    #[error("it has {length} bytes; at most {max_bytes} can be encrypted with this key")]
    TooLong {
        /// The length of the text, in bytes.
        length: usize,
        /// How many there may be: 214 with an RSA-2048 key.
        max_bytes: usize,
    },
    /// The library refuses the key.
    #[error("the platform key cannot encrypt")]
    Key,
}

/// Why a field cannot be decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecryptError {
    /// The text is not base64.
    #[error("it is not a ciphertext: it is not standard base64")]
    Encoding,
    /// The key makes blocks of another size.
    #[error("it is not a ciphertext of this key: it has {length} bytes, not {expected}")]
    Length {
        /// The length of the ciphertext, in bytes.
        length: usize,
        /// The block size of this key, in bytes.
        expected: usize,
    },
    /// The padding does not come out.
    #[error(
        "it cannot be decrypted with this key and OAEP with {0}: it was made for another key or with another padding, or it is damaged"
    )]
    Padding(OaepHash),
    /// The library refuses the key.
    #[error("the private key cannot decrypt")]
    Key,
}

impl VerifyingKey {
    /// Seals a text for the holder of the private half; the other half is
    /// [`SigningKey::decrypt`]. The seed of the padding is the library's own, as the blinding
    /// of a signature is.
    ///
    /// # Errors
    /// [`EncryptError::TooLong`] beyond 214 bytes with an RSA-2048 key.
    pub fn encrypt(&self, plaintext: &[u8]) -> Result<Ciphertext, EncryptError> {
        let algorithm = OaepHash::default().algorithm();
        let spki = self.numbers().and_then(|key| key.to_public_key_der().ok());
        let spki = spki.ok_or(EncryptError::Key)?;
        let key = PublicEncryptingKey::from_der(spki.as_bytes()).map_err(|_| EncryptError::Key)?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| EncryptError::Key)?;
        let (length, max_bytes) = (plaintext.len(), key.max_plaintext_size(algorithm));
        if length > max_bytes {
            return Err(EncryptError::TooLong { length, max_bytes });
        }
        let mut sealed = vec![0; key.ciphertext_size()];
        key.encrypt(algorithm, plaintext, &mut sealed, None)
            .map_err(|_| EncryptError::Key)?;
        Ok(Ciphertext(sealed))
    }
}

impl SigningKey {
    /// Decrypts a text that was encrypted for this key with [`VerifyingKey::encrypt`].
    ///
    /// # Errors
    /// Returns whether the block has the wrong size or cannot be decrypted.
    pub fn decrypt(
        &self,
        sealed: &Ciphertext,
        hash: OaepHash,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let expected = self.verifying_key().signature_bytes();
        if sealed.0.len() != expected {
            return Err(DecryptError::Length {
                length: sealed.0.len(),
                expected,
            });
        }
        let mut text = Zeroizing::new(vec![0; expected]);
        let key = self.decrypting().ok_or(DecryptError::Key)?;
        let length = key
            .decrypt(hash.algorithm(), &sealed.0, &mut text, None)
            .map_err(|_| DecryptError::Padding(hash))?
            .len();
        text.truncate(length);
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{KeyPair, PKCS_RSA_SHA256};

    fn key() -> SigningKey {
        let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        SigningKey::from_pkcs8_der("AB".parse().unwrap(), pair.serialized_der()).unwrap()
    }

    #[test]
    fn what_one_party_seals_the_other_opens() {
        let key = key();
        for text in ["", "张三", &"x".repeat(214)] {
            let sealed = key.verifying_key().encrypt(text.as_bytes()).unwrap();
            let sent: Ciphertext = sealed.to_string().parse().unwrap();
            let opened = key.decrypt(&sent, OaepHash::Sha1).unwrap();
            assert_eq!(opened.as_slice(), text.as_bytes());
        }
        let once = key.verifying_key().encrypt(b"x").unwrap();
        assert_ne!(once, key.verifying_key().encrypt(b"x").unwrap());
    }

    #[test]
    fn a_block_holds_two_hundred_and_fourteen_bytes() {
        let error = key().verifying_key().encrypt(&[b'x'; 215]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "it has 215 bytes; at most 214 can be encrypted with this key"
        );
    }

    #[test]
    fn what_does_not_open_says_why() {
        let (key, other) = (key(), key());
        let sealed = key.verifying_key().encrypt(b"x").unwrap();
        for (opener, hash) in [(&other, OaepHash::Sha1), (&key, OaepHash::Sha256)] {
            let error = opener.decrypt(&sealed, hash).unwrap_err();
            assert_eq!(error, DecryptError::Padding(hash));
        }
        let short: Ciphertext = "AAAA".parse().unwrap();
        assert_eq!(
            key.decrypt(&short, OaepHash::Sha1).unwrap_err(),
            DecryptError::Length {
                length: 3,
                expected: 256
            }
        );
        assert_eq!(
            "张三".parse::<Ciphertext>().unwrap_err(),
            DecryptError::Encoding
        );
    }
}
