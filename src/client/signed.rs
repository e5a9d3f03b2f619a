//! A request as it is signed and sent.

use std::borrow::Cow;

use super::{Client, Merchant};
use crate::ambient;
use crate::protocol::authorization::Authorization;
use crate::protocol::call::{Call, JSON};
use crate::protocol::id::SerialNo;
use crate::protocol::signature_message::SignatureMessage;
use crate::protocol::signed::SERIAL;
use crate::transport::{BaseUrl, Request};

/// A signed request, and what was signed.
#[derive(Debug)]
pub struct Signed {
    /// What is sent.
    pub request: Request,
    /// Scheme, host and port it goes to.
    pub base: String,
    /// The header that signs it.
    pub authorization: Authorization,
    /// What is signed instead of the body, where that is not the body.
    pub signed_part: Option<Vec<u8>>,
}

impl Signed {
    /// Returns the message that was signed.
    #[must_use]
    pub fn message(&self) -> SignatureMessage<'_> {
        let body = self.signed_part.as_ref().unwrap_or(&self.request.body);
        self.authorization
            .message(self.request.method, &self.request.target, body)
    }

    /// Returns the whole URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.base, self.request.target)
    }
}

impl Client {
    /// Signs a call without sending it; each time with a new moment and nonce.
    #[must_use]
    pub fn sign(&self, call: impl Into<Call>) -> Signed {
        let call = call.into();
        let asks = call.serial.as_ref().or(self.asks());
        self.sign_for(self.hosts.primary().base(), &call, asks)
    }

    /// The signature covers no host, but a request is signed anew for each attempt.
    /// `asks` names the key that the answer is to be signed with.
    pub(super) fn sign_for(&self, base: &BaseUrl, call: &Call, asks: Option<&SerialNo>) -> Signed {
        let Merchant { mchid, key, .. } = &self.merchant;
        let (method, target) = (call.method.as_str(), call.target.clone());
        let stamp = ambient::stamp();
        let authorization = Authorization::sign(key, mchid, &stamp, method, &target, call.signed());
        let mut headers = vec![
            ("Authorization".into(), authorization.to_string()),
            ("Accept".into(), JSON.to_owned()),
            ("Accept-Language".into(), self.language.to_owned()),
        ];
        if !call.body.is_empty() {
            headers.push(("Content-Type".into(), call.content_type.clone()));
        }
        headers.extend(asks.map(|serial| (SERIAL.into(), serial.to_string())));
        for (name, value) in &call.headers {
            headers.retain(|(own, _): &(Cow<'_, str>, _)| !own.eq_ignore_ascii_case(name));
            headers.push((name.clone().into(), value.clone()));
        }
        Signed {
            request: Request {
                method,
                target,
                headers,
                body: call.body.clone(),
            },
            base: base.as_str().to_owned(),
            authorization,
            signed_part: call.signed_part.clone(),
        }
    }
}
