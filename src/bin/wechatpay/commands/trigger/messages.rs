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
    Text::of_id(&format!("trigger-{fault}"), Vec::new())
}

/// Returns how a receiver handles it.
fn handling(fault: Fault) -> Text {
    Text::of_id(&format!("trigger-fix-{fault}"), Vec::new())
}

/// Returns what to do about it.
pub(super) fn fix(case: &CaseResult, problem: Problem) -> Text {
    match problem {
        Problem::NotAccepted if has_wrong_path(case) => text!("trigger-fix-path"),
        Problem::Accepted | Problem::NotAccepted => case
            .case
            .fault
            .map_or_else(|| text!("trigger-fix-genuine"), handling),
        Problem::Redirected => text!("trigger-fix-redirected"),
        Problem::OddStatus => text!("trigger-fix-odd-status"),
        Problem::TooSlow => text!("trigger-fix-too-slow"),
        Problem::Unreachable => text!("trigger-fix-unreachable"),
        Problem::NoAnswer => text!("trigger-fix-broken"),
    }
}

/// Tells whether nothing at the receiver takes notifications at this path.
fn has_wrong_path(case: &CaseResult) -> bool {
    matches!(case.decisive(), Ok(response) if [404, 405].contains(&response.status))
}
