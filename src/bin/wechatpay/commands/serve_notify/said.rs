//! What the log says of arrivals that are no events, and of how events get on.

use serde_json::{Value, json};
use wechatpay::receiver::Arrival;

use super::tell::with_sources;
use crate::lang::Lang;
use crate::output::Level;

/// A line of the log.
pub(super) struct Said {
    pub(super) level: Level,
    pub(super) text: String,
    pub(super) fields: Value,
    /// Whether there may be many a second.
    pub(super) is_frequent: bool,
}

/// Returns the line of the log; none for an event, which is a result.
pub(super) fn of(arrival: &Arrival, lang: Lang) -> Option<Said> {
    let said = |level, text: String, fields| Said {
        level,
        text,
        fields,
        is_frequent: true,
    };
    let once = |level, text, fields| Said {
        is_frequent: false,
        ..said(level, text, fields)
    };
    Some(match arrival {
        Arrival::Event(_) => return None,
        Arrival::Duplicate(id) => once(
            Level::Info,
            format!("{} {id}", lang.pick("seen before:", "重复通知：")),
            json!({"event": "duplicate", "id": id}),
        ),
        Arrival::Crowded => said(
            Level::Warning,
            lang.pick(
                "a connection was refused: --max-connections are open already",
                "连接被拒绝：已达到 --max-connections",
            )
            .to_owned(),
            json!({"event": "crowded"}),
        ),
        Arrival::Rejected(rejection) => said(
            Level::Warning,
            with_sources(rejection),
            json!({"event": "refused"}),
        ),
        Arrival::Unkept(error) => said(
            Level::Error,
            with_sources(error),
            json!({"event": "not-stored"}),
        ),
        Arrival::Late(id) => {
            let text = lang.pick(
                "not acknowledged, as the store has not taken it in time:",
                "存储未及时完成，未应答：",
            );
            let fields = json!({"event": "not-stored", "id": id});
            said(Level::Error, format!("{text} {id}"), fields)
        }
        Arrival::NotForwarded(id) => {
            let text = lang.pick(
                "not acknowledged, as no target has taken it yet:",
                "尚无目标接收，未应答：",
            );
            let fields = json!({"event": "not-forwarded", "id": id});
            once(Level::Warning, format!("{text} {id}"), fields)
        }
        Arrival::Route { target, why } => route(target, why.as_deref(), lang),
        Arrival::Declined {
            target,
            id,
            outcome,
            is_dead: false,
        } => said(
            Level::Warning,
            lang.pick(
                format!("{target} did not take {id}: {outcome}"),
                format!("{target} 未接收 {id}：{outcome}"),
            ),
            json!({"event": "declined", "target": target, "id": id, "outcome": outcome}),
        ),
        Arrival::Declined {
            target,
            id,
            outcome,
            is_dead: true,
        } => once(
            Level::Error,
            lang.pick(
                format!("{target} did not take {id}, which is given up: {outcome}; `wechatpay events replay {id}` queues it again"),
                format!("{target} 未接收 {id}，已放弃：{outcome}；可用 `wechatpay events replay {id}` 重新排队"),
            ),
            json!({"event": "dead", "target": target, "id": id, "outcome": outcome}),
        ),
        Arrival::NotTaken(error) => {
            let text = lang.pick("nothing is passed on:", "无法转发：");
            let fields = json!({"event": "not-taken"});
            once(Level::Error, format!("{text} {}", with_sources(error)), fields)
        }
    })
}

fn route(target: &str, why: Option<&str>, lang: Lang) -> Said {
    let (level, text, event) = match why {
        Some(why) => (
            Level::Warning,
            lang.pick(
                format!("nothing gets to {target}: {why}; it is tried again and again"),
                format!("无法转发至 {target}：{why}；会不断重试"),
            ),
            "target-down",
        ),
        None => (
            Level::Info,
            lang.pick(
                format!("notifications get to {target} again"),
                format!("已恢复转发至 {target}"),
            ),
            "target-up",
        ),
    };
    Said {
        level,
        text,
        fields: json!({"event": event, "target": target}),
        is_frequent: false,
    }
}
