//! openssl, which signs and verifies apart from the program.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::home::{Home, IDENTITY};

/// Signs with the key of the sandbox's merchant, as a back end does that has no SDK.
pub(crate) fn sign(home: &Home, message: &str) -> String {
    let key = home.path(IDENTITY).join("apiclient_key.pem");
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-sign"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(message.as_bytes()).unwrap();
    drop(input);
    STANDARD.encode(child.wait_with_output().unwrap().stdout)
}
