//! Names of people and merchants, which a call seals for the key that it names.

use crate::protocol::keys::{Ciphertext, OaepHash};
use crate::sandbox::api::auth::signer;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::state::Sandbox;

/// Opens a name, which is not kept; any name is right.
pub(crate) fn open_name(sandbox: &Sandbox, call: &SignedCall, name: &str) -> Result<(), ApiFault> {
    let refuse = |why| Err(ApiFault::parameter(number::PARAMETER, why));
    if !call.names_a_key() {
        return refuse("HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)");
    }
    let key = signer(&call.headers, &call.merchant, sandbox.options.mode)?;
    let Ok(sealed) = name.parse::<Ciphertext>() else {
        return refuse("请确认待处理的消息是否为加密后的密文");
    };
    match key.decrypt(&sealed, OaepHash::default()) {
        Ok(_) => Ok(()),
        Err(_) => refuse("平台私钥解密失败"),
    }
}
