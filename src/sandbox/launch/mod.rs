//! What a command is given so that it takes a sandbox for WeChat Pay.
//!
//! - `field`: values of the made-up merchant; `environment`: the variables of the command

pub(crate) mod environment;
pub(crate) mod field;
