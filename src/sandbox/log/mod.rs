//! What happened on a sandbox: every request that it received and every notification that it
//! posted, for a terminal, a page, a test, and for later.
//!
//! - `message`, `request`, `attempt`, `numbers`: the records
//! - `check`, `diagnosis`: why a signature was refused, from the bytes and the key
//! - `layer`, `exchange`: a request and its response as they pass by
//! - `recorder`: the queue behind the response; `event`: its listeners
//! - `reader`, `filter`: the records of a data folder, with or without a sandbox that runs on it

pub(crate) mod attempt;
pub(crate) mod check;
pub(crate) mod diagnosis;
pub(crate) mod event;
pub(crate) mod exchange;
pub(crate) mod filter;
pub(crate) mod follow;
pub(crate) mod layer;
pub(crate) mod message;
pub(crate) mod numbers;
pub(crate) mod reader;
pub(crate) mod recorder;
pub(crate) mod request;
pub(crate) mod signed_part;
