//! A refund that may have been sent, and how a new one relates to those before it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use crate::protocol::json;
use crate::protocol::refund::{CreateRefund, QueryRefund};
use crate::protocol::stamp::Timestamp;

/// A refund as it is recorded before it is sent: its bytes, and what they mean.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRefund {
    /// The merchant who signs.
    pub mchid: Mchid,
    /// The sub-merchant who took the payment; partners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<Mchid>,
    /// The payment, by the merchant's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<OutTradeNo>,
    /// The payment, by WeChat Pay's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The merchant's number for the refund.
    pub out_refund_no: OutRefundNo,
    /// What is refunded, in fen.
    pub refund: u64,
    /// What the order came to, in fen.
    pub total: u64,
    /// When it was first sent.
    pub began_at: Timestamp,
    /// How many processes have set out to send it.
    #[serde(default = "once")]
    pub sendings: u32,
    /// When it became known that WeChat Pay accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// The exact bytes that are sent.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub body: Vec<u8>,
}

fn once() -> u32 {
    1
}

fn to_base64<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    STANDARD.encode(body).serialize(serializer)
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

/// A body lacks what identifies a refund, so that it could not be repeated safely.
#[derive(Debug, thiserror::Error)]
#[error("the refund's body has no valid {0}")]
pub struct MissingField(pub &'static str);

/// How the number of a refund was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbering {
    /// By the caller.
    Chosen,
    /// It was generated for this refund, and gives way to an unfinished refund's.
    Generated,
    /// It was generated for a line of a batch, all of whose numbers begin with this prefix.
    Batch(String),
}

impl Numbering {
    /// Tells whether a refund with this number must not repeat an accepted one of the same order
    /// and amount. Two lines of one batch are two refunds.
    fn must_not_repeat(&self, accepted: &PendingRefund) -> bool {
        match self {
            Self::Chosen => false,
            Self::Generated => true,
            Self::Batch(prefix) => !accepted.out_refund_no.as_str().starts_with(prefix),
        }
    }
}

/// The recorded refunds that a new one is held against.
#[derive(Debug, Default)]
pub(super) struct RecordedRefunds {
    /// Those whose outcome is unknown, in the order in which they were first sent.
    pub(super) unfinished: Vec<PendingRefund>,
    /// Those of the same order that were accepted within a day.
    pub(super) accepted: Vec<PendingRefund>,
}

/// How a refund relates to the recorded ones.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    /// It is a refund of its own.
    New,
    /// It is this one again: the same number, the same bytes.
    Resume(Box<PendingRefund>),
}

/// Why a refund must not be sent beside an earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// It would use the number of this one with other parameters.
    DifferentParameters(Box<PendingRefund>),
    /// It would refund the order of this one again, whose outcome is unknown.
    Unfinished(Box<PendingRefund>),
    /// It would refund the order of this one again by the same amount, and this one was accepted.
    Accepted(Box<PendingRefund>),
}

impl PendingRefund {
    /// Reads what a body means. A refund that cannot be distinguished from another could not be
    /// repeated safely, so its number, its order and its amounts must be there.
    pub(super) fn read(
        value: &Value,
        body: Vec<u8>,
        payee: &Payee,
        now: Timestamp,
    ) -> Result<Self, MissingField> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let amount = |field: &'static str| {
            json::find(value, field)
                .and_then(Value::as_u64)
                .ok_or(MissingField(field))
        };
        let pending = Self {
            mchid: payee.signer().clone(),
            sub_mchid: text("sub_mchid").and_then(|text| text.parse().ok()),
            out_trade_no: text("out_trade_no").and_then(|text| text.parse().ok()),
            transaction_id: text("transaction_id").and_then(|text| text.parse().ok()),
            out_refund_no: text("out_refund_no")
                .and_then(|text| text.parse().ok())
                .ok_or(MissingField("out_refund_no"))?,
            refund: amount("amount.refund")?,
            total: amount("amount.total")?,
            began_at: now,
            sendings: 1,
            accepted_at: None,
            body,
        };
        if pending.out_trade_no.is_none() && pending.transaction_id.is_none() {
            return Err(MissingField("out_trade_no or transaction_id"));
        }
        Ok(pending)
    }

    /// Returns who took the payment.
    #[must_use]
    pub fn payee(&self) -> Payee {
        let signer = self.mchid.clone();
        match self.sub_mchid.clone() {
            None => Payee::Direct { mchid: signer },
            Some(sub_mchid) => Payee::Partner {
                sp_mchid: signer,
                sub_mchid,
                sub_appid: None,
            },
        }
    }

    /// Returns the call that sends it.
    #[must_use]
    pub fn call(&self) -> CreateRefund {
        CreateRefund {
            out_refund_no: self.out_refund_no.clone(),
            payee: self.payee(),
            body: self.body.clone(),
        }
    }

    /// Returns the call that looks it up.
    #[must_use]
    pub fn query(&self) -> QueryRefund {
        QueryRefund {
            out_refund_no: self.out_refund_no.clone(),
            payee: self.payee(),
            created_with: Some(self.body.clone()),
        }
    }

    /// Tells whether WeChat Pay would know the refund by now, had its first sending been
    /// accepted. A query does not find one that was just accepted.
    pub(super) fn would_be_found(&self, now: Timestamp) -> bool {
        now.0 - self.began_at.0 >= SECONDS_UNTIL_FOUND
    }

    /// Tells whether both name the same order. If they name it by different numbers, that cannot
    /// be known: see [`PendingRefund::may_be_of_order_known_by`].
    pub(super) fn is_of_order_of(&self, other: &Self) -> bool {
        let same_number = self.out_trade_no.is_some() && self.out_trade_no == other.out_trade_no;
        let same_id = self.transaction_id.is_some() && self.transaction_id == other.transaction_id;
        self.sub_mchid == other.sub_mchid && (same_number || same_id)
    }

    /// Tells whether this names its order by the other of the two numbers alone.
    pub(super) fn may_be_of_order_known_by(&self, out_trade_no: bool) -> bool {
        if out_trade_no {
            self.out_trade_no.is_none()
        } else {
            self.transaction_id.is_none()
        }
    }

    fn has_amounts_of(&self, other: &Self) -> bool {
        (self.refund, self.total) == (other.refund, other.total)
    }

    /// Decides how to go on, given the recorded refunds. `is_exact` tells whether the bytes are
    /// the caller's own.
    pub(super) fn resolve(
        &self,
        recorded: &RecordedRefunds,
        numbering: &Numbering,
        is_exact: bool,
    ) -> Result<Resolution, Conflict> {
        let RecordedRefunds {
            unfinished,
            accepted,
        } = recorded;
        let has_own_number = |earlier: &&Self| earlier.out_refund_no == self.out_refund_no;
        let is_resumed = |earlier: &Self| {
            let same = self.is_of_order_of(earlier) && self.has_amounts_of(earlier);
            earlier.body == self.body || same && !is_exact
        };
        if let Some(earlier) = unfinished.iter().find(has_own_number) {
            return if is_resumed(earlier) {
                Ok(Resolution::Resume(Box::new(earlier.clone())))
            } else {
                Err(Conflict::DifferentParameters(Box::new(earlier.clone())))
            };
        }
        let generated = *numbering == Numbering::Generated;
        if let Some(earlier) = accepted.iter().find(has_own_number).filter(|_| !generated) {
            // WeChat Pay refuses other parameters under a number that it has accepted.
            return Ok(if is_resumed(earlier) {
                Resolution::Resume(Box::new(earlier.clone()))
            } else {
                Resolution::New
            });
        }
        let of_same_order = || {
            unfinished
                .iter()
                .rev()
                .filter(|earlier| self.is_of_order_of(earlier))
        };
        if let Some(earlier) =
            of_same_order().find(|earlier| generated && self.has_amounts_of(earlier))
        {
            return Ok(Resolution::Resume(Box::new(earlier.clone())));
        }
        if let Some(earlier) = of_same_order().next() {
            return Err(Conflict::Unfinished(Box::new(earlier.clone())));
        }
        let repeated = accepted.iter().find(|earlier| {
            self.is_of_order_of(earlier)
                && self.refund == earlier.refund
                && numbering.must_not_repeat(earlier)
        });
        match repeated {
            Some(earlier) => Err(Conflict::Accepted(Box::new(earlier.clone()))),
            None => Ok(Resolution::New),
        }
    }
}

/// A refund that WeChat Pay does not know so long after it was sent was not accepted.
const SECONDS_UNTIL_FOUND: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(number: &str, refund: u64, order: &str) -> PendingRefund {
        let payee = Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        };
        let body = format!(
            r#"{{{order},"out_refund_no":"{number}","amount":{{"refund":{refund},"total":10,"currency":"CNY"}}}}"#
        );
        read(&body, &payee).unwrap()
    }

    fn read(body: &str, payee: &Payee) -> Result<PendingRefund, MissingField> {
        let value = json::parse(body.as_bytes()).unwrap();
        PendingRefund::read(&value, body.into(), payee, Timestamp(1_554_208_460))
    }

    fn unfinished<const N: usize>(refunds: [&PendingRefund; N]) -> RecordedRefunds {
        RecordedRefunds {
            unfinished: refunds.map(Clone::clone).to_vec(),
            accepted: Vec::new(),
        }
    }

    fn resumed(refund: &PendingRefund) -> Resolution {
        Resolution::Resume(Box::new(refund.clone()))
    }

    const BY_NUMBER: &str = r#""out_trade_no":"order-1""#;
    const BY_ID: &str = r#""transaction_id":"T1""#;
    const BY_BOTH: &str = r#""transaction_id":"T1","out_trade_no":"order-1""#;

    #[test]
    fn a_generated_number_gives_way_to_the_unfinished_one() {
        let latest = pending("r2", 4, BY_BOTH);
        let recorded = unfinished([&pending("r1", 4, BY_NUMBER), &latest]);
        let resolve = |order| {
            pending("new", 4, order)
                .resolve(&recorded, &Numbering::Generated, false)
                .unwrap()
        };
        for order in [BY_NUMBER, BY_ID] {
            assert_eq!(resolve(order), resumed(&latest));
        }
        assert_eq!(resolve(r#""out_trade_no":"order-2""#), Resolution::New);
    }

    #[test]
    fn another_number_or_amount_beside_an_unfinished_refund_is_refused() {
        let recorded = unfinished([&pending("r1", 4, BY_NUMBER)]);
        for (number, refund, numbering) in [
            ("r2", 4, Numbering::Chosen),
            ("r2", 5, Numbering::Chosen),
            ("new", 5, Numbering::Generated),
            ("batch1", 4, Numbering::Batch("batch".to_owned())),
        ] {
            let new = pending(number, refund, BY_NUMBER);
            assert!(
                new.resolve(&recorded, &numbering, false).is_err(),
                "{number} {refund}"
            );
        }
    }

    #[test]
    fn the_same_number_goes_on_with_its_own_parameters_only() {
        let first = pending("r1", 4, BY_NUMBER);
        let recorded = unfinished([&first]);
        let resolve =
            |refund: &PendingRefund, exact| refund.resolve(&recorded, &Numbering::Chosen, exact);
        assert_eq!(resolve(&first, true), Ok(resumed(&first)));
        let mut spaced = first.clone();
        spaced.body.push(b' ');
        assert_eq!(resolve(&spaced, false), Ok(resumed(&first)));
        assert!(resolve(&spaced, true).is_err());
        assert!(resolve(&pending("r1", 5, BY_NUMBER), false).is_err());
    }

    #[test]
    fn an_accepted_refund_is_repeated_only_under_a_chosen_number() {
        let first = pending("batch1-1", 4, BY_BOTH);
        let recorded = RecordedRefunds {
            unfinished: Vec::new(),
            accepted: vec![first.clone()],
        };
        let resolve = |number: &str, refund, order, numbering: &Numbering| {
            pending(number, refund, order).resolve(&recorded, numbering, false)
        };
        let blocked = Err(Conflict::Accepted(Box::new(first.clone())));
        let batch = |prefix: &str| Numbering::Batch(prefix.to_owned());
        let (chosen, generated) = (Numbering::Chosen, Numbering::Generated);
        for order in [BY_NUMBER, BY_ID] {
            assert_eq!(resolve("new", 4, order, &generated), blocked);
            assert_eq!(resolve("batch2-1", 4, order, &batch("batch2-")), blocked);
            assert_eq!(resolve("r2", 4, order, &chosen), Ok(Resolution::New));
            assert_eq!(resolve("new", 5, order, &generated), Ok(Resolution::New));
            let own = resolve("batch1-2", 4, order, &batch("batch1-"));
            assert_eq!(own, Ok(Resolution::New));
        }
        // A generated number does not show that the first one is meant.
        assert_eq!(resolve("batch1-1", 4, BY_ID, &generated), blocked);
        let same = resolve("batch1-1", 4, BY_ID, &chosen);
        assert_eq!(same, Ok(resumed(&first)));
        let other = r#""out_trade_no":"order-2""#;
        assert_eq!(resolve("new", 4, other, &generated), Ok(Resolution::New));
    }

    #[test]
    fn a_record_keeps_every_byte_and_the_names_of_its_format() {
        let refund = pending("r1", 4, BY_BOTH);
        let text = serde_json::to_string(&refund).unwrap();
        assert_eq!(
            serde_json::from_str::<PendingRefund>(&text).unwrap(),
            refund
        );
        let body = STANDARD.encode(&refund.body);
        assert_eq!(
            text,
            format!(
                r#"{{"mchid":"1900000001","out_trade_no":"order-1","transaction_id":"T1","out_refund_no":"r1","refund":4,"total":10,"began_at":1554208460,"sendings":1,"body":"{body}"}}"#
            )
        );
    }

    #[test]
    fn a_body_that_could_be_another_refund_is_not_sent() {
        let payee = Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        };
        for body in [
            "[]",
            "{}",
            r#"{"out_refund_no":"r","amount":{"refund":1,"total":1}}"#,
            r#"{"out_trade_no":"order-1","out_refund_no":"a b","amount":{"refund":1,"total":1}}"#,
            r#"{"out_trade_no":"order-1","out_refund_no":"r","amount":{"refund":"1","total":1}}"#,
        ] {
            assert!(read(body, &payee).is_err(), "{body}");
        }
    }
}
