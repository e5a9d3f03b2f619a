//! `/v3/profitsharing/…`: 分账, for direct merchants and for partners.
//!
//! Fields and states are those of
//! <https://pay.weixin.qq.com/docs/merchant/products/profit-sharing/apilist.html> and of the pages
//! for partners beside it. The greatest share of a payment, which WeChat Pay sets for each merchant,
//! is not limited.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use serde_json::{Value, json};

use crate::ambient;
use crate::protocol::id::TransactionId;
use crate::protocol::json::find;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::orders::check_owner;
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::rules::{self, Field, Rule, missing, optional, required, wrong_text};
use crate::sandbox::api::sealed_name::open_name;
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::sharing::{
    self, Receiver, Share, SharingError, SharingOrder, SharingReturn, add_sub_mchid,
};
use crate::sandbox::notifier::post;
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::ledger::Ledger;
use crate::sandbox::store::stored;

/// How long a sharing is processed.
const PROCESSING_TIME: Duration = Duration::from_secs(1);

/// How many receivers one request may have.
const MAX_RECEIVERS: usize = 50;

/// What the share is called that releases the rest.
const RELEASED: &str = "解冻给分账方";

const RECEIVER_KINDS: [&str; 3] = ["MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"];

const RELATIONS: [&str; 11] = [
    "SERVICE_PROVIDER",
    "STORE",
    "STAFF",
    "STORE_OWNER",
    "PARTNER",
    "HEADQUARTER",
    "BRAND",
    "DISTRIBUTOR",
    "USER",
    "SUPPLIER",
    "CUSTOM",
];

const ADD: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    required("appid", "应用ID", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
    required("type", "分账接收方类型", Rule::Text(1, 32)),
    required("account", "分账接收方账号", Rule::Text(1, 64)),
    optional("name", "分账接收方全称", Rule::Text(1, 1024)),
    required("relation_type", "与分账方的关系类型", Rule::Text(1, 32)),
    optional("custom_relation", "自定义的分账关系", Rule::Text(1, 40)),
];

const DELETE: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    required("appid", "应用ID", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
    required("type", "分账接收方类型", Rule::Text(1, 32)),
    required("account", "分账接收方账号", Rule::Text(1, 64)),
];

const ORDER: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    optional("appid", "应用ID", Rule::Text(1, 32)),
    optional("sub_appid", "子商户应用ID", Rule::Text(1, 32)),
    required("transaction_id", "微信订单号", Rule::Text(1, 32)),
    required("out_order_no", "商户分账单号", Rule::Text(1, 64)),
    required("receivers", "分账接收方列表", Rule::List(RECEIVER)),
    required("unfreeze_unsplit", "是否解冻剩余未分资金", Rule::Flag),
];

const RECEIVER: &[Field] = &[
    required("type", "分账接收方类型", Rule::Text(1, 32)),
    required("account", "分账接收方账号", Rule::Text(1, 64)),
    optional("name", "分账个人接收方姓名", Rule::Text(1, 1024)),
    required("amount", "分账金额", Rule::Whole(1)),
    required("description", "分账描述", Rule::Text(1, 80)),
];

const UNFREEZE: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    required("transaction_id", "微信订单号", Rule::Text(1, 32)),
    required("out_order_no", "商户分账单号", Rule::Text(1, 64)),
    required("description", "分账描述", Rule::Text(1, 80)),
];

const RETURN: &[Field] = &[
    optional("sub_mchid", "子商户号", Rule::Text(1, 32)),
    optional("order_id", "微信分账单号", Rule::Text(0, 64)),
    optional("out_order_no", "商户分账单号", Rule::Text(0, 64)),
    required("out_return_no", "商户回退单号", Rule::Text(1, 64)),
    required("return_mchid", "回退商户号", Rule::Text(1, 32)),
    required("amount", "回退金额", Rule::Whole(1)),
    required("description", "回退描述", Rule::Text(1, 80)),
];

/// Adds a receiver, or repeats the response to an earlier request for it.
pub(crate) async fn add_receiver(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let body = rules::read(&call.body, &[ADD])?;
    check_parties(&sandbox, &call, &body)?;
    check_receiver(&body, "")?;
    let relation = text(&body, "relation_type");
    if !RELATIONS.contains(&relation) {
        let why = "不是已知的关系类型";
        return Err(wrong_text(
            "/relation_type",
            "与分账方的关系类型",
            why,
            relation,
        ));
    }
    if relation == "CUSTOM" && body.get("custom_relation").is_none() {
        return Err(missing("/custom_relation", "自定义的分账关系"));
    }
    match body.get("name").and_then(Value::as_str) {
        Some(name) => open_name(&sandbox, &call, name)?,
        None if text(&body, "type") == "MERCHANT_ID" => {
            return Err(missing("/name", "分账接收方全称"));
        }
        None => {}
    }
    let receiver = Receiver {
        sub_mchid: optional_text(&body, "sub_mchid"),
        kind: text(&body, "type").to_owned(),
        account: text(&body, "account").to_owned(),
        relation_type: relation.to_owned(),
        custom_relation: optional_text(&body, "custom_relation"),
    };
    let mchid = call.mchid();
    sandbox
        .database
        .write(|tx| stored::put(tx, mchid, ambient::millis(), &receiver))?;
    let mut answer = json!(receiver);
    if let Some(name) = body.get("name") {
        answer["name"] = name.clone();
    }
    Ok(Answer::new(answer))
}

/// Removes a receiver; one that is not there is removed, too.
pub(crate) async fn delete_receiver(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let body = rules::read(&call.body, &[DELETE])?;
    check_parties(&sandbox, &call, &body)?;
    check_receiver(&body, "")?;
    let (kind, account) = (text(&body, "type"), text(&body, "account"));
    let sub_mchid = optional_text(&body, "sub_mchid");
    let key = Receiver::key_of(sub_mchid.as_deref(), kind, account);
    let mchid = call.mchid();
    sandbox
        .database
        .write(|tx| stored::remove::<Receiver>(tx, mchid, &key))?;
    let mut answer = json!({ "type": kind, "account": account });
    add_sub_mchid(&mut answer, sub_mchid.as_deref());
    Ok(Answer::new(answer))
}

/// Shares a payment, or repeats the response to an earlier request for it.
pub(crate) async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let mut body = rules::read(&call.body, &[ORDER])?;
    check_parties(&sandbox, &call, &body)?;
    check_number(&body, "out_order_no", "商户分账单号")?;
    let receivers = body.get("receivers").and_then(Value::as_array);
    let receivers = receivers.map(Vec::as_slice).unwrap_or_default();
    if receivers.len() > MAX_RECEIVERS {
        let why = format!("分账接收方不能超过{MAX_RECEIVERS}个");
        return Err(ApiFault::parameter(number::PARAMETER, why));
    }
    for (at, receiver) in receivers.iter().enumerate() {
        check_receiver(receiver, &format!("/receivers/{at}"))?;
        let id = match text(receiver, "type") {
            "PERSONAL_OPENID" => Some(("appid", "应用ID")),
            "PERSONAL_SUB_OPENID" => Some(("sub_appid", "子商户应用ID")),
            _ => None,
        };
        if let Some((name, title)) = id.filter(|(name, _)| body.get(name).is_none()) {
            return Err(missing(&format!("/{name}"), title));
        }
        if let Some(name) = receiver.get("name").and_then(Value::as_str) {
            open_name(&sandbox, &call, name)?;
        }
    }
    let shares = receivers.iter().map(|receiver| Share {
        kind: text(receiver, "type").to_owned(),
        account: text(receiver, "account").to_owned(),
        amount: whole(receiver, "amount"),
        description: text(receiver, "description").to_owned(),
        detail_id: numbers::sharing_id(),
        returned: 0,
        is_rest: false,
    });
    let shares = shares.collect();
    // A name is encrypted differently each time.
    for receiver in body["receivers"].as_array_mut().into_iter().flatten() {
        receiver
            .as_object_mut()
            .map(|fields| fields.shift_remove("name"));
    }
    let is_last = body["unfreeze_unsplit"] == true;
    order(&sandbox, &call, body, shares, is_last)
}

/// Releases what is left of a payment to the merchant.
pub(crate) async fn unfreeze(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let body = rules::read(&call.body, &[UNFREEZE])?;
    check_parties(&sandbox, &call, &body)?;
    check_number(&body, "out_order_no", "商户分账单号")?;
    order(&sandbox, &call, body, Vec::new(), true)
}

fn order(
    sandbox: &Sandbox,
    call: &SignedCall,
    body: Value,
    shares: Vec<Share>,
    is_last: bool,
) -> Result<Answer, ApiFault> {
    let now = ambient::millis();
    let processing = post::millis(PROCESSING_TIME.div_f64(sandbox.options.time_scale));
    let new = SharingOrder {
        out_order_no: text(&body, "out_order_no").to_owned(),
        order_id: numbers::sharing_id(),
        transaction_id: text(&body, "transaction_id").to_owned(),
        sub_mchid: optional_text(&body, "sub_mchid"),
        body,
        shares,
        is_last,
        created_at: now,
        finished_at: now.saturating_add(processing),
    };
    let mchid = call.mchid();
    let own = new.sub_mchid.clone().unwrap_or_else(|| mchid.to_owned());
    let order = sandbox.database.write(|tx| {
        let (id, sub_mchid) = (&new.transaction_id, new.sub_mchid.as_deref());
        let remaining = shareable(&Ledger::new(tx), mchid, id, sub_mchid)?;
        if let Some(known) = stored::find::<SharingOrder>(tx, mchid, &new.out_order_no)? {
            if known.body == new.body {
                return Ok(known);
            }
            return Err(invalid("商户分账单号已存在，且请求参数与原请求不一致"));
        }
        for share in new.shares.iter().filter(|share| share.account != own) {
            let key = Receiver::key_of(new.sub_mchid.as_deref(), &share.kind, &share.account);
            if stored::find::<Receiver>(tx, mchid, &key)?.is_none() {
                return Err(invalid("分账接收方未添加，请先添加分账接收方"));
            }
        }
        let earlier = stored::all_under::<SharingOrder>(tx, mchid, &new.transaction_id)?;
        let rest = |amount| Share {
            kind: "MERCHANT_ID".to_owned(),
            account: own.clone(),
            amount,
            description: RELEASED.to_owned(),
            detail_id: numbers::sharing_id(),
            returned: 0,
            is_rest: true,
        };
        let order = sharing::share(new, remaining, &earlier, rest)?;
        stored::put(tx, mchid, now, &order)?;
        Ok::<_, ApiFault>(order)
    })?;
    Ok(Answer::new(order.answer(now)))
}

/// Returns the state of a sharing.
pub(crate) async fn query(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let transaction_id = required_parameter(&call, "transaction_id", "微信订单号")?;
    let sub_mchid = call.parameter("sub_mchid");
    let mchid = call.mchid();
    let order = sandbox
        .database
        .read(|tx| stored::find::<SharingOrder>(tx, mchid, &call.number))?
        .filter(|order| order.transaction_id == transaction_id && order.sub_mchid == sub_mchid)
        .ok_or_else(unknown)?;
    Ok(Answer::new(order.answer(ambient::millis())))
}

/// Returns what can still be shared of a payment.
pub(crate) async fn amounts(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let mchid = call.mchid();
    let unsplit = sandbox.database.read(|tx| {
        let order = payment(&Ledger::new(tx), mchid, &call.number)?;
        let orders = stored::all_under::<SharingOrder>(tx, mchid, &call.number)?;
        Ok::<_, ApiFault>(sharing::unsplit(remaining(&order)?, &orders))
    })?;
    Ok(Answer::new(json!({
        "transaction_id": call.number,
        "unsplit_amount": unsplit,
    })))
}

/// Takes a share back, or repeats the response to an earlier request for it.
pub(crate) async fn take_back(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let body = rules::read(&call.body, &[RETURN])?;
    check_parties(&sandbox, &call, &body)?;
    check_number(&body, "out_return_no", "商户回退单号")?;
    let filled = |name| Some(text(&body, name)).filter(|number| !number.is_empty());
    let sub_mchid = optional_text(&body, "sub_mchid");
    let now = ambient::millis();
    let mchid = call.mchid();
    let done = sandbox.database.write(|tx| {
        let found = match (filled("order_id"), filled("out_order_no")) {
            (Some(id), number) => stored::find_by_other::<SharingOrder>(tx, mchid, id)?
                .filter(|order| number.is_none_or(|number| order.out_order_no == number)),
            (None, Some(number)) => stored::find(tx, mchid, number)?,
            (None, None) => return Err(missing("/order_id", "微信分账单号")),
        };
        let mut order = found
            .filter(|order| order.sub_mchid == sub_mchid)
            .ok_or_else(unknown)?;
        let new = SharingReturn {
            out_return_no: text(&body, "out_return_no").to_owned(),
            return_id: numbers::sharing_id(),
            order_id: order.order_id.clone(),
            out_order_no: order.out_order_no.clone(),
            sub_mchid,
            return_mchid: text(&body, "return_mchid").to_owned(),
            amount: whole(&body, "amount"),
            description: text(&body, "description").to_owned(),
            created_at: Timestamp::from_millis(now),
        };
        if let Some(known) = stored::find::<SharingReturn>(tx, mchid, &new.out_return_no)? {
            if known.is_repeated_by(&new) {
                return Ok(known);
            }
            return Err(invalid("商户回退单号已存在，且请求参数与原请求不一致"));
        }
        order.take_back(&new.return_mchid, new.amount, now)?;
        stored::put(tx, mchid, now, &order)?;
        stored::put(tx, mchid, now, &new)?;
        Ok::<_, ApiFault>(new)
    })?;
    Ok(Answer::new(done.answer()))
}

/// Returns the state of a share that was taken back.
pub(crate) async fn query_return(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let number = required_parameter(&call, "out_order_no", "商户分账单号")?;
    let sub_mchid = call.parameter("sub_mchid");
    let mchid = call.mchid();
    let found = sandbox
        .database
        .read(|tx| stored::find::<SharingReturn>(tx, mchid, &call.number))?
        .filter(|found| found.out_order_no == number && found.sub_mchid == sub_mchid)
        .ok_or_else(unknown)?;
    Ok(Answer::new(found.answer()))
}

/// Returns what was paid and not refunded, in fen, of a payment that may be shared.
fn shareable(
    ledger: &Ledger<'_>,
    mchid: &str,
    id: &str,
    sub_mchid: Option<&str>,
) -> Result<i64, ApiFault> {
    let order = payment(ledger, mchid, id)?;
    check_owner(&order, sub_mchid).map_err(|_| no_order())?;
    remaining(&order)
}

fn payment(ledger: &Ledger<'_>, mchid: &str, id: &str) -> Result<Order, ApiFault> {
    let id: TransactionId = id.parse().map_err(|_| no_order())?;
    let order = ledger.transaction(&id)?;
    order
        .filter(|order| order.mchid() == mchid)
        .ok_or_else(no_order)
}

fn remaining(order: &Order) -> Result<i64, ApiFault> {
    if find(&order.body, "settle_info.profit_sharing") != Some(&Value::Bool(true)) {
        return Err(invalid("非分账订单不支持分账"));
    }
    Ok(order.remaining())
}

fn no_order() -> ApiFault {
    ApiFault::new(404, "RESOURCE_NOT_EXISTS", number::UNKNOWN, "订单不存在")
}

/// Checks the numbers of merchant and sub-merchant.
fn check_parties(sandbox: &Sandbox, call: &SignedCall, body: &Value) -> Result<(), ApiFault> {
    let provider = &call.merchant;
    let sub_appid = match body.get("sub_mchid").and_then(Value::as_str) {
        Some(sub_mchid) => sandbox
            .merchants
            .sub_appid(provider, sub_mchid)
            .ok_or_else(ApiFault::no_relation)?,
        None => provider.sub_appid().clone(),
    };
    let is = |name: &str, own: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .is_none_or(|named| named == own)
    };
    if !is("appid", provider.appid().as_str()) || !is("sub_appid", sub_appid.as_str()) {
        return Err(invalid("商户号与AppID未绑定"));
    }
    Ok(())
}

fn check_receiver(receiver: &Value, place: &str) -> Result<(), ApiFault> {
    let kind = text(receiver, "type");
    if RECEIVER_KINDS.contains(&kind) {
        return Ok(());
    }
    let place = format!("{place}/type");
    let why = "不是已知的接收方类型";
    Err(wrong_text(&place, "分账接收方类型", why, kind))
}

fn check_number(body: &Value, name: &str, title: &str) -> Result<(), ApiFault> {
    let number = text(body, name);
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"_-|*@".contains(&byte);
    if number.bytes().all(is_good) {
        return Ok(());
    }
    let why = "只能是数字、大小写字母_-|*@";
    Err(wrong_text(&format!("/{name}"), title, why, number))
}

fn required_parameter(call: &SignedCall, name: &str, title: &str) -> Result<String, ApiFault> {
    call.parameter(name).ok_or_else(|| {
        let why = "此字段为必填项";
        ApiFault::parameter(
            number::PARAMETER,
            format!("输入源“/query/{name}”映射到值字段“{title}”必填性规则校验失败，{why}"),
        )
        .with(json!({"field": name, "value": null, "issue": why, "location": "query"}))
    })
}

fn text<'v>(body: &'v Value, name: &str) -> &'v str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn optional_text(body: &Value, name: &str) -> Option<String> {
    Some(body.get(name)?.as_str()?.to_owned())
}

fn whole(body: &Value, name: &str) -> i64 {
    body.get(name).and_then(Value::as_i64).unwrap_or_default()
}

fn unknown() -> ApiFault {
    ApiFault::new(404, "RESOURCE_NOT_EXISTS", number::NONE, "记录不存在")
}

fn invalid(why: &'static str) -> ApiFault {
    ApiFault::new(400, "INVALID_REQUEST", number::PARAMETER, why)
}

impl From<SharingError> for ApiFault {
    fn from(why: SharingError) -> Self {
        match why {
            SharingError::Released => invalid("订单剩余资金已解冻，不能再分账"),
            SharingError::NotEnough => Self::new(403, "NOT_ENOUGH", number::NONE, "分账金额不足"),
            SharingError::TooMany => Self::new(403, "RULE_LIMIT", number::NONE, "分账次数超过限制"),
            SharingError::Unfinished => invalid("分账单未处理完成，不能回退"),
            SharingError::NoShare => invalid("回退商户不是此分账单的接收方"),
            SharingError::TooMuch => {
                Self::new(403, "NOT_ENOUGH", number::NONE, "回退金额超过可回退金额")
            }
        }
    }
}
