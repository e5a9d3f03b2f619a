//! `--checkout-api`: what a Mini Program's back end asks WeChat for.

use serde_json::{Map, Value, json};
use wechatpay::ambient;
use wechatpay::error::Error;
use wechatpay::login;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::error_code::Asked;
use wechatpay::protocol::id::{Openid, OutTradeNo};
use wechatpay::protocol::json;
use wechatpay::protocol::order::{Order, OrderIdentity, Payer, Prepay, TradeType};
use wechatpay::protocol::pay_params::{PayClient, PayParams};
use wechatpay::receiver::{Answer, Checkout, CheckoutError, NewOrder};
use wechatpay::transport::{Transport, TransportError};

use super::keys::Shared;
use super::tell::with_sources;
use crate::commands::order_body;
use crate::output::{Level, Output};

/// Speaks to WeChat with the profile's keys.
pub(super) struct Backend {
    pub(super) source: Shared,
    pub(super) login: Transport,
    pub(super) notify_url: String,
    pub(super) max_total: Option<Fen>,
    pub(super) output: Output,
}

impl Checkout for Backend {
    fn openid<'a>(&'a self, code: &'a str) -> Answer<'a, Openid> {
        Box::pin(async move {
            let profile = &self.source.load_full().profile;
            let appid = profile.appid().map_err(ours)?;
            let secret = profile.app_secret().map_err(ours)?;
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
        let client = client.ok_or_else(|| ours("the profile has no private key"))?;
        let payee = profile.payee().map_err(ours)?;
        let appid = profile.appid().map_err(ours)?;
        let key = profile.signing_key().map_err(ours)?;
        let number: OutTradeNo =
            order_body::new_number().map_err(|failure| ours(failure.message))?;
        let order = Order {
            identity: OrderIdentity::new(&payee, appid.clone()),
            description: order_body::within("description", new.description, 127)
                .map_err(|failure| theirs(failure.message))?,
            out_trade_no: number.clone(),
            time_expire: None,
            attach: None,
            notify_url: self.notify_url.clone(),
            goods_tag: None,
            support_fapiao: None,
            amount: new.total_fee.into(),
            payer: Some(payer(&payee, new.openid)),
            detail: None,
            scene_info: None,
            settle_info: None,
        };
        let prepay = Prepay {
            trade_type: TradeType::Jsapi,
            body: serde_json::to_vec(&order).map_err(ours)?,
            payee: payee.clone(),
        };
        let answer = client.call(&prepay).await.map_err(|error| {
            let unknown = error.outcome_unknown();
            let mut told = self.told(&error);
            if unknown {
                told.message = format!("{}; the order may exist: {number}", told.message);
            }
            told
        })?;
        let prepay_id = json::parse(answer.body.body())
            .ok()
            .and_then(|body| body.get("prepay_id")?.as_str()?.parse().ok())
            .ok_or_else(|| upstream("WeChat Pay's answer has no prepay_id"))?;
        self.note(&number, new.total_fee);
        let params = PayParams::sign(
            PayClient::MiniProgram,
            &key,
            payee.signer(),
            &appid,
            &ambient::stamp(),
            &prepay_id,
        );
        let Value::Object(mut params) = serde_json::to_value(params).map_err(ours)? else {
            return Err(ours("the pay params are no object"));
        };
        // Some pages pass `package` on under this name, since it is a reserved word.
        if let Some(package) = params.get("package").cloned() {
            params.insert("packageVal".to_owned(), package);
        }
        Ok(params)
    }

    /// The page does not need the number, and who pays on the sandbox does.
    fn note(&self, number: &OutTradeNo, total: Fen) {
        let text = self.output.lang.pick("order placed:", "已下单：");
        self.output.log(
            Level::Info,
            format!("{text} {number} {total}"),
            json!({"event": "order-placed", "out_trade_no": number, "total": total}),
        );
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
                    45011 => 429,
                    -1 => 503,
                    _ => 502,
                };
                CheckoutError {
                    status,
                    code,
                    message: refused.errmsg.clone(),
                }
            }
            Error::Api(refused) => CheckoutError {
                status: match refused.refusal() {
                    Refusal::Unavailable if refused.status == 429 => 429,
                    Refusal::Unavailable => 503,
                    _ if refused.status == 400 => 400,
                    _ => 502,
                },
                code: refused.code.clone().unwrap_or_default(),
                message: refused.message.clone().unwrap_or_default(),
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

/// An openid is under the App ID that exchanged the code, which is the profile's own.
fn payer(payee: &Payee, openid: Openid) -> Payer {
    match payee {
        Payee::Direct { .. } => Payer {
            openid: Some(openid),
            ..Payer::default()
        },
        Payee::Partner { .. } => Payer {
            sp_openid: Some(openid),
            ..Payer::default()
        },
    }
}

fn theirs(message: impl Into<String>) -> CheckoutError {
    CheckoutError {
        status: 400,
        code: "PARAM_ERROR".to_owned(),
        message: message.into(),
    }
}

fn ours(message: impl std::fmt::Display) -> CheckoutError {
    CheckoutError {
        status: 500,
        code: "CONFIG".to_owned(),
        message: message.to_string(),
    }
}

fn upstream(message: impl Into<String>) -> CheckoutError {
    CheckoutError {
        status: 502,
        code: "UPSTREAM".to_owned(),
        message: message.into(),
    }
}
