//! Platform certificate, WeChat Pay public key, or both: every command on a written profile.

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, IDENTITY, Server, files};
use crate::responses;
use crate::responses::platform_key;
use crate::wire;

fn start(home: &Home, mode: &str) -> Server {
    let options = "--listen 127.0.0.1:0 --json --write-profile shop.toml";
    home.start(&format!("sandbox --mode {mode} {options}"))
}

/// Runs every mission command on the profile that the sandbox wrote.
fn walk(home: &Home) {
    let run = |args: &str| home.run(&format!("--config shop.toml --json {args}"));
    assert!(run("openid some-code").json()["openid"].is_string());
    let (url, caught) = wire::catch(&[204]);
    let order = run(&format!(
        "create-order --openid oX --total 1 --description x --out-trade-no order-1 --notify-url {url}"
    ));
    let prepay_id = order.json()["prepay_id"].as_str().unwrap().to_owned();
    let params = run(&format!("pay-params {prepay_id}")).json();
    home.write("params.json", params.to_string());
    let verdict = run("pay-params --check params.json").json();
    assert_eq!(verdict["verdict"], "valid");
    let paid = home.run("sandbox pay order-1 --json").json();
    assert_eq!(paid["acknowledged"], true);
    home.write("captured.http", &caught.join().unwrap()[0].raw);
    let seen = run("verify-notify --request captured.http").json();
    assert_eq!(seen["resource"]["out_trade_no"], "order-1");
    assert_eq!(
        run("query --out-trade-no order-1").json()["trade_state"],
        "SUCCESS"
    );
    run("create-order --trade-type native --total 1 --description x --out-trade-no order-2").json();
    assert_eq!(run("close order-2").json()["closed"], true);
    let mut server =
        home.start("--config shop.toml --json serve-notify --listen 127.0.0.1:0 --once");
    let url = server.url();
    let order = format!(
        "create-order --openid oX --total 1 --description x --out-trade-no order-3 --notify-url {url}"
    );
    run(&order).json();
    home.run("sandbox pay order-3").ok();
    assert_eq!(server.next()["resource"]["out_trade_no"], "order-3");
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn a_certificate_merchant_verifies_with_the_certificate_alone() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    assert!(!home.read("shop.toml").contains("public_key"));
    walk(&home);
    let known = home.run("--config shop.toml --json download-certs").json();
    assert_eq!(known["trust"], "pinned");
    assert_eq!(known["certificates"][0]["action"], "unchanged");
    // Without it, the command that fixes this is named.
    std::fs::remove_dir_all(home.path("shop-keys/certs")).unwrap();
    let early = home.run("--config shop.toml --json verify-notify --request captured.http");
    let hint = early.failed(3)["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("download-certs"), "{hint}");
    let first = home.run("--config shop.toml --json download-certs").json();
    assert_eq!(first["trust"], "first-use");
    assert_eq!(first["certificates"][0]["action"], "written");
    assert_eq!(files(&home.path("shop-keys/certs")).len(), 1);
}

#[test]
fn a_public_key_merchant_has_no_certificates_and_needs_none() {
    let home = Home::new();
    let _sandbox = start(&home, "public-key");
    assert!(!home.read("shop.toml").contains("platform_certs"));
    walk(&home);
    let none = home.run("--config shop.toml --json download-certs -o certs");
    let error = none.failed(9);
    assert_eq!(error["kind"], "not-found");
    assert!(error["hint"].as_str().unwrap().contains("public_key_id"));
    assert!(!home.path("certs").exists() || files(&home.path("certs")).is_empty());
}

#[test]
fn a_merchant_between_the_two_verifies_with_either() {
    let home = Home::new();
    let _sandbox = start(&home, "both");
    walk(&home);
    let known = home.run("--config shop.toml --json download-certs").json();
    assert_eq!(known["certificates"][0]["action"], "unchanged");
    for options in ["--config shop.toml", "--sandbox"] {
        assert_eq!(home.state(options, "order-1"), "SUCCESS");
    }
}

#[test]
fn a_written_profile_keeps_its_secrets_to_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let _sandbox = start(&home, "both");
    let folder = home.path("shop-keys");
    for (name, _) in files(&folder) {
        let mode = folder.join(&name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
    let text = home.read("shop.toml");
    for (name, bytes) in files(&folder) {
        let secret = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(secret.trim()), "{name}");
    }
}

/// The key that a command's request asks an answer of.
fn asked(home: &Home, options: &str) -> Option<String> {
    let line = format!("--json --dry-run {options} query --out-trade-no order-1");
    let request = home.run(&line).json();
    let serial = request["headers"].get("Wechatpay-Serial")?;
    Some(serial.as_str().unwrap().to_owned())
}

fn rotate(home: &Home) -> String {
    let listed = home.run("sandbox rotate --json").json();
    listed["newest"].as_str().unwrap().to_owned()
}

#[test]
fn every_request_names_the_key_that_its_answer_can_be_verified_with() {
    for mode in ["certificate", "public-key", "both"] {
        let home = Home::new();
        let _sandbox = start(&home, mode);
        let named = asked(&home, "--config shop.toml").unwrap();
        assert_eq!(named.starts_with("PUB_KEY_ID_"), mode != "certificate");
        if mode == "certificate" {
            let newest = rotate(&home);
            home.run("--config shop.toml download-certs").ok();
            assert_ne!(named, newest);
            assert_eq!(asked(&home, "--config shop.toml"), Some(newest));
            std::fs::remove_dir_all(home.path("shop-keys/certs")).unwrap();
            assert_eq!(asked(&home, "--config shop.toml"), None);
        }
    }
}

#[test]
fn a_certificate_that_was_replaced_unnoticed_stops_nothing() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    let order = "--openid oX --notify-url http://127.0.0.1:9/notify";
    home.order("order-1", &format!("--config shop.toml {order}"));
    // Both are listed: the old one signs where it is asked for.
    rotate(&home);
    assert_eq!(home.state("--config shop.toml", "order-1"), "NOTPAY");
    // The old one is not known any more; the new ones are not available.
    rotate(&home);
    let before = files(&home.path("shop-keys/certs"));
    assert_eq!(home.state("--config shop.toml", "order-1"), "NOTPAY");
    home.order("order-2", &format!("--config shop.toml {order}"));
    let done = home.run("--config shop.toml -v query --out-trade-no order-2");
    let asked = done.stderr.matches("/v3/pay/transactions/").count();
    assert_eq!(asked, 2, "{}", done.stderr);
    assert!(done.stderr.contains("/v3/certificates"));
    assert_eq!(files(&home.path("shop-keys/certs")), before);
}

#[test]
fn a_running_receiver_takes_what_a_new_certificate_signed() {
    let home = Home::new();
    let _sandbox = start(&home, "certificate");
    let mut server =
        home.start("--config shop.toml --json serve-notify --listen 127.0.0.1:0 --max-events 2");
    let url = server.url();
    let pay = |number: &str| {
        home.order(
            number,
            &format!("--config shop.toml --openid oX --notify-url {url}"),
        );
        let paid = home.run(&format!("sandbox pay {number} --json")).json();
        assert_eq!(paid["acknowledged"], true, "{paid}");
    };
    pay("order-1");
    rotate(&home);
    pay("order-2");
    assert_eq!(server.next()["resource"]["out_trade_no"], "order-1");
    assert_eq!(server.next()["resource"]["out_trade_no"], "order-2");
    let (code, _, stderr) = server.end();
    assert_eq!(code, Some(0));
    assert!(stderr.contains("platform certificates fetched"), "{stderr}");
}

#[test]
fn an_answer_of_the_other_kind_is_explained() {
    let home = responses::home();
    let key = platform_key(&home);
    let body = br#"{"out_trade_no":"order-1","trade_state":"NOTPAY"}"#;
    let ask = "query --out-trade-no order-1";
    // Both keys are available: the response is genuine, and the console's setting is not.
    let faulty = Faulty::new(vec![Fault::Answer(responses::signed(&key, 0, body))]);
    let line = format!("--base-url {} {ask}", faulty.url);
    let done = home.run(&line);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stderr.contains("not switched on"), "{}", done.stderr);
    assert!(
        faulty
            .next()
            .header("Wechatpay-Serial")
            .starts_with("PUB_KEY_ID_")
    );
    assert_eq!(home.run(&format!("--json {line}")).stderr, "");
    // The public key alone: nothing proves the answer.
    let alone = home
        .read("merchant.toml")
        .lines()
        .filter(|line| !line.starts_with("platform_certs"))
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    home.write("alone.toml", alone);
    let error = home
        .run(&format!("--config alone.toml --json {line}"))
        .failed(4);
    let (message, hint) = (error["message"].as_str().unwrap(), &error["hint"]);
    assert!(
        message.contains("asked for a signature of PUB_KEY_ID_"),
        "{message}"
    );
    assert!(hint.as_str().unwrap().contains("public-key mode"), "{hint}");
    // And the other way round.
    let certificate = home
        .read("merchant.toml")
        .lines()
        .filter(|line| !line.starts_with("public_key"))
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    home.write("certificate.toml", certificate);
    let facts = home.read(&format!("{IDENTITY}/identity.json"));
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    let id = facts["public_key_id"].as_str().unwrap().parse().unwrap();
    let pem = home.read(&format!("{IDENTITY}/pub_key_private.pem"));
    let key = wechatpay::protocol::keys::SigningKey::from_pem(id, pem.as_bytes()).unwrap();
    let faulty = Faulty::new(vec![Fault::Answer(responses::signed(&key, 0, body))]);
    let line = format!("--base-url {} {ask}", faulty.url);
    let error = home
        .run(&format!("--config certificate.toml --json {line}"))
        .failed(4);
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("public_key and public_key_id"), "{hint}");
}
