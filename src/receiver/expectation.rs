//! A notification that a program waits for.

use std::str::FromStr;

use crate::inbox::Record;
use crate::protocol::event_type::{EventPattern, UnknownEvent};

/// The event type of a notification, and the order that it is about, if that matters.
#[derive(Debug, Clone)]
pub struct Expectation {
    event: EventPattern,
    out_trade_no: Option<String>,
}

/// A text that is not an [`Expectation`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpectationError {
    /// The event type matches no known one.
    #[error(transparent)]
    Event(#[from] UnknownEvent),
    /// The part after the comma does not name an order.
    #[error("'{0}' is not out_trade_no=NUMBER")]
    OutTradeNo(String),
}

impl FromStr for Expectation {
    type Err = ExpectationError;

    /// Reads `EVENT[,out_trade_no=NUMBER]`.
    fn from_str(text: &str) -> Result<Self, ExpectationError> {
        let (event, order) = match text.split_once(',') {
            Some((event, order)) => (event, Some(order)),
            None => (text, None),
        };
        let out_trade_no = order.map(|order| {
            order
                .strip_prefix("out_trade_no=")
                .filter(|number| !number.is_empty())
                .map(str::to_owned)
                .ok_or_else(|| ExpectationError::OutTradeNo(order.to_owned()))
        });
        Ok(Self {
            out_trade_no: out_trade_no.transpose()?,
            event: event.parse()?,
        })
    }
}

impl Expectation {
    /// Returns whether a notification is the expected one.
    #[must_use]
    pub fn is_met_by(&self, record: &Record) -> bool {
        self.event.matches(&record.event_type)
            && self
                .out_trade_no
                .as_ref()
                .is_none_or(|expected| record.plaintext.out_trade_no.as_ref() == Some(expected))
    }
}
