//! A verified notification as it is kept.

use crate::protocol::notification::Event;
use crate::protocol::plaintext::Plaintext;
use crate::protocol::stamp::Timestamp;

/// A verified notification as it is kept: the raw bytes and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When it arrived, in milliseconds since 1970.
    pub received_at: i64,
    /// The notification's id.
    pub id: String,
    /// What happened.
    pub event_type: String,
    /// When it happened, as the notification says.
    pub create_time: String,
    /// `transaction`, `refund`, or what else the plaintext is about.
    pub original_type: Option<String>,
    /// The headers, all but those of the connection; each byte of a value is one character.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
    /// What it is about.
    pub plaintext: Plaintext,
}

impl Record {
    /// Puts an event together with the bytes that it was made from; `received_at` is in
    /// milliseconds since 1970.
    #[must_use]
    pub fn new(
        event: Event,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
        received_at: i64,
    ) -> Self {
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
        Timestamp(self.received_at.div_euclid(1000))
    }

    /// Returns what makes two notifications tell the same: the payment or refund, and what
    /// became of it. Other kinds share a payment's number without telling the same.
    pub(super) fn subject(&self) -> Option<String> {
        let about = &self.plaintext;
        let number = match self.original_type.as_deref() {
            Some("refund") => about.refund_id.as_ref().or(about.out_refund_no.as_ref()),
            Some("transaction") => about.transaction_id.as_ref(),
            Some(_) | None => None,
        };
        number.map(|number| format!("{} {number}", self.event_type))
    }

    /// Returns WeChat Pay's number of the refund or the payment.
    pub(super) fn number(&self) -> Option<&str> {
        let about = &self.plaintext;
        let number = about.refund_id.as_ref().or(about.transaction_id.as_ref());
        number.map(String::as_str)
    }

    /// Returns what deliveries are kept in order by.
    pub(super) fn order(&self) -> &str {
        self.plaintext.out_trade_no.as_ref().unwrap_or(&self.id)
    }
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
            headers: vec![("Wechatpay-Nonce".to_owned(), "n\u{e9}".to_owned())],
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
}
