//! A batch of queries: the order of each line.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::job::{
    Command, Defaults, Job, JobError, JobNumber, LineFailure, ParsedRow, SentRequest,
};
use super::row::{Row, RowProblem};
use crate::client::Client;
use crate::error::Error;
use crate::protocol::endpoint::{Endpoint, Payee};
use crate::protocol::id::Appid;
use crate::protocol::transaction::{OrderNumber, QueryOrder};

/// Queries the order of each row, which may also be a line of the results of another batch.
#[derive(Debug)]
pub struct Queries<F> {
    payee: Payee,
    appid: Option<Appid>,
    failure: PhantomData<F>,
}

impl<F> Queries<F> {
    /// Queries the orders of a payee, which must be of this App ID if there is one.
    #[must_use]
    pub fn new(payee: Payee, appid: Option<Appid>) -> Self {
        Self {
            payee,
            appid,
            failure: PhantomData,
        }
    }
}

impl<F: LineFailure + From<Error>> Command for Queries<F> {
    const NAME: &'static str = "query-batch";
    const LINE_SCHEMA: &'static str = "query-line";
    const FIELDS: &'static [&'static str] = &["out_trade_no", "transaction_id"];
    const CHANGES: bool = false;
    const READS_RESULTS: bool = true;

    type Job = Query<F>;

    fn read(&self, row: &Row, _: &Defaults) -> Result<ParsedRow<Query<F>>, RowProblem> {
        Ok(ParsedRow {
            job: Query {
                query: QueryOrder {
                    number: row.order_number()?,
                    payee: self.payee.clone(),
                    appid: self.appid.clone(),
                },
                failure: PhantomData,
            },
            unique: None,
            relative: false,
        })
    }
}

/// The query of one line.
#[derive(Debug)]
pub struct Query<F> {
    query: QueryOrder,
    failure: PhantomData<F>,
}

impl<F> Clone for Query<F> {
    fn clone(&self) -> Self {
        Self {
            query: self.query.clone(),
            failure: PhantomData,
        }
    }
}

impl<F: LineFailure + From<Error>> Job for Query<F> {
    type Failure = F;

    fn number(&self) -> JobNumber<'_> {
        match &self.query.number {
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
            target: self.query.target(),
            body: Cow::Borrowed(&[]),
        }
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<F>> {
        let query = self.query;
        let answer = client
            .call_within(&query, Duration::MAX)
            .await
            .map_err(|error| JobError::of_call(error, false))?;
        let mut fields = answer.value.object;
        fields.insert("request_id".to_owned(), answer.request_id.into());
        Ok(fields)
    }
}
