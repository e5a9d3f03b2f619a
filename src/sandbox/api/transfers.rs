//! `/v3/fund-app/mch-transfer/transfer-bills`: 商家转账, which the user confirms.
//!
//! Fields, states and the refusals of amounts and scenes are those of
//! <https://pay.weixin.qq.com/docs/merchant/apis/mch-trans/transfer-bill/transfer-to-user.html>,
//! `get-transfer-bill-by-out-no`, `get-transfer-bill-by-no` and `cancel-transfer` beside it.

use std::sync::Arc;

use axum::extract::State;
use serde_json::Value;

use crate::ambient;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::check_notify_url;
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::rules::{self, Field, Rule, missing, optional, required, wrong_text};
use crate::sandbox::api::sealed_name::open_name;
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::ledger::transfer::{Transfer, TransferState};
use crate::sandbox::notifier::{post, transfers};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::{ledger, stored};

pub(crate) const PATH: &str = "/v3/fund-app/mch-transfer/transfer-bills";

/// From this amount on, in fen, the name of the user must be there.
const NAMED_FROM: i64 = 200_000;

/// How many characters a remark may have.
const MAX_REMARK_CHARS: usize = 32;

/// A remark that makes the request fail for want of money.
const NOT_ENOUGH: &str = "sandbox:NOT_ENOUGH";

const FIELDS: &[Field] = &[
    required("appid", "商户AppID", Rule::Text(1, 32)),
    required("out_bill_no", "商户单号", Rule::Text(1, 32)),
    required("transfer_scene_id", "转账场景ID", Rule::Text(1, 36)),
    required("openid", "收款用户OpenID", Rule::Text(1, 64)),
    optional("user_name", "收款用户姓名", Rule::Text(1, 1024)),
    required("transfer_amount", "转账金额", Rule::Whole(1)),
    required(
        "transfer_remark",
        "转账备注",
        Rule::Text(1, 4 * MAX_REMARK_CHARS),
    ),
    optional("notify_url", "通知地址", Rule::Text(1, 256)),
    optional("user_recv_perception", "用户收款感知", Rule::Text(1, 256)),
    optional(
        "transfer_scene_report_infos",
        "转账场景报备信息",
        Rule::List(REPORT),
    ),
];

const REPORT: &[Field] = &[
    required("info_type", "信息类型", Rule::Text(1, 60)),
    required("info_content", "信息内容", Rule::Text(1, 128)),
];

/// Accepts a transfer, or repeats the response to an earlier request for it.
pub(crate) async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let mut body = rules::read(&call.body, &[FIELDS])?;
    check(&sandbox, &call, &body)?;
    if let Some(fields) = body.as_object_mut() {
        fields.shift_remove("user_name");
    }
    let now = ambient::millis();
    let moment = Timestamp::from_millis(now);
    let new = Transfer {
        out_bill_no: text(&body, "out_bill_no").to_owned(),
        transfer_bill_no: numbers::transfer_bill_no(),
        package_info: ambient::letters(64),
        body,
        state: TransferState::WaitUserConfirm,
        fail_reason: None,
        created_at: moment,
        updated_at: moment,
        cancelled_at: None,
        named_key: call.named_key(),
    };
    let mchid = call.mchid();
    let transfer = sandbox.database.write(|tx| {
        let Some(mut known) = stored::find::<Transfer>(tx, mchid, &new.out_bill_no)? else {
            if text(&new.body, "transfer_remark") == NOT_ENOUGH {
                let why = "商户可用余额不足，请充值后重试";
                return Err(ApiFault::new(403, "NOT_ENOUGH", number::NONE, why));
            }
            stored::put(tx, mchid, now, &new)?;
            return Ok(new);
        };
        if !known.is_repeated_by(&new) {
            return Err(invalid("商户单号已存在，且请求参数与原请求不一致"));
        }
        known.settle(now);
        Ok(known)
    })?;
    Ok(Answer::new(transfer.accepted()))
}

fn check(sandbox: &Sandbox, call: &SignedCall, body: &Value) -> Result<(), ApiFault> {
    bill_number(text(body, "out_bill_no"))?;
    let remark = text(body, "transfer_remark");
    if remark.chars().count() > MAX_REMARK_CHARS {
        let why = format!("字符数大于最大值 {MAX_REMARK_CHARS}");
        return Err(wrong_text("/transfer_remark", "转账备注", &why, remark));
    }
    if let Some(url) = body.get("notify_url").and_then(Value::as_str) {
        check_notify_url(url).map_err(|why| wrong_text("/notify_url", "通知地址", why, url))?;
    }
    if body.get("transfer_scene_report_infos").is_none() {
        let why = "需传入转账场景报备信息，请检查";
        return Err(ApiFault::parameter(number::PARAMETER, why));
    }
    let amount = body.get("transfer_amount").and_then(Value::as_i64);
    match body.get("user_name").and_then(Value::as_str) {
        Some(name) => open_name(sandbox, call, name)?,
        None if amount.is_some_and(|amount| amount >= NAMED_FROM) => {
            return Err(missing("/user_name", "收款用户姓名"));
        }
        None => {}
    }
    if text(body, "appid") != call.merchant.appid().as_str() {
        return Err(invalid("商户号与AppID未绑定"));
    }
    Ok(())
}

/// Returns a transfer by the merchant's number.
pub(crate) async fn query(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    bill_number(&call.number)?;
    let mchid = call.mchid();
    let found = sandbox
        .database
        .read(|tx| stored::find::<Transfer>(tx, mchid, &call.number))?;
    details(&call, found)
}

/// Returns a transfer by WeChat Pay's number.
pub(crate) async fn query_by_no(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let mchid = call.mchid();
    let found = sandbox
        .database
        .read(|tx| stored::find_by_other::<Transfer>(tx, mchid, &call.number))?;
    details(&call, found)
}

fn details(call: &SignedCall, found: Option<Transfer>) -> Result<Answer, ApiFault> {
    let mut transfer = found.ok_or_else(unknown)?;
    transfer.settle(ambient::millis());
    let mchid = call.mchid();
    Ok(Answer::new(transfer.details(mchid)))
}

/// Begins to cancel a transfer that waits for its user.
pub(crate) async fn cancel(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    bill_number(&call.number)?;
    let mchid = call.mchid();
    let transfer = sandbox.database.write(|tx| {
        let found = stored::find::<Transfer>(tx, mchid, &call.number)?;
        let mut transfer = found.ok_or_else(unknown)?;
        let now = ambient::millis();
        let waited = transfer.state == TransferState::WaitUserConfirm;
        transfer.settle(now);
        let done_at = now.saturating_add(post::millis(transfers::cancel_time(&sandbox)));
        transfer
            .cancel(Timestamp::from_millis(now), done_at)
            .map_err(|_| invalid("当前单据状态不支持撤销"))?;
        stored::put(tx, mchid, now, &transfer)?;
        let notice = transfers::notice_of_cancellation(mchid, &transfer, done_at);
        if let Some(notice) = notice.filter(|_| waited) {
            ledger::enqueue(tx, &notice)?;
        }
        Ok::<_, ApiFault>(transfer)
    })?;
    sandbox.wakeup.notify_one();
    Ok(Answer::new(transfer.cancellation()))
}

fn bill_number(text: &str) -> Result<(), ApiFault> {
    if (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let why = "只能由数字、大小写字母组成";
    Err(wrong_text("/out_bill_no", "商户单号", why, text))
}

fn text<'v>(body: &'v Value, name: &str) -> &'v str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn unknown() -> ApiFault {
    ApiFault::new(404, "NOT_FOUND", number::NONE, "记录不存在")
}

fn invalid(why: &'static str) -> ApiFault {
    ApiFault::new(400, "INVALID_REQUEST", number::PARAMETER, why)
}
