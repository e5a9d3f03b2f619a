//! The messages about a refund that failed, or whose outcome is unknown.

use wechatpay::protocol::id::Mchid;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::refunds::{
    AcceptedBefore, MissingField, Numbering, PendingRefund, PrepareError, RecordKind,
    RefundDraftError, RefundError, RefundOutcome, Standing, StoreError, Submission,
};
use wechatpay::shell;

use crate::commands::outcome::UncertainOutcome;
use crate::commands::waiting::asking_failed;
use crate::context::Context;
use crate::error::{CliError, failures};
use crate::text;
use crate::ui::{Output, Text};

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
        let number = shell::word(refund.out_refund_no.as_str());
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
    pub(super) fn outcome(&self, submission: &Submission, standing: Standing) -> UncertainOutcome {
        UncertainOutcome {
            number: format!("out_refund_no {}", submission.refund().out_refund_no),
            possible: match standing {
                Standing::Accepted => text!("refund-accepted-elsewhere"),
                Standing::Own | Standing::Shared | Standing::Gone => {
                    text!("refund-may-be-accepted")
                }
            },
            certain: text!("refund-not-made"),
            check_with: self.query_line(submission.refund()),
            alternative: resuming(submission),
        }
    }

    /// A refund that was not sent.
    pub(crate) fn not_prepared(&self, error: PrepareError) -> CliError {
        match error {
            PrepareError::Lookup(error) => asking_failed(error),
            PrepareError::Draft(error) => error.into(),
            PrepareError::Store(error) => error.into(),
            PrepareError::DifferentParameters(earlier) => CliError::usage(text!(
                "refund-different-parameters",
                number = &earlier.out_refund_no,
                refund = earlier.refund,
                total = earlier.total,
                since = earlier.began_at.to_rfc3339(),
                query = self.query_line(&earlier),
            )),
            PrepareError::Unfinished(earlier) => CliError::usage(text!(
                "refund-unfinished",
                number = &earlier.out_refund_no,
                refund = earlier.refund,
                since = earlier.began_at.to_rfc3339(),
                query = self.query_line(&earlier),
            )),
            PrepareError::Accepted(earlier) => self.accepted_before(*earlier),
        }
    }

    /// A refund that would repeat one that was accepted within a day.
    fn accepted_before(&self, earlier: AcceptedBefore) -> CliError {
        let AcceptedBefore { refund, status, .. } = earlier;
        let failure = CliError::condition(text!(
            "refund-accepted-before",
            number = &refund.out_refund_no,
            refund = refund.refund,
            at = refund.accepted_at.unwrap_or(refund.began_at).to_rfc3339(),
            query = self.query_line(&refund),
        ));
        match status {
            None => failure,
            Some(Ok(status)) => {
                let failure = failure
                    .with_cause(text!("refund-has-status", status = &status))
                    .with_code(status.to_string());
                if status == RefundStatus::Abnormal {
                    can_be_completed(failure)
                } else {
                    failure
                }
            }
            Some(Err(error)) => failure.with_cause(text!("refund-lookup-failed", error)),
        }
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
            .failed_with(*source, is_unknown && !is_absent);
        if is_unknown && is_absent {
            let resume = resuming(submission);
            return failure.with_help(text!("refund-not-known-yet", resume));
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
        let failure = CliError::condition(text!("refund-not-refunded", number, status))
            .with_code(status.to_string())
            .with_cause(format!("out_refund_no {number}"));
        if *status == RefundStatus::Abnormal {
            return can_be_completed(failure);
        }
        failure.with_help(match submission.numbering() {
            Numbering::Generated => text!("refund-under-new-number"),
            Numbering::Chosen | Numbering::Batch(_) => text!(
                "refund-closed",
                query = self.query_line(submission.refund())
            ),
        })
    }

    /// Warns that the record of a refund could not be updated.
    pub(crate) fn warn(&self, error: StoreError) {
        let words = CliError::from(error).text(self.output.lang);
        self.output.warn(words);
    }
}

/// Says how to send the same refund again.
fn resuming(submission: &Submission) -> Text {
    match submission.numbering() {
        Numbering::Generated => text!(
            "refund-resume-with-number",
            number = shell::word(submission.refund().out_refund_no.as_str())
        ),
        Numbering::Chosen => text!("refund-resume"),
        Numbering::Batch(_) => text!("refund-resume-batch"),
    }
}

/// Says how an abnormal refund is completed.
fn can_be_completed(failure: CliError) -> CliError {
    failure
        .with_cause(text!("refund-abnormal"))
        .with_help(text!("refund-complete-abnormal"))
}

failures!(error: RefundDraftError {
    Field(error) => error.into(),
    ExceedsTotal { refund, total } => Self::usage(text!("refund-exceeds-total", refund, total)),
    TotalUnknown => Self::usage(text!("refund-total-unknown")),
    Missing(MissingField(field)) => Self::config(text!("refund-field-missing", field)),
    NotJson(source) => Self::config(text!("refund-not-json")).with_source(source),
});

failures!(error: StoreError {
    File(error) => error.into(),
    Record(error) => Self::from(error).with_help(text!("refund-record-needed")),
    Damaged { path: file, kind, source } => {
        Self::config(match kind {
            RecordKind::Pending => text!("refund-pending-damaged", file),
            RecordKind::Accepted => text!("refund-accepted-damaged", file),
        })
        .with_source(source)
    },
    Serialize(source) => Self::internal(text!("refund-not-serialized")).with_source(source),
    Task(source) => Self::internal(text!("refund-task-failed")).with_source(source),
});
