//! `query NUMBER` and `close NUMBER`: what a number without a name is taken for.

use crate::home::{Home, text};

/// A merchant's own number that looks like WeChat Pay's.
const LOOKS_ALIKE: &str = "4200000000202611271234567890";

fn query(home: &Home, rest: &str) -> crate::home::Done {
    home.run(&format!("--sandbox query {rest}"))
}

#[test]
fn a_number_alone_finds_the_order_whichever_kind_it_is_of() {
    let home = Home::new();
    home.order("coffee-0001", "--sandbox --openid oX");
    home.order(LOOKS_ALIKE, "--sandbox --openid oX");
    let plain = query(&home, "coffee-0001");
    assert_eq!(plain.stderr, "", "nothing is to be stderr about it");
    assert!(plain.ok().contains("NOTPAY"));

    home.run("sandbox pay coffee-0001 --attempts 1").ok();
    let paid = home.run("--sandbox --json query coffee-0001").json();
    let id = text(&paid, "transaction_id");
    let by_id = query(&home, id);
    assert!(
        by_id.stderr.contains("as a transaction_id"),
        "{}",
        by_id.stderr
    );
    assert!(by_id.ok().contains("coffee-0001"));
    // Programs read it in the object itself.
    let both = home.run(&format!("--sandbox --json query {id}"));
    assert_eq!(both.stderr, "");
    assert_eq!(text(&both.json(), "out_trade_no"), "coffee-0001");

    let own = query(&home, LOOKS_ALIKE);
    assert!(
        own.stderr.contains("found as an out_trade_no"),
        "{}",
        own.stderr
    );
    assert!(own.ok().contains(LOOKS_ALIKE));
    let waited = query(
        &home,
        &format!("{LOOKS_ALIKE} --wait=120s --interval 10ms --expect NOTPAY"),
    );
    waited.ok();

    let none = query(&home, "4200000000202611270000000000").fails_with(9);
    assert!(
        none.contains("as a transaction_id") && none.contains("as an out_trade_no"),
        "{none}"
    );
    let close = home.run("--sandbox close 4200000000202611270000000000");
    let code = close.code.unwrap();
    let stderr = close.fails_with(code);
    assert!(
        stderr.contains("closing takes the out_trade_no"),
        "{stderr}"
    );
}

#[test]
fn a_query_without_a_number_names_every_way_to_give_one() {
    let home = Home::new();
    for lang in ["en", "zh"] {
        let stderr = home.run(&format!("--lang {lang} query")).fails_with(2);
        let (error, _) = stderr.split_once('\n').unwrap();
        for name in ["<NUMBER>", "--out-trade-no", "--transaction-id"] {
            assert!(error.contains(name), "{name}: {stderr}");
        }
    }
    let two = home
        .run("query order-1 --transaction-id 4200000000202611270000000000")
        .fails_with(2);
    assert!(two.contains("--transaction-id"), "{two}");
    let short = home.run("query 1").fails_with(2);
    assert!(short.contains("6 to 32"), "{short}");
}
