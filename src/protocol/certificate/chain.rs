//! 证书信任链: whether a certificate leads to WeChat Pay's root.

use x509_parser::prelude::{FromDer, X509Certificate};

use super::pkcs7;
use super::x509::X509;
use crate::protocol::pem;
use crate::protocol::stamp::Timestamp;

/// More links than this are not followed.
const MAX_CERTIFICATES: usize = 8;

/// 证书信任链: the authorities that platform certificates must lead to, up to a root.
#[derive(Debug, Clone)]
pub struct TrustChain(Vec<X509>);

/// Why a file is not a chain to check certificates with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFileError {
    /// No certificate is in it.
    #[error("it contains no certificate, neither as PEM nor as PKCS#7 (.p7b)")]
    Nothing,
    /// One of its certificates cannot be read.
    #[error("certificate {0} in it is damaged")]
    Damaged(usize),
    /// None of its certificates is a root.
    #[error("it contains no root: none of its certificates is signed with its own key")]
    NoRoot,
}

/// At which link a chain ends.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// The issuer is not there.
    #[error("its issuer '{issuer}' is not in the chain")]
    NoIssuer {
        /// Who issued the last certificate that was reached.
        issuer: String,
    },
    /// The issuer's certificate is not valid now.
    #[error("the certificate of '{subject}' is valid from {from} to {to} only")]
    NotValid {
        /// The subject's distinguished name.
        subject: String,
        /// Since when.
        from: String,
        /// Until when.
        to: String,
    },
    /// The issuer may not issue certificates.
    #[error("'{0}' is not an authority: its certificate does not allow it to issue others")]
    NotAuthority(String),
    /// The issuer may only issue certificates that are nearer to the end.
    #[error("the certificate of '{0}' does not allow so long a chain below it")]
    TooDeep(String),
    /// The issuer of that name did not sign it.
    #[error("'{0}' of the chain did not sign it: another authority has the same name")]
    Signature(String),
    /// There are more links than any chain has.
    #[error("there are more than {MAX_CERTIFICATES} links to the root")]
    TooLong,
}

impl TrustChain {
    /// Reads certificates in PEM, one in DER, or a PKCS#7 container in either form.
    ///
    /// # Errors
    /// Returns why the file is not a chain; it must contain the root too.
    pub fn read(content: &[u8]) -> Result<Self, ChainFileError> {
        let text = pem::text(content);
        let blocks = text
            .as_deref()
            .map_or_else(Vec::new, |text| pem::blocks(text));
        let is_pem = !blocks.is_empty();
        let files: Vec<Option<Vec<u8>>> = if is_pem {
            blocks
                .iter()
                .filter(|block| ["CERTIFICATE", "PKCS7", "CMS"].contains(&block.label))
                .map(|block| pem::decode(block.body).map(|der| der.to_vec()))
                .collect()
        } else {
            vec![Some(content.to_vec())]
        };
        let mut authorities = Vec::new();
        for der in files {
            let damaged = ChainFileError::Damaged(authorities.len() + 1);
            let der = der.ok_or_else(|| damaged.clone())?;
            match (X509::from_der(&der), pkcs7::certificates(&der)) {
                (Ok(one), _) => authorities.push(one),
                (Err(_), Some(several)) => {
                    for der in several {
                        let damaged = ChainFileError::Damaged(authorities.len() + 1);
                        authorities.push(X509::from_der(&der).map_err(|_| damaged)?);
                    }
                }
                (Err(_), None) if is_pem => return Err(damaged),
                (Err(_), None) => return Err(ChainFileError::Nothing),
            }
        }
        if authorities.is_empty() {
            return Err(ChainFileError::Nothing);
        }
        if !authorities.iter().any(is_root) {
            return Err(ChainFileError::NoRoot);
        }
        Ok(Self(authorities))
    }

    /// Follows a certificate to a root; every certificate in between must be an authority and valid at `now`.
    ///
    /// # Errors
    /// Returns the link that is missing or invalid.
    pub fn verify(&self, certificate: &X509, now: Timestamp) -> Result<(), ChainError> {
        self.climb(certificate, 0, now)
    }

    /// Follows one link after the other; `below` authorities have been passed.
    fn climb(&self, certificate: &X509, below: usize, now: Timestamp) -> Result<(), ChainError> {
        if below >= MAX_CERTIFICATES {
            return Err(ChainError::TooLong);
        }
        let mut failure = ChainError::NoIssuer {
            issuer: certificate.issuer().to_owned(),
        };
        for authority in &self.0 {
            if !is_named(certificate, authority) {
                continue;
            }
            let reached = issued(certificate, authority, below, now).and_then(|()| {
                if is_root(authority) {
                    Ok(())
                } else {
                    self.climb(authority, below + 1, now)
                }
            });
            match reached {
                Ok(()) => return Ok(()),
                Err(why) => failure = why,
            }
        }
        Err(failure)
    }
}

fn parse(certificate: &X509) -> Option<X509Certificate<'_>> {
    let (_, parsed) = X509Certificate::from_der(&certificate.der).ok()?;
    Some(parsed)
}

/// Whether a certificate names an authority as its issuer, byte for byte.
fn is_named(certificate: &X509, authority: &X509) -> bool {
    match (parse(certificate), parse(authority)) {
        (Some(this), Some(issuer)) => this.issuer().as_raw() == issuer.subject().as_raw(),
        _ => false,
    }
}

fn is_signed(certificate: &X509, authority: &X509) -> bool {
    match (parse(certificate), parse(authority)) {
        (Some(this), Some(issuer)) => this.verify_signature(Some(issuer.public_key())).is_ok(),
        _ => false,
    }
}

fn is_root(authority: &X509) -> bool {
    is_named(authority, authority) && is_signed(authority, authority)
}

fn issued(
    certificate: &X509,
    authority: &X509,
    below: usize,
    now: Timestamp,
) -> Result<(), ChainError> {
    let subject = || authority.subject().to_owned();
    let allowed = parse(authority).and_then(|issuer| may_issue(&issuer, below));
    match allowed {
        None => Err(ChainError::NotAuthority(subject())),
        Some(false) => Err(ChainError::TooDeep(subject())),
        Some(true) if !authority.is_valid_at(now) => Err(ChainError::NotValid {
            subject: subject(),
            from: authority.not_before().to_rfc3339(),
            to: authority.not_after().to_rfc3339(),
        }),
        Some(true) if !is_signed(certificate, authority) => Err(ChainError::Signature(subject())),
        Some(true) => Ok(()),
    }
}

/// Whether an authority may issue certificates with `below` authorities below it; `None`
/// if it is not an authority.
fn may_issue(issuer: &X509Certificate<'_>, below: usize) -> Option<bool> {
    let constraints = issuer.basic_constraints().ok()??.value;
    let usage = issuer.key_usage().ok()?;
    if !constraints.ca || usage.is_some_and(|usage| !usage.value.key_cert_sign()) {
        return None;
    }
    let most = constraints.path_len_constraint;
    Some(most.is_none_or(|most| u32::try_from(below).is_ok_and(|below| below <= most)))
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256};

    use super::*;

    fn root() -> Vec<u8> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.self_signed(&key).unwrap().der().to_vec()
    }

    fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], &length[..], &content].concat()
    }

    /// A container whose outer values have no length, as old tools write them.
    fn endless(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        [&[tag, 0x80], &parts.concat()[..], &[0, 0]].concat()
    }

    type Wrap = fn(u8, &[&[u8]]) -> Vec<u8>;

    fn container(certificates: &[u8], wrap: Wrap) -> Vec<u8> {
        let kind = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
        let data = b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
        let bag = wrap(0xa0, &[certificates]);
        let signed = wrap(0x30, &[b"\x02\x01\x01\x31\x00", data, &bag, b"\x31\x00"]);
        wrap(0x30, &[kind, &wrap(0xa0, &[&signed])])
    }

    #[test]
    fn a_container_is_read_in_der_and_in_ber() {
        let root = root();
        for wrap in [value as Wrap, endless as Wrap] {
            let chain = TrustChain::read(&container(&root, wrap)).unwrap();
            let own = X509::from_der(&root).unwrap();
            assert_eq!(chain.verify(&own, own.not_before()), Ok(()));
            let late = Timestamp(own.not_after().0 + 1);
            let error = chain.verify(&own, late).unwrap_err();
            assert!(matches!(error, ChainError::NotValid { .. }), "{error}");
            let none = TrustChain::read(&container(b"", wrap)).unwrap_err();
            assert_eq!(none, ChainFileError::Nothing);
        }
    }

    #[test]
    fn a_damaged_container_is_an_error() {
        for wrap in [value as Wrap, endless as Wrap] {
            let whole = container(&root(), wrap);
            // The last value, an empty set, and the ends of what has no length prove nothing.
            for length in 0..whole.len() - 12 {
                assert!(TrustChain::read(&whole[..length]).is_err(), "{length}");
            }
            for place in 0..whole.len() {
                let mut other = whole.clone();
                other[place] ^= 0x41;
                let _ = TrustChain::read(&other);
            }
        }
    }
}
