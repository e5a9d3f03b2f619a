//! What a signature contains once it is opened with a public key, `s^e mod n` (RFC 8017).

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::protocol::keys::{Signature, VerifyingKey};

/// A hash function that RSA signatures are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha1,
    Md5,
    Sha384,
    Sha512,
}

impl Hash {
    const ALL: [Self; 5] = [
        Self::Sha256,
        Self::Sha1,
        Self::Md5,
        Self::Sha384,
        Self::Sha512,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha1 => "SHA-1",
            Self::Md5 => "MD5",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    pub(super) fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha1 => Sha1::digest(data).to_vec(),
            Self::Md5 => Md5::digest(data).to_vec(),
            Self::Sha384 => Sha384::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha1 => 20,
            Self::Md5 => 16,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// DigestInfo up to the digest (RFC 8017, section 9.2, note 1).
    fn prefix(self) -> &'static [u8] {
        match self {
            Self::Sha256 => {
                b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"
            }
            Self::Sha1 => b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
            Self::Md5 => {
                b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10"
            }
            Self::Sha384 => {
                b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30"
            }
            Self::Sha512 => {
                b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40"
            }
        }
    }
}

/// What was signed, and how it was wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opened {
    /// PKCS#1 v1.5 around a digest: the right form, if the hash is SHA-256.
    Digest(Hash, Vec<u8>),
    /// PKCS#1 v1.5 around bytes that no DigestInfo introduces.
    Bare(Vec<u8>),
    /// PSS: one for each hash and salt that its form allows.
    Pss(Vec<Pss>),
}

/// The content of a PSS block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pss {
    hash: Hash,
    salt: Vec<u8>,
    digest: Vec<u8>,
    /// The zeros before the salt prove the form; with a salt of full length there are none.
    pub(super) certain: bool,
}

impl Pss {
    pub(super) fn hash(&self) -> Hash {
        self.hash
    }

    /// Whether the digest of a message is the one that was signed.
    pub(super) fn covers(&self, message_digest: &[u8]) -> bool {
        let block = [&[0; 8], message_digest, &self.salt].concat();
        self.hash.digest(&block) == self.digest
    }
}

impl Opened {
    /// Opens a signature; `None` if the key did not make it.
    pub(super) fn open(key: &VerifyingKey, signature: &Signature) -> Option<Self> {
        let block = key.open(signature)?;
        Self::pkcs1(&block).or_else(|| Self::pss(&block))
    }

    /// Whether the block alone proves that the key made it.
    pub(super) fn is_proof(&self) -> bool {
        match self {
            Self::Digest(..) | Self::Bare(_) => true,
            Self::Pss(forms) => forms.iter().any(|form| form.certain),
        }
    }

    fn pkcs1(block: &[u8]) -> Option<Self> {
        let rest = block.strip_prefix(&[0, 1])?;
        let padding = rest.iter().take_while(|byte| **byte == 0xff).count();
        let content = rest[padding..]
            .strip_prefix(&[0])
            .filter(|_| padding >= 8)?;
        let digest = Hash::ALL.into_iter().find_map(|hash| {
            let digest = content.strip_prefix(hash.prefix())?;
            (digest.len() == hash.length()).then(|| Self::Digest(hash, digest.to_vec()))
        });
        Some(digest.unwrap_or_else(|| Self::Bare(content.to_vec())))
    }

    fn pss(block: &[u8]) -> Option<Self> {
        let block = block.strip_suffix(&[0xbc])?;
        let mut forms = Vec::new();
        for hash in Hash::ALL {
            let Some(at) = block.len().checked_sub(hash.length()) else {
                continue;
            };
            let (masked, digest) = block.split_at(at);
            // Java masks with SHA-1 whatever the hash is.
            for mask in [hash, Hash::Sha1] {
                let mut data = masked.to_vec();
                unmask(mask, digest, &mut data);
                if let Some(first) = data.first_mut() {
                    *first &= 0x7f;
                }
                let zeros = data.iter().take_while(|byte| **byte == 0).count();
                if data.get(zeros) == Some(&1) {
                    forms.push(Pss {
                        hash,
                        salt: data[zeros + 1..].to_vec(),
                        digest: digest.to_vec(),
                        certain: zeros >= 8,
                    });
                }
                if hash == Hash::Sha1 {
                    break;
                }
            }
        }
        (!forms.is_empty()).then_some(Self::Pss(forms))
    }
}

/// Applies MGF1 (RFC 8017, appendix B.2.1) to the data.
fn unmask(hash: Hash, seed: &[u8], data: &mut [u8]) {
    for (counter, chunk) in (0_u32..).zip(data.chunks_mut(hash.length())) {
        let mask = hash.digest(&[seed, &counter.to_be_bytes()].concat());
        for (byte, mask) in chunk.iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }
}
