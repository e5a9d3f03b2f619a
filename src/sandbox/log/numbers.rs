//! The merchant's number that a call is about, read from its path, its query or its body.

use serde::Serialize;
use serde_json::Value;

use crate::sandbox::api::path::{decode, parameter};

/// A number and its name, such as `out_trade_no`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedNumber {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: String,
}

/// What precedes a number in a path that does not say which number it is, and its name.
const IN_PATHS: [(&str, &str); 7] = [
    (
        "/combine-transactions/out-trade-no/",
        "combine_out_trade_no",
    ),
    ("/transactions/id/", "transaction_id"),
    ("/domestic/refunds/", "out_refund_no"),
    ("/profitsharing/orders/", "out_order_no"),
    ("/profitsharing/return-orders/", "out_return_no"),
    ("/profitsharing/transactions/", "transaction_id"),
    ("/complaints-v2/", "complaint_id"),
];

/// The names in bodies and queries, the most specific first.
const IN_BODIES: [&str; 9] = [
    "out_refund_no",
    "out_return_no",
    "out_order_no",
    "out_bill_no",
    "combine_out_trade_no",
    "out_batch_no",
    "complaint_id",
    "out_trade_no",
    "transaction_id",
];

/// Longer numbers are not WeChat Pay's.
const MAX_CHARS: usize = 64;

impl NamedNumber {
    /// Finds the number that a call is about.
    pub(crate) fn find(target: &str, body: Option<&Value>) -> Option<Self> {
        let path = target.split('?').next().unwrap_or_default();
        let in_path = IN_PATHS.iter().find_map(|(before, name)| {
            let (_, rest) = path.split_once(before)?;
            Self::new(name, &decode(rest.split('/').next()?)?)
        });
        in_path
            .or_else(|| Self::named_in_path(path))
            .or_else(|| {
                IN_BODIES
                    .iter()
                    .find_map(|name| Self::new(name, body?.get(name)?.as_str()?))
            })
            .or_else(|| {
                IN_BODIES
                    .iter()
                    .find_map(|name| Self::new(name, &parameter(target, name)?))
            })
    }

    /// Finds a number whose name is the part of the path before it, such as `out-trade-no`.
    fn named_in_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        parts.windows(2).find_map(|pair| {
            let is_name = pair[0].ends_with("-no") || pair[0].ends_with("-id");
            let value = decode(pair[1]).filter(|_| is_name)?;
            Self::new(&pair[0].replace('-', "_"), &value)
        })
    }

    /// Finds the order that a call is about: named by it, or by the response to it.
    pub(crate) fn order(&self, body: Option<&Value>, response: Option<&Value>) -> Option<String> {
        if self.name == "out_trade_no" {
            return Some(self.value.clone());
        }
        let named = |value: Option<&Value>| {
            let number = value?.get("out_trade_no")?.as_str()?;
            Some(Self::new("out_trade_no", number)?.value)
        };
        named(body).or_else(|| named(response))
    }

    fn new(name: &str, value: &str) -> Option<Self> {
        let fits = !value.is_empty() && value.chars().count() <= MAX_CHARS;
        fits.then(|| Self {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_about_the_most_specific_number_that_it_names() {
        let refund = json!({"out_trade_no": "order-1", "out_refund_no": "refund-1"});
        let found = |target: &str, body: Option<&Value>| {
            let number = NamedNumber::find(target, body)?;
            Some((number.name.clone(), number.value.clone()))
        };
        let number = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        for (target, body, expected) in [
            (
                "/v3/refund/domestic/refunds",
                Some(&refund),
                number("out_refund_no", "refund-1"),
            ),
            (
                "/v3/refund/domestic/refunds/r%7C1",
                None,
                number("out_refund_no", "r|1"),
            ),
            (
                "/v3/pay/transactions/out-trade-no/order-1/close",
                Some(&json!({"mchid": "1"})),
                number("out_trade_no", "order-1"),
            ),
            (
                "/v3/profitsharing/orders?transaction_id=4200",
                None,
                number("transaction_id", "4200"),
            ),
            (
                "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/bill-1/cancel",
                None,
                number("out_bill_no", "bill-1"),
            ),
            (
                "/v3/combine-transactions/out-trade-no/c1",
                None,
                number("combine_out_trade_no", "c1"),
            ),
            ("/v3/certificates", None, None),
        ] {
            assert_eq!(found(target, body), expected, "{target}");
        }
        let number = NamedNumber::find("/v3/refund/domestic/refunds/r1", None).unwrap();
        assert_eq!(
            number.order(None, Some(&refund)).as_deref(),
            Some("order-1")
        );
    }
}
