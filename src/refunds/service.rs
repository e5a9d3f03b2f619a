//! The one way that every refund goes: decided on, recorded, sent, settled.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::draft::{KnownOrder, PreparedRefund, RefundDraftError};
use super::pending::{Conflict, Numbering, PendingRefund, RecordedRefunds, Resolution};
use super::sending::{RefundError, RefundOutcome, SendError, is_not_found, look_up, send};
use super::store::{PendingRefundStore, Standing, StoreError};
use crate::ambient;
use crate::client::{Answered, Client};
use crate::error::Error;
use crate::protocol::amount::Fen;
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
    Draft(#[from] RefundDraftError),
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
#[non_exhaustive]
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
            match self.decide_and_record(&refund, &order, &ended).await? {
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
        match send(client, &submission.refund, submission.is_resumed).await {
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
    /// The record stays if the number turns out to be that of a refund of another order or amount.
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
        let found = RefundInfo {
            status: status.clone(),
            object: object.clone(),
        };
        if found.ensure_answers(&refund.body).is_err() {
            return Ok(());
        }
        match status {
            RefundStatus::Closed => self.store.forget(&refund),
            RefundStatus::Success
            | RefundStatus::Processing
            | RefundStatus::Abnormal
            | RefundStatus::Other(_) => self.store.accept(&described(refund, object)),
        }
    }

    /// Decides on a refund, and records it if it may be sent.
    async fn decide_and_record(
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
