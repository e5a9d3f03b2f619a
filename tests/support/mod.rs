//! What the test binaries share: homes and processes, plain HTTP, servers that misbehave.

pub(crate) mod faulty;
pub(crate) mod home;
pub(crate) mod orders;
pub(crate) mod platform;
pub(crate) mod postgres;
pub(crate) mod refunds;
pub(crate) mod responses;
pub(crate) mod service;
pub(crate) mod small_disk;
pub(crate) mod target;
pub(crate) mod terminal;
pub(crate) mod wire;
