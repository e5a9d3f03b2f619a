//! Diagnoses the parameters of a payer's client.

mod claim;
mod context;
mod diagnosis;
mod messages;
mod package;
mod prepay_id;
mod signed_string;
mod values;

pub use claim::{Claim, Names};
pub use context::PayParamsContext;
pub use prepay_id::{NotAPrepayId, prepay_id};
pub use signed_string::{Comparison, FirstDifference};
