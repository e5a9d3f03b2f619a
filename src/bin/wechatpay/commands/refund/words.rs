//! What is said of a refund whose outcome is unknown, and what to run next.

use super::attempt::{Attempt, Clash};
use crate::commands::outcome::Outcome;
use crate::context::Context;
use crate::diagnostic::Failure;

/// What a refund may have become.
pub(super) fn outcome(attempt: &Attempt, context: &Context) -> Outcome {
    Outcome {
        number: format!("out_refund_no {}", attempt.out_refund_no),
        may: ("the refund may have been accepted", "退款可能已受理"),
        not: "nothing was refunded by this command",
        ask: query_line(attempt, context),
        or: (
            "repeat the same command, which resumes it with the same number".to_owned(),
            "重复同一命令，将以相同单号继续".to_owned(),
        ),
    }
}

/// The failure of a refund beside one that is unfinished.
pub(super) fn clash(clash: &Clash, context: &Context) -> Failure {
    let (Clash::Different(earlier) | Clash::Unfinished(earlier)) = clash;
    let Attempt {
        out_refund_no,
        refund,
        total,
        ..
    } = &**earlier;
    let since = earlier.began_at.to_rfc3339();
    let ask = query_line(earlier, context);
    match clash {
        Clash::Different(_) => Failure::usage(format!(
            "out_refund_no {out_refund_no} was sent with other parameters ({refund} of {total} fen) at {since}, and what became of it is unknown"
        ))
        .with_help(
            format!("run `{ask}`; repeat it with the parameters of the first time, or give --new-refund to forget that attempt"),
            format!("先运行 `{ask}`；请以首次的参数重试，或用 --new-refund 放弃该次申请"),
        ),
        Clash::Unfinished(_) => Failure::usage(format!(
            "refund {out_refund_no} of this order ({refund} fen, {since}) is unfinished: what became of it is unknown, and another number would refund again"
        ))
        .with_help(
            format!("run `{ask}`; where it does not exist, repeat the first command without --out-refund-no; --new-refund refunds beside it"),
            format!("先运行 `{ask}`；若不存在，不带 --out-refund-no 重复首次的命令；--new-refund 表示另行退款"),
        ),
    }
}

/// Returns the command that asks what became of a refund.
pub(super) fn query_line(attempt: &Attempt, context: &Context) -> String {
    let number = attempt.out_refund_no.as_str();
    let mut words = vec!["refund", "query", "--out-refund-no", number];
    if let Some(sub_mchid) = &attempt.sub_mchid
        && !is_the_profiles(sub_mchid.as_str(), context)
    {
        words.extend(["--sub-mchid", sub_mchid.as_str()]);
    }
    context.command_line(&words)
}

fn is_the_profiles(sub_mchid: &str, context: &Context) -> bool {
    let profiles = context
        .profile()
        .ok()
        .and_then(|profile| profile.sub_mchid().ok());
    profiles
        .flatten()
        .is_some_and(|own| own.as_str() == sub_mchid)
}
