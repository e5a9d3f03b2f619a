//! Checks who calls, in WeChat Pay's order: grammar, clock, merchant, serial, signature, key.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, AUTHORIZATION, USER_AGENT};
use serde_json::json;

use crate::protocol::authorization::{Authorization, AuthorizationError, Fields};
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keys::SigningKey;
use crate::protocol::signed::{MAX_AGE, SERIAL};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::identity::{Identity, Merchants};
use crate::sandbox::options::Mode;

const FORMAT: &str = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
const UNSIGNED: &str = "签名信息错误，验签失败";
const SCHEME: &str = "HTTP头Authorization认证类型不正确";
const CLOCK: &str = "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟";
const MERCHANT: &str = "商户未申请过证书。";
const SERIAL_NO: &str = "商户证书序列号有误。请使用签名私钥匹配的证书序列号";
const MISMATCH: &str = "错误的签名，验签失败";
const PLATFORM_SERIAL: &str = "平台证书序列号Wechatpay-Serial错误";

/// What begins the paths that refuse a call without `Authorization` in words of their own.
const PAY: &str = "/v3/pay/";

/// How many digits the serial number of a certificate has on the wire.
const SERIAL_DIGITS: usize = 40;

/// How many characters of a body a report of a wrong signature shows.
const SHOWN_BODY_CHARS: usize = 8;

/// A call whose caller is not known yet.
pub(crate) struct Unchecked<'a> {
    pub(crate) method: &'a str,
    /// Path and query as they stood on the request line.
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// The bytes that must be signed: the body, or the meta part of an upload.
    pub(crate) signed: &'a [u8],
}

/// Who called, and the key that signs the response.
pub(crate) struct Caller {
    pub(crate) merchant: Arc<Identity>,
    pub(crate) key: Arc<SigningKey>,
}

impl Unchecked<'_> {
    /// Refuses a call without the two headers that some paths demand before anything else.
    pub(crate) fn check_client_headers(&self) -> Result<(), ApiFault> {
        let is_sent = |name| {
            self.headers
                .get(name)
                .is_some_and(|value| !value.is_empty())
        };
        if is_sent(ACCEPT) && is_sent(USER_AGENT) {
            return Ok(());
        }
        Err(ApiFault::new(
            400,
            "INVALID_REQUEST",
            number::PARAMETER,
            "Http头缺少Accept或User-Agent",
        ))
    }

    /// Checks the caller, and returns it with the key that signs the response.
    pub(crate) fn check(
        &self,
        merchants: &Merchants,
        mode: Mode,
        now: Timestamp,
    ) -> Result<Caller, ApiFault> {
        let fields = self.authorization()?;
        let timestamp: Timestamp = fields
            .timestamp
            .parse()
            .ok()
            .filter(|parsed: &Timestamp| parsed.to_string() == fields.timestamp)
            .ok_or_else(|| ApiFault::sign(number::AUTHORIZATION, FORMAT))?;
        if now.0.abs_diff(timestamp.0) > MAX_AGE.as_secs() {
            return Err(ApiFault::sign(number::AUTHORIZATION, CLOCK));
        }
        let mchid: Option<Mchid> = fields.mchid.parse().ok();
        let merchant = mchid
            .and_then(|mchid| merchants.find(&mchid))
            .ok_or_else(|| ApiFault::sign(number::SIGNATURE, MERCHANT))?;
        let serial_no = wire_serial(fields.serial_no)
            .filter(|named| named == merchant.serial_no())
            .ok_or_else(|| ApiFault::sign(number::SIGNATURE, SERIAL_NO))?;
        let authorization = Authorization {
            mchid: merchant.mchid().clone(),
            nonce_str: fields.nonce_str.to_owned(),
            signature: fields.signature.to_owned(),
            timestamp,
            serial_no,
        };
        if !authorization.verify(merchant.merchant(), self.method, self.target, self.signed) {
            return Err(self.mismatch(&authorization));
        }
        let key = response_key(self.headers, &merchant, mode)?;
        Ok(Caller { merchant, key })
    }

    fn authorization(&self) -> Result<Fields<'_>, ApiFault> {
        let format = || ApiFault::sign(number::AUTHORIZATION, FORMAT);
        let mut values = self.headers.get_all(AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            (Some(value), None) => value,
            (None, _) if self.target.starts_with(PAY) => {
                return Err(ApiFault::sign(number::UNSIGNED, UNSIGNED));
            }
            (None, _) | (Some(_), Some(_)) => return Err(format()),
        };
        let text = value.to_str().map_err(|_| format())?;
        Fields::read(text).map_err(|why| match why {
            AuthorizationError::Scheme(scheme) if !scheme.is_empty() => {
                ApiFault::sign(number::AUTHORIZATION, SCHEME)
            }
            AuthorizationError::Scheme(_) | AuthorizationError::Malformed(_) => format(),
        })
    }

    /// Shows the message that the server built, so that the caller can compare it with its own.
    fn mismatch(&self, authorization: &Authorization) -> ApiFault {
        let body = String::from_utf8_lossy(self.signed);
        let head: String = body.chars().take(SHOWN_BODY_CHARS).collect();
        let message = |body| {
            authorization
                .message(self.method, self.target, body)
                .to_bytes()
        };
        let shown = message(head.as_bytes());
        ApiFault::sign(number::SIGNATURE, MISMATCH).with(json!({
            "detail": { "issue": "sign not match" },
            "field": "signature",
            "location": "authorization",
            "sign_information": {
                "method": self.method,
                "sign_message_length": message(self.signed).len(),
                "truncated_sign_message": String::from_utf8_lossy(&shown),
                "url": self.target,
            },
        }))
    }
}

/// Returns the key that signs the response.
///
/// Many SDKs name the caller's own certificate in `Wechatpay-Serial` if no other is set. That is as
/// none, except where a field is sealed: those calls demand [`signer`].
fn response_key(
    headers: &HeaderMap,
    identity: &Identity,
    mode: Mode,
) -> Result<Arc<SigningKey>, ApiFault> {
    if named_key(headers).is_some_and(|named| named == *identity.serial_no()) {
        return Ok(usual_key(identity, mode));
    }
    signer(headers, identity, mode)
}

fn usual_key(identity: &Identity, mode: Mode) -> Arc<SigningKey> {
    match mode {
        Mode::Certificate | Mode::Both => identity.platform(),
        Mode::PublicKey => identity.public(),
    }
}

/// Returns the key that the request names, of those that there are in this mode, or the usual one.
pub(crate) fn signer(
    headers: &HeaderMap,
    identity: &Identity,
    mode: Mode,
) -> Result<Arc<SigningKey>, ApiFault> {
    let wrong = || ApiFault::parameter(number::PARAMETER, PLATFORM_SERIAL);
    if !names_a_key(headers) {
        return Ok(usual_key(identity, mode));
    }
    let serial = named_key(headers).ok_or_else(wrong)?;
    let mut keys = match mode {
        Mode::Certificate | Mode::Both => identity.platform_keys(),
        Mode::PublicKey => Vec::new(),
    };
    keys.extend((mode != Mode::Certificate).then(|| identity.public()));
    keys.into_iter()
        .find(|key| *key.serial_no() == serial)
        .ok_or_else(wrong)
}

/// Tells whether `Wechatpay-Serial` was sent; some SDKs send it empty before they know a key.
pub(crate) fn names_a_key(headers: &HeaderMap) -> bool {
    headers.get(SERIAL).is_some_and(|value| !value.is_empty())
}

/// Returns the key that `Wechatpay-Serial` names, if it is written as on the wire.
pub(crate) fn named_key(headers: &HeaderMap) -> Option<SerialNo> {
    wire_serial(headers.get(SERIAL)?.to_str().ok()?)
}

/// Reads a serial number as it must stand on the wire: 40 hexadecimal digits, or a 微信支付公钥ID.
/// The colons, spaces and prefixes that a settings file may have are not accepted here.
fn wire_serial(text: &str) -> Option<SerialNo> {
    let serial: SerialNo = text.parse().ok()?;
    let exact = if serial.is_public_key_id() {
        serial.as_str() == text
    } else {
        text.len() == SERIAL_DIGITS && serial.as_str().eq_ignore_ascii_case(text)
    };
    exact.then_some(serial)
}
