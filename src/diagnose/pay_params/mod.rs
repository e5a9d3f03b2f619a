//! Diagnoses the parameters that a payer's client was given.

mod claim;
mod known;
mod messages;
mod package;
mod prepay_id;
mod search;
mod signed_string;
mod values;

pub use claim::{Claim, Names};
pub use known::Known;
pub use prepay_id::{NotAPrepayId, prepay_id};
pub use signed_string::{Comparison, Parting};
