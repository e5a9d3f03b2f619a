//! The `notify_url`: judges what arrives, keeps it, and only then acknowledges it.

mod judge;
mod serve;

pub use judge::{Judge, Rejection};
pub use serve::{Arrival, Receiver, serve};
