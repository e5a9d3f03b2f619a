//! Forwarding stored notifications: at least once, in order for each order number, until they
//! have arrived.
//!
//! - `forwarder`: takes what is due from the inbox and records each attempt
//! - `target`: where notifications go, and which
//! - `transport`, `exec`: how they get there, by HTTP or by a program

mod exec;
mod forwarder;
mod target;
mod transport;

pub use exec::{ExecError, ExecForward, ExecOutput};
pub use forwarder::{Forwarder, RetryPolicy, Route};
pub use target::{Target, TargetError};
pub use transport::{DeliveryResult, ForwardTransport, HttpForward, HttpForwardError};
