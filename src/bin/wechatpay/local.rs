//! The embedded sandbox as commands use it: one that runs already, or one inside the process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;
use wechatpay::profile::{BuiltIn, Overrides, PlatformKey, Profile, Secret, SecretSource};
use wechatpay::protocol::id::{OutRefundNo, OutTradeNo};
use wechatpay::protocol::json;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{
    Identity, Listed, Mode, Options, PaidReport, PayError, Running, Sandbox, SandboxError,
};
use wechatpay::transport::{
    BODY_LIMIT, BaseUrl, Proxy, Request, Transport, TransportOptions, http_client,
};

use crate::diagnostic::{Failure, Kind};
use crate::environment;

/// Where a `wechatpay sandbox` listens unless it is told otherwise.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8787";

/// Where `serve-notify` listens unless it is told otherwise.
pub(crate) const DEFAULT_NOTIFY_URL: &str = "http://127.0.0.1:8080/notify";

/// How an order stands, and how far its notification has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) out_trade_no: OutTradeNo,
    #[serde(default)]
    pub(crate) transaction_id: String,
    pub(crate) trade_state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) out_refund_no: Option<OutRefundNo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refund_status: Option<RefundStatus>,
    pub(crate) notify_url: String,
    pub(crate) attempts: u32,
    pub(crate) acknowledged: bool,
    #[serde(default)]
    pub(crate) last_outcome: String,
    /// In seconds.
    pub(crate) next_attempt_in: Option<f64>,
}

impl Delivery {
    fn read(report: &PaidReport) -> Result<Self, Failure> {
        serde_json::to_value(report)
            .and_then(serde_json::from_value)
            .map_err(|error| {
                Failure::internal("the sandbox's report cannot be read").because(&error)
            })
    }
}

/// A sandbox that answers.
#[derive(Clone)]
pub(crate) struct Local {
    url: String,
    mode: Mode,
    inside: Option<Arc<Sandbox>>,
}

impl Local {
    /// Finds the sandbox that runs on the data folder, or starts one for as long as the process
    /// lives; where `dry`, nothing will be sent to it and none is started.
    pub(crate) async fn start(data: PathBuf, dry: bool) -> Result<Self, Failure> {
        if let Some(Running { url, mode }) = Running::find(&data) {
            return Ok(Self {
                url,
                mode,
                inside: None,
            });
        }
        if dry {
            let url = format!("http://{DEFAULT_LISTEN}");
            return Ok(Self {
                url,
                mode: Mode::Both,
                inside: None,
            });
        }
        let sandbox = open(&data, Options::default())?;
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| {
            Failure::config("the sandbox cannot listen on 127.0.0.1").because(&error)
        })?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::internal("no address").because(&error))?;
        tokio::spawn(Arc::clone(&sandbox).serve(listener, std::future::pending()));
        Ok(Self {
            url: format!("http://{address}"),
            mode: Mode::Both,
            inside: Some(sandbox),
        })
    }

    /// Returns the built-in profile; commands without a network need no sandbox to answer.
    pub(crate) fn profile(
        data: &Path,
        local: Option<&Self>,
        options: Overrides,
    ) -> Result<Profile, Failure> {
        let identity = Identity::open(data)?;
        let (url, mode) = match (local, Running::find(data)) {
            (Some(local), _) => (local.url.clone(), local.mode),
            (None, Some(running)) => (running.url, running.mode),
            (None, None) => (format!("http://{DEFAULT_LISTEN}"), Mode::Both),
        };
        let known = known(&identity, data, &url, mode);
        let options = Overrides {
            base_url: None,
            backup_base_url: None,
            mp_base_url: None,
            ..options
        };
        let extra = platform_keys(&identity, mode)?;
        Ok(Profile::built_in(BuiltIn {
            name: "sandbox".to_owned(),
            known,
            options,
            extra,
        }))
    }

    /// Pays an order and delivers its notification once.
    pub(crate) async fn pay(&self, number: &OutTradeNo) -> Result<Delivery, Failure> {
        match &self.inside {
            Some(sandbox) => Delivery::read(&sandbox.pay(number).await?),
            None => self.ask("pay", number, "").await,
        }
    }

    /// Lets an order's refunds end like this, or refunds what remains of it, and delivers each
    /// notification once.
    pub(crate) async fn refund(
        &self,
        number: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<Delivery, Failure> {
        match &self.inside {
            Some(sandbox) => Delivery::read(&sandbox.refund(number, status).await?),
            None => {
                self.ask("refund", number, &format!("?status={status}"))
                    .await
            }
        }
    }

    /// Makes another platform certificate, which signs from now on.
    pub(crate) async fn rotate(&self) -> Result<Listed, Failure> {
        if let Some(sandbox) = &self.inside {
            sandbox.identity().rotate()?;
            return Ok(sandbox.certificates_listed());
        }
        let body = self.post("/_sandbox/rotate".to_owned(), Vec::new()).await?;
        serde_json::from_slice(&body).map_err(|error| {
            Failure::internal("the sandbox's answer cannot be read").because(&error)
        })
    }

    /// Tells whether the sandbox lives in this process, and so ends with it.
    pub(crate) fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    /// Delivers a notification once more; a running sandbox does that by itself.
    pub(crate) async fn deliver_again(&self, delivery: &Delivery) -> Result<Delivery, Failure> {
        match &self.inside {
            Some(sandbox) => Delivery::read(&sandbox.retry_once(&delivery.out_trade_no).await?),
            None => Ok(delivery.clone()),
        }
    }

    async fn ask(
        &self,
        action: &str,
        number: &OutTradeNo,
        query: &str,
    ) -> Result<Delivery, Failure> {
        let target = format!(
            "/_sandbox/{action}/{}{query}",
            wechatpay::protocol::endpoint::segment(number.as_str())
        );
        let body = self.post(target, Vec::new()).await?;
        serde_json::from_slice(&body).map_err(|error| {
            Failure::internal("the sandbox's answer cannot be read").because(&error)
        })
    }

    /// Posts to a running sandbox's own paths.
    pub(crate) async fn post(&self, target: String, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let base =
            BaseUrl::parse(&self.url, false).map_err(|error| Failure::config(error.to_string()))?;
        let options = TransportOptions {
            proxy: Proxy::Direct,
            ..TransportOptions::default()
        };
        let headers = vec![("Content-Type".into(), "application/json".to_owned())];
        let request = Request {
            method: "POST",
            target,
            headers,
            body,
        };
        let response = Transport::new(base, &options)?
            .send(&request, BODY_LIMIT)
            .await
            .map_err(wechatpay::error::Error::from)?;
        if response.status == 200 {
            return Ok(response.body);
        }
        let said = json::parse(&response.body).unwrap_or_default();
        let message = said
            .get("message")
            .and_then(Value::as_str)
            .unwrap_or("the sandbox refused");
        let kind = if response.status == 404 {
            Kind::NotFound
        } else {
            Kind::Api
        };
        Err(Failure::new(kind, message))
    }
}

/// Opens the sandbox of a data folder.
pub(crate) fn open(data: &Path, options: Options) -> Result<Arc<Sandbox>, Failure> {
    let direct = TransportOptions {
        proxy: Proxy::Direct,
        ..TransportOptions::default()
    };
    Ok(Sandbox::open(data, options, http_client(&direct, true)?)?)
}

/// Returns where the sandbox keeps its identity and its orders, unless told otherwise.
pub(crate) fn default_data() -> Result<PathBuf, Failure> {
    if let Some(folder) = environment::text("WECHATPAY_SANDBOX_DATA") {
        return Ok(folder.into());
    }
    dirs::data_dir()
        .map(|folder| folder.join("wechatpay").join("sandbox"))
        .ok_or_else(|| Failure::config("no data folder is known; set WECHATPAY_SANDBOX_DATA"))
}

fn known(identity: &Identity, data: &Path, url: &str, mode: Mode) -> Overrides {
    let public = mode == Mode::PublicKey;
    Overrides {
        p12_password: None,
        mchid: Some(identity.mchid().to_string()),
        appid: Some(identity.appid().to_string()),
        serial_no: Some(identity.serial_no().to_string()),
        private_key: Some(SecretSource::File(identity.private_key_path())),
        certificate: Some(identity.certificate_path()),
        apiv3_key: Some(SecretSource::Text(Secret::from(
            identity.apiv3_key().as_str(),
        ))),
        app_secret: Some(SecretSource::Text(Secret::from(
            identity.app_secret().as_str(),
        ))),
        notify_url: Some(DEFAULT_NOTIFY_URL.to_owned()),
        platform_certs: (!public).then(|| data.join("certs")),
        public_key: public.then(|| identity.public_key_path()),
        public_key_id: public.then(|| identity.public_key_id().to_string()),
        sub_mchid: None,
        sub_appid: None,
        base_url: Some(url.to_owned()),
        backup_base_url: None,
        mp_base_url: Some(url.to_owned()),
    }
}

/// What the sandbox signs with, so that every command verifies from the start; `download-certs`
/// does not count these as trusted, and so shows a real first use.
fn platform_keys(identity: &Identity, mode: Mode) -> Result<Vec<PlatformKey>, Failure> {
    let mut keys = Vec::new();
    if mode != Mode::PublicKey {
        let listed = identity.platform_certificates().into_iter();
        keys.extend(listed.map(|certificate| PlatformKey::Certificate(certificate.x509.clone())));
    }
    if mode == Mode::Both {
        let path = identity.public_key_path();
        let pem = std::fs::read(&path).map_err(|error| Failure::file("read", &path, &error))?;
        keys.push(PlatformKey::PublicKey {
            id: identity.public_key_id().clone(),
            pem,
        });
    }
    Ok(keys)
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Self {
        let failure = Self::config(error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

impl From<PayError> for Failure {
    fn from(error: PayError) -> Self {
        let kind = match &error {
            PayError::Unknown(_) => Kind::NotFound,
            PayError::Closed(_) | PayError::Expired(_) | PayError::NotPaid(_) => Kind::Api,
            PayError::Storage(_) => Kind::Config,
        };
        let failure = Self::new(kind, error.to_string());
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}
