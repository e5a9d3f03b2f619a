//! The service provider's profile: one signs for many.

use serde_json::{Value, json};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, Server, read};
use crate::wire;

/// A running sandbox, and the profile of its merchant as a service provider in `merchant.toml`.
fn agency(home: &Home) -> Server {
    home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml")
}

#[test]
fn a_partner_orders_in_four_ways_asks_by_both_numbers_and_closes() {
    let home = Home::new();
    let _sandbox = agency(&home);
    for (kind, options, field) in [
        ("jsapi", "--openid oSp", "prepay_id"),
        ("native", "", "code_url"),
        ("app", "", "prepay_id"),
        ("h5", "--client-ip 1.2.3.4", "h5_url"),
    ] {
        let number = format!("agency-{kind}");
        let options = format!("-p sandbox-partner --trade-type {kind} {options}");
        let order = home.order(&number, &options);
        assert!(order[field].is_string(), "{order}");
        assert_eq!(order["pay_params"].is_object(), field == "prepay_id");
        let query = format!("-p sandbox-partner --json query --out-trade-no {number}");
        let order = home.run(&query).json();
        assert!(order["sp_mchid"].is_string() && order["sub_mchid"].is_string());
        assert!(order.get("mchid").is_none(), "{order}");
    }
    let paid = home.run("sandbox pay agency-jsapi --json").json();
    let id = paid["transaction_id"].as_str().unwrap();
    let query = format!("-p sandbox-partner --json query --transaction-id {id}");
    let found = home.run(&query).json();
    assert_eq!(found["out_trade_no"], "agency-jsapi");
    assert_eq!(found["payer"]["sp_openid"], "oSp");
    home.run("-p sandbox-partner close agency-native").ok();
    assert_eq!(home.state("-p sandbox-partner", "agency-native"), "CLOSED");
    // The direct profile of the same merchant does not see a sub-merchant's order as its own.
    let direct = home.run("--json query --out-trade-no agency-jsapi");
    assert_eq!(direct.failed(9)["code"], "ORDER_NOT_EXIST");
}

#[test]
fn the_app_id_that_is_signed_is_the_one_the_payer_is_named_under() {
    let home = Home::new();
    let _sandbox = agency(&home);
    let profile = home.run("-p sandbox-partner profile show --json").json();
    let appid = |name: &str| {
        profile["fields"][name]["value"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (number, payer, name) in [
        ("agency-sp", "--openid oSp", "appid"),
        ("agency-sub", "--sub-openid oSub", "sub_appid"),
    ] {
        let order = home.order(number, &format!("-p sandbox-partner {payer}"));
        let given = &order["pay_params"];
        let text = |field: &str| given[field].as_str().unwrap();
        let prepay_id = order["prepay_id"].as_str().unwrap();
        let made = home.run(&format!(
            "-p sandbox-partner --json pay-params {prepay_id} --appid {} --timestamp {} --nonce {}",
            appid(name),
            text("timeStamp"),
            text("nonceStr")
        ));
        assert_eq!(made.json()["paySign"], given["paySign"], "{name}");
    }
    let app = home.order("agency-app", "-p sandbox-partner --trade-type app");
    assert_eq!(app["pay_params"]["partnerid"], appid("mchid").as_str());
    let direct = home.run("--json create-order --sub-openid oX --total 1 --description x");
    assert_eq!(direct.failed(2)["kind"], "usage");
}

#[test]
fn a_partner_is_notified_of_a_sub_merchants_payment() {
    let home = Home::new();
    let _sandbox = agency(&home);
    // Until there is one that is its own, it acts for any.
    let any = home.order(
        "agency-any",
        "-p sandbox --openid oX --sub-mchid 1900000009",
    );
    assert!(any["prepay_id"].is_string(), "{any}");
    let added = home.run("--json sandbox add-merchant 0000000009 --sub-of 0000000001");
    assert_eq!(added.json()["service_provider"], "0000000001");
    let unrelated = home.run(&format!("--json -p sandbox {ORDER} --sub-mchid 1900000009"));
    assert_eq!(unrelated.failed(5)["code"], "NO_AUTH");
    let mut server =
        home.start("-p sandbox-partner serve-notify --listen 127.0.0.1:0 --json --once");
    let url = server.url();
    home.order(
        "agency-paid",
        &format!("-p sandbox-partner --sub-openid oSub --notify-url {url}"),
    );
    home.run("sandbox pay agency-paid").ok();
    let event = server.next();
    assert_eq!(event["resource"]["out_trade_no"], "agency-paid");
    assert_eq!(event["resource"]["payer"]["sub_openid"], "oSub");
    assert_eq!(server.end().0, Some(0));
}

/// The body of the request that a command would send.
fn body(home: &Home, line: &str) -> Value {
    let request = home.run(&format!("--json --dry-run {line}")).json();
    read(request["body"].as_str().unwrap())
}

const ORDER: &str = "create-order --openid oX --total 1 --description x --out-trade-no order-1";

#[test]
fn an_option_counts_before_the_environment_and_that_before_the_profile() {
    let home = Home::new();
    drop(agency(&home));
    let profile = home.run("-p sandbox-partner profile show --json").json();
    let known = |name: &str| profile["fields"][name]["value"].clone();
    let from_file = body(&home, &format!("-p sandbox-partner {ORDER}"));
    assert_eq!(from_file["sub_mchid"], known("sub_mchid"));
    assert_eq!(from_file["sub_appid"], known("sub_appid"));
    let run = |line: &str| {
        let mut command = home.command(&format!("--json --dry-run {line}"));
        command.env("WECHATPAY_SUB_MCHID", "1900000002");
        command.env("WECHATPAY_SUB_APPID", "wx0000000000000002");
        let output = command.output().unwrap();
        read(std::str::from_utf8(&output.stdout).unwrap())
    };
    for profile in ["sandbox", "sandbox-partner"] {
        let request = run(&format!("-p {profile} {ORDER}"));
        let order = read(request["body"].as_str().unwrap());
        assert_eq!(order["sub_mchid"], "1900000002", "{profile}");
        assert_eq!(order["sub_appid"], "wx0000000000000002", "{profile}");
        let given = "--sub-mchid 1900000003 --sub-appid wx0000000000000003";
        let request = run(&format!("-p {profile} {ORDER} {given}"));
        let url = request["url"].as_str().unwrap();
        assert!(url.ends_with("/v3/pay/partner/transactions/jsapi"), "{url}");
        let order = read(request["body"].as_str().unwrap());
        assert_eq!(order["sp_mchid"], known("mchid"));
        assert_eq!(order["sp_appid"], known("appid"));
        assert_eq!(order["sub_mchid"], "1900000003");
        assert_eq!(order["sub_appid"], "wx0000000000000003");
        assert_eq!(order["payer"], json!({"sp_openid": "oX"}));
        assert!(order.get("mchid").is_none() && order.get("appid").is_none());
        let url = |line: &str| run(line)["url"].as_str().unwrap().to_owned();
        let query = url(&format!(
            "-p {profile} query --out-trade-no order-1 --sub-mchid 1900000003"
        ));
        let wanted = format!(
            "/v3/pay/partner/transactions/out-trade-no/order-1?sp_mchid={}&sub_mchid=1900000003",
            known("mchid").as_str().unwrap()
        );
        assert!(query.ends_with(&wanted), "{query}");
        let close = run(&format!(
            "-p {profile} close order-1 --sub-mchid 1900000003"
        ));
        let close = read(close["body"].as_str().unwrap());
        let wanted = json!({"sp_mchid": known("mchid"), "sub_mchid": "1900000003"});
        assert_eq!(close, wanted);
    }
    assert!(body(&home, ORDER).get("sub_mchid").is_none());
}

#[test]
fn one_service_provider_acts_for_several_sub_merchants() {
    let home = Home::new();
    let _sandbox = agency(&home);
    let added = home.run("--json sandbox add-merchant 0000000009 --sub-of 0000000001");
    assert_eq!(added.json()["service_provider"], "0000000001");
    let unrelated = home.run(&format!("--json -p sandbox {ORDER} --sub-mchid 1900000009"));
    assert_eq!(unrelated.failed(5)["code"], "NO_AUTH");
    let mut server =
        home.start("-p sandbox-partner serve-notify --listen 127.0.0.1:0 --json --max-events 2");
    let url = server.url();
    // The direct profile becomes a partner's by the option; both notifications are the agency's.
    for (number, options) in [
        ("agency-one", "-p sandbox-partner"),
        ("agency-two", "-p sandbox --sub-mchid 0000000009"),
    ] {
        home.order(
            number,
            &format!("{options} --openid oSp --notify-url {url}"),
        );
        home.run(&format!("sandbox pay {number}")).ok();
    }
    assert_eq!(server.next()["resource"]["sub_mchid"], "0000000002");
    assert_eq!(server.next()["resource"]["sub_mchid"], "0000000009");
    assert_eq!(server.end().0, Some(0));
    // Each order is seen under its own number alone.
    assert_eq!(
        home.state("--sandbox", "agency-two --sub-mchid 0000000009"),
        "SUCCESS"
    );
    let other = home.run("--json -p sandbox-partner query --out-trade-no agency-two");
    assert_eq!(other.failed(9)["code"], "ORDER_NOT_EXIST");
    let paid = home.run("--json close agency-two --sub-mchid 0000000009");
    assert_eq!(paid.failed(5)["code"], "ORDER_PAID");
}

#[test]
fn what_to_run_next_is_for_the_same_sub_merchant() {
    let home = Home::new();
    drop(agency(&home));
    let faulty = Faulty::new(vec![Fault::Closed]);
    let order = format!(
        "--json --retries 0 --base-url {} {ORDER} --sub-mchid 1900000009",
        faulty.url
    );
    let hint = home.run(&order).failed(7)["hint"].take();
    assert!(
        hint.as_str()
            .unwrap()
            .contains("query --out-trade-no order-1 --sub-mchid 1900000009"),
        "{hint}"
    );
}

#[test]
fn what_cannot_be_a_partners_order_is_refused_before_anything_is_sent() {
    let home = Home::new();
    drop(agency(&home));
    let faulty = Faulty::new(vec![Fault::Closed]);
    let run = |line: &str| home.run(&format!("--json --base-url {} {line}", faulty.url));
    // The service provider itself, in every command.
    for line in [
        ORDER,
        "query --out-trade-no order-1",
        "close order-1",
        "pay-params wx1",
    ] {
        let own = run(&format!("{line} --sub-mchid 0000000001")).failed(3);
        let message = own["message"].as_str().unwrap();
        assert!(message.contains("service provider's own"), "{message}");
        let malformed = run(&format!("{line} --sub-mchid 19x"));
        assert_eq!(malformed.code, Some(2));
    }
    // A payer without the App ID that names it.
    let order = "create-order --sub-openid oSub --total 1 --description x";
    let hint = run(&format!("{order} --sub-mchid 1900000009")).failed(3)["hint"].take();
    assert!(hint.as_str().unwrap().contains("--sub-appid"), "{hint}");
    run(order).failed(2);
    run(&format!("{ORDER} --sub-appid wx0000000000000003")).failed(3);
    run(&format!("{ORDER} --sub-openid oSub --sub-mchid 1900000009")).failed(2);
    assert_eq!(faulty.connections(), 0);
}

#[test]
fn a_sub_merchants_certificate_is_recognised() {
    let home = Home::new();
    drop(agency(&home));
    let text = home.read("merchant.toml");
    // The merchant's files are those of 0000000001, which is made the sub-merchant here.
    let swapped = text
        .replace("mchid = \"0000000001\"", "mchid = \"1900000100\"")
        .replace("sub_mchid = \"0000000002\"", "sub_mchid = \"0000000001\"");
    let unnamed: String = swapped
        .lines()
        .filter(|line| !line.starts_with("certificate = "))
        .map(|line| format!("{line}\n"))
        .collect();
    for profile in [swapped, unnamed] {
        home.write("swapped.toml", profile);
        for line in [
            ORDER,
            "query --out-trade-no order-1",
            "close order-1",
            "pay-params wx1",
            "download-certs -o out",
        ] {
            let line = format!("--json --config swapped.toml -p sandbox-partner {line}");
            let error = home.run(&line).failed(3);
            let message = error["message"].as_str().unwrap();
            assert!(
                message.contains("sub-merchant 0000000001")
                    && message.contains("service provider 1900000100 signs"),
                "{message}"
            );
            assert!(error["hint"].as_str().unwrap().contains("service provider"));
        }
    }
}

#[test]
fn pay_params_are_for_the_app_that_the_option_names() {
    let home = Home::new();
    drop(agency(&home));
    let run = |options: &str| {
        let line = "-p sandbox-partner pay-params wx1 --timestamp 1700000000 --nonce abc";
        home.run(&format!("{line} {options}"))
    };
    let sign = |options: &str| run(&format!("--get paySign {options}")).ok();
    let (sp, sub) = ("--appid wxsandbox000000001", "--appid wxsandbox000000002");
    assert_eq!(sign(""), sign(sp));
    assert_eq!(sign("--sub-appid wxsandbox000000002"), sign(sub));
    assert_eq!(sign(&format!("--sub-appid wx3 {sub}")), sign(sub));
    assert_ne!(sign(sp), sign(sub));
    let stderr = run("").stderr;
    assert!(stderr.contains("--appid wxsandbox000000002"), "{stderr}");
    assert_eq!(run(sub).stderr, "");
    let app = run("--for app --json").json();
    assert_eq!(app["partnerid"], "0000000001");
    // Either app's signature is a valid one.
    for options in [sp, sub] {
        home.write("params.json", run(options).ok());
        let check = "-p sandbox-partner --json pay-params --check params.json";
        assert_eq!(home.run(check).json()["verdict"], "valid");
    }
}

#[test]
fn the_checkout_api_serves_either_partys_mini_program() {
    let home = Home::new();
    let _sandbox = agency(&home);
    for (options, payer, appid) in [
        ("", "sp_openid", "wxsandbox000000001"),
        (
            "--sub-appid wxsandbox000000002",
            "sub_openid",
            "wxsandbox000000002",
        ),
    ] {
        let server = home.start(&format!(
            "-p sandbox-partner serve-notify --listen 127.0.0.1:0 --json --checkout-api --no-store {options}"
        ));
        let post = |path: &str, body: &Value| {
            let kind = [("Content-Type", "application/json")];
            let request = wire::request("POST", path, &kind, body.to_string().as_bytes());
            let answer = wire::send(&server.address(), &request);
            assert_eq!(answer.status, 200, "{}", answer.body);
            read(&answer.body)
        };
        let code = json!({"code": format!("code-{payer}")});
        let openid = post("/wechat/getOpenid", &code)["openid"].take();
        let named = format!("openid code-again-{payer} --get openid {options}");
        assert!(
            home.run(&format!("-p sandbox-partner {named}"))
                .ok()
                .starts_with("oSandbox")
        );
        let order = json!({"openid": openid, "total_fee": 1, "description": "x"});
        let params = post("/wechat/createOrder", &order);
        let text = |name: &str| params[name].as_str().unwrap();
        let made = home.run(&format!(
            "-p sandbox-partner pay-params {} --get paySign --appid {appid} --timestamp {} --nonce {}",
            text("package").strip_prefix("prepay_id=").unwrap(),
            text("timeStamp"),
            text("nonceStr")
        ));
        assert_eq!(made.ok().trim(), text("paySign"));
        let exported = read(&home.run("sandbox export").ok());
        let orders = exported["orders"].as_array().unwrap();
        let payer = json!({ payer: openid });
        let placed = orders.iter().find(|order| order["body"]["payer"] == payer);
        assert_eq!(placed.unwrap()["body"]["sub_mchid"], "0000000002");
    }
}
