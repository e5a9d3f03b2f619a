//! What payers did that changed no order: cancelled, or failed to pay. WeChat Pay stores nothing
//! of it, and tells the merchant's program in the payer's client alone.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::ambient;
use crate::protocol::id::OutTradeNo;

/// How many are remembered; they end with the process.
const MAX_EVENTS: usize = 1000;

/// Why a payer did not pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decline {
    Cancelled,
    Failed,
}

/// An attempt to pay that ended without a payment.
#[derive(Debug, Clone)]
pub(crate) struct Declined {
    pub(crate) out_trade_no: OutTradeNo,
    /// In milliseconds.
    pub(crate) at: i64,
    pub(crate) why: Decline,
}

/// The newest of them.
#[derive(Debug, Default)]
pub(crate) struct PayerEvents {
    newest: Mutex<VecDeque<Declined>>,
    count: AtomicU64,
}

impl Decline {
    /// Reads the value of a form.
    pub(crate) fn named(text: &str) -> Option<Self> {
        match text {
            "cancelled" => Some(Self::Cancelled),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Returns what `wx.requestPayment` reports to a Mini Program.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Cancelled => "requestPayment:fail cancel",
            Self::Failed => "requestPayment:fail",
        }
    }
}

impl PayerEvents {
    pub(crate) fn record(&self, out_trade_no: &OutTradeNo, why: Decline) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.truncate(MAX_EVENTS - 1);
        newest.push_front(Declined {
            out_trade_no: out_trade_no.clone(),
            at: ambient::millis(),
            why,
        });
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn of(&self, out_trade_no: &OutTradeNo) -> Vec<Declined> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest
            .iter()
            .filter(|event| event.out_trade_no == *out_trade_no)
            .cloned()
            .collect()
    }

    /// Returns how many there were, so that a change shows.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}
