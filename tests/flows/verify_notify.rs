//! Notifications from the sandbox: captured and verified in every form, received and refused.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::home::{Home, Server};
use crate::wire::{self, Captured};

fn sandbox(home: &Home) -> Server {
    home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml")
}

/// A genuine notification, caught on its way.
fn captured(home: &Home, number: &str) -> Captured {
    let (url, caught) = wire::catch(&[204]);
    home.order(number, &format!("--openid oX --notify-url {url}"));
    home.run(&format!("sandbox pay {number}")).ok();
    caught.join().unwrap().remove(0)
}

#[test]
fn a_notification_is_verified_in_every_form_that_it_was_captured_in() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let lines = |separator: &str, prefix: &str| -> String {
        let name = |name: &str| match prefix {
            "" => name.to_owned(),
            _ => format!("{prefix}{}", name.to_uppercase().replace('-', "_")),
        };
        let all = seen.signed().into_iter();
        all.map(|(known, value)| format!("{}{separator}{value}\n", name(known)))
            .collect()
    };
    let map: serde_json::Map<String, Value> = seen
        .signed()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!([value])))
        .collect();
    home.write("raw.http", &seen.raw);
    home.write("body", &seen.body);
    home.write("lines", lines(": ", ""));
    home.write("map", Value::Object(map).to_string());
    home.write("pairs", lines("=", "HTTP_"));
    home.write("colons", lines(": ", "HTTP_"));
    let given = format!(
        "--timestamp {} --nonce {} --signature {} --serial {}",
        seen.header("Wechatpay-Timestamp"),
        seen.header("Wechatpay-Nonce"),
        seen.header("Wechatpay-Signature"),
        seen.header("Wechatpay-Serial")
    );
    for form in [
        "--request raw.http".to_owned(),
        "--headers lines --body body".to_owned(),
        "--headers map --body body".to_owned(),
        "--headers pairs --body body".to_owned(),
        "--headers colons --body body".to_owned(),
        format!("--body body {given}"),
    ] {
        let found = home.run(&format!("--json verify-notify {form}")).json();
        assert_eq!(found["verified"], true, "{form}");
        assert_eq!(found["event"]["event_type"], "TRANSACTION.SUCCESS");
        assert_eq!(found["resource"]["out_trade_no"], "order-1");
        assert_eq!(found["findings"], json!([]));
    }
    let piped = home.pipe("--json verify-notify --request -", &seen.raw);
    assert_eq!(piped.json()["verified"], true);
    let sealed = home.run("--json verify-notify --request raw.http --no-decrypt");
    assert_eq!(sealed.json()["resource"], Value::Null);
}

#[test]
fn what_people_paste_is_verified_and_what_is_not_read_is_never_missing() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let body = String::from_utf8(seen.body.clone()).unwrap();
    let printed = |one: &dyn Fn(&str, &str) -> String| -> String {
        let all = seen.signed().into_iter();
        all.map(|(name, value)| one(name, value)).collect()
    };
    home.write("body", &seen.body);
    home.write(
        "print_r",
        format!(
            "Array\n(\n{})\n",
            printed(&|name, value| {
                let name = name.to_uppercase().replace('-', "_");
                format!("    [HTTP_{name}] => {value}\n")
            })
        ),
    );
    home.write(
        "list",
        printed(&|name, value| format!("{name}=[{value}]\n")),
    );
    let map: serde_json::Map<String, Value> = seen
        .signed()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    home.write(
        "event",
        json!({"headers": map, "body": STANDARD.encode(&body), "isBase64Encoded": true})
            .to_string(),
    );
    home.write(
        "curl",
        format!(
            "curl -X POST http://x/notify \\\n{} --data-raw '{body}'",
            printed(&|name, value| format!("  -H '{name}: {value}' \\\n"))
        ),
    );
    home.write("base64", STANDARD.encode(&body));
    for form in [
        "verify-notify --headers print_r --body body",
        "verify-notify --headers list --body body",
        "verify-notify --request event",
        "verify-notify --request curl",
        "explain event",
    ] {
        let found = home.run(&format!("--json {form}")).json();
        assert_eq!(found["verified"], true, "{form}: {found}");
        assert_eq!(found["resource"]["out_trade_no"], "order-1");
    }
    // Nothing says that this body is in base64: as it is given it does not verify.
    let base64 = home
        .run("--json verify-notify --headers list --body base64")
        .reports(4);
    assert_eq!(base64["verified"], false);
    assert_eq!(base64["findings"][0]["cause"], "body-base64");
    assert_eq!(base64["findings"][0]["proof"], "verified");
    let event = home.run("--json verify-notify --request event").json();
    let read = event["capture"]["read"].as_array().unwrap();
    let last = read.last().unwrap();
    assert_eq!(last["what"], "body");
    assert_eq!(last["undone"], json!(["base64"]));

    home.write("null", printed(&|name, _| format!("{name}: null\n")));
    let none = home
        .run("--json verify-notify --headers null --body body")
        .reports(4);
    assert_eq!(none["findings"][0]["cause"], "missing-header");
    assert!(
        none["findings"][0]["message"]
            .as_str()
            .unwrap()
            .contains("is null")
    );

    home.write("words", "Host: x.com\nthese words are no header\n");
    let unread = home
        .run("--json verify-notify --headers words --body body")
        .failed(3);
    let message = unread["message"].as_str().unwrap();
    assert!(
        message.contains("line 2") && message.contains("these words"),
        "{message}"
    );
}

#[test]
fn what_another_program_refused_is_done_if_it_verifies_here() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let body = String::from_utf8(seen.body.clone()).unwrap();
    let header = |name: &str| seen.header(name);
    let refused = |body: &str| {
        format!(
            "ValidationException: signature verification failed, serial[{}]\tmessage[{}\n{}\n{body}\n]\tsign[{}]\n",
            header("Wechatpay-Serial"),
            header("Wechatpay-Timestamp"),
            header("Wechatpay-Nonce"),
            header("Wechatpay-Signature"),
        )
    };
    home.write("refused", refused(&body));
    home.write("changed", refused(&body.replace("\":", "\": ")));
    for command in ["verify-notify --request refused", "explain refused"] {
        let done = home.run(&format!("--json {command}"));
        assert!(done.stderr.contains("verify with key"), "{}", done.stderr);
        let found = done.reports(0);
        assert_eq!(found["verified"], true, "{found}");
        assert_eq!(found["resource"]["out_trade_no"], "order-1");
        assert_eq!(found["findings"], json!([]));
    }
    let changed = home.run("--json verify-notify --request changed");
    assert_eq!(changed.reports(4)["verified"], false);
}

#[test]
fn age_is_judged_at_the_moment_that_is_asked_for() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    home.write("raw.http", &seen.raw);
    let signed: i64 = seen.header("Wechatpay-Timestamp").parse().unwrap();
    let causes = |options: &str, code: i32| {
        let done = home.run(&format!(
            "--json verify-notify --request raw.http {options}"
        ));
        done.reports(code)["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["cause"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(causes(&format!("--at {}", signed + 299), 0), [""; 0]);
    assert_eq!(causes(&format!("--at {}", signed + 301), 4), ["stale"]);
    assert_eq!(causes(&format!("--at {}", signed - 301), 4), ["clock-skew"]);
    assert_eq!(causes("--at 2001-01-01T00:00:00+08:00", 4), ["clock-skew"]);
    assert_eq!(
        causes(&format!("--at {} --max-age 1h", signed + 3000), 0),
        [""; 0]
    );
    assert_eq!(causes("--no-max-age", 0), [""; 0]);
    let later = format!("--at {} --no-max-age", signed + 3000);
    assert_eq!(causes(&later, 0), [""; 0]);
}

#[test]
fn a_wrong_apiv3_key_and_another_merchant_are_reported_apart() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    home.write("raw.http", captured(&home, "order-1").raw);
    let profile = home.read("merchant.toml");
    home.write("wrong-key", "0123456789abcdefghijABCDEFGHIJ99");
    std::fs::set_permissions(
        home.path("wrong-key"),
        std::os::unix::fs::PermissionsExt::from_mode(0o600),
    )
    .unwrap();
    home.write(
        "key.toml",
        profile.replace("merchant-keys/apiv3_key", "wrong-key"),
    );
    let certificate = "certificate = \"merchant-keys/apiclient_cert.pem\"\n";
    let other = profile
        .replace("0000000001\"", "0000000002\"")
        .replace(certificate, "");
    home.write("other.toml", other);
    for (file, cause) in [
        ("key.toml", "wrong-apiv3-key"),
        ("other.toml", "wrong-merchant"),
    ] {
        let found = home
            .run(&format!(
                "--config {file} --json verify-notify --request raw.http"
            ))
            .reports(4);
        assert_eq!(found["verified"], true, "{file}");
        assert_eq!(found["findings"][0]["cause"], cause);
        assert_eq!(found["findings"][0]["proof"], "verified");
    }
}

#[test]
fn what_is_no_notification_is_refused_without_a_word_about_the_inside() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let server = home.start("serve-notify --listen 127.0.0.1:0 --json --body-limit 64KiB");
    let address = server.address();
    let signed = seen.signed();
    let mut changed = seen.body.clone();
    let last = changed.len() - 2;
    changed[last] ^= 1;
    let probe = signed.iter().map(|(name, value)| {
        let odd = name.eq_ignore_ascii_case("Wechatpay-Signature");
        (
            *name,
            if odd {
                "WECHATPAY/SIGNTEST/abc"
            } else {
                *value
            },
        )
    });
    let probe: Vec<(&str, &str)> = probe.collect();
    for (headers, body) in [
        (vec![], seen.body.clone()),
        (signed.clone(), changed),
        (probe, seen.body.clone()),
        (signed.clone(), b"{}".to_vec()),
    ] {
        let answer = wire::send(&address, &wire::request("POST", "/notify", &headers, &body));
        assert!((400..500).contains(&answer.status), "{}", answer.head);
        assert!(!answer.refusal().is_empty());
    }
    let large = vec![b'x'; 70_000];
    let status = |method: &str, path: &str, body: &[u8]| {
        wire::send(&address, &wire::request(method, path, &signed, body)).status
    };
    assert_eq!(status("POST", "/notify", &large), 413);
    assert_eq!(status("GET", "/notify", b""), 405);
    assert_eq!(status("POST", "/elsewhere", &seen.body), 404);
    assert_eq!(status("POST", "/notify", &seen.body), 204);
    // It drains when it is asked to end.
    server.signal("-TERM");
    let (code, lines, _) = server.end();
    assert_eq!(code, Some(143));
    assert_eq!(lines.len(), 1, "{lines:?}");
}

#[test]
fn a_duplicate_is_acknowledged_and_not_reported_twice_after_a_restart_either() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let again = |server: &Server| {
        let request = wire::request("POST", "/notify", &seen.signed(), &seen.body);
        wire::send(&server.address(), &request).status
    };
    let mut server = home.start("serve-notify --listen 127.0.0.1:0 --json --store events");
    assert_eq!((again(&server), again(&server)), (204, 204));
    assert_eq!(server.next()["resource"]["out_trade_no"], "order-1");
    server.signal("-INT");
    let (code, more, _) = server.end();
    assert_eq!((code, more.len()), (Some(130), 0));
    let server = home.start("serve-notify --listen 127.0.0.1:0 --json --store events");
    assert_eq!(again(&server), 204);
    server.signal("-TERM");
    assert_eq!(server.end().1.len(), 0);
}

#[test]
fn a_receiver_ends_when_it_has_what_it_was_asked_for() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let mut server = home.start(
        "serve-notify --listen 127.0.0.1:0 --json --max-events 2 --expect TRANSACTION.SUCCESS,out_trade_no=order-2",
    );
    for number in ["order-1", "order-2"] {
        let url = server.url();
        home.order(number, &format!("--openid oX --notify-url {url}"));
        home.run(&format!("sandbox pay {number}")).ok();
        assert_eq!(server.next()["resource"]["out_trade_no"], number);
    }
    assert_eq!(server.end().0, Some(0));
    let unmet =
        home.run("--json serve-notify --listen 127.0.0.1:0 --for 100ms --expect REFUND.SUCCESS");
    assert_eq!(unmet.code, Some(8), "{}", unmet.stderr);
    let stderr = home.run("serve-notify --listen nowhere").fails_with(2);
    assert!(stderr.contains("nowhere"), "{stderr}");
}

#[test]
fn the_exact_strings_are_saved_byte_for_byte() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let seen = captured(&home, "order-1");
    let headers: String = seen
        .signed()
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let value: Value = serde_json::from_slice(&seen.body).unwrap();
    let indented = serde_json::to_string_pretty(&value).unwrap();
    home.write("headers", headers);
    home.write("body", &seen.body);
    home.write("indented", &indented);
    let message = |body: &str| {
        let (timestamp, nonce) = ("Wechatpay-Timestamp", "Wechatpay-Nonce");
        let (timestamp, nonce) = (seen.header(timestamp), seen.header(nonce));
        format!("{timestamp}\n{nonce}\n{body}\n")
    };
    let signed = message(std::str::from_utf8(&seen.body).unwrap());
    let verify = "--json verify-notify --headers headers --save-strings strings --body";
    home.run(&format!("{verify} indented")).reports(4);
    assert_eq!(home.read("strings/received.txt"), message(&indented));
    assert_eq!(home.read("strings/signed.txt"), signed);
    home.run(&format!("{verify} body")).json();
    assert_eq!(home.read("strings/received.txt"), signed);
}

#[test]
fn without_an_apiv3_key_verifying_alone_is_offered() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    home.write("raw.http", captured(&home, "order-1").raw);
    let profile = home.read("merchant.toml");
    let lines = profile
        .lines()
        .filter(|line| !line.starts_with("apiv3_key"));
    home.write("merchant.toml", lines.collect::<Vec<_>>().join("\n"));
    let stderr = home.run("verify-notify --request raw.http").fails_with(3);
    assert!(stderr.contains("--no-decrypt"), "{stderr}");
    let verified = home.run("--json verify-notify --request raw.http --no-decrypt");
    assert_eq!(verified.json()["verified"], true);
}

#[test]
fn what_is_no_notification_of_api_v3_is_named() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let pages = [
        ("<xml><return_code>SUCCESS</return_code></xml>", "API v2"),
        ("<?xml version=\"1.0\"?>\n<xml></xml>", "API v2"),
        ("\n<!DOCTYPE html>\n<html></html>", "an HTML page"),
    ];
    for (text, name) in pages {
        home.write("pasted", text);
        let stderr = home.run("verify-notify --request pasted").fails_with(3);
        assert!(stderr.contains(name), "{text}\n{stderr}");
    }
}
