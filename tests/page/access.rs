//! Who may see the page and make the control calls, and who may not.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wechatpay::protocol::order::TradeType;

use crate::shop::Shop;

struct Caller {
    http: Client,
    base: String,
}

impl Caller {
    fn of(shop: &Shop) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Self {
            http: http.build().unwrap(),
            base: shop.url(""),
        }
    }

    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = self.call(Method::GET, path);
        let add =
            |request: RequestBuilder, (name, value): &(&str, &str)| request.header(*name, *value);
        headers.iter().fold(request, add).send().await.unwrap()
    }
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn only_the_owner_on_this_machine_gets_in() {
    let shop = Shop::open().await;
    shop.order("order-1", TradeType::Jsapi, "1234").await;
    let caller = Caller::of(&shop);
    let token = shop.token();

    // The token of the printed URL is exchanged for a cookie, once.
    let opened = caller.get(&format!("/?token={token}&q=a"), &[]).await;
    assert_eq!(opened.status(), 303);
    assert_eq!(header(&opened, "location"), "/?q=a");
    let cookie = header(&opened, "set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    // Led here by another site, a browser sends no strict cookie with a redirect.
    let led = [("Sec-Fetch-Site", "cross-site")];
    let opened = caller.get(&format!("/?token={token}"), &led).await;
    assert_eq!(opened.status(), 200);
    assert!(opened.text().await.unwrap().contains("0; url=/"));

    let page = caller.get("/", &[("Cookie", cookie)]).await;
    assert_eq!(page.status(), 200);
    let policy = header(&page, "content-security-policy").to_owned();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(header(&page, "cache-control"), "no-store");
    let page = page.text().await.unwrap();
    assert!(!page.contains(token) && !page.contains("<b>"), "{page}");
    assert!(
        page.contains("Coffee &lt;b&gt;&amp;amp;&lt;/b&gt;"),
        "{page}"
    );

    let evil = "https://evil.example";
    let refused: [&[(&str, &str)]; 7] = [
        &[],
        &[("Cookie", "sandbox-00000000=x")],
        &[("Authorization", "Bearer wrong")],
        &[("Cookie", cookie), ("Host", "evil.example")],
        &[("Cookie", cookie), ("Host", "127.0.0.1.evil.example")],
        &[("Cookie", cookie), ("Origin", evil)],
        &[("Cookie", cookie), ("Origin", "null")],
    ];
    let paths = [
        (Method::GET, "/"),
        (Method::GET, "/orders/order-1"),
        (Method::GET, "/cashier/order-1"),
        (Method::GET, "/live"),
        (Method::POST, "/orders/order-1/pay"),
        (Method::POST, "/cashier/order-1/pay"),
        (Method::GET, "/_sandbox/orders"),
        (Method::POST, "/_sandbox/pay/order-1"),
    ];
    for headers in refused {
        for (method, path) in &paths {
            let mut request = caller.call(method.clone(), path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let status = request.send().await.unwrap().status();
            assert_eq!(status, 403, "{method} {path} {headers:?}");
        }
    }
    for path in ["/?token=wrong", "/?token=", "/orders/order-1?token=x"] {
        assert_eq!(caller.get(path, &[]).await.status(), 403, "{path}");
    }
    assert_eq!(shop.state("order-1"), "NOTPAY");
}

#[tokio::test]
async fn the_token_opens_what_a_ticket_opens_once() {
    let shop = Shop::open().await;
    shop.order("order-1", TradeType::Jsapi, "1234").await;
    let caller = Caller::of(&shop);
    let token = shop.token();
    let opened = caller.get(&format!("/?token={token}"), &[]).await;
    let cookie = header(&opened, "set-cookie").to_owned();
    let cookie = cookie.split(';').next().unwrap();

    // A ticket is good once.
    let ticket = shop.sandbox.sandbox().page_ticket();
    let path = format!("/?token={ticket}");
    assert_eq!(caller.get(&path, &[]).await.status(), 303);
    assert_eq!(caller.get(&path, &[]).await.status(), 403);

    // With the token, a call from no browser and a form of the page's own are accepted.
    let own = caller.base.clone();
    let paid = caller
        .call(Method::POST, "/orders/order-1/pay")
        .header("Cookie", cookie)
        .header("Origin", &own);
    let paid = paid.send().await.unwrap();
    assert_eq!(paid.status(), 303);
    assert_eq!(header(&paid, "location"), "/orders/order-1?notice=paid");
    assert_eq!(shop.state("order-1"), "SUCCESS");
    let part = "/_sandbox/refund/order-1?amount=234&status=ABNORMAL";
    let refund = caller.call(Method::POST, part).bearer_auth(token);
    assert_eq!(refund.send().await.unwrap().status(), 200);
    let more = "/_sandbox/refund/order-1?amount=1001";
    let refund = caller.call(Method::POST, more).bearer_auth(token);
    assert_eq!(refund.send().await.unwrap().status(), 409);
    let close = caller.call(Method::POST, "/_sandbox/close/order-1");
    let close = close.bearer_auth(token).send().await.unwrap();
    assert_eq!(close.status(), 409);
}

#[tokio::test]
async fn a_payer_needs_no_token_but_the_link_of_the_order() {
    let shop = Shop::open().await;
    let url = shop.order("order-1", TradeType::H5, "100").await;
    shop.order("order-2", TradeType::H5, "100").await;
    let caller = Caller::of(&shop);
    let path = url.strip_prefix(&caller.base).unwrap();
    let back = "https%3A%2F%2Fshop.example%2Fdone";
    let led = caller
        .get(&format!("{path}&redirect_url={back}"), &[])
        .await;
    assert_eq!(led.status(), 303);
    let cashier = header(&led, "location").to_owned();
    let shown = caller.get(&cashier, &[]).await;
    assert_eq!(shown.status(), 200);
    let shown = shown.text().await.unwrap();
    assert!(
        shown.contains("¥1.00") && !shown.contains("/orders/"),
        "{shown}"
    );
    let other = cashier.replace("order-1", "order-2");
    assert_eq!(caller.get(&other, &[]).await.status(), 403);
    let forged = path.replace("package=", "package=1");
    assert_eq!(caller.get(&forged, &[]).await.status(), 403);

    let pay = cashier.replace("order-1?", "order-1/pay?");
    let paid = caller.call(Method::POST, &pay).send().await.unwrap();
    assert_eq!(paid.status(), 303);
    assert_eq!(shop.state("order-1"), "SUCCESS");
    let shown = caller.get(header(&paid, "location"), &[]).await;
    let shown = shown.text().await.unwrap();
    assert!(
        shown.contains(r#"href="https://shop.example/done""#),
        "{shown}"
    );
    // A way back that is a script is not shown.
    let script = cashier.replace(back, "javascript%3Aalert(1)");
    let shown = caller.get(&script, &[]).await.text().await.unwrap();
    assert!(!shown.contains(r#"href="javascript"#), "{shown}");
}

#[tokio::test]
async fn an_unknown_path_is_a_page_for_a_browser_and_empty_for_a_program() {
    let shop = Shop::open().await;
    let caller = Caller::of(&shop);
    let browser = [("Accept", "text/html,*/*"), ("Accept-Language", "zh-CN")];
    let page = caller.get("/nothing", &browser).await;
    assert_eq!(page.status(), 404);
    assert!(page.text().await.unwrap().contains("页面不存在"));
    for (path, headers) in [("/nothing", &[][..]), ("/v3/nothing", &browser)] {
        let answer = caller.get(path, headers).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.text().await.unwrap(), "", "{path}");
    }
    let cookie = format!("Bearer {}", shop.token());
    for path in ["/orders/none", "/orders/a%20b", "/orders/%3Cscript%3E"] {
        let page = caller.get(path, &[("Authorization", &cookie)]).await;
        assert_eq!(page.status(), 404, "{path}");
        assert!(!page.text().await.unwrap().contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn what_is_shown_can_be_typed_and_hides_nothing() {
    let shop = Shop::open().await;
    shop.order("order-1", TradeType::Jsapi, "1234").await;
    let caller = Caller::of(&shop);
    let bearer = format!("Bearer {}", shop.token());
    let owner = [("Authorization", bearer.as_str())];
    let folder = shop.sandbox.sandbox().identity().folder().to_owned();
    let data = folder.parent().unwrap();

    // Commands find this folder from any terminal.
    let page = caller.get("/orders/order-1", &owner).await;
    let page = page.text().await.unwrap();
    let data = data.display();
    for part in [
        format!(r#"data-copy="wechatpay sandbox pay order-1 --data {data}""#),
        format!(r#"data-copy="WECHATPAY_SANDBOX_DATA={data} wechatpay query order-1 --sandbox""#),
        r#"href="/requests?number=order-1""#.to_owned(),
        r#"href="/deliveries?number=order-1""#.to_owned(),
    ] {
        assert!(page.contains(&part), "{part} in {page}");
    }
    let page = caller.get("/requests?number=order-1", &owner).await;
    let page = page.text().await.unwrap();
    assert!(page.contains(r#"href="/requests/1""#), "{page}");
    assert!(page.contains(r#"href="/orders/order-1""#), "{page}");

    // A request that turns the direction of the text around it, and one under WeChat Pay's name.
    let address = shop.url("").replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let turned = "GET /v3/pay/\u{202e}fdp HTTP/1.1\r\nHost: api.mch.weixin.qq.com\r\n\
                  Connection: close\r\n\r\n";
    stream.write_all(turned.as_bytes()).await.unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
    for path in ["/requests", "/requests/2"] {
        let page = caller.get(path, &owner).await.text().await.unwrap();
        assert!(page.contains("u{202e}fdp"), "{page}");
        assert!(!page.contains('\u{202e}'), "{page}");
    }
    let page = caller
        .get("/requests/2", &owner)
        .await
        .text()
        .await
        .unwrap();
    // Typed, it reaches only the sandbox.
    assert!(page.contains(&shop.url("/v3/pay/")), "{page}");
    assert!(!page.contains("http://api.mch"), "{page}");

    for (lang, words) in [
        ("en", "This page needs its key"),
        ("zh", "需要密钥才能打开"),
    ] {
        let cookie = format!("sandbox-language={lang}");
        let page = caller.get("/?token=used", &[("Cookie", &cookie)]).await;
        assert_eq!(page.status(), 403);
        let page = page.text().await.unwrap();
        assert!(page.contains(words), "{page}");
        let command = format!("wechatpay sandbox --open --data {data}");
        assert!(page.contains(&command), "{page}");
    }
}

#[tokio::test]
async fn http_2_is_not_spoken() {
    let shop = Shop::open().await;
    let address = shop.url("").replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    stream.write_all(preface).await.unwrap();
    let mut answer = Vec::new();
    // It may be reset, since not all that was sent is read.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(
        answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"),
        "{answer:?}"
    );
}
