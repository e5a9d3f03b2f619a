//! The `notify_url`: verifies what arrives, stores it, only then acknowledges it, and forwards it.
//!
//! - `service`: a receiver with its parts
//! - `verifier`: from headers and bytes to an event; `renewal`: missing certificates
//! - `notify`: one notification's way to its response; `response`: what WeChat Pay is sent;
//!   `events`: what the log is sent;
//!   `repeats`: how often that may be the same; `expectation`: a notification that is waited for
//! - `forward`: deliveries to the merchant's own programs
//! - `relay`: what was accepted on its way to developers' machines
//! - `checkout`, `checkout_api`: the back end of a Mini Program under development; `origin`: which pages may call it
//! - `server`, `connection`, `limits`, `tls`, `metrics`: HTTP around them; `refused`: refusals,
//!   for the log

mod checkout;
mod checkout_api;
mod connection;
mod events;
mod expectation;
mod forward;
mod limits;
mod metrics;
mod metrics_format;
mod notify;
mod origin;
mod refused;
mod relay;
mod renewal;
mod repeats;
mod response;
mod server;
mod service;
mod stored_event;
mod tls;
mod verifier;

pub use checkout_api::{Checkout, CheckoutError, CheckoutFuture, NewOrder};
pub use events::{
    Attempted, BoxError, EventReceiver, EventSender, ListenerChange, NotifyEvent, event_channel,
};
pub use expectation::{Expectation, ExpectationError};
pub use forward::{
    DeliveryResult, ExecError, ExecForward, ExecOutput, ForwardTransport, Forwarder, HttpForward,
    HttpForwardError, RetryPolicy, Route, Target, TargetError,
};
pub use limits::{Limits, Share};
pub use origin::AllowedHosts;
pub use refused::Refused;
pub use relay::{
    Gap, LISTENER_HEADER, ListenQuery, Opened, RELAY_PATH_END, ReceivedMessage, Relay,
    RelayMessage, RelayMessageError, RelayToken, RelayTokenError, RelayedNotification, ServerEvent,
    ServerEventReader, ServerEventTooLarge,
};
pub use renewal::{Renew, RenewFuture, Renewal};
pub use repeats::{LeftOut, RepeatLimit, RepeatLimiter};
pub use server::{Listeners, serve};
pub use service::{Parts, Receiver};
pub use stored_event::{StoredEvent, StoredEvents, stats};
pub use tls::{PemContent, Tls, TlsError};
pub use verifier::{CertificateEnd, Rejection, VerifiedEvent, Verifier, VerifierState};
