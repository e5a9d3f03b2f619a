//! The one way that every refund goes: it is decided on, remembered, sent, judged, forgotten.

use std::sync::Arc;

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::refund::RefundStatus;

use super::attempt::{Attempt, Clash, Course};
use super::body::Draft;
use super::book::Book;
use super::outcome::{Ended, judge, send};
use super::words::Words;
use crate::commands::waiting::{Found, asking_failed};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::Output;

/// Where refunds are handed in.
pub(crate) struct Desk {
    book: Book,
    pub(super) words: Words,
    output: Output,
    /// Whether unfinished refunds of the same order do not matter.
    new_refund: bool,
    /// Who decides waits for other processes, in a thread; one is enough.
    turn: tokio::sync::Mutex<()>,
}

/// A refund that is on disk, and may leave.
pub(crate) struct Begun {
    pub(super) attempt: Attempt,
    /// Whether it was sent before.
    pub(super) resumed: bool,
}

/// Why a refund was not sent.
pub(crate) enum Trouble {
    /// The order could not be asked for.
    Asking(Error),
    /// What is known of the order rules it out.
    Order(Failure),
    /// It must not stand beside one whose outcome is unknown.
    Clash(Failure),
    /// It cannot be remembered.
    Book(Failure),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Asking(error) => asking_failed(error),
            Trouble::Order(failure) | Trouble::Clash(failure) | Trouble::Book(failure) => failure,
        }
    }
}

/// What comes of a look at the unfinished refunds.
enum Decision {
    Decided(Result<Begun, Clash>),
    /// Nobody can tell yet whether one of them is of the same order.
    Unclear,
}

impl Desk {
    pub(crate) fn open(context: &Context, new_refund: bool) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self {
            book: Book::open(context)?,
            words: Words::new(context),
            output: context.output.clone(),
            new_refund,
            turn: tokio::sync::Mutex::default(),
        }))
    }

    /// Decides on a refund as far as it can be done here and now, and remembers nothing.
    pub(super) fn look(&self, draft: &Draft) -> Result<Begun, Trouble> {
        let attempt = draft.attempt(&draft.known).map_err(Trouble::Order)?;
        let unfinished = self.book.unfinished(&attempt.payee());
        let unfinished = unfinished.map_err(Trouble::Book)?;
        decide(attempt, &unfinished, draft, self.new_refund).map_err(|clash| self.clash(&clash))
    }

    /// Decides on a refund and remembers it; what is not known of the order is asked for.
    pub(crate) async fn begin(
        self: &Arc<Self>,
        client: &Client,
        draft: &Draft,
    ) -> Result<Begun, Trouble> {
        let mut known = draft.known.clone();
        if draft.lacks_total() {
            known.total = self.total_of_before(draft).await.map_err(Trouble::Book)?;
        }
        if draft.lacks_total() && known.total.is_none() {
            let asked = known.ask(client, draft.payee.clone()).await;
            asked.map_err(Trouble::Asking)?;
        }
        loop {
            let attempt = draft.attempt(&known).map_err(Trouble::Order)?;
            let (complete, draft_too) = (known.complete, draft.clone());
            let turn = self.turn.lock().await;
            let decided = self
                .blocking(move |desk| enter(desk, attempt, &draft_too, complete))
                .await
                .map_err(Trouble::Book)?;
            drop(turn);
            match decided {
                Decision::Decided(decided) => {
                    return decided.map_err(|clash| self.clash(&clash));
                }
                Decision::Unclear => {
                    let asked = known.ask(client, draft.payee.clone()).await;
                    asked.map_err(Trouble::Asking)?;
                }
            }
        }
    }

    /// Where the refund was sent before, its order's total is known from then.
    async fn total_of_before(self: &Arc<Self>, draft: &Draft) -> Result<Option<Fen>, Failure> {
        let (payee, number) = (draft.payee.clone(), draft.number.clone());
        let earlier = self
            .blocking(move |desk| desk.book.find(&payee, &number))
            .await?;
        let earlier = earlier.filter(|earlier| draft.known.names(earlier));
        Ok(earlier.and_then(|earlier| earlier.total.to_string().parse().ok()))
    }

    fn clash(&self, clash: &Clash) -> Trouble {
        Trouble::Clash(self.words.clash(clash))
    }

    /// Sends it, and forgets it where nothing came of it for sure. One that was accepted is
    /// remembered until that was told.
    pub(crate) async fn send(
        self: &Arc<Self>,
        client: &Client,
        begun: &Begun,
    ) -> Result<Found<RefundStatus>, Ended> {
        match send(client, begun).await {
            Ok(found) => Ok(found),
            Err(lost) => {
                let ended = judge(lost, &self.words.outcome(&begun.attempt));
                if ended.fate.is_known() {
                    self.forget(begun).await;
                }
                Err(ended)
            }
        }
    }

    /// Forgets a refund whose outcome was told.
    pub(crate) async fn forget(self: &Arc<Self>, begun: &Begun) {
        let attempt = begun.attempt.clone();
        let forgotten = self.blocking(move |desk| desk.book.forget(&attempt));
        if let Err(failure) = forgotten.await {
            self.output.warn(failure.message);
        }
    }

    /// Works on the disk, which others wait for too.
    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let desk = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&desk))
            .await
            .map_err(|error| Failure::internal("the disk was not waited for").because(&error))?
    }
}

/// Decides while nobody else does, and remembers what is sent for the first time.
fn enter(
    desk: &Desk,
    attempt: Attempt,
    draft: &Draft,
    complete: bool,
) -> Result<Decision, Failure> {
    let _held = desk.book.hold()?;
    let unfinished = desk.book.unfinished(&attempt.payee())?;
    if !complete && is_unclear(&attempt, &unfinished) {
        return Ok(Decision::Unclear);
    }
    let decided = decide(attempt, &unfinished, draft, desk.new_refund);
    if let Ok(Begun { attempt, resumed }) = &decided {
        if !resumed {
            desk.book.remember(attempt)?;
        }
        if desk.new_refund {
            forget_others(attempt, &unfinished, &desk.book)?;
        }
    }
    Ok(Decision::Decided(decided))
}

/// Tells whether an unfinished refund may be of the same order, known by its other number; what
/// goes on with one of them is of its order.
fn is_unclear(attempt: &Attempt, unfinished: &[Attempt]) -> bool {
    let by_number = attempt.out_trade_no.is_some();
    let is_own = |earlier: &Attempt| earlier.out_refund_no == attempt.out_refund_no;
    !unfinished.iter().any(is_own)
        && unfinished
            .iter()
            .any(|earlier| earlier.may_be_of(by_number))
}

fn decide(
    attempt: Attempt,
    unfinished: &[Attempt],
    draft: &Draft,
    new_refund: bool,
) -> Result<Begun, Clash> {
    let (attempt, resumed) = match attempt.course(unfinished, draft.made, draft.is_exact()) {
        // What was sent under its own number is gone on with in any case.
        Ok(Course::Resume(earlier))
            if !new_refund || earlier.out_refund_no == attempt.out_refund_no =>
        {
            (*earlier, true)
        }
        Err(clash) if !new_refund => return Err(clash),
        Ok(Course::New | Course::Resume(_)) | Err(_) => (attempt, false),
    };
    Ok(Begun { attempt, resumed })
}

fn forget_others(attempt: &Attempt, unfinished: &[Attempt], book: &Book) -> Result<(), Failure> {
    for other in unfinished {
        if other.same_order(attempt) && other.out_refund_no != attempt.out_refund_no {
            book.forget(other)?;
        }
    }
    Ok(())
}
