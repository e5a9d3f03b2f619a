//! A batch of refunds: one for each line.

use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::job::{
    Command, Defaults, Job, JobError, JobNumber, LineFailure, LineState, ParsedRow, SentRequest,
};
use super::row::{Row, RowProblem};
use crate::client::Client;
use crate::error::Error;
use crate::notify_url::NotifyUrl;
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::Payee;
use crate::protocol::field::FieldOverride;
use crate::protocol::id::{Mchid, OutRefundNo};
use crate::protocol::refund::{self, FundsAccount, RefundInfo, RefundStatus};
use crate::refunds::{
    PrepareError, PreparedRefund, RefundDraft, RefundError, RefundNumber, RefundOutcome,
    RefundService, StoreError, Submission,
};

/// Makes the failures of a batch of refunds, as their results have them.
pub trait RefundFailures: Send + Sync + 'static {
    /// Why a line was not done.
    type Failure: LineFailure + From<Error> + From<StoreError>;

    /// A refund that was not sent.
    fn not_prepared(&self, error: PrepareError) -> Self::Failure;

    /// A refund that was sent, and is not known to be accepted.
    fn not_accepted(&self, error: RefundError, submission: &Submission) -> Self::Failure;

    /// A refund that was accepted, and refunds nothing as it stands.
    fn came_to_nothing(&self, submission: &Submission, status: &RefundStatus) -> Self::Failure;

    /// Warns that the record of a refund could not be updated.
    fn warn(&self, error: StoreError);
}

/// What applies to a refund whose row does not give the value.
#[derive(Debug, Clone, Default)]
pub struct RefundDefaults {
    /// How much is refunded.
    pub refund: Option<Fen>,
    /// What the order came to.
    pub total: Option<Fen>,
    /// Shown to the payer.
    pub reason: Option<String>,
    /// Which account of the merchant pays for it.
    pub funds_account: Option<FundsAccount>,
    /// 退款商品, a JSON array.
    pub goods_detail: Option<Value>,
    /// The sub-merchant who took the payment.
    pub sub_mchid: Option<Mchid>,
    /// Further fields.
    pub overrides: Vec<FieldOverride>,
}

/// Returns where the notification of a row goes, which may give a URL; nowhere if there is none.
pub type NotifyUrlOfRow<'a> = dyn Fn(Option<&str>) -> Result<Option<NotifyUrl>, RowProblem> + 'a;

/// Sends the refund of each row.
#[expect(missing_debug_implementations, reason = "it holds a closure")]
pub struct Refunds<'a, M> {
    /// Who took the payments.
    pub payee: Payee,
    /// What applies to values that a row does not give.
    pub defaults: RefundDefaults,
    /// Returns where a row's notification goes: to the URL that it gives, or else to another.
    pub notify_url: &'a NotifyUrlOfRow<'a>,
    /// The record of refunds.
    pub service: RefundService,
    /// What failures are.
    pub failures: Arc<M>,
}

impl<M: RefundFailures> Command for Refunds<'_, M> {
    const NAME: &'static str = "refund-create-batch";
    const LINE_SCHEMA: &'static str = "refund-create-line";
    const CHANGES: bool = true;
    const SETTLES_DOUBT: bool = true;
    const FIELDS: &'static [&'static str] = &[
        "out_trade_no",
        "transaction_id",
        "out_refund_no",
        "refund_yuan",
        "refund",
        "total",
        "reason",
        "notify_url",
        "funds_account",
        "goods_detail",
        "sub_mchid",
    ];

    type Job = RefundJob<M>;

    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<RefundJob<M>>, RowProblem> {
        let mut draft = self.draft(row)?;
        // A line's number is its own, and gives way to no unfinished refund's.
        let own = row.parsed::<OutRefundNo>("out_refund_no")?;
        let unique = own.clone().map(String::from);
        let number = match &own {
            Some(number) => number.clone(),
            None => OutRefundNo::from_str(&defaults.number).map_err(RowProblem::of)?,
        };
        draft.number = own.map_or_else(
            || RefundNumber::OfBatch {
                number: number.clone(),
                prefix: defaults.batch().to_owned(),
            },
            RefundNumber::Chosen,
        );
        let refund = draft.prepare().map_err(RowProblem::of)?;
        if *refund.number() != number {
            return Err(RowProblem::SharedNumber("out_refund_no"));
        }
        Ok(ParsedRow {
            job: RefundJob {
                refund: Arc::new(refund),
                service: self.service.clone(),
                failures: Arc::clone(&self.failures),
            },
            unique,
            relative: false,
        })
    }
}

impl<M> Refunds<'_, M> {
    /// Returns the refund that a row describes.
    fn draft(&self, row: &Row) -> Result<RefundDraft, RowProblem> {
        let defaults = &self.defaults;
        let order = row.order_number()?;
        let refund = row
            .amount("refund", "refund_yuan")?
            .or(defaults.refund)
            .ok_or(RowProblem::MissingOneOf("refund", "refund_yuan"))?;
        let sub_mchid = row.parsed("sub_mchid")?;
        let payee = match sub_mchid.or_else(|| defaults.sub_mchid.clone()) {
            Some(sub_mchid) => self.payee.clone().for_sub_merchant(sub_mchid),
            None => self.payee.clone(),
        };
        let notify_url = row.text("notify_url")?;
        let mut draft = RefundDraft::new(payee, order, refund);
        draft.notify_url = (self.notify_url)(notify_url.as_deref())?;
        draft.total = row.parsed("total")?.or(defaults.total);
        draft.reason = row.text("reason")?.or_else(|| defaults.reason.clone());
        let account = row.one_of("funds_account", &["AVAILABLE", "UNSETTLED"])?;
        draft.funds_account = match account {
            Some(account) => Some(account.parse().map_err(RowProblem::of)?),
            None => defaults.funds_account,
        };
        draft.goods_detail = row
            .array("goods_detail")?
            .or_else(|| defaults.goods_detail.clone());
        draft.overrides.clone_from(&defaults.overrides);
        Ok(draft)
    }
}

/// The refund of one line.
#[derive(Debug)]
pub struct RefundJob<M> {
    refund: Arc<PreparedRefund>,
    service: RefundService,
    failures: Arc<M>,
}

impl<M> Clone for RefundJob<M> {
    fn clone(&self) -> Self {
        Self {
            refund: Arc::clone(&self.refund),
            service: self.service.clone(),
            failures: Arc::clone(&self.failures),
        }
    }
}

impl<M: RefundFailures> Job for RefundJob<M> {
    type Failure = M::Failure;

    fn number(&self) -> JobNumber<'_> {
        JobNumber {
            name: "out_refund_no",
            value: self.refund.number().as_str(),
        }
    }

    fn amount(&self) -> Option<Fen> {
        self.refund.amount()
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            // The body does not name a direct merchant.
            target: format!("{} {}", self.refund.payee().signer(), refund::PATH),
            body: self.refund.body().into(),
        }
    }

    fn order(&self) -> Option<String> {
        Some(self.refund.order_key())
    }

    async fn run(self, client: Arc<Client>) -> Result<Map<String, Value>, JobError<M::Failure>> {
        let Self {
            refund,
            service,
            failures,
        } = self;
        let submission = service
            .prepare(&client, &refund)
            .await
            .map_err(|error| not_prepared(error, &*failures))?;
        let response = service
            .submit(&client, &submission)
            .await
            .map_err(|error| not_accepted(error, &submission, &*failures))?;
        // Without its result, the line is sent again with its own number.
        if let Err(error) = service.confirm(&submission, &response).await {
            failures.warn(error);
        }
        let RefundInfo { status, object, .. } = response.value;
        if status.is_unsuccessful() {
            return Err(JobError::Row {
                state: LineState::Failed,
                failure: failures.came_to_nothing(&submission, &status),
            });
        }
        let mut fields = object;
        fields.insert("request_id".to_owned(), response.request_id.into());
        Ok(fields)
    }
}

fn not_prepared<M: RefundFailures>(error: PrepareError, failures: &M) -> JobError<M::Failure> {
    let state = match error {
        PrepareError::Lookup(error) => return JobError::of_call(error, false),
        PrepareError::Store(error) => return JobError::Fatal(error.into()),
        PrepareError::DifferentParameters(_) | PrepareError::Unfinished(_) => LineState::Pending,
        // WeChat Pay, which knows the total, would refuse it; or it was accepted within a day, and
        // is not sent a day later, either, unless that is wanted.
        PrepareError::Draft(_) | PrepareError::Accepted(_) => LineState::Failed,
    };
    JobError::Row {
        state,
        failure: failures.not_prepared(error),
    }
}

fn not_accepted<M: RefundFailures>(
    error: RefundError,
    submission: &Submission,
    failures: &M,
) -> JobError<M::Failure> {
    let state = match error.outcome {
        RefundOutcome::Refused => LineState::Failed,
        RefundOutcome::NotSent | RefundOutcome::InsufficientBalance => LineState::Pending,
        RefundOutcome::Unknown => LineState::Unknown,
    };
    let limit = error.rate_limit();
    let failure = failures.not_accepted(error, submission);
    match limit {
        Some(limit) => JobError::RateLimited {
            retry_after: limit.retry_after,
            state,
            failure,
        },
        None => JobError::Row { state, failure },
    }
}
