//! `query --batch`: each line queries an order.

use wechatpay::batch::Queries;

use super::args::BatchArgs;
use super::run::{self, CommandTexts};
use crate::commands::live::Purpose;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::Text;

/// Queries the orders of a file.
pub(crate) async fn run(args: &BatchArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    let profile = context.profile()?;
    let queries = Queries::<CliError>::new(profile.payee()?, profile.appid().ok());
    run::run(&queries, args, context, client).await
}

impl CommandTexts for Queries<CliError> {
    const PURPOSE: Option<Purpose> = None;

    fn once() -> Text {
        text!("batch-once-query")
    }
}
