//! WeChat Pay's objects for people: amounts in yuan beside fen, states in a colour.

use serde_json::{Map, Value};
use wechatpay::protocol::amount::FenSum;
use wechatpay::protocol::json;
use wechatpay::protocol::stamp::Timestamp;

use crate::text;
use crate::ui::{Cell, Page, Tone};

/// Shows all fields of an object.
pub(in crate::commands) fn show(object: &Map<String, Value>, page: &mut Page) {
    let currency = object
        .get("amount")
        .and_then(|amount| amount.get("currency"));
    let is_yuan = currency.is_none_or(|currency| currency == "CNY");
    let rows = json::flatten(object).into_iter().map(|value| {
        let cell = match value.path.as_str() {
            "trade_state" | "status" | "state" => state(&value.text),
            path if is_yuan && is_amount(path) => amount(&value.text),
            _ => time(&value.text, page).into(),
        };
        (value.path, cell)
    });
    page.fields(rows.collect::<Vec<_>>());
}

/// Returns a moment of RFC 3339, with the time here if that is another.
pub(in crate::commands) fn time(value: &str, page: &Page) -> String {
    let moment = Timestamp::from_rfc3339(value).ok();
    match moment.and_then(|moment| page.local_time(moment, value)) {
        Some(local) => page.show(&text!("ui-local-time", time = value, local)),
        None => value.to_owned(),
    }
}

/// Returns a state in the colour of what it means.
pub(in crate::commands) fn state(word: &str) -> Cell {
    let tone = match word {
        "SUCCESS" | "FINISHED" | "delivered" => Some(Tone::Good),
        "PAYERROR" | "ABNORMAL" | "FAIL" | "dead" => Some(Tone::Bad),
        "NOTPAY" | "USERPAYING" | "ACCEPT" | "PROCESSING" | "REFUND" | "pending" => {
            Some(Tone::Doubtful)
        }
        "CLOSED" | "REVOKED" => Some(Tone::Dim),
        _ => None,
    };
    Cell::toned(tone, word)
}

/// Returns fen with the same in yuan.
fn amount(fen: &str) -> Cell {
    match fen.parse::<u64>() {
        Ok(number) => format!("{fen} ({})", FenSum::from(number)).into(),
        Err(_) => fen.into(),
    }
}

fn is_amount(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_of_amount = name
        .strip_prefix("amount.")
        .is_some_and(|rest| !rest.contains('.'));
    is_of_amount || last == "amount"
}

/// Returns an object that has these fields, separated by spaces; one that ends in a dot may hold
/// anything.
pub(in crate::commands) fn specimen(fields: &str) -> Map<String, Value> {
    let mut object = Map::new();
    for path in fields.split_whitespace() {
        let mut inner = &mut object;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next().filter(|name| !name.is_empty()) {
            let field = inner.entry(name).or_insert(if names.peek().is_some() {
                Value::Object(Map::new())
            } else {
                Value::Null
            });
            match field {
                Value::Object(fields) => inner = fields,
                _ => break,
            }
        }
    }
    object
}
