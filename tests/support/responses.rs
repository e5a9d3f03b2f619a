//! A WeChat Pay that gives prepared responses, signed or not.

use std::io::Write;
use std::net::TcpListener;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};

use wechatpay::ambient;
use wechatpay::protocol::certificate::X509;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::signed::SignedBody;
use wechatpay::protocol::stamp::{Stamp, Timestamp};

use super::home::{Home, IDENTITY, Server};
use super::target::silent_port;
use super::wire::{Captured, receive};

/// A home with a written profile, whose sandbox has ended: its keys stay, to sign lies with.
pub(crate) fn home() -> Home {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    ended(&home, sandbox);
    home
}

/// Ends a sandbox, and has its profile name a port where nothing listens: another test's server may
/// get the one that it had.
pub(crate) fn ended(home: &Home, sandbox: Server) {
    static CLOSED: OnceLock<String> = OnceLock::new();
    let url = format!("http://{}", sandbox.address());
    drop(sandbox);
    let profile = home.read("merchant.toml");
    assert!(profile.contains(&url), "{url}: {profile}");
    let closed = CLOSED.get_or_init(closed_address);
    home.write("merchant.toml", profile.replace(&url, closed));
}

pub(crate) fn platform_key(home: &Home) -> SigningKey {
    let identity = home.path(IDENTITY);
    let certificate = std::fs::read(identity.join("platform_cert.pem")).unwrap();
    let serial = X509::from_pem(&certificate).unwrap().serial_no().clone();
    let pem = std::fs::read(identity.join("platform_key.pem")).unwrap();
    SigningKey::from_pem(serial, &pem).unwrap()
}

pub(crate) fn http(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 {status} X\r\nRequest-ID: 08ABCDEF-268435461\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// A body as the platform signs it, N seconds ago.
pub(crate) fn signed(key: &SigningKey, age: i64, body: &[u8]) -> Vec<u8> {
    let fresh = ambient::stamp();
    let stamp = Stamp {
        timestamp: Timestamp(fresh.timestamp.0 - age),
        ..fresh
    };
    let signed = SignedBody::sign(key, &stamp, body.to_vec());
    http(200, &signed.headers(), body)
}

/// Answers each request with the next of these, the last again and again; the requests arrive
/// on the channel.
pub(crate) fn server(answers: Vec<Vec<u8>>) -> (String, Receiver<Captured>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        let mut place = 0;
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(captured) = receive(&mut stream) else {
                continue;
            };
            let answer = &answers[place.min(answers.len() - 1)];
            place += 1;
            // Before the answer, or its reader could look in vain.
            let gone = sender.send(captured).is_err();
            // The other side may have enough before this one is done.
            let _ = stream.write_all(answer);
            if gone {
                return;
            }
        }
    });
    (url, requests)
}

pub(crate) fn nonce(request: &Captured) -> String {
    let header = request.header("authorization").to_owned();
    let rest = header.split("nonce_str=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

pub(crate) const PREPAID: &[u8] = br#"{"prepay_id":"wx1"}"#;

/// A URL where nothing listens, and nothing will: the port stays taken.
pub(crate) fn closed_address() -> String {
    let (socket, address) = silent_port();
    std::mem::forget(socket);
    format!("http://{address}")
}

pub(crate) fn good(home: &Home) -> Vec<u8> {
    signed(&platform_key(home), 0, PREPAID)
}
