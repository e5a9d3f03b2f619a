//! The other end of a receiver's relay: what a server accepts, on a developer's machine.
//!
//! - `address`: the URL of a relay
//! - `source`: a connection to it, and the messages on it
//! - `state`: what was taken, in a folder of its own, so that nothing is missed or taken twice
//! - `engine`: connects again and again, stores what comes, and forwards it
//! - `error`: why a relay cannot be used

mod address;
mod engine;
mod error;
mod source;
mod state;

pub use address::{RelayUrl, RelayUrlError};
pub use engine::{ListenEvent, ListenOptions, Listening};
pub use error::ListenError;
pub use source::{RelaySource, RelayStream};
pub use state::{ListenState, StateError};
