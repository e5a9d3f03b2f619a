//! What happened on a sandbox: every request that it received and every notification that it
//! posted, for a terminal, a page, a test, and for later.
//!
//! - `message`, `request`, `attempt`, `numbers`: the records
//! - `check`: why a signature was refused, with the bytes and the key at hand
//! - `layer`, `exchange`: a request and its response as they pass by
//! - `recorder`: the queue behind the response; `event`: who is told
//! - `reader`: the records of a data folder, with or without a sandbox that runs on it

pub(crate) mod attempt;
pub(crate) mod check;
pub(crate) mod event;
pub(crate) mod exchange;
pub(crate) mod layer;
pub(crate) mod message;
pub(crate) mod numbers;
pub(crate) mod reader;
pub(crate) mod recorder;
pub(crate) mod request;
