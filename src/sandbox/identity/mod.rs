//! The made-up merchants and the made-up WeChat Pay: their numbers and keys.
//!
//! - `account`: a merchant with WeChat Pay's keys; `merchants`: all of a data folder
//! - `generate`: makes them up; `layout`: their files; `platform`: WeChat Pay's certificates

mod account;
pub(crate) mod generate;
mod layout;
mod merchants;
mod platform;

pub use account::Identity;
pub(crate) use merchants::Merchants;
pub use merchants::NewMerchant;
