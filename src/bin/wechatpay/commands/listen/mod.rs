//! `listen`: the notifications that a server elsewhere accepts, shown and posted to a local app.

mod args;
mod failure;
mod print;
mod run;

pub(crate) use args::Args;
pub(crate) use run::run;
