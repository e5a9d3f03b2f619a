//! A whole Mini Program payment against a sandbox, for people who want to see one.
//!
//! Every message is real HTTP, signed and verified. [`Demo::run`] shows each [`Step`] when it is taken.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::ambient;
use crate::client::Client;
use crate::diagnose::pay_params::{Claim, PayParamsContext};
use crate::error::Error;
use crate::explain::limits;
use crate::inbox::{Inbox, MemoryInbox, Record};
use crate::login;
use crate::notify_url::NotifyUrlError;
use crate::orders::{self, OrderDraft, OrderDraftError, PayerId, Placed};
use crate::profile::{Profile, ProfileError};
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::id::{IdError, Openid, OutTradeNo, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::KeyError;
use crate::protocol::order::TradeType;
use crate::protocol::transaction::{OrderNumber, QueryOrder, TradeState};
use crate::receiver::{
    EventReceiver, Forwarder, Limits, NotifyEvent, Parts, Receiver, Share, event_channel, serve,
};
use crate::sandbox::{DeliveryReport, HandleError, SandboxHandle};
use crate::serving::{KeysError, verifier_state};
use crate::transport::Transport;

/// How long the notification may take: on a machine that stalls, until the sandbox has repeated it.
const NOTIFY_TIMEOUT: Duration = Duration::from_secs(30);

/// What the payer pays.
pub const YUAN: &str = "0.01";

const MAX_NOTIFICATION_BYTES: usize = 256 * 1024;

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The page of the Mini Program, with the payer.
    Page,
    /// The merchant's server.
    Merchant,
    /// WeChat Pay.
    WechatPay,
}

/// A step of the payment, with what was sent or what it proved.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are named as in the API")]
pub enum Step {
    /// The merchant requests the platform certificates.
    RequestCertificates,
    /// The merchant decrypts one and verifies the response with it.
    OpenCertificate { serial_no: SerialNo },
    /// The payer chooses goods, and `wx.login` returns a code.
    LogIn { code: String },
    /// The page sends the code to the merchant.
    SendCode,
    /// The merchant exchanges the code.
    ExchangeCode,
    /// WeChat returns the openid.
    ReturnOpenid { openid: Openid },
    /// The payer confirms the order.
    ConfirmOrder,
    /// The merchant generates the order's number.
    GenerateNumber { out_trade_no: OutTradeNo },
    /// The merchant places the order.
    PlaceOrder { target: String, bytes: usize },
    /// WeChat Pay verifies the request and responds.
    ReturnPrepayId { prepay_id: String },
    /// The merchant verifies the response.
    VerifyResponse { signed_by: String },
    /// The merchant signs the pay params.
    SignPayParams { pay_sign: String },
    /// The merchant sends them to the page.
    SendPayParams,
    /// The page calls `wx.requestPayment`.
    RequestPayment { package: String },
    /// The payer's client checks the signature.
    CheckPaySign { certificate: SerialNo },
    /// The payer confirms with a password.
    ConfirmPayment,
    /// WeChat Pay completes the payment.
    Pay(DeliveryReport),
    /// WeChat Pay notifies the merchant.
    Notify { url: String, bytes: usize },
    /// The merchant verifies, decrypts and acknowledges the notification.
    Acknowledge(Arc<Record>, DeliveryReport),
    /// The merchant queries the order.
    QueryOrder {
        state: TradeState,
        signed_by: String,
    },
    /// The page shows that the order is paid.
    ShowResult,
}

impl Step {
    /// Returns who takes the step.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::LogIn { .. }
            | Self::SendCode
            | Self::ConfirmOrder
            | Self::RequestPayment { .. }
            | Self::ConfirmPayment
            | Self::ShowResult => Actor::Page,
            Self::RequestCertificates
            | Self::OpenCertificate { .. }
            | Self::ExchangeCode
            | Self::GenerateNumber { .. }
            | Self::PlaceOrder { .. }
            | Self::VerifyResponse { .. }
            | Self::SignPayParams { .. }
            | Self::SendPayParams
            | Self::Acknowledge(..)
            | Self::QueryOrder { .. } => Actor::Merchant,
            Self::ReturnOpenid { .. }
            | Self::ReturnPrepayId { .. }
            | Self::CheckPaySign { .. }
            | Self::Pay(_)
            | Self::Notify { .. } => Actor::WechatPay,
        }
    }
}

/// Why a demo does not go on.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The profile lacks something.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The profile has no keys to verify notifications with.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A call failed.
    #[error(transparent)]
    Call(#[from] Error),
    /// The sandbox did not pay.
    #[error(transparent)]
    Sandbox(#[from] HandleError),
    /// No notification can be received.
    #[error("cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// A number of the order is wrong.
    #[error("the demo's order is invalid")]
    Number(#[from] IdError),
    /// The order is wrong.
    #[error("the demo's order is invalid")]
    Order(#[from] OrderDraftError),
    /// The order's `notify_url` is wrong.
    #[error("the demo's order is invalid")]
    NotifyUrl(#[from] NotifyUrlError),
    /// The payer's client has nothing to check with.
    #[error("the sandbox's merchant has no usable certificate")]
    Certificate(#[source] Option<KeyError>),
    /// The payer's client would refuse the signature.
    #[error("the payer's client would refuse the paySign")]
    PaySignRefused,
    /// The notification did not arrive or did not verify.
    #[error("the notification did not arrive or did not verify")]
    NoNotification,
    /// The order is not paid.
    #[error("the paid order is {0}")]
    NotPaid(TradeState),
}

/// Who takes part in a demo.
pub struct Demo<'a> {
    /// The sandbox's merchant.
    pub profile: &'a Profile,
    /// The merchant's calls.
    pub client: &'a Client,
    /// The Mini Program login.
    pub login: &'a Transport,
    /// The payer's side.
    pub sandbox: &'a SandboxHandle,
}

impl Demo<'_> {
    /// Takes the steps in their order, and shows each.
    ///
    /// # Errors
    /// Returns an error if a step fails or cannot be shown.
    pub async fn run<E: From<DemoError>>(
        &self,
        mut show: impl FnMut(Step) -> Result<(), E>,
    ) -> Result<(), E> {
        show(Step::RequestCertificates)?;
        let serial_no = self.certificate().await?;
        show(Step::OpenCertificate { serial_no })?;
        let openid = self.payer(&mut show).await?;

        let mut receiver = NotifyUrl::listen(self.profile)?;
        show(Step::ConfirmOrder)?;
        let out_trade_no = number()?;
        show(Step::GenerateNumber {
            out_trade_no: out_trade_no.clone(),
        })?;
        let draft = self.draft(&out_trade_no, openid, &receiver.url)?;
        let order = draft.prepare(ambient::now()).map_err(DemoError::from)?;
        show(Step::PlaceOrder {
            target: order.prepay.target(),
            bytes: order.prepay.body.len(),
        })?;
        let placed = orders::place(self.client, &order).await;
        let placed = placed.map_err(DemoError::from)?;
        show(Step::ReturnPrepayId {
            prepay_id: placed.prepaid.as_str().to_owned(),
        })?;
        show(Step::VerifyResponse {
            signed_by: placed.signed_by.clone(),
        })?;

        self.request_payment(&placed, &mut show)?;
        show(Step::ConfirmPayment)?;
        let paid = self.sandbox.pay(&out_trade_no).await;
        let paid = paid.map_err(DemoError::from)?;
        show(Step::Pay(paid.clone()))?;
        let record = receiver.notification().await?;
        show(Step::Notify {
            url: receiver.url,
            bytes: record.body.len(),
        })?;
        show(Step::Acknowledge(record, paid))?;

        let (state, signed_by) = self.query(out_trade_no).await?;
        show(Step::QueryOrder {
            state: state.clone(),
            signed_by,
        })?;
        if state != TradeState::Success {
            return Err(DemoError::NotPaid(state).into());
        }
        show(Step::ShowResult)
    }

    /// Logs the payer in.
    async fn payer<E: From<DemoError>>(
        &self,
        show: &mut impl FnMut(Step) -> Result<(), E>,
    ) -> Result<Openid, E> {
        let code = ambient::letters(32);
        show(Step::LogIn { code: code.clone() })?;
        show(Step::SendCode)?;
        show(Step::ExchangeCode)?;
        let openid = self.log_in(&code).await?;
        show(Step::ReturnOpenid {
            openid: openid.clone(),
        })?;
        Ok(openid)
    }

    /// Signs the pay params, and has the payer's client check them.
    fn request_payment<E: From<DemoError>>(
        &self,
        placed: &Placed,
        show: &mut impl FnMut(Step) -> Result<(), E>,
    ) -> Result<(), E> {
        let params = PageParams::of(placed);
        show(Step::SignPayParams {
            pay_sign: params.text("paySign"),
        })?;
        show(Step::SendPayParams)?;
        show(Step::RequestPayment {
            package: params.text("package"),
        })?;
        let certificate = self.check_as_client(&params)?;
        show(Step::CheckPaySign { certificate })
    }

    async fn certificate(&self) -> Result<SerialNo, DemoError> {
        let apiv3_key = self.profile.apiv3_key()?;
        let listed = self
            .client
            .certificates(&Keyring::default(), &apiv3_key)
            .await?;
        let first = listed.bootstrap.certificates.into_iter().next();
        Ok(first.ok_or(KeysError::Missing)?.serial_no)
    }

    async fn log_in(&self, code: &str) -> Result<Openid, DemoError> {
        let (appid, secret) = (self.profile.appid()?, self.profile.app_secret()?);
        let session = login::exchange(self.login, &appid, secret.expose(), code).await?;
        Ok(session.openid)
    }

    fn draft(
        &self,
        number: &OutTradeNo,
        openid: Openid,
        notify_url: &str,
    ) -> Result<OrderDraft, DemoError> {
        let (payee, appid) = (self.profile.payee()?, self.profile.appid()?);
        let total = Fen::from_yuan(YUAN)?;
        let mut draft = OrderDraft::new(payee, appid, TradeType::Jsapi, total, notify_url.parse()?);
        draft.out_trade_no = Some(number.clone());
        "演示商品".clone_into(&mut draft.description);
        draft.payer = Some(PayerId::Openid(openid));
        Ok(draft)
    }

    /// Returns the certificate that the signature verifies with.
    fn check_as_client(&self, params: &PageParams) -> Result<SerialNo, DemoError> {
        let file = self.profile.certificate()?;
        let certificate = file.ok_or(DemoError::Certificate(None))?.x509;
        let key = certificate
            .verifying_key()
            .map_err(|error| DemoError::Certificate(Some(error)))?;
        let mchid = self.profile.mchid()?;
        let known = PayParamsContext {
            merchant: &key,
            mchid: Some(&mchid),
            candidate_keys: Vec::new(),
            apiv3_key: None,
            appids: vec![self.profile.appid()?],
            other_appids: Vec::new(),
        };
        let claim = Claim::read(&params.0);
        if claim.is_ok_and(|claim| claim.diagnose(&known, &limits()).is_valid()) {
            Ok(certificate.serial_no().clone())
        } else {
            Err(DemoError::PaySignRefused)
        }
    }

    async fn query(&self, number: OutTradeNo) -> Result<(TradeState, String), DemoError> {
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(number),
            payee: self.profile.payee()?,
            appid: None,
        };
        let answered = self.client.call(&query).await?;
        Ok((answered.value.trade_state, answered.signed_by))
    }
}

fn number() -> Result<OutTradeNo, DemoError> {
    Ok(format!("demo{}", ambient::letters(20)).parse()?)
}

/// The pay params as the page gets them.
struct PageParams(Value);

impl PageParams {
    fn of(placed: &Placed) -> Self {
        Self(json!(placed.pay_params))
    }

    fn text(&self, name: &str) -> String {
        let value = self.0.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    }
}

/// A receiver as `serve-notify` has it, on a free port.
struct NotifyUrl {
    url: String,
    inbox: Arc<dyn Inbox>,
    events: EventReceiver,
}

impl NotifyUrl {
    fn listen(profile: &Profile) -> Result<Self, DemoError> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(DemoError::Listen)?;
        let address = listener.local_addr().map_err(DemoError::Listen)?;
        let (sender, events) = event_channel();
        let inbox: Arc<dyn Inbox> = Arc::new(MemoryInbox::default());
        let connections = Share {
            total: 16,
            each: None,
        };
        let limits = Limits::new(MAX_NOTIFICATION_BYTES, connections, Vec::new(), None);
        let forwarder = Forwarder::new(Arc::clone(&inbox), Vec::new(), 1, sender.clone());
        let keys = verifier_state(profile)?;
        let parts = Parts::new(keys, Arc::clone(&inbox), forwarder, limits, sender);
        let receiver = Arc::new(Receiver::new(parts));
        let until_exit = std::future::pending();
        tokio::spawn(serve(listener.into(), receiver, until_exit));
        Ok(Self {
            url: format!("http://{address}/notify"),
            inbox,
            events,
        })
    }

    async fn notification(&mut self) -> Result<Arc<Record>, DemoError> {
        let event = self.events.next(&*self.inbox);
        match tokio::time::timeout(NOTIFY_TIMEOUT, event).await {
            Ok(Some(NotifyEvent::Event(record))) => Ok(record),
            Ok(_) | Err(_) => Err(DemoError::NoNotification),
        }
    }
}
