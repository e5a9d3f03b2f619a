//! 获取平台证书列表.

use super::answer::AnswerError;
use super::certificate::CertificatesBody;
use super::endpoint::Endpoint;
use super::json;

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
