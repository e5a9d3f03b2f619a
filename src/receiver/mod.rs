//! The `notify_url`: verifies what arrives, stores it, only then acknowledges it, and forwards it.
//!
//! - `service`: a receiver with its parts
//! - `verifier`: from headers and bytes to an event; `renewal`: certificates that are missing
//! - `notify`: one notification's way to its response; `answer`: what WeChat Pay is sent;
//!   `events`: what people are shown
//! - `forward`: deliveries to the merchant's own programs
//! - `checkout`, `checkout_api`: the back end of a Mini Program under development; `origin`: which pages may call it
//! - `server`, `connection`, `limits`, `tls`, `metrics`: HTTP around them; `refused`: what they
//!   refuse, for the log

mod answer;
mod checkout;
mod checkout_api;
mod connection;
mod events;
mod forward;
mod limits;
mod metrics;
mod notify;
mod origin;
mod refused;
mod renewal;
mod server;
mod service;
mod tls;
mod verifier;

pub use checkout_api::{Answer, Checkout, CheckoutError, NewOrder};
pub use events::{EventReceiver, EventSender, NotifyEvent, event_channel};
pub use forward::{
    DeliveryResult, ExecError, ExecForward, ExecLine, ExecOutput, ExecStream, ForwardTransport,
    Forwarder, HttpForward, HttpForwardError, Route, Target, TargetError,
};
pub use limits::{Limits, Share};
pub use origin::AllowedHosts;
pub use refused::Refused;
pub use renewal::{Renew, Renewal};
pub use server::{Listeners, serve};
pub use service::{Parts, Receiver};
pub use tls::{Tls, TlsError};
pub use verifier::{Rejection, Verifier, VerifierState};
