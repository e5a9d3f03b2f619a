//! The pictures of the README, drawn again with
//! `WECHATPAY_TEST_SCREENSHOTS=docs/images cargo test --test page the_readme`.

use wechatpay::protocol::order::TradeType;

use crate::browser::Browser;
use crate::shop::Shop;

/// A morning in a shop: description, amount in fen, and whether it was paid.
const ORDERS: [(&str, &str, &str, bool); 5] = [
    ("latte-0001", "拿铁 大杯", "2800", true),
    ("mocha-0002", "摩卡", "3200", true),
    ("scone-0003", "Scone", "1500", true),
    ("latte-0004", "拿铁 中杯", "2500", false),
    ("beans-0005", "Coffee beans, 1 kg", "16800", false),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readme_shows_orders_live() {
    if std::env::var_os("WECHATPAY_TEST_SCREENSHOTS").is_none() {
        return;
    }
    let browser = Browser::start().await.unwrap();
    let shop = Shop::open().await;
    for (number, description, fen, paid) in ORDERS {
        shop.order_of(number, description, TradeType::Native, fen)
            .await;
        if paid {
            let number = number.parse().unwrap();
            shop.sandbox.sandbox().pay(&number).await.unwrap();
        }
    }
    for (lang, name) in [("en", "page"), ("zh", "page.zh-CN")] {
        browser.resize(1080, 600).await;
        let first = format!("/?token={}", shop.token());
        browser.open(&shop.url(&first)).await;
        browser.open(&shop.url(&format!("/?lang={lang}"))).await;
        browser.shows("#orders", "beans-0005").await;
        // It names a temporary folder.
        let without = "document.querySelector('footer')?.remove()";
        browser.run(without, vec![]).await;
        browser.picture(name).await;
    }
    browser.page.clone().close().await.unwrap();
}
