//! Transfers to users: requested, confirmed, failed and cancelled.

use super::*;

const BILLS: &str = "/v3/fund-app/mch-transfer/transfer-bills";

fn transfer(merchant: &Merchant, number: &str, notify_url: &str) -> Value {
    json!({
        "appid": merchant.identity().appid(),
        "out_bill_no": number,
        "transfer_scene_id": "1000",
        "openid": "oAnybody",
        "transfer_amount": 100,
        "transfer_remark": "活动奖励",
        "notify_url": notify_url,
        "user_recv_perception": "现金奖励",
        "transfer_scene_report_infos": [
            {"info_type": "活动名称", "info_content": "注册会员有礼"},
            {"info_type": "奖励说明", "info_content": "注册会员抽奖一等奖"},
        ],
    })
}

fn fast() -> Options {
    Options {
        time_scale: 1000.0,
        ..Options::default()
    }
}

#[tokio::test]
async fn a_transfer_waits_for_its_user_and_then_notifies() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), fast()).await;
    let (url, mut posted) = receiver(&[204]).await;
    let body = transfer(&merchant, "bill1", &url);
    let first = merchant
        .good(merchant.call("POST", BILLS, body.clone()).await)
        .await;
    assert_eq!(first["state"], "WAIT_USER_CONFIRM");
    assert!(first["package_info"].is_string());
    let again = merchant
        .good(merchant.call("POST", BILLS, body.clone()).await)
        .await;
    assert_eq!(first, again);
    let mut other = body;
    other["transfer_amount"] = json!(101);
    refused(
        merchant.call("POST", BILLS, other).await,
        400,
        "INVALID_REQUEST",
    )
    .await;
    let report = merchant
        .sandbox
        .end_transfer("bill1", TransferEnd::Confirmed)
        .await
        .unwrap();
    assert!(report.acknowledged);
    let (headers, body) = posted.recv().await.unwrap();
    let verified = signed(&headers, body)
        .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
        .unwrap();
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let opened = Notification::open(&verified, &key).unwrap();
    assert_eq!(
        opened.notification.event_type.as_str(),
        "MCHTRANSFER.BILL.FINISHED"
    );
    let plaintext = opened.plaintext.value();
    assert_eq!(plaintext["state"], "SUCCESS");
    assert_eq!(plaintext["transfer_amount"], 100);
    let target = format!("{BILLS}/out-bill-no/bill1");
    let queried = merchant
        .good(merchant.call("GET", &target, Value::Null).await)
        .await;
    assert_eq!(queried["mch_id"], json!(merchant.mchid));
    assert_eq!(queried["state"], "SUCCESS");
    let number = first["transfer_bill_no"].as_str().unwrap();
    let target = format!("{BILLS}/transfer-bill-no/{number}");
    let by_no = merchant
        .good(merchant.call("GET", &target, Value::Null).await)
        .await;
    assert_eq!(queried, by_no);
    let target = format!("{BILLS}/out-bill-no/bill1/cancel");
    let late = merchant.call("POST", &target, Value::Null).await;
    refused(late, 400, "INVALID_REQUEST").await;
}

#[tokio::test]
async fn a_cancelled_transfer_cannot_be_confirmed_and_notifies_once_it_is_cancelled() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), fast()).await;
    let (url, mut posted) = receiver(&[500, 204]).await;
    let body = transfer(&merchant, "bill1", &url);
    merchant
        .good(merchant.call("POST", BILLS, body).await)
        .await;
    let target = format!("{BILLS}/out-bill-no/bill1/cancel");
    let answer = merchant
        .good(merchant.call("POST", &target, Value::Null).await)
        .await;
    assert_eq!(answer["state"], "CANCELING");
    let deliveries = tokio::spawn(Arc::clone(&merchant.sandbox).deliver_pending());
    // The first attempt is not acknowledged, so there is another.
    posted.recv().await.unwrap();
    posted.recv().await.unwrap();
    let target = format!("{BILLS}/out-bill-no/bill1");
    let queried = merchant
        .good(merchant.call("GET", &target, Value::Null).await)
        .await;
    assert_eq!(queried["state"], "CANCELLED");
    deliveries.abort();
    let why = merchant
        .sandbox
        .end_transfer("bill1", TransferEnd::Confirmed)
        .await
        .unwrap_err();
    assert!(why.to_string().ends_with("CANCELLED"), "{why}");
}

#[tokio::test]
async fn a_wrong_transfer_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let changed = |name: &str, value: Value| {
        let mut body = transfer(&merchant, "bill1", NOTIFY);
        body[name] = value;
        body
    };
    let mut silent = transfer(&merchant, "bill1", NOTIFY);
    let fields = silent.as_object_mut().unwrap();
    fields.remove("transfer_scene_report_infos");
    for (body, status, code) in [
        (silent, 400, "PARAM_ERROR"),
        (changed("out_bill_no", json!("bill-1")), 400, "PARAM_ERROR"),
        (changed("transfer_amount", json!(0)), 400, "PARAM_ERROR"),
        (changed("transfer_amount", json!(1.5)), 400, "PARAM_ERROR"),
        (
            changed("transfer_amount", json!(200_000)),
            400,
            "PARAM_ERROR",
        ),
        (changed("user_name", json!("张三")), 400, "PARAM_ERROR"),
        (changed("extra", json!(1)), 400, "PARAM_ERROR"),
        (
            changed("transfer_remark", json!("一".repeat(33))),
            400,
            "PARAM_ERROR",
        ),
        (changed("appid", json!("wx0")), 400, "INVALID_REQUEST"),
        (
            changed("transfer_remark", json!("sandbox:NOT_ENOUGH")),
            403,
            "NOT_ENOUGH",
        ),
    ] {
        refused(merchant.call("POST", BILLS, body).await, status, code).await;
    }
    for target in ["out-bill-no/bill1", "transfer-bill-no/1"] {
        let target = format!("{BILLS}/{target}");
        let answer = merchant.call("GET", &target, Value::Null).await;
        refused(answer, 404, "NOT_FOUND").await;
    }
    let failed = merchant.sandbox.end_transfer("bill1", TransferEnd::Failed);
    assert!(failed.await.is_err());
}
