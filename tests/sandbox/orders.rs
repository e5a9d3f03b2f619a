//! Orders of their own accord, of partners, and of several processes.

use super::*;

#[tokio::test]
async fn orders_are_paid_by_themselves_where_asked_those_of_earlier_too() {
    let data = tempfile::tempdir().unwrap();
    let before = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[]).await;
    before
        .good(
            before
                .call("POST", PREPAY, before.order("order-1", &url))
                .await,
        )
        .await;
    let options = Options {
        auto_pay: Some(Duration::from_millis(20)),
        ..Options::default()
    };
    let merchant = start(data.path(), options).await;
    tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    let (_, paid) = event(&merchant, next(&mut posted).await);
    assert_eq!(paid["out_trade_no"], "order-1");
    merchant
        .good(
            merchant
                .call("POST", PREPAY, merchant.order("order-2", &url))
                .await,
        )
        .await;
    let (_, paid) = event(&merchant, next(&mut posted).await);
    assert_eq!(paid["out_trade_no"], "order-2");
}

#[tokio::test]
async fn an_unpaid_order_is_closed_for_good() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let order = merchant.order("a|b*c-1", NOTIFY);
    merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    let mchid = &merchant.mchid;
    let close = "/v3/pay/transactions/out-trade-no/a%7Cb*c-1/close";
    for _ in 0..2 {
        let answer = merchant.call("POST", close, json!({"mchid": mchid})).await;
        assert_eq!(answer.status(), 204);
        assert!(merchant.good(answer).await.is_null());
    }
    let query = format!("/v3/pay/transactions/out-trade-no/a%7cb%2ac-1?mchid={mchid}");
    let found = merchant
        .good(merchant.call("GET", &query, Value::Null).await)
        .await;
    assert_eq!(found["trade_state"], "CLOSED");
    assert!(found.get("transaction_id").is_none());
    refused(
        merchant.call("POST", PREPAY, order).await,
        400,
        "ORDER_CLOSED",
    )
    .await;
    assert!(
        merchant
            .sandbox
            .pay(&"a|b*c-1".parse().unwrap())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_partner_orders_and_asks_with_both_numbers() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[]).await;
    let identity = merchant.identity();
    let (sp, sub) = (identity.mchid(), identity.sub_mchid());
    let order = json!({
        "sp_appid": identity.appid(), "sp_mchid": sp,
        "sub_appid": identity.sub_appid(), "sub_mchid": sub,
        "description": "x", "out_trade_no": "order-1", "notify_url": url,
        "amount": {"total": 7}, "payer": {"sub_openid": "oSub"},
    });
    let base = "/v3/pay/partner/transactions";
    merchant
        .good(merchant.call("POST", &format!("{base}/jsapi"), order).await)
        .await;
    let report = merchant
        .sandbox
        .pay(&"order-1".parse().unwrap())
        .await
        .unwrap();
    assert_eq!(report.last_outcome, Some(PostOutcome::Status(204)));
    let (_, paid) = event(&merchant, next(&mut posted).await);
    assert_eq!(paid["payer"], json!({"sub_openid": "oSub"}));
    let keys: Vec<_> = paid.as_object().unwrap().keys().take(5).collect();
    assert_eq!(
        keys,
        [
            "sp_mchid",
            "sub_mchid",
            "sp_appid",
            "sub_appid",
            "out_trade_no"
        ]
    );
    assert_eq!(paid["attach"], "");
    let id = report.transaction_id.unwrap();
    for number in ["out-trade-no/order-1".to_owned(), format!("id/{id}")] {
        let target = format!("{base}/{number}?sp_mchid={sp}&sub_mchid={sub}");
        let found = merchant
            .good(merchant.call("GET", &target, Value::Null).await)
            .await;
        assert_eq!(found["sub_mchid"], json!(sub));
        assert_eq!(found["amount"]["payer_total"], 7);
        let other = format!("{base}/{number}?sp_mchid={sp}&sub_mchid=1900000109");
        let answer = merchant.call("GET", &other, Value::Null).await;
        refused(answer, 404, "ORDER_NOT_EXIST").await;
        let foreign = format!("{base}/{number}?sp_mchid={sub}&sub_mchid={sub}");
        let answer = merchant.call("GET", &foreign, Value::Null).await;
        refused(answer, 400, "PARAM_ERROR").await;
    }
}

#[tokio::test]
async fn a_login_code_is_good_for_one_exchange() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let identity = merchant.identity();
    let (appid, secret) = (identity.appid().as_str(), identity.app_secret().as_str());
    let exchange = async |merchant: &Merchant, appid: &str, secret: &str, code: &str| -> Value {
        let url = format!(
            "{}/sns/jscode2session?appid={appid}&secret={secret}&js_code={code}&grant_type=authorization_code",
            merchant.url
        );
        let answer = merchant.http.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["Content-Type"], "text/plain");
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    };
    let good = exchange(&merchant, appid, secret, "code-1").await;
    assert!(good["openid"].as_str().unwrap().starts_with("oSandbox"));
    assert!(good.get("errcode").is_none());
    let elsewhere = start(data.path(), Options::default()).await;
    let used = exchange(&elsewhere, appid, secret, "code-1").await;
    assert_eq!(used["errcode"], 40163);
    assert!(
        used["errmsg"]
            .as_str()
            .unwrap()
            .starts_with("code been used, rid: ")
    );
    for (appid, secret, code, errcode) in [
        (appid, secret, "error-40029", 40029),
        (appid, secret, "error--1", -1),
        ("wx8888888888888888", secret, "code-2", 40013),
        (appid, "wrong", "code-2", 40125),
        ("", secret, "code-2", 41002),
        (appid, "", "code-2", 41004),
        (appid, secret, "", 41008),
    ] {
        let refused = exchange(&merchant, appid, secret, code).await;
        assert_eq!(refused["errcode"], errcode);
    }
}

#[test]
fn two_processes_that_start_at_once_have_the_same_identity() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("deep/er");
    let open = || Identity::open(&folder).unwrap();
    let [one, two] = std::thread::scope(|scope| {
        [scope.spawn(open), scope.spawn(open)].map(|thread| thread.join().unwrap())
    });
    assert_eq!(one.serial_no(), two.serial_no());
    assert_eq!(one.apiv3_key().as_str(), two.apiv3_key().as_str());
    let left: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["identity"]);
}

#[tokio::test]
async fn sandboxes_on_one_folder_see_each_others_orders() {
    let data = tempfile::tempdir().unwrap();
    let one = Arc::new(start(data.path(), Options::default()).await);
    let two = Arc::new(start(data.path(), Options::default()).await);
    let mut at_once = tokio::task::JoinSet::new();
    for at in 0..20 {
        let merchant = Arc::clone(if at % 2 == 0 { &one } else { &two });
        at_once.spawn(async move {
            let order = merchant.order(&format!("order-{at}"), NOTIFY);
            merchant
                .good(merchant.call("POST", PREPAY, order).await)
                .await
        });
    }
    at_once.join_all().await;
    assert_eq!(one.sandbox.orders().unwrap().len(), 20);
    let query = format!(
        "/v3/pay/transactions/out-trade-no/order-1?mchid={}",
        one.mchid
    );
    let found = one.good(one.call("GET", &query, Value::Null).await).await;
    assert_eq!(found["trade_state"], "NOTPAY");

    let export = one.sandbox.export().unwrap();
    two.sandbox.reset().unwrap();
    refused(
        one.call("GET", &query, Value::Null).await,
        404,
        "ORDER_NOT_EXIST",
    )
    .await;
    one.sandbox.import(&export).unwrap();
    assert_eq!(two.sandbox.orders().unwrap().len(), 20);
    assert!(one.sandbox.import(b"{}").is_err());
    let broken = String::from_utf8(export)
        .unwrap()
        .replace("NOTPAY", "SUCCESS");
    assert!(one.sandbox.import(broken.as_bytes()).is_err());
    assert_eq!(two.sandbox.orders().unwrap().len(), 20);
}
