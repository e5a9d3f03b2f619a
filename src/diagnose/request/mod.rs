//! Diagnoses a signed request that was, or would be, refused with `SIGN_ERROR`.

mod diagnosis;
mod header;
mod signing_time;
#[cfg(test)]
mod tests;
mod url_forms;

pub use diagnosis::{Request, RequestContext, diagnose};
pub use signing_time::SigningTime;
