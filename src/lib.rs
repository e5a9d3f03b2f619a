//! WeChat Pay API v3 for merchants: the library under the `wechatpay` command.
//!
//! Layers, each using only what stands below it:
//!
//! - services: `batch`, `bills`, `certificates`, `doctor`, `explain`, `orders`, `refunds`,
//!   `serving`
//! - edges: `client`, `login`, `receiver`, `sandbox`
//! - ground: [`profile`], [`inbox`], [`transport`], `notify_url`, `fs`, `spreadsheet`,
//!   [`backoff`], [`loopback`], [`ambient`], [`error`]
//! - core: [`protocol`], `diagnose`, [`capture`]: pure values, both directions of every message
#![doc(html_no_source)]

pub mod ambient;
pub mod backoff;
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
#[cfg(all(feature = "client", feature = "diagnose"))]
pub mod explain;
#[cfg(any(feature = "client", feature = "sqlite"))]
pub mod fs;
#[cfg(feature = "receiver")]
pub mod inbox;
#[cfg(feature = "client")]
pub mod login;
pub mod loopback;
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
#[cfg(all(feature = "client", feature = "receiver"))]
pub mod serving;
#[cfg(feature = "batch")]
pub mod spreadsheet;
#[cfg(feature = "client")]
pub mod transport;
