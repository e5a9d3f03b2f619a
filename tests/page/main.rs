//! The sandbox's page: over plain HTTP, and in a browser.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod browser;
mod pictures;
mod shop;
mod use_in_browser;
