//! `/v3/combine-transactions/…`: 合单下单, for direct merchants and for partners.
//!
//! Fields and refusals are those of
//! <https://pay.weixin.qq.com/docs/merchant/products/combine-payment/apilist-jsapi.html>, of the
//! pages for partners beside it, and of `orders/query-order`, `orders/close-order`. The orders of a
//! combination are refunded one by one; only the calls here query and close them.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use serde_json::Value;

use crate::ambient;
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::{self, Provider, other_app, other_merchant};
use crate::sandbox::api::orders::{out_trade_no, prepaid};
use crate::sandbox::api::response::{Answer, NoContent};
use crate::sandbox::api::rules::{self, Field, Rule, optional, required, wrong_text};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::ledger::combined::{Combination, CombinedOrder};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::combinations;
use crate::sandbox::store::ledger::{self, Ledger};

pub(crate) const PATH: &str = "/v3/combine-transactions";

/// How many orders a direct merchant may combine, and a partner.
const DIRECT_ORDERS: std::ops::RangeInclusive<usize> = 2..=10;
const PARTNER_ORDERS: std::ops::RangeInclusive<usize> = 1..=50;

const COMMON: &[Field] = &[
    required("combine_appid", "合单商户公众账号ID", Rule::Text(1, 32)),
    required("combine_mchid", "合单商户号", Rule::Text(1, 32)),
    required("combine_out_trade_no", "合单商户订单号", Rule::Text(6, 32)),
    required("sub_orders", "子单信息列表", Rule::List(SUB_ORDER)),
    optional("time_start", "交易起始时间", Rule::Text(1, 64)),
    optional("time_expire", "支付结束时间", Rule::Text(1, 64)),
    required("notify_url", "商户回调地址", Rule::Text(1, 255)),
    optional("limit_pay", "指定支付方式", Rule::Words(32)),
    optional("trade_scenario", "交易场景", Rule::Text(1, 32)),
];

const SUB_ORDER: &[Field] = &[
    required("mchid", "子单商户号", Rule::Text(1, 32)),
    required("attach", "商户数据包", Rule::Text(1, 128)),
    required(
        "amount",
        "子单金额信息",
        Rule::Object(&[
            required("total_amount", "标价金额", Rule::Whole(1)),
            required("currency", "标价币种", Rule::Text(1, 8)),
        ]),
    ),
    required("out_trade_no", "子单商户订单号", Rule::Text(6, 32)),
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
    optional("detail", "商品详情", Rule::Text(1, 6000)),
    required("description", "商品描述", Rule::Text(1, 127)),
    optional("goods_tag", "订单优惠标记", Rule::Text(1, 32)),
    optional(
        "settle_info",
        "结算信息",
        Rule::Object(&[
            optional("profit_sharing", "分账标识", Rule::Flag),
            optional("subsidy_amount", "补差金额", Rule::Whole(0)),
        ]),
    ),
];

const PAYER: Rule = Rule::Object(&[
    optional("openid", "用户标识", Rule::Text(1, 128)),
    optional("sub_openid", "用户子标识", Rule::Text(1, 128)),
    optional(
        "identity",
        "实名支付信息",
        Rule::Object(&[
            required("type", "证件类型", Rule::Text(1, 32)),
            required("number", "证件号", Rule::Text(1, 1024)),
            required("name", "姓名", Rule::Text(1, 1024)),
        ]),
    ),
]);

const NAMED_PAYER: &[Field] = &[required("combine_payer_info", "合单支付者信息", PAYER)];
const ANY_PAYER: &[Field] = &[optional("combine_payer_info", "合单支付者信息", PAYER)];

const CLOSE: &[Field] = &[
    required("combine_appid", "合单商户公众账号ID", Rule::Text(1, 32)),
    required("sub_orders", "子单信息列表", Rule::List(CLOSE_SUB_ORDER)),
];

const CLOSE_SUB_ORDER: &[Field] = &[
    required("mchid", "子单商户号", Rule::Text(1, 32)),
    required("out_trade_no", "子单商户订单号", Rule::Text(6, 32)),
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
];

/// Places orders, or repeats the response to an earlier request for them.
pub(crate) fn prepay(
    State(sandbox): State<Arc<Sandbox>>,
    call: &SignedCall,
    trade_type: TradeType,
) -> Result<Answer, ApiFault> {
    let payer = match trade_type {
        TradeType::Jsapi => NAMED_PAYER,
        TradeType::App | TradeType::Native | TradeType::H5 => ANY_PAYER,
    };
    let scene = order_rules::scene(trade_type);
    let body = rules::read(&call.body, &[COMMON, payer, scene])?;
    let moment = ambient::millis();
    let now = Timestamp::from_millis(moment);
    check(&sandbox, call, &body, trade_type, now)?;
    let new = CombinedOrder {
        combine_out_trade_no: out_trade_no(text(&body, "combine_out_trade_no"))?,
        trade_type,
        body,
        prepay_id: numbers::prepay_id(),
        prepaid_at: now,
        ordered_at: moment,
        named_key: call.named_key(),
    };
    let (first, prepay_id) = sandbox.database.write(|tx| {
        let number = new.combine_out_trade_no.clone();
        let earlier = combinations::find(tx, call.mchid(), number.as_str())?;
        let is_new = earlier.is_none();
        let first = new.sub_orders().first().cloned().unwrap_or_default();
        let (placed, prepay_id) = Combination::place(new, earlier)?;
        if let Some(placed) = placed {
            for order in placed.orders.iter().filter(|_| is_new) {
                let known = Ledger::new(tx).order_of(order.mchid(), &order.out_trade_no)?;
                if known.is_some() {
                    return Err(ApiFault::from(OrderError::Different));
                }
            }
            combinations::put(tx, &placed)?;
        }
        Ok::<_, ApiFault>((first, prepay_id))
    })?;
    if sandbox.options.auto_pay.is_some() {
        sandbox.wakeup.notify_one();
    }
    // One of the orders leads the page to all of them.
    let first = out_trade_no(text(&first, "out_trade_no"))?;
    Ok(prepaid(&sandbox, call, trade_type, &first, prepay_id))
}

fn check(
    sandbox: &Sandbox,
    call: &SignedCall,
    body: &Value,
    trade_type: TradeType,
    now: Timestamp,
) -> Result<(), ApiFault> {
    if text(body, "combine_mchid") != call.mchid() {
        return Err(other_merchant());
    }
    if text(body, "combine_appid") != call.merchant.appid().as_str() {
        return Err(other_app("appid和mch_id不匹配，请检查后再试"));
    }
    order_rules::check_number(text(body, "combine_out_trade_no"), "/combine_out_trade_no")?;
    order_rules::common_values(body, trade_type)?;
    order_rules::not_late(body, now)?;
    let sub_orders = list(body);
    let is_partner = sub_orders.iter().any(|one| one.get("sub_mchid").is_some());
    let range = if is_partner {
        PARTNER_ORDERS
    } else {
        DIRECT_ORDERS
    };
    if !range.contains(&sub_orders.len()) {
        let why = format!("子单数量必须为{}到{}笔", range.start(), range.end());
        return Err(ApiFault::parameter(number::PARAMETER, why));
    }
    let mut numbers = HashSet::new();
    for (at, sub_order) in sub_orders.iter().enumerate() {
        let place = format!("/sub_orders/{at}");
        sub_order_values(sub_order, &place)?;
        if is_partner {
            partner_order(sandbox, call, sub_order, &place)?;
        } else if !is_merchant(sandbox, text(sub_order, "mchid")) {
            let why = "商户号不存在";
            return Err(ApiFault::new(400, "MCH_NOT_EXISTS", number::PARAMETER, why));
        }
        let own = (text(sub_order, "mchid"), text(sub_order, "out_trade_no"));
        if !numbers.insert(own) {
            let why = "子单商户订单号重复";
            let place = format!("{place}/out_trade_no");
            return Err(wrong_text(&place, "子单商户订单号", why, own.1));
        }
    }
    if trade_type == TradeType::Jsapi {
        let payer = &body["combine_payer_info"];
        let names: &[&str] = if is_partner {
            &["openid", "sub_openid"]
        } else {
            &["openid"]
        };
        if names.iter().all(|name| payer.get(*name).is_none()) {
            return Err(ApiFault::parameter(number::OPENID, "JSAPI支付必须传openid"));
        }
    }
    Ok(())
}

fn sub_order_values(sub_order: &Value, place: &str) -> Result<(), ApiFault> {
    let number = text(sub_order, "out_trade_no");
    order_rules::check_number(number, &format!("{place}/out_trade_no"))?;
    let currency = text(&sub_order["amount"], "currency");
    if currency == "CNY" {
        return Ok(());
    }
    Err(order_rules::other_currency(
        &format!("{place}/amount/currency"),
        currency,
    ))
}

fn partner_order(
    sandbox: &Sandbox,
    call: &SignedCall,
    sub_order: &Value,
    place: &str,
) -> Result<(), ApiFault> {
    if sub_order.get("sub_mchid").is_none() {
        let why = "受理机构必须传入sub_mch_id";
        return Err(ApiFault::parameter(number::NO_SUB_MERCHANT, why));
    }
    if text(sub_order, "mchid") != call.mchid() {
        let why = "必须与combine_mchid一致";
        let place = format!("{place}/mchid");
        return Err(wrong_text(
            &place,
            "服务商商户号",
            why,
            text(sub_order, "mchid"),
        ));
    }
    let caller = Provider {
        merchant: &call.merchant,
        merchants: &sandbox.merchants,
    };
    order_rules::sub_merchant(sub_order, place, caller)
}

/// Tells whether a number is that of a merchant, each of which may be combined with every other.
fn is_merchant(sandbox: &Sandbox, mchid: &str) -> bool {
    let mchid = mchid.parse().ok();
    mchid.is_some_and(|mchid| sandbox.merchants.find(&mchid).is_some())
}

/// Returns the state of combined orders.
pub(crate) async fn query(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let number = out_trade_no(&call.number)?;
    let found = sandbox
        .database
        .read(|tx| combinations::find(tx, call.mchid(), number.as_str()))?;
    let found = found.ok_or_else(ApiFault::unknown_order)?;
    Ok(Answer::new(found.answer()))
}

/// Closes combined orders, all of which the request must name.
pub(crate) async fn close(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<NoContent, ApiFault> {
    let body = rules::read(&call.body, &[CLOSE])?;
    if text(&body, "combine_appid") != call.merchant.appid().as_str() {
        return Err(other_app("appid和mch_id不匹配"));
    }
    let number = out_trade_no(&call.number)?;
    sandbox.database.write(|tx| {
        let found = combinations::find(tx, call.mchid(), number.as_str())?;
        let found = found.ok_or_else(ApiFault::unknown_order)?;
        if !found.is_named_by(list(&body)) {
            let why = "请求关单的子单信息与下单时的子单信息不一致";
            return Err(ApiFault::new(
                400,
                "INVALID_REQUEST",
                number::PARAMETER,
                why,
            ));
        }
        for order in &found.orders {
            let closed: Option<Entry> = order.close()?;
            closed.map_or(Ok(()), |closed| ledger::apply(tx, closed))?;
        }
        Ok::<_, ApiFault>(NoContent)
    })
}

fn list(body: &Value) -> &[Value] {
    let list = body.get("sub_orders").and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn text<'v>(body: &'v Value, name: &str) -> &'v str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}
