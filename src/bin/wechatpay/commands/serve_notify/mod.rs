//! `serve-notify`: receives notifications, stores them, and forwards them.

mod args;
mod file_limit;
mod live;
mod log_lines;
mod print;
mod server;
mod setup;

pub(crate) use args::Args;
pub(crate) use log_lines::in_one_line;
pub(crate) use server::run;
