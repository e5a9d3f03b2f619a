//! X.509 certificates of both parties, and the bootstrap of trust in the platform's.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::id::{IdError, Mchid, SerialNo};
use super::keys::{KeyError, Keyring, VerifyingKey};
use super::pem::{self, Kind};
use super::resource::{ApiV3Key, OpenError, Resource};
use super::signed::{SignedBody, VerifyError};
use super::stamp::Timestamp;

/// A certificate: 平台证书 or 商户API证书.
#[derive(Clone)]
pub struct X509 {
    der: Vec<u8>,
    serial_no: SerialNo,
    subject: String,
    common_name: Option<String>,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
    spki: Vec<u8>,
}

impl X509 {
    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// Names what the text is instead.
    pub fn from_pem(content: &[u8]) -> Result<Self, KeyError> {
        match pem::read(content) {
            (Kind::Certificate, Some(der)) => Self::from_der(&der),
            (Kind::Certificate, None) => Err(KeyError::Damaged),
            (found, _) => Err(KeyError::OtherKind {
                expected: "a certificate",
                found,
            }),
        }
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// Fails where the bytes are none.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| KeyError::Damaged)?;
        if !rest.is_empty() {
            return Err(KeyError::Damaged);
        }
        let common_name = parsed
            .subject()
            .iter_common_name()
            .next()
            .and_then(|name| name.as_str().ok());
        Ok(Self {
            serial_no: SerialNo::from_x509(parsed.raw_serial()),
            subject: parsed.subject().to_string(),
            common_name: common_name.map(str::to_owned),
            issuer: parsed.issuer().to_string(),
            not_before: Timestamp(parsed.validity().not_before.timestamp()),
            not_after: Timestamp(parsed.validity().not_after.timestamp()),
            spki: parsed.public_key().raw.to_vec(),
            der: der.to_vec(),
        })
    }

    /// Returns the serial number as 40 upper-case hex digits.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.serial_no
    }

    /// Returns the subject's distinguished name.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the issuer's distinguished name.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the merchant number, where this is a merchant's certificate: its CN.
    #[must_use]
    pub fn mchid(&self) -> Option<Mchid> {
        self.common_name.as_deref()?.parse().ok()
    }

    /// Returns the moment from which the certificate is valid.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Returns the last moment at which the certificate is valid.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Returns the SHA-256 fingerprint of the certificate in lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        digest(&SHA256, &self.der)
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Returns the public key, known under the certificate's serial number.
    ///
    /// # Errors
    /// Fails where the key is not RSA.
    pub fn verifying_key(&self) -> Result<VerifyingKey, KeyError> {
        VerifyingKey::from_spki_der(self.serial_no.clone(), &self.spki)
    }

    /// Tells whether one of `authorities`, valid at `now`, issued this certificate.
    #[must_use]
    pub fn chains_to(&self, authorities: &[Self], now: Timestamp) -> bool {
        authorities
            .iter()
            .any(|authority| self.issued_by(authority, now))
    }

    fn issued_by(&self, authority: &Self, now: Timestamp) -> bool {
        let valid = authority.not_before <= now && now <= authority.not_after;
        let (Ok((_, this)), Ok((_, issuer))) = (
            X509Certificate::from_der(&self.der),
            X509Certificate::from_der(&authority.der),
        ) else {
            return false;
        };
        valid
            && this.issuer() == issuer.subject()
            && issuer.is_ca()
            && this.verify_signature(Some(issuer.public_key())).is_ok()
    }
}

impl fmt::Debug for X509 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "X509({} of {})", self.serial_no, self.subject)
    }
}

/// The answer of `GET /v3/certificates`, unopened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CertificatesBody {
    /// One sealed certificate each; usually one, two while they are rotated.
    #[serde(default)]
    pub data: Vec<SealedCertificate>,
}

/// One item of the answer. One official sample spells two keys with a trailing blank.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedCertificate {
    /// The certificate's serial number; only text until it proved equal to the X.509 serial.
    pub serial_no: String,
    /// RFC 3339.
    #[serde(alias = "effective_time ")]
    pub effective_time: String,
    /// RFC 3339.
    #[serde(alias = "expire_time ")]
    pub expire_time: String,
    /// The certificate in PEM, sealed.
    pub encrypt_certificate: Resource,
}

/// Why downloaded certificates are not trusted.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The body is not of the documented shape.
    #[error("the list of certificates cannot be read")]
    Shape(#[source] serde_json::Error),
    /// The list is empty, as it is for merchants in public-key mode.
    #[error("WeChat Pay has no platform certificate for this merchant")]
    None,
    /// A certificate does not open with the APIv3 key.
    #[error("certificate {serial_no} does not open")]
    Sealed {
        /// The serial number that the answer gives.
        serial_no: String,
        /// Why.
        source: OpenError,
    },
    /// What was sealed is not a certificate.
    #[error("what was sealed as certificate {serial_no} is not one")]
    Key {
        /// The serial number that the answer gives.
        serial_no: String,
        /// Why.
        source: KeyError,
    },
    /// The answer calls the certificate by another serial number.
    #[error("the answer calls a certificate '{named}' whose X.509 serial number is {actual}")]
    Serial {
        /// What the answer says.
        named: String,
        /// What the certificate says.
        actual: SerialNo,
    },
    /// The answer gives another validity than the certificate.
    #[error(
        "certificate {serial_no}: {field} in the answer is '{named}', in the certificate {actual}"
    )]
    Validity {
        /// The certificate.
        serial_no: SerialNo,
        /// `effective_time` or `expire_time`.
        field: &'static str,
        /// What the answer says.
        named: String,
        /// What the certificate says.
        actual: String,
    },
    /// The certificate that signed the answer is not valid now.
    #[error("certificate {0}, which signed the answer, is expired or not valid yet")]
    Expired(SerialNo),
    /// The certificate does not lead to the given root.
    #[error("certificate {0} does not chain to the given authority")]
    Chain(SerialNo),
    /// The answer's own signature does not hold.
    #[error("the answer is not signed by WeChat Pay")]
    Signature(#[from] VerifyError),
}

/// 平台证书: a certificate that WeChat Pay signs answers and notifications with.
#[derive(Debug, Clone)]
pub struct PlatformCertificate {
    /// The certificate.
    pub x509: X509,
    /// Its text as WeChat Pay sealed it.
    pub pem: Vec<u8>,
    /// The serial number as the answer spells it.
    pub serial_no: SerialNo,
}

impl PlatformCertificate {
    /// Opens the certificates in an answer, then checks the answer with them.
    ///
    /// This is the one place that looks into a body before its signature is checked, since the
    /// keys to check it with are inside. Trust comes from the [`ApiV3Key`] instead: only WeChat
    /// Pay and the merchant know it, so only WeChat Pay can have sealed what it opens. Where
    /// `trusted` holds the key that signed the answer, that is checked first.
    ///
    /// # Errors
    /// Says what does not hold; no certificate may be kept then.
    pub fn bootstrap(
        answer: SignedBody,
        trusted: &Keyring,
        key: &ApiV3Key,
        now: Timestamp,
    ) -> Result<Bootstrap, CertificateError> {
        let pinned = match answer.check(now, Some(super::signed::FRESH), |serial| {
            trusted.find(serial)
        }) {
            Ok(()) => true,
            Err(VerifyError::UnknownSerial(_)) => false,
            Err(other) => return Err(other.into()),
        };
        let body: CertificatesBody =
            serde_json::from_slice(&answer.body).map_err(CertificateError::Shape)?;
        if body.data.is_empty() {
            return Err(CertificateError::None);
        }
        let certificates = body
            .data
            .iter()
            .map(|item| Self::open(item, key))
            .collect::<Result<Vec<_>, _>>()?;
        let signer = certificates.iter().find(|certificate| {
            answer
                .serial
                .parse::<SerialNo>()
                .is_ok_and(|serial| serial == certificate.serial_no)
        });
        let self_signed = signer.is_some();
        match signer {
            Some(certificate) => {
                if now < certificate.x509.not_before || certificate.x509.not_after < now {
                    return Err(CertificateError::Expired(certificate.serial_no.clone()));
                }
                let verifying = certificate.verifying_key()?;
                answer.verify_with(&verifying, now)?;
            }
            None if pinned => {}
            None => return Err(VerifyError::UnknownSerial(answer.serial).into()),
        }
        Ok(Bootstrap {
            certificates,
            pinned,
            self_signed,
        })
    }

    fn open(item: &SealedCertificate, key: &ApiV3Key) -> Result<Self, CertificateError> {
        let serial_no = || item.serial_no.clone();
        let pem =
            item.encrypt_certificate
                .open(key)
                .map_err(|source| CertificateError::Sealed {
                    serial_no: serial_no(),
                    source,
                })?;
        let x509 = X509::from_pem(&pem).map_err(|source| CertificateError::Key {
            serial_no: serial_no(),
            source,
        })?;
        let named: Result<SerialNo, IdError> = item.serial_no.parse();
        let Some(named) = named.ok().filter(|named| named == x509.serial_no()) else {
            return Err(CertificateError::Serial {
                named: serial_no(),
                actual: x509.serial_no().clone(),
            });
        };
        let validity = [
            ("effective_time", &item.effective_time, x509.not_before),
            ("expire_time", &item.expire_time, x509.not_after),
        ];
        for (field, text, actual) in validity {
            if Timestamp::from_rfc3339(text) != Ok(actual) {
                let actual = actual.to_rfc3339();
                return Err(CertificateError::Validity {
                    serial_no: named,
                    field,
                    named: text.clone(),
                    actual,
                });
            }
        }
        Ok(Self {
            x509,
            pem: pem.to_vec(),
            serial_no: named,
        })
    }

    /// Returns the certificate's key.
    ///
    /// # Errors
    /// Fails where the key is not RSA.
    pub fn verifying_key(&self) -> Result<VerifyingKey, CertificateError> {
        self.x509
            .verifying_key()
            .map_err(|source| CertificateError::Key {
                serial_no: self.serial_no.to_string(),
                source,
            })
    }

    /// Seals the certificate for a merchant, as the sandbox answers.
    #[must_use]
    pub fn seal(&self, key: &ApiV3Key, nonce: &str) -> SealedCertificate {
        SealedCertificate {
            serial_no: self.serial_no.to_string(),
            effective_time: self.x509.not_before.to_rfc3339(),
            expire_time: self.x509.not_after.to_rfc3339(),
            encrypt_certificate: Resource::seal(key, None, "certificate", nonce, &self.pem),
        }
    }
}

/// Certificates that may be kept, and what vouches for them.
#[derive(Debug)]
pub struct Bootstrap {
    /// The certificates, in the answer's order.
    pub certificates: Vec<PlatformCertificate>,
    /// A key that was trusted before signed the answer.
    pub pinned: bool,
    /// One of these certificates signed the answer.
    pub self_signed: bool,
}
