//! The one way that every refund goes: it is decided on, remembered, sent, judged, forgotten.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::id::OutRefundNo;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::Identity;

use super::attempt::{Attempt, Clash, Course, Numbering};
use super::body::Draft;
use super::book::{Book, Standing};
use super::outcome::{Ended, Fate, Lost, is_old, judge, query_of, send};
use super::words::Words;
use crate::commands::order_body;
use crate::commands::outcome::Outcome;
use crate::commands::waiting::{Found, ask, asking_failed};
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
    pub(super) numbering: Numbering,
}

/// Why a refund was not sent.
pub(crate) enum Trouble {
    /// The order could not be asked for.
    Asking(Error),
    /// What is known of the order rules it out.
    Order(Failure),
    /// It must not stand beside one whose outcome is unknown.
    Clash(Failure),
    /// The same order was refunded by the same amount within a day.
    Repeated(Failure),
    /// It cannot be remembered.
    Book(Failure),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Asking(error) => asking_failed(error),
            Trouble::Order(failure)
            | Trouble::Clash(failure)
            | Trouble::Repeated(failure)
            | Trouble::Book(failure) => failure,
        }
    }
}

/// What comes of a look at the unfinished refunds.
enum Decision {
    Begun(Box<Begun>),
    Clash(Clash),
    /// The number that was made is that of an earlier refund.
    Taken,
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
        let earlier = Earlier::of(&self.book, &attempt, &[]).map_err(Trouble::Book)?;
        match decide(attempt, &earlier, draft, self.new_refund) {
            Ok(begun) => Ok(begun),
            Err(Clash::Accepted(accepted)) => {
                Err(Trouble::Repeated(self.words.repeated(&accepted, None)))
            }
            Err(clash) => Err(self.clash(&clash)),
        }
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
        let mut draft = draft.clone();
        let mut over: Vec<OutRefundNo> = Vec::new();
        loop {
            let attempt = draft.attempt(&known).map_err(Trouble::Order)?;
            let (complete, draft_too, over_too) = (known.complete, draft.clone(), over.clone());
            let turn = self.turn.lock().await;
            let decided = self
                .blocking(move |desk| enter(desk, &attempt, &draft_too, complete, &over_too))
                .await
                .map_err(Trouble::Book)?;
            drop(turn);
            match decided {
                Decision::Begun(begun) => return Ok(*begun),
                Decision::Clash(Clash::Accepted(accepted)) => {
                    self.check_over(client, &accepted).await?;
                    over.push(accepted.out_refund_no);
                }
                Decision::Clash(clash) => return Err(self.clash(&clash)),
                Decision::Taken => {
                    draft.renumber(order_body::new_number().map_err(Trouble::Book)?);
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

    /// Looks up a refund that was accepted within a day, and fails unless nothing can
    /// come of it any more.
    async fn check_over(&self, client: &Client, accepted: &Attempt) -> Result<(), Trouble> {
        let found = ask(client, &query_of(accepted), Duration::MAX).await;
        let repeated = |state| Trouble::Repeated(self.words.repeated(accepted, state));
        match found {
            Ok(found) => match &found.state {
                RefundStatus::Closed => Ok(()),
                state => Err(repeated(Some(Ok(state.clone())))),
            },
            Err(Error::Api(refused))
                if refused.refusal() == Refusal::NotFound
                    && (is_old(accepted) || Identity::is_made_up(&accepted.mchid)) =>
            {
                Ok(())
            }
            Err(error) => Err(repeated(Some(Err(error)))),
        }
    }

    /// Sends it, and forgets it if nothing came of it for sure. One that was accepted is
    /// remembered as unfinished until that was shown.
    pub(crate) async fn send(
        self: &Arc<Self>,
        client: &Client,
        begun: &Begun,
    ) -> Result<Found<RefundStatus>, Ended> {
        match send(client, begun).await {
            Ok(found) => Ok(found),
            Err(lost) => self.settle(client, begun, lost).await,
        }
    }

    /// Finds out what is true of a refund that this command got no good response to: another one
    /// may have sent it too, or settled it.
    async fn settle(
        self: &Arc<Self>,
        client: &Client,
        begun: &Begun,
        mut lost: Lost,
    ) -> Result<Found<RefundStatus>, Ended> {
        let attempt = begun.attempt.clone();
        let is_known = lost.fate().is_known();
        let standing = self.blocking(move |desk| leave(desk, &attempt, is_known));
        let standing = match standing.await {
            Ok(standing) => standing,
            Err(failure) => {
                self.output.warn(failure.text());
                Standing::Shared
            }
        };
        let looks_up = match standing {
            Standing::Own => false,
            Standing::Shared => is_known,
            Standing::Accepted | Standing::Gone => true,
        };
        if looks_up {
            // The response to this command does not tell what became of the others' sendings.
            match lost.look_up(client, begun).await {
                Some(found) => return Ok(found),
                None => lost.doubted |= begun.resumed || lost.fate() == Fate::Refused,
            }
        }
        let outcome = self.words.outcome(begun, &standing);
        Err(judge(lost, &outcome, &Words::again(begun)))
    }

    /// Fails if a refund that WeChat Pay describes gives nothing back as it stands.
    pub(crate) fn check_given(
        &self,
        begun: &Begun,
        found: &Found<RefundStatus>,
    ) -> Result<(), Failure> {
        if matches!(found.state, RefundStatus::Closed | RefundStatus::Abnormal) {
            return Err(self.words.came_to_nothing(begun, &found.state));
        }
        Ok(())
    }

    /// Says what may have become of a refund whose command was ended, by what is remembered now.
    pub(super) fn outcome_now(&self, begun: &Begun) -> Outcome {
        let standing = leave(self, &begun.attempt, false).unwrap_or(Standing::Shared);
        self.words.outcome(begun, &standing)
    }

    /// Remembers for a day that a refund was accepted, as WeChat Pay describes it.
    pub(crate) async fn accepted(self: &Arc<Self>, begun: &Begun, refund: &Map<String, Value>) {
        let attempt = begun.attempt.clone().described(refund);
        let kept = self.blocking(move |desk| desk.book.accept(&attempt));
        if let Err(failure) = kept.await {
            self.output.warn(failure.text());
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

/// What is remembered of earlier refunds.
struct Earlier {
    unfinished: Vec<Attempt>,
    /// Those of the same order that were accepted within a day.
    accepted: Vec<Attempt>,
}

impl Earlier {
    /// Reads it, without the accepted ones of which is known that nothing came of them.
    fn of(book: &Book, attempt: &Attempt, over: &[OutRefundNo]) -> Result<Self, Failure> {
        let unfinished = book.unfinished(&attempt.payee())?;
        let mut accepted = book.accepted(attempt)?;
        accepted.retain(|kept| !over.contains(&kept.out_refund_no));
        Ok(Self {
            unfinished,
            accepted,
        })
    }
}

/// Decides while no other process does, and remembers what is sent before it is.
fn enter(
    desk: &Desk,
    attempt: &Attempt,
    draft: &Draft,
    complete: bool,
    over: &[OutRefundNo],
) -> Result<Decision, Failure> {
    loop {
        let held = desk.book.hold()?;
        let earlier = Earlier::of(&desk.book, attempt, over)?;
        if !complete && is_unclear(attempt, &earlier.unfinished) {
            return Ok(Decision::Unclear);
        }
        let mut begun = match decide(attempt.clone(), &earlier, draft, desk.new_refund) {
            Ok(begun) => begun,
            Err(clash) => return Ok(Decision::Clash(clash)),
        };
        let resumed = begun.resumed;
        let made = begun.numbering == Numbering::Made;
        if made && !resumed && desk.book.is_taken(&begun.attempt)? {
            return Ok(Decision::Taken);
        }
        let attempt = &mut begun.attempt;
        attempt.sendings = attempt.sendings.saturating_add(u32::from(resumed));
        if attempt.accepted_at.is_none() {
            desk.book.remember(attempt)?;
        }
        if !held.is_current() {
            // The folder was removed meanwhile, and others did not wait.
            desk.book.forget(attempt)?;
            continue;
        }
        if desk.new_refund && !resumed {
            forget_others(attempt, &earlier.unfinished, &desk.book)?;
        }
        return Ok(Decision::Begun(Box::new(begun)));
    }
}

/// Ends a command's part in a refund: it is forgotten if nothing came of it and no other command
/// has sent it, and remembered again if another one removed it.
fn leave(desk: &Desk, attempt: &Attempt, is_known: bool) -> Result<Standing, Failure> {
    let _held = desk.book.hold()?;
    let standing = desk.book.standing(attempt)?;
    match standing {
        Standing::Own if is_known => desk.book.forget(attempt)?,
        Standing::Gone => desk.book.remember(attempt)?,
        Standing::Own | Standing::Shared | Standing::Accepted => {}
    }
    Ok(standing)
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
    earlier: &Earlier,
    draft: &Draft,
    new_refund: bool,
) -> Result<Begun, Clash> {
    let Earlier {
        unfinished,
        accepted,
    } = earlier;
    let course = attempt.course(unfinished, accepted, &draft.numbering, draft.is_exact());
    let (attempt, resumed) = match course {
        // What was sent under its own number is resumed in any case.
        Ok(Course::Resume(earlier))
            if !new_refund || earlier.out_refund_no == attempt.out_refund_no =>
        {
            (*earlier, true)
        }
        Err(clash) if !new_refund => return Err(clash),
        Ok(Course::New | Course::Resume(_)) | Err(_) => (attempt, false),
    };
    Ok(Begun {
        attempt,
        resumed,
        numbering: draft.numbering.clone(),
    })
}

fn forget_others(attempt: &Attempt, unfinished: &[Attempt], book: &Book) -> Result<(), Failure> {
    for other in unfinished {
        if other.same_order(attempt) && other.out_refund_no != attempt.out_refund_no {
            book.forget(other)?;
        }
    }
    Ok(())
}
