//! The one way that every refund goes: decided on, recorded, sent, settled.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::draft::{DraftError, KnownOrder, PreparedRefund};
use super::pending::{Conflict, Numbering, PendingRefund, RecordedRefunds, Resolution};
use super::store::{PendingRefundStore, Standing, StoreError};
use crate::ambient;
use crate::client::{Answered, Client};
use crate::error::Error;
use crate::protocol::amount::Fen;
use crate::protocol::api_error::{ApiError, Refusal};
use crate::protocol::endpoint::Payee;
use crate::protocol::id::OutRefundNo;
use crate::protocol::refund::{QueryRefund, RefundInfo, RefundStatus};
use crate::protocol::transaction::{OrderNumber, QueryOrder, Transaction};

/// Refunds payments so that none is refunded twice, whatever happens on the way.
#[derive(Debug, Clone)]
pub struct RefundService {
    store: PendingRefundStore,
    is_second_refund: bool,
    is_sandbox: bool,
    /// Deciding waits for other processes, in a thread; one is enough.
    turn: Arc<Mutex<()>>,
}

/// A refund that is recorded, and may be sent.
#[derive(Debug, Clone)]
pub struct Submission {
    refund: PendingRefund,
    is_resumed: bool,
    numbering: Numbering,
}

impl Submission {
    /// Returns what is sent.
    #[must_use]
    pub fn refund(&self) -> &PendingRefund {
        &self.refund
    }

    /// Tells whether it was sent before.
    #[must_use]
    pub fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// Returns how its number was chosen.
    #[must_use]
    pub fn numbering(&self) -> &Numbering {
        &self.numbering
    }
}

/// Why a refund must not be sent.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The order could not be looked up.
    #[error("the order cannot be looked up")]
    Lookup(#[source] Error),
    /// It does not fit the order.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// Its number was sent with other parameters, and the outcome is unknown.
    #[error(
        "out_refund_no {} was sent with other parameters, and its outcome is unknown",
        .0.out_refund_no
    )]
    DifferentParameters(Box<PendingRefund>),
    /// The order has another refund whose outcome is unknown.
    #[error("an earlier refund {} of this order has an unknown outcome", .0.out_refund_no)]
    Unfinished(Box<PendingRefund>),
    /// The order was refunded by the same amount within a day.
    #[error(
        "this order was refunded by the same amount within a day: out_refund_no {}",
        .0.refund.out_refund_no
    )]
    Accepted(Box<AcceptedBefore>),
    /// It cannot be recorded.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A refund that was accepted within a day, and keeps its order from being refunded by the same
/// amount.
#[derive(Debug)]
pub struct AcceptedBefore {
    /// What was sent.
    pub refund: PendingRefund,
    /// How WeChat Pay says that it stands; none if it was not looked up.
    pub status: Option<Result<RefundStatus, Error>>,
}

impl From<Conflict> for PrepareError {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::DifferentParameters(earlier) => Self::DifferentParameters(earlier),
            Conflict::Unfinished(earlier) => Self::Unfinished(earlier),
            Conflict::Accepted(earlier) => Self::Accepted(Box::new(AcceptedBefore {
                refund: *earlier,
                status: None,
            })),
        }
    }
}

/// What became of a refund that is not known to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOutcome {
    /// WeChat Pay refused it, and would again.
    Refused,
    /// Nothing came of it, for a reason that is not its own.
    NotSent,
    /// It waits for money, under the same number.
    InsufficientBalance,
    /// It may have been accepted, or may yet be.
    Unknown,
}

impl RefundOutcome {
    /// Tells whether there is nothing left to record.
    fn is_settled(self) -> bool {
        match self {
            Self::Refused | Self::NotSent => true,
            Self::InsufficientBalance | Self::Unknown => false,
        }
    }
}

impl fmt::Display for RefundOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "the refund was refused",
            Self::NotSent => "nothing was refunded",
            Self::InsufficientBalance => {
                "the balance is too low: the refund can be sent again under the same number"
            }
            Self::Unknown => "the outcome of the refund is unknown",
        })
    }
}

/// A refund that is not known to be accepted.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
#[error("{outcome}")]
pub struct RefundError {
    /// What became of it.
    pub outcome: RefundOutcome,
    /// What is recorded of it now.
    pub standing: Standing,
    /// Whether WeChat Pay said afterwards that it does not know the refund. One that was just
    /// sent may be known a minute later.
    pub is_absent: bool,
    /// Why the call failed.
    #[source]
    pub source: Box<Error>,
    /// Why the record could not be updated. It is kept as it was, which is safe.
    pub store_error: Option<StoreError>,
}

/// WeChat Pay answered that there were too many requests.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RateLimit {
    /// How long it asks to wait.
    pub retry_after: Option<Duration>,
}

impl RefundError {
    /// Tells whether there were too many requests.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let Error::Api(refused) = last_error(&self.source) else {
            return None;
        };
        refused.is_limited().then_some(RateLimit {
            retry_after: refused.retry_after,
        })
    }
}

/// What is decided about a refund while no other process decides.
enum Decision {
    Submit(Box<Submission>),
    Conflict(Conflict),
    /// The generated number is that of an earlier refund.
    NumberTaken,
    /// One of the unfinished refunds may be of the same order, by its other number.
    OrderUnclear,
}

impl RefundService {
    /// Uses a record of refunds.
    #[must_use]
    pub fn new(store: PendingRefundStore) -> Self {
        Self {
            store,
            is_second_refund: false,
            is_sandbox: false,
            turn: Arc::default(),
        }
    }

    /// Refunds beside what is recorded of the same order: its unfinished refunds, which are
    /// forgotten, and one of the same amount that was accepted within a day. The payer may get
    /// the money twice.
    #[must_use]
    pub fn with_second_refund(mut self, is_second_refund: bool) -> Self {
        self.is_second_refund = is_second_refund;
        self
    }

    /// Says that the merchant is a sandbox's, which may have been reset: an accepted refund that
    /// it does not know is gone at once, and not only after a minute.
    #[must_use]
    pub fn with_sandbox(mut self, is_sandbox: bool) -> Self {
        self.is_sandbox = is_sandbox;
        self
    }

    /// Decides on a refund as far as the records alone allow, and changes nothing.
    ///
    /// # Errors
    /// Returns an error if the order's total is not known, or a recorded refund forbids it.
    pub fn preview(&self, refund: &PreparedRefund) -> Result<Submission, PrepareError> {
        let pending = refund.pending(&refund.order)?;
        let recorded = self.store.recorded(&pending)?;
        Ok(self.decide(pending, &recorded, refund)?)
    }

    /// Decides on a refund and records it; what is not known of the order is looked up. When this
    /// returns, the refund is on disk.
    ///
    /// # Errors
    /// Returns an error if the refund might repeat another, does not fit its order or cannot be
    /// recorded. Nothing was sent then.
    pub async fn prepare(
        &self,
        client: &Client,
        refund: &PreparedRefund,
    ) -> Result<Submission, PrepareError> {
        let mut refund = refund.clone();
        let mut order = refund.order.clone();
        if refund.lacks_total() {
            order.total = self.total_of_earlier(&refund).await?;
        }
        if refund.lacks_total() && order.total.is_none() {
            complete(&mut order, client, refund.payee()).await?;
        }
        let mut ended: Vec<OutRefundNo> = Vec::new();
        loop {
            match self.enter(&refund, &order, &ended).await? {
                Decision::Submit(submission) => return Ok(*submission),
                Decision::Conflict(Conflict::Accepted(accepted)) => {
                    ended.push(accepted.out_refund_no.clone());
                    self.check_came_to_nothing(client, *accepted).await?;
                }
                Decision::Conflict(
                    conflict @ (Conflict::DifferentParameters(_) | Conflict::Unfinished(_)),
                ) => return Err(conflict.into()),
                Decision::NumberTaken => refund = refund.with_random_number(),
                Decision::OrderUnclear => complete(&mut order, client, refund.payee()).await?,
            }
        }
    }

    /// Returns the order's total if the refund was sent before.
    async fn total_of_earlier(&self, refund: &PreparedRefund) -> Result<Option<Fen>, StoreError> {
        let (payee, number) = (refund.payee().clone(), refund.number().clone());
        let earlier = self
            .blocking(move |service| service.store.find(&payee, &number))
            .await?;
        Ok(earlier
            .filter(|earlier| refund.order.is_of(earlier))
            .and_then(|earlier| earlier.total.to_string().parse().ok()))
    }

    /// Looks up a refund that was accepted within a day, and fails unless nothing can come of it
    /// any more.
    async fn check_came_to_nothing(
        &self,
        client: &Client,
        accepted: PendingRefund,
    ) -> Result<(), PrepareError> {
        let status = match look_up(client, &accepted).await {
            Ok(found) if found.value.status == RefundStatus::Closed => return Ok(()),
            Ok(found) => Ok(found.value.status),
            Err(error)
                if is_not_found(&error)
                    && (self.is_sandbox || accepted.would_be_found(ambient::now())) =>
            {
                return Ok(());
            }
            Err(error) => Err(error),
        };
        Err(PrepareError::Accepted(Box::new(AcceptedBefore {
            refund: accepted,
            status: Some(status),
        })))
    }

    /// Sends a refund. It stays recorded as unfinished until [`RefundService::confirm`], and is
    /// forgotten if nothing came of it for sure.
    ///
    /// A refund that WeChat Pay took may already have failed: look at its status.
    ///
    /// # Errors
    /// Returns an error if WeChat Pay did not accept the refund, or may have but did not say so.
    pub async fn submit(
        &self,
        client: &Client,
        submission: &Submission,
    ) -> Result<Answered<RefundInfo>, RefundError> {
        match send(client, submission).await {
            Ok(response) => Ok(response),
            Err(failed) => self.settle(client, submission, failed).await,
        }
    }

    /// Finds out what is true of a refund that this process got no good response to: another
    /// process may have sent it, too, or settled it.
    async fn settle(
        &self,
        client: &Client,
        submission: &Submission,
        mut failed: SendError,
    ) -> Result<Answered<RefundInfo>, RefundError> {
        let refund = submission.refund.clone();
        let is_settled = failed.outcome().is_settled();
        let released = self
            .blocking(move |service| service.store.release(&refund, is_settled))
            .await;
        let (standing, store_error) = match released {
            Ok(standing) => (standing, None),
            Err(error) => (Standing::Shared, Some(error)),
        };
        let is_looked_up = match standing {
            Standing::Own => false,
            Standing::Shared => is_settled,
            Standing::Accepted | Standing::Gone => true,
        };
        if is_looked_up {
            // The response to this process does not tell what became of the other sendings.
            if let Some(found) = failed.look_up(client, &submission.refund).await {
                return Ok(found);
            }
            failed.is_doubted |=
                submission.is_resumed || failed.outcome() == RefundOutcome::Refused;
        }
        Err(RefundError {
            outcome: failed.outcome(),
            standing,
            is_absent: failed.is_absent,
            source: Box::new(failed.error),
            store_error,
        })
    }

    /// Ends this process's part in a refund that it does not wait for any more, and returns what
    /// is recorded of it. It uses the disk, and waits for other processes.
    #[must_use]
    pub fn abandon(&self, submission: &Submission) -> Standing {
        self.store
            .release(&submission.refund, false)
            .unwrap_or(Standing::Shared)
    }

    /// Records for a day that a refund was accepted, as WeChat Pay describes it. To be called
    /// once the caller has made the response its own.
    ///
    /// # Errors
    /// Returns an error if the record cannot be written. The refund stays unfinished then, and
    /// the same call goes on with it.
    pub async fn confirm(
        &self,
        submission: &Submission,
        response: &Answered<RefundInfo>,
    ) -> Result<(), StoreError> {
        let refund = described(submission.refund.clone(), &response.value.object);
        self.blocking(move |service| service.store.accept(&refund))
            .await
    }

    /// Settles the record of a refund that was looked up: if WeChat Pay knows it, it was accepted.
    /// It uses the disk, and waits for other processes.
    ///
    /// # Errors
    /// Returns an error if the record cannot be read or written.
    pub fn resolve(
        &self,
        query: &QueryRefund,
        status: &RefundStatus,
        object: &Map<String, Value>,
    ) -> Result<(), StoreError> {
        let Some(refund) = self.store.find(&query.payee, &query.out_refund_no)? else {
            return Ok(());
        };
        match status {
            RefundStatus::Closed => self.store.forget(&refund),
            RefundStatus::Success
            | RefundStatus::Processing
            | RefundStatus::Abnormal
            | RefundStatus::Other(_) => self.store.accept(&described(refund, object)),
        }
    }

    async fn enter(
        &self,
        refund: &PreparedRefund,
        order: &KnownOrder,
        ended: &[OutRefundNo],
    ) -> Result<Decision, PrepareError> {
        let pending = refund.pending(order)?;
        let is_complete = order.is_complete;
        let (refund, ended) = (refund.clone(), ended.to_vec());
        let _turn = self.turn.lock().await;
        let decided = self
            .blocking(move |service| service.record(&pending, &refund, is_complete, &ended))
            .await?;
        Ok(decided)
    }

    /// Decides while no other process does, and records what is sent before it is. `ended` are
    /// accepted refunds of which nothing came.
    fn record(
        &self,
        pending: &PendingRefund,
        refund: &PreparedRefund,
        is_complete: bool,
        ended: &[OutRefundNo],
    ) -> Result<Decision, StoreError> {
        loop {
            let lock = self.store.lock()?;
            let mut recorded = self.store.recorded(pending)?;
            recorded
                .accepted
                .retain(|earlier| !ended.contains(&earlier.out_refund_no));
            if !is_complete && is_order_unclear(pending, &recorded.unfinished) {
                return Ok(Decision::OrderUnclear);
            }
            let mut submission = match self.decide(pending.clone(), &recorded, refund) {
                Ok(submission) => submission,
                Err(conflict) => return Ok(Decision::Conflict(conflict)),
            };
            let Submission {
                refund: sent,
                is_resumed,
                numbering,
            } = &mut submission;
            let is_new = !*is_resumed;
            if is_new && *numbering == Numbering::Generated && self.store.has_accepted(sent)? {
                return Ok(Decision::NumberTaken);
            }
            sent.sendings = sent.sendings.saturating_add(u32::from(*is_resumed));
            if sent.accepted_at.is_none() {
                self.store.record(sent)?;
            }
            if !lock.is_current() {
                // The folder was removed meanwhile, and other processes did not wait.
                self.store.forget(sent)?;
                continue;
            }
            if self.is_second_refund && is_new {
                for other in &recorded.unfinished {
                    if other.is_of_order_of(sent) && other.out_refund_no != sent.out_refund_no {
                        self.store.forget(other)?;
                    }
                }
            }
            return Ok(Decision::Submit(Box::new(submission)));
        }
    }

    fn decide(
        &self,
        pending: PendingRefund,
        recorded: &RecordedRefunds,
        refund: &PreparedRefund,
    ) -> Result<Submission, Conflict> {
        let resolution = pending.resolve(recorded, refund.numbering(), refund.is_exact());
        let (refund_to_send, is_resumed) = match resolution {
            // What was sent under its own number is resumed in any case.
            Ok(Resolution::Resume(earlier))
                if !self.is_second_refund || earlier.out_refund_no == pending.out_refund_no =>
            {
                (*earlier, true)
            }
            Err(conflict) if !self.is_second_refund => return Err(conflict),
            Ok(Resolution::New | Resolution::Resume(_)) | Err(_) => (pending, false),
        };
        Ok(Submission {
            refund: refund_to_send,
            is_resumed,
            numbering: refund.numbering().clone(),
        })
    }

    /// Works on the disk, which other processes wait for, too.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let service = self.clone();
        tokio::task::spawn_blocking(move || work(&service))
            .await
            .map_err(StoreError::Task)?
    }
}

/// Looks up what is not known of an order: the other number, and the total.
async fn complete(
    order: &mut KnownOrder,
    client: &Client,
    payee: &Payee,
) -> Result<(), PrepareError> {
    order.is_complete = true;
    let number = match (&order.out_trade_no, &order.transaction_id) {
        (_, Some(id)) => OrderNumber::TransactionId(id.clone()),
        (Some(number), None) => OrderNumber::OutTradeNo(number.clone()),
        (None, None) => return Ok(()),
    };
    let query = QueryOrder {
        number,
        payee: payee.clone(),
        // The order may be of any app of the merchant.
        appid: None,
    };
    let response = client
        .call_within(&query, Duration::MAX)
        .await
        .map_err(PrepareError::Lookup)?;
    let Transaction {
        out_trade_no,
        transaction_id,
        total,
        ..
    } = response.value;
    order.out_trade_no = out_trade_no;
    order.transaction_id = transaction_id;
    order.total = order.total.or(total);
    if order.total.is_none() {
        return Err(PrepareError::Lookup(Error::Answer {
            what: "the order has no amount.total".to_owned(),
            request_id: response.request_id,
        }));
    }
    Ok(())
}

/// Looks a refund up.
async fn look_up(client: &Client, refund: &PendingRefund) -> Result<Answered<RefundInfo>, Error> {
    client.call_within(&refund.query(), Duration::MAX).await
}

/// Takes over what WeChat Pay says of the order's numbers.
fn described(mut refund: PendingRefund, object: &Map<String, Value>) -> PendingRefund {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let out_trade_no = text("out_trade_no").and_then(|text| text.parse().ok());
    let transaction_id = text("transaction_id").and_then(|text| text.parse().ok());
    refund.out_trade_no = refund.out_trade_no.or(out_trade_no);
    refund.transaction_id = refund.transaction_id.or(transaction_id);
    refund
}

/// Tells whether an unfinished refund may be of the same order, known by its other number. One
/// with the same number is of its order in any case.
fn is_order_unclear(refund: &PendingRefund, unfinished: &[PendingRefund]) -> bool {
    let by_out_trade_no = refund.out_trade_no.is_some();
    !unfinished
        .iter()
        .any(|earlier| earlier.out_refund_no == refund.out_refund_no)
        && unfinished
            .iter()
            .any(|earlier| earlier.may_be_of_order_known_by(by_out_trade_no))
}

/// A refund that was sent without a response that tells its state.
struct SendError {
    error: Error,
    /// Whether an earlier sending may have been carried out.
    is_doubted: bool,
    /// Whether the refund was looked up afterwards, and WeChat Pay did not know it.
    is_absent: bool,
}

/// Sends a refund. If WeChat Pay answers that there were too many requests, it may have accepted
/// the refund all the same, and if it refuses what may have been sent before, it may have accepted
/// the earlier sending: so the refund is looked up.
async fn send(client: &Client, submission: &Submission) -> Result<Answered<RefundInfo>, SendError> {
    let refund = &submission.refund;
    let error = match client.call(&refund.call()).await {
        Ok(response) => return Ok(response),
        Err(error) => error,
    };
    let is_doubted = submission.is_resumed || matches!(error, Error::AfterUnknown { .. });
    let is_looked_up = matches!(
        last_error(&error),
        Error::Api(refused) if refused.is_limited() || is_doubted && is_refusal(refused)
    );
    let mut failed = SendError {
        error,
        is_doubted,
        is_absent: false,
    };
    if !is_looked_up {
        return Err(failed);
    }
    if let Some(response) = failed.look_up(client, refund).await {
        return Ok(response);
    }
    failed.is_doubted &= !(failed.is_absent && refund.would_be_found(ambient::now()));
    Err(failed)
}

impl SendError {
    /// Looks the refund up at WeChat Pay, unless it is known to be absent.
    async fn look_up(
        &mut self,
        client: &Client,
        refund: &PendingRefund,
    ) -> Option<Answered<RefundInfo>> {
        if self.is_absent {
            return None;
        }
        match look_up(client, refund).await {
            Ok(found) => Some(found),
            Err(error) => {
                self.is_absent = is_not_found(&error);
                None
            }
        }
    }

    /// Returns what the error leaves of the refund.
    ///
    /// A refusal may be about the moment and not about the refund, such as one that is being
    /// worked on: what was sent before is settled only if WeChat Pay does not know it after a
    /// minute. A response that is not WeChat Pay's says nothing at all.
    fn outcome(&self) -> RefundOutcome {
        let last = last_error(&self.error);
        let Error::Api(refused) = last else {
            return if self.is_doubted || last.outcome_unknown() {
                RefundOutcome::Unknown
            } else {
                RefundOutcome::NotSent
            };
        };
        if refused.is("NOT_ENOUGH") {
            RefundOutcome::InsufficientBalance
        } else if self.is_doubted || !is_refusal(refused) {
            RefundOutcome::Unknown
        } else if refused.status == 401 {
            // The signature is the merchant's, not the refund's.
            RefundOutcome::NotSent
        } else {
            RefundOutcome::Refused
        }
    }
}

/// Returns the error of the last attempt.
fn last_error(mut error: &Error) -> &Error {
    while let Error::AfterUnknown { last, .. } = error {
        error = last;
    }
    error
}

fn is_refusal(refused: &ApiError) -> bool {
    refused.refusal() != Refusal::Unavailable && refused.code.is_some()
}

fn is_not_found(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.refusal() == Refusal::NotFound)
}
