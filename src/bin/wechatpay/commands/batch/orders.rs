//! `create-order --batch`: an order for each line.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::{Endpoint, Payee};
use wechatpay::protocol::id::{Appid, OutTradeNo};
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::order::{Prepaid, Prepay, TradeType};
use wechatpay::protocol::pay_params::{PayClient, PayParams};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::fields::{self, Fields, parsed, wrong};
use super::lost::Lost;
use super::results::State;
use super::{Errand, Made, Prepared, Work};
use crate::args;
use crate::commands::create_order::Args;
use crate::commands::order_body::{self, Expiry, Given};
use crate::commands::paying::paying_app;
use crate::context::Context;
use crate::diagnostic::Failure;

/// Creates the orders of a file.
pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    context.ensure_local().await?;
    let client = context.client().await?;
    let profile = context.profile()?;
    let signer = if args.pay_params {
        Some(Arc::new(PaySigner {
            key: context.signing_key(profile)?,
            appid: profile.appid()?,
        }))
    } else {
        None
    };
    let mut defaults = args.clone();
    for given in [&mut defaults.detail, &mut defaults.scene_info] {
        *given = given.take().map(Given::read).transpose()?;
    }
    let orders = Orders {
        defaults,
        profile,
        context,
        payee: profile.payee()?,
        signer,
    };
    super::run(&orders, &args.batch, context, client).await
}

struct Orders<'a> {
    defaults: Args,
    profile: &'a Profile,
    context: &'a Context,
    payee: Payee,
    signer: Option<Arc<PaySigner>>,
}

/// What pay params are signed with.
struct PaySigner {
    key: SigningKey,
    appid: Appid,
}

impl Work for Orders<'_> {
    const NAME: &'static str = "create-order-batch";
    const LINE: &'static str = "create-order-line";
    const CHANGES: bool = true;
    const ONCE: (&'static str, &'static str) = ("no line becomes a second order", "不会重复下单");
    const FIELDS: &'static [&'static str] = &[
        "out_trade_no",
        "openid",
        "sub_openid",
        "total",
        "yuan",
        "description",
        "trade_type",
        "notify_url",
        "attach",
        "time_expire",
        "goods_tag",
        "detail",
        "scene_info",
        "client_ip",
        "h5_type",
        "profit_sharing",
        "support_fapiao",
    ];

    type Errand = Order;

    fn read(&self, fields: &Fields, made: &Made) -> Result<Prepared<Order>, Failure> {
        fields.either("total", "yuan")?;
        fields.either("openid", "sub_openid")?;
        let mut args = self.defaults.clone();
        for (name, value) in fields.iter() {
            set(&mut args, name, value)?;
        }
        if args.description.is_none() {
            return Err(Failure::config("description is missing"));
        }
        if args.total.is_none() && args.yuan.is_none() {
            return Err(Failure::config("total or yuan is missing"));
        }
        let number = match &args.out_trade_no {
            Some(number) => number.clone(),
            None => parsed("out_trade_no", &made.number.as_str().into())?,
        };
        let body = order_body::order(
            &args,
            number.clone(),
            made.moment,
            self.profile,
            self.context,
        )?;
        let signer = self
            .signer
            .clone()
            .filter(|_| matches!(args.trade_type, TradeType::Jsapi | TradeType::App));
        Ok(Prepared {
            errand: Order {
                number,
                is_given: args.out_trade_no.is_some(),
                prepay: Prepay {
                    trade_type: args.trade_type,
                    payee: self.payee.clone(),
                    body,
                },
                signer,
            },
            unique: args.out_trade_no.map(String::from),
            relative: matches!(args.time_expire, Some(Expiry::After(_))),
        })
    }
}

/// Puts what a line says in the place of what the options say.
fn set(args: &mut Args, name: &str, value: &Value) -> Result<(), Failure> {
    match name {
        "out_trade_no" => args.out_trade_no = Some(parsed(name, value)?),
        "openid" => (args.openid, args.sub_openid) = (Some(parsed(name, value)?), None),
        "sub_openid" => (args.openid, args.sub_openid) = (None, Some(parsed(name, value)?)),
        "total" => (args.total, args.yuan) = (Some(parsed(name, value)?), None),
        "yuan" => {
            let yuan = args::yuan(&fields::text(name, value)?);
            (args.total, args.yuan) = (None, Some(yuan.map_err(|why| wrong(name, why))?));
        }
        "description" => args.description = Some(fields::text(name, value)?),
        "trade_type" => args.trade_type = parsed(name, value)?,
        "notify_url" => args.notify_url = Some(fields::text(name, value)?),
        "attach" => args.attach = Some(fields::text(name, value)?),
        "time_expire" => {
            let expiry = order_body::expiry(&fields::text(name, value)?);
            args.time_expire = Some(expiry.map_err(|why| wrong(name, why))?);
        }
        "goods_tag" => args.goods_tag = Some(fields::text(name, value)?),
        "detail" => args.detail = Some(Given::Value(fields::object(name, value)?)),
        "scene_info" => args.scene_info = Some(Given::Value(fields::object(name, value)?)),
        "client_ip" => args.client_ip = Some(parsed(name, value)?),
        "h5_type" => {
            let kind = fields::text(name, value)?;
            if !["Wap", "iOS", "Android"].contains(&&*kind) {
                return Err(wrong(name, "Wap, iOS or Android is needed"));
            }
            args.h5_type = Some(kind);
        }
        "profit_sharing" => args.profit_sharing = fields::flag(name, value)?,
        "support_fapiao" => args.support_fapiao = fields::flag(name, value)?,
        _ => {
            return Err(Failure::internal(format!("nobody reads the field {name}")));
        }
    }
    Ok(())
}

/// An order on its way.
#[derive(Clone)]
struct Order {
    number: OutTradeNo,
    /// Whether the line gives the number.
    is_given: bool,
    prepay: Prepay,
    signer: Option<Arc<PaySigner>>,
}

impl Errand for Order {
    fn number(&self) -> (&'static str, &str) {
        ("out_trade_no", self.number.as_str())
    }

    fn sent(&self) -> (String, Cow<'_, [u8]>) {
        (self.prepay.target(), self.prepay.body())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, Lost> {
        match self.place(&client).await {
            Ok(told) => Ok(told),
            Err(error) if self.was_made(&client, &error).await => {
                Err(Lost::Line(State::Unknown, self.of_another_run(error)))
            }
            Err(error) => Err(Lost::of(error, true)),
        }
    }
}

impl Order {
    /// Tells whether a refusal is about a number that this batch made, and that has an order: then
    /// a run that this one does not know of has sent the line, with another moment.
    async fn was_made(&self, client: &Client, error: &Error) -> bool {
        let Error::Api(refused) = error else {
            return false;
        };
        let reused = [
            "INVALID_REQUEST",
            "OUT_TRADE_NO_USED",
            "ORDERPAID",
            "ORDER_PAID",
        ];
        if self.is_given || !reused.iter().any(|code| refused.is(code)) {
            return false;
        }
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(self.number.clone()),
            payee: self.prepay.payee.clone(),
            appid: None,
        };
        client.call_within(&query, Duration::MAX).await.is_ok()
    }

    fn of_another_run(&self, error: Error) -> Failure {
        let mut failure = Failure::from(error);
        failure.add_cause(
            "another run of this batch has made this order; its prepay_id is in the results of that run",
            "该批次的另一次运行已创建此订单，其 prepay_id 在该次运行的结果中",
        );
        let number = &self.number;
        failure.with_help(
            format!("look at it with `wechatpay query --out-trade-no {number}`; do not order this line again elsewhere before it is closed"),
            format!("运行 `wechatpay query --out-trade-no {number}` 查看；关闭该订单前，请勿在别处为此行重新下单"),
        )
    }

    async fn place(&self, client: &Client) -> Result<Map<String, Value>, Error> {
        let answer = client.call(&self.prepay).await?;
        let (prepaid, request_id) = (answer.value, answer.request_id);
        let mut told = Map::new();
        let (name, value) = prepaid.field();
        told.insert(name.to_owned(), value.into());
        let expires_at = ambient::now().plus(prepaid.lifetime()).to_rfc3339();
        told.insert("expires_at".to_owned(), expires_at.into());
        if let Some(params) = self.pay_params(&prepaid) {
            told.insert("pay_params".to_owned(), params);
        }
        told.insert("request_id".to_owned(), request_id.into());
        Ok(told)
    }

    fn pay_params(&self, prepaid: &Prepaid) -> Option<Value> {
        let (Some(signer), Prepaid::PrepayId(prepay_id)) = (&self.signer, prepaid) else {
            return None;
        };
        let client = match self.prepay.trade_type {
            TradeType::App => PayClient::App,
            TradeType::Jsapi | TradeType::Native | TradeType::H5 => PayClient::MiniProgram,
        };
        let appid = paying_app(&self.prepay.body).and_then(|appid| appid.parse().ok());
        let params = PayParams::sign(
            client,
            &signer.key,
            self.prepay.payee.signer(),
            appid.as_ref().unwrap_or(&signer.appid),
            &ambient::stamp(),
            prepay_id,
        );
        serde_json::to_value(params).ok()
    }
}
