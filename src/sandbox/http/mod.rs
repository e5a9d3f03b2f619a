//! HTTP as WeChat Pay's servers speak it, in bounded memory.

pub(crate) mod body;
pub(crate) mod connection;
pub(crate) mod server;
