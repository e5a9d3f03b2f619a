//! WeChat Pay API v3 for merchants: the library under the `wechatpay` command.
//!
//! Layers, each using only what stands below it:
//!
//! - services: `batch`, `bills`, `certificates`, `doctor`, `orders`, `refunds`
//! - edges: `client`, `login`, `receiver`, `sandbox`
//! - ground: [`profile`], [`inbox`], [`transport`], `notify_url`, `fs`, [`ambient`],
//!   [`error`]
//! - core: [`protocol`], `diagnose`, [`capture`]: pure values, both directions of every message
#![doc(html_no_source)]

pub mod ambient;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "client")]
pub mod bills;
#[cfg(feature = "diagnose")]
pub mod capture;
#[cfg(feature = "client")]
pub mod certificates;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "diagnose")]
pub mod diagnose;
#[cfg(feature = "client")]
pub mod doctor;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod fs;
#[cfg(feature = "receiver")]
pub mod inbox;
#[cfg(feature = "client")]
pub mod login;
#[cfg(feature = "client")]
pub mod notify_url;
#[cfg(feature = "client")]
pub mod orders;
#[cfg(feature = "client")]
pub mod profile;
pub mod protocol;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "client")]
pub mod refunds;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "client")]
pub mod transport;
