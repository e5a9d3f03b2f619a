//! Nothing that was acknowledged is ever lost: both stores under load, kills, and failing disks.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and measures time by the real clock"
)]

mod crash;
mod damage;
mod foreign;
mod forwarding;
mod inbox;
mod keeping;
mod limits;
mod outage;
mod relay;
mod replicas;
mod signals;
mod syncs;

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of it")]
mod support;

use support::{PATIENCE, home, platform, postgres, prompt, service, small_disk, target};
