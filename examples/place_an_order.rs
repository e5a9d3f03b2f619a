//! Places an order, and signs what a Mini Program passes to `wx.requestPayment`.
//!
//! `cargo run --example place_an_order`
#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft, PayerId};
use wechatpay::protocol::order::TradeType;
use wechatpay::sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    // Against WeChat Pay, `Profile::load` reads a merchant.toml instead.
    let profile = sandbox.profile()?;
    let client = Client::from_profile(&profile)?;

    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Jsapi,
        "100".parse()?, // in fen
        profile.notify_url()?.parse()?,
    );
    draft.description = "Tea".into();
    draft.payer = Some(PayerId::Openid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".parse()?));
    let order = draft.prepare(ambient::now())?;
    // If this fails with `Error::outcome_unknown`, place the same `order` again: the bytes and the
    // number are the same, so there is no second order.
    let placed = orders::place(&client, &order).await?;

    let pay_params = placed.pay_params.ok_or("a JSAPI order has pay params")?;
    println!("{}", serde_json::to_string_pretty(&pay_params)?);
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
