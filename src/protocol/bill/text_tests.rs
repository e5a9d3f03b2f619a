use serde_json::json;

use super::*;

const SAMPLE: &str = "\u{feff}交易时间,微信订单号,订单金额,退款金额,商品名称,手续费,费率\r\n\
    `2024-05-01 09:00:00,`4200000000000000000000000001,`1234.50,`0.00,`咖啡, 大杯,`7.41000,`0.60%\r\n\
    `2024-05-01 10:00:00,`4200000000000000000000000002,`0.00,`-0.07,`,`-0.00420,`0.60%\r\n\
    总交易单数,订单总金额,申请退款总金额\r\n\
    `2.0,`1234.5,`0.07\r\n";

fn read(text: &str) -> Result<Vec<Map<String, Value>>, BillError> {
    let mut parser = BillParser::default();
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        match parser.line(line)? {
            Some(BillItem::Row(record) | BillItem::Summary(record)) => {
                found.push(record.to_json());
            }
            Some(BillItem::Header(_)) | None => {}
        }
    }
    parser.finish()?;
    Ok(found)
}

#[test]
fn amounts_are_fen_and_numbers_of_orders_stay_text() {
    let found = read(SAMPLE).unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["微信订单号"], "4200000000000000000000000001");
    assert_eq!(found[0]["订单金额"], 123_450);
    assert_eq!(found[0]["手续费"], 741);
    assert_eq!(found[0]["费率"], "0.60%");
    assert_eq!(found[1]["退款金额"], -7);
    assert_eq!(
        Value::Object(found[2].clone()),
        json!({"总交易单数": 2, "订单总金额": 123_450, "申请退款总金额": 7})
    );
}

#[test]
fn a_comma_in_a_name_is_not_the_end_of_a_value() {
    let found = read(SAMPLE).unwrap();
    assert_eq!(found[0]["商品名称"], "咖啡, 大杯");
    assert_eq!(found[1]["商品名称"], "");
}

#[test]
fn a_fraction_of_a_fen_is_not_rounded() {
    assert_eq!(read(SAMPLE).unwrap()[1]["手续费"], "-0.00420");
}

#[test]
fn amounts_that_stay_text_are_named() {
    let columns = ["订单金额", "手续费", "商品名称", "结余"].map(str::to_owned);
    let named = |values: [&'static str; 4]| {
        let record = BillRecord {
            columns: &columns,
            values: values.to_vec(),
        };
        record.unread_amounts().collect::<Vec<_>>()
    };
    assert!(named(["1.00", "-0.01", "1e3", ""]).is_empty());
    let odd = named(["1e3", "1.005", "x", "1,000.00"]);
    assert_eq!(odd, ["订单金额", "手续费", "结余"]);
}

#[test]
fn yuan_and_fen_are_exact_both_ways() {
    for (text, fen) in [
        ("0.01", 1),
        ("0.1", 10),
        ("12", 1200),
        ("-12.34", -1234),
        ("0.01000", 1),
        ("92233720368547758.07", i64::MAX),
    ] {
        assert_eq!(fen_of_yuan(text), Some(fen), "{text}");
    }
    for text in [
        "",
        "-",
        ".",
        "1.",
        ".5",
        "0.001",
        "1e2",
        "+1",
        "--1",
        "1,0",
        "92233720368547758.08",
    ] {
        assert_eq!(fen_of_yuan(text), None, "{text}");
    }
    for fen in [0, 1, -1, 99, 100, -123_456, i64::MAX, i64::MIN] {
        assert_eq!(fen_of_yuan(&yuan_of_fen(fen)), Some(fen));
    }
}

#[test]
fn what_is_not_a_bill_is_reported_by_its_line() {
    let cut = SAMPLE.rsplit_once("`2.0").unwrap().0;
    assert_eq!(read(cut), Err(BillError::Cut(4)));
    assert_eq!(read(""), Err(BillError::Header));
    assert_eq!(read("`1,`2\r\n"), Err(BillError::Header));
    assert_eq!(
        read("a,a\n"),
        Err(BillError::Twice {
            line: 1,
            column: "a".to_owned()
        })
    );
    let short = BillError::Width {
        line: 2,
        found: 1,
        expected: 2,
    };
    assert_eq!(read("a,b\n`1\n"), Err(short));
    assert_eq!(read("a,b\nc\nd\n"), Err(BillError::Unquoted(3)));
    assert_eq!(read(&format!("{SAMPLE}`1\r\n")), Err(BillError::After(6)));
    assert!(read("<html>\n<body>\n</body></html>\n").is_err());
}

#[test]
fn what_one_side_writes_the_other_reads() {
    let mut text = BillText::new(&["备注", "收支金额(元)"]);
    text.row(["a`b\r\nc, d", "0.07"]);
    let bytes = text.finish(
        &["资金流水总笔数", "支出金额"],
        &["1.0".to_owned(), "0.07".to_owned()],
    );
    let found = read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(
        Value::Object(found[0].clone()),
        json!({"备注": "a b  c, d", "收支金额(元)": 7})
    );
    assert_eq!(
        Value::Object(found[1].clone()),
        json!({"资金流水总笔数": 1, "支出金额": 7})
    );
}
