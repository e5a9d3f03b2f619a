//! WeChat Pay as far as notifications go: makes them, and repeats them until they are taken.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use wechatpay::ambient;
use wechatpay::protocol::event_type::EventType;
use wechatpay::protocol::notification::{Notification, NotificationHead};
use wechatpay::protocol::resource::ApiV3Key;
use wechatpay::sandbox::Identity;

use super::PATIENCE;

/// Where the sandbox of a home is.
pub(crate) const DATA: &str = ".local/share/wechatpay/sandbox";

/// The sandbox's keys, and connections that stay open.
pub(crate) struct Platform {
    identity: Identity,
    http: reqwest::Client,
}

/// A notification before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub(crate) id: String,
    pub(crate) body: Vec<u8>,
}

impl Platform {
    /// Opens the sandbox of a home, and makes its keys where there are none.
    pub(crate) fn new(data: &Path) -> Self {
        // A second call finds the provider installed, which is what it wants.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .tls_certs_only([])
            .no_proxy()
            .timeout(PATIENCE)
            // A server closes a connection that is quiet for ten seconds, even if it is just used.
            .pool_idle_timeout(Duration::from_secs(3));
        Self {
            identity: Identity::open(data).unwrap(),
            http: http.build().unwrap(),
        }
    }

    /// Makes the notification of a payment.
    pub(crate) fn payment(&self, id: &str, order: &str, transaction: &str) -> Notice {
        let plaintext = json!({
            "mchid": self.identity.mchid(),
            "appid": self.identity.appid(),
            "out_trade_no": order,
            "transaction_id": transaction,
            "trade_state": "SUCCESS",
            "amount": {"total": 1, "payer_total": 1, "currency": "CNY", "payer_currency": "CNY"},
        });
        self.seal(id, EventType::TransactionSuccess, &plaintext)
    }

    /// Makes the notification of a refund.
    pub(crate) fn refund(&self, id: &str, order: &str, refund: &str) -> Notice {
        let plaintext = json!({
            "mchid": self.identity.mchid(),
            "out_trade_no": order,
            "transaction_id": format!("4200{order}"),
            "refund_id": refund,
            "out_refund_no": format!("r-{refund}"),
            "refund_status": "SUCCESS",
            "amount": {"total": 1, "refund": 1, "payer_total": 1, "payer_refund": 1},
        });
        self.seal(id, EventType::RefundSuccess, &plaintext)
    }

    fn seal(&self, id: &str, event_type: EventType, plaintext: &serde_json::Value) -> Notice {
        let head = NotificationHead {
            id: id.to_owned(),
            create_time: ambient::now().to_rfc3339(),
            event_type,
        };
        let key = ApiV3Key::new(self.identity.apiv3_key()).unwrap();
        let sealed = Notification::seal(head, plaintext, &key, &ambient::letters(12));
        Notice {
            id: id.to_owned(),
            body: sealed.to_bytes(),
        }
    }

    /// Sends a notification once, freshly signed, and returns the status of the answer.
    pub(crate) async fn send(&self, url: &str, notice: &Notice) -> Option<u16> {
        let signed = self.identity.sign(&ambient::stamp(), notice.body.clone());
        let mut request = self
            .http
            .post(url)
            .header("Content-Type", "application/json");
        for (name, value) in signed.headers() {
            request = request.header(name, value);
        }
        let answer = request.body(notice.body.clone()).send().await.ok()?;
        Some(answer.status().as_u16())
    }

    /// Gets one of the server's own pages: its status and text.
    pub(crate) async fn get(&self, url: String) -> (u16, String) {
        let answer = self.http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}
