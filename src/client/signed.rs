//! A request as it is signed and sent.

use crate::protocol::authorization::Authorization;
use crate::protocol::signature_message::SignatureMessage;
use crate::transport::Request;

/// A signed request, and what was signed.
#[derive(Debug)]
pub struct Signed {
    /// What is sent.
    pub request: Request,
    /// Scheme, host and port it goes to.
    pub base: String,
    /// The header that signs it.
    pub authorization: Authorization,
}

impl Signed {
    /// Returns the message that was signed.
    #[must_use]
    pub fn message(&self) -> SignatureMessage<'_> {
        self.authorization.message(
            self.request.method,
            &self.request.target,
            &self.request.body,
        )
    }

    /// Returns the whole URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.base, self.request.target)
    }
}
