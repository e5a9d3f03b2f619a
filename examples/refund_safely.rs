//! Refunds a payment so that no crash and no lost response makes two refunds of one.
//!
//! `cargo run --example refund_safely`
#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft};
use wechatpay::profile::Profile;
use wechatpay::protocol::id::OutTradeNo;
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::transaction::OrderNumber;
use wechatpay::refunds::{PendingRefundStore, RefundDraft, RefundOutcome, RefundService};
use wechatpay::sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let profile = sandbox.profile()?;
    let client = Client::from_profile(&profile)?;
    let paid = place(&client, &profile).await?;
    sandbox.pay(&paid).await?;

    let data = tempfile::tempdir()?;
    // A folder that survives restarts, and that all processes of the shop share.
    let store = PendingRefundStore::new(data.path().join("refunds"));
    let service = RefundService::new(store);
    let order = OrderNumber::OutTradeNo(paid);
    let draft = RefundDraft::new(profile.payee()?, order, "30".parse()?);

    // On disk before it is sent. A repetition finds it there, and goes on with its number.
    let submission = service.prepare(&client, &draft.prepare()?).await?;
    match service.submit(&client, &submission).await {
        Ok(response) => {
            let number = &submission.refund().out_refund_no;
            println!("{number} is {}", response.value.status);
            service.confirm(&submission, &response).await?;
        }
        Err(failed) => match failed.outcome {
            RefundOutcome::Refused | RefundOutcome::NotSent => return Err(failed.into()),
            RefundOutcome::InsufficientBalance | RefundOutcome::Unknown => {
                println!("{failed}; run the same again");
            }
        },
    }

    // The same refund again is an error, and the payer gets nothing twice.
    let again = service.prepare(&client, &draft.prepare()?).await;
    println!("{}", again.err().ok_or("a second refund was prepared")?);
    Ok(())
}

async fn place(client: &Client, profile: &Profile) -> Result<OutTradeNo, Box<dyn Error>> {
    let number: OutTradeNo = "order-1".parse()?;
    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Native,
        "100".parse()?,
        profile.notify_url()?.parse()?,
    );
    draft.description = "Tea".into();
    draft.out_trade_no = Some(number.clone());
    orders::place(client, &draft.prepare(ambient::now())?).await?;
    Ok(number)
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
