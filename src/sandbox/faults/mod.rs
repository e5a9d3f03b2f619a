//! What can be made to go wrong with the calls of a sandbox, and how often.
//!
//! - `kind`: each fault, its name, and whether the call takes effect
//! - `rule`: a fault with the paths it is for and how often it occurs
//! - `active`: the faults that are set now
//! - `inject`: the layer that lets them occur; `checkpoint`: those that follow the check of a signature;
//!   `damage`: what the others do to a response

pub(crate) mod active;
pub(crate) mod checkpoint;
mod damage;
mod error;
pub(crate) mod inject;
mod kind;
mod rule;

pub use active::ActiveFault;
pub use error::FaultError;
pub use kind::{Effect, FaultKind};
pub use rule::FaultRule;
