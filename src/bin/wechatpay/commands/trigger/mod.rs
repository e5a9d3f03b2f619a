//! `trigger`: sends a test notification, good or faulty, to any endpoint and checks its response.

mod args;
mod http_log;
mod messages;
mod report;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
