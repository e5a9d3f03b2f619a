//! What people paste, read: headers and body of a notification, a request, a reply, or the
//! parameters of a payment, in the forms in which tools, frameworks and logs print them.
//!
//! Everything here is pure and linear in the length of the text. A result says what was read from
//! where, and lists what was not read, so that nothing is concluded from the absence of a value
//! that is in a part of the text which was not understood.

mod authorization;
mod cassette;
mod command;
mod curl;
mod document;
mod escape;
mod headers;
mod http;
mod httpie;
mod missing;
mod notification;
mod parser;
mod pasted_notification;
mod pay_params;
mod plain_names;
mod power_shell;
mod python;
mod reading;
mod reply;
mod request;
mod request_parts;
mod request_url;
mod route;
mod search;
mod shell;
mod source;
mod text;
mod words;
mod yaml;

#[cfg(test)]
mod tests;

pub use authorization::{PastedAuthorization, authorization};
pub use headers::Header;
pub use missing::Missing;
pub use notification::{headers, notification, raw_body};
pub use pasted_notification::{PastedBody, PastedNotification};
pub use pay_params::{PastedPayParams, pay_params};
pub use reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
pub use reply::{PastedReply, ReplyKind, reply};
pub use request::{PastedRequest, request};
pub use route::{Pasted, route};
pub use source::Source;
