//! One call for every line of a file.

mod args;
mod errors;
mod orders;
mod queries;
mod refunds;
mod run;

pub(super) use args::BatchArgs;
pub(super) use orders::run as create_orders;
pub(super) use queries::run as query_orders;
pub(super) use refunds::run as create_refunds;
