//! 下单: from what is wanted to an order that the payer can pay.
//!
//! A draft says what is wanted, a prepared order is what is sent, and a placed one is what the
//! payer's client needs:
//!
//! ```no_run
//! use wechatpay::client::Client;
//! use wechatpay::orders::{self, OrderDraft, PayerId};
//! use wechatpay::protocol::{endpoint::Payee, id::{Appid, Openid}, order::TradeType};
//!
//! async fn order(
//!     client: &Client,
//!     payee: Payee,
//!     appid: Appid,
//!     openid: Openid,
//! ) -> Result<String, Box<dyn std::error::Error>> {
//!     let notify_url = "https://shop.example.com/notify".parse()?;
//!     let mut draft = OrderDraft::new(payee, appid, TradeType::Jsapi, "100".parse()?, notify_url);
//!     draft.description = "Tea".to_owned();
//!     draft.payer = Some(PayerId::Openid(openid));
//!     let order = draft.prepare(wechatpay::ambient::now())?;
//!     let placed = orders::place(client, &order).await?;
//!     Ok(serde_json::to_string(&placed.pay_params)?)
//! }
//! ```

mod draft;
mod prepared;

pub use draft::{Expiry, OrderDefaults, OrderDraft, OrderDraftError, PayerId, new_number};
pub use prepared::{Placed, PreparedOrder, place};
