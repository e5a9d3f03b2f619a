//! `listen`: a server's notifications on this machine, and what is refused on the way.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::PATIENCE;
use crate::home::{Home, Server, text};
use crate::responses::{http, server};
use crate::service::eventually;
use crate::target::{Target, silent_port};
use crate::wire::{self, request};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn private(home: &Home, name: &str, content: &str) {
    home.write(name, content);
    let mode = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(home.path(name), mode).unwrap();
}

fn home() -> Home {
    let home = Home::new();
    private(&home, "relay.token", &format!("{TOKEN}\n"));
    home
}

fn relay(home: &Home, options: &str) -> Server {
    home.serve(&format!(
        "--store s.db --relay-token-file relay.token {options}"
    ))
}

/// A stream of the relay, without the client.
fn stream(address: &str, target: &str, headers: &[(&str, &str)]) -> TcpStream {
    let authorization = format!("Bearer {TOKEN}");
    let mut all = vec![("Authorization", authorization.as_str())];
    all.extend(headers);
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(&request("GET", target, &all, b""))
        .unwrap();
    stream
}

/// Reads until a text has come.
fn until(stream: &mut TcpStream, wanted: &str) -> String {
    let (mut read, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if text.contains(wanted) {
            return text;
        }
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "it ended without {wanted}: {text}");
        read.extend(&piece[..length]);
    }
}

/// An address that stays while the server behind it is replaced: a port that was given back may be
/// another program's by then.
struct Detour {
    url: String,
    to: Arc<Mutex<String>>,
}

impl Detour {
    fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/notify", listener.local_addr().unwrap());
        let to = Arc::new(Mutex::new(server.address()));
        let leads_to = Arc::clone(&to);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let (near, to) = (near.unwrap(), leads_to.lock().unwrap().clone());
                let Ok(far) = TcpStream::connect(to) else {
                    continue;
                };
                pass_on(near.try_clone().unwrap(), far.try_clone().unwrap());
                pass_on(far, near);
            }
        });
        Self { url, to }
    }

    fn lead_to(&self, server: &Server) {
        *self.to.lock().unwrap() = server.address();
    }
}

/// Passes on what comes on a connection until either side ends.
fn pass_on(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// Returns a file of this name in a folder or those in it.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    entries
        .map(|entry| entry.unwrap().path())
        .find_map(|path| match path.file_name() {
            Some(found) if found == name => Some(path),
            Some(_) | None => find(&path, name),
        })
}

#[test]
fn a_local_app_gets_the_exact_bytes_and_its_answer_is_shown() {
    let home = home();
    let served = relay(&home, "");
    assert_eq!(served.first["relay"], format!("{}/relay", served.url()));
    let runtime = Runtime::new().unwrap();
    let mut is_first = true;
    let app = Target::start(&runtime, move |_| {
        if std::mem::take(&mut is_first) {
            500
        } else {
            200
        }
    });
    let to = app.url();
    let listen = format!(
        "--json listen {} --token-file relay.token --forward-to {to} --forward-to REFUND.*={to}?only",
        served.url()
    );
    let mut listener = home.start(&listen);
    assert_eq!(listener.first["schema"], "wechatpay/listen/v1");
    assert_eq!(listener.first["type"], "listening");
    // The same once more would post everything twice; without a target there may be any number.
    let error = home.run(&listen).failed(3);
    assert!(text(&error, "message").contains("another"), "{error}");
    let mut shown = home.start(&format!(
        "--json listen {} --token-file relay.token",
        served.url()
    ));
    let notice = home.notice(&[("out_trade_no", "order-1")]);
    assert_eq!(notice.send(&served.address()).status, 204);
    let arrived = listener.next();
    assert_eq!(arrived["type"], "notification");
    assert_eq!(arrived["id"], notice.id());
    assert_eq!(arrived["resource"]["out_trade_no"], "order-1");
    assert_eq!(arrived["resource"].get("payer"), None);
    assert_eq!(
        arrived["body"],
        String::from_utf8(notice.body.clone()).unwrap()
    );
    assert_eq!(shown.next(), arrived);
    let refused = listener.next();
    assert_eq!(
        (&refused["type"], &refused["status"]),
        (&json!("delivery"), &json!(500))
    );
    assert_eq!(refused["is_delivered"], false);
    let delivered = listener.next();
    assert_eq!(
        (&delivered["status"], &delivered["target"]),
        (&json!(200), &json!(to))
    );
    assert!(delivered["elapsed_ms"].is_number(), "{delivered}");
    for seen in app.seen() {
        assert_eq!(seen.body, notice.body);
        for (name, value) in &notice.headers {
            assert_eq!(seen.headers[name], value.as_str(), "{name}");
        }
    }
    listener.signal("-INT");
    assert_eq!(listener.end().0, Some(130));
    drop(shown);
    // What was taken does not come again, and what was missed does.
    let missed = home.notice(&[("out_trade_no", "order-2")]);
    assert_eq!(missed.send(&served.address()).status, 204);
    let again = home.start(&format!("{listen} --once --since 1h"));
    let (code, lines, stderr) = again.end();
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(lines[0]["id"], missed.id());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(app.taken(), [notice.id(), missed.id()]);
    // A position that is lost loses nothing, and repeats nothing.
    let position = find(&home.path("."), "position.json").unwrap();
    std::fs::remove_file(position).unwrap();
    let missed_too = home.notice(&[("out_trade_no", "order-3")]);
    assert_eq!(missed_too.send(&served.address()).status, 204);
    let (code, lines, said) = home.start(&format!("{listen} --once")).end();
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(lines[0]["id"], missed_too.id());
    assert_eq!(app.taken().len(), 3);
    let page = home.run(&format!(
        "listen {} --token-file relay.token --since 1h --max-events 2 --type *.SUCCESS",
        served.url()
    ));
    let page = page.ok();
    let first = page.lines().next().unwrap();
    assert!(
        first.starts_with("--> TRANSACTION.SUCCESS order-1 ¥0.01 "),
        "{page}"
    );
    assert_eq!(page.lines().count(), 2, "{page}");
}

/// A token from a vault needs no file.
#[test]
fn a_piped_token_is_taken_and_a_broken_exchange_is_explained_in_the_readers_language() {
    let home = home();
    let served = relay(&home, "");
    let notice = home.notice(&[("out_trade_no", "order-1")]);
    assert_eq!(notice.send(&served.address()).status, 204);
    let (closing, _requests) = server(vec![Vec::new(), http(204, &[], b"")]);
    let piped = home.pipe(
        &format!(
            "--lang zh listen {} --token-file - --since 1h --once --forward-to {closing}",
            served.url()
        ),
        format!("{TOKEN}\n"),
    );
    let shown = piped.ok();
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines[0].contains("order-1"), "{shown}");
    assert!(lines[1].starts_with("<-- [-] "), "{shown}");
    assert!(
        lines[1].contains("：连接在收到完整应答之前中断；"),
        "{shown}"
    );
    assert!(lines[2].starts_with("<-- [204] "), "{shown}");
}

#[test]
fn an_app_that_is_down_is_waited_for_and_another_order_does_not_wait_for_it() {
    let home = home();
    let served = relay(&home, "");
    let runtime = Runtime::new().unwrap();
    let stuck = home.notice(&[("out_trade_no", "order-1")]);
    let later = home.notice(&[("out_trade_no", "order-1")]);
    let other = home.notice(&[("out_trade_no", "order-2")]);
    let (id, other_id) = (stuck.id(), other.id());
    let (mut refusals, mut is_other_taken) = (0, false);
    let decide = move |seen: &str| {
        is_other_taken |= seen == other_id;
        if seen == id && (refusals < 2 || !is_other_taken) {
            refusals += 1;
            return 503;
        }
        200
    };
    let (port, address) = silent_port();
    let listener = home.start(&format!(
        "--json listen {} --token-file relay.token --forward-to {address} --max-events 3",
        served.url()
    ));
    for notice in [&stuck, &later, &other] {
        assert_eq!(notice.send(&served.address()).status, 204);
    }
    // Nothing listened there until now.
    let app = Target::start_at(&runtime, port, decide);
    let (code, _, stderr) = listener.end();
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(app.taken(), [other.id(), stuck.id(), later.id()]);
}

#[test]
fn only_the_token_opens_the_relay_and_places_are_limited() {
    let home = home();
    // The rule is for WeChat Pay's addresses; the relay has its token.
    let mut served = relay(
        &home,
        "--allow-ip 203.0.113.0/24 --admin-listen 127.0.0.1:0 --log-format json",
    );
    let address = served.address();
    for wrong in [
        "",
        "Bearer",
        "Bearer 0123456789abcdef0123456789abcdeg",
        TOKEN,
    ] {
        let asked = request("GET", "/notify/relay", &[("Authorization", wrong)], b"");
        let answer = wire::send(&address, &asked);
        assert_eq!(answer.status, 401, "{wrong}");
        assert!(answer.head.contains("www-authenticate: bearer"));
        answer.refusal();
    }
    assert_eq!(served.logged("refused")["kind"], "relay-token");
    for wrong in ["?after=1", "?type=NOTHING.*", "?token=x"] {
        let mut stream = stream(&address, &format!("/notify/relay{wrong}"), &[]);
        assert!(until(&mut stream, "\"FAIL\"").starts_with("HTTP/1.1 400 "));
    }
    let mut open: Vec<_> = (0..64)
        .map(|_| stream(&address, "/notify/relay", &[]))
        .collect();
    for stream in &mut open {
        let head = until(stream, "event: open").to_ascii_lowercase();
        assert!(head.contains("content-type: text/event-stream"), "{head}");
    }
    let full = wire::send(
        &address,
        &request(
            "GET",
            "/notify/relay",
            &[("Authorization", &format!("Bearer {TOKEN}"))],
            b"",
        ),
    );
    assert_eq!(full.status, 503);
    assert!(full.head.contains("retry-after: 5"), "{}", full.head);
    full.refusal();
    let admin = served.first["admin"].as_str().unwrap().to_owned();
    let admin = admin.trim_start_matches("http://").trim_end_matches('/');
    let metrics = wire::ask(admin, "GET", "/metrics").body;
    for line in [
        "wechatpay_relay_listeners 64",
        "wechatpay_relay_refused_total 5",
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }
    drop(open.pop());
    private(&home, "other.token", "0123456789abcdef0123456789abcdeg");
    let listen = |token: &str| format!("--json listen {} --token-file {token}", served.url());
    let wrong = home.run(&listen("other.token")).failed(3);
    assert!(text(&wrong, "message").contains("token"), "{wrong}");
    // Those who have the old token are disconnected, and end when they come back.
    let turned_away = home.start(&listen("relay.token"));
    private(&home, "relay.token", "another0123456789another0123456789");
    served.signal("-HUP");
    assert_eq!(served.logged("reloaded")["event"], "reloaded");
    for stream in &mut open {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
    }
    let mut asked = stream(&address, "/notify/relay", &[]);
    assert!(until(&mut asked, "\"FAIL\"").starts_with("HTTP/1.1 401 "));
    let (code, _, stderr) = turned_away.end();
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stderr.contains("token"), "{stderr}");
    let listener = home.start(&format!(
        "--json listen {} --token-file relay.token",
        served.url()
    ));
    let ended = Instant::now();
    served.signal("-TERM");
    assert_eq!(served.wait(), Some(143));
    assert!(ended.elapsed() < PATIENCE, "{:?}", ended.elapsed());
    listener.signal("-TERM");
    assert_eq!(listener.end().0, Some(143));
}

#[test]
fn a_listener_that_asks_for_what_is_gone_is_told() {
    let home = home();
    let served = relay(&home, "");
    let notices: Vec<_> = (0..3)
        .map(|number| home.notice(&[("out_trade_no", &format!("order-{number}"))]))
        .collect();
    for notice in &notices {
        assert_eq!(notice.send(&served.address()).status, 204);
    }
    let gone = "57-0123456789abcdef";
    for (target, headers) in [
        (format!("/notify/relay?after={gone}"), vec![]),
        ("/notify/relay".to_owned(), vec![("Last-Event-ID", gone)]),
    ] {
        let mut stream = stream(&served.address(), &target, &headers);
        let read = until(&mut stream, &notices[2].id());
        let gap = read.find("event: gap").unwrap();
        assert!(
            read.contains(&format!(r#"data: {{"after":"{gone}"}}"#)),
            "{read}"
        );
        assert!(gap < read.find(&notices[0].id()).unwrap());
    }
    // A position that is there goes on without a word.
    let mut first = stream(&served.address(), "/notify/relay?seconds=3600", &[]);
    let read = until(&mut first, &notices[1].id());
    let id = read
        .split("id: ")
        .find(|part| part.contains(&notices[1].id()))
        .unwrap();
    let id = id.lines().next().unwrap();
    let mut rest = stream(&served.address(), &format!("/notify/relay?after={id}"), &[]);
    let read = until(&mut rest, &notices[2].id());
    assert!(
        !read.contains("event: gap") && !read.contains(&notices[1].id()),
        "{read}"
    );
    // The store is replaced while a listener is away.
    let runtime = Runtime::new().unwrap();
    let app = Target::start(&runtime, |_| 200);
    let detour = Detour::to(&served);
    let listen = format!(
        "--json listen {} --token-file relay.token --forward-to {} --since 1h",
        detour.url,
        app.url()
    );
    home.run(&format!("{listen} --max-events 3")).ok();
    // A listener that came when the store was empty has everything, until the first are deleted.
    let from_the_start = "/notify/relay?after=0-0000000000000000";
    let ask = || {
        let mut stream = stream(&served.address(), from_the_start, &[]);
        until(&mut stream, &notices[2].id())
    };
    assert!(!ask().contains("event: gap"));
    let store = rusqlite::Connection::open(home.path("s.db")).unwrap();
    let deleted = store.execute("DELETE FROM notification WHERE seq = 1", []);
    assert_eq!(deleted, Ok(1));
    drop(store);
    let read = ask();
    assert!(read.contains("event: gap"), "{read}");
    assert!(!read.contains(&notices[0].id()), "{read}");
    drop(served);
    let fresh = home.serve("--store fresh.db --relay-token-file relay.token");
    detour.lead_to(&fresh);
    let notice = home.notice(&[("out_trade_no", "order-9")]);
    assert_eq!(notice.send(&fresh.address()).status, 204);
    let (_, lines, _) = home.start(&format!("{listen} --once")).end();
    assert_eq!(lines[0]["type"], "gap", "{lines:?}");
    assert_eq!(app.taken().last(), Some(&notice.id()));
    let all: HashSet<_> = app.taken().into_iter().collect();
    assert_eq!((all.len(), app.seen().len()), (4, 4));
}

#[test]
fn what_is_deleted_just_after_a_listener_came_is_told_across_a_new_connection() {
    let home = home();
    let served = relay(&home, "");
    let send = |order| {
        let notice = home.notice(&[("out_trade_no", order)]);
        assert_eq!(notice.send(&served.address()).status, 204);
        notice
    };
    send("order-0");
    let mut came = stream(&served.address(), "/notify/relay", &[]);
    let opened = until(&mut came, "\"now\"");
    let after = |mark| opened.split(mark).nth(1).unwrap();
    let position = after("id: ").lines().next().unwrap();
    let now: String = after("\"now\":")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    drop(came);
    let (gone, kept) = (send("order-1"), send("order-2"));
    // What a server has read for a listener, it may still send.
    drop(served);
    let store = rusqlite::Connection::open(home.path("s.db")).unwrap();
    let deleted = store.execute("DELETE FROM notification WHERE id = ?1", [gone.id()]);
    assert_eq!(deleted, Ok(1));
    drop(store);
    let served = relay(&home, "");
    let target = format!("/notify/relay?after={position}&since={now}");
    let read = until(&mut stream(&served.address(), &target, &[]), &kept.id());
    assert!(read.contains("event: gap"), "{read}");
    assert!(!read.contains(&gone.id()), "{read}");
}

#[test]
fn a_listener_whose_inbox_was_removed_gets_what_was_not_delivered_once_more() {
    let home = home();
    let served = relay(&home, "");
    let runtime = Runtime::new().unwrap();
    let is_up = Arc::new(AtomicBool::new(true));
    let up = Arc::clone(&is_up);
    let app = Target::start(
        &runtime,
        move |_| {
            if up.load(Ordering::Relaxed) { 200 } else { 503 }
        },
    );
    let listen = format!(
        "--json listen {} --token-file relay.token --forward-to {}",
        served.url(),
        app.url()
    );
    let send = |order| {
        let notice = home.notice(&[("out_trade_no", order)]);
        assert_eq!(notice.send(&served.address()).status, 204);
        notice
    };
    let mut listener = home.start(&listen);
    send("order-1");
    assert_eq!(listener.next()["type"], "notification");
    assert_eq!(listener.next()["is_delivered"], true);
    is_up.store(false, Ordering::Relaxed);
    let stuck = send("order-2");
    assert_eq!(listener.next()["id"], stuck.id());
    assert_eq!(listener.next()["is_delivered"], false);
    listener.signal("-INT");
    assert_eq!(listener.end().0, Some(130));
    is_up.store(true, Ordering::Relaxed);
    let inbox = find(&home.path(".local/state"), "inbox.db").unwrap();
    for suffix in ["", "-wal", "-shm"] {
        // The files beside it come and go.
        let _ = std::fs::remove_file(format!("{}{suffix}", inbox.display()));
    }
    let listener = home.start(&listen);
    eventually("it is delivered", || {
        app.taken().contains(&stuck.id()).then_some(())
    });
    listener.signal("-INT");
    let (code, _, stderr) = listener.end();
    assert_eq!(code, Some(130), "{stderr}");
    assert!(stderr.contains("is requested again"), "{stderr}");
}

/// What `listen` says of a server that gives this response.
fn error_of(home: &Home, response: Vec<u8>) -> Value {
    let (url, _requests) = server(vec![response]);
    home.run(&format!(
        "--json listen {url}/notify --token-file relay.token"
    ))
    .failed(3)
}

#[test]
fn what_is_not_a_relay_is_told_at_once() {
    let home = home();
    let of = |status, headers: &[(&str, &str)], body: &[u8]| {
        error_of(&home, http(status, headers, body))
    };
    for (error, expected) in [
        (of(401, &[], b"{}"), "token"),
        (of(404, &[], b"{}"), "no relay"),
        (of(405, &[], b""), "no relay"),
        (
            of(
                200,
                &[("Content-Type", "text/html; charset=utf-8")],
                b"<html>",
            ),
            "text/html",
        ),
        (
            of(
                302,
                &[("Location", "https://login.example/?token=hunter2")],
                b"",
            ),
            "login.example",
        ),
        (
            of(403, &[], br#"{"message":"not from there"}"#),
            "not from there",
        ),
    ] {
        assert!(text(&error, "message").contains(expected), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(!text(&error, "hint").is_empty());
    }
    let run = |args: &str| home.run(&format!("listen {args}"));
    let plain = run("http://pay.example.com/notify --token-file relay.token").fails_with(2);
    assert!(plain.contains("must be https"), "{plain}");
    let login = run("https://u:hunter2@pay.example.com --token-file relay.token").fails_with(2);
    assert!(!login.contains("hunter2"), "{login}");
    let chinese =
        run("http://pay.example.com/notify --token-file relay.token --lang zh").fails_with(2);
    assert!(chinese.contains("只能用于本机"), "{chinese}");
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = plain.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in plain.incoming() {
            let _ = stream
                .unwrap()
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let tls = run(&format!("https://{address} --token-file relay.token")).fails_with(7);
    assert!(tls.contains("TLS"), "{tls}");
    // A receiver without a relay, as all were once.
    let old = home.serve("--no-store");
    let error = home
        .run(&format!(
            "--json listen {} --token-file relay.token",
            old.url()
        ))
        .failed(3);
    assert!(text(&error, "message").contains("no relay"), "{error}");
    assert!(
        text(&error, "hint").contains("--relay-token-file"),
        "{error}"
    );
    let port =
        run("https://pay.example.com --token-file relay.token --forward-to 99999").fails_with(2);
    assert!(port.contains("99999"), "{port}");
}

#[test]
fn a_token_that_could_be_guessed_or_read_is_refused_on_both_sides() {
    let home = home();
    home.run("--sandbox --json download-certs").ok();
    private(&home, "short", "hunter2");
    private(&home, "spaces", &format!("{TOKEN} {TOKEN}"));
    home.write("open", TOKEN);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(home.path("open"), open).unwrap();
    for (file, expected) in [
        ("short", "openssl rand -hex 32"),
        ("spaces", "one word"),
        ("open", "600"),
        ("none", "none"),
    ] {
        for command in [
            format!("--sandbox serve-notify --listen 127.0.0.1:0 --relay-token-file {file}"),
            format!("listen https://pay.example.com --token-file {file}"),
        ] {
            let stderr = home.run(&command).fails_with(3);
            assert!(stderr.contains(expected), "{command}: {stderr}");
            assert!(
                !stderr.contains("hunter2") && !stderr.contains(TOKEN),
                "{stderr}"
            );
        }
    }
    // A relay goes on from the store, so there has to be one.
    home.run("--sandbox serve-notify --no-store --relay-token-file relay.token")
        .fails_with(2);
}
