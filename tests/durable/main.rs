//! Nothing that was acknowledged is ever lost: both stores under load, kills, and failing disks.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and measures time by the real clock"
)]

mod crash;
mod foreign;
mod forwarding;
#[path = "../flows/home.rs"]
#[allow(dead_code, reason = "shared with the flows, which use all of it")]
mod home;
mod inbox;
mod keeping;
mod outage;
mod platform;
mod postgres;
mod replicas;
mod service;
mod target;
#[path = "../flows/wire.rs"]
#[allow(dead_code, reason = "what the shared home needs of it")]
mod wire;
