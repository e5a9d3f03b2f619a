//! What WeChat Pay says of a refund, and of the order that it is of.

use std::time::Duration;

use serde_json::{Map, Value};

use super::draft::KnownOrder;
use super::pending::PendingRefund;
use crate::client::{Answer, Client};
use crate::error::Error;
use crate::protocol::call::Call;
use crate::protocol::endpoint::Payee;
use crate::protocol::json;
use crate::protocol::refund::{CreateRefund, QueryRefund, RefundStatus};
use crate::protocol::transaction::{OrderNumber, QueryOrder};

/// A refund as WeChat Pay describes it.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct RefundResponse {
    /// The whole object, as it was sent.
    pub object: Map<String, Value>,
    /// How it stands.
    pub status: RefundStatus,
    /// `Request-ID`.
    pub request_id: Option<String>,
}

/// Sends a refund.
pub(super) async fn create(
    client: &Client,
    refund: &PendingRefund,
) -> Result<RefundResponse, Error> {
    let call = CreateRefund {
        body: refund.body.clone(),
    };
    let answer = client.call(&call).await?;
    RefundResponse::read(answer, &query_of(refund))
}

/// Looks a refund up.
pub(super) async fn look_up(
    client: &Client,
    refund: &PendingRefund,
) -> Result<RefundResponse, Error> {
    let query = query_of(refund);
    let answer = client.call_within(&query, Duration::MAX).await?;
    RefundResponse::read(answer, &query)
}

fn query_of(refund: &PendingRefund) -> QueryRefund {
    QueryRefund {
        out_refund_no: refund.out_refund_no.clone(),
        payee: refund.payee(),
    }
}

impl RefundResponse {
    fn read(answer: Answer, query: &QueryRefund) -> Result<Self, Error> {
        let request_id = answer.request_id.clone();
        let about = ("out_refund_no", query.out_refund_no.as_str());
        let object = object(answer, about, &query.payee)?;
        let status = text(&object, "status").ok_or_else(|| Error::Answer {
            what: "it has no status".to_owned(),
            request_id: request_id.clone(),
        })?;
        Ok(Self {
            status: status.to_owned().into(),
            object,
            request_id,
        })
    }
}

impl KnownOrder {
    /// Looks up what is not known: the other number, and the total.
    pub(super) async fn complete(&mut self, client: &Client, payee: Payee) -> Result<(), Error> {
        self.is_complete = true;
        let number = match (&self.out_trade_no, &self.transaction_id) {
            (_, Some(id)) => OrderNumber::TransactionId(id.clone()),
            (Some(number), None) => OrderNumber::OutTradeNo(number.clone()),
            (None, None) => return Ok(()),
        };
        let query = QueryOrder { number, payee };
        let answer = client
            .call_within(Call::from(&query), Duration::MAX)
            .await?;
        let request_id = answer.request_id.clone();
        let about = match &query.number {
            OrderNumber::OutTradeNo(number) => ("out_trade_no", number.as_str()),
            OrderNumber::TransactionId(id) => ("transaction_id", id.as_str()),
        };
        let order = object(answer, about, &query.payee)?;
        self.out_trade_no = text(&order, "out_trade_no").and_then(|text| text.parse().ok());
        self.transaction_id = text(&order, "transaction_id").and_then(|text| text.parse().ok());
        if self.total.is_none() {
            let total = json::find(&Value::Object(order), "amount.total")
                .and_then(|total| total.to_string().parse().ok())
                .ok_or_else(|| Error::Answer {
                    what: "the order has no amount.total".to_owned(),
                    request_id,
                })?;
            self.total = Some(total);
        }
        Ok(())
    }
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

/// Reads a response, which must not contradict the number and the merchants that were asked for.
fn object(
    answer: Answer,
    number: (&str, &str),
    payee: &Payee,
) -> Result<Map<String, Value>, Error> {
    let request_id = answer.request_id;
    let unreadable = |what: String| Error::Answer {
        what,
        request_id: request_id.clone(),
    };
    let object = match json::parse(answer.body.body()) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err(unreadable("it is not an object".to_owned())),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    for (name, expected) in std::iter::once(number).chain(merchants(payee)) {
        if let Some(other) = object.get(name).filter(|found| **found != expected) {
            let what = format!("it is about {name} {other}, and {expected} was asked for");
            return Err(unreadable(what));
        }
    }
    Ok(object)
}

/// Returns the merchants under every name that a response may have for them: those of a partner's
/// would not be in a direct merchant's.
fn merchants(payee: &Payee) -> [(&'static str, &str); 3] {
    let (signer, sub_mchid) = match payee {
        Payee::Direct { mchid } => (mchid.as_str(), mchid.as_str()),
        Payee::Partner {
            sp_mchid,
            sub_mchid,
            ..
        } => (sp_mchid.as_str(), sub_mchid.as_str()),
    };
    [
        ("mchid", signer),
        ("sp_mchid", signer),
        ("sub_mchid", sub_mchid),
    ]
}
