//! The sandbox as a merchant meets it: over HTTP, with signatures both ways.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc;
use wechatpay::ambient;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::certificate::PlatformCertificate;
use wechatpay::protocol::id::{Mchid, SerialNo};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::{SigningKey, VerifyingKey};
use wechatpay::protocol::notification::Notification;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::protocol::resource::ApiV3Key;
use wechatpay::protocol::signed::{MAX_AGE, SERIAL, SignedBody};
use wechatpay::protocol::stamp::{Stamp, Timestamp};
use wechatpay::sandbox::{Identity, Mode, Options, PostOutcome, Sandbox, TransferEnd};

#[path = "sandbox/combined.rs"]
mod combined;
#[path = "sandbox/complaints.rs"]
mod complaints;
#[path = "sandbox/merchants.rs"]
mod merchants;
#[path = "sandbox/queue.rs"]
mod queue;
#[path = "sandbox/sharing.rs"]
mod sharing;
#[path = "sandbox/transfers.rs"]
mod transfers;

const PREPAY: &str = "/v3/pay/transactions/jsapi";

fn http() -> Client {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

struct Merchant {
    sandbox: Arc<Sandbox>,
    identity: Arc<Identity>,
    http: Client,
    url: String,
    key: SigningKey,
    mchid: Mchid,
}

async fn start(data: &Path, options: Options) -> Merchant {
    let http = http();
    let sandbox = Sandbox::open(data, options).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(Arc::clone(&sandbox).serve(listener, std::future::pending()));
    let identity = sandbox.merchants().unwrap().remove(0);
    Merchant::new(sandbox, http, url, identity)
}

impl Merchant {
    fn new(sandbox: Arc<Sandbox>, http: Client, url: String, identity: Arc<Identity>) -> Self {
        let pem = std::fs::read(identity.private_key_path()).unwrap();
        Self {
            key: SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap(),
            mchid: identity.mchid().clone(),
            sandbox,
            http,
            url,
            identity,
        }
    }

    /// Returns another merchant of the same sandbox.
    fn other(&self, identity: Arc<Identity>) -> Self {
        let sandbox = Arc::clone(&self.sandbox);
        Self::new(sandbox, self.http.clone(), self.url.clone(), identity)
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn keyring(&self) -> Keyring {
        let identity = self.identity();
        let mut keyring = Keyring::default();
        keyring
            .add_certificate(&identity.platform_certificate().x509)
            .unwrap();
        let pem = std::fs::read(identity.public_key_path()).unwrap();
        keyring.add(VerifyingKey::from_pem(identity.public_key_id().clone(), &pem).unwrap());
        keyring
    }

    fn authorization(&self, method: &str, target: &str, body: &[u8]) -> Authorization {
        Authorization::sign(
            &self.key,
            &self.mchid,
            &ambient::stamp(),
            method,
            target,
            body,
        )
    }

    async fn send(
        &self,
        method: &str,
        target: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Response {
        let method = method.parse().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{target}", self.url))
            .header("Accept", "application/json")
            .header("User-Agent", "test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).send().await.unwrap()
    }

    /// Makes a signed call that names the key of the answer in `Wechatpay-Serial`.
    async fn call_naming(&self, key: &str, target: &str, body: &Value) -> Response {
        let body = body.to_string().into_bytes();
        let authorization = self.authorization("POST", target, &body).to_string();
        let headers = [("Authorization", authorization.as_str()), (SERIAL, key)];
        self.send("POST", target, body, &headers).await
    }

    async fn call(&self, method: &str, target: &str, body: Value) -> Response {
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        let authorization = self.authorization(method, target, &body).to_string();
        let headers = [("Authorization", authorization.as_str())];
        self.send(method, target, body, &headers).await
    }

    /// Verifies a good answer and reads it.
    async fn good(&self, answer: Response) -> Value {
        assert!(answer.status().is_success(), "{}", answer.status());
        let id = answer.headers()["Request-ID"].to_str().unwrap().to_owned();
        assert!(id.ends_with("-0"), "{id}");
        let headers = answer.headers().clone();
        let body = answer.bytes().await.unwrap().to_vec();
        let body = signed(&headers, body)
            .verify(&self.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap()
            .into_body();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    fn order(&self, number: &str, notify_url: &str) -> Value {
        json!({
            "appid": self.identity().appid(),
            "mchid": self.mchid,
            "description": "测试",
            "out_trade_no": number,
            "attach": "附加",
            "notify_url": notify_url,
            "amount": {"total": 1, "currency": "CNY"},
            "payer": {"openid": "oAnybody"},
        })
    }
}

fn signed(headers: &HeaderMap, body: Vec<u8>) -> SignedBody {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    SignedBody::from_parts(header, body).unwrap()
}

/// Reads a refusal, which is not signed if the caller is not known.
async fn refused(answer: Response, status: u16, code: &str) -> Value {
    let is_signed = answer.headers().contains_key("Wechatpay-Signature");
    assert!(!is_signed || status != 401, "{code}");
    assert!(answer.headers().contains_key("Request-ID"));
    let seen = answer.status().as_u16();
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(
        (seen, body["code"].as_str()),
        (status, Some(code)),
        "{body}"
    );
    body
}

const NOTIFY: &str = "https://example.com/notify";

#[tokio::test]
async fn a_good_order_is_answered_with_a_signature() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let order = merchant.order("order-1", NOTIFY);
    let first = merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    assert!(
        first["prepay_id"]
            .as_str()
            .unwrap()
            .starts_with("wxsandbox")
    );
    let again = merchant
        .good(merchant.call("POST", PREPAY, order.clone()).await)
        .await;
    assert_eq!(first, again);
    let mut other = order;
    other["amount"]["total"] = json!(2);
    refused(
        merchant.call("POST", PREPAY, other).await,
        403,
        "OUT_TRADE_NO_USED",
    )
    .await;
    let mut native = merchant.order("order-2", NOTIFY);
    native.as_object_mut().unwrap().shift_remove("payer");
    let native = merchant
        .call("POST", "/v3/pay/transactions/native", native)
        .await;
    let native = merchant.good(native).await;
    assert!(
        native["code_url"]
            .as_str()
            .unwrap()
            .starts_with("weixin://wxpay/")
    );
}

#[tokio::test]
async fn the_key_of_an_answer_follows_the_request_and_the_mode() {
    let data = tempfile::tempdir().unwrap();
    let both = start(data.path(), Options::default()).await;
    let public = Options {
        mode: Mode::PublicKey,
        ..Options::default()
    };
    let public = start(data.path(), public).await;
    let certificate = both.identity().platform_certificate().serial_no.clone();
    let public_key_id = both.identity().public_key_id().clone();
    let lower: SerialNo = certificate.as_str().to_lowercase().parse().unwrap();
    let target = "/v3/certificates";
    for (merchant, asked, signer) in [
        (&both, None, Some(&certificate)),
        (&both, Some(lower.as_str()), Some(&certificate)),
        (&both, Some(public_key_id.as_str()), Some(&public_key_id)),
        (&both, Some(both.identity().serial_no().as_str()), None),
        (&public, Some(certificate.as_str()), None),
    ] {
        let authorization = merchant.authorization("GET", target, b"").to_string();
        let mut headers = vec![("Authorization", authorization.as_str())];
        headers.extend(asked.map(|serial| (SERIAL, serial)));
        let answer = merchant.send("GET", target, Vec::new(), &headers).await;
        match signer {
            Some(signer) => {
                assert_eq!(answer.headers()[SERIAL].to_str().unwrap(), signer.as_str());
                merchant.good(answer).await;
            }
            None => {
                refused(answer, 400, "PARAM_ERROR").await;
            }
        }
    }
    let none = public.call("GET", target, Value::Null).await;
    refused(none, 404, "RESOURCE_NOT_EXISTS").await;
}

#[tokio::test]
async fn a_refusal_of_a_known_caller_is_signed() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let target = "/v3/pay/transactions/out-trade-no/absent-0001";
    let query = format!("{target}?mchid={}", merchant.mchid);
    let close = format!("{target}/close");
    let body = json!({"mchid": merchant.mchid});
    let key = merchant.identity().public_key_id().to_string();
    let certificate = merchant.identity().platform_certificate().serial_no.clone();
    for (answer, signer) in [
        (
            merchant.call("GET", &query, Value::Null).await,
            certificate.to_string(),
        ),
        (merchant.call_naming(&key, &close, &body).await, key.clone()),
    ] {
        assert_eq!(answer.status(), 404);
        let headers = answer.headers().clone();
        assert_eq!(headers[SERIAL].to_str().unwrap(), signer);
        let refusal = signed(&headers, answer.bytes().await.unwrap().to_vec())
            .verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE))
            .unwrap()
            .into_body();
        let refusal: Value = serde_json::from_slice(&refusal).unwrap();
        assert_eq!(refusal["code"], "ORDER_NOT_EXIST");
    }
}

#[tokio::test]
async fn certificates_can_be_bootstrapped_from_the_answer() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let target = "/v3/certificates?algorithm_type=RSA";
    let answer = merchant.call("GET", target, Value::Null).await;
    let headers = answer.headers().clone();
    let answer = signed(&headers, answer.bytes().await.unwrap().to_vec());
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let trusted = Keyring::default();
    let found = PlatformCertificate::bootstrap(answer, &trusted, &key, ambient::now()).unwrap();
    let own = merchant.identity().platform_certificate();
    assert_eq!(found.certificates[0].pem, own.pem);
    assert!(found.self_signed);
}

#[tokio::test]
async fn a_wrong_caller_is_refused_in_wechat_pays_order() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let body = merchant.order("order-1", NOTIFY).to_string().into_bytes();
    let good = merchant.authorization("POST", PREPAY, &body);
    let old = Stamp {
        timestamp: Timestamp(ambient::now().0 - 302),
        ..ambient::stamp()
    };
    let late = Authorization::sign(
        &merchant.key,
        &merchant.mchid,
        &old,
        "POST",
        PREPAY,
        b"other",
    );
    let mut stranger = good.clone();
    stranger.mchid = "1900000001".parse().unwrap();
    let mut serial = good.clone();
    serial.serial_no = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1".parse().unwrap();
    let format = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
    for (header, message) in [
        (None, "签名信息错误，验签失败"),
        (Some(String::new()), format),
        (Some(good.to_string().replace("\",", "\", ")), format),
        (
            Some(
                good.to_string()
                    .replace("WECHATPAY2-SHA256-RSA2048", "Bearer"),
            ),
            "HTTP头Authorization认证类型不正确",
        ),
        (
            Some(late.to_string()),
            "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
        ),
        (Some(stranger.to_string()), "商户未申请过证书。"),
        (
            Some(serial.to_string()),
            "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
        ),
    ] {
        let headers: Vec<_> = header
            .as_deref()
            .map(|value| ("Authorization", value))
            .into_iter()
            .collect();
        let answer = merchant.send("POST", PREPAY, body.clone(), &headers).await;
        assert_eq!(refused(answer, 401, "SIGN_ERROR").await["message"], message);
    }
    let bare = merchant
        .http
        .get(format!("{}/v3/certificates", merchant.url));
    let answer = bare.header("User-Agent", "").send().await.unwrap();
    refused(answer, 400, "INVALID_REQUEST").await;
}

#[tokio::test]
async fn a_wrong_signature_is_answered_with_what_the_server_built() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    let body = "{\"描述\":\"x\",\"mchid\":1}".as_bytes().to_vec();
    let target = "/v3/pay/transactions/jsapi?a=%7B%7d";
    let mut authorization = merchant.authorization("POST", target, b"{}");
    authorization.nonce_str = "nonce".to_owned();
    let header = authorization.to_string();
    let headers = [("Authorization", header.as_str())];
    let answer = merchant.send("POST", target, body.clone(), &headers).await;
    let refusal = refused(answer, 401, "SIGN_ERROR").await;
    assert_eq!(refusal["message"], "错误的签名，验签失败");
    let timestamp = authorization.timestamp;
    let head = format!("POST\n{target}\n{timestamp}\nnonce\n");
    assert_eq!(
        refusal["detail"],
        json!({
            "detail": {"issue": "sign not match"},
            "field": "signature",
            "location": "authorization",
            "sign_information": {
                "method": "POST",
                "sign_message_length": head.len() + body.len() + 1,
                "truncated_sign_message": format!("{head}{{\"描述\":\"x\n"),
                "url": target,
            }
        })
    );
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_have_no_body() {
    let data = tempfile::tempdir().unwrap();
    let merchant = start(data.path(), Options::default()).await;
    for (method, target, status) in [
        ("GET", "/v3/pay/transactions/miniprogram", 404),
        ("GET", "/unknown", 404),
        ("GET", PREPAY, 405),
        ("POST", "/v3/certificates", 405),
    ] {
        let answer = merchant.call(method, target, Value::Null).await;
        assert_eq!(answer.status(), status, "{target}");
        assert!(answer.bytes().await.unwrap().is_empty());
    }
    let long = vec![b' '; 1 << 20];
    let answer = merchant.send("POST", PREPAY, long, &[]).await;
    assert_eq!(answer.status(), 413);
}

/// A receiver that gives the queued answers, then 204, and tells what it was posted.
async fn receiver(answers: &[u16]) -> (String, mpsc::UnboundedReceiver<(HeaderMap, Vec<u8>)>) {
    type Shared = (
        Arc<Mutex<VecDeque<u16>>>,
        mpsc::UnboundedSender<(HeaderMap, Vec<u8>)>,
    );
    async fn take(
        State((answers, posted)): State<Shared>,
        headers: HeaderMap,
        body: Bytes,
    ) -> StatusCode {
        posted.send((headers, body.to_vec())).unwrap();
        let answer = answers.lock().unwrap().pop_front().unwrap_or(204);
        StatusCode::from_u16(answer).unwrap()
    }
    let (sender, posted) = mpsc::unbounded_channel();
    let answers = Arc::new(Mutex::new(answers.iter().copied().collect()));
    let app = Router::new()
        .route("/notify", post(take))
        .with_state((answers, sender));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, posted)
}

async fn next(posted: &mut mpsc::UnboundedReceiver<(HeaderMap, Vec<u8>)>) -> SignedBody {
    let wait = tokio::time::timeout(Duration::from_secs(120), posted.recv());
    let (headers, body) = wait.await.unwrap().unwrap();
    signed(&headers, body)
}

fn event(merchant: &Merchant, body: SignedBody) -> (Notification, Value) {
    let verified = body.verify(&merchant.keyring(), ambient::now(), Some(MAX_AGE));
    let key = ApiV3Key::new(merchant.identity().apiv3_key()).unwrap();
    let event = Notification::open(&verified.unwrap(), &key).unwrap();
    (event.notification, event.plaintext.value())
}

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

const REFUNDS: &str = "/v3/refund/domestic/refunds";

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
