//! 合单: several orders that are placed, paid and closed at once.
//!
//! Each is an [`Order`] of its own, which is refunded and billed for itself. Names as on
//! <https://pay.weixin.qq.com/doc/v3/merchant/4012557006> and the pages beside it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::protocol::id::{OutTradeNo, PrepayId, SerialNo};
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::{Order, PartOf, Payment};

/// What its orders have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CombinedOrder {
    pub(crate) combine_out_trade_no: OutTradeNo,
    pub(crate) trade_type: TradeType,
    /// The first request's body, which every repetition must equal.
    pub(crate) body: Value,
    pub(crate) prepay_id: PrepayId,
    pub(crate) prepaid_at: Timestamp,
    /// In milliseconds.
    pub(crate) ordered_at: i64,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
}

/// A combination with its orders, in the order in which the request has them.
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    pub(crate) combined: CombinedOrder,
    pub(crate) orders: Vec<Order>,
}

/// Which of a combination's orders a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedOrder {
    pub(crate) mchid: String,
    pub(crate) sub_mchid: Option<String>,
    pub(crate) out_trade_no: String,
}

impl NamedOrder {
    /// Reads one of `sub_orders`.
    pub(crate) fn of(sub_order: &Value) -> Self {
        let text = |name: &str| Some(sub_order.get(name)?.as_str()?.to_owned());
        Self {
            mchid: text("mchid").unwrap_or_default(),
            sub_mchid: text("sub_mchid"),
            out_trade_no: text("out_trade_no").unwrap_or_default(),
        }
    }
}

impl CombinedOrder {
    /// Returns the merchant that placed it.
    pub(crate) fn mchid(&self) -> &str {
        self.text("combine_mchid")
    }

    fn text(&self, name: &str) -> &str {
        self.body
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(crate) fn notify_url(&self) -> &str {
        self.text("notify_url")
    }

    pub(crate) fn sub_orders(&self) -> &[Value] {
        let list = self.body.get("sub_orders").and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn part_of(&self) -> PartOf {
        PartOf {
            combine_mchid: self.mchid().to_owned(),
            combine_out_trade_no: self.combine_out_trade_no.clone(),
        }
    }

    /// Returns its orders as they are placed; `None` if a number in it is malformed.
    fn placed(&self) -> Option<Vec<Order>> {
        let orders = self.sub_orders().iter();
        orders.map(|sub_order| self.order(sub_order)).collect()
    }

    fn order(&self, sub_order: &Value) -> Option<Order> {
        Some(Order {
            out_trade_no: sub_order.get("out_trade_no")?.as_str()?.parse().ok()?,
            trade_type: self.trade_type,
            body: self.order_body(sub_order),
            prepay_id: self.prepay_id.clone(),
            prepaid_at: self.prepaid_at,
            ordered_at: self.ordered_at,
            state: TradeState::NotPay,
            payment: None,
            refunds: Vec::new(),
            named_key: self.named_key.clone(),
            expired_at: None,
            part_of: Some(self.part_of()),
        })
    }

    /// Returns the body with which one of its orders would be placed alone.
    fn order_body(&self, sub_order: &Value) -> Value {
        let mut body = Map::new();
        let mut put = |name: &str, value: Option<&Value>| {
            if let Some(value) = value {
                body.insert(name.to_owned(), value.clone());
            }
        };
        let sub_mchid = sub_order.get("sub_mchid");
        let (appid, mchid) = match sub_mchid {
            Some(_) => ("sp_appid", "sp_mchid"),
            None => ("appid", "mchid"),
        };
        put(appid, self.body.get("combine_appid"));
        put(mchid, sub_order.get("mchid"));
        put("sub_mchid", sub_mchid);
        for name in ["sub_appid", "description", "out_trade_no", "attach"] {
            put(name, sub_order.get(name));
        }
        put("notify_url", self.body.get("notify_url"));
        put("time_expire", self.body.get("time_expire"));
        put("goods_tag", sub_order.get("goods_tag"));
        put("settle_info", sub_order.get("settle_info"));
        put("scene_info", self.body.get("scene_info"));
        let amount = json!({
            "total": sub_order.get("amount").and_then(|amount| amount.get("total_amount")),
            "currency": "CNY",
        });
        put("amount", Some(&amount));
        if self.trade_type == TradeType::Jsapi {
            let payer = self.body.get("combine_payer_info");
            let named = |name: &str| payer.and_then(|payer| payer.get(name));
            let mut own = Map::new();
            let openid = if sub_mchid.is_some() {
                "sp_openid"
            } else {
                "openid"
            };
            for (name, value) in [
                (openid, named("openid")),
                ("sub_openid", named("sub_openid")),
            ] {
                if let Some(value) = value {
                    own.insert(name.to_owned(), value.clone());
                }
            }
            put("payer", Some(&Value::Object(own)));
        }
        Value::Object(body)
    }
}

impl Combination {
    /// Places orders, or finds that this is a repetition of the request for the earlier ones.
    /// Returns what is to be stored, if anything is, and the `prepay_id`.
    pub(crate) fn place(
        new: CombinedOrder,
        earlier: Option<Self>,
    ) -> Result<(Option<Self>, PrepayId), OrderError> {
        let prepay_id = new.prepay_id.clone();
        let Some(old) = earlier else {
            let orders = new.placed().ok_or(OrderError::Unknown)?;
            let placed = Self {
                combined: new,
                orders,
            };
            return Ok((Some(placed), prepay_id));
        };
        old.must_be_open()?;
        if old.combined.trade_type != new.trade_type || old.combined.body != new.body {
            return Err(OrderError::Different);
        }
        if !old.is_prepay_expired(new.prepaid_at) {
            return Ok((None, old.combined.prepay_id));
        }
        let prepaid_at = new.prepaid_at;
        let renewed = |order: Order| Order {
            prepay_id: prepay_id.clone(),
            prepaid_at,
            ..order
        };
        let again = Self {
            orders: old.orders.into_iter().map(renewed).collect(),
            combined: CombinedOrder {
                prepay_id: prepay_id.clone(),
                prepaid_at,
                ..old.combined
            },
        };
        Ok((Some(again), prepay_id))
    }

    fn must_be_open(&self) -> Result<(), OrderError> {
        // They are paid and closed together.
        self.orders.iter().try_for_each(Order::must_be_open)
    }

    fn is_prepay_expired(&self, now: Timestamp) -> bool {
        self.orders.iter().any(|order| order.prepay_expired(now))
    }

    /// Pays all of its orders; `None` if they were paid before.
    pub(crate) fn pay(
        &self,
        mut payment: impl FnMut() -> Payment,
    ) -> Result<Option<Self>, OrderError> {
        let paid = self.orders.iter().map(|order| order.paid_with(payment()));
        let paid: Option<Vec<Order>> = paid.collect::<Result<_, _>>()?;
        Ok(paid.map(|orders| Self {
            orders,
            combined: self.combined.clone(),
        }))
    }

    /// Returns what was paid, in fen.
    pub(crate) fn total(&self) -> i64 {
        let amounts = self.orders.iter().map(Order::total);
        amounts.fold(0, i64::saturating_add)
    }

    /// Tells whether a request names exactly its orders, in any order.
    pub(crate) fn is_named_by(&self, sub_orders: &[Value]) -> bool {
        let own: Vec<_> = self
            .combined
            .sub_orders()
            .iter()
            .map(NamedOrder::of)
            .collect();
        let named: Vec<_> = sub_orders.iter().map(NamedOrder::of).collect();
        own.len() == named.len() && own.iter().all(|one| named.contains(one))
    }

    /// Returns it as a query returns it.
    pub(crate) fn answer(&self) -> Value {
        let is_paid = self.orders.iter().any(|order| order.payment.is_some());
        self.fields(is_paid)
    }

    /// Returns the plaintext of the notification about its payment, in WeChat Pay's order of keys.
    pub(crate) fn plaintext(&self) -> Value {
        self.fields(true)
    }

    fn fields(&self, is_paid: bool) -> Value {
        let mut fields = Map::new();
        let body = &self.combined.body;
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        for name in ["combine_appid", "combine_mchid"] {
            put(name, body.get(name).cloned().unwrap_or_default());
        }
        if is_paid {
            let openid = self.orders.first().map(Order::payer_openid);
            put("combine_payer_info", json!({ "openid": openid }));
        }
        let orders = self.combined.sub_orders().iter().zip(&self.orders);
        let orders = orders.map(|(sub_order, order)| sub_order_fields(sub_order, order));
        put("sub_orders", orders.collect());
        if let Some(device) = body.pointer("/scene_info/device_id") {
            put("scene_info", json!({ "device_id": device }));
        }
        put(
            "combine_out_trade_no",
            json!(self.combined.combine_out_trade_no),
        );
        Value::Object(fields)
    }
}

fn sub_order_fields(sub_order: &Value, order: &Order) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    let of_request = |name: &str| sub_order.get(name).cloned();
    put("mchid", of_request("mchid").unwrap_or_default());
    put("trade_type", json!(order.trade_type.wire()));
    put("trade_state", json!(order.state));
    if order.payment.is_some() {
        put("bank_type", json!("OTHERS"));
    }
    put("attach", of_request("attach").unwrap_or_default());
    let total = order.total();
    match &order.payment {
        Some(payment) => {
            put("success_time", json!(payment.at.to_rfc3339()));
            put(
                "amount",
                json!({
                    "total_amount": total, "payer_amount": total,
                    "currency": "CNY", "payer_currency": "CNY",
                }),
            );
            put("transaction_id", json!(payment.transaction_id));
        }
        None => {
            put(
                "amount",
                json!({ "total_amount": total, "currency": "CNY" }),
            );
        }
    }
    put("out_trade_no", json!(order.out_trade_no));
    for name in ["sub_mchid", "sub_appid"] {
        if let Some(value) = of_request(name) {
            put(name, value);
        }
    }
    let sub_openid = order.text("payer.sub_openid");
    if let Some(openid) = sub_openid.filter(|_| order.payment.is_some()) {
        put("sub_openid", json!(openid));
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn combined(seconds: i64) -> CombinedOrder {
        let sub_order = |number: &str, amount: i64| {
            json!({"mchid": "0000000001", "attach": "a", "out_trade_no": number,
                "description": "d", "amount": {"total_amount": amount, "currency": "CNY"}})
        };
        CombinedOrder {
            combine_out_trade_no: "together".parse().unwrap(),
            trade_type: TradeType::Jsapi,
            body: json!({
                "combine_appid": "wx1", "combine_mchid": "0000000001",
                "combine_out_trade_no": "together", "notify_url": "https://shop.example/n",
                "combine_payer_info": {"openid": "o1"},
                "sub_orders": [sub_order("first-1", 1), sub_order("second", 2)],
            }),
            prepay_id: format!("wxsandbox{seconds}").parse().unwrap(),
            prepaid_at: Timestamp(seconds),
            ordered_at: seconds * 1000,
            named_key: None,
        }
    }

    fn placed() -> Combination {
        Combination::place(combined(100), None).unwrap().0.unwrap()
    }

    fn payments() -> impl FnMut() -> Payment {
        let mut count = 0;
        move || {
            count += 1;
            Payment {
                transaction_id: format!("SANDBOX{count}").parse().unwrap(),
                at: Timestamp(1_700_000_000),
            }
        }
    }

    #[test]
    fn orders_are_placed_together_and_a_repetition_has_the_same_prepay_id() {
        let first = placed();
        assert_eq!(first.orders.len(), 2);
        assert_eq!(first.total(), 3);
        assert_eq!(first.orders[1].body["payer"]["openid"], "o1");
        let again = |seconds| Combination::place(combined(seconds), Some(placed())).unwrap();
        let (stored, prepay_id) = again(200);
        assert!(stored.is_none());
        assert_eq!(prepay_id, first.combined.prepay_id);
        let (stored, prepay_id) = again(100 + 7200);
        let stored = stored.unwrap();
        assert!(
            stored
                .orders
                .iter()
                .all(|order| order.prepay_id == prepay_id)
        );
        let mut other = combined(200);
        other.body["sub_orders"][0]["amount"]["total_amount"] = json!(9);
        let different = Combination::place(other, Some(placed())).unwrap_err();
        assert_eq!(different, OrderError::Different);
    }

    #[test]
    fn orders_are_paid_together_once_each_with_a_number_of_its_own() {
        let paid = placed().pay(payments()).unwrap().unwrap();
        let fields = paid.plaintext();
        let names: Vec<_> = fields.as_object().unwrap().keys().cloned().collect();
        let expected = [
            "combine_appid",
            "combine_mchid",
            "combine_payer_info",
            "sub_orders",
            "combine_out_trade_no",
        ];
        assert_eq!(names, expected);
        let first = fields["sub_orders"][0].as_object().unwrap();
        let names: Vec<_> = first.keys().map(String::as_str).collect();
        let expected = [
            "mchid",
            "trade_type",
            "trade_state",
            "bank_type",
            "attach",
            "success_time",
            "amount",
            "transaction_id",
            "out_trade_no",
        ];
        assert_eq!(names, expected);
        assert_ne!(
            fields["sub_orders"][0]["transaction_id"],
            fields["sub_orders"][1]["transaction_id"]
        );
        assert!(paid.pay(payments()).unwrap().is_none());
        let again = Combination::place(combined(200), Some(paid)).unwrap_err();
        assert_eq!(again, OrderError::Paid);
    }

    #[test]
    fn an_unpaid_combination_has_no_payer_and_no_payment() {
        let answer = placed().answer();
        assert!(answer.get("combine_payer_info").is_none());
        assert_eq!(answer["sub_orders"][1]["trade_state"], "NOTPAY");
        assert!(answer["sub_orders"][1].get("transaction_id").is_none());
    }

    #[test]
    fn a_request_must_name_all_orders_and_no_other() {
        let all = placed();
        let sub = |number: &str| json!({"mchid": "0000000001", "out_trade_no": number});
        assert!(all.is_named_by(&[sub("second"), sub("first-1")]));
        for wrong in [
            vec![sub("first-1")],
            vec![sub("first-1"), sub("third-1")],
            vec![sub("first-1"), sub("first-1")],
            vec![sub("first-1"), sub("second"), sub("second")],
        ] {
            assert!(!all.is_named_by(&wrong), "{wrong:?}");
        }
    }
}
