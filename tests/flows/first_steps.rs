//! The first things that people do: the demo, an order from end to end.

use std::process::Command;

use crate::home::{Home, IDENTITY, feed, read};

const ORDER: &str =
    "--sandbox --json create-order --openid oX --total 1 --description 咖啡 --out-trade-no";

#[test]
fn the_demo_walks_twenty_one_steps() {
    let home = Home::new();
    let steps: Vec<_> = home.run("demo --json").ok().lines().map(read).collect();
    assert_eq!(steps.len(), 21);
    assert_eq!(steps[20]["step"], 21);
}

#[test]
fn an_order_is_paid_notified_verified_and_queried() {
    let home = Home::new();
    let mut server = home.serve("--expect TRANSACTION.SUCCESS,out_trade_no=order-1 --for 20m");
    home.run(&format!("{ORDER} order-1 --notify-url {}", server.url()))
        .ok();
    let paid = home.run("sandbox pay order-1 --json").json();
    assert_eq!(paid["acknowledged"], true, "{paid}");
    assert_eq!(server.next()["resource"]["out_trade_no"], "order-1");
    assert_eq!(server.end().0, Some(0));
    assert_eq!(home.state("--sandbox", "order-1"), "SUCCESS");
}

#[test]
fn pay_sign_equals_what_openssl_signs() {
    let home = Home::new();
    let ours = home
        .run("--sandbox --get paySign pay-params wx2014 --timestamp 1554208460 --nonce 593BEC0C")
        .ok();
    let sign =
        format!("openssl dgst -sha256 -sign {IDENTITY}/apiclient_key.pem | openssl base64 -A");
    let mut shell = Command::new("sh");
    shell.args(["-c", &sign]).current_dir(home.path(""));
    let message = "wxsandbox000000001\n1554208460\n593BEC0C\nprepay_id=wx2014\n";
    assert_eq!(feed(shell, &sign, message).ok(), ours.trim());
}

#[test]
fn nothing_is_written_with_a_wrong_apiv3_key() {
    let home = Home::new();
    let wrong = "0123456789abcdefghijABCDEFGHIJ99";
    home.run(&format!("--sandbox download-certs -k {wrong} -o out"))
        .fails_with(4);
    assert!(!home.path("out").exists());
    let refused = home.run("--sandbox download-certs -o out --first-use refuse");
    refused.fails_with(4);
    assert!(!home.path("out").exists());
}

#[test]
fn failures_have_their_exit_codes_and_one_json_object() {
    let home = Home::new();
    home.run(&format!("{ORDER} order-2")).ok();
    for (args, code, kind) in [
        ("--sandbox query --out-trade-no none-such", 9, "not-found"),
        (
            "--sandbox query --out-trade-no order-2 --expect SUCCESS",
            8,
            "condition",
        ),
        ("--sandbox openid error-40029", 5, "api"),
        ("query --out-trade-no order-2", 3, "config"),
        ("query --out-trade-no 1", 2, "usage"),
    ] {
        let error = home.run(&format!("--json {args}")).failed(code);
        assert_eq!(error["kind"], kind, "{args}");
    }
}
