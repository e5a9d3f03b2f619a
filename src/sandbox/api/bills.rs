//! Bills: applying for one, and downloading it.

use std::io::Write;
use std::sync::Arc;

use axum::extract::State;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::ambient;
use crate::protocol::bill::{AccountType, BillDate, BillLink, BillType, FILE_PATH};
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::response::{Answer, File};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::ledger::bill_render;
use crate::sandbox::state::Sandbox;

/// Renders a day's trade bill.
pub(crate) async fn trade_bill(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let date = date(&call)?;
    let kind = parameter(&call, "bill_type")?.unwrap_or_else(BillType::default);
    let sub_mchid = call.parameter("sub_mchid");
    let is_other = |named: &String| sandbox.merchants.sub_appid(&call.merchant, named).is_none();
    if sub_mchid.as_ref().is_some_and(is_other) {
        return Err(ApiFault::no_relation());
    }
    let mchid = call.mchid();
    let orders = sandbox.journal.look(|ledger| ledger.traded(mchid, date))?;
    let text = bill_render::trades(&orders, date, kind, sub_mchid.as_deref());
    link(&sandbox, &call, text)
}

/// Renders a day's fund-flow bill.
pub(crate) async fn fund_flow_bill(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let date = date(&call)?;
    let account = parameter(&call, "account_type")?.unwrap_or_else(AccountType::default);
    let mchid = call.mchid();
    let text = match account {
        AccountType::Basic => sandbox.journal.look(|ledger| {
            let balance = ledger.balance(mchid, date)?;
            let orders = ledger.traded(mchid, date)?;
            Ok::<_, ApiFault>(bill_render::flows(&orders, date, balance))
        })?,
        AccountType::Operation | AccountType::Fees => None,
    };
    link(&sandbox, &call, text)
}

fn link(sandbox: &Sandbox, call: &SignedCall, text: Option<Vec<u8>>) -> Result<Answer, ApiFault> {
    let gzip = match call.parameter("tar_type").as_deref() {
        None => "",
        Some("GZIP") => "&tartype=gzip",
        Some(_) => return Err(wrong("tar_type")),
    };
    let text = text
        .ok_or_else(|| ApiFault::new(400, "NO_STATEMENT_EXIST", number::NONE, "账单文件不存在"))?;
    let origin = call.origin.as_ref().ok_or_else(|| wrong("Host"))?;
    let token = ambient::letters(64);
    let url = format!("{origin}{FILE_PATH}?token={token}{gzip}");
    let link = BillLink::new(&text, url);
    sandbox
        .tokens
        .insert(token, Arc::from(text), ambient::now());
    Ok(Answer::new(link))
}

/// Sends the file that a link leads to.
pub(crate) async fn file(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<File, ApiFault> {
    let token = call.parameter("token").ok_or_else(|| wrong("token"))?;
    let text = sandbox.tokens.file(&token, ambient::now()).ok_or_else(|| {
        ApiFault::new(
            400,
            "INVALID_REQUEST",
            number::PARAMETER,
            "下载地址已失效，请重新申请账单",
        )
    })?;
    if call.parameter("tartype").as_deref() != Some("gzip") {
        return Ok(File {
            content_type: "text/plain",
            bytes: text.to_vec(),
        });
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(&text).and_then(|()| encoder.finish());
    Ok(File {
        content_type: "application/x-gzip",
        bytes: packed.map_err(|_| ApiFault::system())?,
    })
}

/// Reads the day. Today's is accepted too: a new sandbox has no yesterday to try bills with.
fn date(call: &SignedCall) -> Result<BillDate, ApiFault> {
    let today = BillDate::of(ambient::now());
    call.parameter("bill_date")
        .and_then(|text| text.parse().ok())
        .filter(|date| (today.oldest()..=today).contains(date))
        .ok_or_else(|| wrong("bill_date"))
}

/// Reads a value of an enumeration, exactly as the wire spells it.
fn parameter<T: std::str::FromStr + ToString>(
    call: &SignedCall,
    name: &'static str,
) -> Result<Option<T>, ApiFault> {
    let Some(text) = call.parameter(name) else {
        return Ok(None);
    };
    let known = text
        .parse()
        .ok()
        .filter(|known: &T| known.to_string() == text);
    known.map(Some).ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> ApiFault {
    let message = format!("参数{name}错误");
    ApiFault::parameter(number::PARAMETER, message)
        .with(json!({"field": name, "location": "query", "issue": "不符合取值规则"}))
}
