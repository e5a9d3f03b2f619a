//! The control calls of `/_sandbox/…`: what only a sandbox can do.
//!
//! - `report`: their responses, in both directions
//! - `guard`, `answer`, `routes`, `faults`, `transfers`: the server
//! - `records`: what was received and delivered
//! - `client`: the client; `storage`: a database that cannot be used, in both directions

pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod faults;
pub(crate) mod guard;
pub(crate) mod records;
pub(crate) mod report;
pub(crate) mod routes;
mod storage;
pub(crate) mod transfers;
