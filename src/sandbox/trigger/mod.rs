//! Notifications to try a receiver with, good and faulty, and what its answers are worth.
//!
//! - `fault`: what can be wrong with one
//! - `plaintext`: what they tell; `specimen`: makes them
//! - `post`: sends them
//! - `verdict`: WeChat Pay's rules for the answers

mod fault;
mod plaintext;
mod post;
mod specimen;
mod verdict;

pub use fault::Fault;
pub use post::{Answer, Exchange, NoAnswer, post};
pub use specimen::{NotifyKey, Specimen, Trigger, TriggerError};
pub use verdict::{Problem, judge};
