//! The RSA keys of both parties, and the signatures they make.

#[cfg(test)]
#[path = "damaged_tests.rs"]
mod damaged_tests;

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::rsa::OaepPrivateDecryptingKey;
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::BoxedUint;
use rsa::pkcs1::der::{Decode, asn1::UintRef};
use rsa::pkcs1::{ALGORITHM_OID, DecodeRsaPublicKey, RsaPrivateKeyRef, RsaPublicKeyRef, Version};
use rsa::traits::PublicKeyParts;
use zeroize::Zeroizing;

use super::{decrypting, exponents};
use crate::protocol::id::SerialNo;
use crate::protocol::key_material::{self, KeyMaterial, MaterialDamage, MaterialKind};
use crate::protocol::signature_message::SignatureMessage;

/// Why a file is not the key that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is something else, named here.
    #[error("expected {}, but this is {}", expected.name(), found.name())]
    OtherKind {
        /// What was expected.
        expected: MaterialKind,
        /// What it is.
        found: MaterialKind,
    },
    /// It has the right label over a text that is not base64, or bytes that are not what the label
    /// says.
    #[error("the file is damaged: its content cannot be decoded")]
    Damaged,
    /// The end is missing.
    #[error("a part of it is missing: {found} of {expected} bytes are there")]
    CutOff {
        /// The bytes that are there.
        found: usize,
        /// The bytes that there should be.
        expected: usize,
    },
    /// It is a key that WeChat Pay's signatures cannot be made or verified with.
    #[error(transparent)]
    Unusable(#[from] UnusableKey),
}

/// Why a key that can be read is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableKey {
    /// RSA of another size, in bits.
    #[error("this is an RSA key of {0} bits; WeChat Pay uses 2048")]
    Size(usize),
    /// Another algorithm than RSA.
    #[error("this is not an RSA key, and WeChat Pay's signatures need one")]
    NotRsa,
    /// Another public exponent than 65537.
    #[error("the key's public exponent is not the usual 65537")]
    Exponent,
    /// More than two primes.
    #[error("the key has more than two primes, which no payment software uses")]
    ManyPrimes,
    /// The numbers of the key contradict one another, so that it cannot sign.
    #[error("the key is damaged: its numbers do not belong together")]
    Inconsistent,
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
/// left to ring, which asks the operating system, and the rest to aws-lc, which reads the key then.
/// That all its numbers belong together is checked before either is asked.
pub struct SigningKey {
    serial_no: SerialNo,
    public: VerifyingKey,
    first: ring::rsa::KeyPair,
    used: AtomicBool,
    many: OnceLock<Option<aws_lc_rs::signature::RsaKeyPair>>,
    pkcs1: Zeroizing<Vec<u8>>,
    decrypting: OnceLock<Option<OaepPrivateDecryptingKey>>,
}

impl SigningKey {
    /// Reads an unencrypted private key, in any of the forms of [`key_material::read`].
    ///
    /// # Errors
    /// Names what the text is instead, or why the key cannot be used.
    pub fn from_pem(serial_no: SerialNo, content: &[u8]) -> Result<Self, KeyError> {
        Self::from_material(serial_no, &key_material::read(content))
    }

    /// Uses the first private key of a file, which may hold other things too.
    ///
    /// # Errors
    /// Names what the file is instead, or why the key cannot be used.
    pub fn from_material(serial_no: SerialNo, material: &KeyMaterial) -> Result<Self, KeyError> {
        let der = first_of(material, MaterialKind::PrivateKey)?;
        Self::from_pkcs1_der(serial_no, der)
    }

    /// Reads the DER of a PKCS#8 private key.
    ///
    /// # Errors
    /// Returns an error if the key is not RSA of 2048 to 4096 bits.
    pub fn from_pkcs8_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        use rsa::pkcs8::PrivateKeyInfoRef;
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyError::Damaged)?;
        if info.algorithm.oid != ALGORITHM_OID {
            return Err(UnusableKey::NotRsa.into());
        }
        Self::from_pkcs1_der(serial_no, info.private_key.as_bytes())
    }

    /// Checks all numbers of the key, so that nothing can fail once work has started. Few commands
    /// decrypt a field or sign twice, and aws-lc takes its time to read a key: it does so for the
    /// first of them that needs it.
    fn from_pkcs1_der(serial_no: SerialNo, pkcs1: &[u8]) -> Result<Self, KeyError> {
        let first = ring::rsa::KeyPair::from_der(pkcs1).map_err(|_| refusal(pkcs1))?;
        let numbers = RsaPrivateKeyRef::from_der(pkcs1).map_err(|_| KeyError::Damaged)?;
        if !exponents::are_inverses(&numbers) {
            return Err(refusal(pkcs1));
        }
        Ok(Self {
            public: VerifyingKey::from_pkcs1_der(serial_no.clone(), first.public().as_ref())?,
            serial_no,
            first,
            used: AtomicBool::new(false),
            many: OnceLock::new(),
            decrypting: OnceLock::new(),
            pkcs1: Zeroizing::new(pkcs1.to_vec()),
        })
    }

    /// Takes the serial number of the certificate that belongs to the key.
    #[must_use]
    pub fn known_as(mut self, serial_no: SerialNo) -> Self {
        self.public.serial_no.clone_from(&serial_no);
        self.serial_no = serial_no;
        self
    }

    /// Returns the serial number of the certificate that belongs to the key.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.serial_no
    }

    /// Returns the key in the form that decrypts.
    pub(super) fn decrypting(&self) -> Option<&OaepPrivateDecryptingKey> {
        self.decrypting
            .get_or_init(|| decrypting::read(&self.pkcs1))
            .as_ref()
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
    /// If the operating system has no random numbers: the key itself was tried when it was read.
    #[must_use]
    pub fn sign(&self, message: &SignatureMessage<'_>) -> Signature {
        self.sign_bytes(&message.to_bytes())
    }

    /// Signs what a message has become; crate-wide, since faults are made of other bytes.
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> Signature {
        let again = self.used.swap(true, Ordering::Relaxed);
        let signed = again.then(|| self.sign_again(message)).flatten();
        signed
            .or_else(|| self.sign_first(message))
            .expect("a key that has signed signs")
    }

    fn sign_first(&self, message: &[u8]) -> Option<Signature> {
        let mut signature = vec![0; self.first.public().modulus_len()];
        let random = ring::rand::SystemRandom::new();
        let padding = &ring::signature::RSA_PKCS1_SHA256;
        let signed = self.first.sign(padding, &random, message, &mut signature);
        signed.ok().map(|()| Signature(signature))
    }

    fn sign_again(&self, message: &[u8]) -> Option<Signature> {
        let read = || aws_lc_rs::signature::RsaKeyPair::from_der(&self.pkcs1).ok();
        let many = self.many.get_or_init(read).as_ref()?;
        let mut signature = vec![0; many.public_modulus_len()];
        let random = aws_lc_rs::rand::SystemRandom::new();
        let padding = &aws_lc_rs::signature::RSA_PKCS1_SHA256;
        let signed = many.sign(padding, &random, message, &mut signature);
        signed.ok().map(|()| Signature(signature))
    }
}

/// Returns the DER of the first of a kind.
pub(in crate::protocol) fn first_of(
    material: &KeyMaterial,
    kind: MaterialKind,
) -> Result<&[u8], KeyError> {
    let Some(item) = material.first(kind) else {
        return Err(KeyError::OtherKind {
            expected: kind,
            found: material.kind(),
        });
    };
    match &item.der {
        Ok(der) => Ok(der),
        Err(MaterialDamage::Content) => Err(KeyError::Damaged),
        Err(MaterialDamage::CutOff { found, expected }) => Err(KeyError::CutOff {
            found: *found,
            expected: *expected,
        }),
    }
}

/// Says why the libraries refuse a private key, as far as its numbers tell it one by one.
fn refusal(pkcs1: &[u8]) -> KeyError {
    let Ok(numbers) = RsaPrivateKeyRef::from_der(pkcs1) else {
        return KeyError::Damaged;
    };
    let size = bits(numbers.modulus);
    let exponent = numbers.public_exponent.as_bytes();
    match numbers.version() {
        Version::Multi => UnusableKey::ManyPrimes,
        Version::TwoPrime if !(2048..=4096).contains(&size) => UnusableKey::Size(size),
        Version::TwoPrime if exponent != [1, 0, 1] => UnusableKey::Exponent,
        Version::TwoPrime => UnusableKey::Inconsistent,
    }
    .into()
}

fn bits(number: UintRef<'_>) -> usize {
    let bytes = number.as_bytes();
    let leading = bytes
        .first()
        .map_or(8, |byte| byte.leading_zeros() as usize);
    (bytes.len() * 8).saturating_sub(leading)
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
    pkcs1: Vec<u8>,
    signature_bytes: usize,
    /// Few keys open a signature, and each is prepared for that at the cost of several checks.
    numbers: OnceLock<Option<rsa::PublicKey>>,
}

impl VerifyingKey {
    /// Reads a PEM public key (SPKI or PKCS#1), known under `serial_no`.
    ///
    /// # Errors
    /// Names what the text is instead, or why the key cannot be used.
    pub fn from_pem(serial_no: SerialNo, content: &[u8]) -> Result<Self, KeyError> {
        Self::from_material(serial_no, &key_material::read(content))
    }

    /// Uses the first public key of a file, which may hold other things too.
    ///
    /// # Errors
    /// Names what the file is instead, or why the key cannot be used.
    pub fn from_material(serial_no: SerialNo, material: &KeyMaterial) -> Result<Self, KeyError> {
        let der = first_of(material, MaterialKind::PublicKey)?;
        Self::from_pkcs1_der(serial_no, der)
    }

    /// Reads the DER of a subject public key info.
    ///
    /// # Errors
    /// Returns an error if the key is not RSA of a usual size.
    pub fn from_spki_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        use rsa::pkcs8::SubjectPublicKeyInfoRef;
        let info = SubjectPublicKeyInfoRef::try_from(der).map_err(|_| KeyError::Damaged)?;
        if info.algorithm.oid != ALGORITHM_OID {
            return Err(UnusableKey::NotRsa.into());
        }
        let key = info.subject_public_key.as_bytes();
        Self::from_pkcs1_der(serial_no, key.ok_or(KeyError::Damaged)?)
    }

    fn from_pkcs1_der(serial_no: SerialNo, der: &[u8]) -> Result<Self, KeyError> {
        let numbers = RsaPublicKeyRef::from_der(der).map_err(|_| KeyError::Damaged)?;
        let size = bits(numbers.modulus);
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
        let parsed = parsed.map_err(|_| match size {
            2048..=4096 => UnusableKey::Inconsistent,
            _ => UnusableKey::Size(size),
        })?;
        Ok(Self {
            serial_no,
            parsed,
            pkcs1: der.to_vec(),
            signature_bytes: size.div_ceil(8),
            numbers: OnceLock::new(),
        })
    }

    pub(super) fn numbers(&self) -> Option<&rsa::PublicKey> {
        let read = || rsa::PublicKey::from_pkcs1_der(&self.pkcs1).ok();
        self.numbers.get_or_init(read).as_ref()
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
        self.pkcs1 == other.pkcs1
    }

    /// Tells whether this is the public half of the private key of a file, as far as the modulus
    /// tells; whether that key can be used is not checked.
    #[must_use]
    pub fn is_half_of(&self, material: &KeyMaterial) -> bool {
        let private = first_of(material, MaterialKind::PrivateKey).ok();
        let private = private.and_then(|der| RsaPrivateKeyRef::from_der(der).ok());
        let public = RsaPublicKeyRef::from_der(&self.pkcs1).ok();
        private
            .zip(public)
            .is_some_and(|(private, public)| private.modulus == public.modulus)
    }

    /// Returns the length of this key's signatures.
    #[must_use]
    pub fn signature_bytes(&self) -> usize {
        self.signature_bytes
    }

    /// Opens a signature, `s^e mod n`, into the padded block that was signed; none where its
    /// length or size cannot be this key's.
    #[must_use]
    pub fn open(&self, signature: &Signature) -> Option<Vec<u8>> {
        let size = self.signature_bytes;
        if signature.0.len() != size {
            return None;
        }
        let numbers = self.numbers()?;
        let number = BoxedUint::from_be_slice(&signature.0, numbers.n_bits_precision()).ok()?;
        if number >= *numbers.n().as_ref() {
            return None;
        }
        let block = rsa::hazmat::rsa_encrypt(numbers, &number)
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
