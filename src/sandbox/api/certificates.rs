//! `/v3/certificates`: 平台证书, sealed for the merchant.

use std::sync::Arc;

use axum::extract::State;

use crate::ambient;
use crate::protocol::certificate::CertificatesBody;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::signed_call::ClientCall;
use crate::sandbox::options::Mode;
use crate::sandbox::state::Sandbox;

const NO_CERTIFICATE: &str = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196";

/// Lists the certificates, unless the merchant has the public key alone.
pub(crate) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    ClientCall(call): ClientCall,
) -> Result<Answer, ApiFault> {
    let none = || {
        ApiFault::new(
            404,
            "RESOURCE_NOT_EXISTS",
            number::CERTIFICATES,
            NO_CERTIFICATE,
        )
    };
    match call.parameter("algorithm_type").as_deref() {
        None | Some("RSA" | "ALL") => {}
        Some("SM2") => return Err(none()),
        Some(_) => {
            let why = "algorithm_type错误";
            return Err(ApiFault::parameter(number::PARAMETER, why));
        }
    }
    if sandbox.options.mode == Mode::PublicKey {
        return Err(none());
    }
    let data = call
        .merchant
        .platform_certificates()
        .iter()
        .map(|certificate| certificate.seal(call.merchant.sealing(), &ambient::letters(12)))
        .collect();
    Ok(Answer::new(CertificatesBody { data }))
}
