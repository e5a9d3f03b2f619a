//! Signed requests.

use crate::protocol::authorization::Authorization;
use crate::protocol::signature_message::SignatureMessage;
use crate::transport::Request;

/// A signed request, and what was signed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Signed {
    /// The request.
    pub request: Request,
    /// Scheme, host and port it goes to.
    pub base: String,
    /// The header that signs it.
    pub authorization: Authorization,
    /// The bytes that are signed instead of the body, if they are not the body.
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
