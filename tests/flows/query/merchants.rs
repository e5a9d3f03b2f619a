//! Signed responses about another merchant's or another app's order.

use std::sync::mpsc::Receiver;

use serde_json::{Value, json};

use crate::home::{Home, read, text};
use crate::responses::{home, platform_key, server, signed};
use crate::wire::Captured;

/// Returns a server that sends this object, signed, as long as its requests are kept.
fn answering(home: &Home, object: &Value) -> (String, Receiver<Captured>) {
    let body = object.to_string();
    server(vec![signed(&platform_key(home), 0, body.as_bytes())])
}

fn profile(home: &Home, options: &str) -> Value {
    home.run(&format!("--json {options} profile show")).json()["fields"].take()
}

fn field(fields: &Value, name: &str) -> String {
    let value = &fields[name];
    let value = value.get("value").unwrap_or(value);
    value.as_str().unwrap().to_owned()
}

/// An order of the profile's, with these fields set.
fn order(fields: &Value, partner: bool, other: &[(&str, &str)]) -> Value {
    let mut order = json!({
        "out_trade_no": "order-1", "transaction_id": "T1", "trade_state": "SUCCESS",
        "amount": {"total": 1},
    });
    let names: &[(&str, &str)] = if partner {
        &[
            ("sp_mchid", "mchid"),
            ("sp_appid", "appid"),
            ("sub_mchid", "sub_mchid"),
        ]
    } else {
        &[("mchid", "mchid"), ("appid", "appid")]
    };
    for (name, of) in names {
        order[*name] = field(fields, of).into();
    }
    for (name, value) in other {
        order[*name] = (*value).into();
    }
    order
}

#[test]
fn an_order_of_another_merchant_or_app_is_not_believed() {
    let home = home();
    let fields = profile(&home, "");
    let query = |object: &Value, rest: &str| {
        let (url, _requests) = answering(&home, object);
        home.run(&format!("--json --base-url {url} {rest}"))
    };
    let single = "query --out-trade-no order-1";
    query(&order(&fields, false, &[]), single).json();
    home.write("asked.csv", "out_trade_no\norder-1\n");
    for (name, value) in [
        ("mchid", "1900009999"),
        ("appid", "wx0000000000000000"),
        ("sp_mchid", "1900009999"),
        ("sub_mchid", "1900009999"),
        ("out_trade_no", "order-2"),
    ] {
        let object = order(&fields, false, &[(name, value)]);
        for rest in [
            single,
            "query --out-trade-no order-1 --wait --interval 10ms",
        ] {
            let error = query(&object, rest).failed(6);
            let message = text(&error, "message");
            assert!(
                message.contains(&format!("it is about {name} ")),
                "{message}"
            );
            assert!(message.contains(value), "{message}");
            assert!(text(&error, "hint").contains("do not act on this response"));
        }
        let (url, _requests) = answering(&home, &object);
        let batch = format!("--json --base-url {url} query --batch asked.csv");
        let done = home.run(&batch);
        assert_eq!(done.code, Some(6), "{name}: {}", done.stdout);
        let stderr = home
            .run(&format!("--lang zh --base-url {url} {single}"))
            .fails_with(6);
        assert!(stderr.contains("请勿依据此应答操作"), "{stderr}");
    }
}

#[test]
fn a_refund_of_another_merchant_is_not_believed() {
    let home = home();
    let refund = json!({
        "out_refund_no": "r-1", "out_trade_no": "order-1", "transaction_id": "T1",
        "status": "SUCCESS", "refund_id": "5",
    });
    let query = |object: &Value| {
        let (url, _requests) = answering(&home, object);
        home.run(&format!(
            "--json --base-url {url} refund query --out-refund-no r-1"
        ))
    };
    query(&refund).json();
    for name in ["mchid", "sp_mchid", "sub_mchid"] {
        let mut other = refund.clone();
        other[name] = "1900009999".into();
        let error = query(&other).failed(6);
        assert!(text(&error, "message").contains(name), "{error}");
        let (url, _requests) = answering(&home, &other);
        let create = format!(
            "--json --base-url {url} refund create --out-trade-no order-1 --refund 1 --total 1 --out-refund-no r-1"
        );
        let error = home.run(&create).failed(6);
        assert!(text(&error, "hint").contains("refund query"), "{error}");
    }
}

#[test]
fn a_partners_order_is_of_its_sub_merchant_and_their_apps() {
    let home = Home::new();
    home.run("--sandbox profile show").ok();
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    let fields = profile(&home, "-p sandbox-partner");
    let query = |other: &[(&str, &str)]| {
        let (url, _requests) = answering(&home, &order(&fields, true, other));
        home.run(&format!(
            "--json -p sandbox-partner --base-url {url} query --out-trade-no order-1"
        ))
    };
    query(&[]).json();
    for name in ["mchid", "sp_mchid", "sub_mchid"] {
        query(&[(name, "1900009999")]).failed(6);
    }
    query(&[("sp_appid", "wx0000000000000000")]).failed(6);
    let (url, _requests) = answering(
        &home,
        &order(&fields, true, &[("sub_appid", "wx0000000000000000")]),
    );
    let sub = field(&fields, "sub_mchid");
    let done = home.run_with(
        &format!("--json -p sandbox-partner --base-url {url} query --out-trade-no order-1 --sub-mchid {sub}"),
        ("WECHATPAY_SUB_APPID", std::path::Path::new("wx1111111111111111")),
    );
    done.failed(6);
}

#[test]
fn an_order_that_is_waited_for_is_the_one_that_was_made() {
    let home = home();
    let fields = profile(&home, "");
    let prepaid = signed(&platform_key(&home), 0, br#"{"prepay_id":"wx1"}"#);
    let other = order(&fields, false, &[("mchid", "1900009999")]).to_string();
    let other = signed(&platform_key(&home), 0, other.as_bytes());
    let (url, _requests) = server(vec![prepaid, other]);
    let done = home.run(&format!(
        "--json --base-url {url} create-order --openid oX --total 1 --description x --out-trade-no order-1 --wait --interval 10ms"
    ));
    assert_eq!(done.code, Some(6), "{}", done.stderr);
    let error = read(&done.stderr)["error"].take();
    assert!(text(&error, "message").contains("mchid"), "{error}");
}
