//! The promises of the command line, kept by real processes over real HTTP.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod batch;
mod batch_faults;
mod explain;
mod faulty;
mod home;
mod hostile;
mod network;
mod notify;
mod partner;
mod processes;
mod secrets;
mod trigger;
mod trust;
mod waiting;
mod wire;
