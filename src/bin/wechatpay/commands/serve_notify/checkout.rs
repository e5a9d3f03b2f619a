//! `--checkout-api`: what a Mini Program's back end asks WeChat for.

use std::net::IpAddr;

use serde_json::{Map, Value, json};
use wechatpay::ambient;
use wechatpay::error::Error;
use wechatpay::login;
use wechatpay::notify_url::NotifyUrl;
use wechatpay::orders::{self, OrderDraft, OrderDraftError, PayerId};
use wechatpay::profile::{Profile, ProfileError};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::error_code::Asked;
use wechatpay::protocol::field::FieldError;
use wechatpay::protocol::id::{Appid, Openid, OutTradeNo};
use wechatpay::protocol::order::TradeType;
use wechatpay::receiver::{AllowedHosts, Answer, Checkout, CheckoutError, NewOrder};
use wechatpay::transport::{Transport, TransportError};

use super::keys::{CheckoutSecrets, Shared, Source};
use crate::error::with_sources;
use crate::ui::{Level, Output};

/// Speaks to WeChat with the profile's keys.
pub(super) struct Backend {
    pub(super) source: Shared,
    pub(super) login: Transport,
    /// Where the sandbox sends notifications; WeChat Pay is told the profile's notify_url.
    pub(super) own_url: Option<String>,
    /// Whether other machines may ask, too.
    pub(super) is_open: bool,
    /// How pages call this server.
    pub(super) names: AllowedHosts,
    /// The sub-merchant's Mini Program, where that is the one that calls.
    pub(super) sub_appid: Option<Appid>,
    pub(super) max_total: Option<Fen>,
    pub(super) output: Output,
}

impl Checkout for Backend {
    fn serves(&self, peer: IpAddr) -> bool {
        self.is_open || peer.is_loopback()
    }

    fn names(&self) -> &AllowedHosts {
        &self.names
    }

    fn openid<'a>(&'a self, code: &'a str) -> Answer<'a, Openid> {
        Box::pin(async move {
            let source = self.source.load_full();
            let appid = self.paying_app(&source.profile)?;
            let secret = &self.secrets(&source)?.app_secret;
            let session = login::exchange(&self.login, &appid, secret.expose(), code).await;
            session
                .map(|session| session.openid)
                .map_err(|error| self.told(&error))
        })
    }

    fn create_order(&self, order: NewOrder) -> Answer<'_, Map<String, Value>> {
        Box::pin(self.create(order))
    }
}

impl Backend {
    async fn create(&self, new: NewOrder) -> Result<Map<String, Value>, CheckoutError> {
        if self.max_total.is_some_and(|limit| new.total_fee > limit) {
            return Err(theirs("total_fee is more than --max-total allows"));
        }
        let source = self.source.load_full();
        let (profile, client) = (&source.profile, source.client.as_ref());
        let ours = |error: ProfileError| self.ours(&error);
        let client = client.ok_or_else(|| self.broken("the profile has no private key"))?;
        let payee = profile.payee().map_err(ours)?;
        let appid = profile.appid().map_err(ours)?;
        let paying_app = self.paying_app(profile)?;
        self.secrets(&source)?;
        let notify_url: NotifyUrl = match &self.own_url {
            Some(url) => url,
            None => profile.notify_url().map_err(ours)?,
        }
        .parse()
        .map_err(|error| self.ours(&error))?;
        let total = new.total_fee;
        let number = orders::new_number();
        let mut draft = OrderDraft::new(payee, appid, TradeType::Jsapi, total, notify_url);
        draft.out_trade_no = Some(number.clone());
        draft.description = new.description;
        // An openid belongs to the App ID that exchanged the code.
        draft.payer = Some(match (&draft.payee, &self.sub_appid) {
            (Payee::Partner { .. }, Some(_)) => PayerId::SubOpenid(new.openid),
            (Payee::Direct { .. } | Payee::Partner { .. }, _) => PayerId::Openid(new.openid),
        });
        let mut order = draft
            .prepare(ambient::now())
            .map_err(|error| self.unusable(&error))?;
        order.payer_appid = Some(paying_app);
        let placed = orders::place(client, &order).await.map_err(|error| {
            let unknown = error.outcome_unknown();
            let mut told = self.told(&error);
            if unknown {
                told.message = format!("{}; the order may exist: {number}", told.message);
            }
            told
        })?;
        self.note(&number, total);
        let params = serde_json::to_value(placed.pay_params);
        let Ok(Value::Object(mut params)) = params else {
            return Err(self.broken("the pay params are no object"));
        };
        // Some pages pass `package` on under this name, since it is a reserved word.
        if let Some(package) = params.get("package").cloned() {
            params.insert("packageVal".to_owned(), package);
        }
        Ok(params)
    }

    fn secrets<'s>(&self, source: &'s Source) -> Result<&'s CheckoutSecrets, CheckoutError> {
        match &source.checkout {
            Some(Ok(secrets)) => Ok(secrets),
            Some(Err(error)) => Err(self.ours(error)),
            None => Err(self.broken("the checkout API is not switched on")),
        }
    }

    /// Returns the App ID of the Mini Program that calls: the profile's, unless it was said to be
    /// the sub-merchant's.
    fn paying_app(&self, profile: &Profile) -> Result<Appid, CheckoutError> {
        match &self.sub_appid {
            Some(sub_appid) => Ok(sub_appid.clone()),
            None => profile.appid().map_err(|error| self.ours(&error)),
        }
    }

    /// Blames the caller for the one field that is the caller's own.
    fn unusable(&self, error: &OrderDraftError) -> CheckoutError {
        match error {
            OrderDraftError::Field(FieldError::Length { .. } | FieldError::Characters { .. }) => {
                theirs(error.to_string())
            }
            OrderDraftError::Field(FieldError::Override(_) | FieldError::Serialize(_))
            | OrderDraftError::PayerMissing
            | OrderDraftError::PayerNotJsapi
            | OrderDraftError::SubOpenidOfDirectMerchant
            | OrderDraftError::SubOpenidWithoutSubAppid
            | OrderDraftError::ClientIpMissing => self.ours(error),
        }
    }

    /// The page does not need the number, and who pays on the sandbox does.
    fn note(&self, number: &OutTradeNo, total: Fen) {
        let text = self.output.lang.pick("order placed: ", "已下单：");
        self.output.log(
            Level::Info,
            format!("{text}{number} {total}"),
            json!({"event": "order-placed", "out_trade_no": number, "total": total}),
        );
    }

    /// Keeps to the log what is wrong with the profile: who asks may be anybody.
    fn ours(&self, error: &dyn std::error::Error) -> CheckoutError {
        self.broken(&with_sources(error))
    }

    fn broken(&self, why: &str) -> CheckoutError {
        let fields = json!({"event": "checkout-failed"});
        self.output.log(Level::Error, why, fields);
        CheckoutError {
            status: 500,
            code: "CONFIG".to_owned(),
            message: "the server cannot do this; its log says why".to_owned(),
        }
    }

    /// Says whose fault it was by the status, and the rest in the log.
    fn told(&self, error: &Error) -> CheckoutError {
        let text = with_sources(error);
        let fields = json!({"event": "checkout-failed"});
        self.output.log(Level::Warning, text, fields);
        match error {
            Error::Login(refused) => {
                let code = Asked::Errcode(refused.errcode).answer().code;
                let status = match refused.errcode {
                    40029 | 40163 => 400,
                    40226 => 403,
                    45011 => 429,
                    -1 => 503,
                    _ => 502,
                };
                CheckoutError {
                    status,
                    code,
                    message: said(Some(&refused.errmsg))
                        .unwrap_or_else(|| format!("WeChat answered errcode {}", refused.errcode)),
                }
            }
            Error::Api(refused) => CheckoutError {
                status: match refused.refusal() {
                    Refusal::Unavailable if refused.status == 429 => 429,
                    Refusal::Unavailable => 503,
                    _ if refused.status == 400 => 400,
                    _ => 502,
                },
                // What stands before WeChat may answer without a word of it.
                code: said(refused.code.as_deref()).unwrap_or_else(|| UPSTREAM.to_owned()),
                message: said(refused.message.as_deref())
                    .unwrap_or_else(|| format!("WeChat answered HTTP {}", refused.status)),
            },
            Error::Transport(TransportError::Timeout { .. }) => CheckoutError {
                status: 504,
                ..upstream(error.to_string())
            },
            Error::AfterUnknown { last, .. } => self.told(last),
            Error::Transport(_)
            | Error::Redirect { .. }
            | Error::Untrusted { .. }
            | Error::Certificates { .. }
            | Error::Answer { .. } => upstream(error.to_string()),
        }
    }
}

fn theirs(message: impl Into<String>) -> CheckoutError {
    CheckoutError {
        status: 400,
        code: "PARAM_ERROR".to_owned(),
        message: message.into(),
    }
}

/// The code of whatever WeChat has no code for.
const UPSTREAM: &str = "UPSTREAM";

/// Returns a word that was said, and is not empty.
fn said(word: Option<&str>) -> Option<String> {
    word.filter(|word| !word.is_empty()).map(str::to_owned)
}

fn upstream(message: impl Into<String>) -> CheckoutError {
    CheckoutError {
        status: 502,
        code: UPSTREAM.to_owned(),
        message: message.into(),
    }
}
