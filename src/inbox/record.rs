//! A verified notification as it is stored.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::headers::RawHeaders;
use crate::protocol::notification::Event;
use crate::protocol::plaintext::Plaintext;
use crate::protocol::stamp::Timestamp;

/// A verified notification as it is stored: the raw bytes and their meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When it arrived, in milliseconds since 1970.
    pub received_at: i64,
    /// The notification's id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// When the event happened, as the notification says.
    pub create_time: String,
    /// `transaction`, `refund`, or another type of the plaintext.
    pub original_type: Option<String>,
    /// The headers without those of the connection.
    pub headers: RawHeaders,
    /// The raw body.
    pub body: Vec<u8>,
    /// The opened resource.
    pub plaintext: Plaintext,
}

impl Record {
    /// Joins an event with the bytes that it was read from; `received_at` is in
    /// milliseconds since 1970.
    #[must_use]
    pub fn new(event: Event, headers: RawHeaders, body: Vec<u8>, received_at: i64) -> Self {
        let Event {
            notification,
            plaintext,
        } = event;
        Self {
            received_at,
            id: notification.id,
            event_type: notification.event_type,
            create_time: notification.create_time,
            original_type: notification.resource.original_type,
            headers,
            body,
            plaintext,
        }
    }

    /// Returns when it arrived, in whole seconds.
    #[must_use]
    pub fn received(&self) -> Timestamp {
        Timestamp::from_millis(self.received_at)
    }

    /// Returns the subject, which two notifications about the same event share: the payment or
    /// refund and the event type. Other kinds share a payment's number without that.
    pub(super) fn subject(&self) -> Option<String> {
        let about = &self.plaintext;
        let number = match self.original_type.as_deref() {
            Some("refund") => about.refund_id.as_ref().or(about.out_refund_no.as_ref()),
            Some("transaction") => about.transaction_id.as_ref(),
            Some(_) | None => None,
        };
        number.map(|number| format!("{} {number}", self.event_type))
    }

    /// Returns the record under an id of its own, `ID#DIGEST`, for a store that has another
    /// notification with the same id. WeChat Pay seals each repetition again, so the digest is
    /// of the plaintext.
    pub(super) fn altered(&self) -> Self {
        Self {
            id: format!("{}#{}", self.id, self.digest()),
            ..self.clone()
        }
    }

    /// Returns 16 digits that identify the content.
    pub(super) fn digest(&self) -> String {
        let content = (
            &self.event_type,
            &self.original_type,
            sorted(self.plaintext.as_str()),
        );
        let digest = Sha256::digest(format!("{content:?}"));
        digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }

    /// Returns whether a stored notification with the same id has the same content.
    pub(super) fn says(
        &self,
        event_type: &str,
        original_type: Option<&str>,
        plaintext: &str,
    ) -> bool {
        self.event_type == event_type
            && self.original_type.as_deref() == original_type
            && (self.plaintext.as_str() == plaintext
                || sorted(self.plaintext.as_str()) == sorted(plaintext))
    }

    /// Returns WeChat Pay's number of the refund or the payment.
    pub(super) fn number(&self) -> Option<&str> {
        let about = &self.plaintext;
        let number = about.refund_id.as_ref().or(about.transaction_id.as_ref());
        number.map(String::as_str)
    }

    /// Returns the key by which deliveries are ordered.
    pub(super) fn order(&self) -> &str {
        self.plaintext.out_trade_no.as_ref().unwrap_or(&self.id)
    }
}

/// Returns JSON with its keys in order and without spaces.
fn sorted(text: &str) -> String {
    let mut value: Value = serde_json::from_str(text).unwrap_or_default();
    value.sort_all_objects();
    value.to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::json;

    fn plaintext(value: &serde_json::Value) -> Plaintext {
        Plaintext::read(value.to_string()).unwrap()
    }

    /// A payment's record.
    pub(crate) fn payment(id: &str, transaction_id: &str, out_trade_no: &str) -> Record {
        Record {
            received_at: 1_700_000_000_000,
            id: id.to_owned(),
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            create_time: "2023-11-15T06:13:20+08:00".to_owned(),
            original_type: Some("transaction".to_owned()),
            headers: [("Wechatpay-Nonce".to_owned(), "n\u{e9}".to_owned())]
                .into_iter()
                .collect(),
            body: format!("{{\"id\":\"{id}\"}}").into_bytes(),
            plaintext: plaintext(
                &json!({"transaction_id": transaction_id, "out_trade_no": out_trade_no}),
            ),
        }
    }

    #[test]
    fn payments_and_refunds_are_known_by_their_numbers() {
        let mut record = payment("a", "42", "order-1");
        assert_eq!(record.subject().unwrap(), "TRANSACTION.SUCCESS 42");
        record.original_type = Some("profitsharing".to_owned());
        assert_eq!(record.subject(), None, "one payment is shared many times");
        record.original_type = Some("refund".to_owned());
        record.event_type = "REFUND.SUCCESS".to_owned();
        record.plaintext = plaintext(&json!({"refund_id": "50", "out_trade_no": "order-1"}));
        assert_eq!(record.subject().unwrap(), "REFUND.SUCCESS 50");
        assert_eq!(record.order(), "order-1");
    }

    #[test]
    fn what_is_sealed_again_says_the_same_and_another_amount_does_not() {
        let mut record = payment("a", "42", "order-1");
        record.plaintext = plaintext(&json!({"transaction_id": "42", "amount": {"total": 1}}));
        let says = |text: &str| record.says("TRANSACTION.SUCCESS", Some("transaction"), text);
        assert!(says(r#"{"amount": {"total": 1}, "transaction_id": "42"}"#));
        assert!(!says(r#"{"amount":{"total":2},"transaction_id":"42"}"#));
        assert!(!record.says(
            "REFUND.SUCCESS",
            Some("transaction"),
            record.plaintext.as_str()
        ));
        let altered = record.altered();
        assert_eq!(altered.id, format!("a#{}", record.digest()));
        assert_eq!(altered.body, record.body);
    }
}
