use std::sync::Arc;

use super::*;
use crate::sandbox::store::journal::Journal;

const HEAD: &str = r#"{"ledger":1,"name":"abc"}"#;

/// One order of each end, as the last version with this format has written them.
const LINES: &[&str] = &[
    r#"{"op":"snapshot","orders":[],"deliveries":[],"codes":["old"]}"#,
    r#"{"op":"ordered","out_trade_no":"order-1","trade_type":"jsapi","body":{"mchid":"01","out_trade_no":"order-1","amount":{"total":10}},"prepay_id":"p1","prepaid_at":1,"ordered_at":1000,"state":"NOTPAY"}"#,
    r#"{"op":"ordered","out_trade_no":"order-2","trade_type":"jsapi","body":{"mchid":"01","out_trade_no":"order-2","amount":{"total":10}},"prepay_id":"p2","prepaid_at":1,"ordered_at":1000,"state":"NOTPAY"}"#,
    r#"{"op":"prepaid","out_trade_no":"order-2","prepay_id":"p3","at":9000}"#,
    r#"{"op":"closed","out_trade_no":"order-2"}"#,
    r#"{"op":"paid","payment":{"transaction_id":"T1","at":5},"delivery":{"id":"d1","out_trade_no":"order-1","kind":"paid","created_at":5,"next_at":8000,"busy_until":8000}}"#,
    r#"{"op":"claimed","id":"d1","until":9000}"#,
    r#"{"op":"attempted","id":"d1","outcome":"500","acknowledged":false,"next_at":20000}"#,
    r#"{"op":"refund_asked","out_trade_no":"order-1","refund":{"refund_id":"R1","out_refund_no":"r1","at":7,"asked_at":7000,"amount":4,"body":{"out_refund_no":"r1"},"status":"PROCESSING","pending":{"status":"SUCCESS","at":8000}}}"#,
    r#"{"op":"refund_ended","out_refund_no":"r1","status":"ABNORMAL","at":9,"delivery":{"id":"d2","out_trade_no":"order-1","out_refund_no":"r1","kind":"refund_abnormal","created_at":9}}"#,
    r#"{"op":"refund_rerouted","out_refund_no":"r1","pending":{"status":"SUCCESS","at":12000}}"#,
    r#"{"op":"refunded","refund":{"refund_id":"SANDBOX1","out_refund_no":"SANDBOXREFUND1","at":1700000000,"amount":6},"delivery":{"id":"d3","out_trade_no":"order-1","kind":"refunded","created_at":1700000000}}"#,
    r#"{"op":"code_used","code":"c"}"#,
];

fn open(data: &Path) -> Result<Journal, SandboxError> {
    Journal::open(data, Arc::new(Database::open(data)?))
}

#[test]
fn nothing_of_an_earlier_ledger_is_lost_and_its_file_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let torn = r#"{"op":"code_used","co"#;
    let text = format!("{HEAD}\n{}\n{torn}", LINES.join("\n"));
    fs::write(data.path().join(FILE), &text).unwrap();
    let journal = open(data.path()).unwrap();
    let snapshot = journal.snapshot().unwrap();
    assert_eq!(snapshot.codes, ["c", "old"]);
    let [first, second] = &snapshot.orders[..] else {
        panic!("{:?}", snapshot.orders);
    };
    assert!(first.is_consistent() && first.remaining() == 0);
    assert_eq!(first.refunds[0].status, RefundStatus::Processing);
    assert_eq!(first.refunds[0].pending.as_ref().unwrap().at, 12_000);
    assert_eq!(
        (&second.state, second.prepay_id.as_str()),
        (&TradeState::Closed, "p3")
    );
    let ids = snapshot
        .deliveries
        .iter()
        .map(|delivery| delivery.id.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["d1", "d2", "d3"]);
    let posted = &snapshot.deliveries[0];
    assert_eq!((posted.attempts, posted.next_at), (1, Some(20_000)));
    assert!(!data.path().join(FILE).exists());
    assert_eq!(
        fs::read_to_string(data.path().join(IMPORTED)).unwrap(),
        text
    );
}

#[test]
fn an_import_that_was_interrupted_happens_once_all_the_same() {
    let data = tempfile::tempdir().unwrap();
    let text = format!("{HEAD}\n{}\n", LINES.join("\n"));
    fs::write(data.path().join(FILE), &text).unwrap();
    let first = serde_json::to_value(open(data.path()).unwrap().snapshot().unwrap()).unwrap();
    fs::rename(data.path().join(IMPORTED), data.path().join(FILE)).unwrap();
    let again = serde_json::to_value(open(data.path()).unwrap().snapshot().unwrap()).unwrap();
    assert_eq!(first, again);
    assert!(!data.path().join(FILE).exists());
}

#[test]
fn a_damaged_ledger_is_an_error_each_time_and_stays_where_it_is() {
    let data = tempfile::tempdir().unwrap();
    fs::write(
        data.path().join(FILE),
        format!("{HEAD}\n{}\n{{}}\n", LINES[1]),
    )
    .unwrap();
    for _ in 0..2 {
        let error = open(data.path()).unwrap_err();
        assert!(matches!(error, SandboxError::Ledger { .. }));
    }
    assert!(data.path().join(FILE).exists());
}
