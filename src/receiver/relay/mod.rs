//! Accepted notifications on their way to developers' machines, as server-sent events.
//!
//! - `token`: what a listener shows; `route`: the request and its response
//! - `message`, `sse`: what is sent, written and read
//! - `hub`: reads the store once for all listeners; `listener`: one listener's place in it

mod hub;
mod listener;
mod message;
mod route;
mod sse;
mod token;

pub use hub::Relay;
pub(super) use hub::RelayMetrics;
pub use message::{
    Gap, Opened, ReceivedMessage, RelayMessage, RelayMessageError, RelayedNotification,
};
pub use route::{LISTENER_HEADER, ListenQuery, RELAY_PATH_END};
pub(super) use route::{listen, path};
pub use sse::{ServerEvent, ServerEventReader, ServerEventTooLarge};
pub use token::{RelayToken, RelayTokenError};
