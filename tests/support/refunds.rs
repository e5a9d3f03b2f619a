//! Refunds, and what the sandbox and the records of unfinished ones have of them.

use serde_json::Value;

use super::home::{Done, Home, Server, read};
use super::wire::Captured;

/// A running sandbox on which a second lasts ten milliseconds, and its profiles.
pub(crate) fn sandbox(home: &Home) -> Server {
    home.start("sandbox --listen 127.0.0.1:0 --json --time-scale 100 --write-profile merchant.toml")
}

/// Orders and pays.
pub(crate) fn paid(home: &Home, number: &str, total: u32, options: &str) {
    let order = format!(
        "--json {options} create-order --openid oX --description x --total {total} --out-trade-no {number}"
    );
    home.run(&order).json();
    home.run(&format!("sandbox pay {number}")).ok();
}

pub(crate) fn create(home: &Home, options: &str) -> Done {
    home.run(&format!("--json refund create {options}"))
}

/// Returns the refunds that the sandbox has of an order.
pub(crate) fn refunds(home: &Home, number: &str) -> Vec<Value> {
    let all = read(&home.run("sandbox export").ok());
    let orders = all["orders"].as_array().unwrap().iter();
    let mut own = orders.filter(|order| order["out_trade_no"] == number);
    let refunds = own.next().unwrap()["refunds"].as_array();
    refunds.cloned().unwrap_or_default()
}

pub(crate) const RECORDS: &str = ".local/share/wechatpay/refunds";

/// How many refunds are unfinished.
pub(crate) fn unfinished(home: &Home) -> usize {
    let Ok(entries) = std::fs::read_dir(home.path(RECORDS)) else {
        return 0;
    };
    let names = entries.map(|entry| entry.unwrap().path());
    names
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .count()
}

pub(crate) fn number(request: &Captured) -> String {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["out_refund_no"].as_str().unwrap().to_owned()
}
