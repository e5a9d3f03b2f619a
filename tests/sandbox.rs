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
#[path = "sandbox/notifications.rs"]
mod notifications;
#[path = "sandbox/orders.rs"]
mod orders;
#[path = "sandbox/queue.rs"]
mod queue;
#[path = "sandbox/sharing.rs"]
mod sharing;
#[path = "sandbox/signatures.rs"]
mod signatures;
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

const REFUNDS: &str = "/v3/refund/domestic/refunds";
