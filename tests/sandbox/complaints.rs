//! Complaints: listed, answered, completed, and notified to the address that was named.

use super::*;

const COMPLAINTS: &str = "/v3/merchant-service/complaints-v2";
const ADDRESS: &str = "/v3/merchant-service/complaint-notifications";

#[tokio::test]
async fn a_complaint_is_notified_answered_and_completed() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let get = async |target: String| merchant.call("GET", &target, Value::Null).await;
    refused(get(ADDRESS.to_owned()).await, 404, "RESOURCE_NOT_EXISTS").await;
    let (url, mut posted) = receiver(&[200, 200, 200]).await;
    let named = json!({ "url": url });
    merchant
        .good(merchant.call("POST", ADDRESS, named.clone()).await)
        .await;
    let twice = merchant.call("POST", ADDRESS, named.clone()).await;
    refused(twice, 400, "RESOURCE_ALREADY_EXISTS").await;
    let known = merchant
        .good(merchant.call("PUT", ADDRESS, named).await)
        .await;
    assert_eq!(known["url"], url);
    let order = merchant.order("order-1", NOTIFY);
    merchant
        .good(merchant.call("POST", PREPAY, order).await)
        .await;
    let number = "order-1".parse().unwrap();
    assert!(merchant.sandbox.complain(&number, "x").await.is_err());
    let today = || ambient::now().to_rfc3339()[..10].to_owned();
    let begin = today();
    merchant.sandbox.pay(&number).await.unwrap();
    let report = merchant
        .sandbox
        .complain(&number, "没有收到货")
        .await
        .unwrap();
    assert!(report.acknowledged);
    let id = report.complaint_id;
    let mut opened = async || {
        let (headers, body) = posted.recv().await.unwrap();
        let verified = signed(&headers, body)
            .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap();
        let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
        let opened = Notification::open(&verified, &key).unwrap();
        let plaintext = opened.plaintext.value();
        assert_eq!(plaintext["complaint_id"], id.as_str());
        let action = plaintext["action_type"].as_str().unwrap().to_owned();
        (opened.notification.event_type.clone(), action)
    };
    let pair = |event: &str, action: &str| (event.to_owned(), action.to_owned());
    assert_eq!(opened().await, pair("COMPLAINT.CREATE", "CREATE_COMPLAINT"));
    // At midnight, it is of one day or of the next.
    let end = today();
    let target = format!("{COMPLAINTS}?begin_date={begin}&end_date={end}&limit=5");
    let listed = merchant.good(get(target).await).await;
    assert_eq!(listed["total_count"], 1);
    assert_eq!(listed["data"][0]["complaint_state"], "PENDING");
    let target = format!("{COMPLAINTS}?begin_date=2025-01-01&end_date=2025-03-01");
    refused(get(target).await, 400, "PARAM_ERROR").await;
    let answer = json!({
        "complainted_mchid": merchant.mchid, "response_content": "已补发",
        "response_images": ["MediaId"],
    });
    let target = format!("{COMPLAINTS}/{id}/response");
    let answered = merchant.call("POST", &target, answer).await;
    assert_eq!(answered.status(), 204);
    merchant.good(answered).await;
    assert_eq!(
        opened().await,
        pair("COMPLAINT.STATE_CHANGE", "MERCHANT_RESPONSE")
    );
    let done = json!({ "complainted_mchid": merchant.mchid });
    let target = format!("{COMPLAINTS}/{id}/complete");
    merchant
        .good(merchant.call("POST", &target, done.clone()).await)
        .await;
    let again = merchant.call("POST", &target, done).await;
    refused(again, 400, "INVALID_REQUEST").await;
    let detail = merchant.good(get(format!("{COMPLAINTS}/{id}")).await).await;
    assert_eq!(detail["complaint_state"], "PROCESSED");
    assert_eq!(detail["complaint_order_info"][0]["out_trade_no"], "order-1");
    let target = format!("{COMPLAINTS}/{id}/negotiation-historys?offset=1");
    let history = merchant.good(get(target).await).await;
    assert_eq!(history["data"][0]["image_list"], json!(["MediaId"]));
    assert_eq!(
        history["data"][1]["operate_type"],
        "MERCHANT_CONFIRM_COMPLETE"
    );
    assert_eq!(history["total_count"], 3);
    let gone = merchant.call("DELETE", ADDRESS, Value::Null).await;
    assert_eq!(gone.status(), 204);
    refused(
        get(format!("{COMPLAINTS}/0")).await,
        404,
        "RESOURCE_NOT_EXISTS",
    )
    .await;
}

#[tokio::test]
async fn a_picture_of_a_complaint_is_sent_back() {
    use wechatpay::protocol::upload::{self, Meta};
    const IMAGES: &str = "/v3/merchant-service/images";
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let picture = b"\x89PNG\r\n\x1a\n\0\xff";
    let upload = async |named: &[u8]| {
        let target = format!("{IMAGES}/upload");
        let meta = Meta::new("收据.png", named);
        let call = upload::call(
            "POST".parse().unwrap(),
            target.clone(),
            &meta,
            picture,
            "b0undary",
        );
        let signed = call.signed_part.unwrap();
        let authorization = merchant.authorization("POST", &target, &signed).to_string();
        let headers = [
            ("Authorization", authorization.as_str()),
            ("Content-Type", call.content_type.as_str()),
        ];
        merchant.send("POST", &target, call.body, &headers).await
    };
    refused(upload(b"another").await, 400, "PARAM_ERROR").await;
    let uploaded = merchant.good(upload(picture).await).await;
    let id = uploaded["media_id"].as_str().unwrap();
    let get = async |id: &str| {
        let target = format!("{IMAGES}/{id}");
        merchant.call("GET", &target, Value::Null).await
    };
    let sent = get(id).await;
    assert_eq!(sent.status(), 200);
    assert_eq!(sent.headers()["Content-Type"], "image/png");
    assert!(!sent.headers().contains_key("Wechatpay-Signature"));
    assert_eq!(sent.bytes().await.unwrap().as_ref(), picture);
    refused(get("SANDBOX_other").await, 404, "RESOURCE_NOT_EXISTS").await;
}
