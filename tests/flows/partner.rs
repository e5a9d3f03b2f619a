//! The service provider's profile: one signs for many.

use crate::home::{Home, Server};

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
