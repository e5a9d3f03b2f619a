//! The bodies that may have been signed in place of a given one.

mod envelope;
mod moves;
mod omissions;
mod permutations;
mod readings;
mod single_numbers;
mod styles;
mod variants;

#[cfg(test)]
mod tests;

pub(super) use variants::{Body, Orders, Spelling};
