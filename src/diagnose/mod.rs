//! Why a signature does not verify: claims in, findings out.
//!
//! An RSA PKCS#1 v1.5 signature, opened with a public key, reveals the digest that was
//! signed. So "which key made it" and "which bytes were signed" are separate questions, each
//! with a proof:
//!
//! 1. `signature_text` reads the signature, even if its text was damaged;
//! 2. `opened` opens it with each known key: the one that yields a padded digest made it;
//! 3. `message_search` searches the messages that may have been signed, built by [`notification`],
//!    [`pay_params`] and [`request`] out of lines, layouts and ways of writing JSON;
//! 4. `finding` reports what was proved, and what to do about it.

mod body;
mod cause;
mod changed_line;
mod comparison;
mod diagnosis;
mod finding;
pub(crate) mod gzip;
mod json;
mod layouts;
mod message_search;
mod opened;
mod search;
mod sentence;
mod serial_text;
mod shape;
mod signature_analysis;
mod signature_text;
mod stamp_lines;
mod validity;
mod visible;

pub mod notification;
pub mod pay_params;
pub mod reply;
pub mod request;

#[cfg(test)]
mod tests;

pub use cause::{Cause, Subject};
pub use comparison::{ComparedLine, DifferingLine, compare, shortened};
pub use diagnosis::Diagnosis;
pub use finding::{Finding, Proof};
pub use message_search::SignedLine;
pub use search::Limits;
pub(crate) use sentence::sentence;
pub use sentence::{Argument, Sentence};
pub use signature_analysis::{CandidateKey, Party};
pub use validity::certificate_validity;
pub use visible::VisibleLine;
