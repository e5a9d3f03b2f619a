//! Refunds as WeChat Pay checks them: whole and in parts, notified, abnormal, and a partner's.

mod again;
mod batch;
mod unknown;

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::keys::SigningKey;

use crate::PATIENCE;
use crate::home::{Done, Home, IDENTITY, Server, read};
use crate::prompt::in_time;
use crate::refunds::{create, paid, refunds, sandbox};
use crate::wire;

fn query(home: &Home, options: &str) -> Done {
    home.run(&format!("--json refund query --interval 10ms {options}"))
}

#[test]
fn a_refund_is_accepted_succeeds_and_is_notified() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let mut server = home.start("serve-notify --listen 127.0.0.1:0 --json --once");
    paid(&home, "order-1", 100, "");
    let order = "--out-trade-no order-1 --refund-yuan 1.00 --reason 商品已售完";
    let url = server.url();
    let created = create(&home, &format!("{order} --notify-url {url}")).json();
    assert_eq!(created["schema"], "wechatpay/refund-create/v1");
    assert_eq!(created["status"], "PROCESSING");
    assert!(created["request_id"].is_string() && created.get("success_time").is_none());
    let event = server.next();
    assert_eq!(event["event_type"], "REFUND.SUCCESS");
    assert_eq!(event["resource"]["refund_status"], "SUCCESS");
    assert_eq!(event["resource"]["out_refund_no"], created["out_refund_no"]);
    assert_eq!(event["resource"]["amount"]["payer_refund"], 100);
    assert_eq!(server.end().0, Some(0));
    let number = created["out_refund_no"].as_str().unwrap();
    let found = query(&home, &format!("--out-refund-no {number} --wait=120s")).json();
    assert_eq!(found["schema"], "wechatpay/refund-query/v1");
    assert_eq!(found["status"], "SUCCESS");
    assert_eq!(found["refund_id"], created["refund_id"]);
    assert!(found["success_time"].is_string());
    assert_eq!(home.state("", "order-1"), "REFUND");
}

#[test]
fn the_number_is_reported_before_the_refund_is_sent() {
    let home = Home::new();
    let page = home.run("--sandbox refund create --out-trade-no none-1 --refund 1 --total 1");
    let page = page.fails_with(9);
    let number = page.strip_prefix("out_refund_no ").unwrap();
    let number = number.lines().next().unwrap();
    assert_eq!(number.len(), 32);
    assert!(
        page.contains(&format!("cause: out_refund_no {number}")),
        "{page}"
    );
}

#[test]
fn the_same_number_refunds_once_and_a_new_one_not_beyond_the_order() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 10, "");
    let refund = "--out-trade-no order-1 --refund 10 --out-refund-no whole@1";
    let first = create(&home, refund).json();
    let again = create(&home, refund).json();
    assert_eq!(first["refund_id"], again["refund_id"]);
    let beyond = create(
        &home,
        "--out-trade-no order-1 --refund 10 --out-refund-no whole@2",
    );
    assert_eq!(beyond.failed(5)["code"], "INVALID_REQUEST");
    let other = "--out-trade-no order-1 --refund 9 --out-refund-no whole@1";
    let other = create(&home, other).failed(5);
    assert_eq!(other["code"], "INVALID_REQUEST");
    assert!(
        other["request_id"]
            .as_str()
            .unwrap()
            .ends_with("-268498688")
    );
    assert_eq!(refunds(&home, "order-1").len(), 1);
}

#[test]
fn an_order_is_refunded_in_parts_by_either_number() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 10, "");
    let order = home.run("--json query --out-trade-no order-1").json();
    let id = order["transaction_id"].as_str().unwrap();
    let by_id = format!("--transaction-id {id} --refund 4 --out-refund-no part-1");
    assert_eq!(create(&home, &by_id).json()["amount"]["total"], 10);
    let second = "--out-trade-no order-1 --refund 6 --total 10 --out-refund-no part-2";
    // Six hundred milliseconds are a minute here; until then the refund is not accepted.
    let created = loop {
        let done = create(&home, second);
        if done.code == Some(0) {
            break done.json();
        }
        let error = done.failed(6);
        assert_eq!(error["code"], "FREQUENCY_LIMITED");
        assert!(error["hint"].as_str().unwrap().contains("wait a minute"));
    };
    assert_eq!(created["amount"]["refund"], 6);
    assert_eq!(refunds(&home, "order-1").len(), 2);
    let wrong = "--out-trade-no order-1 --refund 1 --total 11 --out-refund-no part-3";
    assert_eq!(create(&home, wrong).failed(5)["code"], "INVALID_REQUEST");
}

#[test]
fn what_is_not_there_or_not_paid_is_not_refunded() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let unknown = create(&home, "--out-trade-no none-such --refund 1");
    assert_eq!(unknown.failed(9)["code"], "ORDER_NOT_EXIST");
    let unknown = create(&home, "--out-trade-no none-such --refund 1 --total 1");
    assert_eq!(unknown.failed(9)["code"], "RESOURCE_NOT_EXISTS");
    home.order("order-1", "--openid oX");
    let unpaid = create(&home, "--out-trade-no order-1 --refund 1");
    assert_eq!(unpaid.failed(9)["code"], "RESOURCE_NOT_EXISTS");
    let none = query(&home, "--out-refund-no none-such").failed(9);
    assert_eq!(
        (&none["kind"], &none["code"]),
        (&json!("not-found"), &json!("RESOURCE_NOT_EXISTS"))
    );
    for usage in [
        "--out-trade-no order-1",
        "--refund 1",
        "--out-trade-no order-1 --refund 0",
        "--out-trade-no order-1 --refund 1.5",
        "--out-trade-no order-1 --refund 1 --refund-yuan 1",
        "--out-trade-no order-1 --refund 2 --total 1",
        "--out-trade-no order-1 --refund 1 --total 1 --out-refund-no a.b",
        "--out-trade-no order-1 --refund 1 --total 1 --notify-url https://example.com/?a=b",
    ] {
        create(&home, usage).failed(2);
    }
    query(&home, "--out-refund-no r-1 --expect soon").failed(2);
}

#[test]
fn a_partner_refunds_for_its_sub_merchant() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let mut server =
        home.start("serve-notify -p sandbox-partner --listen 127.0.0.1:0 --json --once");
    paid(&home, "order-1", 10, "-p sandbox-partner");
    let url = server.url();
    let refund = format!(
        "-p sandbox-partner --out-trade-no order-1 --refund 10 --out-refund-no agency-1 --notify-url {url}"
    );
    assert_eq!(create(&home, &refund).json()["status"], "PROCESSING");
    let event = server.next();
    assert!(
        event["resource"]["sp_mchid"].is_string() && event["resource"]["sub_mchid"].is_string()
    );
    let wait = "--out-refund-no agency-1 --wait --expect SUCCESS";
    query(&home, &format!("-p sandbox-partner {wait}")).json();
    // Named in a command, it is the same sub-merchant; without one, the order is not the merchant's.
    let sub = event["resource"]["sub_mchid"].as_str().unwrap();
    query(&home, &format!("{wait} --sub-mchid {sub}")).json();
    query(&home, wait).failed(9);
    query(&home, &format!("{wait} --sub-mchid 1234567890")).failed(9);
}

#[test]
fn a_reason_stages_each_end() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let mut server = home.start("serve-notify --listen 127.0.0.1:0 --json --max-events 2");
    let url = server.url();
    for status in ["ABNORMAL", "CLOSED"] {
        let number = format!("order-{status}");
        paid(&home, &number, 10, "");
        let refund = format!("--out-trade-no {number} --refund 10 --out-refund-no {status}");
        let reason = format!("--reason sandbox:{status} --notify-url {url}");
        create(&home, &format!("{refund} {reason}")).json();
        let event = server.next();
        assert_eq!(event["event_type"], format!("REFUND.{status}"));
        assert_eq!(event["resource"]["refund_status"], status);
        assert!(event["resource"].get("success_time").is_none());
        let wait = format!("--out-refund-no {status} --wait --expect {status}");
        query(&home, &wait).json();
        let unmet = format!("--out-refund-no {status} --wait --expect SUCCESS");
        assert_eq!(query(&home, &unmet).failed(8)["code"], status);
    }
    for code in ["NOT_ENOUGH", "USER_ACCOUNT_ABNORMAL"] {
        let number = format!("order-{}", code.len());
        paid(&home, &number, 10, "");
        let refund = format!("--out-trade-no {number} --refund 10 --reason sandbox:{code}");
        assert_eq!(create(&home, &refund).failed(5)["code"], code);
    }
    // Answered as if it were not accepted, which the next look tells.
    for code in ["FREQUENCY_LIMITED", "SYSTEM_ERROR"] {
        let number = format!("order-{}", code.len());
        paid(&home, &number, 10, "");
        let refund = format!("--out-trade-no {number} --refund 10 --reason sandbox:{code}");
        create(&home, &refund).json();
        assert_eq!(refunds(&home, &number).len(), 1);
    }
}

#[test]
fn the_console_ends_a_refund_that_was_left_open() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 10, "");
    let open = "--out-trade-no order-1 --refund 4 --out-refund-no r-1 --reason sandbox:PROCESSING";
    create(&home, open).json();
    in_time(PATIENCE, || {
        let waited = query(&home, "--out-refund-no r-1 --wait=3s");
        // The machine held up the first response for as long.
        if waited.code == Some(7) {
            return Duration::MAX;
        }
        assert_eq!(waited.failed(8)["code"], "PROCESSING");
        Duration::ZERO
    });
    let refund = "sandbox refund order-1 --attempts 1 --json";
    let ended = home.run(&format!("{refund} --status abnormal")).json();
    assert_eq!(
        (&ended["out_refund_no"], &ended["refund_status"]),
        (&json!("r-1"), &json!("ABNORMAL"))
    );
    let ended = home.run(refund).json();
    assert_eq!(ended["refund_status"], "SUCCESS");
    // What remains is refunded in the console; then there is nothing left.
    let rest = home.run(refund).json();
    assert_ne!(rest["out_refund_no"], "r-1");
    assert_eq!(
        home.run(refund).json()["out_refund_no"],
        rest["out_refund_no"]
    );
    let listed: Vec<Value> = refunds(&home, "order-1");
    assert_eq!(listed[0]["amount"], 4);
    assert_eq!(listed[1]["amount"], 6);
    home.run("sandbox refund order-1 --status PROCESSING")
        .fails_with(2);
}

/// Calls the sandbox as the merchant, with further headers.
fn signed(
    home: &Home,
    server: &Server,
    target: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> wire::Answer {
    let facts = read(&home.read(&format!("{IDENTITY}/identity.json")));
    let pem = home.read(&format!("{IDENTITY}/apiclient_key.pem"));
    let serial = facts["serial_no"].as_str().unwrap().parse().unwrap();
    let key = SigningKey::from_pem(serial, pem.as_bytes()).unwrap();
    let mchid = facts["mchid"].as_str().unwrap().parse().unwrap();
    let body = body.to_string();
    let stamp = ambient::stamp();
    let authorization = Authorization::sign(&key, &mchid, &stamp, "POST", target, body.as_bytes());
    let authorization = authorization.to_string();
    let mut all = vec![
        ("Authorization", authorization.as_str()),
        ("Accept", "application/json"),
        ("User-Agent", "test"),
    ];
    all.extend(headers);
    let request = wire::request("POST", target, &all, body.as_bytes());
    wire::send(&server.address(), &request)
}

#[test]
fn an_abnormal_refund_is_sent_another_way_and_succeeds() {
    let home = Home::new();
    let server = sandbox(&home);
    paid(&home, "order-1", 10, "");
    let refund = "--out-trade-no order-1 --refund 10 --out-refund-no r-1 --reason sandbox:ABNORMAL";
    create(&home, refund).json();
    let found = query(&home, "--out-refund-no r-1 --wait --expect ABNORMAL").json();
    let id = found["refund_id"].as_str().unwrap();
    let target = format!("/v3/refund/domestic/refunds/{id}/apply-abnormal-refund");
    let body = json!({"out_refund_no": "r-1", "type": "MERCHANT_BANK_CARD"});
    let facts = read(&home.read(&format!("{IDENTITY}/identity.json")));
    let serial = facts["public_key_id"].as_str().unwrap();
    let serial = [("Wechatpay-Serial", serial)];
    let unnamed = signed(&home, &server, &target, &[], &body);
    assert_eq!(unnamed.status, 400);
    assert!(
        unnamed.body.contains("Wechatpay-Serial"),
        "{}",
        unnamed.body
    );
    let other = json!({"out_refund_no": "r-2", "type": "MERCHANT_BANK_CARD"});
    assert_eq!(signed(&home, &server, &target, &serial, &other).status, 404);
    let card = json!({"out_refund_no": "r-1", "type": "USER_BANK_CARD"});
    assert_eq!(signed(&home, &server, &target, &serial, &card).status, 400);
    let sent = signed(&home, &server, &target, &serial, &body);
    assert_eq!(
        (sent.status, &read(&sent.body)["status"]),
        (200, &json!("PROCESSING"))
    );
    query(&home, "--out-refund-no r-1 --wait --expect SUCCESS").json();
    assert_eq!(signed(&home, &server, &target, &serial, &body).status, 400);
    let bare = wire::request("POST", &target, &[], b"{}");
    assert_eq!(wire::send(&server.address(), &bare).status, 400);
}

#[test]
fn a_refund_without_a_notify_url_is_warned_of_and_posted_nowhere() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 10, "");
    let profile = home.read("merchant.toml");
    let silent: Vec<&str> = profile
        .lines()
        .filter(|line| !line.starts_with("notify_url"))
        .collect();
    home.write("silent.toml", silent.join("\n"));
    let refund = "refund create --out-trade-no order-1 --refund 10 --out-refund-no r-1";
    let created = home.run(&format!("--config silent.toml {refund}"));
    assert!(
        created.stderr.contains("no notify_url"),
        "{}",
        created.stderr
    );
    created.ok();
    query(&home, "--out-refund-no r-1 --wait --expect SUCCESS").json();
    let report = home.run("sandbox refund order-1 --json").json();
    assert_eq!(
        (&report["notify_url"], &report["attempts"]),
        (&json!(""), &json!(0))
    );
    assert!(
        report["last_outcome"]
            .as_str()
            .unwrap()
            .contains("not posted")
    );
}

#[test]
fn a_word_that_is_no_state_is_not_waited_for() {
    let home = Home::new();
    for options in ["--expect soon", "--fail-on SUCCES"] {
        let done = home.run(&format!(
            "--sandbox --json query --out-trade-no order-1 {options}"
        ));
        assert_eq!(done.failed(2)["kind"], "usage");
    }
}

#[test]
fn refunds_survive_export_and_import() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 10, "");
    create(
        &home,
        "--out-trade-no order-1 --refund 4 --out-refund-no r-1",
    )
    .json();
    query(&home, "--out-refund-no r-1 --wait --expect SUCCESS").json();
    let exported = home.run("sandbox export").ok();
    home.write("all.json", &exported);
    home.run("sandbox reset --yes").ok();
    query(&home, "--out-refund-no r-1").failed(9);
    home.run("sandbox import all.json --yes").ok();
    query(&home, "--out-refund-no r-1 --expect SUCCESS").json();
    let mut twice = read(&exported);
    let refund = twice["orders"][0]["refunds"][0].clone();
    twice["orders"][0]["refunds"] = json!([refund, refund]);
    home.write("twice.json", twice.to_string());
    // What cannot be imported is refused before it is asked for a consent.
    for consent in ["", " --yes"] {
        let refused = home.run(&format!("sandbox import twice.json{consent}"));
        assert!(refused.fails_with(3).contains("r-1"));
    }
    let unasked = home.run("sandbox import all.json").fails_with(2);
    assert!(unasked.contains("--yes"), "{unasked}");
}

#[test]
fn closing_is_safe_to_repeat_and_a_paid_order_is_refunded_instead() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    for profile in ["sandbox", "sandbox-partner"] {
        let number = format!("open-{profile}");
        home.order(&number, &format!("-p {profile} --openid oX"));
        for _ in 0..2 {
            let closed = home
                .run(&format!("-p {profile} --json close {number}"))
                .json();
            assert_eq!(
                (&closed["closed"], &closed["out_trade_no"]),
                (&json!(true), &json!(number))
            );
        }
        let number = format!("paid-{profile}");
        paid(&home, &number, 1, &format!("-p {profile}"));
        let paid = home
            .run(&format!("-p {profile} --json close {number}"))
            .failed(5);
        assert_eq!(paid["code"], "ORDER_PAID");
        assert!(paid["hint"].as_str().unwrap().contains("refund"), "{paid}");
    }
    home.run("--json close none-such").failed(9);
}
