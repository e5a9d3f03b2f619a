//! How programs in other languages come to trust the authority of a sandbox.
//!
//! - `runtime`: the languages; `files`: what they read; `variables`: what points to them

pub(crate) mod files;
pub(crate) mod runtime;
pub(crate) mod variables;
