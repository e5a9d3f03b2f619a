//! The bodies that may have been signed in place of a given one.

mod envelope;
mod permutations;
mod readings;
mod styles;
mod variants;

#[cfg(test)]
mod tests;

pub(super) use variants::{Body, Orders};
