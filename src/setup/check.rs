//! Whether the APIv3 key is the merchant's at WeChat Pay.

use super::new_profile::PlatformFile;
use crate::certificates::file_name;
use crate::client::Client;
use crate::error::Error;
use crate::protocol::certificate::CertificateError;
use crate::protocol::resource::ApiV3Key;

/// What a call to WeChat Pay showed about the APIv3 key.
#[derive(Debug)]
pub enum KeyCheck {
    /// It opens the platform certificates, which are these.
    Opens(Vec<PlatformFile>),
    /// It does not open them: it is another than the one in the merchant console.
    DoesNotOpen(Error),
    /// The merchant has no platform certificates, and nothing else shows the key.
    NoCertificates,
    /// The call failed before.
    Failed(Error),
}

/// Lists the platform certificates, which only the merchant's APIv3 key opens.
pub async fn check_apiv3_key(client: &Client, key: &ApiV3Key) -> KeyCheck {
    let listed = client.certificates(&client.merchant().keyring, key).await;
    match listed {
        Ok(answer) => {
            let certificates = answer.bootstrap.certificates.into_iter();
            KeyCheck::Opens(
                certificates
                    .map(|certificate| PlatformFile {
                        name: file_name(&certificate.serial_no),
                        pem: certificate.pem,
                    })
                    .collect(),
            )
        }
        Err(Error::Api(refused)) if refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS") => {
            KeyCheck::NoCertificates
        }
        Err(Error::Certificates {
            source: CertificateError::None,
            ..
        }) => KeyCheck::NoCertificates,
        Err(
            error @ Error::Certificates {
                source: CertificateError::Sealed { .. },
                ..
            },
        ) => KeyCheck::DoesNotOpen(error),
        Err(error) => KeyCheck::Failed(error),
    }
}
