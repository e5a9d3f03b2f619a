//! 平台证书: how they are downloaded, and why they may be trusted.

use serde::{Deserialize, Serialize};

use super::chain::ChainError;
use super::x509::X509;
use crate::protocol::answer::AnswerError;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::id::{IdError, SerialNo};
use crate::protocol::json;
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{KeyError, VerifyingKey};
use crate::protocol::resource::{ApiV3Key, OpenError, Resource};
use crate::protocol::signed::{MAX_AGE, SignedBody, VerifyError};
use crate::protocol::stamp::Timestamp;

/// `GET /v3/certificates`: the sealed platform certificates.
#[derive(Debug, Clone, Copy)]
pub struct Certificates;

impl Endpoint for Certificates {
    type Answer = CertificatesBody;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        "/v3/certificates".to_owned()
    }

    fn decode(&self, body: &[u8]) -> Result<CertificatesBody, AnswerError> {
        Ok(serde_json::from_value(json::parse(body)?)?)
    }
}

/// The response of `GET /v3/certificates`, still encrypted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CertificatesBody {
    /// One sealed certificate each; usually one, two while they are rotated.
    pub data: Vec<SealedCertificate>,
}

/// One item of the response. One official sample spells two keys with a trailing space.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
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
    #[error("certificate {serial_no} cannot be decrypted")]
    Sealed {
        /// The serial number in the response.
        serial_no: String,
        /// The reason.
        source: OpenError,
    },
    /// The decrypted text is not a certificate.
    #[error("the decrypted certificate {serial_no} is not a certificate")]
    Key {
        /// The serial number in the response.
        serial_no: String,
        /// The reason.
        source: KeyError,
    },
    /// The response lists the certificate under another serial number.
    #[error("the response lists a certificate as '{named}' whose X.509 serial number is {actual}")]
    Serial {
        /// The value in the response.
        named: String,
        /// The value in the certificate.
        actual: SerialNo,
    },
    /// The response states another validity than the certificate.
    #[error(
        "certificate {serial_no}: {field} in the response is '{named}', in the certificate {actual}"
    )]
    Validity {
        /// The certificate.
        serial_no: SerialNo,
        /// `effective_time` or `expire_time`.
        field: &'static str,
        /// The value in the response.
        named: String,
        /// The value in the certificate.
        actual: String,
    },
    /// The certificate that signed the response is not valid now.
    #[error("certificate {0}, which signed the response, is expired or not valid yet")]
    Expired(SerialNo),
    /// The certificate is a merchant's, so that it proves nothing about WeChat Pay.
    #[error("certificate {serial_no} is a merchant's ({subject}), not WeChat Pay's")]
    Merchant {
        /// The certificate.
        serial_no: SerialNo,
        /// The subject's distinguished name.
        subject: String,
    },
    /// The certificate does not lead to a root of the chain.
    #[error("certificate {serial_no} does not lead to a root of the given chain")]
    Chain {
        /// The certificate.
        serial_no: SerialNo,
        /// At which link it ends.
        source: ChainError,
    },
    /// The signature of the response does not verify.
    #[error("the response is not signed by WeChat Pay")]
    Signature(#[from] VerifyError),
}

/// 平台证书: a certificate that WeChat Pay signs responses and notifications with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlatformCertificate {
    /// The certificate.
    pub x509: X509,
    /// Its PEM text as WeChat Pay sent it.
    pub pem: Vec<u8>,
    /// Its serial number, all 40 digits.
    pub serial_no: SerialNo,
}

impl PlatformCertificate {
    /// Opens the certificates in a response, then checks the response with them.
    ///
    /// This is the one place that looks into a body before its signature is checked, since the
    /// keys to check it with are inside. Trust comes from the [`ApiV3Key`] instead: only WeChat
    /// Pay and the merchant know it, so only WeChat Pay can have sealed what it opens. Where
    /// `trusted` holds the key that signed the response, that is checked first.
    ///
    /// # Errors
    /// Returns what failed to verify; no certificate may be stored then.
    pub fn bootstrap(
        answer: SignedBody,
        trusted: &Keyring,
        key: &ApiV3Key,
        now: Timestamp,
    ) -> Result<Bootstrap, CertificateError> {
        let pinned = match answer.check(now, Some(MAX_AGE), |serial| trusted.find(serial)) {
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
        let unknown = || VerifyError::UnknownSerial(answer.serial.clone());
        let signed_by: SerialNo = answer.serial.parse().map_err(|_| unknown())?;
        let signer = certificates
            .iter()
            .find(|certificate| certificate.serial_no == signed_by);
        let self_signed = signer.is_some();
        match signer {
            Some(certificate) => {
                if !certificate.x509.is_valid_at(now) {
                    return Err(CertificateError::Expired(certificate.serial_no.clone()));
                }
                let verifying = certificate.verifying_key()?;
                answer.verify_with(&verifying, now)?;
            }
            None if pinned => {}
            None => return Err(unknown().into()),
        }
        Ok(Bootstrap {
            certificates,
            pinned,
            self_signed,
            signed_by,
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
        if x509.mchid().is_some() {
            return Err(CertificateError::Merchant {
                serial_no: named,
                subject: x509.subject().to_owned(),
            });
        }
        let validity = [
            ("effective_time", &item.effective_time, x509.not_before()),
            ("expire_time", &item.expire_time, x509.not_after()),
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
            serial_no: x509.serial_no().clone(),
            x509,
            pem: pem.to_vec(),
        })
    }

    /// Returns the certificate's key.
    ///
    /// # Errors
    /// Returns an error if the key is not RSA.
    pub fn verifying_key(&self) -> Result<VerifyingKey, CertificateError> {
        self.x509
            .verifying_key()
            .map_err(|source| CertificateError::Key {
                serial_no: self.serial_no.to_string(),
                source,
            })
    }

    /// Seals the certificate for a merchant, as the sandbox does.
    #[must_use]
    pub fn seal(&self, key: &ApiV3Key, nonce: &str) -> SealedCertificate {
        SealedCertificate {
            serial_no: self.serial_no.to_string(),
            effective_time: self.x509.not_before().to_rfc3339(),
            expire_time: self.x509.not_after().to_rfc3339(),
            encrypt_certificate: Resource::seal(key, None, "certificate", nonce, &self.pem),
        }
    }
}

/// Certificates that may be stored, and what vouches for them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Bootstrap {
    /// The certificates, in the response's order.
    pub certificates: Vec<PlatformCertificate>,
    /// A key that was trusted before signed the response.
    pub pinned: bool,
    /// One of these certificates signed the response.
    pub self_signed: bool,
    /// The key that signed the response.
    pub signed_by: SerialNo,
}
