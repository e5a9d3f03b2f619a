//! From what is to be refunded to the bytes that say so.

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::pending::{MissingField, Numbering, PendingRefund};
use crate::ambient;
use crate::notify_url::NotifyUrl;
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::Payee;
use crate::protocol::field::{FieldError, FieldOverride, check_text};
use crate::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use crate::protocol::json;
use crate::protocol::refund::{FundsAccount, RefundAmount, RefundRequest};
use crate::protocol::transaction::OrderNumber;

/// The longest `reason` that WeChat Pay takes, in bytes.
const MAX_REASON_BYTES: usize = 80;

/// A draft or body that cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum RefundDraftError {
    /// A field cannot be sent as it is.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The caller's own body is not JSON.
    #[error("the refund's body is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// The body does not identify a refund.
    #[error(transparent)]
    Missing(#[from] MissingField),
    /// The order's total is not known, and was not to be looked up.
    #[error("the order's total is not known")]
    TotalUnknown,
    /// More is to be refunded than was paid.
    #[error("a refund of {refund} is more than the order's {total}")]
    ExceedsTotal {
        /// What is to be refunded.
        refund: Fen,
        /// What the order came to.
        total: Fen,
    },
}

/// The number of a refund, or how to generate it.
#[derive(Debug, Clone, Default)]
pub enum RefundNumber {
    /// A number that follows from the day, the merchants, the order and the amount: the same
    /// refund has the same number on another machine, or after the record was lost.
    #[default]
    OfTheDay,
    /// A random number: a refund of its own.
    Random,
    /// The caller's number.
    Chosen(OutRefundNo),
    /// A number generated for a line of a batch, all of whose numbers begin with the prefix.
    OfBatch {
        /// The line's number.
        number: OutRefundNo,
        /// How the numbers of all its lines begin.
        prefix: String,
    },
}

/// What is to be refunded.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct RefundDraft {
    /// Who took the payment.
    pub payee: Payee,
    /// The order, by one of its numbers.
    pub order: OrderNumber,
    /// How much of it.
    pub refund: Fen,
    /// What the order came to; looked up if it is absent.
    pub total: Option<Fen>,
    /// The refund's number.
    pub number: RefundNumber,
    /// Shown to the payer; at most 80 bytes.
    pub reason: Option<String>,
    /// Where the notification goes; without one, WeChat Pay posts a notice of v2 to the URL that
    /// is set in the merchant console, if there is one.
    pub notify_url: Option<NotifyUrl>,
    /// Which account of the merchant pays for it; WeChat Pay decides if it is absent.
    pub funds_account: Option<FundsAccount>,
    /// 退款商品, a JSON array.
    pub goods_detail: Option<Value>,
    /// Further fields.
    pub overrides: Vec<FieldOverride>,
}

/// The order that is refunded, as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct KnownOrder {
    pub(super) out_trade_no: Option<OutTradeNo>,
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) total: Option<Fen>,
    /// Whether there is nothing more to look up.
    pub(super) is_complete: bool,
}

impl KnownOrder {
    fn of(pending: &PendingRefund, total: Option<Fen>) -> Self {
        Self {
            out_trade_no: pending.out_trade_no.clone(),
            transaction_id: pending.transaction_id.clone(),
            total,
            is_complete: pending.out_trade_no.is_some() && pending.transaction_id.is_some(),
        }
    }

    /// Tells whether a refund names the order by the same number.
    pub(super) fn is_of(&self, pending: &PendingRefund) -> bool {
        let same_number = self.out_trade_no.is_some() && self.out_trade_no == pending.out_trade_no;
        let same_id =
            self.transaction_id.is_some() && self.transaction_id == pending.transaction_id;
        same_number || same_id
    }
}

/// A refund with its number and its body. The order's total may have yet to be looked up.
#[derive(Debug, Clone)]
pub struct PreparedRefund {
    payee: Payee,
    number: OutRefundNo,
    numbering: Numbering,
    pub(super) order: KnownOrder,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    /// The caller's own bytes.
    Exact { value: Value, bytes: Vec<u8> },
    /// The draft's fields; the total is null until it is known.
    Composed { value: Value, refund: Fen },
}

impl RefundDraft {
    /// Starts a draft with what every refund has.
    #[must_use]
    pub fn new(payee: Payee, order: OrderNumber, refund: Fen) -> Self {
        Self {
            payee,
            order,
            refund,
            total: None,
            number: RefundNumber::default(),
            reason: None,
            notify_url: None,
            funds_account: None,
            goods_detail: None,
            overrides: Vec::new(),
        }
    }

    /// Writes the request, under its number.
    ///
    /// # Errors
    /// Returns an error if a field is not as WeChat Pay takes it, or an override leaves the refund
    /// without its number, its order or its amounts.
    pub fn prepare(&self) -> Result<PreparedRefund, RefundDraftError> {
        let (number, numbering) = match &self.number {
            RefundNumber::OfTheDay | RefundNumber::Random => {
                (random_number(), Numbering::Generated)
            }
            RefundNumber::Chosen(number) => (number.clone(), Numbering::Chosen),
            RefundNumber::OfBatch { number, prefix } => {
                (number.clone(), Numbering::Batch(prefix.clone()))
            }
        };
        let body = Body::Composed {
            value: self.request(number.clone())?,
            refund: self.refund,
        };
        let total = json::find(body.value(), "amount.total")
            .and_then(|total| total.to_string().parse().ok());
        // If the total is not known yet, any will do to read the rest.
        let pending = body.pending(total.or(Some(self.refund)), &self.payee)?;
        let prepared = PreparedRefund {
            payee: self.payee.clone(),
            numbering: if pending.out_refund_no == number {
                numbering
            } else {
                Numbering::Chosen
            },
            number: pending.out_refund_no.clone(),
            order: KnownOrder::of(&pending, total),
            body,
        };
        Ok(match &self.number {
            RefundNumber::OfTheDay => {
                let number = prepared.number_of_the_day();
                prepared.with_generated_number(number)
            }
            RefundNumber::Random | RefundNumber::Chosen(_) | RefundNumber::OfBatch { .. } => {
                prepared
            }
        })
    }

    fn request(&self, number: OutRefundNo) -> Result<Value, RefundDraftError> {
        if let Some(reason) = &self.reason {
            check_text("reason", reason, MAX_REASON_BYTES)?;
        }
        let (transaction_id, out_trade_no) = match self.order.clone() {
            OrderNumber::TransactionId(id) => (Some(id), None),
            OrderNumber::OutTradeNo(number) => (None, Some(number)),
        };
        let request = RefundRequest {
            sub_mchid: self.payee.sub_mchid().cloned(),
            transaction_id,
            out_trade_no,
            out_refund_no: number,
            reason: self.reason.clone(),
            notify_url: self.notify_url.as_ref().map(NotifyUrl::to_string),
            funds_account: self
                .funds_account
                .map(|account| account.as_str().to_owned()),
            amount: RefundAmount {
                refund: self.refund,
                from: None,
                total: self.total.unwrap_or(self.refund),
                currency: "CNY".to_owned(),
            },
            goods_detail: self.goods_detail.clone(),
        };
        let mut value = serde_json::to_value(&request).map_err(FieldError::Serialize)?;
        if self.total.is_none() {
            value["amount"]["total"] = Value::Null;
        }
        for field in &self.overrides {
            field.apply(&mut value).map_err(FieldError::Override)?;
        }
        Ok(value)
    }
}

impl PreparedRefund {
    /// Takes a body that is sent byte for byte.
    ///
    /// # Errors
    /// Returns an error if the body does not identify a refund.
    pub fn exact(bytes: Vec<u8>, payee: Payee) -> Result<Self, RefundDraftError> {
        let value = json::parse(&bytes).map_err(RefundDraftError::NotJson)?;
        let body = Body::Exact { value, bytes };
        let pending = body.pending(None, &payee)?;
        let total = pending.total.to_string().parse().ok();
        Ok(Self {
            payee,
            number: pending.out_refund_no.clone(),
            numbering: Numbering::Chosen,
            order: KnownOrder::of(&pending, total),
            body,
        })
    }

    /// Returns the merchant's number for the refund. A generated one may give way to another when
    /// the service prepares the refund.
    #[must_use]
    pub fn number(&self) -> &OutRefundNo {
        &self.number
    }

    /// Returns who took the payment.
    #[must_use]
    pub fn payee(&self) -> &Payee {
        &self.payee
    }

    /// Returns what is refunded, as the body has it; none if that is not an amount.
    #[must_use]
    pub fn amount(&self) -> Option<Fen> {
        Fen::deserialize(json::find(self.body.value(), "amount.refund")?).ok()
    }

    /// Returns the number by which the body names the order.
    #[must_use]
    pub fn order(&self) -> Option<OrderNumber> {
        let KnownOrder {
            out_trade_no,
            transaction_id,
            ..
        } = self.order.clone();
        let by_id = transaction_id.map(OrderNumber::TransactionId);
        by_id.or(out_trade_no.map(OrderNumber::OutTradeNo))
    }

    /// Returns how the number was chosen.
    #[must_use]
    pub fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// Tells whether the bytes are the caller's own.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.body, Body::Exact { .. })
    }

    /// Tells whether it cannot be sent before the order's total is known.
    pub(super) fn lacks_total(&self) -> bool {
        self.order.total.is_none() && !self.is_exact()
    }

    /// Tells whether the refund's end is notified as in v3.
    #[must_use]
    pub fn has_notify_url(&self) -> bool {
        self.is_exact() || self.body.value().get("notify_url").is_some()
    }

    /// Returns the bytes as far as they are known: the total may be null.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        match &self.body {
            Body::Exact { bytes, .. } => bytes.clone(),
            Body::Composed { value, .. } => value.to_string().into_bytes(),
        }
    }

    /// Returns a text that is the same for all refunds of an order that name it by the same
    /// number.
    #[must_use]
    pub fn order_key(&self) -> String {
        let sub_mchid = self.payee.sub_mchid().map_or("", Mchid::as_str);
        match (&self.order.transaction_id, &self.order.out_trade_no) {
            (Some(id), _) => format!("{sub_mchid} transaction_id {id}"),
            (None, Some(number)) => format!("{sub_mchid} out_trade_no {number}"),
            (None, None) => String::new(),
        }
    }

    /// Returns what is to be sent for an order.
    pub(super) fn pending(&self, order: &KnownOrder) -> Result<PendingRefund, RefundDraftError> {
        let pending = self.body.pending(order.total, &self.payee)?;
        Ok(PendingRefund {
            out_trade_no: order.out_trade_no.clone().or(pending.out_trade_no),
            transaction_id: order.transaction_id.clone().or(pending.transaction_id),
            ..pending
        })
    }

    /// Replaces a number that was generated, but none that was chosen.
    pub(super) fn with_random_number(self) -> Self {
        self.with_generated_number(random_number())
    }

    fn with_generated_number(mut self, number: OutRefundNo) -> Self {
        if let (Numbering::Generated, Body::Composed { value, .. }) =
            (&self.numbering, &mut self.body)
        {
            value["out_refund_no"] = number.as_str().into();
            self.number = number;
        }
        self
    }

    fn number_of_the_day(&self) -> OutRefundNo {
        let day: String = ambient::now()
            .to_rfc3339()
            .chars()
            .filter(char::is_ascii_digit)
            .take(8)
            .collect();
        let refund = json::find(self.body.value(), "amount.refund")
            .map(Value::to_string)
            .unwrap_or_default();
        let signer = self.payee.signer().as_str();
        let digest = Sha256::digest([&day, signer, &*self.order_key(), &refund].join("\n"));
        let hex: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
        parsed(&format!("{day}{hex}"))
    }
}

impl Body {
    fn value(&self) -> &Value {
        match self {
            Self::Exact { value, .. } | Self::Composed { value, .. } => value,
        }
    }

    fn pending(
        &self,
        total: Option<Fen>,
        payee: &Payee,
    ) -> Result<PendingRefund, RefundDraftError> {
        let now = ambient::now();
        let (value, refund) = match self {
            Self::Exact { value, bytes } => {
                return Ok(PendingRefund::read(value, bytes.clone(), payee, now)?);
            }
            Self::Composed { value, refund } => (value, *refund),
        };
        let total = total.ok_or(RefundDraftError::TotalUnknown)?;
        if refund > total {
            return Err(RefundDraftError::ExceedsTotal { refund, total });
        }
        let mut value = value.clone();
        if json::find(&value, "amount.total").is_some_and(Value::is_null) {
            value["amount"]["total"] = total.get().into();
        }
        let bytes = value.to_string().into_bytes();
        Ok(PendingRefund::read(&value, bytes, payee, now)?)
    }
}

fn random_number() -> OutRefundNo {
    parsed(&ambient::unique_number())
}

fn parsed(number: &str) -> OutRefundNo {
    number.parse().expect("digits and letters make a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RefundDraft {
        let payee = Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        };
        let order = OrderNumber::OutTradeNo("order-1".parse().unwrap());
        RefundDraft::new(payee, order, "4".parse().unwrap())
    }

    #[test]
    fn the_same_refund_has_the_same_number_all_day_and_another_one_another() {
        let number = |draft: &RefundDraft| draft.prepare().unwrap().number().clone();
        let first = draft();
        assert_eq!(number(&first), number(&first));
        let mut described = draft();
        described.reason = Some("late".to_owned());
        described.total = Some("10".parse().unwrap());
        assert_eq!(number(&first), number(&described));
        let mut other = draft();
        other.refund = "5".parse().unwrap();
        assert_ne!(number(&first), number(&other));
        let mut random = draft();
        random.number = RefundNumber::Random;
        assert_ne!(number(&random), number(&random));
    }

    #[test]
    fn an_overridden_number_is_the_callers() {
        let mut draft = draft();
        draft.overrides.push(FieldOverride {
            path: "out_refund_no".to_owned(),
            value: "own-1".into(),
        });
        let prepared = draft.prepare().unwrap();
        assert_eq!(prepared.number().as_str(), "own-1");
        assert_eq!(*prepared.numbering(), Numbering::Chosen);
    }

    #[test]
    fn a_total_is_filled_in_once_it_is_known_and_never_exceeded() {
        let prepared = draft().prepare().unwrap();
        assert!(prepared.lacks_total());
        let mut order = prepared.order.clone();
        assert!(matches!(
            prepared.pending(&order),
            Err(RefundDraftError::TotalUnknown)
        ));
        order.total = Some("10".parse().unwrap());
        let pending = prepared.pending(&order).unwrap();
        assert_eq!((pending.refund, pending.total), (4, 10));
        assert!(
            String::from_utf8(pending.body)
                .unwrap()
                .ends_with(r#""amount":{"refund":4,"total":10,"currency":"CNY"}}"#)
        );
        order.total = Some("3".parse().unwrap());
        assert!(matches!(
            prepared.pending(&order),
            Err(RefundDraftError::ExceedsTotal { .. })
        ));
    }

    #[test]
    fn a_reason_is_a_short_text_without_emoji() {
        let prepared = |reason: &str| {
            let mut draft = draft();
            draft.reason = Some(reason.to_owned());
            draft.prepare()
        };
        assert!(prepared("商品已售完").is_ok());
        assert!(matches!(
            prepared(&"x".repeat(81)),
            Err(RefundDraftError::Field(FieldError::Length {
                bytes: 81,
                ..
            }))
        ));
        assert!(matches!(
            prepared("😀"),
            Err(RefundDraftError::Field(FieldError::Characters {
                field: "reason"
            }))
        ));
    }
}
