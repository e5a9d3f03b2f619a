//! serve-notify as a server: paths, limits, slow clients, HTTP/2.

mod checkout;
mod end;
mod life;
mod live_view;
mod refusals;
mod tls;
mod watch;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::PATIENCE;
use crate::home::{Home, skipped};
use crate::prompt::{in_time, unless_held_up};
use crate::wire::{self, Notice, ask, send};

#[test]
fn the_bound_address_is_shown_to_people_and_to_scripts() {
    let home = Home::new();
    let server = home.serve("--no-store --path /pay/notify");
    assert_eq!(server.first["schema"], "wechatpay/serve-notify/v1");
    let url = server.url();
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/pay/notify"));
    assert!(!url.contains(":0/"), "{url}");
    server.signal("-TERM");
    let (_, _, stderr) = server.end();
    assert!(stderr.contains(&format!("listening on {url}")), "{stderr}");
    let done = home.run("--sandbox serve-notify --listen 127.0.0.1:0 --no-store --for 10ms");
    assert!(done.stderr.contains("listening on http://127.0.0.1:"));
    assert_eq!(done.stdout, "", "only events are results");
}

#[test]
fn what_is_not_there_is_refused_in_the_same_form() {
    let home = Home::new();
    let server = home.serve("--no-store");
    let address = server.address();
    for (method, path, status) in [
        ("POST", "/", 404),
        ("POST", "/notify/", 404),
        ("GET", "/notifyx", 404),
        ("POST", "/wechat/getOpenid", 404),
        ("GET", "/notify", 405),
        ("PUT", "/notify", 405),
        ("DELETE", "/notify", 405),
        ("POST", "/healthz", 405),
        ("POST", "/metrics", 405),
    ] {
        let answer = ask(&address, method, path);
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.head.contains("content-type: application/json"));
        answer.refusal();
        assert_eq!(answer.head.contains("\nallow:"), status == 405, "{path}");
    }
    for path in [
        "/healthz",
        "/metrics",
        "notify",
        "/a b",
        "/{a}",
        "/notify?x",
    ] {
        let mut command = home.command("--sandbox serve-notify --no-store --path");
        let done = command.arg(path).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{path}");
    }
}

#[test]
fn a_target_that_is_none_is_refused_with_what_is_right() {
    let home = Home::new();
    for (target, named) in [
        ("transaction.*=3000", "did you mean TRANSACTION.*?"),
        ("TRANSACTON.*=3000", "'TRANSACTON.*' is not an event type"),
        (
            "TRANSACTION.SUCESS=3000",
            "did you mean TRANSACTION.SUCCESS?",
        ),
        ("=3000", "'' is not an event type"),
        ("TRANSACTION,REFUND=3000", "once for each pattern"),
        ("TRANSACTION.*", "host:port/path"),
        ("REFUND.*=ftp://shop/", "http(s) URL"),
    ] {
        let mut command = home.command("--sandbox serve-notify --no-store --for 10ms");
        let done = command
            .args(["--listen", "127.0.0.1:0", "--forward-to", target])
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{target}: {stderr}");
        assert!(
            stderr.contains("--forward-to") && stderr.contains(named),
            "{stderr}"
        );
    }
}

#[test]
fn large_heads_and_bodies_are_not_read() {
    let home = Home::new();
    let server = home.serve("--no-store --body-limit 8KiB");
    let address = server.address();
    let filler = "x".repeat(8192);
    let many: Vec<(String, String)> = (0..80)
        .map(|n| (format!("X-{n}"), "y".to_owned()))
        .collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let huge = vec![("X-Filler", filler.as_str()); 20];
    for headers in [many, huge] {
        let answer = send(&address, &wire::request("POST", "/notify", &headers, b""));
        assert_eq!(answer.status, 431, "{}", answer.head);
    }
    let declared = wire::request("POST", "/notify", &[], &[b'x'; 8193]);
    assert_eq!(send(&address, &declared).status, 413);
    // What is declared must not be believed, either way.
    let chunked = |chunks: &str| {
        let head = "POST /notify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        send(&address, format!("{head}{chunks}").as_bytes())
    };
    let large = chunked(&format!("2001\r\n{}\r\n0\r\n\r\n", "x".repeat(8193)));
    assert_eq!(large.status, 413);
    assert_eq!(large.refusal(), "body too large");
    let broken = chunked("zz\r\n");
    assert_eq!(broken.status, 400, "a broken body is not a large one");
}

#[test]
fn a_body_in_pieces_and_one_that_was_announced_first_are_read() {
    let home = Home::new();
    let server = home.serve("--no-store");
    let notice = home.notice(&[]);
    let head: String = notice
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let mut chunked = format!(
        "POST /notify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{head}\r\n"
    )
    .into_bytes();
    for piece in notice.body.chunks(100) {
        chunked.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        chunked.extend([piece, b"\r\n"].concat());
    }
    chunked.extend(b"0\r\n\r\n");
    assert_eq!(send(&server.address(), &chunked).status, 204);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let length = notice.body.len();
    let announced = format!(
        "POST /notify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n{head}\r\n"
    );
    stream.write_all(announced.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 "));
    stream.write_all(&notice.body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
}

/// Sends a byte of `rest` each half second until the server cuts it, and returns what it said
/// and after how long.
fn trickle(address: &str, begin: &[u8], rest: u8) -> (String, Duration) {
    let mut stream = TcpStream::connect(address).unwrap();
    let began = Instant::now();
    stream.write_all(begin).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let (mut stderr, mut more) = (Vec::new(), [0; 1024]);
    while began.elapsed() < PATIENCE {
        match stream.read(&mut more) {
            Ok(0) => break,
            Ok(read) => stderr.extend_from_slice(&more[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                if rest != 0 && stream.write_all(&[rest]).is_err() {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    (String::from_utf8(stderr).unwrap(), began.elapsed())
}

#[test]
fn slow_clients_are_cut_while_others_are_served() {
    let home = Home::new();
    let server = home.serve("--no-store");
    let address = server.address();
    let body = b"POST /notify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{";
    let healthy = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let slow: [(&str, &[u8], u8, u64); 6] = [
        ("head", b"POST /notify HTTP/1.1\r\nX-Slow: ", b'a', 10),
        ("body", body, b'x', 5),
        ("silent", b"", 0, 10),
        ("idle after an answer", healthy, 0, 10),
        ("silent on HTTP/2", preface, 0, 20),
        ("first line", b"P", b'P', 10),
    ];
    let threads = slow.map(|(name, begin, rest, seconds)| {
        let address = address.clone();
        let cut = thread::spawn(move || trickle(&address, begin, rest));
        (name, seconds, cut)
    });
    assert_eq!(home.notice(&[]).send(&address).status, 204);
    for (name, seconds, cut) in threads {
        let (stderr, elapsed) = cut.join().unwrap();
        let seconds = Duration::from_secs(seconds);
        assert!(
            elapsed < seconds + Duration::from_secs(60),
            "{name}: {elapsed:?}"
        );
        if name == "body" {
            assert!(stderr.starts_with("HTTP/1.1 408 "), "{stderr}");
            assert!(stderr.contains("\"code\":\"FAIL\""), "{stderr}");
        }
    }
}

/// How long WeChat Pay waits for an answer.
const WECHAT_PAY: Duration = Duration::from_secs(5);

/// Sends a notification's head and half of its body, the rest after a pause, and expects an answer
/// that comes in time from the head on.
fn answered_in_time(address: &str, notice: impl Fn() -> Notice, pause: u64, expected: u16) {
    let pause = Duration::from_millis(pause);
    in_time(WECHAT_PAY, || {
        let notice = notice();
        let mut request = notice.request();
        let rest = request.split_off(request.len() - notice.body.len() / 2);
        let mut stream = TcpStream::connect(address).unwrap();
        let began = Instant::now();
        stream.write_all(&request).unwrap();
        thread::sleep(pause);
        let is_late = began.elapsed() > pause + Duration::from_millis(500);
        // It may have been answered already.
        let _ = stream.write_all(&rest);
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        let elapsed = began.elapsed();
        // A disk that is held up takes the time that the body has left.
        let is_held_up = first[9..] == *b"503" && expected != 503;
        if is_late || is_held_up || elapsed >= WECHAT_PAY {
            return Duration::MAX;
        }
        assert_eq!(first[9..], *expected.to_string().as_bytes(), "{pause:?}");
        elapsed
    });
}

#[test]
fn an_answer_comes_within_five_seconds_of_the_head() {
    let home = Home::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap();
    let server = home.serve(&format!(
        "--store events.db --ack after-forward --forward-to {silent}"
    ));
    let address = server.address();
    thread::scope(|scope| {
        for (pause, expected) in [(0, 502), (2500, 502), (4700, 408)] {
            let (home, address) = (&home, &address);
            scope.spawn(move || answered_in_time(address, || home.notice(&[]), pause, expected));
        }
    });
}

#[test]
fn a_store_that_is_held_up_is_not_waited_for_and_everything_is_printed_once() {
    let home = Home::new();
    let server = home.serve("--store events.db");
    let address = server.address();
    let other = rusqlite::Connection::open(home.path("events.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let notices: Vec<Notice> = (0..4).map(|_| home.notice(&[])).collect();
    thread::scope(|scope| {
        for (notice, after) in notices.iter().zip([0, 100, 1500, 2900]) {
            let address = &address;
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(after));
                answered_in_time(address, || notice.clone(), 0, 503);
            });
        }
    });
    other.execute_batch("ROLLBACK").unwrap();
    for notice in &notices {
        assert_eq!(notice.send(&address).status, 204);
    }
    server.signal("-TERM");
    let (_, lines, _) = server.end();
    let mut ids: Vec<_> = lines.iter().map(|line| line["id"].as_str()).collect();
    ids.sort_unstable();
    let mut expected: Vec<_> = notices.iter().map(Notice::id).collect();
    expected.sort_unstable();
    let expected: Vec<_> = expected.iter().map(|id| Some(id.as_str())).collect();
    assert_eq!(ids, expected);
}

/// How long a connection may be quiet after a response, and accept nothing.
const QUIET: Duration = Duration::from_secs(10);

#[test]
fn no_more_connections_are_open_than_allowed() {
    let home = Home::new();
    unless_held_up(|| fills_its_places(&home));
}

/// Takes every place, has another connection refused and gives a place back.
fn fills_its_places(home: &Home) -> bool {
    let server = home.serve("--no-store --max-connections 2");
    let (address, began) = (server.address(), Instant::now());
    let keep_alive = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(keep_alive).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        held.push(stream);
    }
    let refused = || {
        let asked = wire::request("GET", "/healthz", &[], b"");
        wire::try_send(&address, &asked).is_none()
    };
    let is_refused = refused();
    if !is_refused && began.elapsed() >= QUIET {
        return false;
    }
    assert!(is_refused);
    drop(held.pop());
    let until = Instant::now() + PATIENCE;
    let served = || {
        let asked = wire::request("GET", "/healthz", &[], b"");
        wire::try_send(&address, &asked).is_some_and(|answer| answer.status == 200)
    };
    while !served() {
        assert!(Instant::now() < until, "a slot that was left stays taken");
    }
    true
}

/// Waits until one more connection is served.
fn until_served(address: &str) {
    let began = Instant::now();
    let asked = wire::request("GET", "/healthz", &[], b"");
    while wire::try_send(address, &asked).is_none_or(|answer| answer.status != 200) {
        assert!(began.elapsed() < PATIENCE, "nothing is cut");
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_connection_that_only_answers_pings_is_cut_and_one_with_a_request_is_not() {
    let home = Home::new();
    unless_held_up(|| is_cut_without_a_request(&home));
}

/// How long a connection may be without a request.
const WITHOUT_REQUEST: Duration = Duration::from_secs(20);

/// Checks that a connection keeps its place while it asks now and then, and no longer.
fn is_cut_without_a_request(home: &Home) -> bool {
    let mut server = home.serve("--no-store --max-connections 1 --log-format json");
    let address = server.address();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_certs_only([])
        .no_proxy()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let health = format!("http://{address}/healthz");
    let ask = || runtime.block_on(async { client.get(&health).send().await.unwrap().status() });
    // As long as it asks now and then it stays, longer than a quiet one.
    let mut last = Instant::now();
    for _ in 0..6 {
        last = Instant::now();
        assert_eq!(ask(), 200);
        thread::sleep(Duration::from_secs(4));
    }
    let asked = wire::request("GET", "/healthz", &[], b"");
    let is_refused = wire::try_send(&address, &asked).is_none();
    if !is_refused && last.elapsed() >= WITHOUT_REQUEST {
        return false;
    }
    assert!(is_refused, "it still stays");
    let line = server.logged("refused");
    assert_eq!(line["kind"], "connections");
    assert!(line["hint"].as_str().unwrap().contains("--max-connections"));
    until_served(&address);
    let waited = last.elapsed();
    assert!(
        waited > Duration::from_secs(19),
        "cut too early: {waited:?}"
    );
    true
}

#[test]
fn a_connection_that_does_not_read_its_answers_is_cut() {
    let home = Home::new();
    unless_held_up(|| is_cut_without_reading(&home));
}

/// Checks that a connection that reads nothing keeps its place for a while, and no longer.
fn is_cut_without_reading(home: &Home) -> bool {
    let server = home.serve("--no-store --max-connections 1");
    let (address, began) = (server.address(), Instant::now());
    let mut stream = TcpStream::connect(&address).unwrap();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    stream.read_exact(&mut [0; 12]).unwrap();
    stream.set_nonblocking(true).unwrap();
    let many = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100);
    // It goes on asking, so it is never quiet.
    let asking = thread::spawn(move || {
        let mut at = 0;
        loop {
            match stream.write(&many[at..]) {
                Ok(written) => at = (at + written) % many.len(),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_millis(10));
                }
                Err(_) => break,
            }
        }
    });
    let asked = wire::request("GET", "/healthz", &[], b"");
    let is_refused = wire::try_send(&address, &asked).is_none();
    if !is_refused && began.elapsed() >= QUIET {
        return false;
    }
    assert!(is_refused, "its slot is taken");
    until_served(&address);
    asking.join().unwrap();
    true
}

#[test]
fn only_allowed_addresses_are_served_however_they_are_written() {
    let home = Home::new();
    let notice = home.notice(&[]);
    let status = |options: &str| {
        let server = home.start(&format!(
            "--sandbox --json serve-notify --no-store {options}"
        ));
        let answer = notice.send(&server.address());
        if answer.status == 403 {
            assert_eq!(answer.refusal(), "address not allowed");
        }
        // The server's own pages, and paths that it has not, are under the same rule.
        for (path, open) in [("/healthz", 200), ("/metrics", 200), ("/x", 404)] {
            let expected = if answer.status == 403 { 403 } else { open };
            assert_eq!(ask(&server.address(), "GET", path).status, expected);
        }
        answer.status
    };
    let (v4, mapped, v6) = (
        "--listen 127.0.0.1:0",
        "--listen [::ffff:127.0.0.1]:0",
        "--listen [::1]:0",
    );
    for (listen, allowed, expected) in [
        (v4, "--allow-ip 101.226.103.0/25", 403),
        (v4, "--allow-ip 101.226.103.0/25 --allow-ip 127.0.0.1", 204),
        (v4, "--allow-ip ::1", 403),
        (v4, "--allow-ip ::ffff:127.0.0.0/104", 204),
        (mapped, "--allow-ip 127.0.0.0/8", 204),
        (mapped, "--allow-ip ::ffff:127.0.0.1", 204),
        (mapped, "--allow-ip 10.0.0.0/8", 403),
        (v6, "--allow-ip ::1/128", 204),
        (v6, "--allow-ip 0.0.0.0/0", 403),
    ] {
        let address = listen.trim_start_matches("--listen ");
        if TcpListener::bind(address).is_err() {
            skipped(&format!("{address}, to listen on"));
            continue;
        }
        assert_eq!(
            status(&format!("{listen} {allowed}")),
            expected,
            "{listen} {allowed}"
        );
    }
    let stderr = home
        .run("--sandbox serve-notify --allow-ip wechat.com")
        .fails_with(2);
    assert!(stderr.contains("101.226.103.0/25"), "{stderr}");
}

#[test]
fn http_2_is_spoken_without_tls_too() {
    let home = Home::new();
    let server = home.serve("--store events.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_certs_only([])
        .no_proxy()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let notices: Vec<_> = (0..20).map(|_| home.notice(&[])).collect();
    runtime.block_on(async {
        let sent = notices.into_iter().map(|notice| {
            let mut request = client.post(server.url()).body(notice.body);
            for (name, value) in notice.headers {
                request = request.header(name, value);
            }
            tokio::spawn(request.send())
        });
        for answer in sent.collect::<Vec<_>>() {
            let answer = answer.await.unwrap().unwrap();
            assert_eq!(
                (answer.status().as_u16(), answer.version()),
                (204, reqwest::Version::HTTP_2)
            );
        }
        let answer = client.get(server.url()).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 405);
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!(body["code"], "FAIL");
    });
}
