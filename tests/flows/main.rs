//! The promises of the command line, kept by real processes over real HTTP.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod api;
mod bill;
mod completions;
mod create_order;
mod doctor;
mod download_certs;
mod ending;
mod environment;
mod events;
mod explain;
mod first_steps;
mod help;
mod hostile;
mod init;
mod key_files;
mod listen;
mod live;
mod man;
mod network;
mod owners;
mod packaging;
mod partner;
mod pay_params;
mod processes;
mod proxies;
mod query;
mod refund;
mod sandbox;
mod schemas;
mod secrets;
mod serve_notify;
mod snapshots;
mod trigger;
mod unusable;
mod verify_notify;
mod widths;
mod wrong;

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of it")]
mod support;

use support::{
    PATIENCE, faulty, home, midnight, openssl, orders, prompt, refunds, responses, service,
    small_disk, target, terminal, wire,
};
