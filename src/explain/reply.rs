//! A reply that refuses a request.

use super::checker::{Checker, Explanation, RequestExplanation, limits};
use crate::ambient;
use crate::capture::PastedRequest;
use crate::diagnose::Subject;
use crate::diagnose::reply::{Reply, Sent, diagnose};
use crate::diagnose::request::SigningTime;
use crate::profile::ProfileError;
use crate::protocol::error_code::{self, Advice, Api};
use crate::protocol::stamp::Timestamp;

impl From<PastedRequest> for Sent {
    fn from(read: PastedRequest) -> Self {
        Self {
            method: read.method,
            url: read.url,
            body: read.body,
            authorization: read.authorization,
        }
    }
}

impl Checker<'_> {
    /// Finds out why a reply refused a request, with what is known of the request.
    ///
    /// # Errors
    /// Returns an error if the profile's key or merchant number cannot be read.
    pub fn reply(&self, reply: &Reply, sent: &Sent) -> Result<Explanation, ProfileError> {
        let RequestExplanation {
            mut explanation,
            serial_no,
        } = self.diagnose_request(|context| diagnose(reply, sent, context, &limits()))?;
        if let Some(signed_at) = signed_at(reply, sent) {
            let subject = Subject::Request;
            explanation.add(self.certificate_validity(&serial_no, signed_at, subject));
        }
        Ok(explanation)
    }
}

/// Returns the timestamp in the message that the server built, or in the header that was sent.
fn signed_at(reply: &Reply, sent: &Sent) -> Option<Timestamp> {
    let received = reply.received.as_ref();
    let in_message = received.and_then(|received| received.shown.lines().nth(2)?.parse().ok());
    in_message.or_else(|| {
        let authorization = sent.authorization.as_deref()?;
        Some(SigningTime::read(authorization, ambient::now())?.signed_at)
    })
}

/// Returns what a reply's message means, or else its code on the API that replied.
#[must_use]
pub fn advice(reply: &Reply, sent: &Sent) -> Option<&'static Advice> {
    let code = reply.code.as_deref()?;
    let message = reply.message.as_deref().unwrap_or_default();
    error_code::by_message(code, message).or_else(|| {
        let known = error_code::by_code(code)?;
        let api = api(reply, sent);
        let of_api = known.cases.iter().find(|case| Some(case.api) == api);
        Some(of_api.map_or(&known.advice, |case| &case.advice))
    })
}

/// Returns the API that a reply is of: its message may say so, else the request.
#[must_use]
pub fn api(reply: &Reply, sent: &Sent) -> Option<Api> {
    let code = reply.code.as_deref().unwrap_or_default();
    let message = reply.message.as_deref().unwrap_or_default();
    error_code::api_of_message(code, message).or_else(|| {
        let received = reply.received.as_ref();
        let method = received.map(|received| received.method.as_str());
        let url = received.map(|received| received.url.as_str());
        let method = sent.method.as_deref().or(method).unwrap_or("GET");
        Api::of_url(method, sent.url.as_deref().or(url)?)
    })
}
