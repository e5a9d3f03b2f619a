//! Faults of the sandbox, as our own client meets them: no false claim, and the promised effect.

use serde_json::{Value, json};

use crate::home::{Done, Home, Server, read, text};
use crate::orders::sandbox;
use crate::wire::{Answer, ask, request, send, try_send};

const PREPAY: &str = "/v3/pay/transactions/jsapi";

fn order(home: &Home, number: &str) -> Done {
    home.run(&format!(
        "--sandbox --json --retries 0 create-order --openid oX --description x --total 1 \
         --out-trade-no {number}"
    ))
}

/// Sets a fault through the control API.
fn set(server: &Server, fault: &str) -> Value {
    let body = json!({ "faults": [fault] }).to_string();
    read(&control(server, "POST", "/_sandbox/faults", body.as_bytes()).body)
}

/// Makes a control call, with the sandbox's token.
fn control(server: &Server, method: &str, path: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {}", text(&server.first, "token"));
    let call = request(method, path, &[("Authorization", &bearer)], body);
    send(&server.address(), &call)
}

/// Returns the orders that there are, by number.
fn placed(server: &Server) -> Vec<String> {
    let orders = read(&control(server, "GET", "/_sandbox/orders", b"").body);
    let orders = orders["orders"].as_array().unwrap().iter();
    orders
        .map(|order| text(order, "out_trade_no").to_owned())
        .collect()
}

#[test]
fn each_fault_has_its_exit_code_and_its_effect() {
    let home = Home::new();
    let server = sandbox(&home);
    // Status, what the client says, and whether the order is there nevertheless.
    for (number, (fault, code, is_there)) in [
        ("http-503", 6, false),
        ("http-500-after", 6, true),
        ("http-429", 6, false),
        ("http-403", 6, false),
        ("system-error", 6, false),
        ("system-error-after", 6, true),
        ("frequency-limited", 6, false),
        ("frequency-limited-after", 6, true),
        ("reset-before", 7, false),
        ("reset-after", 7, true),
        ("html", 4, false),
        ("redirect", 7, false),
        ("empty-body", 4, true),
        ("truncated-body", 7, true),
        ("forged-signature", 4, true),
        ("missing-signature", 4, true),
        ("unknown-serial", 4, true),
        ("stale-timestamp", 4, true),
    ]
    .into_iter()
    .enumerate()
    {
        let number = format!("fault-{number}");
        set(&server, &format!("{fault}:x1@{PREPAY}"));
        let error = order(&home, &number).failed(code);
        assert_eq!(
            placed(&server).contains(&number),
            is_there,
            "{fault} {error}"
        );
        // Repeating it pays once: the order is the same one.
        let again = order(&home, &number).json();
        assert!(again["pay_params"]["paySign"].is_string(), "{fault}");
        let count = placed(&server)
            .iter()
            .filter(|known| **known == number)
            .count();
        assert_eq!(count, 1, "{fault}");
    }
    // A probe is asked about once more, and the order is the same.
    set(&server, &format!("signature-probe:x1@{PREPAY}"));
    order(&home, "fault-probe").json();
    let active = read(&control(&server, "GET", "/_sandbox/faults", b"").body);
    for set in active["active"].as_array().unwrap() {
        assert_eq!(
            (&set["occurred"], &set["remaining"]),
            (&json!(1), &json!(0)),
            "{set}"
        );
    }
}

#[test]
fn a_lost_response_leaves_the_outcome_unknown_and_the_repetition_has_the_same_prepay_id() {
    let home = Home::new();
    let server = sandbox(&home);
    set(&server, &format!("reset-after:x1@{PREPAY}"));
    let error = order(&home, "lost-order").failed(7);
    let hint = text(&error, "hint");
    assert!(hint.starts_with("the order may exist"), "{hint}");
    let orders = read(&control(&server, "GET", "/_sandbox/orders", b"").body);
    let prepay_id = text(&orders["orders"][0], "prepay_id").to_owned();
    assert_eq!(
        order(&home, "lost-order").json()["prepay_id"],
        prepay_id.as_str()
    );
}

#[test]
fn a_reset_sends_nothing_and_a_truncated_body_its_first_half() {
    let home = Home::new();
    let server = sandbox(&home);
    let address = server.address();
    let call = request("POST", PREPAY, &[], b"{}");
    set(&server, "reset-before:x1");
    assert!(try_send(&address, &call).is_none());
    // A call that is refused for its signature shows that, and the fault is left for another.
    set(&server, "system-error:x1");
    assert_eq!(send(&address, &call).status, 401);
    let login = "/sns/jscode2session?appid=x&secret=x&js_code=x&grant_type=authorization_code";
    assert!(ask(&address, "GET", login).body.contains("\"errcode\":-1"));
    assert_eq!(send(&address, &call).status, 401);
    set(&server, "truncated-body:x1");
    let whole = ask(&address, "GET", login).body;
    assert!(!whole.ends_with('}'), "{whole}");
    assert!(!whole.is_empty());
    set(&server, "wrong-clock:x1");
    home.run("--sandbox --json --retries 0 download-certs -o certs")
        .failed(5);
    // Nothing is wrong with that call's signature.
    let calls = home.run("--json sandbox requests --limit 1").json();
    let call = &calls["requests"][0];
    assert_eq!(call["faults"][0], "wrong-clock", "{call}");
    assert_eq!(call["findings"].as_array().map(Vec::len), Some(0), "{call}");
    let shown = home
        .run(&format!("sandbox requests show {}", call["id"]))
        .ok();
    assert!(shown.contains("fault that was set: wrong-clock"), "{shown}");
    assert!(!shown.contains("the signature is right"), "{shown}");
}

#[test]
fn faults_are_set_listed_and_cleared_by_command_and_wrong_ones_are_refused_with_the_nearest() {
    let home = Home::new();
    let idle = home.run("--json sandbox fault --list").json();
    assert_eq!(idle["active"], json!([]), "no sandbox runs");
    assert_eq!(idle["known"].as_array().unwrap().len(), 19);
    home.run("--json sandbox fault html:x2").failed(3);
    for (fault, meant) in [
        ("system-eror", "system-error"),
        ("html@/v3/certificate", "/v3/certificates"),
        ("html:x0", "a number of calls such as x3"),
    ] {
        let command = format!("--json sandbox --listen 127.0.0.1:0 --fault {fault}");
        let refused = home.run(&command).failed(2);
        assert!(refused.to_string().contains(meant), "{refused}");
    }
    let server = home.start("sandbox --listen 127.0.0.1:0 --json --fault delay-1ms:0.5@/v3/pay/*");
    let listed = home.run("--json sandbox fault").json();
    assert_eq!(listed["active"][0]["fault"], "delay-1ms:0.5@/v3/pay/*");
    assert_eq!(listed["known"].as_array().unwrap().len(), 19);
    let refused = home.run("--json sandbox fault html@/v3/pay/transaction/jsapi");
    let refused = refused.failed(2).to_string();
    assert!(refused.contains("/v3/pay/transactions/jsapi?"), "{refused}");
    let set = home.run("--json sandbox fault html:x2 --clear").json();
    assert_eq!(set["active"].as_array().unwrap().len(), 1);
    assert_eq!(set["active"][0]["remaining"], 2);
    let id = &set["active"][0]["id"];
    let path = format!("/_sandbox/faults?id={id}");
    let left = control(&server, "DELETE", &path, b"");
    assert_eq!(read(&left.body)["active"], json!([]));
    assert_eq!(control(&server, "DELETE", &path, b"").status, 404);
    for lang in ["en", "zh-CN"] {
        let shown = home
            .run(&format!("--lang {lang} sandbox fault --list"))
            .ok();
        assert!(shown.contains("reset-after"), "{shown}");
    }
}

#[test]
fn a_path_that_no_call_has_is_refused_in_the_readers_language() {
    let home = Home::new();
    let _server = home.start("--json sandbox --listen 127.0.0.1:0");
    for (lang, said) in [
        (
            "zh",
            "错误：没有路径为 /v3/certificate 的接口；是否应为 /v3/certificates？\n帮助：在 @ 之后写接口路径",
        ),
        (
            "en",
            "error: no call has the path /v3/certificate; did you mean /v3/certificates?\nhelp: write the path",
        ),
    ] {
        let done = home.run(&format!("--lang {lang} sandbox fault html@/v3/certificate"));
        let text = done.fails_with(2);
        assert!(text.starts_with(said), "{text}");
    }
}

#[test]
fn unknown_calls_are_answered_by_stubs_if_their_signature_is_right() {
    let home = Home::new();
    home.write(
        "stubs.json",
        r#"[{"method": "GET", "path": "/v3/papay/contracts/{id}",
            "body": {"z": 1.50, "a":"x"}, "headers": {"X-Stub": "1"}},
            {"path": "/v3/payscore/*", "status": 403, "body": {"code": "NO_AUTH", "message": "m"}}]"#,
    );
    let server = home.start(
        "sandbox --listen 127.0.0.1:0 --json --stub=stubs.json --fault html:x1@/v3/papay/none",
    );
    let api = |code: i32, call: &str| {
        let done = home.run(&format!("--sandbox --json --retries 0 api {call}"));
        if code == 0 {
            done.json()
        } else {
            done.failed(code)
        }
    };
    let found = api(0, "GET /v3/papay/contracts/1?appid=x");
    assert_eq!(found["verified"], true);
    assert_eq!(found["body"], json!({"z": 1.5, "a": "x"}));
    api(5, "GET /v3/payscore/serviceorder");
    let other = api(0, "GET /v3/papay/other/1");
    assert_eq!(
        (&other["body"], &other["verified"]),
        (&json!({}), &json!(true))
    );
    let address = server.address();
    assert_eq!(ask(&address, "GET", "/v3/papay/contracts/1").status, 401);
    assert_eq!(ask(&address, "GET", "/papay/contracts/1").status, 404);
}
