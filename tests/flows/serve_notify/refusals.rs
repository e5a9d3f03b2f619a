//! What serve-notify says of the requests and connections that it refuses.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::PATIENCE;
use crate::home::{Home, Server, read};
use crate::prompt::unless_held_up;
use crate::wire::{self, ask, request, send};

/// Ends a server and returns what it logged as refused, in order.
fn refused(server: Server) -> Vec<Value> {
    server.signal("-TERM");
    let (code, _, stderr) = server.end();
    assert_eq!(code, Some(143), "{stderr}");
    let lines = stderr.lines().map(read);
    lines.filter(|line| line["event"] == "refused").collect()
}

fn text<'v>(line: &'v Value, name: &str) -> &'v str {
    line[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name}: {line}"))
}

#[test]
fn each_kind_of_refusal_is_logged_with_its_reason_and_a_hint() {
    let home = Home::new();
    let server = home.serve("--no-store --log-format json --body-limit 8KiB");
    let address = server.address();
    let mut changed = home.notice(&[]);
    changed.body.push(b' ');
    let mut unknown = home.notice(&[]);
    let serial = unknown.headers.iter_mut();
    for (_, serial) in serial.filter(|(name, _)| name == "Wechatpay-Serial") {
        "ABCDEF".clone_into(serial);
    }
    send(&address, &request("POST", "/notify/", &[], b"{}"));
    ask(&address, "GET", "/.env?token=hush");
    ask(&address, "GET", "/notify");
    send(&address, &request("POST", "/notify", &[], &[b'x'; 9000]));
    send(&address, &request("POST", "/notify", &[], b"{}"));
    send(&address, &request("POST", "/notify", &[], b"\n<xml></xml>"));
    changed.send(&address);
    unknown.send(&address);
    send(&address, b"NOT HTTP\r\n\r\n");
    // The beginning of a TLS handshake.
    wire::try_send(&address, &[0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5]);
    let lines = refused(server);
    let expected = [
        ("wrong-path", "/notify/", "--path /notify/"),
        ("unknown-path", "/.env", "notify_url"),
        ("wrong-method", "GET /notify", "POST"),
        ("body-too-large", "8192", "--body-limit"),
        ("missing-header", "Wechatpay-Signature", "proxy"),
        ("api-v2", "XML", "API v3"),
        ("bad-signature", "signature", "verify-notify"),
        ("unknown-serial", "ABCDEF", "download-certs"),
        ("bad-request", "400", "scanner"),
        ("tls-on-plain-port", "TLS", "--tls-cert"),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, (kind, reason, hint)) in lines.iter().zip(expected) {
        assert_eq!(line["kind"], kind, "{line}");
        assert_eq!(line["peer"], "127.0.0.1", "{line}");
        let message = text(line, "message");
        assert!(message.contains(reason), "{line}");
        assert!(text(line, "hint").contains(hint), "{line}");
        assert!(message.ends_with(text(line, "hint")), "{line}");
        assert!(!message.contains("hush"), "{line}");
    }
    assert_eq!(lines[0]["path"], "/notify/");
}

#[test]
fn a_refusal_is_logged_once_a_minute_with_the_number_of_the_others() {
    let home = Home::new();
    let server = home.serve("--no-store --log-format json");
    let address = server.address();
    for _ in 0..30 {
        assert_eq!(ask(&address, "POST", "/notify/").status, 404);
    }
    // A scanner does not hide the path that a proxy changed, nor the other way round.
    for n in 0..20 {
        ask(&address, "GET", &format!("/scan-{n}"));
    }
    let lines = refused(server);
    let of =
        |kind: &str| -> Vec<&Value> { lines.iter().filter(|line| line["kind"] == kind).collect() };
    for (kind, others) in [("wrong-path", 29), ("unknown-path", 19)] {
        let lines = of(kind);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[1]["count"], others, "{lines:?}");
    }
}

#[test]
fn a_resource_that_does_not_open_is_a_kind_of_its_own() {
    let home = Home::new();
    let server = home.serve("--no-store --log-format json");
    let notify = format!("--to {} --fault bad-tag", server.url());
    home.run(&format!("--sandbox trigger TRANSACTION.SUCCESS {notify}"));
    let lines = refused(server);
    let kinds: Vec<_> = lines.iter().map(|line| text(line, "kind")).collect();
    assert_eq!(kinds, ["not-opened"], "{lines:#?}");
    assert!(text(&lines[0], "hint").contains("APIv3"), "{lines:#?}");
}

#[test]
fn a_notification_at_a_strangers_path_is_distinguished_from_a_scanner() {
    let home = Home::new();
    let server = home.serve("--no-store --log-format json --path /pay/notify");
    let address = server.address();
    let notice = home.notice(&[]);
    let headers: Vec<_> = notice
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    // nginx strips the location's prefix if proxy_pass ends in a slash.
    send(&address, &request("POST", "/", &headers, &notice.body));
    let lines = refused(server);
    assert_eq!(lines[0]["kind"], "wrong-path", "{lines:?}");
    assert!(text(&lines[0], "message").contains("listens for /pay/notify"));
}

#[test]
fn a_refusal_is_one_line_in_either_language_and_steers_no_terminal() {
    let home = Home::new();
    for (lang, expected, help) in [
        (
            "en",
            "a request came to /notify/; this server listens for /notify",
            "; help: ",
        ),
        (
            "zh",
            "收到发往 /notify/ 的请求；本服务监听的是 /notify",
            "；帮助：",
        ),
    ] {
        let server = home.serve(&format!("--no-store --lang {lang}"));
        let address = server.address();
        send(&address, &request("POST", "/notify/", &[], b""));
        let odd = [("Wechatpay-Serial", "\u{9b}2J\u{202e}")];
        send(&address, &request("POST", "/notify", &odd, b""));
        server.signal("-TERM");
        let (_, _, stderr) = server.end();
        let line = stderr.lines().find(|line| line.contains(expected)).unwrap();
        assert!(line.contains(help), "{line}");
        assert!(
            !stderr.contains('\u{9b}') && !stderr.contains('\u{202e}'),
            "{stderr}"
        );
    }
}

#[test]
fn an_address_that_is_not_allowed_is_logged() {
    let home = Home::new();
    let server = home.serve("--no-store --log-format json --allow-ip 192.0.2.0/24");
    assert_eq!(ask(&server.address(), "POST", "/notify").status, 403);
    let lines = refused(server);
    assert_eq!(lines[0]["kind"], "address-not-allowed");
    assert!(text(&lines[0], "hint").contains("--allow-ip 127.0.0.1"));
}

#[test]
fn one_address_gets_no_more_than_its_share_of_connections() {
    let home = Home::new();
    unless_held_up(|| takes_its_share(&home));
}

/// How long a connection may be quiet after a response.
const QUIET: Duration = Duration::from_secs(10);

/// Takes the places of an address, and has another connection of it refused.
fn takes_its_share(home: &Home) -> bool {
    let server = home.serve("--no-store --log-format json --max-connections 8");
    let (address, began) = (server.address(), Instant::now());
    let keep_alive = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    // This machine gets seven of eight, so that a proxy is not held up.
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..7 {
        let mut stream = TcpStream::connect(&address).unwrap();
        std::io::Write::write_all(&mut stream, keep_alive).unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
        held.push(stream);
    }
    let asked = request("GET", "/healthz", &[], b"");
    let is_refused = wire::try_send(&address, &asked).is_none();
    if !is_refused && began.elapsed() >= QUIET {
        return false;
    }
    assert!(is_refused, "the eighth");
    // Another address has a place left.
    let other = socket_from("127.0.0.2", &address, &asked);
    assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    drop(held);
    let lines = refused(server);
    assert_eq!(lines[0]["kind"], "connections-of-address", "{lines:?}");
    assert!(text(&lines[0], "hint").contains("--max-connections-per-ip"));
    true
}

/// Sends a request from another address of this machine, and returns the response.
fn socket_from(from: &str, to: &str, request: &[u8]) -> String {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
        let mut stream = socket.connect(to.parse().unwrap()).await.unwrap();
        let mut answer = String::new();
        tokio::io::AsyncWriteExt::write_all(&mut stream, request)
            .await
            .unwrap();
        let read = tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer);
        let read = tokio::time::timeout(PATIENCE, read).await;
        read.unwrap().unwrap();
        answer
    })
}

#[test]
fn one_address_gets_no_more_than_its_share_of_unfinished_requests() {
    let home = Home::new();
    unless_held_up(|| leaves_requests_unfinished(&home));
}

/// After how long a request is given up whose body does not come.
const GIVEN_UP: Duration = Duration::from_millis(4500);

/// Sends requests whose bodies never end.
fn leaves_requests_unfinished(home: &Home) -> bool {
    let server = home.serve("--no-store --log-format json --max-connections-per-ip 3");
    let address = server.address();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_certs_only([])
        .no_proxy()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let began = Instant::now();
    // One connection, on which ten bodies never end.
    let statuses = runtime.block_on(async {
        let each = (0..10).map(|_| {
            let body = reqwest::Body::wrap_stream(futures_util::stream::pending::<
                Result<Vec<u8>, std::io::Error>,
            >());
            let request = client.post(server.url()).body(body);
            tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
        });
        let mut statuses = Vec::new();
        for sent in each.collect::<Vec<_>>() {
            statuses.push(sent.await.unwrap());
        }
        statuses.sort_unstable();
        statuses
    });
    let expected = [vec![408; 3], vec![429; 7]].concat();
    // One that is sent once another was given up has its place, and is given up as much later.
    if statuses != expected && began.elapsed() >= 2 * GIVEN_UP {
        return false;
    }
    assert_eq!(statuses, expected);
    // They are free again.
    assert_eq!(home.notice(&[]).send(&address).status, 204);
    drop(client);
    let lines = refused(server);
    let kinds: Vec<_> = lines.iter().map(|line| text(line, "kind")).collect();
    assert!(kinds.contains(&"requests-of-address"), "{kinds:?}");
    assert!(kinds.contains(&"body-too-slow"), "{kinds:?}");
    true
}

#[test]
fn health_and_metrics_have_a_listener_of_their_own_if_one_is_named() {
    let home = Home::new();
    let server =
        home.serve("--no-store --log-format json --admin-listen localhost:0 --allow-ip 192.0.2.1");
    let public = server.address();
    let admin = text(&server.first, "admin").to_owned();
    let admin = admin.trim_start_matches("http://").trim_end_matches('/');
    assert_ne!(public, admin);
    assert_eq!(ask(admin, "GET", "/healthz").status, 200);
    let metrics = ask(admin, "GET", "/metrics").body;
    assert!(metrics.ends_with("# EOF\n"), "{metrics}");
    for (method, path, status) in [
        ("POST", "/notify", 404),
        ("GET", "/", 404),
        ("POST", "/metrics", 405),
    ] {
        let answer = ask(admin, method, path);
        assert_eq!(answer.status, status, "{method} {path}");
        answer.refusal();
    }
    for path in ["/healthz", "/metrics"] {
        assert_eq!(ask(&public, "GET", path).status, 403);
    }
    refused(server);
    let open = home.serve("--no-store --admin-listen 0");
    for path in ["/healthz", "/metrics"] {
        assert_eq!(ask(&open.address(), "GET", path).status, 404);
    }
}

#[test]
fn health_is_reported_on_its_own_listener_while_every_other_connection_is_taken() {
    let home = Home::new();
    let server = home.serve("--no-store --max-connections 2 --admin-listen 0");
    let admin = text(&server.first, "admin").to_owned();
    let admin = admin.trim_start_matches("http://").trim_end_matches('/');
    let mut taken: Vec<_> = (0..3)
        .map(|_| TcpStream::connect(server.address()).unwrap())
        .collect();
    // The third was refused, so the first two have their places.
    assert_eq!(taken[2].read(&mut [0]).unwrap_or(0), 0);
    for path in ["/healthz", "/metrics"] {
        assert_eq!(ask(admin, "GET", path).status, 200, "{path}");
    }
}

#[test]
fn listen_takes_a_port_alone() {
    let home = Home::new();
    for listen in ["0", ":0", "localhost:0", "127.0.0.1:0"] {
        let server = home.start(&format!(
            "--sandbox --json serve-notify --no-store --listen {listen}"
        ));
        assert!(server.url().starts_with("http://127.0.0.1:"), "{listen}");
        assert_eq!(ask(&server.address(), "GET", "/healthz").status, 200);
    }
    let stderr = home
        .run("--sandbox serve-notify --no-store --listen shop.example:80")
        .fails_with(2);
    assert!(stderr.contains("ADDRESS:PORT"), "{stderr}");
}

#[test]
fn a_type_that_matches_nothing_is_a_usage_error_unless_the_store_has_it() {
    let home = Home::new();
    let server = home.serve("--store events.db");
    let paid = home.notice(&[]);
    assert_eq!(paid.send(&server.address()).status, 204);
    server.signal("-TERM");
    server.end();
    for list in ["list", "export", "replay"] {
        for wrong in ["TRANSACTON.*", "_RANSACTION.*", "PAID", "NEWS.OF_TOMORROW"] {
            let args = format!("--sandbox --json events {list} --store events.db --type {wrong}");
            let error = home.run(&args).failed(2);
            let message = text(&error, "message");
            assert!(message.contains("did you mean TRANSACTION."), "{message}");
        }
    }
    // A later WeChat Pay may send what this version does not know.
    let store = rusqlite::Connection::open(home.path("events.db")).unwrap();
    store
        .execute(
            "UPDATE notification SET event_type = 'NEWS.OF_TOMORROW'",
            [],
        )
        .unwrap();
    drop(store);
    for right in ["NEWS.*", "news.of_tomorrow", "*.OF_TOMORROW"] {
        let args = format!("--sandbox --json events list --store events.db --type {right}");
        let events = home.run(&args).json()["events"].take();
        assert_eq!(events.as_array().unwrap().len(), 1, "{right}");
    }
    let zh = home
        .run("--sandbox --lang zh events list --store events.db --type TRANSACTON.*")
        .fails_with(2);
    assert!(
        zh.contains("没有通知类型匹配") && zh.contains("帮助："),
        "{zh}"
    );
}
