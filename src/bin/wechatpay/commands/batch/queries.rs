//! `query --batch`: an order of each line is asked for.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::protocol::endpoint::{Endpoint, Payee};
use wechatpay::protocol::id::Appid;
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::fields::{Fields, parsed};
use super::lost::Lost;
use super::{BatchArgs, Errand, Made, Prepared, Work};
use crate::context::Context;
use crate::diagnostic::Failure;

/// Asks for the orders of a file.
pub(crate) async fn run(args: &BatchArgs, context: &mut Context) -> Result<u8, Failure> {
    let client = context.client().await?;
    let profile = context.profile()?;
    let queries = Queries {
        payee: profile.payee()?,
        appid: profile.appid().ok(),
    };
    super::run(&queries, args, context, client).await
}

struct Queries {
    payee: Payee,
    appid: Option<Appid>,
}

impl Work for Queries {
    const NAME: &'static str = "query-batch";
    const LINE: &'static str = "query-line";
    const FIELDS: &'static [&'static str] = &["out_trade_no", "transaction_id"];
    const CHANGES: bool = false;
    const ONCE: (&'static str, &'static str) = ("asking changes nothing", "查询不会改变任何数据");
    const READS_RESULTS: bool = true;

    type Errand = Query;

    fn read(&self, fields: &Fields, _: &Made) -> Result<Prepared<Query>, Failure> {
        let (number, id) = (fields.get("out_trade_no"), fields.get("transaction_id"));
        let number = match (number, id) {
            (Some(number), None) => OrderNumber::OutTradeNo(parsed("out_trade_no", number)?),
            // A query's own result has both.
            (Some(number), Some(_)) if fields.are_of_result() => {
                OrderNumber::OutTradeNo(parsed("out_trade_no", number)?)
            }
            (None, Some(id)) => OrderNumber::TransactionId(parsed("transaction_id", id)?),
            (Some(_), Some(_)) => {
                return Err(Failure::config(
                    "it gives both out_trade_no and transaction_id, and there can be only one",
                ));
            }
            (None, None) => {
                return Err(Failure::config("out_trade_no or transaction_id is missing"));
            }
        };
        let payee = self.payee.clone();
        Ok(Prepared {
            errand: Query(QueryOrder {
                number,
                payee,
                appid: self.appid.clone(),
            }),
            unique: None,
            relative: false,
        })
    }
}

/// A question on its way.
#[derive(Clone)]
struct Query(QueryOrder);

impl Errand for Query {
    fn number(&self) -> (&'static str, &str) {
        match &self.0.number {
            OrderNumber::OutTradeNo(number) => ("out_trade_no", number.as_str()),
            OrderNumber::TransactionId(number) => ("transaction_id", number.as_str()),
        }
    }

    fn sent(&self) -> (String, Cow<'_, [u8]>) {
        (self.0.target(), Cow::Borrowed(&[]))
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, Lost> {
        let answer = client
            .call_within(&self.0, Duration::MAX)
            .await
            .map_err(|error| Lost::of(error, false))?;
        let mut order = answer.value.object;
        order.insert("request_id".to_owned(), answer.request_id.into());
        Ok(order)
    }
}
