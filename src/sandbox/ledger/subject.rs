//! What a notification is about.

use serde::{Deserialize, Serialize};

use crate::protocol::id::{OutRefundNo, OutTradeNo};

/// What a notification is about, by the numbers that the merchant knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Subject {
    /// An order, or one of its refunds.
    Order {
        /// The order.
        out_trade_no: OutTradeNo,
        /// The refund, if it is about one; none in an older file, which had one refund an order at
        /// most.
        #[serde(default)]
        out_refund_no: Option<OutRefundNo>,
    },
    /// 合单: several orders that were paid at once.
    Combined {
        /// The number of all of them together.
        combine_out_trade_no: OutTradeNo,
    },
    /// 商家转账.
    Transfer {
        /// The merchant's number.
        out_bill_no: String,
    },
    /// 消费者投诉.
    Complaint {
        /// WeChat Pay's number.
        complaint_id: String,
    },
    /// The self-test, which has no number. The last, since every object has its fields.
    Echo {},
}

impl Subject {
    /// Returns an order.
    #[must_use]
    pub fn order(out_trade_no: &OutTradeNo) -> Self {
        Self::Order {
            out_trade_no: out_trade_no.clone(),
            out_refund_no: None,
        }
    }

    /// Returns the most specific number; empty if it has none.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Order {
                out_refund_no: Some(number),
                ..
            } => number.as_str(),
            Self::Order { out_trade_no, .. } => out_trade_no.as_str(),
            Self::Combined {
                combine_out_trade_no,
            } => combine_out_trade_no.as_str(),
            Self::Transfer { out_bill_no } => out_bill_no,
            Self::Complaint { complaint_id } => complaint_id,
            Self::Echo {} => "",
        }
    }

    /// Returns the order, if it is about one.
    #[must_use]
    pub fn out_trade_no(&self) -> Option<&OutTradeNo> {
        match self {
            Self::Order { out_trade_no, .. } => Some(out_trade_no),
            Self::Combined { .. }
            | Self::Transfer { .. }
            | Self::Complaint { .. }
            | Self::Echo {} => None,
        }
    }

    /// Returns the refund, if it is about one.
    #[must_use]
    pub fn out_refund_no(&self) -> Option<&OutRefundNo> {
        match self {
            Self::Order { out_refund_no, .. } => out_refund_no.as_ref(),
            Self::Combined { .. }
            | Self::Transfer { .. }
            | Self::Complaint { .. }
            | Self::Echo {} => None,
        }
    }

    /// Tells whether one of its numbers is this one.
    #[must_use]
    pub fn has_number(&self, number: &str) -> bool {
        self.number() == number
            || self
                .out_trade_no()
                .is_some_and(|order| order.as_str() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_as_it_was_written() {
        for text in [
            r#"{"out_trade_no":"order-1","out_refund_no":null}"#,
            r#"{"out_trade_no":"order-1","out_refund_no":"refund-1"}"#,
            r#"{"combine_out_trade_no":"order-1"}"#,
            r#"{"out_bill_no":"bill1"}"#,
            r#"{"complaint_id":"1"}"#,
            "{}",
        ] {
            let subject: Subject = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&subject).unwrap(), text);
        }
        let older: Subject = serde_json::from_str(r#"{"out_trade_no":"order-1"}"#).unwrap();
        assert_eq!(older, Subject::order(&"order-1".parse().unwrap()));
    }
}
