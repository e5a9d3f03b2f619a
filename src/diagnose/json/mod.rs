//! JSON as text: parsed without loss, compared, and written again as other programs do.
//!
//! Keys keep their order, numbers their digits and strings their escapes, since all of them are
//! bytes that were hashed.

pub(super) mod compare;
pub(super) mod habits;
mod node;
pub(super) mod number;
pub(super) mod order;
pub(super) mod printed;
pub(super) mod style;

pub(super) use node::{JsonString, Node, parse, units};
