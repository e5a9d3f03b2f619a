//! A refusal of the sandbox, explained from what the sandbox received.

use std::path::Path;

use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::stamp::{Stamp, Timestamp};
use wechatpay::sandbox::Identity;

use crate::home::{Done, Home, Server};
use crate::wire;

const PATH: &str = "/v3/pay/transactions/jsapi";
const BODY: &str = r#"{"appid":"wxsandbox000000001","mchid":"0000000001","description":"咖啡"}"#;
const DATA: &str = ".local/share/wechatpay/sandbox";

struct Refused {
    /// The response as a terminal shows it.
    whole: String,
    body: String,
    request_id: String,
}

fn sign(home: &Home, at: i64, body: &str) -> String {
    let identity = Identity::open(&home.path(DATA)).unwrap();
    let pem = std::fs::read(identity.private_key_path()).unwrap();
    let key = SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap();
    let stamp = Stamp {
        timestamp: Timestamp(at),
        ..ambient::stamp()
    };
    let body = body.as_bytes();
    Authorization::sign(&key, identity.mchid(), &stamp, "POST", PATH, body).to_string()
}

fn post(sandbox: &Server, authorization: &str) -> Refused {
    let headers = [
        ("Authorization", authorization),
        ("Accept", "application/json"),
        ("User-Agent", "test"),
    ];
    let request = wire::request("POST", PATH, &headers, BODY.as_bytes());
    let answer = wire::send(&sandbox.address(), &request);
    assert_eq!(answer.status, 401, "{}", answer.body);
    let id = answer
        .head
        .lines()
        .find_map(|line| line.strip_prefix("request-id: "));
    let request_id = id.unwrap().to_ascii_uppercase();
    Refused {
        whole: format!(
            "{}\r\n\r\n{}",
            answer.head.to_ascii_uppercase(),
            answer.body
        ),
        body: answer.body,
        request_id,
    }
}

fn causes(done: Done) -> Vec<(String, String)> {
    let report: Value = done.reports(4);
    assert_eq!(report["schema"], "wechatpay/explain-reply/v1");
    assert_eq!(report["code"], "SIGN_ERROR");
    let findings = report["findings"].as_array().unwrap();
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    findings
        .iter()
        .map(|finding| (text(finding, "cause"), text(finding, "proof")))
        .collect()
}

fn explain(home: &Home, options: &str, text: &str) -> Done {
    home.pipe(&format!("--json {options} explain reply -"), text)
}

#[test]
fn a_refusal_is_explained_from_what_the_sandbox_received() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let now = ambient::now().0;
    let good = sign(&home, now, BODY);
    let identity = Identity::open(&home.path(DATA)).unwrap();
    let serial = identity.serial_no().as_str();
    let spaces = sign(&home, now, &BODY.replace(",\"", ", \""));
    let unsigned = sign(&home, now, "");
    let other = good.replace(serial, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
    let colons: Vec<_> = serial.as_bytes().chunks(2).collect();
    let colons = good.replace(serial, &String::from_utf8(colons.join(&b':')).unwrap());
    for (authorization, cause) in [
        (spaces, "body-whitespace"),
        (unsigned, "body-not-signed"),
        (sign(&home, now - 3600, BODY), "stale"),
        (sign(&home, now + 600, BODY), "clock-skew"),
        (sign(&home, now * 1000, BODY), "timestamp-milliseconds"),
        (other, "serial-mismatch"),
        (colons, "serial"),
        (good.replace("mchid=\"0", "mchid=\"1"), "mchid-mismatch"),
        (good.replace("\",", "\", "), "authorization-malformed"),
    ] {
        let refused = post(&sandbox, &authorization);
        let line = format!("error: SIGN_ERROR (Request-ID: {})", refused.request_id);
        // With and without --sandbox: the Request-ID is proof enough of whose reply it is.
        for (options, text) in [("--sandbox", &refused.whole), ("", &line)] {
            let found = causes(explain(&home, options, text));
            let (first, proof) = &found[0];
            assert!(first.contains(cause), "{cause}: {found:?}");
            assert_eq!(proof, "verified", "{cause}: {found:?}");
        }
    }
}

#[test]
fn a_reply_without_its_head_is_found_by_the_message_that_the_server_built() {
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let now = ambient::now().0;
    let first = post(
        &sandbox,
        &sign(&home, now, &BODY.replace("咖啡", "\\u5496\\u5561")),
    );
    let second = post(&sandbox, &sign(&home, now, ""));
    let logged = json!({ "reply": first.body }).to_string();
    for text in [&first.body, &logged] {
        let found = causes(explain(&home, "", text));
        assert_eq!(found[0].0, "body-unicode-escapes", "{found:?}");
    }
    assert_eq!(
        causes(explain(&home, "", &second.body))[0].0,
        "body-not-signed"
    );
    // A body that only says which check failed means the last request that failed there.
    let late = post(&sandbox, &sign(&home, now - 7200, BODY));
    let found = causes(explain(&home, "--sandbox", &late.body));
    assert_eq!(found[0].0, "stale");
    for (lang, stderr) in [
        ("en", "explained from the sandbox's record of request"),
        ("zh", "依据沙箱对请求"),
    ] {
        let done = home.pipe(
            &format!("--lang {lang} --sandbox explain reply -"),
            &late.body,
        );
        assert!(done.stderr.contains(stderr), "{}", done.stderr);
        assert!(done.stderr.contains(&late.request_id), "{}", done.stderr);
    }
    // A reply of another server is not taken for the sandbox's.
    let other = first
        .body
        .replace("transactions/jsapi", "transactions/native");
    let other = other.replace(
        &first.body[first.body.find("jsapi\\n").unwrap()..][7..17],
        "1700000000",
    );
    let done = explain(&home, "--sandbox", &other);
    assert!(!done.stderr.contains("sandbox's record"), "{}", done.stderr);
}

#[test]
fn the_record_has_no_secret_and_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    post(&sandbox, &sign(&home, ambient::now().0, ""));
    home.run("sandbox requests show 1").ok();
    let mut text = String::new();
    for name in [
        "sandbox.db",
        "sandbox.db-wal",
        "requests.db",
        "requests.db-wal",
    ] {
        let record = home.path(DATA).join(name);
        let mode = std::fs::metadata(&record).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
        text += &String::from_utf8_lossy(&std::fs::read(&record).unwrap());
    }
    assert!(text.contains(PATH));
    let identity = home.path(DATA).join("identity");
    let secret = |name: &str| std::fs::read_to_string(Path::new(&identity).join(name)).unwrap();
    for name in ["apiv3_key", "app_secret"] {
        assert!(!text.contains(secret(name).trim()), "{name}");
    }
    assert!(!text.contains("PRIVATE KEY"));
}
