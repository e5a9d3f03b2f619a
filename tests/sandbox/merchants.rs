//! Several merchants on one sandbox, and service providers with sub-merchants.

use wechatpay::sandbox::NewMerchant;

use super::*;

fn added(merchant: &Merchant, new: &NewMerchant) -> Merchant {
    merchant.other(merchant.sandbox.add_merchant(new).unwrap())
}

fn sub_of(merchant: &Merchant) -> NewMerchant {
    NewMerchant {
        service_provider: Some(merchant.mchid.clone()),
        ..NewMerchant::default()
    }
}

async fn query(merchant: &Merchant, number: &str) -> Response {
    let target = format!(
        "/v3/pay/transactions/out-trade-no/{number}?mchid={}",
        merchant.mchid
    );
    merchant.call("GET", &target, Value::Null).await
}

#[tokio::test]
async fn each_merchant_sees_its_own_orders_and_is_notified_with_its_own_key() {
    let data = tempfile::tempdir().unwrap();
    let first = start(data.path(), Options::default()).await;
    // Another process adds it, and the one that runs knows it at once.
    let elsewhere = Sandbox::open(data.path(), Options::default()).unwrap();
    let second = first.other(elsewhere.add_merchant(&NewMerchant::default()).unwrap());
    assert!(second.mchid.as_str().starts_with('0'));
    let (url, mut posted) = receiver(&[200, 200]).await;
    for merchant in [&first, &second] {
        let mut order = merchant.order("order-1", &url);
        order["amount"]["total"] = if merchant.mchid == first.mchid {
            json!(1)
        } else {
            json!(2)
        };
        merchant
            .good(merchant.call("POST", PREPAY, order).await)
            .await;
    }
    let order = second.order("order-2", &url);
    second.good(second.call("POST", PREPAY, order).await).await;
    refused(query(&first, "order-2").await, 404, "ORDER_NOT_EXIST").await;
    for (merchant, total) in [(&first, 1), (&second, 2)] {
        let found = merchant.good(query(merchant, "order-1").await).await;
        assert_eq!(found["amount"]["total"], total);
        assert_eq!(found["mchid"], json!(merchant.mchid));
    }
    // Neither speaks for the other, with whichever number in the body or the query.
    let foreign = first.call("POST", PREPAY, second.order("order-3", &url));
    refused(foreign.await, 400, "PARAM_ERROR").await;
    let target = format!(
        "/v3/pay/transactions/out-trade-no/order-2?mchid={}",
        second.mchid
    );
    let foreign = first.call("GET", &target, Value::Null).await;
    refused(foreign, 400, "PARAM_ERROR").await;
    let target = "/v3/pay/transactions/out-trade-no/order-2/close";
    let foreign = first.call("POST", target, json!({"mchid": first.mchid}));
    refused(foreign.await, 404, "ORDER_NOT_EXIST").await;
    let mut forged = second.authorization("GET", "/v3/certificates", b"");
    forged.mchid = first.mchid.clone();
    let header = forged.to_string();
    let headers = [("Authorization", header.as_str())];
    let forged = first
        .send("GET", "/v3/certificates", Vec::new(), &headers)
        .await;
    refused(forged, 401, "SIGN_ERROR").await;

    first
        .sandbox
        .pay(&"order-2".parse().unwrap())
        .await
        .unwrap();
    let (headers, body) = posted.recv().await.unwrap();
    let open = |merchant: &Merchant| {
        let verified = signed(&headers, body.clone())
            .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap();
        let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
        Notification::open(&verified, &key).map(|opened| opened.plaintext.value())
    };
    assert_eq!(open(&second).unwrap()["mchid"], json!(second.mchid));
    assert!(open(&first).is_err());
    // The payment of one cannot be refunded, nor its number be looked up, by the other.
    let paid = second.good(query(&second, "order-2").await).await;
    let id = paid["transaction_id"].as_str().unwrap();
    let target = format!("/v3/pay/transactions/id/{id}?mchid={}", first.mchid);
    let foreign = first.call("GET", &target, Value::Null).await;
    refused(foreign, 404, "ORDER_NOT_EXIST").await;
    let refund = json!({
        "transaction_id": id, "out_refund_no": "refund-1",
        "amount": {"refund": 1, "total": 1, "currency": "CNY"},
    });
    let target = "/v3/refund/domestic/refunds";
    let foreign = first.call("POST", target, refund.clone()).await;
    refused(foreign, 404, "RESOURCE_NOT_EXISTS").await;
    second.good(second.call("POST", target, refund).await).await;
    let target = format!("{target}/refund-1");
    let foreign = first.call("GET", &target, Value::Null).await;
    refused(foreign, 404, "RESOURCE_NOT_EXISTS").await;
    second
        .good(second.call("GET", &target, Value::Null).await)
        .await;
}

#[tokio::test]
async fn certificates_are_sealed_for_each_merchant_and_rotated_for_all() {
    let data = tempfile::tempdir().unwrap();
    let first = start(data.path(), Options::default()).await;
    let second = added(&first, &NewMerchant::default());
    first.sandbox.rotate().unwrap();
    let certificates = async |merchant: &Merchant, key: &Merchant| {
        let answer = merchant.call("GET", "/v3/certificates", Value::Null).await;
        let headers = answer.headers().clone();
        let answer = signed(&headers, answer.bytes().await.unwrap().to_vec());
        let key = ApiV3Key::new(key.identity().apiv3_key()).unwrap();
        PlatformCertificate::bootstrap(answer, &Keyring::default(), &key, ambient::now())
    };
    let own = certificates(&second, &second).await.unwrap();
    let firsts = certificates(&first, &first).await.unwrap();
    assert_eq!(own.certificates.len(), 2);
    assert_eq!(own.certificates[1].pem, firsts.certificates[1].pem);
    assert!(certificates(&second, &first).await.is_err());
    // Each has a public key of its own.
    for (named, status) in [(&second, 200), (&first, 400)] {
        let key = named.identity().public_key_id().to_string();
        let header = second
            .authorization("GET", "/v3/certificates", b"")
            .to_string();
        let headers = [("Authorization", header.as_str()), (SERIAL, key.as_str())];
        let answer = second
            .send("GET", "/v3/certificates", Vec::new(), &headers)
            .await;
        assert_eq!(answer.status(), status);
        if status == 200 {
            second.good(answer).await;
        }
    }
}

#[tokio::test]
async fn a_service_provider_orders_for_its_own_sub_merchants_only() {
    let data = tempfile::tempdir().unwrap();
    let first = start(data.path(), Options::default()).await;
    let second = added(&first, &NewMerchant::default());
    let sub = added(&first, &sub_of(&first));
    let order = |provider: &Merchant, number: &str, sub_mchid: &Mchid| {
        json!({
            "sp_appid": provider.identity().appid(), "sp_mchid": provider.mchid,
            "sub_mchid": sub_mchid, "description": "x", "out_trade_no": number,
            "notify_url": NOTIFY, "amount": {"total": 1}, "payer": {"sp_openid": "o"},
        })
    };
    let target = "/v3/pay/partner/transactions/jsapi";
    let place = async |provider: &Merchant, number: &str, sub_mchid: &Mchid| {
        let body = order(provider, number, sub_mchid);
        provider.call("POST", target, body).await
    };
    for (number, sub_mchid) in [
        ("order-1", &sub.mchid),
        ("order-2", first.identity().sub_mchid()),
    ] {
        first.good(place(&first, number, sub_mchid).await).await;
    }
    let stranger: Mchid = "1900000109".parse().unwrap();
    for (provider, sub_mchid) in [
        (&second, &sub.mchid),
        (&first, &second.mchid),
        (&first, &stranger),
    ] {
        refused(place(provider, "order-3", sub_mchid).await, 403, "NO_AUTH").await;
    }
    let mut wrong_app = order(&first, "order-4", &sub.mchid);
    wrong_app["sub_appid"] = json!(first.identity().sub_appid());
    let wrong_app = first.call("POST", target, wrong_app).await;
    refused(wrong_app, 400, "APPID_MCHID_NOT_MATCH").await;
    let mut right_app = order(&first, "order-4", &sub.mchid);
    right_app["sub_appid"] = json!(sub.identity().appid());
    first
        .good(first.call("POST", target, right_app).await)
        .await;
    // Bills and shared profits know the same sub-merchants.
    let today = Timestamp(ambient::now().0).to_rfc3339()[..10].to_owned();
    for (sub_mchid, status) in [(&sub.mchid, 400), (&stranger, 403)] {
        let target = format!("/v3/bill/tradebill?bill_date={today}&sub_mchid={sub_mchid}");
        let answer = first.call("GET", &target, Value::Null).await;
        assert_eq!(answer.status(), status, "{sub_mchid}");
    }
    // All of them, and their relations, come back from an export, in another folder too.
    let exported = first.sandbox.export().unwrap();
    let text = String::from_utf8_lossy(&exported).into_owned();
    assert!(!text.contains(second.identity().apiv3_key().as_str()));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = Sandbox::open(elsewhere.path(), Options::default()).unwrap();
    copy.import(&exported).unwrap();
    let numbers = |sandbox: &Sandbox| {
        let all = sandbox.merchants().unwrap();
        let numbers = all
            .iter()
            .map(|one| (one.mchid().clone(), one.service_provider().cloned()));
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(numbers(&copy), numbers(&first.sandbox));
    assert_eq!(copy.orders().unwrap().len(), 3);
    copy.reset().unwrap();
    assert_eq!(numbers(&copy), numbers(&first.sandbox));
    assert!(copy.orders().unwrap().is_empty());
}

#[tokio::test]
async fn merchants_combine_their_orders_and_each_refunds_its_own() {
    let data = tempfile::tempdir().unwrap();
    let first = start(data.path(), Options::default()).await;
    let second = added(&first, &NewMerchant::default());
    let sub_order = |merchant: &Merchant, amount: i64| {
        json!({"mchid": merchant.mchid, "attach": "a", "out_trade_no": "order-1",
            "description": "d", "amount": {"total_amount": amount, "currency": "CNY"}})
    };
    let body = json!({
        "combine_appid": first.identity().appid(), "combine_mchid": first.mchid,
        "combine_out_trade_no": "together", "notify_url": NOTIFY,
        "combine_payer_info": {"openid": "o"},
        "sub_orders": [sub_order(&first, 1), sub_order(&second, 2)],
    });
    let target = "/v3/combine-transactions/jsapi";
    first.good(first.call("POST", target, body).await).await;
    first
        .sandbox
        .pay(&"together".parse().unwrap())
        .await
        .unwrap();
    let target = "/v3/combine-transactions/out-trade-no/together";
    let paid = first
        .good(first.call("GET", target, Value::Null).await)
        .await;
    let foreign = second.call("GET", target, Value::Null).await;
    refused(foreign, 404, "ORDER_NOT_EXIST").await;
    let refund = json!({
        "transaction_id": paid["sub_orders"][1]["transaction_id"], "out_refund_no": "refund-1",
        "amount": {"refund": 2, "total": 2, "currency": "CNY"},
    });
    let target = "/v3/refund/domestic/refunds";
    let foreign = first.call("POST", target, refund.clone()).await;
    refused(foreign, 404, "RESOURCE_NOT_EXISTS").await;
    second.good(second.call("POST", target, refund).await).await;
}
