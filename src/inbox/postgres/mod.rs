//! An inbox in a PostgreSQL database, which several processes serve from at once.
//!
//! Times that processes compare are the database's: their own clocks may differ.

mod connect;
mod database;
mod newest;
mod put;
mod schema;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::Client;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use self::connect::QUERY_TIMEOUT;
use self::database::{Database, storable};
use self::put::Putter;
use super::delivery::{Attempt, Claimed, Delivery, LEASE};
use super::error::{InboxError, StoreEvent, StoreName};
use super::position::{self, Followed, Position};
use super::query::{self, Filter, Param, Stats, Stored, Summary, TargetCount};
use super::rows::{self, Columns};
use super::{Inbox, Insert, Record};
use crate::ambient;

/// The database's clock, in milliseconds since 1970.
const NOW: &str = "(extract(epoch FROM statement_timestamp()) * 1000)::BIGINT";

/// A delivery that is due later than this was scheduled before the clock was set back, and is due
/// now.
const MAX_SCHEDULE_AHEAD_MS: i64 = 600_000;

/// The place of the notification with an id.
const PLACE: &str = "(SELECT seq FROM notification WHERE id = $1)";

/// The place of the notification that is processed in its stead: itself, unless an earlier one had
/// the same subject.
const PROCESSED: &str = "(SELECT coalesce(f.seq, n.seq) FROM notification n
    LEFT JOIN notification f ON n.duplicate = 1 AND f.duplicate = 0 AND f.subject = n.subject WHERE n.id = $1)";

/// Notifications in a PostgreSQL database.
pub struct PostgresInbox {
    database: Database,
    putter: Putter,
    /// This process, as the owner of leases.
    owner: String,
}

impl PostgresInbox {
    /// Connects to `postgres://user@host:port/database`, and creates or updates the tables.
    /// `ca_pem` are certificates to trust instead of the system's.
    ///
    /// # Errors
    /// Returns an error if the database cannot be used; no message contains the password.
    pub async fn connect(address: &str, ca_pem: Option<&[u8]>) -> Result<Self, InboxError> {
        let (config, store) = connect::parse(address)?;
        let pool = connect::pool(config, &store, ca_pem)?;
        let database = Database { pool, store };
        if database.is_pooled().await? {
            return Err(InboxError::Pooled(database.store));
        }
        if let Some(encoding) = database.run(QUERY_TIMEOUT, schema::narrow_encoding).await? {
            return Err(InboxError::Encoding {
                store: database.store,
                encoding,
            });
        }
        let newer = database
            .run(Duration::from_secs(60), schema::migrate)
            .await?;
        if let Some(found) = newer {
            return Err(InboxError::Newer {
                store: database.store,
                found,
                known: i64::try_from(schema::KNOWN).unwrap_or(i64::MAX),
            });
        }
        Ok(Self {
            putter: Putter::start(database.clone()),
            database,
            owner: ambient::letters(16),
        })
    }
}

impl Columns for Row {
    fn text(&self, column: usize) -> Result<String, String> {
        self.try_get(column).map_err(|error| error.to_string())
    }

    fn maybe(&self, column: usize) -> Result<Option<String>, String> {
        self.try_get(column).map_err(|error| error.to_string())
    }

    fn int(&self, column: usize) -> Result<i64, String> {
        self.try_get(column).map_err(|error| error.to_string())
    }

    fn bytes(&self, column: usize) -> Result<Vec<u8>, String> {
        self.try_get(column).map_err(|error| error.to_string())
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[async_trait]
impl Inbox for PostgresInbox {
    async fn insert(
        &self,
        record: Arc<Record>,
        targets: Vec<String>,
    ) -> Result<Insert, InboxError> {
        self.putter.put(record, targets).await
    }

    async fn claim(&self, target: &str, room: usize) -> Result<Claimed, InboxError> {
        let take = format!(
            "WITH due AS (
                SELECT d.seq, d.target FROM delivery d
                WHERE d.state = 'pending' AND d.target = $1
                AND (d.next_at <= {NOW} OR d.next_at > {NOW} + {MAX_SCHEDULE_AHEAD_MS})
                AND (d.lease_until <= {NOW} OR d.lease_until > {NOW} + {MAX_SCHEDULE_AHEAD_MS})
                AND d.seq = (SELECT min(e.seq) FROM delivery e WHERE e.state = 'pending'
                    AND e.target = d.target AND e.order_no = d.order_no)
                ORDER BY d.next_at, d.seq LIMIT $2 FOR UPDATE SKIP LOCKED)
             UPDATE delivery d SET lease_owner = $3, lease_until = {NOW} + $4
             FROM due, notification n
             WHERE d.seq = due.seq AND d.target = due.target AND n.seq = d.seq
             RETURNING {}",
            rows::DELIVERY
        );
        let next = format!(
            "SELECT min(next_at) - {NOW} FROM delivery WHERE state = 'pending' AND target = $1 AND next_at > {NOW}"
        );
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let work = async |client: &mut Client| {
            let statement = client.prepare_cached(&take).await?;
            let lease = millis(LEASE);
            let found = client
                .query(&statement, &[&target, &room, &self.owner, &lease])
                .await?;
            let statement = client.prepare_cached(&next).await?;
            let wait: Option<i64> = client.query_one(&statement, &[&target]).await?.get(0);
            Ok((found, wait))
        };
        let (found, wait) = self.database.run(QUERY_TIMEOUT, work).await?;
        let read = found.iter().map(rows::delivery);
        let mut deliveries: Vec<Delivery> = read
            .collect::<Result<_, _>>()
            .map_err(damaged(&self.database.store))?;
        deliveries.sort_by_key(|delivery| delivery.seq);
        let next = wait.map(|wait| Duration::from_millis(u64::try_from(wait).unwrap_or(0)));
        Ok(Claimed { deliveries, next })
    }

    async fn renew(&self, delivery: &Delivery) -> Result<(), InboxError> {
        let sql = format!(
            "UPDATE delivery SET lease_until = {NOW} + $4 WHERE target = $2 AND lease_owner = $3
             AND seq = (SELECT seq FROM notification WHERE id = $1)"
        );
        let lease = millis(LEASE);
        let work = async |client: &mut Client| {
            let values: [&(dyn ToSql + Sync); 4] =
                [&delivery.id, &delivery.target, &self.owner, &lease];
            client.execute(&sql, &values).await
        };
        self.database.run(QUERY_TIMEOUT, work).await.map(drop)
    }

    async fn settle(&self, attempt: &Arc<Attempt>) -> Result<(), InboxError> {
        let (state, pause, counts) = attempt.next.effect();
        // A failure is not recorded if another process has taken the delivery over; an arrival
        // always is. The database may be a restored one, with another notification at
        // this place.
        let sql = format!(
            "WITH settled AS (SELECT seq FROM notification WHERE id = $1 AND resource = $10),
             noted AS (
                UPDATE delivery d SET state = $3, attempts = attempts + $9, next_at = {NOW} + $4, lease_until = 0
                FROM settled WHERE d.seq = settled.seq AND target = $2 AND state <> 'delivered'
                AND (lease_owner = $5 OR $3 = 'delivered'))
             INSERT INTO attempt (seq, target, at, elapsed, outcome)
             SELECT seq, $2, $6, $7, $8 FROM settled"
        );
        let (pause, elapsed) = (millis(pause), millis(attempt.elapsed));
        let counts = i64::from(counts);
        let delivery = &attempt.delivery;
        let work = async |client: &mut Client| {
            let statement = client.prepare_cached(&sql).await?;
            let values: [&(dyn ToSql + Sync); 10] = [
                &delivery.id,
                &delivery.target,
                &state.as_str(),
                &pause,
                &self.owner,
                &attempt.at,
                &elapsed,
                &attempt.outcome,
                &counts,
                &delivery.resource,
            ];
            client.execute(&statement, &values).await
        };
        self.database.run(QUERY_TIMEOUT, work).await.map(drop)
    }

    async fn has_arrived(&self, id: &str) -> Result<bool, InboxError> {
        let work = async |client: &mut Client| {
            let statement = client
                .prepare_cached(&query::not_arrived(PROCESSED))
                .await?;
            client.query_one(&statement, &[&storable(id)]).await
        };
        let row = self.database.run(QUERY_TIMEOUT, work).await?;
        let left = row.int(0).map_err(damaged(&self.database.store))?;
        Ok(left == 0)
    }

    async fn requeue(&self, ids: &[String]) -> Result<u64, InboxError> {
        let again = query::requeue(PROCESSED);
        let work = async |client: &mut Client| {
            let mut sum = 0;
            for id in ids {
                sum += client.execute(&again, &[&storable(id)]).await?;
            }
            Ok(sum)
        };
        self.database.run(Duration::from_secs(60), work).await
    }

    async fn list(&self, filter: &Filter) -> Result<Vec<Summary>, InboxError> {
        let (sql, params) = filter.sql();
        let values: Vec<&(dyn ToSql + Sync)> = params
            .iter()
            .map(|param| -> &(dyn ToSql + Sync) {
                match param {
                    Param::Int(number) => number,
                    Param::Text(text) => text,
                }
            })
            .collect();
        let work = async |client: &mut Client| client.query(&sql, &values).await;
        let found = self.database.run(Duration::from_secs(60), work).await?;
        let read = found.iter().map(rows::summary);
        read.collect::<Result<_, _>>()
            .map_err(damaged(&self.database.store))
    }

    async fn find(&self, id: &str) -> Result<Option<Stored>, InboxError> {
        let work = async |client: &mut Client| {
            let Some(row) = client
                .query_opt(&query::find(PLACE), &[&storable(id)])
                .await?
            else {
                return Ok(None);
            };
            let seq: i64 = row.get(0);
            let deliveries = client.query(query::DELIVERIES, &[&seq]).await?;
            let attempts = client.query(query::ATTEMPTS, &[&seq]).await?;
            Ok(Some((row, deliveries, attempts)))
        };
        let Some((row, deliveries, attempts)) = self.database.run(QUERY_TIMEOUT, work).await?
        else {
            return Ok(None);
        };
        let read = || {
            let (mut stored, duplicate) = rows::stored(&row)?;
            stored.deliveries = deliveries
                .iter()
                .map(rows::delivery_row)
                .collect::<Result<_, _>>()?;
            stored.attempts = attempts
                .iter()
                .map(rows::attempt_row)
                .collect::<Result<_, _>>()?;
            stored.set_state(duplicate);
            Ok(Some(stored))
        };
        read().map_err(damaged(&self.database.store))
    }

    async fn position(&self, since: Option<i64>) -> Result<Position, InboxError> {
        let work = async |client: &mut Client| match since {
            Some(since) => {
                let statement = client.prepare_cached(position::BEFORE).await?;
                client.query_opt(&statement, &[&since]).await
            }
            None => client.query_opt(position::NEWEST, &[]).await,
        };
        let found = self.database.run(QUERY_TIMEOUT, work).await?;
        let position = found.as_ref().map(rows::position).transpose();
        let position = position.map_err(damaged(&self.database.store))?;
        Ok(position.unwrap_or(Position::START))
    }

    async fn after(&self, position: Position, limit: usize) -> Result<Followed, InboxError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let work = async |client: &mut Client| {
            let statement = client.prepare_cached(position::FROM).await?;
            client.query(&statement, &[&position.seq(), &limit]).await
        };
        let found = self.database.run(QUERY_TIMEOUT, work).await?;
        let read = found.iter().map(rows::following).collect::<Result<_, _>>();
        let read = read.map_err(damaged(&self.database.store))?;
        Ok(Followed::after(position, read))
    }

    async fn stats(&self) -> Result<Stats, InboxError> {
        let work = async |client: &mut Client| {
            let types = client.query(query::BY_TYPE, &[]).await?;
            let targets = client.query(query::BY_TARGET, &[]).await?;
            let duplicates = client.query_one(query::DUPLICATES, &[]).await?;
            Ok((types, targets, duplicates))
        };
        let (types, targets, duplicates) = self.database.run(Duration::from_secs(60), work).await?;
        let read = || {
            Ok(Stats {
                types: types
                    .iter()
                    .map(rows::type_stats)
                    .collect::<Result<_, _>>()?,
                targets: targets
                    .iter()
                    .map(rows::target_count)
                    .collect::<Result<_, _>>()?,
                duplicates: duplicates.int(0)?,
            })
        };
        read().map_err(damaged(&self.database.store))
    }

    async fn queue(&self) -> Result<Vec<TargetCount>, InboxError> {
        let work = async |client: &mut Client| client.query(query::QUEUE, &[]).await;
        let found = self.database.run(QUERY_TIMEOUT, work).await?;
        let counts = found.iter().map(rows::target_count);
        counts
            .collect::<Result<_, _>>()
            .map_err(damaged(&self.database.store))
    }

    async fn prune(&self, keep: Duration) -> Result<u64, InboxError> {
        self.putter.newest.keep(keep);
        let keep = millis(keep);
        let sql = format!(
            "DELETE FROM notification WHERE seq IN (SELECT n.seq FROM notification n WHERE {})",
            query::OLD
        );
        let work =
            async |client: &mut Client| client.execute(&sql, &[&ambient::millis(), &keep]).await;
        self.database.run(Duration::from_secs(60), work).await
    }

    fn events(&self) -> Vec<StoreEvent> {
        self.putter.newest.take_events()
    }

    async fn check(&self) -> Result<(), InboxError> {
        let sql = format!(
            "INSERT INTO probe (id, at) VALUES (1, {NOW}) ON CONFLICT (id) DO UPDATE SET at = excluded.at"
        );
        let work = async |client: &mut Client| client.execute(&sql, &[]).await;
        self.database.run(QUERY_TIMEOUT, work).await.map(drop)
    }
}

/// Makes the error of a store whose rows are not what they should be.
fn damaged(store: &StoreName) -> impl Fn(String) -> InboxError {
    let store = store.clone();
    move |why| InboxError::Store {
        store: store.clone(),
        why: why.into(),
    }
}
