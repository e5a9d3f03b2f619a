//! Notifications of every kind: kept on disk, posted on one schedule, and recorded.

use wechatpay::sandbox::{AttemptKind, Delivery, DeliverySummary};

use super::*;

const TRANSFERS: &str = "/v3/fund-app/mch-transfer/transfer-bills";
const COMPLAINT_URL: &str = "/v3/merchant-service/complaint-notifications";

fn fast() -> Options {
    Options {
        time_scale: 10_000.0,
        ..Options::default()
    }
}

async fn delivered(sandbox: &Sandbox, id: &str) -> Delivery {
    let mut events = sandbox.events();
    loop {
        let delivery = sandbox.delivery(id).unwrap().unwrap();
        if delivery.summary.acknowledged {
            return delivery;
        }
        tokio::time::timeout(Duration::from_secs(120), events.next())
            .await
            .unwrap();
    }
}

fn of(sandbox: &Sandbox, event: &str) -> DeliverySummary {
    let mut all = sandbox.deliveries(None, 10).unwrap();
    all.retain(|delivery| delivery.event_type == event);
    assert_eq!(all.len(), 1, "{event}");
    all.remove(0)
}

#[tokio::test]
async fn notifications_of_every_kind_survive_a_restart_and_are_recorded_and_resent() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let (url, mut posted) = receiver(&[500, 500, 500, 500, 200]).await;
    let bill = json!({
        "appid": merchant.identity().appid(), "out_bill_no": "bill1",
        "transfer_scene_id": "1000", "openid": "oAnybody", "transfer_amount": 100,
        "transfer_remark": "活动奖励", "notify_url": url,
        "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "注册"}],
    });
    for (target, body) in [
        (TRANSFERS, bill),
        (COMPLAINT_URL, json!({ "url": url })),
        (PREPAY, merchant.order("order-1", &url)),
    ] {
        merchant
            .good(merchant.call("POST", target, body).await)
            .await;
    }
    let sandbox = &merchant.sandbox;
    let number = "order-1".parse().unwrap();
    sandbox.pay(&number).await.unwrap();
    let ended = sandbox.end_transfer("bill1", TransferEnd::Confirmed).await;
    assert_eq!(ended.unwrap().last_outcome, Some(PostOutcome::Status(500)));
    let complaint = sandbox.complain(&number, "没有收到货").await.unwrap();
    assert!(!complaint.acknowledged);
    let key = merchant.identity().public_key_id().to_string();
    let echo = json!({"echo_message": "hello", "notify_url": url});
    let echoed = merchant.call_naming(&key, "/v3/security/echo", &echo).await;
    assert_eq!(echoed.status(), 200);
    let mut first = Vec::new();
    for _ in 0..4 {
        first.push(posted.recv().await.unwrap());
    }
    drop(merchant);

    // Another process of the same folder: nothing but the disk connects the two.
    let sandbox = Sandbox::open(data.path(), fast()).unwrap();
    let deliveries = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
    let identity = sandbox.identity();
    for event in [
        "TRANSACTION.SUCCESS",
        "MCHTRANSFER.BILL.FINISHED",
        "COMPLAINT.CREATE",
        "SECURITY_ECHO.SUCCESS",
    ] {
        let id = of(&sandbox, event).notification_id;
        // The schedule of the first process was real time.
        sandbox.resend(&id).await.unwrap().unwrap();
        let delivery = delivered(&sandbox, &id).await;
        assert!(delivery.log.len() >= 2, "{event}");
        assert_eq!(delivery.log[0].kind, AttemptKind::Scheduled);
        assert_eq!(delivery.log[0].outcome, PostOutcome::Status(500));
        assert!(delivery.log[1].acknowledged, "{event}");
        let signature = |at: usize| delivery.log[at].request.header("wechatpay-signature");
        assert_ne!(
            signature(0),
            signature(1),
            "a signature is made for each attempt"
        );
        let body: Value = serde_json::from_slice(&delivery.log[1].request.body.bytes).unwrap();
        assert_eq!(body["id"], id.as_str());
        assert_eq!(body["event_type"], event);
    }
    for number in ["bill1", complaint.complaint_id.as_str(), "order-1"] {
        assert_eq!(
            sandbox.deliveries(Some(number), 10).unwrap().len(),
            1,
            "{number}"
        );
    }
    let echoed = of(&sandbox, "SECURITY_ECHO.SUCCESS").notification_id;
    let signer = &sandbox.delivery(&echoed).unwrap().unwrap().log[1].signed_by;
    assert_eq!(signer, identity.public_key_id());
    // They are a part of what is exported, and of what is reset.
    let exported = sandbox.export().unwrap();
    sandbox.reset().unwrap();
    assert!(sandbox.deliveries(None, 10).unwrap().is_empty());
    sandbox.import(&exported).unwrap();
    assert_eq!(sandbox.deliveries(None, 10).unwrap().len(), 4);
    deliveries.abort();
}

#[tokio::test]
async fn a_cancellation_that_no_process_saw_the_end_of_is_notified_by_the_next() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), fast()).await;
    let (url, mut posted) = receiver(&[500, 200]).await;
    let bill = json!({
        "appid": merchant.identity().appid(), "out_bill_no": "bill1",
        "transfer_scene_id": "1000", "openid": "oAnybody", "transfer_amount": 100,
        "transfer_remark": "活动奖励", "notify_url": url,
        "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "注册"}],
    });
    merchant
        .good(merchant.call("POST", TRANSFERS, bill).await)
        .await;
    let target = format!("{TRANSFERS}/out-bill-no/bill1/cancel");
    merchant
        .good(merchant.call("POST", &target, Value::Null).await)
        .await;
    drop(merchant);
    let sandbox = Sandbox::open(data.path(), fast()).unwrap();
    let deliveries = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
    posted.recv().await.unwrap();
    posted.recv().await.unwrap();
    let id = of(&sandbox, "MCHTRANSFER.BILL.FINISHED").notification_id;
    let delivery = delivered(&sandbox, &id).await;
    assert_eq!(
        delivery.log[0].resource.as_ref().unwrap()["state"],
        "CANCELLED"
    );
    deliveries.abort();
}
