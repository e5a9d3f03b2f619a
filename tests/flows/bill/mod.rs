//! Bills of the sandbox's own orders, in every form that they can be asked for.

mod hostile;
mod server;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::bill::BillDate;
use wechatpay::protocol::keys::SigningKey;

use crate::bill::server::sha1;
use crate::home::{Home, IDENTITY, files, read};
use crate::midnight::early_enough;
use crate::wire::{Answer, request, send};

/// Reads a stream of objects.
fn lines(text: &str) -> Vec<Value> {
    text.lines().map(read).collect()
}

/// Two paid orders on the sandbox, of 1999 and 7 fen; the second is refunded.
fn traded() -> Home {
    early_enough();
    let home = Home::new();
    for (number, total) in [("order-1", 1999), ("order-2", 7), ("unpaid-1", 5)] {
        home.run(&format!(
            "--sandbox create-order --openid oX --total {total} --description x --out-trade-no {number}"
        ))
        .ok();
    }
    home.run("sandbox pay order-1 --attempts 1").ok();
    home.run("sandbox pay order-2 --attempts 1").ok();
    home.run("sandbox refund order-2 --attempts 1").ok();
    home
}

#[test]
fn what_was_paid_and_refunded_is_what_the_bills_say() {
    let home = traded();
    let done = home.run("--sandbox --json bill trade today").ok();
    let rows = lines(&done);
    assert_eq!(rows.len(), 4, "{done}");
    assert_eq!(rows[0]["schema"], "wechatpay/bill-row/v1");
    let sum = |name: &str| {
        rows.iter()
            .filter_map(|row| row[name].as_i64())
            .sum::<i64>()
    };
    assert_eq!((sum("订单金额"), sum("申请退款金额")), (2006, 7));
    let last = &rows[3];
    assert_eq!(last["schema"], "wechatpay/bill-summary/v1");
    assert_eq!((&last["rows"], &last["unit"]), (&json!(3), &json!("fen")));
    assert_eq!(last["summary"]["总交易单数"], 3);
    assert_eq!(last["summary"]["订单总金额"], 2006);
    assert_eq!(last["summary"]["申请退款总金额"], 7);

    let done = home.run("--sandbox --json bill fundflow today").ok();
    let rows = lines(&done);
    assert_eq!(rows[2]["账户结余(元)"], 1999, "{done}");
    assert_eq!(rows[3]["summary"]["收入金额"], 2006);
    assert_eq!(rows[3]["summary"]["支出金额"], 7);

    let refunds = home.run("--sandbox bill trade today --type refund --get 商户订单号");
    assert_eq!(refunds.ok(), "order-2\n");
    for none in ["trade yesterday", "fundflow today --account FEES"] {
        let error = home.run(&format!("--sandbox --json bill {none}")).failed(5);
        assert_eq!(error["code"], "NO_STATEMENT_EXIST");
        assert!(error["hint"].as_str().unwrap().contains("nothing"));
    }
}

#[test]
fn a_file_holds_what_was_promised_in_the_form_that_was_asked_for() {
    let home = traded();
    let report = home
        .run("--sandbox --json bill trade today -o bill.csv")
        .json();
    let text = std::fs::read(home.path("bill.csv")).unwrap();
    assert_eq!(report["path"], "bill.csv");
    assert_eq!(report["hash"], sha1(&text));
    assert_eq!(report["hash_over"], "uncompressed");
    assert_eq!(report["bytes"], text.len());
    assert!(report["request_id"].is_string() && report["bill_date"].is_string());
    assert!(text.starts_with("\u{feff}交易时间,".as_bytes()) && text.ends_with(b"\r\n"));

    home.run("--sandbox bill trade today -o bill.csv.gz").ok();
    let packed = std::fs::File::open(home.path("bill.csv.gz")).unwrap();
    assert_eq!(
        std::io::read_to_string(GzDecoder::new(packed))
            .unwrap()
            .as_bytes(),
        text
    );
    home.run("--sandbox bill trade today --gzip -o text.csv")
        .ok();
    assert_eq!(std::fs::read(home.path("text.csv")).unwrap(), text);
    assert_eq!(
        home.run("--sandbox bill trade today --gzip")
            .ok()
            .as_bytes(),
        text
    );
    assert_eq!(
        home.run("--sandbox bill trade today -o -").ok().as_bytes(),
        text
    );

    let report = home
        .run("--sandbox --json bill trade today --parse json -o rows.jsonl")
        .json();
    assert_eq!(report["rows"], 3);
    assert_eq!(lines(&home.read("rows.jsonl")).len(), 4);
    let error = home
        .run("--sandbox --json bill trade today --parse csv -o x.gz")
        .failed(2);
    assert!(error["message"].as_str().unwrap().contains(".gz"));
    let names = files(&home.path("."));
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn a_spreadsheet_computes_nothing_of_what_others_wrote_into_a_bill() {
    early_enough();
    let home = Home::new();
    let computed = ["=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3", "@SUM(A1)"];
    for (place, text) in computed.iter().enumerate() {
        let order =
            format!("--sandbox create-order --openid oX --total 1 --out-trade-no order-{place}");
        let (description, attach) = (format!("--description={text}"), format!("--attach={text}"));
        home.with(&order, &[&description, &attach]).ok();
        home.run(&format!("sandbox pay order-{place} --attempts 1"))
            .ok();
    }
    home.run("sandbox refund order-0 --attempts 1").ok();
    for kind in ["trade", "fundflow"] {
        let parsed = home
            .run(&format!("--sandbox bill {kind} today --parse csv"))
            .ok();
        let mut reader = csv::Reader::from_reader(parsed.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
        if kind == "trade" {
            for text in computed {
                let cell = format!("'{}", text.replace('"', "\"\""));
                assert!(parsed.contains(&cell), "{cell}: {parsed}");
            }
        }
    }
    // A file that is not a spreadsheet keeps the text as it is.
    let rows = home.run("--sandbox --json bill trade today").ok();
    assert!(
        lines(&rows).iter().any(|row| row["商品名称"] == "@SUM(A1)"),
        "{rows}"
    );
}

/// Sends a request as the sandbox's merchant signs it.
fn signed(home: &Home, address: &str, target: &str) -> Answer {
    let key = std::fs::read(home.path(IDENTITY).join("apiclient_key.pem")).unwrap();
    let facts = read(&home.read(&format!("{IDENTITY}/identity.json")));
    let serial = facts["serial_no"].as_str().unwrap().parse().unwrap();
    let key = SigningKey::from_pem(serial, &key).unwrap();
    let (mchid, stamp) = ("0000000001".parse().unwrap(), ambient::stamp());
    let header = Authorization::sign(&key, &mchid, &stamp, "GET", target, b"").to_string();
    let headers = [("Accept", "*/*"), ("Authorization", &*header)];
    send(address, &request("GET", target, &headers, b""))
}

#[test]
fn the_sandbox_gives_a_file_to_its_merchant_alone_and_does_not_sign_it() {
    let home = traded();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let traced = home.run("--sandbox -v bill trade today --gzip -o bill.csv");
    let (_, link) = traced.stderr.split_once("/v3/billdownload/file?").unwrap();
    let query = link.split_whitespace().next().unwrap();
    let query = query.strip_suffix("&tartype=gzip").unwrap();
    let target = format!("/v3/billdownload/file?{query}");
    let address = sandbox.address();
    let unsigned = send(&address, &request("GET", &target, &[], b""));
    assert_eq!(unsigned.status, 401, "{}", unsigned.body);
    let file = signed(&home, &address, &target);
    assert_eq!((file.status, file.body), (200, home.read("bill.csv")));
    let kind = "content-type: text/plain";
    assert!(file.head.contains(kind), "{}", file.head);
    assert!(!file.head.contains("wechatpay-"), "{}", file.head);
    let other = signed(&home, &address, "/v3/billdownload/file?token=other");
    let code = read(&other.body)["code"].take();
    assert_eq!((other.status, code), (400, json!("INVALID_REQUEST")));
}

#[test]
fn the_sandbox_refuses_what_is_no_bill() {
    early_enough();
    let home = Home::new();
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json");
    let today = BillDate::of(ambient::now()).to_string();
    for wrong in [
        "tradebill",
        "tradebill?bill_date=2024-1-1",
        "tradebill?bill_date=2999-01-01",
        "tradebill?bill_date=2020-01-01",
        "fundflowbill?bill_date=TODAY&account_type=CASH",
        "tradebill?bill_date=TODAY&bill_type=all",
    ] {
        let target = format!("/v3/bill/{}", wrong.replace("TODAY", &today));
        let answer = signed(&home, &sandbox.address(), &target);
        assert_eq!(answer.status, 400, "{wrong}: {}", answer.body);
        assert_eq!(read(&answer.body)["code"], "PARAM_ERROR", "{wrong}");
    }
}

#[test]
fn a_partner_has_the_bill_of_one_sub_merchant_or_of_all() {
    early_enough();
    let home = Home::new();
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    home.order("of-own-1", "--openid oX");
    home.order("of-sub-1", "-p sandbox-partner --openid oX");
    for number in ["of-own-1", "of-sub-1"] {
        home.run(&format!("sandbox pay {number} --attempts 1")).ok();
    }
    let bill = "-p sandbox-partner bill trade today";
    let numbers = |rest: &str| home.run(&format!("{bill} --get 商户订单号 {rest}")).ok();
    assert_eq!(numbers(""), "of-sub-1\n");
    assert_eq!(numbers("--sub-mchid all").lines().count(), 2);
    let other = home.run(&format!("{bill} --json --sub-mchid 1900000109"));
    assert_eq!(other.failed(5)["code"], "NO_AUTH");
}
