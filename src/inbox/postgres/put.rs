//! Notifications that arrive together are inserted together, in one transaction.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use deadpool_postgres::{Client, Transaction};
use futures_util::future::{try_join, try_join3};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row, Statement};

use super::connect::QUERY_TIMEOUT;
use super::database::{Database, storable, within};
use super::newest::{IS_THERE, Newest, NewestStored};
use crate::inbox::error::InboxError;
use crate::inbox::{Insert, Record};

/// How many notifications one transaction inserts.
const MAX_BATCH: usize = 256;

/// How many notifications are remembered of which it is not known whether they are stored.
const MAX_UNCERTAIN: usize = 100_000;

const INSERT: &str = "INSERT INTO notification (id, event_type, create_time, original_type, subject, duplicate, order_no, out_trade_no,
        number, out_refund_no, verdict, received_at, headers, body, resource)
    SELECT id, event_type, create_time, original_type, subject, $14, order_no, out_trade_no,
        number, out_refund_no, 'verified', received_at, headers, body, resource
    FROM unnest($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
        $10::BIGINT[], $11::TEXT[], $12::BYTEA[], $13::TEXT[])
    AS t (id, event_type, create_time, original_type, subject, order_no, out_trade_no, number, out_refund_no,
        received_at, headers, body, resource)
    ON CONFLICT DO NOTHING RETURNING seq, id";

const DELIVER: &str = "INSERT INTO delivery (seq, target, order_no, state, next_at)
    SELECT seq, target, order_no, 'pending', 0 FROM unnest($1::BIGINT[], $2::TEXT[], $3::TEXT[]) AS t (seq, target, order_no)
    WHERE EXISTS (SELECT 1 FROM notification n WHERE n.seq = t.seq)";

/// Whether any of these ids has no notification.
const IS_MISSING: &str = "SELECT EXISTS (SELECT 1 FROM unnest($1::TEXT[]) AS t (id)
    WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.id = t.id))";

/// One replica puts at a time, so that places are in the order of commits: a notification with a
/// later place is never claimed before an earlier one of its order is visible. Any number that other
/// programs are unlikely to lock by.
const LOCK: &str = "SELECT pg_advisory_xact_lock(2088194672)";

/// Counts a repetition of those that are stored with the same content; returns which they are.
const REPEAT: &str = "WITH again AS (SELECT n.seq, t.ordinal FROM notification n
        JOIN unnest($1::TEXT[], $2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS t (id, event_type, resource, ordinal)
        ON n.id = t.id AND n.event_type = t.event_type AND n.resource = t.resource ORDER BY n.seq FOR UPDATE OF n)
    UPDATE notification n SET repeats = repeats + 1 FROM again WHERE n.seq = again.seq RETURNING again.ordinal";

const REPEAT_ID: &str =
    "UPDATE notification SET repeats = repeats + 1 WHERE id = ANY($1) RETURNING id";

const KEPT: &str =
    "SELECT id, event_type, original_type, resource FROM notification WHERE id = ANY($1)";

struct Waiting {
    record: Arc<Record>,
    targets: Vec<String>,
    reply: oneshot::Sender<Result<Insert, InboxError>>,
}

/// The sending side of the task that puts.
pub(super) struct Putter {
    waiting: mpsc::Sender<Waiting>,
    database: Database,
    /// The newest notification that was put.
    pub(super) newest: NewestStored,
}

impl Putter {
    pub(super) fn start(database: Database) -> Self {
        let (waiting, queue) = mpsc::channel(4 * MAX_BATCH);
        let newest = NewestStored::default();
        tokio::spawn(work(database.clone(), queue, newest.clone()));
        Self {
            waiting,
            database,
            newest,
        }
    }

    pub(super) async fn put(
        &self,
        record: Arc<Record>,
        targets: Vec<String>,
    ) -> Result<Insert, InboxError> {
        let ended = || InboxError::Silent {
            store: self.database.store.clone(),
        };
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting {
            record,
            targets,
            reply,
        };
        // However many wait for the database, the sender must be answered in time.
        let put = within(QUERY_TIMEOUT, async {
            self.waiting.send(waiting).await.map_err(|_| ended())?;
            answer.await.map_err(|_| ended())?
        });
        put.await.unwrap_or_else(|| Err(ended()))
    }
}

async fn work(database: Database, mut queue: mpsc::Receiver<Waiting>, newest: NewestStored) {
    // Notifications that may be stored although the database did not confirm it. They were not
    // processed yet, so they are new when they come again.
    let mut uncertain: HashSet<String> = HashSet::new();
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let mut outcome = attempt(&database, &batch, &newest).await;
        if outcome.is_err() && database.pool.status().size > 0 {
            tracing::debug!("inserting again, as the database closed its connections");
            // A server that was restarted has closed connections that the pool still has.
            database.pool.retain(|client, _| !client.is_closed());
            remember(&mut uncertain, &batch);
            outcome = attempt(&database, &batch, &newest).await;
        }
        match outcome {
            Ok(puts) => {
                for (one, put) in batch.drain(..).zip(puts) {
                    answer(one, put, &mut uncertain);
                }
            }
            // One of them may be what the database refuses, and the others must not suffer for it.
            Err(InboxError::Store { .. }) if batch.len() > 1 => {
                let mut silent = None;
                for one in batch.drain(..) {
                    let alone = [one];
                    let outcome = match &silent {
                        None => attempt(&database, &alone, &newest).await,
                        Some(error) => Err(InboxError::clone(error)),
                    };
                    let [one] = alone;
                    match outcome {
                        Ok(puts) => {
                            let put = puts.first().copied().unwrap_or(Insert::Duplicate);
                            answer(one, put, &mut uncertain);
                        }
                        Err(error) => {
                            refuse(one, &error, &mut uncertain);
                            silent = Some(error).filter(|e| matches!(e, InboxError::Silent { .. }));
                        }
                    }
                }
            }
            Err(error) => {
                for one in batch.drain(..) {
                    refuse(one, &error, &mut uncertain);
                }
            }
        }
    }
}

async fn attempt(
    database: &Database,
    batch: &[Waiting],
    newest: &NewestStored,
) -> Result<Vec<Insert>, InboxError> {
    let known = newest.get();
    let work = async |client: &mut Client| put(client, batch, known.as_ref()).await;
    let done = database.run(QUERY_TIMEOUT, work).await?;
    if let Some(gone) = known.filter(|_| done.is_newest_gone) {
        newest.is_gone(gone, &database.store);
    }
    newest.stored(done.newest);
    done.puts.ok_or_else(|| database.discards())
}

fn answer(one: Waiting, put: Insert, uncertain: &mut HashSet<String>) {
    let Waiting { record, reply, .. } = one;
    let was_uncertain = !uncertain.is_empty() && uncertain.remove(&key(&record));
    let (put, first) = match put {
        Insert::New => (Insert::New, true),
        Insert::Duplicate if was_uncertain => (Insert::New, true),
        Insert::Duplicate => (Insert::Duplicate, false),
        Insert::Altered { is_new } => {
            let is_new = is_new || was_uncertain;
            (Insert::Altered { is_new }, is_new)
        }
    };
    // The caller may be gone, and then a new one has not been processed.
    if reply.send(Ok(put)).is_err() && first && uncertain.len() < MAX_UNCERTAIN {
        uncertain.insert(key(&record));
    }
}

fn refuse(one: Waiting, error: &InboxError, uncertain: &mut HashSet<String>) {
    if uncertain.len() < MAX_UNCERTAIN {
        uncertain.insert(key(&one.record));
    }
    // The caller may be gone.
    let _ = one.reply.send(Err(error.clone()));
}

fn remember(uncertain: &mut HashSet<String>, batch: &[Waiting]) {
    if uncertain.len() < MAX_UNCERTAIN {
        uncertain.extend(batch.iter().map(|one| key(&one.record)));
    }
}

/// Returns what distinguishes a notification from another with the same id.
fn key(record: &Record) -> String {
    format!("{}#{}", record.id, record.digest())
}

/// What a transaction has done.
struct Done {
    /// What became of each; none if a trigger or a rule of the database keeps them from being
    /// stored, and nothing is.
    puts: Option<Vec<Insert>>,
    /// The last one that is new.
    newest: Option<Newest>,
    /// Whether the one that was the newest before is not there any more.
    is_newest_gone: bool,
}

/// Puts all of them.
async fn put(
    client: &mut Client,
    batch: &[Waiting],
    known: Option<&Newest>,
) -> Result<Done, Error> {
    match transact(client, batch, known).await {
        Err(error) if error.code() == Some(&SqlState::T_R_DEADLOCK_DETECTED) => {
            transact(client, batch, known).await
        }
        outcome => outcome,
    }
}

async fn transact(
    client: &mut Client,
    batch: &[Waiting],
    known: Option<&Newest>,
) -> Result<Done, Error> {
    let all: Vec<&Record> = batch.iter().map(|one| &*one.record).collect();
    let change = client.transaction().await?;
    let statement = change.prepare_cached(INSERT).await?;
    let look = change.prepare_cached(IS_THERE).await?;
    // All are sent at once, and the server does one after the other.
    let locked = change.batch_execute(LOCK);
    let inserted = insert(&change, &statement, &all, Kind::New);
    let ((), is_newest_gone, inserted) =
        try_join3(locked, is_gone(&change, &look, known), inserted).await?;
    let new = places(&all, &inserted);
    let newest = new.iter().max_by_key(|(_, seq)| *seq);
    let newest = newest.map(|(at, seq)| Newest {
        seq: *seq,
        id: storable(&all[*at].id).into_owned(),
        received_at: all[*at].received_at,
    });
    let mut puts = vec![Insert::Duplicate; all.len()];
    let mut deliveries = Deliveries::default();
    for (at, seq) in new {
        puts[at] = Insert::New;
        deliveries.add(seq, &batch[at]);
    }
    let rest: Vec<usize> = (0..all.len())
        .filter(|at| puts[*at] == Insert::Duplicate)
        .collect();
    if !rest.is_empty() {
        let rest = repeat(&change, &all, rest).await?;
        put_others(
            &change,
            &statement,
            batch,
            &rest,
            &mut puts,
            &mut deliveries,
        )
        .await?;
    }
    let check = change.prepare_cached(IS_MISSING).await?;
    // All are sent at once here, too.
    let delivered = deliveries.insert(&change);
    let (is_delivered, is_missing) = try_join(delivered, is_missing(&change, &check, &all)).await?;
    if is_missing || !is_delivered {
        change.rollback().await?;
        return Ok(Done {
            puts: None,
            newest: None,
            is_newest_gone,
        });
    }
    change.commit().await?;
    Ok(Done {
        puts: Some(puts),
        newest,
        is_newest_gone,
    })
}

async fn is_missing(
    change: &Transaction<'_>,
    check: &Statement,
    all: &[&Record],
) -> Result<bool, Error> {
    let ids: Vec<_> = all.iter().map(|record| storable(&record.id)).collect();
    Ok(change.query_one(check, &[&ids]).await?.get(0))
}

async fn is_gone(
    change: &Transaction<'_>,
    look: &Statement,
    known: Option<&Newest>,
) -> Result<bool, Error> {
    let Some(newest) = known else {
        return Ok(false);
    };
    let found = change.query_one(look, &[&newest.seq, &newest.id]).await?;
    Ok(!found.get::<_, bool>(0))
}

/// Counts a repetition of those that are stored with the same content, and returns the others.
async fn repeat(
    change: &Transaction<'_>,
    all: &[&Record],
    rest: Vec<usize>,
) -> Result<Vec<usize>, Error> {
    let ids: Vec<_> = rest.iter().map(|at| storable(&all[*at].id)).collect();
    let types: Vec<_> = rest
        .iter()
        .map(|at| storable(&all[*at].event_type))
        .collect();
    let texts: Vec<_> = rest.iter().map(|at| all[*at].plaintext.as_str()).collect();
    let again = change.prepare_cached(REPEAT).await?;
    let counted = change.query(&again, &[&ids, &types, &texts]).await?;
    let counted: HashSet<i64> = counted.iter().map(|row| row.get(0)).collect();
    let left = (1..)
        .zip(rest)
        .filter(|(ordinal, _)| !counted.contains(ordinal));
    Ok(left.map(|(_, at)| at).collect())
}

/// Puts those that are not new and not known with the same text: other notifications about
/// something that is known, and others with a known id.
async fn put_others<'b>(
    change: &Transaction<'_>,
    statement: &Statement,
    batch: &'b [Waiting],
    rest: &[usize],
    puts: &mut [Insert],
    deliveries: &mut Deliveries<'b>,
) -> Result<(), Error> {
    let record = |at: usize| &*batch[at].record;
    let ids: Vec<_> = rest.iter().map(|at| storable(&record(*at).id)).collect();
    let kept = change.query(KEPT, &[&ids]).await?;
    let (mut duplicates, mut same, mut altered) = (Vec::new(), Vec::new(), Vec::new());
    for &at in rest {
        let record = record(at);
        let kept = kept
            .iter()
            .find(|row| row.get::<_, &str>(0) == storable(&record.id));
        match kept {
            None => duplicates.push(record),
            Some(row) if record.says(row.get(1), row.get(2), row.get(3)) => {
                same.push(storable(&record.id));
            }
            Some(_) => altered.push((at, record.altered())),
        }
    }
    if !same.is_empty() {
        change.query(REPEAT_ID, &[&same]).await?;
    }
    if !duplicates.is_empty() {
        insert(change, statement, &duplicates, Kind::Duplicate).await?;
    }
    // They are few, and may be the same.
    for (at, record) in altered {
        let mut inserted = insert(change, statement, &[&record], Kind::New).await?;
        if inserted.is_empty() {
            let again = change
                .query(REPEAT_ID, &[&vec![storable(&record.id)]])
                .await?;
            if !again.is_empty() {
                puts[at] = Insert::Altered { is_new: false };
                continue;
            }
            // The other one is about the same payment, and says something else of it.
            inserted = insert(change, statement, &[&record], Kind::Unrelated).await?;
        }
        puts[at] = Insert::Altered { is_new: true };
        for row in &inserted {
            deliveries.add(row.get(0), &batch[at]);
        }
    }
    Ok(())
}

/// Returns which records were inserted, the first of each id, and where.
fn places(records: &[&Record], inserted: &[Row]) -> Vec<(usize, i64)> {
    let mut seqs: HashMap<&str, i64> = inserted
        .iter()
        .map(|row| (row.get(1), row.get(0)))
        .collect();
    let all = records.iter().enumerate();
    all.filter_map(|(at, record)| Some((at, seqs.remove(&*storable(&record.id))?)))
        .collect()
}

/// New deliveries, column by column.
#[derive(Default)]
struct Deliveries<'b> {
    places: Vec<i64>,
    targets: Vec<&'b str>,
    orders: Vec<Cow<'b, str>>,
}

impl<'b> Deliveries<'b> {
    fn add(&mut self, seq: i64, one: &'b Waiting) {
        for target in &one.targets {
            self.places.push(seq);
            self.targets.push(target);
            self.orders.push(storable(one.record.order()));
        }
    }

    /// Inserts them; returns whether all of them are inserted.
    async fn insert(self, change: &Transaction<'_>) -> Result<bool, Error> {
        if self.places.is_empty() {
            return Ok(true);
        }
        let statement = change.prepare_cached(DELIVER).await?;
        let values: [&(dyn ToSql + Sync); 3] = [&self.places, &self.targets, &self.orders];
        let inserted = change.execute(&statement, &values).await?;
        Ok(usize::try_from(inserted) == Ok(self.places.len()))
    }
}

/// How a record is inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To be processed.
    New,
    /// To be processed, whatever is known of its subject.
    Unrelated,
    /// Not to be processed: an earlier one has the same subject.
    Duplicate,
}

async fn insert(
    change: &Transaction<'_>,
    statement: &Statement,
    records: &[&Record],
    kind: Kind,
) -> Result<Vec<Row>, Error> {
    fn column<'r, T>(records: &[&'r Record], value: impl Fn(&'r Record) -> T) -> Vec<T> {
        records.iter().map(|record| value(record)).collect()
    }
    let duplicate = i64::from(kind == Kind::Duplicate);
    change
        .query(
            statement,
            &[
                &column(records, |record| storable(&record.id)),
                &column(records, |record| storable(&record.event_type)),
                &column(records, |record| storable(&record.create_time)),
                &column(records, |record| {
                    record.original_type.as_deref().map(storable)
                }),
                &column(records, |record| {
                    let subject = record.subject().filter(|_| kind != Kind::Unrelated);
                    subject.map(|subject| storable(&subject).into_owned())
                }),
                &column(records, |record| storable(record.order())),
                &column(records, |record| {
                    record.plaintext.out_trade_no.as_deref().map(storable)
                }),
                &column(records, |record| record.number().map(storable)),
                &column(records, |record| {
                    record.plaintext.out_refund_no.as_deref().map(storable)
                }),
                &column(records, |record| record.received_at),
                &column(records, |record| {
                    serde_json::to_string(&record.headers).unwrap_or_default()
                }),
                &column(records, |record| record.body.as_slice()),
                &column(records, |record| record.plaintext.as_str()),
                &duplicate,
            ],
        )
        .await
}
