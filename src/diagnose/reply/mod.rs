//! Diagnoses a refusal: what WeChat Pay says it received, compared with what was signed.

mod diagnosis;
mod evidence;
mod refusal;

pub use diagnosis::diagnose;
pub use refusal::{Received, ReceivedStamp, Reply, Sent};
