//! One notification, and how far its delivery has come.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::event_type::EventType;
use crate::protocol::id::{OutRefundNo, OutTradeNo, SerialNo};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::Refund;
use crate::sandbox::ledger::subject::Subject;

/// What a notification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Paid,
    Refunded,
    RefundAbnormal,
    RefundClosed,
    CombinedPaid,
    TransferFinished,
    ComplaintCreated,
    ComplaintChanged,
    SecurityEcho,
}

/// A notification on its way, until it is acknowledged or the schedule ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(crate) struct Delivery {
    pub(crate) id: String,
    /// The merchant that it goes to; none in an older file, which had one merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mchid: Option<String>,
    #[serde(rename = "about")]
    pub(crate) subject: Subject,
    pub(crate) kind: Kind,
    pub(crate) created_at: Timestamp,
    /// What is posted, and where; none if the order says that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content: Option<Content>,
    pub(crate) attempts: u32,
    pub(crate) acknowledged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<PostOutcome>,
    /// When it is due, in milliseconds; none once it came to an end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_at: Option<i64>,
    /// Until when one process has claimed it, in milliseconds.
    pub(crate) busy_until: i64,
}

/// A notification as this version or an earlier one has written it.
#[derive(Deserialize)]
struct Written {
    id: String,
    mchid: Option<String>,
    about: Option<Subject>,
    /// In an older file, which had notifications about orders and refunds alone.
    out_trade_no: Option<OutTradeNo>,
    out_refund_no: Option<OutRefundNo>,
    kind: Kind,
    created_at: Timestamp,
    content: Option<Content>,
    #[serde(default)]
    attempts: u32,
    #[serde(default)]
    acknowledged: bool,
    outcome: Option<PostOutcome>,
    next_at: Option<i64>,
    #[serde(default)]
    busy_until: i64,
}

impl From<Written> for Delivery {
    fn from(written: Written) -> Self {
        let of_order = written.out_trade_no.map(|out_trade_no| Subject::Order {
            out_trade_no,
            out_refund_no: written.out_refund_no,
        });
        Self {
            id: written.id,
            mchid: written.mchid,
            subject: written.about.or(of_order).unwrap_or(Subject::Echo {}),
            kind: written.kind,
            created_at: written.created_at,
            content: written.content,
            attempts: written.attempts,
            acknowledged: written.acknowledged,
            outcome: written.outcome,
            next_at: written.next_at,
            busy_until: written.busy_until,
        }
    }
}

/// What is posted about something that is not one order, as it was when that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) notify_url: String,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
    pub(crate) plaintext: Value,
}

/// What is posted, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// None for the data folder's first merchant, in an older file.
    pub(crate) mchid: Option<String>,
    pub(crate) notify_url: String,
    pub(crate) named_key: Option<SerialNo>,
    pub(crate) plaintext: Value,
}

impl Kind {
    pub(crate) fn event(self) -> EventType {
        match self {
            Self::Paid | Self::CombinedPaid => EventType::TransactionSuccess,
            Self::Refunded => EventType::RefundSuccess,
            Self::RefundAbnormal => EventType::RefundAbnormal,
            Self::RefundClosed => EventType::RefundClosed,
            Self::TransferFinished => EventType::TransferFinished,
            Self::ComplaintCreated => EventType::ComplaintCreated,
            Self::ComplaintChanged => EventType::ComplaintChanged,
            Self::SecurityEcho => EventType::SecurityEcho,
        }
    }

    /// Tells whether the order says what is posted, and where.
    pub(crate) fn is_of_order(self) -> bool {
        match self {
            Self::Paid | Self::Refunded | Self::RefundAbnormal | Self::RefundClosed => true,
            Self::CombinedPaid
            | Self::TransferFinished
            | Self::ComplaintCreated
            | Self::ComplaintChanged
            | Self::SecurityEcho => false,
        }
    }
}

impl Delivery {
    /// Returns what is posted; `None` if it goes nowhere, or what it is about is gone.
    pub(crate) fn message(&self, order: Option<&Order>) -> Option<Message> {
        if let Some(content) = &self.content {
            return Some(Message {
                mchid: self.mchid.clone(),
                notify_url: content.notify_url.clone(),
                named_key: content.named_key.clone(),
                plaintext: content.plaintext.clone(),
            });
        }
        let order = order?;
        let refund = self.refund(order);
        let asked = refund.and_then(|refund| refund.named_key.as_ref());
        Some(Message {
            mchid: Some(order.mchid().to_owned()),
            notify_url: self.notify_url(Some(order))?.to_owned(),
            named_key: asked.or(order.named_key.as_ref()).cloned(),
            plaintext: order.plaintext(self.kind.event(), refund)?,
        })
    }

    /// Finds the refund that it is about.
    pub(crate) fn refund<'r>(&self, order: &'r Order) -> Option<&'r Refund> {
        if self.kind == Kind::Paid || !self.kind.is_of_order() {
            return None;
        }
        let about = |refund: &&Refund| match self.subject.out_refund_no() {
            Some(number) => refund.out_refund_no == *number,
            None => true,
        };
        order.refunds.iter().find(about)
    }

    /// Returns where it goes; `None` if it is about a refund without a `notify_url`.
    pub(crate) fn notify_url<'r>(&'r self, order: Option<&'r Order>) -> Option<&'r str> {
        if let Some(content) = &self.content {
            return Some(&content.notify_url);
        }
        let order = order?;
        match self.refund(order).and_then(|refund| refund.body.as_ref()) {
            Some(body) => body.get("notify_url").and_then(Value::as_str),
            None => Some(order.notify_url()),
        }
    }

    /// Tells whether it can be posted, with its order if it is about one.
    pub(crate) fn is_consistent(&self) -> bool {
        let is_of_order = self.subject.out_trade_no().is_some();
        is_of_order == self.kind.is_of_order() && is_of_order != self.content.is_some()
    }
}
