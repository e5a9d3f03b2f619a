//! WeChat Pay API v3 for merchants: the library under the `wechatpay` command.
//!
//! Layers, each using only what stands below it:
//!
//! - edges: `client`, `login`, `receiver`, `sandbox`
//! - ground: [`profile`], [`inbox`], [`transport`], [`ambient`], [`error`]
//! - core: [`protocol`], `diagnose`, [`capture`]: pure values, both directions of every message
#![doc(html_no_source)]

pub mod ambient;
pub mod capture;
pub mod client;
pub mod diagnose;
pub mod error;
pub mod inbox;
pub mod login;
pub mod profile;
pub mod protocol;
pub mod receiver;
pub mod sandbox;
pub mod transport;
