//! Tests a shop's own code against a WeChat Pay inside the test.
//!
//! `cargo test --example sandbox_in_a_test`

use std::error::Error;

use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft};
use wechatpay::profile::Profile;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};
use wechatpay::sandbox::Sandbox;

/// The code under test: it does not know whether it calls WeChat Pay or a sandbox.
struct Shop {
    client: Client,
    profile: Profile,
}

impl Shop {
    fn new(profile: Profile) -> Result<Self, Box<dyn Error>> {
        let client = Client::from_profile(&profile)?;
        Ok(Self { client, profile })
    }

    async fn sell(&self, number: &OutTradeNo) -> Result<(), Box<dyn Error>> {
        let mut draft = OrderDraft::new(
            self.profile.payee()?,
            self.profile.appid()?,
            TradeType::Native,
            "100".parse()?,
            self.profile.notify_url()?.parse()?,
        );
        draft.description = "Tea".into();
        draft.out_trade_no = Some(number.clone());
        orders::place(&self.client, &draft.prepare(ambient::now())?).await?;
        Ok(())
    }

    async fn is_paid(&self, number: OutTradeNo) -> Result<bool, Box<dyn Error>> {
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo(number),
            payee: self.profile.payee()?,
            appid: None,
        };
        let order = self.client.call(&query).await?.value;
        Ok(order.trade_state == TradeState::Success)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let shop = Shop::new(sandbox.profile()?)?;

    let number: OutTradeNo = "order-1".parse()?;
    shop.sell(&number).await?;
    assert!(!shop.is_paid(number.clone()).await?);
    sandbox.pay(&number).await?;
    assert!(shop.is_paid(number).await?);
    Ok(())
}

#[test]
fn a_paid_order_is_paid() -> Result<(), Box<dyn Error>> {
    main()
}
