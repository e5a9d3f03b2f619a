//! What is said of a refund that failed, or whose outcome is unknown, and what to run next.

use wechatpay::protocol::id::Mchid;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::refunds::{
    AcceptedBefore, Numbering, PendingRefund, PrepareError, RecordKind, RefundDraftError,
    RefundError, RefundOutcome, Standing, StoreError, Submission,
};

use crate::args;
use crate::commands::order_body::field_failure;
use crate::commands::outcome::Outcome;
use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Output;
use crate::ui::Text;

/// The messages about refunds of one command line.
pub(crate) struct RefundMessages {
    /// The command that looks a refund up, up to its number.
    query: String,
    /// The sub-merchant that the command means if it names none.
    sub_mchid: Option<Mchid>,
    output: Output,
}

impl RefundMessages {
    pub(crate) fn new(context: &Context) -> Self {
        let profile = context.profile().ok();
        Self {
            query: context.command_line(&["refund", "query", "--out-refund-no"]),
            sub_mchid: profile
                .and_then(|profile| profile.sub_mchid().ok())
                .flatten(),
            output: context.output.clone(),
        }
    }

    /// Returns the command that looks a refund up.
    pub(super) fn query_line(&self, refund: &PendingRefund) -> String {
        let number = args::shell_word(refund.out_refund_no.as_str());
        let mut line = format!("{} {number}", self.query);
        if let Some(sub_mchid) = &refund.sub_mchid
            && self.sub_mchid.as_ref() != Some(sub_mchid)
        {
            line.extend([" --sub-mchid ", sub_mchid.as_str()]);
        }
        line
    }

    /// Says what a refund may have become. The command that repeats it names its number, so that
    /// it is the same refund whatever other commands do in the meantime.
    pub(super) fn outcome(&self, submission: &Submission, standing: Standing) -> Outcome {
        Outcome {
            number: format!("out_refund_no {}", submission.refund().out_refund_no),
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
            ask: self.query_line(submission.refund()),
            or: resuming(submission),
        }
    }

    /// A refund that was not sent.
    pub(crate) fn not_prepared(&self, error: PrepareError) -> CliError {
        match error {
            PrepareError::Lookup(error) => asking_failed(error),
            PrepareError::Draft(error) => error.into(),
            PrepareError::Store(error) => error.into(),
            PrepareError::DifferentParameters(earlier) => self.different_parameters(&earlier),
            PrepareError::Unfinished(earlier) => self.unfinished(&earlier),
            PrepareError::Accepted(earlier) => self.accepted_before(*earlier),
        }
    }

    fn different_parameters(&self, earlier: &PendingRefund) -> CliError {
        let PendingRefund {
            out_refund_no,
            refund,
            total,
            ..
        } = earlier;
        let since = earlier.began_at.to_rfc3339();
        let query = self.query_line(earlier);
        CliError::usage(format!(
            "out_refund_no {out_refund_no} was sent with other parameters ({refund} of {total} fen) at {since}, and its outcome is unknown"
        ))
        .in_chinese(format!(
            "out_refund_no {out_refund_no} 已于 {since} 以其他参数发送（{refund} 分，订单共 {total} 分），结果未知"
        ))
        .with_help(Text::pair(
            format!("run `{query}`; repeat it with the parameters of the first time: under this number there is no other refund"),
            format!("先运行 `{query}`；请以首次的参数重试：同一单号不能用于另一笔退款")))
    }

    fn unfinished(&self, earlier: &PendingRefund) -> CliError {
        let (number, refund) = (&earlier.out_refund_no, earlier.refund);
        let since = earlier.began_at.to_rfc3339();
        let query = self.query_line(earlier);
        CliError::usage(format!(
            "an earlier refund {number} of this order ({refund} fen, {since}) is unfinished: its outcome is unknown, and a new number would refund twice"
        ))
        .in_chinese(format!(
            "该订单先前的退款 {number}（{refund} 分，{since}）尚未完结：结果未知，使用新单号会重复退款"
        ))
        .with_help(Text::pair(
            format!("run `{query}`; if it does not exist, repeat the first command without --out-refund-no; --new-refund refunds beside it"),
            format!("先运行 `{query}`；若不存在，不带 --out-refund-no 重复首次的命令；--new-refund 表示另行退款")))
    }

    /// A refund that would repeat one that was accepted within a day.
    fn accepted_before(&self, earlier: AcceptedBefore) -> CliError {
        let AcceptedBefore { refund, status } = earlier;
        let (number, fen) = (&refund.out_refund_no, refund.refund);
        let at = refund.accepted_at.unwrap_or(refund.began_at).to_rfc3339();
        let mut failure = CliError::condition(format!(
            "this order was refunded by the same amount within a day: out_refund_no {number}, {fen} fen, accepted at {at}"
        ))
        .in_chinese(format!(
            "该订单一天内已有相同金额的退款：out_refund_no {number}，{fen} 分，受理于 {at}"
        ));
        match status {
            None => {}
            Some(Ok(status)) => {
                failure.add_cause(Text::pair(
                    format!("its status is {status}"),
                    format!("其状态为 {status}"),
                ));
                failure = failure.with_code(status.to_string());
                if status == RefundStatus::Abnormal {
                    return abnormal(failure);
                }
            }
            Some(Err(error)) => failure.add_cause(Text::pair(
                format!("it could not be looked up: {error}"),
                format!("暂时无法查询其状态：{error}"),
            )),
        }
        let query = self.query_line(&refund);
        failure.with_help(Text::pair(
            format!("run `{query}` to look at it; only if a second refund is meant, add --new-refund (in a batch, with --retry-failed) or give a new number with --out-refund-no"),
            format!("运行 `{query}` 查看；确需再次退款时，请加 --new-refund（批处理时同时加 --retry-failed），或以 --out-refund-no 指定新单号")))
    }

    /// A refund that was sent, and is not known to be accepted.
    pub(crate) fn not_accepted(&self, error: RefundError, submission: &Submission) -> CliError {
        let RefundError {
            outcome,
            standing,
            is_absent,
            source,
            store_error,
            ..
        } = error;
        if let Some(error) = store_error {
            self.warn(error);
        }
        let is_unknown = outcome == RefundOutcome::Unknown;
        let failure = self
            .outcome(submission, standing)
            .judged(*source, is_unknown && !is_absent);
        if is_unknown && is_absent {
            let (en, zh) = resuming(submission);
            return failure.with_help(Text::pair(
                format!("WeChat Pay does not know the refund yet: wait a minute, then {en}"),
                format!("微信支付尚无此退款单：请等待一分钟后{zh}"),
            ));
        }
        failure
    }

    /// A refund that was accepted, and refunds nothing as it stands.
    pub(crate) fn came_to_nothing(
        &self,
        submission: &Submission,
        status: &RefundStatus,
    ) -> CliError {
        let number = &submission.refund().out_refund_no;
        let mut failure =
            CliError::condition(format!("refund {number} is {status}: nothing was refunded"))
                .in_chinese(format!("退款 {number} 状态为 {status}：款项未退回"))
                .with_code(status.to_string());
        let cause = format!("out_refund_no {number}");
        failure.add_cause(Text::pair(cause.clone(), cause));
        if *status == RefundStatus::Abnormal {
            return abnormal(failure);
        }
        match submission.numbering() {
            Numbering::Generated => failure.with_help(Text::pair(
                "run the same command again to refund under a new number",
                "再次运行同一命令，将以新单号退款",
            )),
            Numbering::Chosen | Numbering::Batch(_) => {
                let query = self.query_line(submission.refund());
                failure.with_help(Text::pair(
                    format!("run `{query}` to look at it; a closed refund is not carried out any more: refund again with refund create and without this number"),
                    format!("运行 `{query}` 查看；已关闭的退款不会再执行：请用 refund create 且不带此单号重新退款")))
            }
        }
    }

    /// Warns that the record of a refund could not be updated.
    pub(crate) fn warn(&self, error: StoreError) {
        self.output.warn(CliError::from(error).text());
    }
}

/// How to send the same refund again, in English and Chinese.
fn resuming(submission: &Submission) -> (String, String) {
    let number = args::shell_word(submission.refund().out_refund_no.as_str());
    match submission.numbering() {
        Numbering::Generated => (
            format!(
                "repeat the same command with --out-refund-no {number}, which resumes it with the same number"
            ),
            format!("以 --out-refund-no {number} 重复同一命令，将以相同单号继续"),
        ),
        Numbering::Chosen => (
            "repeat the same command, which resumes it with the same number".to_owned(),
            "重复同一命令，将以相同单号继续".to_owned(),
        ),
        Numbering::Batch(_) => (
            "run the same batch again, which resumes it with the same number".to_owned(),
            "再次运行同一批处理命令，将以相同单号继续".to_owned(),
        ),
    }
}

/// Says how an abnormal refund is completed.
fn abnormal(mut failure: CliError) -> CliError {
    failure.add_cause(Text::pair(
        "an abnormal refund can still be completed",
        "退款异常的退款仍可完成",
    ));
    failure.with_help(Text::pair(
        "complete it in the merchant console or with the abnormal-refund API (apply-abnormal-refund); only if it will never be completed and a second refund is meant, add --new-refund (in a batch, with --retry-failed)",
        "请在商户平台的交易中心处理，或通过发起异常退款接口（apply-abnormal-refund）完成该笔退款；仅当确定不再处理该笔退款且需另行退款时，请加 --new-refund（批处理时同时加 --retry-failed）"))
}

impl From<RefundDraftError> for CliError {
    fn from(error: RefundDraftError) -> Self {
        let text = error.to_string();
        match error {
            RefundDraftError::Field(error) => field_failure(error),
            RefundDraftError::ExceedsTotal { .. } => Self::usage(text),
            RefundDraftError::TotalUnknown => {
                Self::usage("--total FEN is needed: --dry-run and --curl do not look the order up")
            }
            RefundDraftError::Missing(_) => Self::config(text),
            RefundDraftError::NotJson(source) => Self::config(text).with_source(source),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        match error {
            StoreError::File(error) => error.into(),
            StoreError::Record(error) => Self::from(error).with_help(Text::pair(
                "refunds are recorded there before they are sent, so that none is sent twice: make room or change the permissions, or set XDG_DATA_HOME to a folder that is kept",
                "退款发送前须先记录在该处，以免重复退款：请释放空间或调整权限，或将 XDG_DATA_HOME 设为会保留的目录")),
            StoreError::Damaged { path, kind, source } => {
                let (en, zh) = match kind {
                    RecordKind::Pending => (
                        "it recorded a refund whose outcome was unknown: find that out in the merchant console, then remove the file",
                        "该文件记录了一笔结果未知的退款：请在商户平台核实后再删除此文件",
                    ),
                    RecordKind::Accepted => (
                        "it recorded the refunds of an order that were accepted in the last two days: look them up in the merchant console, then remove the file",
                        "该文件记录了某订单最近两天已受理的退款：请在商户平台核实后再删除此文件",
                    ),
                };
                Self::config(text)
                    .in_chinese(format!("{} 已损坏", path.display()))
                    .with_source(source)
                    .with_help(Text::pair(en, zh))
            }
            StoreError::Serialize(source) => Self::internal(text).with_source(source),
            StoreError::Task(source) => Self::internal(text).with_source(source),
        }
    }
}
