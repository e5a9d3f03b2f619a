//! 调起支付: the signed parameters for the payer's client.

use std::str::FromStr;

use serde::Serialize;

use super::id::{Appid, IdError, Mchid, PrepayId};
use super::keys::SigningKey;
use super::signature_message::SignatureMessage;
use super::stamp::Stamp;

/// Which client opens the cashier; each has its own spelling of the same things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PayClient {
    /// `wx.requestPayment` of a Mini Program.
    #[default]
    MiniProgram,
    /// `getBrandWCPayRequest` in WeChat's browser.
    Jsapi,
    /// The OpenSDK of a mobile app.
    App,
}

impl FromStr for PayClient {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text {
            "miniprogram" => Ok(Self::MiniProgram),
            "jsapi" => Ok(Self::Jsapi),
            "app" => Ok(Self::App),
            _ => Err(IdError::not_one_of(text, "miniprogram, jsapi, app")),
        }
    }
}

/// The object to pass to the client, with the client's own field names; times are strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum PayParams {
    /// Of a Mini Program (no `appId`) or WeChat's browser (with it).
    #[serde(rename_all = "camelCase")]
    Request {
        /// The official account; a Mini Program does not pass its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        app_id: Option<Appid>,
        /// Unix seconds, as a string.
        time_stamp: String,
        /// At most 32 characters.
        nonce_str: String,
        /// `prepay_id=…`.
        package: String,
        /// `RSA`.
        sign_type: &'static str,
        /// The signature.
        pay_sign: String,
    },
    /// APP 支付.
    App {
        /// The mobile app.
        appid: Appid,
        /// 商户号 that signs.
        partnerid: Mchid,
        /// The bare id.
        prepayid: PrepayId,
        /// `Sign=WXPay`, always.
        package: &'static str,
        /// At most 32 characters.
        noncestr: String,
        /// Unix seconds, as a string.
        timestamp: String,
        /// The signature.
        sign: String,
    },
}

impl PayParams {
    /// Returns the message that a client's parameters sign; `package` is `prepay_id=…`.
    #[must_use]
    pub fn message<'a>(
        client: PayClient,
        appid: &'a Appid,
        stamp: &'a Stamp,
        prepay_id: &'a PrepayId,
        package: &'a str,
    ) -> SignatureMessage<'a> {
        match client {
            PayClient::MiniProgram | PayClient::Jsapi => {
                SignatureMessage::pay(appid, stamp.timestamp, &stamp.nonce, package)
            }
            PayClient::App => SignatureMessage::pay_app(appid, stamp, prepay_id),
        }
    }

    /// Signs the parameters with the key that also signed the order.
    #[must_use]
    pub fn sign(
        client: PayClient,
        key: &SigningKey,
        mchid: &Mchid,
        appid: &Appid,
        stamp: &Stamp,
        prepay_id: &PrepayId,
    ) -> Self {
        let package = package(prepay_id);
        let signature = key
            .sign(&Self::message(client, appid, stamp, prepay_id, &package))
            .to_string();
        let (timestamp, nonce) = (stamp.timestamp.to_string(), stamp.nonce.to_string());
        match client {
            PayClient::MiniProgram | PayClient::Jsapi => Self::Request {
                app_id: (client == PayClient::Jsapi).then(|| appid.clone()),
                time_stamp: timestamp,
                nonce_str: nonce,
                package,
                sign_type: "RSA",
                pay_sign: signature,
            },
            PayClient::App => Self::App {
                appid: appid.clone(),
                partnerid: mchid.clone(),
                prepayid: prepay_id.clone(),
                package: "Sign=WXPay",
                noncestr: nonce,
                timestamp,
                sign: signature,
            },
        }
    }
}

/// Returns the fourth line of a Mini Program's message.
#[must_use]
pub fn package(prepay_id: &PrepayId) -> String {
    format!("prepay_id={prepay_id}")
}
