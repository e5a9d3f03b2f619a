//! The lines of the log for everything that is not a notification, which is a result.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Value, json};
use wechatpay::inbox::{InboxError, StoreEvent};
use wechatpay::receiver::{NotifyEvent, Refused};

use super::refusal;
use crate::commands::store;
use crate::error::with_sources;
use crate::ui::Lang;
use crate::ui::Level;

/// A line of the log.
pub(super) struct LogLine {
    pub(super) level: Level,
    pub(super) text: String,
    pub(super) fields: Value,
    pub(super) pace: Pace,
}

/// How many lines of one kind there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Any number.
    Free,
    /// Up to `lines` of this kind within a time; the rest is counted.
    Limited {
        kind: &'static str,
        lines: u64,
        within: Duration,
    },
}

impl Pace {
    /// One line a minute: anyone can make a server refuse.
    pub(super) fn once_a_minute(kind: &'static str) -> Self {
        Self::Limited {
            kind,
            lines: 1,
            within: Duration::from_secs(60),
        }
    }
}

/// Returns the line of the log; none for an event, which is a result.
pub(super) fn of(arrival: &NotifyEvent, lang: Lang) -> Option<LogLine> {
    let line = |level, text: String, fields, pace| LogLine {
        level,
        text,
        fields,
        pace,
    };
    let once = |level, text, fields| line(level, text, fields, Pace::Free);
    let not_stored = |text, fields| {
        let pace = Pace::once_a_minute("not-stored");
        line(Level::Error, text, fields, pace)
    };
    Some(match arrival {
        NotifyEvent::Event(_) => return None,
        NotifyEvent::Duplicate(id) => once(
            Level::Info,
            lang.pick(format!("seen before: {id}"), format!("重复通知：{id}")),
            json!({"event": "duplicate", "id": id}),
        ),
        NotifyEvent::Altered(id) => once(
            Level::Warning,
            lang.pick(
                format!("two notifications with one id and different content; the second is kept and processed as {id}"),
                format!("两条通知的 id 相同但内容不同；第二条以 {id} 保存并处理"),
            ),
            json!({"event": "altered", "id": id}),
        ),
        NotifyEvent::Store(event) => once(
            Level::Warning,
            store_event(event, lang),
            json!({"event": "store-files"}),
        ),
        NotifyEvent::Refused { peer, why } => refused(*peer, why, lang),
        NotifyEvent::Unkept(error) => not_stored(with_help(error, lang), json!({"event": "not-stored"})),
        NotifyEvent::Late(id) => {
            let text = lang.pick(
                format!("not acknowledged, as the store has not taken it in time: {id}"),
                format!("存储未及时完成，未应答：{id}"),
            );
            let fields = json!({"event": "not-stored", "id": id});
            not_stored(text, fields)
        }
        NotifyEvent::NotForwarded(id) => {
            let text = lang.pick(
                format!("not acknowledged, as no target has taken it yet: {id}"),
                format!("尚无目标接收，未应答：{id}"),
            );
            let fields = json!({"event": "not-forwarded", "id": id});
            once(Level::Warning, text, fields)
        }
        NotifyEvent::Route { target, why } => route(target, why.as_deref(), lang),
        NotifyEvent::Declined {
            target,
            id,
            outcome,
            is_dead: false,
        } => line(
            Level::Warning,
            lang.pick(
                format!("{target} rejected {id}: {outcome}"),
                format!("{target} 未接收 {id}：{outcome}"),
            ),
            json!({"event": "declined", "target": target, "id": id, "outcome": outcome}),
            Pace::Limited {
                kind: "declined",
                lines: 10,
                within: Duration::from_secs(1),
            },
        ),
        NotifyEvent::Declined {
            target,
            id,
            outcome,
            is_dead: true,
        } => once(
            Level::Error,
            lang.pick(
                format!("{target} rejected {id}; giving up (dead letter): {outcome}; `wechatpay events replay {id}` queues it again"),
                format!("{target} 未接收 {id}，已放弃：{outcome}；可用 `wechatpay events replay {id}` 重新排队"),
            ),
            json!({"event": "dead", "target": target, "id": id, "outcome": outcome}),
        ),
        NotifyEvent::NotTaken(error) => {
            let error = with_sources(error);
            let text = lang.pick(
                format!("nothing is forwarded: {error}"),
                format!("无法转发：{error}"),
            );
            once(Level::Error, text, json!({"event": "not-taken"}))
        }
    })
}

/// Says what was refused and why, once a minute for each kind.
fn refused(peer: Option<IpAddr>, why: &Refused, lang: Lang) -> LogLine {
    let words = refusal::of(why, peer, lang);
    let mut fields = json!({
        "event": "refused",
        "kind": why.kind(),
        "hint": words.hint,
        "peer": peer.as_ref().map(IpAddr::to_string),
    });
    if let (Value::Object(fields), Value::Object(details)) = (&mut fields, words.details) {
        fields.extend(details);
    }
    let help = lang.pick("; help: ", "；帮助：");
    LogLine {
        level: words.level,
        text: format!("{}{help}{}", words.what, words.hint),
        fields,
        pace: Pace::once_a_minute(why.kind()),
    }
}

fn with_help(error: &InboxError, lang: Lang) -> String {
    let (english, chinese) = store::help(error);
    lang.pick(
        format!("not stored, and not acknowledged: {error}; {english}"),
        format!("未存储，未应答：{error}；{chinese}"),
    )
}

fn store_event(event: &StoreEvent, lang: Lang) -> String {
    match event {
        StoreEvent::Reopened(store) => lang.pick(
            format!("{store} was moved or replaced while in use; the file that has its name now is used. What the moved one still has to forward is sent by `wechatpay serve-notify --store` with its new path"),
            format!("{store} 在使用中被移走或替换；现在使用该路径上的文件。被移走的文件中尚未转发的通知，可用 `wechatpay serve-notify --store 新路径` 继续转发"),
        ),
        StoreEvent::Replaced { store, saved } => lang.pick(
            format!("another file was put in the place of {store} while in use, and is used now. The replaced one is saved as {saved}, and nothing is lost; what it still has to forward is sent by `wechatpay serve-notify --store {saved}`"),
            format!("{store} 在使用中被另一个文件覆盖；现在使用新文件。被覆盖的内容已保存为 {saved}，没有丢失；其中尚未转发的通知，可用 `wechatpay serve-notify --store {saved}` 继续转发"),
        ),
        StoreEvent::Rewound { store, newest } => lang.pick(
            format!("another program restored {store} or deleted from it while in use: notifications that were acknowledged, the newest of them {newest}, are not in it any more. Look their orders up with `wechatpay query`, and stop serve-notify before you restore a store"),
            format!("{store} 在使用中被其他程序恢复或删除了内容：已应答的通知（最新一条为 {newest}）已不在其中。请用 `wechatpay query` 查询相关订单；恢复存储前请先停止 serve-notify"),
        ),
        StoreEvent::Restored(store) => lang.pick(
            format!("{store} was removed or cut while in use; everything in it was written to it again, and nothing is lost"),
            format!("{store} 在使用中被删除或截断；其全部内容已重新写入，没有丢失"),
        ),
        StoreEvent::LogRenewed { store, file } => lang.pick(
            format!("{file} was moved, removed or replaced while in use; what it held is in {store}, and nothing is lost. Leave the files beside {store} alone while serve-notify runs"),
            format!("{file} 在使用中被移走、删除或替换；其内容已写入 {store}，没有丢失。serve-notify 运行时请勿改动 {store} 旁的文件"),
        ),
    }
}

fn route(target: &str, why: Option<&str>, lang: Lang) -> LogLine {
    let (level, text, event) = match why {
        Some(why) => (
            Level::Warning,
            lang.pick(
                format!("cannot deliver to {target}: {why}; retrying"),
                format!("无法转发至 {target}：{why}；会不断重试"),
            ),
            "target-down",
        ),
        None => (
            Level::Info,
            lang.pick(
                format!("notifications are delivered to {target} again"),
                format!("已恢复转发至 {target}"),
            ),
            "target-up",
        ),
    };
    LogLine {
        level,
        text,
        fields: json!({"event": event, "target": target}),
        pace: Pace::Free,
    }
}
