//! The back end of a Mini Program under development, with the profile's keys.

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::source::{SharedSource, Source};
use crate::ambient;
use crate::error::Error;
use crate::login;
use crate::loopback::is_loopback_address;
use crate::notify_url::{NotifyUrl, NotifyUrlError};
use crate::orders::{self, OrderDraft, OrderDraftError, PayerId};
use crate::profile::{Profile, ProfileError, Secret};
use crate::protocol::amount::Fen;
use crate::protocol::api_error::Refusal;
use crate::protocol::endpoint::Payee;
use crate::protocol::error_code::CodeQuery;
use crate::protocol::field::FieldError;
use crate::protocol::id::{Appid, Openid, OutTradeNo};
use crate::protocol::order::TradeType;
use crate::receiver::{
    AllowedHosts, Checkout, CheckoutError, CheckoutFuture, EventSender, NewOrder, NotifyEvent,
};
use crate::transport::{Interruption, Transport, TransportError};

/// The code of a failure that WeChat has no code for.
const UPSTREAM: &str = "UPSTREAM";

/// Logs payers in and places orders for the pages of a Mini Program.
pub struct MerchantCheckout {
    /// The profile and its client.
    pub source: SharedSource,
    /// The transport of the Mini Program login.
    pub login: Transport,
    /// Where the sandbox sends notifications; none for WeChat Pay, which is given the profile's
    /// `notify_url`.
    pub own_url: Option<String>,
    /// Whether other machines are served, too.
    pub serves_others: bool,
    /// The hosts under which pages call this server.
    pub hosts: AllowedHosts,
    /// The sub-merchant's Mini Program, if that is the one that calls.
    pub sub_appid: Option<Appid>,
    /// The largest order, if there is a limit.
    pub max_total: Option<Fen>,
    /// Where orders and failures are reported.
    pub events: EventSender,
}

impl Checkout for MerchantCheckout {
    fn serves(&self, peer: IpAddr) -> bool {
        self.serves_others || is_loopback_address(peer)
    }

    fn hosts(&self) -> &AllowedHosts {
        &self.hosts
    }

    fn openid<'a>(&'a self, code: &'a str) -> CheckoutFuture<'a, Openid> {
        Box::pin(async move {
            let opened = self.log_in(code).await;
            opened.map_err(|failure| self.report(failure))
        })
    }

    fn create_order(&self, order: NewOrder) -> CheckoutFuture<'_, Map<String, Value>> {
        Box::pin(async move {
            let placed = self.place(order).await;
            placed.map_err(|failure| self.report(failure))
        })
    }
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("total_fee is more than this server allows")]
    TooMuch,
    #[error(transparent)]
    Description(OrderDraftError),
    #[error(transparent)]
    Draft(OrderDraftError),
    #[error(transparent)]
    NotifyUrl(#[from] NotifyUrlError),
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    AppSecret(Arc<ProfileError>),
    #[error("the profile has no private key")]
    NoPrivateKey,
    #[error("the checkout API is not configured")]
    NotConfigured,
    #[error("the pay params are not a JSON object")]
    PayParams,
    #[error(transparent)]
    Login(Error),
    #[error("{error}")]
    Order {
        number: OutTradeNo,
        #[source]
        error: Error,
    },
}

impl From<OrderDraftError> for Failure {
    /// Blames the caller for the one field that is the caller's own.
    fn from(error: OrderDraftError) -> Self {
        match error {
            OrderDraftError::Field(FieldError::Length { .. } | FieldError::Characters { .. }) => {
                Self::Description(error)
            }
            OrderDraftError::PayerMissing
            | OrderDraftError::PayerNotJsapi
            | OrderDraftError::SubOpenidOfDirectMerchant
            | OrderDraftError::SubOpenidWithoutSubAppid
            | OrderDraftError::ClientIpMissing
            | OrderDraftError::Field(FieldError::Override(_) | FieldError::Serialize(_)) => {
                Self::Draft(error)
            }
        }
    }
}

impl MerchantCheckout {
    async fn log_in(&self, code: &str) -> Result<Openid, Failure> {
        let source = self.source.load();
        let appid = self.paying_app(&source.profile)?;
        let secret = app_secret(&source)?.expose();
        let session = login::exchange(&self.login, &appid, secret, code).await;
        Ok(session.map_err(Failure::Login)?.openid)
    }

    async fn place(&self, new: NewOrder) -> Result<Map<String, Value>, Failure> {
        if self.max_total.is_some_and(|limit| new.total_fee > limit) {
            return Err(Failure::TooMuch);
        }
        let source = self.source.load();
        let profile = &source.profile;
        let client = source.client.as_ref().ok_or(Failure::NoPrivateKey)?;
        let payee = profile.payee()?;
        let appid = profile.appid()?;
        let paying_app = self.paying_app(profile)?;
        app_secret(&source)?;
        let notify_url: NotifyUrl = match &self.own_url {
            Some(url) => url,
            None => profile.notify_url()?,
        }
        .parse()?;
        let (number, total) = (orders::new_number(), new.total_fee);
        let mut draft = OrderDraft::new(payee, appid, TradeType::Jsapi, total, notify_url);
        draft.out_trade_no = Some(number.clone());
        draft.description = new.description;
        // An openid belongs to the App ID that exchanged the code.
        draft.payer = Some(match (&draft.payee, &self.sub_appid) {
            (Payee::Partner { .. }, Some(_)) => PayerId::SubOpenid(new.openid),
            (Payee::Direct { .. } | Payee::Partner { .. }, _) => PayerId::Openid(new.openid),
        });
        let mut order = draft.prepare(ambient::now())?;
        order.payer_appid = Some(paying_app);
        let placed = match orders::place(client, &order).await {
            Ok(placed) => placed,
            Err(error) => return Err(Failure::Order { number, error }),
        };
        self.events.send(NotifyEvent::OrderPlaced {
            out_trade_no: number,
            total,
        });
        let Ok(Value::Object(mut params)) = serde_json::to_value(placed.pay_params) else {
            return Err(Failure::PayParams);
        };
        // Some pages pass `package` on under this name, since it is a reserved word.
        if let Some(package) = params.get("package").cloned() {
            params.insert("packageVal".to_owned(), package);
        }
        Ok(params)
    }

    /// Returns the App ID of the Mini Program that calls: the sub-merchant's if there is one, else
    /// the profile's.
    fn paying_app(&self, profile: &Profile) -> Result<Appid, ProfileError> {
        match &self.sub_appid {
            Some(sub_appid) => Ok(sub_appid.clone()),
            None => profile.appid(),
        }
    }

    /// Returns what the page may know of a failure; the log gets the rest. The caller may be
    /// anyone, so nothing of the profile goes to it.
    fn report(&self, failure: Failure) -> CheckoutError {
        let (error, is_misconfigured) = match &failure {
            Failure::TooMuch | Failure::Description(_) => {
                return CheckoutError {
                    status: 400,
                    code: "PARAM_ERROR".to_owned(),
                    message: failure.to_string(),
                };
            }
            Failure::Login(error) => (upstream(error), false),
            Failure::Order { number, error } => {
                let mut shown = upstream(error);
                if error.outcome_unknown() {
                    shown.message = format!("{}; the order may exist: {number}", shown.message);
                }
                (shown, false)
            }
            Failure::Draft(_)
            | Failure::NotifyUrl(_)
            | Failure::Profile(_)
            | Failure::AppSecret(_)
            | Failure::NoPrivateKey
            | Failure::NotConfigured
            | Failure::PayParams => {
                let error = CheckoutError {
                    status: 500,
                    code: "CONFIG".to_owned(),
                    message: "the server cannot do this; its log says why".to_owned(),
                };
                (error, true)
            }
        };
        self.events.send(NotifyEvent::CheckoutFailed {
            error: match failure {
                Failure::Login(error) | Failure::Order { error, .. } => Box::new(error),
                Failure::TooMuch
                | Failure::Description(_)
                | Failure::Draft(_)
                | Failure::NotifyUrl(_)
                | Failure::Profile(_)
                | Failure::AppSecret(_)
                | Failure::NoPrivateKey
                | Failure::NotConfigured
                | Failure::PayParams => Box::new(failure),
            },
            is_misconfigured,
        });
        error
    }
}

fn app_secret(source: &Source) -> Result<&Secret, Failure> {
    match &source.app_secret {
        Some(Ok(secret)) => Ok(secret),
        Some(Err(error)) => Err(Failure::AppSecret(Arc::clone(error))),
        None => Err(Failure::NotConfigured),
    }
}

/// Returns the failure of a call for the page; the status tells whose fault it was.
fn upstream(error: &Error) -> CheckoutError {
    let of = |status, code: Option<&str>, message: Option<&str>, otherwise: String| CheckoutError {
        status,
        // A proxy in front of WeChat may respond without either.
        code: not_empty(code).unwrap_or(UPSTREAM).to_owned(),
        message: not_empty(message).map_or(otherwise, str::to_owned),
    };
    match error {
        Error::Login(refused) => {
            let code = CodeQuery::Errcode(refused.errcode).look_up().code;
            let status = match refused.errcode {
                40029 | 40163 => 400,
                40226 => 403,
                45011 => 429,
                -1 => 503,
                _ => 502,
            };
            let otherwise = format!("WeChat answered errcode {}", refused.errcode);
            of(status, Some(&code), Some(&refused.errmsg), otherwise)
        }
        Error::Api(refused) => {
            let status = match (refused.refusal(), refused.status) {
                (Refusal::Unavailable, 429) => 429,
                (Refusal::Unavailable, _) => 503,
                (Refusal::Refused | Refusal::NotFound, 400) => 400,
                (Refusal::Refused | Refusal::NotFound, _) => 502,
            };
            let (code, message) = (refused.code.as_deref(), refused.message.as_deref());
            let otherwise = format!("WeChat answered HTTP {}", refused.status);
            of(status, code, message, otherwise)
        }
        Error::Transport(
            TransportError::Timeout { .. }
            | TransportError::NoAnswer {
                source: Interruption::TooSlow(_) | Interruption::Stalled(_),
                ..
            },
        ) => of(504, None, None, error.to_string()),
        Error::AfterUnknown { last, .. } => upstream(last),
        Error::Transport(_)
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. } => of(502, None, None, error.to_string()),
    }
}

fn not_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
