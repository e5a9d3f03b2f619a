//! What the tests of `api` share.

use crate::home::{Done, Home, Server};
use crate::responses::ended;

/// A sandbox that stays up, and a profile for it.
pub(crate) fn start(home: &Home, mode: &str) -> Server {
    home.start(&format!(
        "sandbox --mode {mode} --listen 127.0.0.1:0 --json --write-profile merchant.toml"
    ))
}

/// A home whose sandbox has ended, to be lied to.
pub(crate) fn alone() -> Home {
    let home = Home::new();
    let sandbox = start(&home, "both");
    ended(&home, sandbox);
    home
}

/// Runs `api` on the written profile.
pub(crate) fn api(home: &Home, options: &str, args: &[&str]) -> Done {
    home.with(&format!("--config merchant.toml {options} api"), args)
}
