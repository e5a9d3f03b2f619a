//! Shared profits: no more is shared than was paid, and no more taken back than was shared.

use super::*;

const ORDERS: &str = "/v3/profitsharing/orders";
const RETURNS: &str = "/v3/profitsharing/return-orders";
const OTHER: &str = "1900000109";

impl Merchant {
    /// Places and pays an order of 100 fen that may be shared; returns WeChat Pay's number.
    async fn shareable(&self, number: &str) -> String {
        let mut order = self.order(number, NOTIFY);
        order["amount"]["total"] = json!(100);
        order["settle_info"] = json!({ "profit_sharing": true });
        self.good(self.call("POST", PREPAY, order).await).await;
        self.paid(number).await
    }

    /// Pays an order without a notification.
    async fn paid(&self, number: &str) -> String {
        let report = self.sandbox.pay(&number.parse().unwrap()).await.unwrap();
        report.transaction_id.unwrap().to_string()
    }

    async fn add_receiver(&self) {
        let name = self.sealed_name();
        let body = json!({
            "appid": self.identity().appid(),
            "type": "MERCHANT_ID",
            "account": OTHER,
            "name": name,
            "relation_type": "STORE",
        });
        let key = self.identity().public_key_id().to_string();
        let target = "/v3/profitsharing/receivers/add";
        let added = self.good_by(&key, target, &body).await;
        assert_eq!(added["account"], OTHER);
        assert_eq!(added["name"], name);
    }

    fn sealed_name(&self) -> Value {
        let identity = self.identity();
        let pem = std::fs::read(identity.public_key_path()).unwrap();
        let key = VerifyingKey::from_pem(identity.public_key_id().clone(), &pem).unwrap();
        json!(key.encrypt("商户A".as_bytes()).unwrap().to_string())
    }

    async fn good_by(&self, key: &str, target: &str, body: &Value) -> Value {
        self.good(self.call_naming(key, target, body).await).await
    }

    async fn unsplit(&self, transaction_id: &str) -> Value {
        let target = format!("/v3/profitsharing/transactions/{transaction_id}/amounts");
        let answer = self
            .good(self.call("GET", &target, Value::Null).await)
            .await;
        answer["unsplit_amount"].clone()
    }
}

fn sharing(transaction_id: &str, number: &str, amount: i64, is_last: bool) -> Value {
    json!({
        "transaction_id": transaction_id,
        "out_order_no": number,
        "receivers": [
            {"type": "MERCHANT_ID", "account": OTHER, "amount": amount, "description": "分给商户A"},
        ],
        "unfreeze_unsplit": is_last,
    })
}

fn fast() -> Options {
    Options {
        time_scale: 1_000_000.0,
        ..Options::default()
    }
}

#[tokio::test]
async fn a_payment_is_shared_released_and_taken_back() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), fast()).await;
    let id = merchant.shareable("order-1").await;
    let early = merchant.call("POST", ORDERS, sharing(&id, "share-1", 30, false));
    refused(early.await, 400, "INVALID_REQUEST").await;
    merchant.add_receiver().await;
    assert_eq!(merchant.unsplit(&id).await, 100);
    let body = sharing(&id, "share-1", 30, false);
    let first = merchant
        .good(merchant.call("POST", ORDERS, body.clone()).await)
        .await;
    let again = merchant
        .good(merchant.call("POST", ORDERS, body).await)
        .await;
    assert_eq!(first["order_id"], again["order_id"]);
    assert_eq!(merchant.unsplit(&id).await, 70);
    let other = merchant.call("POST", ORDERS, sharing(&id, "share-1", 31, false));
    refused(other.await, 400, "INVALID_REQUEST").await;
    let too_much = merchant.call("POST", ORDERS, sharing(&id, "share-2", 71, false));
    refused(too_much.await, 403, "NOT_ENOUGH").await;
    let rest = json!({"transaction_id": id, "out_order_no": "rest-1", "description": "解冻"});
    let target = format!("{ORDERS}/unfreeze");
    let released = merchant
        .good(merchant.call("POST", &target, rest).await)
        .await;
    assert_eq!(released["receivers"][0]["amount"], 70);
    assert_eq!(released["receivers"][0]["account"], json!(merchant.mchid));
    assert_eq!(merchant.unsplit(&id).await, 0);
    let late = merchant.call("POST", ORDERS, sharing(&id, "share-3", 1, false));
    refused(late.await, 400, "INVALID_REQUEST").await;
    let target = format!("{ORDERS}/share-1?transaction_id={id}");
    let queried = merchant
        .good(merchant.call("GET", &target, Value::Null).await)
        .await;
    assert_eq!(queried["state"], "FINISHED");
    assert_eq!(queried["receivers"][0]["result"], "SUCCESS");
    let give = |number: &str, amount: i64| {
        json!({
            "out_order_no": "share-1", "out_return_no": number, "return_mchid": OTHER,
            "amount": amount, "description": "用户退款",
        })
    };
    let back = merchant
        .good(merchant.call("POST", RETURNS, give("back-1", 20)).await)
        .await;
    assert_eq!(back["result"], "SUCCESS");
    let twice = merchant
        .good(merchant.call("POST", RETURNS, give("back-1", 20)).await)
        .await;
    assert_eq!(back, twice);
    let more = merchant.call("POST", RETURNS, give("back-2", 11)).await;
    refused(more, 403, "NOT_ENOUGH").await;
    let target = format!("{RETURNS}/back-1?out_order_no=share-1");
    let queried = merchant
        .good(merchant.call("GET", &target, Value::Null).await)
        .await;
    assert_eq!(queried, back);
    let target = format!("{RETURNS}/back-2?out_order_no=share-1");
    let none = merchant.call("GET", &target, Value::Null).await;
    refused(none, 404, "RESOURCE_NOT_EXISTS").await;
}

#[tokio::test]
async fn what_was_refunded_is_not_shared_and_only_shareable_payments_are() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), fast()).await;
    merchant.add_receiver().await;
    let id = merchant.shareable("order-1").await;
    let refund = json!({
        "transaction_id": id, "out_refund_no": "refund-1",
        "amount": {"refund": 60, "total": 100, "currency": "CNY"},
    });
    let target = "/v3/refund/domestic/refunds";
    merchant
        .good(merchant.call("POST", target, refund).await)
        .await;
    assert_eq!(merchant.unsplit(&id).await, 40);
    let too_much = merchant.call("POST", ORDERS, sharing(&id, "share-1", 41, false));
    refused(too_much.await, 403, "NOT_ENOUGH").await;
    let all = merchant.call("POST", ORDERS, sharing(&id, "share-1", 40, true));
    let all = merchant.good(all.await).await;
    assert_eq!(all["receivers"].as_array().unwrap().len(), 1);
    let plain = merchant.order("order-2", NOTIFY);
    merchant
        .good(merchant.call("POST", PREPAY, plain).await)
        .await;
    let plain = merchant.paid("order-2").await;
    let shared = merchant.call("POST", ORDERS, sharing(&plain, "share-2", 1, false));
    refused(shared.await, 400, "INVALID_REQUEST").await;
    let unknown = merchant.call("POST", ORDERS, sharing("4200", "share-3", 1, false));
    refused(unknown.await, 404, "RESOURCE_NOT_EXISTS").await;
    let gone = json!({
        "appid": merchant.identity().appid(), "type": "MERCHANT_ID", "account": OTHER,
    });
    let target = "/v3/profitsharing/receivers/delete";
    merchant
        .good(merchant.call("POST", target, gone).await)
        .await;
}
