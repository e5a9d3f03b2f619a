//! Downloads a day's trade bill, and reads it once its hash is verified.
//!
//! `cargo run --example download_a_bill`
#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use wechatpay::ambient;
use wechatpay::bills::{self, BillRequest, BillsError, Content, Destination, DownloadOptions};
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft};
use wechatpay::protocol::bill::{BillDate, BillItem, BillType, TradeBill};
use wechatpay::protocol::order::TradeType;
use wechatpay::sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let profile = sandbox.profile()?;
    let client = Client::from_profile(&profile)?;
    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Native,
        "100".parse()?,
        profile.notify_url()?.parse()?,
    );
    draft.description = "Tea".into();
    draft.out_trade_no = Some("order-1".parse()?);
    orders::place(&client, &draft.prepare(ambient::now())?).await?;
    sandbox.pay(&"order-1".parse()?).await?;

    // A sandbox makes today's bill; WeChat Pay makes yesterday's from 10 in the morning on.
    let request = BillRequest::Trade(TradeBill {
        bill_date: BillDate::of(ambient::now()),
        bill_type: BillType::Success,
        sub_mchid: None,
        gzip: true,
    });
    let options = DownloadOptions::new(Destination::Spool);
    let verified = bills::download(&client, &request, &options, |_| {}).await?;

    let Content::Spool(mut bill) = verified.content else {
        return Err("a spooled bill is in no file".into());
    };
    bill.items::<BillsError>(|item| {
        match item {
            BillItem::Row(row) => println!("{:?} {:?}", row.get("商户订单号"), row.get("订单金额")),
            BillItem::Header(_) | BillItem::Summary(_) => {}
        }
        Ok(())
    })?;
    assert_eq!(bill.count_rows()?, 1);
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
