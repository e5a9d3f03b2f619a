//! The made-up merchant and the made-up WeChat Pay: their numbers and keys, in one folder.

mod account;
pub(crate) mod generate;
mod layout;
mod platform;

pub use account::Identity;
pub(crate) use layout::Numbers;
