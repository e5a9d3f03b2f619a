//! What the test binaries share: homes and processes, plain HTTP, servers that misbehave.

use std::time::Duration;

/// How long a test waits for what is to come: long enough for a machine that is slow and busy, as
/// only a test that fails waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) mod faulty;
pub(crate) mod home;
pub(crate) mod midnight;
pub(crate) mod openssl;
pub(crate) mod orders;
pub(crate) mod platform;
pub(crate) mod postgres;
pub(crate) mod prompt;
pub(crate) mod refunds;
pub(crate) mod responses;
pub(crate) mod service;
pub(crate) mod small_disk;
pub(crate) mod target;
pub(crate) mod terminal;
pub(crate) mod wire;
