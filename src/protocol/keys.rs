//! The RSA keys of both parties, the signatures they make, and the fields they seal.

mod decrypting;
mod exponents;
mod oaep;
mod rsa_key;

pub use oaep::{Ciphertext, DecryptError, EncryptError, OaepHash};
pub(super) use rsa_key::first_of;
pub use rsa_key::{
    KeyError, Signature, SignatureEncodingError, SigningKey, UnusableKey, VerifyingKey,
};
