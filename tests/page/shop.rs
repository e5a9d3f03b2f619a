//! A merchant with a sandbox of its own and a server that receives notifications.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft, PayerId};
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::order::TradeType;
use wechatpay::sandbox::EmbeddedSandbox;

pub(crate) struct Shop {
    pub(crate) sandbox: EmbeddedSandbox,
    client: Client,
    notify_url: String,
    /// The ids of the notifications that were posted.
    posted: Arc<Mutex<Vec<String>>>,
    status: Arc<AtomicU16>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let sandbox = EmbeddedSandbox::temporary().await.unwrap();
        let client = Client::from_profile(&sandbox.profile().unwrap()).unwrap();
        let posted = Arc::new(Mutex::new(Vec::new()));
        let status = Arc::new(AtomicU16::new(204));
        let (ids, answer) = (Arc::clone(&posted), Arc::clone(&status));
        let receive = move |body: Bytes| async move {
            let notification: Value = serde_json::from_slice(&body).unwrap();
            let id = notification["id"].as_str().unwrap().to_owned();
            ids.lock().unwrap().push(id);
            StatusCode::from_u16(answer.load(Ordering::SeqCst)).unwrap()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let notify_url = format!("http://{}/notify", listener.local_addr().unwrap());
        let router = Router::new().route("/notify", post(receive));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            sandbox,
            client,
            notify_url,
            posted,
            status,
        }
    }

    /// Lets the server answer notifications with this from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// Returns how often the notification of this id was posted.
    pub(crate) fn posted(&self, id: &str) -> usize {
        let posted = self.posted.lock().unwrap();
        posted.iter().filter(|other| *other == id).count()
    }

    /// Asks for an order that is not there, once, and tells whether a fault came instead.
    pub(crate) async fn is_refused(&self, number: &str) -> bool {
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid=1");
        let response = reqwest::get(self.url(&path)).await.unwrap();
        response.status() == 503
    }

    /// Places an order, and returns what the payer's client gets.
    pub(crate) async fn order(&self, number: &str, kind: TradeType, fen: &str) -> String {
        self.order_of(number, "Coffee <b>&amp;</b> 拿铁", kind, fen)
            .await
    }

    pub(crate) async fn order_of(
        &self,
        number: &str,
        description: &str,
        kind: TradeType,
        fen: &str,
    ) -> String {
        let profile = self.sandbox.profile().unwrap();
        let mut draft = OrderDraft::new(
            profile.payee().unwrap(),
            profile.appid().unwrap(),
            kind,
            fen.parse().unwrap(),
            self.notify_url.parse().unwrap(),
        );
        draft.description = description.into();
        draft.out_trade_no = Some(number.parse().unwrap());
        if kind == TradeType::Jsapi {
            draft.payer = Some(PayerId::Openid("openid-1".parse().unwrap()));
        }
        if kind == TradeType::H5 {
            draft.client_ip = Some("127.0.0.1".parse().unwrap());
        }
        let prepared = draft.prepare(ambient::now()).unwrap();
        let placed = orders::place(&self.client, &prepared).await.unwrap();
        placed.prepaid.as_str().to_owned()
    }

    /// Leaves the query out of what is signed.
    pub(crate) async fn order_with_another_url_than_was_signed(&self) {
        let identity = self.sandbox.sandbox().identity();
        let pem = std::fs::read(identity.private_key_path()).unwrap();
        let key = SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap();
        let (method, path) = ("POST", "/v3/pay/transactions/native");
        let body = r#"{"amount":{"total":1}}"#;
        let stamp = ambient::stamp();
        let authorization = Authorization::sign(
            &key,
            identity.mchid(),
            &stamp,
            method,
            path,
            body.as_bytes(),
        );
        let sent = reqwest::Client::new()
            .post(self.url(&format!("{path}?from=shop")))
            .header("Authorization", authorization.to_string())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "shop")
            .body(body);
        assert_eq!(sent.send().await.unwrap().status(), 401);
    }

    /// Leaves out how it is signed, which is answered with what `Authorization` must be.
    pub(crate) async fn order_without_a_scheme(&self) {
        let sent = reqwest::Client::new()
            .post(self.url("/v3/pay/transactions/native"))
            .header("Authorization", "mchid=\"0000000001\"")
            .header("Accept", "application/json")
            .header("User-Agent", "shop")
            .body("{}");
        assert_eq!(sent.send().await.unwrap().status(), 401);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    pub(crate) fn token(&self) -> &str {
        self.sandbox.sandbox().access_token().reveal()
    }

    /// Returns the state of an order, as the API has it.
    pub(crate) fn state(&self, number: &str) -> String {
        let number: OutTradeNo = number.parse().unwrap();
        let orders = self.sandbox.sandbox().orders().unwrap();
        let order = orders
            .iter()
            .find(|order| order["out_trade_no"] == number.as_str())
            .unwrap();
        order["trade_state"].as_str().unwrap().to_owned()
    }
}
