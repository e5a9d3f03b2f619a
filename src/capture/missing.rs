//! What is missing from a pasted text, so that nothing can be concluded from the rest of it.

use super::pasted_notification::PastedNotification;
use super::pay_params::PastedPayParams;
use super::reply::{PastedReply, ReplyKind};
use super::request::{PastedRequest, takes_body};
use crate::protocol::error_code::CodeQuery;

/// What could not be read, and is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// A notification of which neither a signature header nor a body was read.
    #[error("no signature headers and no body could be read")]
    Notification,
    /// A notification: the text is a page that something between sent.
    #[error("an HTML page, which is not a notification of API v3")]
    NotificationIsHtml,
    /// A notification of API v3: the text is XML.
    #[error("XML, which is a notification of API v2; those of API v3 are JSON with headers")]
    NotificationIsXml,
    /// Every signature header of a notification.
    #[error("no signature headers could be read")]
    SignatureHeaders,
    /// Signature headers that may be in a part that was not read.
    #[error("some headers could not be read")]
    SomeHeaders,
    /// The body of a notification.
    #[error("no body could be read")]
    NotificationBody,
    /// The whole object of a payment.
    #[error("no pay params are in it")]
    PayParams,
    /// Fields of a payment that may be in a part that was not read.
    #[error("a part of the pay params could not be read")]
    SomePayParams,
    /// Method and URL of a request that has an `Authorization` header.
    #[error("an Authorization header is in it, but no method and URL could be read")]
    MethodAndUrl,
    /// The body of a request.
    #[error("the body of the request could not be read")]
    RequestBody,
    /// A reply of WeChat Pay.
    #[error("no reply of WeChat Pay was found in it")]
    Reply,
    /// A reply: the text is a page that something between sent.
    #[error("an HTML page, which is not a reply of API v3")]
    ReplyIsHtml {
        /// The HTTP status, if the text has it.
        status: Option<u16>,
    },
    /// A reply: the text is XML.
    #[error("XML, which is of API v2; API v3 replies in JSON")]
    ReplyIsXml,
    /// Anything that is known.
    #[error("it is not clear what this is")]
    Everything,
}

impl PastedNotification {
    /// Returns what must be read before the signature can be verified. A header that was printed
    /// as empty is enough: it explains itself.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        let printed_as_empty = self.absent().next().is_some();
        match (self.headers.is_empty(), self.bodies.is_empty()) {
            (true, true) => Some(self.instead()),
            (true, false) => Some(Missing::SignatureHeaders),
            (false, _) if printed_as_empty => None,
            (false, _) if self.may_hide_headers() => Some(Missing::SomeHeaders),
            (false, true) => Some(Missing::NotificationBody),
            (false, false) => None,
        }
    }
}

impl PastedNotification {
    /// Returns what the text is in which nothing of a notification was read.
    fn instead(&self) -> Missing {
        let begins = |start: &str| {
            let text = self.not_read.first().map(|part| part.text.trim_start());
            let head = text.and_then(|text| text.get(..start.len()));
            head.is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        if begins("<!doctype html") || begins("<html") {
            Missing::NotificationIsHtml
        } else if begins("<xml") || begins("<?xml") {
            Missing::NotificationIsXml
        } else {
            Missing::Notification
        }
    }
}

impl PastedPayParams {
    /// Returns what must be read before the parameters can be checked.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        if self.object.is_none() {
            Some(Missing::PayParams)
        } else {
            self.may_hide_fields().then_some(Missing::SomePayParams)
        }
    }
}

impl PastedRequest {
    /// Returns what must be read before the signature can be checked.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        let (Some(method), Some(_)) = (&self.method, &self.url) else {
            return Some(Missing::MethodAndUrl);
        };
        let unread = (takes_body(method) && self.body.is_none()) || !self.not_read.is_empty();
        unread.then_some(Missing::RequestBody)
    }
}

impl PastedReply {
    /// Returns what is missing if no reply was found.
    #[must_use]
    pub fn missing(&self) -> Missing {
        let status = self.status;
        match self.kind {
            ReplyKind::Html => Missing::ReplyIsHtml { status },
            ReplyKind::Xml => Missing::ReplyIsXml,
            ReplyKind::Json | ReplyKind::Unknown => Missing::Reply,
        }
    }

    /// Returns the errcode of a reply to `jscode2session`, which has codes of its own.
    #[must_use]
    pub fn errcode(&self) -> Option<CodeQuery> {
        let errcode = self.value.as_ref()?.get("errcode")?;
        errcode
            .as_i64()
            .or_else(|| errcode.as_str()?.parse().ok())
            .filter(|number| *number != 0)
            .map(CodeQuery::Errcode)
    }
}
