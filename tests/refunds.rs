//! Refunds by the library, against the sandbox: sent once, whatever happens on the way.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use wechatpay::client::{Client, Merchant};
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::order::{Prepay, TradeType};
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::protocol::transaction::OrderNumber;
use wechatpay::refunds::{
    PendingRefundStore, PrepareError, PreparedRefund, RefundDraft, RefundError, RefundNumber,
    RefundOutcome, RefundService, Standing, Submission,
};
use wechatpay::sandbox::{Identity, Options, Sandbox};
use wechatpay::transport::{BaseUrl, Transport, TransportOptions};

/// A merchant of a sandbox on which a second lasts a millisecond, with a paid order of 10 fen.
struct Shop {
    folder: tempfile::TempDir,
    sandbox: Arc<Sandbox>,
    client: Client,
}

/// Long enough for a machine that is slow and busy.
const PATIENCE: Duration = Duration::from_secs(120);

fn client(identity: &Identity, url: &str, timeout: Duration) -> Client {
    let pem = std::fs::read(identity.private_key_path()).unwrap();
    let mut keyring = Keyring::default();
    keyring
        .add_certificate(&identity.platform_certificate().x509)
        .unwrap();
    let merchant = Merchant {
        mchid: identity.mchid().clone(),
        key: SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap(),
        keyring,
        public_key_id: None,
        platform_serial: None,
        apiv3_key: None,
    };
    let base = BaseUrl::parse(url, false).unwrap();
    let options = TransportOptions {
        timeout,
        connect_timeout: PATIENCE,
        ..TransportOptions::default()
    };
    let transport = Transport::new(base, &options).unwrap();
    Client::new(transport, merchant).with_retries(0)
}

impl Shop {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            time_scale: 1000.0,
            ..Options::default()
        };
        let sandbox = Sandbox::open(folder.path().join("sandbox"), options).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(Arc::clone(&sandbox).serve(listener, std::future::pending()));
        let shop = Self {
            client: client(sandbox.identity(), &url, PATIENCE),
            sandbox,
            folder,
        };
        shop.pay("order-1").await;
        shop
    }

    async fn pay(&self, number: &str) {
        let identity = self.sandbox.identity();
        let body = json!({
            "appid": identity.appid(),
            "mchid": identity.mchid(),
            "description": "coffee",
            "out_trade_no": number,
            "notify_url": "http://127.0.0.1:1/notify",
            "amount": {"total": 10, "currency": "CNY"},
            "payer": {"openid": "oX"},
        });
        let order = Prepay {
            trade_type: TradeType::Jsapi,
            payee: self.payee(),
            body: body.to_string().into_bytes(),
        };
        self.client.call(&order).await.unwrap();
        self.sandbox.pay(&number.parse().unwrap()).await.unwrap();
    }

    fn payee(&self) -> Payee {
        Payee::Direct {
            mchid: self.sandbox.identity().mchid().clone(),
        }
    }

    /// A refund of order-1; the sandbox does as its reason says.
    fn draft(&self, fen: u32, reason: &str) -> RefundDraft {
        let order = OrderNumber::OutTradeNo("order-1".parse().unwrap());
        let mut draft = RefundDraft::new(self.payee(), order, fen.to_string().parse().unwrap());
        draft.reason = Some(reason.to_owned());
        draft
    }

    fn records(&self) -> std::path::PathBuf {
        self.folder.path().join("refunds")
    }

    /// A service of a process of its own.
    fn service(&self) -> RefundService {
        RefundService::new(PendingRefundStore::new(self.records()))
    }

    async fn prepare(&self, refund: &PreparedRefund) -> Result<Submission, PrepareError> {
        self.service().prepare(&self.client, refund).await
    }

    async fn send(&self, refund: &PreparedRefund) -> Result<Submission, RefundError> {
        let service = self.service();
        let submission = service.prepare(&self.client, refund).await.unwrap();
        let response = service.submit(&self.client, &submission).await?;
        service.confirm(&submission, &response).await.unwrap();
        Ok(submission)
    }

    /// The refunds that WeChat Pay has of order-1.
    fn refunds(&self) -> Vec<Value> {
        let all: Value = serde_json::from_slice(&self.sandbox.export().unwrap()).unwrap();
        let refunds = all["orders"][0]["refunds"].as_array();
        refunds.cloned().unwrap_or_default()
    }
}

/// How many refunds are recorded whose outcome is unknown.
fn unfinished(records: &Path) -> usize {
    std::fs::read_dir(records).map_or(0, |entries| {
        entries
            .filter(|entry| {
                let path = entry.as_ref().unwrap().path();
                path.extension()
                    .is_some_and(|extension| extension == "json")
            })
            .count()
    })
}

#[tokio::test]
async fn a_refund_is_recorded_before_it_is_sent_and_kept_for_a_day_once_it_was_accepted() {
    let shop = Shop::open().await;
    let refund = shop.draft(4, "late").prepare().unwrap();
    let service = shop.service();
    let submission = service.prepare(&shop.client, &refund).await.unwrap();
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (1, 0));
    assert_eq!(submission.refund().total, 10);
    let response = service.submit(&shop.client, &submission).await.unwrap();
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (1, 1));
    service.confirm(&submission, &response).await.unwrap();
    assert_eq!(unfinished(&shop.records()), 0);
    let again = shop.prepare(&refund).await.unwrap_err();
    let PrepareError::Accepted(earlier) = again else {
        panic!("{again}");
    };
    assert_eq!(earlier.refund.out_refund_no, *refund.number());
    assert!(matches!(
        earlier.status,
        Some(Ok(RefundStatus::Processing | RefundStatus::Success))
    ));
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (0, 1));
}

#[tokio::test]
async fn a_refund_that_may_have_been_accepted_is_resumed_with_its_number_and_bytes() {
    let shop = Shop::open().await;
    let draft = shop.draft(4, "sandbox:SYSTEM_ERROR");
    let error = shop.send(&draft.prepare().unwrap()).await.unwrap_err();
    assert_eq!(error.outcome, RefundOutcome::Unknown);
    assert_eq!(error.standing, Standing::Own);
    assert!(error.store_error.is_none() && error.rate_limit().is_none());
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (1, 1));
    let mut other = draft.clone();
    other.number = RefundNumber::Random;
    other.reason = Some("another reason".to_owned());
    let resumed = shop.send(&other.prepare().unwrap()).await.unwrap();
    assert!(resumed.is_resumed());
    let sent: Value = serde_json::from_slice(&resumed.refund().body).unwrap();
    assert_eq!(sent["reason"], "sandbox:SYSTEM_ERROR");
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (0, 1));
}

#[tokio::test]
async fn an_unfinished_refund_keeps_its_order_from_another_until_a_second_one_is_meant() {
    let shop = Shop::open().await;
    let first = shop.draft(4, "late").prepare().unwrap();
    let submission = shop.prepare(&first).await.unwrap();
    assert_eq!(shop.service().abandon(&submission), Standing::Own);
    let other = shop.draft(5, "late").prepare().unwrap();
    let error = shop.prepare(&other).await.unwrap_err();
    let PrepareError::Unfinished(earlier) = error else {
        panic!("{error}");
    };
    assert_eq!(earlier.out_refund_no, *first.number());
    let mut same_number = shop.draft(5, "late");
    same_number.number = RefundNumber::Chosen(first.number().clone());
    let error = shop.prepare(&same_number.prepare().unwrap()).await;
    assert!(matches!(error, Err(PrepareError::DifferentParameters(_))));
    let second = shop
        .service()
        .with_second_refund(true)
        .prepare(&shop.client, &other)
        .await
        .unwrap();
    assert_eq!(second.refund().out_refund_no, *other.number());
    assert_eq!(unfinished(&shop.records()), 1, "the first one is forgotten");
}

#[tokio::test]
async fn a_refusal_frees_the_order_and_a_low_balance_does_not() {
    let shop = Shop::open().await;
    let draft = |reason: &str| shop.draft(4, reason).prepare().unwrap();
    let refused = shop.send(&draft("sandbox:USER_ACCOUNT_ABNORMAL")).await;
    assert_eq!(refused.unwrap_err().outcome, RefundOutcome::Refused);
    assert_eq!(unfinished(&shop.records()), 0);
    let waiting = shop.send(&draft("sandbox:NOT_ENOUGH")).await;
    let waiting = waiting.unwrap_err().outcome;
    assert_eq!(waiting, RefundOutcome::InsufficientBalance);
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (1, 0));
}

#[tokio::test]
async fn a_closed_refund_frees_its_order_and_an_abnormal_one_blocks_it() {
    for (status, is_free) in [("CLOSED", true), ("ABNORMAL", false)] {
        let shop = Shop::open().await;
        let refund = shop
            .draft(4, &format!("sandbox:{status}"))
            .prepare()
            .unwrap();
        shop.send(&refund).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        match shop.prepare(&refund).await {
            Ok(second) => {
                assert!(is_free, "{status}");
                assert_ne!(second.refund().out_refund_no, *refund.number());
            }
            Err(PrepareError::Accepted(earlier)) => {
                assert!(!is_free, "{status}");
                assert!(matches!(earlier.status, Some(Ok(RefundStatus::Abnormal))));
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_with_the_same_refund_send_it_once() {
    let shop = Arc::new(Shop::open().await);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move {
                let refund = shop.draft(4, "late").prepare().unwrap();
                let service = shop.service();
                match service.prepare(&shop.client, &refund).await {
                    Ok(submission) => {
                        let response = service.submit(&shop.client, &submission).await.unwrap();
                        service.confirm(&submission, &response).await.unwrap();
                    }
                    Err(PrepareError::Accepted(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (0, 1));
}

#[tokio::test]
async fn a_looked_up_refund_is_unfinished_no_more() {
    let shop = Shop::open().await;
    let refund = shop.draft(4, "late").prepare().unwrap();
    let service = shop.service();
    let submission = service.prepare(&shop.client, &refund).await.unwrap();
    let response = service.submit(&shop.client, &submission).await.unwrap();
    let info = response.value;
    service
        .resolve(&submission.refund().query(), &info.status, &info.object)
        .unwrap();
    assert_eq!(unfinished(&shop.records()), 0);
    let by_id = OrderNumber::TransactionId(
        info.object["transaction_id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap(),
    );
    let draft = RefundDraft::new(shop.payee(), by_id, "4".parse().unwrap());
    let again = shop.prepare(&draft.prepare().unwrap()).await;
    assert!(matches!(again, Err(PrepareError::Accepted(_))));
}

#[tokio::test]
async fn a_number_that_is_another_refunds_settles_nothing() {
    let shop = Shop::open().await;
    let service = shop.service();
    let refund = shop.draft(4, "x").prepare().unwrap();
    let submission = service.prepare(&shop.client, &refund).await.unwrap();
    let query = submission.refund().query();
    for (order, fen, expected) in [("order-2", 4, 1), ("order-1", 5, 1), ("order-1", 4, 0)] {
        let found = json!({"out_trade_no": order, "amount": {"refund": fen, "total": 10}});
        let status = RefundStatus::Processing;
        let found = found.as_object().unwrap();
        service.resolve(&query, &status, found).unwrap();
        assert_eq!(unfinished(&shop.records()), expected, "{order} {fen}");
    }
}

#[tokio::test]
async fn a_refund_without_a_response_stays_recorded() {
    let shop = Shop::open().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = client(shop.sandbox.identity(), &url, Duration::from_secs(1));
    let mut draft = shop.draft(4, "late");
    draft.total = Some("10".parse().unwrap());
    let service = shop.service();
    let refund = draft.prepare().unwrap();
    let submission = service.prepare(&client, &refund).await.unwrap();
    let error = service.submit(&client, &submission).await.unwrap_err();
    assert_eq!(error.outcome, RefundOutcome::Unknown);
    assert!(!error.is_absent);
    assert_eq!(unfinished(&shop.records()), 1);
    let resumed = shop.send(&refund).await.unwrap();
    assert!(resumed.is_resumed());
    assert_eq!((unfinished(&shop.records()), shop.refunds().len()), (0, 1));
}

#[tokio::test]
async fn a_refund_that_cannot_be_recorded_is_not_sent() {
    let shop = Shop::open().await;
    std::fs::write(shop.records(), "a file in its place").unwrap();
    let refund = shop.draft(4, "late").prepare().unwrap();
    let error = shop.prepare(&refund).await.unwrap_err();
    assert!(matches!(error, PrepareError::Store(_)), "{error}");
    assert!(shop.refunds().is_empty());
}
