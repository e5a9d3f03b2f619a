//! The promises of the command line, kept by real processes over real HTTP.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod api;
mod calls;
mod explain;
mod faulty;
mod home;
mod hostile;
mod network;
mod notify;
mod partner;
mod processes;
mod refund;
mod refund_unknown;
mod secrets;
mod sensitive;
mod trigger;
mod trust;
mod upload;
mod waiting;
mod wire;
