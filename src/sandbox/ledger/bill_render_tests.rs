use serde_json::{Value, json};

use super::*;
use crate::protocol::bill::{BillItem, BillParser};
use crate::protocol::id::OutTradeNo;
use crate::protocol::order::TradeType;
use crate::protocol::transaction::TradeState;

fn at(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

fn date(text: &str) -> BillDate {
    text.parse().unwrap()
}

fn order(number: &str, mut body: Value, paid: Option<&str>) -> Order {
    body["out_trade_no"] = json!(number);
    body["description"] = json!("咖啡, 大杯");
    let number: OutTradeNo = number.parse().unwrap();
    let payment = paid.map(|moment| Payment {
        transaction_id: format!("T{}", number.as_str().replace('-', ""))
            .parse()
            .unwrap(),
        at: at(moment),
    });
    Order {
        prepay_id: format!("wx{number}").parse().unwrap(),
        out_trade_no: number,
        trade_type: TradeType::Jsapi,
        body,
        prepaid_at: Timestamp(0),
        ordered_at: 0,
        state: match payment {
            Some(_) => TradeState::Success,
            None => TradeState::NotPay,
        },
        payment,
        refunds: Vec::new(),
        named_key: None,
        expired_at: None,
        part_of: None,
    }
}

fn refunded(order: &Order, moment: &str) -> Order {
    let (number, moment) = (&order.out_trade_no, at(moment));
    order.with_refund(Refund {
        refund_id: format!("R{number}").replace('-', "").parse().unwrap(),
        out_refund_no: format!("OR{number}").parse().unwrap(),
        at: moment,
        requested_at: 0,
        amount: None,
        body: None,
        status: RefundStatus::Success,
        ended_at: None,
        pending: None,
        named_key: None,
    })
}

/// Two days of a shop that is a partner too: paid before and after midnight in China, and one
/// refund on the second day.
fn ledger() -> Vec<Order> {
    let own = |total: u32| json!({"appid": "wx1", "mchid": "01", "amount": {"total": total}, "payer": {"openid": "o1"}});
    let sub = json!({"sp_appid": "wx1", "sp_mchid": "01", "sub_mchid": "02", "amount": {"total": 7},
        "payer": {"sub_openid": "o2"}});
    let first = order("first-1", own(1999), Some("2024-05-01T15:59:59Z"));
    vec![
        refunded(&first, "2024-05-02T02:00:00Z"),
        order("of-sub-1", sub, Some("2024-05-02T01:00:00Z")),
        order("second-1", own(1), Some("2024-05-01T16:00:00Z")),
        order("unpaid-1", own(5), None),
    ]
}

/// Reads a bill's rows and, last, its summary.
fn read(bill: Option<Vec<u8>>) -> Vec<Value> {
    let text = String::from_utf8(bill.expect("a bill")).unwrap();
    let mut parser = BillParser::default();
    let mut found = Vec::new();
    for line in text.split_inclusive("\r\n") {
        if let Some(BillItem::Row(record) | BillItem::Summary(record)) = parser.line(line).unwrap()
        {
            found.push(Value::Object(record.to_json()));
        }
    }
    parser.finish().unwrap();
    found
}

fn numbers(bill: Option<Vec<u8>>) -> Vec<String> {
    let rows = read(bill);
    let number = |row: &Value| row["商户订单号"].as_str().map(str::to_owned);
    rows.iter().filter_map(number).collect()
}

#[test]
fn a_day_begins_at_midnight_in_china_and_its_sums_are_right() {
    let ledger = ledger();
    let of = |day| trades(&ledger, date(day), BillType::All, None);
    assert_eq!(numbers(of("2024-05-01")), ["first-1"]);
    let rows = read(of("2024-05-02"));
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["交易时间"], "2024-05-02 00:00:00");
    assert_eq!(rows[1]["特约商户号"], "02");
    assert_eq!(rows[1]["用户标识"], "o2");
    let refunded = &rows[2];
    assert_eq!(refunded["交易状态"], "REFUND");
    assert_eq!(refunded["订单金额"], 0);
    assert_eq!(refunded["申请退款金额"], 1999);
    assert_eq!(refunded["商户退款单号"], "ORfirst-1");
    let sums = &rows[3];
    assert_eq!(sums["总交易单数"], 3);
    assert_eq!(sums["订单总金额"], 8);
    assert_eq!(sums["申请退款总金额"], 1999);
    assert_eq!(of("2024-05-03"), None);
}

#[test]
fn a_bill_of_one_kind_has_its_own_rows_and_columns() {
    let ledger = ledger();
    let of = |kind| trades(&ledger, date("2024-05-02"), kind, None);
    assert_eq!(numbers(of(BillType::Success)), ["second-1", "of-sub-1"]);
    assert_eq!(numbers(of(BillType::Refund)), ["first-1"]);
    assert_eq!(of(BillType::RechargeRefund), None);
    let paid = &read(of(BillType::Success))[0];
    assert!(paid.get("退款金额").is_none() && paid.get("订单金额").is_some());
    let refunded = &read(of(BillType::Refund))[0];
    assert_eq!(refunded["交易时间"], "2024-05-01 23:59:59");
    assert_eq!(refunded["退款成功时间"], "2024-05-02 10:00:00");
}

#[test]
fn a_partner_may_ask_for_one_sub_merchant() {
    let bill = trades(&ledger(), date("2024-05-02"), BillType::All, Some("02"));
    assert_eq!(numbers(bill), ["of-sub-1"]);
}

#[test]
fn the_balance_runs_through_the_days_and_leaves_sub_merchants_out() {
    let ledger = ledger();
    let rows = read(flows(&ledger, date("2024-05-02"), 1999));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["收支类型"], "收入");
    assert_eq!(rows[0]["账户结余(元)"], 2000);
    assert_eq!(rows[1]["收支类型"], "支出");
    assert_eq!(rows[1]["收支金额(元)"], 1999);
    assert_eq!(rows[1]["账户结余(元)"], 1);
    assert_eq!(
        rows[2],
        json!({"资金流水总笔数": 2, "收入笔数": 1, "收入金额": 1, "支出笔数": 1, "支出金额": 1999})
    );
    assert_eq!(flows(&ledger, date("2024-05-03"), 1), None);
    let moved: Vec<_> = ledger.iter().flat_map(movements).collect();
    let before = |day| {
        moved
            .iter()
            .filter(move |movement| movement.day < date(day))
    };
    assert_eq!(
        before("2024-05-02")
            .map(|movement| movement.own)
            .sum::<i64>(),
        1999
    );
    assert_eq!(
        before("2024-05-03")
            .map(|movement| movement.own)
            .sum::<i64>(),
        1
    );
}
