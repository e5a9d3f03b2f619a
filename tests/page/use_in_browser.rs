//! What a person does on the page, in one browser.

use std::io::Write;

use serde_json::json;
use wechatpay::protocol::order::TradeType;

use crate::browser::Browser;
use crate::shop::Shop;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_are_paid_and_refunded_in_a_browser() {
    let Some(browser) = Browser::start().await else {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: orders_are_paid_and_refunded_in_a_browser needs chromium and chromedriver"
        );
        return;
    };
    let shop = Shop::open().await;
    browser.resize(1280, 900).await;
    browser
        .open(&shop.url(&format!("/?token={}", shop.token())))
        .await;
    assert_eq!(
        browser.page.current_url().await.unwrap().as_str(),
        shop.url("/")
    );
    browser.shows("main", "No orders yet").await;
    browser.picture("empty-en-light").await;

    an_order_appears_and_turns_paid(&browser, &shop).await;
    a_part_is_refunded(&browser, &shop).await;
    a_payer_cancels_and_fails(&browser, &shop).await;
    the_keyboard_is_enough(&browser, &shop).await;
    a_change_is_announced_and_takes_no_focus(&browser, &shop).await;
    a_fault_is_set_and_removed(&browser, &shop).await;
    a_refused_signature_is_explained(&browser, &shop).await;
    a_notification_is_sent_again(&browser, &shop).await;
    every_page_fits_a_phone_in_both_languages(&browser, &shop).await;

    let console = browser.console().await;
    assert!(console.is_empty(), "{console:?}");
    browser.page.clone().close().await.unwrap();
}

/// Nothing is loaded again: a mark in the page stays.
async fn an_order_appears_and_turns_paid(browser: &Browser, shop: &Shop) {
    browser.run("window.same = true", vec![]).await;
    browser.shows(".live", "Live").await;
    shop.order("coffee-0001", TradeType::Native, "1234").await;
    browser.shows("#orders", "coffee-0001").await;
    browser.shows("#orders", "Awaiting payment").await;
    browser.shows("#orders", "¥12.34").await;
    let list = browser.page.window().await.unwrap();

    let cashier = browser.page.new_window(true).await.unwrap();
    browser.page.switch_to_window(cashier.handle).await.unwrap();
    browser.resize(1280, 900).await;
    browser.open(&shop.url("/orders/coffee-0001")).await;
    browser.shows("#summary", "Awaiting payment").await;
    let scanned = browser
        .run("return document.querySelector('.scan a').href", vec![])
        .await;
    browser.open(scanned.as_str().unwrap()).await;
    browser.shows("#screen", "¥12.34").await;
    browser.picture("cashier-pay-en-light").await;
    browser.click("#pay-now").await;
    browser.shows("#screen", "Payment successful").await;
    browser.picture("cashier-paid-en-light").await;
    assert_eq!(shop.state("coffee-0001"), "SUCCESS");
    browser.page.close_window().await.unwrap();
    browser.page.switch_to_window(list).await.unwrap();

    browser.shows("#orders", "Paid").await;
    assert_eq!(browser.run("return window.same", vec![]).await, json!(true));
    browser.click("#orders a.row").await;
    browser
        .shows("#time-line", "Order placed: ¥12.34, NATIVE")
        .await;
    browser.shows("#time-line", "Paid: ¥12.34").await;
    browser
        .shows("#time-line", "Notification acknowledged")
        .await;
    browser.shows("#time-line", "TRANSACTION.SUCCESS").await;
    let link = "return document.querySelector('#time-line a').pathname";
    let delivery = browser.run(link, vec![]).await;
    assert_eq!(shop.posted(id_in(delivery.as_str().unwrap())), 1);
}

/// Returns the id of the notification whose page has this path.
fn id_in(path: &str) -> &str {
    path.strip_prefix("/deliveries/").unwrap()
}

async fn a_part_is_refunded(browser: &Browser, shop: &Shop) {
    shop.answer(500);
    browser.click("#refund summary").await;
    browser.type_in("#refund-amount", "2.34").await;
    browser.click("#refund button.primary").await;
    browser.shows(".flash", "refund is recorded").await;
    browser.shows("#summary", "Partly refunded").await;
    browser.shows("#time-line", "Refund succeeded: ¥2.34").await;
    browser.shows("#time-line", "will be repeated").await;
    browser.shows("#time-line", "HTTP status 500").await;
    shop.answer(204);
    browser.click("#refund summary").await;
    browser.type_in("#refund-amount", "10.01").await;
    browser.click("#refund button.primary").await;
    browser.shows(".flash", "less than that remains").await;
    browser.click("#refund summary").await;
    browser.click("#refund button.primary").await;
    browser.shows("#summary", "Refunded").await;
    browser.shows("#refunds", "¥10.00").await;
    assert_eq!(shop.state("coffee-0001"), "REFUND");
}

async fn a_payer_cancels_and_fails(browser: &Browser, shop: &Shop) {
    shop.order("coffee-0002", TradeType::Jsapi, "100").await;
    browser.open(&shop.url("/cashier/coffee-0002")).await;
    browser.click("#cancel").await;
    browser.shows("#screen", "Payment cancelled").await;
    browser.shows("#screen", "requestPayment:fail cancel").await;
    browser.click("#fail").await;
    browser.shows("#screen", "Payment failed").await;
    browser.open(&shop.url("/orders/coffee-0002")).await;
    browser.shows("#time-line", "The payer cancelled").await;
    browser.shows("#time-line", "The payment failed").await;
    browser.picture("order-unpaid-en-light").await;
    browser.click("#more summary").await;
    browser.click("#more form:last-child button").await;
    browser.shows("#summary", "Closed").await;
    assert_eq!(shop.state("coffee-0002"), "CLOSED");
    browser.open(&shop.url("/cashier/coffee-0002")).await;
    browser.shows("#screen", "The order is closed").await;
    shop.order("coffee-0006", TradeType::Jsapi, "100").await;
    browser.open(&shop.url("/orders/coffee-0006")).await;
    browser.click("#more summary").await;
    browser.click("#expire").await;
    browser.shows("#summary", "Expired").await;
    browser.shows("#time-line", "time_expire has passed").await;
    assert_eq!(shop.state("coffee-0006"), "NOTPAY");
    browser.open(&shop.url("/cashier/coffee-0006")).await;
    browser.shows("#screen", "The order has expired").await;
}

async fn the_keyboard_is_enough(browser: &Browser, shop: &Shop) {
    shop.order("tea-0003", TradeType::Jsapi, "250000").await;
    browser.open(&shop.url("/")).await;
    browser.shows("#orders", "tea-0003").await;
    browser.press("/").await;
    browser.press("tea").await;
    // Where the keys come slowly, there is a search before the last one, too.
    let found = "return location.search === '?q=tea' && document.querySelectorAll('#orders a.row').length === 1";
    while browser.run(found, vec![]).await != json!(true) {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    // From the search through the filters to the first order.
    for _ in 0..6 {
        browser.press(TAB).await;
    }
    browser.press(ENTER).await;
    browser.shows("#summary", "tea-0003").await;
    let focus = "const at = document.activeElement; return at.id || at.className";
    for _ in 0..20 {
        browser.press(TAB).await;
        if browser.run(focus, vec![]).await == json!("pay") {
            break;
        }
    }
    browser.press(ENTER).await;
    browser.shows("#summary", "Paid").await;
    assert_eq!(shop.state("tea-0003"), "SUCCESS");
}

async fn a_change_is_announced_and_takes_no_focus(browser: &Browser, shop: &Shop) {
    browser.open(&shop.url("/")).await;
    browser.shows("#orders", "tea-0003").await;
    browser.shows(".live", "Live").await;
    let focus =
        "[...document.querySelectorAll('a.row')].find(a => a.textContent === 'tea-0003').focus()";
    browser.run(focus, vec![]).await;
    shop.order("tea-0004", TradeType::Jsapi, "100").await;
    browser.shows("#orders", "tea-0004").await;
    browser.shows("#news", "tea-0004 Awaiting payment").await;
    let focused = "return document.activeElement.textContent";
    assert_eq!(browser.run(focused, vec![]).await, json!("tea-0003"));
    // What a stream of events tells of a server that has gone and is there again.
    for (event, state, said) in [
        ("error", "Offline", "does not respond"),
        ("open", "Live", "Updates by itself"),
    ] {
        let script = "events.dispatchEvent(new Event(arguments[0]))";
        browser.run(script, vec![json!(event)]).await;
        browser.shows(".live", state).await;
        browser.shows("#news", said).await;
    }
    // A name that is read aloud is not a whole command.
    browser.open(&shop.url("/orders/tea-0004")).await;
    let longest = "return Math.max(...[...document.querySelectorAll('button.copy')].map(one => one.ariaLabel.length))";
    let longest = browser.run(longest, vec![]).await.as_u64().unwrap();
    assert!(longest < 80, "{longest}");
}

async fn a_fault_is_set_and_removed(browser: &Browser, shop: &Shop) {
    browser.open(&shop.url("/faults")).await;
    browser.shows("#faults", "No fault is set").await;
    browser.type_in("#fault-name", "http-503").await;
    browser.click("#fault-form button.primary").await;
    browser.shows("#faults", "http-503:x1").await;
    browser.shows("#faults", "On").await;
    let refused = shop.is_refused("fault-0001").await;
    assert!(refused, "the fault did not occur");
    browser.shows("#faults", "Over").await;
    browser.type_in("#fault-name", "http-5x3").await;
    browser.click("#fault-form button.primary").await;
    browser.shows(".flash", "Not added").await;
    browser.click("#faults form button").await;
    browser.shows("#faults", "No fault is set").await;
    assert!(!shop.is_refused("fault-0002").await);
}

/// The query was not signed.
async fn a_refused_signature_is_explained(browser: &Browser, shop: &Shop) {
    shop.order_with_another_url_than_was_signed().await;
    browser.open(&shop.url("/requests?refused=1")).await;
    browser.shows("#requests", "SIGN_ERROR").await;
    browser.click("#requests a.row").await;
    browser.shows(".findings", "query").await;
    browser.shows(".lines-table .same", "method ✓").await;
    browser.shows(".lines-table .differs", "URL ✗").await;
    browser
        .shows(".lines-table .expected mark", "?from=shop")
        .await;
    let path = browser.page.current_url().await.unwrap();
    browser.picture("refused-en-light").await;
    browser.resize(1280, 900).await;
    browser
        .open(&shop.url(&format!("{}?lang=zh", path.path())))
        .await;
    browser.shows("main", "被拒绝的原因").await;
    browser.picture("refused-zh-light").await;
    browser.resize(1280, 900).await;
    browser
        .open(&shop.url(&format!("{}?lang=en", path.path())))
        .await;
    browser.shows("main", "Why it was refused").await;
}

async fn a_notification_is_sent_again(browser: &Browser, shop: &Shop) {
    browser.open(&shop.url("/orders/tea-0003")).await;
    browser.click("#time-line a").await;
    browser.shows("#summary", "TRANSACTION.SUCCESS").await;
    browser.shows("#attempts", "HTTP status 204").await;
    // Others may be repeated meanwhile.
    let page = browser.page.current_url().await.unwrap();
    let id = id_in(page.path());
    let before = shop.posted(id);
    browser.click("#resend").await;
    browser.shows("#attempts", "sent again by hand").await;
    assert_eq!(shop.posted(id), before + 1);
    browser.click("#attempts summary").await;
    browser.shows("#attempts", "Wechatpay-Signature").await;
    browser.picture("delivery-en-light").await;
    browser.resize(1280, 900).await;
}

async fn every_page_fits_a_phone_in_both_languages(browser: &Browser, shop: &Shop) {
    shop.order("an-order-with-a-very-long-no-001", TradeType::H5, "1")
        .await;
    shop.order("coffee-0004", TradeType::Native, "990").await;
    shop.order_without_a_scheme().await;
    browser.open(&shop.url("/requests?refused=1")).await;
    browser.shows(".finding", "WECHATPAY2-SHA256-RSA2048").await;
    let newest = "return document.querySelector('td.what a').getAttribute('href')";
    let malformed = browser.run(newest, vec![]).await;
    let pages = [
        ("request-malformed", malformed.as_str().unwrap()),
        ("orders", "/"),
        ("order", "/orders/coffee-0001"),
        ("order-native", "/orders/coffee-0004"),
        ("order-long", "/orders/an-order-with-a-very-long-no-001"),
        ("cashier", "/cashier/coffee-0004"),
        ("cashier-cancelled", "/cashier/coffee-0004?result=cancelled"),
        ("cashier-paid", "/cashier/coffee-0001"),
        ("cashier-closed", "/cashier/coffee-0002"),
        ("cashier-expired", "/cashier/coffee-0006"),
        ("nothing-found", "/?q=zzz"),
        ("requests", "/requests"),
        ("refused", "/requests?refused=1"),
        ("request", "/requests/1"),
        ("deliveries", "/deliveries"),
        ("faults", "/faults"),
        ("missing", "/orders/none"),
    ];
    for lang in ["en", "zh"] {
        browser.resize(1280, 900).await;
        browser.open(&shop.url("/")).await;
        if lang == "zh" {
            browser.click(".language").await;
            browser.shows("h1", "订单").await;
            assert_eq!(
                browser.page.current_url().await.unwrap().as_str(),
                shop.url("/")
            );
        }
        for scheme in ["light", "dark"] {
            browser.scheme(scheme).await;
            for (device, width) in [("desktop", 1280), ("phone", 360)] {
                for (name, path) in pages {
                    browser.resize(width, 800).await;
                    browser.open(&shop.url(path)).await;
                    let over = "return document.documentElement.scrollWidth - innerWidth";
                    let over = browser.run(over, vec![]).await;
                    assert!(
                        over.as_i64().unwrap() <= 0,
                        "{name} {lang} {device}: {over}"
                    );
                    browser
                        .picture(&format!("{name}-{lang}-{scheme}-{device}"))
                        .await;
                }
            }
        }
    }
    let missing = browser.console().await;
    // A page that does not exist is one on purpose.
    assert!(
        missing.iter().all(|line| line.contains("404")),
        "{missing:?}"
    );
}
