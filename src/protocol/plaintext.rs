//! The plaintext of a notification's resource.

use std::borrow::Cow;

use serde::de;
use serde_json::Value;
use serde_json::value::RawValue;

use super::id::Mchid;
use super::json;

/// The plaintext of a resource: a transaction, a refund. Its text stays unchanged; parsed
/// are the numbers by which both sides know what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plaintext {
    text: String,
    /// 商户号 that signs: of a service provider, `sp_mchid`; of combined orders, `combine_mchid`.
    pub mchid: Option<String>,
    /// The merchant's number of the order.
    pub out_trade_no: Option<String>,
    /// WeChat Pay's number of the payment.
    pub transaction_id: Option<String>,
    /// WeChat Pay's number of the refund.
    pub refund_id: Option<String>,
    /// The merchant's number of the refund.
    pub out_refund_no: Option<String>,
}

impl Plaintext {
    /// Reads a decrypted resource.
    ///
    /// # Errors
    /// Returns the position at which it stops being JSON, or the duplicate key.
    pub fn read(opened: impl Into<Vec<u8>>) -> Result<Self, serde_json::Error> {
        let text = String::from_utf8(opened.into()).map_err(de::Error::custom)?;
        let names = [
            "combine_mchid",
            "sp_mchid",
            "mchid",
            "out_trade_no",
            "transaction_id",
            "refund_id",
            "out_refund_no",
        ];
        let [
            combine_mchid,
            sp_mchid,
            mchid,
            out_trade_no,
            transaction_id,
            refund_id,
            out_refund_no,
        ] = json::texts(&text, names)?;
        Ok(Self {
            text,
            mchid: combine_mchid.or(sp_mchid).or(mchid),
            out_trade_no,
            transaction_id,
            refund_id,
            out_refund_no,
        })
    }

    /// Takes a text that was read before it was stored. If another program has changed it since, it has
    /// no numbers.
    #[cfg_attr(
        not(any(feature = "sqlite", feature = "postgres")),
        allow(dead_code, reason = "only a store keeps it")
    )]
    pub(crate) fn stored(text: String) -> Self {
        Self::read(text.clone()).unwrap_or(Self {
            text,
            mchid: None,
            out_trade_no: None,
            transaction_id: None,
            refund_id: None,
            out_refund_no: None,
        })
    }

    /// Returns the text as it was encrypted.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads all of it.
    #[must_use]
    pub fn value(&self) -> Value {
        // It was JSON when it was read first.
        json::parse(self.text.as_bytes()).unwrap_or_default()
    }

    /// Returns it as JSON on one line: unchanged, or without the white space that was in it.
    #[must_use]
    pub fn one_line(&self) -> Cow<'_, RawValue> {
        if json::find_char(&self.text, char::is_control).is_none()
            && let Ok(raw) = serde_json::from_str(&self.text)
        {
            return Cow::Borrowed(raw);
        }
        let compact = RawValue::from_string(self.value().to_string());
        Cow::Owned(compact.unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    /// Returns the merchant's number of what it is about: an order, combined orders, a refund, a
    /// transfer, a profit sharing, a complaint or another.
    #[must_use]
    pub fn subject_number(&self) -> Option<String> {
        subject_number(&self.value()).map(str::to_owned)
    }

    /// Returns the merchant number in it, if it is another one than expected.
    #[must_use]
    pub fn other_mchid(&self, expected: &Mchid) -> Option<&str> {
        let found = self.mchid.as_deref()?;
        (found != expected.as_str()).then_some(found)
    }
}

/// Returns the number that tells what an opened notification is about.
#[must_use]
pub fn subject_number(resource: &Value) -> Option<&str> {
    const NAMES: [&str; 12] = [
        "out_trade_no",
        "combine_out_trade_no",
        "out_refund_no",
        "out_bill_no",
        "out_order_no",
        "out_return_no",
        "out_batch_no",
        "complaint_id",
        "transaction_id",
        "refund_id",
        "order_id",
        "transfer_bill_no",
    ];
    let found = NAMES.iter().find_map(|name| resource.get(name)?.as_str());
    found.filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_and_the_text_stays() {
        let text = r#"{"mchid": "1900000001","out_trade_no":"o\u002d1", "amount":{"total":1.0}}"#;
        let plaintext = Plaintext::read(text).unwrap();
        assert_eq!(plaintext.as_str(), text);
        assert_eq!(plaintext.one_line().get(), text);
        assert_eq!(plaintext.out_trade_no.as_deref(), Some("o-1"));
        assert_eq!(plaintext.transaction_id, None);
        let other = plaintext.other_mchid(&"1900000002".parse().unwrap());
        assert_eq!(other, Some("1900000001"));
        assert_eq!(plaintext.other_mchid(&"1900000001".parse().unwrap()), None);
    }

    #[test]
    fn every_kind_of_notification_has_a_number_of_what_it_is_about() {
        for (text, number) in [
            (r#"{"out_trade_no":"o1","out_refund_no":"r1"}"#, Some("o1")),
            (
                r#"{"combine_out_trade_no":"c1","sub_orders":[]}"#,
                Some("c1"),
            ),
            (r#"{"out_bill_no":"t1","transfer_bill_no":"1"}"#, Some("t1")),
            (r#"{"order_id":"2","out_order_no":"s1"}"#, Some("s1")),
            (r#"{"complaint_id":"k1"}"#, Some("k1")),
            (r#"{"out_trade_no":1}"#, None),
            ("[]", None),
        ] {
            let plaintext = Plaintext::read(text).unwrap();
            assert_eq!(plaintext.subject_number().as_deref(), number, "{text}");
        }
    }

    #[test]
    fn several_lines_become_one() {
        let text = "{\r\n\t\"refund_id\": \"5\u{9b}\",\n\"amount\": {\"total\": 12345678901}}";
        let plaintext = Plaintext::read(text).unwrap();
        assert_eq!(
            plaintext.one_line().get(),
            "{\"refund_id\":\"5\u{9b}\",\"amount\":{\"total\":12345678901}}"
        );
        assert_eq!(
            plaintext.value()["amount"],
            json!({"total": 12_345_678_901_u64})
        );
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in [
            "",
            "{",
            "{} {}",
            r#"{"mchid":"1","mchid":"2"}"#,
            r#"{"amount":{"total":1,"tot\u0061l":100}}"#,
            r#"[{"a":1,"a":1}]"#,
        ] {
            assert!(Plaintext::read(text).is_err(), "{text}");
        }
        assert!(Plaintext::read(*b"\"\xff\"").is_err());
        for text in ["null", "[]", "\"x\"", r#"{"mchid":1,"x":[true,-1,1e9]}"#] {
            assert_eq!(Plaintext::read(text).unwrap().mchid, None);
        }
    }
}
