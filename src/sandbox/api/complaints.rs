//! `/v3/merchant-service/complaints-v2` and `complaint-notifications`: 消费者投诉 2.0.
//!
//! Fields and states are those of
//! <https://pay.weixin.qq.com/docs/partner/apis/consumer-complaint/complaints/list-complaints-v2.html>
//! and the pages beside it.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use crate::ambient;
use crate::protocol::bill::BillDate;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::check_notify_url;
use crate::sandbox::api::response::{Answer, NoContent};
use crate::sandbox::api::rules::{self, Field, Rule, optional, required, wrong_text};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::ledger::complaint::{Action, Complaint};
use crate::sandbox::notifier::complaints::{self, entry};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::ledger::Ledger;
use crate::sandbox::store::stored::{self, ComplaintUrl};

pub(crate) const PATH: &str = "/v3/merchant-service/complaints-v2";
pub(crate) const NOTIFICATIONS_PATH: &str = "/v3/merchant-service/complaint-notifications";

/// How many days one query may be about.
const MAX_DAYS: i64 = 30;

/// How many complaints, and how many entries of a history, a page may have.
const MAX_COMPLAINTS: usize = 50;
const MAX_ENTRIES: usize = 300;

/// How many characters a response may have.
const MAX_RESPONSE_CHARS: usize = 200;

const RESPONSE: &[Field] = &[
    required("complainted_mchid", "被诉商户号", Rule::Text(1, 64)),
    required(
        "response_content",
        "回复内容",
        Rule::Text(1, 4 * MAX_RESPONSE_CHARS),
    ),
    optional("response_images", "回复图片", Rule::Words(512)),
    optional("jump_url", "跳转链接", Rule::Text(1, 512)),
    optional("jump_url_text", "跳转链接文案", Rule::Text(1, 64)),
    optional(
        "mini_program_jump_info",
        "跳转小程序信息",
        Rule::Object(&[
            required("appid", "跳转小程序APPID", Rule::Text(1, 64)),
            required("path", "跳转小程序页面PATH", Rule::Text(1, 512)),
            required("text", "跳转小程序页面名称", Rule::Text(1, 64)),
        ]),
    ),
];

const COMPLETE: &[Field] = &[required(
    "complainted_mchid",
    "被诉商户号",
    Rule::Text(1, 64),
)];

const ADDRESS: &[Field] = &[required("url", "通知地址", Rule::Text(1, 255))];

/// Lists the complaints of some days.
pub(crate) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let date = |name: &str| -> Result<BillDate, ApiFault> {
        call.parameter(name)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| wrong(name))
    };
    let (begin, end) = (date("begin_date")?, date("end_date")?);
    let page = Page::of(&call, 10, MAX_COMPLAINTS)?;
    if end < begin || midnight(end).whole_days_since(midnight(begin)) > MAX_DAYS {
        return Err(wrong("end_date"));
    }
    let accused = call.parameter("complainted_mchid");
    let mchid = call.mchid();
    let all = sandbox
        .database
        .read(|tx| stored::all_under::<Complaint>(tx, mchid, Complaint::ALL))?;
    let found: Vec<_> = all
        .iter()
        .filter(|it| (begin..=end).contains(&BillDate::of(Timestamp::from_millis(it.at))))
        .filter(|it| {
            accused
                .as_ref()
                .is_none_or(|mchid| *mchid == it.complainted_mchid)
        })
        .collect();
    let data = page.cut(&found).iter().map(|it| answer(&sandbox, it));
    Ok(page.answer(&data.collect::<Result<Vec<_>, _>>()?, found.len()))
}

/// Returns one complaint.
pub(crate) async fn detail(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let complaint = find(&sandbox, &call)?;
    Ok(Answer::new(answer(&sandbox, &complaint)?))
}

/// Returns what user and merchant did about a complaint.
pub(crate) async fn history(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let page = Page::of(&call, 100, MAX_ENTRIES)?;
    let complaint = find(&sandbox, &call)?;
    let entries: Vec<_> = complaint.history.iter().collect();
    let data = page.cut(&entries).iter().map(|it| it.answer());
    Ok(page.answer(&data.collect::<Vec<_>>(), entries.len()))
}

/// Adds the merchant's response.
pub(crate) async fn respond(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<NoContent, ApiFault> {
    let body = rules::read(&call.body, &[RESPONSE])?;
    let content = text(&body, "response_content");
    if content.chars().count() > MAX_RESPONSE_CHARS {
        let why = format!("字符数大于最大值 {MAX_RESPONSE_CHARS}");
        return Err(wrong_text("/response_content", "回复内容", &why, content));
    }
    let images = body.get("response_images").and_then(Value::as_array);
    let images = images.into_iter().flatten().filter_map(Value::as_str);
    let images: Vec<_> = images.map(str::to_owned).collect();
    let action = Action::Responded;
    change(&sandbox, &call, &body, action, |complaint, now| {
        complaint.respond(entry(action, now, content, images));
        Ok(())
    })?;
    Ok(NoContent)
}

/// Ends a complaint.
pub(crate) async fn complete(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<NoContent, ApiFault> {
    let body = rules::read(&call.body, &[COMPLETE])?;
    let action = Action::Completed;
    change(&sandbox, &call, &body, action, |complaint, now| {
        complaint
            .complete(entry(action, now, "", Vec::new()))
            .map_err(|_| {
                let why = "投诉单已处理完成";
                ApiFault::new(400, "INVALID_REQUEST", number::PARAMETER, why)
            })
    })?;
    Ok(NoContent)
}

/// Changes a complaint, and posts the notification about that.
fn change(
    sandbox: &Arc<Sandbox>,
    call: &SignedCall,
    body: &Value,
    action: Action,
    change: impl FnOnce(&mut Complaint, i64) -> Result<(), ApiFault>,
) -> Result<(), ApiFault> {
    let mchid = call.mchid();
    let notice = sandbox.database.write(|tx| {
        let mut complaint = stored::find::<Complaint>(tx, mchid, &call.number)?
            .filter(|it| it.complainted_mchid == text(body, "complainted_mchid"))
            .ok_or_else(unknown)?;
        let now = ambient::millis();
        change(&mut complaint, now)?;
        stored::put(tx, mchid, now, &complaint)?;
        Ok::<_, ApiFault>(complaints::enqueue(tx, mchid, &complaint, action)?)
    })?;
    complaints::post(sandbox, notice);
    Ok(())
}

/// Returns the address of notifications.
pub(crate) async fn address(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    let mchid = call.mchid();
    let found = sandbox
        .database
        .read(|tx| stored::find::<ComplaintUrl>(tx, mchid, ComplaintUrl::KEY))?
        .ok_or_else(unknown)?;
    Ok(Answer::new(json!({ "mchid": mchid, "url": found.url })))
}

/// Names the address of notifications for the first time.
pub(crate) async fn create_address(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    set_address(&sandbox, &call, |is_known| {
        if is_known {
            let why = "投诉通知回调地址已存在";
            return Err(ApiFault::new(
                400,
                "RESOURCE_ALREADY_EXISTS",
                number::NONE,
                why,
            ));
        }
        Ok(())
    })
}

/// Names another address of notifications.
pub(crate) async fn update_address(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    set_address(&sandbox, &call, |is_known| {
        if is_known { Ok(()) } else { Err(unknown()) }
    })
}

fn set_address(
    sandbox: &Sandbox,
    call: &SignedCall,
    check: impl FnOnce(bool) -> Result<(), ApiFault>,
) -> Result<Answer, ApiFault> {
    let body = rules::read(&call.body, &[ADDRESS])?;
    let url = text(&body, "url");
    check_notify_url(url).map_err(|why| wrong_text("/url", "通知地址", why, url))?;
    let mchid = call.mchid();
    let new = ComplaintUrl {
        url: url.to_owned(),
        named_key: call.named_key(),
    };
    sandbox.database.write(|tx| {
        let known = stored::find::<ComplaintUrl>(tx, mchid, ComplaintUrl::KEY)?;
        check(known.is_some())?;
        stored::put(tx, mchid, ambient::millis(), &new)?;
        Ok::<_, ApiFault>(())
    })?;
    Ok(Answer::new(json!({ "mchid": mchid, "url": url })))
}

/// Removes the address of notifications.
pub(crate) async fn delete_address(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<NoContent, ApiFault> {
    let mchid = call.mchid();
    let is_removed = sandbox
        .database
        .write(|tx| stored::remove::<ComplaintUrl>(tx, mchid, ComplaintUrl::KEY))?;
    if is_removed {
        Ok(NoContent)
    } else {
        Err(unknown())
    }
}

fn find(sandbox: &Sandbox, call: &SignedCall) -> Result<Complaint, ApiFault> {
    let mchid = call.mchid();
    sandbox
        .database
        .read(|tx| stored::find(tx, mchid, &call.number))?
        .ok_or_else(unknown)
}

fn answer(sandbox: &Sandbox, complaint: &Complaint) -> Result<Value, ApiFault> {
    let id = complaint.transaction_id.parse().map_err(|_| unknown())?;
    let order = sandbox
        .database
        .read(|tx| Ledger::new(tx).transaction(&id))?;
    let is_refunded = order.is_some_and(|order| order.remaining() == 0);
    Ok(complaint.answer(is_refunded))
}

fn midnight(date: BillDate) -> Timestamp {
    Timestamp::from_rfc3339(&format!("{date}T00:00:00+08:00")).unwrap_or(Timestamp(0))
}

/// A part of a list.
struct Page {
    limit: usize,
    offset: usize,
}

impl Page {
    fn of(call: &SignedCall, usual: usize, most: usize) -> Result<Self, ApiFault> {
        let whole = |name: &str, usual: usize| match call.parameter(name) {
            None => Ok(usual),
            Some(text) => text.parse().map_err(|_| wrong(name)),
        };
        let limit = whole("limit", usual)?;
        if !(1..=most).contains(&limit) {
            return Err(wrong("limit"));
        }
        let offset = whole("offset", 0)?;
        Ok(Self { limit, offset })
    }

    fn cut<'l, T>(&self, list: &'l [T]) -> &'l [T] {
        let rest = list.get(self.offset..).unwrap_or_default();
        &rest[..rest.len().min(self.limit)]
    }

    fn answer(&self, data: &[Value], total: usize) -> Answer {
        Answer::new(json!({
            "data": data,
            "limit": self.limit,
            "offset": self.offset,
            "total_count": total,
        }))
    }
}

fn text<'v>(body: &'v Value, name: &str) -> &'v str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn wrong(name: &str) -> ApiFault {
    ApiFault::parameter(number::PARAMETER, format!("参数{name}错误"))
        .with(json!({"field": name, "location": "query", "issue": "不符合取值规则"}))
}

fn unknown() -> ApiFault {
    ApiFault::new(404, "RESOURCE_NOT_EXISTS", number::NONE, "资源不存在")
}
