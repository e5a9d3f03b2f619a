//! What the sandbox reads from strangers, and what it holds in memory.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use crate::PATIENCE;
use crate::home::{Home, Server, skipped};
use crate::prompt::in_time;

const MIB: usize = 1024 * 1024;

/// A call that the sandbox answers at once.
const QUERY: &str = "--sandbox --json query --out-trade-no order-1";

/// Returns the most memory that a process has held, in KiB.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.unwrap().split_whitespace().nth(1).unwrap();
    number.parse().unwrap()
}

/// Sends a head and then megabytes until the other side has had enough; returns how many were
/// sent and what came back.
fn flood(address: &str, head: &str, megabytes: usize) -> (usize, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let wait = Some(PATIENCE);
    stream.set_read_timeout(wait).unwrap();
    stream.set_write_timeout(wait).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let block = vec![b' '; MIB];
    let chunked = head.contains("chunked");
    let mut sent = 0;
    while sent < megabytes {
        let framed = !chunked || stream.write_all(b"100000\r\n").is_ok();
        if !framed || stream.write_all(&block).is_err() {
            break;
        }
        if chunked && stream.write_all(b"\r\n").is_err() {
            break;
        }
        sent += 1;
    }
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    // A connection that was cut may have nothing to read any more.
    let _ = stream.read_to_end(&mut answer);
    (sent, String::from_utf8_lossy(&answer).into_owned())
}

fn head(method: &str, path: &str, headers: &[&str]) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{method} {path} HTTP/1.1\r\n{headers}\r\n")
}

#[test]
fn a_foreign_caller_is_refused_before_its_body_is_read() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let address = sandbox.address();
    let own = format!("Host: {address}");
    let declared = format!("Content-Length: {}", 300 * MIB);
    let chunked = "Transfer-Encoding: chunked";
    for headers in [
        ["Host: evil.example", "X: y", declared.as_str()],
        ["Host: evil.example", "X: y", chunked],
        [&own, "Origin: https://evil.example", &declared],
        [&own, "Origin: null", chunked],
    ] {
        for path in [
            "/_sandbox/import",
            "/_sandbox/reset",
            "/_sandbox/pay/order-1",
        ] {
            // Not a byte of the body is sent, and the answer is there.
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let head = head("POST", path, &headers);
            stream.write_all(head.as_bytes()).unwrap();
            let mut first = [0; 12];
            stream.read_exact(&mut first).unwrap();
            assert_eq!(&first, b"HTTP/1.1 403", "{head}");
        }
    }
}

#[test]
fn another_machine_may_call_the_api_and_not_the_controls() {
    // No packet is sent: the address is only looked up.
    let outside = UdpSocket::bind("0.0.0.0:0").unwrap();
    let own = outside
        .connect("192.0.2.1:9")
        .and_then(|()| outside.local_addr())
        .map(|address| address.ip());
    let Some(own) = own.ok().filter(|ip| !ip.is_loopback()) else {
        return skipped("an address that is not loopback");
    };
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 0.0.0.0:0 --json");
    let address = sandbox.address();
    let port = address.strip_prefix("0.0.0.0:").unwrap();
    let token = sandbox.first["token"].as_str().unwrap();
    let bearer = format!("Authorization: Bearer {token}");
    let ask = |ip: &str, method: &str, path: &str| {
        let mut stream = TcpStream::connect(format!("{ip}:{port}")).unwrap();
        let head = head(
            method,
            path,
            &["Host: localhost", &bearer, "Connection: close"],
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer[9..12].to_owned()
    };
    let own = own.to_string();
    assert_eq!(ask(&own, "GET", "/_sandbox/orders"), "403");
    assert_eq!(ask(&own, "POST", "/_sandbox/reset"), "403");
    assert_eq!(ask("127.0.0.1", "GET", "/_sandbox/orders"), "200");
    assert_eq!(ask(&own, "GET", "/v3/bill/tradebill"), "401");
    // Commands on this machine find it all the same.
    home.order("order-1", "--sandbox --openid o");
    home.run("sandbox --json pay order-1").json();
}

#[test]
fn bodies_that_are_refused_are_not_held() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let address = sandbox.address();
    let own = format!("Host: {address}");
    let declared = format!("Content-Length: {}", 300 * MIB);
    let chunked = "Transfer-Encoding: chunked";
    let foreign = "Host: evil.example";
    let token = sandbox.first["token"].as_str().unwrap();
    let bearer = format!("Authorization: Bearer {token}");
    let floods = [
        (403, head("POST", "/_sandbox/import", &[foreign, &declared])),
        (403, head("POST", "/_sandbox/import", &[foreign, chunked])),
        (
            413,
            head("POST", "/_sandbox/import", &[&own, &bearer, &declared]),
        ),
        (
            413,
            head("POST", "/_sandbox/reset", &[&own, &bearer, chunked]),
        ),
        (403, head("POST", "/_sandbox/reset", &[&own, chunked])),
        (
            413,
            head("POST", "/v3/pay/transactions/jsapi", &[&own, &declared]),
        ),
        (
            413,
            head("POST", "/v3/pay/transactions/jsapi", &[&own, chunked]),
        ),
        (
            413,
            head("POST", "/v3/merchant/media/upload", &[&own, chunked]),
        ),
        (404, head("POST", "/v3/nowhere", &[&own, chunked])),
        (405, head("POST", "/v3/certificates", &[&own, &declared])),
    ];
    let before = peak(&sandbox);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for (status, head) in floods.iter().cycle().take(18) {
            let address = &address;
            scope.spawn(move || {
                let (sent, answer) = flood(address, head, 300);
                assert!(sent < 300, "{head}");
                // Who goes on sending long after the refusal may be cut off without it.
                let refused = format!("HTTP/1.1 {status} ");
                assert!(
                    answer.is_empty() || answer.starts_with(&refused),
                    "{answer}"
                );
                if !answer.is_empty() {
                    assert!(answer.contains("Connection: close\r\n"), "{answer}");
                }
            });
        }
    });
    let held = peak(&sandbox) - before;
    assert!(held < 64 * 1024, "{held} KiB more were held");
    assert!(began.elapsed() < 2 * PATIENCE);
    // The sandbox answers as before.
    home.run(QUERY).failed(9);
}

#[test]
fn a_caller_reads_why_its_body_was_refused() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let address = sandbox.address();
    let own = format!("Host: {address}");
    for (length, path) in [
        (70_000, "/v3/pay/transactions/jsapi"),
        (MIB, "/v3/pay/transactions/jsapi"),
        (3 * MIB, "/v3/merchant/media/upload"),
        (6 * MIB, "/v3/merchant/media/video_upload"),
    ] {
        let declared = format!("Content-Length: {length}");
        let head = head("POST", path, &[&own, &declared]);
        let post = || {
            let mut stream = TcpStream::connect(&address)?;
            stream.write_all(head.as_bytes())?;
            stream.write_all(&vec![b'x'; length])?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok::<_, std::io::Error>(answer)
        };
        // Who takes longer than two seconds to send what is not wanted is cut off.
        let mut attempts = std::iter::repeat_with(post).take(6);
        let answer = attempts.find_map(Result::ok).unwrap();
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.ends_with(r#"{"code":"INVALID_REQUEST","message":"请求体过大"}"#));
    }
}

#[test]
fn many_unfinished_bodies_hold_little_memory_and_keep_no_other_out() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let address = sandbox.address();
    let own = format!("Host: {address}");
    let before = peak(&sandbox);
    let length = 2 * MIB;
    let declared = format!("Content-Length: {length}");
    let head = head("POST", "/v3/merchant/media/upload", &[&own, &declared]);
    let unfinished = || {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_nonblocking(true).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let block = vec![b'x'; MIB];
        // As much as the other side takes; never all of it.
        let _ = stream.write(&block);
        stream
    };
    // An unfinished body is waited for thirty seconds.
    in_time(Duration::from_secs(25), || {
        let held: Vec<_> = std::iter::repeat_with(unfinished).take(100).collect();
        let rest = peak(&sandbox) - before;
        assert!(rest < 64 * 1024, "{rest} KiB more were held");
        let began = Instant::now();
        home.run(QUERY).failed(9);
        let took = began.elapsed();
        drop(held);
        took
    });
}
