//! What is said of a refund whose outcome is unknown, and what to run next.

use wechatpay::error::Error;
use wechatpay::protocol::id::Mchid;
use wechatpay::protocol::refund::RefundStatus;

use super::attempt::{Attempt, Clash, Numbering};
use super::book::Standing;
use super::desk::Begun;
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

    /// What a refund may have become. The command that repeats it names its number, so that it is
    /// the same refund whatever other commands do in the meantime.
    pub(super) fn outcome(&self, begun: &Begun, standing: &Standing) -> Outcome {
        let attempt = &begun.attempt;
        Outcome {
            number: format!("out_refund_no {}", attempt.out_refund_no),
            may: match standing {
                Standing::Accepted => (
                    "another command saw that the refund was accepted",
                    "另一命令已确认退款受理",
                ),
                Standing::Own | Standing::Shared | Standing::Gone => {
                    ("the refund may have been accepted", "退款可能已受理")
                }
            },
            not: "nothing was refunded by this command",
            ask: self.query_line(attempt),
            or: Self::again(begun),
        }
    }

    /// How to send the same refund again, in English and Chinese.
    pub(super) fn again(begun: &Begun) -> (String, String) {
        let number = args::shell_word(begun.attempt.out_refund_no.as_str());
        match &begun.numbering {
            Numbering::Made => (
                format!(
                    "repeat the same command with --out-refund-no {number}, which resumes it with the same number"
                ),
                format!("以 --out-refund-no {number} 重复同一命令，将以相同单号继续"),
            ),
            Numbering::Given => (
                "repeat the same command, which resumes it with the same number".to_owned(),
                "重复同一命令，将以相同单号继续".to_owned(),
            ),
            Numbering::Line(_) => (
                "run the same batch again, which resumes it with the same number".to_owned(),
                "再次运行同一批处理命令，将以相同单号继续".to_owned(),
            ),
        }
    }

    /// The failure of a refund that would repeat one that was accepted within a day; `state` is
    /// what a look at WeChat Pay brought, if there was one.
    pub(super) fn repeated(
        &self,
        accepted: &Attempt,
        state: Option<Result<RefundStatus, Error>>,
    ) -> Failure {
        let (number, refund) = (&accepted.out_refund_no, accepted.refund);
        let at = accepted
            .accepted_at
            .unwrap_or(accepted.began_at)
            .to_rfc3339();
        let mut failure = Failure::condition(format!(
            "this order was refunded by the same amount within a day: out_refund_no {number}, {refund} fen, accepted at {at}"
        ))
        .in_chinese(format!(
            "该订单一天内已有相同金额的退款：out_refund_no {number}，{refund} 分，受理于 {at}"
        ));
        let is_abnormal = matches!(&state, Some(Ok(RefundStatus::Abnormal)));
        match state {
            None => {}
            Some(Ok(state)) => {
                failure.add_cause(
                    format!("its status is {state}"),
                    format!("其状态为 {state}"),
                );
                failure = failure.with_code(state.to_string());
            }
            Some(Err(error)) => failure.add_cause(
                format!("it could not be looked up: {error}"),
                format!("暂时无法查询其状态：{error}"),
            ),
        }
        if is_abnormal {
            return abnormal(failure);
        }
        let ask = self.query_line(accepted);
        failure.with_help(
            format!("run `{ask}` to look at it; only if a second refund is meant, add --new-refund (in a batch, with --retry-failed) or give a new number with --out-refund-no"),
            format!("运行 `{ask}` 查看；确需再次退款时，请加 --new-refund（批处理时同时加 --retry-failed），或以 --out-refund-no 指定新单号"),
        )
    }

    /// The failure of a refund that was accepted, and will not give anything back as it stands.
    pub(super) fn came_to_nothing(&self, begun: &Begun, state: &RefundStatus) -> Failure {
        let number = &begun.attempt.out_refund_no;
        let mut failure = Failure::condition(format!(
            "refund {number} is {state}: nothing was given back"
        ))
        .in_chinese(format!("退款 {number} 状态为 {state}：款项未退回"))
        .with_code(state.to_string());
        failure.add_cause(
            format!("out_refund_no {number}"),
            format!("out_refund_no {number}"),
        );
        if *state == RefundStatus::Abnormal {
            return abnormal(failure);
        }
        let ask = self.query_line(&begun.attempt);
        match &begun.numbering {
            Numbering::Made => failure.with_help(
                "run the same command again to refund under a new number",
                "再次运行同一命令，将以新单号退款",
            ),
            Numbering::Given | Numbering::Line(_) => failure.with_help(
                format!("run `{ask}` to look at it; a closed refund is not carried out any more: refund again with refund create and without this number"),
                format!("运行 `{ask}` 查看；已关闭的退款不会再执行：请用 refund create 且不带此单号重新退款"),
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
        let (Clash::Different(earlier) | Clash::Unfinished(earlier) | Clash::Accepted(earlier)) =
            clash;
        let Attempt {
            out_refund_no,
            refund,
            total,
            ..
        } = &**earlier;
        let since = earlier.began_at.to_rfc3339();
        let ask = self.query_line(earlier);
        match clash {
        Clash::Accepted(earlier) => self.repeated(earlier, None),
        Clash::Different(_) => Failure::usage(format!(
            "out_refund_no {out_refund_no} was sent with other parameters ({refund} of {total} fen) at {since}, and what became of it is unknown"
        ))
        .with_help(
            format!("run `{ask}`; repeat it with the parameters of the first time: under this number there is no other refund"),
            format!("先运行 `{ask}`；请以首次的参数重试：同一单号不能用于另一笔退款"),
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

/// Says how an abnormal refund is completed.
fn abnormal(mut failure: Failure) -> Failure {
    failure.add_cause(
        "an abnormal refund can still be completed",
        "退款异常的退款仍可完成",
    );
    failure.with_help(
        "complete it in the merchant console or with the abnormal-refund API (apply-abnormal-refund); only if it will never be completed and a second refund is meant, add --new-refund (in a batch, with --retry-failed)",
        "请在商户平台的交易中心处理，或通过发起异常退款接口（apply-abnormal-refund）完成该笔退款；仅当确定不再处理该笔退款且需另行退款时，请加 --new-refund（批处理时同时加 --retry-failed）",
    )
}
