//! `sandbox orders` and `sandbox example`: what the sandbox has, and a shop to begin with.

use serde_json::json;

use crate::home::{Home, text};

#[test]
fn orders_are_listed_with_their_state_whether_a_sandbox_runs_or_not() {
    let home = Home::new();
    assert_eq!(home.run("--lang zh sandbox orders").ok(), "尚无订单\n");
    let order = "--sandbox --openid oUpF8uMuAJO_M2pxb1Q9zNjWeS6o --total 250";
    for number in ["coffee-0001", "coffee-0002", "tea-0001"] {
        home.run(&format!(
            "--json create-order {order} --description {number} --out-trade-no {number}"
        ))
        .json();
    }
    // Nothing listens there, so the notification is not acknowledged.
    home.run("--json sandbox pay coffee-0001 --attempts 1")
        .json();
    home.run("--sandbox --json refund create --out-trade-no coffee-0001 --refund 100 --total 250")
        .json();
    let listed = |options: &str| {
        let listed = home.run(&format!("--json sandbox orders {options}")).json();
        let orders = listed["orders"].as_array().unwrap().clone();
        let numbers: Vec<_> = orders
            .iter()
            .map(|order| text(order, "out_trade_no").to_owned())
            .collect();
        (orders, numbers)
    };
    let all = ["tea-0001", "coffee-0002", "coffee-0001"];
    let (orders, numbers) = listed("");
    assert_eq!(numbers, all);
    let [unpaid, .., paid] = orders.as_slice() else {
        panic!("{orders:?}")
    };
    assert_eq!(unpaid["trade_state"], "NOTPAY");
    assert_eq!(
        (&unpaid["notified"], &unpaid["transaction_id"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(paid["trade_state"], "REFUND");
    assert_eq!(
        (&paid["total"], &paid["refunded"]),
        (&json!(250), &json!(100))
    );
    assert_eq!(paid["notified"], false);
    assert_eq!(listed("--limit 1").1, all[..1]);
    assert_eq!(listed("--state NOTPAY").1, all[..2]);
    assert_eq!(listed("--number coffee").1, all[1..]);
    let id = text(paid, "transaction_id");
    assert_eq!(listed(&format!("--number {id}")).1, all[2..]);

    let _sandbox = home.start("sandbox --json --listen 127.0.0.1:0");
    assert_eq!(listed("").1, all);
    let page = home.run("--lang zh sandbox orders").ok();
    for shown in ["¥2.50", "未确认", "tea-0001"] {
        assert!(page.contains(shown), "{page}");
    }
    let newest = home.run("sandbox orders --limit 1 --get orders.0.out_trade_no");
    assert_eq!(newest.ok(), "tea-0001\n");
    // An order that is not there is named, and the list of those that are.
    let said = home.run("--lang zh sandbox pay tea-0002").fails_with(9);
    assert!(
        said.contains("没有订单 tea-0002") && said.contains("`wechatpay sandbox orders`"),
        "{said}"
    );
}

#[test]
fn an_example_is_the_one_of_the_repository_and_replaces_no_other_file() {
    let home = Home::new();
    for (framework, files) in [
        ("express", 3),
        ("flask", 2),
        ("go", 2),
        ("laravel", 2),
        ("spring", 3),
    ] {
        let written = home
            .run(&format!("--json sandbox example {framework}"))
            .json();
        let names = written["files"].as_array().unwrap();
        assert_eq!(names.len(), files, "{framework}");
        let folder = format!("{}/examples/{framework}", env!("CARGO_MANIFEST_DIR"));
        for name in names.iter().map(|name| name.as_str().unwrap()) {
            let own = std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
            assert_eq!(home.read(&format!("{framework}/{name}")), own, "{name}");
        }
        let first = written["commands"][0].as_str().unwrap();
        assert!(framework == "laravel" || first == format!("cd {framework}"));
    }
    home.run("sandbox example go").ok();
    home.write("flask/app.py", "mine");
    let said = home.run("--lang zh sandbox example flask").fails_with(3);
    assert!(said.contains("flask/app.py 已存在"), "{said}");
    assert_eq!(home.read("flask/app.py"), "mine");
    let page = home.run("--lang en sandbox example flask other").ok();
    assert!(
        page.contains("cd other")
            && page.contains("pay-params --check -")
            && page.contains("wechatpay sandbox run -- .venv/bin/python3 app.py"),
        "{page}"
    );
    let said = home.run("--lang en sandbox example").fails_with(2);
    assert!(said.contains("express|flask|go|laravel|spring"), "{said}");
}
