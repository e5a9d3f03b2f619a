//! The RSA keys of both parties, the signatures they make, and the fields they seal.

mod oaep;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::BoxedUint;
use rsa::pkcs1::{DecodeRsaPublicKey, EncodeRsaPublicKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use zeroize::Zeroizing;

use super::certificate::X509;
use super::id::SerialNo;
use super::pem::{self, Kind};
use super::signature_message::SignatureMessage;

pub use oaep::{Ciphertext, DecryptError, EncryptError, OaepHash};

/// Why a file is not the key that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is something else, named here.
    #[error("expected {expected}, but this is {}", found.name())]
    OtherKind {
        /// What was asked for.
        expected: &'static str,
        /// What it is.
        found: Kind,
    },
    /// The right label stands above bytes that do not decode.
    #[error("the PEM text is damaged: its base64 cannot be decoded")]
    Damaged,
    /// The key is of another algorithm or size; the text says which.
    #[error("the key cannot be used: {0}")]
    Unusable(String),
}

/// A signature as it stands in a header: RSASSA-PKCS1-v1_5 with SHA-256, in base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Takes raw bytes, whatever they are.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Returns the raw bytes, 256 of them with an RSA-2048 key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A signature's text that is not standard base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not standard base64")]
pub struct SignatureEncodingError;

impl FromStr for Signature {
    type Err = SignatureEncodingError;

    fn from_str(text: &str) -> Result<Self, SignatureEncodingError> {
        STANDARD
            .decode(text)
            .map(Self)
            .map_err(|_| SignatureEncodingError)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

/// 商户API私钥 or the platform's private key: signs, and cannot be read.
///
/// A command signs once or twice and ends; a server signs all day. aws-lc takes tens of
/// milliseconds to seed its generator before the first signature of a process, so that one is
/// left to ring, which asks the operating system, and the rest to aws-lc.
pub struct SigningKey {
    serial_no: SerialNo,
    public: VerifyingKey,
    first: ring::rsa::KeyPair,
    used: AtomicBool,
    many: OnceLock<aws_lc_rs::signature::RsaKeyPair>,
    pkcs1: Zeroizing<Vec<u8>>,
}

impl SigningKey {
    /// Reads an unencrypted PEM private key, PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// Names what the text is instead, or why the key cannot be used.
    pub fn from_pem(serial_no: SerialNo, content: &[u8]) -> Result<Self, KeyError> {
        const EXPECTED: &str = "a merchant private key (apiclient_key.pem)";
        match pem::read(content) {
            (Kind::Pkcs8, Some(der)) => Self::from_pkcs8_der(serial_no, &der),
            (Kind::Pkcs1, Some(der)) => Self::from_pkcs1_der(serial_no, der),
            (Kind::Pkcs8 | Kind::Pkcs1, None) => Err(KeyError::Damaged),
            (found, _) => Err(KeyError::OtherKind {
                expected: EXPECTED,
                found,
            }),
        }
    }

    /// Reads the DER of a PKCS#8 private key.
    ///
    /// # Errors
    /// Fails where the key is not RSA of 2048 to 4096 bits.
    pub fn from_pkcs8_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        use rsa::pkcs8::{PrivateKeyInfoRef, der::asn1::ObjectIdentifier};
        const RSA_ENCRYPTION: ObjectIdentifier =
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyError::Damaged)?;
        if info.algorithm.oid != RSA_ENCRYPTION {
            return Err(KeyError::Unusable(
                "it is not an RSA key (EC and SM2 keys belong to other schemes)".to_owned(),
            ));
        }
        Self::from_pkcs1_der(
            serial_no,
            Zeroizing::new(info.private_key.as_bytes().to_vec()),
        )
    }

    fn from_pkcs1_der(serial_no: SerialNo, pkcs1: Zeroizing<Vec<u8>>) -> Result<Self, KeyError> {
        let first = ring::rsa::KeyPair::from_der(&pkcs1)
            .map_err(|why| KeyError::Unusable(why.to_string()))?;
        let public = VerifyingKey::from_pkcs1_der(serial_no.clone(), first.public().as_ref())?;
        Ok(Self {
            serial_no,
            public,
            first,
            used: AtomicBool::new(false),
            many: OnceLock::new(),
            pkcs1,
        })
    }

    /// Returns the serial number of the certificate that belongs to the key.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.serial_no
    }

    /// Returns the public half, to check what this key signed.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// Gives the private half up.
    #[must_use]
    pub fn into_verifying_key(self) -> VerifyingKey {
        self.public
    }

    /// Signs a message; the other half is [`VerifyingKey::verify`].
    ///
    /// # Panics
    /// Never with a key that was read: both libraries check it then.
    #[must_use]
    pub fn sign(&self, message: &SignatureMessage<'_>) -> Signature {
        self.sign_bytes(&message.to_bytes())
    }

    /// Signs what a message has become; crate-wide, since faults are made of other bytes.
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> Signature {
        let mut signature = vec![0; self.first.public().modulus_len()];
        let signed = if self.used.swap(true, Ordering::Relaxed) {
            self.sign_again(message, &mut signature)
        } else {
            let random = ring::rand::SystemRandom::new();
            self.first
                .sign(
                    &ring::signature::RSA_PKCS1_SHA256,
                    &random,
                    message,
                    &mut signature,
                )
                .is_ok()
        };
        assert!(signed, "a checked RSA key signs");
        Signature(signature)
    }

    fn sign_again(&self, message: &[u8], signature: &mut [u8]) -> bool {
        let pair = self.many.get_or_init(|| {
            aws_lc_rs::signature::RsaKeyPair::from_der(&self.pkcs1)
                .expect("a key that ring has checked")
        });
        let random = aws_lc_rs::rand::SystemRandom::new();
        pair.sign(
            &aws_lc_rs::signature::RSA_PKCS1_SHA256,
            &random,
            message,
            signature,
        )
        .is_ok()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("serial_no", &self.serial_no)
            .finish_non_exhaustive()
    }
}

/// A public key that checks signatures: of a 平台证书, a 微信支付公钥 or a merchant certificate.
pub struct VerifyingKey {
    serial_no: SerialNo,
    parsed: ParsedPublicKey,
    numbers: rsa::PublicKey,
}

impl VerifyingKey {
    /// Reads a PEM public key (SPKI or PKCS#1), known under `serial_no`.
    ///
    /// # Errors
    /// Names what the text is instead, or why the key cannot be used.
    pub fn from_pem(serial_no: SerialNo, content: &[u8]) -> Result<Self, KeyError> {
        const EXPECTED: &str = "a WeChat Pay public key (pub_key.pem)";
        match pem::read(content) {
            (Kind::PublicKey, Some(der)) => Self::from_spki_der(serial_no, &der),
            (Kind::Pkcs1PublicKey, Some(der)) => Self::from_pkcs1_der(serial_no, &der),
            (Kind::PublicKey | Kind::Pkcs1PublicKey, None) => Err(KeyError::Damaged),
            (found, _) => Err(KeyError::OtherKind {
                expected: EXPECTED,
                found,
            }),
        }
    }

    /// Reads the DER of a subject public key info.
    ///
    /// # Errors
    /// Fails where the key is not RSA of a usual size.
    pub fn from_spki_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        rsa::PublicKey::from_public_key_der(der)
            .map_err(|_| KeyError::Unusable("it is not an RSA public key".to_owned()))
            .and_then(|numbers| Self::new(serial_no, numbers))
    }

    fn from_pkcs1_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        rsa::PublicKey::from_pkcs1_der(der)
            .map_err(|_| KeyError::Unusable("it is not an RSA public key".to_owned()))
            .and_then(|numbers| Self::new(serial_no, numbers))
    }

    fn new(serial_no: SerialNo, numbers: rsa::PublicKey) -> Result<Self, KeyError> {
        let der = numbers.to_pkcs1_der().map_err(|_| KeyError::Damaged)?;
        let parsed =
            ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_bytes()).map_err(|_| {
                KeyError::Unusable(format!(
                    "RSA of {} bits; WeChat Pay uses 2048",
                    numbers.n().bit_width_vartime()
                ))
            })?;
        Ok(Self {
            serial_no,
            parsed,
            numbers,
        })
    }

    /// Returns the serial number or public key id under which the key is known.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.serial_no
    }

    /// Tells whether `signature` was made over `message` with this key's private half.
    #[must_use]
    pub fn verify(&self, message: &SignatureMessage<'_>, signature: &Signature) -> bool {
        self.parsed
            .verify_sig(&message.to_bytes(), &signature.0)
            .is_ok()
    }

    /// Tells whether two keys are the same numbers, whatever they are called.
    #[must_use]
    pub fn same_key(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }

    /// Returns the length of this key's signatures.
    #[must_use]
    pub fn signature_bytes(&self) -> usize {
        self.numbers.size()
    }

    /// Opens a signature, `s^e mod n`, into the padded block that was signed; none where its
    /// length or size cannot be this key's.
    #[must_use]
    pub fn open(&self, signature: &Signature) -> Option<Vec<u8>> {
        let size = self.numbers.size();
        if signature.0.len() != size {
            return None;
        }
        let number =
            BoxedUint::from_be_slice(&signature.0, self.numbers.n_bits_precision()).ok()?;
        if number >= *self.numbers.n().as_ref() {
            return None;
        }
        let block = rsa::hazmat::rsa_encrypt(&self.numbers, &number)
            .ok()?
            .to_be_bytes();
        Some(block[block.len().checked_sub(size)?..].to_vec())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.serial_no)
    }
}

/// The keys that answers and notifications are verified with, by serial number.
///
/// Both kinds may stand in it at once, as they must while a merchant moves from platform
/// certificates to the WeChat Pay public key.
#[derive(Debug, Default)]
pub struct Keyring(HashMap<SerialNo, VerifyingKey>);

impl Keyring {
    /// Adds a key; an earlier one of the same serial number is replaced.
    pub fn add(&mut self, key: VerifyingKey) {
        self.0.insert(key.serial_no.clone(), key);
    }

    /// Adds the key of a platform certificate.
    ///
    /// # Errors
    /// Fails where the certificate's key is not RSA.
    pub fn add_certificate(&mut self, certificate: &X509) -> Result<(), KeyError> {
        self.add(certificate.verifying_key()?);
        Ok(())
    }

    /// Returns the key that `Wechatpay-Serial` names.
    #[must_use]
    pub fn find(&self, serial_no: &SerialNo) -> Option<&VerifyingKey> {
        self.0.get(serial_no)
    }

    /// Returns the keys in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.0.values()
    }

    /// Gives the keys out, in no particular order.
    pub fn into_keys(self) -> impl Iterator<Item = VerifyingKey> {
        self.0.into_values()
    }

    /// Tells whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
