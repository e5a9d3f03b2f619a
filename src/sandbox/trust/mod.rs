//! How programs in other languages come to trust the authority of a sandbox.
//!
//! - `runtime`: the languages; `files`: what they read; `variables`: what points to them;
//!   `guide`: all of it at once

pub(crate) mod files;
pub(crate) mod guide;
pub(crate) mod runtime;
pub(crate) mod variables;
