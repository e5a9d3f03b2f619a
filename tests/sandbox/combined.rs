//! Combined orders: placed, paid and closed together, refunded one by one.

use super::*;

const COMBINED: &str = "/v3/combine-transactions";

fn sub_order(merchant: &Merchant, number: &str, amount: i64) -> Value {
    json!({
        "mchid": merchant.mchid, "attach": "深圳分店", "out_trade_no": number,
        "description": "咖啡", "amount": {"total_amount": amount, "currency": "CNY"},
        "settle_info": {"profit_sharing": true},
    })
}

fn combined(merchant: &Merchant, notify_url: &str) -> Value {
    json!({
        "combine_appid": merchant.identity().appid(),
        "combine_mchid": merchant.mchid,
        "combine_out_trade_no": "together-1",
        "combine_payer_info": {"openid": "oAnybody"},
        "notify_url": notify_url,
        "scene_info": {"device_id": "POS1:1", "payer_client_ip": "14.17.22.32"},
        "sub_orders": [sub_order(merchant, "coffee-1", 100), sub_order(merchant, "cake-01", 250)],
    })
}

fn set(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

impl Merchant {
    async fn combine(&self, body: &Value) -> Response {
        let target = format!("{COMBINED}/jsapi");
        self.call("POST", &target, body.clone()).await
    }

    async fn combination(&self, number: &str) -> Response {
        let target = format!("{COMBINED}/out-trade-no/{number}");
        self.call("GET", &target, Value::Null).await
    }

    async fn close_combined(&self, orders: Value) -> Response {
        let target = format!("{COMBINED}/out-trade-no/together-1/close");
        let appid = self.identity().appid();
        let body = json!({"combine_appid": appid, "sub_orders": orders});
        self.call("POST", &target, body).await
    }
}

#[tokio::test]
async fn combined_orders_are_paid_together_and_notified_once() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[200]).await;
    let body = combined(&merchant, &url);
    let first = merchant.good(merchant.combine(&body).await).await;
    assert!(first["prepay_id"].is_string());
    let again = merchant.good(merchant.combine(&body).await).await;
    assert_eq!(first, again);
    let other = set(&body, "/sub_orders/0/amount/total_amount", json!(101));
    refused(merchant.combine(&other).await, 403, "OUT_TRADE_NO_USED").await;
    let open = merchant
        .good(merchant.combination("together-1").await)
        .await;
    assert_eq!(open["sub_orders"][0]["trade_state"], "NOTPAY");
    assert!(open.get("combine_payer_info").is_none());

    // The number of one of them stands for all.
    let report = merchant.sandbox.pay(&"cake-01".parse().unwrap()).await;
    let report = report.unwrap();
    assert!(report.acknowledged);
    assert_eq!(report.sub_orders.len(), 2);
    let (headers, body) = posted.recv().await.unwrap();
    let verified = signed(&headers, body)
        .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
        .unwrap();
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let opened = Notification::open(&verified, &key).unwrap();
    assert_eq!(opened.notification.event_type, "TRANSACTION.SUCCESS");
    let plaintext = opened.plaintext.value();
    assert_eq!(plaintext["combine_out_trade_no"], "together-1");
    assert_eq!(plaintext["combine_payer_info"]["openid"], "oAnybody");
    assert_eq!(plaintext["scene_info"], json!({"device_id": "POS1:1"}));
    let paid = plaintext["sub_orders"].as_array().unwrap();
    let amounts: Vec<_> = paid
        .iter()
        .map(|one| &one["amount"]["payer_amount"])
        .collect();
    assert_eq!(amounts, [100, 250]);
    assert_eq!(paid[1]["attach"], "深圳分店");
    let queried = merchant
        .good(merchant.combination("together-1").await)
        .await;
    let mut expected = plaintext.clone();
    expected.sort_all_objects();
    assert_eq!(queried, expected);
    // Both have been paid: nothing happens twice, by whichever number.
    for number in ["together-1", "coffee-1"] {
        let again = merchant
            .sandbox
            .pay(&number.parse().unwrap())
            .await
            .unwrap();
        assert_eq!(again.attempts, 1);
    }
    refused(
        merchant.combine(&combined(&merchant, &url)).await,
        400,
        "ORDER_PAID",
    )
    .await;
}

#[tokio::test]
async fn combined_orders_have_calls_of_their_own_and_are_refunded_one_by_one() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, _posted) = receiver(&[200]).await;
    merchant
        .good(merchant.combine(&combined(&merchant, &url)).await)
        .await;
    let single = format!(
        "/v3/pay/transactions/out-trade-no/coffee-1?mchid={}",
        merchant.mchid
    );
    let query = merchant.call("GET", &single, Value::Null).await;
    refused(query, 404, "ORDER_NOT_EXIST").await;
    let close = "/v3/pay/transactions/out-trade-no/coffee-1/close";
    let closed = merchant.call("POST", close, json!({"mchid": merchant.mchid}));
    refused(closed.await, 404, "ORDER_NOT_EXIST").await;
    let alone = merchant.order("coffee-1", &url);
    let alone = merchant.call("POST", PREPAY, alone).await;
    refused(alone, 403, "OUT_TRADE_NO_USED").await;
    merchant
        .sandbox
        .pay(&"together-1".parse().unwrap())
        .await
        .unwrap();
    let paid = merchant
        .good(merchant.combination("together-1").await)
        .await;
    let refund = json!({
        "transaction_id": paid["sub_orders"][0]["transaction_id"], "out_refund_no": "refund-1",
        "amount": {"refund": 40, "total": 100, "currency": "CNY"},
    });
    let refunded = merchant.call("POST", "/v3/refund/domestic/refunds", refund);
    let refunded = merchant.good(refunded.await).await;
    assert_eq!(refunded["out_trade_no"], "coffee-1");
    // The other is not touched.
    let after = merchant
        .good(merchant.combination("together-1").await)
        .await;
    assert_eq!(after["sub_orders"][0]["trade_state"], "REFUND");
    assert_eq!(after["sub_orders"][1]["trade_state"], "SUCCESS");
    let too_much = json!({
        "out_trade_no": "cake-01", "out_refund_no": "refund-2",
        "amount": {"refund": 350, "total": 350, "currency": "CNY"},
    });
    let refused_too_much = merchant.call("POST", "/v3/refund/domestic/refunds", too_much);
    refused(refused_too_much.await, 400, "INVALID_REQUEST").await;
    // A part is shared like any other payment.
    let id = paid["sub_orders"][1]["transaction_id"].as_str().unwrap();
    let target = format!("/v3/profitsharing/transactions/{id}/amounts");
    let amounts = merchant.call("GET", &target, Value::Null).await;
    assert_eq!(merchant.good(amounts).await["unsplit_amount"], 250);
    // What is exported can be imported.
    let exported = merchant.sandbox.export().unwrap();
    merchant.sandbox.import(&exported).unwrap();
    let again = merchant
        .good(merchant.combination("together-1").await)
        .await;
    assert_eq!(again, after);
}

#[tokio::test]
async fn combined_orders_are_closed_together_if_all_are_named() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    merchant
        .good(merchant.combine(&combined(&merchant, NOTIFY)).await)
        .await;
    let named = |numbers: &[&str]| -> Value {
        let orders = numbers
            .iter()
            .map(|number| json!({"mchid": merchant.mchid, "out_trade_no": number}));
        orders.collect()
    };
    let part = merchant.close_combined(named(&["coffee-1"])).await;
    refused(part, 400, "INVALID_REQUEST").await;
    let target = format!("{COMBINED}/out-trade-no/together-2/close");
    let body = json!({"combine_appid": merchant.identity().appid(),
        "sub_orders": named(&["coffee-1", "cake-01"])});
    let unknown = merchant.call("POST", &target, body).await;
    refused(unknown, 404, "ORDER_NOT_EXIST").await;
    for _ in 0..2 {
        let closed = merchant
            .close_combined(named(&["cake-01", "coffee-1"]))
            .await;
        assert_eq!(closed.status(), 204);
        merchant.good(closed).await;
    }
    let state = merchant
        .good(merchant.combination("together-1").await)
        .await;
    assert_eq!(state["sub_orders"][1]["trade_state"], "CLOSED");
    let again = merchant.combine(&combined(&merchant, NOTIFY)).await;
    refused(again, 400, "ORDER_CLOSED").await;
    let paid = merchant.sandbox.pay(&"coffee-1".parse().unwrap()).await;
    assert!(paid.unwrap_err().to_string().contains("closed"));
}

/// Wrong requests, with their status and code.
fn wrong(merchant: &Merchant) -> Vec<(Value, u16, &'static str)> {
    let good = combined(merchant, NOTIFY);
    let without = |name: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().shift_remove(name);
        body
    };
    let many: Vec<_> = (0..11)
        .map(|at| sub_order(merchant, &format!("many-{at:02}"), 1))
        .collect();
    let partner = |sub_mchid: &str| {
        let body = set(&good, "/sub_orders/0/sub_mchid", json!(sub_mchid));
        set(&body, "/sub_orders/1/sub_mchid", json!(sub_mchid))
    };
    let ours = "0000000002";
    vec![
        (without("combine_payer_info"), 400, "PARAM_ERROR"),
        (without("notify_url"), 400, "PARAM_ERROR"),
        (set(&good, "/extra", json!(1)), 400, "PARAM_ERROR"),
        (set(&good, "/sub_orders", json!([])), 400, "PARAM_ERROR"),
        (
            set(
                &good,
                "/sub_orders",
                json!([sub_order(merchant, "single", 1)]),
            ),
            400,
            "PARAM_ERROR",
        ),
        (set(&good, "/sub_orders", json!(many)), 400, "PARAM_ERROR"),
        (
            set(&good, "/sub_orders/1/out_trade_no", json!("coffee-1")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/sub_orders/1/out_trade_no", json!("a b c d")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/sub_orders/1/amount/currency", json!("USD")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/sub_orders/1/amount/total_amount", json!(0)),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/sub_orders/1/amount/total_amount", json!(1.5)),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/time_expire", json!("2020-01-01T00:00:00+08:00")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/notify_url", json!("https://a.example/?x=1")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/combine_mchid", json!("1900000109")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&good, "/combine_appid", json!("wx0")),
            400,
            "APPID_MCHID_NOT_MATCH",
        ),
        (
            set(&good, "/sub_orders/1/mchid", json!("1900000109")),
            400,
            "MCH_NOT_EXISTS",
        ),
        (
            set(&good, "/sub_orders/1/sub_mchid", json!(ours)),
            400,
            "PARAM_ERROR",
        ),
        (partner(merchant.mchid.as_str()), 400, "INVALID_REQUEST"),
        (
            set(&partner(ours), "/sub_orders/1/mchid", json!("1900000109")),
            400,
            "PARAM_ERROR",
        ),
        (
            set(&partner(ours), "/sub_orders/1/sub_appid", json!("wx0")),
            400,
            "APPID_MCHID_NOT_MATCH",
        ),
    ]
}

#[tokio::test]
async fn wrong_combined_orders_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let good = combined(&merchant, NOTIFY);
    for (body, status, code) in wrong(&merchant) {
        refused(merchant.combine(&body).await, status, code).await;
    }
    refused(
        merchant.combination("together-1").await,
        404,
        "ORDER_NOT_EXIST",
    )
    .await;
    // A number that is used already, alone or in another combination.
    let alone = merchant.order("coffee-1", NOTIFY);
    merchant
        .good(merchant.call("POST", PREPAY, alone).await)
        .await;
    refused(merchant.combine(&good).await, 403, "OUT_TRADE_NO_USED").await;
    refused(
        merchant.combination("together-1").await,
        404,
        "ORDER_NOT_EXIST",
    )
    .await;
    let body = set(&good, "/sub_orders/0/out_trade_no", json!("coffee-2"));
    merchant.good(merchant.combine(&body).await).await;
    let other = set(&body, "/combine_out_trade_no", json!("together-2"));
    refused(merchant.combine(&other).await, 403, "OUT_TRADE_NO_USED").await;
}

#[tokio::test]
async fn a_partner_combines_orders_of_its_sub_merchants_in_every_way_to_pay() {
    let data = tempfile::tempdir().unwrap();
    let options = Options {
        auto_pay: Some(Duration::ZERO),
        ..Options::default()
    };
    let merchant = start(data.path(), options).await;
    let (url, mut posted) = receiver(&[200, 200, 200, 200]).await;
    for (way, answer) in [
        ("jsapi", "prepay_id"),
        ("app", "prepay_id"),
        ("native", "code_url"),
        ("h5", "h5_url"),
    ] {
        let mut body = combined(&merchant, &url);
        body["combine_out_trade_no"] = json!(format!("all-{way}"));
        if way != "jsapi" {
            body.as_object_mut()
                .unwrap()
                .shift_remove("combine_payer_info");
        }
        if way == "h5" {
            body["scene_info"]["h5_info"] = json!({"type": "Wap"});
        }
        for (at, name) in ["one", "two"].iter().enumerate() {
            let order = &mut body["sub_orders"][at];
            order["sub_mchid"] = json!(merchant.identity().sub_mchid());
            order["out_trade_no"] = json!(format!("{name}-{way}"));
        }
        let target = format!("{COMBINED}/{way}");
        let placed = merchant
            .good(merchant.call("POST", &target, body).await)
            .await;
        assert!(placed[answer].is_string(), "{way}: {placed}");
    }
    let deliveries = tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    let mut numbers = Vec::new();
    for _ in 0..4 {
        let (headers, body) = posted.recv().await.unwrap();
        let verified = signed(&headers, body)
            .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap();
        let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
        let plaintext = Notification::open(&verified, &key)
            .unwrap()
            .plaintext
            .value();
        assert_eq!(plaintext["sub_orders"][1]["sub_mchid"], "0000000002");
        numbers.push(
            plaintext["combine_out_trade_no"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    numbers.sort();
    assert_eq!(numbers, ["all-app", "all-h5", "all-jsapi", "all-native"]);
    deliveries.abort();
}
