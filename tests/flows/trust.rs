//! Platform certificate, WeChat Pay public key, or both: every command on a written profile.

use crate::home::{Home, Server, files};
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
    // Without it, the command that mends this is named.
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
