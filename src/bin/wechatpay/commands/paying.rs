//! What the payer of an order is let pay with.

use wechatpay::ambient;
use wechatpay::protocol::id::{Appid, PrepayId};
use wechatpay::protocol::json;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::protocol::order::{Prepay, TradeType};
use wechatpay::protocol::pay_params::{PayClient, PayParams};

use crate::context::Context;
use crate::diagnostic::Failure;

/// All that pay params are signed with: what can fail has been done before the order is sent.
pub(super) struct PaySigner {
    client: PayClient,
    key: SigningKey,
    appid: Appid,
}

impl PaySigner {
    /// Returns what signs for an order; nothing where its payer needs no pay params.
    pub(super) fn of(prepay: &Prepay, context: &Context) -> Result<Option<Self>, Failure> {
        let client = match prepay.trade_type {
            TradeType::Jsapi => PayClient::MiniProgram,
            TradeType::App => PayClient::App,
            TradeType::Native | TradeType::H5 => return Ok(None),
        };
        let profile = context.profile()?;
        let appid = match paying_app(&prepay.body).and_then(|text| text.parse().ok()) {
            Some(appid) => appid,
            None => profile.appid()?,
        };
        let key = context.signing_key(profile)?;
        Ok(Some(Self { client, key, appid }))
    }

    pub(super) fn sign(&self, prepay: &Prepay, prepay_id: &PrepayId) -> PayParams {
        PayParams::sign(
            self.client,
            &self.key,
            prepay.payee.signer(),
            &self.appid,
            &ambient::stamp(),
            prepay_id,
        )
    }
}

/// Returns the App ID of the app that the payer uses: the sub-merchant's where the order names
/// the payer by `sub_openid`.
pub(super) fn paying_app(body: &[u8]) -> Option<String> {
    let order = json::parse(body).ok()?;
    let by_sub = json::find(&order, "payer.sub_openid").is_some();
    let names = if by_sub {
        ["sub_appid", "sp_appid", "appid"]
    } else {
        ["appid", "sp_appid", "sub_appid"]
    };
    names
        .iter()
        .find_map(|name| order.get(name)?.as_str().map(str::to_owned))
}
