//! An order as it is sent, and what WeChat Pay makes of it.

use serde::Deserialize;
use serde_json::Value;

use crate::ambient;
use crate::client::Client;
use crate::error::Error;
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::Payee;
use crate::protocol::id::Appid;
use crate::protocol::json;
use crate::protocol::order::{Prepaid, Prepay, TradeType};
use crate::protocol::pay_params::{PayClient, PayParams};
use crate::protocol::stamp::Timestamp;

/// An order that is ready to be sent, with all that later steps need of it.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct PreparedOrder {
    /// The call, with the exact bytes.
    pub prepay: Prepay,
    /// The merchant's number, as the body has it.
    pub out_trade_no: Option<String>,
    /// What is to be paid, as the body has it.
    pub total: Option<Fen>,
    /// The App ID of the merchant, or of the service provider.
    pub appid: Option<Appid>,
    /// The App ID of the app that the payer uses, for which pay params are signed; the
    /// sub-merchant's if the order names the payer by `sub_openid`. Without one, none are signed.
    pub payer_appid: Option<Appid>,
    /// Until when the order can be paid, RFC 3339.
    pub time_expire: Option<String>,
}

impl PreparedOrder {
    /// Takes a body that is sent byte for byte, whatever it is.
    #[must_use]
    pub fn exact(body: Vec<u8>, trade_type: TradeType, payee: Payee) -> Self {
        let value = json::parse(&body).ok();
        Self::of(value.as_ref(), body, trade_type, payee)
    }

    pub(super) fn of(
        value: Option<&Value>,
        body: Vec<u8>,
        trade_type: TradeType,
        payee: Payee,
    ) -> Self {
        let text = |field: &str| value?.get(field)?.as_str().map(str::to_owned);
        let appid = |field: &str| text(field)?.parse().ok();
        let own_appid = match payee {
            Payee::Direct { .. } => "appid",
            Payee::Partner { .. } => "sp_appid",
        };
        let by_sub_openid =
            value.is_some_and(|value| json::find(value, "payer.sub_openid").is_some());
        let payer_appid = if by_sub_openid {
            ["sub_appid", "sp_appid", "appid"]
        } else {
            ["appid", "sp_appid", "sub_appid"]
        }
        .into_iter()
        .find_map(text)
        .and_then(|appid| appid.parse().ok());
        Self {
            out_trade_no: text("out_trade_no"),
            total: value
                .and_then(|value| Fen::deserialize(json::find(value, "amount.total")?).ok()),
            appid: appid(own_appid),
            payer_appid: pay_client(trade_type).and(payer_appid),
            time_expire: text("time_expire"),
            prepay: Prepay {
                trade_type,
                payee,
                body,
            },
        }
    }

    /// Tells whether the payer's client needs pay params, and the body does not say for which app.
    #[must_use]
    pub fn needs_payer_appid(&self) -> bool {
        pay_client(self.prepay.trade_type).is_some() && self.payer_appid.is_none()
    }

    /// Leaves the pay params out, which take as long to sign as the order.
    #[must_use]
    pub fn without_pay_params(mut self) -> Self {
        self.payer_appid = None;
        self
    }

    /// Signs what the payer's client is started with; none if it needs nothing.
    #[must_use]
    pub fn pay_params(&self, client: &Client, prepaid: &Prepaid) -> Option<PayParams> {
        let Prepaid::PrepayId(prepay_id) = prepaid else {
            return None;
        };
        Some(PayParams::sign(
            pay_client(self.prepay.trade_type)?,
            &client.merchant().key,
            self.prepay.payee.signer(),
            self.payer_appid.as_ref()?,
            &ambient::stamp(),
            prepay_id,
        ))
    }
}

fn pay_client(trade_type: TradeType) -> Option<PayClient> {
    match trade_type {
        TradeType::Jsapi => Some(PayClient::MiniProgram),
        TradeType::App => Some(PayClient::App),
        TradeType::Native | TradeType::H5 => None,
    }
}

/// An order that WeChat Pay has made.
#[non_exhaustive]
#[derive(Debug)]
pub struct Placed {
    /// What the payer pays with.
    pub prepaid: Prepaid,
    /// Until when that can be used.
    pub expires_at: Timestamp,
    /// What the payer's client is started with, signed.
    pub pay_params: Option<PayParams>,
    /// `Request-ID`.
    pub request_id: Option<String>,
    /// The serial number of the key that signed the response.
    pub signed_by: String,
}

/// Places an order, and signs the pay params. A repetition with the same bytes makes no second
/// order.
///
/// # Errors
/// Returns the errors of [`Client::call`]; the order may exist if
/// [`Error::outcome_unknown`] says so.
pub async fn place(client: &Client, order: &PreparedOrder) -> Result<Placed, Error> {
    let answer = client.call(&order.prepay).await?;
    Ok(Placed {
        expires_at: ambient::now().plus(answer.value.lifetime()),
        pay_params: order.pay_params(client, &answer.value),
        prepaid: answer.value,
        request_id: answer.request_id,
        signed_by: answer.signed_by,
    })
}
