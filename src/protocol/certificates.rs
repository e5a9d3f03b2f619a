//! 获取平台证书列表.

use super::endpoint::Endpoint;

/// `GET /v3/certificates`: the sealed platform certificates.
#[derive(Debug, Clone, Copy)]
pub struct Certificates;

impl Endpoint for Certificates {
    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        "/v3/certificates".to_owned()
    }
}
