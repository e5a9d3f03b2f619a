//! A refund that is about to be asked for, and whether it goes on with one that was.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use wechatpay::ambient;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{Mchid, OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::json;
use wechatpay::protocol::stamp::Timestamp;

use crate::diagnostic::Failure;

/// What is known of a refund before it is sent: its bytes, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attempt {
    /// Who signs.
    pub(super) mchid: Mchid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sub_mchid: Option<Mchid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) out_trade_no: Option<OutTradeNo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) out_refund_no: OutRefundNo,
    /// In fen.
    pub(super) refund: u64,
    /// In fen.
    pub(super) total: u64,
    /// When it was first sent.
    pub(super) began_at: Timestamp,
    /// How many commands have set out to send it.
    #[serde(default = "once")]
    pub(super) sendings: u32,
    /// When it became known that WeChat Pay accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) accepted_at: Option<Timestamp>,
    #[serde(serialize_with = "encoded", deserialize_with = "decoded")]
    pub(super) body: Vec<u8>,
}

fn once() -> u32 {
    1
}

fn encoded<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    STANDARD.encode(body).serialize(serializer)
}

fn decoded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

/// How an attempt relates to those whose outcome is unknown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It is a refund of its own.
    New,
    /// It is this one again: the same number, the same bytes.
    Resume(Box<Attempt>),
}

/// Where the number of a refund comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Numbering {
    /// The user gave it.
    Given,
    /// It was made for this command, and may be replaced by an unfinished refund's.
    Made,
    /// It was made for a line of a batch, whose numbers begin like this.
    Line(String),
}

impl Numbering {
    /// Tells whether a refund with this number must not repeat that one, whose order and amount
    /// are the same. Two lines of one batch are two refunds.
    fn must_not_repeat(&self, accepted: &Attempt) -> bool {
        match self {
            Self::Given => false,
            Self::Made => true,
            Self::Line(batch) => !accepted.out_refund_no.as_str().starts_with(batch),
        }
    }
}

/// Why an attempt must not be sent beside an earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// It would use the number of this one with other parameters.
    Different(Box<Attempt>),
    /// It would refund the order of this one again.
    Unfinished(Box<Attempt>),
    /// It would refund the order of this one again by the same amount, and this one was accepted.
    Accepted(Box<Attempt>),
}

impl Attempt {
    /// Reads what a body means. A refund that cannot be told from another could not be repeated
    /// safely, so its number, its order and its amounts must be there.
    pub(super) fn read(body: Vec<u8>, payee: &Payee) -> Result<Self, Failure> {
        let value = json::parse(&body)
            .map_err(|error| Failure::config("the refund's body is not JSON").because(&error))?;
        let lacks = |what: &str| Failure::config(format!("the refund's body has no valid {what}"));
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let amount = |name: &str| {
            let fen = json::find(&value, name).and_then(Value::as_u64);
            fen.ok_or_else(|| lacks(name))
        };
        let attempt = Self {
            mchid: payee.signer().clone(),
            sub_mchid: text("sub_mchid").and_then(|text| text.parse().ok()),
            out_trade_no: text("out_trade_no").and_then(|text| text.parse().ok()),
            transaction_id: text("transaction_id").and_then(|text| text.parse().ok()),
            out_refund_no: text("out_refund_no")
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| lacks("out_refund_no"))?,
            refund: amount("amount.refund")?,
            total: amount("amount.total")?,
            began_at: ambient::now(),
            sendings: 1,
            accepted_at: None,
            body,
        };
        if attempt.out_trade_no.is_none() && attempt.transaction_id.is_none() {
            return Err(lacks("out_trade_no or transaction_id"));
        }
        Ok(attempt)
    }

    /// Returns who took the payment.
    pub(super) fn payee(&self) -> Payee {
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

    /// Takes over what WeChat Pay says of the order's numbers.
    pub(super) fn described(mut self, refund: &Map<String, Value>) -> Self {
        let text = |name: &str| refund.get(name).and_then(Value::as_str);
        let out_trade_no = text("out_trade_no").and_then(|text| text.parse().ok());
        let transaction_id = text("transaction_id").and_then(|text| text.parse().ok());
        self.out_trade_no = self.out_trade_no.or(out_trade_no);
        self.transaction_id = self.transaction_id.or(transaction_id);
        self
    }

    pub(super) fn is_of(&self, payee: &Payee) -> bool {
        self.mchid == *payee.signer()
    }

    /// Tells whether both name the same order; where they name it by different numbers, nobody
    /// can tell, and [`Attempt::may_be_of`] is the question.
    pub(super) fn same_order(&self, other: &Self) -> bool {
        let same_number = self.out_trade_no.is_some() && self.out_trade_no == other.out_trade_no;
        let same_id = self.transaction_id.is_some() && self.transaction_id == other.transaction_id;
        self.sub_mchid == other.sub_mchid && (same_number || same_id)
    }

    /// Tells whether this is about an order that is known by the other number alone.
    pub(super) fn may_be_of(&self, by_number: bool) -> bool {
        if by_number {
            self.out_trade_no.is_none()
        } else {
            self.transaction_id.is_none()
        }
    }

    fn same_amounts(&self, other: &Self) -> bool {
        (self.refund, self.total) == (other.refund, other.total)
    }

    /// Decides how to go on, given the unfinished refunds and those of this order that were
    /// accepted within a day. `exact` tells whether the bytes are the caller's own.
    pub(super) fn course(
        &self,
        unfinished: &[Self],
        accepted: &[Self],
        numbering: &Numbering,
        exact: bool,
    ) -> Result<Course, Clash> {
        let same_number = |earlier: &&Self| earlier.out_refund_no == self.out_refund_no;
        let resumes = |earlier: &Self| {
            let same = self.same_order(earlier) && self.same_amounts(earlier);
            earlier.body == self.body || same && !exact
        };
        if let Some(earlier) = unfinished.iter().find(same_number) {
            return if resumes(earlier) {
                Ok(Course::Resume(Box::new(earlier.clone())))
            } else {
                Err(Clash::Different(earlier.clone().into()))
            };
        }
        let made = *numbering == Numbering::Made;
        if let Some(earlier) = accepted.iter().find(same_number).filter(|_| !made) {
            // WeChat Pay refuses other parameters under a number that it has accepted.
            return Ok(if resumes(earlier) {
                Course::Resume(Box::new(earlier.clone()))
            } else {
                Course::New
            });
        }
        let mut same_order = unfinished.iter().filter(|earlier| self.same_order(earlier));
        let mut latest = same_order.clone().rev();
        if let Some(earlier) = latest.find(|earlier| made && self.same_amounts(earlier)) {
            return Ok(Course::Resume(Box::new(earlier.clone())));
        }
        if let Some(earlier) = same_order.next_back() {
            return Err(Clash::Unfinished(earlier.clone().into()));
        }
        let repeated = accepted.iter().find(|earlier| {
            self.same_order(earlier)
                && self.refund == earlier.refund
                && numbering.must_not_repeat(earlier)
        });
        match repeated {
            Some(earlier) => Err(Clash::Accepted(earlier.clone().into())),
            None => Ok(Course::New),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(number: &str, refund: u64, order: &str) -> Attempt {
        let payee = Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        };
        let body = format!(
            r#"{{{order},"out_refund_no":"{number}","amount":{{"refund":{refund},"total":10,"currency":"CNY"}}}}"#
        );
        Attempt::read(body.into_bytes(), &payee).unwrap()
    }

    const BY_NUMBER: &str = r#""out_trade_no":"order-1""#;
    const BY_ID: &str = r#""transaction_id":"T1""#;
    const BY_BOTH: &str = r#""transaction_id":"T1","out_trade_no":"order-1""#;

    #[test]
    fn a_made_number_gives_way_to_the_unfinished_one() {
        let earlier = [attempt("r1", 4, BY_NUMBER), attempt("r2", 4, BY_BOTH)];
        for order in [BY_NUMBER, BY_ID] {
            let course = attempt("made", 4, order).course(&earlier, &[], &Numbering::Made, false);
            let expected = Course::Resume(Box::new(earlier[1].clone()));
            assert_eq!(course.unwrap(), expected);
        }
        let another = attempt("made", 4, r#""out_trade_no":"order-2""#);
        assert_eq!(
            another
                .course(&earlier, &[], &Numbering::Made, false)
                .unwrap(),
            Course::New
        );
    }

    #[test]
    fn another_number_or_amount_beside_an_unfinished_refund_is_refused() {
        let earlier = [attempt("r1", 4, BY_NUMBER)];
        let line = Numbering::Line("made".to_owned());
        for (number, refund, numbering) in [
            ("r2", 4, Numbering::Given),
            ("r2", 5, Numbering::Given),
            ("made", 5, Numbering::Made),
            ("made1", 4, line),
        ] {
            let new = attempt(number, refund, BY_NUMBER);
            assert!(
                new.course(&earlier, &[], &numbering, false).is_err(),
                "{number} {refund}"
            );
        }
    }

    #[test]
    fn the_same_number_goes_on_with_its_own_parameters_only() {
        let earlier = [attempt("r1", 4, BY_NUMBER)];
        let resumed = Course::Resume(Box::new(earlier[0].clone()));
        let mut again = attempt("r1", 4, BY_NUMBER);
        assert_eq!(
            again
                .course(&earlier, &[], &Numbering::Given, true)
                .unwrap(),
            resumed
        );
        again.body.push(b' ');
        assert_eq!(
            again
                .course(&earlier, &[], &Numbering::Given, false)
                .unwrap(),
            resumed
        );
        assert!(
            again
                .course(&earlier, &[], &Numbering::Given, true)
                .is_err()
        );
        let other = attempt("r1", 5, BY_NUMBER);
        assert!(
            other
                .course(&earlier, &[], &Numbering::Given, false)
                .is_err()
        );
    }

    #[test]
    fn an_accepted_refund_is_repeated_only_under_a_number_that_was_given() {
        let accepted = [attempt("batch1-1", 4, BY_BOTH)];
        let course = |number: &str, refund, order, numbering: &Numbering| {
            attempt(number, refund, order).course(&[], &accepted, numbering, false)
        };
        let blocked = Err(Clash::Accepted(Box::new(accepted[0].clone())));
        let line = |batch: &str| Numbering::Line(batch.to_owned());
        for order in [BY_NUMBER, BY_ID] {
            assert_eq!(course("made", 4, order, &Numbering::Made), blocked);
            assert_eq!(course("batch2-1", 4, order, &line("batch2-")), blocked);
            assert_eq!(course("r2", 4, order, &Numbering::Given), Ok(Course::New));
            assert_eq!(course("made", 5, order, &Numbering::Made), Ok(Course::New));
            let own = course("batch1-2", 4, order, &line("batch1-"));
            assert_eq!(own, Ok(Course::New));
        }
        // A number that was made is no sign that the first one is meant.
        assert_eq!(course("batch1-1", 4, BY_ID, &Numbering::Made), blocked);
        let same = course("batch1-1", 4, BY_ID, &Numbering::Given);
        assert_eq!(same, Ok(Course::Resume(Box::new(accepted[0].clone()))));
        let other = r#""out_trade_no":"order-2""#;
        assert_eq!(course("made", 4, other, &Numbering::Made), Ok(Course::New));
    }

    #[test]
    fn an_attempt_is_written_and_read_byte_for_byte() {
        let attempt = attempt("r1", 4, BY_BOTH);
        let text = serde_json::to_string(&attempt).unwrap();
        assert_eq!(serde_json::from_str::<Attempt>(&text).unwrap(), attempt);
    }

    #[test]
    fn a_body_that_cannot_be_told_from_another_is_not_sent() {
        let payee = Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        };
        for body in [
            "",
            "{}",
            r#"{"out_refund_no":"r","amount":{"refund":1,"total":1}}"#,
            r#"{"out_trade_no":"order-1","out_refund_no":"a b","amount":{"refund":1,"total":1}}"#,
            r#"{"out_trade_no":"order-1","out_refund_no":"r","amount":{"refund":"1","total":1}}"#,
        ] {
            assert!(Attempt::read(body.into(), &payee).is_err(), "{body}");
        }
    }
}
