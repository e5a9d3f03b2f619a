//! serve-notify as it is watched: health, metrics, the certificates it fetches, its silence.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::PATIENCE;
use crate::home::{Home, IDENTITY, Server};
use crate::prompt::unless_held_up;
use crate::responses::closed_address;
use crate::wire::{self, ask};

/// Returns the value of a sample, such as `name{label="x"}`.
fn sample(text: &str, name: &str) -> Option<f64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

#[test]
fn metrics_are_what_prometheus_reads_and_count_by_verdict() {
    let home = Home::new();
    let server = home.serve("--store events.db --body-limit 8KiB");
    let address = server.address();
    let good = home.notice(&[]);
    let mut changed = home.notice(&[]);
    changed.body.push(b' ');
    let mut unknown = home.notice(&[]);
    let mut probe = home.notice(&[]);
    for (notice, header, text) in [
        (&mut unknown, "Wechatpay-Serial", "ABCDEF"),
        (&mut probe, "Wechatpay-Signature", "WECHATPAY/SIGNTEST/abc"),
    ] {
        let found = notice.headers.iter_mut().find(|(name, _)| name == header);
        text.clone_into(&mut found.unwrap().1);
    }
    for notice in [&good, &good, &good, &changed, &unknown, &probe] {
        notice.send(&address);
    }
    wire::send(&address, &wire::request("POST", "/notify", &[], &[0; 9000]));
    wire::send(&address, &wire::request("POST", "/notify", &[], b"{}"));
    let answer = ask(&address, "GET", "/metrics");
    assert_eq!(answer.status, 200);
    let kind = "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert!(answer.head.contains(kind), "{}", answer.head);
    let text = answer.body;
    assert!(text.ends_with("# EOF\n"), "{text}");
    let scraped = |accept: &str| {
        let accept = [("Accept", accept)];
        wire::send(&address, &wire::request("GET", "/metrics", &accept, b""))
    };
    let new = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2";
    assert!(scraped(new).head.contains(kind));
    // An older scraper and a browser get the format from before OpenMetrics.
    for accept in ["text/plain;version=0.0.4;q=1,*/*;q=0.1", "text/html,*/*"] {
        let old = scraped(accept);
        let kind = "content-type: text/plain; version=0.0.4; charset=utf-8";
        assert!(old.head.contains(kind), "{}", old.head);
        let family = "# TYPE wechatpay_notifications_received_total counter\n";
        assert!(old.body.contains(family), "{}", old.body);
        assert!(!old.body.contains("# EOF"), "{}", old.body);
        let stored = "wechatpay_notifications_received_total{verdict=\"stored\"}";
        assert_eq!(sample(&old.body, stored), Some(1.0), "{}", old.body);
    }
    let received = |verdict: &str| {
        let name = format!("wechatpay_notifications_received_total{{verdict=\"{verdict}\"}}");
        sample(&text, &name)
    };
    for (verdict, count) in [
        ("stored", 1.0),
        ("duplicate", 2.0),
        ("bad-signature", 1.0),
        ("unknown-serial", 1.0),
        ("probe", 1.0),
        ("too-large", 1.0),
        ("unsigned", 1.0),
    ] {
        assert_eq!(received(verdict), Some(count), "{verdict} {text}");
    }
    assert_eq!(
        sample(&text, "wechatpay_notification_seconds_count"),
        Some(8.0)
    );
    let within = "wechatpay_notification_seconds_bucket{le=\"+Inf\"}";
    assert_eq!(sample(&text, within), Some(8.0));
    let days = text
        .lines()
        .find(|line| line.starts_with("wechatpay_certificate_days_left{serial_no="));
    let days: f64 = days.unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    assert!(days > 1.0, "{text}");
    // Each sample stands under the type of its family, and no family stands twice.
    let mut families: Vec<&str> = Vec::new();
    for line in text.lines().filter(|line| *line != "# EOF") {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            families.push(rest.split(' ').next().unwrap());
        } else if !line.starts_with('#') {
            assert!(line.starts_with(families.last().unwrap()), "{line}");
            assert!(
                line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(),
                "{line}"
            );
        }
    }
    let mut once = families.clone();
    once.dedup();
    assert_eq!(once, families);
}

#[test]
fn the_forward_queue_is_counted_and_no_token_is_shown_anywhere() {
    let home = Home::new();
    let gone = closed_address();
    let gone = gone.trim_start_matches("http://");
    let target = format!("{gone}/hook?token=hush");
    let mut server = home.serve(&format!(
        "--store events.db -vv --log-format json --forward-to {target}1 --forward-to {target}2"
    ));
    for _ in 0..3 {
        assert_eq!(home.notice(&[]).send(&server.address()).status, 204);
    }
    let text = ask(&server.address(), "GET", "/metrics").body;
    for place in [1, 2] {
        let queue =
            format!("wechatpay_forward_queue{{target=\"forward-{place}\",state=\"pending\"}}");
        assert_eq!(sample(&text, &queue), Some(3.0), "{text}");
    }
    // Who may read the metrics need not know what is inside.
    assert!(
        !text.contains(gone) && !text.contains("127.0.0.1"),
        "{text}"
    );
    let id = server.next()["id"].as_str().unwrap().to_owned();
    // An attempt is reported once it has been made.
    let until = Instant::now() + PATIENCE;
    let show = format!("--sandbox --json events show --store events.db {id}");
    while home.run(&show).json()["attempts"][0].is_null() {
        assert!(Instant::now() < until, "no attempt");
    }
    server.signal("-TERM");
    let (_, lines, stderr) = server.end();
    let mut shown = format!("{text}{lines:?}{stderr}");
    for look in [
        "list",
        "stats",
        "export",
        &format!("show {id}"),
        &format!("replay {id}"),
    ] {
        for json in ["", "--json"] {
            let args = format!("--sandbox -vv {json} events {look} --store events.db");
            let done = home.run(&args);
            shown.push_str(&done.stderr);
            shown.push_str(&done.ok());
        }
    }
    let later =
        home.run("--sandbox serve-notify --listen 127.0.0.1:0 --store events.db --for 10ms");
    assert!(
        later.stderr.contains("which is not a target now"),
        "{}",
        later.stderr
    );
    shown.push_str(&later.stderr);
    assert!(!shown.contains("hush"), "{shown}");
}

#[test]
fn health_tells_whether_the_store_takes_anything() {
    let home = Home::new();
    let folder = home.path("store");
    std::fs::create_dir(&folder).unwrap();
    let server = home.serve("--store store/events.db");
    let address = server.address();
    let becomes = |status: u16| {
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = ask(&address, "GET", "/healthz");
            if answer.status == status {
                return answer;
            }
            assert!(Instant::now() < until, "health stays {}", answer.status);
            thread::sleep(Duration::from_millis(100));
        }
    };
    becomes(200);
    std::fs::rename(&folder, home.path("elsewhere")).unwrap();
    let ill = becomes(503);
    assert!(!ill.body.contains("store/"), "{}", ill.body);
    let refused = home.notice(&[]).send(&address);
    assert_eq!(refused.status, 503);
    assert_eq!(refused.refusal(), "not stored; send it again");
    std::fs::rename(home.path("elsewhere"), &folder).unwrap();
    becomes(200);
    assert_eq!(home.notice(&[]).send(&address).status, 204);
}

#[test]
fn health_fails_if_notifications_do_although_the_store_takes_other_things() {
    let home = Home::new();
    let server = home.serve("--store events.db");
    let address = server.address();
    let rename = |from: &str, to: &str| {
        let store = rusqlite::Connection::open(home.path("events.db")).unwrap();
        let rename = format!("ALTER TABLE notification RENAME COLUMN {from} TO {to}");
        store.execute_batch(&rename).unwrap();
    };
    rename("body", "other");
    assert_eq!(ask(&address, "GET", "/healthz").status, 200);
    let notice = home.notice(&[]);
    assert_eq!(notice.send(&address).status, 503);
    assert_eq!(ask(&address, "GET", "/healthz").status, 503);
    rename("other", "body");
    assert_eq!(notice.send(&address).status, 204);
    assert_eq!(ask(&address, "GET", "/healthz").status, 200);
}

/// Passes connections on to a server, and counts the requests for certificates.
fn counting(server: String) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    // It ends with the test's process.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut client, server, counted) =
                (stream.unwrap(), server.clone(), Arc::clone(&counted));
            thread::spawn(move || {
                while let Some(asked) = wire::receive(&mut client) {
                    if asked.raw.starts_with(b"GET /v3/certificates") {
                        counted.fetch_add(1, Ordering::SeqCst);
                        // Others have time to ask meanwhile.
                        thread::sleep(Duration::from_millis(300));
                    }
                    let mut upstream = TcpStream::connect(&server).unwrap();
                    // One request a connection, which stays open for the response: a server may
                    // take a closed half for a client that has gone.
                    let line = asked.raw.iter().position(|byte| *byte == b'\n').unwrap() + 1;
                    upstream.write_all(&asked.raw[..line]).unwrap();
                    upstream.write_all(b"Connection: close\r\n").unwrap();
                    upstream.write_all(&asked.raw[line..]).unwrap();
                    std::io::copy(&mut upstream, &mut client).unwrap();
                }
            });
        }
    });
    (url, count)
}

/// How long a notification waits for the certificates.
const FETCH: Duration = Duration::from_secs(3);

/// A receiver without certificates, and how often it has asked the sandbox for them.
struct Fetching {
    server: Server,
    count: Arc<AtomicUsize>,
    _sandbox: Server,
    home: Home,
}

/// Has thirty notifications wait for the certificates; none if these came too late for some.
fn fetch_for_many() -> Option<Fetching> {
    let home = Home::new();
    let sandbox =
        home.start("sandbox --listen 127.0.0.1:0 --json --mode both --write-profile merchant.toml");
    let (proxy, count) = counting(sandbox.address());
    let profile = home.read("merchant.toml").replace(&sandbox.url(), &proxy);
    home.write("merchant.toml", profile);
    let certs = home.path("merchant-keys/certs");
    std::fs::remove_dir_all(&certs).unwrap();
    std::fs::create_dir(&certs).unwrap();
    let server =
        home.start("--json serve-notify --listen 127.0.0.1:0 --no-store --log-format json");
    let address = server.address();
    let notices: Vec<_> = (0..30).map(|_| home.notice(&[])).collect();
    let began = Instant::now();
    let threads: Vec<_> = notices
        .into_iter()
        .map(|notice| {
            let address = address.clone();
            thread::spawn(move || notice.send(&address).status)
        })
        .collect();
    let statuses: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    if statuses.contains(&401) && began.elapsed() >= FETCH {
        return None;
    }
    assert_eq!(statuses, [204; 30]);
    assert_eq!(count.load(Ordering::SeqCst), 1);
    Some(Fetching {
        server,
        count,
        _sandbox: sandbox,
        home,
    })
}

#[test]
fn an_unknown_serial_has_the_certificates_fetched_once_however_many_ask() {
    let mut fetching = None;
    unless_held_up(|| {
        fetching = fetch_for_many();
        fetching.is_some()
    });
    let Fetching {
        mut server,
        count,
        _sandbox,
        home,
    } = fetching.unwrap();
    let address = server.address();
    // Any sender can name a serial that does not exist; that fetches nothing more for a minute.
    for n in 0..5 {
        let mut notice = home.notice(&[]);
        let serial = notice
            .headers
            .iter_mut()
            .find(|(name, _)| name == "Wechatpay-Serial");
        serial.unwrap().1 = format!("AB{n}");
        assert_eq!(notice.send(&address).status, 401);
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let days = || {
        let text = ask(&address, "GET", "/metrics").body;
        assert!(text.contains("certificate_days_left{serial_no="), "{text}");
    };
    days();
    // What was fetched stays when the profile is read again.
    server.logged("certificates-fetched");
    server.signal("-HUP");
    server.logged("reloaded");
    assert_eq!(home.notice(&[]).send(&address).status, 204);
    assert_eq!(count.load(Ordering::SeqCst), 1);
    days();
    // The minute begins again, as the profile may have been fixed.
    let mut notice = home.notice(&[]);
    let headers = notice.headers.iter_mut();
    for (_, serial) in headers.filter(|(name, _)| name == "Wechatpay-Serial") {
        "CD".clone_into(serial);
    }
    let began = Instant::now();
    assert_eq!(notice.send(&address).status, 401);
    assert_eq!(count.load(Ordering::SeqCst), 2);
    let in_time = began.elapsed() < FETCH;
    server.signal("-TERM");
    let (_, _, stderr) = server.end();
    let fetched = stderr.matches("certificates-fetched").count();
    // A machine that was held up for that long ends it before they are there.
    assert!(fetched == 1 || (fetched == 0 && !in_time), "{stderr}");
}

#[test]
fn nothing_secret_is_said_of_what_comes_and_goes() {
    let home = Home::new();
    let server = home.serve("--no-store -vv --checkout-api");
    let address = server.address();
    let mut changed = home.notice(&[]);
    changed.body[20] ^= 1;
    for notice in [home.notice(&[]), changed] {
        notice.send(&address);
    }
    let json = [("Content-Type", "application/json")];
    for (path, body) in [
        ("/wechat/getOpenid", "{\"code\":\"abc\"}"),
        ("/wechat/getOpenid", "{\"code\":\"error-40125\"}"),
        (
            "/wechat/createOrder",
            "{\"openid\":\"oX\",\"total_fee\":1,\"description\":\"x\"}",
        ),
    ] {
        wire::send(
            &address,
            &wire::request("POST", path, &json, body.as_bytes()),
        );
    }
    let metrics = ask(&address, "GET", "/metrics").body;
    server.signal("-TERM");
    let (_, lines, stderr) = server.end();
    let shown = format!("{metrics}{lines:?}{stderr}");
    for name in ["apiv3_key", "app_secret", "apiclient_key.pem"] {
        let secret = home.read(&format!("{IDENTITY}/{name}"));
        for line in secret.lines().filter(|line| !line.contains("-----")) {
            assert!(!shown.contains(line), "{name}: {shown}");
        }
    }
    assert!(
        stderr.contains("/v3/pay/transactions/jsapi"),
        "-vv shows the wire: {stderr}"
    );
}
