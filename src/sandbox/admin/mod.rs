//! The control calls of `/_sandbox/…`: what only a sandbox can do.
//!
//! - `report`: their responses, in both directions
//! - `guard`, `answer`, `routes`, `faults`,
//!   `transfers`: the server
//! - `client`: the client

pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod faults;
pub(crate) mod guard;
pub(crate) mod report;
pub(crate) mod routes;
pub(crate) mod transfers;
