//! What serve-notify has kept: listed, shown, sent again and exported, while it runs.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use serde_json::{Value, json};
use wechatpay::protocol::event_type::EventType;

use crate::PATIENCE;
use crate::home::{Home, Server, read};
use crate::responses::closed_address;
use crate::wire::{self, Notice};

const STORE: &str = "--store events.db";

fn kept(home: &Home, server: &Server, fields: &[(&str, &str)]) -> Notice {
    let notice = home.notice(fields);
    assert_eq!(notice.send(&server.address()).status, 204);
    notice
}

/// Returns the ids of a list with these filters.
fn list(home: &Home, filters: &str) -> Vec<String> {
    let mut report = home
        .run(&format!("--json events list {STORE} {filters}"))
        .json();
    assert_eq!(report["schema"], "wechatpay/events-list/v1");
    let events = report["events"].take();
    let ids = events.as_array().unwrap().iter();
    ids.map(|event| event["id"].as_str().unwrap().to_owned())
        .collect()
}

fn show(home: &Home, id: &str) -> Value {
    home.run(&format!("--json events show {STORE} {id}")).json()
}

/// Waits until a notification is in a state.
fn becomes(home: &Home, id: &str, state: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let found = show(home, id);
        if found["state"] == state {
            return;
        }
        assert!(Instant::now() < until, "{found}");
    }
}

#[test]
fn events_are_found_by_number_type_and_state() {
    let home = Home::new();
    let server = home.serve(STORE);
    let paid = kept(
        &home,
        &server,
        &[("out_trade_no", "order-1"), ("transaction_id", "T1")],
    );
    let other = kept(
        &home,
        &server,
        &[("out_trade_no", "order-2"), ("transaction_id", "T2")],
    );
    let fields = [
        ("out_trade_no", "order-1"),
        ("refund_id", "R1"),
        ("out_refund_no", "back-1"),
    ];
    let refund = home.notice_of(EventType::RefundSuccess, &fields);
    assert_eq!(refund.send(&server.address()).status, 204);
    // The same payment under another id, and the first one again.
    let same = kept(
        &home,
        &server,
        &[("out_trade_no", "order-1"), ("transaction_id", "T1")],
    );
    assert_eq!(paid.send(&server.address()).status, 204);
    let [paid, other, refund, same] = [paid, other, refund, same].map(|notice| notice.id());
    let all = [&paid, &other, &refund, &same];
    for (filters, expected) in [
        ("", &all[..]),
        ("--order order-1", &[&paid, &refund, &same]),
        ("--order T2", &[&other]),
        ("--order R1", &[&refund]),
        ("--order back-1", &[&refund]),
        ("--order order", &[]),
        ("--type TRANSACTION.SUCCESS", &[&paid, &other, &same]),
        ("--type REFUND.*", &[&refund]),
        ("--type refund.*", &[&refund]),
        ("--state stored", &[&paid, &other, &refund]),
        ("--state duplicate", &[&same]),
        ("--state pending", &[]),
        (
            "--order order-1 --type TRANSACTION.* --state stored",
            &[&paid],
        ),
        ("--limit 2", &[&refund, &same]),
        ("--since 1h", &all),
        ("--since yesterday", &all),
        ("--since 昨天", &all),
        ("--since 2001-01-01 --until 2101-01-01", &all),
        ("--until yesterday", &[]),
        (
            "--since 2001-01-01T00:00:00+08:00 --until 2101-01-01T00:00:00+08:00",
            &all,
        ),
        ("--until 1h", &[]),
        ("--since 4102444800", &[]),
    ] {
        let expected: Vec<String> = expected.iter().map(|id| (*id).clone()).collect();
        assert_eq!(list(&home, filters), expected, "{filters}");
    }
    assert_eq!(show(&home, &paid)["repeats"], 1);
    let page = home.run(&format!("events list {STORE}")).ok();
    assert!(
        page.contains("number") && page.contains("order-2") && page.contains(&paid),
        "{page}"
    );
    for wrong in ["--state lost", "--since tomorrow", "--limit x"] {
        home.run(&format!("events list {STORE} {wrong}"))
            .fails_with(2);
    }
    let stats = home.run(&format!("--json events stats {STORE}")).json();
    assert_eq!(stats["schema"], "wechatpay/events-stats/v1");
    assert_eq!(
        (&stats["total"], &stats["duplicates"]),
        (&json!(4), &json!(1))
    );
    let types = stats["types"].as_array().unwrap();
    assert_eq!(types.len(), 2, "{stats}");
    assert_eq!(
        (&types[1]["event_type"], &types[1]["count"]),
        (&json!("TRANSACTION.SUCCESS"), &json!(3))
    );
    assert_eq!(types[1]["repeats"], 1);
}

#[test]
fn a_moment_parts_what_came_before_from_what_came_since() {
    let home = Home::new();
    let server = home.serve(STORE);
    let before = kept(&home, &server, &[]).id();
    let first = show(&home, &before)["received_at"].take();
    // Moments are given in seconds, so the next one is awaited.
    let (since, received) = loop {
        let id = kept(&home, &server, &[]).id();
        let received = show(&home, &id)["received_at"].take();
        if received != first {
            break (id, received);
        }
    };
    let received = received.as_str().unwrap();
    assert_eq!(
        list(&home, &format!("--since {received}")),
        [since.as_str()]
    );
    // More may have come in a second than are listed otherwise.
    let earlier = list(&home, &format!("--limit 100000 --until {received}"));
    assert!(earlier.contains(&before) && !earlier.contains(&since));
}

#[test]
fn an_event_is_shown_with_all_that_is_known_of_it() {
    let home = Home::new();
    let (url, caught) = wire::catch(&[500, 204]);
    let server = home.serve(&format!("{STORE} --forward-to {url}"));
    let notice = kept(&home, &server, &[("out_trade_no", "order-1")]);
    becomes(&home, &notice.id(), "delivered");
    caught.join().unwrap();
    let shown = show(&home, &notice.id());
    assert_eq!(shown["schema"], "wechatpay/events-show/v1");
    assert_eq!(shown["body"].as_str().unwrap().as_bytes(), notice.body);
    for (name, value) in &notice.headers {
        assert_eq!(shown["headers"][name.to_ascii_lowercase()], value.as_str());
    }
    assert_eq!(shown["resource"]["out_trade_no"], "order-1");
    assert_eq!(
        shown["deliveries"],
        json!([{"target": url, "state": "delivered", "attempts": 2}])
    );
    let outcomes = shown["attempts"].as_array().unwrap().iter();
    let outcomes: Vec<_> = outcomes
        .map(|attempt| attempt["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["500", "204"]);
    let page = home
        .run(&format!("events show {STORE} {}", notice.id()))
        .ok();
    assert!(
        page.contains("order-1") && page.contains("wechatpay-signature:"),
        "{page}"
    );
}

#[test]
fn what_is_sent_again_is_the_same_to_the_byte() {
    let home = Home::new();
    let server = home.serve(STORE);
    let mut notice = home.notice(&[]);
    // Their order counts, and a byte beyond ASCII is a byte.
    for (name, value) in [("X-Twice", "one"), ("X-Odd", "caf@"), ("X-Twice", "two")] {
        notice.headers.push((name.to_owned(), value.to_owned()));
    }
    let raw = notice.request();
    let at = raw.windows(4).position(|window| window == b"caf@").unwrap() + 3;
    let raw = [&raw[..at], &[0xe9], &raw[at + 1..]].concat();
    assert_eq!(wire::send(&server.address(), &raw).status, 204);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let sent = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut raw = Vec::new();
        // Until the body has come; it ends what is sent.
        let mut more = [0; 4096];
        while !raw.ends_with(&notice.body) {
            let read = std::io::Read::read(&mut stream, &mut more).unwrap();
            raw.extend_from_slice(&more[..read]);
        }
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            .unwrap();
        (raw, notice)
    });
    let id = list(&home, "").remove(0);
    let report = home
        .run(&format!(
            "--json events replay {STORE} {id} --to {address}/hook?token=hush"
        ))
        .json();
    assert_eq!(report["schema"], "wechatpay/events-replay/v1");
    assert_eq!(report["to"], format!("http://{address}/hook"));
    assert_eq!(
        (
            &report["replayed"][0]["id"],
            &report["replayed"][0]["status"]
        ),
        (&json!(id), &json!(200))
    );
    let (raw, notice) = sent.join().unwrap();
    let end = raw.len() - notice.body.len();
    let head: String = raw[..end].iter().copied().map(char::from).collect();
    assert!(
        head.starts_with("POST /hook?token=hush HTTP/1.1\r\n"),
        "{head}"
    );
    let mut lines: Vec<(String, String)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    for (name, value) in &notice.headers {
        let expected = (name.to_ascii_lowercase(), value.replace('@', "\u{e9}"));
        let at = lines.iter().position(|line| *line == expected);
        lines.remove(at.unwrap_or_else(|| panic!("{expected:?} {lines:?}")));
    }
    let twice: Vec<_> = head
        .lines()
        .filter_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("x-twice: ")
                .map(str::to_owned)
        })
        .collect();
    assert_eq!(twice, ["one", "two"]);
    // What is left belongs to the connection.
    for (name, _) in lines {
        assert!(
            ["host", "content-length", "accept", "user-agent"].contains(&name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn what_is_signed_again_is_believed_by_a_receiver_that_checks_the_time() {
    let home = Home::new();
    let first = home.serve(STORE);
    let notice = kept(&home, &first, &[("out_trade_no", "order-1")]);
    let (url, caught) = wire::catch(&[204, 204]);
    for options in ["", "--resign"] {
        home.run(&format!(
            "events replay {STORE} --order order-1 --to {url} {options}"
        ))
        .ok();
    }
    let [plain, resigned] = <[_; 2]>::try_from(caught.join().unwrap()).ok().unwrap();
    for name in ["Wechatpay-Signature", "Wechatpay-Nonce"] {
        let original = notice.headers.iter().find(|(known, _)| known == name);
        assert_eq!(plain.header(name), original.unwrap().1);
        assert_ne!(resigned.header(name), original.unwrap().1);
    }
    assert_eq!((&plain.body, &resigned.body), (&notice.body, &notice.body));
    assert_eq!(resigned.header("Content-Type"), "application/json");
    assert_eq!(
        resigned.signed().len(),
        plain.signed().len(),
        "{:?}",
        resigned.signed()
    );
    let mut second = home.serve("--no-store");
    home.run(&format!(
        "events replay {STORE} {} --resign --to {}",
        notice.id(),
        second.url()
    ))
    .ok();
    assert_eq!(second.next()["id"], notice.id());
    home.write("resigned.http", &resigned.raw);
    home.run("--sandbox verify-notify --request resigned.http")
        .ok();
    let stderr = home
        .run(&format!("events replay {STORE} --since 1h --resign"))
        .fails_with(2);
    assert!(stderr.contains("--to"), "{stderr}");
}

#[test]
fn dead_letters_are_listed_and_queued_again() {
    let home = Home::new();
    let (url, caught) = wire::catch(&[500, 204]);
    let server = home.serve(&format!("{STORE} --forward-attempts 1 --forward-to {url}"));
    let notice = kept(&home, &server, &[]);
    becomes(&home, &notice.id(), "dead");
    assert_eq!(list(&home, "--state dead"), [notice.id()]);
    let report = home
        .run(&format!("--json events replay {STORE} --state dead"))
        .json();
    assert_eq!(
        (&report["queued"], &report["replayed"]),
        (&json!(1), &json!([]))
    );
    becomes(&home, &notice.id(), "delivered");
    let both = caught.join().unwrap();
    assert_eq!(both[0].body, both[1].body);
    assert_eq!(list(&home, "--state dead"), [""; 0]);
    let again = home
        .run(&format!("--json events replay {STORE} {}", notice.id()))
        .json();
    assert_eq!(again["queued"], 0, "what has arrived is not sent again");
}

#[test]
fn a_replay_that_is_not_taken_is_a_condition_that_did_not_come() {
    let home = Home::new();
    let server = home.serve(STORE);
    let ids = [
        kept(&home, &server, &[]).id(),
        kept(&home, &server, &[]).id(),
    ];
    let (url, caught) = wire::catch(&[204, 503]);
    let report = home.run(&format!(
        "--json events replay {STORE} {} {} --to {url}",
        ids[0], ids[1]
    ));
    let report = report.reports(8);
    assert_eq!(report["replayed"][1]["outcome"], "503");
    caught.join().unwrap();
    let closed = closed_address();
    let gone = home
        .run(&format!(
            "--json events replay {STORE} --since 1h --to {closed}"
        ))
        .reports(8);
    assert_eq!(gone["replayed"][0]["status"], Value::Null);
    // Nothing is sent where one of them is unknown.
    let error = home
        .run(&format!(
            "--json events replay {STORE} {} nobody --to {url}",
            ids[0]
        ))
        .failed(9);
    assert!(error["message"].as_str().unwrap().contains("nobody"));
    home.run(&format!("events replay {STORE} nobody"))
        .fails_with(9);
    let stderr = home
        .run(&format!("events show {STORE} nobody"))
        .fails_with(9);
    assert!(stderr.contains("events list"), "{stderr}");
    let stderr = home.run(&format!("events replay {STORE}")).fails_with(2);
    assert!(stderr.contains("--state dead"), "{stderr}");
}

#[test]
fn everything_is_exported_as_json_lines_and_what_fits_as_csv() {
    let home = Home::new();
    let server = home.serve(STORE);
    let odd = [
        ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("a,b\"c\nd", "a,b\"c\nd"),
        ("order-1", "order-1"),
    ];
    let notices = odd.map(|(number, _)| kept(&home, &server, &[("out_trade_no", number)]));
    let lines = home.run(&format!("events export {STORE}")).ok();
    let lines: Vec<Value> = lines.lines().map(read).collect();
    assert_eq!(lines.len(), notices.len());
    for (line, notice) in lines.iter().zip(&notices) {
        assert_eq!(*line, show(&home, &notice.id()), "one form everywhere");
    }
    home.run(&format!("events export {STORE} -o all.CSV")).ok();
    let mut csv = csv::Reader::from_path(home.path("all.CSV")).unwrap();
    let header = csv.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|known| known == name).unwrap();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), odd.len());
    for (row, ((_, cell), notice)) in rows.iter().zip(odd.iter().zip(&notices)) {
        assert_eq!(&row[at("out_trade_no")], *cell);
        assert_eq!(row[at("id")], notice.id());
        assert!(row[at("amount_total")].parse::<u32>().is_ok());
        assert_eq!(&row[at("state")], "stored");
    }
    let one = home
        .run(&format!(
            "events export {STORE} --order order-1 --format csv -o -"
        ))
        .ok();
    assert_eq!(one.lines().count(), 2, "{one}");
    assert!(one.starts_with("id,event_type,"));
    home.run(&format!("events export {STORE} -o all.jsonl"))
        .ok();
    assert_eq!(home.read("all.jsonl").lines().count(), odd.len());
    // They tell who has bought what.
    let mode = std::fs::metadata(home.path("all.jsonl"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_file_that_cannot_be_exported_whole_stays_as_it_was() {
    let home = Home::new();
    let server = home.serve(STORE);
    kept(&home, &server, &[]);
    home.write("old.jsonl", "old");
    home.run("events export --store nowhere.db -o old.jsonl")
        .fails_with(3);
    assert_eq!(home.read("old.jsonl"), "old");
    home.run(&format!("events export {STORE} -o missing/all.csv"))
        .fails_with(3);
    home.run(&format!("events export {STORE} -o old.jsonl"))
        .ok();
    assert!(home.read("old.jsonl").starts_with("{\"schema\""));
    let mut names: Vec<_> = std::fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !name.starts_with('.') && !name.starts_with("events.db"));
    assert_eq!(names, ["old.jsonl"], "nothing half-written is left");
}

#[test]
fn an_inbox_that_is_not_there_is_reported_and_not_created() {
    let home = Home::new();
    home.write("text.db", "this is not a database, whatever its name says");
    for look in ["list", "stats", "export", "show x", "replay --since 1h"] {
        let error = home
            .run(&format!("--json events {look} --store nowhere.db"))
            .failed(3);
        assert!(
            error["message"].as_str().unwrap().contains("nowhere.db"),
            "{look}"
        );
        assert!(error["hint"].as_str().unwrap().contains("serve-notify"));
        assert!(!home.path("nowhere.db").exists());
        let error = home
            .run(&format!("--json events {look} --store text.db"))
            .failed(3);
        assert!(
            error["message"].as_str().unwrap().contains("text.db"),
            "{look}"
        );
    }
    let unnamed = home.run("--sandbox events list").fails_with(3);
    assert!(unnamed.contains("inbox.db"), "{unnamed}");
    let other = home.run("events list --store mysql://x").fails_with(2);
    assert!(other.contains("postgres://"), "{other}");
}
