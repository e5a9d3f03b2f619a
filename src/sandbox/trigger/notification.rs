//! Test notifications: generated, sealed, signed, and damaged if they are to be refused.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::fault::Fault;
use super::plaintext::{self, changed};
use crate::ambient;
use crate::protocol::event_type::EventType;
use crate::protocol::id::IdError;
use crate::protocol::json;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::signed::{SIGNTEST_PREFIX, SignedBody};
use crate::protocol::stamp::{Stamp, Timestamp};
use crate::sandbox::identity::Identity;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::notifier::post::headers;
use crate::sandbox::numbers::notification_id;

/// How far a faulty timestamp is from now; twice as far as any receiver may accept.
const CLOCK_OFFSET_SECS: i64 = 600;

/// How long a slow body pauses after its first half; a response is still possible in 5 seconds.
const BODY_PAUSE: Duration = Duration::from_secs(2);

/// Which of WeChat Pay's keys signs a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotifyKey {
    /// That of 平台证书.
    Certificate,
    /// That of 微信支付公钥.
    PublicKey,
}

impl NotifyKey {
    /// The names of both.
    pub const NAMES: [&'static str; 2] = ["certificate", "public-key"];
}

impl FromStr for NotifyKey {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text {
            "certificate" => Ok(Self::Certificate),
            "public-key" => Ok(Self::PublicKey),
            _ => Err(IdError::not_one_of(text, Self::NAMES.join(", "))),
        }
    }
}

/// A field of the plaintext to set.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldValue {
    /// The field's path, such as `amount.total`.
    pub path: String,
    /// Its value.
    pub value: Value,
}

/// What test notifications are generated from.
#[derive(Debug)]
pub struct Trigger<'i> {
    /// The merchant they are sent to, and the keys that sign and seal them.
    pub identity: &'i Identity,
    /// Which key signs.
    pub key: NotifyKey,
    /// Whether the merchant is a service provider and the order a sub-merchant's.
    pub partner: bool,
    /// Whether a payment is one of combined orders.
    pub combined: bool,
    /// Fields of the plaintext to set.
    pub fields: Vec<FieldValue>,
}

/// Why a notification cannot be generated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TriggerError {
    /// A field cannot be set in the plaintext.
    #[error(transparent)]
    Field(json::SetError),
    /// The event cannot have this fault.
    #[error("a {event} cannot have the fault {fault}: {}", missing.as_str())]
    Inapplicable {
        /// The fault.
        fault: Fault,
        /// The event.
        event: EventType,
        /// What the event has not.
        missing: Missing,
    },
}

/// What an event must name to have a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// An order.
    Order,
    /// A merchant.
    Merchant,
}

impl Missing {
    fn as_str(self) -> &'static str {
        match self {
            Self::Order => "it is about no order",
            Self::Merchant => "it names no merchant",
        }
    }
}

/// A notification as it is posted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TestNotification {
    /// The event.
    pub event_type: EventType,
    /// The plaintext of its resource.
    pub plaintext: Value,
    /// The message that was signed, before anything was damaged.
    pub message: Vec<u8>,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its bytes.
    pub body: Vec<u8>,
    /// How long the body pauses after its first half.
    pub pause: Option<Duration>,
}

impl Trigger<'_> {
    /// Generates the notifications of one case, in the order in which they are posted: two of
    /// them for [`Fault::Duplicate`] and [`Fault::RefundFirst`], else one.
    ///
    /// # Errors
    /// Returns an error if a field cannot be set, or the event cannot have the fault.
    pub fn notifications(
        &self,
        event: EventType,
        fault: Option<Fault>,
    ) -> Result<Vec<TestNotification>, TriggerError> {
        let order = plaintext::order(self.identity, self.partner);
        let head = head(event);
        let plaintext = self.plaintext(event, &order)?;
        match fault {
            Some(Fault::Duplicate) => {
                let first = self.seal(head, &plaintext);
                let one = || self.sign(event, plaintext.clone(), &first, None);
                Ok(vec![one(), one()])
            }
            Some(fault @ Fault::RefundFirst) => {
                let (refund, payment) = both(event).ok_or(TriggerError::Inapplicable {
                    fault,
                    event,
                    missing: Missing::Order,
                })?;
                [refund, payment]
                    .into_iter()
                    .map(|event| self.one(event, self.plaintext(event, &order)?, None))
                    .collect()
            }
            fault => Ok(vec![self.one(event, plaintext, fault)?]),
        }
    }

    fn one(
        &self,
        event: EventType,
        mut plaintext: Value,
        fault: Option<Fault>,
    ) -> Result<TestNotification, TriggerError> {
        if let Some(fault @ Fault::WrongMchid) = fault {
            let changed = plaintext::change_merchant(&mut plaintext);
            changed.ok_or(TriggerError::Inapplicable {
                fault,
                event,
                missing: Missing::Merchant,
            })?;
        }
        let mut notification = self.seal(head(event), &plaintext);
        if fault == Some(Fault::BadTag) {
            // The tag is at the end.
            notification.resource.ciphertext = damaged(&notification.resource.ciphertext);
        }
        Ok(self.sign(event, plaintext, &notification, fault))
    }

    fn seal(&self, head: NotificationHead, plaintext: &Value) -> Notification {
        let nonce = ambient::letters(12);
        Notification::seal(head, plaintext, self.identity.sealing(), &nonce)
    }

    fn sign(
        &self,
        event_type: EventType,
        plaintext: Value,
        notification: &Notification,
        fault: Option<Fault>,
    ) -> TestNotification {
        let mut signed = SignedBody::sign(&self.signing(), &stamp(fault), notification.to_bytes());
        let message = signed.message().to_bytes();
        match fault {
            Some(Fault::BadSignature) => signed.signature = damaged(&signed.signature),
            Some(Fault::WrongSerial) => signed.serial = changed(&signed.serial),
            Some(Fault::Signtest) => signed.signature.insert_str(0, SIGNTEST_PREFIX),
            Some(Fault::Truncated) => signed.body.truncate(signed.body.len() / 2),
            Some(Fault::Reserialized) => signed.body = reserialized(notification),
            Some(
                Fault::Stale
                | Fault::Future
                | Fault::BadTag
                | Fault::WrongMchid
                | Fault::Duplicate
                | Fault::Slow
                | Fault::RefundFirst,
            )
            | None => {}
        }
        TestNotification {
            event_type,
            plaintext,
            message,
            headers: headers(&signed),
            body: signed.body,
            pause: (fault == Some(Fault::Slow)).then_some(BODY_PAUSE),
        }
    }

    fn signing(&self) -> Arc<SigningKey> {
        match self.key {
            NotifyKey::Certificate => self.identity.platform(),
            NotifyKey::PublicKey => self.identity.public(),
        }
    }

    fn plaintext(&self, event: EventType, order: &Order) -> Result<Value, TriggerError> {
        let mut plaintext = if self.combined && event == EventType::TransactionSuccess {
            plaintext::combined(order)
        } else {
            plaintext::of(event, order)
        };
        for FieldValue { path, value } in &self.fields {
            json::set(&mut plaintext, path, value.clone()).map_err(TriggerError::Field)?;
        }
        Ok(plaintext)
    }
}

/// The refund of an event, and the payment that it belongs to.
fn both(event: EventType) -> Option<(EventType, EventType)> {
    let payment = EventType::TransactionSuccess;
    if event == payment {
        return Some((EventType::RefundSuccess, payment));
    }
    event.refund_status().map(|_| (event, payment))
}

fn head(event_type: EventType) -> NotificationHead {
    NotificationHead {
        id: notification_id(),
        create_time: ambient::now().to_rfc3339(),
        event_type,
    }
}

fn stamp(fault: Option<Fault>) -> Stamp {
    let Stamp { timestamp, nonce } = ambient::stamp();
    let offset = if fault == Some(Fault::Stale) {
        -CLOCK_OFFSET_SECS
    } else if fault == Some(Fault::Future) {
        CLOCK_OFFSET_SECS
    } else {
        0
    };
    Stamp {
        timestamp: Timestamp(timestamp.0.saturating_add(offset)),
        nonce,
    }
}

/// Changes the last byte of a text in base64.
fn damaged(text: &str) -> String {
    let mut bytes = STANDARD.decode(text).unwrap_or_default();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    STANDARD.encode(bytes)
}

/// Returns the body after a program has parsed it and written it again.
fn reserialized(notification: &Notification) -> Vec<u8> {
    serde_json::to_vec_pretty(notification).unwrap_or_default()
}

#[cfg(test)]
#[path = "notification_tests.rs"]
mod tests;
