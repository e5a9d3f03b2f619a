//! The promises of the command line, kept by real processes over real HTTP.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod api;
mod calls;
mod doctor;
mod explain;
mod home;
mod hostile;
mod notify;
mod partner;
mod processes;
mod secrets;
mod sensitive;
mod trust;
mod upload;
mod wire;
