//! What is said of a refund whose outcome is unknown, and what to run next.

use wechatpay::protocol::id::Mchid;

use super::attempt::{Attempt, Clash};
use crate::args;
use crate::commands::outcome::Outcome;
use crate::context::Context;
use crate::diagnostic::Failure;

/// What is the same in all of it: whose refunds they are.
pub(super) struct Words {
    /// The command that asks for a refund, up to its number.
    ask: String,
    /// The sub-merchant that the command means where it names none.
    sub_mchid: Option<Mchid>,
}

impl Words {
    pub(super) fn new(context: &Context) -> Self {
        let profile = context.profile().ok();
        let sub_mchid = profile.and_then(|profile| profile.sub_mchid().ok());
        Self {
            ask: context.command_line(&["refund", "query", "--out-refund-no"]),
            sub_mchid: sub_mchid.flatten(),
        }
    }

    /// What a refund may have become.
    pub(super) fn outcome(&self, attempt: &Attempt) -> Outcome {
        Outcome {
            number: format!("out_refund_no {}", attempt.out_refund_no),
            may: ("the refund may have been accepted", "退款可能已受理"),
            not: "nothing was refunded by this command",
            ask: self.query_line(attempt),
            or: (
                "repeat the same command, which resumes it with the same number".to_owned(),
                "重复同一命令，将以相同单号继续".to_owned(),
            ),
        }
    }

    /// Returns the command that asks what became of a refund.
    pub(super) fn query_line(&self, attempt: &Attempt) -> String {
        let number = args::shell_word(attempt.out_refund_no.as_str());
        let mut line = format!("{} {number}", self.ask);
        if let Some(sub_mchid) = &attempt.sub_mchid
            && self.sub_mchid.as_ref() != Some(sub_mchid)
        {
            line.extend([" --sub-mchid ", sub_mchid.as_str()]);
        }
        line
    }

    /// The failure of a refund beside one that is unfinished.
    pub(super) fn clash(&self, clash: &Clash) -> Failure {
        let (Clash::Different(earlier) | Clash::Unfinished(earlier)) = clash;
        let Attempt {
            out_refund_no,
            refund,
            total,
            ..
        } = &**earlier;
        let since = earlier.began_at.to_rfc3339();
        let ask = self.query_line(earlier);
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
}
