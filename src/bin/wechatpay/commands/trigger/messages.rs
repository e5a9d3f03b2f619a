//! What is wrong with a response, and how to fix the receiver.

use wechatpay::sandbox::trigger::{CaseResult, Fault, NoResponse, Problem};

use crate::error::{interruption, obstacle};
use crate::text;
use crate::ui::Text;

/// Returns what happened.
pub(super) fn message(case: &CaseResult, problem: Problem) -> Text {
    let status = match case.decisive() {
        Ok(response) => response.status,
        Err(why) => return no_response(why),
    };
    let nature = case
        .case
        .fault
        .map_or_else(|| text!("trigger-genuine"), nature);
    match problem {
        Problem::Accepted => text!("trigger-accepted", nature, status),
        Problem::NotAccepted => text!("trigger-not-accepted", nature, status),
        Problem::Redirected => text!("trigger-redirected", status),
        Problem::OddStatus => text!("trigger-odd-status", status),
        // These have no status.
        Problem::TooSlow | Problem::Unreachable | Problem::NoAnswer => {
            Text::verbatim(status.to_string())
        }
    }
}

pub(super) fn no_response(why: &NoResponse) -> Text {
    match why {
        NoResponse::Unreachable(cause) => text!("trigger-unreachable", cause = obstacle(cause)),
        NoResponse::TooSlow => text!("trigger-too-slow"),
        NoResponse::Broken(cause) => text!("trigger-broken", cause = interruption(*cause)),
    }
}

/// Returns what is wrong with a notification, or only unusual.
fn nature(fault: Fault) -> Text {
    match fault {
        Fault::BadSignature => text!("trigger-bad-signature"),
        Fault::WrongSerial => text!("trigger-wrong-serial"),
        Fault::Stale => text!("trigger-stale"),
        Fault::Future => text!("trigger-future"),
        Fault::Signtest => text!("trigger-signtest"),
        Fault::BadTag => text!("trigger-bad-tag"),
        Fault::Truncated => text!("trigger-truncated"),
        Fault::Reserialized => text!("trigger-reserialized"),
        Fault::WrongMchid => text!("trigger-wrong-mchid"),
        Fault::Duplicate => text!("trigger-duplicate"),
        Fault::Slow => text!("trigger-slow"),
        Fault::RefundFirst => text!("trigger-refund-first"),
    }
}

/// Returns what to do about it.
pub(super) fn fix(case: &CaseResult, problem: Problem) -> Text {
    match problem {
        Problem::Accepted => how_to_refuse(case.case.fault),
        Problem::NotAccepted => how_to_accept(case),
        Problem::Redirected => text!("trigger-fix-redirected"),
        Problem::OddStatus => text!("trigger-fix-odd-status"),
        Problem::TooSlow => text!("trigger-fix-too-slow"),
        Problem::Unreachable => text!("trigger-fix-unreachable"),
        Problem::NoAnswer => text!("trigger-fix-broken"),
    }
}

fn how_to_refuse(fault: Option<Fault>) -> Text {
    match fault {
        Some(Fault::BadSignature) => text!("trigger-fix-bad-signature"),
        Some(Fault::WrongSerial) => text!("trigger-fix-wrong-serial"),
        Some(Fault::Stale | Fault::Future) => text!("trigger-fix-timestamp"),
        Some(Fault::Signtest) => text!("trigger-fix-signtest"),
        Some(Fault::BadTag) => text!("trigger-fix-bad-tag"),
        Some(Fault::Truncated | Fault::Reserialized) => text!("trigger-fix-bytes"),
        Some(Fault::WrongMchid) => text!("trigger-fix-wrong-mchid"),
        // These must be accepted.
        Some(Fault::Duplicate | Fault::Slow | Fault::RefundFirst) | None => Text::verbatim(""),
    }
}

fn how_to_accept(case: &CaseResult) -> Text {
    if matches!(case.decisive(), Ok(response) if [404, 405].contains(&response.status)) {
        return text!("trigger-fix-path");
    }
    match case.case.fault {
        Some(Fault::Duplicate) => text!("trigger-fix-duplicate"),
        Some(Fault::Slow) => text!("trigger-fix-slow"),
        Some(Fault::RefundFirst) => text!("trigger-fix-refund-first"),
        Some(
            Fault::BadSignature
            | Fault::WrongSerial
            | Fault::Stale
            | Fault::Future
            | Fault::Signtest
            | Fault::BadTag
            | Fault::Truncated
            | Fault::Reserialized
            | Fault::WrongMchid,
        )
        | None => text!("trigger-fix-genuine"),
    }
}
