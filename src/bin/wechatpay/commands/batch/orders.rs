//! `create-order --batch`: an order for each line.

use std::marker::PhantomData;

use wechatpay::batch::{OrderFailure, Orders};
use wechatpay::error::Error;
use wechatpay::protocol::id::OutTradeNo;

use super::errors::of_row;
use super::run::{self, CommandTexts};
use crate::commands::body_options::notify_url;
use crate::commands::create_order::args::{Args, expiry};
use crate::commands::live::Purpose;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::Text;

/// Creates the orders of a file.
pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.ensure_local().await?;
    let client = context.client().await?;
    let profile = context.profile()?;
    let orders = Orders::<CliError> {
        payee: profile.payee()?,
        appid: profile.appid()?,
        defaults: args.defaults()?,
        with_pay_params: args.pay_params,
        notify_url: &|given| {
            notify_url(given.or(args.notify_url.as_deref()), context).map_err(of_row)
        },
        read_expiry: |row| row.parsed_by("time_expire", expiry),
        failure: PhantomData,
    };
    run::run(&orders, &args.batch, context, client).await
}

impl CommandTexts for Orders<'_, CliError> {
    const PURPOSE: Option<Purpose> = Some(Purpose::Order);

    fn once() -> Text {
        text!("batch-once-order")
    }
}

impl OrderFailure for CliError {
    fn of_another_run(error: Error, number: &OutTradeNo) -> Self {
        Self::from(error)
            .with_cause(text!("batch-order-of-another-run"))
            .with_help(text!("batch-order-of-another-run-help", number))
    }
}
