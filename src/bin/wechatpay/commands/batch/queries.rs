//! `query --batch`: an order of each line is asked for.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use wechatpay::batch::{
    Command, Defaults, Job, JobError, JobNumber, ParsedRow, Row, RowProblem, SentRequest,
};
use wechatpay::client::Client;
use wechatpay::protocol::endpoint::{Endpoint, Payee};
use wechatpay::protocol::id::Appid;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::args::BatchArgs;
use super::failure::Texts;
use super::report::CommandTexts;
use super::run;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Queries the orders of a file.
pub(crate) async fn run(args: &BatchArgs, context: &mut Context) -> Result<ExitStatus, CliError> {
    let client = context.client().await?;
    let profile = context.profile()?;
    let queries = Queries {
        payee: profile.payee()?,
        appid: profile.appid().ok(),
    };
    run::run(&queries, args, context, client).await
}

struct Queries {
    payee: Payee,
    appid: Option<Appid>,
}

impl Command for Queries {
    const NAME: &'static str = "query-batch";
    const LINE_SCHEMA: &'static str = "query-line";
    const FIELDS: &'static [&'static str] = &["out_trade_no", "transaction_id"];
    const CHANGES: bool = false;
    const READS_RESULTS: bool = true;

    type Job = Query;

    fn read(&self, row: &Row, _: &Defaults) -> Result<ParsedRow<Query>, RowProblem> {
        // A query's own result has both numbers.
        if !row.is_result() {
            row.exclusive("out_trade_no", "transaction_id")?;
        }
        let number = match row.parsed("out_trade_no")? {
            Some(number) => OrderNumber::OutTradeNo(number),
            None => row
                .parsed("transaction_id")?
                .map(OrderNumber::TransactionId)
                .ok_or(RowProblem::Missing("out_trade_no or transaction_id"))?,
        };
        Ok(ParsedRow {
            job: Query(QueryOrder {
                number,
                payee: self.payee.clone(),
                appid: self.appid.clone(),
            }),
            unique: None,
            relative: false,
        })
    }
}

impl CommandTexts for Queries {
    const ONCE: Texts = ("asking changes nothing", "查询不会改变任何数据");
}

/// A query on its way.
#[derive(Clone)]
struct Query(QueryOrder);

impl Job for Query {
    type Failure = CliError;

    fn number(&self) -> JobNumber<'_> {
        match &self.0.number {
            OrderNumber::OutTradeNo(number) => JobNumber {
                name: "out_trade_no",
                value: number.as_str(),
            },
            OrderNumber::TransactionId(number) => JobNumber {
                name: "transaction_id",
                value: number.as_str(),
            },
        }
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            target: self.0.target(),
            body: Cow::Borrowed(&[]),
        }
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<CliError>> {
        let answer = client
            .call_within(&self.0, Duration::MAX)
            .await
            .map_err(|error| JobError::of_call(error, false))?;
        let mut fields = answer.value.object;
        fields.insert("request_id".to_owned(), answer.request_id.into());
        Ok(fields)
    }
}
