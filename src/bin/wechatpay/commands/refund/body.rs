//! From options to the bytes of a refund.

use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::profile::ProfileError;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::refund::{RefundAmount, RefundRequest};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};

use super::attempt::{Attempt, Numbering};
use super::create::Args;
use crate::commands::order_body;
use crate::context::Context;
use crate::diagnostic::Failure;

/// The order that is refunded, as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) out_trade_no: Option<OutTradeNo>,
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) total: Option<Fen>,
    /// Whether there is nothing more to find out.
    pub(super) complete: bool,
}

impl Known {
    fn of(attempt: &Attempt, total: Option<Fen>) -> Self {
        Self {
            out_trade_no: attempt.out_trade_no.clone(),
            transaction_id: attempt.transaction_id.clone(),
            total,
            complete: attempt.out_trade_no.is_some() && attempt.transaction_id.is_some(),
        }
    }

    /// Tells whether an attempt names the order by the same number.
    pub(super) fn names(&self, attempt: &Attempt) -> bool {
        let number = self.out_trade_no.is_some() && self.out_trade_no == attempt.out_trade_no;
        let id = self.transaction_id.is_some() && self.transaction_id == attempt.transaction_id;
        number || id
    }

    /// Asks WeChat Pay for what is not known: the other number, and the total.
    pub(super) async fn ask(&mut self, client: &Client, payee: Payee) -> Result<(), Error> {
        self.complete = true;
        let number = match (&self.out_trade_no, &self.transaction_id) {
            (_, Some(id)) => OrderNumber::TransactionId(id.clone()),
            (Some(number), None) => OrderNumber::OutTradeNo(number.clone()),
            (None, None) => return Ok(()),
        };
        // The order may be of any app of the merchant.
        let query = QueryOrder {
            number,
            payee,
            appid: None,
        };
        let answer = client.call_within(&query, Duration::MAX).await?;
        let order = answer.value;
        self.out_trade_no = order.out_trade_no;
        self.transaction_id = order.transaction_id;
        if self.total.is_none() {
            self.total = Some(order.total.ok_or_else(|| Error::Answer {
                what: "the order has no amount.total".to_owned(),
                request_id: answer.request_id,
            })?);
        }
        Ok(())
    }
}

/// A refund as it was asked for, whose order's total may have yet to be found out.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(super) payee: Payee,
    pub(super) number: OutRefundNo,
    pub(super) known: Known,
    body: Body,
    pub(super) numbering: Numbering,
}

#[derive(Debug, Clone)]
enum Body {
    /// The caller's own bytes.
    Exact(Vec<u8>),
    /// What the options come to; the total is null until it is known.
    Made { value: Value, refund: Fen },
}

impl Draft {
    /// Takes a body that is sent byte for byte.
    pub(super) fn exact(body: Vec<u8>, payee: Payee) -> Result<Self, Failure> {
        let attempt = Attempt::read(body, &payee)?;
        let total = attempt.total.to_string().parse().ok();
        Ok(Self {
            payee,
            number: attempt.out_refund_no.clone(),
            known: Known::of(&attempt, total),
            body: Body::Exact(attempt.body),
            numbering: Numbering::Given,
        })
    }

    /// Writes the options' refund, under the number that they give or under `new`.
    pub(crate) fn of(
        args: &Args,
        new: &OutRefundNo,
        payee: Payee,
        context: &Context,
    ) -> Result<Self, Failure> {
        let needed = || Failure::usage("--refund FEN or --refund-yuan 12.34 is needed");
        let refund = args.refund.or(args.refund_yuan).ok_or_else(needed)?;
        let value = body(args, refund, new, &payee, context)?;
        let total = json::find(&value, "amount.total").map(ToString::to_string);
        let total: Option<Fen> = total.and_then(|text| text.parse().ok());
        let body = Body::Made { value, refund };
        // Where the total is not known yet, any will do to read the rest.
        let attempt = Attempt::read(body.bytes(total.or(Some(refund)))?, &payee)?;
        let made = args.out_refund_no.is_none() && attempt.out_refund_no == *new;
        Ok(Self {
            payee,
            numbering: if made {
                Numbering::Made
            } else {
                Numbering::Given
            },
            number: attempt.out_refund_no.clone(),
            known: Known::of(&attempt, total),
            body,
        })
    }

    /// Replaces a number that was made by one that follows from the day, the order and the amount:
    /// the same command is then the same refund to WeChat Pay also where nothing is remembered of
    /// it, on another machine or once the data folder is lost.
    pub(super) fn with_number_of_the_day(mut self) -> Result<Self, Failure> {
        let day = ambient::now().to_rfc3339();
        let day: String = day.chars().filter(char::is_ascii_digit).take(8).collect();
        let refund = match &self.body {
            Body::Made { value, .. } => json::find(value, "amount.refund").map(Value::to_string),
            Body::Exact(_) => None,
        };
        let refund = refund.unwrap_or_default();
        let signer = self.signer().as_str();
        let digest = Sha256::digest([&day, signer, &*self.order(), &refund].join("\n"));
        let digits: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
        let number = format!("{day}{digits}").parse();
        let number =
            number.map_err(|error| Failure::internal("no number of the day").because(&error))?;
        self.renumber(number);
        Ok(self)
    }

    /// Gives a made number way to this one.
    pub(super) fn renumber(&mut self, number: OutRefundNo) {
        if let (Numbering::Made, Body::Made { value, .. }) = (&self.numbering, &mut self.body) {
            value["out_refund_no"] = number.as_str().into();
            self.number = number;
        }
    }

    /// Says that the number was made for a line of a batch, whose numbers begin with `batch`.
    pub(crate) fn of_line(mut self, batch: &str) -> Self {
        self.numbering = Numbering::Line(batch.to_owned());
        self
    }

    pub(crate) fn number(&self) -> &OutRefundNo {
        &self.number
    }

    pub(crate) fn signer(&self) -> &Mchid {
        self.payee.signer()
    }

    /// Whether the bytes are the caller's own.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.body, Body::Exact(_))
    }

    /// Whether it cannot be sent before the order's total is known.
    pub(super) fn lacks_total(&self) -> bool {
        self.known.total.is_none() && !self.is_exact()
    }

    pub(super) fn has_notify_url(&self) -> bool {
        match &self.body {
            Body::Exact(_) => true,
            Body::Made { value, .. } => value.get("notify_url").is_some(),
        }
    }

    /// Returns the bytes as far as they are known.
    pub(crate) fn text(&self) -> Vec<u8> {
        match &self.body {
            Body::Exact(bytes) => bytes.clone(),
            Body::Made { value, .. } => value.to_string().into_bytes(),
        }
    }

    /// Returns what tells the order from others, by the number that it was named by.
    pub(crate) fn order(&self) -> String {
        let sub_mchid = match &self.payee {
            Payee::Direct { .. } => "",
            Payee::Partner { sub_mchid, .. } => sub_mchid.as_str(),
        };
        match (&self.known.transaction_id, &self.known.out_trade_no) {
            (Some(id), _) => format!("{sub_mchid} transaction_id {id}"),
            (None, Some(number)) => format!("{sub_mchid} out_trade_no {number}"),
            (None, None) => String::new(),
        }
    }

    /// Returns what is to be sent.
    pub(super) fn attempt(&self, known: &Known) -> Result<Attempt, Failure> {
        let attempt = Attempt::read(self.body.bytes(known.total)?, &self.payee)?;
        Ok(Attempt {
            out_trade_no: known.out_trade_no.clone().or(attempt.out_trade_no),
            transaction_id: known.transaction_id.clone().or(attempt.transaction_id),
            ..attempt
        })
    }
}

impl Body {
    fn bytes(&self, total: Option<Fen>) -> Result<Vec<u8>, Failure> {
        let (value, refund) = match self {
            Self::Exact(bytes) => return Ok(bytes.clone()),
            Self::Made { value, refund } => (value, refund),
        };
        let total = total.ok_or_else(|| {
            Failure::usage("--total FEN is needed: --dry-run and --curl ask nobody")
        })?;
        if *refund > total {
            return Err(Failure::usage(format!(
                "a refund of {refund} is more than the order's {total}"
            )));
        }
        let mut value = value.clone();
        if json::find(&value, "amount.total").is_some_and(Value::is_null) {
            value["amount"]["total"] = total.get().into();
        }
        Ok(value.to_string().into_bytes())
    }
}

fn body(
    args: &Args,
    refund: Fen,
    new: &OutRefundNo,
    payee: &Payee,
    context: &Context,
) -> Result<Value, Failure> {
    let within = |option: &str, text: &Option<String>, longest: usize| {
        let text = text.clone();
        text.map(|text| order_body::within(option, text, longest))
            .transpose()
    };
    let request = RefundRequest {
        sub_mchid: match payee {
            Payee::Direct { .. } => None,
            Payee::Partner { sub_mchid, .. } => Some(sub_mchid.clone()),
        },
        transaction_id: args.transaction_id.clone(),
        out_trade_no: args.out_trade_no.clone(),
        out_refund_no: args.out_refund_no.clone().unwrap_or_else(|| new.clone()),
        reason: within("--reason", &args.reason, 80)?,
        notify_url: notify_url(args, context)?,
        funds_account: args.funds_account.clone(),
        amount: RefundAmount {
            refund,
            from: None,
            total: args.total.unwrap_or(refund),
            currency: "CNY".to_owned(),
        },
        goods_detail: args
            .goods_detail
            .as_ref()
            .map(order_body::Given::value)
            .transpose()?,
    };
    let mut value = serde_json::to_value(&request).map_err(|error| {
        Failure::internal("the refund cannot be written as JSON").because(&error)
    })?;
    if args.total.is_none() {
        value["amount"]["total"] = Value::Null;
    }
    order_body::assign(&mut value, &args.set, &args.set_json)?;
    Ok(value)
}

/// Without one, WeChat Pay posts a notice of v2 to the console's URL, if there is one at all.
fn notify_url(args: &Args, context: &Context) -> Result<Option<String>, Failure> {
    if args.notify_url.is_none() && !has_notify_url(context)? {
        return Ok(None);
    }
    let profile = context.profile()?;
    order_body::notify_url(args.notify_url.as_deref(), profile, context).map(Some)
}

/// Tells whether the profile says where notifications go.
pub(crate) fn has_notify_url(context: &Context) -> Result<bool, Failure> {
    let url = context.profile()?.notify_url();
    Ok(!matches!(url, Err(ProfileError::Missing { .. })))
}
