//! A signed request, checked as WeChat Pay would.

use super::checker::{Checker, Explanation, RequestExplanation, limits};
use crate::ambient;
use crate::diagnose::Subject;
use crate::diagnose::gzip::is_gzip;
use crate::diagnose::request::{Request, SigningTime, diagnose};
use crate::profile::ProfileError;
use crate::protocol::stamp::Timestamp;

/// Whether WeChat Pay would accept a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckedRequest {
    /// What is wrong with it.
    pub explanation: Explanation,
    /// When it was signed, if its timestamp can be read.
    pub moment: Option<SigningTime>,
    /// Whether the body is compressed: the signature is right only if these very bytes are sent.
    pub is_compressed: bool,
}

impl Checker<'_> {
    /// Checks the signature of a request; its age only if the moment of sending is known, or its
    /// timestamp is in the future.
    ///
    /// # Errors
    /// Returns an error if the profile's key or merchant number cannot be read.
    pub fn request(
        &self,
        request: &Request<'_>,
        sent_at: Option<Timestamp>,
    ) -> Result<CheckedRequest, ProfileError> {
        let RequestExplanation {
            mut explanation,
            serial_no,
        } = self.diagnose_request(|context| diagnose(request, context, &limits()))?;
        let moment = SigningTime::read(request.authorization, sent_at.unwrap_or_else(ambient::now));
        if let Some(moment) = &moment {
            explanation.add(moment.findings(sent_at.is_some()));
            if request.authorization.contains(serial_no.as_str()) {
                let subject = Subject::Request;
                explanation.add(self.certificate_validity(&serial_no, moment.signed_at, subject));
            }
        }
        Ok(CheckedRequest {
            explanation,
            moment,
            is_compressed: is_gzip(request.body),
        })
    }
}
