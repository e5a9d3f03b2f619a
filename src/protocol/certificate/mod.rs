//! X.509 certificates of both parties, the bootstrap of trust in the platform's, and the chain
//! that leads to their root.

mod chain;
mod pkcs7;
mod platform;
mod x509;

pub use chain::{ChainError, ChainFileError, TrustChain};
pub use platform::{
    Bootstrap, CertificateError, Certificates, CertificatesBody, PlatformCertificate,
    SealedCertificate,
};
pub use x509::X509;
