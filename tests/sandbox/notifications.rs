//! Notifications: whose key signs them, their bytes, and how often they are sent.

use super::*;

#[tokio::test]
async fn a_paid_order_is_notified_until_it_is_acknowledged() {
    let data = tempfile::tempdir().unwrap();
    let options = Options {
        time_scale: 1000.0,
        ..Options::default()
    };
    let merchant = start(data.path(), options).await;
    let (url, mut posted) = receiver(&[500]).await;
    let order = merchant.order("order-1", &url);
    merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    let number = "order-1".parse().unwrap();
    let report = merchant.sandbox.pay(&number).await.unwrap();
    assert_eq!((report.attempts, report.acknowledged), (1, false));
    assert_eq!(report.last_outcome, Some(PostOutcome::Status(500)));
    assert!(report.next_attempt_in.is_some());
    let first = next(&mut posted).await;

    tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    let second = next(&mut posted).await;
    assert!(second.body.starts_with(b"{\"id\":\""));
    assert_ne!(first.nonce, second.nonce);
    assert_eq!(
        first.serial,
        merchant
            .identity()
            .platform_certificate()
            .serial_no
            .as_str()
    );
    let (first, paid) = event(&merchant, first);
    let (second, again) = event(&merchant, second);
    assert_eq!((first.id, &paid), (second.id, &again));
    assert_eq!(second.event_type, "TRANSACTION.SUCCESS");
    assert_eq!(
        second.resource.original_type.as_deref(),
        Some("transaction")
    );
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["attach"], "附加");
    assert_eq!(paid["payer"]["openid"], "oAnybody");

    let id = paid["transaction_id"].as_str().unwrap();
    assert!(id.starts_with("SANDBOX") && id.len() <= 32);
    assert!(paid.get("promotion_detail").is_none());
    let mut asked = paid.clone();
    asked["promotion_detail"] = json!([]);
    let mchid = &merchant.mchid;
    for target in [
        format!("/v3/pay/transactions/out-trade-no/order-1?mchid={mchid}"),
        format!("/v3/pay/transactions/id/{id}?mchid={mchid}"),
    ] {
        let found = merchant
            .good(merchant.call("GET", &target, Value::Null).await)
            .await;
        assert_eq!(found, asked);
    }
    refused(
        merchant.call("POST", PREPAY, order).await,
        400,
        "ORDER_PAID",
    )
    .await;

    merchant
        .sandbox
        .refund(&number, &RefundStatus::Success)
        .await
        .unwrap();
    let (refund, plaintext) = event(&merchant, next(&mut posted).await);
    assert_eq!(refund.event_type, "REFUND.SUCCESS");
    assert_eq!(plaintext["refund_status"], "SUCCESS");
    let report = merchant.sandbox.pay(&number).await.unwrap();
    assert_eq!(report.trade_state.as_str(), "REFUND");
}

#[tokio::test]
async fn a_notification_is_signed_by_the_key_that_its_order_named() {
    let data = tempfile::tempdir().unwrap();
    let fast = Options {
        time_scale: 1000.0,
        ..Options::default()
    };
    let merchant = start(data.path(), fast.clone()).await;
    tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    let (url, mut posted) = receiver(&[500]).await;
    let certificate = merchant
        .identity()
        .platform_certificate()
        .serial_no
        .to_string();
    let id = merchant.identity().public_key_id().to_string();
    for (number, named, signer) in [
        ("order-1", id.as_str(), &id),
        ("order-2", "", &certificate),
        ("order-3", certificate.as_str(), &certificate),
    ] {
        let order = merchant.order(number, &url);
        merchant
            .good(merchant.call_naming(named, PREPAY, &order).await)
            .await;
        let number = number.parse().unwrap();
        merchant.sandbox.pay(&number).await.unwrap();
        if named == id {
            // It was not acknowledged, and comes again.
            assert_eq!(next(&mut posted).await.serial, *signer);
        }
        let (paid, _) = event(&merchant, next(&mut posted).await);
        assert_eq!(paid.event_type, "TRANSACTION.SUCCESS");
        // A refund in the console names no key, so the order's signs.
        merchant
            .sandbox
            .refund(&number, &RefundStatus::Success)
            .await
            .unwrap();
        let refund = next(&mut posted).await;
        assert_eq!(refund.serial, *signer, "{named}");
        assert_eq!(event(&merchant, refund).0.event_type, "REFUND.SUCCESS");
    }

    // A refund that is asked for names one itself, or else the order's signs.
    for (number, order_names, refund_names, signer) in [
        ("order-4", id.as_str(), "", &id),
        ("order-5", "", id.as_str(), &id),
        ("order-6", id.as_str(), certificate.as_str(), &certificate),
        ("order-7", "", "", &certificate),
    ] {
        let order = merchant.order(number, &url);
        merchant
            .good(merchant.call_naming(order_names, PREPAY, &order).await)
            .await;
        merchant
            .sandbox
            .pay(&number.parse().unwrap())
            .await
            .unwrap();
        next(&mut posted).await;
        let refund = json!({
            "out_trade_no": number, "out_refund_no": number, "notify_url": url,
            "amount": {"refund": 1, "total": 1, "currency": "CNY"},
        });
        merchant
            .good(merchant.call_naming(refund_names, REFUNDS, &refund).await)
            .await;
        let notice = next(&mut posted).await;
        assert_eq!(notice.serial, *signer, "{number}");
        assert_eq!(event(&merchant, notice).0.event_type, "REFUND.SUCCESS");
    }

    // The order remembers, also for the next process; where only one key is, that one signs.
    let order = merchant.order("order-8", &url);
    merchant
        .good(merchant.call_naming(&id, PREPAY, &order).await)
        .await;
    let order = merchant.order("order-9", &url);
    merchant
        .good(merchant.call_naming(&id, PREPAY, &order).await)
        .await;
    for (number, mode, signer) in [
        ("order-8", Mode::Both, &id),
        ("order-9", Mode::Certificate, &certificate),
    ] {
        let other = start(
            data.path(),
            Options {
                mode,
                ..fast.clone()
            },
        )
        .await;
        other.sandbox.pay(&number.parse().unwrap()).await.unwrap();
        assert_eq!(next(&mut posted).await.serial, *signer, "{mode}");
    }
}

#[tokio::test]
async fn the_self_tests_notification_is_signed_by_the_key_of_its_answer() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[]).await;
    let certificate = merchant
        .identity()
        .platform_certificate()
        .serial_no
        .to_string();
    let id = merchant.identity().public_key_id().to_string();
    for key in [&id, &certificate] {
        let echo = json!({"echo_message": "hello", "notify_url": url});
        let answer = merchant.call_naming(key, "/v3/security/echo", &echo).await;
        merchant.good(answer).await;
        assert_eq!(next(&mut posted).await.serial, *key);
    }
}

/// Opens a notification and returns the very text that was sealed in it.
fn sealed(merchant: &Merchant, body: SignedBody) -> (String, String) {
    let envelope = String::from_utf8(body.body.clone()).unwrap();
    let (notification, _) = event(merchant, body);
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let opened = notification.resource.open(&key).unwrap();
    (envelope, String::from_utf8(opened.to_vec()).unwrap())
}

#[tokio::test]
async fn notifications_have_the_bytes_of_the_real_ones() {
    let data = tempfile::tempdir().unwrap();
    let fast = Options {
        time_scale: 1000.0,
        ..Options::default()
    };
    let merchant = start(data.path(), fast).await;
    tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    let (url, mut posted) = receiver(&[]).await;
    let (appid, mchid) = (merchant.identity().appid(), &merchant.mchid);
    let mut order = merchant.order("order-1", &url);
    order.as_object_mut().unwrap().shift_remove("attach");
    merchant
        .good(merchant.call("POST", PREPAY, order).await)
        .await;
    let report = merchant.sandbox.pay(&"order-1".parse().unwrap()).await;
    let id = report.unwrap().transaction_id.unwrap();
    let (envelope, paid) = sealed(&merchant, next(&mut posted).await);
    let transaction: Value = serde_json::from_str(&paid).unwrap();
    let time = &transaction["success_time"];
    assert_eq!(
        paid,
        format!(
            r#"{{"mchid":"{mchid}","appid":"{appid}","out_trade_no":"order-1","transaction_id":"{id}","trade_type":"JSAPI","trade_state":"SUCCESS","trade_state_desc":"支付成功","bank_type":"OTHERS","attach":"","success_time":{time},"payer":{{"openid":"oAnybody"}},"amount":{{"total":1,"payer_total":1,"currency":"CNY","payer_currency":"CNY"}}}}"#
        )
    );
    let notification: Value = serde_json::from_str(&envelope).unwrap();
    let resource = &notification["resource"];
    assert_eq!(
        envelope,
        format!(
            r#"{{"id":{},"create_time":{},"resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功","resource":{{"original_type":"transaction","algorithm":"AEAD_AES_256_GCM","ciphertext":{},"associated_data":"transaction","nonce":{}}}}}"#,
            notification["id"],
            notification["create_time"],
            resource["ciphertext"],
            resource["nonce"]
        )
    );

    let refund = json!({
        "transaction_id": id, "out_refund_no": "refund-1", "notify_url": url,
        "amount": {"refund": 1, "total": 1, "currency": "CNY"},
    });
    let accepted = merchant
        .good(merchant.call("POST", REFUNDS, refund).await)
        .await;
    let (_, refunded) = sealed(&merchant, next(&mut posted).await);
    let refund: Value = serde_json::from_str(&refunded).unwrap();
    let (time, refund_id) = (&refund["success_time"], &accepted["refund_id"]);
    assert_eq!(
        refunded,
        format!(
            r#"{{"mchid":"{mchid}","out_trade_no":"order-1","transaction_id":"{id}","out_refund_no":"refund-1","refund_id":{refund_id},"refund_status":"SUCCESS","success_time":{time},"amount":{{"total":1,"refund":1,"payer_total":1,"payer_refund":1}},"user_received_account":"支付用户零钱"}}"#
        )
    );
}

#[tokio::test]
async fn a_foreground_caller_repeats_by_itself() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[503]).await;
    merchant
        .good(
            merchant
                .call("POST", PREPAY, merchant.order("order-1", &url))
                .await,
        )
        .await;
    let pay = format!("{}/_sandbox/pay/order-1", merchant.url);
    let token = merchant.sandbox.access_token().reveal();
    let began = Instant::now();
    let answer = merchant.http.post(&pay).bearer_auth(token).send();
    let answer = answer.await.unwrap();
    let report: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(report["last_outcome"], "503");
    let pause = Duration::from_secs_f64(report["next_attempt_in"].as_f64().unwrap());
    // What has passed of it, a millisecond more where both ends are cut.
    let passed = began.elapsed() + Duration::from_millis(1);
    let whole = Duration::from_secs(15);
    assert!(pause <= whole && pause + passed >= whole, "{pause:?}");
    let number = "order-1".parse().unwrap();
    let report = merchant.sandbox.retry_once(&number).await.unwrap();
    assert!(report.acknowledged && report.next_attempt_in.is_none());
    let report = merchant.sandbox.retry_once(&number).await.unwrap();
    assert_eq!(report.attempts, 2);
    next(&mut posted).await;
    next(&mut posted).await;
    assert!(posted.try_recv().is_err());

    let foreign = merchant
        .http
        .post(&pay)
        .bearer_auth(token)
        .header("Origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    let without = merchant.http.post(&pay).send().await.unwrap();
    assert_eq!(without.status(), 403);
    let unknown = merchant
        .http
        .post(format!("{}/_sandbox/pay/order-2", merchant.url))
        .bearer_auth(token);
    assert_eq!(unknown.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_absent_notify_url_is_reported_and_tried_again_later() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    // It does not listen, and keeps other tests from the port.
    let silent = TcpSocket::new_v4().unwrap();
    silent.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}/notify", silent.local_addr().unwrap());
    merchant
        .good(
            merchant
                .call("POST", PREPAY, merchant.order("order-1", &url))
                .await,
        )
        .await;
    let report = merchant
        .sandbox
        .pay(&"order-1".parse().unwrap())
        .await
        .unwrap();
    let outcome = report.last_outcome.unwrap();
    assert!(
        matches!(outcome, PostOutcome::ConnectionRefused(_)),
        "{outcome}"
    );
    assert!(report.next_attempt_in.is_some());
}
