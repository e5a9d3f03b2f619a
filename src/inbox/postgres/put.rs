//! What arrives together is put together: one transaction for all that wait.

use std::collections::HashSet;
use std::sync::Arc;

use deadpool_postgres::Client;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::database::{Database, PATIENCE, storable, within};
use crate::inbox::error::InboxError;
use crate::inbox::{Put, Record};

/// How much is put at once.
const BATCH: usize = 256;

/// How many are remembered whose fate is not known.
const REMEMBERED: usize = 100_000;

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
    SELECT seq, target, order_no, 'pending', 0 FROM unnest($1::BIGINT[], $2::TEXT[], $3::TEXT[]) AS t (seq, target, order_no)";

/// Locks in one order, so that two replicas never wait for each other.
const REPEAT: &str = "WITH again AS (SELECT seq FROM notification WHERE id = ANY($1) ORDER BY seq FOR UPDATE)
    UPDATE notification n SET repeats = repeats + 1 FROM again WHERE n.seq = again.seq RETURNING n.id";

struct Waiting {
    record: Arc<Record>,
    targets: Vec<String>,
    reply: oneshot::Sender<Result<Put, InboxError>>,
}

/// The sending side of the task that puts.
pub(super) struct Putter {
    waiting: mpsc::Sender<Waiting>,
    database: Database,
}

impl Putter {
    pub(super) fn start(database: Database) -> Self {
        let (waiting, queue) = mpsc::channel(4 * BATCH);
        tokio::spawn(work(database.clone(), queue));
        Self { waiting, database }
    }

    pub(super) async fn put(
        &self,
        record: Arc<Record>,
        targets: Vec<String>,
    ) -> Result<Put, InboxError> {
        let ended = || InboxError::Silent {
            store: self.database.store.clone(),
        };
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting {
            record,
            targets,
            reply,
        };
        // However many wait for the database, whoever sent this must be answered in time.
        let put = within(PATIENCE, async {
            self.waiting.send(waiting).await.map_err(|_| ended())?;
            answer.await.map_err(|_| ended())?
        });
        put.await.unwrap_or_else(|| Err(ended()))
    }
}

async fn work(database: Database, mut queue: mpsc::Receiver<Waiting>) {
    // What may be kept although the database did not say so; nobody was told of it yet, so it
    // is new when it comes again.
    let mut uncertain: HashSet<String> = HashSet::new();
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        // Replicas that put the same at once wait for each other in one order.
        batch.sort_by_cached_key(|one: &Waiting| (one.record.subject(), one.record.id.clone()));
        let mut outcome = attempt(&database, &batch).await;
        if outcome.is_err() && database.pool.status().size > 0 {
            // A server that was started anew has closed connections that the pool still has.
            database.pool.retain(|client, _| !client.is_closed());
            remember(&mut uncertain, &batch);
            outcome = attempt(&database, &batch).await;
        }
        match outcome {
            Ok(mut new) => {
                for one in batch.drain(..) {
                    answer(one, &mut new, &mut uncertain);
                }
            }
            // One of them may be what the database refuses, and the others must not suffer for it.
            Err(InboxError::Store { .. }) if batch.len() > 1 => {
                let mut silent = None;
                for one in batch.drain(..) {
                    let alone = [one];
                    let outcome = match &silent {
                        None => attempt(&database, &alone).await,
                        Some(error) => Err(InboxError::clone(error)),
                    };
                    let [one] = alone;
                    match outcome {
                        Ok(mut new) => answer(one, &mut new, &mut uncertain),
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

async fn attempt(database: &Database, batch: &[Waiting]) -> Result<HashSet<String>, InboxError> {
    let work = async |client: &mut Client| put(client, batch).await;
    database.run(PATIENCE, work).await
}

fn answer(one: Waiting, new: &mut HashSet<String>, uncertain: &mut HashSet<String>) {
    let id = one.record.id.clone();
    let first = new.remove(&id) | uncertain.remove(&id);
    let put = if first { Put::New } else { Put::Seen };
    // Who asked may have gone, and nobody knows then that this one is new.
    if one.reply.send(Ok(put)).is_err() && first && uncertain.len() < REMEMBERED {
        uncertain.insert(id);
    }
}

fn refuse(one: Waiting, error: &InboxError, uncertain: &mut HashSet<String>) {
    if uncertain.len() < REMEMBERED {
        uncertain.insert(one.record.id.clone());
    }
    // Who asked may have gone, and is not waiting for this.
    let _ = one.reply.send(Err(error.clone()));
}

fn remember(uncertain: &mut HashSet<String>, batch: &[Waiting]) {
    if uncertain.len() < REMEMBERED {
        uncertain.extend(batch.iter().map(|one| one.record.id.clone()));
    }
}

/// Puts all of them, and returns the ids of those that are new.
async fn put(client: &mut Client, batch: &[Waiting]) -> Result<HashSet<String>, Error> {
    match transact(client, batch).await {
        Err(error) if error.code() == Some(&SqlState::T_R_DEADLOCK_DETECTED) => {
            transact(client, batch).await
        }
        outcome => outcome,
    }
}

async fn transact(client: &mut Client, batch: &[Waiting]) -> Result<HashSet<String>, Error> {
    let all: Vec<&Record> = batch.iter().map(|one| &*one.record).collect();
    let change = client.transaction().await?;
    let statement = change.prepare_cached(INSERT).await?;
    let inserted = insert(&change, &statement, &all, 0).await?;
    let mut new = HashSet::new();
    let (mut places, mut targets, mut orders) = (Vec::new(), Vec::new(), Vec::new());
    for row in &inserted {
        let (seq, id): (i64, String) = (row.get(0), row.get(1));
        let whose = batch
            .iter()
            .find(|one| storable(&one.record.id) == id.as_str());
        for (target, one) in whose
            .iter()
            .flat_map(|one| one.targets.iter().map(move |t| (t, one)))
        {
            places.push(seq);
            targets.push(target.as_str());
            orders.push(storable(one.record.order()));
        }
        new.extend(whose.map(|one| one.record.id.clone()));
    }
    if !places.is_empty() {
        let statement = change.prepare_cached(DELIVER).await?;
        change
            .execute(&statement, &[&places, &targets, &orders])
            .await?;
    }
    // The first of each id is the new one; the others in this batch came again.
    let mut firsts = new.clone();
    let rest: Vec<&Record> = all
        .into_iter()
        .filter(|record| !firsts.remove(&record.id))
        .collect();
    if !rest.is_empty() {
        let ids: Vec<_> = rest.iter().map(|record| storable(&record.id)).collect();
        let again = change.prepare_cached(REPEAT).await?;
        let known: HashSet<String> = change
            .query(&again, &[&ids])
            .await?
            .iter()
            .map(|row| row.get(0))
            .collect();
        let duplicates: Vec<&Record> = rest
            .into_iter()
            .filter(|record| !known.contains(&*storable(&record.id)))
            .collect();
        if !duplicates.is_empty() {
            insert(&change, &statement, &duplicates, 1).await?;
        }
    }
    change.commit().await?;
    Ok(new)
}

async fn insert(
    change: &deadpool_postgres::Transaction<'_>,
    statement: &tokio_postgres::Statement,
    records: &[&Record],
    duplicate: i64,
) -> Result<Vec<tokio_postgres::Row>, Error> {
    fn column<'r, T>(records: &[&'r Record], value: impl Fn(&'r Record) -> T) -> Vec<T> {
        records.iter().map(|record| value(record)).collect()
    }
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
                    let subject = record.subject();
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
